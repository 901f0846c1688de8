// NAME.mk: rules for a Makefile that includes it.
//
// The layout is brought up to date through a stamp file, since an artifact that did not change
// keeps its time: make then looks again at each, and finds nothing to do. Images depend on this
// fragment, which changes when what they are made to be does, and on their inputs.
#include "artifacts.h"

#include <inttypes.h>
#include <string.h>

struct make {
    const struct layout *layout;
    struct arena *arena;
    struct buffer out;
    const char *prefix;   // of variables: THERMOSTAT
    const char *name;     // of targets: thermostat
    const char *stamp;    // quoted
    const char *fragment; // quoted
    struct list files;    // of struct flash_file
};

static const char *target_path(const struct make *make, const char *path)
{
    return quote_make(make->arena, output_path(make->layout, path));
}

static const char *recipe_path(const struct make *make, const char *path)
{
    return quote_recipe(make->arena, output_path(make->layout, path));
}

// A command of schemac's, as a recipe says it.
static const char *recipe(const struct make *make, const struct list *words)
{
    struct buffer out;
    buffer_init(&out, make->arena);
    buffer_text(&out, "$(SCHEMAC)");
    for (size_t i = 0; i < words->count; i++) {
        buffer_format(&out, " %s", quote_recipe(make->arena, words->items[i]));
    }
    return out.bytes;
}

static void append_head(struct make *make)
{
    struct buffer *out = &make->out;
    append_comment(out, "#",
                   arena_format(make->arena,
                                "%s. Made by schemac: include it in a Makefile, and run make in "
                                "the folder\nwhere schemac ran. Targets:",
                                title(make->layout)));
    buffer_format(
        out,
        "#   %s-all      tables, header and images\n"
        "#   %s-merged   one image of all that is flashed\n"
        "#   %s-flash, %s-flash-PARTITION, %s-erase-PARTITION, %s-ota-flash\n"
        "#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same, of all such fragments\n"
        "# A partition that nothing is generated for is flashed from %s_PARTITION_IMAGE,\n"
        "# where that is set before: %s_OTA_0_IMAGE := app.bin\n%s\n",
        make->name, make->name, make->name, make->name, make->name, make->name, make->prefix,
        make->prefix, preserved_remark(make->layout));
    buffer_format(out,
                  "SCHEMAC ?= schemac\n"
                  "ESPTOOL ?= esptool.py\n"
                  "ESPTOOL_FLAGS ?=\n"
                  "%s_default_goal := $(.DEFAULT_GOAL)\n\n",
                  make->name);
}

static void append_layout_rules(struct make *make, const struct list *artifacts)
{
    struct buffer *out = &make->out;
    const struct layout *layout = make->layout;
    struct list words = compile_words(layout);
    const char *compile = recipe(make, &words);
    const char *depfile = artifact_name(layout, ".d");
    struct buffer listed;
    bool has_depfile = false;
    buffer_init(&listed, make->arena);
    buffer_text(&listed, make->fragment);
    for (size_t i = 0; i < artifacts->count; i++) {
        const char *path = ((const struct artifact *)artifacts->items[i])->path;
        if (strcmp(path, depfile) == 0) {
            has_depfile = true;
        } else {
            buffer_format(&listed, " \\\n  %s", target_path(make, path));
        }
    }
    depfile = target_path(make, depfile);
    buffer_format(out,
                  "%s: %s%s%s\n"
                  "\t%s\n"
                  "\t@touch %s\n",
                  make->stamp, quote_make(make->arena, layout->invocation.schema),
                  has_depfile ? " " : "", has_depfile ? depfile : "", compile,
                  recipe_path(make, artifact_name(layout, ".stamp")));
    if (has_depfile) { // where it was deleted, nobody knows what changed
        buffer_format(out, "%s: ;\n-include %s\n", depfile, depfile);
    }
    buffer_format(out,
                  "\n%s_artifacts := %s\n"
                  "$(%s_artifacts): %s\n"
                  "\t@test -f '$(subst ','\\'',$@)' || %s\n\n",
                  make->name, listed.bytes, make->name, make->stamp, compile);
}

