// A whole flash, read back: its table, what each partition of it holds, and what no table lists.
#include "doctor.h"
#include "flash_cipher.h"
#include "flash_walk.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { SECTOR = 4096, DEPTH_LIMIT = 2, BEGIN_COUNT = 3, OVERLAP_LIMIT = 2 };

static bool is_table_at(const struct dump_request *request, uint64_t offset)
{
    return offset < request->size &&
           table_is_here(request->tables, request->bytes + offset, request->size - (size_t)offset);
}

// A table at the very start of a file is a table, not a flash.
static bool flash_probe(const struct dump_request *request)
{
    uint64_t at = request->tables->at;
    return at > 0 && is_table_at(request, at);
}

// At its usual offset, or else in whatever sector begins with one, unless the user said where it
// is. Whether that one is the flash's own is another question.
static bool has_any_table(const struct dump_request *request)
{
    bool is_found = is_table_at(request, request->tables->at);
    for (uint64_t at = 0; at < request->size && !is_found && !request->has_table_at; at += SECTOR) {
        is_found = is_table_at(request, at);
    }
    return is_found;
}

// Asked last of all decoders: looking through a whole file takes longer than all other probes.
static bool flash_has_table(const struct dump_request *request)
{
    return !request->lacks_table && has_any_table(request);
}

// A number among the facts that a decoder made; 0 if it made no such fact.
static uint64_t count_of(const struct fact *fact, const char *name)
{
    for_each (child, &fact->children) {
        if (child->name && strcmp(child->name, name) == 0) {
            return child->number.magnitude;
        }
    }
    return 0;
}

// With the table, it is known which slot is meant.
static void tell_slot(const struct flash_walker *walker, const struct table_view *view,
                      struct fact *content)
{
    uint64_t sequence = count_of(content, "active_sequence");
    uint64_t slots = 0;
    for_each (row, &view->rows) {
        slots += flash_has_type(row, "app.ota_");
    }
    if (sequence == 0 || slots == 0) {
        return;
    }
    const char *type =
        arena_format(walker->request->arena, "app.ota_%" PRIu64, (sequence - 1) % slots);
    for_each (row, &view->rows) {
        if (strcmp(row->type_name, type) == 0) {
            fact_text(walker->request->arena, content, "active", row->label);
            fact_say(walker->request->arena, content,
                     "OTA data: sequence %" PRIu64 " is active: `%s` is started", sequence,
                     row->label);
        }
    }
}

// Whether a table that a row leads to was met before; it is from now on.
static bool was_met(struct flash_walker *walker, const struct table_row *row)
{
    for (size_t i = 0; i < walker->tables.count; i++) {
        if (walker->tables.items[i]->offset == row->offset) {
            return true;
        }
    }
    list_append(walker->request->arena, &walker->tables, row);
    return false;
}

// A second-level table at the start of a partition. A partition of type partition_table is the
// table itself, which was read already.
static bool leads_to_table(const struct flash_walker *walker, const struct table_row *row,
                           unsigned depth)
{
    return depth < DEPTH_LIMIT && row->size >= SECTOR &&
           is_table_at(walker->request, row->offset) && !flash_has_type(row, "partition_table.");
}

static void walk_table(struct flash_walker *walker, uint64_t offset, struct fact *fact,
                       unsigned depth);

// Of several partitions of the schema's with this label, another than the one that is asked for.
static bool is_namesake(const struct dump_request *request, const struct table_row *row)
{
    const struct partition *partition = request->partition;
    return partition && row->offset != partition->offset &&
           layout_named(request->layout, partition->label).count > 1;
}

static void take_row(struct flash_walker *walker, const struct table *table,
                     const struct table_view *view, const struct table_row *row, unsigned depth)
{
    const struct dump_request *request = walker->request;
    const char *only = request->only;
    list_append(request->arena, &walker->taken, row);
    bool is_wanted = !only || (strcmp(only, row->label) == 0 && !is_namesake(request, row));
    walker->result->has_found |= is_wanted;
    row->fact->is_quiet = !is_wanted;
    if (leads_to_table(walker, row, depth)) {
        if (was_met(walker, row)) {
            fact_damage(request->arena, row->fact, row->place,
                        "another row leads to this table, too, or this is the table itself");
            return;
        }
        struct fact *content = fact_group(request->arena, row->fact, "content");
        bool had_found = walker->result->has_found;
        walker->result->has_found = is_wanted;
        walk_table(walker, row->offset, content, depth + 1);
        row->fact->is_quiet = !walker->result->has_found;
        walker->result->has_found |= had_found;
    } else if (is_wanted) {
        struct fact *content = flash_decode_row(walker, table, row);
        if (content && flash_has_type(row, "data.ota")) {
            tell_slot(walker, view, content);
        }
    }
}

