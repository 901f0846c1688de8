// From layouts to the text of a lock.
//
// The text is made of pieces in one order: by revision, by variant, then by kind of line. What is
// there already is copied byte for byte, so that locking a revision never touches the lines of
// others, and a difference in version control shows the one revision alone. Each layout is written
// for every number of the format, because only at the end it is known which number the whole lock
// needs: that of the existing lock, or more if that cannot say something.
#include "lock_line.h"
#include "lock_settings.h"

#include "text.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// Parameters of a platform that decide what a device accepts; of others, a change shows in the
// places that follow.
static const char *const parameters[] = {"boot_at", "secure_boot"};

// Beside the schema, so that both are committed and renamed together.
const char *lock_path(struct arena *arena, const char *schema)
{
    static const char suffix[] = ".pschema";
    size_t length = strlen(schema), tail = sizeof suffix - 1;
    bool has_suffix = length > tail && strcmp(schema + length - tail, suffix) == 0;
    return arena_format(arena, "%.*s.lock", (int)(has_suffix ? length - tail : length), schema);
}

static bool is_plain(const char *name)
{
    for (const char *at = name; *at; at++) {
        if (!isalnum((unsigned char)*at) && *at != '_') {
            return false;
        }
    }
    return *name;
}

// Names of partitions may contain spaces and quotes; `-` is what has no name.
static void put_name(struct buffer *out, const char *name)
{
    if (!name || is_plain(name)) {
        buffer_format(out, " %s", name ? name : "-");
        return;
    }
    buffer_text(out, " \"");
    for (const char *at = name; *at; at++) {
        buffer_text(out, *at == '"' || *at == '\\' ? "\\" : "");
        buffer_byte(out, (uint8_t)*at);
    }
    buffer_text(out, "\"");
}

static void put_word(struct buffer *out, const char *word, uint64_t value)
{
    buffer_format(out, " %s 0x%llx", word, (unsigned long long)value);
}

// What the lines of a layout are put by.
struct lock_writer {
    struct buffer *out;
    const struct layout *layout;
    unsigned number; // of the lock
};

static void put_start(const struct lock_writer *writer, enum lock_item item)
{
    struct buffer *out = writer->out;
    const struct layout *layout = writer->layout;
    buffer_format(out, "%llu", (unsigned long long)layout->revision);
    put_name(out, layout->invocation.variant);
    buffer_format(out, " %s", lock_item_name(item, writer->number));
}

static void put_target(const struct lock_writer *writer)
{
    struct buffer *out = writer->out;
    const struct layout *layout = writer->layout;
    put_start(writer, LOCK_TARGET);
    put_name(out, layout->platform->chip);
    put_name(out, layout->platform->name);
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        const struct platform_parameter *parameter =
            platform_find_parameter(layout->platform, parameters[i]);
        if (parameter) {
            put_word(out, parameters[i], parameter->value.magnitude);
        }
    }
    buffer_text(out, "\n");
}

static void put_flash(const struct lock_writer *writer, const struct layout_flash *flash)
{
    struct buffer *out = writer->out;
    put_start(writer, LOCK_FLASH);
    put_name(out, flash->name);
    put_word(out, "size", flash->size);
    put_word(out, "erase", flash->erase);
    buffer_text(out, "\n");
}

static void put_table(const struct lock_writer *writer, const struct table *table)
{
    struct buffer *out = writer->out;
    put_start(writer, LOCK_TABLE);
    put_name(out, table->name);
    buffer_text(out, " on");
    put_name(out, table->flash->name);
    put_word(out, "reserve", table->reserve);
    if (table->format) {
        put_word(out, "at", table->offset);
    }
    if (table->format && table->format->checksum) {
        buffer_text(out, " checksum");
        put_name(out, table->format->checksum->name);
    }
    if (table->host) {
        buffer_text(out, " in");
        put_name(out, table->host->table->name);
        put_name(out, table->host->label);
    }
    buffer_text(out, "\n");
}

static void put_partition(const struct lock_writer *writer, const struct partition *partition)
{
    struct buffer *out = writer->out;
    const struct layout *layout = writer->layout;
    put_start(writer, LOCK_PARTITION);
    put_name(out, partition->table->name);
    put_name(out, partition->label);
    put_name(out, partition->type_name);
    put_name(out, partition->type_name ? partition->subtype_name : NULL);
    put_word(out, "at", partition->offset);
    put_word(out, "size", partition->size);
    put_word(out, "type", partition->type);
    buffer_format(out, " 0x%llx kind %s", (unsigned long long)partition->subtype,
                  partition_kind_name(partition->kind));
    for_each (flag, &layout->platform->flags) {
        if (partition->flags & flag->mask) {
            buffer_text(out, " flag");
            put_name(out, flag->name);
        }
    }
    buffer_text(out, partition->is_frozen ? " frozen" : "");
    if (partition->lifetime != LIFETIME_DEFAULT) {
        buffer_format(out, " %s", lifetime_name(partition->lifetime));
    }
    buffer_text(out, partition->is_absent ? " off" : "");
    if (partition->is_outside) {
        buffer_format(out, " %s", lock_outside_word(writer->number));
    }
    if (partition->old_label) {
        buffer_text(out, " was");
        put_name(out, partition->old_label);
    }
    buffer_text(out, "\n");
}

static void put_setting(const struct lock_writer *writer, const struct layout_setting *setting)
{
    struct buffer *out = writer->out;
    put_start(writer, LOCK_CONFIG);
    put_name(out, setting->symbol);
    buffer_format(out, " %s", setting->kind);
    if (strcmp(setting->kind, "string") != 0) {
        put_name(out, setting->value);
    }
    buffer_text(out, "\n");
}

