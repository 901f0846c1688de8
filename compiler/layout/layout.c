// From the model and the solved facts to the layout.
//
// The layout is made in the order in which its parts need each other: the platform, flashes and
// constants; then the tables with their partitions, in the model's order, so that an index in one
// is the index in the other; then what looks at all of them: hosts, lifetimes, programs, names in
// C, checks, Kconfig. While it is made, the builder has lists of its own of tables and partitions,
// through which they can still change. What could not be found has `is_placed` false: it was
// reported, and nobody reports it again.
#include "define.h"
#include "place.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *documentation(struct layout_builder *builder, struct span span)
{
    return syntax_documentation(builder->solver->syntax, span);
}

// In the model's order, the chip's own first. A size that is not known is 0.
static void add_flashes(struct layout_builder *builder)
{
    for (size_t i = 0; i < builder->model->flashes.count; i++) {
        const struct model_flash *model = builder->model->flashes.items[i];
        struct layout_flash *flash = arena_new(builder->arena, sizeof *flash);
        struct number size, erase;
        solver_get(builder->solver, FACT_FLASH_SIZE, i, &size);
        solver_get(builder->solver, FACT_FLASH_ERASE, i, &erase);
        *flash = (struct layout_flash){
            .name = model->name.text,
            .identifier =
                model->name.text ? text_identifier(builder->arena, model->name.text) : "flash",
            .size = size.magnitude,
            .erase = erase.magnitude,
            .span = model->name.span,
            .index = i,
        };
        list_append(builder->arena, &builder->layout->flashes, flash);
    }
}

// A kind that is not known was misspelled by the platform: it counts as plain data.
static enum partition_kind find_kind(struct layout_builder *builder,
                                     const struct model_partition *model)
{
    const struct syntax_clause *clause = clause_inherited(model, CLAUSE_KIND);
    if (!clause) {
        return KIND_DATA;
    }
    enum partition_kind kind;
    if (partition_kind_find(clause->name.text, &kind)) {
        return kind;
    }
    struct nearest nearest = nearest_to(clause->name.text);
    for (unsigned i = 0; i < KIND_COUNT; i++) {
        nearest_offer(&nearest, partition_kind_name((enum partition_kind)i));
    }
    model_report_unknown(builder->diagnostics, CODE_UNKNOWN_KIND, clause->name, "kind of partition",
                         &nearest);
    return KIND_DATA;
}

// Names are kept only if the platform's own tools know them: others see numbers.
static void set_type(struct layout_builder *builder, struct partition *partition,
                     const struct model_partition *model)
{
    partition->type = model->type_number;
    partition->subtype = model->subtype_number;
    if (!model->type) {
        return;
    }
    if (model->type->is_native) {
        partition->type_name = model->type->name;
    }
    if (model->subtype->is_native) {
        partition->subtype_name =
            model_subtype_name(builder->arena, model->subtype, model->subtype_number);
    }
    if (model->subtype->is_family) {
        partition->family = model->subtype->name;
        partition->family_first = model->subtype->first;
        partition->family_number =
            model->subtype->first + model->subtype_number - model->subtype->low;
    }
    partition->kind = find_kind(builder, model);
    partition->seems = find_misleading(builder, model);
    partition->is_reserved =
        (!model->type->name && model->type->clauses.slots[CLAUSE_RESERVED]) ||
        (!model->subtype->name && model->subtype->clauses.slots[CLAUSE_RESERVED]);
    partition->is_unique = clause_inherited(model, CLAUSE_UNIQUE) != NULL;
    partition->forbidden = model->type->forbidden | model->subtype->forbidden;
    partition->is_encrypted = model->type->is_encrypted || model->subtype->is_encrypted;
}

// Size and place are found separately: a partition without a place may still have a size.
static void set_place(struct layout_builder *builder, struct table *table,
                      struct partition *partition, const struct model_partition *model)
{
    struct number offset, size;
    struct geometry geometry;
    bool has_size = solver_get(builder->solver, FACT_SIZE, model->index, &size);
    partition->size = has_size ? size.magnitude : 0; // generators judge it wherever it is
    bool has_geometry = has_size && model->type &&
                        geometry_find(builder->solver, model, &geometry) == OUTCOME_READY;
    partition->multiple = has_geometry ? geometry.multiple : 0;
    partition->is_placed =
        has_geometry && solver_get(builder->solver, FACT_OFFSET, model->index, &offset);
    partition->is_at_end = clause_is_at_end(model);
    partition->is_in_row =
        !clause_is_fixed(model) && !clause_is_at_end(model) && !clause_is_outside(model);
    if (partition->is_in_row) {
        const struct model_partition *before = row_before(model);
        partition->follows = before ? builder->layout->partitions.items[before->index] : NULL;
    }
    if (partition->is_placed) {
        partition->offset = offset.magnitude;
        partition->align = geometry.align;
        partition->boundary = geometry.boundary;
        partition->only_image_is_bounded =
            !model->clauses.slots[CLAUSE_BOUNDARY] &&
            (partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT);
    }
    bool is_lowest = !table->lowest_at_end || partition->offset < table->lowest_at_end->offset;
    if (partition->is_placed && partition->is_at_end && is_lowest) {
        table->lowest_at_end = partition;
    }
}

