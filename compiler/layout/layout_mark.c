// The mark within an application, written and found: a magic of 16 bytes, version and length in 2
// bytes each, the number of migrations in 4, digests of 8 bytes, a CRC-32 of all that. All of it
// comes from files of others: the length is compared with what is there before anything is read.
#include "layout_mark.h"

#include "digest.h"

#include <string.h>

enum { LENGTH_AT = 18, COUNT_AT = 20, DIGEST_AT = 24, MIGRATIONS_AT = 32, DIGEST = 8, CRC = 4 };

// Inverted, so that this program does not hold a mark itself. It is the beginning of the SHA-256 of
// "pschema layout mark".
static const uint8_t inverted_magic[LAYOUT_MARK_MAGIC] = {
    0x20, 0xbd, 0xc0, 0x44, 0x70, 0x9b, 0xbc, 0xd4, 0x41, 0x3a, 0xb6, 0x90, 0x6d, 0xaf, 0x66, 0x6e};

static uint64_t number(const uint8_t *bytes, size_t size)
{
    uint64_t value = 0;
    while (size-- > 0) {
        value = value << 8 | bytes[size];
    }
    return value;
}

void layout_mark_encode(uint64_t digest, struct buffer *out)
{
    size_t start = out->length;
    for (size_t i = 0; i < LAYOUT_MARK_MAGIC; i++) {
        buffer_byte(out, (uint8_t)~inverted_magic[i]);
    }
    buffer_integer(out, LAYOUT_MARK_VERSION, 2, false);
    buffer_integer(out, LAYOUT_MARK_SMALLEST, 2, false);
    buffer_integer(out, 0, 4, false); // migrations
    buffer_integer(out, digest, DIGEST, false);
    buffer_integer(out, digest_crc32(out->bytes + start, out->length - start), CRC, false);
}

static bool is_magic(const uint8_t *bytes)
{
    for (size_t i = 0; i < LAYOUT_MARK_MAGIC; i++) {
        if ((bytes[i] ^ inverted_magic[i]) != 0xff) {
            return false;
        }
    }
    return true;
}

// Firmware takes the same for damage.
static const char *find_damage(const uint8_t *bytes, size_t size)
{
    if (size < LAYOUT_MARK_SMALLEST) {
        return "it is cut off";
    }
    size_t length = (size_t)number(bytes + LENGTH_AT, 2);
    if (number(bytes + LAYOUT_MARK_MAGIC, 2) != LAYOUT_MARK_VERSION) {
        return "its version is unknown";
    }
    if (length > size) {
        return "it is cut off";
    }
    if (length < LAYOUT_MARK_SMALLEST || length % DIGEST != CRC ||
        number(bytes + COUNT_AT, 4) > (length - LAYOUT_MARK_SMALLEST) / DIGEST) {
        return "its length is wrong";
    }
    return digest_crc32(bytes, length - CRC) != number(bytes + length - CRC, CRC)
               ? "its checksum is wrong"
               : NULL;
}

bool layout_mark_find(const uint8_t *bytes, size_t size, size_t from, struct layout_mark *mark)
{
    const uint8_t first = (uint8_t)~inverted_magic[0];
    while (from < size && size - from >= LAYOUT_MARK_MAGIC) {
        const uint8_t *found = memchr(bytes + from, first, size - from - LAYOUT_MARK_MAGIC + 1);
        if (!found) {
            return false;
        }
        from = (size_t)(found - bytes);
        if (is_magic(found)) {
            const char *damage = find_damage(found, size - from);
            *mark = (struct layout_mark){from, LAYOUT_MARK_MAGIC, damage, 0, 0, NULL};
            if (!damage) {
                mark->length = (size_t)number(found + LENGTH_AT, 2);
                mark->digest = number(found + DIGEST_AT, DIGEST);
                mark->count = (size_t)number(found + COUNT_AT, 4);
                mark->migrations = found + MIGRATIONS_AT;
            }
            return true;
        }
        from++;
    }
    return false;
}

uint64_t layout_mark_migration(const struct layout_mark *mark, size_t index)
{
    return number(mark->migrations + index * DIGEST, DIGEST);
}

bool layout_mark_names(const struct layout_mark *mark, uint64_t digest)
{
    bool is_named = !mark->damage && mark->digest == digest;
    for (size_t i = 0; !mark->damage && i < mark->count; i++) {
        is_named = is_named || layout_mark_migration(mark, i) == digest;
    }
    return is_named;
}
