// The schema's text: the head, then each table with a partition a line.
//
// Only what the platform does not say by itself is written: no `at` for a partition that is where
// it would be anyway (compile_check.c finds that out), no size for a row whose size is fixed, no
// checksum that is the default. Each cell of a line becomes a piece (struct import_piece), which
// keeps where it came from; canonical.c moves them when it changes spaces.
#include "esp_at.h"
#include "project.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

enum { COLUMN_COUNT = SCHEMA_CELL_COUNT };

// The parts of a partition's line in their order, and what they came from.
static const enum import_part parts[COLUMN_COUNT] = {PART_NAME, PART_TYPE, PART_SIZE, PART_OFFSET,
                                                     PART_FLAGS};

static const char *name_text(struct arena *arena, const char *name)
{
    struct buffer text;
    buffer_init(&text, arena);
    schema_append_name(&text, name);
    return text.bytes;
}

// `0x40.1`, `0x40.0x99`: small numbers as they are counted.
static const char *number_text(struct arena *arena, uint64_t number)
{
    return number < 10 ? arena_format(arena, "%" PRIu64, number) : text_offset(arena, number);
}

// Names where the platform has them, numbers otherwise: a schema is read more often than it is
// imported.
static const char *type_text(struct importer *importer, const struct import_row *row)
{
    struct arena *arena = importer->arena;
    const struct platform_type *type = platform_find_type(importer->chip.platform, row->type);
    const struct platform_subtype *subtype =
        type ? platform_find_subtype(type, row->subtype) : NULL;
    const char *name = subtype ? platform_subtype_name(arena, subtype, row->subtype) : NULL;
    return arena_format(arena, "%s.%s",
                        type && type->name ? type->name : text_offset(arena, row->type),
                        name ? name : number_text(arena, row->subtype));
}

static const char *at_text(struct arena *arena, const struct import_row *row)
{
    return row->is_fixed && !row->is_outside
               ? arena_format(arena, "at %s", text_offset(arena, row->offset))
               : "";
}

static const char *size_text(struct arena *arena, const struct import_row *row)
{
    const char *size = row->size % 1024 || !row->size ? text_offset(arena, row->size)
                                                      : text_size(arena, row->size);
    return row->is_sized ? "" : arena_format(arena, "size %s", size);
}

// Bits that the platform has no name for are kept as `flag N`, so that the binary table stays the
// same.
static const char *flags_text(const struct importer *importer, const struct import_row *row)
{
    const struct platform *platform = importer->chip.platform;
    struct buffer text;
    uint32_t nameless = row->flags;
    buffer_init(&text, importer->arena);
    buffer_text(&text, "");
    for_each (flag, &platform->flags) {
        if (row->flags & flag->mask) {
            buffer_format(&text, "%s%s", text.length ? " " : "", flag->name);
            nameless &= ~flag->mask;
        }
    }
    for (unsigned bit = 0; bit < 32; bit++) {
        if (nameless >> bit & 1) {
            buffer_format(&text, "%sflag %u", text.length ? " " : "", bit);
        }
    }
    return text.bytes;
}

void schema_row_cells(struct importer *importer, const struct import_row *row,
                      const char *cells[SCHEMA_CELL_COUNT])
{
    struct arena *arena = importer->arena;
    const char *flags = flags_text(importer, row);
    const char *clauses = row->clauses ? row->clauses : "";
    cells[0] = name_text(arena, row->label);
    cells[1] = type_text(importer, row);
    cells[2] = size_text(arena, row);
    cells[3] = at_text(arena, row);
    cells[4] = arena_format(arena, "%s%s%s", flags, *flags && *clauses ? " " : "", clauses);
}

static void add_piece(struct importer *importer, const struct import_row *row, size_t column,
                      size_t start)
{
    struct import_piece *piece = arena_new(importer->arena, sizeof *piece);
    *piece = (struct import_piece){start, importer->imported->text.length,
                                   row->spans[parts[column]], row};
    list_append(importer->arena, &importer->imported->pieces, piece);
}

// A remark of the row stays on its line, and a piece is noted for each cell, without the space
// before it.
static void append_row(struct importer *importer, const struct import_row *row)
{
    struct buffer *out = &importer->imported->text;
    const char *cells[COLUMN_COUNT];
    schema_row_cells(importer, row, cells);
    buffer_text(out, "    partition");
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (*cells[i]) {
            size_t start = out->length + 1;
            buffer_format(out, " %s", cells[i]);
            add_piece(importer, row, i, start);
        }
    }
    bool has_block = out->bytes[out->length - 1] == '}';
    buffer_text(out, has_block ? "" : ";");
    if (row->behind) {
        buffer_format(out, "  // %s", row->behind);
    }
    buffer_text(out, "\n");
}

static void append_remark(struct buffer *out, const char *indentation, const char *mark,
                          const char *text)
{
    buffer_format(out, "%s%s%s%s\n", indentation, mark, *text ? " " : "", text);
}

