// Keys of an NVS CSV (`key,type,encoding,value`, as nvs_partition_gen takes it) as a schema's own.
#include "csv.h"
#include "image.h"
#include "importer.h"
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
    PAGE_SIZE = 4096,
    FEWEST_PAGES = 3,
    FILL_LIMIT = 256, // bytes of a fill that are written as digits
};

struct line {
    const char *type, *name, *value; // name and value null: a remark or a namespace
    bool is_space;
};

struct keys {
    struct importer *importer;
    const struct source *source;
    struct list rows;  // of struct row
    struct list lines; // of struct line
    bool has_space;
    bool is_whole; // there is something that a schema cannot say: the file itself is imported
    bool has_wifi; // keys to which the tool adds others
    size_t end;    // of what was read of the source
};

static void add_line(struct keys *keys, struct line content)
{
    struct line *line = arena_new(keys->importer->arena, sizeof *line);
    *line = content;
    list_append(keys->importer->arena, &keys->lines, line);
}

// Comments and blank lines before a place in the file.
static void add_remarks(struct keys *keys, size_t until)
{
    struct arena *arena = keys->importer->arena;
    const char *bytes = keys->source->bytes;
    for (size_t at = keys->end; at < until;) {
        size_t length = strcspn(bytes + at, "\n");
        length = length > until - at ? until - at : length;
        const char *text = text_trimmed(arena, arena_copy(arena, bytes + at, length));
        if (*text == '#') {
            text += strspn(text, "# \t");
            add_line(keys,
                     (struct line){.type = arena_format(arena, "//%s%s", *text ? " " : "", text)});
        }
        at += length + 1;
    }
}

static bool is_plain_text(const struct cell *cell)
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

static const char *quoted(const struct keys *keys, const char *text, size_t length)
{
    struct buffer out;
    buffer_init(&out, keys->importer->arena);
    append_string(&out, text, length);
    return out.bytes;
}

// The bytes of `blob_fill(SIZE;0xBYTE)` or `blob_sz_fill(...)` as hex digits: the second has the
// value's length before it. Null where they are too many for that.
static const char *fill_digits(struct keys *keys, const char *encoding, const struct cell *value)
{
    struct buffer bytes, out;
    const char *text = strchr(encoding, '(');
    char *end = NULL;
    unsigned long size = text ? strtoul(text + 1, &end, 10) : 0;
    unsigned long byte = end && *end == ';' ? strtoul(end + 1, NULL, 16) : 0x100;
    if (size > FILL_LIMIT || byte > 0xff) {
        return NULL;
    }
    buffer_init(&bytes, keys->importer->arena);
    buffer_init(&out, keys->importer->arena);
    if (strncmp(encoding, "blob_sz_", 8) == 0) {
        buffer_integer(&bytes, value->length, 4, false);
    }
    buffer_bytes(&bytes, value->text, value->length);
    if (bytes.length > size) {
        return NULL; // which is reported
    }
    buffer_fill(&bytes, (uint8_t)byte, size - bytes.length);
    buffer_text(&out, "= \"");
    for (size_t i = 0; i < bytes.length; i++) {
        buffer_format(&out, "%02x", (unsigned char)bytes.bytes[i]);
    }
    buffer_text(&out, "\"");
    return out.bytes;
}

static const char *file_value(struct keys *keys, const char *path)
{
    path = path_from_schema(keys->importer, path);
    return arena_format(keys->importer->arena, "file %s", quoted(keys, path, strlen(path)));
}

static const char *integer_value(struct keys *keys, const struct cell *cell)
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

