// The targets of NAME.cmake that flash and erase.
//
// What a device in use gets (`flash`) and what a blank one gets (the merged image) are two sets of
// files as soon as a partition is preserved; they are one and the same until then.
#include "cmake_private.h"

#include <inttypes.h>

// In a project of ESP-IDF's: its own `flash` makes and writes the main table, and erases otadata.
static void append_idf(struct cmake *cmake)
{
    struct buffer *out = &cmake->out;
    const struct table *main = layout_chip_table(cmake->layout);
    buffer_text(out, "if(COMMAND esptool_py_flash_target_image AND TARGET flash)\n");
    for (size_t i = 0; i < cmake->files.count; i++) {
        const struct flash_file *file = cmake->files.items[i];
        bool is_own = file->table ? file->table == main : file->partition->kind == KIND_OTADATA;
        if (!is_own && !file->is_preserved) {
            const char *name = file->table
                                   ? arena_format(cmake->arena, "%s-table", file->table->identifier)
                                   : file->partition->identifier;
            buffer_format(out, "    esptool_py_flash_target_image(flash %s 0x%" PRIx64 " %s)\n",
                          name, file->offset, cmake_output(cmake, file->path));
        }
    }
    buffer_format(out, "    add_dependencies(flash %s-all)\n", cmake->name);
}

// What a set of files is flashed by: the files, and esptool's words for them.
static void append_flash_set(struct cmake *cmake, const char *set, bool is_whole)
{
    struct buffer *out = &cmake->out;
    const char *name = cmake->name;
    buffer_format(out, "set(%s_%s_files)\nset(%s_%s_words)\n", name, set, name, set);
    for (size_t i = 0; i < cmake->files.count; i++) {
        const struct flash_file *file = cmake->files.items[i];
        const char *path = cmake_output(cmake, file->path);
        if (is_whole || !file->is_preserved) {
            buffer_format(out,
                          "list(APPEND %s_%s_files %s)\n"
                          "list(APPEND %s_%s_words 0x%" PRIx64 " %s)\n",
                          name, set, path, name, set, file->offset, path);
        }
    }
    for (size_t i = 0; i < cmake->layout->partitions.count; i++) {
        const struct partition *partition = cmake->layout->partitions.items[i];
        if (takes_image(partition) && (is_whole || !is_preserved(partition))) {
            const char *variable = image_variable(cmake->layout, partition);
            buffer_format(out,
                          "if(%s)\n"
                          "    get_filename_component(%s \"${%s}\" ABSOLUTE)\n"
                          "    list(APPEND %s_%s_files \"${%s}\")\n"
                          "    list(APPEND %s_%s_words 0x%" PRIx64 " \"${%s}\")\n"
                          "endif()\n",
                          variable, variable, variable, name, set, variable, name, set,
                          partition->offset, variable);
        }
    }
}

static void append_flash_words(struct cmake *cmake)
{
    append_flash_set(cmake, "flash", false);
    if (preserved_names(cmake->layout).count) {
        append_flash_set(cmake, "merged", true);
    }
    buffer_text(&cmake->out, "\n");
}

// A target of this fragment is also a part of the one of all fragments.
static void append_alias_function(struct cmake *cmake)
{
    buffer_format(&cmake->out,
                  "function(%s_alias name)\n"
                  "    if(NOT TARGET ${name})\n"
                  "        add_custom_target(${name})\n"
                  "    endif()\n"
                  "    add_dependencies(${name} %s-${name})\n"
                  "endfunction()\n\n",
                  cmake->name, cmake->name);
}

static void append_alias(struct cmake *cmake, const char *target)
{
    buffer_format(&cmake->out, "%s_alias(%s)\n", cmake->name, target);
}

// One image of all, for blank devices.
static void append_merged(struct cmake *cmake)
{
    const char *name = cmake->name;
    const char *set = preserved_names(cmake->layout).count ? "merged" : "flash";
    const char *merged = cmake_output(cmake, artifact_name(cmake->layout, "-merged.bin"));
    buffer_format(&cmake->out,
                  "add_custom_command(OUTPUT %s\n"
                  "    COMMAND ${%s_esptool} merge_bin -o %s ${%s_%s_words}\n"
                  "    DEPENDS ${%s_%s_files} VERBATIM)\n"
                  "add_custom_target(%s-merged DEPENDS %s)\n\n",
                  merged, name, merged, name, set, name, set, name, merged);
}

