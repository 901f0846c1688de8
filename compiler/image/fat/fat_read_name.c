// Names as a FAT folder has them.
#include "fat_read.h"

#include <ctype.h>
#include <string.h>

enum { BASE = 8, CASES = 12, E5_STAND_IN = 0x05 };

static uint16_t unit_at(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

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

static bool is_whole(const struct fat_parts *parts, const uint8_t *entry)
{
    uint8_t sum = 0;
    for (size_t i = 0; i < FAT_NAME_SIZE; i++) {
        sum = (uint8_t)((sum & 1 ? 0x80 : 0) + (sum >> 1) + entry[i]);
    }
    return parts->count && parts->next == 0 && sum == parts->checksum;
}

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

// False if the units are no UTF-16.
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

static const char code_page_437[] = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜"
                                    "╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
                                    "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

static void append_byte(struct buffer *text, uint8_t byte, bool is_lower)
{
    if (byte < 0x80) {
        buffer_byte(text, (uint8_t)(is_lower ? tolower(byte) : byte));
        return;
    }
    const char *at = code_page_437;
    for (unsigned i = 0x80; i < byte; i++) {
        fat_character(&at);
    }
    append_character(text, fat_character(&at));
}

static void append_part(struct buffer *text, const uint8_t *bytes, size_t length, bool is_lower)
{
    while (length > 0 && bytes[length - 1] == ' ') {
        length--;
    }
    for (size_t i = 0; i < length; i++) {
        append_byte(text, bytes[i], is_lower);
    }
}

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

const char *fat_parts_name(struct arena *arena, const struct fat_parts *parts, const uint8_t *entry)
{
    struct buffer text;
    bool is_good = true;
    buffer_init(&text, arena);
    if (is_whole(parts, entry)) {
        is_good = append_units(&text, parts->units, parts->count * FAT_UNITS);
    } else {
        append_short(&text, entry);
    }
    return is_good && is_name(&text) ? text.bytes : NULL;
}
