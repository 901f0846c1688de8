// The words of lines of a lock that differ by its number: locks of number 1 have other words for
// two things, and are read for ever.
#include "lock_line.h"

#include <string.h>

static const char *const item_names[LOCK_ITEM_COUNT] = {
    [LOCK_TARGET] = "target",       [LOCK_FLASH] = "flash",   [LOCK_TABLE] = "table",
    [LOCK_PARTITION] = "partition", [LOCK_CONFIG] = "config",
};

// In locks of number 1. They stay for as long as there are such locks: for ever.
static const char old_flash[] = "device";
static const char old_outside[] = "aside";

const char *lock_item_name(enum lock_item item, unsigned number)
{
    return item == LOCK_FLASH && number == 1 ? old_flash : item_names[item];
}

const char *lock_outside_word(unsigned number)
{
    return number == 1 ? old_outside : "outside";
}

bool lock_item_find(const char *name, enum lock_item *item)
{
    for (unsigned i = 0; i < LOCK_ITEM_COUNT; i++) {
        if (strcmp(item_names[i], name) == 0) {
            *item = (enum lock_item)i;
            return true;
        }
    }
    *item = LOCK_FLASH;
    return strcmp(old_flash, name) == 0;
}
