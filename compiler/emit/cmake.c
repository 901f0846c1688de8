// NAME.cmake: rules for a CMake project that includes it, a plain one or one of ESP-IDF's.
//
// Including it runs schemac once more, so that the layout is that of the schema as it is; a change
// of the schema runs CMake again. Images are made by the build.
#include "cmake_private.h"

#include <inttypes.h>
#include <string.h>

// The way from the output folder back to where schemac ran; null where its name does not tell.
static const char *way_back(const struct layout *layout)
{
    const char *folder = layout->invocation.output;
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

const char *cmake_output(const struct cmake *cmake, const char *path)
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
                  quote_cmake(cmake->arena, cmake->layout->platform->chip));
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
            buffer_format(out, " %s", cmake_output(cmake, path));
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
    const char *image = cmake_output(cmake, path);
    const char *depfile = cmake_output(cmake, arena_format(arena, "%s.d", path));
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
    cmake_append_flash(&cmake);
    artifact_add(layout->arena, artifacts, artifact_name(layout, ".cmake"), &cmake.out);
}
