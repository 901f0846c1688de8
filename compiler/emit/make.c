// NAME.mk: rules for a Makefile that includes it. What it looks like is in templates/fragment.mk.
//
// A stamp file says when the schema was compiled last, since an artifact that did not change keeps
// its time, so that nothing is rebuilt without need. Images depend on this fragment, which contains
// a digest of each, and on their inputs.
#include "artifacts.h"
#include "templates.h"

#include <inttypes.h>
#include <string.h>

struct make_fragment {
    const struct layout *layout;
    const struct images *images;
    struct arena *arena;
    struct buffer out;
    const char *fragment;          // quoted
    struct template_values values; // that all sections have
    struct flash_file_list files;
};

// In a target or prerequisite, where Make reads its own special characters.
static const char *target_path(const struct make_fragment *make, const char *path)
{
    return quote_make(make->arena, artifact_output_path(make->layout, path));
}

// In a recipe, where the shell reads the path after Make has.
static const char *recipe_path(const struct make_fragment *make, const char *path)
{
    return quote_recipe(make->arena, artifact_output_path(make->layout, path));
}

static void append(struct make_fragment *make, const char *section,
                   const struct template_values *values)
{
    template_append(&make->out, template_fragment_mk, section, values);
}

// A command of schemac in a recipe.
static const char *recipe(const struct make_fragment *make, const struct text_list *words)
{
    struct buffer out;
    buffer_init(&out, make->arena);
    buffer_text(&out, "$(SCHEMAC)");
    for_each (word, words) {
        buffer_format(&out, " %s", quote_recipe(make->arena, word));
    }
    return out.bytes;
}

// The artifacts made so far and this one, except for the depfile: `*has_depfile` is set if there
// is one. See emitters.def for who comes before.
static const char *list_artifacts(const struct make_fragment *make,
                                  const struct artifact_list *artifacts, bool *has_depfile)
{
    const char *depfile = artifact_name(make->layout, ".d");
    struct buffer listed;
    buffer_init(&listed, make->arena);
    buffer_text(&listed, make->fragment);
    for_each (artifact, artifacts) {
        const char *path = artifact->path;
        if (strcmp(path, depfile) == 0) {
            *has_depfile = true;
        } else {
            buffer_format(&listed, " \\\n  %s", target_path(make, path));
        }
    }
    return listed.bytes;
}

static void append_head(struct make_fragment *make, const struct artifact_list *artifacts)
{
    const struct layout *layout = make->layout;
    struct template_values values = make->values;
    struct text_list words = fragment_compile_words(layout);
    const char *schema = quote_make(make->arena, layout->invocation.schema);
    const char *depfile = target_path(make, artifact_name(layout, ".d"));
    const char *source = artifact_name(layout, ".c");
    bool has_depfile = false;
    template_set(&values, "artifacts", list_artifacts(make, artifacts, &has_depfile));
    template_set(&values, "title", comment_title(layout, "#"));
    template_set(&values, "preserved", flash_files_preserved_text(layout));
    template_set(&values, "compile", recipe(make, &words));
    template_set(&values, "stamp", target_path(make, artifact_name(layout, ".stamp")));
    template_set(&values, "stamp_word", recipe_path(make, artifact_name(layout, ".stamp")));
    template_set(&values, "depfile", has_depfile ? depfile : "");
    template_set(&values, "stamp_inputs",
                 has_depfile ? arena_format(make->arena, "%s %s", schema, depfile) : schema);
    template_set(&values, "source",
                 artifact_is_made(artifacts, source) ? target_path(make, source) : "");
    template_set(
        &values, "include",
        quote_variable(make->arena, arena_format(make->arena, "-I%s", layout->invocation.output)));
    append(make, "head", &values);
}

