// AES-256-XTS for the entries of an encrypted NVS, HMAC-SHA256, and what Wi-Fi derives from
// passwords (PBKDF2).
//
// NVS encrypts each entry of 32 bytes by itself: it is a data unit of XTS whose number is its
// offset in the partition (ESP-IDF, "NVS Encryption"). libcrypto has the block cipher and is
// loaded only when a cipher is made. The tests have images that ESP-IDF's generator encrypted.
#include "cipher.h"

#ifdef SCHEMAC_LIBCRYPTO

#include "libcrypto.h"
#include "xts.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#define FUNCTIONS(X)                                                                               \
    X(EVP_sha256)                                                                                  \
    X(HMAC)                                                                                        \
    X(PKCS5_PBKDF2_HMAC_SHA1)

struct crypto {
#define FUNCTION(name) __typeof__ (&(name))(name);
    FUNCTIONS(FUNCTION)
#undef FUNCTION
};

struct cipher {
    const struct aes *aes;
    uint8_t keys[CIPHER_KEYS_SIZE];
};

enum { KEY_SIZE = 32 };

// The names and the pointers come from one list, so that they are in the same order.
static bool load(const struct host *host, struct arena *arena, struct crypto *crypto,
                 const char **error)
{
    static const char *const names[] = {
#define NAME(name) #name,
        FUNCTIONS(NAME)
#undef NAME
    };
    return libcrypto_load(host, arena, names, sizeof names / sizeof *names, crypto, error);
}

// XTS with two equal keys is weak, and libcrypto's own XTS refuses it (FIPS 140-2 IG A.9). Ours is
// made from ECB, so that the keys are compared here.
struct cipher *cipher_new(const struct host *host, struct arena *arena,
                          const uint8_t keys[CIPHER_KEYS_SIZE], const char **error)
{
    struct cipher *cipher = arena_new(arena, sizeof *cipher);
    if (memcmp(keys, keys + KEY_SIZE, KEY_SIZE) == 0) {
        *error = "the data key and the tweak key are the same, which AES-XTS does not allow";
        return NULL;
    }
    memcpy(cipher->keys, keys, sizeof cipher->keys);
    cipher->aes = aes_new(host, arena, KEY_SIZE, error);
    return cipher->aes ? cipher : NULL;
}

static bool apply(const struct cipher *cipher, bool encrypts, uint8_t *slots, size_t count,
                  uint64_t offset)
{
    const struct xts xts = {cipher->aes, cipher->keys, cipher->keys + KEY_SIZE, CIPHER_SLOT_SIZE};
    return xts_apply(&xts, encrypts, slots, count, offset);
}

bool cipher_encrypt_slots(struct cipher *cipher, uint8_t *slots, size_t count, uint64_t offset)
{
    return apply(cipher, true, slots, count, offset);
}

bool cipher_decrypt_slots(struct cipher *cipher, uint8_t *slots, size_t count, uint64_t offset)
{
    return apply(cipher, false, slots, count, offset);
}

// Sets the error or clears it, in the expression that needs the result.
static bool fail(bool is_good, const char **error)
{
    *error = is_good ? NULL : "libcrypto failed";
    return is_good;
}

// Keys are of a fixed size and messages short, so that their lengths fit into an int.
bool digest_hmac_sha256(const struct host *host, struct arena *arena, const void *key,
                        size_t key_length, const void *message, size_t length,
                        uint8_t digest[HMAC_SIZE], const char **error)
{
    struct crypto crypto;
    return load(host, arena, &crypto, error) &&
           fail(crypto.HMAC(crypto.EVP_sha256(), key, (int)key_length, message, length, digest,
                            NULL) != NULL,
                error);
}

// Slow on purpose, as any password's derivation: some milliseconds. It is called once an access
// point.
bool key_from_password(const struct host *host, struct arena *arena, const char *password,
                       const void *name, size_t name_length, uint8_t key[PASSWORD_KEY_SIZE],
                       const char **error)
{
    enum { ROUNDS = 4096 };
    struct crypto crypto;
    return load(host, arena, &crypto, error) &&
           fail(crypto.PKCS5_PBKDF2_HMAC_SHA1(password, (int)strlen(password), name,
                                              (int)name_length, ROUNDS, PASSWORD_KEY_SIZE,
                                              key) == 1,
                error);
}

#endif
