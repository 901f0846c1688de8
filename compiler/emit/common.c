#include "artifacts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const char *artifact_name(const struct layout *layout, const char *suffix)
{
    return arena_format(layout->arena, "%s%s", layout->identifier, suffix);
}

const char *image_path(const struct layout *layout, const struct partition *partition)
{
    return arena_format(layout->arena, "images/%s.bin", partition->identifier);
}

const char *table_path(const struct layout *layout, const struct table *table)
{
    return arena_format(layout->arena, "%s.bin", table->identifier);
}

const char *output_path(const struct layout *layout, const char *path)
{
    const char *folder = layout->invocation.output;
    if (strcmp(folder, ".") == 0) {
        return path;
    }
    bool has_slash = *folder && folder[strlen(folder) - 1] == '/';
    return arena_format(layout->arena, "%s%s%s", folder, has_slash ? "" : "/", path);
}

const char *title(const struct layout *layout)
{
    const char *variant = layout->invocation.variant;
    return arena_format(layout->arena, "%s%s%s, revision %" PRIu64, layout->name,
                        variant ? ", variant " : "", variant ? variant : "", layout->revision);
}

bool is_flashable(const struct partition *partition)
{
    return !partition->is_absent && partition->table->flash->index == 0;
}

bool has_image(const struct images *images, const struct partition *partition)
{
    const struct image_plan *plan = image_plan_of(images, partition);
    return plan && !plan->is_per_device && !partition->is_absent;
}

bool takes_image(const struct images *images, const struct partition *partition)
{
    return is_flashable(partition) && !has_image(images, partition) && !partition->inner;
}

const char *image_variable(const struct layout *layout, const struct partition *partition)
{
    return arena_format(layout->arena, "%s_%s_IMAGE", text_upper(layout->arena, layout->identifier),
                        text_upper(layout->arena, partition->identifier));
}

const struct partition *first_slot(const struct layout *layout)
{
    const struct partition *slot = NULL;
    for_each (partition, &layout->partitions) {
        bool is_slot = partition->kind == KIND_OTA_SLOT && is_flashable(partition);
        if (is_slot && (!slot || partition->family_number < slot->family_number)) {
            slot = partition;
        }
    }
    return slot;
}

bool is_preserved(const struct partition *partition)
{
    return partition->lifetime == LIFETIME_PRESERVE;
}

// What an update would leave alone, and schemac's own image takes the place of.
static bool is_replaced(const struct images *images, const struct partition *partition)
{
    return is_flashable(partition) && has_image(images, partition) &&
           partition->lifetime == LIFETIME_DEFAULT && layout_is_written(images->layout, partition);
}

struct text_list replaced_names(const struct images *images)
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

struct text_list preserved_names(const struct layout *layout)
{
    struct text_list names = {0};
    for_each (partition, &layout->partitions) {
        if (is_flashable(partition) && is_preserved(partition)) {
            list_append(layout->arena, &names, partition->identifier);
        }
    }
    return names;
}

const char *join_names(struct arena *arena, const struct text_list *names)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_text(&text, "");
    for (size_t i = 0; i < names->count; i++) {
        buffer_format(&text, "%s%s", i ? ", " : "", (const char *)names->items[i]);
    }
    return text.bytes;
}

const char *preserved_text(const struct layout *layout)
{
    const struct text_list names = preserved_names(layout);
    return join_names(layout->arena, &names);
}

static void add_file(const struct layout *layout, struct flash_file_list *files,
                     struct flash_file content)
{
    struct flash_file *file = arena_new(layout->arena, sizeof *file);
    *file = content;
    list_append(layout->arena, files, file);
}

static int compare_files(const void *a, const void *b)
{
    const struct flash_file *first = *(const struct flash_file *const *)a;
    const struct flash_file *second = *(const struct flash_file *const *)b;
    return (first->offset > second->offset) - (first->offset < second->offset);
}

