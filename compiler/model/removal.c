// `remove`: what a variant takes away of what the schema, or a variant that is extended, says.
//
// A table takes its partitions with it. What asserts, rules and requires say of what is gone stays
// said: where they are not withdrawn, too, that is a mistake, which is reported where they are
// judged.
#include "builder.h"

// Kept by name, for the messages about whatever still names it.
static void note_removed(struct model_builder *builder, const char *name, struct span span)
{
    struct span *kept = arena_new(builder->arena, sizeof *kept);
    *kept = span;
    map_set(builder->arena, &builder->model->removed, name, kept);
}

// `remove sounds`, where that is a table, or a rule.
static bool report_other(struct model_builder *builder, const struct syntax_reference *reference)
{
    const struct model_partition_list candidates = reference_candidates(builder, reference);
    const char *name = reference->first.text;
    const char *kind = map_find(&builder->model->table_names, name) ? "table"
                       : map_find(&builder->own_rules, name)        ? "rule"
                                                                    : NULL;
    if (reference->second.text || candidates.count || !kind) {
        return false;
    }
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_UNKNOWN_PARTITION, reference->span,
               "`%s` is a %s; write `remove %s %s`", name, kind, kind, name);
    add_fix(diagnostic, reference->span, "%s %s", kind,
            sources_text(builder->diagnostics->sources, reference->span));
    return true;
}

// The label is free again, so that the variant can declare another partition of this name.
static void partition_remove(struct model_builder *builder, const struct syntax_removal *removal)
{
    if (report_other(builder, &removal->reference)) {
        return;
    }
    struct model_partition *partition = reference_find(builder, &removal->reference);
    if (partition) {
        partition_unlink(partition);
        map_set(builder->arena, &partition->table->labels, partition->name.text, NULL);
        note_removed(builder, partition->name.text, removal->span);
    }
}

// Its partitions go with it, and are noted as removed like it.
static void table_remove(struct model_builder *builder, const struct syntax_removal *removal)
{
    struct model_table *table = table_find(builder, removal->reference.first);
    if (!table) {
        return;
    }
    table->is_removed = true;
    map_set(builder->arena, &builder->model->table_names, table->name.text, NULL);
    note_removed(builder, table->name.text, removal->span);
    for (const struct model_partition *at = table->first; at; at = at->next) {
        note_removed(builder, at->name.text, removal->span);
    }
}

// Of one name or two, the last is the partition's.
static const char *label_of(const struct syntax_reference *reference)
{
    return reference->second.text ? reference->second.text : reference->first.text;
}

// Whether two references may mean the same partition, be it gone or not.
static bool is_alike(const struct syntax_reference *a, const struct syntax_reference *b)
{
    return label_of(a) == label_of(b) &&
           (!a->second.text || !b->second.text || a->first.text == b->first.text);
}

// A partition that a require names.
struct required {
    const struct syntax_reference *reference;
    bool is_gone;
};

struct required_list LIST(struct required);

// Each partition that it names is kept by itself, so that a variant can take one of them back.
void require_take(struct model_builder *builder, const struct syntax_item *item)
{
    struct arena *arena = builder->arena;
    list_append(arena, &builder->model->requires, item);
    for (size_t i = 0; i < item->require.references.count; i++) {
        struct required *required = arena_new(arena, sizeof *required);
        required->reference = item->require.references.items[i];
        const char *label = label_of(required->reference);
        struct required_list *known = map_find(&builder->required_by_label, label);
        if (!known) {
            known = arena_new(arena, sizeof *known);
            map_set(arena, &builder->required_by_label, label, known);
        }
        list_append(arena, known, required);
        list_append(arena, &builder->required, required);
    }
}

// The item without what was taken out of it, which begins at `index` of all that is required; null:
// nothing is left.
static const struct syntax_item *without(struct model_builder *builder,
                                         const struct syntax_item *item, size_t index)
{
    const size_t count = item->require.references.count;
    struct syntax_references kept = {0};
    for (size_t i = 0; i < count; i++) {
        const struct required *required = builder->required.items[index + i];
        if (!required->is_gone) {
            list_append(builder->arena, &kept, required->reference);
        }
    }
    if (kept.count == count) {
        return item;
    }
    struct syntax_item *shorter = arena_new(builder->arena, sizeof *shorter);
    *shorter = *item;
    shorter->require.references = kept;
    return kept.count ? shorter : NULL;
}

