// What became of each partition: which old one and which new one are a pair.
//
// Each of these passes takes what the ones before it have left, from the surest to the vaguest:
//
// 1. an app with the same type in the same table at the same place: bootloaders and updates know
// apps by their types and never look at names;
//
// 2. the same name in the same table;
//
// 3. the name that `was` gives, in the same table;
//
// 4. the same name, then `was`, in any table: the partition went to another table;
//
// 5. the same type at the same place: probably renamed. The pair is marked as a guess, and the
// change says so.
//
// What remains is removed or added. Candidates are found in sorted arrays by bisection, so that two
// layouts of n partitions take n log n steps, and among equals the first of the schema wins, so
// that the result does not depend on anything else.
#include "rules.h"

#include "text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

const char *flash_name(const struct layout_flash *flash)
{
    return flash->name ? flash->name : flash->identifier;
}

bool is_same_flash(const struct partition *a, const struct partition *b)
{
    return is_same_text(a->table->flash->name, b->table->flash->name);
}

bool is_same_type(const struct partition *a, const struct partition *b)
{
    return a->type == b->type && a->subtype == b->subtype;
}

const struct table *table_before(const struct comparison *comparison, const struct table *table)
{
    bool is_main = table == layout_chip_table(comparison->after);
    const struct table *before = is_main ? layout_chip_table(comparison->before)
                                         : layout_find_table(comparison->before, table->name);
    return before && (is_main || before != layout_chip_table(comparison->before)) ? before : NULL;
}

// An index of the old partitions in one order, to look for a new one in.
struct index {
    struct comparison *comparison;
    const struct partition **items;
    size_t count;
    int (*compare)(const struct partition *a, const struct partition *b);
};

static int compare_labels(const struct partition *a, const struct partition *b)
{
    return strcmp(a->label, b->label);
}

