// AES by libcrypto, which is loaded only when it is asked for: whole blocks without padding.
//
// Modes of operation are made from this: libcrypto takes longer to be set up for one data unit of
// XTS than to encrypt it, and its XTS refuses keys by rules of its own.
#include "aes.h"

#ifdef SCHEMAC_LIBCRYPTO

#define OPENSSL_SUPPRESS_DEPRECATED
#include "libcrypto.h"

#include <assert.h>
#include <openssl/evp.h>

#define FUNCTIONS(X)                                                                               \
    X(EVP_CIPHER_CTX_new)                                                                          \
    X(EVP_CIPHER_CTX_free)                                                                         \
    X(EVP_CIPHER_CTX_set_padding)                                                                  \
    X(EVP_CIPHER_meth_dup)                                                                         \
    X(EVP_CIPHER_meth_free)                                                                        \
    X(EVP_CipherInit_ex)                                                                           \
    X(EVP_CipherUpdate)                                                                            \
    X(EVP_aes_128_ecb)                                                                             \
    X(EVP_aes_256_ecb)

struct aes_functions {
#define FUNCTION(name) __typeof__ (&(name))(name);
    FUNCTIONS(FUNCTION)
#undef FUNCTION
};

struct aes {
    struct aes_functions functions;
    size_t key_size;
};

// The names and the pointers come from one list, so that they are in the same order.
const struct aes *aes_new(const struct host *host, struct arena *arena, size_t key_size,
                          const char **error)
{
    static const char *const names[] = {
#define NAME(name) #name,
        FUNCTIONS(NAME)
#undef NAME
    };
    struct aes *aes = arena_new(arena, sizeof *aes);
    assert(key_size == 16 || key_size == 32);
    aes->key_size = key_size;
    return libcrypto_load(host, arena, names, sizeof names / sizeof *names, &aes->functions, error)
               ? aes
               : NULL;
}

bool aes_key_init(const struct aes *aes, struct aes_key *held, const uint8_t *key, bool encrypts)
{
    const struct aes_functions *crypto = &aes->functions;
    // A copy counts as a method of our own: libcrypto uses it as it is, where it would otherwise
    // set up all that its default provider has, which takes longer than all the rest.
    held->method = crypto->EVP_CIPHER_meth_dup(aes->key_size == 16 ? crypto->EVP_aes_128_ecb()
                                                                   : crypto->EVP_aes_256_ecb());
    held->context = crypto->EVP_CIPHER_CTX_new();
    return held->method && held->context &&
           crypto->EVP_CipherInit_ex(held->context, held->method, NULL, key, NULL, encrypts) == 1 &&
           crypto->EVP_CIPHER_CTX_set_padding(held->context, 0) == 1;
}

bool aes_key_change(const struct aes *aes, struct aes_key *held, const uint8_t *key, bool encrypts)
{
    return aes->functions.EVP_CipherInit_ex(held->context, NULL, NULL, key, NULL, encrypts) == 1;
}

bool aes_key_apply(const struct aes *aes, struct aes_key *held, uint8_t *blocks, size_t length)
{
    int count = 0;
    return aes->functions.EVP_CipherUpdate(held->context, blocks, &count, blocks, (int)length) ==
               1 &&
           (size_t)count == length;
}

void aes_key_release(const struct aes *aes, struct aes_key *held)
{
    aes->functions.EVP_CIPHER_CTX_free(held->context);
    aes->functions.EVP_CIPHER_meth_free(held->method);
    *held = (struct aes_key){0};
}

#endif
