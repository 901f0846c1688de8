// A page: the drawing for wide and for narrow screens, of which CSS shows one, then a table for
// each flash with everything that is known of each row. Without scripts: pointing at a block shows
// its card by `:has()`, and a browser that lacks it just shows no cards.
//
// A row has the same number in both drawings, the table and the cards: w3, n3, t3, c3.
#include "sheet.h"
#include "templates.h"

#include "text.h"

enum { WIDTH_WIDE = 1000, WIDTH_PAIR = 1120, WIDTH_NARROW = 348 };

// Templates insert values as they are: whatever comes from a schema goes through here.
static const char *escaped(struct arena *arena, const char *text)
{
    struct buffer out;
    buffer_init(&out, arena);
    buffer_text(&out, "");
    canvas_escape(&out, text ? text : "");
    return out.bytes;
}

// The remarks on a row, each on a line of its own, the change first.
static void append_remarks(struct buffer *out, const struct picture_row *row)
{
    const char *const texts[] = {row->flags, row->source, row->usage ? row->usage->remark : NULL,
                                 row->documentation};
    bool is_first = true;
    if (row->mark) {
        buffer_format(out, "<strong class=\"e%d\">", (int)row->mark->tone);
        canvas_escape(out, row->mark->text);
        buffer_text(out, "</strong>");
        is_first = false;
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i] && *texts[i]) {
            buffer_text(out, is_first ? "" : "<br>");
            canvas_escape(out, texts[i]);
            is_first = false;
        }
    }
}

static const char *used_text(struct arena *arena, const struct picture_row *row)
{
    return row->usage && row->usage->is_known
               ? arena_format(arena, "%s (%s)", usage_bytes(arena, row), usage_text(arena, row))
               : "";
}

static const char *remarks_text(struct arena *arena, const struct picture_row *row)
{
    struct buffer out;
    buffer_init(&out, arena);
    append_remarks(&out, row);
    return out.bytes;
}

enum element { ELEMENT_ROW, ELEMENT_CARD, ELEMENT_RULE };

// The number is that of the row's part in the drawings, whose identifiers end with it.
static void append_element(struct buffer *out, const struct picture_row *row, size_t depth,
                           enum element element, size_t number)
{
    struct arena *arena = out->arena;
    struct template_values values = {0};
    template_set(&values, "number", arena_format(arena, "%zu", number));
    if (element == ELEMENT_RULE) {
        template_append(out, template_page_css, "hover", &values);
        return;
    }
    template_set(&values, "class",
                 arena_format(arena, "%s%s", depth ? "inner" : "", row->partition ? "" : " other"));
    template_set(&values, "name", escaped(arena, row->name));
    template_set(&values, "type", escaped(arena, row->type));
    template_set(&values, "offset", text_offset(arena, row->offset));
    template_set(&values, "end", text_offset(arena, row->offset + row->size));
    template_set(&values, "size", text_size(arena, row->size));
    template_set(&values, "used", escaped(arena, used_text(arena, row)));
    template_set(&values, "remarks", remarks_text(arena, row));
    template_append(out, template_page_html, element == ELEMENT_ROW ? "row" : "card", &values);
}

// Appends an element for each row, in the order of their numbers: depth first, as in the drawings.
static void append_rows(struct buffer *out, const struct picture_row_list *rows, size_t depth,
                        enum element element, size_t *number)
{
    for_each (row, rows) {
        append_element(out, row, depth, element, *number);
        ++*number;
        append_rows(out, &row->inner, depth + 1, element, number);
    }
}

static void append_flash(struct buffer *out, const struct picture_side *side, bool has_title,
                         const struct picture_rows *rows, size_t *number)
{
    struct arena *arena = out->arena;
    struct template_values values = {0};
    const char *title = flash_title(arena, rows->flash);
    if (has_title) {
        title = arena_format(arena, "%s: %s", side_title(side), title);
    }
    template_set(&values, "title", escaped(arena, title));
    template_append(out, template_page_html, "table", &values);
    append_rows(out, &rows->all, 0, ELEMENT_ROW, number);
    template_append(out, template_page_html, "table_end", &values);
}

static void append_all(struct buffer *out, const struct picture_side *sides, size_t count,
                       enum element element)
{
    size_t number = 0;
    struct arena *arena = arena_child(out->arena); // of one side at a time
    for (size_t i = 0; i < count; i++) {
        struct buffer part;
        buffer_init(&part, arena);
        struct picture_rows_list flashes = rows_of_side(&sides[i], arena);
        for_each (rows, &flashes) {
            if (element == ELEMENT_ROW) {
                append_flash(&part, &sides[i], count > 1, rows, &number);
            } else {
                append_rows(&part, &rows->all, 0, element, &number);
            }
        }
        buffer_bytes(out, part.bytes, part.length);
        arena_clear(arena);
    }
    arena_release(arena);
}

// One layout, "one and another", or, of several variants, the name of the schema.
static const char *page_title(struct arena *arena, const struct picture_side *sides, size_t count)
{
    const char *first = side_title(&sides[0]);
    return count == 1   ? first
           : count == 2 ? arena_format(arena, "%s and %s", first, side_title(&sides[1]))
                        : sides[0].layout->name;
}

// The two drawings have different prefixes, so that no identifier occurs twice in the page.
void picture_html(const struct picture_side *sides, size_t count, struct buffer *out)
{
    struct arena *arena = out->arena;
    const struct layout *layout = sides[0].layout;
    size_t width = count == 1 ? WIDTH_WIDE : WIDTH_PAIR;
    bool has_titles = count > 1;
    const struct sheet_form wide = {.width = width, .prefix = "w", .has_titles = has_titles};
    const struct sheet_form narrow = {
        .width = WIDTH_NARROW, .prefix = "n", .has_titles = has_titles};
    struct template_values values = {0};
    template_set(&values, "name", escaped(arena, layout->name));
    template_set(&values, "title", escaped(arena, page_title(arena, sides, count)));
    template_set(&values, "subtitle", count == 1 ? escaped(arena, side_subtitle(&sides[0])) : "");
    template_set(&values, "documentation", escaped(arena, layout->documentation));
    template_append(out, template_page_html, "head", &values);
    canvas_rules(out);
    template_append(out, template_page_css, "page", &values);
    template_append(out, template_page_html, "hover", &values);
    append_all(out, sides, count, ELEMENT_RULE);
    template_append(out, template_page_html, "body", &values);
    sheet_draw(sides, count, &wide, out);
    template_append(out, template_page_html, "narrow", &values);
    sheet_draw(sides, count, &narrow, out);
    template_append(out, template_page_html, "tables", &values);
    append_all(out, sides, count, ELEMENT_ROW);
    append_all(out, sides, count, ELEMENT_CARD);
    template_append(out, template_page_html, "end", &values);
}
