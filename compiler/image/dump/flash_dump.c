// A whole flash, read back: its table, what each partition of it holds, and what no table lists.
#include "files_dump.h"
#include "table_view.h"

#include "text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR = 4096, DEPTH_LIMIT = 2, BEGIN_COUNT = 3, OVERLAP_LIMIT = 4 };

struct walker {
    const struct dump_request *request;
    struct dump_result *result;
    struct tree_node *files;
    struct list taken;   // of struct table_row: places that something is known of
    struct list tables;  // of struct table_row: the tables that were met
    const uint8_t *keys; // of a partition of NVS keys; null: there is none
    uint64_t left;       // bytes that may be decoded: rows may overlap, but not without end
};

static bool is_table_at(const struct dump_request *request, uint64_t offset)
{
    return offset < request->size && table_is_here(request->platform, request->bytes + offset,
                                                   request->size - (size_t)offset);
}

bool flash_probe(const struct dump_request *request)
{
    uint64_t at = request->platform->table_at;
    return at > 0 && is_table_at(request, at);
}

static bool find_table(const struct dump_request *request, uint64_t *offset)
{
    *offset = request->platform->table_at;
    if (is_table_at(request, *offset) || request->has_table_at) {
        return is_table_at(request, *offset);
    }
    for (*offset = 0; *offset < request->size; *offset += SECTOR) {
        if (is_table_at(request, *offset)) {
            return true;
        }
    }
    return false;
}

bool flash_has_table(const struct dump_request *request)
{
    uint64_t offset;
    return find_table(request, &offset);
}

static bool has_type(const struct table_row *row, const char *begin)
{
    return strncmp(row->type_name, begin, strlen(begin)) == 0;
}

// The decoder that a row's type or the schema asks for; null: none.
static const struct decoder *hinted(const struct table_row *row, const struct partition *partition)
{
    static const struct {
        const char *type;
        const char *decoder;
    } hints[] = {
        {"data.nvs_keys", "nvs_keys"},
        {"data.nvs", "nvs"},
        {"data.ota", "otadata"},
        {"data.coredump", "coredump"},
        {"data.fat", "fat"},
        {"data.spiffs", "spiffs"},
        {"app.", "app"},
        {"data.littlefs", "littlefs"},
        {"bootloader.", "app"},
        {"data.tee_ota", "otadata"},
        {"partition_table.", "table"},
    };
    const struct content *content = partition ? partition->content : NULL;
    const struct decoder *decoder = content ? decoder_named(content->generator) : NULL;
    for (size_t i = 0; i < sizeof hints / sizeof *hints && !decoder; i++) {
        decoder = has_type(row, hints[i].type) ? decoder_named(hints[i].decoder) : NULL;
    }
    return decoder;
}

// What is erased, is nothing yet. A type says what is meant; what is there instead is shown, too:
// partitions for SPIFFS often hold littlefs.
static const struct decoder *choose(const struct dump_request *part, const struct table_row *row,
                                    bool is_encrypted)
{
    const struct decoder *hint = hinted(row, part->partition);
    if (raw_probe(part)) {
        return decoder_named("raw");
    }
    if (hint && hint->decode == keys_dump) {
        return hint; // whatever they are, they are not shown
    }
    if (hint && (!hint->probe || hint->probe(part))) {
        return hint;
    }
    const struct decoder *found = decoder_find(part);
    if (found) {
        return found;
    }
    bool shows_more = hint && hint->decode != app_dump && hint->decode != otadata_dump;
    return shows_more && !is_encrypted ? hint : decoder_named("raw");
}

static const struct partition *of_schema(const struct walker *walker, const struct table *table,
                                         const struct table_row *row)
{
    const struct layout *layout = walker->request->layout;
    for (size_t i = 0; layout && i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        if ((!table || partition->table == table) && strcmp(partition->label, row->label) == 0) {
            return partition;
        }
    }
    return NULL;
}

static bool is_encrypted(const struct dump_request *request, const struct table_row *row)
{
    for (size_t i = 0; i < request->platform->flags.count; i++) {
        const struct layout_flag *flag = request->platform->flags.items[i];
        if (strcmp(flag->name, "encrypted") == 0) {
            return (row->flags & flag->mask) != 0;
        }
    }
    return false;
}

