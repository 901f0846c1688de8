// The layouts of schemac.h. What is handed out as struct schemac_partition is a struct partition,
// so that it needs no memory of its own, and the same partition is always the same pointer.
//
// None of these functions may need memory: they have no status to return. What they show was found
// when the layout was made, and lines of places were found by library_index().
#include "library.h"

#include <string.h>

static const struct layout *inner(const struct schemac_layout *layout)
{
    return layout->images->layout;
}

static const struct partition *partition_of(const struct schemac_partition *partition)
{
    return (const struct partition *)partition;
}

const char *schemac_layout_name(const struct schemac_layout *layout)
{
    return inner(layout)->name;
}

uint64_t schemac_layout_revision(const struct schemac_layout *layout)
{
    return inner(layout)->revision;
}

// The platform of a layout is never null, nor is its chip.
const char *schemac_layout_chip(const struct schemac_layout *layout)
{
    return inner(layout)->platform->chip;
}

const char *schemac_layout_variant(const struct schemac_layout *layout)
{
    return layout->variant;
}

// Indices are the caller's promise, as schemac.h says.
static const struct layout_flash *flash_at(const struct schemac_layout *layout, size_t index)
{
    return inner(layout)->flashes.items[index];
}

size_t schemac_flash_count(const struct schemac_layout *layout)
{
    return inner(layout)->flashes.count;
}

// The chip's own flash may have no name in the schema; `flash` is what messages call it.
const char *schemac_flash_name(const struct schemac_layout *layout, size_t index)
{
    const char *name = flash_at(layout, index)->name;
    return name ? name : "flash";
}

uint64_t schemac_flash_size(const struct schemac_layout *layout, size_t index)
{
    return flash_at(layout, index)->size;
}

uint64_t schemac_flash_erase_size(const struct schemac_layout *layout, size_t index)
{
    return flash_at(layout, index)->erase;
}

static const struct table *table_at(const struct schemac_layout *layout, size_t index)
{
    return inner(layout)->tables.items[index];
}

size_t schemac_table_count(const struct schemac_layout *layout)
{
    return inner(layout)->tables.count;
}

const char *schemac_table_name(const struct schemac_layout *layout, size_t index)
{
    return table_at(layout, index)->name;
}

size_t schemac_table_flash(const struct schemac_layout *layout, size_t index)
{
    return table_at(layout, index)->flash->index;
}

// Pointers may be null for what the caller does not ask for.
bool schemac_table_is_written(const struct schemac_layout *layout, size_t index, uint64_t *offset,
                              uint64_t *size)
{
    const struct table *table = table_at(layout, index);
    // A table of a partition that Kconfig disables has a place, but nothing is put there.
    bool is_written = table->format && !table->is_absent;
    if (offset) {
        *offset = is_written ? table->offset : 0;
    }
    if (size) {
        *size = is_written ? table->reserve : 0;
    }
    return is_written;
}

struct schemac_place schemac_table_place(const struct schemac_layout *layout, size_t index)
{
    return library_place(&layout->schemac->compilation.sources, table_at(layout, index)->span);
}

size_t schemac_partition_count(const struct schemac_layout *layout)
{
    return inner(layout)->partitions.count;
}

const struct schemac_partition *schemac_partition_at(const struct schemac_layout *layout,
                                                     size_t index)
{
    const struct partition *partition = inner(layout)->partitions.items[index];
    return (const struct schemac_partition *)partition;
}

// Whether a name is `TABLE.PARTITION` of this partition.
static bool has_full_name(const struct partition *partition, const char *name)
{
    size_t length = strlen(partition->table->name);
    return strncmp(name, partition->table->name, length) == 0 && name[length] == '.' &&
           strcmp(name + length + 1, partition->label) == 0;
}

// As layout_find(), which needs memory.
const struct schemac_partition *schemac_partition_find(const struct schemac_layout *layout,
                                                       const char *name)
{
    const struct partition *found = NULL;
    size_t count = 0;
    for_each (partition, &inner(layout)->partitions) {
        if (has_full_name(partition, name)) {
            return (const struct schemac_partition *)partition;
        }
        if (strcmp(partition->label, name) == 0) {
            found = partition;
            count++;
        }
    }
    return count == 1 ? (const struct schemac_partition *)found : NULL;
}

const char *schemac_partition_label(const struct schemac_partition *partition)
{
    return partition_of(partition)->label;
}

const char *schemac_partition_identifier(const struct schemac_partition *partition)
{
    return partition_of(partition)->identifier;
}

const char *schemac_partition_documentation(const struct schemac_partition *partition)
{
    return partition_of(partition)->documentation;
}

size_t schemac_partition_table(const struct schemac_partition *partition)
{
    return partition_of(partition)->table->index;
}

uint64_t schemac_partition_offset(const struct schemac_partition *partition)
{
    return partition_of(partition)->offset;
}

uint64_t schemac_partition_size(const struct schemac_partition *partition)
{
    return partition_of(partition)->size;
}

uint64_t schemac_partition_type(const struct schemac_partition *partition)
{
    return partition_of(partition)->type;
}

uint64_t schemac_partition_subtype(const struct schemac_partition *partition)
{
    return partition_of(partition)->subtype;
}

const char *schemac_partition_type_name(const struct schemac_partition *partition)
{
    return partition_of(partition)->type_name;
}

const char *schemac_partition_subtype_name(const struct schemac_partition *partition)
{
    return partition_of(partition)->subtype_name;
}

const char *schemac_partition_kind(const struct schemac_partition *partition)
{
    return partition_kind_name(partition_of(partition)->kind);
}

// The bits as they are in the table's row, which is 32 bits wide in ESP-IDF's format.
uint32_t schemac_partition_flags(const struct schemac_partition *partition)
{
    return partition_of(partition)->flags;
}

bool schemac_partition_is_disabled(const struct schemac_partition *partition)
{
    return partition_of(partition)->is_absent;
}

const char *schemac_partition_lifetime(const struct schemac_partition *partition)
{
    return lifetime_name(partition_of(partition)->lifetime);
}

// The generator that makes the image, as `from` names it; null: the schema makes none.
const char *schemac_partition_content(const struct schemac_partition *partition)
{
    const struct content *content = partition_of(partition)->content;
    return content ? content->generator : NULL;
}

struct schemac_place schemac_partition_place(const struct schemac_layout *layout,
                                             const struct schemac_partition *partition)
{
    return library_place(&layout->schemac->compilation.sources, partition_of(partition)->span);
}
