// Templates are read where they are: a section is found by its line, then copied up to each `@`.
// They are part of the program, not input, so that what is wrong in them is asserted.
#include "template.h"

#include <assert.h>
#include <string.h>

static bool is_name(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

// The length of a name that a second `@` ends, or 0.
static size_t name_length(const char *at)
{
    size_t length = 0;
    while (is_name(at[length])) {
        length++;
    }
    return at[length] == '@' ? length : 0;
}

static bool is_called(const char *name, const char *at, size_t length)
{
    return strncmp(name, at, length) == 0 && name[length] == 0;
}

static const char *get_value(const struct template_values *values, const char *name, size_t length)
{
    for (size_t i = 0; i < values->count; i++) {
        if (is_called(values->items[i].name, name, length)) {
            return values->items[i].text;
        }
    }
    assert(false && "a template names a value that it is not given");
    return "";
}

void template_set(struct template_values *values, const char *name, const char *text)
{
    const struct template_value value = {name, text ? text : ""};
    for (size_t i = 0; i < values->count; i++) {
        if (strcmp(values->items[i].name, name) == 0) {
            values->items[i] = value;
            return;
        }
    }
    assert(values->count < TEMPLATE_VALUES_MOST);
    values->items[values->count++] = value;
}

// The first line after `line`, or the end of the text.
static const char *next_line(const char *line)
{
    const char *end = strchr(line, '\n');
    return end ? end + 1 : line + strlen(line);
}

// The first line of a section, after that with its name.
static const char *find_section(const char *text, const char *name)
{
    for (const char *line = text; *line; line = next_line(line)) {
        if (strncmp(line, "@@ ", 3) == 0 && is_called(name, line + 3, strcspn(line + 3, "\n"))) {
            return next_line(line);
        }
    }
    assert(false && "a template has no such section");
    return "";
}

// Where the text of a line ends: after its line end, unless that is marked to be left out.
static const char *line_end(const char *line, const char *next)
{
    static const char mark[] = "@\\\n";
    size_t length = sizeof mark - 1;
    bool is_joined = (size_t)(next - line) >= length && memcmp(next - length, mark, length) == 0;
    return is_joined ? next - length : next;
}

// A line with values in place of names. An `@` that begins no name is text, as in `$@` of make.
static void append_line(struct buffer *out, const char *at, const char *end,
                        const struct template_values *values)
{
    while (at < end) {
        const char *mark = memchr(at, '@', (size_t)(end - at));
        size_t length = mark ? name_length(mark + 1) : 0;
        const char *stop = !mark ? end : length ? mark : mark + 1;
        buffer_bytes(out, at, (size_t)(stop - at));
        if (length) {
            buffer_text(out, get_value(values, mark + 1, length));
            stop = mark + length + 2;
        }
        at = stop;
    }
}

// The start of the text of a line, after its condition; the end of the line if that is not met.
static const char *skip_condition(const char *line, const char *end,
                                  const struct template_values *values)
{
    size_t length =
        line[0] == '@' && (line[1] == '?' || line[1] == '!') ? name_length(line + 2) : 0;
    if (length == 0) {
        return line;
    }
    bool is_empty = *get_value(values, line + 2, length) == 0;
    return is_empty == (line[1] == '!') ? line + length + 3 : end;
}

void template_append(struct buffer *out, const char *text, const char *section,
                     const struct template_values *values)
{
    const char *line = find_section(text, section);
    while (*line && strncmp(line, "@@ ", 3) != 0) {
        const char *next = next_line(line);
        if (strncmp(line, "@#", 2) != 0) {
            const char *end = line_end(line, next);
            append_line(out, skip_condition(line, end, values), end, values);
        }
        line = next;
    }
}
