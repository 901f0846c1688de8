// What the parser left out, as far as it decides what the model says.
//
// A region that was left out is in an item, which is then damaged, or between items. What it may
// have decided becomes poison: it has no value, and nothing that needs one is judged. What refers
// to it by its name is right all the same.
#include "builder.h"

#include <string.h>

// By where the region begins: it may reach beyond the item, where the parser found its way again.
static bool is_within(const struct damaged *region, struct span span)
{
    return region->span.start >= span.start && region->span.start < span.end;
}

static const struct effective *find_item(const struct model_builder *builder,
                                         const struct damaged *region)
{
    for_each (effective, &builder->effective) {
        if (is_within(region, effective->item->span)) {
            return effective;
        }
    }
    return NULL;
}

// Items of a variant are in effect if one of them is: a variant is taken as a whole.
static bool is_effective(const struct model_builder *builder, const struct syntax_item *item)
{
    for (size_t i = 0; i < builder->effective.count; i++) {
        if (((const struct effective *)builder->effective.items[i])->item == item) {
            return true;
        }
    }
    return false;
}

// Whether this variant is in the line of the one that is compiled.
static bool is_used(const struct model_builder *builder, const struct syntax_item *variant)
{
    for (size_t i = 0; i < variant->variant.names.count; i++) {
        const struct syntax_name *name = variant->variant.names.items[i];
        if (name->text == builder->model->variant) {
            return true;
        }
    }
    const struct syntax_items *items = &variant->variant.items;
    return items->count > 0 && is_effective(builder, items->items[0]);
}

static const struct syntax_item *find_variant(const struct outline *outline,
                                              const struct damaged *region)
{
    for (size_t i = 0; i < outline->variants.count; i++) {
        const struct syntax_item *variant = outline->variants.items[i];
        if (is_within(region, variant->span)) {
            return variant;
        }
    }
    return NULL;
}

// Items that decide nothing but what they say themselves.
static bool is_harmless(const struct damaged *region)
{
    static const char *const words[] = {"assert",   "require", "allow", "tools",
                                        "raw_data", "record",  "rule"};
    bool is_whole = !region->is_cut || region->words > 1;
    return is_whole && text_is_one_of(region->first, words, sizeof words / sizeof *words);
}

// The clause whose block has a region in it; null: none has.
static const struct syntax_clause *find_content(const struct syntax_partition *partition,
                                                const struct damaged *region)
{
    for (size_t i = 0; i < partition->clauses.count; i++) {
        const struct syntax_clause *clause = partition->clauses.items[i];
        if (clause->content && is_within(region, clause->span)) {
            return clause;
        }
    }
    return NULL;
}

// Lines that say something by themselves; options of file systems depend on each other.
static bool has_single_lines(const struct syntax_content *content)
{
    static const char *const words[] = {"nvs", "record", "pki", "gatts"};
    const char *generator = content->generator.text;
    return generator && text_is_one_of(generator, words, sizeof words / sizeof *words);
}

// Of content of which something is missing, what is said of single lines is certain, and nothing
// that is said of it as a whole.
static void damage_content(struct model_builder *builder, const struct syntax_partition *partition,
                           const struct syntax_clause *clause, const struct damaged *region)
{
    const struct syntax_lines *lines = &clause->content->lines;
    const struct syntax_line *first = lines->count ? lines->items[0] : NULL;
    struct span head = {partition->span.start, region->span.start};
    if (!has_single_lines(clause->content)) {
        head.end = clause->span.end;
    } else if (first && first->span.start < head.end) {
        head.end = first->span.start;
    }
    damage_begin(builder->arena, &builder->syntax->damage, head, false)->is_of_content = true;
}

// What amends content of which something is missing may be about that.
static void damage_amendments(struct model_builder *builder,
                              const struct syntax_partition *partition)
{
    for_each (effective, &builder->effective) {
        bool is_amendment = effective->level > 0 && effective->item->kind == ITEM_TABLE;
        const struct syntax_partitions *others = &effective->item->table.partitions;
        for (size_t j = 0; is_amendment && j < others->count; j++) {
            const struct syntax_partition *other = others->items[j];
            if (other->name.text == partition->name.text || partition->last.text) {
                damage_begin(builder->arena, &builder->syntax->damage, other->span, false)
                    ->is_of_content = true;
            }
        }
    }
}

static void set_adrift(struct model_table *table)
{
    table->is_damaged = true;
    for_each (partition, &table->partitions) {
        partition->is_adrift = true;
    }
}

