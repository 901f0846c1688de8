// The digest of the tables that a device stores: the first 8 bytes of a SHA-256, as a number whose
// most significant byte is the first. What is hashed is, for each table, by flash and offset, three
// numbers of 8 bytes (index of the flash, offset, bytes of rows; least significant byte first) and
// the rows themselves.
//
// Names, types and sizes of partitions are in the rows. What is in none of them, such as the names
// of tables and variables or contents, does not matter to where things are, and is left out.
#include "stored_tables.h"

#include "digest.h"

#include <inttypes.h>
#include <stdlib.h>

static int compare_places(const void *left, const void *right)
{
    const struct stored_table *a = *(struct stored_table *const *)left;
    const struct stored_table *b = *(struct stored_table *const *)right;
    if (a->flash != b->flash) {
        return a->flash < b->flash ? -1 : 1;
    }
    return (a->offset > b->offset) - (a->offset < b->offset);
}

uint64_t stored_tables_digest(struct arena *arena, struct stored_table_list *tables)
{
    uint8_t hash[SHA256_SIZE];
    uint64_t digest = 0;
    struct buffer all;
    if (tables->count == 0) {
        return 0;
    }
    qsort(tables->items, tables->count, sizeof *tables->items, compare_places);
    buffer_init(&all, arena);
    for_each (table, tables) {
        buffer_integer(&all, table->flash, 8, false);
        buffer_integer(&all, table->offset, 8, false);
        buffer_integer(&all, table->rows.length, 8, false);
        buffer_bytes(&all, table->rows.bytes, table->rows.length);
    }
    digest_sha256(all.bytes, all.length, hash);
    for (size_t i = 0; i < sizeof digest; i++) {
        digest = digest << 8 | hash[i];
    }
    return digest;
}

uint64_t layout_digest(const struct layout *layout)
{
    struct stored_table_list tables = {0};
    for_each (table, &layout->tables) {
        if (table->format && !table->is_absent) {
            struct stored_table *stored = arena_new(layout->arena, sizeof *stored);
            stored->flash = table->flash->index;
            stored->offset = table->offset;
            buffer_init(&stored->rows, layout->arena);
            layout_encode_rows(table, &stored->rows);
            list_append(layout->arena, &tables, stored);
        }
    }
    return stored_tables_digest(layout->arena, &tables);
}

const char *layout_digest_text(struct arena *arena, uint64_t digest)
{
    return arena_format(arena, "0x%016" PRIx64, digest);
}
