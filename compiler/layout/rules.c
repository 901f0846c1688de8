#include "rules.h"

#include <stdarg.h>

enum { NOTHING = CODE_COUNT };

static const struct rule rules[] = {
    {CODE_OUT_OF_BOUNDS, check_bounds, {NOTHING, NOTHING}},
    {CODE_MISALIGNED, check_alignment, {NOTHING, NOTHING}},
    {CODE_NOT_A_MULTIPLE, check_multiple, {NOTHING, NOTHING}},
    {CODE_CROSSES_BOUNDARY, check_within, {NOTHING, NOTHING}},
    {CODE_IMAGE_BOUNDARY, check_images, {CODE_OUT_OF_BOUNDS, NOTHING}},
    {CODE_OVERLAP, check_overlap, {CODE_OUT_OF_BOUNDS, NOTHING}},
    {CODE_SHARED_SECTOR, check_sectors, {CODE_MISALIGNED, CODE_NOT_A_MULTIPLE}},
    {CODE_NOT_UNIQUE, check_unique, {NOTHING, NOTHING}},
    {CODE_FAMILY_GAP, check_families, {CODE_NOT_UNIQUE, NOTHING}},
    {CODE_FORBIDDEN_FLAG, check_flags, {NOTHING, NOTHING}},
    {CODE_DOES_NOT_FIT_ROW, check_row_values, {CODE_OUT_OF_BOUNDS, NOTHING}},
    {CODE_TOO_MANY_ROWS, check_capacity, {NOTHING, NOTHING}},
    {CODE_EMPTY_TABLE, check_empty, {NOTHING, NOTHING}},
    {CODE_MISLEADING_LABEL, check_labels, {NOTHING, NOTHING}},
    {CODE_RESERVED_TYPE, check_reserved, {NOTHING, NOTHING}},
    {CODE_BAD_LIFETIME, check_lifetimes, {NOTHING, NOTHING}},
    {CODE_BAD_HEADROOM, check_headrooms, {NOTHING, NOTHING}},
    {CODE_UNEQUAL_SLOTS, check_slots, {CODE_OUT_OF_BOUNDS, CODE_NOT_A_MULTIPLE}},
};

enum { RULE_COUNT = sizeof rules / sizeof *rules };

static uint64_t bit_of(unsigned code)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (rules[i].code == code) {
            return UINT64_C(1) << i;
        }
    }
    return 0;
}

bool rule_applies(const struct verification *verification, const struct partition *partition)
{
    return partition->is_placed && partition->table->is_placed &&
           !(verification->broken[partition->index] & verification->needed);
}

void rule_mark(struct verification *verification, const struct partition *partition)
{
    verification->broken[partition->index] |= bit_of(verification->rule->code);
}

bool rule_was_broken(const struct verification *verification, const struct partition *partition)
{
    return verification->broken[partition->index] & bit_of(verification->rule->code);
}

struct diagnostic *rule_broken(struct verification *verification, const struct partition *partition,
                               struct span span, const char *format, ...)
{
    enum code code = verification->rule->code;
    rule_mark(verification, partition);
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_format_list(verification->arena, format, arguments);
    va_end(arguments);
    return report(verification->diagnostics, code, span, "%s", message);
}

void rule_for_each(struct verification *verification,
                   void (*check)(struct verification *verification,
                                 const struct partition *partition))
{
    const struct list *partitions = &verification->layout->partitions;
    for (size_t i = 0; i < partitions->count; i++) {
        const struct partition *partition = partitions->items[i];
        const struct partition *before = partition->member_before;
        if (before && rule_was_broken(verification, before)) {
            rule_mark(verification, partition); // it was said of the first of its family
        } else if (rule_applies(verification, partition)) {
            check(verification, partition);
        }
    }
}

void layout_verify(const struct layout *layout, struct diagnostics *diagnostics)
{
    struct verification verification = {
        .layout = layout,
        .diagnostics = diagnostics,
        .arena = layout->arena,
        .broken = arena_array(layout->arena, layout->partitions.count, sizeof *verification.broken),
    };
    for (size_t i = 0; i < RULE_COUNT; i++) {
        verification.rule = &rules[i];
        verification.needed = bit_of(rules[i].needs[0]) | bit_of(rules[i].needs[1]);
        rules[i].check(&verification);
    }
}
