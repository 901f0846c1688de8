// The chip, its flash and its tables.
#include "judge.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

void judge_chip(struct comparison *comparison)
{
    const struct layout *old = comparison->old, *new = comparison->new;
    if (!is_same_text(old->chip, new->chip)) {
        change_other(comparison, CHANGE_BRICKS, new->chip,
                     "the chip was %s and is now %s: firmware for one does not run on the other",
                     old->chip, new->chip);
    } else if (!is_same_text(old->platform, new->platform)) {
        change_other(comparison, CHANGE_BRICKS, new->chip,
                     "the platform was %s and is now %s: a device's bootloader reads the tables of "
                     "its own",
                     old->platform, new->platform);
    }
}

static bool find_parameter(const struct layout *layout, const char *name, uint64_t *value)
{
    for (size_t i = 0; i < layout->parameters.count; i++) {
        const struct layout_parameter *parameter = layout->parameters.items[i];
        if (strcmp(parameter->name, name) == 0) {
            *value = parameter->value.magnitude;
            return true;
        }
    }
    return false;
}

// Whether both layouts have a parameter, with different values.
static bool is_changed(const struct comparison *comparison, const char *name, uint64_t *old,
                       uint64_t *new)
{
    return is_same_text(comparison->old->chip, comparison->new->chip) &&
           find_parameter(comparison->old, name, old) &&
           find_parameter(comparison->new, name, new) && *old != *new;
}

void judge_boot(struct comparison *comparison)
{
    uint64_t old, new;
    if (is_changed(comparison, "boot_at", &old, &new)) {
        change_other(comparison, CHANGE_BRICKS, "bootloader",
                     "the bootloader moved from %s to %s: the chip starts the one that a device "
                     "has, at the old place",
                     text_offset(comparison->arena, old), text_offset(comparison->arena, new));
    }
}

void judge_secure_boot(struct comparison *comparison)
{
    uint64_t old, new;
    if (!is_changed(comparison, "secure_boot", &old, &new)) {
        return;
    }
    if (!old) {
        change_other(comparison, CHANGE_NEEDS_REFLASH, "secure_boot",
                     "secure boot (version %u) is now on: it takes another bootloader, and fuses "
                     "that no update burns",
                     (unsigned)new);
    } else if (!new) {
        change_other(comparison, CHANGE_BRICKS, "secure_boot",
                     "secure boot (version %u) is now off: a device that has it on refuses an app "
                     "without a signature",
                     (unsigned)old);
    } else {
        change_other(comparison, CHANGE_BRICKS, "secure_boot",
                     "secure boot was version %u and is now version %u: a device refuses an app "
                     "that is signed for the other",
                     (unsigned)old, (unsigned)new);
    }
}

static const struct device *find_device(const struct layout *layout, const char *name)
{
    for (size_t i = 0; i < layout->devices.count; i++) {
        const struct device *device = layout->devices.items[i];
        if (is_same_text(device->name, name)) {
            return device;
        }
    }
    return NULL;
}

// The partition that reaches farthest on a device; null if none lies on it.
static const struct partition *find_last(const struct layout *layout, const struct device *device)
{
    const struct partition *last = NULL;
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        if (partition->table->device == device &&
            (!last || partition->offset + partition->size > last->offset + last->size)) {
            last = partition;
        }
    }
    return last;
}

static void judge_size(struct comparison *comparison, const struct device *old,
                       const struct device *new)
{
    struct arena *arena = comparison->arena;
    bool has_grown = new->size > old->size;
    const char *name = device_name(new);
    const char *from = text_size(arena, old->size), *to = text_size(arena, new->size);
    const struct partition *last =
        find_last(has_grown ? comparison->new : comparison->old, has_grown ? new : old);
    uint64_t end = last ? last->offset + last->size : 0;
    struct change *change;
    if (has_grown && end > old->size) {
        change = change_other(
            comparison, CHANGE_BRICKS, name,
            "`%s` grew from %s to %s: `%s` ends at %s, and a device has no flash there", name, from,
            to, last->label, text_offset(arena, end));
    } else if (has_grown) {
        change = change_other(
            comparison, CHANGE_SAFE, name,
            "`%s` grew from %s to %s: no partition lies in what a device does not have", name, from,
            to);
    } else if (end > new->size) {
        change = change_other(
            comparison, CHANGE_NEEDS_REFLASH, name,
            "`%s` shrank from %s to %s: the table of a device lists `%s` up to %s, which "
            "firmware takes to be beyond the flash",
            name, from, to, last->label, text_offset(arena, end));
    } else {
        change = change_other(comparison, CHANGE_SAFE, name,
                              "`%s` shrank from %s to %s: a device has more than is used", name,
                              from, to);
    }
    change->old_span = old->span;
    change->new_span = new->span;
}

