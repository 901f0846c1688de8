// The table of BLE services, read back: JSON text in a container.
//
// No parser of general JSON: it takes what gatts.c and ESP-AT's tool write, one list of flat
// objects with seven known members each. The depth is fixed, and every step goes forward, so that
// hostile text costs no more than its length (at most 65535 bytes). The first mistake ends it,
// with its place.
#include "gatts.h"

#include "dump.h"
#include "text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER = 4, MAGIC = 0x9527 };

struct gatts_parser {
    const struct dump_request *request;
    const char *start, *at, *end;
    struct fact *list;
    enum gatts_column columns[GATTS_COLUMN_COUNT]; // of the attribute that is read
    size_t column_count;
    const char *values[GATTS_COLUMN_COUNT];
    struct buffer csv;
    const char *error; // null: none
};

// Two bytes of magic and a brace: the length is not asked for, or a text that is cut off would not
// be recognised.
static bool gatts_probe(const struct dump_request *request)
{
    return request->size > HEADER && dump_integer(request->bytes + 2, 2) == MAGIC &&
           request->bytes[HEADER] == '{';
}

// Keeps the first error; those that follow on the way out are consequences.
static bool fail(struct gatts_parser *parser, const char *error)
{
    parser->error = parser->error ? parser->error : error;
    return false;
}

static void skip_blanks(struct gatts_parser *parser)
{
    while (parser->at < parser->end && isspace((unsigned char)*parser->at)) {
        parser->at++;
    }
}

static bool take(struct gatts_parser *parser, char token)
{
    skip_blanks(parser);
    bool is_there = parser->at < parser->end && *parser->at == token;
    parser->at += is_there;
    return is_there;
}

static bool expect(struct gatts_parser *parser, char token)
{
    return take(parser, token) ||
           fail(parser, arena_format(parser->request->arena, "expected `%c` here", token));
}

// A text without escapes, which these names and digits have none of. A backslash or control
// character ends it, and is an error, since no quote is there.
static const char *read_text(struct gatts_parser *parser)
{
    if (!expect(parser, '"')) {
        return NULL;
    }
    const char *start = parser->at;
    while (parser->at < parser->end && *parser->at != '"' && *parser->at != '\\' &&
           (unsigned char)*parser->at >= ' ') {
        parser->at++;
    }
    size_t length = (size_t)(parser->at - start);
    return expect(parser, '"') ? arena_copy(parser->request->arena, start, length) : NULL;
}

// A text in quotes, or digits. Both become text; tell_attribute knows which members are numbers.
static const char *read_value(struct gatts_parser *parser)
{
    skip_blanks(parser);
    const char *start = parser->at;
    if (start < parser->end && *start == '"') {
        return read_text(parser);
    }
    while (parser->at < parser->end && isdigit((unsigned char)*parser->at)) {
        parser->at++;
    }
    if (parser->at == start) {
        fail(parser, "expected a value here");
        return NULL;
    }
    return arena_copy(parser->request->arena, start, (size_t)(parser->at - start));
}

// Each member at most once: `columns` has room for each of them, and no more.
static bool read_member(struct gatts_parser *parser)
{
    const char *place = parser->at;
    const char *name = read_text(parser);
    const char *value = name && expect(parser, ':') ? read_value(parser) : NULL;
    if (!value) {
        return false;
    }
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        if (strcmp(gatts_column_name((enum gatts_column)i), name) == 0 && !parser->values[i]) {
            parser->columns[parser->column_count++] = (enum gatts_column)i;
            parser->values[i] = value;
            return true;
        }
    }
    parser->at = place;
    return fail(parser, arena_format(parser->request->arena, "`%.40s` does not belong here", name));
}

static bool is_number(enum gatts_column column)
{
    return column != GATTS_UUID && column != GATTS_VALUE;
}

static const char *shown(const struct gatts_parser *parser, enum gatts_column column)
{
    return parser->values[column] ? parser->values[column] : "";
}

// Numbers of less than 19 digits fit into 64 bits; longer ones, which only damage makes, stay
// text.
static void tell_attribute(struct gatts_parser *parser, const char *place)
{
    struct arena *arena = parser->request->arena;
    struct fact *fact = fact_item(arena, parser->list);
    fact_offset(arena, fact, "offset",
                parser->request->base + HEADER + (size_t)(place - parser->start));
    for (size_t i = 0; i < parser->column_count; i++) {
        enum gatts_column column = parser->columns[i];
        const char *name = gatts_column_name(column);
        const char *value = parser->values[column];
        if (is_number(column) && strlen(value) < 19) {
            fact_count(arena, fact, name, strtoull(value, NULL, 10));
        } else {
            fact_text(arena, fact, name, value);
        }
    }
    fact_say(arena, fact, "attribute %s: uuid %s, permissions %s, %s of %s bytes: %s",
             shown(parser, GATTS_INDEX), shown(parser, GATTS_UUID),
             shown(parser, GATTS_PERMISSIONS), shown(parser, GATTS_CURRENT_LENGTH),
             shown(parser, GATTS_MAX_LENGTH), shown(parser, GATTS_VALUE));
}

