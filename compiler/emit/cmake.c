// NAME.cmake: rules for a CMake project that includes it, a plain one or one of ESP-IDF's.
//
// Including it runs schemac once more, so that the layout is that of the schema as it is; a change
// of the schema runs CMake again. Images are made by the build.
#include "artifacts.h"

#include <inttypes.h>
#include <string.h>

struct cmake {
    const struct layout *layout;
    struct arena *arena;
    struct buffer out;
    const char *prefix; // of variables: THERMOSTAT
    const char *name;   // of targets: thermostat
    struct list files;  // of struct flash_file
};

// The way from the output folder back to where schemac ran; null where its name does not tell.
static const char *way_back(const struct layout *layout)
{
    const char *folder = layout->project.output;
    struct buffer out;
    buffer_init(&out, layout->arena);
    if (folder[0] == '/') {
        return NULL;
    }
    for (const char *at = folder; *at;) {
        size_t length = strcspn(at, "/");
        if (length == 2 && strncmp(at, "..", 2) == 0) {
            return NULL;
        }
        bool is_step = length > 0 && !(length == 1 && at[0] == '.');
        buffer_text(&out, is_step ? "/.." : "");
        at += length + (at[length] == '/');
    }
    return out.length ? out.bytes : "";
}

// An input, quoted: absolute, or seen from where schemac ran.
static const char *input_argument(const struct cmake *cmake, const char *path)
{
    const char *quoted = quote_cmake(cmake->arena, path);
    return path[0] == '/'
               ? quoted
               : arena_format(cmake->arena, "\"${%s_ROOT}/%s", cmake->prefix, quoted + 1);
}

static const char *output_argument(const struct cmake *cmake, const char *path)
{
    return arena_format(cmake->arena, "\"${%s_DIR}/%s", cmake->prefix,
                        quote_cmake(cmake->arena, path) + 1);
}

// A command of schemac's, as quoted arguments.
static const char *command(const struct cmake *cmake, const struct list *words)
{
    struct buffer out;
    buffer_init(&out, cmake->arena);
    buffer_text(&out, "\"${SCHEMAC}\"");
    for (size_t i = 0; i < words->count; i++) {
        buffer_format(&out, " %s", quote_cmake(cmake->arena, words->items[i]));
    }
    return out.bytes;
}

static void append_head(struct cmake *cmake)
{
    struct buffer *out = &cmake->out;
    const char *back = way_back(cmake->layout);
    append_comment(out, "#",
                   arena_format(cmake->arena,
                                "%s. Made by schemac: include it in a CMake project, or, in one "
                                "of ESP-IDF's,\nafter project(). Targets:",
                                title(cmake->layout)));
    buffer_format(
        out,
        "#   %s-all      tables and images (a part of `all`)\n"
        "#   %s-merged   one image of all that is flashed\n"
        "#   %s-flash, %s-flash-PARTITION, %s-erase-PARTITION, %s-ota-flash\n"
        "#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same, of all such fragments\n"
        "# A partition that nothing is generated for is flashed from %s_PARTITION_IMAGE,\n"
        "# where that is set before: set(%s_OTA_0_IMAGE app.bin)\n%s\n",
        cmake->name, cmake->name, cmake->name, cmake->name, cmake->name, cmake->name, cmake->prefix,
        cmake->prefix, preserved_remark(cmake->layout));
    buffer_format(out,
                  "if(TARGET %s-all) # included before\n"
                  "    return()\n"
                  "endif()\n",
                  cmake->name);
    buffer_format(out, "set(%s_DIR \"${CMAKE_CURRENT_LIST_DIR}\")\n", cmake->prefix);
    if (back) {
        buffer_format(out, "get_filename_component(%s_ROOT \"${%s_DIR}%s\" ABSOLUTE)\n",
                      cmake->prefix, cmake->prefix, back);
    } else {
        buffer_format(out,
                      "if(NOT DEFINED %s_ROOT) # the folder where schemac ran\n"
                      "    set(%s_ROOT \"${CMAKE_SOURCE_DIR}\")\n"
                      "endif()\n",
                      cmake->prefix, cmake->prefix);
    }
    buffer_format(out,
                  "set(%s_FRAGMENT \"${CMAKE_CURRENT_LIST_FILE}\")\n"
                  "find_program(SCHEMAC schemac REQUIRED)\n"
                  "set(ESPTOOL esptool.py CACHE STRING \"esptool, with its options\")\n"
                  "separate_arguments(%s_esptool NATIVE_COMMAND \"${ESPTOOL}\")\n"
                  "list(APPEND %s_esptool --chip %s)\n\n",
                  cmake->prefix, cmake->name, cmake->name,
                  quote_cmake(cmake->arena, cmake->layout->chip));
}