// One file for all members of a family is written to the first that is there.
static bool is_update_slot(const struct model_partition *model)
{
    const struct syntax_clause *from = model->clauses.slots[CLAUSE_FROM];
    const struct model_partition *before = model_family_before(model);
    const char *generator = from && from->content ? from->content->generator.text : NULL;
    bool is_file = generator && (strcmp(generator, "file") == 0 || strcmp(generator, "build") == 0);
    for (; is_file && before; before = model_family_before(before)) {
        if (before->clauses.slots[CLAUSE_FROM] == from && !before->is_absent) {
            return true;
        }
    }
    return false;
}

static void set_family(struct layout_builder *builder, struct partition *partition,
                       const struct model_partition *model)
{
    const struct model_partition *before = model_family_before(model);
    if (before) {
        partition->member_before = builder->layout->partitions.items[before->index];
        partition->is_update_slot = is_update_slot(model);
        geometry_period(builder->solver, model, &partition->period);
    }
}

static struct span own_span(const struct model_partition *model, enum clause_kind kind)
{
    const struct syntax_clause *clause = model->clauses.slots[kind];
    return clause && !clause->is_withdrawn ? clause->span : model->name.span;
}

// The place of a flag is kept where it was set, of a forbidden one before others: the rules that
// report it see only the layout.
static void set_flags(struct partition *partition, const struct model_partition *model)
{
    partition->flags = model->flags;
    partition->flag_span = model->name.span;
    uint32_t wrong = model->flags & partition->forbidden;
    for (size_t bit = 0; bit < FLAG_LIMIT; bit++) {
        if ((wrong ? wrong : model->flags) & UINT32_C(1) << bit) {
            partition->flag_span = model->flag[bit]->span;
        }
    }
}

// A partition is complete here but for what depends on others: host, identifier, inner lifetime.
static struct partition *build_partition(struct layout_builder *builder, struct table *table,
                                         const struct model_partition *model)
{
    struct partition *partition = arena_new(builder->arena, sizeof *partition);
    const struct syntax_clause *was = model->clauses.slots[CLAUSE_WAS];
    *partition = (struct partition){
        .label = model->name.text,
        .documentation = documentation(builder, model->syntax->span),
        .span = model->name.span,
        .table = table,
        .is_absent = model->is_absent,
        .is_outside = clause_is_outside(model),
        .is_frozen = model->clauses.slots[CLAUSE_FROZEN] != NULL,
        .old_label = was ? was->name.text : NULL,
        .content = define_content(builder, model),
        .size_span = own_span(model, CLAUSE_SIZE),
        .offset_span = own_span(model, CLAUSE_AT),
        .index = model->index,
    };
    set_type(builder, partition, model);
    set_family(builder, partition, model);
    set_place(builder, table, partition, model);
    set_flags(partition, model);
    define_lifetime(builder, partition, model);
    return partition;
}

// Partitions at one place keep the order of the text, so that qsort() has no say in what is
// emitted.
static int compare_offsets(const void *a, const void *b)
{
    const struct partition *first = *(const struct partition *const *)a;
    const struct partition *second = *(const struct partition *const *)b;
    if (first->offset != second->offset) {
        return first->offset < second->offset ? -1 : 1;
    }
    return first->span.start < second->span.start ? -1 : 1;
}

static void sort_by_offset(struct partition_list *partitions)
{
    if (partitions->count > 1) {
        qsort(partitions->items, partitions->count, sizeof(void *), compare_offsets);
    }
}

// An empty gap is none; overlapping partitions leave one that would be negative.
static void add_gap(struct layout_builder *builder, struct table *table, uint64_t offset,
                    uint64_t end)
{
    if (offset < end) {
        struct gap *gap = arena_new(builder->arena, sizeof *gap);
        *gap = (struct gap){offset, end - offset};
        list_append(builder->arena, &table->gaps, gap);
    }
}

// What is outside the row of partitions neither fills a gap nor makes one.
static void find_rows_and_gaps(struct layout_builder *builder, struct table *table)
{
    for_each (partition, &table->partitions) {
        if (partition->is_placed) {
            list_append(builder->arena, &table->places, partition);
        }
    }
    sort_by_offset(&table->places);
    uint64_t at = table->start;
    for_each (partition, &table->places) {
        if (!partition->is_absent) {
            list_append(builder->arena, &table->rows, partition);
        }
        uint64_t end;
        if (!partition->is_outside && size_add(partition->offset, partition->size, &end)) {
            add_gap(builder, table, at, partition->offset);
            at = end > at ? end : at;
        }
    }
    add_gap(builder, table, at, table->end);
}

