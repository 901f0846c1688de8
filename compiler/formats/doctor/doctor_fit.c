// How a table goes with what is in the flash: for each thing that was found, whether it is at the
// start of a partition that is for it, at the start of one that is for something else, or in none.
// What is further inside of a partition says nothing: files may contain anything.
#include "doctor.h"

#include <stdarg.h>
#include <string.h>

void doctor_note(struct arena *arena, struct doctor_remark_list *list, uint64_t offset,
                 const char *format, ...)
{
    struct doctor_remark *remark = arena_new(arena, sizeof *remark);
    va_list arguments;
    va_start(arguments, format);
    *remark = (struct doctor_remark){offset, arena_format_list(arena, format, arguments)};
    va_end(arguments);
    list_append(arena, list, remark);
}

bool doctor_is_own(const struct trace *trace)
{
    return !trace->within;
}

bool doctor_is_boot(const struct doctor *doctor, const struct trace *trace)
{
    bool is_place = trace->offset == 0 || trace->offset == 0x1000 || trace->offset == 0x2000;
    return strcmp(trace->format, "app") == 0 && is_place && trace->offset < doctor->table_at;
}

struct proposed_row *doctor_row_at(const struct proposed_table *table, uint64_t offset)
{
    for_each (row, &table->rows) {
        if (offset >= row->offset && offset - row->offset < row->size) {
            return row;
        }
    }
    return NULL;
}

// Types whose partitions hold one format alone; in any other may be whatever firmware likes.
static bool is_strict(const char *type)
{
    static const char *const types[] = {"app.",          "data.nvs",      "data.ota",
                                        "data.nvs_keys", "data.coredump", "data.phy"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strncmp(type, types[i], strlen(types[i])) == 0) {
            return true;
        }
    }
    return trace_is_filesystem(type);
}

static bool is_for(const char *type, const struct trace *trace)
{
    bool is_both = trace_is_filesystem(type) && trace_is_filesystem(trace->type);
    size_t length = strlen(trace->type);
    bool is_same =
        strncmp(type, trace->type, length) == 0 && (type[length] == 0 || type[length] == '.');
    return is_both || is_same ||
           (strcmp(trace->format, "app") == 0 && strncmp(type, "boot", 4) == 0);
}

static void judge(const struct doctor *doctor, const struct proposed_table *table,
                  const struct trace *trace, struct doctor_fit *fit)
{
    const struct proposed_row *row = doctor_row_at(table, trace->offset);
    fit->known += !row || row->offset != trace->offset || is_strict(row->type_name);
    if (!row) {
        fit->orphans += trace->offset >= doctor->table_at + TRACE_SECTOR;
    } else if (row->offset == trace->offset && is_strict(row->type_name)) {
        bool is_right = is_for(row->type_name, trace);
        fit->supports += is_right;
        if (!is_right && trace->content == SURE_CERTAIN) {
            fit->conflicts++;
            doctor_note(doctor->arena, &fit->conflict_list, row->offset,
                        "`%s` is for %s, but here is %s", row->label, row->type_name,
                        trace->evidence);
        }
    }
}

// Raw bytes can be anything's; tables, and bootloaders at their place, are in no partition.
struct doctor_fit doctor_judge(const struct doctor *doctor, const struct proposed_table *table)
{
    struct doctor_fit fit = {0};
    for_each (trace, &doctor->traces) {
        bool is_part = trace->within && strcmp(trace->within->format, "table") != 0;
        bool is_known =
            strcmp(trace->format, TRACE_RAW) != 0 && strcmp(trace->format, "table") != 0;
        if (!is_part && is_known && !doctor_is_boot(doctor, trace)) {
            judge(doctor, table, trace, &fit);
        }
    }
    return fit;
}
