// The elements of an SVG, in whole pixels, and the rules that color them.
//
// Source: W3C, Scalable Vector Graphics (SVG) 1.1; what it takes of CSS 2 is all that is used
// outside of @media, so that editors and word processors show it too.
#ifndef PICTURE_CANVAS_H
#define PICTURE_CANVAS_H

#include "rows.h"

enum {
    FONT_SIZE = 12,
    FONT_WIDTH = 61, // of a cell, in hundredths of the size: no usual monospaced font has more
    LINE_HEIGHT = 16,
};

/// The pixels that so many cells take, rounded up.
int64_t cells_pixels(size_t cells);

/// The cells that fit into so many pixels.
size_t pixels_cells(int64_t pixels);

/// A part of a picture that may be drawn as in a mirror: what is left is right.
struct canvas {
    struct buffer *out;
    const char *prefix; // of all identifiers: unique for each SVG of a document
    int64_t left, top;  // where its own zero lies
    int64_t width;
    bool is_flipped;
};

/// A text as XML has it: what it gives meaning to is escaped, what it forbids replaced.
void canvas_escape(struct buffer *out, const char *text);

/// A text at a baseline. It ends at `x` if `is_end`, else begins there. `rule` is one of those
/// of canvas_rules(); null: none.
void canvas_text(const struct canvas *canvas, int64_t x, int64_t y, bool is_end, const char *rule,
                 const char *text);
void canvas_box(const struct canvas *canvas, int64_t x, int64_t y, int64_t width, int64_t height,
                const char *rule);
/// A box in the color of a row, and with its pattern.
void canvas_block(const struct canvas *canvas, int64_t x, int64_t y, int64_t width, int64_t height,
                  enum row_kind kind);
/// A line that begins and ends level, and goes on so far `beyond` its end: lines that end at one x
/// do not cross, however far they go on.
void canvas_leader(const struct canvas *canvas, int64_t x, int64_t y, int64_t end_x, int64_t end_y,
                   int64_t beyond);
void canvas_line(const struct canvas *canvas, int64_t x, int64_t y, int64_t end_x, int64_t end_y,
                 const char *rule);

/// The patterns that canvas_block() uses.
void canvas_patterns(const struct canvas *canvas);

/// The rules of a style sheet; they hold for all pictures of a document.
void canvas_rules(struct buffer *out);

/// What a legend calls a class.
const char *row_kind_name(enum row_kind kind);

#endif
