// The keys that firmware may ask for by name: those that stand in the schema themselves. What is
// secret or a device's own leaves nothing here but its name and type.
#include "nvs.h"

#include <string.h>

enum { TEXT_LIMIT = 64 }; // of a string that firmware carries along, in bytes

static struct content_space *find_space(const struct image_plan *plan, const char *name)
{
    for_each (space, &plan->spaces) {
        if (strcmp(space->name, name) == 0) {
            return space;
        }
    }
    return NULL;
}

void nvs_declare_space(struct nvs *nvs, const struct content_line *line, const struct word *name)
{
    struct arena *arena = nvs->request->arena;
    struct content_space *space = find_space(nvs->plan, name->text);
    if (!space) {
        space = arena_new(arena, sizeof *space);
        *space = (struct content_space){.name = name->text, .span = name->span};
        list_append(arena, &nvs->plan->spaces, space);
    }
    space->documentation = space->documentation ? space->documentation : line->documentation;
    nvs->declared = space;
}

static bool is_short_text(const char *text)
{
    size_t length = 0;
    while (text[length] >= ' ' && text[length] <= '~') {
        length++;
    }
    return length <= TEXT_LIMIT && !text[length];
}

static bool is_for_firmware(const struct value *value, enum key_kind kind)
{
    return (kind == KEY_INTEGER && value->kind == VALUE_INTEGER) ||
           (kind == KEY_STRING && value->kind == VALUE_STRING && is_short_text(value->text));
}

void nvs_declare_key(struct nvs *nvs, const struct content_line *line, const struct nvs_key *key)
{
    struct content_key *declared = arena_new(nvs->request->arena, sizeof *declared);
    *declared = (struct content_key){
        .name = key->item.name,
        .documentation = line->documentation,
        .kind = key->encoding == NVS_DECIMAL ? KEY_INTEGER
                : key->encoding == NVS_TEXT  ? KEY_STRING
                                             : KEY_BLOB,
        .integer = nvs_integer_type(key->item.type),
        .span = key->item.span,
    };
    if (!key->is_secret && is_for_firmware(&line->value, declared->kind)) {
        declared->value = line->value;
    }
    list_append(nvs->request->arena, &nvs->declared->keys, declared);
}
