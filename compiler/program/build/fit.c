// The report of `check` about images: what each takes of where it belongs, in percent of the room,
// rounded up, so that nothing is called 95% that is more than that.
#include "fit.h"

#include "text.h"

#include <string.h>

enum { COLUMNS = 7 };

struct fit_line {
    const char *cells[COLUMNS]; // place, file, size, room, use, left, note
};

bool fit_is_program(const struct partition *partition)
{
    return partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT ||
           (partition->type_name && strcmp(partition->type_name, "bootloader") == 0);
}

// The names are copied: they may be those of a layout that is given up before the report is made.
static struct fit *append(struct arena *arena, struct fit_list *fits, struct fit content)
{
    struct fit *fit = arena_new(arena, sizeof *fit);
    *fit = content;
    fit->name = arena_copy(arena, content.name, strlen(content.name));
    fit->file = content.file ? arena_copy(arena, content.file, strlen(content.file)) : NULL;
    list_append(arena, fits, fit);
    return fit;
}

struct fit *fit_add(struct arena *arena, struct fit_list *fits, const struct partition *partition,
                    const char *file, uint64_t size)
{
    return append(arena, fits,
                  (struct fit){
                      .name = partition->label,
                      .file = file,
                      .size = size,
                      .room = layout_image_limit(partition),
                      .headroom = partition->headroom,
                      .is_program = fit_is_program(partition),
                      .span = partition->size_span,
                  });
}

void fit_add_addition(struct arena *arena, struct fit_list *fits, const struct addition *addition,
                      const struct partition *partition)
{
    struct fit *fit = partition
                          ? fit_add(arena, fits, partition, addition->path, addition->signed_size)
                          : append(arena, fits,
                                   (struct fit){
                                       .name = addition->name,
                                       .file = addition->path,
                                       .size = addition->signed_size,
                                       .room = addition->room,
                                       .is_program = addition->is_bootloader,
                                   });
    fit->is_signed_later = addition->signed_size > addition->size;
}

// Of a place without room, anything takes more than can be said.
uint64_t fit_percent(const struct fit *fit)
{
    enum { MOST = 9999 };
    uint64_t size = fit->size, room = fit->room;
    for (; size > UINT64_MAX / 100; size /= 2) { // of sizes that no file has
        room /= 2;
    }
    if (room == 0) {
        return size ? MOST : 0;
    }
    return size * 100 / room + (size * 100 % room != 0);
}

// What is too large leaves no headroom, either: that is not counted on top. Sizes are those of
// files and flashes, so that all differences can be said.
struct number fit_left(const struct fit *fit)
{
    uint64_t headroom = fit->size > fit->room ? 0 : fit->headroom;
    struct number left = number_of(fit->room);
    number_subtract(left, number_of(headroom), &left);
    number_subtract(left, number_of(fit->size), &left);
    return left;
}

// Where the headroom is not left, the image still fits: that is another finding.
static const char *note_of(struct arena *arena, const struct fit *fit)
{
    const char *is_signed = fit->is_signed_later ? "once it is signed" : "";
    const char *comma = fit->is_signed_later ? ", " : "";
    if (fit->size > fit->room) {
        return arena_format(arena, "%s%stoo large", is_signed, comma);
    }
    return fit->headroom ? arena_format(arena, "%s%s%s a headroom of %s", is_signed, comma,
                                        fit_left(fit).negative ? "without" : "after",
                                        text_size(arena, fit->headroom))
                         : is_signed;
}

static struct fit_line line_of(struct arena *arena, const struct fit *fit)
{
    return (struct fit_line){{
        fit->name,
        fit->file ? fit->file : "",
        text_number(arena, number_of(fit->size)),
        text_size(arena, fit->room),
        arena_format(arena, "%s%%", text_number(arena, number_of(fit_percent(fit)))),
        text_number(arena, fit_left(fit)),
        note_of(arena, fit),
    }};
}

// Numbers are aligned right; nothing has spaces after it.
static void append_line(const struct fit_line *line, const size_t *widths, struct buffer *out)
{
    static const bool is_right[COLUMNS] = {false, false, true, true, true, true, false};
    size_t last = *line->cells[COLUMNS - 1] ? COLUMNS - 1 : COLUMNS - 2;
    for (size_t i = 0; i <= last; i++) {
        size_t padding = widths[i] - text_characters(line->cells[i], strlen(line->cells[i]));
        buffer_fill(out, ' ', is_right[i] ? padding : 0);
        buffer_text(out, line->cells[i]);
        buffer_fill(out, ' ', i == last ? 0 : (is_right[i] ? 0 : padding) + 2);
    }
    buffer_byte(out, '\n');
}

void fit_text(const struct fit_list *fits, struct buffer *out)
{
    struct arena *arena = arena_child(out->arena); // of the lines
    struct fit_line *lines = arena_array(arena, fits->count + 1, sizeof *lines);
    size_t widths[COLUMNS] = {0};
    lines[0] = (struct fit_line){{"place", "file", "size", "room", "use", "left", ""}};
    for (size_t i = 0; i < fits->count; i++) {
        lines[i + 1] = line_of(arena, fits->items[i]);
    }
    for (size_t i = 0; i <= fits->count; i++) {
        for (size_t j = 0; j < COLUMNS; j++) {
            const char *cell = lines[i].cells[j];
            size_t width = text_characters(cell, strlen(cell));
            widths[j] = width > widths[j] ? width : widths[j];
        }
    }
    for (size_t i = 0; fits->count && i <= fits->count; i++) {
        append_line(&lines[i], widths, out);
    }
    arena_release(arena);
}
