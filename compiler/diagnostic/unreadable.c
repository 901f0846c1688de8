// A file that cannot be read: why, and which other may have been meant.
#include "diagnostic.h"

// Looks through a directory, and so not after many errors: see wants_hints().
const char *unreadable_hint(const struct diagnostics *diagnostics, const char *path)
{
    const char *near = wants_hints(diagnostics)
                           ? host_near(diagnostics->sources->host, diagnostics->arena, path)
                           : NULL;
    return near ? arena_format(diagnostics->arena, "; did you mean `%s`?", near) : "";
}

// A missing file is often a mistyped one: what has nearly its name is named.
void report_unreadable(struct diagnostics *diagnostics, enum code code, const char *path,
                       const char *error)
{
    report_failure(diagnostics, code, "cannot read `%s`: %s%s", path, error,
                   unreadable_hint(diagnostics, path));
}
