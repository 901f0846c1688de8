/* What the runtime's functions return.
 *
 * Nothing fails silently and nothing is fixed up: a function that does not return PSCHEMA_OK has
 * left what it was to fill as it was, unless it says otherwise.
 */
#ifndef PSCHEMA_RESULT_H
#define PSCHEMA_RESULT_H

#ifdef __cplusplus
extern "C" {
#endif

enum pschema_result {
    PSCHEMA_OK = 0,
    PSCHEMA_ERROR_FLASH = -1,     /* the back end failed */
    PSCHEMA_ERROR_RANGE = -2,     /* outside of the partition, or the partition of the flash */
    PSCHEMA_ERROR_ALIGNMENT = -3, /* of an offset or size: not a multiple of what the flash does */
    PSCHEMA_ERROR_READ_ONLY = -4, /* the partition's flags forbid it */
    PSCHEMA_ERROR_ENCRYPTED = -5, /* the back end cannot reach encrypted partitions */
    PSCHEMA_ERROR_CHIP = -6,      /* the partition is on another flash chip */
    PSCHEMA_ERROR_UNSUPPORTED = -7, /* the back end cannot do it, or not with this geometry */
    PSCHEMA_ERROR_LAYOUT = -8,      /* a table in flash is not what this firmware was made for */
    PSCHEMA_ERROR_DAMAGED = -9,     /* a checksum or the structure of what was read is wrong */
    PSCHEMA_ERROR_NOT_FOUND = -10,  /* it does not exist */
    PSCHEMA_ERROR_TYPE = -11,       /* there is, but of another type or version */
    PSCHEMA_ERROR_SPACE = -12,      /* what is to be stored is larger than the place for it */
    PSCHEMA_ERROR_IN_USE = -13,     /* the application in this slot is running, or to be started */
    PSCHEMA_ERROR_STATE = -14,      /* not now: a call before it failed or is missing */
    PSCHEMA_ERROR_VERSION = -15     /* the bootloader would not start so old an application */
};

/* A few words for a log, in English; a constant. */
const char *pschema_result_text(enum pschema_result result);

#ifdef __cplusplus
}
#endif

#endif
