// Tables as CSV, for ESP-IDF's gen_esp32part.py (and that of the ESP8266_RTOS_SDK).
//
// Source: the program itself. A line is split at every comma, without any quoting, and each field
// is stripped; a line that starts with `#` is a comment; `$NAME` and `${NAME}` are replaced from
// the environment. Offsets are always written, so that the tool places nothing on its own.
#include "artifacts.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

enum { COLUMNS = 6 };

struct csv_line {
    const char *fields[COLUMNS];
    const char *documentation;
};

// The tool separates flags by colons; one without a name in the tool was made for a column of a
// user's CSV.
static const char *flags_text(const struct layout *layout, const struct partition *partition)
{
    struct buffer text;
    buffer_init(&text, layout->arena);
    for_each (flag, &layout->platform->flags) {
        if (partition->flags & flag->mask && !flag->is_nameless) {
            buffer_format(&text, "%s%s", text.length ? ":" : "", flag->name);
        }
    }
    return text.length ? text.bytes : "";
}

// The tool knows K and M, but not G.
static const char *size_text(struct arena *arena, uint64_t size)
{
    if (size && size % (1 << 20) == 0) {
        return arena_format(arena, "%" PRIu64 "M", size >> 20);
    }
    return size && size % 1024 == 0 ? arena_format(arena, "%" PRIu64 "K", size >> 10)
                                    : text_offset(arena, size);
}

// A subtype's name only has a meaning under its type's name.
static struct csv_line make_row(const struct layout *layout, const struct partition *partition)
{
    struct arena *arena = layout->arena;
    const char *type = partition->type_name;
    const char *subtype = type ? partition->subtype_name : NULL;
    return (struct csv_line){
        .fields = {partition->label, type ? type : text_offset(arena, partition->type),
                   subtype ? subtype : text_offset(arena, partition->subtype),
                   text_offset(arena, partition->offset), size_text(arena, partition->size),
                   flags_text(layout, partition)},
        .documentation = partition->documentation,
    };
}

// Columns are padded for people; the tool strips each field. A row without flags ends with the
// comma before them.
static void append_row(struct buffer *out, const struct csv_line *row, const size_t *widths)
{
    comment_append(out, "#", row->documentation);
    if (row->fields[0][0] == '$') {
        buffer_byte(out, ' '); // the tool expands variables in a line that starts with one
    }
    for (size_t i = 0; i < COLUMNS; i++) {
        bool is_last = i + 1 == COLUMNS;
        buffer_text(out, row->fields[i]);
        buffer_text(out, is_last ? "\n" : ",");
        bool has_rest = !is_last && (i + 2 < COLUMNS || *row->fields[COLUMNS - 1]);
        if (has_rest) {
            buffer_fill(out, ' ',
                        widths[i] - text_characters(row->fields[i], strlen(row->fields[i])) + 1);
        }
    }
}

static void emit_table(const struct layout *layout, const struct table *table,
                       struct artifact_list *artifacts)
{
    static const struct csv_line head = {{"# Name", "Type", "SubType", "Offset", "Size", "Flags"},
                                         NULL};
    struct buffer out;
    buffer_init(&out, layout->arena);
    struct csv_line *rows = arena_array(layout->arena, table->rows.count, sizeof *rows);
    size_t widths[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        widths[i] = text_characters(head.fields[i], strlen(head.fields[i]));
    }
    for (size_t i = 0; i < table->rows.count; i++) {
        rows[i] = make_row(layout, table->rows.items[i]);
        for (size_t j = 0; j < COLUMNS; j++) {
            size_t width = text_characters(rows[i].fields[j], strlen(rows[i].fields[j]));
            widths[j] = width > widths[j] ? width : widths[j];
        }
    }
    comment_append(&out, "#",
                   arena_format(layout->arena, "%s: table %s. Made by schemac.",
                                layout_title(layout), table->name));
    comment_append(&out, "#", table->documentation);
    append_row(&out, &head, widths);
    for (size_t i = 0; i < table->rows.count; i++) {
        append_row(&out, &rows[i], widths);
    }
    artifact_add(layout->arena, artifacts, arena_format(layout->arena, "%s.csv", table->identifier),
                 &out);
}

void csv_emit(const struct layout *layout, const struct images *images,
              struct artifact_list *artifacts)
{
    (void)images;
    for_each (table, &layout->tables) {
        if (!table->is_absent) {
            emit_table(layout, table, artifacts);
        }
    }
}

// The white space that Python's str.strip() removes, beyond that of ASCII.
static size_t space_length(const char *at)
{
    static const char *const spaces[] = {
        " ", "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        if (strncmp(at, spaces[i], strlen(spaces[i])) == 0) {
            return strlen(spaces[i]);
        }
    }
    bool is_wide = strncmp(at, "\xe2\x80", 2) == 0 && (unsigned char)at[2] >= 0x80 &&
                   (unsigned char)at[2] <= 0x8a;
    return is_wide ? 3 : 0;
}

// One pass forward: UTF-8 cannot be read from its end without looking for the start of a
// character.
static bool has_outer_space(const char *label)
{
    bool is_last_space = space_length(label) > 0;
    bool has_space = is_last_space;
    while (*label) {
        size_t space = space_length(label);
        is_last_space = space > 0;
        label += space ? space : 1;
    }
    return has_space || is_last_space;
}

// What the tool would read as something else. U+0085, U+2028 and U+2029 end a line in Python.
static const char *find_problem(const char *label)
{
    static const char *const line_ends[] = {"\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
    if (strchr(label, ',')) {
        return "a comma";
    }
    if (label[0] == '#') {
        return "`#` at the start";
    }
    for (size_t i = 0; i < sizeof line_ends / sizeof *line_ends; i++) {
        if (strstr(label, line_ends[i])) {
            return "a line separator";
        }
    }
    return has_outer_space(label) ? "a space at the start or end" : NULL;
}

// What os.path.expandvars() would replace: `$NAME`, `${NAME}`.
static bool has_variable(const char *label)
{
    for (const char *at = strchr(label, '$'); at; at = strchr(at + 1, '$')) {
        if (at[1] == '{' || at[1] == '_' || isalnum((unsigned char)at[1])) {
            return true;
        }
    }
    return false;
}

void csv_check(const struct layout *layout, const struct images *images,
               struct diagnostics *diagnostics)
{
    (void)images;
    for_each (partition, &layout->partitions) {
        const char *problem = find_problem(partition->label);
        if (problem) {
            report(diagnostics, CODE_CSV_LABEL, partition->span,
                   "a CSV table cannot contain a name with %s", problem);
        } else if (has_variable(partition->label)) {
            report(diagnostics, CODE_CSV_VARIABLE, partition->span,
                   "gen_esp32part.py would replace `$` and what follows it in the CSV, if the "
                   "environment has a variable of that name");
        }
    }
}
