#include "rows.h"

#include "cells.h"
#include "text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

// What rows are made from; all of one side.
struct builder {
    const struct picture_side *side;
    const struct layout *layout;
    struct arena *arena;
};

static const enum row_class classes[KIND_COUNT] = {
    [KIND_DATA] = CLASS_DATA,       [KIND_APP] = CLASS_APP, [KIND_OTA_SLOT] = CLASS_APP,
    [KIND_OTADATA] = CLASS_OTADATA, [KIND_NVS] = CLASS_NVS, [KIND_FILESYSTEM] = CLASS_FILES,
    [KIND_TABLE] = CLASS_HOST,
};

static struct row *add_row(struct builder *builder, struct list *rows, enum row_class class,
                           const char *name, uint64_t offset, uint64_t size)
{
    struct row *row = arena_new(builder->arena, sizeof *row);
    *row = (struct row){
        .class = class,
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

static const char *type_text(struct arena *arena, const struct partition *partition)
{
    const char *type = partition->type_name;
    const char *subtype = type ? partition->subtype_name : NULL;
    return arena_format(arena, "%s.%s", type ? type : text_offset(arena, partition->type),
                        subtype ? subtype : text_offset(arena, partition->subtype));
}

static const char *flags_text(const struct builder *builder, const struct partition *partition)
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
        buffer_format(&text, "%sswitched off", text.length ? ", " : "");
    }
    return text.length ? text.bytes : "";
}

// `from fat "www/"`, with the arguments as the schema has them.
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

// A comment on one line, its blanks and line ends as one blank each.
static const char *one_line(struct arena *arena, const char *documentation)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_text(&text, "");
    for (const char *at = documentation ? documentation : ""; *at; at++) {
        bool is_blank = isspace((unsigned char)*at) || iscntrl((unsigned char)*at);
        if (!is_blank) {
            buffer_byte(&text, (uint8_t)*at);
        } else if (text.length && text.bytes[text.length - 1] != ' ') {
            buffer_byte(&text, ' ');
        }
    }
    return text.length ? cells_clean(arena, text.bytes) : "";
}

static const struct picture_fill *find_fill(const struct builder *builder,
                                            const struct partition *partition)
{
    const struct picture_fill *fills = builder->side->fills;
    if (!fills || !fills[partition->index].remark) {
        return fills ? &fills[partition->index] : NULL;
    }
    struct picture_fill *fill = arena_new(builder->arena, sizeof *fill);
    *fill = fills[partition->index];
    fill->remark = cells_clean(builder->arena, fill->remark);
    return fill;
}

// A table may list the bootloader, and itself.
static enum row_class class_of(const struct partition *partition)
{
    if (partition->is_outside) {
        return layout_is_own_table(partition) ? CLASS_SECTION : CLASS_RESERVED;
    }
    return partition->inner ? CLASS_HOST : classes[partition->kind];
}

static void add_table(struct builder *builder, struct list *rows, const struct table *table);

static void add_partition(struct builder *builder, struct list *rows,
                          const struct partition *partition)
{
    const struct picture_side *side = builder->side;
    enum row_class class = class_of(partition);
    struct row *row =
        add_row(builder, rows, class, partition->label, partition->offset, partition->size);
    row->partition = partition;
    row->type = type_text(builder->arena, partition);
    row->documentation = one_line(builder->arena, partition->documentation);
    row->flags = flags_text(builder, partition);
    row->source = source_text(builder->arena, partition->content);
    row->fill = find_fill(builder, partition);
    row->mark = side->marks ? side->marks[partition->index] : NULL;
    if (partition->inner) {
        add_table(builder, &row->inner, partition->inner);
    }
}

// A partition table may be listed in itself, as a partition outside of its row.
static bool lists_itself(const struct table *table)
{
    for (size_t i = 0; i < table->places.count; i++) {
        if (layout_is_own_table(table->places.items[i])) {
            return true;
        }
    }
    return false;
}

static const struct gap *gap_before(const struct table *table, size_t index, uint64_t offset)
{
    const struct gap *gap = index < table->gaps.count ? table->gaps.items[index] : NULL;
    return gap && gap->offset < offset ? gap : NULL;
}

