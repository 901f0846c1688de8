// The places of everything in a drawing: blocks to scale, and labels beside them that do not
// overlap.
#ifndef PICTURE_PLOT_H
#define PICTURE_PLOT_H

#include "canvas.h"

enum {
    BLOCK_LEAST = 8,  // pixels: the height of blocks that would be lower to scale
    BLOCK_INSET = 12, // of a second-level table in its partition
    LABEL_GAP = 3,    // between two labels
    GAUGE_WIDTH = 44,
};

/// A text of a label, from the upper left corner of the label.
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
    int64_t indent;    // of its texts at the left edge
};

/// A row, drawn.
struct plot_part {
    const struct picture_row *row;
    size_t depth;      // of tables within partitions
    int64_t y, height; // of its block
    int64_t anchor;    // where the line to its label starts
    bool is_unscaled;  // it is higher than to scale
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

/// The layout of labels: in columns if there is space, otherwise in lines.
struct label_form {
    int64_t width;
    bool has_columns;
    int64_t type, range, size_end, gauge, notes; // the left edges of columns; of sizes, the right
    size_t name_cells, type_cells;
};

/// Chooses one that suits the labels of all plots of a side.
struct label_form label_form_choose(struct arena *arena, const struct plot_list *plots,
                                    int64_t width);

/// Writes the texts of the label of a part.
void label_write(struct arena *arena, const struct label_form *form, struct plot_part *part);

/// Lists the parts of a flash. Labels and places follow: plot_write(), then plot_place().
struct plot *plot_new(struct arena *arena, const struct picture_rows *rows);

/// Writes the labels. Returns their total height.
int64_t plot_write(struct arena *arena, struct plot *plot, const struct label_form *form);

/// The scale of a plot.
struct plot_scale {
    uint64_t size;   // this number of bytes ...
    int64_t pixels;  // ... has this height
    bool is_aligned; // but each block is beside its label, and at least as high
};

/// Places blocks and labels.
void plot_place(struct arena *arena, struct plot *plot, const struct plot_scale *scale);

/// The largest distance of a label above or below its block, in pixels.
int64_t plot_longest_way(const struct plot *plot);

#endif