// Subtracting would overflow.
static int compare_numbers(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_flashes(const struct partition *a, const struct partition *b)
{
    return strcmp(flash_name(a->table->flash), flash_name(b->table->flash));
}

static int compare_places(const struct partition *a, const struct partition *b)
{
    int order = compare_flashes(a, b);
    return order ? order : compare_numbers(a->offset, b->offset);
}

// qsort is not stable: the index decides among equals.
static int compare_label_pointers(const void *a, const void *b)
{
    const struct partition *first = *(const struct partition *const *)a;
    const struct partition *second = *(const struct partition *const *)b;
    int order = compare_labels(first, second);
    return order ? order : compare_numbers(first->index, second->index);
}

static int compare_place_pointers(const void *a, const void *b)
{
    const struct partition *first = *(const struct partition *const *)a;
    const struct partition *second = *(const struct partition *const *)b;
    int order = compare_places(first, second);
    return order ? order : compare_numbers(first->index, second->index);
}

static const struct partition **sort(struct arena *arena, const struct partition_list *all,
                                     int (*compare)(const void *a, const void *b))
{
    const struct partition **sorted = arena_array(arena, all->count + 1, sizeof *sorted);
    for (size_t i = 0; i < all->count; i++) {
        sorted[i] = all->items[i];
    }
    if (all->count > 1) {
        qsort(sorted, all->count, sizeof *sorted, compare);
    }
    return sorted;
}

// The first entry that is not less than what is looked for.
static size_t index_find(const struct index *index, const struct partition *wanted)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->compare(index->items[middle], wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void add_pair(struct comparison *comparison, const struct partition *before,
                     const struct partition *after, bool is_guessed)
{
    assert(!comparison->pair_of[after->index] && !comparison->pair_of_before[before->index]);
    struct pair *pair = arena_new(comparison->arena, sizeof *pair);
    *pair = (struct pair){.before = before, .after = after, .is_guessed = is_guessed};
    comparison->pair_of[after->index] = pair;
    comparison->pair_of_before[before->index] = pair;
}

bool is_shared_label(const struct comparison *comparison, const struct layout *layout,
                     const struct partition *partition)
{
    const struct partition **sorted =
        layout == comparison->before ? comparison->before_by_label : comparison->after_by_label;
    const struct index labels = {NULL, sorted, layout->partitions.count, compare_labels};
    size_t first = index_find(&labels, partition);
    return first + 1 < labels.count && compare_labels(sorted[first + 1], partition) == 0;
}

// The first old partition in the index that is like `wanted` and has no pair yet; of `table` only,
// if that is not null.
static const struct partition *find_free(const struct index *index, const struct partition *wanted,
                                         const struct table *table)
{
    for (size_t i = index_find(index, wanted);
         i < index->count && index->compare(index->items[i], wanted) == 0; i++) {
        const struct partition *before = index->items[i];
        if (!index->comparison->pair_of_before[before->index] &&
            (!table || before->table == table)) {
            return before;
        }
    }
    return NULL;
}

// By the label, or by the one that `was` gives, in the table's place or in any.
static void match_labels(const struct index *index, bool by_old_name, bool in_any_table)
{
    struct comparison *comparison = index->comparison;
    for_each (after, &comparison->after->partitions) {
        const struct table *table = table_before(comparison, after->table);
        const struct partition wanted = {.label = by_old_name ? after->old_label : after->label};
        if (comparison->pair_of[after->index] || !wanted.label || (!in_any_table && !table)) {
            continue;
        }
        const struct partition *before = find_free(index, &wanted, in_any_table ? NULL : table);
        if (before) {
            add_pair(comparison, before, after, false);
        }
    }
}

// Bootloaders and updates know an app by its type, and never look at its name.
static void match_apps(const struct index *places)
{
    struct comparison *comparison = places->comparison;
    for_each (after, &comparison->after->partitions) {
        const struct table *table = table_before(comparison, after->table);
        bool is_app = after->kind == KIND_APP || after->kind == KIND_OTA_SLOT;
        const struct partition *before = is_app && table ? find_free(places, after, table) : NULL;
        if (before && is_same_type(before, after)) {
            add_pair(comparison, before, after, false);
        }
    }
}

// Only the type and the place speak for these pairs. Without this pass, renaming a partition would
// look like losing its data.
static void match_places(const struct index *index)
{
    struct comparison *comparison = index->comparison;
    for_each (after, &comparison->after->partitions) {
        const struct partition *before =
            comparison->pair_of[after->index] ? NULL : find_free(index, after, NULL);
        if (before && is_same_type(before, after)) {
            add_pair(comparison, before, after, true);
        }
    }
}

// In the order of the layouts: the changes of equal severity and place keep it.
static void list_results(struct comparison *comparison)
{
    for_each (after, &comparison->after->partitions) {
        struct pair *pair = comparison->pair_of[after->index];
        if (pair) {
            list_append(comparison->arena, &comparison->pairs, pair);
        } else {
            list_append(comparison->arena, &comparison->added, after);
        }
    }
    for_each (before, &comparison->before->partitions) {
        if (!comparison->pair_of_before[before->index]) {
            list_append(comparison->arena, &comparison->removed, before);
        }
    }
}

void comparison_begin(struct comparison *comparison, struct arena *arena,
                      const struct layout *before, const struct layout *after)
{
    *comparison = (struct comparison){.arena = arena,
                                      .before = before,
                                      .after = after,
                                      .before_revision = before->revision,
                                      .has_checksums = true};
    size_t before_count = before->partitions.count, after_count = after->partitions.count;
    comparison->pair_of = arena_array(arena, after_count + 1, sizeof(struct pair *));
    comparison->pair_of_before = arena_array(arena, before_count + 1, sizeof(struct pair *));
    comparison->before_by_label = sort(arena, &before->partitions, compare_label_pointers);
    comparison->after_by_label = sort(arena, &after->partitions, compare_label_pointers);
    comparison->before_by_place = sort(arena, &before->partitions, compare_place_pointers);
    const struct index labels = {comparison, comparison->before_by_label, before_count,
                                 compare_labels};
    const struct index places = {comparison, comparison->before_by_place, before_count,
                                 compare_places};
    match_apps(&places);
    match_labels(&labels, false, false);
    match_labels(&labels, true, false);
    match_labels(&labels, false, true);
    match_labels(&labels, true, true);
    match_places(&places);
    list_results(comparison);
}
