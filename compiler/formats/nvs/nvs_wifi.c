// What ESP-IDF's Wi-Fi driver keeps beside the name and password of a network. nvs_partition_gen
// adds these keys unasked; here a schema says `wifi_keys;`.
//
// The sizes, fillings and places are those of nvs_partition_gen. Only the key of an access point
// (PBKDF2 with 4096 rounds, over its name) has a content that can be computed beforehand.
#include "nvs.h"

#include "cipher.h"

#include <string.h>

enum {
    STATION_INFO_SIZE = 140,
    STATION_KEY_SIZE = 32,
    ACCESS_POINT_INFO_SIZE = 100, // before the key
    LENGTH_SIZE = 4,              // of a name
};

// Reports and drops the blob if the schema itself has a key of this name: what is written there is
// meant. It goes straight to the items, past nvs_add, or it would be taken for a key of a network.
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

// The record is 100 bytes of zeros, then the key. Without libcrypto that is an error, not a key
// less: the image would otherwise depend on how schemac was built.
static void add_key_of_network(struct nvs *nvs, const struct nvs_item *item)
{
    const struct nvs_wifi *wifi = &nvs->wifi;
    uint8_t key[PASSWORD_KEY_SIZE];
    const char *error = NULL;
    struct buffer bytes;
    buffer_init(&bytes, nvs->request->arena);
    buffer_fill(&bytes, 0, ACCESS_POINT_INFO_SIZE);
    if (!key_from_password(nvs->request->sources->host, nvs->request->arena, wifi->password,
                           wifi->name, strlen(wifi->name), key, &error)) {
        report(nvs->request->diagnostics, CODE_NVS_KEYS, item->span,
               "cannot make the key of the network: %s", error);
        return;
    }
    buffer_bytes(&bytes, key, sizeof key);
    add_blob(nvs, item, "ap.pmk_info", &bytes);
}

// The name as the driver keeps it: its length in 32 bits, little-endian, and room for the longest
// one. Null, if it is not kept so. A name has at most 32 bytes, so the upper three bytes of the
// length are zero; that tells it from a plain text of four characters or more.
static const char *sized_name(struct nvs *nvs, const struct nvs_item *item)
{
    const uint8_t *bytes = (const uint8_t *)item->bytes;
    size_t room = item->length < LENGTH_SIZE ? 0 : item->length - LENGTH_SIZE;
    bool is_sized = item->type == NVS_BLOB && room > 0 && bytes[0] <= room && !bytes[1] &&
                    !bytes[2] && !bytes[3];
    return is_sized ? arena_copy(nvs->request->arena, item->bytes + LENGTH_SIZE, bytes[0]) : NULL;
}

// The text of a name or password, whichever way the row gives it: as `blob_sz_fill` (the text
// before it was filled up), as a blob with its length in front, or as it is, up to the first NUL.
static const char *text_of(struct nvs *nvs, const struct nvs_key *key)
{
    const char *text = key->filled ? key->filled : sized_name(nvs, &key->item);
    return text ? text : arena_copy(nvs->request->arena, key->item.bytes, key->item.length);
}

// The key of the network is kept, so that the driver need not work it out at each start. It is
// made once name, password and mode are there, in whatever order they come. An open network
// (`ap.authmode` is 0) has none.
void nvs_add_access_point(struct nvs *nvs, const struct nvs_key *key)
{
    struct nvs_wifi *wifi = &nvs->wifi;
    const struct nvs_item *item = &key->item;
    bool is_text = item->type == NVS_STRING || item->type == NVS_BLOB;
    bool was_whole = wifi->name && wifi->password && wifi->has_mode;
    if (strcmp(item->name, "ap.ssid") == 0 && is_text) {
        wifi->name = text_of(nvs, key);
    } else if (strcmp(item->name, "ap.passwd") == 0 && is_text) {
        wifi->password = text_of(nvs, key);
    } else if (strcmp(item->name, "ap.authmode") == 0) {
        wifi->has_mode = is_text || item->number != 0;
    }
    if (!was_whole && wifi->name && wifi->password && wifi->has_mode) {
        add_key_of_network(nvs, item);
    }
}

// Once, after the first key of a station, be it the name or the password: nvs_partition_gen does
// so.
void nvs_add_station(struct nvs *nvs, const struct nvs_item *item)
{
    bool is_station = strcmp(item->name, "sta.ssid") == 0 || strcmp(item->name, "sta.pswd") == 0;
    if (is_station && !nvs->wifi.has_station) {
        nvs->wifi.has_station = true;
        add_filled(nvs, item, "sta.apinfo", 0xff, STATION_INFO_SIZE);
        add_filled(nvs, item, "sta.pmk", 0, STATION_KEY_SIZE);
        add_filled(nvs, item, "sta.apsw", 0, 2);
    }
}
