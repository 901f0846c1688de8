// Reads images that the chips of Espressif start: bootloaders and apps.
//
// Source: ESP-IDF, esp_app_format.h, esp_app_desc.h, esp_bootloader_desc.h; esptool's documentation
// of the "Firmware Image Format". A header, segments, a byte of checksum at the end of a run of 16,
// and perhaps a SHA-256 of all that. The ESP8266 has only the first 8 bytes of the header.
//
// Lengths come from the file: each is compared with what is left before it is added.
#include "app.h"

#include "digest.h"

#include <inttypes.h>
#include <string.h>

enum {
    MAGIC = 0xe9,
    CHECKSUM_START = 0xef,
    ALIGNMENT = 16,
    SECTOR = 4096,
    DESCRIPTION_SIZE = 256,
    BOOTLOADER_SIZE = 80,
    BOOTLOADER_MAGIC = 80,
    SIGNATURE_MAGIC = 0xe7,
    SIGNATURE_CRC = 1196, // where a block has the CRC-32 of what is before it
};

#define DESCRIPTION_MAGIC 0xabcd5432u

// The XOR of all bytes. Eight at a time, since apps have megabytes and each is read twice; the
// order of bytes in a word does not matter to XOR.
static uint8_t checksum(uint8_t sum, const uint8_t *bytes, size_t size)
{
    uint64_t wide = 0;
    size_t at = 0;
    for (; at + 8 <= size; at += 8) {
        uint64_t word;
        memcpy(&word, bytes + at, sizeof word);
        wide ^= word;
    }
    for (; at < size; at++) {
        sum ^= bytes[at];
    }
    wide ^= wide >> 32;
    wide ^= wide >> 16;
    wide ^= wide >> 8;
    return (uint8_t)(sum ^ wide);
}

// Follows the segments after a header of so many bytes. The checksum is the last byte of the next
// block of 16, also where the segments end on one.
static void walk(struct app_image *image, size_t header)
{
    uint8_t sum = CHECKSUM_START;
    image->header = header;
    image->end = header;
    image->count = 0;
    while (image->count < image->segment_count && image->count < APP_SEGMENT_LIMIT &&
           image->end + APP_SEGMENT_HEADER <= image->size) {
        size_t start = image->end + APP_SEGMENT_HEADER;
        uint64_t length = dump_integer(image->bytes + image->end + 4, 4);
        if (length > image->size - start) {
            break;
        }
        image->segments[image->count++] =
            (struct app_segment){start, dump_integer(image->bytes + image->end, 4), length};
        sum = checksum(sum, image->bytes + start, (size_t)length);
        image->end = start + (size_t)length;
    }
    image->length = image->end + ALIGNMENT - image->end % ALIGNMENT;
    image->is_whole = image->count == image->segment_count && image->length <= image->size;
    image->has_right_checksum = image->is_whole && image->bytes[image->length - 1] == sum;
}

// Whether the first segment of a short header is for memory that an ESP8266 has. In a long header,
// the pins of the flash are there instead.
static bool is_for_esp8266(const uint8_t *bytes)
{
    uint64_t address = dump_integer(bytes + APP_SHORT_HEADER, 4);
    return address >= 0x3ff00000 && address < 0x40400000;
}

static bool begins_image(const uint8_t *bytes, size_t size)
{
    return size >= APP_LONG_HEADER + APP_SEGMENT_HEADER && bytes[0] == MAGIC;
}

// One byte of magic is little: the number of segments, and the flag at the end of the header,
// which is 0 or 1, must be possible, too.
bool app_image_probe(const uint8_t *bytes, size_t size)
{
    if (!begins_image(bytes, size) || bytes[1] == 0 || bytes[1] > APP_SEGMENT_LIMIT) {
        return false;
    }
    struct app_image image = {.bytes = bytes, .size = size, .segment_count = bytes[1]};
    if (bytes[APP_LONG_HEADER - 1] <= 1) {
        return true;
    }
    if (is_for_esp8266(bytes)) {
        walk(&image, APP_SHORT_HEADER);
    }
    return image.is_whole;
}

