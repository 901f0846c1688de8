// Divides the width of a terminal among the columns.
//
// A table of choices, from the widest on, says how long the bar is and which columns there are; the
// first one that fits is used. What has no column is printed below the name of a partition instead,
// so that nothing is lost in a narrow terminal. Space that is left goes to the remarks; what is
// missing, even with the last choice, is taken from the names.
#include "cells.h"
#include "terminal.h"

#include "text.h"

// The columns besides offset, size and name, and the cells of the bar.
struct columns_choice {
    size_t bar;
    bool has_end, has_type, has_full, has_notes;
};

static const struct columns_choice choices[] = {
    {12, true, true, true, true},   {8, true, true, true, true},    {8, true, true, true, false},
    {6, true, true, true, false},   {6, true, true, false, false},  {4, true, true, false, false},
    {4, true, false, false, false}, {3, false, true, false, false}, {2, false, false, false, false},
};

enum {
    NOTES_LEAST = 20,
    NAME_LEAST = 9, // of the heading, "partition"
    SIZE_LEAST = 4,
    FULL_WIDTH = 10,
    CHOICE_COUNT = sizeof choices / sizeof *choices
};

static void widen(size_t *width, size_t least)
{
    *width = *width < least ? least : *width;
}

// The natural width of each column: that of its longest text.
static void measure(struct arena *arena, const struct picture_row_list *rows, size_t depth,
                    struct terminal_columns *natural, size_t *deepest)
{
    size_t *widths = natural->widths;
    widen(deepest, depth);
    for_each (row, rows) {
        struct terminal_remark_list remarks = terminal_remarks(arena, row, false);
        size_t notes = 0;
        for (size_t j = 0; j < remarks.count; j++) {
            notes += cells_count(remarks.items[j]->text) + (j ? 2 : 0);
        }
        widen(&widths[COLUMN_OFFSET], cells_count(text_offset(arena, row->offset)));
        widen(&widths[COLUMN_END], cells_count(text_offset(arena, row->offset + row->size)));
        widen(&widths[COLUMN_SIZE], cells_count(text_size(arena, row->size)));
        widen(&widths[COLUMN_NAME], cells_count(row->name) + NAME_INDENT * depth);
        widen(&widths[COLUMN_TYPE], cells_count(row->type));
        widen(&widths[COLUMN_FULL], row->usage && row->usage->is_known ? FULL_WIDTH : 0);
        widen(&widths[COLUMN_NOTES], notes);
        measure(arena, &row->inner, depth + 1, natural, deepest);
    }
}

// Columns are separated by a space.
static size_t total(const struct terminal_columns *columns)
{
    size_t sum = 0;
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        sum += columns->widths[i] ? columns->widths[i] + (sum ? 1 : 0) : 0;
    }
    return sum;
}

// The bar grows with the depth of tables in tables, as each needs its own bracket.
static struct terminal_columns apply(const struct terminal_columns *natural,
                                     const struct columns_choice *choice, size_t deepest)
{
    struct terminal_columns columns = *natural;
    size_t *widths = columns.widths;
    widths[COLUMN_BAR] = choice->bar + BAR_INDENT * deepest;
    widths[COLUMN_END] = choice->has_end ? widths[COLUMN_END] : 0;
    widths[COLUMN_TYPE] = choice->has_type ? widths[COLUMN_TYPE] : 0;
    widths[COLUMN_FULL] = choice->has_full ? widths[COLUMN_FULL] : 0;
    size_t notes = widths[COLUMN_NOTES] < NOTES_LEAST ? widths[COLUMN_NOTES] : NOTES_LEAST;
    widths[COLUMN_NOTES] = choice->has_notes ? notes : 0;
    return columns;
}

// All flashes of a side have one choice, so that their columns are aligned. The name never gets
// less than its heading; a terminal that is narrower still breaks lines.
struct terminal_columns columns_choose(struct arena *arena, const struct picture_rows_list *flashes,
                                       size_t width)
{
    struct terminal_columns natural = {
        .widths = {[COLUMN_SIZE] = SIZE_LEAST, [COLUMN_NAME] = NAME_LEAST}};
    struct terminal_columns columns = {0};
    size_t deepest = 0;
    for_each (rows, flashes) {
        const char *end = text_offset(arena, rows->flash->size);
        widen(&natural.widths[COLUMN_OFFSET], cells_count(end));
        measure(arena, &rows->all, 0, &natural, &deepest);
    }
    for (size_t i = 0; i < CHOICE_COUNT; i++) {
        columns = apply(&natural, &choices[i], deepest);
        if (total(&columns) <= width) {
            break;
        }
    }
    size_t taken = total(&columns);
    size_t *name = &columns.widths[COLUMN_NAME];
    size_t *notes = &columns.widths[COLUMN_NOTES];
    columns.right = width;
    if (taken > width) {
        *name = *name > NAME_LEAST + taken - width ? *name - (taken - width) : NAME_LEAST;
    } else if (*notes) {
        size_t room = width - taken;
        size_t missing = natural.widths[COLUMN_NOTES] - *notes;
        *notes += missing < room ? missing : room;
    }
    return columns;
}
