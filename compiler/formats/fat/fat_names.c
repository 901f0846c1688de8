// The names of a directory's entries. Each has a short one, of 8 and 3 characters. Where that does
// not say it all, it is an alias (`NAME~1`), and entries for the long name come before it.
// Aliases must differ from each other and from the names of other files; finding a free number
// must not be quadratic, since a directory may have tens of thousands of names that begin alike.
#include "fat.h"

#include "map.h"
#include "names.h"

#include <ctype.h>
#include <string.h>

enum { BASE = FAT_NAME_BASE, EXTENSION = FAT_NAME_SIZE - FAT_NAME_BASE };

// Spaces and dots are left out and what a short name cannot have becomes `_` (FAT specification,
// "Generating 8.3 names from long names").
static void alias_part(const char *text, const char *end, size_t limit, uint8_t *part)
{
    size_t length = 0;
    while (text < end && length < limit) {
        unsigned char first = (unsigned char)*text;
        fat_character(&text);
        if (first != ' ' && first != '.') {
            part[length++] = fat_is_short(first) ? (uint8_t)toupper(first) : '_';
        }
    }
}

// The alias without its number.
static void start_alias(const char *name, uint8_t alias[FAT_NAME_SIZE])
{
    const char *start = name + strspn(name, ". ");
    const char *end = start + strlen(start);
    const char *dot = strrchr(start, '.');
    memset(alias, ' ', FAT_NAME_SIZE);
    alias_part(start, dot ? dot : end, BASE, alias);
    alias_part(dot ? dot : end, end, EXTENSION, alias + BASE);
}

// The names that a folder has given.
struct naming {
    struct arena *arena;
    struct names names;
    struct map taken;   // by name
    struct map numbers; // by name with a blank for its number: a struct number_row
};

struct number_row {
    uint32_t next;
};

// Whether nobody else in the directory has the name; it is taken from now on.
static bool take(struct naming *naming, const uint8_t name[FAT_NAME_SIZE])
{
    const char *key = names_intern(&naming->names, (const char *)name, FAT_NAME_SIZE);
    bool is_free = !map_find(&naming->taken, key);
    map_set_const(naming->arena, &naming->taken, key, key);
    return is_free;
}

// The row of the numbers of so many digits, which all names share that are the same before them.
static struct number_row *find_row(struct naming *naming, const uint8_t pattern[FAT_NAME_SIZE],
                                   uint32_t first)
{
    const char *key = names_intern(&naming->names, (const char *)pattern, FAT_NAME_SIZE);
    struct number_row *row = map_find(&naming->numbers, key);
    if (!row) {
        row = arena_new(naming->arena, sizeof *row);
        row->next = first;
        map_set(naming->arena, &naming->numbers, key, row);
    }
    return row;
}

// Tries numbers of so many digits, from `first` on. A row is never looked through twice, so that
// the work is linear in the number of names.
static bool number_alias(struct naming *naming, uint8_t alias[FAT_NAME_SIZE], size_t digits,
                         uint32_t first)
{
    uint8_t pattern[FAT_NAME_SIZE];
    size_t length = 0;
    memcpy(pattern, alias, FAT_NAME_SIZE);
    while (length < BASE - 1 - digits && alias[length] != ' ') {
        length++;
    }
    memset(pattern + length, ' ', BASE - length);
    pattern[length] = '~';
    struct number_row *row = find_row(naming, pattern, first);
    for (; row->next < first * 10; row->next++) {
        uint32_t number = row->next;
        for (size_t i = digits; i > 0; i--, number /= 10) {
            pattern[length + i] = (uint8_t)('0' + number % 10);
        }
        if (take(naming, pattern)) {
            memcpy(alias, pattern, FAT_NAME_SIZE);
            row->next++;
            return true;
        }
    }
    return false;
}

// Numbers with more digits leave less of the name, so they are tried only once the shorter ones
// are used up.
static void name_long(struct naming *naming, struct fat_entry *entry)
{
    uint8_t alias[FAT_NAME_SIZE];
    size_t digits = 1;
    start_alias(entry->node->name, alias);
    for (uint32_t first = 1; !number_alias(naming, alias, digits, first); first *= 10) {
        digits++; // a folder has fewer entries than there are numbers
    }
    memcpy(entry->name, alias, FAT_NAME_SIZE);
    entry->unit_count = 1;
}

// The count of units is what makes an entry take further entries before it.
static void add_units(struct arena *arena, struct fat_entry *entry, bool has_long_names)
{
    if (entry->unit_count && has_long_names) {
        uint16_t *units = arena_array(arena, strlen(entry->node->name), sizeof *units);
        entry->unit_count = fat_units(entry->node->name, units);
        entry->units = units;
    } else {
        entry->unit_count = 0;
    }
}

void fat_name_entries(struct arena *arena, struct fat_folder *folder, bool has_long_names)
{
    struct naming naming = {.arena = arena};
    names_init(&naming.names, arena);
    for (size_t i = 0; i < folder->count; i++) { // those that have no choice come first
        struct fat_entry *entry = &folder->entries[i];
        if (fat_name_short(entry->node->name, entry)) {
            take(&naming, entry->name);
        } else {
            entry->name[0] = 0;
        }
    }
    for (size_t i = 0; i < folder->count; i++) {
        struct fat_entry *entry = &folder->entries[i];
        if (!entry->name[0]) {
            name_long(&naming, entry);
        }
        add_units(arena, entry, has_long_names);
    }
}