// By its place, or by its name, where a variant's statement is the damaged one.
static bool is_declared_by(const struct model_partition *partition,
                           const struct syntax_partition *syntax)
{
    return partition->syntax->span.start == syntax->span.start ||
           partition->name.text == syntax->name.text ||
           (partition->family && partition->family->first.text == syntax->name.text);
}

static void break_partitions(struct model_table *table, const struct syntax_partition *syntax)
{
    table->is_damaged = true;
    for_each (partition, &table->partitions) {
        partition->is_broken |= is_declared_by(partition, syntax);
    }
}

// What follows something that is missing in the row of partitions is not where it seems to be.
static void break_row(struct model_table *table, const struct damaged *region)
{
    table->is_damaged = true;
    for_each (partition, &table->partitions) {
        if (partition->syntax->span.start > region->span.start) {
            partition->is_adrift = true;
            return;
        }
    }
}

// Which table a variant amends is not certain where the name is not.
static void damage_header(struct model_builder *builder, const struct effective *effective)
{
    const struct syntax_item *item = effective->item;
    struct model_table *table = map_find(&builder->model->table_names, item->name.text);
    if (effective->level > 0) {
        builder->model->is_unsure = true;
        builder->syntax->damage.has_lost_names = true;
        damage_begin(builder->arena, &builder->syntax->damage, item->span, false);
    } else if (table) {
        table->is_misplaced = true;
        builder->model->is_unsure |= builder->model->variant != NULL;
        builder->syntax->damage.has_lost_names |= builder->model->variant != NULL;
    }
}

// If the mistake is in a partition, that is broken; else one may be missing, and what follows in
// the row is not where it seems to be.
static void damage_table(struct model_builder *builder, const struct effective *effective,
                         const struct damaged *region)
{
    const struct syntax_item *item = effective->item;
    struct model_table *table = map_find(&builder->model->table_names, item->name.text);
    const struct syntax_partition *found = NULL;
    for (size_t i = 0; i < item->table.partitions.count; i++) {
        const struct syntax_partition *partition = item->table.partitions.items[i];
        found = is_within(region, partition->span) ? partition : found;
    }
    if (region->span.start == item->span.start) {
        damage_header(builder, effective);
    }
    const struct syntax_clause *content = found ? find_content(found, region) : NULL;
    if (content) {
        damage_content(builder, found, content, region);
        damage_amendments(builder, found);
    }
    if (!table || content) {
        return;
    }
    if (found && !found->is_include) {
        break_partitions(table, found);
    } else {
        break_row(table, region);
    }
    if (effective->level > 0 || (found && found->is_include)) {
        set_adrift(table);
    }
}

static bool is_of_setting(const struct syntax_item *item, const struct damaged *region)
{
    for (size_t i = 0; i < item->target.settings.count; i++) {
        const struct syntax_setting *setting = item->target.settings.items[i];
        if (is_within(region, setting->span)) {
            return true;
        }
    }
    return false;
}

// A setting that is there is looked for by its place; one that is missing, by its name.
static void damage_target(struct model_builder *builder, const struct syntax_item *item,
                          const struct damaged *region)
{
    bool is_whole = region->span.start == item->span.start;
    bool is_setting = !is_whole && is_of_setting(item, region);
    builder->model->is_target_damaged |= is_whole;
    for_each (parameter, &builder->model->parameters) {
        parameter->is_broken |=
            is_whole || (!is_setting && damaged_may_begin_with(region, parameter->name.text));
    }
}

// What a mistake in an item leaves uncertain, by the kind of item.
static void damage_item(struct model_builder *builder, const struct effective *effective,
                        const struct damaged *region)
{
    const struct syntax_item *item = effective->item;
    struct model_flash *flash;
    switch (item->kind) {
    case ITEM_TABLE:
        damage_table(builder, effective, region);
        break;
    case ITEM_TARGET:
    case ITEM_CHIP:
        damage_target(builder, item, region);
        break;
    case ITEM_FLASH:
        flash = map_find(&builder->model->flash_names, item->name.text);
        if (flash) {
            flash->is_broken = true;
        }
        break;
    case ITEM_REMOVE:
    case ITEM_PLATFORM:
        builder->model->is_unsure = true;
        break;
    case ITEM_RECORD:
        builder->syntax->damage.has_lost_fields = true;
        break;
    case ITEM_INCLUDE:
        builder->model->is_partial = true;
        break;
    case ITEM_SCHEMA:
    case ITEM_CONST:
    case ITEM_PARAMETER:
    case ITEM_FORMAT:
    case ITEM_FLAG:
    case ITEM_TYPE:
    case ITEM_RULE:
    case ITEM_CONFIG:
    case ITEM_REQUIRE:
    case ITEM_ASSERT:
    case ITEM_VARIANT:
    case ITEM_TOOLS:
    case ITEM_RAW_DATA:
    case ITEM_ALLOW:
    case ITEM_EDITION:
    case ITEM_PARTITION:
    case ITEM_KIND_COUNT: // its own words alone
        break;
    }
}

