// The remarks on a row in a terminal: in a column if there is one, otherwise below the name,
// together with every fact that has no column.
#include "cells.h"
#include "terminal.h"

#include "text.h"

// SGR parameters: dim, green, yellow, bold red. Only colors that every theme of a terminal defines.
const char *terminal_tone(enum picture_tone tone)
{
    static const char *const colors[] = {
        [TONE_PLAIN] = NULL,
        [TONE_GOOD] = "32",
        [TONE_NOTABLE] = "33",
        [TONE_BAD] = "1;31",
    };
    return colors[tone];
}

static void add_remark(struct arena *arena, struct terminal_remark_list *remarks, const char *text,
                       const char *color)
{
    if (text && *text) {
        struct terminal_remark *remark = arena_new(arena, sizeof *remark);
        *remark = (struct terminal_remark){text, color};
        list_append(arena, remarks, remark);
    }
}

// What changed comes first: it is what a comparison is about.
struct terminal_remark_list terminal_remarks(struct arena *arena, const struct picture_row *row,
                                             bool has_percent)
{
    struct terminal_remark_list remarks = {0};
    if (row->mark) {
        add_remark(arena, &remarks, row->mark->text, terminal_tone(row->mark->tone));
    }
    add_remark(arena, &remarks, row->flags, NULL);
    add_remark(arena, &remarks, row->source, NULL);
    if (row->usage && row->usage->is_known) {
        bool is_over = row->usage->used > row->size;
        const char *text = usage_bytes(arena, row);
        text = has_percent ? arena_format(arena, "%s (%s)", text, usage_text(arena, row)) : text;
        add_remark(arena, &remarks, text, is_over ? terminal_tone(TONE_BAD) : NULL);
    }
    add_remark(arena, &remarks, row->usage ? row->usage->remark : NULL, "2");
    return remarks;
}

// Below the name: the facts without a column, and the remarks.
static struct terminal_remark_list details_of(struct arena *arena, const struct picture_row *row,
                                              const size_t *widths)
{
    struct terminal_remark_list details = {0};
    if (!widths[COLUMN_TYPE]) {
        add_remark(arena, &details, row->type, NULL);
    }
    if (!widths[COLUMN_END] && row->partition) {
        const char *end = text_offset(arena, row->offset + row->size);
        add_remark(arena, &details, arena_format(arena, "to %s", end), NULL);
    }
    struct terminal_remark_list remarks = terminal_remarks(arena, row, !widths[COLUMN_FULL]);
    for_each (remark, &remarks) {
        list_append(arena, &details, remark);
    }
    return details;
}

// Breaks remarks into lines of at most `width` cells. Remarks of the same color share a line if
// they fit; a line has one color.
static struct terminal_remark_list
wrap_remarks(struct arena *arena, const struct terminal_remark_list *remarks, size_t width)
{
    struct terminal_remark_list lines = {0};
    struct terminal_remark *last = NULL;
    for (size_t i = 0; i < remarks->count; i++) {
        const struct terminal_remark *remark = remarks->items[i];
        bool fills_line = cells_count(remark->text) == width; // then it ends there anyway
        const char *text = i + 1 < remarks->count && !fills_line
                               ? arena_format(arena, "%s,", remark->text)
                               : remark->text;
        struct text_list parts = cells_wrap(arena, text, width);
        for (size_t j = 0; j < parts.count; j++) {
            const char *part = parts.items[j];
            if (last && j == 0 && last->color == remark->color &&
                cells_count(last->text) + 1 + cells_count(part) <= width) {
                last->text = arena_format(arena, "%s %s", last->text, part);
                continue;
            }
            last = arena_new(arena, sizeof *last);
            *last = (struct terminal_remark){part, remark->color};
            list_append(arena, &lines, last);
        }
    }
    return lines;
}

struct terminal_remark_list terminal_notes(struct arena *arena, const struct picture_row *row,
                                           const struct terminal_columns *columns, size_t room)
{
    const size_t *widths = columns->widths;
    struct terminal_remark_list remarks =
        widths[COLUMN_NOTES] ? terminal_remarks(arena, row, false) : details_of(arena, row, widths);
    return wrap_remarks(arena, &remarks, widths[COLUMN_NOTES] ? widths[COLUMN_NOTES] : room);
}
