// Key files of an encrypted NVS: reading, writing and making them. Error texts never quote bytes
// of a key.
//
// A file is a page of 4096 bytes, as the partition `nvs_keys` has it: 32 bytes of the data key, 32
// of the tweak key, a CRC-32 of both, and erased flash (ESP-IDF, "NVS Key Partition"). The first
// 64 bytes alone are taken, too.
#include "keys.h"

#include "cipher.h"
#include "digest.h"

#include <string.h>

enum { KEY_SIZE = KEYS_SIZE / 2, CHECKSUM_SIZE = 4 };

// An erased page has no right checksum, but means something else than a damaged one: keys that
// firmware has not made yet.
static bool is_erased(const uint8_t keys[KEYS_SIZE])
{
    for (size_t i = 0; i < KEYS_SIZE; i++) {
        if (keys[i] != 0xff) {
            return false;
        }
    }
    return true;
}

// Only called with a whole file.
static bool has_checksum(const struct buffer *file, const uint8_t keys[KEYS_SIZE])
{
    uint32_t checksum = 0;
    for (size_t i = 0; i < CHECKSUM_SIZE; i++) {
        checksum |= (uint32_t)(uint8_t)file->bytes[KEYS_SIZE + i] << 8 * i;
    }
    return checksum == digest_crc32(keys, KEYS_SIZE);
}

// Null; else what is wrong, in words that follow the file's name. Two equal keys are a sign of a
// file that was made by hand; encrypting with them would fail only later.
const char *keys_read(struct arena *arena, const struct buffer *file, uint8_t keys[KEYS_SIZE])
{
    if (file->length > KEYS_FILE_SIZE) {
        return "has more than 4096 bytes; a key file has 4096, or only the 64 of the keys";
    }
    if (file->length != KEYS_SIZE && file->length != KEYS_FILE_SIZE) {
        return arena_format(arena, "has %zu bytes; a key file has 4096, or only the 64 of the keys",
                            file->length);
    }
    memcpy(keys, file->bytes, KEYS_SIZE);
    if (is_erased(keys)) {
        return "holds no keys: its first 64 bytes are erased flash";
    }
    if (file->length == KEYS_FILE_SIZE && !has_checksum(file, keys)) {
        return "is damaged: its checksum does not match its keys";
    }
    if (memcmp(keys, keys + KEY_SIZE, KEY_SIZE) == 0) {
        return "has a data key and a tweak key that are the same, which AES-XTS does not allow";
    }
    return NULL;
}

void keys_write(const uint8_t keys[KEYS_SIZE], struct buffer *file)
{
    buffer_bytes(file, keys, KEYS_SIZE);
    buffer_integer(file, digest_crc32(keys, KEYS_SIZE), CHECKSUM_SIZE, false);
    buffer_fill(file, 0xff, KEYS_FILE_SIZE - KEYS_SIZE - CHECKSUM_SIZE);
}

// From the host's random numbers for keys, never from a seeded generator: the one output of
// schemac that two runs do not share.
const char *keys_draw(const struct host *host, uint8_t keys[KEYS_SIZE])
{
    return host->random ? host->random(host->context, keys, KEYS_SIZE)
                        : "this system provides no random numbers";
}

// The scheme of ESP-IDF for keys from an HMAC key in an eFuse: HMAC-SHA256 of a seed that fills 32
// bytes, one for each key (ESP-IDF, nvs_sec_provider, EKEY_SEED and TKEY_SEED).
const char *keys_derive(const struct host *host, struct arena *arena,
                        const uint8_t hmac_key[HMAC_KEY_SIZE], uint8_t keys[KEYS_SIZE])
{
    static const uint8_t seeds[2][4] = {{0x5a, 0x5a, 0xbe, 0xae}, {0xa5, 0xa5, 0xde, 0xce}};
    const char *error = NULL;
    for (size_t i = 0; i < 2 && !error; i++) {
        uint8_t message[32];
        for (size_t at = 0; at < sizeof message; at++) {
            message[at] = seeds[i][at % sizeof seeds[i]];
        }
        digest_hmac_sha256(host, arena, hmac_key, HMAC_KEY_SIZE, message, sizeof message,
                           keys + i * KEY_SIZE, &error);
    }
    return error;
}
