// AES-256-XTS for the entries of an encrypted NVS, HMAC-SHA256, and what Wi-Fi derives from
// passwords (PBKDF2).
//
// NVS encrypts each entry of 32 bytes by itself: it is a data unit of XTS whose number is its
// offset in the partition (ESP-IDF, "NVS Encryption"). libcrypto has the block cipher and is
// loaded only when a cipher is made; the masks of XTS are made here. The tests have images that
// ESP-IDF's generator encrypted.
#include "cipher.h"

#ifdef SCHEMAC_LIBCRYPTO

#define OPENSSL_SUPPRESS_DEPRECATED
#include "libcrypto.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#define FUNCTIONS(X)                                                                               \
    X(EVP_CIPHER_CTX_new)                                                                          \
    X(EVP_CIPHER_CTX_free)                                                                         \
    X(EVP_CIPHER_CTX_set_padding)                                                                  \
    X(EVP_CIPHER_meth_dup)                                                                         \
    X(EVP_CIPHER_meth_free)                                                                        \
    X(EVP_CipherInit_ex)                                                                           \
    X(EVP_CipherUpdate)                                                                            \
    X(EVP_aes_256_ecb)                                                                             \
    X(EVP_sha256)                                                                                  \
    X(HMAC)                                                                                        \
    X(PKCS5_PBKDF2_HMAC_SHA1)

struct crypto {
#define FUNCTION(name) __typeof__ (&(name))(name);
    FUNCTIONS(FUNCTION)
#undef FUNCTION
};

struct cipher {
    struct crypto crypto;
    uint8_t keys[CIPHER_KEYS_SIZE];
};

enum { BLOCK_SIZE = 16, KEY_SIZE = 32, RUN = 128 }; // slots that are encrypted at once

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

// XTS with two equal keys is weak, and libcrypto's own XTS refuses it (FIPS 140-2 IG A.9). Here
// only ECB is asked of it, so that the keys are compared by ourselves.
struct cipher *cipher_new(const struct host *host, struct arena *arena,
                          const uint8_t keys[CIPHER_KEYS_SIZE], const char **error)
{
    struct cipher *cipher = arena_new(arena, sizeof *cipher);
    if (memcmp(keys, keys + KEY_SIZE, KEY_SIZE) == 0) {
        *error = "the data key and the tweak key are the same, which AES-XTS does not allow";
        return NULL;
    }
    memcpy(cipher->keys, keys, sizeof cipher->keys);
    return load(host, arena, &cipher->crypto, error) ? cipher : NULL;
}

// ECB without padding: whole blocks, in place. The lengths are those of a run, so that an int has
// room.
static bool apply_key(const struct crypto *crypto, EVP_CIPHER_CTX *key, uint8_t *blocks,
                      size_t length)
{
    int count = 0;
    return crypto->EVP_CipherUpdate(key, blocks, &count, blocks, (int)length) == 1 &&
           (size_t)count == length;
}

// The mask of a slot's second block: that of the first, doubled in GF(2^128), with the bytes of it
// in little-endian order (IEEE 1619, 5.2).
static void double_mask(const uint8_t mask[BLOCK_SIZE], uint8_t doubled[BLOCK_SIZE])
{
    unsigned carry = mask[BLOCK_SIZE - 1] >> 7 ? 0x87 : 0;
    for (size_t i = 0; i < BLOCK_SIZE; i++) {
        doubled[i] = (uint8_t)((unsigned)mask[i] << 1 ^ carry);
        carry = (unsigned)mask[i] >> 7;
    }
}

// libcrypto takes longer to be set up for an XTS data unit than to encrypt its two blocks. So the
// masks of all slots are made in one go, and so is the encryption between the two times they are
// applied.
static bool apply_run(const struct crypto *crypto, EVP_CIPHER_CTX *const keys[2], uint8_t *slots,
                      size_t count, uint64_t offset)
{
    uint8_t tweaks[RUN * BLOCK_SIZE] = {0};
    uint8_t masks[RUN * CIPHER_SLOT_SIZE];
    size_t length = count * CIPHER_SLOT_SIZE;
    for (size_t i = 0; i < count; i++) {
        uint64_t place = offset + i * CIPHER_SLOT_SIZE;
        for (size_t byte = 0; byte < sizeof place; byte++) {
            tweaks[i * BLOCK_SIZE + byte] = (uint8_t)(place >> 8 * byte);
        }
    }
    if (!apply_key(crypto, keys[1], tweaks, count * BLOCK_SIZE)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t *mask = masks + i * CIPHER_SLOT_SIZE;
        memcpy(mask, tweaks + i * BLOCK_SIZE, BLOCK_SIZE);
        double_mask(mask, mask + BLOCK_SIZE);
    }
    for (size_t i = 0; i < length; i++) {
        slots[i] ^= masks[i];
    }
    if (!apply_key(crypto, keys[0], slots, length)) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        slots[i] ^= masks[i];
    }
    return true;
}

static bool apply_runs(const struct crypto *crypto, EVP_CIPHER_CTX *const keys[2], uint8_t *slots,
                       size_t count, uint64_t offset)
{
    bool is_good = true;
    while (is_good && count > 0) {
        size_t run = count < RUN ? count : RUN;
        is_good = apply_run(crypto, keys, slots, run, offset);
        slots += run * CIPHER_SLOT_SIZE;
        offset += run * CIPHER_SLOT_SIZE;
        count -= run;
    }
    return is_good;
}

// The tweak is encrypted either way, the data in the direction that is asked for.
static bool apply(const struct cipher *cipher, bool encrypts, uint8_t *slots, size_t count,
                  uint64_t offset)
{
    const struct crypto *crypto = &cipher->crypto;
    // A copy counts as a method of our own: libcrypto uses it as it is, where it would else set up
    // all that its default provider has, which takes longer than all the rest.
    EVP_CIPHER *method = crypto->EVP_CIPHER_meth_dup(crypto->EVP_aes_256_ecb());
    EVP_CIPHER_CTX *keys[] = {crypto->EVP_CIPHER_CTX_new(), crypto->EVP_CIPHER_CTX_new()};
    bool is_good = method && keys[0] && keys[1];
    for (size_t i = 0; i < 2 && is_good; i++) {
        is_good = crypto->EVP_CipherInit_ex(keys[i], method, NULL, cipher->keys + i * KEY_SIZE,
                                            NULL, i == 1 || encrypts) == 1 &&
                  crypto->EVP_CIPHER_CTX_set_padding(keys[i], 0) == 1;
    }
    is_good = is_good && apply_runs(crypto, keys, slots, count, offset);
    crypto->EVP_CIPHER_CTX_free(keys[0]);
    crypto->EVP_CIPHER_CTX_free(keys[1]);
    crypto->EVP_CIPHER_meth_free(method);
    return is_good;
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
