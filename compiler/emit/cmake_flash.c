// The targets of NAME.cmake that flash and erase.
//
// A device in use (`flash`) and a blank one (the merged image) get different sets of files if a
// partition is preserved, or the SDK's build flashes one; otherwise there is only one set.
#include "cmake_private.h"

// Where a file goes and what it is, for esptool and for `check --add`.
static void set_place(const struct cmake_fragment *cmake, struct template_values *values,
                      uint64_t offset, const char *file)
{
    const char *at = text_offset(cmake->arena, offset);
    template_set(values, "offset", at);
    template_set(values, "file", file);
    template_set(values, "added", arena_format(cmake->arena, "\"%s=%s", at, file + 1));
}

// In an ESP-IDF project, its own `flash` makes and writes the main table, and erases otadata. What
// firmware reads as it is in flash must stay plain under `encrypted-flash`.
static void append_idf(struct cmake_fragment *cmake)
{
    const struct table *main = layout_chip_table(cmake->layout);
    cmake_append(cmake, "idf", &cmake->values);
    for_each (file, &cmake->files) {
        bool is_own = file->table ? file->table == main : file->partition->kind == KIND_OTADATA;
        if (!is_own && !file->is_preserved) {
            struct template_values values = cmake->values;
            const char *name = file->table
                                   ? arena_format(cmake->arena, "%s-table", file->table->identifier)
                                   : file->partition->identifier;
            template_set(&values, "file_name", name);
            set_place(cmake, &values, file->offset, cmake_output(cmake, file->path));
            template_set(&values, "plain", file->is_encrypted ? "" : "\n        ALWAYS_PLAINTEXT");
            cmake_append(cmake, "idf_file", &values);
        }
    }
}

// Only a whole set includes preserved partitions and what the SDK's build flashes. The images of
// the project are included if their variables are set.
static void append_flash_set(struct cmake_fragment *cmake, const char *set, bool is_whole)
{
    struct template_values values = cmake->values;
    template_set(&values, "set", set);
    cmake_append(cmake, "flash_set", &values);
    for_each (file, &cmake->files) {
        if (is_whole || !file->is_preserved) {
            set_place(cmake, &values, file->offset, cmake_output(cmake, file->path));
            cmake_append(cmake, "flash_set_file", &values);
        }
    }
    for_each (partition, &cmake->layout->partitions) {
        const char *path = partition_build_file(cmake->images, partition);
        if (path && is_whole) {
            set_place(cmake, &values, partition->offset, cmake_input(cmake, path));
            cmake_append(cmake, "flash_set_file", &values);
        }
        if (partition_takes_image(cmake->images, partition) &&
            (is_whole || !partition_is_preserved(partition))) {
            template_set(&values, "offset", text_offset(cmake->arena, partition->offset));
            template_set(&values, "variable", partition_image_variable(cmake->layout, partition));
            cmake_append(cmake, "flash_set_variable", &values);
        }
    }
}

static void append_flash_all(struct cmake_fragment *cmake)
{
    struct template_values values = cmake->values;
    const struct text_list replaced = flash_files_replaced(cmake->images);
    bool is_merged = flash_files_are_more(cmake->images);
    append_flash_set(cmake, "flash", false);
    if (is_merged) {
        append_flash_set(cmake, "merged", true);
    }
    append_idf(cmake);
    template_set(&values, "replaced", flash_files_join(cmake->arena, &replaced));
    template_set(&values, "whole", is_merged ? "merged" : "flash");
    template_set(&values, "merged",
                 cmake_output(cmake, artifact_name(cmake->layout, "-merged.bin")));
    cmake_append(cmake, "flash", &values);
}

// To flash a partition that contains a table is to flash that table.
static void append_partition(struct cmake_fragment *cmake, const struct partition *partition)
{
    const struct table *table = partition->inner;
    struct template_values values = cmake->values;
    const char *path = partition_has_image(cmake->images, partition)
                           ? image_path(cmake->layout, partition)
                       : table && table->format ? artifact_table_path(cmake->layout, table)
                                                : NULL;
    template_set(&values, "partition", partition->identifier);
    if (path) {
        uint64_t offset =
            partition_has_image(cmake->images, partition) ? partition->offset : table->offset;
        set_place(cmake, &values, offset, cmake_output(cmake, path));
        cmake_append(cmake, "flash_file", &values);
    } else if (partition_takes_image(cmake->images, partition)) {
        template_set(&values, "offset", text_offset(cmake->arena, partition->offset));
        template_set(&values, "variable", partition_image_variable(cmake->layout, partition));
        cmake_append(cmake, "flash_variable", &values);
    }
    template_set(&values, "offset", text_offset(cmake->arena, partition->offset));
    template_set(&values, "size", text_offset(cmake->arena, partition->size));
    cmake_append(cmake, "erase", &values);
}

// Partitions on other flashes have no targets: esptool writes to the chip's own.
void cmake_append_flash(struct cmake_fragment *cmake)
{
    append_flash_all(cmake);
    for_each (partition, &cmake->layout->partitions) {
        if (partition_is_flashable(partition)) {
            append_partition(cmake, partition);
        }
    }
    const struct partition *slot = partition_first_slot(cmake->images);
    if (slot) {
        struct template_values values = cmake->values;
        template_set(&values, "partition", slot->identifier);
        cmake_append(cmake, "ota_flash", &values);
    }
}
