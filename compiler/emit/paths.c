// The paths of artifacts and images, within the output directory and from where schemac runs. Build
// fragments and the program both ask here, so that they agree.
#include "artifacts.h"

#include <string.h>

const char *artifact_name(const struct layout *layout, const char *suffix)
{
    return arena_format(layout->arena, "%s%s", layout->identifier, suffix);
}

const char *image_path(const struct layout *layout, const struct partition *partition)
{
    return arena_format(layout->arena, "images/%s.bin", partition->identifier);
}

// By the table's identifier, which is unique in upper and lower case: file systems may ignore
// case.
const char *artifact_table_path(const struct layout *layout, const struct table *table)
{
    return arena_format(layout->arena, "%s.bin", table->identifier);
}

bool artifact_is_made(const struct artifact_list *artifacts, const char *path)
{
    for_each (artifact, artifacts) {
        if (strcmp(artifact->path, path) == 0) {
            return true;
        }
    }
    return false;
}

const char *artifact_output_path(const struct layout *layout, const char *path)
{
    const char *directory = layout->invocation.output;
    if (strcmp(directory, ".") == 0) {
        return path;
    }
    bool has_slash = *directory && directory[strlen(directory) - 1] == '/';
    return arena_format(layout->arena, "%s%s%s", directory, has_slash ? "" : "/", path);
}

// `..` in the path does not say how far down it is.
const char *artifact_way_back(const struct layout *layout)
{
    const char *directory = layout->invocation.output;
    struct buffer out;
    buffer_init(&out, layout->arena);
    if (directory[0] == '/') {
        return NULL;
    }
    for (const char *at = directory; *at;) {
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

// Paths are checked before anything is written: a fragment with a path that it cannot express would
// fail much later, with an error of Make or Ninja that explains nothing.
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
               "`%s` contains %s, which a build file cannot express", path, found);
    }
}

void artifact_paths_check(const struct images *images, struct diagnostics *diagnostics,
                          const char *(*problem)(const char *path, bool is_output))
{
    const struct layout *layout = images->layout;
    const struct path_check check = {diagnostics, problem};
    const struct span nowhere = {0};
    const struct invocation *invocation = &layout->invocation;
    check_path(&check, invocation->output, true, nowhere);
    check_path(&check, invocation->variant ? invocation->variant : "", false, nowhere);
    struct text_list inputs = artifact_inputs(images);
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
