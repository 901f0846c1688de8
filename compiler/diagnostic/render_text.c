// Diagnostics for people: a line each, the source line with a caret, what to write instead.
//
// A line is quoted with everything in it that a terminal would obey replaced (shown.c), and without
// what is secret. Of a line that is too long, the part around the place is shown.
#include "diagnostic.h"

#include "conceal.h"
#include "shown.h"
#include "text.h"

#include <string.h>

enum {
    WINDOW = 120,        // bytes shown of a long line
    CHARACTER_LIMIT = 3, // bytes that can follow the first of a character
};

struct style {
    const char *bold, *error, *warning, *note, *caret, *fix, *plain;
};

static const struct style colored = {"\033[1m",    "\033[1;31m", "\033[1;35m", "\033[1;36m",
                                     "\033[1;32m", "\033[32m",   "\033[0m"};
static const struct style uncolored = {"", "", "", "", "", "", ""};

struct text_renderer {
    const struct diagnostics *diagnostics;
    const struct style *style;
    const struct source *source; // whose way in was shown last
    struct buffer *out;
};

// `FILE:LINE:COLUMN:`, as compilers write it, which editors and terminals turn into links.
static void append_place(struct buffer *out, const struct place *place)
{
    shown_line(out, place->source->path, strlen(place->source->path));
    buffer_format(out, ":%zu:%zu:", place->line, place->column);
}

// Whether a line may be cut at an offset; at its end it always may.
static bool starts_character(const struct place *place, size_t offset)
{
    return offset >= place->length || ((unsigned char)place->text[offset] & 0xc0) != 0x80;
}

// The part of a long line that is shown around `offset`.
static void find_window(const struct place *place, size_t *start, size_t *end)
{
    *start = 0;
    *end = place->length;
    if (place->length > WINDOW) {
        *start = place->offset > WINDOW / 2 ? place->offset - WINDOW / 2 : 0;
        *end = *start + WINDOW < place->length ? *start + WINDOW : place->length;
        for (size_t i = 0; i < CHARACTER_LIMIT && *start && !starts_character(place, *start); i++) {
            ++*start;
        }
        for (size_t i = 0; i < CHARACTER_LIMIT && !starts_character(place, *end); i++) {
            --*end;
        }
    }
}

// A part of a line; what is hidden in it shows as asterisks, and so do copies of it, which may
// begin before that part and end after it.
static void append_part(struct text_renderer *renderer, const struct place *place, size_t start,
                        size_t end)
{
    enum { AROUND = 8192 };
    const struct sources *sources = renderer->diagnostics->sources;
    size_t first = start < AROUND ? 0 : start - AROUND;
    size_t last = place->length - end < AROUND ? place->length : end + AROUND;
    first = sources->hidden.count ? first : start;
    last = sources->hidden.count ? last : end;
    uint32_t base = place->source->start + (uint32_t)(place->text - place->source->bytes);
    char *text = arena_copy(renderer->diagnostics->arena, place->text + first, last - first);
    conceal_copies(sources, text);
    for (size_t i = start; i < end && sources->hidden.count; i++) {
        if (sources_is_hidden(sources, base + (uint32_t)i)) {
            text[i - first] = '*';
        }
    }
    shown_line(renderer->out, text + (start - first), end - start);
}

// The column of line numbers; 0: a line that has none.
static void append_gutter(struct text_renderer *renderer, size_t line)
{
    if (line) {
        buffer_format(renderer->out, "%5zu | ", line);
    } else {
        buffer_text(renderer->out, "      | ");
    }
}

static void append_spaces(struct text_renderer *renderer, size_t count)
{
    append_gutter(renderer, 0);
    buffer_fill(renderer->out, ' ', count);
}

// What to write, below the place where it belongs; only what belongs into the line that is shown.
// A fix that only removes something has nothing to show.
static void append_fixes(struct text_renderer *renderer, const struct fix *fixes,
                         const struct place *place, size_t start, size_t end)
{
    for (const struct fix *fix = fixes; fix; fix = fix->next) {
        struct place at = sources_place(renderer->diagnostics->sources, fix->span.start);
        bool is_shown = at.source == place->source && at.line == place->line &&
                        at.offset >= start && at.offset <= end;
        if (is_shown && *fix->replacement) {
            append_spaces(renderer, text_characters(place->text + start, at.offset - start));
            buffer_text(renderer->out, renderer->style->fix);
            shown_line(renderer->out, fix->replacement, strlen(fix->replacement));
            buffer_format(renderer->out, "%s\n", renderer->style->plain);
        }
    }
}

// The line with its number, and below it a caret at the place and waves to its end.
static void append_excerpt(struct text_renderer *renderer, struct span span,
                           const struct place *place, const struct fix *fixes)
{
    size_t start, end;
    find_window(place, &start, &end);
    append_gutter(renderer, place->line);
    append_part(renderer, place, start, end);
    buffer_byte(renderer->out, '\n');

    size_t offset = place->offset < end ? place->offset : end;
    append_spaces(renderer, text_characters(place->text + start, offset - start));
    buffer_format(renderer->out, "%s^", renderer->style->caret);
    // A range that goes on in the next line is marked up to the end of this one.
    size_t marked = span.end - span.start;
    marked = marked < end - offset ? marked : end - offset;
    size_t columns = text_characters(place->text + offset, marked);
    buffer_fill(renderer->out, '~', columns ? columns - 1 : 0);
    buffer_format(renderer->out, "%s\n", renderer->style->plain);
    append_fixes(renderer, fixes, place, start, end);
}

