#include "decoder.h"

#include "choices.h"
#include "dump.h"
#include "files_dump.h"

// Those come first that are easiest to tell: by a checksum, then by a magic number; SPIFFS may be
// without one. A flash may begin with a bootloader, which is an app's image.
const struct decoder decoders[] = {
    {"flash", "a whole flash", flash_probe, flash_dump},
    {"nvs_keys", "the keys of an encrypted NVS", keys_probe, keys_dump},
    {"table", "a partition table", table_probe, table_dump},
    {"nvs", "an NVS image", nvs_probe, nvs_dump},
    {"otadata", "OTA data", otadata_probe, otadata_dump},
    {"pki", "certificates and keys of ESP-AT", pki_probe, pki_dump},
    {"gatts", "BLE services of ESP-AT", gatts_probe, gatts_dump},
    {"fat", "a FAT file system", fat_dump_probe, fat_dump},
    {"littlefs", "a littlefs file system", littlefs_dump_probe, littlefs_dump},
    {"app", "an app or bootloader", app_probe, app_dump},
    {"raw", "erased flash", raw_probe, raw_dump},
    {"spiffs", "a SPIFFS file system", spiffs_dump_probe, spiffs_dump},
    {"record", "records that a schema declares", NULL, record_dump},
    {"coredump", "a core dump", NULL, coredump_dump},
};

const size_t decoder_count = sizeof decoders / sizeof *decoders;

const struct decoder *decoder_find(const struct dump_request *request)
{
    for (size_t i = 0; i < decoder_count; i++) {
        bool is_whole = decoders[i].decode == flash_dump;
        if (decoders[i].probe && !(is_whole && request->is_part) && decoders[i].probe(request)) {
            return &decoders[i];
        }
    }
    return !request->is_part && flash_has_table(request) ? decoder_named("flash") : NULL;
}

const struct decoder *decoder_named(const char *name)
{
    const struct choices choices = {decoders, decoder_count, sizeof *decoders};
    return choices_find(&choices, name);
}
