// Rules about what a table may list: types, numbers, flags, labels, and how many rows.
#include "rules.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// As a CSV would have it: a name where the platform's tools know one, else the number.
static const char *type_text(struct arena *arena, const struct partition *partition)
{
    const char *type =
        partition->type_name ? partition->type_name : text_offset(arena, partition->type);
    const char *subtype =
        partition->subtype_name ? partition->subtype_name : text_offset(arena, partition->subtype);
    return arena_format(arena, "%s.%s", type, subtype);
}

// What is alike keeps the order of the text, so that the later one is reported.
static int compare_types(const void *a, const void *b)
{
    const struct partition *first = *(const struct partition *const *)a;
    const struct partition *second = *(const struct partition *const *)b;
    if (first->type != second->type) {
        return first->type < second->type ? -1 : 1;
    }
    if (first->subtype != second->subtype) {
        return first->subtype < second->subtype ? -1 : 1;
    }
    return (first->index > second->index) - (first->index < second->index);
}

// The partitions of a table that are present and of which `is_wanted`, by type and subtype.
static struct partition_list sorted_by_type(struct layout_check *check, const struct table *table,
                                            bool (*is_wanted)(const struct partition *partition))
{
    struct partition_list sorted = {0};
    for_each (partition, &table->partitions) {
        if (!partition->is_absent && is_wanted(partition)) {
            list_append(check->arena, &sorted, partition);
        }
    }
    if (sorted.count > 1) {
        qsort(sorted.items, sorted.count, sizeof *sorted.items, compare_types);
    }
    return sorted;
}

static bool is_unique(const struct partition *partition)
{
    return partition->is_unique;
}

// Sorted by type, those that are alike are neighbours.
static void check_unique_in(struct layout_check *check, const struct table *table)
{
    struct partition_list sorted = sorted_by_type(check, table, is_unique);
    for (size_t i = 1; i < sorted.count; i++) {
        const struct partition *first = sorted.items[i - 1];
        const struct partition *second = sorted.items[i];
        if (first->type == second->type && first->subtype == second->subtype) {
            struct diagnostic *diagnostic = rule_broken(
                check, second, second->span,
                "a table can have only one partition of type %s, and `%s` is already one",
                type_text(check->arena, second), first->label);
            add_note(diagnostic, first->span, "`%s` is here", first->label);
        }
    }
}

void check_unique(struct layout_check *check)
{
    for_each (table, &check->layout->tables) {
        check_unique_in(check, table);
    }
}

// Numbers without a family, as `data.0x40`, may have gaps.
static bool is_of_family(const struct partition *partition)
{
    return partition->family != NULL;
}

static void report_gap(struct layout_check *check, const struct partition *partition,
                       uint64_t expected)
{
    rule_broken(check, partition, partition->span,
                "partition `%s` is %s%" PRIu64 ", but the table has no %s%" PRIu64
                "; they must be numbered without gaps",
                partition->label, partition->family, partition->family_number, partition->family,
                expected);
}

// ESP-IDF's bootloader counts OTA slots and computes the one to start as a number below that count
// (bootloader_utility.c), so that a gap makes it start one that is not there.
static void check_families_in(struct layout_check *check, const struct table *table)
{
    struct partition_list sorted = sorted_by_type(check, table, is_of_family);
    uint64_t expected = 0;
    const struct partition *before = NULL;
    for (size_t i = 0; i < sorted.count; i++) {
        const struct partition *partition = sorted.items[i];
        bool is_same = before && before->type == partition->type &&
                       strcmp(before->family, partition->family) == 0;
        expected = is_same ? expected : partition->family_first;
        if (is_same && partition->family_number < expected) {
            continue; // the same number again
        }
        if (partition->family_number > expected) {
            report_gap(check, partition, expected);
        }
        expected = partition->family_number + 1;
        before = partition;
    }
}

void check_families(struct layout_check *check)
{
    for_each (table, &check->layout->tables) {
        if (!table->has_unknown_type) {
            check_families_in(check, table);
        }
    }
}

// The first of several: one is enough to say what is wrong.
static const char *flag_name(const struct layout *layout, uint32_t mask)
{
    for_each (flag, &layout->platform->flags) {
        if (flag->mask & mask) {
            return flag->name;
        }
    }
    return "";
}

void check_flags(struct layout_check *check)
{
    const struct layout *layout = check->layout;
    for_each (partition, &layout->partitions) {
        uint32_t wrong = partition->flags & partition->forbidden;
        if (wrong) {
            rule_broken(check, partition, partition->flag_span,
                        "a partition of type %s cannot be `%s`", type_text(check->arena, partition),
                        flag_name(layout, wrong));
        }
    }
}

// What the row has no field for is not in the table, and fits.
static bool fits_row(const struct record *row, const char *name, uint64_t value)
{
    const struct field *field = record_find(row, name);
    return !field || field_fits(field->type, number_of(value));
}

