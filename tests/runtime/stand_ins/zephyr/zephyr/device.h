/* A stand-in for Zephyr's header: what runtime/port/zephyr uses of it, as it is documented. */
#ifndef STAND_IN_ZEPHYR_DEVICE_H
#define STAND_IN_ZEPHYR_DEVICE_H

struct device;

#endif
