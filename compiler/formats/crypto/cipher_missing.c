// What takes the place of cipher.c where libcrypto was missing when schemac was built.
// libcrypto_load sets the error that says so; without a cipher, the functions that take one are
// never called.
#include "cipher.h"

#include "libcrypto.h"

#ifndef SCHEMAC_LIBCRYPTO

struct cipher *cipher_new(const struct host *host, struct arena *arena,
                          const uint8_t keys[CIPHER_KEYS_SIZE], const char **error)
{
    (void)keys;
    libcrypto_load(host, arena, NULL, 0, NULL, error);
    return NULL;
}

bool cipher_encrypt_slots(struct cipher *cipher, uint8_t *slots, size_t count, uint64_t offset)
{
    (void)cipher;
    (void)slots;
    (void)count;
    (void)offset;
    return false;
}

bool cipher_decrypt_slots(struct cipher *cipher, uint8_t *slots, size_t count, uint64_t offset)
{
    (void)cipher;
    (void)slots;
    (void)count;
    (void)offset;
    return false;
}

bool digest_hmac_sha256(const struct host *host, struct arena *arena, const void *key,
                        size_t key_length, const void *message, size_t length,
                        uint8_t digest[HMAC_SIZE], const char **error)
{
    (void)key;
    (void)key_length;
    (void)message;
    (void)length;
    (void)digest;
    return libcrypto_load(host, arena, NULL, 0, NULL, error);
}

bool key_from_password(const struct host *host, struct arena *arena, const char *password,
                       const void *name, size_t name_length, uint8_t key[PASSWORD_KEY_SIZE],
                       const char **error)
{
    (void)password;
    (void)name;
    (void)name_length;
    (void)key;
    return libcrypto_load(host, arena, NULL, 0, NULL, error);
}

#endif
