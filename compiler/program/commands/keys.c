// `keys`: creates the key partition of an encrypted NVS, or a key of flash encryption. Keys that
// exist are never overwritten, not even with an option: data that was encrypted with them would be
// lost. Writing the same keys again is allowed, so a build may call this each time with an HMAC
// key.
//
// A key of flash encryption is wiped from memory once it is written.
#include "commands.h"
#include "file.h"
#include "flash_cipher.h"
#include "keys.h"
#include "output.h"
#include "session.h"
#include "print.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Reads a file on the command line, up to `limit` bytes and one more. Null; else
// what went wrong.
static const char *read_file(const char *path, uint64_t limit, struct buffer *content)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return strerror(errno);
    }
    const char *error = file_read(file, limit, content);
    close(file);
    return error;
}

// The HMAC key is read with a limit of one byte more than it has: a file that is too large is a
// wrong one, of which nothing else must be read.
static bool derive(struct session *session, const char *path, uint8_t keys[KEYS_SIZE])
{
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    struct buffer hmac_key;
    buffer_init(&hmac_key, diagnostics->arena);
    const char *error = read_file(path, HMAC_KEY_SIZE, &hmac_key);
    if (error) {
        report_unreadable(diagnostics, CODE_CANNOT_READ, path, error);
        return false;
    }
    if (hmac_key.length > HMAC_KEY_SIZE) {
        report(diagnostics, CODE_BAD_KEYS, (struct span){0},
               "`%s` has more than 32 bytes; an HMAC key has exactly 32", path);
        return false;
    }
    if (hmac_key.length < HMAC_KEY_SIZE) {
        report(diagnostics, CODE_BAD_KEYS, (struct span){0},
               "`%s` has %zu bytes; an HMAC key has 32", path, hmac_key.length);
        return false;
    }
    error = keys_derive(session->options->host, diagnostics->arena, (const uint8_t *)hmac_key.bytes,
                        keys);
    if (error) {
        report_failure(diagnostics, CODE_BAD_KEYS, "cannot derive the keys: %s", error);
    }
    return !error;
}

// There is no other source of random bytes to fall back to: weak keys look like good ones.
static bool is_drawn(struct session *session, const char *error)
{
    if (error) {
        report_failure(&session->compilation.diagnostics, CODE_BAD_KEYS,
                       "cannot get random bytes from the system: %s", error);
    }
    return !error;
}

// Whether something else would be lost by writing a file.
// A directory or device at that path is left to the writer, which reports it.
static bool has_other(struct arena *arena, const char *path, const struct buffer *file)
{
    struct stat status;
    struct buffer there;
    buffer_init(&there, arena);
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) {
        return false;
    }
    return read_file(path, file->length, &there) != NULL || there.length != file->length ||
           memcmp(there.bytes, file->bytes, file->length) != 0;
}

// The file is for its owner alone and is on the disk, not only in the cache, before success is
// reported: the keys may be burned into an eFuse next, and then cannot be made again.
static void write_keys(struct session *session, const struct buffer *file)
{
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    const char *path = option_text(session->options, OPTION_OUTPUT);
    struct artifact_list artifacts = {0};
    struct text_list inputs = {0};
    if (strcmp(path, "-") == 0) {
        print_bytes(session, file);
    } else if (has_other(diagnostics->arena, path, file)) {
        report(diagnostics, CODE_KEYS_EXIST, (struct span){0},
               "`%s` already exists; everything that is encrypted with its keys would become "
               "unreadable: remove the file first if it is no longer used",
               path);
    } else {
        struct artifact *artifact = artifact_add(diagnostics->arena, &artifacts, path, file);
        artifact->is_secret = true;
        artifact->is_lasting = true;
        output_write("", &artifacts, &inputs, diagnostics, NULL);
    }
}

static void make_nvs_keys(struct session *session)
{
    const struct options *options = session->options;
    uint8_t keys[KEYS_SIZE];
    struct buffer file;
    buffer_init(&file, &session->compilation.arena);
    if (option_text(options, OPTION_HMAC_KEY)
            ? derive(session, option_text(options, OPTION_HMAC_KEY), keys)
            : is_drawn(session, keys_draw(options->host, keys))) {
        keys_write(keys, &file);
        write_keys(session, &file);
    }
}

// The file is the key alone, as espefuse takes it.
static void make_flash_key(struct session *session)
{
    const struct options *options = session->options;
    const struct flash_key_kind *kind =
        &flash_key_kinds[option_number(options, OPTION_FLASH_ENCRYPTION)];
    struct flash_key key;
    struct buffer file;
    buffer_init(&file, &session->compilation.arena);
    if (is_drawn(session, flash_key_draw(options->host, kind, &key))) {
        buffer_bytes(&file, key.bytes, kind->size);
        write_keys(session, &file);
        flash_key_wipe(file.bytes, file.length);
    }
    flash_key_wipe(key.bytes, sizeof key.bytes);
}

static int run(const struct options *options)
{
    struct session session = {.options = options};
    compilation_init(&session.compilation, options->host, options->exhausted);
    if (option_text(options, OPTION_FLASH_ENCRYPTION)) {
        make_flash_key(&session);
    } else {
        make_nvs_keys(&session);
    }
    return session_end(&session);
}

static const enum option_id taken[] = {
    OPTION_OUTPUT, OPTION_HMAC_KEY, OPTION_FLASH_ENCRYPTION, OPTION_DIAGNOSTICS, OPTION_COLOR,
};

static const struct option_rule rules[] = {
    {OPTION_IS_REQUIRED, OPTION_OUTPUT, 0, "`-o FILE`, the output file"},
    {OPTION_EXCLUDES, OPTION_HMAC_KEY, OPTION_FLASH_ENCRYPTION, NULL},
};

const struct command command_keys = {
    .name = "keys",
    .arguments = "-o FILE [--hmac-key FILE]",
    .summary = "create the keys of an encrypted NVS or flash",
    .description =
        "Creates the 4096 bytes of a `data.nvs_keys` partition: keys for AES-256-XTS, either\n"
        "random or derived from an HMAC key. Only the owner can read the file. A file with\n"
        "other keys is never overwritten. `-o -` writes to standard output.\n"
        "\n"
        "With `--flash-encryption`, it is a random key as the eFuses of a chip take it: 32\n"
        "bytes for an ESP32 (`esp32`; 24 with the 3/4 coding scheme: `esp32-192`), 32 for\n"
        "XTS-AES-128 (`xts-128`), 64 for XTS-AES-256 (`xts-256`), or the 16 from which an\n"
        "ESP32-C2 derives a key of XTS-AES-128 (`efuse-128`).",
    TAKES(taken),
    RULES(rules),
    .run = run,
};
