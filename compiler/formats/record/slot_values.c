// Values, from text to bytes: the one place where a cell is judged for its slot and written.
//
// Without bytes to write to, it only judges; so the check of a schema and the making of an image
// report the same things. Nothing is written that does not fit: offsets and sizes of slots were
// compared with the record or partition when they were made.
#include "slots.h"

#include "record.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

// At the cell, with the declaration as a note: the mistake is mostly in the first.
static bool report_value(const struct slot_writer *writer, const struct slot *slot,
                         struct span span, const char *what)
{
    struct diagnostic *diagnostic = report(writer->diagnostics, CODE_BAD_VALUE, span, "%s", what);
    add_note(diagnostic, slot->span, "`%s` (%s) is declared here", slot->name, slot->type);
    return false;
}

// A text may fill its slot to the last byte, without a NUL; the rest is zeros. It is not trimmed:
// spaces in a text may be meant.
static bool put_text(const struct slot_writer *writer, const struct slot *slot,
                     const struct csv_cell *cell)
{
    if (cell->length > slot->size) {
        return report_value(writer, slot, cell->span,
                            arena_format(writer->slots->arena,
                                         "`%s` has %zu bytes; `%s` has room for %s", cell->text,
                                         cell->length, slot->name,
                                         text_number(writer->slots->arena, number_of(slot->size))));
    }
    if (writer->bytes) {
        memset(writer->bytes + slot->offset, 0, (size_t)slot->size);
        memcpy(writer->bytes + slot->offset, cell->text, cell->length);
    }
    return true;
}

// Null; else why the text is not a value for the slot. Negative numbers become two's complement,
// whose low bytes are written; the range was compared before that.
static const char *read_integer(struct arena *arena, const struct slot *slot, const char *text,
                                struct number *bits)
{
    struct number number;
    const char *error = integer_read(arena, text, &number);
    if (error) {
        return error;
    }
    if (number_compare(number, slot->low) < 0 || number_compare(number, slot->high) > 0) {
        return arena_format(arena, "%s does not fit into `%s`, which can be %s to %s", text,
                            slot->name, text_number(arena, slot->low),
                            text_number(arena, slot->high));
    }
    *bits = number_of(number.negative ? -number.magnitude : number.magnitude);
    return NULL;
}

// strtod alone takes `inf`, `nan` and hexadecimal, which no schema can write; only plain decimals
// pass.
static const char *read_float(struct arena *arena, const struct slot *slot, const char *text,
                              struct number *bits)
{
    char *end;
    bool is_plain = text[strspn(text, "+-.0123456789eE")] == 0;
    strtod(text, &end);
    if (!is_plain || end == text || *end) {
        return arena_format(arena, "`%s` is not a number; `%s` takes one such as `1.5` or `-2e-3`",
                            text, slot->name);
    }
    bool fits = field_float(slot->size == 4 ? FIELD_F32 : FIELD_F64, text, bits);
    return fits ? NULL
                : arena_format(arena, "`%s` is too large for `%s` (%s)", text, slot->name,
                               slot->type);
}

// An empty cell is not a zero: spreadsheets leave cells empty where somebody forgot them.
static bool read_bits(const struct slot_writer *writer, const struct slot *slot, struct span span,
                      const char *text, uint64_t *bits)
{
    struct arena *arena = writer->slots->arena;
    struct number number = {0};
    const char *error = NULL;
    if (!*text) {
        error = arena_format(arena, "there is no value for `%s`", slot->name);
    } else if (slot->kind == SLOT_INTEGER) {
        error = read_integer(arena, slot, text, &number);
    } else {
        error = read_float(arena, slot, text, &number);
    }
    *bits = number.magnitude;
    return !error || report_value(writer, slot, span, error);
}

static void put_bits(const struct slot_writer *writer, const struct slot *slot, uint64_t element,
                     uint64_t bits)
{
    if (writer->bytes) {
        bytes_put(writer->bytes + slot->offset + element * slot->size, bits, (size_t)slot->size,
                  writer->slots->is_big_endian);
    }
}

// `1 2 3`, `1;2;3`. All elements are judged, also those after a wrong one. If the count is wrong,
// that is said as well; elements beyond the last are only counted.
static bool put_elements(const struct slot_writer *writer, struct target target, struct span span,
                         const char *text)
{
    static const char separators[] = " \t;";
    const struct slot *slot = target.slot;
    struct arena *arena = writer->slots->arena;
    bool is_good = true;
    uint64_t count = 0;
    for (const char *at = text + strspn(text, separators); *at; count++) {
        size_t length = strcspn(at, separators);
        const char *word = arena_copy(arena, at, length);
        uint64_t bits;
        if (count < target.count && read_bits(writer, slot, span, word, &bits)) {
            put_bits(writer, slot, target.first + count, bits);
        } else {
            is_good = false;
        }
        at += length;
        at += strspn(at, separators);
    }
    if (is_good && count == target.count) {
        return true;
    }
    return count != target.count &&
           report_value(writer, slot, span,
                        arena_format(arena, "`%s` has %s elements, not %s", slot->name,
                                     text_number(arena, number_of(target.count)),
                                     text_number(arena, number_of(count))));
}

// Texts are taken as they are, all else without spaces around it.
bool writer_put(const struct slot_writer *writer, struct target target, const struct csv_cell *cell,
                bool is_for_all)
{
    const struct slot *slot = target.slot;
    if (slot->kind == SLOT_TEXT) {
        return put_text(writer, slot, cell);
    }
    const char *text = text_trimmed(writer->slots->arena, cell->text);
    if (target.count > 1 && !is_for_all) {
        return put_elements(writer, target, cell->span, text);
    }
    uint64_t bits;
    if (!read_bits(writer, slot, cell->span, text, &bits)) {
        return false;
    }
    for (uint64_t i = 0; writer->bytes && i < target.count; i++) {
        put_bits(writer, slot, target.first + i, bits);
    }
    return true;
}
