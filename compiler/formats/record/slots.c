// Places for values in an image, found by name: `gain`, or one element as `gain[2]`; and integers
// as users write them in cells.
//
// A cell reads its integers as a schema does (`0x10`, `0b1`, `4K`, `1_000`), so that a value can
// be moved from one to the other. What spreadsheets and people write otherwise, a leading zero
// above all, is refused with the spelling that was probably meant.
#include "slots.h"

#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void slots_init(struct slots *slots, struct arena *arena)
{
    *slots = (struct slots){.arena = arena};
    names_init(&slots->names, arena);
}

// Names are interned, so that finding a slot takes the time that its name takes, whatever a table
// of types lists.
struct slot *slots_add(struct slots *slots, const char *name, const struct slot **before)
{
    const char *key = names_intern(&slots->names, name, strlen(name));
    *before = map_find(&slots->by_name, key);
    if (*before) {
        return NULL;
    }
    struct slot *slot = arena_new(slots->arena, sizeof *slot);
    slot->name = key;
    slot->index = slots->items.count;
    list_append(slots->arena, &slots->items, slot);
    map_set(slots->arena, &slots->by_name, key, slot);
    return slot;
}

// The number in `[2]`. False if the text is none, or has so many digits that it could overflow.
static bool read_index(const char *text, uint64_t *index)
{
    char *end;
    *index = strtoull(text + 1, &end, 10);
    return isdigit((unsigned char)text[1]) && strcmp(end, "]") == 0 && end - text < 12;
}

// The whole name is tried first: a table of types may call a parameter `a[0]`.
struct target slots_find(const struct slots *slots, const char *name)
{
    const char *whole = names_find(&slots->names, name, strlen(name));
    const struct slot *slot = whole ? map_find(&slots->by_name, whole) : NULL;
    if (slot) {
        return (struct target){slot, 0, slot->count};
    }
    const char *bracket = strchr(name, '[');
    uint64_t index;
    if (!bracket || !read_index(bracket, &index)) {
        return (struct target){0};
    }
    whole = names_find(&slots->names, name, (size_t)(bracket - name));
    slot = whole ? map_find(&slots->by_name, whole) : NULL;
    if (!slot || index >= slot->count) {
        return (struct target){0};
    }
    return (struct target){slot, index, 1};
}

struct digits {
    uint64_t value;
    const char *end; // after them
    bool is_bad;     // none, or an underscore that is not between two
    bool is_too_large;
};

// Digits with underscores between them. It goes on over letters that are not digits of the base, so
// that `12ab` is one wrong number and not a number with a rest.
static struct digits read_digits(const char *text, unsigned base)
{
    struct digits digits = {.end = text};
    bool is_behind_digit = false;
    for (; isxdigit((unsigned char)*digits.end) || *digits.end == '_'; digits.end++) {
        int c = tolower((unsigned char)*digits.end);
        unsigned digit = c == '_' ? 0 : (unsigned)(isdigit(c) ? c - '0' : c - 'a' + 10);
        digits.is_bad |= digit >= base || (c == '_' && !is_behind_digit);
        is_behind_digit = c != '_';
        if (is_behind_digit) {
            digits.is_too_large |= digits.value > (UINT64_MAX - digit) / base;
            digits.value = digits.value * base + digit;
        }
    }
    digits.is_bad |= !is_behind_digit;
    return digits;
}

// `010` is 8 in C and 10 in a spreadsheet: neither is guessed. The octal meaning is offered only
// where it differs.
static const char *leading_zero_error(struct arena *arena, const char *text, const char *digits)
{
    const char *plain = digits + strspn(digits, "0");
    char *end;
    uint64_t octal = strtoull(digits, &end, 8);
    const char *sign = *text == '-' ? "-" : "";
    const char *error = arena_format(arena, "`%s` has a leading zero; write `%s%s`", text, sign,
                                     *plain ? plain : "0");
    return *end || octal < 8 ? error
                             : arena_format(arena, "%s, or `%s%s` if it was meant as octal", error,
                                            sign, text_number(arena, number_of(octal)));
}

// The sign belongs to the number, which may be as low as -2^63. Overflow is judged last, after the
// form: a text that is not a number at all should not be called too large.
const char *integer_read(struct arena *arena, const char *text, struct number *number)
{
    static const char suffixes[] = "KMG";
    if (!*text) {
        return "this cell is empty; it needs an integer";
    }
    const char *start = text + (*text == '-');
    bool has_base = start[0] == '0' && start[1] && strchr("xXbB", start[1]);
    unsigned base = !has_base ? 10 : strchr("xX", start[1]) ? 16 : 2;
    struct digits digits = read_digits(start + (has_base ? 2 : 0), base);
    const char *suffix = *digits.end ? strchr(suffixes, *digits.end) : NULL;
    unsigned shift = suffix ? 10 * (unsigned)(suffix - suffixes + 1) : 0;
    if (digits.is_bad || digits.end[suffix != NULL]) {
        return arena_format(
            arena, "`%s` is not an integer; integers are written `16`, `0x10`, `0b1`, `4K`", text);
    }
    if (base == 10 && start[0] == '0' && digits.end > start + 1) {
        return leading_zero_error(arena, text, start);
    }
    *number = number_of(digits.value << shift);
    bool is_too_large = digits.is_too_large || digits.value > UINT64_MAX >> shift ||
                        (*text == '-' && !number_negate(*number, number));
    return is_too_large ? arena_format(arena, "`%s` has more than 64 bits", text) : NULL;
}