// The columns of the CSV are those of the first attribute; all later rows are in their own order,
// which is the same in what ESP-AT makes.
static void write_row(struct gatts_parser *parser)
{
    struct buffer *csv = &parser->csv;
    if (csv->length == 0) {
        for (size_t i = 0; i < parser->column_count; i++) {
            buffer_format(csv, "%s%s", i ? "," : "", gatts_column_name(parser->columns[i]));
        }
        buffer_byte(csv, '\n');
    }
    for (size_t i = 0; i < parser->column_count; i++) {
        enum gatts_column column = parser->columns[i];
        const char *prefix = is_number(column) || !*parser->values[column] ? "" : "0x";
        buffer_format(csv, "%s%s%s", i ? "," : "", prefix, parser->values[column]);
    }
    buffer_byte(csv, '\n');
}

static bool read_attribute(struct gatts_parser *parser)
{
    const char *place = parser->at;
    parser->column_count = 0;
    memset(parser->values, 0, sizeof parser->values);
    if (!expect(parser, '{')) {
        return false;
    }
    do {
        if (!read_member(parser)) {
            return false;
        }
    } while (take(parser, ','));
    if (!expect(parser, '}')) {
        return false;
    }
    if (parser->column_count < GATTS_COLUMN_COUNT) {
        return fail(parser, "the attribute does not have all of its seven values");
    }
    tell_attribute(parser, place);
    write_row(parser);
    return true;
}

// `{"Service": [ATTRIBUTE, ...]}` and nothing after it.
static bool read_all(struct gatts_parser *parser)
{
    const char *name = expect(parser, '{') ? read_text(parser) : NULL;
    if (!name || strcmp(name, "Service") != 0) {
        return fail(parser, "expected `\"Service\"` here");
    }
    if (!expect(parser, ':') || !expect(parser, '[')) {
        return false;
    }
    if (!take(parser, ']')) {
        do {
            if (!read_attribute(parser)) {
                return false;
            }
        } while (take(parser, ','));
        if (!expect(parser, ']')) {
            return false;
        }
    }
    if (!expect(parser, '}')) {
        return false;
    }
    skip_blanks(parser);
    return parser->at == parser->end || fail(parser, "expected the end of the text here");
}

// The size is rounded up to whole sectors, so that the schema that is written compiles.
static void extract(struct gatts_parser *parser, struct dump_result *result)
{
    const struct dump_request *request = parser->request;
    struct arena *arena = request->arena;
    const char *csv = arena_format(arena, "%s.csv", request->name);
    struct buffer text;
    buffer_init(&text, arena);
    uint64_t size = (request->size + 4095) / 4096 * 4096;
    struct tree_node *files = dump_files(arena);
    dump_begin_schema(&text, request->name, size);
    buffer_format(&text, "    partition %s 0x40.0 size %s from gatts \"%s\";\n}\n",
                  dump_quoted_name(arena, request->name), text_size(arena, size), csv);
    dump_add_file(arena, files, csv, parser->csv.bytes, parser->csv.length);
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
    struct gatts_parser parser = {
        .request = request, .start = start, .at = start, .end = start + there};
    buffer_init(&parser.csv, arena);
    fact_count(arena, fact, "length", length);
    parser.list = fact_list(arena, fact, "attributes");
    if (there < length) {
        fact_damage(arena, fact, request->base, "only %zu of %zu bytes of text are here", there,
                    length);
    }
    if (!read_all(&parser)) {
        fact_damage(arena, fact, request->base + HEADER + (size_t)(parser.at - start), "%s",
                    parser.error);
    }
    fact_say(arena, fact, "BLE services: %zu attributes", parser.list->children.count);
    dump_check_rest(request, fact, HEADER + there);
    if (request->wants_files && parser.csv.length) {
        extract(&parser, result);
    }
}

const struct decoder gatts_decoder = {
    .name = "gatts",
    .description = "BLE services of ESP-AT",
    .probe = gatts_probe,
    .decode = gatts_dump,
};
