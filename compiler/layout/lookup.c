// What others ask of a layout: partitions by name, the rows of a table.
#include "layout.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum naming { NAMED_WITH_TABLE, NAMED_BY_LABEL, NAMED_AS_IN_C, NAMING_COUNT };

// The ways in which a partition can be named, of which the first that finds anything counts.
static bool is_named(const struct partition *partition, const char *name, enum naming naming)
{
    const char *table = partition->table->name;
    size_t length = strlen(table);
    switch (naming) {
    case NAMED_WITH_TABLE:
        return strncmp(name, table, length) == 0 && name[length] == '.' &&
               strcmp(name + length + 1, partition->label) == 0;
    case NAMED_BY_LABEL:
        return strcmp(name, partition->label) == 0;
    case NAMED_AS_IN_C:
    case NAMING_COUNT:
        break;
    }
    return strcmp(name, partition->identifier) == 0;
}

// All that one way of naming finds, so that the caller can say which were meant.
struct partition_list layout_named(const struct layout *layout, const char *name)
{
    struct partition_list found = {0};
    for (unsigned naming = 0; naming < NAMING_COUNT && !found.count; naming++) {
        for_each (partition, &layout->partitions) {
            if (is_named(partition, name, (enum naming)naming)) {
                list_append(layout->arena, &found, partition);
            }
        }
    }
    return found;
}

const struct partition *layout_find(const struct layout *layout, const char *name)
{
    const struct partition_list found = layout_named(layout, name);
    return found.count == 1 ? found.items[0] : NULL;
}

// By the name of the subtype, since platforms choose its number.
bool layout_holds_keys(const struct partition *partition)
{
    return partition->subtype_name && strcmp(partition->subtype_name, "nvs_keys") == 0;
}

// A word without a table means any table's partition; a schema cannot name one as C does.
struct partition_list layout_meant(const struct layout *layout, const struct word *word)
{
    const char *label = word->type == WORD_IS_REFERENCE ? word->second : word->text;
    struct partition_list found = {0};
    for_each (partition, &layout->partitions) {
        bool is_of_table =
            word->type != WORD_IS_REFERENCE || strcmp(partition->table->name, word->text) == 0;
        if (is_of_table && strcmp(partition->label, label) == 0) {
            list_append(layout->arena, &found, partition);
        }
    }
    return found;
}

// Of many choices only the first few are named.
const char *layout_choices(struct arena *arena, const struct partition_list *partitions)
{
    enum { LIMIT = 8 };
    struct buffer text;
    buffer_init(&text, arena);
    for (size_t i = 0; i < partitions->count && i < LIMIT; i++) {
        const struct partition *partition = partitions->items[i];
        const char *separator = i + 1 == partitions->count ? " or " : ", ";
        buffer_format(&text, "%s`%s.%s`", i ? separator : "", partition->table->name,
                      partition->label);
    }
    buffer_text(&text, partitions->count > LIMIT ? " ..." : "");
    return text.bytes;
}

const struct layout_flash *layout_find_flash(const struct layout *layout, const char *name)
{
    for_each (flash, &layout->flashes) {
        bool is_own = flash->index == 0 && (!name || strcmp(name, flash->identifier) == 0);
        if (is_own || (name && flash->name && strcmp(name, flash->name) == 0)) {
            return flash;
        }
    }
    return NULL;
}

// A bootloader reads one table, at a place that is compiled into it.
const struct table *layout_chip_table(const struct layout *layout)
{
    for_each (table, &layout->tables) {
        if (table->flash->index == 0 && !table->host && !table->is_misplaced) {
            return table;
        }
    }
    return NULL;
}

const struct table *layout_find_table(const struct layout *layout, const char *name)
{
    for_each (table, &layout->tables) {
        if (strcmp(table->name, name) == 0) {
            return table;
        }
    }
    return NULL;
}

