// Typed binary layouts: the rows of partition tables, and the schema's own records.
#ifndef PLATFORM_RECORD_H
#define PLATFORM_RECORD_H

#include "buffer.h"
#include "list.h"
#include "number.h"
#include "span.h"

#include <stdbool.h>
#include <stdint.h>

enum field_type {
    FIELD_U8,
    FIELD_U16,
    FIELD_U32,
    FIELD_U64,
    FIELD_I8,
    FIELD_I16,
    FIELD_I32,
    FIELD_I64,
    FIELD_F32,
    FIELD_F64,
    FIELD_CHAR,
    FIELD_TYPE_COUNT,
};

/// Where a field's value comes from.
enum field_source {
    SOURCE_GIVEN, // from outside: a fact of a partition, or a column
    SOURCE_NUMBER,
    SOURCE_FLOAT,
    SOURCE_TEXT,
    SOURCE_MD5_ROWS, // MD5 of all rows before
    SOURCE_CRC32,    // of the fields from `first` to `last`
};

struct field {
    const char *name;
    const char *documentation;
    enum field_type type;
    uint64_t offset; // in the record
    uint64_t count;  // of an array; 1 else
    bool is_array;
    enum field_source source;
    struct number number;
    const char *text; // of a text; of a float: as written
    bool has_range;
    struct number low, high;
    const struct field *first, *last;
    struct span span;
    bool is_complete; // else it has a mistake, or is just being defined
};

struct record {
    const char *name;
    const char *identifier;
    const char *documentation;
    bool is_big_endian;
    uint64_t size;
    struct LIST(const struct field) fields;
    struct span span;
    bool is_of_platform; // a part of its tables, which firmware has no use for
    bool is_complete;    // else it has a mistake, which was reported
};

/// "u32", and its size in bytes.
const char *field_type_name(enum field_type type);
uint64_t field_type_size(enum field_type type);

/// The ends of an integer type, and whether a number is between them.
struct number field_lowest(enum field_type type);
struct number field_highest(enum field_type type);
bool field_fits(enum field_type type, struct number number);

/// The bits of a float of a type, from its text. False if it is too large for it.
bool field_float(enum field_type type, const char *text, struct number *bits);

const struct field *record_find(const struct record *record, const char *name);

/// The field `magic` or `version`, if firmware knows the record by it: one without a range, whose
/// default is a number, or a text of 1, 2, 4 or 8 bytes. `*value` is what firmware reads there, as
/// a number in the record's byte order. Null: there is none, or it may have any value; and for all
/// other names.
const struct field *record_find_constant(const struct record *record, const char *name,
                                         uint64_t *value);

/// A value given from outside for a field.
struct field_value {
    const char *name;
    struct number number;
    const char *text; // for char fields; null: a number
};

/// Appends a record. Values that were not given are zero; all must fit. `rows` is what a checksum
/// over the rows before covers.
void record_encode(const struct record *record, const struct field_value *values, size_t count,
                   const struct buffer *rows, struct buffer *out);

/// Writes the checksums over fields into a record whose other fields are final.
void record_seal(const struct record *record, char *bytes);

#endif
