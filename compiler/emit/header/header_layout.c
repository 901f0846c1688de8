// What firmware compares the tables in flash with: the CRC-32 of each row, rather than the rows,
// which take 32 bytes each on ESP chips. The layout's digest identifies all of them.
#include "header.h"

#include "digest.h"

#include <assert.h>
#include <inttypes.h>

static bool is_binary(const struct table *table)
{
    return table->format && !table->is_absent;
}

struct table_list LIST(const struct table);

// All tables with a binary form, the main one first.
static struct table_list find_tables(const struct layout *layout)
{
    struct table_list tables = {0};
    const struct table *main = layout_chip_table(layout);
    if (main && is_binary(main)) {
        list_append(layout->arena, &tables, main);
    }
    for_each (table, &layout->tables) {
        if (table != main && is_binary(table)) {
            list_append(layout->arena, &tables, table);
        }
    }
    return tables;
}

// The bytes of a table, with the blank row after it, if there is space: a table with more rows than
// ours is another one.
static struct buffer encode_rows(const struct layout *layout, const struct table *table)
{
    struct buffer rows;
    buffer_init(&rows, layout->arena);
    layout_encode_rows(table, &rows);
    if (rows.length + table->format->row->size <= table->format->size) {
        buffer_fill(&rows, table->format->blank, (size_t)table->format->row->size);
    }
    return rows;
}

// For messages of the firmware, which are about the first row that differs.
static const char *row_label(const struct header *header, const struct table *table, size_t index)
{
    bool has_checksum = table->format->checksum != NULL;
    if (index < table->rows.count) {
        const struct partition *partition = table->rows.items[index];
        return quote_c(header->arena, partition->label);
    }
    return index == table->rows.count && has_checksum ? "\"(checksum)\"" : "\"(end)\"";
}

// Returns the number of its rows.
static size_t add_rows(struct header *header, const struct table *table, const char *name)
{
    size_t size = (size_t)table->format->row->size;
    struct buffer rows = encode_rows(header->layout, table);
    struct buffer value;
    assert(rows.length % size == 0);
    buffer_init(&value, header->arena);
    buffer_text(&value, "{\n");
    for (size_t i = 0; i < rows.length / size; i++) {
        buffer_format(&value, "    {%s, 0x%08" PRIx32 "u},\n", row_label(header, table, i),
                      digest_crc32(rows.bytes + i * size, size));
    }
    buffer_text(&value, "}");
    header_add_constant(header, "struct pschema_layout_row", name, rows.length / size, value.bytes);
    return rows.length / size;
}

// The place of a table, as a partition descriptor: the partition that contains it, or one made up.
static const char *place_text(const struct header *header, const struct table *table)
{
    const struct partition *host = table->host;
    const char *name = header_upper(header, table->identifier);
    const char *type = host ? arena_format(header->arena, "0x%02" PRIx64 "u, 0x%02" PRIx64 "u",
                                           host->type, host->subtype)
                            : "PSCHEMA_TYPE_TABLE, 0u";
    return arena_format(header->arena,
                        "{%s_%s_TABLE_OFFSET, %s_%s_TABLE_SIZE,\n      %s, %s, %zuu, %s}",
                        header->prefix, name, header->prefix, name,
                        host ? header_flags(header->layout, host) : "0u", type, table->flash->index,
                        header_label(header->arena, table->name));
}

// The partition that a second-level table is in: nothing is written there while the table differs.
static const char *host_text(const struct header *header, const struct table *table)
{
    const struct partition *host = table->host;
    if (!host) {
        return "0u, 0u";
    }
    const char *name = header_upper(header, host->identifier);
    return arena_format(header->arena, "%s_%s_OFFSET, %s_%s_SIZE", header->prefix, name,
                        header->prefix, name);
}

// What is compared with the tables in flash. Returns the constant's name, or a null pointer.
static const char *add_tables(struct header *header, const struct table_list *tables)
{
    const char *name = arena_format(header->arena, "%s_expected_tables", header->name);
    struct buffer value;
    buffer_init(&value, header->arena);
    buffer_text(&value, "{\n");
    for_each (table, tables) {
        const char *rows =
            arena_format(header->arena, "%s_%s_rows", header->name, table->identifier);
        size_t count = add_rows(header, table, rows);
        buffer_format(&value, "    {%s,\n     %" PRIu64 "u, %zuu, %s, %s},\n",
                      place_text(header, table), table->format->row->size, count, rows,
                      host_text(header, table));
    }
    buffer_text(&value, "}");
    if (tables->count == 0) {
        return "PSCHEMA_NULL";
    }
    header_add_constant(header, "struct pschema_layout_table", name, tables->count, value.bytes);
    return name;
}

void header_append_layout(struct header *header)
{
    struct table_list tables = find_tables(header->layout);
    const char *expected = arena_format(header->arena, "%s_expected_layout", header->name);
    const char *value = arena_format(header->arena, "{\n    %s_LAYOUT_DIGEST, %zuu, %s}",
                                     header->prefix, tables.count, add_tables(header, &tables));
    header_add_constant(header, "struct pschema_layout", expected, 0, value);
    buffer_format(&header->out,
                  "\n/// The CRC-32 of each row of the tables, for pschema_layout_check().\n"
                  "%s_ACCESSOR const struct pschema_layout *%s_layout(void)\n"
                  "{\n"
                  "    return &%s;\n"
                  "}\n\n"
                  "/// Compares the tables in flash with those above, and remembers in `*flash` "
                  "what it found: where\n"
                  "/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless "
                  "that is null, names\n"
                  "/// the first row that differs: see pschema_layout_check().\n"
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_open(\n"
                  "    struct pschema_flash *flash, struct pschema_difference *difference)\n"
                  "{\n"
                  "    PSCHEMA_REFER_TO_MARK(%s_layout_mark);\n"
                  "    return pschema_layout_check(flash, %s_layout(), difference);\n"
                  "}\n",
                  header->prefix, header->name, expected, header->name, header->name, header->name);
}
