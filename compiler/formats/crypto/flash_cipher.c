// Encrypts and decrypts flash as the chips' hardware does, so that what espsecure makes is equal.
//
// ESP32 (technical reference manual, chapter 7.3): each 16 bytes, reversed, are *decrypted* by
// AES-256 to encrypt them, and reversed again. Every 32 bytes have a key of their own: bits of it
// are flipped where bits of the offset are set.
// Others: XTS-AES (IEEE 1619) with data units of 128 bytes, whose number is their offset; the bytes
// of a unit are reversed before and after (ESP-IDF, Security Guides, Flash Encryption).
#include "flash_cipher.h"

#ifdef SCHEMAC_LIBCRYPTO

#include "digest.h"
#include "xts.h"

#include <assert.h>
#include <string.h>

enum {
    KEY_SIZE = 32,    // of AES-256
    KEY_STRETCH = 32, // of the ESP32's flash, which has one key
    OFFSET_BITS = 24, // of an offset in the ESP32's flash, which change its key
    OFFSET_LEAST = 5, // the lowest of them
    UNIT = 128,       // data unit of XTS
    QUARTERS = 4,     // of the ESP32's key, each with a bit in FLASH_CRYPT_CONFIG
};

struct flash_cipher {
    const struct aes *aes;
    bool is_xts;
    size_t half; // of the keys of XTS
    uint8_t key[FLASH_KEY_LIMIT];
    uint8_t flips[OFFSET_BITS][KEY_SIZE]; // bits of the ESP32's key that a bit of an offset flips
};

// The bits of an offset, from 23 down to 5, are laid over the bits of the key from its first one
// on, three times; then some of the low ones fill up a quarter. Quarters have 67, 65, 63 and 61
// bits. Those that FLASH_CRYPT_CONFIG leaves out do not depend on the offset.
static void lay_out_flips(struct flash_cipher *cipher, unsigned config)
{
    enum { ROUND = OFFSET_BITS - OFFSET_LEAST, ROUNDS = 3, FILL = 10, STEP = 2 };
    size_t bit = 0; // of the key, the first one being the highest of the first byte
    for (unsigned quarter = 0; quarter < QUARTERS; quarter++) {
        unsigned fill = FILL - STEP * quarter;
        for (unsigned i = 0; i < ROUNDS * ROUND + fill; i++, bit++) {
            unsigned left = i < ROUNDS * ROUND ? ROUND - i % ROUND : fill - (i - ROUNDS * ROUND);
            unsigned of_offset = OFFSET_LEAST + left - 1;
            if (config >> quarter & 1) {
                cipher->flips[of_offset][bit / 8] |= (uint8_t)(0x80 >> bit % 8);
            }
        }
    }
    assert(bit == 8 * KEY_SIZE);
}

// 192 bits are extended as the hardware extends them.
static void take_esp32_key(struct flash_cipher *cipher, const struct flash_key *key)
{
    size_t size = key->kind->size;
    memcpy(cipher->key, key->bytes, size);
    memcpy(cipher->key + size, key->bytes + 8, KEY_SIZE - size);
    lay_out_flips(cipher, key->config);
}

static void take_xts_key(struct flash_cipher *cipher, const struct flash_key *key)
{
    size_t size = key->kind->size;
    cipher->is_xts = true;
    cipher->half = size == FLASH_KEY_LIMIT ? size / 2 : SHA256_SIZE / 2;
    if (size < SHA256_SIZE) {
        digest_sha256(key->bytes, size, cipher->key);
    } else {
        memcpy(cipher->key, key->bytes, size);
    }
}

// XTS with two equal keys is weak; espsecure refuses it, too.
struct flash_cipher *flash_cipher_new(const struct host *host, struct arena *arena,
                                      const struct flash_key *key, bool *is_weak,
                                      const char **error)
{
    struct flash_cipher *cipher = arena_new(arena, sizeof *cipher);
    *cipher = (struct flash_cipher){0};
    *error = NULL;
    if (key->kind->mask == flash_key_kinds[0].mask) {
        take_esp32_key(cipher, key);
    } else {
        take_xts_key(cipher, key);
    }
    *is_weak = cipher->is_xts && memcmp(cipher->key, cipher->key + cipher->half, cipher->half) == 0;
    if (*is_weak) {
        *error = "both halves of the key are the same, which AES-XTS does not allow";
    } else {
        cipher->aes = aes_new(host, arena, cipher->is_xts ? cipher->half : KEY_SIZE, error);
    }
    if (*error) {
        flash_cipher_wipe(cipher);
    }
    return *error ? NULL : cipher;
}

