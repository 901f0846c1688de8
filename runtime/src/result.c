#include <pschema/result.h>

enum { RESULT_COUNT = 20 };

/* The place of a result in a table; RESULT_COUNT where it is none of ours. */
static unsigned index_of(enum pschema_result result)
{
    unsigned index = 0u - (unsigned)result;
    return index < RESULT_COUNT ? index : RESULT_COUNT;
}

const char *pschema_result_text(enum pschema_result result)
{
    /* By the negated result. */
    static const char *const texts[RESULT_COUNT + 1] = {
        "done",
        "the flash failed",
        "out of range",
        "not aligned",
        "read-only",
        "encrypted, and not to be reached",
        "on another flash chip",
        "not supported",
        "the table in flash is another, or was not checked",
        "damaged",
        "not found",
        "of another type or version",
        "too large for its place",
        "in use",
        "not now",
        "too old for this chip",
        "not erased",
        "not verified",
        "a value out of its range",
        "made for another layout",
        "unknown result",
    };
    return texts[index_of(result)];
}

const char *pschema_result_name(enum pschema_result result)
{
    static const char *const names[RESULT_COUNT + 1] = {
        "PSCHEMA_OK",
        "PSCHEMA_ERROR_FLASH",
        "PSCHEMA_ERROR_RANGE",
        "PSCHEMA_ERROR_ALIGNMENT",
        "PSCHEMA_ERROR_READ_ONLY",
        "PSCHEMA_ERROR_ENCRYPTED",
        "PSCHEMA_ERROR_CHIP",
        "PSCHEMA_ERROR_UNSUPPORTED",
        "PSCHEMA_ERROR_LAYOUT",
        "PSCHEMA_ERROR_DAMAGED",
        "PSCHEMA_ERROR_NOT_FOUND",
        "PSCHEMA_ERROR_TYPE",
        "PSCHEMA_ERROR_SPACE",
        "PSCHEMA_ERROR_IN_USE",
        "PSCHEMA_ERROR_STATE",
        "PSCHEMA_ERROR_VERSION",
        "PSCHEMA_ERROR_NOT_BLANK",
        "PSCHEMA_ERROR_UNVERIFIED",
        "PSCHEMA_ERROR_VALUE",
        "PSCHEMA_ERROR_OTHER_LAYOUT",
        "PSCHEMA_ERROR_UNKNOWN",
    };
    return names[index_of(result)];
}
