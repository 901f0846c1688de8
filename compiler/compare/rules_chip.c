// Rules about the chip, what it boots, and its flash.
//
// Parameters are compared only where the chip is the same: for another one, all of them may differ,
// and one change says it.
#include "rules.h"

#include "text.h"

#include <string.h>

void compare_chip(struct comparison *comparison)
{
    const struct layout *before = comparison->before, *after = comparison->after;
    if (!is_same_text(before->platform->chip, after->platform->chip)) {
        change_other(comparison, CHANGE_BRICKS, after->platform->chip,
                     "the chip was %s and is now %s: firmware for one does not run on the other",
                     before->platform->chip, after->platform->chip);
    } else if (!is_same_text(before->platform->name, after->platform->name)) {
        change_other(comparison, CHANGE_BRICKS, after->platform->chip,
                     "the platform was %s and is now %s: the bootloader of a device only reads "
                     "tables of its own platform",
                     before->platform->name, after->platform->name);
    }
}

static bool find_parameter(const struct layout *layout, const char *name, uint64_t *value)
{
    const struct platform_parameter *parameter = platform_find_parameter(layout->platform, name);
    *value = parameter ? parameter->value.magnitude : 0;
    return parameter;
}

// Whether both layouts have a parameter, with different values.
static bool is_changed(const struct comparison *comparison, const char *name, uint64_t *before,
                       uint64_t *after)
{
    return is_same_text(comparison->before->platform->chip, comparison->after->platform->chip) &&
           find_parameter(comparison->before, name, before) &&
           find_parameter(comparison->after, name, after) && *before != *after;
}

// ROM code of the chip starts the bootloader at a fixed address, which depends on the chip and on
// the version of secure boot.
void compare_boot(struct comparison *comparison)
{
    uint64_t before, after;
    if (is_changed(comparison, "boot_at", &before, &after)) {
        change_other(
            comparison, CHANGE_BRICKS, "bootloader",
            "the bootloader moved from %s to %s: the chip still boots the one at the old place",
            text_offset(comparison->arena, before), text_offset(comparison->arena, after));
    }
}

// Fuses cannot be blown back: a device that has secure boot keeps it.
void compare_secure_boot(struct comparison *comparison)
{
    uint64_t before, after;
    if (!is_changed(comparison, "secure_boot", &before, &after)) {
        return;
    }
    if (!before) {
        change_other(comparison, CHANGE_NEEDS_REFLASH, "secure_boot",
                     "secure boot (version %u) is now on: it needs another bootloader, and eFuses "
                     "that no update burns",
                     (unsigned)after);
    } else if (!after) {
        change_other(comparison, CHANGE_BRICKS, "secure_boot",
                     "secure boot (version %u) is now off: a device with secure boot rejects an "
                     "unsigned app",
                     (unsigned)before);
    } else {
        change_other(comparison, CHANGE_BRICKS, "secure_boot",
                     "secure boot was version %u and is now version %u: a device rejects an app "
                     "that is signed for the other version",
                     (unsigned)before, (unsigned)after);
    }
}

static const struct layout_flash *find_flash(const struct layout *layout, const char *name)
{
    for_each (flash, &layout->flashes) {
        if (is_same_text(flash->name, name)) {
            return flash;
        }
    }
    return NULL;
}

// The partition that reaches farthest on a flash; null if none is on it.
static const struct partition *find_last(const struct layout *layout,
                                         const struct layout_flash *flash)
{
    const struct partition *last = NULL;
    for_each (partition, &layout->partitions) {
        if (partition->table->flash == flash &&
            (!last || partition->offset + partition->size > last->offset + last->size)) {
            last = partition;
        }
    }
    return last;
}

// A larger flash is a promise that devices in the field do not keep, so it matters whether any
// partition uses what was added. A smaller one matters if devices have a table that reaches beyond
// it.
static void compare_size(struct comparison *comparison, const struct layout_flash *before,
                         const struct layout_flash *after)
{
    struct arena *arena = comparison->arena;
    bool has_grown = after->size > before->size;
    const char *name = flash_name(after);
    const char *from = text_size(arena, before->size), *to = text_size(arena, after->size);
    const struct partition *last =
        find_last(has_grown ? comparison->after : comparison->before, has_grown ? after : before);
    uint64_t end = last ? last->offset + last->size : 0;
    struct change *change;
    if (has_grown && end > before->size) {
        change = change_other(
            comparison, CHANGE_BRICKS, name,
            "`%s` grew from %s to %s: `%s` ends at %s, and a device has no flash there", name, from,
            to, last->label, text_offset(arena, end));
    } else if (has_grown) {
        change = change_other(comparison, CHANGE_SAFE, name,
                              "`%s` grew from %s to %s: no partition uses the additional space",
                              name, from, to);
    } else if (end > after->size) {
        change = change_other(comparison, CHANGE_NEEDS_REFLASH, name,
                              "`%s` shrank from %s to %s: the table of a device lists `%s` up to "
                              "%s, which firmware considers outside the flash",
                              name, from, to, last->label, text_offset(arena, end));
    } else {
        change = change_other(comparison, CHANGE_SAFE, name,
                              "`%s` shrank from %s to %s: a device has more flash than is used",
                              name, from, to);
    }
    change->before_span = before->span;
    change->after_span = after->span;
}

// Flashes are found by name; the chip's own has none.
void compare_flash(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (after, &comparison->after->flashes) {
        const struct layout_flash *before = find_flash(comparison->before, after->name);
        if (!before) {
            change_other(comparison, CHANGE_BRICKS, after->name,
                         "`%s` (%s) is new: firmware that needs it does not run on a device "
                         "without it",
                         after->name, text_size(arena, after->size));
        } else if (before->size != after->size) {
            compare_size(comparison, before, after);
        }
        if (before && before->erase != after->erase) {
            change_other(comparison, CHANGE_LOSES_DATA, flash_name(after),
                         "the erase size of `%s` was %s and is now %s: what a device has stored is "
                         "laid out for the old one",
                         flash_name(after), text_size(arena, before->erase),
                         text_size(arena, after->erase));
        }
    }
    for_each (before, &comparison->before->flashes) {
        if (!find_flash(comparison->after, before->name)) {
            change_other(comparison, CHANGE_SAFE, before->name,
                         "`%s` (%s) is gone: firmware no longer uses it", before->name,
                         text_size(arena, before->size));
        }
    }
}
