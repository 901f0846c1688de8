// Short names: 8 characters and 3, in one case each, which two flags of the entry tell.
#include "fat.h"

#include <ctype.h>
#include <string.h>

enum { BASE = FAT_NAME_BASE, EXTENSION = FAT_NAME_SIZE - FAT_NAME_BASE };

bool fat_is_short(unsigned char byte)
{
    return byte < 0x80 && (isalnum(byte) || (byte && strchr("!#$%&'()-@^_`{}~", byte)));
}

enum cases { CASES_NONE, CASES_UPPER, CASES_LOWER, CASES_MIXED };

// One part of a short name; false if it is none.
static bool take_part(const char *text, size_t length, size_t limit, uint8_t *part,
                      enum cases *cases)
{
    unsigned found = CASES_NONE;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (i == limit || !fat_is_short(byte)) {
            return false;
        }
        found |= (isupper(byte) ? CASES_UPPER : 0U) | (islower(byte) ? CASES_LOWER : 0U);
        part[i] = (uint8_t)toupper(byte);
    }
    *cases = (enum cases)found;
    return true;
}

bool fat_name_short(const char *name, struct fat_entry *entry)
{
    enum cases base;
    enum cases extension;
    size_t length = strcspn(name, ".");
    const char *behind = name + length + (name[length] == '.');
    memset(entry->name, ' ', FAT_NAME_SIZE);
    entry->cases = 0;
    entry->unit_count = 0;
    bool is_whole = length > 0 && (*behind || !name[length]) &&
                    take_part(name, length, BASE, entry->name, &base) &&
                    take_part(behind, strlen(behind), EXTENSION, entry->name + BASE, &extension);
    if (!is_whole) {
        return false;
    }
    entry->unit_count = base == CASES_MIXED || extension == CASES_MIXED;
    entry->cases = (uint8_t)((base == CASES_LOWER ? FAT_LOWER_NAME : 0) |
                             (extension == CASES_LOWER ? FAT_LOWER_EXTENSION : 0));
    return true;
}
