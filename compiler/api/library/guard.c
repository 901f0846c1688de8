// How a function of schemac.h ends: done, with a status that its diagnostics give it, or left where
// memory ended.
#include "library.h"

#include <stdarg.h>

enum schemac_status library_guard(struct schemac *schemac, library_work *work,
                                  struct library_call *call)
{
    if (schemac->is_exhausted) {
        return SCHEMAC_NO_MEMORY;
    }
    if (setjmp(schemac->caller) != 0) { // from leave(): whatever was being made is half done
        schemac->is_exhausted = true;
        return SCHEMAC_NO_MEMORY;
    }
    return work(schemac, call);
}

enum schemac_status library_misused(struct schemac *schemac, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    schemac->error = arena_format_list(&schemac->compilation.arena, format, arguments);
    va_end(arguments);
    return SCHEMAC_MISUSED;
}

enum schemac_status library_status(const struct schemac *schemac, size_t errors)
{
    const struct diagnostics *diagnostics = &schemac->compilation.diagnostics;
    return diagnostics->all_errors == errors ? SCHEMAC_DONE
           : diagnostics->system_failed      ? SCHEMAC_FAILED
                                             : SCHEMAC_INVALID;
}
