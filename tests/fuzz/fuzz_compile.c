// A whole compilation of any input, in memory: all phases, all emitters, all renderers, the images.
#include "driver.h"
#include "emit.h"
#include "image.h"
#include "model.h"

#include <stdlib.h>

enum { VARIANT_LIMIT = 3, IMAGE_LIMIT = 1 << 20 };

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

static void render(struct compilation *compilation)
{
    struct buffer out;
    buffer_init(&out, &compilation->arena);
    diagnostics_sort(&compilation->diagnostics);
    render_text(&compilation->diagnostics, (struct render_options){true, 0}, &out);
    render_json(&compilation->diagnostics, &out);
    render_sarif(&compilation->diagnostics, "0", &out);
}

static void make_images(struct compilation *compilation, const struct images *images)
{
    const struct layout *layout = images->layout;
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        struct buffer image;
        buffer_init(&image, &compilation->arena);
        if (partition->size <= IMAGE_LIMIT) { // the sources are sealed: no file is read
            const struct image_settings settings = {.no_exec = true};
            const struct image_request request = {
                .images = images,
                .partition = partition,
                .settings = &settings,
                .diagnostics = &compilation->diagnostics,
                .sources = &compilation->sources,
                .arena = &compilation->arena,
            };
            image_make(&request, &image);
        }
    }
}

static void compile(struct compilation *compilation, const char *variant)
{
    struct invocation invocation = {
        .schema = "fuzz.pschema",
        .output = "out",
        .variant = variant,
        .inputs = compilation_inputs(compilation),
    };
    const struct images *images = compilation_images(compilation, invocation);
    struct emitter_list chosen = {0};
    struct artifact_list artifacts = {0};
    if (!images) {
        return;
    }
    for (size_t i = 0; i < emitter_count; i++) {
        list_append(&compilation->arena, &chosen, &emitters[i]);
    }
    compilation_emit(compilation, images, &chosen, &artifacts);
    make_images(compilation, images);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct compilation compilation;
    compilation_init(&compilation, &host_none, out_of_memory);
    if (compilation_read_text(&compilation, "fuzz.pschema", (const char *)data, size)) {
        struct syntax_names variants = compilation_outline(&compilation)->names;
        compile(&compilation, NULL);
        for (size_t i = 0; i < variants.count && i < VARIANT_LIMIT; i++) {
            compile(&compilation, variants.items[i]->text);
        }
    }
    render(&compilation);
    compilation_release(&compilation);
    return 0;
}
