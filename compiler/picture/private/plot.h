// Where everything of a picture lies: blocks to scale, and labels beside them that do not overlap.
#ifndef PICTURE_PLOT_H
#define PICTURE_PLOT_H

#include "canvas.h"

enum {
    BLOCK_LEAST = 8,  // pixels: what would be lower is drawn as high as this
    BLOCK_INSET = 12, // of a second-level table in its partition
    LABEL_GAP = 3,    // between two labels
    GAUGE_WIDTH = 44,
};

/// A text of a label, from the label's own corner.
struct span_text {
    int64_t x, y; // of its baseline
    bool is_end;  // it ends at x
    const char *rule;
    const char *text;
};

struct label {
    struct LIST(const struct span_text) texts;
    int64_t y, height; // within its flash's plot
    int64_t gauge_x;   // of a gauge in the first line; 0: none
    int64_t indent;    // of what begins at its left edge
};

/// A row, drawn.
struct plot_part {
    const struct picture_row *row;
    size_t depth;      // of tables within partitions
    int64_t y, height; // of its block
    int64_t anchor;    // where a line leads to its label from
    bool is_unscaled;  // drawn higher than its size says
    struct label label;
};

/// One flash of a side.
struct plot {
    const struct picture_rows *rows;
    struct LIST(struct plot_part) parts;
    int64_t bar_height;
    int64_t height; // of bar and labels
};

struct plot_list LIST(struct plot);

/// How labels are divided: into columns where there is room for them, else into lines.
struct label_form {
    int64_t width;
    bool has_columns;
    int64_t type, range, size_end, gauge, notes; // where columns begin, and that of sizes ends
    size_t name_cells, type_cells;
};

/// What suits the labels of all plots of a side.
struct label_form label_form_choose(struct arena *arena, const struct plot_list *plots,
                                    int64_t width);

/// Says what a part is.
void label_write(struct arena *arena, const struct label_form *form, struct plot_part *part);

/// Finds what is to be drawn of a flash, and where in it: nothing yet.
struct plot *plot_new(struct arena *arena, const struct picture_rows *rows);

/// Writes the labels. Returns how high they are together.
int64_t plot_write(struct arena *arena, struct plot *plot, const struct label_form *form);

/// How a plot is drawn.
struct plot_scale {
    uint64_t size;   // so many bytes
    int64_t pixels;  // are so high
    bool is_aligned; // but each block is at least as high as its label, and beside it
};

/// Finds the places of blocks and labels.
void plot_place(struct arena *arena, struct plot *plot, const struct plot_scale *scale);

/// How far above or below its block the label is that is farthest from it, in pixels.
int64_t plot_longest_way(const struct plot *plot);

#endif
