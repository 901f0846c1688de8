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
    const char *schema;   // a recipe's word
    const char *variant;  // " --variant X" in a recipe, or ""
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
        "#   flash, flash-PARTITION, erase-PARTITION, ota-flash\n"
        "# A partition that nothing is generated for is flashed from %s_PARTITION_IMAGE,\n"
        "# where that is set before: %s_OTA_0_IMAGE := app.bin\n\n",
        make->name, make->name, make->prefix, make->prefix);
    buffer_format(out,
                  "SCHEMAC ?= schemac\n"
                  "ESPTOOL ?= esptool.py\n"
                  "ESPTOOL_FLAGS ?=\n"
                  "%s_default_goal := $(.DEFAULT_GOAL)\n\n",
                  make->name);
}

static void append_layout_rules(struct make *make)
{
    struct buffer *out = &make->out;
    const char *folder = quote_recipe(make->arena, make->layout->project.output);
    const char *stamp = recipe_path(make, artifact_name(make->layout, ".stamp"));
    const char *compile = arena_format(make->arena, "$(SCHEMAC) compile --quiet%s -o %s %s",
                                       make->variant, folder, make->schema);
    buffer_format(out, "%s:\n\t%s\n\t@touch %s\n-include %s\n\n", make->stamp, compile, stamp,
                  target_path(make, artifact_name(make->layout, ".d")));
    buffer_format(out, "%s_artifacts := %s %s", make->name,
                  target_path(make, artifact_name(make->layout, ".h")), make->fragment);
    for (size_t i = 0; i < make->layout->tables.count; i++) {
        const struct table *table = make->layout->tables.items[i];
        const char *name = table->identifier;
        buffer_format(out, " \\\n  %s",
                      target_path(make, arena_format(make->arena, "%s.csv", name)));
        if (table->format) {
            buffer_format(out, " %s", target_path(make, arena_format(make->arena, "%s.bin", name)));
        }
    }
    buffer_format(out, "\n$(%s_artifacts): %s\n\t@test -f '$(subst ','\\'',$@)' || %s\n\n",
                  make->name, make->stamp, compile);
}

static void append_image(struct make *make, const struct partition *partition)
{
    struct buffer *out = &make->out;
    const char *path = image_path(make->layout, partition);
    const char *label = quote_recipe(make->arena, partition->identifier);
    struct list inputs = image_inputs(make->layout, partition);
    buffer_format(out, "# %s: %s, content %08" PRIx32 "\n", partition->identifier,
                  text_size(make->arena, partition->size), content_digest(make->layout, partition));
    buffer_format(out, "%s: %s", target_path(make, path), make->fragment);
    for (size_t i = 0; i < inputs.count; i++) {
        buffer_format(out, " %s", quote_make(make->arena, inputs.items[i]));
    }
    buffer_format(out, "\n\t$(SCHEMAC) generate --quiet%s -o %s %s %s\n\t@touch %s\n",
                  make->variant, recipe_path(make, path), make->schema, label,
                  recipe_path(make, path));
    buffer_format(out, "%s_images += %s\n\n", make->name, target_path(make, path));
}