static void keep_files(struct walker *walker, const struct table_row *row,
                       const struct dump_result *part)
{
    struct arena *arena = walker->request->arena;
    if (part->files) {
        dump_add_folder(arena, walker->files, dump_file_name(arena, row->label), part->files);
        walker->result->is_secret |= part->is_secret;
    }
}

static void attach(struct arena *arena, struct fact *row, struct fact *content)
{
    content->name = "content";
    list_append(arena, &row->children, content);
}

// Something is there that is not what the row says.
static void tell_raw(const struct dump_request *part, const struct table_row *row, bool is_hidden)
{
    const struct decoder *hint = hinted(row, part->partition);
    if (is_hidden) {
        fact_remark(part->arena, row->fact, row->place,
                    "the partition is encrypted by the flash itself");
    } else if (hint && hint->decode != raw_dump) {
        fact_damage(part->arena, row->fact, part->base, "this is not %s", hint->description);
    }
}

// What a partition holds. Null: it lies outside of the file, which is said.
static struct fact *decode_row(struct walker *walker, const struct table *table,
                               const struct table_row *row)
{
    const struct dump_request *request = walker->request;
    struct dump_request part = *request;
    struct dump_result result = {0};
    if (row->offset > request->size || row->size > request->size - row->offset) {
        fact_damage(request->arena, row->fact, row->place,
                    "it ends behind the end of the file, which has %s",
                    text_size(request->arena, request->size));
    }
    if (row->offset >= request->size || row->size == 0) {
        return NULL;
    }
    size_t rest = request->size - (size_t)row->offset;
    rest = row->size < rest ? (size_t)row->size : rest;
    if (rest > walker->left) {
        fact_damage(request->arena, row->fact, row->place,
                    "it overlaps so many others that it is not shown");
        return NULL;
    }
    walker->left -= rest;
    part.bytes += row->offset;
    part.base += row->offset;
    part.size = rest;
    part.partition = of_schema(walker, table, row);
    part.name = dump_file_name(request->arena, row->label);
    part.is_part = true;
    part.found = walker->keys;
    bool is_hidden = is_encrypted(request, row);
    const struct decoder *decoder = choose(&part, row, is_hidden);
    decoder->decode(&part, &result);
    attach(request->arena, row->fact, result.fact);
    if (decoder->decode == raw_dump && !raw_probe(&part)) {
        tell_raw(&part, row, is_hidden);
    }
    keep_files(walker, row, &result);
    return result.fact;
}

static uint64_t count_of(const struct fact *fact, const char *name)
{
    for (size_t i = 0; i < fact->children.count; i++) {
        const struct fact *child = fact->children.items[i];
        if (child->name && strcmp(child->name, name) == 0) {
            return child->number.magnitude;
        }
    }
    return 0;
}

// With the table, it is known which slot is meant.
static void tell_slot(const struct walker *walker, const struct table_view *view,
                      struct fact *content)
{
    uint64_t sequence = count_of(content, "active_sequence");
    uint64_t slots = 0;
    for (size_t i = 0; i < view->rows.count; i++) {
        slots += has_type(view->rows.items[i], "app.ota_");
    }
    if (sequence == 0 || slots == 0) {
        return;
    }
    const char *type =
        arena_format(walker->request->arena, "app.ota_%" PRIu64, (sequence - 1) % slots);
    for (size_t i = 0; i < view->rows.count; i++) {
        const struct table_row *row = view->rows.items[i];
        if (strcmp(row->type_name, type) == 0) {
            fact_text(walker->request->arena, content, "active", row->label);
            fact_say(walker->request->arena, content,
                     "OTA data: sequence %" PRIu64 " is active: `%s` is started", sequence,
                     row->label);
        }
    }
}

// Whether a table that a row leads to was met before; it is from now on.
static bool was_met(struct walker *walker, const struct table_row *row)
{
    for (size_t i = 0; i < walker->tables.count; i++) {
        if (((const struct table_row *)walker->tables.items[i])->offset == row->offset) {
            return true;
        }
    }
    list_append(walker->request->arena, &walker->tables, row);
    return false;
}

