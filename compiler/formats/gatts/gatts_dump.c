// The table of BLE services, read back: JSON text in a container.
#include "gatts.h"

#include "dump.h"
#include "text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER = 4, MAGIC = 0x9527 };

struct gatts_reader {
    const struct dump_request *request;
    const char *start, *at, *end;
    struct fact *list;
    enum gatts_column columns[GATTS_COLUMN_COUNT]; // of the attribute that is read
    size_t column_count;
    const char *values[GATTS_COLUMN_COUNT];
    struct buffer csv;
    const char *error; // null: none
};

static bool gatts_probe(const struct dump_request *request)
{
    return request->size > HEADER && dump_integer(request->bytes + 2, 2) == MAGIC &&
           request->bytes[HEADER] == '{';
}

static bool fail(struct gatts_reader *reader, const char *error)
{
    reader->error = reader->error ? reader->error : error;
    return false;
}

static void skip_blanks(struct gatts_reader *reader)
{
    while (reader->at < reader->end && isspace((unsigned char)*reader->at)) {
        reader->at++;
    }
}

static bool take(struct gatts_reader *reader, char sign)
{
    skip_blanks(reader);
    bool is_there = reader->at < reader->end && *reader->at == sign;
    reader->at += is_there;
    return is_there;
}

static bool expect(struct gatts_reader *reader, char sign)
{
    return take(reader, sign) ||
           fail(reader, arena_format(reader->request->arena, "expected `%c` here", sign));
}

// A text without escapes, which these names and digits have none of.
static const char *read_text(struct gatts_reader *reader)
{
    if (!expect(reader, '"')) {
        return NULL;
    }
    const char *start = reader->at;
    while (reader->at < reader->end && *reader->at != '"' && *reader->at != '\\' &&
           (unsigned char)*reader->at >= ' ') {
        reader->at++;
    }
    size_t length = (size_t)(reader->at - start);
    return expect(reader, '"') ? arena_copy(reader->request->arena, start, length) : NULL;
}

static const char *read_value(struct gatts_reader *reader)
{
    skip_blanks(reader);
    const char *start = reader->at;
    if (start < reader->end && *start == '"') {
        return read_text(reader);
    }
    while (reader->at < reader->end && isdigit((unsigned char)*reader->at)) {
        reader->at++;
    }
    if (reader->at == start) {
        fail(reader, "expected a value here");
        return NULL;
    }
    return arena_copy(reader->request->arena, start, (size_t)(reader->at - start));
}

static bool read_member(struct gatts_reader *reader)
{
    const char *place = reader->at;
    const char *name = read_text(reader);
    const char *value = name && expect(reader, ':') ? read_value(reader) : NULL;
    if (!value) {
        return false;
    }
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        if (strcmp(gatts_column_name((enum gatts_column)i), name) == 0 && !reader->values[i]) {
            reader->columns[reader->column_count++] = (enum gatts_column)i;
            reader->values[i] = value;
            return true;
        }
    }
    reader->at = place;
    return fail(reader, arena_format(reader->request->arena, "`%.40s` does not belong here", name));
}

static bool is_number(enum gatts_column column)
{
    return column != GATTS_UUID && column != GATTS_VALUE;
}

static const char *shown(const struct gatts_reader *reader, enum gatts_column column)
{
    return reader->values[column] ? reader->values[column] : "";
}

static void tell_attribute(struct gatts_reader *reader, const char *place)
{
    struct arena *arena = reader->request->arena;
    struct fact *fact = fact_item(arena, reader->list);
    fact_offset(arena, fact, "offset",
                reader->request->base + HEADER + (size_t)(place - reader->start));
    for (size_t i = 0; i < reader->column_count; i++) {
        enum gatts_column column = reader->columns[i];
        const char *name = gatts_column_name(column);
        const char *value = reader->values[column];
        if (is_number(column) && strlen(value) < 19) {
            fact_count(arena, fact, name, strtoull(value, NULL, 10));
        } else {
            fact_text(arena, fact, name, value);
        }
    }
    fact_say(arena, fact, "attribute %s: uuid %s, permissions %s, %s of %s bytes: %s",
             shown(reader, GATTS_INDEX), shown(reader, GATTS_UUID),
             shown(reader, GATTS_PERMISSIONS), shown(reader, GATTS_CURRENT_LENGTH),
             shown(reader, GATTS_MAX_LENGTH), shown(reader, GATTS_VALUE));
}