static void put_layout(const struct lock_writer *writer)
{
    const struct layout *layout = writer->layout;
    put_target(writer);
    for_each (flash, &layout->flashes) {
        put_flash(writer, flash);
    }
    for_each (table, &layout->tables) {
        put_table(writer, table);
    }
    for_each (table, &layout->tables) {
        for (size_t j = 0; j < table->places.count; j++) {
            put_partition(writer, table->places.items[j]);
        }
    }
}

// Lifetimes came with number 2. Whoever adds a mark or a line that older readers may not skip
// raises it here, and in lock.h.
static unsigned number_for(const struct layout *layout)
{
    for_each (partition, &layout->partitions) {
        if (partition->lifetime != LIFETIME_DEFAULT) {
            return 2;
        }
    }
    return 1;
}

const struct lock_part *lock_part_new(struct arena *arena, const struct layout *layout,
                                      const struct lock *lock)
{
    const struct locked *locked =
        lock ? lock_find(lock, layout->revision, layout->invocation.variant) : NULL;
    assert(number_for(layout) <= LOCK_NUMBER);
    bool has_settings = !locked || locked->layout->settings.count;
    struct lock_part *part = arena_new(arena, sizeof *part);
    *part = (struct lock_part){
        .revision = layout->revision,
        .variant = layout->invocation.variant,
        .span = layout->span,
        .number = number_for(layout),
    };
    for (unsigned i = 0; i < LOCK_NUMBER; i++) {
        const struct lock_writer writer = {&part->lines[i], layout, i + 1};
        buffer_init(&part->lines[i], arena);
        put_layout(&writer);
        for (size_t j = 0; has_settings && j < layout->settings.count; j++) {
            put_setting(&writer, layout->settings.items[j]);
        }
    }
    if (locked) {
        part->others = settings_others(arena, locked->layout, layout);
    }
    return part;
}

// Some lines of the new text: a layout's, or one that was there.
struct lock_piece {
    uint64_t revision;
    const char *variant;
    const struct lock_part *part; // null: the line
    const struct lock_line *line;
};

struct lock_piece_list LIST(const struct lock_piece);

static int compare_variants(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

static int compare_pieces(const void *a, const void *b)
{
    const struct lock_piece *first = *(const struct lock_piece *const *)a;
    const struct lock_piece *second = *(const struct lock_piece *const *)b;
    if (first->revision != second->revision) {
        return first->revision < second->revision ? -1 : 1;
    }
    int order = compare_variants(first->variant, second->variant);
    if (order) {
        return order;
    }
    if (!first->line || !second->line) { // what takes the place of lines, before them
        return (first->line != NULL) - (second->line != NULL);
    }
    if (first->line->item != second->line->item) {
        return first->line->item < second->line->item ? -1 : 1;
    }
    return first->line->order < second->line->order ? -1 : 1;
}

static void add_piece(struct arena *arena, struct lock_piece_list *pieces, struct lock_piece piece)
{
    struct lock_piece *copy = arena_new(arena, sizeof *copy);
    *copy = piece;
    list_append(arena, pieces, copy);
}

static struct lock_piece_list find_pieces(struct arena *arena, const struct lock *lock,
                                          const struct lock_part_list *parts)
{
    struct lock_piece_list pieces = {0};
    for_each (part, parts) {
        add_piece(arena, &pieces, (struct lock_piece){part->revision, part->variant, part, NULL});
    }
    for (size_t i = 0; lock && i < lock->lines.count; i++) {
        const struct lock_line *line = lock->lines.items[i];
        add_piece(arena, &pieces, (struct lock_piece){line->revision, line->variant, NULL, line});
    }
    if (pieces.count > 1) {
        qsort(pieces.items, pieces.count, sizeof(void *), compare_pieces);
    }
    return pieces;
}

// Whether an existing line is of a revision and variant that is being written again.
static bool is_replaced(const struct lock_piece *piece, const struct lock_piece *part)
{
    return part && part->revision == piece->revision &&
           compare_variants(part->variant, piece->variant) == 0;
}

static void put_line(struct buffer *out, const struct lock *lock, const struct lock_line *line)
{
    const struct source *source = lock->source;
    buffer_bytes(out, source->bytes + (line->span.start - source->start),
                 line->span.end - line->span.start);
    buffer_text(out, "\n");
}

// A lock that is there keeps its number, if that can say all.
static unsigned number_of_text(const struct lock *lock, const struct lock_part_list *parts)
{
    unsigned number = lock ? lock->number : LOCK_NUMBER;
    for_each (part, parts) {
        number = part->number > number ? part->number : number;
    }
    return number;
}

// Whole layouts replace whole layouts: of a variant that is written again, no line of before stays.
void lock_text(const struct lock *lock, const struct lock_part_list *parts, struct buffer *out)
{
    const struct lock_piece_list pieces = find_pieces(out->arena, lock, parts);
    unsigned number = number_of_text(lock, parts);
    buffer_format(
        out,
        "# The layouts that went out, one line a partition a revision. `schemac lock` writes "
        "this\n"
        "# file; `check` and all commands that build refuse a schema that departs from it.\n"
        "# Keep it beside the schema, in version control; it merges line by line.\n"
        "schemac lock %u\n",
        number);
    const struct lock_piece *part = NULL; // the last that was put
    for_each (piece, &pieces) {
        if (piece->part) {
            const struct buffer *lines = &piece->part->lines[number - 1];
            buffer_bytes(out, lines->bytes, lines->length);
            part = piece;
        } else if (!is_replaced(piece, part)) {
            put_line(out, lock, piece->line);
        }
    }
}
