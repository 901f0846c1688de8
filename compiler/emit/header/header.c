// NAME.h: the layout as constants and typed functions, for C99, C11 and C++17.
//
// The macros need nothing else; the functions need the runtime. Everything has the name of the
// schema in front, so that a program may include the headers of several schemas.
#include "header.h"

#include <inttypes.h>

enum { RUNTIME_VERSION = 2 }; // the lowest PSCHEMA_RUNTIME_VERSION that has what is used here

static void append_includes(struct header *header)
{
    const struct layout *layout = header->layout;
    struct buffer *out = &header->out;
    buffer_format(
        out,
        "\n// The functions need the pschema runtime. A file that uses the constants alone "
        "can do without it.\n"
        "#ifndef %s_CONSTANTS_ONLY\n"
        "#include <pschema/assert.h>\n"
        "#include <pschema/layout.h>\n"
        "#include <pschema/mark.h>\n",
        header->prefix);
    buffer_text(out, header_has_keys(header->images) ? "#include <pschema/nvs_default.h>\n"
                                                       "#include <pschema/nvs_load.h>\n"
                                                     : "");
    buffer_text(out, header_otadata(layout) ? "#include <pschema/ota.h>\n" : "");
    buffer_text(out, "#include <pschema/partition.h>\n");
    buffer_text(out, header_has_records(layout) ? "#include <pschema/record.h>\n" : "");
    buffer_format(out,
                  "\n#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < %d\n"
                  "#error \"this header needs version %d of the pschema runtime, or a later one\"\n"
                  "#endif\n",
                  RUNTIME_VERSION, RUNTIME_VERSION);
}

// The order is that of C: what is used is declared before.
void header_emit(const struct layout *layout, const struct images *images,
                 struct artifact_list *artifacts)
{
    struct buffer out;
    struct header header = {
        .layout = layout,
        .images = images,
        .arena = layout->arena,
        .prefix = text_upper(layout->arena, layout->identifier),
        .name = text_lower(layout->arena, layout->identifier),
    };
    buffer_init(&header.types, layout->arena);
    buffer_init(&header.declarations, layout->arena);
    buffer_init(&header.constants, layout->arena);
    buffer_init(&header.out, layout->arena);
    header_append_places(&header);
    header_append_sdkconfig(&header);
    append_includes(&header);
    out = header.out;
    buffer_init(&header.out, layout->arena);
    header_append_partitions(&header);
    header_append_ota(&header);
    header_append_mark(&header);
    header_append_layout(&header);
    header_append_records(&header);
    header_append_keys(&header);
    header_append_modes(&header, &out);
    buffer_bytes(&out, header.types.bytes, header.types.length);
    header_append_constants(&header, &out);
    buffer_bytes(&out, header.out.bytes, header.out.length);
    buffer_text(&out, "\n#endif\n\n#endif\n");
    artifact_add(layout->arena, artifacts, artifact_name(layout, ".h"), &out);
}
