// Turns a layout into the rows of a picture: every partition, table and gap of a flash by offset,
// so that the rows cover the flash without a hole. All pictures, of terminal, SVG and HTML, show
// these.
//
// Names, comments and arguments come from the schema and are shown in a terminal: they are cleaned
// here, once, of characters that could control it.
#include "rows.h"

#include "cells.h"
#include "text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

// What the rows of a side are made from.
struct rows_builder {
    const struct picture_side *side;
    const struct layout *layout;
    struct arena *arena;
};

static const enum row_kind kinds[KIND_COUNT] = {
    [KIND_DATA] = ROW_DATA,       [KIND_APP] = ROW_APP, [KIND_OTA_SLOT] = ROW_APP,
    [KIND_OTADATA] = ROW_OTADATA, [KIND_NVS] = ROW_NVS, [KIND_FILESYSTEM] = ROW_FILES,
    [KIND_TABLE] = ROW_HOST,
};

static struct picture_row *add_row(struct rows_builder *builder, struct picture_row_list *rows,
                                   enum row_kind kind, const char *name, uint64_t offset,
                                   uint64_t size)
{
    struct picture_row *row = arena_new(builder->arena, sizeof *row);
    *row = (struct picture_row){
        .kind = kind,
        .name = cells_clean(builder->arena, name),
        .type = "",
        .offset = offset,
        .size = size,
        .documentation = "",
        .flags = "",
        .source = "",
    };
    list_append(builder->arena, rows, row);
    return row;
}

// As a CSV has it, for readers who know ESP-IDF's tables.
static const char *type_text(struct arena *arena, const struct partition *partition)
{
    const char *type = partition->type_name;
    const char *subtype = type ? partition->subtype_name : NULL;
    return arena_format(arena, "%s.%s", type ? type : text_offset(arena, partition->type),
                        subtype ? subtype : text_offset(arena, partition->subtype));
}

// Flags of the platform first, then what the schema says of the partition.
static const char *flags_text(const struct rows_builder *builder, const struct partition *partition)
{
    struct buffer text;
    buffer_init(&text, builder->arena);
    for_each (flag, &builder->layout->platform->flags) {
        if (partition->flags & flag->mask) {
            buffer_format(&text, "%s%s%s", text.length ? ", " : "",
                          flag->is_nameless ? "flag " : "", flag->name);
        }
    }
    if (partition->is_frozen) {
        buffer_format(&text, "%sfrozen", text.length ? ", " : "");
    }
    if (partition->lifetime != LIFETIME_DEFAULT) {
        buffer_format(&text, "%s%s", text.length ? ", " : "", lifetime_name(partition->lifetime));
    }
    if (partition->is_absent) {
        buffer_format(&text, "%sdisabled", text.length ? ", " : "");
    }
    return text.length ? text.bytes : "";
}

// `from fat "www/"`, with the arguments as written in the schema.
static const char *source_text(struct arena *arena, const struct content *content)
{
    struct buffer text;
    if (!content) {
        return "";
    }
    buffer_init(&text, arena);
    buffer_format(&text, "from %s", content->generator);
    for_each (word, &content->arguments) {
        bool is_string = word->type == WORD_IS_STRING;
        buffer_format(&text, is_string ? " \"%s\"" : " %s", word->text);
    }
    return cells_clean(arena, text.bytes);
}

// A comment on one line: each run of spaces, line ends and control characters becomes one space.
static const char *one_line(struct arena *arena, const char *documentation)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_text(&text, "");
    for (const char *at = documentation ? documentation : ""; *at; at++) {
        bool is_space = isspace((unsigned char)*at) || iscntrl((unsigned char)*at);
        if (!is_space) {
            buffer_byte(&text, (uint8_t)*at);
        } else if (text.length && text.bytes[text.length - 1] != ' ') {
            buffer_byte(&text, ' ');
        }
    }
    return text.length ? cells_clean(arena, text.bytes) : "";
}

// A remark may quote a file's name, so that it is cleaned like names of the schema.
static const struct picture_usage *find_usage(const struct rows_builder *builder,
                                              const struct partition *partition)
{
    const struct picture_usage *usages = builder->side->usages;
    if (!usages || !usages[partition->index].remark) {
        return usages ? &usages[partition->index] : NULL;
    }
    struct picture_usage *fill = arena_new(builder->arena, sizeof *fill);
    *fill = usages[partition->index];
    fill->remark = cells_clean(builder->arena, fill->remark);
    return fill;
}

// A table may also list the bootloader and itself, as partitions outside of its range.
static enum row_kind kind_of(const struct partition *partition)
{
    if (partition->is_outside) {
        return layout_is_own_table(partition) ? ROW_SECTION : ROW_RESERVED;
    }
    return partition->inner ? ROW_HOST : kinds[partition->kind];
}

static void add_table(struct rows_builder *builder, struct picture_row_list *rows,
                      const struct table *table);

