// The schema of an NVS CSV, in a partition that is as small as can be, and the image that is to
// come of it.
//
// The image is made twice, from the CSV itself (`import "keys.csv"`) and later from the schema, and
// must be the same. Its size is found by asking for the smallest partition: if that is too small,
// the generator reports how many bytes it needs.
#include "keys_import.h"

#include "csv.h"
#include "image.h"

#include <string.h>

enum { PAGE_SIZE = 4096, FEWEST_PAGES = 3 };

static void append_key(const struct keys *keys, struct buffer *out, const struct keys_line *line)
{
    struct importer *importer = keys->importer;
    struct import_piece *piece = arena_new(importer->arena, sizeof *piece);
    size_t start = out->length + strlen("            ");
    buffer_format(out, "            %s ", line->type);
    schema_append_name(out, line->name);
    buffer_format(out, " %s;\n", line->value);
    if (span_is_known(line->span)) {
        *piece = (struct import_piece){start, out->length, line->span, NULL};
        list_append(importer->arena, &importer->imported->pieces, piece);
    }
}

// Whether a namespace begins here, or comments that document it.
static bool ends_space(const struct keys *keys, size_t index)
{
    for (; index < keys->lines.count; index++) {
        const struct keys_line *line = keys->lines.items[index];
        if (!line->is_remark || !line->documents) {
            return line->is_space;
        }
    }
    return false;
}

static void append_remark(struct buffer *out, const struct keys_line *line, bool is_inside)
{
    buffer_format(out, "%s%s%s%s\n", is_inside ? "            " : "        ",
                  line->documents ? "///" : "//", *line->type ? " " : "", line->type);
}

// A namespace is closed where the next one begins, or the comments that document it.
static void append_lines(const struct keys *keys, struct buffer *out)
{
    bool is_open = false;
    for (size_t i = 0; i < keys->lines.count; i++) {
        const struct keys_line *line = keys->lines.items[i];
        if (is_open && ends_space(keys, i)) {
            buffer_text(out, "        }\n");
            is_open = false;
        }
        if (line->is_space) {
            buffer_text(out, "        namespace ");
            schema_append_name(out, line->type);
            buffer_text(out, " {\n");
            is_open = true;
        } else if (line->is_remark) {
            append_remark(out, line, is_open);
        } else {
            append_key(keys, out, line);
        }
    }
    buffer_text(out, is_open ? "        }\n" : "");
}

static void append_head(struct importer *importer, const char *raw_data, struct buffer *out)
{
    buffer_text(out, "schema ");
    schema_append_name(out, importer->imported->name);
    buffer_text(out, " revision 1;\n\ntarget ");
    schema_append_name(out, importer->chip.name);
    buffer_format(out, " { flash %s; }\n", text_size(importer->arena, importer->flash));
    if (raw_data) {
        buffer_text(out, "raw_data ");
        schema_append_string(out, raw_data, strlen(raw_data));
        buffer_text(out, ";\n");
    }
    buffer_text(out, "\ntable main {\n");
}

// One table with one partition: enough for `generate`, and a start for whoever copies the block
// into a schema of their own.
void keys_append_schema(const struct keys *keys, uint64_t size, const char *whole,
                        const char *raw_data, struct buffer *out)
{
    append_head(keys->importer, raw_data, out);
    buffer_format(out, "    partition nvs data.nvs size %s from nvs {\n",
                  text_size(keys->importer->arena, size));
    if (keys->has_wifi) {
        buffer_text(out, "        wifi_keys;\n");
    }
    if (whole) {
        buffer_format(out, "        import %s;\n", keys_quoted(keys, whole, strlen(whole)));
    } else {
        append_lines(keys, out);
    }
    buffer_text(out, "    }\n}\n");
}

// What was found of the same file elsewhere.
static void report_again(struct keys *keys, const struct compilation *check, uint64_t size)
{
    for_each (found, &check->diagnostics.kept) {
        const struct source *source =
            span_is_known(found->span) ? sources_find(&check->sources, found->span.start) : NULL;
        struct span span = {0};
        if (source && strcmp(source->path, keys->source->path) == 0) {
            uint32_t shift = keys->source->start - source->start;
            span = (struct span){found->span.start + shift, found->span.end + shift};
        }
        struct diagnostic *said =
            report(keys->importer->diagnostics, found->code, span, "%s", found->message);
        if (found->code == CODE_IMAGE_TOO_LARGE) {
            add_note(said, (struct span){0}, "`--size` is %s",
                     text_size(keys->importer->arena, size));
        }
    }
}

// The image of the file itself, in a partition of this size. False if that can't be made; if it is
// too small, `image` is as large as it would be. What was found is only reported if nobody tries a
// larger one.
static bool make_image(struct keys *keys, uint64_t size, bool must_fit, struct buffer *image)
{
    struct importer *importer = keys->importer;
    struct compilation *check = arena_new(importer->arena, sizeof *check);
    struct buffer text;
    buffer_init(&text, importer->arena);
    buffer_init(image, importer->arena);
    keys_append_schema(keys, size, keys->source->path, NULL, &text);
    compilation_init(check, importer->sources->host, importer->arena->exhausted);
    check->diagnostics.is_mute = true;
    const struct images *images = NULL;
    bool is_made = false;
    if (compilation_read_text(check, "import", text.bytes, text.length)) {
        images = compilation_images(check, (struct invocation){.schema = "import", .output = "."});
    }
    if (images) {
        const struct image_settings settings = {0};
        const struct image_request request = {
            .images = images,
            .partition = images->layout->partitions.items[0],
            .settings = &settings,
            .diagnostics = &check->diagnostics,
            .sources = &check->sources,
            .arena = importer->arena,
        };
        is_made = image_make(&request, image);
    }
    if (!is_made && (must_fit || image->length == 0)) {
        report_again(keys, check, size);
    }
    arena_adopt(importer->arena, &check->arena);
    return is_made;
}

// NVS keeps one page free, which it erases to collect what is left of others; a partition needs at
// least three pages.
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

// From standard input it cannot be: the schema, and the proof, read the file again by its name.
bool keys_import(struct importer *importer, const struct source *source)
{
    struct keys keys = {.importer = importer, .source = source};
    struct imported *imported = importer->imported;
    uint64_t size;
    if (strcmp(source->path, "<stdin>") == 0) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "a CSV of NVS keys must be a file, not standard input");
        return false;
    }
    if (!csv_read(importer->arena, importer->diagnostics, source, CSV_QUOTED, &keys.rows)) {
        return false;
    }
    csv_check_rows(importer->diagnostics, &keys.rows);
    keys.end = keys.rows.count ? keys.rows.items[0]->span.end - source->start : 0;
    importer->flash = importer->flash ? importer->flash : UINT64_C(4) << 20;
    keys_make_lines(&keys);
    if (!find_image(&keys, &size, &imported->image)) {
        return false;
    }
    imported->keys = source;
    buffer_init(&imported->text, importer->arena);
    const char *path = files_path_from_schema(importer, source->path);
    keys_append_schema(&keys, size, keys.is_whole ? path : NULL, NULL, &imported->text);
    schema_format(importer);
    return true;
}
