// NAME_DEFINE_LAYOUT_MARK: the bytes by which an application is known to be for this layout.
//
// They are made here, in full: so neither the byte order nor the alignment of the target matters,
// and no compiler has to compute a checksum.
#include "header.h"

#include "layout_mark.h"
#include "stored_tables.h"

#include <inttypes.h>

enum { BYTES_A_LINE = 12 };

void header_append_mark(struct header *header)
{
    struct buffer *out = &header->out;
    struct buffer mark;
    buffer_init(&mark, header->arena);
    layout_mark_encode(layout_digest(header->layout), &mark);
    buffer_format(out,
                  "\n/// Says within an application which layout it is made for: one file of a "
                  "firmware has it, outside\n"
                  "/// of all functions. See <pschema/mark.h>.\n"
                  "#define %s_DEFINE_LAYOUT_MARK \\\n"
                  "    PSCHEMA_KEEP_MARK(%s_layout_mark) \\\n"
                  "    const uint8_t %s_layout_mark[%zu] PSCHEMA_MARK = {",
                  header->prefix, header->name, header->name, mark.length);
    for (size_t i = 0; i < mark.length; i++) {
        buffer_format(out, "%s0x%02x%s", i % BYTES_A_LINE ? " " : " \\\n        ",
                      (uint8_t)mark.bytes[i], i + 1 < mark.length ? "," : "}\n");
    }
    buffer_format(out,
                  "#ifdef __cplusplus\n"
                  "extern \"C\" {\n"
                  "#endif\n"
                  "extern const uint8_t %s_layout_mark[%zu] PSCHEMA_MARK_DECLARED;\n"
                  "#ifdef __cplusplus\n"
                  "}\n"
                  "#endif\n",
                  header->name, mark.length);
}
