// Whether what encrypts an NVS fits together.
#ifndef DEVICE_NVS_ENCRYPTION_H
#define DEVICE_NVS_ENCRYPTION_H

#include "layout.h"

/// Checks the keys of NVS images against the partition with the keys, and against the sdkconfig.
void nvs_encryption_check(const struct layout *layout, struct diagnostics *diagnostics);

#endif
