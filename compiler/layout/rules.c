// All rules that a finished layout is checked against, and which of them need which.
//
// A rule is a bit of a mask of 64: what a partition broke is kept as these bits, and rules that
// would only repeat a mistake name the rules that they need.
#include "rules.h"

#include <assert.h>

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

static_assert(RULE_COUNT <= 64, "a rule is a bit of a mask");

// 0 for NOTHING: needing no rule is needing no bit.
static uint64_t bit_of(unsigned code)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (rules[i].code == code) {
            return UINT64_C(1) << i;
        }
    }
    return 0;
}

// Rules run in the order of the table, so that those that another needs come before it.
void layout_verify(const struct layout *layout, struct diagnostics *diagnostics)
{
    struct layout_check check = {
        .layout = layout,
        .diagnostics = diagnostics,
        .arena = layout->arena,
        .broken = arena_array(layout->arena, layout->partitions.count, sizeof *check.broken),
    };
    for (size_t i = 0; i < RULE_COUNT; i++) {
        check.rule = &rules[i];
        check.own = bit_of(rules[i].code);
        check.needed = bit_of(rules[i].needs[0]) | bit_of(rules[i].needs[1]);
        rules[i].check(&check);
    }
}