static void read_key(struct keys *keys, const struct row *row)
{
    const struct cell *cells = row->cells;
    const char *encoding = cells[ENCODING].text;
    bool is_file = strcmp(cells[TYPE].text, "file") == 0;
    bool is_hex = strcmp(encoding, "hex2bin") == 0;
    bool is_binary = strcmp(encoding, "binary") == 0;
    bool is_text =
        is_hex || is_binary || strcmp(encoding, "string") == 0 || strcmp(encoding, "base64") == 0;
    struct line line = {is_hex      ? "hex"
                        : is_binary ? "blob"
                                    : encoding,
                        cells[KEY].text, NULL, false};
    if (strncmp(encoding, "blob_", 5) == 0) {
        line.type = "hex";
        line.value = fill_digits(keys, encoding, &cells[VALUE]);
    } else if (is_file) {
        line.value = file_value(keys, cells[VALUE].text);
    } else if (!is_text) {
        line.value = integer_value(keys, &cells[VALUE]);
    } else if (is_plain_text(&cells[VALUE])) {
        line.value = arena_format(keys->importer->arena, "= %s",
                                  quoted(keys, cells[VALUE].text, cells[VALUE].length));
    }
    keys->is_whole |= !line.value;
    add_line(keys, line);
}

static void note_wifi(struct keys *keys, const char *name)
{
    static const char *const names[] = {"sta.ssid", "sta.pswd", "ap.ssid", "ap.passwd",
                                        "ap.authmode"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        keys->has_wifi |= strcmp(name, names[i]) == 0;
    }
}

static void read_rows(struct keys *keys)
{
    for (size_t i = 1; i < keys->rows.count; i++) {
        const struct row *row = keys->rows.items[i];
        if (row_is_blank(row)) {
            continue;
        }
        add_remarks(keys, row->span.start - keys->source->start);
        if (row->count > TYPE && strcmp(row->cells[TYPE].text, "namespace") == 0) {
            keys->has_space = true;
            add_line(keys, (struct line){.type = row->cells[KEY].text, .is_space = true});
        } else if (row->count == COLUMN_COUNT && keys->has_space) {
            note_wifi(keys, row->cells[KEY].text);
            read_key(keys, row);
        }
        keys->end = row->span.end - keys->source->start;
    }
    add_remarks(keys, keys->source->length);
}

static void find_widths(const struct keys *keys, size_t from, size_t *type, size_t *name)
{
    *type = *name = 0;
    for (size_t i = from; i < keys->lines.count; i++) {
        const struct line *line = keys->lines.items[i];
        if (line->is_space) {
            return;
        }
        if (line->name) {
            struct buffer text;
            buffer_init(&text, keys->importer->arena);
            append_name(&text, line->name);
            *type = strlen(line->type) > *type ? strlen(line->type) : *type;
            *name = text.length > *name ? text.length : *name;
        }
    }
}

static void append_key(struct buffer *out, const struct line *line, size_t type, size_t name)
{
    buffer_format(out, "            %s", line->type);
    buffer_fill(out, ' ', type - strlen(line->type) + 1);
    size_t start = out->length;
    append_name(out, line->name);
    buffer_fill(out, ' ', name - (out->length - start) + 1);
    buffer_format(out, "%s;\n", line->value);
}

static void append_lines(const struct keys *keys, struct buffer *out)
{
    size_t type = 0, name = 0;
    bool is_open = false;
    for (size_t i = 0; i < keys->lines.count; i++) {
        const struct line *line = keys->lines.items[i];
        if (line->is_space) {
            buffer_text(out, is_open ? "        }\n        namespace " : "        namespace ");
            append_name(out, line->type);
            buffer_text(out, " {\n");
            is_open = true;
            find_widths(keys, i + 1, &type, &name);
        } else if (line->name) {
            append_key(out, line, type, name);
        } else {
            buffer_format(out, "%s%s\n", is_open ? "            " : "        ", line->type);
        }
    }
    buffer_text(out, is_open ? "        }\n" : "");
}

static void append_head(struct importer *importer, struct buffer *out)
{
    buffer_text(out, "schema ");
    append_name(out, importer->imported->name);
    buffer_text(out, " revision 1;\n\ntarget ");
    append_name(out, importer->facts.chip);
    buffer_format(out, " { flash %s; }\n\ntable main {\n",
                  text_size(importer->arena, importer->flash));
}

