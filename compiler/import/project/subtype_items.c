// Subtypes that a project adds, in two forms: as items of a syntax tree, for the platform that the
// import itself works with, and as text, for the schema that it writes.
#include "importer.h"
#include "project.h"

#include <inttypes.h>
#include <string.h>

struct syntax_items subtypes_items(const struct importer *importer, struct names *names)
{
    struct arena *arena = importer->arena;
    struct syntax_items items = {0};
    for_each (extra, &importer->subtypes) {
        struct syntax_subtype *subtype = arena_new(arena, sizeof *subtype);
        struct syntax_item *item = arena_new(arena, sizeof *item);
        subtype->first.kind = WORD_NAME;
        subtype->first.text = names_intern(names, extra->name, strlen(extra->name));
        subtype->number.kind = WORD_INTEGER;
        subtype->number.integer = extra->number;
        item->kind = ITEM_TYPE;
        item->name.text = names_intern(names, extra->type, strlen(extra->type));
        list_append(arena, &item->type.subtypes, subtype);
        list_append(arena, &items, item);
    }
    return items;
}

void subtypes_write(const struct importer *importer, struct buffer *out)
{
    for_each (extra, &importer->subtypes) {
        buffer_format(out, "type %s { subtype %s = 0x%02" PRIx64 "; }\n", extra->type, extra->name,
                      extra->number);
    }
}