// The columns of the CSV are those of the first attribute.
static void write_row(struct gatts_reader *reader)
{
    struct buffer *csv = &reader->csv;
    if (csv->length == 0) {
        for (size_t i = 0; i < reader->column_count; i++) {
            buffer_format(csv, "%s%s", i ? "," : "", gatts_column_name(reader->columns[i]));
        }
        buffer_byte(csv, '\n');
    }
    for (size_t i = 0; i < reader->column_count; i++) {
        enum gatts_column column = reader->columns[i];
        const char *prefix = is_number(column) || !*reader->values[column] ? "" : "0x";
        buffer_format(csv, "%s%s%s", i ? "," : "", prefix, reader->values[column]);
    }
    buffer_byte(csv, '\n');
}

static bool read_attribute(struct gatts_reader *reader)
{
    const char *place = reader->at;
    reader->column_count = 0;
    memset(reader->values, 0, sizeof reader->values);
    if (!expect(reader, '{')) {
        return false;
    }
    do {
        if (!read_member(reader)) {
            return false;
        }
    } while (take(reader, ','));
    if (!expect(reader, '}')) {
        return false;
    }
    if (reader->column_count < GATTS_COLUMN_COUNT) {
        return fail(reader, "the attribute does not have all of its seven values");
    }
    tell_attribute(reader, place);
    write_row(reader);
    return true;
}

static bool read_all(struct gatts_reader *reader)
{
    const char *name = expect(reader, '{') ? read_text(reader) : NULL;
    if (!name || strcmp(name, "Service") != 0) {
        return fail(reader, "expected `\"Service\"` here");
    }
    if (!expect(reader, ':') || !expect(reader, '[')) {
        return false;
    }
    if (!take(reader, ']')) {
        do {
            if (!read_attribute(reader)) {
                return false;
            }
        } while (take(reader, ','));
        if (!expect(reader, ']')) {
            return false;
        }
    }
    if (!expect(reader, '}')) {
        return false;
    }
    skip_blanks(reader);
    return reader->at == reader->end || fail(reader, "expected the end of the text here");
}

static void extract(struct gatts_reader *reader, struct dump_result *result)
{
    const struct dump_request *request = reader->request;
    struct arena *arena = request->arena;
    const char *csv = arena_format(arena, "%s.csv", request->name);
    struct buffer text;
    buffer_init(&text, arena);
    uint64_t size = (request->size + 4095) / 4096 * 4096;
    struct tree_node *files = dump_files(arena);
    dump_begin_schema(&text, request->name, size);
    buffer_format(&text, "    partition %s 0x40.0 size %s from gatts \"%s\";\n}\n",
                  dump_quoted_name(arena, request->name), text_size(arena, size), csv);
    dump_add_file(arena, files, csv, reader->csv.bytes, reader->csv.length);
    dump_add_file(arena, files, arena_format(arena, "%s.pschema", request->name), text.bytes,
                  text.length);
    result->files = files;
}

static void gatts_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    fact_text(arena, fact, "format", "gatts");
    fact_say(arena, fact, "BLE services");
    if (request->size < HEADER || dump_integer(request->bytes + 2, 2) != MAGIC) {
        fact_damage(arena, fact, request->base,
                    "a table of BLE services has the bytes 27 95 after its length");
        return;
    }
    size_t length = (size_t)dump_integer(request->bytes, 2);
    size_t there = request->size - HEADER < length ? request->size - HEADER : length;
    const char *start = (const char *)request->bytes + HEADER;
    struct gatts_reader reader = {
        .request = request, .start = start, .at = start, .end = start + there};
    buffer_init(&reader.csv, arena);
    fact_count(arena, fact, "length", length);
    reader.list = fact_list(arena, fact, "attributes");
    if (there < length) {
        fact_damage(arena, fact, request->base, "only %zu of %zu bytes of text are here", there,
                    length);
    }
    if (!read_all(&reader)) {
        fact_damage(arena, fact, request->base + HEADER + (size_t)(reader.at - start), "%s",
                    reader.error);
    }
    fact_say(arena, fact, "BLE services: %zu attributes", reader.list->children.count);
    dump_check_rest(request, fact, HEADER + there);
    if (request->wants_files && reader.csv.length) {
        extract(&reader, result);
    }
}

const struct decoder gatts_decoder = {
    .name = "gatts",
    .description = "BLE services of ESP-AT",
    .probe = gatts_probe,
    .decode = gatts_dump,
};
