// Names in UTF-8: what FAT takes, as UTF-16, and in the one case in which it compares them.
#include "fat.h"

#include <string.h>

// What text_character() accepts is well-formed UTF-8, so that masks are enough here.
uint32_t fat_character(const char **at)
{
    const unsigned char *text = (const unsigned char *)*at;
    size_t length = text_character(*at, *at + 4); // a NUL ends it before that
    static const uint8_t masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    if (length == 0) {
        return 0;
    }
    uint32_t character = text[0] & masks[length];
    for (size_t i = 1; i < length; i++) {
        character = character << 6 | (text[i] & 0x3f);
    }
    *at += length;
    return character;
}

// Characters beyond the basic plane take two units, a surrogate pair.
size_t fat_units(const char *name, uint16_t *units)
{
    size_t count = 0;
    while (*name) {
        uint32_t character = fat_character(&name);
        if (character > 0xffff) {
            units[count++] = (uint16_t)(0xd7c0 + (character >> 10));
            units[count++] = (uint16_t)(0xdc00 + (character & 0x3ff));
        } else {
            units[count++] = (uint16_t)character;
        }
    }
    return count;
}

// Letters whose capitals lie at a fixed distance, or, in steps of two, right before them.
struct letters {
    uint16_t first, last, step;
    int16_t distance;
};

static const struct letters letters[] = {
    {'a', 'z', 1, -32},      {0xe0, 0xf6, 1, -32},     {0xf8, 0xfe, 1, -32},
    {0xff, 0xff, 1, 0x79},   {0x101, 0x12f, 2, -1},    {0x133, 0x137, 2, -1},
    {0x13a, 0x148, 2, -1},   {0x14b, 0x177, 2, -1},    {0x17a, 0x17e, 2, -1},
    {0x3ac, 0x3ac, 1, -38},  {0x3ad, 0x3af, 1, -37},   {0x3b1, 0x3c1, 1, -32},
    {0x3c2, 0x3c2, 1, -31},  {0x3c3, 0x3cb, 1, -32},   {0x3cc, 0x3cc, 1, -64},
    {0x3cd, 0x3ce, 1, -63},  {0x430, 0x44f, 1, -32},   {0x450, 0x45f, 1, -80},
    {0x461, 0x481, 2, -1},   {0x48b, 0x4bf, 2, -1},    {0x4c2, 0x4ce, 2, -1},
    {0x4d1, 0x52f, 2, -1},   {0x561, 0x586, 1, -48},   {0x1e01, 0x1e95, 2, -1},
    {0x1ea1, 0x1eff, 2, -1}, {0xff41, 0xff5a, 1, -32},
};

static uint32_t capital_of(uint32_t character)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        const struct letters *some = &letters[i];
        if (character >= some->first && character <= some->last &&
            (character - some->first) % some->step == 0) {
            return (uint32_t)((int32_t)character + some->distance);
        }
    }
    return character;
}

const char *fat_name_fold(struct arena *arena, const char *name)
{
    struct buffer text;
    buffer_init(&text, arena);
    while (*name) {
        uint32_t character = capital_of(fat_character(&name));
        buffer_format(&text, character < 0x80 ? "%c" : "<%x>", character); // no name has a `<`
    }
    return text.length ? text.bytes : "";
}

// What keeps a name from being a long name.
static const char *long_name_fault(struct arena *arena, const char *name)
{
    size_t units = 0;
    const char *end = name + strlen(name);
    for (const char *at = name; at < end;) {
        uint32_t character = fat_character(&at);
        if (character == 0) {
            return "is not UTF-8";
        }
        if (character < ' ' || character == 0x7f) {
            return "has a control character, which FAT does not allow";
        }
        if (character < 0x80 && strchr("\"*/:<>?\\|", (int)character)) {
            return arena_format(arena, "has a `%c`, which FAT does not allow", (int)character);
        }
        units += character > 0xffff ? 2 : 1;
    }
    if (end[-1] == '.' || end[-1] == ' ') {
        return "ends with a dot or space, which FAT does not keep";
    }
    return units <= FAT_LONG_NAME
               ? NULL
               : arena_format(arena, "has %zu characters; FAT allows %d", units, FAT_LONG_NAME);
}

const char *fat_name_fault(struct arena *arena, const char *name, bool has_long_names)
{
    struct fat_entry entry;
    const char *fault = long_name_fault(arena, name);
    if (fault || has_long_names || fat_name_short(name, &entry)) {
        return fault;
    }
    return "is not a name of 8 characters, a dot and 3 more";
}
