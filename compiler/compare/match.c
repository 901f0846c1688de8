// What became of each partition: of an app by its type and place, of others by their names in their
// tables, by what they were called before, by their names in any table, and at last by type and
// place.
#include "judge.h"

#include "text.h"

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

const struct table *old_table(const struct comparison *comparison, const struct table *table)
{
    bool is_main = table == layout_chip_table(comparison->new);
    const struct table *old = is_main ? layout_chip_table(comparison->old)
                                      : layout_find_table(comparison->old, table->name);
    return old && (is_main || old != layout_chip_table(comparison->old)) ? old : NULL;
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

static void add_pair(struct comparison *comparison, const struct partition *old,
                     const struct partition *new, bool is_guessed)
{
    struct pair *pair = arena_new(comparison->arena, sizeof *pair);
    *pair = (struct pair){.old = old, .new = new, .is_guessed = is_guessed};
    comparison->pair_of[new->index] = pair;
    comparison->pair_of_old[old->index] = pair;
}

bool is_shared_label(const struct comparison *comparison, const struct layout *layout,
                     const struct partition *partition)
{
    const struct partition **sorted =
        layout == comparison->old ? comparison->old_by_label : comparison->new_by_label;
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
        const struct partition *old = index->items[i];
        if (!index->comparison->pair_of_old[old->index] && (!table || old->table == table)) {
            return old;
        }
    }
    return NULL;
}

// By the label, or by the one that `was` gives, in the table's place or in any.
static void match_labels(const struct index *index, bool by_old_name, bool in_any_table)
{
    struct comparison *comparison = index->comparison;
    for_each (new, &comparison->new->partitions) {
        const struct table *table = old_table(comparison, new->table);
        const struct partition wanted = {.label = by_old_name ? new->old_label : new->label};
        if (comparison->pair_of[new->index] || !wanted.label || (!in_any_table && !table)) {
            continue;
        }
        const struct partition *old = find_free(index, &wanted, in_any_table ? NULL : table);
        if (old) {
            add_pair(comparison, old, new, false);
        }
    }
}

// Bootloaders and updates know an app by its type, and never look at its name.
static void match_apps(const struct index *places)
{
    struct comparison *comparison = places->comparison;
    for_each (new, &comparison->new->partitions) {
        const struct table *table = old_table(comparison, new->table);
        bool is_app = new->kind == KIND_APP || new->kind == KIND_OTA_SLOT;
        const struct partition *old = is_app && table ? find_free(places, new, table) : NULL;
        if (old && is_same_type(old, new)) {
            add_pair(comparison, old, new, false);
        }
    }
}

static void match_places(const struct index *index)
{
    struct comparison *comparison = index->comparison;
    for_each (new, &comparison->new->partitions) {
        const struct partition *old =
            comparison->pair_of[new->index] ? NULL : find_free(index, new, NULL);
        if (old && is_same_type(old, new)) {
            add_pair(comparison, old, new, true);
        }
    }
}

static void list_results(struct comparison *comparison)
{
    for_each (new, &comparison->new->partitions) {
        struct pair *pair = comparison->pair_of[new->index];
        if (pair) {
            list_append(comparison->arena, &comparison->pairs, pair);
        } else {
            list_append(comparison->arena, &comparison->added, new);
        }
    }
    for_each (old, &comparison->old->partitions) {
        if (!comparison->pair_of_old[old->index]) {
            list_append(comparison->arena, &comparison->removed, old);
        }
    }
}

void comparison_begin(struct comparison *comparison, struct arena *arena, const struct layout *old,
                      const struct layout *new)
{
    *comparison = (struct comparison){.arena = arena,
                                      .old = old,
                                      .new = new,
                                      .old_revision = old->revision,
                                      .has_checksums = true};
    size_t old_count = old->partitions.count, new_count = new->partitions.count;
    comparison->pair_of = arena_array(arena, new_count + 1, sizeof(struct pair *));
    comparison->pair_of_old = arena_array(arena, old_count + 1, sizeof(struct pair *));
    comparison->old_by_label = sort(arena, &old->partitions, compare_label_pointers);
    comparison->new_by_label = sort(arena, &new->partitions, compare_label_pointers);
    comparison->old_by_place = sort(arena, &old->partitions, compare_place_pointers);
    const struct index labels = {comparison, comparison->old_by_label, old_count, compare_labels};
    const struct index places = {comparison, comparison->old_by_place, old_count, compare_places};
    match_apps(&places);
    match_labels(&labels, false, false);
    match_labels(&labels, true, false);
    match_labels(&labels, false, true);
    match_labels(&labels, true, true);
    match_places(&places);
    list_results(comparison);
}