// Partitions and gaps of a table, both by offset, merged.
static void add_table(struct builder *builder, struct list *rows, const struct table *table)
{
    if (table->reserve && !lists_itself(table)) {
        const char *name = arena_format(builder->arena, "(table %s)", table->name);
        struct row *row =
            add_row(builder, rows, CLASS_SECTION, name, table->offset, table->reserve);
        row->documentation = one_line(builder->arena, table->documentation);
    }
    size_t next = 0;
    for (size_t i = 0; i <= table->places.count; i++) {
        const struct partition *partition = i < table->places.count ? table->places.items[i] : NULL;
        const struct gap *gap;
        while ((gap = gap_before(table, next, partition ? partition->offset : UINT64_MAX))) {
            add_row(builder, rows, CLASS_FREE, "(free)", gap->offset, gap->size);
            next++;
        }
        if (partition) {
            add_partition(builder, rows, partition);
        }
    }
}

// What no table says anything of: before the first on the chip's own flash lies what starts it.
static void add_outside(struct builder *builder, struct list *rows, enum row_class class,
                        const char *name, uint64_t offset, uint64_t end)
{
    add_row(builder, rows, class, name, offset, end - offset)->is_outside = true;
}

static void add_hole(struct builder *builder, struct list *rows, const struct layout_flash *flash,
                     uint64_t offset, uint64_t end)
{
    const struct platform_parameter *boot =
        platform_find_parameter(builder->layout->platform, "boot_at");
    uint64_t boot_at = boot && !boot->value.negative ? boot->value.magnitude : 0;
    if (flash->name || rows->count) {
        add_outside(builder, rows, CLASS_FREE, "(in no table)", offset, end);
    } else if (!boot || boot_at >= end) {
        add_outside(builder, rows, CLASS_RESERVED, "(reserved)", offset, end);
    } else {
        if (boot_at > offset) {
            add_outside(builder, rows, CLASS_RESERVED, "(reserved)", offset, boot_at);
        }
        add_outside(builder, rows, CLASS_RESERVED, "(bootloader)", boot_at, end);
    }
}

static int compare_offsets(const struct row *a, const struct row *b)
{
    return (a->offset > b->offset) - (a->offset < b->offset);
}

// Tables are few and each comes in order: what is out of place moves to it.
static void sort_rows(struct list *rows)
{
    for (size_t i = 1; i < rows->count; i++) {
        const struct row *row = rows->items[i];
        size_t j = i;
        for (; j && compare_offsets(rows->items[j - 1], row) > 0; j--) {
            rows->items[j] = rows->items[j - 1];
        }
        rows->items[j] = row;
    }
}

static struct rows *new_rows(struct builder *builder, const struct layout_flash *flash)
{
    struct rows *rows = arena_new(builder->arena, sizeof *rows);
    struct list known = {0};
    rows->flash = flash;
    for (size_t i = 0; i < builder->layout->tables.count; i++) {
        const struct table *table = builder->layout->tables.items[i];
        if (!table->host && table->flash == flash) {
            add_table(builder, &known, table);
        }
    }
    sort_rows(&known);
    uint64_t end = 0;
    for (size_t i = 0; i < known.count; i++) {
        const struct row *row = known.items[i];
        if (row->offset > end) {
            add_hole(builder, &rows->all, flash, end, row->offset);
        }
        list_append(builder->arena, &rows->all, row);
        uint64_t row_end = row->offset + row->size;
        end = row_end > end ? row_end : end;
    }
    if (flash->size > end) {
        add_hole(builder, &rows->all, flash, end, flash->size);
    }
    return rows;
}

struct list rows_of_side(const struct picture_side *side, struct arena *arena)
{
    struct builder builder = {side, side->layout, arena};
    struct list flashes = {0};
    for (size_t i = 0; i < side->layout->flashes.count; i++) {
        list_append(builder.arena, &flashes, new_rows(&builder, side->layout->flashes.items[i]));
    }
    return flashes;
}