// Names of symbols are unique, so that the order is total.
static int compare_settings(const void *a, const void *b)
{
    return strcmp((*(const struct layout_setting *const *)a)->symbol,
                  (*(const struct layout_setting *const *)b)->symbol);
}

void layout_sort_settings(struct layout *layout)
{
    if (layout->settings.count > 1) {
        qsort(layout->settings.items, layout->settings.count, sizeof(void *), compare_settings);
    }
}

// They were sorted once, when they were complete; see define_settings().
const struct layout_setting *layout_find_setting(const struct layout *layout, const char *symbol)
{
    const struct layout_setting wanted = {.symbol = symbol};
    const struct layout_setting *key = &wanted;
    const struct layout_setting *const *found =
        layout->settings.count ? bsearch(&key, layout->settings.items, layout->settings.count,
                                         sizeof(void *), compare_settings)
                               : NULL;
    return found ? *found : NULL;
}

// A symbol that went away, or a text without a value on one side, is not a change that a place
// could follow.
bool setting_is_other(const struct layout_setting *before, const struct layout_setting *after)
{
    bool is_text =
        after && (strcmp(before->kind, "string") == 0 || strcmp(after->kind, "string") == 0);
    if (!after || (is_text && (!before->value || !after->value))) {
        return false;
    }
    return before->value && after->value ? strcmp(before->value, after->value) != 0
                                         : before->value != after->value;
}

bool layout_has_flag(const struct layout *layout, const struct partition *partition,
                     const char *name)
{
    const struct platform_flag *flag = platform_find_flag(layout->platform, name);
    return flag && partition->flags & flag->mask;
}

// Fields are filled by their names: see `facts` in define_format.c.
static void encode_row(const struct partition *partition, struct buffer *out)
{
    const struct field_value values[] = {
        {"type", number_of(partition->type), NULL},
        {"subtype", number_of(partition->subtype), NULL},
        {"offset", number_of(partition->offset), NULL},
        {"size", number_of(partition->size), NULL},
        {"label", number_of(0), partition->label},
        {"flags", number_of(partition->flags), NULL},
    };
    record_encode(partition->table->format->row, values, sizeof values / sizeof *values, NULL, out);
}

// The checksum covers all rows before it, and nothing that was in the buffer.
void layout_encode_rows(const struct table *table, struct buffer *out)
{
    for (size_t i = 0; i < table->rows.count; i++) {
        encode_row(table->rows.items[i], out);
    }
    if (table->format->checksum) {
        struct buffer checksum; // of its own: the rows must not move before they are read
        buffer_init(&checksum, out->arena);
        record_encode(table->format->checksum, NULL, 0, out, &checksum);
        buffer_bytes(out, checksum.bytes, checksum.length);
    }
}

// A table with more rows than it has room for was reported by check_capacity(), and is never
// encoded.
void layout_encode_table(const struct table *table, struct buffer *out)
{
    layout_encode_rows(table, out);
    assert(out->length <= table->format->size);
    buffer_fill(out, table->format->blank, (size_t)table->format->size - out->length);
}

// A platform may let a table list itself, at the place where it is; that overlaps nothing.
bool layout_is_own_table(const struct partition *partition)
{
    const struct table *table = partition->table;
    return partition->is_outside && partition->offset == table->offset &&
           partition->size <= table->reserve && partition->kind == KIND_DATA && !partition->content;
}

// By its kind: what a type's author has said of it, whatever its name is.
bool layout_is_written(const struct layout *layout, const struct partition *partition)
{
    bool is_written = partition->kind == KIND_NVS || partition->kind == KIND_OTADATA ||
                      partition->kind == KIND_FILESYSTEM;
    return is_written && !layout_has_flag(layout, partition, "readonly");
}

uint64_t layout_image_limit(const struct partition *partition)
{
    uint64_t window = partition->only_image_is_bounded ? partition->boundary : 0;
    uint64_t before = window ? window - partition->offset % window : UINT64_MAX;
    return partition->size < before ? partition->size : before;
}
