// Whether a chip starts what is put into its flash.
#ifndef DEVICE_JUDGE_H
#define DEVICE_JUDGE_H

#include "app_image.h"
#include "layout.h"

/// An image that goes somewhere in the flash of a layout's chip.
struct placed_image {
    const struct partition
        *partition; // null: it is put at an offset, and no partition begins there
    uint64_t offset;
    const char *name; // as messages call it: "`build/app.bin`"
    const uint8_t *bytes;
    size_t size;
    struct span span; // of what names it; unknown: the command line does
};

/// What a chip looks for at a place.
enum image_role { ROLE_ANY, ROLE_APP, ROLE_BOOTLOADER };

/// ROLE_ANY where the chip starts nothing, or its platform does not say what it starts.
enum image_role device_image_role(const struct layout *layout, const struct partition *partition,
                                  uint64_t offset);

/// Judges an image as the chip's own bootloader would. False if it would not start; that is
/// reported, and what is doubtful as warnings. What is too large for its place is reported by
/// others.
bool device_judge(const struct layout *layout, const struct placed_image *placed,
                  struct diagnostics *diagnostics);

/// Likewise only the mark by which an app may name its layout.
bool device_judge_mark(const struct layout *layout, const struct placed_image *placed,
                       const struct app_image *image, struct diagnostics *diagnostics);

#endif