static void append_remarks(struct buffer *out, const struct import_remark_list *remarks,
                           const char *indentation, bool may_begin_blank)
{
    bool was_blank = !may_begin_blank;
    for_each (remark, remarks) {
        if (remark->text) {
            append_remark(out, indentation, remark->documents ? "///" : "//", remark->text);
        } else if (!was_blank) {
            buffer_text(out, "\n");
        }
        was_blank = !remark->text;
    }
}

void schema_append_table_clauses(struct importer *importer, const struct source_table *table,
                                 struct buffer *out)
{
    if (table->host) {
        buffer_format(out, " in %s.%s", name_text(importer->arena, table->host->imported->name),
                      name_text(importer->arena, table->host_row->label));
    }
    if (table->has_checksum != importer->chip.has_checksum) {
        buffer_format(out, " checksum %s",
                      table->has_checksum ? importer->chip.format->checksum->name : "none");
    }
}

// Empty lines at the end of a table are dropped; one between rows is kept, however many there were.
static void append_table(struct importer *importer, const struct source_table *table)
{
    struct buffer *out = &importer->imported->text;
    const struct import_row_list *rows = &table->imported->rows;
    buffer_text(out, "\n");
    if (table->host) {
        append_remarks(out, &table->head, "", false);
    }
    buffer_format(out, "table %s", name_text(importer->arena, table->imported->name));
    schema_append_table_clauses(importer, table, out);
    buffer_text(out, " {\n");
    for (size_t i = 0; i < rows->count; i++) {
        const struct import_row *row = rows->items[i];
        append_remarks(out, &row->before, "    ", i > 0);
        append_row(importer, row);
    }
    struct import_remark_list tail = table->tail;
    while (tail.count && !tail.items[tail.count - 1]->text) {
        tail.count--;
    }
    append_remarks(out, &tail, "    ", true);
    buffer_text(out, "}\n");
}

// Where a bootloader is, as a parameter of the target.
struct bootloader {
    const char *parameter;
    uint64_t offset;
};

static bool is_set(const struct importer *importer, struct bootloader bootloader)
{
    return bootloader.parameter &&
           bootloader.offset != platform_parameter(importer->chip.platform, bootloader.parameter);
}

static void append_bootloader(struct importer *importer, struct bootloader own,
                              const struct importer *base, struct bootloader others,
                              struct buffer *out)
{
    if (is_set(importer, own) || (own.parameter && base && is_set(base, others))) {
        buffer_format(out, " %s %s;", own.parameter, text_offset(importer->arena, own.offset));
    }
}

// A variant repeats what the schema that it amends sets, even if its own value is the default:
// leaving it out would keep the other one.
void schema_append_target(struct importer *importer, const struct importer *base,
                          struct buffer *out)
{
    static const struct dialect none;
    const struct dialect *other = base ? base->chip.dialect : &none;
    const struct dialect *dialect = importer->chip.dialect;
    buffer_text(out, "target ");
    schema_append_name(out, importer->chip.name);
    buffer_format(out, " { flash %s;", text_size(importer->arena, importer->flash));
    if (importer->sets_table_offset || (base && base->sets_table_offset)) {
        buffer_format(out, " table_at %s;", text_offset(importer->arena, importer->table_offset));
    }
    append_bootloader(importer, (struct bootloader){dialect->boot_at, importer->boot_at}, base,
                      (struct bootloader){other->boot_at, base ? base->boot_at : 0}, out);
    append_bootloader(importer, (struct bootloader){dialect->recovery_at, importer->recovery_at},
                      base, (struct bootloader){other->recovery_at, base ? base->recovery_at : 0},
                      out);
    if (importer->secure_boot || (base && base->secure_boot)) {
        buffer_format(out, " secure_boot %" PRIu64 ";", importer->secure_boot);
    }
    if (importer->has_short_apps || (base && base->has_short_apps)) {
        buffer_format(out, " short_apps %d;", importer->has_short_apps);
    }
    buffer_text(out, " }\n");
}

// May be called several times (compile_check.c): it starts from nothing, and pieces of an earlier
// text are dropped.
void schema_write(struct importer *importer)
{
    struct imported *imported = importer->imported;
    const struct source_table *first = importer->tables.items[0];
    assert(importer->tables.count > 0);
    imported->pieces = (struct import_piece_list){0};
    buffer_init(&imported->text, importer->arena);
    append_remarks(&imported->text, &first->head, "", false);
    buffer_text(&imported->text, "schema ");
    schema_append_name(&imported->text, imported->name);
    buffer_text(&imported->text, " revision 1;\n");
    buffer_text(&imported->text, "\n");
    schema_append_target(importer, NULL, &imported->text);
    buffer_text(&imported->text, importer->subtypes.count ? "\n" : "");
    subtypes_write(importer, &imported->text);
    at_write_head(importer);
    for_each (table, &importer->tables) {
        append_table(importer, table);
    }
    at_write_requires(importer);
}