// The header is the one with which the checksum is right, else the one that makes sense. An app
// that is cut off or damaged is not taken for another chip's.
static void find_header(struct app_image *image)
{
    walk(image, APP_LONG_HEADER);
    if (!image->has_right_checksum) {
        struct app_image other = *image;
        walk(&other, APP_SHORT_HEADER);
        if (other.has_right_checksum || is_for_esp8266(image->bytes)) {
            *image = other;
        }
    }
}

// What the first segment begins with. esp_bootloader_desc_t has a magic of one byte, so that its
// version of ESP-IDF must begin like a text.
static void find_description(struct app_image *image)
{
    size_t start = image->header + APP_SEGMENT_HEADER;
    const uint8_t *bytes = image->bytes + start;
    if (image->size >= start + DESCRIPTION_SIZE && dump_integer(bytes, 4) == DESCRIPTION_MAGIC) {
        image->description_kind = APP_DESCRIPTION_APP;
        image->description = bytes;
    } else if (image->size >= start + BOOTLOADER_SIZE && bytes[0] == BOOTLOADER_MAGIC &&
               bytes[8] >= '0' && bytes[8] <= 'z') {
        image->description_kind = APP_DESCRIPTION_BOOTLOADER;
        image->description = bytes;
    }
}

bool app_image_has_right_digest(const struct app_image *image)
{
    uint8_t digest[SHA256_SIZE];
    digest_sha256(image->bytes, image->length, digest);
    return memcmp(digest, image->bytes + image->length, SHA256_SIZE) == 0;
}

// On an ESP8266 nothing says whether there is a digest: only a right one is taken for one. Other
// images are not hashed here, since most readers ask for something else.
static void find_digest(struct app_image *image)
{
    bool is_short = image->header == APP_SHORT_HEADER;
    image->wants_digest = !is_short && image->bytes[APP_LONG_HEADER - 1] == 1;
    image->has_digest = image->is_whole && image->size - image->length >= SHA256_SIZE &&
                        (is_short ? app_image_has_right_digest(image) : image->wants_digest);
    image->image_length = image->length + (image->has_digest ? SHA256_SIZE : 0);
}

// Source: esptool's documentation, "espsecure", the signature block of Secure Boot V2. The CRC-32
// is that of zlib.
static bool is_signature(const uint8_t *block)
{
    uint32_t crc = ~digest_crc32_next(0xffffffffu, block, SIGNATURE_CRC);
    return block[0] == SIGNATURE_MAGIC && (block[1] == 2 || block[1] == 3) &&
           dump_integer(block + SIGNATURE_CRC, 4) == crc;
}

// A signature of Secure Boot V2 begins at the next sector.
static void find_signature(struct app_image *image)
{
    size_t next = (image->image_length + SECTOR - 1) / SECTOR * SECTOR;
    if (image->is_whole && next <= image->size && image->size - next >= SECTOR &&
        is_signature(image->bytes + next)) {
        image->signature = next;
    }
}

bool app_image_read(const uint8_t *bytes, size_t size, struct app_image *image)
{
    if (!begins_image(bytes, size)) {
        return false;
    }
    *image = (struct app_image){.bytes = bytes, .size = size, .segment_count = bytes[1]};
    find_header(image);
    app_read_header(image);
    find_description(image);
    find_digest(image);
    find_signature(image);
    return true;
}

const char *app_image_damage(struct arena *arena, const struct app_image *image)
{
    bool is_long = image->header == APP_LONG_HEADER;
    if (image->count < image->segment_count) {
        return arena_format(arena, "segment %zu of %zu goes on after its end", image->count,
                            image->segment_count);
    }
    if (!image->is_whole) {
        return "the checksum is cut off";
    }
    if (!image->has_right_checksum) {
        return "the checksum does not match the segments";
    }
    if (is_long && image->bytes[APP_LONG_HEADER - 1] > 1) {
        return arena_format(arena, "0x%02x does not say whether a SHA-256 follows",
                            image->bytes[APP_LONG_HEADER - 1]);
    }
    if (image->wants_digest && !image->has_digest) {
        return "the SHA-256 is cut off";
    }
    return image->has_digest && !app_image_has_right_digest(image)
               ? "the SHA-256 does not match the image"
               : NULL;
}

uint64_t app_image_secure_version(const struct app_image *image)
{
    return image->description_kind == APP_DESCRIPTION_APP ? dump_integer(image->description + 4, 4)
                                                          : 0;
}
