// Joins what was found into partitions.
//
// Each thing that is by itself begins one. How far a partition goes is only sometimes written in
// it; else it ends where the next one begins, or sooner, as partitions of its type usually do: that
// is a guess, and so are labels, flags, which slot an app is in, and that there is a partition at
// all where nothing is.
#include "doctor.h"

#include "text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    APP_ALIGNMENT = 64 << 10,
    APP_LIMIT = 16 << 20,
    SMALL = 64 << 10, // a blank rest up to this is taken for a part of the partition before it
    NVS_USUAL = 24 << 10,
    NVS_LEAST = 12 << 10,
    OTADATA = 8 << 10,
    SLOT_LIMIT = 16,
};

struct joiner {
    struct doctor *doctor;
    struct arena *arena;
    struct proposed_table *table;
    bool is_esp8266;
};

static uint64_t sectors(uint64_t size)
{
    return (size + TRACE_SECTOR - 1) / TRACE_SECTOR * TRACE_SECTOR;
}

static bool is_format(const struct trace *trace, const char *format)
{
    return strcmp(trace->format, format) == 0;
}

// Apps are found at places where no chip can start one, as in a partition for downloads.
static bool is_startable(const struct joiner *joiner, const struct trace *trace)
{
    return is_format(trace, "app") && !trace->is_bootloader &&
           (joiner->is_esp8266 || trace->offset % APP_ALIGNMENT == 0);
}

// What is left of something longer, such as of the app that was in a slot before.
static bool is_tail(const struct trace *trace, const struct trace *before)
{
    return before && is_format(trace, TRACE_RAW) &&
           (is_format(before, "app") || is_format(before, "coredump")) &&
           trace->offset == before->offset + sectors(before->used);
}

static struct proposed_row *add_row(const struct joiner *joiner, struct proposed_row row)
{
    struct proposed_row *kept = arena_new(joiner->arena, sizeof *kept);
    *kept = row;
    list_append(joiner->arena, &joiner->table->rows, kept);
    return kept;
}

// `size` keeps how much is needed at least, until a size is found.
static void add_trace(const struct joiner *joiner, const struct trace *trace)
{
    uint64_t start = joiner->doctor->table_at + TRACE_SECTOR;
    uint64_t over = trace->offset < start ? start - trace->offset : 0; // of the table
    bool is_app = is_startable(joiner, trace);
    bool is_file = is_format(trace, "app") && !is_app;
    bool is_plain = is_format(trace, TRACE_RAW) || is_format(trace, "ring") || is_file;
    bool is_inner = is_format(trace, "table");
    struct proposed_row *row = add_row(
        joiner, (struct proposed_row){
                    .type_name = is_app                 ? "app"
                                 : is_plain || is_inner ? "data.undefined"
                                                        : trace->type,
                    .offset = trace->offset + over,
                    .size = sectors(trace_end(trace) - trace->offset) - over,
                    .evidence = trace->evidence,
                    .of_type = is_plain || is_inner ? SURE_GUESS : SURE_LIKELY,
                    .of_subtype = is_plain || is_inner || is_app ? SURE_GUESS : SURE_LIKELY,
                    .of_offset = SURE_LIKELY,
                    .of_size = trace->size >= trace->used && !is_inner ? SURE_LIKELY : SURE_GUESS,
                });
    if (is_inner) {
        struct proposed_table *inner = doctor_table(joiner->doctor, trace->offset, SURE_LIKELY);
        inner->name = "inner";
        row->inner = inner;
        row->size = trace->size;
    }
}

static int compare_rows(const void *a, const void *b)
{
    const struct proposed_row *first = *(const struct proposed_row *const *)a;
    const struct proposed_row *second = *(const struct proposed_row *const *)b;
    return (first->offset > second->offset) - (first->offset < second->offset);
}

static void sort(struct proposed_table *table)
{
    if (table->rows.count > 1) {
        qsort(table->rows.items, table->rows.count, sizeof *table->rows.items, compare_rows);
    }
}

static bool is_app(const struct proposed_row *row)
{
    return strncmp(row->type_name, "app", 3) == 0;
}

static bool is_type(const struct proposed_row *row, const char *type)
{
    return strcmp(row->type_name, type) == 0;
}

// Where a partition must end at the latest.
static uint64_t limit_of(const struct joiner *joiner, size_t index)
{
    const struct proposed_table *table = joiner->table;
    const struct proposed_row *row = table->rows.items[index];
    uint64_t end = index + 1 < table->rows.count ? table->rows.items[index + 1]->offset
                                                 : joiner->doctor->proposal->flash;
    return end > row->offset ? end - row->offset : 0;
}

