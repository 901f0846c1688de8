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

static struct list find_programs(struct maker *maker, const char *folder,
                                 const struct host_names *files, const char *label)
{
    const struct host *host = maker->diagnostics->sources->host;
    struct list found = {0};
    for_each (file, files) {
        if (is_named_after(file, label) &&
            !host_is_directory(host, arena_format(maker->arena, "%s/%s", folder, file))) {
            list_append(maker->arena, &found, file);
        }
    }
    return found;
}

static bool wants_program(const struct maker *maker, const struct partition *partition)
{
    const struct model_partition *model = maker->model->partitions.items[partition->index];
    bool is_apps = partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT ||
                   partition->kind == KIND_OTADATA;
    return !model->clauses.slots[CLAUSE_FROM] && !is_apps && !partition->inner;
}

// As if `from exec "PROGRAM"` were written.
static struct content *make_content(struct maker *maker, struct span span, const char *program)
{
    struct content *content = arena_new(maker->arena, sizeof *content);
    struct word *word = arena_new(maker->arena, sizeof *word);
    *word = (struct word){.type = WORD_IS_STRING, .text = program, .span = span};
    *content = (struct content){.generator = "exec", .name_span = span, .span = span};
    list_append(maker->arena, &content->arguments, word);
    return content;
}

static void report_several(struct maker *maker, const struct partition *partition,
                           const struct list *programs)
{
    struct diagnostic *diagnostic = report(maker->diagnostics, CODE_SEVERAL_TOOLS, partition->span,
                                           "the folder `%s` has %zu programs for partition `%s`",
                                           maker->model->tools, programs->count, partition->label);
    for (size_t i = 0; i < programs->count; i++) {
        add_note(diagnostic, (struct span){0}, "one is `%s`", (const char *)programs->items[i]);
    }
    add_note(diagnostic, (struct span){0}, "`from exec \"%s\"` would choose the first",
             (const char *)programs->items[0]);
}

void define_tools(struct maker *maker)
{
    struct layout *layout = maker->layout;
    const char *tools = maker->model->tools;
    const struct host *host = maker->diagnostics->sources->host;
    if (!tools || !*tools) {
        return;
    }
    const char *folder = path_beside(maker->arena, layout->invocation.schema, tools);
    if (!host_is_directory(host, folder)) {
        return; // what is not there makes nothing, and no build can wait for it
    }
    struct host_names files = host_list(host, maker->arena, folder, NULL);
    list_append(maker->arena, &layout->folders, folder);
    for_each (partition, &maker->partitions) {
        if (!wants_program(maker, partition)) {
            continue;
        }
        struct list programs = find_programs(maker, folder, &files, partition->label);
        if (programs.count > 1) {
            report_several(maker, partition, &programs);
        } else if (programs.count == 1) {
            partition->content = make_content(maker, partition->span, programs.items[0]);
        } else {
            partition->lacks_tool = true;
        }
    }
}
