// Rules about tables, about the OTA slots in them, and about Kconfig values.
//
// Slots are counted in the main table alone, and without those that are disabled: otadata holds a
// counter of updates, and the bootloader boots slot (counter - 1) modulo the number of slots
// (ESP-IDF, bootloader_utility.c). With another number, the same counter names another slot.
#include "rules.h"

#include "text.h"

#include <string.h>

// Where the bootloader looks for the table is built into it (CONFIG_PARTITION_TABLE_OFFSET), and
// into every app that was built with it.
void compare_table_moved(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (after, &comparison->after->tables) {
        const struct table *before = table_before(comparison, after);
        if (before && before->format && after->format && !after->host &&
            before->offset != after->offset) {
            struct change *change = change_other(
                comparison, CHANGE_BRICKS, after->name,
                "table `%s` moved from %s to %s: bootloaders in the field look for it at the old "
                "place, but new firmware looks at the new one",
                after->name, text_offset(arena, before->offset), text_offset(arena, after->offset));
            change->before_span = before->span;
            change->after_span = after->span;
        }
    }
}

static const char *checksum_name(const struct table *table)
{
    return table->format->checksum ? table->format->checksum->name : NULL;
}

// CONFIG_PARTITION_TABLE_MD5 decides whether firmware insists on the checksum. A table without one
// that firmware insists on is taken for damaged, and nothing in it is found.
void compare_checksum(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->after->tables.count && comparison->has_checksums; i++) {
        const struct table *after = comparison->after->tables.items[i];
        const struct table *before = table_before(comparison, after);
        if (!before || !before->format || !after->format ||
            is_same_text(checksum_name(before), checksum_name(after))) {
            continue;
        }
        struct change *change =
            checksum_name(after)
                ? change_other(comparison, CHANGE_BRICKS, after->name,
                               "table `%s` now has the checksum `%s`: firmware that is built for "
                               "it rejects the table that a device has",
                               after->name, checksum_name(after))
                : change_other(
                      comparison, CHANGE_NEEDS_REFLASH, after->name,
                      "table `%s` no longer has the checksum `%s`: firmware that is not built for "
                      "it accepts both, but older firmware rejects the new table",
                      after->name, checksum_name(before));
        change->before_span = before->span;
        change->after_span = after->span;
    }
}

static bool is_same_flags(const struct comparison *comparison, const struct partition *before,
                          const struct partition *after)
{
    for_each (flag, &comparison->before->platform->flags) {
        if (before->flags & flag->mask && !layout_has_flag(comparison->after, after, flag->name)) {
            return false;
        }
    }
    for_each (flag, &comparison->after->platform->flags) {
        if (after->flags & flag->mask && !layout_has_flag(comparison->before, before, flag->name)) {
            return false;
        }
    }
    return true;
}

// What is in a row of the binary table, and no more: a table is the same as long as its bytes are.
static bool is_same_row(const struct comparison *comparison, const struct partition *before,
                        const struct partition *after)
{
    return is_same_text(before->label, after->label) && is_same_type(before, after) &&
           before->offset == after->offset && before->size == after->size &&
           is_same_flags(comparison, before, after);
}

static bool is_same_table(const struct comparison *comparison, const struct table *before,
                          const struct table *after)
{
    bool is_same = before->rows.count == after->rows.count;
    for (size_t i = 0; is_same && i < after->rows.count; i++) {
        is_same = is_same_row(comparison, before->rows.items[i], after->rows.items[i]);
    }
    return is_same;
}

static void compare_one_table(struct comparison *comparison, const struct table *before,
                              const struct table *after)
{
    struct change *change = after->host
                                ? change_other(comparison, CHANGE_NEEDS_REFLASH, after->name,
                                               "the rows of table `%s` changed: a device keeps the "
                                               "old ones until it gets the new image of `%s`",
                                               after->name, after->host->label)
                                : change_other(comparison, CHANGE_NEEDS_REFLASH, after->name,
                                               "the rows of table `%s` changed: an update over the "
                                               "air does not replace the table of a device",
                                               after->name);
    change->before_span = before->span;
    change->after_span = after->span;
}

void compare_table(struct comparison *comparison)
{
    for_each (after, &comparison->after->tables) {
        const struct table *before = table_before(comparison, after);
        if (before && after->format && !is_same_table(comparison, before, after)) {
            compare_one_table(comparison, before, after);
        }
    }
}

struct partition_list slots_of(const struct comparison *comparison, const struct layout *layout)
{
    struct partition_list slots = {0};
    const struct table *table = layout_chip_table(layout);
    for (size_t i = 0; table && i < table->rows.count; i++) {
        const struct partition *row = table->rows.items[i];
        if (row->kind == KIND_OTA_SLOT) {
            list_append(comparison->arena, &slots, row);
        }
    }
    return slots;
}

