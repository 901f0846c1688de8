// NAME.cmake: rules for a CMake project that includes it, whether of ESP-IDF or not. What it looks
// like is in templates/fragment.cmake.
//
// Including it compiles the schema again, so that the layout is up to date while CMake configures
// the project; a change of the schema runs CMake again. Images are made by the build.
#include "cmake_private.h"

// A command of schemac, as quoted arguments.
static const char *command(const struct cmake_fragment *cmake, const struct text_list *words)
{
    struct buffer out;
    buffer_init(&out, cmake->arena);
    buffer_text(&out, "\"${SCHEMAC}\"");
    for_each (word, words) {
        buffer_format(&out, " %s", quote_cmake(cmake->arena, word));
    }
    return out.bytes;
}

// Inputs as quoted arguments, each after `space`.
static const char *join_inputs(const struct cmake_fragment *cmake, const struct text_list *inputs,
                               const char *space)
{
    struct buffer out;
    buffer_init(&out, cmake->arena);
    for_each (path, inputs) {
        buffer_format(&out, "%s%s", space, cmake_input(cmake, path));
    }
    return out.bytes;
}

// The template has a rule that makes them again if somebody deletes one.
static const char *join_tables(const struct cmake_fragment *cmake)
{
    struct buffer out;
    buffer_init(&out, cmake->arena);
    for_each (table, &cmake->layout->tables) {
        if (table->format) {
            buffer_format(&out, " %s",
                          cmake_output(cmake, artifact_table_path(cmake->layout, table)));
        }
    }
    return out.bytes;
}

// Sections of the template have their own values beside the common ones, of which they get a copy.
static void append_head(struct cmake_fragment *cmake, const struct artifact_list *artifacts)
{
    const char *source = artifact_name(cmake->layout, ".c");
    bool has_source = artifact_is_made(artifacts, source);
    struct template_values values = cmake->values;
    const char *back = artifact_way_back(cmake->layout);
    struct text_list inputs = artifact_inputs(cmake->images);
    struct text_list words = fragment_compile_words(cmake->layout);
    struct text_list check = fragment_check_words(cmake->layout);
    template_set(&values, "title", comment_title(cmake->layout, "#"));
    template_set(&values, "preserved", flash_files_preserved_text(cmake->layout));
    template_set(&values, "root",
                 back ? arena_format(cmake->arena, "${%s_DIR}%s", cmake->prefix, back) : "");
    template_set(&values, "chip", quote_cmake(cmake->arena, cmake->layout->platform->chip));
    template_set(&values, "inputs", join_inputs(cmake, &inputs, "\n    "));
    template_set(&values, "compile", command(cmake, &words));
    template_set(&values, "flash_size", flash_files_size(cmake->layout));
    template_set(&values, "check", command(cmake, &check));
    template_set(&values, "tables", join_tables(cmake));
    template_set(&values, "source", has_source ? "yes" : "");
    cmake_append(cmake, "head", &values);
    if (has_source) {
        template_set(&values, "source", cmake_output(cmake, source));
        cmake_append(cmake, "source", &values);
    }
    cmake_append(cmake, "images", &values);
}

// The digest is in a comment: if the schema changes the image, the fragment changes, and with it
// the time that the build compares.
static void append_image(struct cmake_fragment *cmake, const struct partition *partition)
{
    struct template_values values = cmake->values;
    const char *path = image_path(cmake->layout, partition);
    const char *depfile = cmake_output(cmake, arena_format(cmake->arena, "%s.d", path));
    bool has_depfile = image_plan_of(cmake->images, partition)->names_inputs;
    struct text_list words = fragment_generate_words(cmake->layout, partition);
    struct text_list inputs = image_inputs(cmake->images, partition);
    const char *generate = command(cmake, &words);
    if (has_depfile) {
        generate = arena_format(cmake->arena, "%s --depfile %s", generate, depfile);
    }
    template_set(&values, "partition", partition->identifier);
    template_set(&values, "size", text_size(cmake->arena, partition->size));
    template_set(&values, "digest", image_digest_text(cmake->images, partition));
    template_set(&values, "image", cmake_output(cmake, path));
    template_set(&values, "inputs", join_inputs(cmake, &inputs, " "));
    template_set(&values, "generate", generate);
    template_set(&values, "depfile", has_depfile ? depfile : "");
    cmake_append(cmake, "image", &values);
}

static void append_images(struct cmake_fragment *cmake)
{
    for_each (partition, &cmake->layout->partitions) {
        if (partition_has_image(cmake->images, partition)) {
            append_image(cmake, partition);
        }
    }
    cmake_append(cmake, "all", &cmake->values);
}

// Only paths can be beyond CMake; identifiers are letters, digits and `_`.
void cmake_check(const struct layout *layout, const struct images *images,
                 struct diagnostics *diagnostics)
{
    (void)layout;
    artifact_paths_check(images, diagnostics, quote_cmake_problem);
}

void cmake_emit(const struct layout *layout, const struct images *images,
                struct artifact_list *artifacts)
{
    struct cmake_fragment cmake = {
        .layout = layout,
        .images = images,
        .arena = layout->arena,
        .prefix = text_upper(layout->arena, layout->identifier),
        .files = flash_files(images),
    };
    buffer_init(&cmake.out, layout->arena);
    template_set(&cmake.values, "name", layout->identifier);
    template_set(&cmake.values, "NAME", cmake.prefix);
    append_head(&cmake, artifacts);
    append_images(&cmake);
    cmake_append_flash(&cmake);
    artifact_add(layout->arena, artifacts, artifact_name(layout, ".cmake"), &cmake.out);
}
