// The key of flash encryption that the command line names.
#ifndef FLASH_KEY_H
#define FLASH_KEY_H

#include "flash_encryption.h"
#include "session.h"
#include "verify.h"

struct flash_key_file {
    const char *path;
    uint8_t bytes[FLASH_KEY_LIMIT + 1]; // one more shows a file that is too large
    size_t size;
};

/// Reads a key. False, and reported, if the file cannot be read or no kind of key has its size.
bool flash_key_read(struct session *session, const char *path, struct flash_key_file *file);

/// What kind of key it is on the platform's chip. Null, and reported, if the chip takes none of its
/// size.
const struct flash_key_kind *flash_key_kind_of(struct session *session,
                                               const struct flash_key_file *file,
                                               const struct platform *platform);

/// What encrypts with it; to be wiped. Null, and reported, if that is impossible.
struct flash_cipher *flash_key_cipher(struct session *session, const struct flash_key_file *file,
                                      const struct flash_key_kind *kind);

/// Makes cipher text of what the chip encrypts of a closed flash. False, and reported, if anything
/// is wrong.
bool flash_key_encrypt(struct session *session, const char *path, struct flash *flash);

/// Decrypts what the chip encrypts of a dump, in a copy: what is plain text in the device is
/// recognised by the bytes as they were read. False, and reported, if anything is wrong.
bool flash_key_decrypt(struct session *session, const char *path, const struct flash *flash,
                       struct flash_dump *dump);

#endif
