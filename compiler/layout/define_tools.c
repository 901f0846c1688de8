// The convention of generation tools: a program that has a partition's name makes its content.
#include "define.h"

#include <string.h>

// `ble_data`, `ble_data.sh`; what editors leave beside a file (`ble_data.sh~`) is none.
static bool is_named_after(const char *file, const char *label)
{
    size_t length = strlen(label);
    if (strncmp(file, label, length) != 0) {
        return false;
    }
    const char *extension = file + length;
    bool is_extension = extension[0] == '.' && extension[1] && !strpbrk(extension + 1, ".~");
    return !*extension || is_extension;
}

// Directories that are named like a partition are not programs.
static struct text_list find_programs(struct layout_builder *builder, const char *directory,
                                      const struct text_list *files, const char *label)
{
    const struct host *host = builder->diagnostics->sources->host;
    struct text_list found = {0};
    for_each (file, files) {
        if (is_named_after(file, label) &&
            !host_is_directory(host, arena_format(builder->arena, "%s/%s", directory, file))) {
            list_append(builder->arena, &found, file);
        }
    }
    return found;
}

// The build makes the applications, and the bootloader writes `otadata`: no generator may be run
// for those. A partition with a table in it is that table's image.
static bool wants_program(const struct layout_builder *builder, const struct partition *partition)
{
    const struct model_partition *model = builder->model->partitions.items[partition->index];
    bool is_apps = partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT ||
                   partition->kind == KIND_OTADATA;
    return !model->clauses.slots[CLAUSE_FROM] && !is_apps && !partition->inner;
}

// As if `from exec "PROGRAM"` were written.
static struct content *build_content(struct layout_builder *builder, struct span span,
                                     const char *program)
{
    struct content *content = arena_new(builder->arena, sizeof *content);
    struct word *word = arena_new(builder->arena, sizeof *word);
    *word = (struct word){.type = WORD_IS_STRING, .text = program, .span = span};
    *content = (struct content){.generator = "exec", .name_span = span, .span = span};
    list_append(builder->arena, &content->arguments, word);
    return content;
}

// An error and no choice: which one would win depended on the order of the directory.
static void report_several(struct layout_builder *builder, const struct partition *partition,
                           const struct text_list *programs)
{
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_SEVERAL_TOOLS, partition->span,
               "directory `%s` has %zu programs for partition `%s`", builder->model->tools,
               programs->count, partition->label);
    for (size_t i = 0; i < programs->count; i++) {
        add_note(diagnostic, (struct span){0}, "`%s` is one of them", programs->items[i]);
    }
    add_note(diagnostic, (struct span){0}, "`from exec \"%s\"` chooses the first",
             programs->items[0]);
}

// Only partitions without a `from`: `no from` forbids the program, too. The directory is listed
// once for all partitions, and is a dependency of the build: a program that is added later must be
// found.
void define_tools(struct layout_builder *builder)
{
    struct layout *layout = builder->layout;
    const char *tools = builder->model->tools;
    const struct host *host = builder->diagnostics->sources->host;
    if (!tools || !*tools) {
        return;
    }
    const char *directory = path_beside(builder->arena, layout->invocation.schema, tools);
    if (!host_is_directory(host, directory)) {
        return; // what is not there makes nothing, and no build can wait for it
    }
    struct text_list files = host_list(host, builder->arena, directory, NULL);
    list_append(builder->arena, &layout->directories, directory);
    for_each (partition, &builder->partitions) {
        if (!wants_program(builder, partition)) {
            continue;
        }
        struct text_list programs = find_programs(builder, directory, &files, partition->label);
        if (programs.count > 1) {
            report_several(builder, partition, &programs);
        } else if (programs.count == 1) {
            partition->content = build_content(builder, partition->span, programs.items[0]);
        } else {
            partition->lacks_tool = true;
        }
    }
}