void compare_slot_count(struct comparison *comparison)
{
    struct partition_list before = slots_of(comparison, comparison->before);
    struct partition_list after = slots_of(comparison, comparison->after);
    if (before.count && after.count && before.count != after.count) {
        change_other(comparison, CHANGE_BRICKS, layout_chip_table(comparison->after)->name,
                     "there %s now %zu OTA slot%s instead of %zu: otadata counts updates, and the "
                     "count of a device then names another slot than the one it runs from",
                     after.count == 1 ? "is" : "are", after.count, after.count == 1 ? "" : "s",
                     before.count);
    }
}

// The smallest and the largest slot; null where there are none.
static void find_extremes(const struct partition_list *slots, const struct partition **smallest,
                          const struct partition **largest)
{
    *smallest = *largest = slots->count ? slots->items[0] : NULL;
    for_each (slot, slots) {
        *smallest = slot->size < (*smallest)->size ? slot : *smallest;
        *largest = slot->size > (*largest)->size ? slot : *largest;
    }
}

// A device runs from any slot, and its next update goes into any other. So an app must fit into the
// smallest of them, which is reported once: when the slots become uneven.
void compare_slots(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    const struct partition_list before = slots_of(comparison, comparison->before);
    const struct partition_list after = slots_of(comparison, comparison->after);
    const struct partition *smallest, *largest, *before_smallest, *before_largest;
    find_extremes(&after, &smallest, &largest);
    find_extremes(&before, &before_smallest, &before_largest);
    bool was_uneven = before_smallest && before_smallest->size != before_largest->size;
    if (smallest && smallest->size != largest->size && !was_uneven) {
        const struct pair *pair = comparison->pair_of[smallest->index];
        change_partition(comparison, CHANGE_NEEDS_REFLASH, pair ? pair->before : NULL, smallest,
                         "`%s` has %s and `%s` has %s: an app that fills the larger slot cannot be "
                         "installed on a device that runs from it",
                         smallest->label, text_size(arena, smallest->size), largest->label,
                         text_size(arena, largest->size));
    }
}

static const struct kconfig_value *find_kconfig(const struct layout *layout, const char *symbol)
{
    for_each (value, &layout->kconfig) {
        if (strcmp(value->symbol, symbol) == 0) {
            return value;
        }
    }
    return NULL;
}

static const char *value_text(struct arena *arena, const struct kconfig_value *value)
{
    if (value->value.kind == VALUE_STRING) {
        return value->value.text;
    }
    if (strcmp(value->kind, "bool") == 0) {
        return value->value.number.magnitude ? "y" : "n";
    }
    return strcmp(value->kind, "hex") == 0 && !value->value.number.negative
               ? text_offset(arena, value->value.number.magnitude)
               : text_number(arena, value->value.number);
}

// Values that the schema sets (`set`): the layout decides, and firmware is built accordingly.
void compare_kconfig(struct comparison *comparison)
{
    for_each (after, &comparison->after->kconfig) {
        const struct kconfig_value *before = find_kconfig(comparison->before, after->symbol);
        if (!before) {
            continue;
        }
        const char *from = value_text(comparison->arena, before);
        const char *to = value_text(comparison->arena, after);
        if (!is_same_text(from, to)) {
            struct change *change = change_other(
                comparison, CHANGE_SAFE, after->symbol,
                "CONFIG_%s was %s and is now %s: firmware must be built with the new value",
                after->symbol, from, to);
            change->before_span = before->span;
            change->after_span = after->span;
        }
    }
}

static const char *setting_text(const struct layout_setting *setting)
{
    return setting->value ? setting->value : "without a value";
}

// What comes of it has changes of its own; this tells why they are there. A text may be a secret.
void compare_configured(struct comparison *comparison)
{
    for_each (after, &comparison->after->settings) {
        const struct layout_setting *before =
            layout_find_setting(comparison->before, after->symbol);
        if (!before || !setting_is_other(before, after)) {
            continue;
        }
        struct change *change =
            strcmp(after->kind, "string") == 0
                ? change_other(comparison, CHANGE_SAFE, after->symbol,
                               "CONFIG_%s changed: the layout depends on it", after->symbol)
                : change_other(comparison, CHANGE_SAFE, after->symbol,
                               "CONFIG_%s was %s and is now %s: the layout depends on it",
                               after->symbol, setting_text(before), setting_text(after));
        change->before_span = before->span;
        change->after_span = after->span;
    }
}
