#include "sheet.h"

#include "text.h"

#include <inttypes.h>

enum { WIDTH_WIDE = 1000, WIDTH_PAIR = 1120, WIDTH_NARROW = 348 };

static const char page_rules[] =
    ":root{color-scheme:light dark}\n"
    "body{margin:0;background:#fff;color:#1f2328;"
    "font:15px/1.5 system-ui,-apple-system,\"Segoe UI\",\"Liberation Sans\",sans-serif}\n"
    "main{max-width:1200px;margin:0 auto;padding:20px 16px}\n"
    "h1{font-size:22px;margin:0 0 4px;overflow-wrap:anywhere}\n"
    "h2{font-size:17px;margin:28px 0 8px;overflow-wrap:anywhere}\n"
    "p{margin:0 0 8px;max-width:75ch;overflow-wrap:anywhere}\n"
    ".sub,.other td,th{color:#57606a}\n"
    "figure{margin:16px 0;border:1px solid #d0d7de;border-radius:8px;overflow:hidden}\n"
    "svg{display:block;width:100%;height:auto;margin:0 auto}\n"
    ".narrow{display:none}\n"
    "table{border-collapse:collapse;width:100%;font-size:14px}\n"
    "th,td{text-align:left;padding:5px 10px 5px 6px;border-bottom:1px solid #d0d7de;"
    "vertical-align:top;overflow-wrap:break-word}\n"
    "td:last-child{overflow-wrap:anywhere}\n"
    "th{font-weight:600}\n"
    "td.x,th.x{text-align:right;white-space:nowrap}\n"
    "td.x:nth-child(5),th.x:nth-child(5){padding-right:24px}\n"
    "td.x,.t{font-family:ui-monospace,\"DejaVu Sans Mono\",\"Liberation Mono\",Menlo,Consolas,"
    "monospace;font-size:13px}\n"
    "td:first-child{font-weight:600}\n"
    ".inner td:first-child{padding-left:24px}\n"
    ".other td{font-weight:400}\n"
    ".e1{color:#116329}.e2{color:#7d4e00}.e3{color:#b3141f}\n"
    ".card{display:none;position:fixed;right:16px;bottom:16px;max-width:340px;"
    "padding:12px 16px;border:1px solid #8c959f;border-radius:8px;background:#fff;color:#1f2328;"
    "box-shadow:0 4px 16px #0004;overflow-wrap:anywhere;font-size:14px}\n"
    ".card b{font-size:15px}\n"
    ".card b,.card .t{unicode-bidi:isolate}\n"
    "@media screen and (max-width:760px){\n"
    ".wide{display:none}.narrow{display:block;max-width:560px;margin:12px auto}\n"
    "main{padding:12px 5px}\n"
    "thead{display:none}\n"
    "table,tbody,tr,td{display:block}\n"
    "tr{padding:8px 4px;border-bottom:1px solid #d0d7de}\n"
    "td,td.x{border:0;padding:1px 4px;text-align:left;white-space:normal}\n"
    ".inner td:first-child{padding-left:4px}\n"
    "tr.inner{padding-left:18px}\n"
    "td.x,td.t{display:inline-block;padding-right:10px}\n"
    "td:empty{display:none}\n"
    "td[data-l]::before{content:attr(data-l) \" \";color:#57606a;"
    "font-family:system-ui,sans-serif}\n"
    // The name and, at the far edge, the size; then the type, which needs no word before it.
    "tr{position:relative}\n"
    "td:first-child{padding-right:7em}\n"
    "td.x:nth-child(5){position:absolute;top:8px;right:4px;padding-right:4px}\n"
    "td.t[data-l]::before,td:nth-child(5)[data-l]::before{content:none}\n"
    "}\n"
    "@media screen and (prefers-color-scheme:dark){\n"
    "body{background:#0d1117;color:#e6edf3}\n"
    "figure,th,td,tr{border-color:#30363d}\n"
    "th,.sub,.other td,td[data-l]::before{color:#9da7b3}\n"
    ".e1{color:#56d364}.e2{color:#e3b341}.e3{color:#ff938a}\n"
    ".card{background:#161b22;color:#e6edf3;border-color:#6e7681}\n"
    "}\n"
    "@media print{\n"
    ".card,.narrow{display:none!important}.wide{display:block!important}\n"
    "main{max-width:none;padding:0}figure{border:0;margin:0}\n"
    "table{font-size:11px;line-height:1.3}td.x,.t{font-size:10px}\n"
    "th,td{padding-top:3px;padding-bottom:3px}h2{break-after:avoid;margin-top:14px}\n"
    "tr{break-inside:avoid}thead{display:table-header-group}\n"
    "}\n";

