// Sides of a picture on an SVG: each in a cell, cells beside and below each other.
#ifndef PICTURE_SHEET_H
#define PICTURE_SHEET_H

#include "plot.h"

/// A side, with the room that it has.
struct sheet_cell {
    const struct picture_side *side;
    struct plot_list plots; // one for each flash
    struct canvas canvas;
    struct label_form form;
    int64_t bar_x, bar_width, label_x;
    size_t first;           // the number of its first part
    struct text_list title; // lines
    struct text_list subtitle;
};

/// Draws the blocks and labels of a flash, the canvas' zero being its left upper corner. `number`
/// is that of its first part.
void cell_draw(const struct sheet_cell *cell, const struct plot *plot, size_t number);

/// Draws what connects what is the same in two cells beside each other, the first one flipped.
void cells_connect(const struct sheet_cell *before, const struct plot *old,
                   const struct sheet_cell *after, const struct plot *now);

/// How an SVG is to be, beside what is drawn in it.
struct sheet_form {
    size_t width;
    const char *prefix; // makes its identifiers unique in a document: that of a part is the prefix
                        // and its number, from 0 over all sides
    bool is_alone;      // it has a style sheet, and adapts to the width of what shows it
    bool has_titles;
};

/// Appends an SVG.
void sheet_draw(const struct picture_side *sides, size_t count, const struct sheet_form *form,
                struct buffer *out);

#endif