static void reverse(uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size / 2; i++) {
        uint8_t byte = bytes[i];
        bytes[i] = bytes[size - 1 - i];
        bytes[size - 1 - i] = byte;
    }
}

static void flip_key(const struct flash_cipher *cipher, uint64_t offset, uint8_t key[KEY_SIZE])
{
    memcpy(key, cipher->key, KEY_SIZE);
    for (unsigned bit = OFFSET_LEAST; bit < OFFSET_BITS; bit++) {
        uint8_t mask = offset >> bit & 1 ? 0xff : 0;
        for (size_t i = 0; i < KEY_SIZE; i++) {
            key[i] ^= cipher->flips[bit][i] & mask;
        }
    }
}

static bool apply_esp32(const struct flash_cipher *cipher, bool encrypts, uint8_t *bytes,
                        size_t size, uint64_t offset)
{
    struct aes_key held = {0};
    uint8_t key[KEY_SIZE];
    bool is_good = aes_key_init(cipher->aes, &held, cipher->key, !encrypts);
    for (size_t at = 0; at < size && is_good;) {
        size_t rest = KEY_STRETCH - (size_t)((offset + at) % KEY_STRETCH);
        size_t count = rest < size - at ? rest : size - at;
        flip_key(cipher, offset + at, key);
        for (size_t block = 0; block < count; block += FLASH_CIPHER_BLOCK) {
            reverse(bytes + at + block, FLASH_CIPHER_BLOCK);
        }
        is_good = aes_key_change(cipher->aes, &held, key, !encrypts) &&
                  aes_key_apply(cipher->aes, &held, bytes + at, count);
        for (size_t block = 0; block < count; block += FLASH_CIPHER_BLOCK) {
            reverse(bytes + at + block, FLASH_CIPHER_BLOCK);
        }
        at += count;
    }
    aes_key_release(cipher->aes, &held);
    flash_key_wipe(key, sizeof key);
    return is_good;
}

static bool apply_units(const struct flash_cipher *cipher, bool encrypts, uint8_t *units,
                        size_t count, uint64_t offset)
{
    const struct xts xts = {cipher->aes, cipher->key, cipher->key + cipher->half, UNIT};
    for (size_t i = 0; i < count; i++) {
        reverse(units + i * UNIT, UNIT);
    }
    bool is_good = xts_apply(&xts, encrypts, units, count, offset);
    for (size_t i = 0; i < count; i++) {
        reverse(units + i * UNIT, UNIT);
    }
    return is_good;
}

// A part of a unit, at `start` in it. Blocks of a unit depend on their place, not on each other.
static bool apply_part(const struct flash_cipher *cipher, bool encrypts, uint8_t *bytes,
                       size_t size, uint64_t offset)
{
    uint8_t unit[UNIT] = {0};
    size_t start = (size_t)(offset % UNIT);
    memcpy(unit + start, bytes, size);
    bool is_good = apply_units(cipher, encrypts, unit, 1, offset - start);
    memcpy(bytes, unit + start, size);
    return is_good;
}

static bool apply_xts(const struct flash_cipher *cipher, bool encrypts, uint8_t *bytes, size_t size,
                      uint64_t offset)
{
    size_t first = (size_t)(-offset % UNIT); // up to the first whole unit
    first = first < size ? first : size;
    size_t whole = (size - first) / UNIT * UNIT;
    size_t last = size - first - whole;
    return (first == 0 || apply_part(cipher, encrypts, bytes, first, offset)) &&
           (whole == 0 ||
            apply_units(cipher, encrypts, bytes + first, whole / UNIT, offset + first)) &&
           (last == 0 ||
            apply_part(cipher, encrypts, bytes + first + whole, last, offset + first + whole));
}

bool flash_cipher_apply(const struct flash_cipher *cipher, bool encrypts, uint8_t *bytes,
                        size_t size, uint64_t offset)
{
    assert(size % FLASH_CIPHER_BLOCK == 0 && offset % FLASH_CIPHER_BLOCK == 0);
    return cipher->is_xts ? apply_xts(cipher, encrypts, bytes, size, offset)
                          : apply_esp32(cipher, encrypts, bytes, size, offset);
}

void flash_cipher_wipe(struct flash_cipher *cipher)
{
    if (cipher) {
        flash_key_wipe(cipher->key, sizeof cipher->key);
    }
}

#endif
