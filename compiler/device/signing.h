// What Secure Boot makes of apps and bootloaders.
#ifndef DEVICE_SIGNING_H
#define DEVICE_SIGNING_H

#include "judge.h"

/// How many bytes an app or bootloader has once it is signed for the target; its own size if it is
/// signed, or need not be. Never less than that.
uint64_t device_signed_size(const struct layout *layout, const struct placed_image *placed);

/// Whether an app or bootloader has no signature although the target starts only signed ones.
bool device_lacks_signature(const struct layout *layout, const struct placed_image *placed);

#endif
