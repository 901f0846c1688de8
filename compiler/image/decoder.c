#include "decoder.h"

#include "fat.h"
#include "littlefs.h"
#include "spiffs.h"

// Those come first that are easiest to tell: SPIFFS may be without a magic number.
const struct decoder decoders[] = {
    {"fat", "a FAT file system", fat_probe, fat_read},
    {"littlefs", "a littlefs file system", littlefs_probe, littlefs_read},
    {"spiffs", "a SPIFFS file system", spiffs_probe, spiffs_read},
};

const size_t decoder_count = sizeof decoders / sizeof *decoders;

const struct decoder *decoder_find(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < decoder_count; i++) {
        if (decoders[i].probe(bytes, size)) {
            return &decoders[i];
        }
    }
    return NULL;
}
