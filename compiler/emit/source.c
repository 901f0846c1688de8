// NAME.c: the constants of NAME.h, for C, which has no `inline` variables. The files of a program
// that define NAME_SOURCE share these, instead of having their own.
#include "artifacts.h"

void source_emit(const struct layout *layout, const struct images *images,
                 struct artifact_list *artifacts)
{
    struct buffer out;
    const char *prefix = text_upper(layout->arena, layout->identifier);
    (void)images;
    buffer_init(&out, layout->arena);
    comment_append(&out, "//", artifact_origin(layout));
    buffer_format(&out,
                  "//\n"
                  "// The constants of %s, once for all files of a program that are compiled with\n"
                  "// %s_SOURCE. To be compiled as C; C++17 does not need it.\n"
                  "#define %s_DEFINITIONS\n"
                  "#include \"%s\"\n",
                  artifact_name(layout, ".h"), prefix, prefix, artifact_name(layout, ".h"));
    artifact_add(layout->arena, artifacts, artifact_name(layout, ".c"), &out);
}