// Whether the facts of a partition fit into the fields of the platform's row.
static void check_row_of(struct layout_check *check, const struct partition *partition)
{
    struct arena *arena = check->arena;
    const struct record *row = partition->table->format ? partition->table->format->row : NULL;
    const struct field *label = row ? record_find(row, "label") : NULL;
    if (!row || partition->is_absent) {
        return;
    }
    size_t length = strlen(partition->label);
    if (label && label->type == FIELD_CHAR && length > label->count) {
        rule_broken(check, partition, partition->span,
                    "the name of partition `%s` has %zu bytes; a table entry has room for %" PRIu64,
                    partition->label, length, label->count);
    }
    if (!fits_row(row, "offset", partition->offset) || !fits_row(row, "size", partition->size)) {
        rule_broken(
            check, partition, partition->offset_span,
            "partition `%s` (%s at %s) is too large or too far into flash for a table entry",
            partition->label, text_size(arena, partition->size),
            text_offset(arena, partition->offset));
    }
}

// Of a platform's own making: ESP-IDF's row has a byte for each, and its types are bytes.
static void check_numbers_of(struct layout_check *check, const struct partition *partition)
{
    const struct record *row = partition->table->format ? partition->table->format->row : NULL;
    const struct {
        const char *name;
        uint64_t value;
    } values[] = {
        {"type", partition->type}, {"subtype", partition->subtype}, {"flags", partition->flags}};
    for (size_t i = 0; row && i < sizeof values / sizeof *values; i++) {
        if (!fits_row(row, values[i].name, values[i].value)) {
            rule_broken(check, partition, partition->span,
                        "a table entry cannot hold the %s of partition `%s`, 0x%" PRIx64,
                        values[i].name, partition->label, values[i].value);
        }
    }
}

void check_row_values(struct layout_check *check)
{
    rule_for_each(check, check_row_of);
    rule_for_each(check, check_numbers_of);
}

// Rows that must stay blank, and a checksum, take room, too.
void check_capacity(struct layout_check *check)
{
    for_each (table, &check->layout->tables) {
        const struct table_format *format = table->format;
        if (!format) {
            continue;
        }
        uint64_t rows = format->size / format->row->size;
        uint64_t kept = format->spare + (format->checksum ? 1 : 0);
        uint64_t capacity = rows > kept ? rows - kept : 0;
        if (table->rows.count > capacity) {
            const struct partition *first = table->rows.items[capacity];
            struct diagnostic *diagnostic =
                report(check->diagnostics, check->rule->code, table->span,
                       "table `%s` has %zu partitions; its binary form has room for %" PRIu64,
                       table->name, table->rows.count, capacity);
            add_note(diagnostic, first->span, "`%s` is the first that does not fit", first->label);
        }
    }
}

// A table with a line that was not understood may have had partitions.
void check_empty(struct layout_check *check)
{
    for_each (table, &check->layout->tables) {
        if (table->partitions.count == 0 && !table->has_unknown_type) {
            report(check->diagnostics, check->rule->code, table->span,
                   "table `%s` has no partitions", table->name);
        }
    }
}

// `ota_0` for a partition that is something else misleads its readers.
static void check_label_of(struct layout_check *check, const struct partition *partition)
{
    if (partition->seems) {
        rule_broken(check, partition, partition->span,
                    "partition `%s` has the name of %s, but its type is %s", partition->label,
                    partition->seems, type_text(check->arena, partition));
    }
}

void check_labels(struct layout_check *check)
{
    rule_for_each(check, check_label_of);
}

// ESP-IDF keeps types 0x00 to 0x3F for itself; 0x40 to 0xFE are the application's.
static void check_reserved_of(struct layout_check *check, const struct partition *partition)
{
    if (partition->is_reserved) {
        const struct layout *layout = check->layout;
        rule_broken(check, partition, partition->span,
                    "partition `%s` is %s, a type that platform `%s` reserves: a later version may "
                    "give it a meaning",
                    partition->label, type_text(check->arena, partition), layout->platform->name);
    }
}

void check_reserved(struct layout_check *check)
{
    rule_for_each(check, check_reserved_of);
}

// It is enough to compare the smallest and the largest slot of a table. An update is one file for
// whichever slot is free, so that the smallest limits them all.
static void check_slots_in(struct layout_check *check, const struct table *table)
{
    const struct partition *smallest = NULL;
    const struct partition *largest = NULL;
    for_each (slot, &table->partitions) {
        if (slot->kind == KIND_OTA_SLOT && !slot->is_absent && rule_applies(check, slot)) {
            smallest = !smallest || slot->size < smallest->size ? slot : smallest;
            largest = !largest || slot->size > largest->size ? slot : largest;
        }
    }
    if (smallest && smallest->size != largest->size) {
        struct arena *arena = check->arena;
        struct diagnostic *diagnostic =
            rule_broken(check, smallest, smallest->size_span,
                        "OTA slot `%s` has %s, but `%s` has %s: an update must fit into both, so "
                        "it can have at most %s",
                        smallest->label, text_size(arena, smallest->size), largest->label,
                        text_size(arena, largest->size), text_size(arena, smallest->size));
        add_note(diagnostic, largest->size_span, "`%s` gets its size here", largest->label);
    }
}

void check_slots(struct layout_check *check)
{
    for_each (table, &check->layout->tables) {
        check_slots_in(check, table);
    }
}