static void append_image(struct make *make, const struct partition *partition)
{
    struct buffer *out = &make->out;
    const char *path = image_path(make->layout, partition);
    struct list words = generate_words(make->layout, partition);
    struct list inputs = image_inputs(make->layout, partition);
    const char *depfile = arena_format(make->arena, "%s.d", path);
    bool has_depfile = partition->content->names_inputs;
    buffer_format(out, "# %s: %s, content %08" PRIx32 "\n", partition->identifier,
                  text_size(make->arena, partition->size), content_digest(make->layout, partition));
    buffer_format(out, "%s: %s", target_path(make, path), make->fragment);
    for (size_t i = 0; i < inputs.count; i++) {
        buffer_format(out, " %s", quote_make(make->arena, inputs.items[i]));
    }
    buffer_format(out, "\n\t%s%s%s -o %s\n\t@touch %s\n", recipe(make, &words),
                  has_depfile ? " --depfile " : "", has_depfile ? recipe_path(make, depfile) : "",
                  recipe_path(make, path), recipe_path(make, path));
    if (has_depfile) {
        buffer_format(out, "-include %s\n", target_path(make, depfile));
    }
    buffer_format(out, "%s_images += %s\n\n", make->name, target_path(make, path));
}

static void append_images(struct make *make)
{
    buffer_format(&make->out, "%s_images :=\n", make->name);
    for (size_t i = 0; i < make->layout->partitions.count; i++) {
        const struct partition *partition = make->layout->partitions.items[i];
        if (has_image(partition)) {
            append_image(make, partition);
        }
    }
    buffer_format(&make->out,
                  ".PHONY: %s-all\n"
                  "%s-all: $(%s_artifacts) $(%s_images)\n\n",
                  make->name, make->name, make->name, make->name);
}

static const char *esptool(const struct make *make, const char *command)
{
    return arena_format(make->arena, "$(ESPTOOL) $(ESPTOOL_FLAGS) --chip %s %s",
                        quote_recipe(make->arena, make->layout->platform->chip), command);
}

// What a set of files is flashed by: the files, and esptool's words for them.
static void append_flash_set(struct make *make, const char *set, bool is_whole)
{
    struct buffer *out = &make->out;
    const struct list *partitions = &make->layout->partitions;
    buffer_format(out, "%s_%s_files :=", make->name, set);
    for (size_t i = 0; i < make->files.count; i++) {
        const struct flash_file *file = make->files.items[i];
        if (is_whole || !file->is_preserved) {
            buffer_format(out, " %s", target_path(make, file->path));
        }
    }
    for (size_t i = 0; i < partitions->count; i++) {
        if (takes_image(partitions->items[i]) &&
            (is_whole || !is_preserved(partitions->items[i]))) {
            buffer_format(out, " \\\n  $(%s)", image_variable(make->layout, partitions->items[i]));
        }
    }
    buffer_format(out, "\n%s_%s_words :=", make->name, set);
    for (size_t i = 0; i < make->files.count; i++) {
        const struct flash_file *file = make->files.items[i];
        const char *path = output_path(make->layout, file->path);
        if (is_whole || !file->is_preserved) {
            buffer_format(out, " 0x%" PRIx64 " %s", file->offset,
                          quote_variable(make->arena, path));
        }
    }
    for (size_t i = 0; i < partitions->count; i++) {
        const struct partition *partition = partitions->items[i];
        if (takes_image(partition) && (is_whole || !is_preserved(partition))) {
            const char *variable = image_variable(make->layout, partition);
            buffer_format(out, " \\\n  $(if $(%s),0x%" PRIx64 " $(%s))", variable,
                          partition->offset, variable);
        }
    }
    buffer_text(out, "\n");
}

static void append_flash_all(struct make *make)
{
    struct buffer *out = &make->out;
    const struct list replaced = replaced_names(make->layout);
    const struct list preserved = preserved_names(make->layout);
    const char *whole = preserved.count ? "merged" : "flash"; // what a blank device gets
    append_flash_set(make, "flash", false);
    if (preserved.count) {
        append_flash_set(make, "merged", true);
    }
    buffer_format(out,
                  "\n.PHONY: flash %s-flash %s-merged\n"
                  "flash: %s-flash\n"
                  "%s-flash: $(%s_flash_files)\n",
                  make->name, make->name, make->name, make->name, make->name);
    if (replaced.count) {
        buffer_format(out, "\t@echo 'flashing replaces what the device keeps in: %s'\n",
                      join_names(make->arena, &replaced));
    }
    buffer_format(out, "\t%s $(%s_flash_words)\n\n", esptool(make, "write_flash"), make->name);
    const char *merged = artifact_name(make->layout, "-merged.bin");
    buffer_format(out,
                  "%s-merged: %s\n"
                  "%s: $(%s_%s_files)\n"
                  "\t%s %s $(%s_%s_words)\n\n",
                  make->name, target_path(make, merged), target_path(make, merged), make->name,
                  whole, esptool(make, "merge_bin -o"), recipe_path(make, merged), make->name,
                  whole);
}

