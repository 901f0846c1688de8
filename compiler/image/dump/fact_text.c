// Facts for people: a line each, those within others further to the right.
#include "fact.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { STEP = 2, BYTES_SHOWN = 32 };

static void append_bytes(const struct fact *fact, struct buffer *out)
{
    for (size_t i = 0; i < fact->length && i < BYTES_SHOWN; i++) {
        buffer_format(out, "%s%02x", i ? " " : "", fact->bytes[i]);
    }
    if (fact->length > BYTES_SHOWN) {
        buffer_format(out, " ... (%zu bytes)", fact->length);
    }
}

static void append_value(const struct fact *fact, struct buffer *out)
{
    switch (fact->kind) {
    case FACT_TEXT:
        fact_shown(out, fact->text, fact->length);
        break;
    case FACT_OFFSET:
        buffer_text(out, text_offset(out->arena, fact->number.magnitude));
        break;
    case FACT_SIZE:
        buffer_text(out, text_size(out->arena, fact->number.magnitude));
        break;
    case FACT_FLAG:
        buffer_text(out, fact->number.magnitude ? "yes" : "no");
        break;
    case FACT_BYTES:
        append_bytes(fact, out);
        break;
    default:
        buffer_text(out, text_number(out->arena, fact->number));
    }
}

static void append_remarks(const struct fact *fact, size_t indent, struct buffer *out)
{
    for (size_t i = 0; i < fact->remarks.count; i++) {
        const struct remark *remark = fact->remarks.items[i];
        buffer_fill(out, ' ', indent);
        buffer_format(out, "%s at 0x%" PRIx64 ": ", remark->is_damage ? "damaged" : "note",
                      remark->offset);
        fact_shown(out, remark->text, strlen(remark->text));
        buffer_byte(out, '\n');
    }
}

static void append_fact(const struct fact *fact, size_t indent, bool is_told, struct buffer *out)
{
    bool is_plain = fact->kind != FACT_GROUP && fact->kind != FACT_LIST;
    if (fact->is_quiet || (is_plain && is_told)) {
        return;
    }
    if (is_plain) {
        buffer_fill(out, ' ', indent);
        buffer_format(out, "%s: ", fact->name);
        append_value(fact, out);
        buffer_byte(out, '\n');
    } else if (fact->line) {
        buffer_fill(out, ' ', indent);
        fact_shown(out, fact->line, strlen(fact->line));
        buffer_byte(out, '\n');
        indent += STEP;
    }
    append_remarks(fact, indent, out);
    for (size_t i = 0; i < fact->children.count; i++) {
        append_fact(fact->children.items[i], indent, fact->line != NULL, out);
    }
}

void fact_render_text(const struct fact *root, struct buffer *out)
{
    append_fact(root, 0, false, out);
}
