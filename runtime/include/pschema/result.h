/** @file
 * What the runtime's functions return.
 *
 * Nothing fails silently and nothing is fixed up: a function that does not return PSCHEMA_OK has
 * left what it was to fill as it was, unless it says otherwise. A result that is not looked at is a
 * warning of the compiler: see PSCHEMA_CHECKED.
 */
#ifndef PSCHEMA_RESULT_H
#define PSCHEMA_RESULT_H

/** In front of a function whose result must be looked at: a compiler that can warns where it is
 * not. pschema_ignore() says that a result is dropped on purpose. */
#if defined(__cplusplus) && __cplusplus >= 201703L
#define PSCHEMA_CHECKED [[nodiscard]]
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ > 201710L
#define PSCHEMA_CHECKED [[nodiscard]]
#elif defined(__GNUC__)
#define PSCHEMA_CHECKED __attribute__((warn_unused_result))
#else
#define PSCHEMA_CHECKED
#endif

/** The same for a type, of which then every value is looked at; only C++17 has that. */
#if defined(__cplusplus) && __cplusplus >= 201703L
#define PSCHEMA_CHECKED_TYPE [[nodiscard]]
#else
#define PSCHEMA_CHECKED_TYPE
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** 0, or an error; the numbers stay as they are. */
enum PSCHEMA_CHECKED_TYPE pschema_result {
    PSCHEMA_OK = 0,                  /**< done */
    PSCHEMA_ERROR_FLASH = -1,        /**< the back end failed */
    PSCHEMA_ERROR_RANGE = -2,        /**< outside of the partition, or the partition of the flash */
    PSCHEMA_ERROR_ALIGNMENT = -3,    /**< an offset or size: not a multiple of the flash's unit */
    PSCHEMA_ERROR_READ_ONLY = -4,    /**< the partition's flags forbid it */
    PSCHEMA_ERROR_ENCRYPTED = -5,    /**< the back end cannot reach encrypted partitions */
    PSCHEMA_ERROR_CHIP = -6,         /**< the partition is on another flash chip */
    PSCHEMA_ERROR_UNSUPPORTED = -7,  /**< the back end cannot do it, or not with this geometry */
    PSCHEMA_ERROR_LAYOUT = -8,       /**< the tables in flash are others, or were not checked */
    PSCHEMA_ERROR_DAMAGED = -9,      /**< a checksum or the structure of what was read is wrong */
    PSCHEMA_ERROR_NOT_FOUND = -10,   /**< it does not exist */
    PSCHEMA_ERROR_TYPE = -11,        /**< it exists, but has another type or version */
    PSCHEMA_ERROR_SPACE = -12,       /**< what is to be stored is larger than the place for it */
    PSCHEMA_ERROR_IN_USE = -13,      /**< the application in this slot runs, or is to be started */
    PSCHEMA_ERROR_STATE = -14,       /**< not now: a call before it failed or is missing */
    PSCHEMA_ERROR_VERSION = -15,     /**< the bootloader would not start so old an application */
    PSCHEMA_ERROR_NOT_BLANK = -16,   /**< what is to be written is not erased */
    PSCHEMA_ERROR_UNVERIFIED = -17,  /**< nobody has checked that this image is complete */
    PSCHEMA_ERROR_VALUE = -18,       /**< a value is outside of the range that its schema allows */
    PSCHEMA_ERROR_OTHER_LAYOUT = -19 /**< the application was made for another layout */
};

/** A few words for a log, in English; a constant. */
const char *pschema_result_text(enum pschema_result result);

/** Its name, for a log that programs read: "PSCHEMA_ERROR_STATE"; a constant. */
const char *pschema_result_name(enum pschema_result result);

/** Drops a result on purpose: where there is nothing to be done about it. */
static inline void pschema_ignore(enum pschema_result result)
{
    (void)result;
}

#ifdef __cplusplus
}
#endif

#endif
