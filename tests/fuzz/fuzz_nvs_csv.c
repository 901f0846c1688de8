// Any bytes as rows of an NVS CSV, in both dialects, and the image of those that are fine.
#include "csv.h"
#include "nvs.h"

#include <stdlib.h>
#include <string.h>

enum { OPTIONS = 2 }; // bytes behind the rows: how they are read and written

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

static void check_image(const struct nvs *nvs, const struct buffer *image, uint64_t pages)
{
    bool fits = pages <= nvs_usable_pages(nvs->form.size);
    expect(image->length == (fits ? nvs->form.size : pages * NVS_PAGE_SIZE));
    expect((uint8_t)image->bytes[0] == 0xfc || (uint8_t)image->bytes[0] == 0xfe);
}

static void count_entries(void *context, uint8_t *entries, size_t count, uint64_t offset)
{
    expect(entries && count <= NVS_ENTRY_COUNT && offset % NVS_ENTRY_SIZE == 0);
    *(size_t *)context += count;
}

static void check_rows(const struct source *source, const struct csv_row_list *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct csv_row *row = rows->items[i];
        expect(row->count > 0 && row->span.start >= source->start &&
               row->span.end <= source->start + source->length);
        for (size_t j = 0; j < row->count; j++) {
            expect(row->cells[j].text[row->cells[j].length] == 0);
        }
    }
}

static void import(struct nvs *nvs, const struct source *source, bool is_plain)
{
    const struct image_request *request = nvs->request;
    struct buffer image;
    struct csv_row_list rows = {0};
    size_t entries = 0;
    buffer_init(&image, request->arena);
    if (csv_read(request->arena, request->diagnostics, source, is_plain ? CSV_PLAIN : CSV_QUOTED,
                 &rows)) {
        check_rows(source, &rows);
        nvs_import_rows(nvs, &(struct nvs_step){.is_plain = is_plain}, source);
    }
    if (request->diagnostics->errors == 0) {
        check_image(nvs, &image, nvs_write(&nvs->form, &nvs->items, &image));
        nvs_visit_written(&image, &entries, count_entries);
        expect(nvs->items.count == 0 || entries > 0);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct arena arena;
    struct sources sources;
    struct diagnostics diagnostics;
    if (size < OPTIONS) {
        return 0;
    }
    arena_init(&arena, out_of_memory);
    sources_init(&sources, &arena, &host_none);
    diagnostics_init(&diagnostics, &arena, &sources);
    const struct layout layout = {.arena = &arena, .invocation.schema = "fuzz.pschema"};
    struct content content = {.generator = "nvs"};
    const struct partition partition = {.label = "nvs", .content = &content};
    const struct image_settings settings = {0};
    struct image_notes notes = {0};
    const struct image_request request = {
        .layout = &layout,
        .partition = &partition,
        .notes = &notes,
        .settings = &settings,
        .diagnostics = &diagnostics,
        .sources = &sources,
        .arena = &arena,
    };
    const unsigned char *options = data + size - OPTIONS;
    struct nvs nvs = {
        .request = &request,
        .form = {options[0] & 1 ? 1 : 2, options[0] & 2,
                 (1 + (uint64_t)options[1] % 40) * NVS_PAGE_SIZE},
    };
    const struct source *source =
        sources_add(&sources, "keys.csv", (const char *)data, size - OPTIONS);
    names_init(&nvs.names, &arena);
    if (source) {
        import(&nvs, source, options[0] & 4);
        struct buffer out;
        buffer_init(&out, &arena);
        diagnostics_sort(&diagnostics);
        render_text(&diagnostics, (struct render_options){false, 0}, &out);
    }
    arena_release(&arena);
    return 0;
}
