// Adds keys that have their values, with what belongs to those of Wi-Fi networks.
#include "nvs.h"

// Whether the items so far could fit into any sensible partition. A CSV of a few lines can name
// the same large file again and again: so bytes are counted, and beyond four times the partition
// (and a few of the largest blobs, so that small partitions get the better message about pages) no
// more are taken. That is reported once.
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

// The order is that of nvs_partition_gen, byte for byte: the network's key comes before the last
// key that it is made of, and what a station has comes right after its first key.
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
