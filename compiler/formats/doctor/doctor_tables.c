// Tables as rows of a proposal: those that are in the flash, and that of the schema.
#include "doctor.h"

#include <stdlib.h>

static void add_row(const struct doctor *doctor, struct proposed_table *table,
                    struct proposed_row row, enum sureness sureness)
{
    struct proposed_row *kept = arena_new(doctor->arena, sizeof *kept);
    *kept = row;
    kept->of_label = kept->of_type = kept->of_subtype = kept->of_offset = kept->of_size =
        kept->of_flags = sureness;
    list_append(doctor->arena, &table->rows, kept);
}

// Facts of a table are made while it is read; here they are not wanted.
struct proposed_table *doctor_table(const struct doctor *doctor, uint64_t offset,
                                    enum sureness sureness)
{
    struct dump_request part = *doctor->request;
    struct table_view view = {0};
    struct proposed_table *table = arena_new(doctor->arena, sizeof *table);
    part.bytes += offset;
    part.size -= (size_t)offset;
    part.base = offset;
    table_read(&part, fact_new(doctor->arena), &view);
    *table = (struct proposed_table){
        .name = "main",
        .offset = offset,
        .has_checksum = view.has_checksum,
    };
    sureness = view.is_checked || sureness < SURE_CERTAIN ? sureness : SURE_LIKELY;
    for (size_t i = 0; i < view.rows.count && i < DOCTOR_ROWS; i++) {
        const struct table_row *row = view.rows.items[i];
        add_row(doctor, table,
                (struct proposed_row){
                    .label = row->label,
                    .type_name = row->type_name,
                    .type = row->type,
                    .subtype = row->subtype,
                    .offset = row->offset,
                    .size = row->size,
                    .flags = (uint32_t)row->flags,
                },
                sureness);
    }
    return table;
}

// A lock knows flags by name only, and gives them bits of its own.
static uint32_t flags_of(const struct doctor *doctor, const struct partition *partition)
{
    uint32_t flags = 0;
    for_each (flag, &doctor->request->layout->platform->flags) {
        const struct platform_flag *known =
            platform_find_flag(doctor->request->tables->platform, flag->name);
        unsigned long bit = strtoul(flag->name, NULL, 10);
        uint32_t mask = known               ? known->mask
                        : flag->is_nameless ? flag->mask
                                            : UINT32_C(1) << bit % 32;
        flags |= partition->flags & flag->mask ? mask : 0;
    }
    return flags;
}

static struct proposed_table *of_schema(const struct doctor *doctor, const struct table *table)
{
    struct proposed_table *proposed = arena_new(doctor->arena, sizeof *proposed);
    *proposed = (struct proposed_table){
        .name = table->name,
        .offset = table->offset,
        .has_checksum = table->format && table->format->checksum,
    };
    for_each (partition, &table->rows) {
        add_row(
            doctor, proposed,
            (struct proposed_row){
                .label = partition->label,
                .type_name = platform_type_text(doctor->arena, doctor->request->tables->platform,
                                                partition->type, partition->subtype, true),
                .type = partition->type,
                .subtype = partition->subtype,
                .offset = partition->offset,
                .size = partition->size,
                .flags = flags_of(doctor, partition),
            },
            SURE_LIKELY);
    }
    return proposed;
}

// Those within each other have the depth that a schema gives them.
static void add_inner(const struct doctor *doctor, const struct table *table,
                      const struct proposed_table *proposed)
{
    const struct layout *layout = doctor->request->layout;
    for_each (inner, &layout->tables) {
        struct proposed_row *row = inner->host && inner->host->table == table && !inner->is_absent
                                       ? doctor_row_at(proposed, inner->host->offset)
                                       : NULL;
        if (row) {
            struct proposed_table *added = of_schema(doctor, inner);
            row->inner = added;
            add_inner(doctor, inner, added);
        }
    }
}

struct proposed_table *doctor_schema_table(const struct doctor *doctor)
{
    const struct layout *layout = doctor->request->layout;
    const struct table *table = layout ? layout_chip_table(layout) : NULL;
    if (!table || (doctor->request->flash && doctor->request->flash->index != 0)) {
        return NULL;
    }
    struct proposed_table *proposed = of_schema(doctor, table);
    add_inner(doctor, table, proposed);
    return proposed;
}
