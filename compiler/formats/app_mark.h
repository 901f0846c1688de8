// The marks of layouts in an app: runtime/include/pschema/mark.h says what they are for.
#ifndef FORMATS_APP_MARK_H
#define FORMATS_APP_MARK_H

#include "app_image.h"
#include "layout_mark.h"

enum app_mark_verdict {
    APP_MARK_NONE,    // the app has no mark
    APP_MARK_FITS,    // a mark names the layout, or a migration from it
    APP_MARK_OTHER,   // marks name other layouts
    APP_MARK_DAMAGED, // no mark of another layout, but a damaged one
};

/// Finds the first mark at `from` or after it, before the app's segments end: what follows them may
/// be left over from another app.
bool app_mark_find(const struct app_image *image, size_t from, struct layout_mark *mark);

/// What a device with a layout of this digest makes of an app. Unless there is none, `*mark` is the
/// mark that decides.
enum app_mark_verdict app_mark_judge(const struct app_image *image, uint64_t digest,
                                     struct layout_mark *mark);

#endif
