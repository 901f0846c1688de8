// AES in XTS mode (IEEE 1619): before and after a block is encrypted, a mask is added to it, which
// is the encrypted number of its data unit, doubled for each block of the unit before it.
//
// libcrypto takes longer to be set up for a short data unit than to encrypt it. So the masks of a
// run of units are made in one go, and so is the encryption between the two times they are applied.
#include "xts.h"

#ifdef SCHEMAC_LIBCRYPTO

#include <assert.h>
#include <string.h>

enum { RUN_SIZE = 4096 }; // bytes that are encrypted at once

// The keys as libcrypto holds them, for one call.
struct xts_keys {
    struct aes_key data, tweak;
};

// The next mask: the one before, doubled in GF(2^128), with its bytes in little-endian order
// (IEEE 1619, 5.2).
static void double_mask(const uint8_t mask[AES_BLOCK_SIZE], uint8_t doubled[AES_BLOCK_SIZE])
{
    unsigned carry = mask[AES_BLOCK_SIZE - 1] >> 7 ? 0x87 : 0;
    for (size_t i = 0; i < AES_BLOCK_SIZE; i++) {
        doubled[i] = (uint8_t)((unsigned)mask[i] << 1 ^ carry);
        carry = (unsigned)mask[i] >> 7;
    }
}

static bool make_masks(const struct xts *xts, struct aes_key *tweak, size_t count, uint64_t offset,
                       uint8_t *masks)
{
    uint8_t tweaks[RUN_SIZE / XTS_UNIT_LEAST * AES_BLOCK_SIZE] = {0};
    for (size_t i = 0; i < count; i++) {
        uint64_t place = offset + i * xts->unit;
        for (size_t byte = 0; byte < sizeof place; byte++) {
            tweaks[i * AES_BLOCK_SIZE + byte] = (uint8_t)(place >> 8 * byte);
        }
    }
    if (!aes_key_apply(xts->aes, tweak, tweaks, count * AES_BLOCK_SIZE)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t *mask = masks + i * xts->unit;
        memcpy(mask, tweaks + i * AES_BLOCK_SIZE, AES_BLOCK_SIZE);
        for (size_t at = AES_BLOCK_SIZE; at < xts->unit; at += AES_BLOCK_SIZE) {
            double_mask(mask + at - AES_BLOCK_SIZE, mask + at);
        }
    }
    return true;
}

static void add_masks(uint8_t *units, const uint8_t *masks, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        units[i] ^= masks[i];
    }
}

static bool apply_run(const struct xts *xts, struct xts_keys *keys, uint8_t *units, size_t count,
                      uint64_t offset)
{
    uint8_t masks[RUN_SIZE];
    size_t length = count * xts->unit;
    if (!make_masks(xts, &keys->tweak, count, offset, masks)) {
        return false;
    }
    add_masks(units, masks, length);
    if (!aes_key_apply(xts->aes, &keys->data, units, length)) {
        return false;
    }
    add_masks(units, masks, length);
    return true;
}

// The tweak is encrypted either way, the data in the direction that is asked for.
bool xts_apply(const struct xts *xts, bool encrypts, uint8_t *units, size_t count, uint64_t offset)
{
    assert(xts->unit % AES_BLOCK_SIZE == 0 && xts->unit >= XTS_UNIT_LEAST && xts->unit <= RUN_SIZE);
    struct xts_keys keys = {0};
    bool is_good = aes_key_init(xts->aes, &keys.data, xts->data_key, encrypts) &&
                   aes_key_init(xts->aes, &keys.tweak, xts->tweak_key, true);
    while (is_good && count > 0) {
        size_t most = RUN_SIZE / xts->unit;
        size_t run = count < most ? count : most;
        is_good = apply_run(xts, &keys, units, run, offset);
        units += run * xts->unit;
        offset += run * xts->unit;
        count -= run;
    }
    aes_key_release(xts->aes, &keys.data);
    aes_key_release(xts->aes, &keys.tweak);
    return is_good;
}

#endif