struct flash_file_list flash_files(const struct images *images)
{
    const struct layout *layout = images->layout;
    struct flash_file_list files = {0};
    for_each (table, &layout->tables) {
        if (table->format && table->flash->index == 0) {
            const char *path = table_path(layout, table);
            add_file(layout, &files,
                     (struct flash_file){.name = table->name,
                                         .path = path,
                                         .offset = table->offset,
                                         .is_preserved = table->host && is_preserved(table->host),
                                         .table = table});
        }
    }
    for_each (partition, &layout->partitions) {
        if (has_image(images, partition) && is_flashable(partition) && !partition->is_update_slot) {
            add_file(layout, &files,
                     (struct flash_file){
                         .name = partition->label,
                         .path = image_path(layout, partition),
                         .offset = partition->offset,
                         .is_encrypted = layout_has_flag(layout, partition, "encrypted"),
                         .is_preserved = is_preserved(partition),
                         .partition = partition,
                     });
        }
    }
    if (files.count > 1) {
        qsort(files.items, files.count, sizeof *files.items, compare_files);
    }
    return files;
}

const char *flash_size_name(const struct layout *layout)
{
    uint64_t size = ((const struct layout_flash *)layout->flashes.items[0])->size;
    if (!is_power_of_two(size) || size < 256 << 10 || size > 128 << 20) {
        return "keep";
    }
    return size < 1 << 20 ? arena_format(layout->arena, "%" PRIu64 "KB", size >> 10)
                          : arena_format(layout->arena, "%" PRIu64 "MB", size >> 20);
}

struct path_check {
    struct diagnostics *diagnostics;
    const char *(*problem)(const char *path, bool is_output);
};

static void check_path(const struct path_check *check, const char *path, bool is_output,
                       struct span span)
{
    const char *found = check->problem(path, is_output);
    if (found) {
        report(check->diagnostics, CODE_PATH_NOT_QUOTABLE, span,
               "`%s` has %s, which a build file cannot hold", path, found);
    }
}

void paths_check(const struct images *images, struct diagnostics *diagnostics,
                 const char *(*problem)(const char *path, bool is_output))
{
    const struct layout *layout = images->layout;
    const struct path_check check = {diagnostics, problem};
    const struct span nowhere = {0};
    const struct invocation *invocation = &layout->invocation;
    check_path(&check, invocation->output, true, nowhere);
    check_path(&check, invocation->variant ? invocation->variant : "", false, nowhere);
    struct text_list inputs = compile_inputs(images);
    for_each (path, &inputs) {
        check_path(&check, path, false, nowhere);
    }
    for_each (partition, &layout->partitions) {
        const struct image_plan *plan = image_plan_of(images, partition);
        for (size_t j = 0; plan && j < plan->notes.inputs.count; j++) {
            check_path(&check, plan->notes.inputs.items[j], false, partition->content->span);
        }
    }
}

static struct text_list command_words(const struct layout *layout, const char *command)
{
    const char *variant = layout->invocation.variant;
    struct text_list words = {0};
    list_append(layout->arena, &words, command);
    list_append(layout->arena, &words, "--quiet");
    if (variant) {
        list_append(layout->arena, &words, arena_format(layout->arena, "--variant=%s", variant));
    }
    for_each (word, &layout->invocation.kconfig) {
        list_append(layout->arena, &words, word);
    }
    return words;
}

struct text_list compile_words(const struct layout *layout)
{
    struct text_list words = command_words(layout, "compile");
    for (size_t i = 0; i < layout->invocation.options.count; i++) {
        list_append(layout->arena, &words, layout->invocation.options.items[i]);
    }
    list_append(layout->arena, &words, "-o");
    list_append(layout->arena, &words, layout->invocation.output);
    list_append(layout->arena, &words, layout->invocation.schema);
    return words;
}

struct text_list generate_words(const struct layout *layout, const struct partition *partition)
{
    struct text_list words = command_words(layout, "generate");
    list_append(layout->arena, &words, layout->invocation.schema);
    list_append(layout->arena, &words, partition->identifier);
    return words;
}
