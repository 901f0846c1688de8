// SHA-256 (FIPS 180-4, section 6.2), which esptool appends to apps and bootloaders.
//
// One call for a whole message: `last` holds what is left of it after whole blocks, the bit that
// ends it and its length in bits.
#include "digest.h"

#include "digest_word.h"

#include <string.h>

enum { BLOCK = 64, LENGTH_SIZE = 8 };

// The first 32 bits of the fractions of the cube roots of the first 64 primes, section 4.2.2.
static const uint32_t roots[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// The schedule of 64 words, step 1 of section 6.2.2; sigma0 and sigma1 of section 4.1.2.
static void expand(const uint8_t *block, uint32_t words[64])
{
    for (size_t i = 0; i < 16; i++) {
        words[i] = word_big(block + 4 * i);
    }
    for (size_t i = 16; i < 64; i++) {
        uint32_t before = words[i - 15];
        uint32_t last = words[i - 2];
        words[i] = words[i - 16] + words[i - 7] +
                   (word_turn(before, 7) ^ word_turn(before, 18) ^ before >> 3) +
                   (word_turn(last, 17) ^ word_turn(last, 19) ^ last >> 10);
    }
}

// One block: steps 2 to 4 of section 6.2.2. `s` is a to h, from s[0] to s[7].
static void mix(uint32_t state[8], const uint8_t *block)
{
    uint32_t words[64];
    uint32_t s[8];
    expand(block, words);
    memcpy(s, state, sizeof s);
    for (size_t i = 0; i < 64; i++) {
        uint32_t sum = s[7] + (word_turn(s[4], 6) ^ word_turn(s[4], 11) ^ word_turn(s[4], 25)) +
                       ((s[4] & s[5]) ^ (~s[4] & s[6])) + roots[i] + words[i];
        uint32_t other = (word_turn(s[0], 2) ^ word_turn(s[0], 13) ^ word_turn(s[0], 22)) +
                         ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        s[7] = s[6];
        s[6] = s[5];
        s[5] = s[4];
        s[4] = s[3] + sum;
        s[3] = s[2];
        s[2] = s[1];
        s[1] = s[0];
        s[0] = sum + other;
    }
    for (size_t i = 0; i < 8; i++) {
        state[i] += s[i];
    }
}

void digest_sha256(const void *bytes, size_t length, uint8_t digest[SHA256_SIZE])
{
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    uint8_t last[2 * BLOCK] = {0};
    const uint8_t *at = bytes;
    size_t rest = length;
    for (; rest >= BLOCK; rest -= BLOCK, at += BLOCK) {
        mix(state, at);
    }
    memcpy(last, rest ? at : last, rest);
    last[rest] = 0x80;
    // The bit that ends the message and its length need nine bytes of the last block, or one more.
    size_t blocks = rest + 1 + LENGTH_SIZE > BLOCK ? 2 : 1;
    for (size_t i = 0; i < LENGTH_SIZE; i++) {
        last[blocks * BLOCK - 1 - i] = (uint8_t)((uint64_t)length * 8 >> 8 * i);
    }
    for (size_t i = 0; i < blocks; i++) {
        mix(state, last + i * BLOCK);
    }
    for (size_t i = 0; i < SHA256_SIZE; i++) {
        digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
    }
}
