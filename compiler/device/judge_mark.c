// Whether an app was compiled for the layout that it is put into, as the mark says that its
// firmware may have in it. An app of another layout would look for its partitions where others are.
#include "judge.h"

#include "app_mark.h"
#include "stored_tables.h"
#include "text.h"

#include <inttypes.h>

static void report_other(const struct layout *layout, const struct placed_image *placed,
                         const struct layout_mark *mark, uint64_t digest,
                         struct diagnostics *diagnostics)
{
    const char *variant = layout->invocation.variant;
    const char *whose = variant ? arena_format(diagnostics->arena, "that of variant `%s`", variant)
                                : "the schema's";
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_APP_OF_OTHER_LAYOUT, placed->span,
               "%s is made for another layout: its mark names %s, and %s is %s", placed->name,
               layout_digest_text(diagnostics->arena, mark->digest), whose,
               layout_digest_text(diagnostics->arena, digest));
    if (mark->count) {
        add_note(diagnostic, (struct span){0},
                 "it can migrate devices from %zu other layout%s, but not from this one",
                 mark->count, mark->count == 1 ? "" : "s");
    }
    add_note(diagnostic, (struct span){0}, "compile the app with the header of this layout");
}

bool device_judge_mark(const struct layout *layout, const struct placed_image *placed,
                       const struct app_image *image, struct diagnostics *diagnostics)
{
    struct layout_mark mark;
    uint64_t digest = 0;
    if (app_mark_find(image, 0, &mark)) { // most apps have none
        digest = layout_digest(layout);
    }
    switch (app_mark_judge(image, digest, &mark)) {
    case APP_MARK_OTHER:
        report_other(layout, placed, &mark, digest, diagnostics);
        return false;
    case APP_MARK_DAMAGED:
        report(diagnostics, CODE_DAMAGED_MARK, placed->span,
               "the layout mark of %s, at 0x%zx, is damaged: %s", placed->name, mark.offset,
               mark.damage);
        return false;
    case APP_MARK_NONE:
    case APP_MARK_FITS:
        break;
    }
    return true;
}
