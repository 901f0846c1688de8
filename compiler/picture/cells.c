// Measures texts in cells, as a terminal does, and clips and wraps them to a number of cells.
//
// Source: Unicode 15, East Asian Width (UAX 11), for what takes two cells; general category Mn, and
// the joiners, for what takes none; Bidi_Control (UAX 9) for what changes the direction of text.
// The tables are by block rather than exact: labels are short, and a cell too many only moves a
// column.
#include "cells.h"

#include "text.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct range {
    uint32_t first, last;
};

// Wide characters and emoji (East Asian Width W and F), by block. In doubt a character gets two
// cells: a label may have too much space, but never too little.
static const struct range wide[] = {
    {0x1100, 0x115f},   {0x2300, 0x23ff},   {0x25a0, 0x27bf},   {0x2b00, 0x2bff},
    {0x2e80, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7ff},   {0xf900, 0xfaff},
    {0xfdfd, 0xfdfd},   {0xfe10, 0xfe6f},   {0xff00, 0xffe6},   {0x12000, 0x1254f},
    {0x16fe0, 0x18dff}, {0x1b000, 0x1b2ff}, {0x1f000, 0x1faff}, {0x20000, 0x3fffd},
};

// Combining marks, joiners and variation selectors of the scripts that labels are likely to use:
// they join the character before them, or are invisible.
static const struct range joined[] = {
    {0x0300, 0x036f}, {0x0483, 0x0487}, {0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c2},
    {0x05c4, 0x05c5}, {0x05c7, 0x05c7}, {0x0610, 0x061a}, {0x064b, 0x065f}, {0x0670, 0x0670},
    {0x06d6, 0x06dc}, {0x06df, 0x06e4}, {0x06e7, 0x06e8}, {0x06ea, 0x06ed}, {0x093c, 0x093c},
    {0x0941, 0x0948}, {0x094d, 0x094d}, {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e},
    {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200d}, {0x2060, 0x2064}, {0x20d0, 0x20f0},
    {0x302a, 0x302d}, {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff},
};

// Control characters (C0 and C1), which could control the terminal, and Bidi_Control, which could
// make a text look like another one.
static const struct range unsafe[] = {
    {0x01, 0x1f},     {0x7f, 0x9f},     {0x061c, 0x061c},
    {0x200e, 0x200f}, {0x202a, 0x202e}, {0x2066, 0x2069},
};

static bool is_in(uint32_t code, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

// text_character() has checked the bytes: this only puts the bits together.
static uint32_t code_point(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text;
    uint32_t code = length < 2    ? at[0]
                    : length == 2 ? at[0] & 0x1fU
                    : length == 3 ? at[0] & 0x0fU
                                  : at[0] & 0x07U;
    for (size_t i = 1; i < length; i++) {
        code = code << 6 | (at[i] & 0x3fU);
    }
    return code;
}

// The cells of the character at `*text`, which then points after it.
static size_t next_cells(const char **text, const char *end)
{
    size_t length = text_character(*text, end);
    uint32_t code = length > 1 ? code_point(*text, length) : 0;
    *text += length ? length : 1;
    return is_in(code, joined, sizeof joined / sizeof *joined) ? 0
           : is_in(code, wide, sizeof wide / sizeof *wide)     ? 2
                                                               : 1;
}

// The bytes at the start of a text that take at most `limit` cells.
static size_t fitting_bytes(const char *text, size_t limit)
{
    const char *end = text + strlen(text);
    const char *at = text;
    size_t cells = 0;
    while (at < end) {
        const char *next = at;
        cells += next_cells(&next, end);
        if (cells > limit) {
            break;
        }
        at = next;
    }
    return (size_t)(at - text);
}

// What is not UTF-8 counts as one cell for each byte, as terminals show it.
size_t cells_count(const char *text)
{
    const char *end = text + strlen(text);
    size_t cells = 0;
    while (text < end) {
        cells += next_cells(&text, end);
    }
    return cells;
}

// Spaces before the ellipsis are dropped: they would look like a gap.
const char *cells_clip(struct arena *arena, const char *text, size_t limit, const char *ellipsis)
{
    if (cells_count(text) <= limit) {
        return text;
    }
    size_t room = cells_count(ellipsis);
    if (limit < room) {
        return arena_copy(arena, ellipsis, fitting_bytes(ellipsis, limit));
    }
    size_t length = fitting_bytes(text, limit - room);
    while (length && text[length - 1] == ' ') {
        length--;
    }
    return arena_format(arena, "%.*s%s", (int)length, text, ellipsis);
}

// Where to cut a word that does not fit: after a `/` of a path, unless that leaves less than a
// quarter of the line.
static size_t cut_length(const char *word, size_t length)
{
    for (size_t cut = length; cut > length / 4; cut--) {
        if (word[cut - 1] == '/') {
            return cut;
        }
    }
    return length;
}

// Each line takes at least one character, so that this ends for any width; it is linear but for
// words longer than a line.
struct text_list cells_wrap(struct arena *arena, const char *text, size_t limit)
{
    struct text_list lines = {0};
    text += strspn(text, " ");
    while (*text) {
        size_t length = fitting_bytes(text, limit < 2 ? 2 : limit);
        if (text[length]) {
            size_t space = length;
            while (space && text[space] != ' ') {
                space--;
            }
            length = space ? space : cut_length(text, length);
        }
        assert(length > 0); // two cells have room for any character
        size_t end = length;
        while (end && text[end - 1] == ' ') {
            end--;
        }
        list_append(arena, &lines, arena_copy(arena, text, end));
        text += length;
        text += strspn(text, " ");
    }
    return lines;
}

// One `?` for each byte that is replaced, so that a name is not mistaken for a shorter one.
const char *cells_clean(struct arena *arena, const char *text)
{
    const char *end = text + strlen(text);
    bool is_clean = true;
    struct buffer clean;
    buffer_init(&clean, arena);
    for (const char *at = text; at < end;) {
        size_t length = text_character(at, end);
        bool is_safe =
            length && !is_in(code_point(at, length), unsafe, sizeof unsafe / sizeof *unsafe);
        buffer_bytes(&clean, is_safe ? at : "?", is_safe ? length : 1);
        at += length ? length : 1;
        is_clean &= is_safe;
    }
    return is_clean ? text : clean.bytes;
}
