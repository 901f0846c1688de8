// The encryption of an NVS image: reading its key file, and encrypting what was written.
//
// Keys come from a file of the schema's or of a device's row; they are never noted anywhere, and no
// message quotes them. Without libcrypto an encrypted image is an error, not a plain image.
#include "nvs.h"

#include "cipher.h"
#include "keys.h"

enum { KEY_FILE_LIMIT = 1 << 20 }; // of what is read; which sizes are right says keys_read

// The limit is far above the 4096 bytes of a key file: a file that is a bit too long shall get the
// message of keys_read, which knows the right sizes, and not one about an image that is too large.
bool nvs_read_key_file(const struct nvs *nvs, const char *path, struct span span,
                       uint8_t keys[KEYS_SIZE])
{
    const struct image_request *request = nvs->request;
    struct buffer file;
    buffer_init(&file, request->arena);
    if (!input_bytes(request, path, span, KEY_FILE_LIMIT, &file)) {
        return false;
    }
    const char *error = keys_read(request->arena, &file, keys);
    if (error) {
        report(request->diagnostics, CODE_NVS_KEYS, span, "`%s` %s", path, error);
    }
    return !error;
}

struct encryption {
    struct cipher *cipher;
    bool is_good;
};

// Called for each run of written entries. After a failure nothing more is encrypted, and the image
// is given up as a whole: half of it in plain text must not reach a file.
static void encrypt(void *context, uint8_t *entries, size_t count, uint64_t offset)
{
    struct encryption *encryption = context;
    encryption->is_good =
        encryption->is_good && cipher_encrypt_slots(encryption->cipher, entries, count, offset);
}

// Entries are encrypted after all of them were written: the checksums in them are those of the
// plain text, and the states of entries and headers of pages stay readable (ESP-IDF, "NVS
// Encryption").
bool nvs_encrypt(const struct nvs *nvs, const uint8_t keys[KEYS_SIZE], struct buffer *image)
{
    const struct image_request *request = nvs->request;
    const char *error = NULL;
    struct encryption encryption = {
        cipher_new(request->sources->host, request->arena, keys, &error), true};
    if (encryption.cipher) {
        nvs_visit_written(image, &encryption, encrypt);
    }
    if (!encryption.cipher || !encryption.is_good) {
        report(request->diagnostics, CODE_NVS_KEYS, nvs->key_span, "cannot encrypt: %s",
               error ? error : "libcrypto refuses");
        return false;
    }
    return true;
}
