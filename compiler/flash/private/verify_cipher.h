// What flash encryption makes of a dump: which of it should be cipher text, and whether it is.
#ifndef FLASH_VERIFY_CIPHER_H
#define FLASH_VERIFY_CIPHER_H

#include "flash_encryption.h"
#include "verify.h"

struct cipher_check {
    const struct flash *flash;
    const struct flash_dump *dump;
    struct encrypted_range_list ranges;
    bool
        is_on; // the sdkconfig says that the chip encrypts, or else the dump's table is cipher text
};

struct cipher_check verify_cipher_begin(const struct flash *flash, const struct flash_dump *dump);

/// Checks a piece that the dump has, of which `finding->bytes` differ from the dump's bytes. True:
/// the verdict is final, and nothing else of it can be compared. Else, it may get a note.
bool verify_cipher_piece(const struct cipher_check *check, struct finding *finding, bool is_erased);

/// Gives the verdict on a partition that the dump has and that is not erased, of whose content
/// nothing is known, if the chip encrypts it.
void verify_cipher_unknown(const struct cipher_check *check, struct finding *finding);

#endif