// What a partition of the type usually has, between what it needs and what there is room for.
static uint64_t usual_size(const struct joiner *joiner, size_t index, uint64_t limit)
{
    const struct proposed_row *row = joiner->table->rows.items[index];
    const struct proposed_row *before = index ? joiner->table->rows.items[index - 1] : NULL;
    bool is_last = index + 1 == joiner->table->rows.count;
    uint64_t usual = limit <= SMALL || row->size + SMALL >= limit ? limit : row->size;
    if (is_app(row)) {
        bool has_twin = is_last && before && is_app(before) && before->size >= row->size;
        usual = has_twin && before->size <= limit ? before->size : limit;
        usual = usual > APP_LIMIT ? APP_LIMIT : usual;
    } else if (is_type(row, "data.nvs")) {
        usual = limit <= SMALL ? limit : row->size > NVS_USUAL ? row->size : NVS_USUAL;
    } else if (is_type(row, "data.coredump")) {
        usual = limit <= SMALL ? limit : row->size > SMALL ? row->size : SMALL;
    } else if (is_type(row, "data.nvs_keys") || is_type(row, "data.phy")) {
        usual = TRACE_SECTOR;
    } else if (is_type(row, "data.spiffs")) {
        usual = limit;
    }
    return usual < row->size ? row->size : usual;
}

// A size that the content tells goes first, but never beyond the next partition. Only what NVS
// writes to needs three pages.
static void find_size(const struct joiner *joiner, size_t index)
{
    struct proposed_row *row = joiner->table->rows.items[index];
    uint64_t limit = limit_of(joiner, index);
    bool is_told = row->of_size >= SURE_LIKELY;
    uint64_t size = is_told ? row->size : usual_size(joiner, index, limit);
    row->of_size = size > limit ? SURE_GUESS : row->of_size;
    row->size = size > limit ? limit : size;
    const struct platform_flag *readonly =
        platform_find_flag(joiner->doctor->request->tables->platform, "readonly");
    if (is_type(row, "data.nvs") && row->size < NVS_LEAST && readonly) {
        row->flags |= readonly->mask;
    }
}

static size_t count_type(const struct joiner *joiner, const char *type)
{
    size_t count = 0;
    for_each (row, &joiner->table->rows) {
        count += strncmp(row->type_name, type, strlen(type)) == 0;
    }
    return count;
}

static bool is_blank(const struct joiner *joiner, uint64_t offset, uint64_t size)
{
    const struct dump_request *request = joiner->doctor->request;
    return offset <= request->size && size <= request->size - offset &&
           dump_is_all(request->bytes + offset, (size_t)size, 0xff);
}

static void add_blank(const struct joiner *joiner, const char *type, uint64_t offset, uint64_t size)
{
    add_row(joiner, (struct proposed_row){
                        .type_name = type,
                        .offset = offset,
                        .size = size,
                        .evidence = "nothing is there",
                        .of_size = SURE_LIKELY, // for now: it is not to be looked for
                    });
}

// Two slots need OTA data, which is blank until the first update. It is before the apps, if there
// is room after what is there.
static void add_otadata(const struct joiner *joiner)
{
    const struct proposed_table *table = joiner->table;
    uint64_t start = joiner->doctor->table_at + TRACE_SECTOR;
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct proposed_row *row = table->rows.items[i];
        uint64_t need = is_type(row, "data.nvs") ? NVS_LEAST : 0;
        if (is_app(row) && row->offset >= start + OTADATA &&
            is_blank(joiner, row->offset - OTADATA, OTADATA)) {
            add_blank(joiner, "data.ota", row->offset - OTADATA, OTADATA);
            return;
        }
        start = row->offset + (row->size > need ? row->size : need);
    }
}

// OTA data with one app: the other slot is blank, and as large.
static void add_slot(const struct joiner *joiner)
{
    const struct proposed_table *table = joiner->table;
    for (size_t i = 0; i < table->rows.count; i++) {
        struct proposed_row *row = table->rows.items[i];
        uint64_t slot = limit_of(joiner, i) / 2 / APP_ALIGNMENT * APP_ALIGNMENT;
        slot = slot > APP_LIMIT ? APP_LIMIT : slot;
        if (is_app(row) && slot >= row->size && is_blank(joiner, row->offset + slot, slot)) {
            row->size = slot;
            add_blank(joiner, "app", row->offset + slot, slot);
            return;
        }
    }
}

// Which app is in which slot is a guess. With OTA data, an odd one out is the factory app.
static void name_apps(const struct joiner *joiner)
{
    size_t count = count_type(joiner, "app");
    bool has_otadata = count_type(joiner, "data.ota") > 0;
    bool has_factory = count == 1 ? !has_otadata : count % 2 == 1;
    size_t slot = 0;
    for_each (row, &joiner->table->rows) {
        if (is_type(row, "app")) {
            bool is_factory = has_factory && slot == 0;
            has_factory = has_factory && !is_factory;
            row->type_name =
                is_factory ? "app.factory" : arena_format(joiner->arena, "app.ota_%zu", slot++);
        }
    }
}

