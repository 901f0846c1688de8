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

static const char *variant_arguments(const struct cmake *cmake)
{
    const char *variant = cmake->layout->project.variant;
    return variant ? arena_format(cmake->arena, " --variant %s", quote_cmake(cmake->arena, variant))
                   : "";
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
        "#   %s-all      images (a part of `all`)\n"
        "#   %s-merged   one image of all that is flashed\n"
        "#   flash, flash-PARTITION, erase-PARTITION, ota-flash\n"
        "# A partition that nothing is generated for is flashed from %s_PARTITION_IMAGE,\n"
        "# where that is set before: set(%s_OTA_0_IMAGE app.bin)\n\n",
        cmake->name, cmake->name, cmake->prefix, cmake->prefix);
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
    const struct project *project = &cmake->layout->project;
    const char *name = cmake->name;
    buffer_text(out, "set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS");
    for (size_t i = 0; i < project->inputs.count; i++) {
        buffer_format(out, "\n    %s", input_argument(cmake, project->inputs.items[i]));
    }
    buffer_format(out,
                  ")\n"
                  "file(READ \"${%s_FRAGMENT}\" %s_before)\n"
                  "execute_process(\n"
                  "    COMMAND \"${SCHEMAC}\" compile --quiet%s -o %s %s\n"
                  "    WORKING_DIRECTORY \"${%s_ROOT}\" RESULT_VARIABLE %s_result)\n",
                  cmake->prefix, name, variant_arguments(cmake),
                  quote_cmake(cmake->arena, project->output),
                  quote_cmake(cmake->arena, project->schema), cmake->prefix, name);
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

static void append_image(struct cmake *cmake, const struct partition *partition)
{
    struct buffer *out = &cmake->out;
    const char *image = output_argument(cmake, image_path(cmake->layout, partition));
    struct list inputs = image_inputs(cmake->layout, partition);
    buffer_format(out, "# %s: %s, content %08" PRIx32 "\n", partition->identifier,
                  text_size(cmake->arena, partition->size),
                  content_digest(cmake->layout, partition));
    buffer_format(out,
                  "add_custom_command(OUTPUT %s\n"
                  "    COMMAND \"${SCHEMAC}\" generate --quiet%s -o %s %s %s\n"
                  "    COMMAND \"${CMAKE_COMMAND}\" -E touch %s\n"
                  "    DEPENDS \"${%s_FRAGMENT}\"",
                  image, variant_arguments(cmake), image,
                  quote_cmake(cmake->arena, cmake->layout->project.schema), partition->identifier,
                  image, cmake->prefix);
    for (size_t i = 0; i < inputs.count; i++) {
        buffer_format(out, " %s", input_argument(cmake, inputs.items[i]));
    }
    buffer_format(out,
                  "\n    WORKING_DIRECTORY \"${%s_ROOT}\" VERBATIM)\n"
                  "list(APPEND %s_images %s)\n\n",
                  cmake->prefix, cmake->name, image);
}

static void append_images(struct cmake *cmake)
{
    buffer_format(&cmake->out, "set(%s_images)\n", cmake->name);
    for (size_t i = 0; i < cmake->layout->partitions.count; i++) {
        const struct partition *partition = cmake->layout->partitions.items[i];
        if (partition->content && !partition->is_absent) {
            append_image(cmake, partition);
        }
    }
    buffer_format(&cmake->out, "add_custom_target(%s-all ALL DEPENDS ${%s_images})\n\n",
                  cmake->name, cmake->name);
}

// In a project of ESP-IDF's: its own `flash` makes and writes the main table.
static void append_idf(struct cmake *cmake)
{
    struct buffer *out = &cmake->out;
    const struct table *main = main_table(cmake->layout);
    buffer_text(out, "if(COMMAND esptool_py_flash_target_image AND TARGET flash)\n");
    for (size_t i = 0; i < cmake->files.count; i++) {
        const struct flash_file *file = cmake->files.items[i];
        if (!file->table || file->table != main) {
            const char *name = file->table
                                   ? arena_format(cmake->arena, "%s-table", file->table->identifier)
                                   : file->partition->identifier;
            buffer_format(out, "    esptool_py_flash_target_image(flash %s 0x%" PRIx64 " %s)\n",
                          name, file->offset, output_argument(cmake, file->path));
        }
    }
    buffer_format(out, "    add_dependencies(flash %s-all)\n", cmake->name);
}

static void append_flash_words(struct cmake *cmake)
{
    struct buffer *out = &cmake->out;
    buffer_format(out, "set(%s_flash_files)\nset(%s_flash_words)\n", cmake->name, cmake->name);
    for (size_t i = 0; i < cmake->files.count; i++) {
        const struct flash_file *file = cmake->files.items[i];
        const char *path = output_argument(cmake, file->path);
        buffer_format(out,
                      "list(APPEND %s_flash_files %s)\n"
                      "list(APPEND %s_flash_words 0x%" PRIx64 " %s)\n",
                      cmake->name, path, cmake->name, file->offset, path);
    }
    for (size_t i = 0; i < cmake->layout->partitions.count; i++) {
        const struct partition *partition = cmake->layout->partitions.items[i];
        if (takes_image(partition)) {
            const char *variable = image_variable(cmake->layout, partition);
            buffer_format(out,
                          "if(%s)\n"
                          "    list(APPEND %s_flash_files \"${%s}\")\n"
                          "    list(APPEND %s_flash_words 0x%" PRIx64 " \"${%s}\")\n"
                          "endif()\n",
                          variable, cmake->name, variable, cmake->name, partition->offset,
                          variable);
        }
    }
    buffer_text(out, "\n");
}

