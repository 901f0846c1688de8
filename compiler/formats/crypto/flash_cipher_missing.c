// What takes the place of flash_cipher.c where libcrypto was missing when schemac was built.
// libcrypto_load sets the error that says so; without a cipher, the functions that take one do
// nothing.
#include "flash_cipher.h"

#include "libcrypto.h"

#ifndef SCHEMAC_LIBCRYPTO

struct flash_cipher *flash_cipher_new(const struct host *host, struct arena *arena,
                                      const struct flash_key *key, bool *is_weak,
                                      const char **error)
{
    (void)key;
    *is_weak = false;
    libcrypto_load(host, arena, NULL, 0, NULL, error);
    return NULL;
}

bool flash_cipher_apply(const struct flash_cipher *cipher, bool encrypts, uint8_t *bytes,
                        size_t size, uint64_t offset)
{
    (void)cipher;
    (void)encrypts;
    (void)bytes;
    (void)size;
    (void)offset;
    return false;
}

void flash_cipher_wipe(struct flash_cipher *cipher)
{
    (void)cipher;
}

#endif
