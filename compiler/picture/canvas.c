// Writes the elements of an SVG in whole pixels. A canvas may be mirrored, so that of two layouts
// side by side the labels are outside and the bars face each other: only the x of each element is
// turned, never the text.
//
// Source: W3C, Scalable Vector Graphics (SVG) 1.1, Second Edition: basic shapes (9), paths (8),
// patterns (13.3), text (10). XML 1.0, section 2.2, says which characters a text may contain.
#include "canvas.h"

#include "cells.h"
#include "templates.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

// The colors of Okabe and Ito, "Color Universal Design" (2008), which color-blind people can tell
// apart, adjusted for a light and a dark background. Patterns distinguish them in print without
// color.
struct ink {
    const char *name;
    const char *light, *dark;
    const char *pattern; // an SVG path in a square of 8 by 8; null: plain
};

static const struct ink inks[ROW_COUNT] = {
    [ROW_APP] = {"app", "#4a9bd1", "#3b8fc9", NULL},
    [ROW_OTADATA] = {"otadata", "#8fd0f0", "#7cc4e8", "M0 8L8 0"},
    [ROW_NVS] = {"NVS", "#eeb03a", "#dfa02a", "M2 2h2v2h-2zM6 6h2v2h-2z"},
    [ROW_FILES] = {"file system", "#35b792", "#2aa583", "M0 2H8M0 6H8"},
    [ROW_DATA] = {"data", "#d79abb", "#c987ab", "M2 0V8M6 0V8"},
    [ROW_HOST] = {"with its own table", "#f3ea8f", "#8d8643", NULL},
    [ROW_SECTION] = {"table", "#7d8790", "#8b949e", "M0 4H8M4 0V8"},
    [ROW_RESERVED] = {"reserved", "#b5bcc4", "#545d68", "M0 0L8 8M8 0L0 8"},
    [ROW_FREE] = {"free", "#ffffff", "#161b22", "M0 0L8 8"},
};

const char *row_kind_name(enum row_kind kind)
{
    return inks[kind].name;
}

// Computed in hundredths and rounded up, so that a text never needs more than its space.
int64_t cells_pixels(size_t cells)
{
    return ((int64_t)cells * FONT_SIZE * FONT_WIDTH + 99) / 100;
}

size_t pixels_cells(int64_t pixels)
{
    return pixels < 0 ? 0 : (size_t)(pixels * 100 / ((int64_t)FONT_SIZE * FONT_WIDTH));
}

// XML excludes U+FFFE, U+FFFF and most control characters, even as references; so they are
// replaced.
static bool is_forbidden(const char *text, size_t length)
{
    bool is_control = length == 1 && (unsigned char)*text < 0x20 && *text != '\n' && *text != '\t';
    return length == 0 || is_control ||
           (length == 3 &&
            (memcmp(text, "\xef\xbf\xbe", 3) == 0 || memcmp(text, "\xef\xbf\xbf", 3) == 0));
}

// Text of a schema ends up in a page that browsers run: none of it may become an element. Broken
// UTF-8 is replaced byte by byte, since XML parsers stop at it.
void canvas_escape(struct buffer *out, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        size_t length = text_character(text, end);
        if (is_forbidden(text, length)) {
            buffer_text(out, "\xef\xbf\xbd"); // U+FFFD
        } else if (*text == '&') {
            buffer_text(out, "&amp;");
        } else if (*text == '<') {
            buffer_text(out, "&lt;");
        } else if (*text == '>') {
            buffer_text(out, "&gt;");
        } else if (*text == '"') {
            buffer_text(out, "&quot;");
        } else {
            buffer_bytes(out, text, length);
        }
        text += length ? length : 1;
    }
}

// Mirrors an x within the canvas, where that is mirrored.
static int64_t place_x(const struct canvas *canvas, int64_t x)
{
    return canvas->left + (canvas->is_flipped ? canvas->width - x : x);
}

// Text that is mirrored still reads from left to right: it is anchored at its other end instead.
void canvas_text(const struct canvas *canvas, int64_t x, int64_t y, bool is_end, const char *rule,
                 const char *text)
{
    bool ends = is_end != canvas->is_flipped;
    buffer_format(canvas->out, "<text x=\"%" PRId64 "\" y=\"%" PRId64 "\"", place_x(canvas, x),
                  canvas->top + y);
    if (rule) {
        buffer_format(canvas->out, " class=\"%s\"", rule);
    }
    buffer_text(canvas->out, ends ? " text-anchor=\"end\">" : ">");
    canvas_escape(canvas->out, text);
    buffer_text(canvas->out, "</text>\n");
}

