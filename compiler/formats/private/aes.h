// AES by libcrypto: whole blocks under one key, nothing more (FIPS 197; ECB of SP 800-38A).
#ifndef FORMATS_AES_H
#define FORMATS_AES_H

#include "host.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { AES_BLOCK_SIZE = 16 };

/// AES with keys of one size. It is memory of an arena, and several threads may use it.
struct aes;

/// One key, as libcrypto holds it. All zero: none.
struct aes_key {
    void *context;
    void *method;
};

/// `key_size` is 16 or 32. Null, and `*error` says why: there is no libcrypto.
const struct aes *aes_new(const struct host *host, struct arena *arena, size_t key_size,
                          const char **error);

/// Prepares a key that either encrypts or decrypts. False if libcrypto fails; it is to be released
/// in any case.
bool aes_key_init(const struct aes *aes, struct aes_key *held, const uint8_t *key, bool encrypts);

/// Has it go on with another key. False if libcrypto fails.
bool aes_key_change(const struct aes *aes, struct aes_key *held, const uint8_t *key, bool encrypts);

/// Encrypts or decrypts whole blocks in place, each by itself; their length fits into an int.
bool aes_key_apply(const struct aes *aes, struct aes_key *held, uint8_t *blocks, size_t length);

void aes_key_release(const struct aes *aes, struct aes_key *held);

#endif
