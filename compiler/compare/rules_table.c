// Tables, the slots in them, and the Kconfig values that follow.
#include "judge.h"

#include "text.h"

#include <string.h>

void judge_table_moved(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (new, &comparison->new->tables) {
        const struct table *old = old_table(comparison, new);
        if (old && old->format && new->format && !new->host && old->offset != new->offset) {
            struct change *change = change_other(
                comparison, CHANGE_BRICKS, new->name,
                "table `%s` moved from %s to %s: bootloaders in the field look for it "
                "at the old place, and new firmware at the new one",
                new->name, text_offset(arena, old->offset), text_offset(arena, new->offset));
            change->old_span = old->span;
            change->new_span = new->span;
        }
    }
}

static const char *checksum_name(const struct table *table)
{
    return table->format->checksum ? table->format->checksum->name : NULL;
}

void judge_checksum(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->new->tables.count && comparison->has_checksums; i++) {
        const struct table *new = comparison->new->tables.items[i];
        const struct table *old = old_table(comparison, new);
        if (!old || !old->format || !new->format ||
            is_same_text(checksum_name(old), checksum_name(new))) {
            continue;
        }
        struct change *change =
            checksum_name(new)
                ? change_other(comparison, CHANGE_BRICKS, new->name,
                               "table `%s` now has the checksum `%s`: firmware that is built for "
                               "it refuses the table that a device has",
                               new->name, checksum_name(new))
                : change_other(comparison, CHANGE_NEEDS_REFLASH, new->name,
                               "table `%s` no longer has the checksum `%s`: firmware that is not "
                               "built for it takes both, but older firmware refuses the new table",
                               new->name, checksum_name(old));
        change->old_span = old->span;
        change->new_span = new->span;
    }
}

static bool is_same_flags(const struct comparison *comparison, const struct partition *old,
                          const struct partition *new)
{
    for_each (flag, &comparison->old->platform->flags) {
        if (old->flags & flag->mask && !layout_has_flag(comparison->new, new, flag->name)) {
            return false;
        }
    }
    for_each (flag, &comparison->new->platform->flags) {
        if (new->flags & flag->mask && !layout_has_flag(comparison->old, old, flag->name)) {
            return false;
        }
    }
    return true;
}

static bool is_same_row(const struct comparison *comparison, const struct partition *old,
                        const struct partition *new)
{
    return is_same_text(old->label, new->label) && is_same_type(old, new) &&
           old->offset == new->offset &&
           old->size == new->size &&is_same_flags(comparison, old, new);
}

static bool is_same_table(const struct comparison *comparison, const struct table *old,
                          const struct table *new)
{
    bool is_same = old->rows.count == new->rows.count;
    for (size_t i = 0; is_same && i < new->rows.count; i++) {
        is_same = is_same_row(comparison, old->rows.items[i], new->rows.items[i]);
    }
    return is_same;
}

static void judge_one_table(struct comparison *comparison, const struct table *old,
                            const struct table *new)
{
    struct change *change =
        new->host ? change_other(comparison, CHANGE_NEEDS_REFLASH, new->name,
                                 "the rows of table `%s` changed: a device has the old ones until "
                                 "it gets the new image of `%s`",
                                 new->name, new->host->label)
                  : change_other(comparison, CHANGE_NEEDS_REFLASH, new->name,
                                 "the rows of table `%s` changed: no update over the air brings "
                                 "the new ones to a device",
                                 new->name);
    change->old_span = old->span;
    change->new_span = new->span;
}

void judge_table(struct comparison *comparison)
{
    for_each (new, &comparison->new->tables) {
        const struct table *old = old_table(comparison, new);
        if (old && new->format && !is_same_table(comparison, old, new)) {
            judge_one_table(comparison, old, new);
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

void judge_slot_count(struct comparison *comparison)
{
    struct partition_list old = slots_of(comparison, comparison->old);
    struct partition_list new = slots_of(comparison, comparison->new);
    if (old.count && new.count && old.count != new.count) {
        change_other(comparison, CHANGE_BRICKS, layout_chip_table(comparison->new)->name,
                     "there %s %zu slot%s for updates instead of %zu: otadata counts updates, and "
                     "the count that a device has then names another slot than the one it runs "
                     "from",
                     new.count == 1 ? "is" : "are", new.count, new.count == 1 ? "" : "s",
                     old.count);
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

void judge_slots(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    const struct partition_list old = slots_of(comparison, comparison->old);
    const struct partition_list new = slots_of(comparison, comparison->new);
    const struct partition *smallest, *largest, *old_smallest, *old_largest;
    find_extremes(&new, &smallest, &largest);
    find_extremes(&old, &old_smallest, &old_largest);
    bool was_uneven = old_smallest && old_smallest->size != old_largest->size;
    if (smallest && smallest->size != largest->size && !was_uneven) {
        const struct pair *pair = comparison->pair_of[smallest->index];
        change_partition(comparison, CHANGE_NEEDS_REFLASH, pair ? pair->old : NULL, smallest,
                         "`%s` has %s and `%s` has %s: an app that fills the larger one cannot be "
                         "brought to a device that runs from it",
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

void judge_kconfig(struct comparison *comparison)
{
    for_each (new, &comparison->new->kconfig) {
        const struct kconfig_value *old = find_kconfig(comparison->old, new->symbol);
        if (!old) {
            continue;
        }
        const char *from = value_text(comparison->arena, old);
        const char *to = value_text(comparison->arena, new);
        if (!is_same_text(from, to)) {
            struct change *change =
                change_other(comparison, CHANGE_SAFE, new->symbol,
                             "CONFIG_%s was %s and is now %s: firmware must be built with it",
                             new->symbol, from, to);
            change->old_span = old->span;
            change->new_span = new->span;
        }
    }
}

static const char *setting_text(const struct layout_setting *setting)
{
    return setting->value ? setting->value : "without a value";
}

// What comes of it has changes of its own; this tells why they are there. A text may be a secret.
void judge_configured(struct comparison *comparison)
{
    for_each (new, &comparison->new->settings) {
        const struct layout_setting *old = layout_find_setting(comparison->old, new->symbol);
        if (!old || !setting_is_other(old, new)) {
            continue;
        }
        struct change *change =
            strcmp(new->kind, "string") == 0
                ? change_other(comparison, CHANGE_SAFE, new->symbol,
                               "CONFIG_%s is another text: the layout follows it", new->symbol)
                : change_other(comparison, CHANGE_SAFE, new->symbol,
                               "CONFIG_%s was %s and is now %s: the layout follows it", new->symbol,
                               setting_text(old), setting_text(new));
        change->old_span = old->span;
        change->new_span = new->span;
    }
}
