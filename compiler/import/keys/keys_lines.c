// Rows of an NVS CSV (`key,type,encoding,value`, as nvs_partition_gen takes it) as lines of a
// schema.
//
// Values are written as the schema's own (numbers, strings, hex), not as the file's texts, so that
// they can be edited. What a schema cannot say (a value that the tool itself reads in an odd way)
// makes the schema import the file as a whole (is_whole).
#include "keys_import.h"

#include "csv.h"
#include "python.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY,
    TYPE,
    ENCODING,
    VALUE,
    COLUMN_COUNT,
    FILL_LIMIT = 256, // bytes of a fill that are written as digits
};

static void add_line(struct keys *keys, struct keys_line content)
{
    struct keys_line *line = arena_new(keys->importer->arena, sizeof *line);
    *line = content;
    list_append(keys->importer->arena, &keys->lines, line);
}

// A blank line, or the end: the comments before it are about nothing that follows.
static void loosen_remarks(struct keys *keys)
{
    for (size_t i = keys->lines.count; i > 0; i--) {
        struct keys_line *line = keys->lines.items[i - 1];
        if (!line->is_remark) {
            return;
        }
        line->documents = false;
    }
}

// Those that look like rows that were taken out document nothing.
static bool is_row(const char *text)
{
    const char *comma = strchr(text, ',');
    return comma && strchr(comma + 1, ',');
}

// Comments before a place in the file.
static void add_remarks(struct keys *keys, size_t until)
{
    struct arena *arena = keys->importer->arena;
    const char *bytes = keys->source->bytes;
    size_t at = keys->end + (keys->end < until && bytes[keys->end] == '\r');
    for (at += at < until && bytes[at] == '\n'; at < until;) {
        size_t length = strcspn(bytes + at, "\n");
        length = length > until - at ? until - at : length;
        const char *text = text_trimmed(arena, arena_copy(arena, bytes + at, length));
        if (*text == '#') {
            text += strspn(text, "# \t");
            add_line(keys, (struct keys_line){
                               .type = text, .is_remark = true, .documents = !is_row(text)});
        } else {
            loosen_remarks(keys);
        }
        at += length + 1;
    }
}

static bool is_plain_text(const struct csv_cell *cell)
{
    const char *end = cell->text + cell->length;
    for (const char *at = cell->text; at < end;) {
        size_t length = text_character(at, end);
        unsigned char byte = (unsigned char)*at;
        if (length == 0 || byte == 0x7f || (byte < 0x20 && !strchr("\n\r\t", byte))) {
            return false;
        }
        at += length;
    }
    return true;
}

const char *keys_quoted(const struct keys *keys, const char *text, size_t length)
{
    struct buffer out;
    buffer_init(&out, keys->importer->arena);
    schema_append_string(&out, text, length);
    return out.bytes;
}

// The bytes of `blob_fill(SIZE;0xBYTE)` or `blob_sz_fill(...)` as hex digits: the second has the
// value's length before them. Null where they are too many for that.
static const char *fill_digits(struct keys *keys, const char *encoding,
                               const struct csv_cell *value)
{
    struct buffer bytes, out;
    const char *text = strchr(encoding, '(');
    char *end = NULL;
    unsigned long size = text ? strtoul(text + 1, &end, 10) : 0;
    unsigned long byte = end && *end == ';' ? strtoul(end + 1, NULL, 16) : 0x100;
    if (size > FILL_LIMIT || value->length > size || byte > 0xff) {
        return NULL;
    }
    buffer_init(&bytes, keys->importer->arena);
    buffer_init(&out, keys->importer->arena);
    if (strncmp(encoding, "blob_sz_", 8) == 0) {
        buffer_integer(&bytes, value->length, 4, false);
    }
    buffer_bytes(&bytes, value->text, value->length);
    buffer_fill(&bytes, (uint8_t)byte, size - value->length);
    buffer_text(&out, "= \"");
    for (size_t i = 0; i < bytes.length; i++) {
        buffer_format(&out, "%02x", (unsigned char)bytes.bytes[i]);
    }
    buffer_text(&out, "\"");
    return out.bytes;
}