static void append_images(struct make *make)
{
    buffer_format(&make->out, "%s_images :=\n", make->name);
    for (size_t i = 0; i < make->layout->partitions.count; i++) {
        const struct partition *partition = make->layout->partitions.items[i];
        if (partition->content && !partition->is_absent) {
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
                        quote_recipe(make->arena, make->layout->chip), command);
}

static void append_flash_all(struct make *make)
{
    struct buffer *out = &make->out;
    const struct list *partitions = &make->layout->partitions;
    buffer_format(out, "%s_flash_files :=", make->name);
    for (size_t i = 0; i < make->files.count; i++) {
        const struct flash_file *file = make->files.items[i];
        buffer_format(out, " %s", target_path(make, file->path));
    }
    for (size_t i = 0; i < partitions->count; i++) {
        if (takes_image(partitions->items[i])) {
            buffer_format(out, " \\\n  $(%s)", image_variable(make->layout, partitions->items[i]));
        }
    }
    buffer_format(out, "\n%s_flash_words :=", make->name);
    for (size_t i = 0; i < make->files.count; i++) {
        const struct flash_file *file = make->files.items[i];
        const char *path = output_path(make->layout, file->path);
        buffer_format(out, " 0x%" PRIx64 " %s", file->offset, quote_variable(make->arena, path));
    }
    for (size_t i = 0; i < partitions->count; i++) {
        const struct partition *partition = partitions->items[i];
        if (takes_image(partition)) {
            const char *variable = image_variable(make->layout, partition);
            buffer_format(out, " \\\n  $(if $(%s),0x%" PRIx64 " $(%s))", variable,
                          partition->offset, variable);
        }
    }
    buffer_text(out, "\n");
    const char *merged = artifact_name(make->layout, "-merged.bin");
    buffer_format(out,
                  "\n.PHONY: flash %s-flash %s-merged\n"
                  "flash: %s-flash\n"
                  "%s-flash: $(%s_flash_files)\n"
                  "\t%s $(%s_flash_words)\n\n",
                  make->name, make->name, make->name, make->name, make->name,
                  esptool(make, "write_flash"), make->name);
    buffer_format(out,
                  "%s-merged: %s\n"
                  "%s: $(%s_flash_files)\n"
                  "\t%s %s $(%s_flash_words)\n\n",
                  make->name, target_path(make, merged), target_path(make, merged), make->name,
                  esptool(make, "merge_bin -o"), recipe_path(make, merged), make->name);
}

static void append_flash_image(struct make *make, const struct partition *partition)
{
    const char *path = image_path(make->layout, partition);
    buffer_format(&make->out, "flash-%s: %s\n\t%s 0x%" PRIx64 " %s\n", partition->identifier,
                  target_path(make, path), esptool(make, "write_flash"), partition->offset,
                  recipe_path(make, path));
}

static void append_flash_variable(struct make *make, const struct partition *partition)
{
    const char *variable = image_variable(make->layout, partition);
    buffer_format(&make->out,
                  "flash-%s: $(%s)\n"
                  "\t$(if $(%s),,$(error nothing to flash: set %s))\n"
                  "\t%s 0x%" PRIx64 " $(%s)\n",
                  partition->identifier, variable, variable, variable, esptool(make, "write_flash"),
                  partition->offset, variable);
}

// A partition that holds a table is flashed by flashing that table.
static void append_flash_table(struct make *make, const struct partition *partition)
{
    const struct table *table = partition->inner;
    const char *path = arena_format(make->arena, "%s.bin", table->identifier);
    if (table->format) {
        buffer_format(&make->out, "flash-%s: %s\n\t%s 0x%" PRIx64 " %s\n", partition->identifier,
                      target_path(make, path), esptool(make, "write_flash"), table->offset,
                      recipe_path(make, path));
    }
}

static void append_partition(struct make *make, const struct partition *partition)
{
    buffer_format(&make->out, ".PHONY: flash-%s erase-%s\n", partition->identifier,
                  partition->identifier);
    if (partition->content) {
        append_flash_image(make, partition);
    } else if (partition->inner) {
        append_flash_table(make, partition);
    } else {
        append_flash_variable(make, partition);
    }
    buffer_format(&make->out, "erase-%s:\n\t%s 0x%" PRIx64 " 0x%" PRIx64 "\n\n",
                  partition->identifier, esptool(make, "erase_region"), partition->offset,
                  partition->size);
}

static void append_partitions(struct make *make)
{
    for (size_t i = 0; i < make->layout->partitions.count; i++) {
        const struct partition *partition = make->layout->partitions.items[i];
        if (is_flashable(partition)) {
            append_partition(make, partition);
        }
    }
    const struct partition *slot = first_slot(make->layout);
    if (slot) {
        buffer_format(&make->out, ".PHONY: ota-flash\nota-flash: flash-%s\n\n", slot->identifier);
    }
}

void make_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    paths_check(layout, diagnostics);
    if (strchr(layout->project.output, '%')) {
        report(diagnostics, CODE_PATH_NOT_QUOTABLE, (struct span){0},
               "the output folder has a `%%`; Make would take what lies in it for patterns");
    }
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
        .schema = quote_recipe(arena, layout->project.schema),
        .variant = "",
        .files = flash_files(layout),
    };
    buffer_init(&make.out, arena);
    make.stamp = target_path(&make, artifact_name(layout, ".stamp"));
    make.fragment = target_path(&make, fragment);
    if (layout->project.variant) {
        make.variant =
            arena_format(arena, " --variant %s", quote_recipe(arena, layout->project.variant));
    }
    append_head(&make);
    append_layout_rules(&make);
    append_images(&make);
    append_flash_all(&make);
    append_partitions(&make);
    buffer_format(&make.out, ".DEFAULT_GOAL := $(%s_default_goal)\n", make.name);
    artifact_add(arena, artifacts, fragment, &make.out);
}
