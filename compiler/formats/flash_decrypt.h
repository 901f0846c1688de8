// A dump of a flash that its chip has encrypted, by its own table.
#ifndef FORMATS_FLASH_DECRYPT_H
#define FORMATS_FLASH_DECRYPT_H

#include "decoder.h"
#include "flash_cipher.h"

/// Something that the chip encrypts, but which is plain text in the flash.
struct plain_place {
    const char *name; // "`ota_0`"
    uint64_t offset;
};

struct plain_place_list LIST(const struct plain_place);

/// Where the request's flash has a table as cipher text of this key. False: nowhere.
bool flash_decrypt_find(const struct dump_request *request, const struct flash_cipher *cipher,
                        uint64_t *offset);

/// Whether it has one as plain text.
bool flash_decrypt_is_plain(const struct dump_request *request);

/// Decrypts, in place, what the table at an offset says that the chip encrypts; `bytes` are those
/// of the request. What is plain text stays as it is, and is listed. False if libcrypto fails.
bool flash_decrypt_by_table(const struct dump_request *request, const struct flash_cipher *cipher,
                            uint64_t offset, uint8_t *bytes, struct plain_place_list *plain);

#endif
