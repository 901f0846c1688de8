// AES in XTS mode (IEEE 1619) over data units of whole blocks, numbered by their offsets.
#ifndef FORMATS_XTS_H
#define FORMATS_XTS_H

#include "aes.h"

/// What both ways need; the keys are those of AES, of the size that `aes` was made for.
struct xts {
    const struct aes *aes;
    const uint8_t *data_key;
    const uint8_t *tweak_key;
    size_t unit; // bytes of a data unit: a multiple of 16 that is at least XTS_UNIT_LEAST
};

enum { XTS_UNIT_LEAST = 32 };

/// Encrypts or decrypts `count` units in place. The number of each is its offset in bytes, of which
/// the first unit's is given. False if libcrypto fails: then the units are of no use.
bool xts_apply(const struct xts *xts, bool encrypts, uint8_t *units, size_t count, uint64_t offset);

#endif
