// Records: their fields' types, values and bytes.
//
// Bytes are written one by one in the record's order of bytes, never copied from memory. A
// checksum is written as 0 with its field, and sealed once all of the record is there.
#include "record.h"

#include "digest.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct field_type_entry {
    const char *name;
    uint64_t size;
    bool is_signed;
};

static const struct field_type_entry types[FIELD_TYPE_COUNT] = {
    [FIELD_U8] = {"u8", 1, false},     [FIELD_U16] = {"u16", 2, false},
    [FIELD_U32] = {"u32", 4, false},   [FIELD_U64] = {"u64", 8, false},
    [FIELD_I8] = {"i8", 1, true},      [FIELD_I16] = {"i16", 2, true},
    [FIELD_I32] = {"i32", 4, true},    [FIELD_I64] = {"i64", 8, true},
    [FIELD_F32] = {"f32", 4, true},    [FIELD_F64] = {"f64", 8, true},
    [FIELD_CHAR] = {"char", 1, false},
};

const char *field_type_name(enum field_type type)
{
    return types[type].name;
}

uint64_t field_type_size(enum field_type type)
{
    return types[type].size;
}

// The shift is below 64 in any case: no type has fewer bits than 8.
struct number field_highest(enum field_type type)
{
    unsigned bits = (unsigned)types[type].size * 8;
    return number_of(UINT64_MAX >> (64 - bits + types[type].is_signed));
}

struct number field_lowest(enum field_type type)
{
    uint64_t magnitude = field_highest(type).magnitude + 1;
    return types[type].is_signed ? (struct number){magnitude, true} : number_of(0);
}

bool field_fits(enum field_type type, struct number number)
{
    return number_compare(number, field_lowest(type)) >= 0 &&
           number_compare(number, field_highest(type)) <= 0;
}

const struct field *record_find(const struct record *record, const char *name)
{
    for (size_t i = 0; i < record->fields.count; i++) {
        const struct field *field = record->fields.items[i];
        if (strcmp(field->name, name) == 0) {
            return field;
        }
    }
    return NULL;
}

// Two's complement, cut to the field's size. An array has the number in each element.
static void append_number(const struct record *record, const struct field *field,
                          struct number number, struct buffer *out)
{
    uint64_t bits = number.negative ? -number.magnitude : number.magnitude;
    for (uint64_t i = 0; i < field->count; i++) {
        buffer_integer(out, bits, (size_t)types[field->type].size, record->is_big_endian);
    }
}

// IEEE 754, as the host has it.
bool field_float(enum field_type type, const char *text, struct number *bits)
{
    double value = strtod(text, NULL);
    float narrow = strtof(text, NULL);
    uint64_t pattern = 0;
    uint32_t narrow_pattern;
    memcpy(&pattern, &value, sizeof pattern);
    memcpy(&narrow_pattern, &narrow, sizeof narrow_pattern);
    bool is_narrow = type == FIELD_F32;
    *bits = number_of(is_narrow ? narrow_pattern : pattern);
    return is_narrow ? isfinite(narrow) : isfinite(value);
}

// The rest of the field is NUL. Whoever gives the text has checked its length.
static void append_text(const struct field *field, const char *text, struct buffer *out)
{
    size_t length = text ? strlen(text) : 0;
    buffer_bytes(out, text ? text : "", length);
    buffer_fill(out, 0, (size_t)field->count - length);
}

static const struct field_value *find_value(const struct field_value *values, size_t count,
                                            const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(values[i].name, name) == 0) {
            return &values[i];
        }
    }
    return NULL;
}

static void append_given(const struct record *record, const struct field *field,
                         const struct field_value *value, struct buffer *out)
{
    static const struct number zero = {0, false};
    if (field->type == FIELD_CHAR) {
        append_text(field, value ? value->text : NULL, out);
    } else {
        append_number(record, field, value ? value->number : zero, out);
    }
}

// A text with the size of a number, as the number that the runtime reads there.
static bool read_text(const struct record *record, const struct field *field, uint64_t *value)
{
    uint64_t size = field->count;
    if (field->source != SOURCE_TEXT || (size != 1 && size != 2 && size != 4 && size != 8)) {
        return false;
    }
    size_t length = strlen(field->text);
    *value = 0;
    for (size_t i = 0; i < size; i++) {
        size_t at = record->is_big_endian ? i : (size_t)size - 1 - i;
        *value = *value << 8 | (at < length ? (uint8_t)field->text[at] : 0);
    }
    return true;
}

// As the field has it: negative numbers are cut to its bits.
static bool read_number(const struct field *field, uint64_t *value)
{
    uint64_t bits = 8 * types[field->type].size;
    if (field->source != SOURCE_NUMBER || field->count != 1) {
        return false;
    }
    *value = field->number.negative ? -field->number.magnitude : field->number.magnitude;
    *value &= UINT64_MAX >> (64 - bits);
    return true;
}

const struct field *record_find_constant(const struct record *record, const char *name,
                                         uint64_t *value)
{
    bool is_mark = strcmp(name, "magic") == 0 || strcmp(name, "version") == 0;
    const struct field *field = is_mark ? record_find(record, name) : NULL;
    bool is_constant = field && !field->has_range &&
                       (read_number(field, value) || read_text(record, field, value));
    return is_constant ? field : NULL;
}

// A checksum covers fields in front of it only: in their order, each has what it needs. The bytes
// are in memory by now and do not move any more.
void record_seal(const struct record *record, char *bytes)
{
    for (size_t i = 0; i < record->fields.count; i++) {
        const struct field *field = record->fields.items[i];
        if (field->source == SOURCE_CRC32) {
            const struct field *last = field->last;
            uint64_t end = last->offset + last->count * types[last->type].size;
            uint32_t sum =
                digest_crc32(bytes + field->first->offset, (size_t)(end - field->first->offset));
            bytes_put(bytes + field->offset, sum, sizeof sum, record->is_big_endian);
        }
    }
}

// Values are given by the names of fields; a field without one is 0. The checksum's own bytes are
// reserved first, since it covers others that come before it.
void record_encode(const struct record *record, const struct field_value *values, size_t count,
                   const struct buffer *rows, struct buffer *out)
{
    size_t start = out->length;
    assert(record->is_complete);
    for (size_t i = 0; i < record->fields.count; i++) {
        const struct field *field = record->fields.items[i];
        uint8_t digest[MD5_SIZE];
        struct number number;
        switch (field->source) {
        case SOURCE_NUMBER:
            append_number(record, field, field->number, out);
            break;
        case SOURCE_FLOAT:
            field_float(field->type, field->text, &number);
            append_number(record, field, number, out);
            break;
        case SOURCE_TEXT:
            append_text(field, field->text, out);
            break;
        case SOURCE_MD5_ROWS:
            digest_md5(rows ? rows->bytes : NULL, rows ? rows->length : 0, digest);
            buffer_bytes(out, digest, sizeof digest);
            break;
        case SOURCE_CRC32:
            buffer_integer(out, 0, (size_t)types[field->type].size, false);
            break;
        case SOURCE_GIVEN:
            append_given(record, field, find_value(values, count, field->name), out);
            break;
        }
    }
    if (out->length > start) {
        record_seal(record, out->bytes + start);
    }
}
