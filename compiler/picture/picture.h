// Pictures of the flash: in a terminal, as SVG and as HTML, of one layout or of several beside each
// other.
#ifndef PICTURE_PICTURE_H
#define PICTURE_PICTURE_H

#include "layout.h"

/// How much of a partition its image fills.
struct picture_usage {
    bool is_known;
    uint64_t used;      // bytes; may exceed the size of the partition
    const char *remark; // why it is not known; null: none
    const char *file;   // that is put in the place of the schema's image; null: none
};

/// How much attention a change needs.
enum picture_tone { TONE_PLAIN, TONE_GOOD, TONE_NOTABLE, TONE_BAD };

/// A remark on a partition beyond what its layout says: "moved from 0x9000".
struct picture_mark {
    const char *text;
    enum picture_tone tone;
};

/// One layout of a picture.
struct picture_side {
    const struct layout *layout;
    const char *title;                  // null: its name, revision and variant
    const struct picture_usage *usages; // one a partition, by its index; null: none is known
    struct picture_mark **marks;        // one a partition, by its index, or null; null: none
};

/// How to draw in a terminal.
struct picture_style {
    size_t width; // in cells; at least 32 are used
    bool has_color;
    bool is_utf8;
};

/// Appends a plain table of partitions, tables and gaps, as a compilation prints it: without a
/// scale, and without anything that is not in the schema.
void picture_table(const struct layout *layout, struct buffer *out);

/// For a terminal: to scale, as far as whole lines allow, with at least a line for each partition.
/// Sides that do not fit beside each other are below each other.
void picture_text(const struct picture_side *sides, size_t count, struct picture_style style,
                  struct buffer *out);

/// The same for a layout before and after a change.
void picture_pair(const struct picture_side *before, const struct picture_side *after,
                  struct picture_style style, struct buffer *out);

/// A complete SVG file, `width` pixels wide (0: a default). Bands connect what is the same in two
/// sides.
void picture_svg(const struct picture_side *sides, size_t count, size_t width, struct buffer *out);

/// A complete HTML file, for screens of any width and for print.
void picture_html(const struct picture_side *sides, size_t count, struct buffer *out);

/// Gives a side an array of marks, all null.
void picture_begin_marks(struct picture_side *side);

/// Marks what a change did to each partition of both sides: moved, resized, new, removed, renamed.
void picture_compare(struct picture_side *before, struct picture_side *after);

/// Appends a key that is equal for layouts that look the same, except for their titles, and only
/// for these.
void picture_identity(const struct layout *layout, struct buffer *out);

/// Whether two layouts look the same, except for their titles.
bool picture_is_same(const struct layout *a, const struct layout *b);

#endif
