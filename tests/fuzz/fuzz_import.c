// Any bytes as one or two files to import: partition CSVs, binary tables, dependencies. What comes
// of them is a schema that can be read, whose tables can be compared with theirs.
#include "import.h"

#include <stdlib.h>
#include <string.h>

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

static void expect(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void render(struct compilation *compilation)
{
    struct buffer out;
    buffer_init(&out, &compilation->arena);
    diagnostics_sort(&compilation->diagnostics);
    render_text(&compilation->diagnostics, (struct render_options){false, 0}, &out);
}

static void add(struct compilation *compilation, struct import_request *request, const char *path,
                const unsigned char *data, size_t size)
{
    const struct source *source =
        sources_add(&compilation->sources, path, (const char *)data, size);
    expect(source != NULL);
    list_append(&compilation->arena, &request->paths, path);
    list_append(&compilation->arena, &request->sources, source);
}

static void compile(struct compilation *compilation, const struct imported *imported)
{
    struct invocation invocation = {.schema = "fuzz.pschema", .output = "out"};
    struct buffer said;
    expect(compilation_read_text(compilation, "imported", imported->text.bytes,
                                 imported->text.length));
    const struct source *text = compilation->file->source;
    const struct images *images = compilation_images(compilation, invocation);
    buffer_init(&said, &compilation->arena);
    import_compare(&compilation->sources, imported, images, &said);
    import_move_reports(imported, text, false, &compilation->diagnostics);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static const char *const chips[] = {"esp32", "esp8266", "esp32p4", NULL};
    static const char *const variables[] = {"SIZE=64K", "EMPTY=", NULL};
    struct compilation compilation;
    struct imported imported;
    if (size == 0) {
        return 0;
    }
    unsigned char options = data[--size];
    struct import_request request = {
        .chip = chips[options & 3],
        .has_table_offset = options & 4,
        .table_offset = 0x10000,
        .environment = variables,
    };
    const unsigned char *end = memchr(data, '|', size); // of the first of two files
    size_t first = end && (options & 8) ? (size_t)(end - data) : size;
    compilation_init(&compilation, &host_none, out_of_memory);
    add(&compilation, &request, options & 16 ? "first.csv" : "first", data, first);
    if (first < size) {
        add(&compilation, &request, options & 32 ? "second.csv" : "second", data + first + 1,
            size - first - 1);
    }
    if (import_files(&compilation, &request, &imported) && !imported.keys) {
        compile(&compilation, &imported);
    }
    render(&compilation);
    compilation_release(&compilation);
    return 0;
}
