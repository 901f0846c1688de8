// Pictures of any layout, alone and beside another: all forms, at a width and with images as full
// as the input's end says. No line of a terminal may be too long.
#include "cells.h"
#include "driver.h"
#include "model.h"
#include "picture.h"

#include <stdlib.h>
#include <string.h>

enum { SIDE_LIMIT = 3, WIDTH_LEAST = 64 };

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

static struct picture_usage *make_usages(const struct layout *layout, unsigned seed)
{
    size_t count = layout->partitions.count;
    struct picture_usage *usages = arena_array(layout->arena, count + 1, sizeof *usages);
    for (size_t i = 0; i < count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        usages[i] = (struct picture_usage){
            .is_known = (seed + i) % 3 > 0,
            .used = partition->size / 8 * ((seed + i) % 10),
            .remark = (seed + i) % 3 ? NULL : "nothing is known of it",
        };
    }
    return usages;
}

static void check_widths(const struct buffer *text, size_t width)
{
    char *line = arena_copy(text->arena, text->bytes, text->length);
    for (char *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = 0;
        if (cells_count(line) > width) {
            abort();
        }
    }
}

static void draw(struct compilation *compilation, struct picture_side *sides, size_t count,
                 unsigned seed)
{
    size_t width = WIDTH_LEAST + seed % 128;
    for (unsigned form = 0; form < 4; form++) {
        struct buffer out;
        buffer_init(&out, &compilation->arena);
        if (form == 0) {
            picture_text(sides, count, (struct picture_style){width, false, seed % 2}, &out);
            check_widths(&out, width);
        } else if (form == 1) {
            picture_text(sides, count, (struct picture_style){seed % 80, true, false}, &out);
        } else if (form == 2) {
            picture_svg(sides, count, seed * 8, &out);
        } else {
            picture_html(sides, count, &out);
        }
    }
}

struct layout_list LIST(const struct layout);

static void draw_all(struct compilation *compilation, const struct layout_list *layouts,
                     unsigned seed)
{
    struct picture_side sides[SIDE_LIMIT] = {{0}};
    for (size_t i = 0; i < layouts->count; i++) {
        const struct layout *layout = layouts->items[i];
        sides[i] = (struct picture_side){.layout = layout, .usages = make_usages(layout, seed)};
        draw(compilation, &sides[i], 1, seed);
    }
    if (layouts->count > 1) {
        picture_is_same(sides[0].layout, sides[1].layout);
        picture_compare(&sides[0], &sides[1]);
        draw(compilation, sides, 2, seed);
        draw(compilation, sides, layouts->count, seed);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct compilation compilation;
    struct layout_list layouts = {0};
    compilation_init(&compilation, &host_none, out_of_memory);
    if (compilation_read_text(&compilation, "fuzz.pschema", (const char *)data, size)) {
        struct syntax_names variants = compilation_outline(&compilation)->names;
        for (size_t i = 0; i <= variants.count && i < SIDE_LIMIT; i++) {
            const struct invocation invocation = {
                .schema = "fuzz.pschema",
                .output = "out",
                .variant = i ? variants.items[i - 1]->text : NULL,
            };
            const struct layout *layout = compilation_layout(&compilation, invocation);
            if (layout) {
                list_append(&compilation.arena, &layouts, layout);
            }
        }
        draw_all(&compilation, &layouts, size ? data[size - 1] : 0);
    }
    compilation_release(&compilation);
    return 0;
}