// The fragment brings itself up to date, and starts over if that changed it.
static void append_update(struct cmake *cmake)
{
    struct buffer *out = &cmake->out;
    const char *name = cmake->name;
    struct list inputs = compile_inputs(cmake->layout);
    struct list words = compile_words(cmake->layout);
    buffer_text(out, "set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS");
    for (size_t i = 0; i < inputs.count; i++) {
        buffer_format(out, "\n    %s", input_argument(cmake, inputs.items[i]));
    }
    buffer_format(out,
                  ")\n"
                  "file(READ \"${%s_FRAGMENT}\" %s_before)\n"
                  "execute_process(\n"
                  "    COMMAND %s\n"
                  "    WORKING_DIRECTORY \"${%s_ROOT}\" RESULT_VARIABLE %s_result)\n",
                  cmake->prefix, name, command(cmake, &words), cmake->prefix, name);
    buffer_format(out,
                  "if(NOT %s_result EQUAL 0)\n"
                  "    message(FATAL_ERROR \"schemac could not compile the schema\")\n"
                  "endif()\n"
                  "file(READ \"${%s_FRAGMENT}\" %s_after)\n"
                  "if(NOT %s_before STREQUAL %s_after)\n"
                  "    include(\"${%s_FRAGMENT}\")\n"
                  "    return()\n"
                  "endif()\n\n",
                  name, cmake->prefix, name, name, name, cmake->prefix);
}

// Tables are made by including this; a rule brings back one that was deleted.
static void append_tables(struct cmake *cmake)
{
    struct buffer *out = &cmake->out;
    struct list words = compile_words(cmake->layout);
    buffer_format(out, "set(%s_tables", cmake->name);
    for (size_t i = 0; i < cmake->layout->tables.count; i++) {
        const struct table *table = cmake->layout->tables.items[i];
        if (table->format) {
            const char *path = arena_format(cmake->arena, "%s.bin", table->identifier);
            buffer_format(out, " %s", output_argument(cmake, path));
        }
    }
    buffer_format(out,
                  ")\n"
                  "if(%s_tables)\n"
                  "    add_custom_command(OUTPUT ${%s_tables}\n"
                  "        COMMAND %s WORKING_DIRECTORY \"${%s_ROOT}\" VERBATIM)\n"
                  "endif()\n\n",
                  cmake->name, cmake->name, command(cmake, &words), cmake->prefix);
}

// Some ways of building read them wrong where a name has a quote or a dollar sign: an image has one
// only where it is needed.
static void append_depfile(struct cmake *cmake, const char *depfile)
{
    buffer_format(&cmake->out,
                  "set(%s_depfile)\n"
                  "if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.20) # all generators take them\n"
                  "    cmake_policy(SET CMP0116 NEW)\n"
                  "    set(%s_depfile DEPFILE %s)\n"
                  "endif()\n",
                  cmake->name, cmake->name, depfile);
}

