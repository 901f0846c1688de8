// What an image that a chip of Espressif starts, an app or a bootloader, says of itself.
//
// Source: ESP-IDF, esp_app_format.h, esp_app_desc.h, esp_bootloader_desc.h; esptool's
// documentation, "Firmware Image Format".
#ifndef FORMATS_APP_IMAGE_H
#define FORMATS_APP_IMAGE_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    APP_SHORT_HEADER = 8, // of an ESP8266
    APP_LONG_HEADER = 24,
    APP_SEGMENT_LIMIT = 16,
    APP_NO_CHIP = 0xffff, // as ESP-IDF has it for "no chip"
    APP_ESP8266 = 0x8266, // in no header: what a short one means
};

/// Where the code or data of a segment is in the file, and where it goes in memory.
struct app_segment {
    size_t offset; // after its own header
    uint64_t address;
    uint64_t size;
};

/// What the description at the start of the first segment is.
enum app_description { APP_DESCRIPTION_NONE, APP_DESCRIPTION_APP, APP_DESCRIPTION_BOOTLOADER };

struct app_image {
    const uint8_t *bytes;
    size_t size;            // of `bytes`, which may be more than the image
    size_t header;          // its bytes: APP_SHORT_HEADER, which an ESP8266 has, or APP_LONG_HEADER
    const char *chip;       // "esp32c3"; null: unknown
    uint64_t chip_id;       // APP_NO_CHIP in a short header
    uint64_t entry;         // an address in memory
    const char *flash_mode; // as esptool calls it; null: unknown
    const char *flash_clock;                   // "80 MHz"; null: unknown
    uint64_t flash_size;                       // in bytes; 0: unknown
    uint64_t least_revision, highest_revision; // of the chip: 100 for v1.0
    size_t segment_count;                      // as the header says
    size_t count;                              // of those that are there
    struct app_segment segments[APP_SEGMENT_LIMIT];
    size_t end;              // of the segments that are there
    size_t length;           // with the checksum, without the digest
    bool is_whole;           // all segments and the checksum are there
    bool has_right_checksum; // only one that is whole
    bool wants_digest;       // the header says that a SHA-256 follows
    bool has_digest;         // it does
    size_t image_length;     // with the digest; where signing and padding begin
    size_t signature;        // where a signature block of Secure Boot V2 is; 0: none
    enum app_description description_kind;
    const uint8_t *description; // null: none, or cut off
};

/// Reads what can be read. False if the bytes do not begin as an image does; then nothing else of
/// `image` is set. It points into `bytes`.
bool app_image_read(const uint8_t *bytes, size_t size, struct app_image *image);

/// Whether bytes begin as an image does, as far as one can tell from the first ones.
bool app_image_probe(const uint8_t *bytes, size_t size);

/// Whether the digest that an image has is right. Hashes all of it, so ask once.
bool app_image_has_right_digest(const struct app_image *image);

/// What is wrong with an image, as what follows "the image is damaged: "; null: it is sound, as far
/// as its checksum and digest show that.
const char *app_image_damage(struct arena *arena, const struct app_image *image);

/// The secure version of an app's description, for anti-rollback; 0 if it has none.
uint64_t app_image_secure_version(const struct app_image *image);

#endif
