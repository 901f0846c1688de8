// Compares two partition tables row by row, by the fields that firmware reads, so that a difference
// is reported as "row `nvs`: size 0x5000 instead of 0x4000" rather than as a number of bytes.
//
// The table in the dump may contain anything. Its format is that of the platform: a row is read by
// the record that describes it, without knowing any chip.
#include "verify_parts.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

// The fields of a row that firmware reads, as far as the platform has them.
static const struct row_fact {
    const char *name; // of the field
    bool is_place;    // shown as hexadecimal
} facts[] = {
    {"type", true}, {"subtype", true}, {"offset", true}, {"size", true}, {"flags", true},
};

enum { FACT_COUNT = sizeof facts / sizeof *facts };

struct dumped_row {
    const char *label; // as it is shown
    uint64_t values[FACT_COUNT];
    bool is_matched;
};

struct dumped_rows {
    struct LIST(struct dumped_row) items;
    const char *checksum; // the row's bytes; null: none
    size_t damaged;       // that are not rows
};

// Bytes from a device reach a terminal here: control characters and escape sequences become text.
const char *verify_name(struct arena *arena, const char *bytes, size_t limit)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_text(&text, "");
    for (size_t i = 0; i < limit && bytes[i]; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte < 0x20 || byte >= 0x7f || byte == '\\') {
            buffer_format(&text, "\\x%02x", byte);
        } else {
            buffer_byte(&text, byte);
        }
    }
    return text.bytes;
}

// Within the row, which the caller has in memory as a whole.
static uint64_t integer_at(const struct record *record, const struct field *field,
                           const char *bytes)
{
    size_t size = (size_t)field_type_size(field->type);
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) {
        size_t place = record->is_big_endian ? i : size - 1 - i;
        value = value << 8 | (unsigned char)bytes[field->offset + place];
    }
    return value;
}

// Whether bytes have the constant fields of a row, such as its magic number.
static bool is_row(const struct record *record, const char *bytes)
{
    for_each (field, &record->fields) {
        uint64_t size = field_type_size(field->type);
        uint64_t mask = size < 8 ? (UINT64_C(1) << 8 * size) - 1 : UINT64_MAX;
        uint64_t number =
            field->number.negative ? -field->number.magnitude : field->number.magnitude;
        if (field->source == SOURCE_NUMBER && field->count == 1 && field->type != FIELD_CHAR &&
            integer_at(record, field, bytes) != (number & mask)) {
            return false;
        }
    }
    return true;
}

// The first blank row ends a table, for bootloaders as well as here.
static bool is_blank(const char *bytes, size_t length, uint8_t blank)
{
    for (size_t i = 0; i < length; i++) {
        if ((uint8_t)bytes[i] != blank) {
            return false;
        }
    }
    return true;
}

static void add_row(struct arena *arena, struct dumped_rows *rows, const struct record *record,
                    const char *bytes)
{
    const struct field *label = record_find(record, "label");
    struct dumped_row *row = arena_new(arena, sizeof *row);
    row->label = label && label->type == FIELD_CHAR
                     ? verify_name(arena, bytes + label->offset, (size_t)label->count)
                     : "";
    for (size_t i = 0; i < FACT_COUNT; i++) {
        const struct field *field = record_find(record, facts[i].name);
        row->values[i] =
            field && field->source == SOURCE_GIVEN ? integer_at(record, field, bytes) : 0;
    }
    list_append(arena, &rows->items, row);
}

static struct dumped_rows read_rows(const struct table *table, const char *bytes,
                                    struct arena *arena)
{
    const struct table_format *format = table->format;
    const struct record *checksum = format->checksum;
    size_t step = (size_t)format->row->size;
    struct dumped_rows rows = {0};
    for (size_t at = 0; at + step <= format->size; at += step) {
        bool is_checksum =
            checksum && checksum->size <= format->size - at && is_row(checksum, bytes + at);
        if (is_blank(bytes + at, step, format->blank)) {
            break;
        }
        if (is_row(format->row, bytes + at)) {
            add_row(arena, &rows, format->row, bytes + at);
        } else if (is_checksum) {
            rows.checksum = bytes + at;
            break;
        } else {
            rows.damaged++;
        }
    }
    return rows;
}

// By label, not by position, since an added row moves all others. Each is found once, in case a
// label occurs twice.
static struct dumped_row *find_row(const struct dumped_rows *rows, const char *label)
{
    for_each (row, &rows->items) {
        if (!row->is_matched && strcmp(row->label, label) == 0) {
            return row;
        }
    }
    return NULL;
}

static void compare_row(const struct dumped_row *expected, struct dumped_row *actual,
                        struct arena *arena, struct text_list *notes)
{
    struct buffer text;
    buffer_init(&text, arena);
    actual->is_matched = true;
    for (size_t i = 0; i < FACT_COUNT; i++) {
        if (expected->values[i] != actual->values[i]) {
            buffer_format(&text, "%s%s 0x%" PRIx64 " instead of 0x%" PRIx64,
                          text.length ? ", " : "", facts[i].name, actual->values[i],
                          expected->values[i]);
        }
    }
    if (text.length) {
        list_append(arena, notes, arena_format(arena, "row `%s`: %s", expected->label, text.bytes));
    }
}

// A wrong checksum is only news if the rows are right.
static void compare_checksums(const struct table *table, const struct dumped_rows *expected,
                              const struct dumped_rows *actual, struct arena *arena,
                              struct text_list *notes)
{
    const char *note = NULL;
    if (expected->checksum && !actual->checksum) {
        note = "the checksum row is missing";
    } else if (!expected->checksum && actual->checksum) {
        note = "it has a checksum row, which the table in the schema does not";
    } else if (expected->checksum && notes->count == 0 &&
               memcmp(expected->checksum, actual->checksum,
                      (size_t)table->format->checksum->size) != 0) {
        note = "the checksum is wrong";
    }
    if (note) {
        list_append(arena, notes, note);
    }
}

// There are at most some hundred rows in a table's sector, so that looking each up by label is
// cheap.
void verify_rows(const struct table *table, const char *expected, const char *actual,
                 struct arena *arena, struct text_list *notes)
{
    struct dumped_rows ours = read_rows(table, expected, arena);
    struct dumped_rows theirs = read_rows(table, actual, arena);
    for_each (row, &ours.items) {
        struct dumped_row *found = find_row(&theirs, row->label);
        if (found) {
            compare_row(row, found, arena, notes);
        } else {
            list_append(arena, notes, arena_format(arena, "row `%s` is missing", row->label));
        }
    }
    for_each (row, &theirs.items) {
        if (!row->is_matched) {
            list_append(arena, notes,
                        arena_format(arena, "row `%s` is not in the schema", row->label));
        }
    }
    if (theirs.damaged) {
        list_append(arena, notes,
                    arena_format(arena, "%zu row%s cannot be read", theirs.damaged,
                                 theirs.damaged == 1 ? "" : "s"));
    }
    compare_checksums(table, &ours, &theirs, arena, notes);
    if (notes->count == 0) {
        list_append(arena, notes,
                    "its rows are equal, but their order, padding or the bytes after them differ");
    }
}
