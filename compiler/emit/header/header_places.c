// The layout as constants: revision, sizes of flashes, constants of the schema, offsets and sizes.
#include "header.h"

#include "stored_tables.h"

#include <inttypes.h>

static void append_head(struct header *header)
{
    struct buffer *out = &header->out;
    const struct layout *layout = header->layout;
    comment_append(out, "//", artifact_origin(layout));
    comment_append(out, "///", layout->documentation);
    buffer_format(out,
                  "#ifndef %s_H\n"
                  "#define %s_H\n\n"
                  "#define %s_REVISION %" PRIu64 "u\n",
                  header->prefix, header->prefix, header->prefix, layout->revision);
    if (layout->invocation.variant) {
        buffer_format(out, "#define %s_VARIANT %s\n", header->prefix,
                      quote_c(header->arena, layout->invocation.variant));
    }
    buffer_format(out, "#define %s_LAYOUT_DIGEST %sull\n", header->prefix,
                  layout_digest_text(header->arena, layout_digest(layout)));
    for_each (flash, &layout->flashes) {
        buffer_format(out, "#define %s_%s_SIZE %s\n", header->prefix,
                      header_upper(header, flash->identifier),
                      header_size(header->arena, flash->size));
    }
}

// All constants, used or not: firmware may be what uses them.
static void append_constants(struct header *header)
{
    buffer_text(&header->out, header->layout->constants.count ? "\n" : "");
    for_each (constant, &header->layout->constants) {
        comment_append(&header->out, "///", constant->documentation);
        buffer_format(&header->out, "#define %s_%s %s\n", header->prefix,
                      header_upper(header, constant->identifier),
                      constant->text         ? quote_c(header->arena, constant->text)
                      : constant->is_address ? header_address(header->arena, constant->value)
                                             : header_constant(header->arena, constant->value));
    }
}

// Unsigned, as every offset and size in the runtime is.
static void append_place(struct header *header, const struct partition *partition)
{
    const char *name = header_upper(header, partition->identifier);
    comment_append(&header->out, "///", partition->documentation);
    buffer_format(&header->out, "#define %s_%s_OFFSET %s ", header->prefix, name,
                  header_size(header->arena, partition->offset));
    comment_append(&header->out, "//", layout_origin(header->arena, partition));
    buffer_format(&header->out, "#define %s_%s_SIZE   %s\n", header->prefix, name,
                  header_size(header->arena, partition->size));
}

static void append_table(struct header *header, const struct table *table)
{
    struct buffer *out = &header->out;
    const char *name = header_upper(header, table->identifier);
    const char *flash =
        table->flash->index ? arena_format(header->arena, ", on `%s`", table->flash->name) : "";
    buffer_text(out, "\n");
    comment_append(out, "//", arena_format(header->arena, "Table `%s`%s.", table->name, flash));
    comment_append(out, "///", table->documentation);
    if (table->format) {
        buffer_format(out,
                      "#define %s_%s_TABLE_OFFSET %s\n"
                      "#define %s_%s_TABLE_SIZE   %s\n",
                      header->prefix, name, header_size(header->arena, table->offset),
                      header->prefix, name, header_size(header->arena, table->format->size));
    }
    for_each (row, &table->rows) {
        append_place(header, row);
    }
}

void header_append_places(struct header *header)
{
    append_head(header);
    append_constants(header);
    for_each (table, &header->layout->tables) {
        if (!table->is_absent) {
            append_table(header, table);
        }
    }
    size_t slots = header_slot_count(header->layout);
    if (slots) {
        buffer_format(&header->out, "\n#define %s_OTA_SLOTS %zuu\n", header->prefix, slots);
    }
}
