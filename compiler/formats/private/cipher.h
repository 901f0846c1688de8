// Encryption and keyed digests, by libcrypto, which is loaded when the first of them is asked for.
#ifndef FORMATS_CIPHER_H
#define FORMATS_CIPHER_H

#include "host.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CIPHER_KEYS_SIZE = 64, // the data key, then the tweak key
    CIPHER_SLOT_SIZE = 32,
    HMAC_SIZE = 32,
    PASSWORD_KEY_SIZE = 32,
};

/// AES-256-XTS (IEEE 1619) as ESP-IDF's NVS uses it: each slot is a data unit of its own, whose
/// number is the slot's offset in the partition, in bytes.
struct cipher;

/// Null, and `*error` says why: there is no libcrypto, or both keys are the same.
struct cipher *cipher_new(const struct host *host, struct arena *arena,
                          const uint8_t keys[CIPHER_KEYS_SIZE], const char **error);

/// Encrypts `count` slots, one after the other, in place; the first is at `offset`.
/// False if libcrypto fails: then the slots are of no use.
bool cipher_encrypt_slots(struct cipher *cipher, uint8_t *slots, size_t count, uint64_t offset);

/// Decrypts them likewise.
bool cipher_decrypt_slots(struct cipher *cipher, uint8_t *slots, size_t count, uint64_t offset);

/// HMAC-SHA256 (RFC 2104). False, and `*error` says why.
bool digest_hmac_sha256(const struct host *host, struct arena *arena, const void *key,
                        size_t key_length, const void *message, size_t length,
                        uint8_t digest[HMAC_SIZE], const char **error);

/// PBKDF2-HMAC-SHA1 with 4096 rounds: the key of a Wi-Fi network (IEEE 802.11, annex J.4) from its
/// password; the network's name is the salt. False, and `*error` says why.
bool key_from_password(const struct host *host, struct arena *arena, const char *password,
                       const void *name, size_t name_length, uint8_t key[PASSWORD_KEY_SIZE],
                       const char **error);

#endif
