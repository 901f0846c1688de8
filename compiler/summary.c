#include "summary.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { COLUMNS = 6 };

struct line {
    const char *cells[COLUMNS]; // name, type, offset, end, size, note
};

struct lines {
    struct arena *arena;
    struct list all; // of struct line
};

static void add(struct lines *lines, const char *indent, const char *name, const char *type,
                uint64_t offset, uint64_t size, const char *note)
{
    struct arena *arena = lines->arena;
    struct line *line = arena_new(arena, sizeof *line);
    *line =
        (struct line){{arena_format(arena, "%s%s", indent, name), type, text_offset(arena, offset),
                       text_offset(arena, offset + size), text_size(arena, size), note}};
    list_append(arena, &lines->all, line);
}

static const char *type_text(struct arena *arena, const struct partition *partition)
{
    const char *type = partition->type_name;
    const char *subtype = type ? partition->subtype_name : NULL;
    return arena_format(arena, "%s.%s", type ? type : text_offset(arena, partition->type),
                        subtype ? subtype : text_offset(arena, partition->subtype));
}

static const char *note_text(const struct layout *layout, const struct partition *partition)
{
    struct buffer note;
    buffer_init(&note, layout->arena);
    for (size_t i = 0; i < layout->flags.count; i++) {
        const struct layout_flag *flag = layout->flags.items[i];
        if (partition->flags & flag->mask) {
            buffer_format(&note, "%s%s", note.length ? ", " : "", flag->name);
        }
    }
    if (partition->is_frozen) {
        buffer_format(&note, "%sfrozen", note.length ? ", " : "");
    }
    if (partition->is_absent) {
        buffer_format(&note, "%sswitched off", note.length ? ", " : "");
    }
    if (partition->content) {
        buffer_format(&note, "%sfrom %s", note.length ? ", " : "", partition->content->generator);
    }
    return note.length ? note.bytes : "";
}

static void add_table(struct lines *lines, const struct layout *layout, const struct table *table,
                      const char *indent);

static void add_partition(struct lines *lines, const struct layout *layout,
                          const struct partition *partition, const char *indent)
{
    add(lines, indent, partition->label, type_text(lines->arena, partition), partition->offset,
        partition->size, note_text(layout, partition));
    if (partition->inner) {
        add_table(lines, layout, partition->inner, arena_format(lines->arena, "%s  ", indent));
    }
}

// Partitions and gaps of a table, both by offset, merged.
static void add_table(struct lines *lines, const struct layout *layout, const struct table *table,
                      const char *indent)
{
    if (table->reserve) {
        const char *name = arena_format(lines->arena, "(table %s)", table->name);
        add(lines, indent, name, "", table->offset, table->reserve, "");
    }
    size_t gap = 0;
    for (size_t i = 0; i < table->places.count; i++) {
        const struct partition *partition = table->places.items[i];
        for (; gap < table->gaps.count; gap++) {
            const struct gap *next = table->gaps.items[gap];
            if (next->offset > partition->offset) {
                break;
            }
            add(lines, indent, "(free)", "", next->offset, next->size, "");
        }
        add_partition(lines, layout, partition, indent);
    }
    for (; gap < table->gaps.count; gap++) {
        const struct gap *next = table->gaps.items[gap];
        add(lines, indent, "(free)", "", next->offset, next->size, "");
    }
}

static void append_lines(const struct lines *lines, struct buffer *out)
{
    static const bool is_right[COLUMNS] = {false, false, true, true, true, false};
    size_t widths[COLUMNS] = {0};
    for (size_t i = 0; i < lines->all.count; i++) {
        const struct line *line = lines->all.items[i];
        for (size_t j = 0; j < COLUMNS; j++) {
            size_t width = text_characters(line->cells[j], strlen(line->cells[j]));
            widths[j] = width > widths[j] ? width : widths[j];
        }
    }
    for (size_t i = 0; i < lines->all.count; i++) {
        const struct line *line = lines->all.items[i];
        for (size_t j = 0; j < COLUMNS; j++) {
            size_t padding = widths[j] - text_characters(line->cells[j], strlen(line->cells[j]));
            bool is_last = j + 1 == COLUMNS || (j + 2 == COLUMNS && !*line->cells[j + 1]);
            buffer_fill(out, ' ', is_right[j] ? padding : 0);
            buffer_text(out, line->cells[j]);
            if (is_last) {
                break;
            }
            buffer_fill(out, ' ', (is_right[j] ? 0 : padding) + 2);
        }
        buffer_byte(out, '\n');
    }
}

void summary_map(const struct layout *layout, struct buffer *out)
{
    struct lines lines = {.arena = layout->arena};
    struct line *head = arena_new(layout->arena, sizeof *head);
    *head = (struct line){{"partition", "type", "offset", "end", "size", ""}};
    list_append(layout->arena, &lines.all, head);
    for (size_t i = 0; i < layout->devices.count; i++) {
        const struct device *device = layout->devices.items[i];
        if (device->name) {
            const char *name = arena_format(lines.arena, "(flash %s)", device->name);
            add(&lines, "", name, "", 0, device->size, "");
        }
        for (size_t j = 0; j < layout->tables.count; j++) {
            const struct table *table = layout->tables.items[j];
            if (!table->host && table->device == device) {
                add_table(&lines, layout, table, device->name ? "  " : "");
            }
        }
    }
    append_lines(&lines, out);
}