static void add_partition(struct rows_builder *builder, struct picture_row_list *rows,
                          const struct partition *partition)
{
    const struct picture_side *side = builder->side;
    enum row_kind kind = kind_of(partition);
    struct picture_row *row =
        add_row(builder, rows, kind, partition->label, partition->offset, partition->size);
    row->partition = partition;
    row->type = type_text(builder->arena, partition);
    row->documentation = one_line(builder->arena, partition->documentation);
    row->flags = flags_text(builder, partition);
    row->usage = find_usage(builder, partition);
    const char *file = row->usage ? row->usage->file : NULL;
    row->source =
        file ? cells_clean(builder->arena, arena_format(builder->arena, "added \"%s\"", file))
             : source_text(builder->arena, partition->content);
    row->mark = side->marks ? side->marks[partition->index] : NULL;
    if (partition->inner) {
        add_table(builder, &row->inner, partition->inner);
    }
}

// Whether a table lists itself: then its row is that partition, and it needs no other.
static bool lists_itself(const struct table *table)
{
    for_each (place, &table->places) {
        if (layout_is_own_table(place)) {
            return true;
        }
    }
    return false;
}

// Gaps are consumed in order; one at the same offset as a partition cannot exist.
static const struct gap *gap_before(const struct table *table, size_t index, uint64_t offset)
{
    const struct gap *gap = index < table->gaps.count ? table->gaps.items[index] : NULL;
    return gap && gap->offset < offset ? gap : NULL;
}

// Merges the partitions and the gaps of a table, which are both sorted by offset.
static void add_table(struct rows_builder *builder, struct picture_row_list *rows,
                      const struct table *table)
{
    if (table->reserve && !lists_itself(table)) {
        const char *name = arena_format(builder->arena, "(table %s)", table->name);
        struct picture_row *row =
            add_row(builder, rows, ROW_SECTION, name, table->offset, table->reserve);
        row->documentation = one_line(builder->arena, table->documentation);
    }
    size_t next = 0;
    for (size_t i = 0; i <= table->places.count; i++) {
        const struct partition *partition = i < table->places.count ? table->places.items[i] : NULL;
        const struct gap *gap;
        while ((gap = gap_before(table, next, partition ? partition->offset : UINT64_MAX))) {
            add_row(builder, rows, ROW_FREE, "(free)", gap->offset, gap->size);
            next++;
        }
        if (partition) {
            add_partition(builder, rows, partition);
        }
    }
}

// What is in no table. On the flash of the chip, before the first table, that is the bootloader.
static void add_outside(struct rows_builder *builder, struct picture_row_list *rows,
                        enum row_kind kind, const char *name, uint64_t offset, uint64_t end)
{
    add_row(builder, rows, kind, name, offset, end - offset)->is_outside = true;
}

// A chip with a `boot_at` above 0 has bytes before its bootloader that only its ROM uses.
static void add_hole(struct rows_builder *builder, struct picture_row_list *rows,
                     const struct layout_flash *flash, uint64_t offset, uint64_t end)
{
    const struct platform_parameter *boot =
        platform_find_parameter(builder->layout->platform, "boot_at");
    uint64_t boot_at = boot && !boot->value.negative ? boot->value.magnitude : 0;
    if (flash->name || rows->count) {
        add_outside(builder, rows, ROW_FREE, "(not in a table)", offset, end);
    } else if (!boot || boot_at >= end) {
        add_outside(builder, rows, ROW_RESERVED, "(reserved)", offset, end);
    } else {
        if (boot_at > offset) {
            add_outside(builder, rows, ROW_RESERVED, "(reserved)", offset, boot_at);
        }
        add_outside(builder, rows, ROW_RESERVED, "(bootloader)", boot_at, end);
    }
}

static int compare_offsets(const struct picture_row *a, const struct picture_row *b)
{
    return (a->offset > b->offset) - (a->offset < b->offset);
}

// An insertion sort, since it is almost sorted: each of the few tables of a flash is.
static void sort_rows(struct picture_row_list *rows)
{
    for (size_t i = 1; i < rows->count; i++) {
        const struct picture_row *row = rows->items[i];
        size_t j = i;
        for (; j && compare_offsets(rows->items[j - 1], row) > 0; j--) {
            rows->items[j] = rows->items[j - 1];
        }
        rows->items[j] = row;
    }
}

static struct picture_rows *new_rows(struct rows_builder *builder, const struct layout_flash *flash)
{
    struct picture_rows *rows = arena_new(builder->arena, sizeof *rows);
    struct picture_row_list known = {0};
    rows->flash = flash;
    for_each (table, &builder->layout->tables) {
        if (!table->host && table->flash == flash) {
            add_table(builder, &known, table);
        }
    }
    sort_rows(&known);
    uint64_t end = 0;
    for_each (row, &known) {
        if (row->offset > end) {
            add_hole(builder, &rows->all, flash, end, row->offset);
        } // otherwise rows overlap, which was reported: both are drawn
        list_append(builder->arena, &rows->all, row);
        uint64_t row_end = row->offset + row->size;
        end = row_end > end ? row_end : end;
    }
    if (flash->size > end) {
        add_hole(builder, &rows->all, flash, end, flash->size);
    }
    return rows;
}

struct picture_rows_list rows_of_side(const struct picture_side *side, struct arena *arena)
{
    struct rows_builder builder = {side, side->layout, arena};
    struct picture_rows_list flashes = {0};
    for_each (flash, &side->layout->flashes) {
        list_append(builder.arena, &flashes, new_rows(&builder, flash));
    }
    return flashes;
}
