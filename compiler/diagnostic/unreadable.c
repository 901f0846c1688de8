// A file that cannot be read: why, and which other may have been meant.
#include "diagnostic.h"

#include "folder.h"

const char *unreadable_hint(const struct diagnostics *diagnostics, const char *path)
{
    bool may_look = !diagnostics->sources->sealed && wants_hints(diagnostics);
    const char *near = may_look ? folder_near(diagnostics->arena, path) : NULL;
    return near ? arena_format(diagnostics->arena, "; did you mean `%s`?", near) : "";
}

void report_unreadable(struct diagnostics *diagnostics, enum code code, const char *path,
                       const char *error)
{
    report_failure(diagnostics, code, "cannot read `%s`: %s%s", path, error,
                   unreadable_hint(diagnostics, path));
}
