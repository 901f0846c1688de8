// Which variants are built from an abstract one: for a command line that asks for that alone.
//
// The lines of descent may still have mistakes here. So the set of users grows by those that extend
// one of them, until nothing is added, or lines would be deeper than they may be.
#include "model.h"

#include "buffer.h"

#include <string.h>

enum { ROUNDS = 32, NAMED = 8 };

static const struct syntax_item *find_abstract(const struct outline *outline, const char *name)
{
    for (size_t i = 0; i < outline->all_names.count; i++) {
        const struct syntax_name *known = outline->all_names.items[i];
        const struct syntax_item *item = map_find(&outline->by_name, known->text);
        if (strcmp(known->text, name) == 0) {
            return item->variant.is_abstract ? item : NULL;
        }
    }
    return NULL;
}

static bool extends_one(const struct outline *outline, const struct syntax_item *variant,
                        struct map *users)
{
    for (size_t i = 0; i < variant->variant.bases.count; i++) {
        const struct syntax_name *base = variant->variant.bases.items[i];
        const struct syntax_item *item = map_find(&outline->by_name, base->text);
        if (item && map_find(users, item)) {
            return true;
        }
    }
    return false;
}

// What extends a user of an abstract variant is a user, too.
static void find_users(struct arena *arena, const struct outline *outline, struct map *users)
{
    bool is_settled = false;
    for (unsigned round = 0; round < ROUNDS && !is_settled; round++) {
        is_settled = true;
        for (size_t i = 0; i < outline->variants.count; i++) {
            const struct syntax_item *item = outline->variants.items[i];
            if (!map_find(users, item) && extends_one(outline, item, users)) {
                map_set_const(arena, users, item, item);
                is_settled = false;
            }
        }
    }
}

// Null if there is no abstract variant of this name; empty if nobody extends it.
const char *model_abstract_users(struct arena *arena, const struct outline *outline,
                                 const char *name)
{
    const struct syntax_item *abstract = find_abstract(outline, name);
    struct map users = {0};
    struct buffer text;
    size_t count = 0;
    if (!abstract) {
        return NULL;
    }
    map_set_const(arena, &users, abstract, abstract);
    find_users(arena, outline, &users);
    buffer_init(&text, arena);
    buffer_text(&text, "");
    for (size_t i = 0; i < outline->names.count; i++) {
        const struct syntax_name *known = outline->names.items[i];
        if (map_find(&users, map_find(&outline->by_name, known->text)) && count++ < NAMED) {
            buffer_format(&text, "%s`%s`", count > 1 ? ", " : "", known->text);
        }
    }
    if (count > NAMED) {
        buffer_format(&text, " and %zu more", count - NAMED);
    }
    return text.length ? text.bytes : "";
}
