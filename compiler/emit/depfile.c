// NAME.d: what the artifacts depend on, in the form of gcc -MD -MP, which Make and Ninja read.
#include "artifacts.h"

void depfile_check(const struct layout *layout, const struct images *images,
                   struct diagnostics *diagnostics)
{
    (void)layout;
    artifact_paths_check(images, diagnostics, quote_make_problem);
}

void depfile_text(struct arena *arena, const char *target, const struct text_list *inputs,
                  struct buffer *out)
{
    buffer_format(out, "%s:", quote_make(arena, target));
    for_each (path, inputs) {
        buffer_format(out, " \\\n  %s", quote_make(arena, path));
    }
    buffer_text(out, "\n");
    // As -MP does: each input is a target without a recipe, so that removing one does not break the
    // build.
    for_each (path, inputs) {
        buffer_format(out, "\n%s:\n", quote_make(arena, path));
    }
}

// The stamp is the target: artifacts that do not change keep their times, and would look older
// than their inputs for ever.
void depfile_emit(const struct layout *layout, const struct images *images,
                  struct artifact_list *artifacts)
{
    struct arena *arena = layout->arena;
    struct text_list inputs = artifact_inputs(images);
    struct buffer out;
    buffer_init(&out, arena);
    depfile_text(arena, artifact_output_path(layout, artifact_name(layout, ".stamp")), &inputs,
                 &out);
    artifact_add(arena, artifacts, artifact_name(layout, ".d"), &out);
}
