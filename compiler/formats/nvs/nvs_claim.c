// The namespaces and keys of an NVS image: which are there, and whether they may be.
//
// Schema, CSVs and tables all come through here, so that a key of one and a key of another cannot
// have the same name. Names are interned: namespaces as they are, keys as "space\tkey". Neither
// can have a tab in it (check_name), so that no two keys share a spelling.
#include "nvs.h"

#include <string.h>

// Firmware and `dump` print names as they are: only printable ASCII passes. The order matters: the
// length is said only of a name that can be shown.
static bool check_name(struct nvs *nvs, const char *name, struct span span, const char *what)
{
    size_t length = strlen(name);
    if (length == 0) {
        report(nvs->request->diagnostics, CODE_NVS_NAME, span, "this %s has no name", what);
        return false;
    }
    for (const char *at = name; *at; at++) {
        if ((unsigned char)*at < ' ' || (unsigned char)*at > '~') {
            report(nvs->request->diagnostics, CODE_NVS_NAME, span,
                   "`%s` cannot be the name of a %s: NVS allows only printable ASCII characters",
                   name, what);
            return false;
        }
    }
    if (length > NVS_NAME_LENGTH) {
        report(nvs->request->diagnostics, CODE_NVS_NAME, span,
               "the %s `%s` has %zu characters; NVS allows at most %d", what, name, length,
               NVS_NAME_LENGTH);
        return false;
    }
    return true;
}

// Also called for a namespace that was there before: NVS allows keys of one namespace in several
// places, and a new item makes the writer change back to its number. Until all is judged, the
// space counts as lost, so that a mistake in its name is not followed by one for each of its keys.
// Of too many namespaces only the first is reported.
bool nvs_enter_space(struct nvs *nvs, const char *name, struct span span)
{
    nvs->space = NULL;
    nvs->is_space_lost = true;
    if (!check_name(nvs, name, span, "namespace")) {
        return false;
    }
    const char *space = names_intern(&nvs->names, name, strlen(name));
    const struct nvs_item *known = map_find(&nvs->spaces, space);
    struct nvs_item *item = arena_new(nvs->request->arena, sizeof *item);
    *item = (struct nvs_item){
        .type = NVS_SPACE,
        .name = space,
        .number = known ? known->number : ++nvs->space_count,
        .span = span,
    };
    if (!known && nvs->space_count > NVS_SPACE_COUNT) {
        if (nvs->space_count == NVS_SPACE_COUNT + 1) {
            report(nvs->request->diagnostics, CODE_NVS_SPACE, span,
                   "`%s` is namespace %zu; an NVS partition has at most %d", name, nvs->space_count,
                   NVS_SPACE_COUNT);
        }
        return false;
    }
    nvs->is_space_lost = false;
    if (!known) {
        map_set(nvs->request->arena, &nvs->spaces, space, item);
    }
    list_append(nvs->request->arena, &nvs->items, item);
    nvs->space = space;
    return true;
}

// A key counts as claimed even if its value turns out to be wrong: the name is taken, and a second
// key of it is a second mistake. The caller has seen to it that a namespace is current.
bool nvs_claim_key(struct nvs *nvs, const struct nvs_item *item)
{
    if (!check_name(nvs, item->name, item->span, "key")) {
        return false;
    }
    const char *full = arena_format(nvs->request->arena, "%s\t%s", nvs->space, item->name);
    const char *name = names_intern(&nvs->names, full, strlen(full));
    const struct nvs_item *known = map_find(&nvs->keys, name);
    if (known) {
        struct diagnostic *diagnostic =
            report(nvs->request->diagnostics, CODE_NVS_DUPLICATE, item->span,
                   "namespace `%s` already has a key `%s`", nvs->space, item->name);
        add_note(diagnostic, known->span, "it is here");
        return false;
    }
    map_set_const(nvs->request->arena, &nvs->keys, name, item);
    return true;
}
