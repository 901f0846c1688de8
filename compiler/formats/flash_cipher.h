// Flash encryption as ESP chips do it in hardware: its keys, and flash as plain and as cipher text.
//
// Key files are bytes alone, as espsecure makes them and espefuse burns them into eFuses.
#ifndef FORMATS_FLASH_CIPHER_H
#define FORMATS_FLASH_CIPHER_H

#include "host.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FLASH_KEY_LIMIT = 64,     // bytes of the largest key
    FLASH_CIPHER_BLOCK = 16,  // what is encrypted at once: places and lengths are multiples
    FLASH_CRYPT_CONFIG = 0xf, // FLASH_CRYPT_CONFIG of an ESP32, as ESP-IDF burns it
};

/// A kind of key, which is also a way to encrypt.
struct flash_key_kind {
    const char *name;        // "xts-128"
    const char *description; // "XTS-AES-128"
    size_t size;             // of the file, in bytes
    unsigned mask;           // the bit of a platform's parameter `flash_keys`
};

extern const struct flash_key_kind flash_key_kinds[];
extern const size_t flash_key_kind_count;

struct flash_key {
    const struct flash_key_kind *kind;
    unsigned config; // FLASH_CRYPT_CONFIG of an ESP32, 0 to 15; other chips have none
    uint8_t bytes[FLASH_KEY_LIMIT];
};

/// A new key of this kind, from the operating system's randomness. Null; else what went wrong.
const char *flash_key_draw(const struct host *host, const struct flash_key_kind *kind,
                           struct flash_key *key);

/// Overwrites memory that held a key, even if nothing reads it any more.
void flash_key_wipe(void *bytes, size_t size);

/// What encrypts and decrypts with a key; it holds a copy of that.
struct flash_cipher;

/// Null, and `*error` says why: there is no libcrypto, or the key is weak, as `*is_weak` says: both
/// of its halves are the same.
struct flash_cipher *flash_cipher_new(const struct host *host, struct arena *arena,
                                      const struct flash_key *key, bool *is_weak,
                                      const char **error);

/// Encrypts or decrypts a stretch of flash in place. Offset (of its first byte in the flash) and
/// size are multiples of FLASH_CIPHER_BLOCK. False if libcrypto fails: then the bytes are of no
/// use.
bool flash_cipher_apply(const struct flash_cipher *cipher, bool encrypts, uint8_t *bytes,
                        size_t size, uint64_t offset);

/// Decrypts what was written of a stretch, in whole blocks: what is erased stays so, since no
/// cipher text is 16 times 0xff. False if libcrypto fails.
bool flash_text_decrypt(const struct flash_cipher *cipher, uint8_t *bytes, size_t size,
                        uint64_t offset);

enum flash_likeness { LIKE_NEITHER, LIKE_PLAIN, LIKE_CIPHER };

/// What the written blocks of a stretch look like; too few look like neither.
enum flash_likeness flash_text_likeness(const uint8_t *bytes, size_t size);

/// Overwrites the key. The cipher must not be used after that; null is taken, too.
void flash_cipher_wipe(struct flash_cipher *cipher);

#endif
