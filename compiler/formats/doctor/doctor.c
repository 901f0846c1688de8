// Examines a flash whose table is gone, wrong or moved, and proposes the table that fits it.
//
// First everything is found that can be recognised by its own bytes, then tables are compared with
// that: the schema's, those that are in the flash, at last one that is made of what was found. A
// proposal is never said to be more than it is: nothing in a flash tells a partition from what is
// left of one, so that only a table with a right checksum at its own place, or a schema, is
// certain.
#include "doctor.h"

#include "app_chip.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { FLASH_LEAST = 1 << 20, TABLES = 16, APP_ALIGNMENT = 64 << 10 };

// A bootloader says best which chip it is; then any app. All of that is the header's word.
static void find_chip(const struct doctor *doctor, struct proposal *proposal)
{
    const struct layout *layout = doctor->request->layout;
    bool is_of_boot = false;
    proposal->chip = "esp32";
    proposal->of_chip = SURE_GUESS;
    for_each (trace, &doctor->traces) {
        bool is_boot = doctor_is_boot(doctor, trace);
        bool is_better = !proposal->of_chip || (is_boot && !is_of_boot);
        if (trace->chip && doctor_is_own(trace) && is_better) {
            proposal->chip = trace->chip;
            proposal->of_chip = SURE_LIKELY;
        }
        if (is_boot && !is_of_boot) {
            proposal->has_bootloader = is_of_boot = true;
            proposal->boot_at = trace->offset;
        }
    }
    if (layout && layout->platform->chip && *layout->platform->chip) {
        proposal->chip = layout->platform->chip;
        proposal->of_chip = SURE_LIKELY;
    }
}

// A dump is of the whole flash if its size is one that flashes have.
static void find_flash(const struct doctor *doctor, struct proposal *proposal)
{
    const struct dump_request *request = doctor->request;
    uint64_t flash = FLASH_LEAST;
    while (flash < request->size && flash < UINT64_MAX / 4) {
        flash *= 2;
    }
    proposal->flash = flash;
    proposal->of_flash = flash == request->size ? SURE_LIKELY : SURE_GUESS;
    for_each (trace, &doctor->traces) {
        if (doctor_is_boot(doctor, trace) && trace->flash > flash) {
            proposal->flash = trace->flash;
        }
    }
    if (request->layout && request->layout->flashes.count) {
        proposal->flash = request->layout->flashes.items[0]->size;
        proposal->of_flash = SURE_LIKELY;
    }
}

// Not where the bootloader is.
static uint64_t find_place(const struct doctor *doctor)
{
    uint64_t place = doctor->request->tables->at;
    for_each (trace, &doctor->traces) {
        uint64_t end = (trace_end(trace) + TRACE_SECTOR - 1) / TRACE_SECTOR * TRACE_SECTOR;
        place = doctor_is_boot(doctor, trace) && doctor_is_own(trace) && end > place ? end : place;
    }
    return place;
}

static void take(struct doctor *doctor, enum proposal_source source, struct proposed_table *table,
                 const struct doctor_fit *fit)
{
    doctor->proposal->source = source;
    doctor->proposal->table = table;
    doctor->proposal->of_place = source == PROPOSAL_CONTENT ? SURE_GUESS : SURE_LIKELY;
    doctor->fit = *fit;
}

// A guess of the size must have room for what a table lists.
static void make_room(struct proposal *proposal)
{
    for_each (row, &proposal->table->rows) {
        while (proposal->of_flash < SURE_CERTAIN && proposal->flash < UINT32_MAX &&
               (row->offset > proposal->flash || row->size > proposal->flash - row->offset)) {
            proposal->flash *= 2;
            proposal->of_flash = SURE_GUESS;
        }
    }
}

// A schema need not be that of the flash. It is likely if more speaks for it than against it; that
// it is of the same revision, nothing in a flash without its table can show.
static bool try_schema(struct doctor *doctor)
{
    struct proposed_table *table = doctor_schema_table(doctor);
    if (!table) {
        return false;
    }
    const struct doctor_fit fit = doctor_judge(doctor, table);
    for_each (conflict, &fit.conflict_list) {
        doctor_note(doctor->arena, &doctor->remarks, conflict->offset,
                    "the schema does not fit: %s", conflict->text);
    }
    if (fit.conflicts && fit.conflicts >= fit.supports) {
        return false;
    }
    take(doctor, PROPOSAL_SCHEMA, table, &fit);
    return true;
}

