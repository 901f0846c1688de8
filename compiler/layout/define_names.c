// Labels that are the names of types.
#include "define.h"

#include <string.h>

// Something native that a name names; several may share it.
struct named_type {
    const char *text; // as `app.factory`
    uint64_t type;
    uint64_t subtype_low, subtype_high;
    struct named_type *next;
};

static void add_name(struct maker *maker, const char *name, struct named_type content)
{
    const char *key = names_intern(maker->solver->syntax->names, name, strlen(name));
    struct named_type *named = arena_new(maker->arena, sizeof *named);
    *named = content;
    named->next = map_find(&maker->type_names, key);
    map_set(maker->arena, &maker->type_names, key, named);
}

static void add_subtypes(struct maker *maker, const struct type *type)
{
    for_each (subtype, &type->subtypes) {
        for (uint64_t n = subtype->low; subtype->is_native && subtype->name && n <= subtype->high;
             n++) {
            const char *name = model_subtype_name(maker->arena, subtype, n);
            const char *text = arena_format(maker->arena, "%s.%s", type->name, name);
            add_name(maker, name, (struct named_type){text, type->low, n, n, NULL});
        }
    }
}

void define_type_names(struct maker *maker)
{
    for_each (type, &maker->model->types) {
        if (type->is_native && type->name) {
            const char *text = arena_format(maker->arena, "type `%s`", type->name);
            add_name(maker, type->name, (struct named_type){text, type->low, 0, UINT64_MAX, NULL});
            add_subtypes(maker, type);
        }
    }
}

const char *find_native(struct maker *maker, const char *name)
{
    const char *key = names_intern(maker->solver->syntax->names, name, strlen(name));
    const struct named_type *named = map_find(&maker->type_names, key);
    return named ? named->text : NULL;
}

const char *find_misleading(struct maker *maker, const struct model_partition *model)
{
    const char *misleading = NULL;
    for (const struct named_type *named = map_find(&maker->type_names, model->name.text); named;
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