static bool leads_to_table(const struct walker *walker, const struct table_row *row, unsigned depth)
{
    return depth < DEPTH_LIMIT && row->size >= SECTOR &&
           is_table_at(walker->request, row->offset) && !has_type(row, "partition_table.");
}

static void walk_table(struct walker *walker, uint64_t offset, struct fact *fact, unsigned depth);

static void take_row(struct walker *walker, const struct table *table,
                     const struct table_view *view, const struct table_row *row, unsigned depth)
{
    const struct dump_request *request = walker->request;
    const char *only = request->only;
    list_append(request->arena, &walker->taken, row);
    bool is_wanted = !only || strcmp(only, row->label) == 0;
    walker->result->has_found |= is_wanted;
    row->fact->is_quiet = !is_wanted;
    if (leads_to_table(walker, row, depth)) {
        if (was_met(walker, row)) {
            fact_damage(request->arena, row->fact, row->place,
                        "another row leads to this table, too, or it is the table itself");
            return;
        }
        struct fact *content = fact_group(request->arena, row->fact, "content");
        bool had_found = walker->result->has_found;
        walker->result->has_found = is_wanted;
        walk_table(walker, row->offset, content, depth + 1);
        row->fact->is_quiet = !walker->result->has_found;
        walker->result->has_found |= had_found;
    } else if (is_wanted) {
        struct fact *content = decode_row(walker, table, row);
        if (content && has_type(row, "data.ota")) {
            tell_slot(walker, view, content);
        }
    }
}

// The keys that a partition has, unless it is encrypted itself.
static void find_keys(struct walker *walker, const struct table_view *view)
{
    const struct dump_request *request = walker->request;
    for (size_t i = 0; i < view->rows.count && !walker->keys; i++) {
        const struct table_row *row = view->rows.items[i];
        if (!has_type(row, "data.nvs_keys") || row->offset >= request->size) {
            continue;
        }
        struct dump_request part = *request;
        part.bytes += row->offset;
        part.size -= (size_t)row->offset;
        walker->keys = keys_probe(&part) ? part.bytes : NULL;
    }
}

static void walk_table(struct walker *walker, uint64_t offset, struct fact *fact, unsigned depth)
{
    struct dump_request part = *walker->request;
    struct table_view view = {0};
    part.bytes += offset;
    part.base += offset;
    part.size -= (size_t)offset;
    table_read(&part, fact, &view);
    fact_say(part.arena, fact, "partition table at 0x%" PRIx64 ": %zu rows, %s", part.base,
             view.rows.count, view.has_checksum ? "with a checksum" : "without a checksum");
    const struct table *table = table_of_schema(part.layout, &view);
    if (table && !part.only) {
        table_compare(&part, table, &view, fact);
    }
    find_keys(walker, &view);
    for (size_t i = 0; i < view.rows.count; i++) {
        take_row(walker, table, &view, view.rows.items[i], depth);
    }
}

static const struct table_row *add_place(struct walker *walker, uint64_t offset, uint64_t size)
{
    struct table_row *row = arena_new(walker->request->arena, sizeof *row);
    row->offset = offset;
    row->size = size;
    list_append(walker->request->arena, &walker->taken, row);
    return row;
}

// The bootloader lies before the table; where, depends on the chip.
static void tell_bootloader(struct walker *walker, uint64_t table, struct fact *fact)
{
    static const uint64_t begins[BEGIN_COUNT] = {0, 0x1000, 0x2000};
    const struct dump_request *request = walker->request;
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
        struct fact *group = fact_group(request->arena, fact, "bootloader");
        fact_offset(request->arena, group, "offset", part.base);
        fact_say(request->arena, group, "bootloader at 0x%" PRIx64, part.base);
        attach(request->arena, group, result.fact);
        if (result.files) {
            dump_add_folder(request->arena, walker->files, "bootloader", result.files);
        }
        add_place(walker, begins[i], table - begins[i]);
        return;
    }
}

