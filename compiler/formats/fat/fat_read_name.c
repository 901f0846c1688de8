// Names as a FAT directory has them: a long one in UTF-16, spread over entries before the short
// one, or else the short one in the code page that FatFs has by default, 437.
#include "fat_read.h"

#include <ctype.h>
#include <string.h>

enum { BASE = 8, CASES = 12, E5_STAND_IN = 0x05 };

static uint16_t unit_at(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

// Parts come last one first, each with its number and the checksum of the short name. Whatever
// does not follow on makes the name no long name: then the short one counts, as for FatFs.
void fat_parts_take(struct fat_parts *parts, const uint8_t *entry)
{
    size_t number = entry[0] & (FAT_LAST_PART - 1U);
    bool is_last = entry[0] & FAT_LAST_PART;
    if (is_last && number >= 1 && number <= FAT_PARTS) {
        parts->count = parts->next = number;
        parts->checksum = entry[13];
    }
    if (!parts->count || number != parts->next || number == 0 || entry[13] != parts->checksum) {
        parts->count = 0;
        return;
    }
    uint16_t *units = parts->units + (number - 1) * FAT_UNITS;
    for (size_t i = 0; i < FAT_UNITS; i++) { // five, six and two of them
        units[i] = unit_at(entry + (i < 5    ? 1 + 2 * i
                                    : i < 11 ? 14 + 2 * (i - 5)
                                             : 28 + 2 * (i - 11)));
    }
    parts->next = number - 1;
}

// The checksum ties the parts to their entry: an old driver that renames a file changes only that.
static bool is_whole(const struct fat_parts *parts, const uint8_t *entry)
{
    uint8_t sum = 0;
    for (size_t i = 0; i < FAT_NAME_SIZE; i++) {
        sum = (uint8_t)((sum & 1 ? 0x80 : 0) + (sum >> 1) + entry[i]);
    }
    return parts->count && parts->next == 0 && sum == parts->checksum;
}

// UTF-8 of a code point up to 0x10ffff, which UTF-16 cannot exceed.
static void append_character(struct buffer *text, uint32_t character)
{
    if (character < 0x80) {
        buffer_byte(text, (uint8_t)character);
    } else if (character < 0x800) {
        buffer_byte(text, (uint8_t)(0xc0 | character >> 6));
    } else if (character < 0x10000) {
        buffer_byte(text, (uint8_t)(0xe0 | character >> 12));
        buffer_byte(text, (uint8_t)(0x80 | (character >> 6 & 0x3f)));
    } else {
        buffer_byte(text, (uint8_t)(0xf0 | character >> 18));
        buffer_byte(text, (uint8_t)(0x80 | (character >> 12 & 0x3f)));
        buffer_byte(text, (uint8_t)(0x80 | (character >> 6 & 0x3f)));
    }
    if (character >= 0x80) {
        buffer_byte(text, (uint8_t)(0x80 | (character & 0x3f)));
    }
}

// False if the units are not UTF-16.
static bool append_units(struct buffer *text, const uint16_t *units, size_t count)
{
    for (size_t i = 0; i < count && units[i]; i++) {
        uint32_t character = units[i];
        if (character >= 0xd800 && character < 0xdc00 && i + 1 < count && units[i + 1] >= 0xdc00 &&
            units[i + 1] < 0xe000) {
            i++;
            character = 0x10000 + ((character - 0xd800) << 10) + (units[i] - 0xdc00U);
        } else if (character >= 0xd800 && character < 0xe000) {
            return false;
        }
        append_character(text, character);
    }
    return true;
}

// The characters of code page 437 from 0x80 on.
static const uint16_t code_page_437[] = {
    0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7, 0x00ea, 0x00eb, 0x00e8, 0x00ef,
    0x00ee, 0x00ec, 0x00c4, 0x00c5, 0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9,
    0x00ff, 0x00d6, 0x00dc, 0x00a2, 0x00a3, 0x00a5, 0x20a7, 0x0192, 0x00e1, 0x00ed, 0x00f3, 0x00fa,
    0x00f1, 0x00d1, 0x00aa, 0x00ba, 0x00bf, 0x2310, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557,
    0x255d, 0x255c, 0x255b, 0x2510, 0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f,
    0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559,
    0x2558, 0x2552, 0x2553, 0x256b, 0x256a, 0x2518, 0x250c, 0x2588, 0x2584, 0x258c, 0x2590, 0x2580,
    0x03b1, 0x00df, 0x0393, 0x03c0, 0x03a3, 0x03c3, 0x00b5, 0x03c4, 0x03a6, 0x0398, 0x03a9, 0x03b4,
    0x221e, 0x03c6, 0x03b5, 0x2229, 0x2261, 0x00b1, 0x2265, 0x2264, 0x2320, 0x2321, 0x00f7, 0x2248,
    0x00b0, 0x2219, 0x00b7, 0x221a, 0x207f, 0x00b2, 0x25a0, 0x00a0,
};

static void append_byte(struct buffer *text, uint8_t byte, bool is_lower)
{
    uint8_t ascii = (uint8_t)(is_lower ? tolower(byte) : byte);
    append_character(text, byte < 0x80 ? ascii : code_page_437[byte - 0x80]);
}

// Names are filled up with spaces, which do not belong to them.
static void append_part(struct buffer *text, const uint8_t *bytes, size_t length, bool is_lower)
{
    while (length > 0 && bytes[length - 1] == ' ') {
        length--;
    }
    for (size_t i = 0; i < length; i++) {
        append_byte(text, bytes[i], is_lower);
    }
}

// 0xe5 as a first byte marks a deleted entry, so a name that begins with it has 0x05 there.
static void append_short(struct buffer *text, const uint8_t *entry)
{
    uint8_t name[FAT_NAME_SIZE];
    memcpy(name, entry, sizeof name);
    name[0] = name[0] == E5_STAND_IN ? 0xe5 : name[0];
    append_part(text, name, BASE, entry[CASES] & FAT_LOWER_NAME);
    if (memcmp(name + BASE, "   ", FAT_NAME_SIZE - BASE) != 0) {
        buffer_byte(text, '.');
        append_part(text, name + BASE, FAT_NAME_SIZE - BASE, entry[CASES] & FAT_LOWER_EXTENSION);
    }
}

// What is written to a disk under this name must stay in its folder.
static bool is_name(const struct buffer *text)
{
    if (text->length == 0 || strcmp(text->bytes, ".") == 0 || strcmp(text->bytes, "..") == 0) {
        return false;
    }
    for (size_t i = 0; i < text->length; i++) {
        unsigned char byte = (unsigned char)text->bytes[i];
        if (byte < ' ' || byte == 0x7f || byte == '/' || byte == '\\') {
            return false;
        }
    }
    return true;
}

// False if there is no name with which a file could be written to a disk.
bool fat_parts_name(const struct fat_parts *parts, const uint8_t *entry, struct buffer *name)
{
    bool is_good = true;
    name->length = 0;
    if (is_whole(parts, entry)) {
        is_good = append_units(name, parts->units, parts->count * FAT_UNITS);
    } else {
        append_short(name, entry);
    }
    return is_good && is_name(name);
}
