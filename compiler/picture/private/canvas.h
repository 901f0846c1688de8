// The elements of an SVG, in whole pixels, and the style sheet that colors them.
//
// Source: W3C, Scalable Vector Graphics (SVG) 1.1. Outside of @media, only the part of CSS 2 that
// SVG 1.1 includes is used, so that editors and word processors show a drawing correctly, too.
#ifndef PICTURE_CANVAS_H
#define PICTURE_CANVAS_H

#include "rows.h"

enum {
    FONT_SIZE = 12,
    FONT_WIDTH =
        61, // of a cell, in hundredths of the font size: no common monospaced font is wider
    LINE_HEIGHT = 16,
};

/// The width of a number of cells in pixels, rounded up.
int64_t cells_pixels(size_t cells);

/// The cells that fit into so many pixels.
size_t pixels_cells(int64_t pixels);

/// A part of a drawing, which may be mirrored: then left is right.
struct canvas {
    struct buffer *out;
    const char *prefix; // of all identifiers: unique for each SVG of a document
    int64_t left, top;  // of its own origin, in the whole drawing
    int64_t width;
    bool is_flipped;
};

/// Appends a text for XML: special characters are escaped, forbidden ones replaced by U+FFFD.
void canvas_escape(struct buffer *out, const char *text);

/// A text at a baseline. It ends at `x` if `is_end`, and starts there otherwise. `rule` is one of
/// those of canvas_rules(); null: none.
void canvas_text(const struct canvas *canvas, int64_t x, int64_t y, bool is_end, const char *rule,
                 const char *text);
void canvas_box(const struct canvas *canvas, int64_t x, int64_t y, int64_t width, int64_t height,
                const char *rule);
/// A box in the color of a row, and with its pattern.
void canvas_block(const struct canvas *canvas, int64_t x, int64_t y, int64_t width, int64_t height,
                  enum row_kind kind);
/// A line that starts and ends horizontally and continues `beyond` pixels past its end. Lines that
/// end at the same x do not cross, however far they continue.
void canvas_leader(const struct canvas *canvas, int64_t x, int64_t y, int64_t end_x, int64_t end_y,
                   int64_t beyond);
void canvas_line(const struct canvas *canvas, int64_t x, int64_t y, int64_t end_x, int64_t end_y,
                 const char *rule);

/// The patterns that canvas_block() uses.
void canvas_patterns(const struct canvas *canvas);

/// The rules of a style sheet, for all drawings of a document.
void canvas_rules(struct buffer *out);

/// The name of a kind in the legend.
const char *row_kind_name(enum row_kind kind);

#endif