void judge_flash(struct comparison *comparison)
{
    const struct device *old = find_device(comparison->old, NULL);
    const struct device *new = find_device(comparison->new, NULL);
    if (old && new && old->size != new->size) {
        judge_size(comparison, old, new);
    }
}

void judge_device(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for (size_t i = 0; i < comparison->new->devices.count; i++) {
        const struct device *new = comparison->new->devices.items[i];
        const struct device *old = find_device(comparison->old, new->name);
        if (!old) {
            change_other(comparison, CHANGE_BRICKS, new->name,
                         "`%s` (%s) is new: firmware that needs it does not run on a device "
                         "without it",
                         new->name, text_size(arena, new->size));
        } else if (new->name && old->size != new->size) {
            judge_size(comparison, old, new);
        }
        if (old && old->erase != new->erase) {
            change_other(comparison, CHANGE_LOSES_DATA, device_name(new),
                         "`%s` erased %s at once and now erases %s: what a device holds is laid "
                         "out for the former",
                         device_name(new), text_size(arena, old->erase),
                         text_size(arena, new->erase));
        }
    }
    for (size_t i = 0; i < comparison->old->devices.count; i++) {
        const struct device *old = comparison->old->devices.items[i];
        if (!find_device(comparison->new, old->name)) {
            change_other(comparison, CHANGE_SAFE, old->name,
                         "`%s` (%s) is gone: firmware no longer uses it", old->name,
                         text_size(arena, old->size));
        }
    }
}

void judge_table_moved(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for (size_t i = 0; i < comparison->new->tables.count; i++) {
        const struct table *new = comparison->new->tables.items[i];
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
    for (size_t i = 0; i < comparison->old->flags.count; i++) {
        const struct layout_flag *flag = comparison->old->flags.items[i];
        if (old->flags & flag->mask && !is_flagged(comparison->new, new, flag->name)) {
            return false;
        }
    }
    for (size_t i = 0; i < comparison->new->flags.count; i++) {
        const struct layout_flag *flag = comparison->new->flags.items[i];
        if (new->flags & flag->mask && !is_flagged(comparison->old, old, flag->name)) {
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
    for (size_t i = 0; i < comparison->new->tables.count; i++) {
        const struct table *new = comparison->new->tables.items[i];
        const struct table *old = old_table(comparison, new);
        if (old && new->format && !is_same_table(comparison, old, new)) {
            judge_one_table(comparison, old, new);
        }
    }
}

struct list slots_of(const struct comparison *comparison, const struct layout *layout)
{
    struct list slots = {0};
    const struct table *table = first_table(layout);
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
    struct list old = slots_of(comparison, comparison->old);
    struct list new = slots_of(comparison, comparison->new);
    if (old.count && new.count && old.count != new.count) {
        change_other(comparison, CHANGE_BRICKS, first_table(comparison->new)->name,
                     "there %s %zu slot%s for updates instead of %zu: otadata counts updates, and "
                     "the count that a device has then names another slot than the one it runs "
                     "from",
                     new.count == 1 ? "is" : "are", new.count, new.count == 1 ? "" : "s",
                     old.count);
    }
}

// The smallest and the largest slot; null where there are none.
static void find_extremes(const struct list *slots, const struct partition **smallest,
                          const struct partition **largest)
{
    *smallest = *largest = slots->count ? slots->items[0] : NULL;
    for (size_t i = 0; i < slots->count; i++) {
        const struct partition *slot = slots->items[i];
        *smallest = slot->size < (*smallest)->size ? slot : *smallest;
        *largest = slot->size > (*largest)->size ? slot : *largest;
    }
}

void judge_slots(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    const struct list old = slots_of(comparison, comparison->old);
    const struct list new = slots_of(comparison, comparison->new);
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
    for (size_t i = 0; i < layout->kconfig.count; i++) {
        const struct kconfig_value *value = layout->kconfig.items[i];
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
    return strcmp(value->kind, "hex") == 0 && !value->value.number.negative
               ? text_offset(arena, value->value.number.magnitude)
               : text_number(arena, value->value.number);
}

void judge_kconfig(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->new->kconfig.count; i++) {
        const struct kconfig_value *new = comparison->new->kconfig.items[i];
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
