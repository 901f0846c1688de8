// What does not fit into a header: places beyond 32 bits, more flashes than the runtime can number,
// and a name that is the runtime's own.
#include "header.h"

#include <string.h>

// The end, too, must be below 4G: firmware stores sizes of flash in 32 bits.
static bool is_beyond_4G(uint64_t offset, uint64_t size)
{
    uint64_t end;
    return !size_add(offset, size, &end) || end > UINT32_MAX;
}

static bool is_table_beyond_4G(const struct table *table)
{
    return table->format && is_beyond_4G(table->offset, table->format->size);
}

static void report_beyond_4G(struct diagnostics *diagnostics, const char *kind, const char *name,
                             struct span span)
{
    report(diagnostics, CODE_BEYOND_4G, span,
           "%s `%s` ends at or beyond 4G; offsets in firmware have 32 bits", kind, name);
}

static void check_places(const struct layout *layout, struct diagnostics *diagnostics)
{
    for_each (table, &layout->tables) {
        if (is_table_beyond_4G(table)) {
            report_beyond_4G(diagnostics, "table", table->name, table->span);
            continue; // so are its partitions
        }
        for_each (row, &table->rows) {
            if (is_beyond_4G(row->offset, row->size)) {
                report_beyond_4G(diagnostics, "partition", row->label, row->span);
            }
        }
    }
}

enum { FLASH_LIMIT = 256 }; // the runtime has a byte for the index of a flash

void header_check_limits(const struct layout *layout, struct diagnostics *diagnostics)
{
    check_places(layout, diagnostics);
    if (strncmp(text_lower(layout->arena, layout->identifier), "pschema", 7) == 0) {
        report(diagnostics, CODE_BAD_LABEL, layout->span,
               "the name of a schema cannot begin with `pschema`: this prefix is the runtime's");
    }
    if (layout->flashes.count > FLASH_LIMIT) {
        report(diagnostics, CODE_BEYOND_4G, layout->span,
               "the header supports at most %d flashes; this layout has %zu", FLASH_LIMIT,
               layout->flashes.count);
    }
}