// Its partitions are appended to the layout's in one go, so that they keep the model's order.
static struct table *build_table(struct layout_builder *builder, const struct model_table *model)
{
    struct table *table = arena_new(builder->arena, sizeof *table);
    struct number start;
    *table = (struct table){
        .name = model->name.text,
        .identifier = text_identifier(builder->arena, model->name.text),
        .documentation = documentation(builder, model->syntax->span),
        .span = model->name.span,
        .flash = builder->layout->flashes.items[model->flash->index],
        .format = define_table_format(builder, model),
        .is_absent = model->is_absent,
        .is_placed = solver_get(builder->solver, FACT_REGION, model->index, &start),
        .is_misplaced = model->is_misplaced || (model->in && !model->host),
        .has_unknown_type = model->is_damaged,
        .index = model->index,
    };
    if (table->is_placed) {
        const struct region *region = &builder->solver->regions[model->index];
        table->offset = region->table;
        table->reserve = region->start - region->table;
        table->start = region->start;
        table->end = region->end;
    }
    for_each (from, &model->partitions) {
        struct partition *partition = build_partition(builder, table, from);
        assert(partition->index == builder->layout->partitions.count);
        table->has_unknown_type |= !from->type || !from->subtype;
        list_append(builder->arena, &table->partitions, partition);
        list_append(builder->arena, &builder->layout->partitions, partition);
        list_append(builder->arena, &builder->partitions, partition);
    }
    find_rows_and_gaps(builder, table);
    return table;
}

// Runs when all tables are made: a host may be in a table that comes later.
static void link_hosts(struct layout_builder *builder)
{
    for (size_t i = 0; i < builder->model->tables.count; i++) {
        const struct model_table *model = builder->model->tables.items[i];
        struct table *table = builder->tables.items[i];
        if (!model->host) {
            continue;
        }
        struct partition *host = builder->partitions.items[model->host->index];
        table->host = host;
        if (host->inner) {
            struct diagnostic *diagnostic =
                report(builder->diagnostics, CODE_BAD_HOST, table->span,
                       "partition `%s` already contains a table", host->label);
            add_note(diagnostic, host->inner->span, "that table is here");
        }
        if (host->content) {
            struct diagnostic *diagnostic = report(
                builder->diagnostics, CODE_BAD_HOST, host->content->span,
                "partition `%s` contains a table, so it cannot have content as well", host->label);
            add_note(diagnostic, table->span, "the table is here");
        }
        if (host->kind == KIND_APP || host->kind == KIND_OTA_SLOT) {
            struct diagnostic *diagnostic = report(
                builder->diagnostics, CODE_BAD_HOST, table->span,
                "partition `%s` is for an application, so it cannot contain a table", host->label);
            add_note(diagnostic, host->span, "`%s` is here", host->label);
        }
        host->inner = table;
        host->kind = KIND_TABLE;
    }
}

// Tables keep the model's order, too: the index of a region is that of its table.
static void add_tables(struct layout_builder *builder)
{
    for (size_t i = 0; i < builder->model->tables.count; i++) {
        struct table *table = build_table(builder, builder->model->tables.items[i]);
        assert(table->index == i);
        list_append(builder->arena, &builder->layout->tables, table);
        list_append(builder->arena, &builder->tables, table);
    }
    link_hosts(builder);
    define_inner_lifetimes(builder);
}

// Records of built-in platforms are not the schema's: nothing is generated for them.
static void add_records(struct layout_builder *builder)
{
    for_each (model, &builder->model->records) {
        bool is_schemas =
            !sources_find(builder->diagnostics->sources, model->name.span.start)->built_in;
        if (is_schemas) {
            list_append(builder->arena, &builder->layout->records,
                        model->is_of_platform
                            ? platform_find_record(builder->platform, model->name.text)
                            : define_record(builder, model));
        }
    }
}

// Every part is made, however much of it is poisoned: what is right is still checked, so that one
// run reports every mistake.
const struct layout *layout_new(const struct model *model, struct syntax *syntax,
                                struct invocation invocation)
{
    struct solver solver;
    struct layout *layout = arena_new(syntax->arena, sizeof *layout);
    struct layout_builder builder = {
        .solver = &solver,
        .arena = syntax->arena,
        .diagnostics = syntax->diagnostics,
        .model = model,
        .layout = layout,
    };
    facts_solve(&solver, model, syntax, &invocation);
    *layout = (struct layout){
        .name = model->name.text,
        .identifier = text_identifier(syntax->arena, model->name.text),
        .documentation = model->syntax ? documentation(&builder, model->syntax->span) : NULL,
        .revision = model->revision,
        .span = model->name.span,
        .invocation = invocation,
        .raw_data = model->raw_data,
        .tools = model->tools,
        .arena = syntax->arena,
    };
    define_platform(&builder);
    layout->platform = builder.platform;
    define_type_names(&builder);
    add_flashes(&builder);
    define_constants(&builder);
    add_records(&builder);
    define_allowances(&builder);
    add_tables(&builder);
    define_tools(&builder);
    define_identifiers(&builder);
    check_asserts(&builder);
    check_platform_rules(&builder);
    define_kconfig(&builder);
    define_symbols(&builder);
    define_settings(&builder);
    check_new_names(&builder);
    return layout;
}
