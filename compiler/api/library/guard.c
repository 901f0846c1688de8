// How a function of schemac.h ends: done, with a status that its diagnostics give it, or left where
// memory ended.
#include "library.h"

#include <stdarg.h>

// The one way into a compilation. No variable of this function is changed after setjmp(), since C
// leaves those uncertain (7.13.2.1). Once memory has ended, lists and tables may be half changed:
// every later call is refused, and only schemac_free() is left.
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

// The message of what the caller did wrong is not a diagnostic: it is not about the schema.
enum schemac_status library_misused(struct schemac *schemac, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    schemac->error = arena_format_list(&schemac->compilation.arena, format, arguments);
    va_end(arguments);
    return SCHEMAC_MISUSED;
}

// Whether anything went wrong since there were so many errors; `all_errors` counts those that were
// reported before, too.
enum schemac_status library_status(const struct schemac *schemac, size_t errors)
{
    const struct diagnostics *diagnostics = &schemac->compilation.diagnostics;
    return diagnostics->all_errors == errors ? SCHEMAC_DONE
           : diagnostics->system_failed      ? SCHEMAC_FAILED
                                             : SCHEMAC_INVALID;
}
