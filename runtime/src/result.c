#include <pschema/result.h>

const char *pschema_result_text(enum pschema_result result)
{
    /* By the negated result. */
    static const char *const texts[] = {
        "done",
        "the flash failed",
        "out of range",
        "not aligned",
        "read-only",
        "encrypted, and not to be reached",
        "on another flash chip",
        "not supported",
        "the table in flash is another",
        "damaged",
        "not found",
        "of another type or version",
        "too large for its place",
        "in use",
        "not now",
        "too old for this chip",
    };
    unsigned index = 0u - (unsigned)result;
    return index < sizeof texts / sizeof *texts ? texts[index] : "unknown result";
}
