// Labels that are the names of types.
//
// Only names that the platform's own tools know are in the map: a label like one of these misleads
// whoever reads the table without the schema.
#include "define.h"

#include <string.h>

// Something native that a name names; several may share it.
struct named_type {
    const char *text; // as `app.factory`
    uint64_t type;
    uint64_t subtype_low, subtype_high;
    struct named_type *next;
};

static void add_name(struct layout_builder *builder, const char *name, struct named_type content)
{
    const char *key = names_intern(builder->solver->syntax->names, name, strlen(name));
    struct named_type *named = arena_new(builder->arena, sizeof *named);
    *named = content;
    named->next = map_find(&builder->type_names, key);
    map_set(builder->arena, &builder->type_names, key, named);
}

// A family is up to 256 names, as `ota_0` to `ota_15`: subtypes are one byte, which bounds the
// loop.
static void add_subtypes(struct layout_builder *builder, const struct type *type)
{
    for_each (subtype, &type->subtypes) {
        for (uint64_t n = subtype->low; subtype->is_native && subtype->name && n <= subtype->high;
             n++) {
            const char *name = model_subtype_name(builder->arena, subtype, n);
            const char *text = arena_format(builder->arena, "%s.%s", type->name, name);
            add_name(builder, name, (struct named_type){text, type->low, n, n, NULL});
        }
    }
}

// Types of the schema's own are left out: whoever wrote them knows what their names mean.
void define_type_names(struct layout_builder *builder)
{
    for_each (type, &builder->model->types) {
        if (type->is_native && type->name) {
            const char *text = arena_format(builder->arena, "type `%s`", type->name);
            add_name(builder, type->name,
                     (struct named_type){text, type->low, 0, UINT64_MAX, NULL});
            add_subtypes(builder, type);
        }
    }
}

// Also of names that were never interned before, as those of generators.
const char *find_native(struct layout_builder *builder, const char *name)
{
    const char *key = names_intern(builder->solver->syntax->names, name, strlen(name));
    const struct named_type *named = map_find(&builder->type_names, key);
    return named ? named->text : NULL;
}

// A label may be the name of several types: if one of them is its own, it does not mislead.
const char *find_misleading(struct layout_builder *builder, const struct model_partition *model)
{
    const char *misleading = NULL;
    for (const struct named_type *named = map_find(&builder->type_names, model->name.text); named;
         named = named->next) {
        bool is_own = named->type == model->type_number &&
                      model->subtype_number >= named->subtype_low &&
                      model->subtype_number <= named->subtype_high;
        if (is_own) {
            return NULL;
        }
        misleading = named->text;
    }
    return misleading;
}
