// What a chip and its SDK make of a layout, beyond the places of its partitions.
#ifndef DEVICE_DEVICE_CHECK_H
#define DEVICE_DEVICE_CHECK_H

#include "layout.h"

/// Checks encryption, of flash and of NVS, and where apps are, against the chip and the sdkconfig;
/// what firmware could not read or start is reported.
void device_check(const struct layout *layout, struct diagnostics *diagnostics);

#endif