// A rectangle is placed by its left edge, which is the right one where it is mirrored.
static void append_box(const struct canvas *canvas, int64_t x, int64_t y, int64_t width,
                       int64_t height)
{
    buffer_format(
        canvas->out,
        "<rect x=\"%" PRId64 "\" y=\"%" PRId64 "\" width=\"%" PRId64 "\" height=\"%" PRId64 "\"",
        place_x(canvas, canvas->is_flipped ? x + width : x), canvas->top + y, width, height);
}

void canvas_box(const struct canvas *canvas, int64_t x, int64_t y, int64_t width, int64_t height,
                const char *rule)
{
    append_box(canvas, x, y, width, height);
    buffer_format(canvas->out, " class=\"%s\"/>\n", rule);
}

// The pattern is drawn over the color, as a second box: `fill` takes only one of them.
void canvas_block(const struct canvas *canvas, int64_t x, int64_t y, int64_t width, int64_t height,
                  enum row_kind kind)
{
    append_box(canvas, x, y, width, height);
    buffer_format(canvas->out, " class=\"b c%d\"/>\n", (int)kind);
    if (inks[kind].pattern) {
        append_box(canvas, x, y, width, height);
        buffer_format(canvas->out, " fill=\"url(#%sp%d)\"/>\n", canvas->prefix, (int)kind);
    }
}

void canvas_leader(const struct canvas *canvas, int64_t x, int64_t y, int64_t end_x, int64_t end_y,
                   int64_t beyond)
{
    enum { STUB = 5 }; // level at both ends, so that it is clear which block and label it joins
    buffer_format(canvas->out,
                  "<path d=\"M%" PRId64 " %" PRId64 "H%" PRId64 "L%" PRId64 " %" PRId64 "H%" PRId64
                  "\" class=\"l\"/>\n",
                  place_x(canvas, x), canvas->top + y, place_x(canvas, x + STUB),
                  place_x(canvas, end_x - STUB), canvas->top + end_y,
                  place_x(canvas, end_x + beyond));
}

void canvas_line(const struct canvas *canvas, int64_t x, int64_t y, int64_t end_x, int64_t end_y,
                 const char *rule)
{
    buffer_format(canvas->out,
                  "<path d=\"M%" PRId64 " %" PRId64 "L%" PRId64 " %" PRId64 "\" class=\"%s\"/>\n",
                  place_x(canvas, x), canvas->top + y, place_x(canvas, end_x), canvas->top + end_y,
                  rule);
}

// With the prefix of the drawing, since a page with two of them has one space of identifiers.
void canvas_patterns(const struct canvas *canvas)
{
    buffer_text(canvas->out, "<defs>\n");
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (inks[i].pattern) {
            buffer_format(canvas->out,
                          "<pattern id=\"%sp%zu\" width=\"8\" height=\"8\" "
                          "patternUnits=\"userSpaceOnUse\"><path d=\"%s\" class=\"q\"/>"
                          "</pattern>\n",
                          canvas->prefix, i, inks[i].pattern);
        }
    }
    buffer_text(canvas->out, "</defs>\n");
}

// The numbers of the classes are those of `enum row_kind`.
static void append_inks(struct buffer *out, bool is_dark)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        struct template_values values = {0};
        template_set(&values, "number", arena_format(out->arena, "%zu", i));
        template_set(&values, "ink", is_dark ? inks[i].dark : inks[i].light);
        template_append(out, template_drawing_css, "ink", &values);
    }
}

// The page has the rules once, a picture that is alone has its own copy.
void canvas_rules(struct buffer *out)
{
    struct template_values values = {0};
    template_set(&values, "font_size", arena_format(out->arena, "%d", FONT_SIZE));
    template_append(out, template_drawing_css, "light", &values);
    append_inks(out, false);
    template_append(out, template_drawing_css, "dark", &values);
    append_inks(out, true);
    template_append(out, template_drawing_css, "print", &values);
}