// A target of this fragment, and the one of all fragments that needs it.
static void append_alias(struct make *make, const char *target)
{
    buffer_format(&make->out, ".PHONY: %s %s-%s\n%s: %s-%s\n", target, make->name, target, target,
                  make->name, target);
}

static void append_flash_file(struct make *make, const char *target, uint64_t offset,
                              const char *path)
{
    buffer_format(&make->out, "%s-%s: %s\n\t%s 0x%" PRIx64 " %s\n", make->name, target,
                  target_path(make, path), esptool(make, "write_flash"), offset,
                  recipe_path(make, path));
}

static void append_flash_variable(struct make *make, const char *target,
                                  const struct partition *partition)
{
    const char *variable = image_variable(make->layout, partition);
    buffer_format(&make->out,
                  "%s-%s: $(%s)\n"
                  "\t$(if $(%s),,$(error nothing to flash: set %s))\n"
                  "\t%s 0x%" PRIx64 " $(%s)\n",
                  make->name, target, variable, variable, variable, esptool(make, "write_flash"),
                  partition->offset, variable);
}

// A partition that holds a table is flashed by flashing that table.
static void append_flash(struct make *make, const struct partition *partition)
{
    const char *target = arena_format(make->arena, "flash-%s", partition->identifier);
    const struct table *table = partition->inner;
    if (table && !table->format) {
        return;
    }
    append_alias(make, target);
    if (has_image(partition)) {
        append_flash_file(make, target, partition->offset, image_path(make->layout, partition));
    } else if (table) {
        append_flash_file(make, target, table->offset,
                          arena_format(make->arena, "%s.bin", table->identifier));
    } else {
        append_flash_variable(make, target, partition);
    }
}

static void append_erase(struct make *make, const struct partition *partition)
{
    const char *target = arena_format(make->arena, "erase-%s", partition->identifier);
    append_alias(make, target);
    buffer_format(&make->out, "%s-%s:\n\t%s 0x%" PRIx64 " 0x%" PRIx64 "\n\n", make->name, target,
                  esptool(make, "erase_region"), partition->offset, partition->size);
}

static void append_partitions(struct make *make)
{
    for (size_t i = 0; i < make->layout->partitions.count; i++) {
        const struct partition *partition = make->layout->partitions.items[i];
        if (is_flashable(partition)) {
            append_flash(make, partition);
            append_erase(make, partition);
        }
    }
    const struct partition *slot = first_slot(make->layout);
    if (slot) {
        append_alias(make, "ota-flash");
        buffer_format(&make->out, "%s-ota-flash: %s-flash-%s\n\n", make->name, make->name,
                      slot->identifier);
    }
}

void make_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    paths_check(layout, diagnostics, make_problem);
}

void make_emit(const struct layout *layout, struct list *artifacts)
{
    struct arena *arena = layout->arena;
    const char *fragment = artifact_name(layout, ".mk");
    struct make make = {
        .layout = layout,
        .arena = arena,
        .prefix = text_upper(arena, layout->identifier),
        .name = layout->identifier,
        .files = flash_files(layout),
    };
    buffer_init(&make.out, arena);
    make.stamp = target_path(&make, artifact_name(layout, ".stamp"));
    make.fragment = target_path(&make, fragment);
    append_head(&make);
    append_layout_rules(&make, artifacts);
    append_images(&make);
    append_flash_all(&make);
    append_partitions(&make);
    buffer_format(&make.out, ".DEFAULT_GOAL := $(%s_default_goal)\n", make.name);
    artifact_add(arena, artifacts, fragment, &make.out);
}