// What there may be one of, or as many as there are slots: others are no partitions.
static void drop_excess(const struct joiner *joiner)
{
    struct proposed_table *table = joiner->table;
    size_t otadata = 0;
    size_t apps = 0;
    size_t kept = 0;
    for (size_t i = 0; i < table->rows.count; i++) {
        struct proposed_row *row = table->rows.items[i];
        bool is_otadata = is_type(row, "data.ota");
        uint64_t limit = limit_of(joiner, i);
        bool is_one_too_many = (is_otadata && (otadata++ || limit < OTADATA)) ||
                               (is_app(row) && apps++ > SLOT_LIMIT) || kept == DOCTOR_ROWS;
        if (is_one_too_many && !row->label) {
            doctor_note(joiner->arena, &joiner->doctor->remarks, row->offset,
                        "no partition is left for %s",
                        row->evidence ? row->evidence : row->type_name);
        } else {
            table->rows.items[kept++] = row;
        }
    }
    table->rows.count = kept;
}

static const char *usual_label(const struct proposed_row *row)
{
    const char *subtype = strchr(row->type_name, '.');
    bool is_ota = is_type(row, "data.ota");
    bool is_data = is_type(row, "data.undefined");
    return is_ota                     ? "otadata"
           : is_data                  ? "data"
           : is_type(row, "data.phy") ? "phy_init"
           : subtype                  ? subtype + 1
                                      : row->type_name;
}

static bool has_label(const struct joiner *joiner, const char *label)
{
    for_each (row, &joiner->table->rows) {
        if (row->label && strcmp(row->label, label) == 0) {
            return true;
        }
    }
    return false;
}

static void name_rows(const struct joiner *joiner)
{
    for_each (row, &joiner->table->rows) {
        const char *label = row->label ? row->label : usual_label(row);
        for (size_t number = 2; !row->label && has_label(joiner, label); number++) {
            label = arena_format(joiner->arena, "%s_%zu", usual_label(row), number);
        }
        row->label = label;
        if (row->inner && row->of_label == SURE_GUESS) {
            struct proposed_table *inner = arena_new(joiner->arena, sizeof *inner);
            *inner = *row->inner;
            inner->name = arena_format(joiner->arena, "in_%s", label);
            row->inner = inner;
        }
    }
}

// The number of "data.nvs" on the platform; false if it has no such type.
static bool find_type(const struct joiner *joiner, struct proposed_row *row)
{
    const struct platform *platform = joiner->doctor->request->tables->platform;
    for_each (type, &platform->types) {
        for_each (subtype, &type->subtypes) {
            uint64_t last =
                subtype->high - subtype->low < SLOT_LIMIT ? subtype->high : subtype->low;
            for (uint64_t number = subtype->low; subtype->name && number <= last; number++) {
                const char *name =
                    platform_type_text(joiner->arena, platform, type->low, number, true);
                if (strcmp(name, row->type_name) == 0) {
                    row->type = type->low;
                    row->subtype = number;
                    return true;
                }
            }
        }
    }
    return false;
}

static void take_traces(const struct joiner *joiner)
{
    const struct doctor *doctor = joiner->doctor;
    const struct trace *before = NULL;
    for_each (trace, &doctor->traces) {
        bool is_stray = is_format(trace, "table") && !trace->is_inner;
        uint64_t start = doctor->table_at + TRACE_SECTOR;
        bool is_before =
            trace->offset < start && !(is_format(trace, TRACE_RAW) && trace_end(trace) > start);
        if (!doctor_is_own(trace) || is_tail(trace, before)) {
            before = trace->within ? before : trace;
            continue;
        }
        before = trace;
        if (!is_stray && !is_before && trace != doctor->source &&
            !doctor_row_at(joiner->table, trace->offset)) {
            add_trace(joiner, trace);
        }
    }
}

void doctor_join(struct doctor *doctor, struct proposed_table *table)
{
    struct joiner joiner = {doctor, doctor->arena, table,
                            strcmp(doctor->proposal->chip, "esp8266") == 0};
    size_t preset = table->rows.count;
    take_traces(&joiner);
    sort(table);
    drop_excess(&joiner);
    if (!preset && count_type(&joiner, "data.ota") == 0 && count_type(&joiner, "app") > 1) {
        add_otadata(&joiner);
    } else if (!preset && count_type(&joiner, "data.ota") && count_type(&joiner, "app") == 1) {
        add_slot(&joiner);
    }
    sort(table);
    name_apps(&joiner);
    for (size_t i = 0; i < table->rows.count; i++) {
        struct proposed_row *row = table->rows.items[i];
        if (!row->label) {
            find_size(&joiner, i);
            row->of_size = row->of_offset == SURE_GUESS ? SURE_GUESS : row->of_size; // it is blank
            row->type = row->subtype = 0;
            find_type(&joiner, row);
        }
    }
    name_rows(&joiner);
}
