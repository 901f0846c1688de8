// The files that are flashed: the tables and images that schemac makes, by offset.
//
// What `flash` writes and what the merged image contains differ in preserved partitions, such as
// factory data: a device in use keeps them, and only a blank device needs them.
#include "artifacts.h"
#include "encryption.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

// A partition that firmware writes, as NVS: updates leave it alone, but flashing its image loses
// what the device has stored.
static bool is_replaced(const struct images *images, const struct partition *partition)
{
    return partition_is_flashable(partition) && partition_has_image(images, partition) &&
           partition->lifetime == LIFETIME_DEFAULT && image_is_written(images, partition);
}

struct text_list flash_files_replaced(const struct images *images)
{
    const struct layout *layout = images->layout;
    struct text_list names = {0};
    for_each (partition, &layout->partitions) {
        if (is_replaced(images, partition)) {
            list_append(layout->arena, &names, partition->identifier);
        }
    }
    return names;
}

// Named in comments of fragments, so that whoever wonders why factory data is not flashed finds
// it.
struct text_list flash_files_preserved(const struct layout *layout)
{
    struct text_list names = {0};
    for_each (partition, &layout->partitions) {
        if (partition_is_flashable(partition) && partition_is_preserved(partition)) {
            list_append(layout->arena, &names, partition->identifier);
        }
    }
    return names;
}

bool flash_files_are_more(const struct images *images)
{
    for_each (partition, &images->layout->partitions) {
        if (partition_build_file(images, partition)) {
            return true;
        }
    }
    return flash_files_preserved(images->layout).count > 0;
}

const char *flash_files_join(struct arena *arena, const struct text_list *names)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_text(&text, "");
    for (size_t i = 0; i < names->count; i++) {
        buffer_format(&text, "%s%s", i ? ", " : "", (const char *)names->items[i]);
    }
    return text.bytes;
}

const char *flash_files_preserved_text(const struct layout *layout)
{
    const struct text_list names = flash_files_preserved(layout);
    return flash_files_join(layout->arena, &names);
}

static void add_file(const struct layout *layout, struct flash_file_list *files,
                     struct flash_file content)
{
    struct flash_file *file = arena_new(layout->arena, sizeof *file);
    *file = content;
    list_append(layout->arena, files, file);
}

// By offset: esptool wants its files in order to see overlaps, and people to read them.
static int compare_files(const void *a, const void *b)
{
    const struct flash_file *first = *(const struct flash_file *const *)a;
    const struct flash_file *second = *(const struct flash_file *const *)b;
    return (first->offset > second->offset) - (first->offset < second->offset);
}

// The tables come first in the list, but offsets decide. A file for the free slots of a family is
// flashed to one of them alone.
struct flash_file_list flash_files(const struct images *images)
{
    const struct layout *layout = images->layout;
    struct flash_file_list files = {0};
    for_each (table, &layout->tables) {
        if (table->format && table->flash->index == 0) {
            const char *path = artifact_table_path(layout, table);
            add_file(layout, &files,
                     (struct flash_file){.name = table->name,
                                         .path = path,
                                         .offset = table->offset,
                                         .is_encrypted = device_encrypts_table(layout, table),
                                         .is_preserved =
                                             table->host && partition_is_preserved(table->host),
                                         .table = table});
        }
    }
    for_each (partition, &layout->partitions) {
        if (partition_has_image(images, partition) && partition_is_flashable(partition) &&
            !partition->is_update_slot) {
            add_file(layout, &files,
                     (struct flash_file){
                         .name = partition->label,
                         .path = image_path(layout, partition),
                         .offset = partition->offset,
                         .is_encrypted = device_encrypts(layout, partition),
                         .is_preserved = partition_is_preserved(partition),
                         .partition = partition,
                     });
        }
    }
    if (files.count > 1) {
        qsort(files.items, files.count, sizeof *files.items, compare_files);
    }
    return files;
}

// It is written into the header of the bootloader, which must stay as it is if it is signed.
// Source: esptool, --flash-size: powers of two from 256KB to 128MB.
const char *flash_files_size(const struct layout *layout)
{
    assert(layout->flashes.count > 0);
    uint64_t size = ((const struct layout_flash *)layout->flashes.items[0])->size;
    bool is_signed = platform_parameter(layout->platform, "secure_boot") != 0;
    if (is_signed || !is_power_of_two(size) || size < 256 << 10 || size > 128 << 20) {
        return "keep";
    }
    return size < 1 << 20 ? arena_format(layout->arena, "%" PRIu64 "KB", size >> 10)
                          : arena_format(layout->arena, "%" PRIu64 "MB", size >> 20);
}
