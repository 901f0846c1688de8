// The lines of a CSV of partitions, with variables replaced, as Python's os.path.expandvars() does
// it.
//
// Each byte of the result remembers where it came from, so that a message about a field that a
// variable filled shows the `$NAME` in the file.
#include "line.h"
#include "python.h"

#include <ctype.h>
#include <string.h>

struct expander {
    struct importer *importer;
    struct buffer text;
    uint32_t *origins;
    size_t capacity;
};

static void append(struct expander *expander, char c, uint32_t origin)
{
    if (expander->text.length == expander->capacity) {
        expander->origins = arena_grow(expander->importer->arena, expander->origins,
                                       &expander->capacity, sizeof *expander->origins);
    }
    expander->origins[expander->text.length] = origin;
    buffer_byte(&expander->text, (uint8_t)c);
}

static const char *value_in(const char *setting, const char *name, size_t length)
{
    bool is_it = strncmp(setting, name, length) == 0 && setting[length] == '=';
    return is_it ? setting + length + 1 : NULL;
}

static const char *find_variable(const struct import_request *request, const char *name,
                                 size_t length)
{
    const char *value = NULL;
    for (size_t i = request->defines ? request->defines->count : 0; i > 0 && !value; i--) {
        value = value_in(request->defines->items[i - 1], name, length);
    }
    for (const char *const *at = request->environment; at && *at && !value; at++) {
        value = value_in(*at, name, length);
    }
    return value;
}

static size_t name_length(const char *text, const char *end)
{
    size_t length = 0;
    while (text + length < end && (isalnum((unsigned char)text[length]) || text[length] == '_')) {
        length++;
    }
    return length;
}

// `$NAME` or `${NAME}` at `text`: how long it is, and its value; null: it stays as it is.
static const char *variable_at(const struct import_request *request, const char *text,
                               const char *end, size_t *length)
{
    bool has_brace = text + 1 < end && text[1] == '{';
    const char *name = text + 1 + has_brace;
    const char *brace = has_brace ? memchr(name, '}', (size_t)(end - name)) : NULL;
    size_t count = has_brace ? (size_t)((brace ? brace : name) - name) : name_length(name, end);
    *length = 1 + count + (has_brace ? 2 : 0);
    return count ? find_variable(request, name, count) : NULL;
}

// What os.path.expandvars() makes of a line.
static void expand(struct expander *expander, const char *text, const char *end, uint32_t origin)
{
    const char *start = text;
    while (text < end) {
        size_t length = 1;
        const char *value =
            *text == '$' ? variable_at(expander->importer->request, text, end, &length) : NULL;
        uint32_t place = origin + (uint32_t)(text - start);
        for (const char *at = value; at && *at; at++) {
            append(expander, *at, place);
        }
        if (!value) {
            append(expander, *text, place);
            length = 1;
        }
        text += length;
    }
    append(expander, 0, origin + (uint32_t)(end - start));
}

static bool check_start(struct importer *importer, const struct csv_text_line *line)
{
    size_t length = name_length(line->text + 1, line->text + line->length);
    bool is_unknown = line->text[0] == '$' && length && !isdigit((unsigned char)line->text[1]);
    if (is_unknown) {
        const char *name = arena_copy(importer->arena, line->text + 1, length);
        report(importer->diagnostics, CODE_IMPORT_VARIABLE, csv_line_span(line, 0, length + 1),
               "there is no environment variable `%s`; set it, or pass `--define %s=VALUE`", name,
               name);
    }
    return !is_unknown;
}

// Lines end with LF, CR or CR LF. Spaces around a line are not part of it, and neither of its
// origins.
bool csv_line_read(struct importer *importer, const struct source *source, size_t *at,
                   struct csv_text_line *line)
{
    struct expander expander = {.importer = importer};
    const char *start = source->bytes + *at;
    const char *limit = source->bytes + source->length;
    const char *end = start;
    while (end < limit && *end != '\n' && *end != '\r') {
        end++;
    }
    *at = (size_t)(end - source->bytes) + (end < limit);
    *at += end + 1 < limit && end[0] == '\r' && end[1] == '\n';
    buffer_init(&expander.text, importer->arena);
    uint32_t origin = source->start + (uint32_t)(start - source->bytes);
    expand(&expander, start, end, origin);
    size_t length = expander.text.length - 1;
    *line = (struct csv_text_line){
        expander.text.bytes, length, expander.origins, {origin, origin + (uint32_t)(end - start)}};
    bool is_good = check_start(importer, line);
    const char *stripped = line->text;
    python_strip(&stripped, &line->length);
    line->origins += stripped - line->text;
    line->text += stripped - line->text;
    line->text[line->length] = 0;
    return is_good;
}

struct span csv_line_span(const struct csv_text_line *line, size_t start, size_t end)
{
    struct span span = {line->origins[start], line->origins[end]};
    span.end =
        end > start && span.end <= line->origins[end - 1] ? line->origins[end - 1] + 1 : span.end;
    return span;
}
