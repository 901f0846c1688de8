// NAME.d: what the artifacts depend on, as a compiler's -MD -MP says it.
#include "artifacts.h"

void depfile_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    paths_check(layout, diagnostics, make_problem);
}

void depfile_emit(const struct layout *layout, struct list *artifacts)
{
    struct arena *arena = layout->arena;
    const struct list *inputs = &layout->project.inputs;
    struct buffer out;
    buffer_init(&out, arena);
    buffer_format(&out,
                  "%s:", quote_make(arena, output_path(layout, artifact_name(layout, ".stamp"))));
    for (size_t i = 0; i < inputs->count; i++) {
        buffer_format(&out, " \\\n  %s", quote_make(arena, inputs->items[i]));
    }
    buffer_text(&out, "\n");
    // Each include is a target too, so that it may go without a broken build.
    for (size_t i = 1; i < inputs->count; i++) {
        buffer_format(&out, "\n%s:\n", quote_make(arena, inputs->items[i]));
    }
    artifact_add(arena, artifacts, artifact_name(layout, ".d"), &out);
}
