// What a key's values may be: what its type allows, and then `max BYTES` or `in LOW .. HIGH`.
//
// The same limits hold for every value, wherever it comes from, and for what firmware finds on a
// device: the header has them. So a limit that its type cannot reach is an error, since firmware
// would have an array that no value fills, or compare with a number that its variable cannot have.
#include "nvs.h"

#include "record.h"

enum {
    PIECE_LIMIT_1 = 1984, // of a string with its NUL, and of a blob, in version 1
    PIECE_LIMIT_2 = 3968, // of a string in version 2: what fits into a page without its last entry
};

// In the second version a blob is split over pages, and so may be longer than one; a string never
// is.
uint64_t nvs_size_limit(const struct nvs *nvs, enum nvs_type type)
{
    return nvs->form.version == 1 ? PIECE_LIMIT_1
           : type == NVS_STRING   ? PIECE_LIMIT_2
                                  : NVS_BLOB_LIMIT;
}

// Puts a value where it belongs in a message; that of a secret is not said.
static const char *shown(const struct nvs *nvs, const struct nvs_key *key, struct number number)
{
    return key->is_secret ? "this value" : text_number(nvs->request->arena, number);
}

static bool refuse(struct nvs *nvs, const struct word *word, const char *text)
{
    report(nvs->request->diagnostics, CODE_BAD_CONTENT, word->span, "%s", text);
    return false;
}

// "`256` does not fit into `level` (u8, 0 to 255)"
void nvs_report_range(struct nvs *nvs, const struct nvs_key *key, const char *shown,
                      struct span span)
{
    struct arena *arena = nvs->request->arena;
    enum field_type type = nvs_integer_type(key->item.type);
    report(nvs->request->diagnostics, CODE_NVS_VALUE, span,
           "%s does not fit into `%s` (%s, %s to %s)", shown, key->item.name, field_type_name(type),
           text_number(arena, field_lowest(type)), text_number(arena, field_highest(type)));
}

bool nvs_check_type(struct nvs *nvs, const struct nvs_key *key, struct number number,
                    struct span span)
{
    bool fits = field_fits(nvs_integer_type(key->item.type), number);
    if (!fits) {
        const char *text = shown(nvs, key, number);
        nvs_report_range(nvs, key,
                         key->is_secret ? text : arena_format(nvs->request->arena, "`%s`", text),
                         span);
    }
    return fits;
}

// `word` is the `max`, and `bytes` the word after it, whose value may have had a mistake that was
// reported where it was evaluated.
static bool take_max(struct nvs *nvs, struct nvs_key *key, const struct word *word,
                     const struct word *bytes)
{
    struct arena *arena = nvs->request->arena;
    const struct value *value = bytes->values;
    uint64_t limit = nvs_size_limit(nvs, key->item.type);
    if (key->encoding == NVS_DECIMAL) {
        return refuse(nvs, word,
                      arena_format(arena,
                                   "`%s` is an integer: its range is written `in LOW .. HIGH`",
                                   key->item.name));
    }
    if (value->kind == VALUE_NONE) {
        return false;
    }
    bool is_size = value->kind == VALUE_INTEGER && !value->number.negative &&
                   value->number.magnitude > 0 && value->number.magnitude <= limit;
    if (!is_size) {
        bool is_string = key->item.type == NVS_STRING;
        return refuse(nvs, bytes,
                      arena_format(arena, "the most bytes of `%s` are 1 to %s%s", key->item.name,
                                   text_number(arena, number_of(limit)),
                                   is_string ? ", with its NUL" : ""));
    }
    key->max = value->number.magnitude;
    key->limit_span = span_join(word->span, bytes->span);
    return true;
}

// Both ends are judged, so that one run reports both.
static bool take_range(struct nvs *nvs, struct nvs_key *key, const struct word *word,
                       const struct word *range)
{
    struct arena *arena = nvs->request->arena;
    const struct value *ends = range->values;
    bool is_good = true;
    if (key->encoding != NVS_DECIMAL) {
        return refuse(nvs, word,
                      arena_format(arena,
                                   "`%s` is a %s: its most bytes are written `max BYTES`; a range "
                                   "is for integers",
                                   key->item.name,
                                   key->item.type == NVS_STRING ? "string" : "blob"));
    }
    for (size_t i = 0; i < 2; i++) {
        if (ends[i].kind == VALUE_INTEGER) {
            is_good &= nvs_check_type(nvs, key, ends[i].number, ends[i].span);
        } else if (ends[i].kind == VALUE_NONE) {
            is_good = false;
        } else {
            is_good = refuse(
                nvs, range,
                arena_format(arena, "the range of `%s` is between integers", key->item.name));
        }
    }
    if (!is_good) {
        return false;
    }
    if (number_compare(ends[0].number, ends[1].number) > 0) {
        return refuse(nvs, range,
                      arena_format(arena, "the range of `%s` is empty: %s is greater than %s",
                                   key->item.name, text_number(arena, ends[0].number),
                                   text_number(arena, ends[1].number)));
    }
    key->has_range = true;
    key->low = ends[0].number;
    key->high = ends[1].number;
    key->limit_span = span_join(word->span, range->span);
    return true;
}

bool nvs_take_limit(struct nvs *nvs, struct nvs_key *key, const struct word *word,
                    const struct word *operand)
{
    return word_is(word, "max") ? take_max(nvs, key, word, operand)
                                : take_range(nvs, key, word, operand);
}

bool nvs_check_range(struct nvs *nvs, const struct nvs_key *key, struct number number,
                     struct span span)
{
    struct arena *arena = nvs->request->arena;
    if (!key->has_range ||
        (number_compare(number, key->low) >= 0 && number_compare(number, key->high) <= 0)) {
        return true;
    }
    struct diagnostic *diagnostic =
        report(nvs->request->diagnostics, CODE_NVS_VALUE, span,
               "%s is outside the range of `%s`, %s to %s", shown(nvs, key, number), key->item.name,
               text_number(arena, key->low), text_number(arena, key->high));
    add_note(diagnostic, key->limit_span, "the range is here");
    return false;
}

bool nvs_check_max(struct nvs *nvs, const struct nvs_key *key, size_t size, struct span span)
{
    if (!key->max || size <= key->max) {
        return true;
    }
    struct diagnostic *diagnostic =
        report(nvs->request->diagnostics, CODE_NVS_VALUE, span,
               "`%s` has %zu bytes%s; it may have at most %s", key->item.name, size,
               key->item.type == NVS_STRING ? " with its NUL" : "",
               text_number(nvs->request->arena, number_of(key->max)));
    add_note(diagnostic, key->limit_span, "that limit is here");
    return false;
}
