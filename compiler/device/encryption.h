// What a chip with flash encryption encrypts.
#ifndef DEVICE_ENCRYPTION_H
#define DEVICE_ENCRYPTION_H

#include "layout.h"

/// Whether flash encryption is on, as the sdkconfig says; without one it is not known.
enum device_encryption {
    DEVICE_ENCRYPTION_UNKNOWN,
    DEVICE_ENCRYPTION_OFF,
    DEVICE_ENCRYPTION_ON,
};

enum device_encryption device_flash_encryption(const struct layout *layout);

/// Whether a bool option is on in the sdkconfig. Without an sdkconfig, none is.
bool device_has_option(const struct layout *layout, const char *symbol);

/// Whether a chip encrypts a partition once flash encryption is on: what always is, as an app, and
/// what has the flag `encrypted`.
bool device_encrypts(const struct layout *layout, const struct partition *partition);

/// The same for a table; one in a partition is as that partition.
bool device_encrypts_table(const struct layout *layout, const struct table *table);

#endif