// The keys that a partition has, unless it is encrypted itself.
static void find_keys(struct flash_walker *walker, const struct table_view *view)
{
    const struct dump_request *request = walker->request;
    for (size_t i = 0; i < view->rows.count && !walker->keys; i++) {
        const struct table_row *row = view->rows.items[i];
        if (!flash_has_type(row, "data.nvs_keys") || row->offset >= request->size) {
            continue;
        }
        struct dump_request part = *request;
        part.bytes += row->offset;
        part.size -= (size_t)row->offset;
        walker->keys = keys_probe(&part) ? part.bytes : NULL;
    }
}

static void walk_table(struct flash_walker *walker, uint64_t offset, struct fact *fact,
                       unsigned depth)
{
    struct dump_request part = *walker->request;
    struct table_view view = {0};
    part.bytes += offset;
    part.base += offset;
    part.size -= (size_t)offset;
    table_read(&part, fact, &view);
    fact_say(part.arena, fact, "partition table at 0x%" PRIx64 ": %zu rows, %s", part.base,
             view.rows.count, view.has_checksum ? "with a checksum" : "without a checksum");
    walker->is_damaged |= depth == 0 && fact_damages(fact, NULL) > 0;
    flash_keep_table(walker, offset, &view);
    const struct table *table = table_of_schema(part.layout, &view);
    if (table && !part.only) {
        table_compare(&part, table, &view, fact);
    }
    find_keys(walker, &view);
    for_each (row, &view.rows) {
        take_row(walker, table, &view, row, depth);
    }
}

static const struct table_row *add_place(struct flash_walker *walker, uint64_t offset,
                                         uint64_t size)
{
    struct table_row *row = arena_new(walker->request->arena, sizeof *row);
    row->offset = offset;
    row->size = size;
    list_append(walker->request->arena, &walker->taken, row);
    return row;
}

// The bootloader lies before the table; where, depends on the chip.
static void tell_bootloader(struct flash_walker *walker, uint64_t table, struct fact *fact)
{
    static const uint64_t begins[BEGIN_COUNT] = {0, 0x1000, 0x2000};
    const struct dump_request *request = walker->request;
    table = table < request->size ? table : request->size;
    for (size_t i = 0; i < BEGIN_COUNT && begins[i] < table; i++) {
        struct dump_request part = *request;
        struct dump_result result = {0};
        part.bytes += begins[i];
        part.base += begins[i];
        part.size = (size_t)(table - begins[i]);
        part.name = "bootloader";
        part.is_part = true;
        if (!app_probe(&part)) {
            continue;
        }
        app_dump(&part, &result);
        walker->bootloader = result.fact;
        walker->bootloader_at = part.base;
        struct fact *group = fact_group(request->arena, fact, "bootloader");
        fact_offset(request->arena, group, "offset", part.base);
        fact_say(request->arena, group, "bootloader at 0x%" PRIx64, part.base);
        fact_attach(request->arena, group, "content", result.fact);
        if (result.files) {
            dump_add_folder(request->arena, walker->files, "bootloader", result.files);
        }
        add_place(walker, begins[i], table - begins[i]);
        return;
    }
}

// A bootloader refuses a table with partitions beyond the flash size in its own header.
static void check_flash_size(const struct flash_walker *walker)
{
    uint64_t size = walker->bootloader ? count_of(walker->bootloader, "flash_size") : 0;
    for_each (row, &walker->taken) {
        if (size && row->label && (row->offset > size || row->size > size - row->offset)) {
            fact_remark(walker->request->arena, walker->bootloader, walker->bootloader_at + 3,
                        "the header is for a flash of %s, in which `%s` does not end: the "
                        "bootloader refuses this table",
                        text_size(walker->request->arena, size), row->label);
            return;
        }
    }
}

static struct table_row *row_of(struct arena *arena, const struct partition *partition,
                                struct fact *list)
{
    struct table_row *row = arena_new(arena, sizeof *row);
    *row = (struct table_row){
        .type = partition->type,
        .subtype = partition->subtype,
        .offset = partition->offset,
        .size = partition->size,
        .flags = partition->flags,
        .label = partition->label,
        .type_name = decoder_type(arena, partition),
        .place = partition->offset,
        .fact = fact_item(arena, list),
    };
    fact_text(arena, row->fact, "label", row->label);
    fact_offset(arena, row->fact, "offset", row->offset);
    fact_size(arena, row->fact, "size", row->size);
    fact_say(arena, row->fact, "%-16s at %-9s size %s, according to the schema", row->label,
             text_offset(arena, row->offset), text_size(arena, row->size));
    return row;
}