struct candidate {
    const struct trace *trace;
    struct proposed_table *table;
    struct doctor_fit fit;
    bool is_at_place;
};

// Whether a table can be the flash's: nothing contradicts it, and it lists
// most of what was found. One at
// its own place with a right checksum needs no witness.
static bool is_possible(const struct candidate *candidate)
{
    bool has_witness =
        2 * candidate->fit.supports > candidate->fit.known || candidate->fit.known == 0;
    bool is_good = candidate->is_at_place && candidate->trace->content == SURE_CERTAIN;
    return is_good || (candidate->fit.conflicts == 0 && has_witness);
}

static bool is_better(const struct candidate *candidate, const struct candidate *best)
{
    if (!best->trace || candidate->is_at_place != best->is_at_place) {
        return !best->trace || candidate->is_at_place;
    }
    return candidate->fit.supports > best->fit.supports ||
           (candidate->fit.supports == best->fit.supports && candidate->trace->is_live &&
            !best->trace->is_live);
}

// One without an app may be of the second level: if the schema says so, or something is before it
// that only the flash's table can list.
static bool is_second_level(const struct doctor *doctor, const struct trace *table)
{
    const struct layout *layout = doctor->request->layout;
    for (size_t i = 0; layout && i < layout->tables.count; i++) {
        const struct table *inner = layout->tables.items[i];
        if (inner->host && inner->format && inner->offset == table->offset &&
            inner->flash->index == 0) {
            return true;
        }
    }
    for_each (trace, &doctor->traces) {
        if (table->is_inner && trace->offset < table->offset && doctor_is_own(trace) &&
            !doctor_is_boot(doctor, trace)) {
            return true;
        }
    }
    return false;
}

static void find_best(struct doctor *doctor, const uint64_t *found_at, struct candidate *best)
{
    size_t count = 0;
    for_each (trace, &doctor->traces) {
        bool is_at_place = found_at && trace->offset == *found_at;
        bool is_table = strcmp(trace->format, "table") == 0 && (!trace->within || is_at_place);
        bool is_second = is_table && !is_at_place && is_second_level(doctor, trace);
        if (!is_table || is_second || count++ == TABLES) {
            continue;
        }
        enum sureness sureness = is_at_place ? SURE_CERTAIN : SURE_LIKELY;
        struct candidate candidate = {.trace = trace, .is_at_place = is_at_place};
        candidate.table = doctor_table(doctor, trace->offset, sureness);
        candidate.fit = doctor_judge(doctor, candidate.table);
        if (is_possible(&candidate) && is_better(&candidate, best)) {
            *best = candidate;
        } else {
            doctor_note(doctor->arena, &doctor->remarks, trace->offset,
                        "this table is not that of the flash: %s",
                        candidate.fit.conflicts ? candidate.fit.conflict_list.items[0]->text
                                                : "most of what was found is not where it says");
        }
    }
}

// What a copy of the table at another place does not list is added: it may be an older one.
static void take_table(struct doctor *doctor, const struct candidate *best)
{
    take(doctor, PROPOSAL_TABLE, best->table, &best->fit);
    make_room(doctor->proposal);
    for_each (conflict, &best->fit.conflict_list) {
        doctor_note(doctor->arena, &doctor->remarks, conflict->offset, "the table does not fit: %s",
                    conflict->text);
    }
    if (!best->trace->is_live) {
        best->table->offset = doctor->table_at;
    }
    if (best->is_at_place) {
        doctor->proposal->of_place = best->trace->content;
    } else {
        doctor_join(doctor, best->table);
    }
}

// Whether a row of a damaged table can be kept: it is where a partition may be, and nothing begins
// within it that does not begin with it.
static bool is_intact(const struct doctor *doctor, const struct proposed_table *kept,
                      const struct proposed_row *row)
{
    uint64_t flash = doctor->proposal->flash;
    bool is_app = strncmp(row->type_name, "app.", 4) == 0;
    bool is_good = row->offset % (is_app ? APP_ALIGNMENT : TRACE_SECTOR) == 0 && row->size > 0 &&
                   row->size % TRACE_SECTOR == 0 &&
                   row->offset >= doctor->table_at + TRACE_SECTOR && row->offset < flash &&
                   row->size <= flash - row->offset && *row->label &&
                   text_is_utf8(row->label, strlen(row->label)) && !text_has_control(row->label);
    for_each (other, &kept->rows) {
        is_good = is_good && row->offset >= other->offset + other->size &&
                  strcmp(row->label, other->label) != 0;
    }
    for_each (trace, &doctor->traces) {
        bool is_inside = trace->offset > row->offset && trace->offset - row->offset < row->size;
        bool is_sure = doctor_is_own(trace) && trace->content == SURE_CERTAIN;
        is_good = is_good && !(is_inside && is_sure);
    }
    return is_good;
}