static void break_parameters(struct model *model)
{
    for_each (parameter, &model->parameters) {
        parameter->is_broken = true;
    }
}

// What is missing within partitions of a file that tables include; false if it is elsewhere.
static bool damage_included(struct model_builder *builder, const struct damaged *region)
{
    const struct model_partition_list *partitions = &builder->model->partitions;
    bool is_found = false;
    for_each (partition, partitions) {
        if (is_within(region, partition->syntax->span)) {
            const struct syntax_clause *content = find_content(partition->syntax, region);
            is_found = true;
            if (content) {
                damage_content(builder, partition->syntax, content, region);
            } else {
                break_partitions(partition->table, partition->syntax);
            }
        }
    }
    return is_found;
}

// What is missing between items.
static void damage_between(struct model_builder *builder, const struct outline *outline,
                           const struct damaged *region)
{
    struct model *model = builder->model;
    const struct syntax_item *variant = find_variant(outline, region);
    bool is_elsewhere = variant && !is_used(builder, variant);
    if (is_elsewhere || is_harmless(region) || damage_included(builder, region)) {
        return;
    }
    if (variant && region->span.start == variant->span.start) {
        // What it extends is not certain, and so is all that it amends.
        damage_begin(builder->arena, &builder->syntax->damage, variant->span, false);
    }
    builder->syntax->damage.has_lost_names |= variant != NULL;
    model->is_partial = true;
    model->is_unsure |= variant || damaged_may_begin_with(region, "platform");
    for (size_t i = 0; damaged_may_begin_with(region, "partition") && i < model->tables.count;
         i++) {
        set_adrift(model->tables.items[i]);
    }
    if (damaged_may_begin_with(region, "target")) {
        break_parameters(model);
    }
}

// What has a mistake in its own statement has no value.
static void damage_values(struct model_builder *builder)
{
    const struct damage *damage = &builder->syntax->damage;
    struct model *model = builder->model;
    for_each (constant, &model->constants) {
        constant->is_broken = damage_touches(damage, constant->syntax->span);
    }
    for_each (parameter, &model->parameters) {
        parameter->is_broken |= damage_touches(damage, parameter->value->span);
    }
    for_each (symbol, &model->symbols) {
        symbol->is_nowhere |= symbol->syntax && damage_touches(damage, symbol->syntax->span);
    }
}

// The chip's own flash has its sizes from parameters.
static void damage_flash(struct model_builder *builder)
{
    struct model_flash *flash = builder->model->flashes.items[0];
    for_each (parameter, &builder->model->parameters) {
        bool decides = parameter->value == flash->size || parameter->value == flash->erase;
        flash->is_broken |= decides && parameter->is_broken;
    }
}

// What is of a type with a mistake has no clauses that are certain.
static void damage_types(struct model_builder *builder)
{
    const struct damage *damage = &builder->syntax->damage;
    for_each (partition, &builder->model->partitions) {
        partition->is_broken |=
            partition->type && (damage_touches(damage, partition->type->syntax->span) ||
                                damage_touches(damage, partition->subtype->syntax->span));
        partition->table->is_damaged |= partition->is_broken;
    }
}

// Regions are those of the parser, and those that are added here while they are gone through.
void damage_apply(struct model_builder *builder, const struct outline *outline)
{
    const struct damage *damage = &builder->syntax->damage;
    if (damage->regions.count == 0) {
        damage_flash(builder); // its parameters may be broken by mistakes of meaning
        return;
    }
    size_t count = damage->regions.count; // more may be added
    for (size_t i = 0; i < count; i++) {
        const struct effective *effective = find_item(builder, damage->regions.items[i]);
        if (effective) {
            damage_item(builder, effective, damage->regions.items[i]);
        } else {
            damage_between(builder, outline, damage->regions.items[i]);
        }
    }
    if (builder->model->is_target_damaged) {
        break_parameters(builder->model);
    }
    damage_values(builder);
    damage_flash(builder);
    damage_types(builder);
}