static void append_flash_all(struct cmake *cmake)
{
    struct buffer *out = &cmake->out;
    const char *name = cmake->name;
    append_idf(cmake);
    buffer_format(out,
                  "else()\n"
                  "    add_custom_target(%s-flash\n"
                  "        COMMAND ${%s_esptool} write_flash ${%s_flash_words}\n"
                  "        DEPENDS ${%s_flash_files} USES_TERMINAL VERBATIM)\n"
                  "    if(NOT TARGET flash)\n"
                  "        add_custom_target(flash)\n"
                  "    endif()\n"
                  "    add_dependencies(flash %s-flash)\n"
                  "endif()\n\n",
                  name, name, name, name, name);
    const char *merged = output_argument(cmake, artifact_name(cmake->layout, "-merged.bin"));
    buffer_format(out,
                  "add_custom_command(OUTPUT %s\n"
                  "    COMMAND ${%s_esptool} merge_bin -o %s ${%s_flash_words}\n"
                  "    DEPENDS ${%s_flash_files} VERBATIM)\n"
                  "add_custom_target(%s-merged DEPENDS %s)\n\n",
                  merged, name, merged, name, name, name, merged);
}

static void append_flash_command(struct cmake *cmake, const struct partition *partition,
                                 uint64_t offset, const char *path)
{
    buffer_format(&cmake->out,
                  "add_custom_target(flash-%s\n"
                  "    COMMAND ${%s_esptool} write_flash 0x%" PRIx64 " %s\n"
                  "    DEPENDS %s USES_TERMINAL VERBATIM)\n",
                  partition->identifier, cmake->name, offset, path, path);
}

static void append_flash_variable(struct cmake *cmake, const struct partition *partition)
{
    const char *variable = image_variable(cmake->layout, partition);
    buffer_format(&cmake->out, "if(%s)\n", variable);
    append_flash_command(cmake, partition, partition->offset,
                         arena_format(cmake->arena, "\"${%s}\"", variable));
    buffer_format(&cmake->out,
                  "else()\n"
                  "add_custom_target(flash-%s\n"
                  "    COMMAND \"${CMAKE_COMMAND}\" -E echo \"nothing to flash: set %s\"\n"
                  "    COMMAND \"${CMAKE_COMMAND}\" -E false VERBATIM)\n"
                  "endif()\n",
                  partition->identifier, variable);
}

static void append_partition(struct cmake *cmake, const struct partition *partition)
{
    const struct table *table = partition->inner;
    if (partition->content) {
        append_flash_command(cmake, partition, partition->offset,
                             output_argument(cmake, image_path(cmake->layout, partition)));
    } else if (!table) {
        append_flash_variable(cmake, partition);
    } else if (table->format) {
        const char *path = arena_format(cmake->arena, "%s.bin", table->identifier);
        append_flash_command(cmake, partition, table->offset, output_argument(cmake, path));
    }
    buffer_format(&cmake->out,
                  "add_custom_target(erase-%s\n"
                  "    COMMAND ${%s_esptool} erase_region 0x%" PRIx64 " 0x%" PRIx64 "\n"
                  "    USES_TERMINAL VERBATIM)\n\n",
                  partition->identifier, cmake->name, partition->offset, partition->size);
}

static void append_partitions(struct cmake *cmake)
{
    for (size_t i = 0; i < cmake->layout->partitions.count; i++) {
        const struct partition *partition = cmake->layout->partitions.items[i];
        if (is_flashable(partition)) {
            append_partition(cmake, partition);
        }
    }
    const struct partition *slot = first_slot(cmake->layout);
    if (slot) {
        buffer_format(&cmake->out,
                      "if(NOT TARGET ota-flash)\n"
                      "    add_custom_target(ota-flash)\n"
                      "endif()\n"
                      "add_dependencies(ota-flash flash-%s)\n",
                      slot->identifier);
    }
}

void cmake_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    paths_check(layout, diagnostics);
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        struct list inputs = {0};
        if (partition->content) {
            inputs = image_inputs(layout, partition);
        }
        for (size_t j = 0; j < inputs.count; j++) {
            if (strchr(inputs.items[j], ';')) {
                report(diagnostics, CODE_PATH_NOT_QUOTABLE, partition->content->span,
                       "a path with a `;` cannot stand in a CMake file");
            }
        }
    }
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
    append_images(&cmake);
    append_flash_words(&cmake);
    append_flash_all(&cmake);
    append_partitions(&cmake);
    artifact_add(layout->arena, artifacts, artifact_name(layout, ".cmake"), &cmake.out);
}
