// An SVG of several sides: each in a cell, cells beside and below each other.
#ifndef PICTURE_SHEET_H
#define PICTURE_SHEET_H

#include "plot.h"

/// A side, and how its space is divided.
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

/// Draws the blocks and labels of a flash; the origin of the canvas is its upper left corner.
/// `number` is that of its first part.
void cell_draw(const struct sheet_cell *cell, const struct plot *plot, size_t number);

/// Draws the bands between two cells beside each other, of which the first one is mirrored.
void cells_connect(const struct sheet_cell *before, const struct plot *old,
                   const struct sheet_cell *after, const struct plot *now);

/// Settings of an SVG.
struct sheet_form {
    size_t width;
    const char *prefix; // of its identifiers, which makes them unique in a page: a part has the
                        // prefix and its number, from 0 over all sides
    bool is_alone;      // it has its own style sheet, and scales with the window
    bool has_titles;
};

/// Appends an SVG.
void sheet_draw(const struct picture_side *sides, size_t count, const struct sheet_form *form,
                struct buffer *out);

#endif
