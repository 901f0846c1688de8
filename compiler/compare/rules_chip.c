// The chip, what it starts, and its flash.
#include "judge.h"

#include "text.h"

#include <string.h>

void judge_chip(struct comparison *comparison)
{
    const struct layout *old = comparison->old, *new = comparison->new;
    if (!is_same_text(old->platform->chip, new->platform->chip)) {
        change_other(comparison, CHANGE_BRICKS, new->platform->chip,
                     "the chip was %s and is now %s: firmware for one does not run on the other",
                     old->platform->chip, new->platform->chip);
    } else if (!is_same_text(old->platform->name, new->platform->name)) {
        change_other(comparison, CHANGE_BRICKS, new->platform->chip,
                     "the platform was %s and is now %s: a device's bootloader reads the tables of "
                     "its own",
                     old->platform->name, new->platform->name);
    }
}

static bool find_parameter(const struct layout *layout, const char *name, uint64_t *value)
{
    const struct platform_parameter *parameter = platform_find_parameter(layout->platform, name);
    *value = parameter ? parameter->value.magnitude : 0;
    return parameter;
}

// Whether both layouts have a parameter, with different values.
static bool is_changed(const struct comparison *comparison, const char *name, uint64_t *old,
                       uint64_t *new)
{
    return is_same_text(comparison->old->platform->chip, comparison->new->platform->chip) &&
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

static const struct layout_flash *find_flash(const struct layout *layout, const char *name)
{
    for_each (flash, &layout->flashes) {
        if (is_same_text(flash->name, name)) {
            return flash;
        }
    }
    return NULL;
}

// The partition that reaches farthest on a flash; null if none lies on it.
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

static void judge_size(struct comparison *comparison, const struct layout_flash *old,
                       const struct layout_flash *new)
{
    struct arena *arena = comparison->arena;
    bool has_grown = new->size > old->size;
    const char *name = flash_name(new);
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
    struct arena *arena = comparison->arena;
    for_each (new, &comparison->new->flashes) {
        const struct layout_flash *old = find_flash(comparison->old, new->name);
        if (!old) {
            change_other(comparison, CHANGE_BRICKS, new->name,
                         "`%s` (%s) is new: firmware that needs it does not run on a device "
                         "without it",
                         new->name, text_size(arena, new->size));
        } else if (old->size != new->size) {
            judge_size(comparison, old, new);
        }
        if (old && old->erase != new->erase) {
            change_other(comparison, CHANGE_LOSES_DATA, flash_name(new),
                         "`%s` erased %s at once and now erases %s: what a device holds is laid "
                         "out for the former",
                         flash_name(new), text_size(arena, old->erase),
                         text_size(arena, new->erase));
        }
    }
    for_each (old, &comparison->old->flashes) {
        if (!find_flash(comparison->new, old->name)) {
            change_other(comparison, CHANGE_SAFE, old->name,
                         "`%s` (%s) is gone: firmware no longer uses it", old->name,
                         text_size(arena, old->size));
        }
    }
}
