// Adds keys that have their values, with what belongs to those of Wi-Fi networks.
#include "nvs.h"

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
            "the keys up to here need more than four times the size of `%s`", partition->label);
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
