// Texts about numbers and names. Letters and digits are those of ASCII whatever the locale is: the
// program never calls setlocale(), and a library must not depend on whether its user did, so bytes
// of other characters are never asked about with isalpha() and the like.
#include "text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

const char *text_size(struct arena *arena, uint64_t bytes)
{
    static const char units[] = "GMK"; // the largest first; no flash has a T
    for (unsigned i = 0; i < 3; i++) {
        uint64_t unit = UINT64_C(1) << (30 - 10 * i);
        if (bytes && bytes % unit == 0) {
            return arena_format(arena, "%" PRIu64 "%c", bytes / unit, units[i]);
        }
    }
    return arena_format(arena, "%" PRIu64, bytes);
}

const char *text_offset(struct arena *arena, uint64_t offset)
{
    return arena_format(arena, "0x%" PRIx64, offset);
}

const char *text_number(struct arena *arena, struct number number)
{
    return arena_format(arena, "%s%" PRIu64, number.negative ? "-" : "", number.magnitude);
}

// The bytes of a UTF-8 sequence by its first one (RFC 3629, section 4): 0x80 to 0xbf only continue
// one, 0xc0 and 0xc1 would be overlong, and from 0xf5 on it would be beyond U+10FFFF.
static size_t sequence_length(unsigned char first)
{
    return first < 0x80   ? 1
           : first < 0xc2 ? 0
           : first < 0xe0 ? 2
           : first < 0xf0 ? 3
           : first < 0xf5 ? 4
                          : 0;
}

size_t text_character(const char *text, const char *end)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t length = sequence_length(at[0]);
    if (length == 0 || length > (size_t)(end - text)) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    // The second byte decides what the first could not.
    bool overlong = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xf0 && at[1] < 0x90);
    bool surrogate = at[0] == 0xed && at[1] >= 0xa0;
    bool beyond = at[0] == 0xf4 && at[1] >= 0x90;
    return overlong || surrogate || beyond ? 0 : length;
}

bool text_is_utf8(const char *text, size_t length)
{
    const char *end = text + length;
    size_t bytes = 1;
    for (; text < end && bytes; text += bytes) {
        bytes = text_character(text, end);
    }
    return bytes != 0;
}

size_t text_characters(const char *text, size_t length)
{
    const char *end = text + length;
    size_t count = 0;
    while (text < end) {
        size_t bytes = text_character(text, end);
        text += bytes ? bytes : 1;
        count++;
    }
    return count;
}

static bool is_word(char c)
{
    return isascii((unsigned char)c) && (isalnum((unsigned char)c) || c == '_');
}

// Whether it is a C identifier as it is; it may be a keyword, which others check.
static bool is_identifier(const char *label)
{
    bool is_good = !isdigit((unsigned char)*label);
    for (; *label && is_good; label++) {
        is_good = is_word(*label);
    }
    return is_good;
}

const char *text_identifier(struct arena *arena, const char *label)
{
    if (is_identifier(label)) {
        return label;
    }
    const char *end = label + strlen(label);
    char *identifier = arena_new(arena, (size_t)(end - label) + 2);
    size_t length = 0;
    if (isdigit((unsigned char)*label)) {
        identifier[length++] = '_';
    }
    while (label < end) {
        size_t bytes = text_character(label, end);
        identifier[length++] = is_word(*label) ? *label : '_';
        label += bytes ? bytes : 1;
    }
    return identifier;
}

const char *text_upper(struct arena *arena, const char *identifier)
{
    char *upper = arena_copy(arena, identifier, strlen(identifier));
    text_make_upper(upper);
    return upper;
}

static bool is_lower(const char *text)
{
    while (*text && !isupper((unsigned char)*text)) {
        text++;
    }
    return !*text;
}

const char *text_lower(struct arena *arena, const char *identifier)
{
    if (is_lower(identifier)) {
        return identifier;
    }
    char *lower = arena_copy(arena, identifier, strlen(identifier));
    for (char *at = lower; *at; at++) {
        *at = (char)tolower((unsigned char)*at);
    }
    return lower;
}

void text_make_upper(char *text)
{
    for (; *text; text++) {
        *text = (char)toupper((unsigned char)*text);
    }
}

const char *text_trimmed(struct arena *arena, const char *text)
{
    static const char spaces[] = " \t\r\n";
    text += strspn(text, spaces);
    size_t length = strlen(text);
    while (length > 0 && strchr(spaces, text[length - 1])) {
        length--;
    }
    return arena_copy(arena, text, length);
}

bool text_has_control(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f) {
            return true;
        }
    }
    return false;
}

enum { LONGEST_COMPARED = 40 }; // of longer names nobody mistypes only a few characters

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Damerau's optimal string alignment, with the last three rows of its table kept.
size_t text_distance(const char *a, const char *b, size_t limit)
{
    size_t rows[3][LONGEST_COMPARED + 1];
    size_t a_length = strlen(a);
    size_t b_length = strlen(b);
    // Each character more costs one change, so that most pairs need no table.
    size_t difference = a_length > b_length ? a_length - b_length : b_length - a_length;
    if (a_length > LONGEST_COMPARED || b_length > LONGEST_COMPARED || difference > limit) {
        return limit + 1;
    }
    for (size_t j = 0; j <= b_length; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        size_t least = row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t change = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = smaller(change, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = smaller(row[j], rows[(i + 1) % 3][j - 2] + 1);
            }
            least = smaller(least, row[j]);
        }
        if (least > limit + 1) { // a swap reaches two rows back, for one
            return limit + 1;
        }
    }
    return smaller(rows[a_length % 3][b_length], limit + 1);
}

// A short name may differ in few characters, or it would be near to any other.
struct nearest nearest_to(const char *name)
{
    size_t length = strlen(name);
    size_t limit = length < 4 ? 1 : length < 6 ? 2 : 3;
    return (struct nearest){.name = name, .limit = limit, .score = 2 * limit + 1};
}

// Of two that are as near, the one with the same first letter is meant; one that differs in upper
// and lower case only is nearer than any other.
void nearest_offer(struct nearest *nearest, const char *candidate)
{
    size_t distance = text_distance(nearest->name, candidate, nearest->limit);
    bool is_same = distance > 0 && strcasecmp(nearest->name, candidate) == 0;
    size_t score = is_same ? 0 : 2 * distance + (nearest->name[0] != candidate[0]);
    bool is_near = is_same || (distance <= nearest->limit && distance < strlen(nearest->name));
    if (distance > 0 && is_near && score < nearest->score) {
        nearest->found = candidate;
        nearest->score = score;
    }
}

const char *nearest_hint(struct arena *arena, const struct nearest *nearest)
{
    return nearest->found ? arena_format(arena, "; did you mean `%s`?", nearest->found) : "";
}

bool text_is_one_of(const char *text, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, texts[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool text_differs_in_digits(const char *a, const char *b)
{
    while (*a || *b) {
        bool is_digit = (*a >= '0' && *a <= '9') || (*b >= '0' && *b <= '9');
        if (is_digit) {
            a += strspn(a, "0123456789");
            b += strspn(b, "0123456789");
        } else if (*a++ != *b++) {
            return false;
        }
    }
    return true;
}
