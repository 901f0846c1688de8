// What a chip finds in a flash when it starts: a bootloader, and apps that it accepts.
//
// Source of what is set in a bootloader's header: esptool's documentation, "--flash-size" of
// write-flash and merge-bin; the SHA-256 after the image is made anew.
#include "boot.h"

#include "app_image.h"
#include "digest.h"
#include "judge.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { SIZE_PLACE = 3 }; // of the byte with the size of the flash

static enum image_role role_of(const struct flash *flash, const struct flash_piece *piece)
{
    bool is_chip_flash = flash->device->index == 0;
    return is_chip_flash && !piece->table
               ? device_image_role(flash->layout, piece->partition, piece->offset)
               : ROLE_ANY;
}

// The code of a size: only those of the chips after the ESP8266. 0xff: it has none.
static uint8_t size_code(uint64_t size)
{
    for (uint8_t code = 0; code < 8; code++) {
        if (size == (uint64_t)(1 << 20) << code) {
            return code;
        }
    }
    return 0xff;
}

// A copy of a bootloader with the flash's size in its header; null if it has that, or can't get it.
static char *copy_with_size(const struct flash *flash, const struct flash_piece *piece,
                            const struct app_image *image)
{
    uint8_t code = size_code(flash->device->size);
    if (image->flash_size == flash->device->size || image->header != APP_LONG_HEADER ||
        code == 0xff || image->signature || !image->has_right_checksum) {
        return NULL;
    }
    char *bytes = arena_new(flash->arena, (size_t)piece->length);
    memcpy(bytes, piece->bytes, (size_t)piece->length);
    bytes[SIZE_PLACE] = (char)((code << 4) | (bytes[SIZE_PLACE] & 0xf));
    if (image->has_digest) {
        digest_sha256(bytes, image->length, (uint8_t *)bytes + image->length);
    }
    return bytes;
}

static const struct flash_piece *with_size(const struct flash *flash,
                                           const struct flash_piece *piece,
                                           struct diagnostics *diagnostics)
{
    struct app_image image;
    char *bytes = NULL;
    if (role_of(flash, piece) == ROLE_BOOTLOADER &&
        app_image_read((const uint8_t *)piece->bytes, (size_t)piece->length, &image)) {
        bytes = copy_with_size(flash, piece, &image);
    }
    if (!bytes) {
        return piece;
    }
    report(diagnostics, CODE_FLASH_SIZE_SET, piece->span,
           "the flash size in the header of %s is changed from %s to %s", piece->name,
           text_size(flash->arena, image.flash_size), text_size(flash->arena, flash->device->size));
    struct flash_piece *changed = arena_new(flash->arena, sizeof *changed);
    *changed = *piece;
    changed->bytes = bytes;
    return changed;
}

void flash_set_size(struct flash *flash, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < flash->pieces.count; i++) {
        flash->pieces.items[i] = with_size(flash, flash->pieces.items[i], diagnostics);
    }
}

// A flash without an app is one of data, and needs none.
void flash_check_bootloader(const struct flash *flash, struct diagnostics *diagnostics)
{
    const struct platform *platform = flash->layout->platform;
    const struct platform_parameter *boot_at = platform_find_parameter(platform, "boot_at");
    const struct flash_piece *app = NULL;
    for_each (piece, &flash->pieces) {
        enum image_role role = role_of(flash, piece);
        if (role == ROLE_BOOTLOADER && boot_at && piece->offset == boot_at->value.magnitude) {
            return;
        }
        app = role == ROLE_APP && !app ? piece : app;
    }
    if (app && boot_at) {
        struct diagnostic *diagnostic =
            report(diagnostics, CODE_IMAGE_WITHOUT_BOOTLOADER, (struct span){0},
                   "the image contains an app, but no bootloader at %s, where %s boots",
                   text_offset(flash->arena, boot_at->value.magnitude), platform->chip);
        add_note(diagnostic, (struct span){0},
                 "use `--add %s=FILE`, or a partition of type `bootloader.primary` with a `from`",
                 text_offset(flash->arena, boot_at->value.magnitude));
    }
}