// Without a table, the schema says what lies where.
static void walk_schema(struct flash_walker *walker, struct fact *fact)
{
    const struct dump_request *request = walker->request;
    struct table_view view = {0};
    struct fact *list = fact_list(request->arena, fact, "rows");
    for_each (partition, &request->layout->partitions) {
        if (partition->table->flash == request->flash && !partition->is_absent) {
            list_append(request->arena, &view.rows, row_of(request->arena, partition, list));
        }
    }
    find_keys(walker, &view);
    for_each (row, &view.rows) {
        take_row(walker, NULL, &view, row, DEPTH_LIMIT);
    }
}

static bool lists_bootloader(const struct layout *layout)
{
    for (size_t i = 0; layout && i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        if (partition->type_name && strcmp(partition->type_name, "bootloader") == 0) {
            return true;
        }
    }
    return false;
}

// Where the table should be, and what is there instead.
static void tell_no_table(const struct flash_walker *walker, struct fact *fact)
{
    const struct dump_request *request = walker->request;
    uint64_t at = request->tables->at;
    struct dump_request part = *request;
    if (at >= request->size) {
        fact_damage(request->arena, fact, at, "the file ends before the partition table");
        return;
    }
    part.bytes += at;
    part.size -= (size_t)at;
    part.size = part.size < SECTOR ? part.size : SECTOR;
    part.is_part = true;
    const struct decoder *found = decoder_find(&part);
    bool is_random = flash_text_likeness(part.bytes, part.size) == LIKE_CIPHER;
    fact_damage(request->arena, fact, at, "there is no partition table here%s%s",
                found       ? ", but "
                : is_random ? ", but what looks like random bytes: this may be an encrypted flash; "
                              "`--flash-key KEY` decrypts it"
                            : "",
                found ? found->description : "");
}

// A table at its own place is the flash's, whatever is wrong with it; elsewhere, only one that fits
// what is in the flash. `*at` is where it is; false: there is none.
static bool find_table(const struct dump_request *request, struct doctor **doctor, uint64_t *at)
{
    *at = request->tables->at;
    if (request->lacks_table || is_table_at(request, *at)) {
        return !request->lacks_table;
    }
    *doctor = doctor_examine(request, NULL);
    return !request->has_table_at && *doctor && doctor_has_table(*doctor, at);
}

static void walk_found(struct flash_walker *walker, uint64_t at, struct fact *fact)
{
    struct arena *arena = walker->request->arena;
    struct fact *table = fact_group(arena, fact, "table");
    fact_offset(arena, table, "offset", at);
    was_met(walker, add_place(walker, at, SECTOR));
    walk_table(walker, at, table, 0);
}

// Examined is what has no table, or one that is damaged, and what the user wants to be.
static void tell_examination(struct flash_walker *walker, struct doctor *doctor, const uint64_t *at,
                             struct fact *fact)
{
    const struct dump_request *request = walker->request;
    bool is_wanted = !at || request->wants_proposal || walker->is_damaged;
    if (request->only || request->lacks_table || !is_wanted) {
        return;
    }
    doctor = doctor ? doctor : doctor_examine(request, at);
    if (doctor) {
        doctor_tell(doctor, fact);
        walker->result->proposal = doctor->proposal;
    }
}

static void flash_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    struct flash_walker walker = {
        .request = request,
        .result = result,
        .files = dump_files(arena),
        .left = OVERLAP_LIMIT * (uint64_t)request->size,
    };
    struct doctor *doctor = NULL;
    uint64_t at;
    fact_text(arena, fact, "format", "flash");
    fact_size(arena, fact, "size", request->size);
    bool is_other = request->flash && request->flash->index != 0;
    fact_say(arena, fact, "flash%s of %s",
             is_other ? arena_format(arena, " `%s`", request->flash->name) : "",
             text_size(arena, request->size));
    bool has_table = find_table(request, &doctor, &at);
    if (!request->only && !is_other && (has_table || !lists_bootloader(request->layout))) {
        tell_bootloader(&walker, has_table ? at : request->tables->at, fact);
    }
    if (has_table) {
        walk_found(&walker, at, fact);
    } else if (!request->lacks_table) {
        add_place(&walker, request->tables->at, SECTOR);
        tell_no_table(&walker, fact);
    }
    if (!has_table && request->layout) {
        walk_schema(&walker, fact);
    }
    check_flash_size(&walker);
    flash_judge_marks(&walker);
    tell_examination(&walker, doctor, has_table ? &at : NULL, fact);
    if (!request->only && (has_table || request->layout)) {
        flash_tell_gaps(&walker, fact);
    }
    result->files = walker.files;
}

const struct decoder flash_decoder = {
    .name = "flash",
    .description = "a whole flash",
    .probe = flash_probe,
    .probe_last = flash_has_table,
    .decode = flash_dump,
};
