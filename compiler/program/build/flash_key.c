// Reads a key of flash encryption for `image`, `dump` and `verify`, and finds out what it is a key
// of: the chip says which kinds it takes, the size of the file which of them it is.
//
// Keys are read into memory that is wiped, never into an arena, and messages never quote them.
#include "flash_key.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char *read_bytes(int file, struct flash_key_file *key)
{
    while (key->size < sizeof key->bytes) {
        ssize_t count = read(file, key->bytes + key->size, sizeof key->bytes - key->size);
        if (count < 0 && errno != EINTR) {
            return strerror(errno);
        }
        if (count == 0) {
            break;
        }
        key->size += count > 0 ? (size_t)count : 0;
    }
    return NULL;
}

static bool is_size_known(size_t size)
{
    for (size_t i = 0; i < flash_key_kind_count; i++) {
        if (flash_key_kinds[i].size == size) {
            return true;
        }
    }
    return false;
}

bool flash_key_read(struct session *session, const char *path, struct flash_key_file *key)
{
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    *key = (struct flash_key_file){.path = path};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    const char *error = file < 0 ? strerror(errno) : read_bytes(file, key);
    if (file >= 0) {
        close(file);
    }
    if (error) {
        report_unreadable(diagnostics, CODE_CANNOT_READ, path, error);
    } else if (!is_size_known(key->size)) {
        bool is_larger = key->size > FLASH_KEY_LIMIT;
        report(diagnostics, CODE_FLASH_KEY, (struct span){0},
               "`%s` has %s%zu bytes; a key of flash encryption has 16, 24, 32 or 64", path,
               is_larger ? "more than " : "", is_larger ? (size_t)FLASH_KEY_LIMIT : key->size);
        return false;
    }
    return !error;
}

// "XTS-AES-128 (32 bytes) and XTS-AES-256 (64 bytes)"
static const char *kinds_of(struct arena *arena, uint64_t taken)
{
    struct buffer text;
    const struct flash_key_kind *last = NULL;
    buffer_init(&text, arena);
    for (size_t i = 0; i < flash_key_kind_count; i++) {
        last = flash_key_kinds[i].mask & taken ? &flash_key_kinds[i] : last;
    }
    for (size_t i = 0; i < flash_key_kind_count; i++) {
        const struct flash_key_kind *kind = &flash_key_kinds[i];
        if (kind->mask & taken) {
            const char *separator = !text.length ? "" : kind == last ? " and " : ", ";
            buffer_format(&text, "%s%s (%zu bytes)", separator, kind->description, kind->size);
        }
    }
    return text.bytes;
}

const struct flash_key_kind *flash_key_kind_of(struct session *session,
                                               const struct flash_key_file *file,
                                               const struct platform *platform)
{
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    uint64_t taken = platform_parameter(platform, "flash_keys");
    for (size_t i = 0; i < flash_key_kind_count; i++) {
        if (flash_key_kinds[i].size == file->size && flash_key_kinds[i].mask & taken) {
            return &flash_key_kinds[i];
        }
    }
    const char *kinds = kinds_of(diagnostics->arena, taken);
    if (kinds) {
        report(diagnostics, CODE_FLASH_KEY_CHIP, (struct span){0},
               "`%s` has %zu bytes, but chip `%s` takes keys for %s", file->path, file->size,
               platform->chip, kinds);
    } else {
        report(diagnostics, CODE_FLASH_KEY_CHIP, (struct span){0},
               "chip `%s` has no flash encryption: it does not take the key `%s`", platform->chip,
               file->path);
    }
    return NULL;
}

struct flash_cipher *flash_key_cipher(struct session *session, const struct flash_key_file *file,
                                      const struct flash_key_kind *kind)
{
    const struct options *options = session->options;
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    struct flash_key key = {.kind = kind, .config = FLASH_CRYPT_CONFIG};
    bool is_weak = false;
    const char *error = NULL;
    if (option_is_given(options, OPTION_CRYPT_CONFIG)) {
        key.config = (unsigned)option_number(options, OPTION_CRYPT_CONFIG);
    }
    memcpy(key.bytes, file->bytes, file->size);
    struct flash_cipher *cipher =
        flash_cipher_new(options->host, diagnostics->arena, &key, &is_weak, &error);
    flash_key_wipe(&key, sizeof key);
    if (is_weak) {
        report(diagnostics, CODE_FLASH_KEY, (struct span){0}, "`%s` cannot be used: %s", file->path,
               error);
    } else if (error) {
        report_failure(diagnostics, CODE_ENCRYPTION_FAILED, "cannot use the key `%s`: %s",
                       file->path, error);
    }
    return cipher;
}

// The cipher for a chip and a key file, with what it encrypts at once; null: something is wrong.
static struct flash_cipher *open_key(struct session *session, const char *path,
                                     const struct platform *platform, uint64_t *block)
{
    struct flash_key_file file;
    const struct flash_key_kind *kind =
        flash_key_read(session, path, &file) ? flash_key_kind_of(session, &file, platform) : NULL;
    struct flash_cipher *cipher = kind ? flash_key_cipher(session, &file, kind) : NULL;
    *block = kind ? encryption_block(kind) : FLASH_CIPHER_BLOCK;
    flash_key_wipe(&file, sizeof file);
    return cipher;
}

bool flash_key_encrypt(struct session *session, const char *path, struct flash *flash)
{
    uint64_t block;
    struct flash_cipher *cipher = open_key(session, path, flash->layout->platform, &block);
    bool is_good =
        cipher && encryption_apply(flash, cipher, block, &session->compilation.diagnostics);
    flash_cipher_wipe(cipher);
    return is_good;
}

bool flash_key_decrypt(struct session *session, const char *path, const struct flash *flash,
                       struct flash_dump *dump)
{
    uint64_t block;
    struct flash_cipher *cipher = open_key(session, path, flash->layout->platform, &block);
    if (!cipher) {
        return false;
    }
    const struct encrypted_range_list ranges = encryption_ranges(flash->layout, flash->device);
    char *bytes = arena_copy(flash->arena, dump->bytes, (size_t)dump->length);
    bool is_good = encryption_undo(&ranges, cipher, (uint8_t *)bytes, dump->length, dump->offset);
    flash_cipher_wipe(cipher);
    if (!is_good) {
        report_failure(&session->compilation.diagnostics, CODE_ENCRYPTION_FAILED,
                       "cannot decrypt: libcrypto failed");
    }
    dump->read = dump->bytes;
    dump->bytes = bytes;
    return is_good;
}