static int by_offset(const void *a, const void *b)
{
    const struct table_row *const *left = a;
    const struct table_row *const *right = b;
    return (*left)->offset < (*right)->offset ? -1 : (*left)->offset > (*right)->offset;
}

static void tell_gap(const struct walker *walker, uint64_t start, uint64_t end, struct fact *list)
{
    const struct dump_request *request = walker->request;
    struct arena *arena = request->arena;
    size_t size = (size_t)(end - start);
    size_t first = dump_find_other(request->bytes + start, size, 0xff);
    if (first < size) {
        struct fact *fact = fact_item(arena, list);
        fact_offset(arena, fact, "offset", start);
        fact_size(arena, fact, "size", size);
        fact_say(arena, fact, "0x%" PRIx64 " to 0x%" PRIx64, start, end);
        fact_remark(arena, fact, start + first, "no table lists this, and it is not erased");
    }
}

static void tell_gaps(struct walker *walker, struct fact *fact)
{
    const struct dump_request *request = walker->request;
    struct list *taken = &walker->taken;
    struct fact *list = fact_list(request->arena, fact, "unlisted");
    uint64_t end = 0;
    if (taken->count) {
        qsort((void *)taken->items, taken->count, sizeof *taken->items, by_offset);
    }
    for (size_t i = 0; i < taken->count && end < request->size; i++) {
        const struct table_row *row = taken->items[i];
        uint64_t start = row->offset < request->size ? row->offset : request->size;
        if (start > end) {
            tell_gap(walker, end, start, list);
        }
        uint64_t behind = row->size > request->size - start ? request->size : start + row->size;
        end = behind > end ? behind : end;
    }
    if (end < request->size) {
        tell_gap(walker, end, request->size, list);
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
        .type_name = arena_format(arena, "%s.%s", partition->type_name ? partition->type_name : "",
                                  partition->subtype_name ? partition->subtype_name : ""),
        .place = partition->offset,
        .fact = fact_item(arena, list),
    };
    fact_text(arena, row->fact, "label", row->label);
    fact_offset(arena, row->fact, "offset", row->offset);
    fact_size(arena, row->fact, "size", row->size);
    fact_say(arena, row->fact, "%-16s at %-9s size %s, as the schema has it", row->label,
             text_offset(arena, row->offset), text_size(arena, row->size));
    return row;
}

// Without a table, the schema says what lies where.
static void walk_schema(struct walker *walker, struct fact *fact)
{
    const struct dump_request *request = walker->request;
    struct table_view view = {0};
    struct fact *list = fact_list(request->arena, fact, "rows");
    for (size_t i = 0; i < request->layout->partitions.count; i++) {
        const struct partition *partition = request->layout->partitions.items[i];
        if (partition->table->device->index == 0 && !partition->is_absent) {
            list_append(request->arena, &view.rows, row_of(request->arena, partition, list));
        }
    }
    find_keys(walker, &view);
    for (size_t i = 0; i < view.rows.count; i++) {
        take_row(walker, NULL, &view, view.rows.items[i], DEPTH_LIMIT);
    }
}

void flash_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    struct walker walker = {
        .request = request,
        .result = result,
        .files = dump_files(arena),
        .left = OVERLAP_LIMIT * (uint64_t)request->size,
    };
    uint64_t at;
    fact_text(arena, fact, "format", "flash");
    fact_size(arena, fact, "size", request->size);
    fact_say(arena, fact, "flash of %s", text_size(arena, request->size));
    bool has_table = find_table(request, &at);
    if (!request->only && has_table) {
        tell_bootloader(&walker, at, fact);
    }
    if (has_table) {
        struct fact *table = fact_group(arena, fact, "table");
        fact_offset(arena, table, "offset", at);
        was_met(&walker, add_place(&walker, at, SECTOR));
        walk_table(&walker, at, table, 0);
    } else {
        fact_damage(arena, fact, request->platform->table_at, "there is no partition table here");
    }
    if (!has_table && request->layout) {
        walk_schema(&walker, fact);
    }
    if (!request->only) {
        tell_gaps(&walker, fact);
    }
    result->files = walker.files;
}
