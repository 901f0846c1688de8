// The flash as a picture: in a terminal, as SVG and as HTML, of one layout or of several side by
// side.
#ifndef PICTURE_PICTURE_H
#define PICTURE_PICTURE_H

#include "layout.h"

/// How much of a partition its image fills.
struct picture_usage {
    bool is_known;
    uint64_t used;      // bytes; may be more than the partition has
    const char *remark; // why it is not known; null: there is nothing to say
};

/// How much a change matters to whoever looks.
enum picture_tone { TONE_PLAIN, TONE_GOOD, TONE_NOTABLE, TONE_BAD };

/// What is to be said of a partition beside what its layout says: "moved from 0x9000".
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
    size_t width; // in columns; what is too narrow to draw in is widened
    bool has_color;
    bool is_utf8;
};

/// As a table: what a compilation says of a layout. Its lines are those of partitions, tables and
/// gaps, without what a picture is made for: no scale, and nothing that is not in the schema.
void picture_table(const struct layout *layout, struct buffer *out);

/// For a terminal: to scale as far as lines can be, a line or more for each partition. Sides that
/// do not fit beside each other stand below each other.
void picture_text(const struct picture_side *sides, size_t count, struct picture_style style,
                  struct buffer *out);

/// The same for a layout that became another. The memory of the first is used.
void picture_pair(const struct picture_side *before, const struct picture_side *after,
                  struct picture_style style, struct buffer *out);

/// A whole SVG file, `width` pixels wide (0: what suits). Where there are two sides, bands connect
/// what is the same in both.
void picture_svg(const struct picture_side *sides, size_t count, size_t width, struct buffer *out);

/// A whole HTML file, for screens of any width and for paper.
void picture_html(const struct picture_side *sides, size_t count, struct buffer *out);

/// Gives a side room for marks, of which it has none yet.
void picture_begin_marks(struct picture_side *side);

/// Marks what a change did to each partition of both sides: moved, resized, new, removed, renamed.
void picture_compare(struct picture_side *before, struct picture_side *after);

/// Appends what is the same for layouts that are drawn alike, but for their titles, and only for
/// these. The memory of the buffer is used.
void picture_identity(const struct layout *layout, struct buffer *out);

/// Whether two layouts are drawn alike, but for their titles.
bool picture_is_same(const struct layout *a, const struct layout *b);

#endif
