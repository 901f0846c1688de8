#include "md5.h"

#include "bytes.h"

/* RFC 1321, section 3.4: 2^32 times the absolute sine of 1 to 64. */
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

/* How far each step rotates: the steps of a round take turns. */
static const uint8_t rotations[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

/* A round's function of three words; `index` becomes the word of the block that the step takes. */
static uint32_t mix(unsigned round, uint32_t x, uint32_t y, uint32_t z, unsigned *index)
{
    unsigned step = *index;
    if (round == 0) {
        return (x & y) | (~x & z);
    }
    if (round == 1) {
        *index = 5 * step + 1;
        return (x & z) | (y & ~z);
    }
    if (round == 2) {
        *index = 3 * step + 5;
        return x ^ y ^ z;
    }
    *index = 7 * step;
    return y ^ (x | ~z);
}

/* Takes the block into the state. */
static void digest_block(struct pschema_md5 *md5)
{
    uint32_t a = md5->state[0];
    uint32_t b = md5->state[1];
    uint32_t c = md5->state[2];
    uint32_t d = md5->state[3];
    unsigned step;
    for (step = 0; step < 64; step++) {
        unsigned rotation = rotations[step >> 4][step & 3];
        unsigned index = step;
        uint32_t sum = a + mix(step >> 4, b, c, d, &index) + sines[step];
        sum += pschema_load_u32(md5->block + ((index & 15) << 2));
        a = d;
        d = c;
        c = b;
        b += sum << rotation | sum >> (32 - rotation);
    }
    md5->state[0] += a;
    md5->state[1] += b;
    md5->state[2] += c;
    md5->state[3] += d;
}

static void add_byte(struct pschema_md5 *md5, uint8_t byte)
{
    md5->block[md5->length++ & 63] = byte;
    if ((md5->length & 63) == 0) {
        digest_block(md5);
    }
}

void pschema_md5_init(struct pschema_md5 *md5)
{
    md5->state[0] = 0x67452301u;
    md5->state[1] = 0xefcdab89u;
    md5->state[2] = 0x98badcfeu;
    md5->state[3] = 0x10325476u;
    md5->length = 0;
}

void pschema_md5_add(struct pschema_md5 *md5, const uint8_t *data, uint32_t size)
{
    while (size-- > 0) {
        add_byte(md5, *data++);
    }
}

void pschema_md5_finish(struct pschema_md5 *md5, uint8_t *digest)
{
    uint32_t length = md5->length;
    unsigned i;
    add_byte(md5, 0x80);
    while ((md5->length & 63) != 56) {
        add_byte(md5, 0);
    }
    pschema_store_u32(md5->block + 56, length << 3);
    pschema_store_u32(md5->block + 60, length >> 29);
    digest_block(md5);
    for (i = 0; i < 4; i++) {
        pschema_store_u32(digest, md5->state[i]);
        digest += 4;
    }
}
