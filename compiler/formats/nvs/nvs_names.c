// The namespaces and keys of an NVS image: which are there, and whether they may be.
#include "nvs.h"

#include <string.h>

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
                   "`%s` cannot be the name of a %s: NVS takes printable ASCII characters", name,
                   what);
            return false;
        }
    }
    if (length > NVS_NAME_LENGTH) {
        report(nvs->request->diagnostics, CODE_NVS_NAME, span,
               "the %s `%s` has %zu characters; NVS takes at most %d", what, name, length,
               NVS_NAME_LENGTH);
        return false;
    }
    return true;
}

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
                   "namespace `%s` has a key `%s` already", nvs->space, item->name);
        add_note(diagnostic, known->span, "it is here");
        return false;
    }
    map_set(nvs->request->arena, &nvs->keys, name, (void *)item);
    return true;
}

// So much beyond the partition that nobody needs to know by how much.
static bool is_within_reason(struct nvs *nvs, const struct nvs_item *item)
{
    const struct partition *partition = nvs->request->partition;
    nvs->total += item->length + NVS_ENTRY_SIZE;
    if (nvs->total <= 4 * partition->size + 4 * (uint64_t)NVS_BLOB_LIMIT) {
        return true;
    }
    if (!nvs->is_overfull) {
        nvs->is_overfull = true;
        struct diagnostic *diagnostic = report(
            nvs->request->diagnostics, CODE_IMAGE_TOO_LARGE, item->span,
            "the keys up to here take more than four times what `%s` holds", partition->label);
        add_note(diagnostic, partition->size_span, "it has %s",
                 text_size(nvs->request->arena, partition->size));
    }
    return false;
}

void nvs_add(struct nvs *nvs, const struct nvs_key *key)
{
    if (!is_within_reason(nvs, &key->item)) {
        return;
    }
    if (nvs->has_wifi_keys) {
        nvs_add_access_point(nvs, key);
    }
    list_append(nvs->request->arena, &nvs->items, &key->item);
    if (nvs->has_wifi_keys) {
        nvs_add_station(nvs, &key->item);
    }
}
