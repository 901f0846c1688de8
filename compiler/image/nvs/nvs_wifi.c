// What ESP-IDF's Wi-Fi driver keeps beside the name and password of a network. nvs_partition_gen
// adds these keys unasked; here a schema says `wifi_keys;`.
#include "nvs.h"

#include "cipher.h"

#include <string.h>

enum {
    STATION_INFO_SIZE = 140,
    STATION_KEY_SIZE = 32,
    ACCESS_POINT_INFO_SIZE = 100, // before the key
};

static void add_blob(struct nvs *nvs, const struct nvs_item *beside, const char *name,
                     const struct buffer *bytes)
{
    struct nvs_key *key = arena_new(nvs->request->arena, sizeof *key);
    key->item = (struct nvs_item){
        .type = NVS_BLOB,
        .name = name,
        .bytes = bytes->bytes,
        .length = bytes->length,
        .span = beside->span,
    };
    if (nvs_claim_key(nvs, &key->item)) {
        list_append(nvs->request->arena, &nvs->items, &key->item);
    }
}

static void add_filled(struct nvs *nvs, const struct nvs_item *beside, const char *name,
                       uint8_t byte, size_t size)
{
    struct buffer bytes;
    buffer_init(&bytes, nvs->request->arena);
    buffer_fill(&bytes, byte, size);
    add_blob(nvs, beside, name, &bytes);
}

static void add_station(struct nvs *nvs, const struct nvs_item *item)
{
    add_filled(nvs, item, "sta.apinfo", 0xff, STATION_INFO_SIZE);
    add_filled(nvs, item, "sta.pmk", 0, STATION_KEY_SIZE);
    add_filled(nvs, item, "sta.apsw", 0, 2);
}

static const char *text_of(struct nvs *nvs, const struct nvs_item *item)
{
    return arena_copy(nvs->request->arena, item->bytes, item->length);
}

// The key of the network is kept, so that the driver need not work it out at each start.
static void add_access_point(struct nvs *nvs, const struct nvs_item *item)
{
    const char *name = text_of(nvs, nvs->wifi.name);
    uint8_t key[PASSWORD_KEY_SIZE];
    const char *error = NULL;
    struct buffer bytes;
    buffer_init(&bytes, nvs->request->arena);
    buffer_fill(&bytes, 0, ACCESS_POINT_INFO_SIZE);
    if (!key_from_password(nvs->request->arena, text_of(nvs, nvs->wifi.password), name,
                           strlen(name), key, &error)) {
        report(nvs->request->diagnostics, CODE_NVS_KEYS, item->span,
               "cannot make the key of the network: %s", error);
        return;
    }
    buffer_bytes(&bytes, key, sizeof key);
    add_blob(nvs, item, "ap.pmk_info", &bytes);
}

void nvs_add_wifi(struct nvs *nvs, const struct nvs_item *item)
{
    struct nvs_wifi *wifi = &nvs->wifi;
    bool is_text = item->type == NVS_STRING || item->type == NVS_BLOB;
    bool is_station = strcmp(item->name, "sta.ssid") == 0 || strcmp(item->name, "sta.pswd") == 0;
    if (is_station && !wifi->has_station) {
        wifi->has_station = true;
        add_station(nvs, item);
    }
    bool was_whole = wifi->name && wifi->password && wifi->has_mode;
    if (strcmp(item->name, "ap.ssid") == 0 && is_text) {
        wifi->name = item;
    } else if (strcmp(item->name, "ap.passwd") == 0 && is_text) {
        wifi->password = item;
    } else if (strcmp(item->name, "ap.authmode") == 0) {
        wifi->has_mode = true;
    }
    if (!was_whole && wifi->name && wifi->password && wifi->has_mode) {
        add_access_point(nvs, item);
    }
}
