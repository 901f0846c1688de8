// MD5 (RFC 1321), which ESP-IDF's partition tables end in, and the CRC-32 of its NVS and OTA data.
//
// Neither is asked to keep anybody from forging anything; SHA-256 is in a file of its own. Numbers
// are read byte by byte, so that the machine's byte order does not matter.
#include "digest.h"

#include "digest_word.h"

#include <string.h>

enum { BLOCK = 64 };

// floor(2^32 * |sin(i + 1)|), section 3.4 of RFC 1321.
static const uint32_t sines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

// By how many bits each of a round's steps turns, section 3.4.
static const uint8_t turns[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

// F, G, H and I of the same section, one a round.
static uint32_t mix(size_t round, uint32_t b, uint32_t c, uint32_t d)
{
    switch (round) {
    case 0:
        return (b & c) | (~b & d);
    case 1:
        return (b & d) | (c & ~d);
    case 2:
        return b ^ c ^ d;
    default:
        return c ^ (b | ~d);
    }
}

// One block of 64 bytes in 64 steps; a round goes through the words of the block in its own order.
static void md5_block(uint32_t state[4], const uint8_t *block)
{
    static const uint8_t strides[4] = {1, 5, 3, 7};
    static const uint8_t starts[4] = {0, 1, 5, 0};
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    for (size_t i = 0; i < 64; i++) {
        size_t round = i / 16;
        const uint8_t *source = block + 4 * ((starts[round] + strides[round] * i) % 16);
        uint32_t sum = a + mix(round, b, c, d) + sines[i] + word_little(source);
        a = d;
        d = c;
        c = b;
        b += word_rotate(sum, turns[round][i % 4]);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

// Least significant byte first, as all numbers of MD5.
static void put_little(uint8_t *to, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++) {
        to[i] = (uint8_t)(value >> (8 * i));
    }
}

void digest_md5(const void *bytes, size_t length, uint8_t digest[MD5_SIZE])
{
    uint32_t state[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    const uint8_t *at = bytes;
    size_t left = length;
    for (; left >= BLOCK; at += BLOCK, left -= BLOCK) {
        md5_block(state, at);
    }
    // What is left, a bit that ends it, and the length in bits: they take one block, or two where
    // fewer than nine bytes are free.
    uint8_t tail[2 * BLOCK] = {0};
    if (left) {
        memcpy(tail, at, left);
    }
    tail[left] = 0x80;
    size_t end = left + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
    put_little(tail + end - 8, (uint64_t)length * 8, 8);
    for (size_t i = 0; i < end; i += BLOCK) {
        md5_block(state, tail + i);
    }
    for (size_t i = 0; i < 4; i++) {
        put_little(digest + 4 * i, state[i], 4);
    }
}

// CRC-32 by tables of half bytes: small enough to stay in the cache beside what is being summed.
//
// What four bits come to with 0 to 7 times four zero bits after them.
static const uint32_t remainders[8][16] = {
    {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
     0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278,
     0xbdbdf21c},
    {0x00000000, 0x77073096, 0xee0e612c, 0x990951ba, 0x076dc419, 0x706af48f, 0xe963a535, 0x9e6495a3,
     0x0edb8832, 0x79dcb8a4, 0xe0d5e91e, 0x97d2d988, 0x09b64c2b, 0x7eb17cbd, 0xe7b82d07,
     0x90bf1d91},
    {0x00000000, 0x4ac21251, 0x958424a2, 0xdf4636f3, 0xf0794f05, 0xbabb5d54, 0x65fd6ba7, 0x2f3f79f6,
     0x3b83984b, 0x71418a1a, 0xae07bce9, 0xe4c5aeb8, 0xcbfad74e, 0x8138c51f, 0x5e7ef3ec,
     0x14bce1bd},
    {0x00000000, 0x191b3141, 0x32366282, 0x2b2d53c3, 0x646cc504, 0x7d77f445, 0x565aa786, 0x4f4196c7,
     0xc8d98a08, 0xd1c2bb49, 0xfaefe88a, 0xe3f4d9cb, 0xacb54f0c, 0xb5ae7e4d, 0x9e832d8e,
     0x87981ccf},
    {0x00000000, 0x1c26a370, 0x384d46e0, 0x246be590, 0x709a8dc0, 0x6cbc2eb0, 0x48d7cb20, 0x54f16850,
     0xe1351b80, 0xfd13b8f0, 0xd9785d60, 0xc55efe10, 0x91af9640, 0x8d893530, 0xa9e2d0a0,
     0xb5c473d0},
    {0x00000000, 0x01c26a37, 0x0384d46e, 0x0246be59, 0x0709a8dc, 0x06cbc2eb, 0x048d7cb2, 0x054f1685,
     0x0e1351b8, 0x0fd13b8f, 0x0d9785d6, 0x0c55efe1, 0x091af964, 0x08d89353, 0x0a9e2d0a,
     0x0b5c473d},
    {0x00000000, 0x5019579f, 0xa032af3e, 0xf02bf8a1, 0x9b14583d, 0xcb0d0fa2, 0x3b26f703, 0x6b3fa09c,
     0xed59b63b, 0xbd40e1a4, 0x4d6b1905, 0x1d724e9a, 0x764dee06, 0x2654b999, 0xd67f4138,
     0x866616a7},
    {0x00000000, 0xb8bc6765, 0xaa09c88b, 0x12b5afee, 0x8f629757, 0x37def032, 0x256b5fdc, 0x9dd738b9,
     0xc5b428ef, 0x7d084f8a, 0x6fbde064, 0xd7018701, 0x4ad6bfb8, 0xf26ad8dd, 0xe0df7733,
     0x58631056},
};

// Four bytes at once: what their eight halves come to does not depend on each other.
static uint32_t crc32_word(uint32_t value, const uint8_t *at)
{
    value ^= word_little(at);
    uint32_t result = 0;
    for (unsigned i = 0; i < 8; i++) {
        result ^= remainders[7 - i][value >> 4 * i & 15];
    }
    return result;
}

// The reflected polynomial 0xedb88320 of IEEE 802.3, four bits at a time where there are no four
// bytes.
uint32_t digest_crc32_next(uint32_t remainder, const void *bytes, size_t length)
{
    const uint8_t *at = bytes;
    uint32_t value = remainder;
    for (; length >= 4; at += 4, length -= 4) {
        value = crc32_word(value, at);
    }
    for (; length > 0; at++, length--) {
        value ^= *at;
        value = value >> 4 ^ remainders[0][value & 15];
        value = value >> 4 ^ remainders[0][value & 15];
    }
    return value;
}

uint32_t digest_crc32(const void *bytes, size_t length)
{
    return ~digest_crc32_next(0, bytes, length);
}