// "included from" lines, once for all messages about one file.
static void append_way_in(struct text_renderer *renderer, const struct source *source)
{
    if (source == renderer->source) {
        return;
    }
    renderer->source = source;
    while (span_is_known(source->opener)) {
        struct place place = sources_place(renderer->diagnostics->sources, source->opener.start);
        append_place(renderer->out, &place);
        buffer_format(renderer->out, " %snote:%s `", renderer->style->note, renderer->style->plain);
        shown_line(renderer->out, source->path, strlen(source->path));
        buffer_text(renderer->out, "` is included here\n");
        source = place.source;
    }
}

// The message is one line whatever it quotes: a line end in it, from a name in an image for
// example, must not look like the start of another message.
static void append_message(struct text_renderer *renderer, struct span span, const char *color,
                           const char *kind, const char *message, const char *suffix)
{
    const struct style *style = renderer->style;
    if (span_is_known(span)) {
        struct place place = sources_place(renderer->diagnostics->sources, span.start);
        buffer_text(renderer->out, style->bold);
        append_place(renderer->out, &place);
    } else {
        buffer_format(renderer->out, "%sschemac:", style->bold);
    }
    buffer_format(renderer->out, "%s %s%s:%s ", style->plain, color, kind, style->plain);
    shown_line(renderer->out, message, strlen(message));
    buffer_format(renderer->out, "%s\n", suffix);
}

static void append_extra(struct text_renderer *renderer, const char *kind, const char *color,
                         const char *message)
{
    buffer_format(renderer->out, "      = %s%s:%s ", color, kind, renderer->style->plain);
    shown_line(renderer->out, message, strlen(message));
    buffer_byte(renderer->out, '\n');
}

static void append_remark(struct text_renderer *renderer, const char *message)
{
    append_extra(renderer, "note", renderer->style->note, message);
}

static const char *color_of(const struct style *style, enum severity severity)
{
    return severity == SEVERITY_ERROR     ? style->error
           : severity == SEVERITY_WARNING ? style->warning
                                          : style->note;
}

static void append_diagnostic(struct text_renderer *renderer, const struct diagnostic *diagnostic)
{
    const struct style *style = renderer->style;
    const struct sources *sources = renderer->diagnostics->sources;
    bool has_place = span_is_known(diagnostic->span);
    struct place place = {0};
    if (has_place) {
        place = sources_place(sources, diagnostic->span.start);
        append_way_in(renderer, place.source);
    }
    const char *suffix =
        arena_format(renderer->diagnostics->arena, " [%s%s%s]", code_get(diagnostic->code)->id,
                     diagnostic->rule ? " -W" : "", diagnostic->rule ? diagnostic->rule : "");
    append_message(renderer, diagnostic->span, color_of(style, diagnostic->severity),
                   severity_name(diagnostic->severity), diagnostic->message, suffix);
    if (has_place) {
        append_excerpt(renderer, diagnostic->span, &place, diagnostic->fixes);
    }
    for (const struct note *note = diagnostic->notes; note; note = note->next) {
        if (!span_is_known(note->span)) {
            append_remark(renderer, note->message);
            continue;
        }
        struct place at = sources_place(sources, note->span.start);
        append_message(renderer, note->span, style->note, "note", note->message, "");
        append_excerpt(renderer, note->span, &at, NULL);
    }
    for (const struct remedy *remedy = diagnostic->remedies; remedy; remedy = remedy->next) {
        append_extra(renderer, "help", style->caret, remedy->title);
    }
    if (diagnostic->context) {
        append_remark(renderer, diagnostic->context);
    }
}

// How many were not shown, whether they were kept or only counted.
static void append_rest(struct buffer *out, const char *kind, size_t all, size_t shown)
{
    if (all > shown) {
        buffer_format(out, "schemac: %zu more %s%s not shown\n", all - shown, kind,
                      all - shown == 1 ? " is" : "s are");
    }
}

// The limit is for each severity, so that warnings never push errors out.
void render_text(const struct diagnostics *diagnostics, struct render_options options,
                 struct buffer *out)
{
    struct text_renderer renderer = {
        .diagnostics = diagnostics,
        .style = options.color ? &colored : &uncolored,
        .out = out,
    };
    size_t limit = options.shown_limit ? options.shown_limit : SIZE_MAX;
    size_t shown[SEVERITY_ERROR + 1] = {0};
    for_each (diagnostic, &diagnostics->kept) {
        if (shown[diagnostic->severity] < limit) {
            shown[diagnostic->severity]++;
            append_diagnostic(&renderer, diagnostic);
        }
    }
    append_rest(out, "note", diagnostics->notes, shown[SEVERITY_NOTE]);
    append_rest(out, "warning", diagnostics->warnings, shown[SEVERITY_WARNING]);
    append_rest(out, "error", diagnostics->errors, shown[SEVERITY_ERROR]);
}
