// How large apps and bootloaders are once they are signed: what fits today may not fit then.
//
// Source: ESP-IDF, Secure Boot V1 and V2 (docs/en/security), components/esptool_py's
// project_include.cmake; esptool, elf2image --secure-pad and --secure-pad-v2; espsecure, sign-data.
//
// Version 2 pads an app to a page of the MMU, a bootloader to 4K, and appends a sector with the
// signature. Version 1 appends a version and a signature to apps; its bootloader has none in flash
// that could be appended.
#include "signing.h"

enum {
    V1_SIGNATURE = 4 + 64,
    V2_SECTOR = 4096, // of signatures; what is signed is padded to as much
    OFTEN = 64 << 10, // an MMU's page, if the platform does not say
};

struct signing {
    uint64_t version; // 0: nothing is signed
    enum image_role role;
    bool is_signed;
};

// Version 1 has no checksum: the version word, which is 0, and 64 bytes that are not blank. Whether
// the signature is right, only who has the key can tell.
static bool has_signature_v1(const uint8_t *bytes, size_t size, size_t start)
{
    if (size < start || size - start < V1_SIGNATURE) {
        return false;
    }
    const uint8_t *block = bytes + start;
    bool is_blank = true;
    for (size_t i = 4; i < V1_SIGNATURE; i++) {
        is_blank &= block[i] == block[V1_SIGNATURE - 1] && (block[i] == 0 || block[i] == 0xff);
    }
    return !is_blank && (block[0] | block[1] | block[2] | block[3]) == 0;
}

// Others judge a file that is not an image. A file of version 1 has its signature right after the
// image.
static struct signing signing_of(const struct layout *layout, const struct placed_image *placed)
{
    struct app_image image;
    struct signing signing = {
        .version = platform_parameter(layout->platform, "secure_boot"),
        .role = device_image_role(layout, placed->partition, placed->offset),
    };
    bool is_boot = signing.role == ROLE_BOOTLOADER;
    if (signing.role == ROLE_ANY || (signing.version == 1 && is_boot) ||
        !app_image_read(placed->bytes, placed->size, &image)) {
        return (struct signing){0};
    }
    signing.is_signed = signing.version == 1
                            ? has_signature_v1(placed->bytes, placed->size, image.image_length)
                            : image.signature != 0;
    return signing;
}

uint64_t device_signed_size(const struct layout *layout, const struct placed_image *placed)
{
    const struct signing signing = signing_of(layout, placed);
    uint64_t page = platform_parameter(layout->platform, "mmu_page");
    uint64_t unit = signing.role == ROLE_BOOTLOADER ? V2_SECTOR : page ? page : OFTEN;
    uint64_t size = placed->size;
    if (signing.version == 0 || signing.is_signed) {
        return size;
    }
    if (signing.version == 1) {
        return size + V1_SIGNATURE;
    }
    return size_align_up(size, unit, &size) ? size + V2_SECTOR : UINT64_MAX;
}

bool device_lacks_signature(const struct layout *layout, const struct placed_image *placed)
{
    const struct signing signing = signing_of(layout, placed);
    return signing.version != 0 && !signing.is_signed;
}