static const char *file_value(struct keys *keys, const char *path)
{
    path = keys->keeps_paths ? path : files_path_from_schema(keys->importer, path);
    return arena_format(keys->importer->arena, "file %s", keys_quoted(keys, path, strlen(path)));
}

static const char *integer_value(struct keys *keys, const struct csv_cell *cell)
{
    struct number number;
    const char *text = cell->text;
    size_t length = cell->length;
    while (length > 1 && *text == '0') { // which decimal numbers of this CSV may have
        text++;
        length--;
    }
    bool is_number = python_integer(text, length, &number) == PYTHON_NUMBER;
    return is_number ? arena_format(keys->importer->arena, "= %s",
                                    text_number(keys->importer->arena, number))
                     : NULL;
}

static const char *device_value(const struct csv_row *row)
{
    return strcmp(row->cells[TYPE].text, "file") == 0 ? "per device file" : "per device";
}

static bool read_key(struct keys *keys, const struct csv_row *row, bool is_per_device)
{
    const struct csv_cell *cells = row->cells;
    const char *encoding = cells[ENCODING].text;
    bool is_file = strcmp(cells[TYPE].text, "file") == 0;
    bool is_hex = strcmp(encoding, "hex2bin") == 0;
    bool is_binary = strcmp(encoding, "binary") == 0;
    bool is_text =
        is_hex || is_binary || strcmp(encoding, "string") == 0 || strcmp(encoding, "base64") == 0;
    const char *type = is_hex ? "hex" : is_binary ? "blob" : encoding;
    struct keys_line line = {.type = type, .name = cells[KEY].text, .span = row->span};
    if (is_per_device) {
        line.value = device_value(row);
    } else if (strncmp(encoding, "blob_", 5) == 0) {
        line.type = "hex";
        line.value = fill_digits(keys, encoding, &cells[VALUE]);
    } else if (is_file) {
        line.value = file_value(keys, cells[VALUE].text);
    } else if (!is_text) {
        line.value = integer_value(keys, &cells[VALUE]);
    } else if (is_plain_text(&cells[VALUE])) {
        line.value = arena_format(keys->importer->arena, "= %s",
                                  keys_quoted(keys, cells[VALUE].text, cells[VALUE].length));
    }
    keys->is_whole |= !line.value;
    add_line(keys, line);
    return line.value != NULL;
}

static void note_wifi(struct keys *keys, const char *name)
{
    static const char *const names[] = {"sta.ssid", "sta.pswd", "ap.ssid", "ap.passwd",
                                        "ap.authmode"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        keys->has_wifi |= strcmp(name, names[i]) == 0;
    }
}

// What is written after a namespace documents it.
static void add_space(struct keys *keys, const struct csv_row *row)
{
    const char *text =
        row->count > VALUE ? text_trimmed(keys->importer->arena, row->cells[VALUE].text) : "";
    text += strspn(text, "<-# \t");
    if (*text && !strpbrk(text, "\r\n")) {
        add_line(keys, (struct keys_line){.type = text, .is_remark = true, .documents = true});
    }
    add_line(keys, (struct keys_line){.type = row->cells[KEY].text, .is_space = true});
    keys->has_space = true;
}

bool keys_add_row(struct keys *keys, const struct csv_row *row, enum keys_part part)
{
    if (part == KEYS_SPACE) {
        add_space(keys, row);
        return true;
    }
    return read_key(keys, row, part == KEYS_PER_DEVICE);
}

// Rows in their order, with the comments between them; the first row of the file is the head, which
// is not one.
void keys_make_lines(struct keys *keys)
{
    for (size_t i = 1; i < keys->rows.count; i++) {
        const struct csv_row *row = keys->rows.items[i];
        if (csv_is_empty_row(row)) {
            continue;
        }
        add_remarks(keys, row->span.start - keys->source->start);
        if (row->count > TYPE && strcmp(row->cells[TYPE].text, "namespace") == 0) {
            add_space(keys, row);
        } else if (row->count == COLUMN_COUNT && keys->has_space) {
            note_wifi(keys, row->cells[KEY].text);
            read_key(keys, row, false);
        }
        keys->end = row->span.end - keys->source->start;
    }
    add_remarks(keys, keys->source->length);
    loosen_remarks(keys);
}
