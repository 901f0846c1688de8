// Flash as a chip with flash encryption has it: which of it is cipher text, and making that.
#ifndef FLASH_FLASH_ENCRYPTION_H
#define FLASH_FLASH_ENCRYPTION_H

#include "flash.h"
#include "flash_cipher.h"

/// A stretch of a flash that its chip encrypts.
struct encrypted_range {
    uint64_t offset; // on the flash
    uint64_t end;
};

struct encrypted_range_list LIST(const struct encrypted_range);

/// What the chip encrypts of the flash of its own: bootloader, tables and partitions, by offset,
/// without overlaps. Of any other flash, nothing.
struct encrypted_range_list encryption_ranges(const struct layout *layout,
                                              const struct layout_flash *device);

/// The smallest part that is encrypted at once by a key, in bytes.
uint64_t encryption_block(const struct flash_key_kind *kind);

/// Replaces what the chip encrypts of a closed flash by cipher text, whole blocks of it; the end of
/// a piece is filled up with 0xff. What no piece covers stays erased. False, and reported, if a
/// piece starts between two blocks or libcrypto fails.
bool encryption_apply(struct flash *flash, const struct flash_cipher *cipher, uint64_t block,
                      struct diagnostics *diagnostics);

/// Decrypts the bytes of a flash from `offset` on, in place, where they are in a range. What is
/// erased stays so: no cipher text is 16 times 0xff. False if libcrypto fails.
bool encryption_undo(const struct encrypted_range_list *ranges, const struct flash_cipher *cipher,
                     uint8_t *bytes, uint64_t size, uint64_t offset);

#endif