static void append_image(struct cmake *cmake, const struct partition *partition)
{
    struct buffer *out = &cmake->out;
    struct arena *arena = cmake->arena;
    const char *path = image_path(cmake->layout, partition);
    const char *image = output_argument(cmake, path);
    const char *depfile = output_argument(cmake, arena_format(arena, "%s.d", path));
    bool has_depfile = partition->content->names_inputs;
    struct list words = generate_words(cmake->layout, partition);
    struct list inputs = image_inputs(cmake->layout, partition);
    buffer_format(out, "# %s: %s, content %08" PRIx32 "\n", partition->identifier,
                  text_size(arena, partition->size), content_digest(cmake->layout, partition));
    if (has_depfile) {
        append_depfile(cmake, depfile);
    }
    buffer_format(out,
                  "add_custom_command(OUTPUT %s\n"
                  "    COMMAND %s%s%s -o %s\n"
                  "    COMMAND \"${CMAKE_COMMAND}\" -E touch %s\n"
                  "    DEPENDS \"${%s_FRAGMENT}\"",
                  image, command(cmake, &words), has_depfile ? " --depfile " : "",
                  has_depfile ? depfile : "", image, image, cmake->prefix);
    for (size_t i = 0; i < inputs.count; i++) {
        buffer_format(out, " %s", input_argument(cmake, inputs.items[i]));
    }
    buffer_format(out,
                  "%s\n    WORKING_DIRECTORY \"${%s_ROOT}\" VERBATIM)\n"
                  "list(APPEND %s_images %s)\n\n",
                  has_depfile ? arena_format(arena, "\n    ${%s_depfile}", cmake->name) : "",
                  cmake->prefix, cmake->name, image);
}

static void append_images(struct cmake *cmake)
{
    buffer_format(&cmake->out, "set(%s_images)\n", cmake->name);
    for (size_t i = 0; i < cmake->layout->partitions.count; i++) {
        const struct partition *partition = cmake->layout->partitions.items[i];
        if (has_image(partition)) {
            append_image(cmake, partition);
        }
    }
    buffer_format(&cmake->out,
                  "add_custom_target(%s-all ALL DEPENDS ${%s_tables} ${%s_images})\n\n",
                  cmake->name, cmake->name, cmake->name);
}

// In a project of ESP-IDF's: its own `flash` makes and writes the main table, and erases otadata.
static void append_idf(struct cmake *cmake)
{
    struct buffer *out = &cmake->out;
    const struct table *main = main_table(cmake->layout);
    buffer_text(out, "if(COMMAND esptool_py_flash_target_image AND TARGET flash)\n");
    for (size_t i = 0; i < cmake->files.count; i++) {
        const struct flash_file *file = cmake->files.items[i];
        bool is_own = file->table ? file->table == main : file->partition->kind == KIND_OTADATA;
        if (!is_own && !file->is_preserved) {
            const char *name = file->table
                                   ? arena_format(cmake->arena, "%s-table", file->table->identifier)
                                   : file->partition->identifier;
            buffer_format(out, "    esptool_py_flash_target_image(flash %s 0x%" PRIx64 " %s)\n",
                          name, file->offset, output_argument(cmake, file->path));
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
        const char *path = output_argument(cmake, file->path);
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
    const char *merged = output_argument(cmake, artifact_name(cmake->layout, "-merged.bin"));
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
                          output_argument(cmake, image_path(cmake->layout, partition)));
    } else if (table) {
        const char *path = arena_format(cmake->arena, "%s.bin", table->identifier);
        append_flash_file(cmake, target, table->offset, output_argument(cmake, path));
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

void cmake_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    paths_check(layout, diagnostics, cmake_problem);
}

void cmake_emit(const struct layout *layout, struct list *artifacts)
{
    struct cmake cmake = {
        .layout = layout,
        .arena = layout->arena,
        .prefix = text_upper(layout->arena, layout->identifier),
        .name = layout->identifier,
        .files = flash_files(layout),
    };
    buffer_init(&cmake.out, layout->arena);
    append_head(&cmake);
    append_update(&cmake);
    append_tables(&cmake);
    append_images(&cmake);
    append_alias_function(&cmake);
    append_flash_words(&cmake);
    append_flash_all(&cmake);
    append_partitions(&cmake);
    artifact_add(layout->arena, artifacts, artifact_name(layout, ".cmake"), &cmake.out);
}