// The depfile is made with the image and included with `-include`, as it is not there at first.
static void append_image(struct make_fragment *make, const struct partition *partition)
{
    struct template_values values = make->values;
    struct buffer needed;
    const char *path = image_path(make->layout, partition);
    const char *depfile = arena_format(make->arena, "%s.d", path);
    bool has_depfile = image_plan_of(make->images, partition)->names_inputs;
    struct text_list words = fragment_generate_words(make->layout, partition);
    struct text_list inputs = image_inputs(make->images, partition);
    const char *generate = recipe(make, &words);
    buffer_init(&needed, make->arena);
    buffer_text(&needed, make->fragment);
    for_each (input, &inputs) {
        buffer_format(&needed, " %s", quote_make(make->arena, input));
    }
    if (has_depfile) {
        generate =
            arena_format(make->arena, "%s --depfile %s", generate, recipe_path(make, depfile));
    }
    template_set(&values, "partition", partition->identifier);
    template_set(&values, "size", text_size(make->arena, partition->size));
    template_set(&values, "digest", image_digest_text(make->images, partition));
    template_set(&values, "image", target_path(make, path));
    template_set(&values, "image_word", recipe_path(make, path));
    template_set(&values, "inputs", needed.bytes);
    template_set(&values, "generate", generate);
    template_set(&values, "depfile", has_depfile ? target_path(make, depfile) : "");
    append(make, "image", &values);
}

static void append_images(struct make_fragment *make)
{
    for_each (partition, &make->layout->partitions) {
        if (partition_has_image(make->images, partition)) {
            append_image(make, partition);
        }
    }
    append(make, "all", &make->values);
}

// What `check --add` takes: an offset, and the file for it.
static const char *place(const struct make_fragment *make, uint64_t offset, const char *path)
{
    return arena_format(make->arena, "0x%" PRIx64 "=%s", offset, path);
}

static const char *variable_place(const struct make_fragment *make, uint64_t offset,
                                  const char *path)
{
    return quote_variable(make->arena, place(make, offset, path));
}

// Only a whole set includes preserved partitions and what the SDK's build flashes. The images of
// the project are included if their variables are set, which Make decides when it runs.
static void append_flash_set(struct make_fragment *make, const char *set, bool is_whole)
{
    const struct partition_list *partitions = &make->layout->partitions;
    struct template_values values = make->values;
    struct buffer files, words, added;
    buffer_init(&files, make->arena);
    buffer_init(&words, make->arena);
    buffer_init(&added, make->arena);
    for_each (file, &make->files) {
        const char *path = artifact_output_path(make->layout, file->path);
        if (is_whole || !file->is_preserved) {
            buffer_format(&files, " %s", quote_make(make->arena, path));
            buffer_format(&words, " 0x%" PRIx64 " %s", file->offset,
                          quote_variable(make->arena, path));
            buffer_format(&added, " --add %s", variable_place(make, file->offset, path));
        }
    }
    for_each (partition, partitions) {
        const char *path = partition_build_file(make->images, partition);
        if (path && is_whole) {
            buffer_format(&files, " %s", quote_make(make->arena, path));
            buffer_format(&words, " 0x%" PRIx64 " %s", partition->offset,
                          quote_variable(make->arena, path));
            buffer_format(&added, " --add %s", variable_place(make, partition->offset, path));
        }
        if (partition_takes_image(make->images, partition) &&
            (is_whole || !partition_is_preserved(partition))) {
            const char *variable = partition_image_variable(make->layout, partition);
            buffer_format(&files, " \\\n  $(%s)", variable);
            buffer_format(&words, " \\\n  $(if $(%s),0x%" PRIx64 " $(%s))", variable,
                          partition->offset, variable);
            buffer_format(&added, " \\\n  $(if $(%s),--add 0x%" PRIx64 "=$(%s))", variable,
                          partition->offset, variable);
        }
    }
    template_set(&values, "set", set);
    template_set(&values, "files", files.bytes);
    template_set(&values, "words", words.bytes);
    template_set(&values, "added", added.bytes);
    append(make, "flash_set", &values);
}

