// A partition table alone: what it lists, beside what a schema says, and as a CSV.
#include "table_view.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

static bool table_probe(const struct dump_request *request)
{
    return table_is_here(request->tables, request->bytes, request->size);
}

// By label: that is what firmware asks for, wherever a partition has moved.
static const struct partition *find_partition(const struct table *table, const char *label)
{
    for_each (partition, &table->rows) {
        if (strcmp(partition->label, label) == 0) {
            return partition;
        }
    }
    return NULL;
}

static size_t count_shared(const struct table *table, const struct table_view *view)
{
    size_t count = 0;
    for_each (row, &view->rows) {
        count += find_partition(table, row->label) != NULL;
    }
    return count;
}

// A table in a file does not say which of the schema's it is: the one with which it shares the
// most labels. Null if it shares none.
const struct table *table_of_schema(const struct layout *layout, const struct table_view *view)
{
    const struct table *best = NULL;
    size_t most = 0;
    for (size_t i = 0; layout && i < layout->tables.count; i++) {
        const struct table *table = layout->tables.items[i];
        size_t count = count_shared(table, view);
        best = count > most ? table : best;
        most = count > most ? count : most;
    }
    return best;
}

// What differs are remarks, not damage: a device may well be of another revision.
static void compare_row(const struct dump_request *request, const struct table_row *row,
                        const struct partition *partition)
{
    struct arena *arena = request->arena;
    if (row->offset != partition->offset || row->size != partition->size) {
        fact_remark(arena, row->fact, row->place, "the schema has it at 0x%" PRIx64 ", size %s",
                    partition->offset, text_size(arena, partition->size));
    }
    if (row->type != partition->type || row->subtype != partition->subtype) {
        fact_remark(arena, row->fact, row->place, "the schema has it as 0x%" PRIx64 ".0x%" PRIx64,
                    partition->type, partition->subtype);
    }
    if (row->flags != partition->flags) {
        fact_remark(arena, row->fact, row->place, "the schema has it with flags 0x%" PRIx32,
                    partition->flags);
    }
}

// Both ways: rows that the schema lacks, and its partitions that no row has.
void table_compare(const struct dump_request *request, const struct table *table,
                   const struct table_view *view, struct fact *fact)
{
    struct arena *arena = request->arena;
    for_each (row, &view->rows) {
        const struct partition *partition = find_partition(table, row->label);
        if (partition) {
            compare_row(request, row, partition);
        } else {
            fact_remark(arena, row->fact, row->place,
                        "table `%s` of the schema has no partition `%s`", table->name, row->label);
        }
    }
    for_each (partition, &table->rows) {
        bool is_there = false;
        for (size_t j = 0; j < view->rows.count && !is_there; j++) {
            is_there = strcmp(view->rows.items[j]->label, partition->label) == 0;
        }
        if (!is_there) {
            fact_remark(arena, fact, request->base, "the schema has `%s`, which is missing here",
                        partition->label);
        }
    }
}

// A cell: the name that ESP-IDF's tool knows, or a number.
static void append_type(const struct dump_request *request, const struct table_row *row,
                        struct buffer *text)
{
    const char *name = table_type_text(request, row->type, row->subtype, true);
    const char *dot = strchr(name, '.');
    bool has_type = name[0] != '0';
    bool has_subtype = has_type && dot[1] != '0';
    if (has_type) {
        buffer_bytes(text, name, (size_t)(dot - name));
    } else {
        buffer_format(text, "%" PRIu64, row->type);
    }
    buffer_byte(text, ',');
    if (has_subtype) {
        buffer_text(text, dot + 1);
    } else {
        buffer_format(text, "%" PRIu64, row->subtype);
    }
}

// As gen_esp32part.py writes sizes, so that a diff of both CSVs is short.
static void append_size(struct buffer *text, uint64_t size)
{
    if (size && size % (1 << 20) == 0) {
        buffer_format(text, "%" PRIu64 "M", size >> 20);
    } else if (size && size % (1 << 10) == 0) {
        buffer_format(text, "%" PRIu64 "K", size >> 10);
    } else {
        buffer_format(text, "0x%" PRIx64, size);
    }
}

// In the form that ESP-IDF's gen_esp32part.py reads.
void table_write_csv(const struct dump_request *request, const struct table_view *view,
                     struct buffer *text)
{
    buffer_text(text, "# ESP-IDF Partition Table\n# Name, Type, SubType, Offset, Size, Flags\n");
    for_each (row, &view->rows) {
        const char *separator = "";
        buffer_format(text, "%s,", row->label);
        append_type(request, row, text);
        buffer_format(text, ",0x%" PRIx64 ",", row->offset);
        append_size(text, row->size);
        buffer_byte(text, ',');
        for_each (flag, &request->tables->platform->flags) {
            if (row->flags & flag->mask) {
                buffer_format(text, "%s%s", separator, flag->name);
                separator = ":";
            }
        }
        buffer_byte(text, '\n');
    }
}

// The CSV is what makes the table again.
static void extract(const struct dump_request *request, const struct table_view *view,
                    struct dump_result *result)
{
    struct buffer text;
    struct tree_node *files = dump_files(request->arena);
    buffer_init(&text, request->arena);
    table_write_csv(request, view, &text);
    dump_add_file(request->arena, files, arena_format(request->arena, "%s.csv", request->name),
                  text.bytes, text.length);
    result->files = files;
}

// A file may be longer than a table, as a sector that has one: then the rest must be erased.
static void table_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct table_view view = {0};
    struct fact *fact = result->fact = fact_new(arena);
    if (!request->tables->format || request->size < request->tables->format->row->size) {
        fact_text(arena, fact, "format", "table");
        fact_say(arena, fact, "partition table");
        fact_damage(arena, fact, request->base, "it is too short for one row");
        return;
    }
    table_read(request, fact, &view);
    fact_say(arena, fact, "partition table: %zu rows, %s", view.rows.count,
             view.has_checksum ? "with a checksum" : "without a checksum");
    const struct table *table = table_of_schema(request->layout, &view);
    if (table) {
        table_compare(request, table, &view, fact);
    }
    size_t end = (size_t)request->tables->format->size;
    if (request->size > end) {
        dump_check_rest(request, fact, end);
    }
    if (request->wants_files) {
        extract(request, &view, result);
    }
}

const struct decoder table_decoder = {
    .name = "table",
    .description = "a partition table",
    .probe = table_probe,
    .decode = table_dump,
    .types = {"partition_table."},
};