static void append_cell(struct buffer *out, const char *class, const char *label, const char *text)
{
    buffer_text(out, "<td");
    if (class) {
        buffer_format(out, " class=\"%s\"", class);
    }
    if (label && *text) {
        buffer_format(out, " data-l=\"%s\"", label);
    }
    buffer_text(out, ">");
    canvas_escape(out, text);
    buffer_text(out, "</td>");
}

// What is said of a row: each in an element of its own.
static void append_remarks(struct buffer *out, const struct row *row)
{
    const char *const texts[] = {row->flags, row->source, row->fill ? row->fill->remark : NULL,
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

static const char *used_text(struct arena *arena, const struct row *row)
{
    return row->fill && row->fill->is_known
               ? arena_format(arena, "%s (%s)", fill_bytes(arena, row), fill_text(arena, row))
               : "";
}

static void append_row(struct buffer *out, const struct row *row, size_t depth, size_t number)
{
    struct arena *arena = out->arena;
    buffer_format(out, "<tr id=\"t%zu\" class=\"%s%s\">", number, depth ? "inner" : "",
                  row->partition ? "" : " other");
    append_cell(out, NULL, NULL, row->name);
    append_cell(out, "t", "type", row->type);
    append_cell(out, "x", "offset", text_offset(arena, row->offset));
    append_cell(out, "x", "end", text_offset(arena, row->offset + row->size));
    append_cell(out, "x", "size", text_size(arena, row->size));
    append_cell(out, NULL, "full", used_text(arena, row));
    buffer_text(out, "<td>");
    append_remarks(out, row);
    buffer_text(out, "</td></tr>\n");
}

static void append_card(struct buffer *out, const struct row *row, size_t number)
{
    struct arena *arena = out->arena;
    buffer_format(out, "<div class=\"card\" id=\"c%zu\" aria-hidden=\"true\"><b>", number);
    canvas_escape(out, row->name);
    buffer_text(out, "</b> <span class=\"t\">");
    canvas_escape(out, row->type);
    buffer_format(out, "</span><br><span class=\"t\">%s – %s</span>, %s<br>",
                  text_offset(arena, row->offset), text_offset(arena, row->offset + row->size),
                  text_size(arena, row->size));
    if (*used_text(arena, row)) {
        buffer_format(out, "%s<br>", used_text(arena, row));
    }
    append_remarks(out, row);
    buffer_text(out, "</div>\n");
}

// A row that is pointed at shows its card, and its line in the table; and the other way around.
static void append_hover_rule(struct buffer *out, size_t number)
{
    buffer_format(out,
                  ":root:has(#w%zu:hover,#n%zu:hover) #c%zu{display:block}\n"
                  ":root:has(#w%zu:hover,#n%zu:hover) #t%zu{background:#0969da26}\n"
                  ":root:has(#t%zu:hover) :is(#w%zu,#n%zu) .b{stroke-width:2.5}\n"
                  ":root:has(#t%zu:hover) :is(#w%zu,#n%zu) .z{fill-opacity:.15}\n",
                  number, number, number, number, number, number, number, number, number, number,
                  number, number);
}

enum element { ELEMENT_ROW, ELEMENT_CARD, ELEMENT_RULE };

// Appends something for each row, in the order in which they are numbered.
static void append_rows(struct buffer *out, const struct list *rows, size_t depth,
                        enum element element, size_t *number)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct row *row = rows->items[i];
        if (element == ELEMENT_ROW) {
            append_row(out, row, depth, *number);
        } else if (element == ELEMENT_CARD) {
            append_card(out, row, *number);
        } else {
            append_hover_rule(out, *number);
        }
        ++*number;
        append_rows(out, &row->inner, depth + 1, element, number);
    }
}