static void append_schema(const struct keys *keys, uint64_t size, bool is_whole, const char *path,
                          struct buffer *out)
{
    append_head(keys->importer, out);
    buffer_format(out, "    partition nvs data.nvs size %s from nvs {\n",
                  text_size(keys->importer->arena, size));
    if (keys->has_wifi) {
        buffer_text(out, "        wifi_keys;\n");
    }
    if (is_whole) {
        buffer_format(out, "        import %s;\n", quoted(keys, path, strlen(path)));
    } else {
        append_lines(keys, out);
    }
    buffer_text(out, "    }\n}\n");
}

// What was found of the same file elsewhere.
static void report_again(struct keys *keys, const struct compilation *trial, uint64_t size)
{
    for (size_t i = 0; i < trial->diagnostics.kept.count; i++) {
        const struct diagnostic *found = trial->diagnostics.kept.items[i];
        const struct source *source =
            span_is_known(found->span) ? sources_find(&trial->sources, found->span.start) : NULL;
        struct span span = {0};
        if (source && strcmp(source->path, keys->source->path) == 0) {
            uint32_t shift = keys->source->start - source->start;
            span = (struct span){found->span.start + shift, found->span.end + shift};
        }
        struct diagnostic *said =
            report(keys->importer->diagnostics, found->code, span, "%s", found->message);
        if (found->code == CODE_IMAGE_TOO_LARGE) {
            add_note(said, (struct span){0}, "`--size` says %s",
                     text_size(keys->importer->arena, size));
        }
    }
}

// The image of the file itself, in a partition of this size. False if that can't be made; if it is
// too small, `image` is as large as it would be.
static bool make_image(struct keys *keys, uint64_t size, bool must_fit, struct buffer *image)
{
    struct importer *importer = keys->importer;
    struct compilation *trial = arena_new(importer->arena, sizeof *trial);
    struct buffer text;
    buffer_init(&text, importer->arena);
    buffer_init(image, importer->arena);
    append_schema(keys, size, true, keys->source->path, &text);
    compilation_init(trial, importer->arena->exhausted);
    trial->sources.sealed = importer->sources->sealed;
    trial->diagnostics.is_mute = true;
    const struct layout *layout = NULL;
    bool is_made = false;
    if (compilation_read_text(trial, "import", text.bytes, text.length)) {
        layout = compilation_layout(trial, (struct project){.schema = "import", .output = "."});
    }
    if (layout) {
        const struct image_settings settings = {0};
        const struct image_request request = {layout,          layout->partitions.items[0],
                                              &settings,       &trial->diagnostics,
                                              &trial->sources, importer->arena};
        is_made = image_make(&request, image);
    }
    if (!is_made && (must_fit || image->length == 0)) {
        report_again(keys, trial, size);
    }
    arena_adopt(importer->arena, &trial->arena);
    return is_made;
}

static bool find_image(struct keys *keys, uint64_t *size, struct buffer *image)
{
    uint64_t wanted = keys->importer->request->size;
    *size = wanted ? wanted : (uint64_t)FEWEST_PAGES * PAGE_SIZE;
    if (make_image(keys, *size, wanted != 0, image)) {
        return true;
    }
    uint64_t needed = image->length + PAGE_SIZE; // one page stays free
    if (wanted || image->length == 0) {
        return false;
    }
    *size = needed;
    return make_image(keys, *size, true, image);
}

bool keys_import(struct importer *importer, const struct source *source)
{
    struct keys keys = {.importer = importer, .source = source};
    struct imported *imported = importer->imported;
    uint64_t size;
    if (strcmp(source->path, "<stdin>") == 0) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "a CSV of NVS keys is read from a file, not from standard input");
        return false;
    }
    if (!csv_read(importer->arena, importer->diagnostics, source, CSV_QUOTED, &keys.rows)) {
        return false;
    }
    keys.end =
        keys.rows.count ? ((const struct row *)keys.rows.items[0])->span.end - source->start : 0;
    importer->flash = importer->flash ? importer->flash : UINT64_C(4) << 20;
    read_rows(&keys);
    if (!find_image(&keys, &size, &imported->image)) {
        return false;
    }
    imported->keys = source;
    buffer_init(&imported->text, importer->arena);
    append_schema(&keys, size, keys.is_whole, path_from_schema(importer, source->path),
                  &imported->text);
    return true;
}
