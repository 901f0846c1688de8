// Which table is the main one, and which table is inside of a partition of which other.
//
// Files do not say it. The main table is the one with ESP-AT's partition for a second table, or the
// one with the lowest offset. Any other table belongs into the partition of the main one that
// contains all its offsets; a table without offsets can only be ESP-AT's.
#include "importer.h"
#include "project.h"

#include <assert.h>
#include <string.h>

enum { CUSTOM_TYPE = 0x40 };

// ESP-AT keeps its second table in the partition of this type and subtype.
static const struct import_row *find_custom(const struct source_table *table)
{
    for_each (row, &table->imported->rows) {
        if (row->type == CUSTOM_TYPE && row->subtype == 0) {
            return row;
        }
    }
    return NULL;
}

static uint64_t lowest(const struct source_table *table)
{
    uint64_t offset = table->imported->rows.count ? UINT64_MAX : 0;
    for_each (row, &table->imported->rows) {
        uint64_t own = row->has_offset ? row->offset : UINT64_MAX;
        offset = own < offset ? own : offset;
    }
    return offset;
}

// The one with ESP-AT's partition; else the one that begins lowest.
static struct source_table *find_main(const struct importer *importer)
{
    struct source_table *main = importer->tables.items[0];
    for (size_t i = 1; i < importer->tables.count; i++) {
        struct source_table *table = importer->tables.items[i];
        bool is_before = find_custom(table) && !find_custom(main);
        bool is_after = find_custom(main) && !find_custom(table);
        if (is_before || (!is_after && lowest(table) < lowest(main))) {
            main = table;
        }
    }
    return main;
}

// Whether all that says where it is is in a partition of another table, after the table itself.
static bool lies_in(const struct importer *importer, const struct source_table *table,
                    const struct import_row *host)
{
    bool is_any = false;
    for_each (row, &table->imported->rows) {
        uint64_t start = host->offset + importer->chip.dialect->table_size;
        if (row->has_offset && (row->offset < start || row->offset >= host->offset + host->size)) {
            return false;
        }
        is_any |= row->has_offset;
    }
    return is_any;
}

// Apps never have tables in them: what looks like one there is code.
static bool find_host(struct importer *importer, struct source_table *table,
                      struct source_table *main)
{
    for (size_t i = 0; i < main->imported->rows.count && !table->host; i++) {
        const struct import_row *row = main->imported->rows.items[i];
        if (!import_chip_is_app(&importer->chip, row->type) && lies_in(importer, table, row)) {
            table->host = main;
            table->host_row = row;
        }
    }
    if (!table->host && find_custom(main) && lowest(table) == UINT64_MAX) {
        table->host = main;
        table->host_row = find_custom(main);
    }
    if (!table->host) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "`%s` and `%s` do not belong together: neither has all its partitions inside one "
               "partition of the other",
               main->source->path, table->source->path);
    }
    return table->host != NULL;
}

// A table's CSV has its name: that of the main one stays what the sdkconfig calls it.
static const char *main_name(struct importer *importer, const struct source_table *main)
{
    const char *file = project_value(importer, "PARTITION_TABLE_CUSTOM_FILENAME");
    const char *stem = files_stem(importer->arena, main->source->path);
    bool is_it = importer->at.is_one_of_all || // where all call it the same
                 (file && strcmp(files_stem(importer->arena, file), stem) == 0);
    return is_it ? text_identifier(importer->arena, stem) : "main";
}

static void name_table(struct importer *importer, struct source_table *table)
{
    const char *path = table->source->path;
    const char *stem =
        table->imported->name ? table->imported->name : files_stem(importer->arena, path);
    bool is_usable = strcmp(path, "<stdin>") != 0 && strcmp(stem, "main") != 0;
    const char *name = is_usable ? text_identifier(importer->arena, stem) : "second";
    for (size_t i = 0; i < importer->tables.count; i++) {
        const struct source_table *other = importer->tables.items[i];
        if (other != table && other->imported->name && strcmp(other->imported->name, name) == 0) {
            name = arena_format(importer->arena, "%s_%zu", name, i + 1);
        }
    }
    table->imported->name = name;
}

// The main table comes first, in both lists, which are in the same order.
static void move_first(struct importer *importer, size_t index)
{
    struct source_table_list *tables = &importer->tables;
    struct imported_table_list *imported = &importer->imported->tables;
    assert(index < tables->count && tables->count == imported->count);
    struct source_table *table = tables->items[index];
    memmove(tables->items + 1, tables->items, index * sizeof *tables->items);
    memmove(imported->items + 1, imported->items, index * sizeof *imported->items);
    tables->items[0] = table;
    imported->items[0] = table->imported;
}

// The main table is placed first, because the places of its partitions decide the rest.
bool nesting_find(struct importer *importer)
{
    struct source_table *main = find_main(importer);
    bool is_good = true;
    importer->is_misplaced = !main->is_binary && !rows_place(importer, main);
    main->imported->name = main_name(importer, main);
    for (size_t i = 0; i < importer->tables.count; i++) {
        if (importer->tables.items[i] == main) {
            move_first(importer, i);
        }
    }
    for (size_t i = 1; is_good && i < importer->tables.count; i++) {
        struct source_table *table = importer->tables.items[i];
        name_table(importer, table);
        is_good &=
            find_host(importer, table, main) && (table->is_binary || rows_place(importer, table));
    }
    return is_good;
}