static void keep_intact(struct doctor *doctor, uint64_t offset, struct proposed_table *table)
{
    const struct proposed_table *damaged = doctor_table(doctor, offset, SURE_LIKELY);
    for_each (row, &damaged->rows) {
        if (is_intact(doctor, table, row)) {
            list_append(doctor->arena, &table->rows, row);
        }
    }
    if (doctor_judge(doctor, table).conflicts) {
        table->rows.count = 0;
    }
}

// A damaged table at its own place, which does not fit as a whole, gives the rows that do.
static void take_content(struct doctor *doctor, const uint64_t *found_at)
{
    static const struct doctor_fit none;
    struct proposed_table *table = arena_new(doctor->arena, sizeof *table);
    *table =
        (struct proposed_table){.name = "main", .offset = doctor->table_at, .has_checksum = true};
    take(doctor, PROPOSAL_CONTENT, table, &none);
    if (found_at) {
        keep_intact(doctor, *found_at, table);
    }
    doctor_join(doctor, table);
    bool is_known = false;
    for_each (row, &table->rows) {
        is_known |= row->of_type > SURE_GUESS;
    }
    table->rows.count = is_known ? table->rows.count : 0; // else it says nothing
}

// What was written over the table, or before it.
static void remark_on_place(struct doctor *doctor)
{
    for_each (trace, &doctor->traces) {
        bool is_known =
            strcmp(trace->format, "table") != 0 && strcmp(trace->format, TRACE_RAW) != 0;
        if (trace->offset < doctor->table_at + TRACE_SECTOR && doctor_is_own(trace) && is_known &&
            !doctor_is_boot(doctor, trace)) {
            doctor_note(doctor->arena, &doctor->remarks, trace->offset,
                        "only the bootloader and the table belong here; found: %s",
                        trace->evidence);
        }
    }
}

// For the head of a schema: what is there although its table does not list it.
static void list_leftovers(struct doctor *doctor)
{
    for_each (trace, &doctor->traces) {
        bool is_known = strcmp(trace->format, TRACE_RAW) != 0 &&
                        (strcmp(trace->format, "table") != 0 || trace != doctor->source);
        if (doctor_is_own(trace) && is_known && !doctor_is_boot(doctor, trace) &&
            !doctor_row_at(doctor->proposal->table, trace->offset)) {
            list_append(doctor->arena, &doctor->proposal->remarks,
                        arena_format(doctor->arena, "In no partition, at 0x%" PRIx64 ": %s.",
                                     trace->offset, trace->evidence));
        }
    }
}

void doctor_propose(struct doctor *doctor, const uint64_t *found_at)
{
    struct candidate best = {0};
    struct proposal *proposal = doctor->proposal = arena_new(doctor->arena, sizeof *proposal);
    *proposal = (struct proposal){0};
    doctor->table_at = doctor->request->tables->at; // which bootloaders are before
    doctor->table_at = found_at ? *found_at : find_place(doctor);
    find_chip(doctor, proposal);
    find_flash(doctor, proposal);
    find_best(doctor, found_at, &best);
    doctor->source = best.trace;
    if (!try_schema(doctor)) {
        if (best.trace) {
            take_table(doctor, &best);
        } else {
            take_content(doctor, found_at);
        }
    }
    remark_on_place(doctor);
    list_leftovers(doctor);
    if (proposal->table->rows.count == 0) {
        doctor->proposal = NULL;
    }
}

struct doctor *doctor_examine(const struct dump_request *request, const uint64_t *found_at)
{
    struct doctor *doctor = arena_new(request->arena, sizeof *doctor);
    *doctor = (struct doctor){.request = request, .arena = request->arena};
    if (!request->tables->format) {
        return NULL;
    }
    traces_find(request, 0, request->size, &doctor->traces);
    doctor_propose(doctor, found_at);
    return doctor;
}

bool doctor_has_table(const struct doctor *doctor, uint64_t *at)
{
    bool is_found = doctor->source && doctor->source->is_live;
    *at = is_found ? doctor->source->offset : *at;
    return is_found;
}