static void append_flash_all(struct make_fragment *make)
{
    struct template_values values = make->values;
    const struct text_list replaced = flash_files_replaced(make->images);
    bool is_merged = flash_files_are_more(make->images);
    const char *merged = artifact_name(make->layout, "-merged.bin");
    append_flash_set(make, "flash", false);
    if (is_merged) {
        append_flash_set(make, "merged", true);
    }
    template_set(&values, "replaced", flash_files_join(make->arena, &replaced));
    template_set(&values, "whole", is_merged ? "merged" : "flash");
    template_set(&values, "merged", target_path(make, merged));
    template_set(&values, "merged_word", recipe_path(make, merged));
    append(make, "flash", &values);
}

// To flash a partition that contains a table is to flash that table.
static void append_partition(struct make_fragment *make, const struct partition *partition)
{
    const struct table *table = partition->inner;
    struct template_values values = make->values;
    const char *path = partition_has_image(make->images, partition)
                           ? image_path(make->layout, partition)
                       : table && table->format ? artifact_table_path(make->layout, table)
                                                : NULL;
    template_set(&values, "partition", partition->identifier);
    if (path) {
        uint64_t offset =
            partition_has_image(make->images, partition) ? partition->offset : table->offset;
        template_set(&values, "offset", text_offset(make->arena, offset));
        template_set(&values, "file", target_path(make, path));
        template_set(&values, "file_word", recipe_path(make, path));
        template_set(&values, "added",
                     quote_recipe(make->arena,
                                  place(make, offset, artifact_output_path(make->layout, path))));
        append(make, "flash_file", &values);
    } else if (partition_takes_image(make->images, partition)) {
        template_set(&values, "offset", text_offset(make->arena, partition->offset));
        template_set(&values, "variable", partition_image_variable(make->layout, partition));
        append(make, "flash_variable", &values);
    }
    template_set(&values, "offset", text_offset(make->arena, partition->offset));
    template_set(&values, "size", text_offset(make->arena, partition->size));
    append(make, "erase", &values);
}

static void append_partitions(struct make_fragment *make)
{
    for_each (partition, &make->layout->partitions) {
        if (partition_is_flashable(partition)) {
            append_partition(make, partition);
        }
    }
    const struct partition *slot = partition_first_slot(make->images);
    if (slot) {
        struct template_values values = make->values;
        template_set(&values, "partition", slot->identifier);
        append(make, "ota_flash", &values);
    }
}

void make_check(const struct layout *layout, const struct images *images,
                struct diagnostics *diagnostics)
{
    (void)layout;
    artifact_paths_check(images, diagnostics, quote_make_problem);
}

// The chip's name comes from a schema and is quoted like any word.
void make_emit(const struct layout *layout, const struct images *images,
               struct artifact_list *artifacts)
{
    struct arena *arena = layout->arena;
    const char *path = artifact_name(layout, ".mk");
    const char *chip = quote_recipe(arena, layout->platform->chip);
    struct make_fragment make = {
        .layout = layout, .images = images, .arena = arena, .files = flash_files(images)};
    buffer_init(&make.out, arena);
    make.fragment = target_path(&make, path);
    template_set(&make.values, "name", layout->identifier);
    template_set(&make.values, "NAME", text_upper(arena, layout->identifier));
    struct text_list check = fragment_check_words(layout);
    template_set(&make.values, "flash_size", flash_files_size(layout));
    template_set(&make.values, "check", recipe(&make, &check));
    template_set(&make.values, "esptool",
                 arena_format(arena, "$(ESPTOOL) $(ESPTOOL_FLAGS) --chip %s", chip));
    append_head(&make, artifacts);
    append_images(&make);
    append_flash_all(&make);
    append_partitions(&make);
    append(&make, "end", &make.values);
    artifact_add(arena, artifacts, path, &make.out);
}