static void append_flash(struct buffer *out, const struct picture_side *side, bool has_title,
                         const struct rows *rows, size_t *number)
{
    buffer_text(out, "<h2>");
    if (has_title) {
        canvas_escape(out, side_title(side));
        buffer_text(out, ": ");
    }
    canvas_escape(out, flash_title(out->arena, rows->flash));
    buffer_text(out, "</h2>\n<table><thead><tr><th>partition</th><th>type</th>"
                     "<th class=\"x\">offset</th><th class=\"x\">end</th>"
                     "<th class=\"x\">size</th><th>full</th><th>contents</th></tr></thead>"
                     "<tbody>\n");
    append_rows(out, &rows->all, 0, ELEMENT_ROW, number);
    buffer_text(out, "</tbody></table>\n");
}

static void append_all(struct buffer *out, const struct picture_side *sides, size_t count,
                       enum element element)
{
    size_t number = 0;
    struct arena arena; // of one side at a time
    arena_init(&arena, out->arena->exhausted);
    for (size_t i = 0; i < count; i++) {
        struct buffer part;
        buffer_init(&part, &arena);
        struct list flashes = rows_of_side(&sides[i], &arena);
        for (size_t j = 0; j < flashes.count; j++) {
            const struct rows *rows = flashes.items[j];
            if (element == ELEMENT_ROW) {
                append_flash(&part, &sides[i], count > 1, rows, &number);
            } else {
                append_rows(&part, &rows->all, 0, element, &number);
            }
        }
        buffer_bytes(out, part.bytes, part.length);
        arena_clear(&arena);
    }
    arena_release(&arena);
}

static void append_head(struct buffer *out, const struct picture_side *sides, size_t count)
{
    const struct layout *layout = sides[0].layout;
    buffer_text(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                     "<title>");
    canvas_escape(out, layout->name);
    buffer_text(out, ": the flash</title>\n<style>\n");
    canvas_rules(out);
    buffer_text(out, page_rules);
    buffer_text(out, "@media (hover:hover){\n");
    append_all(out, sides, count, ELEMENT_RULE);
    buffer_text(out, "}\n</style></head>\n<body><main>\n<h1>");
    for (size_t i = 0; i < count && i < 2; i++) {
        canvas_escape(out, i ? " and " : "");
        canvas_escape(out, count > 2 ? layout->name : side_title(&sides[i]));
        i += count > 2;
    }
    buffer_text(out, "</h1>\n");
    if (count == 1) {
        buffer_text(out, "<p class=\"sub\">");
        canvas_escape(out, side_subtitle(&sides[0]));
        buffer_text(out, "</p>\n");
    }
    if (layout->documentation && *layout->documentation) {
        buffer_text(out, "<p>");
        canvas_escape(out, layout->documentation);
        buffer_text(out, "</p>\n");
    }
}

void picture_html(const struct picture_side *sides, size_t count, struct buffer *out)
{
    size_t width = count == 1 ? WIDTH_WIDE : WIDTH_PAIR;
    bool has_titles = count > 1;
    const struct sheet_form wide = {.width = width, .prefix = "w", .has_titles = has_titles};
    const struct sheet_form narrow = {
        .width = WIDTH_NARROW, .prefix = "n", .has_titles = has_titles};
    append_head(out, sides, count);
    buffer_text(out, "<figure class=\"wide\">\n");
    sheet_draw(sides, count, &wide, out);
    buffer_text(out, "</figure>\n<figure class=\"narrow\">\n");
    sheet_draw(sides, count, &narrow, out);
    buffer_text(out, "</figure>\n");
    append_all(out, sides, count, ELEMENT_ROW);
    append_all(out, sides, count, ELEMENT_CARD);
    buffer_text(out, "</main></body></html>\n");
}
