// The keys that firmware may ask for by name: those that are in the schema themselves. What is
// secret or a device's own leaves nothing here but its name and type.
//
// The result goes into generated headers, as names and as defaults: that is why neither imports
// nor `each` are declared (what they contain is known only when files are read), and why long
// texts are left out (each would be in the firmware and in the image).
#include "nvs.h"

#include <string.h>

enum { TEXT_LIMIT = 64 }; // of a string that firmware carries along, in bytes

// Linear, for at most 254 namespaces, and called once for each `namespace` line.
static struct content_space *find_space(const struct image_plan *plan, const char *name)
{
    for_each (space, &plan->spaces) {
        if (strcmp(space->name, name) == 0) {
            return space;
        }
    }
    return NULL;
}

// A namespace may be opened in several places; firmware sees one. The first documentation wins,
// like the first place that messages point to.
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

// What a C string literal can show without escapes of more than one character; control characters
// and bytes beyond ASCII would be at the mercy of the firmware's compiler.
static bool is_short_text(const char *text)
{
    size_t length = 0;
    while (text[length] >= ' ' && text[length] <= '~') {
        length++;
    }
    return length <= TEXT_LIMIT && !text[length];
}

// The kind of the key and that of the value must agree: a value that does not was reported, and
// must not appear in a header as if it were right.
static bool is_for_firmware(const struct value *value, enum key_kind kind)
{
    return (kind == KEY_INTEGER && value->kind == VALUE_INTEGER) ||
           (kind == KEY_STRING && value->kind == VALUE_STRING && is_short_text(value->text));
}

// Called after the key's name was judged, but also for a key whose value was wrong: then there are
// errors, and no header is written. The value is taken over only where the key is not secret.
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
        .max = key->max,
        .has_range = key->has_range,
        .low = key->low,
        .high = key->high,
        .span = key->item.span,
    };
    if (!key->is_secret && is_for_firmware(&line->value, declared->kind)) {
        declared->value = line->value;
    }
    list_append(nvs->request->arena, &nvs->declared->keys, declared);
}
