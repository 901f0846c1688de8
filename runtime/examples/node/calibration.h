/* What the factory measured, and what the node counts, without any library for storage; C99, C11
 * and C++17. */
#ifndef CALIBRATION_H
#define CALIBRATION_H

#include <node.h>

/* Stores the calibration, in the factory: once. PSCHEMA_ERROR_NOT_BLANK: it was done before;
 * PSCHEMA_ERROR_VALUE: a value is not within the schema's limits. */
enum pschema_result calibrate(const struct pschema_flash *flash, int16_t offset, uint16_t gain);

/* What is used: the stored calibration, or that of the schema; PSCHEMA_ERROR_NOT_FOUND: the latter,
 * because nothing is stored. `*calibration` is always filled. */
enum pschema_result find_calibration(const struct pschema_flash *flash,
                                     struct node_calibration *calibration);

/* A measurement, corrected. */
int32_t correct(const struct node_calibration *calibration, int32_t measured);

/* Adds to the counters, which survive any loss of power: old or new, and never lost. */
enum pschema_result count(const struct pschema_flash *flash, uint32_t starts, uint32_t measured,
                          struct node_counters *counters);

#endif
