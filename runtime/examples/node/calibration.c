/* A factory record with a calibration, and counters in a ring. */
#include "calibration.h"

enum pschema_result calibrate(const struct pschema_flash *flash, int16_t offset, uint16_t gain)
{
    struct node_calibration calibration = node_calibration_default();
    calibration.offset = offset;
    calibration.gain = gain;
    return node_calib_store(flash, &calibration); /* which fills in magic number and checksum */
}

enum pschema_result find_calibration(const struct pschema_flash *flash,
                                     struct node_calibration *calibration)
{
    return node_calib_load(flash, calibration);
}

int32_t correct(const struct node_calibration *calibration, int32_t measured)
{
    return (measured + calibration->offset) * (int32_t)calibration->gain / 1024;
}

enum pschema_result count(const struct pschema_flash *flash, uint32_t starts, uint32_t measured,
                          struct node_counters *counters)
{
    enum pschema_result result = node_state_latest(flash, counters);
    if (result && result != PSCHEMA_ERROR_NOT_FOUND) { /* not found: they begin as in the schema */
        return result;
    }
    counters->starts += starts;
    counters->measured += measured;
    return node_state_append(flash, counters);
}
