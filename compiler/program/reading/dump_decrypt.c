// Decrypts a flash dump before anything looks at it, so that decoders never know of encryption.
//
// The chip, if it is known, and the size of the key say what kind of key it is. Else all kinds of
// that size are tried: the right one makes a partition table appear. Which parts are cipher text is
// read from that table; of a partition alone, the schema knows where it is.
#include "dump_decrypt.h"

#include "flash_decrypt.h"
#include "flash_key.h"
#include "text.h"

#include <inttypes.h>

struct dump_decryption {
    struct session *session;
    const struct dump_request *request;
    const char *path;
    struct flash_key_file key;
    uint8_t *bytes;
};

static struct diagnostics *diagnostics_of(const struct dump_decryption *work)
{
    return &work->session->compilation.diagnostics;
}

static bool report_libcrypto(const struct dump_decryption *work)
{
    report_failure(diagnostics_of(work), CODE_ENCRYPTION_FAILED,
                   "cannot decrypt: libcrypto failed");
    return false;
}

// Warnings, since they also say why the device does not start.
static void report_plain(const struct dump_decryption *work, const struct plain_place_list *plain)
{
    for_each (place, plain) {
        report(diagnostics_of(work), CODE_PLAIN_IN_CIPHER, (struct span){0},
               "%s at %s is plain text, where the chip expects cipher text", place->name,
               text_offset(work->request->arena, place->offset));
    }
}

static void report_no_table(const struct dump_decryption *work)
{
    if (flash_decrypt_is_plain(work->request)) {
        report(diagnostics_of(work), CODE_FLASH_KEY_USELESS, (struct span){0},
               "the partition table of `%s` is plain text: the flash is not encrypted, and needs "
               "no `--flash-key`",
               work->path);
        return;
    }
    struct diagnostic *diagnostic =
        report(diagnostics_of(work), CODE_FLASH_KEY_USELESS, (struct span){0},
               "decrypted with `%s`, `%s` has no partition table", work->key.path, work->path);
    add_note(diagnostic, (struct span){0},
             "it may be the key of another device, or another part of the flash than its start");
}

// Tries a kind of key. False: with it there is no table, or something is wrong, which is reported.
static bool try_kind(struct dump_decryption *work, const struct flash_key_kind *kind)
{
    struct flash_cipher *cipher = flash_key_cipher(work->session, &work->key, kind);
    struct plain_place_list plain = {0};
    uint64_t offset;
    bool is_found = cipher && flash_decrypt_find(work->request, cipher, &offset);
    if (is_found && !flash_decrypt_by_table(work->request, cipher, offset, work->bytes, &plain)) {
        report_libcrypto(work);
    }
    flash_cipher_wipe(cipher);
    report_plain(work, &plain);
    return is_found;
}

// Of the kinds of a size, a chip has only one; which chip it is, only a schema says for sure.
static bool decrypt_flash(struct dump_decryption *work)
{
    const struct layout *layout = work->request->layout;
    size_t errors = diagnostics_of(work)->errors;
    const struct flash_key_kind *only = NULL;
    if (layout) {
        only = flash_key_kind_of(work->session, &work->key, layout->platform);
        if (!only) {
            return false;
        }
    }
    bool is_found = false;
    for (size_t i = 0; i < flash_key_kind_count && !is_found; i++) {
        const struct flash_key_kind *kind = &flash_key_kinds[i];
        bool is_candidate = only ? kind == only : kind->size == work->key.size;
        is_found = is_candidate && diagnostics_of(work)->errors == errors && try_kind(work, kind);
    }
    if (!is_found && diagnostics_of(work)->errors == errors) {
        report_no_table(work);
    }
    return diagnostics_of(work)->errors == errors;
}

static bool decrypt_partition(struct dump_decryption *work, const struct partition *partition)
{
    const struct layout *layout = work->request->layout;
    const struct encrypted_range_list ranges = encryption_ranges(layout, partition->table->flash);
    const struct flash_key_kind *kind =
        flash_key_kind_of(work->session, &work->key, layout->platform);
    struct flash_cipher *cipher = kind ? flash_key_cipher(work->session, &work->key, kind) : NULL;
    bool is_good = cipher && encryption_undo(&ranges, cipher, work->bytes, work->request->size,
                                             partition->offset);
    flash_cipher_wipe(cipher);
    return is_good || (cipher && report_libcrypto(work));
}

// A file that is as large as the flash is the flash, whatever is asked for of it.
static bool is_alone(const struct dump_request *request)
{
    const struct partition *partition = request->partition;
    return partition && request->size <= partition->size &&
           request->size != partition->table->flash->size;
}

bool dump_decrypt(struct session *session, const char *path, const struct dump_request *request,
                  struct buffer *image)
{
    const char *key = option_text(session->options, OPTION_FLASH_KEY);
    struct dump_decryption work = {
        .session = session,
        .request = request,
        .path = path,
        .bytes = (uint8_t *)image->bytes,
    };
    bool is_good =
        !key ||
        (flash_key_read(session, key, &work.key) &&
         (is_alone(request) ? decrypt_partition(&work, request->partition) : decrypt_flash(&work)));
    flash_key_wipe(&work.key, sizeof work.key);
    return is_good;
}
