// The keys of an encrypted NVS partition, in a file as ESP-IDF's NVS reads them from a partition
// `data.nvs_keys`: the data key and the tweak key of AES-256-XTS, the CRC-32 of both, and 0xff up
// to a page's end (ESP-IDF, "NVS Encryption").
#ifndef FORMATS_KEYS_H
#define FORMATS_KEYS_H

#include "host.h"

#include <stdint.h>

enum {
    KEYS_SIZE = 64,
    KEYS_FILE_SIZE = 4096,
    HMAC_KEY_SIZE = 32,
};

/// Takes the keys out of a key file, or of one that has only the 64 bytes of the keys. Null; else
/// what is wrong with the file, in words that follow its name and say nothing of its bytes.
const char *keys_read(struct arena *arena, const struct buffer *file, uint8_t keys[KEYS_SIZE]);

/// Appends a key file.
void keys_write(const uint8_t keys[KEYS_SIZE], struct buffer *file);

/// New keys, from the operating system's randomness. Null; else what went wrong.
const char *keys_draw(const struct host *host, uint8_t keys[KEYS_SIZE]);

/// The keys that a chip derives from the HMAC key in its eFuses (ESP-IDF, "NVS Encryption: HMAC
/// Peripheral-Based Scheme"). Null; else what went wrong.
const char *keys_derive(const struct host *host, struct arena *arena,
                        const uint8_t hmac_key[HMAC_KEY_SIZE], uint8_t keys[KEYS_SIZE]);

#endif
