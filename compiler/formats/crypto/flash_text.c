// Cipher text and plain text in a flash: telling one from the other, and decrypting what was
// written.
//
// Without a key, nothing proves that bytes are cipher text. But in cipher text each value of a byte
// comes about as often as any other, in firmware, tables and settings it does not. Compressed data
// looks the same as cipher text.
#include "flash_cipher.h"

enum {
    BLOCK = FLASH_CIPHER_BLOCK,
    ERASED = 0xff,
    VALUES = 256, // of a byte
    LEAST = 256,  // bytes from which on their counts mean something
};

static bool is_erased(const uint8_t *block)
{
    for (size_t i = 0; i < BLOCK; i++) {
        if (block[i] != ERASED) {
            return false;
        }
    }
    return true;
}

// By the sum of the squares of all counts, beyond what even distribution gives: of random bytes it
// is about n * n / 256 + n.
enum flash_likeness flash_text_likeness(const uint8_t *bytes, size_t size)
{
    uint64_t counts[VALUES] = {0};
    uint64_t count = 0;
    uint64_t squares = 0;
    for (size_t at = 0; at + BLOCK <= size; at += BLOCK) {
        if (!is_erased(bytes + at)) {
            for (size_t i = 0; i < BLOCK; i++) {
                counts[bytes[at + i]]++;
            }
            count += BLOCK;
        }
    }
    for (size_t i = 0; i < VALUES; i++) {
        squares += counts[i] * counts[i];
    }
    uint64_t even = count * count / VALUES;
    return count < LEAST                        ? LIKE_NEITHER
           : squares - count <= even + even / 4 ? LIKE_CIPHER
           : squares - count >= 2 * even        ? LIKE_PLAIN
                                                : LIKE_NEITHER;
}

// A chip sees noise where erased flash is, which would help nobody in a dump.
bool flash_text_decrypt(const struct flash_cipher *cipher, uint8_t *bytes, size_t size,
                        uint64_t offset)
{
    bool is_good = true;
    for (size_t at = 0; at + BLOCK <= size && is_good;) {
        size_t start = at;
        while (at + BLOCK <= size && !is_erased(bytes + at)) {
            at += BLOCK;
        }
        is_good = flash_cipher_apply(cipher, false, bytes + start, at - start, offset + start);
        at += at == start ? BLOCK : 0;
    }
    return is_good;
}