// What is required is in the order of the requires, so that one index runs along.
static void requires_finish(struct model_builder *builder)
{
    struct syntax_items *requires = &builder->model->requires;
    struct syntax_items kept = {0};
    size_t index = 0;
    for (size_t i = 0; i < requires->count; i++) {
        const struct syntax_item *item = requires->items[i];
        const struct syntax_item *shorter = without(builder, item, index);
        index += item->require.references.count;
        if (shorter) {
            list_append(builder->arena, &kept, shorter);
        }
    }
    *requires = kept;
}

// Only what is still required is offered.
static void report_no_require(struct model_builder *builder,
                              const struct syntax_reference *reference)
{
    struct nearest nearest = nearest_to(reference->first.text);
    for (size_t i = 0; wants_hints(builder->diagnostics) && i < builder->required.count; i++) {
        const struct required *required = builder->required.items[i];
        if (!required->is_gone) {
            nearest_offer(&nearest, reference_text(builder->arena, required->reference));
        }
    }
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_NOTHING_REQUIRED, reference->span,
               "no `require` names partition `%s`%s", reference_text(builder->arena, reference),
               nearest_hint(builder->arena, &nearest));
    if (nearest.found) {
        add_guess(diagnostic, reference->span, "%s", nearest.found);
    }
}

// What was found goes from the list of its label, so that it is passed over but once.
static void require_remove(struct model_builder *builder, const struct syntax_reference *reference)
{
    struct required_list *known = map_find(&builder->required_by_label, label_of(reference));
    size_t left = 0;
    for (size_t i = 0; known && i < known->count; i++) {
        struct required *required = known->items[i];
        required->is_gone = is_alike(required->reference, reference);
        if (!required->is_gone) {
            known->items[left++] = required;
        }
    }
    if (!known || left == known->count) {
        report_no_require(builder, reference);
    } else {
        known->count = left;
    }
}

// A rule of the platform's holds for what its tools and its bootloader can do.
static void report_no_rule(struct model_builder *builder, struct syntax_name name)
{
    const struct rule_list *rules = &builder->model->rules;
    struct nearest nearest = nearest_to(name.text);
    for_each (rule, rules) {
        const struct syntax_item *item = rule->syntax;
        if (rule->is_removed) {
            continue;
        }
        if (!rule->is_of_platform) {
            nearest_offer(&nearest, item->name.text);
        } else if (item->name.text == name.text) {
            struct diagnostic *diagnostic =
                report(builder->diagnostics, CODE_UNKNOWN_RULE, name.span,
                       "`%s` is a rule of platform `%s`, so no variant can withdraw it", name.text,
                       builder->model->platform);
            if (item->rule.is_warning) {
                add_note(diagnostic, (struct span){0}, "turn its warning off with `-Wno-%s`",
                         rule->name);
            }
            return;
        }
    }
    model_report_unknown(builder->diagnostics, CODE_UNKNOWN_RULE, name, "rule", &nearest);
}

// By name among the schema's own: a platform's rule cannot be withdrawn.
static void rule_remove(struct model_builder *builder, struct syntax_name name)
{
    struct model_rule *rule = map_find(&builder->own_rules, name.text);
    if (rule && !rule->is_removed) {
        rule->is_removed = true;
    } else {
        report_no_rule(builder, name);
    }
}

// Removed rules stay in the list until here, so that they can be found in messages.
static void rules_finish(struct model_builder *builder)
{
    struct rule_list *rules = &builder->model->rules;
    struct rule_list kept = {0};
    for_each (rule, rules) {
        if (!rule->is_removed) {
            list_append(builder->arena, &kept, rule);
        }
    }
    *rules = kept;
}

void removals_finish(struct model_builder *builder)
{
    requires_finish(builder);
    rules_finish(builder);
}

// What a variant removes is gone for those that extend it, too.
void remove_apply(struct model_builder *builder, const struct syntax_item *item)
{
    for (size_t i = 0; i < item->remove.removals.count; i++) {
        const struct syntax_removal *removal = item->remove.removals.items[i];
        switch (removal->kind) {
        case REMOVE_PARTITION:
            partition_remove(builder, removal);
            break;
        case REMOVE_TABLE:
            table_remove(builder, removal);
            break;
        case REMOVE_REQUIRE:
            require_remove(builder, &removal->reference);
            break;
        case REMOVE_RULE:
            rule_remove(builder, removal->reference.first);
            break;
        }
    }
}