static void append_flash_all(struct cmake *cmake)
{
    struct buffer *out = &cmake->out;
    const char *name = cmake->name;
    const struct list replaced = replaced_names(cmake->layout);
    const char *names = replaced.count ? join_names(cmake->arena, &replaced) : NULL;
    append_idf(cmake);
    if (names) {
        buffer_format(out, "    message(STATUS \"flash replaces what the device keeps in: %s\")\n",
                      names);
    }
    buffer_format(out,
                  "else()\n"
                  "    add_custom_target(%s-flash\n",
                  name);
    if (names) {
        buffer_format(out,
                      "        COMMAND \"${CMAKE_COMMAND}\" -E echo\n"
                      "            \"flashing replaces what the device keeps in: %s\"\n",
                      names);
    }
    buffer_format(out,
                  "        COMMAND ${%s_esptool} write_flash ${%s_flash_words}\n"
                  "        DEPENDS ${%s_flash_files} USES_TERMINAL VERBATIM)\n"
                  "    %s_alias(flash)\n"
                  "endif()\n\n",
                  name, name, name, name);
    append_merged(cmake);
}

static void append_flash_file(struct cmake *cmake, const char *target, uint64_t offset,
                              const char *path)
{
    buffer_format(&cmake->out,
                  "add_custom_target(%s-%s\n"
                  "    COMMAND ${%s_esptool} write_flash 0x%" PRIx64 " %s\n"
                  "    DEPENDS %s USES_TERMINAL VERBATIM)\n",
                  cmake->name, target, cmake->name, offset, path, path);
}

static void append_flash_variable(struct cmake *cmake, const char *target,
                                  const struct partition *partition)
{
    const char *variable = image_variable(cmake->layout, partition);
    buffer_format(&cmake->out, "if(%s)\n", variable);
    append_flash_file(cmake, target, partition->offset,
                      arena_format(cmake->arena, "\"${%s}\"", variable));
    buffer_format(&cmake->out,
                  "else()\n"
                  "add_custom_target(%s-%s\n"
                  "    COMMAND \"${CMAKE_COMMAND}\" -E echo \"nothing to flash: set %s\"\n"
                  "    COMMAND \"${CMAKE_COMMAND}\" -E false VERBATIM)\n"
                  "endif()\n",
                  cmake->name, target, variable);
}

// A partition that holds a table is flashed by flashing that table.
static void append_flash(struct cmake *cmake, const struct partition *partition)
{
    const char *target = arena_format(cmake->arena, "flash-%s", partition->identifier);
    const struct table *table = partition->inner;
    if (table && !table->format) {
        return;
    }
    if (has_image(partition)) {
        append_flash_file(cmake, target, partition->offset,
                          cmake_output(cmake, image_path(cmake->layout, partition)));
    } else if (table) {
        const char *path = arena_format(cmake->arena, "%s.bin", table->identifier);
        append_flash_file(cmake, target, table->offset, cmake_output(cmake, path));
    } else {
        append_flash_variable(cmake, target, partition);
    }
    append_alias(cmake, target);
}

static void append_erase(struct cmake *cmake, const struct partition *partition)
{
    const char *target = arena_format(cmake->arena, "erase-%s", partition->identifier);
    buffer_format(&cmake->out,
                  "add_custom_target(%s-%s\n"
                  "    COMMAND ${%s_esptool} erase_region 0x%" PRIx64 " 0x%" PRIx64 "\n"
                  "    USES_TERMINAL VERBATIM)\n",
                  cmake->name, target, cmake->name, partition->offset, partition->size);
    append_alias(cmake, target);
    buffer_text(&cmake->out, "\n");
}

static void append_partitions(struct cmake *cmake)
{
    for (size_t i = 0; i < cmake->layout->partitions.count; i++) {
        const struct partition *partition = cmake->layout->partitions.items[i];
        if (is_flashable(partition)) {
            append_flash(cmake, partition);
            append_erase(cmake, partition);
        }
    }
    const struct partition *slot = first_slot(cmake->layout);
    if (slot) {
        buffer_format(&cmake->out,
                      "add_custom_target(%s-ota-flash)\n"
                      "add_dependencies(%s-ota-flash %s-flash-%s)\n",
                      cmake->name, cmake->name, cmake->name, slot->identifier);
        append_alias(cmake, "ota-flash");
    }
}

void cmake_append_flash(struct cmake *cmake)
{
    append_alias_function(cmake);
    append_flash_words(cmake);
    append_flash_all(cmake);
    append_partitions(cmake);
}
