// The marks of layouts in an app. Where an app has several, such as one of a layout for each of
// its boards or one in another chip's firmware that it brings along, one that fits is enough, and
// one that is damaged counts for nothing if another is not: pschema_ota_check() judges likewise.
#include "app_mark.h"

bool app_mark_find(const struct app_image *image, size_t from, struct layout_mark *mark)
{
    bool has_end = image->count == image->segment_count;
    return layout_mark_find(image->bytes, has_end ? image->end : image->size, from, mark);
}

enum app_mark_verdict app_mark_judge(const struct app_image *image, uint64_t digest,
                                     struct layout_mark *mark)
{
    enum app_mark_verdict verdict = APP_MARK_NONE;
    struct layout_mark next;
    for (size_t from = 0; app_mark_find(image, from, &next); from = next.offset + next.length) {
        if (layout_mark_names(&next, digest)) {
            *mark = next;
            return APP_MARK_FITS;
        }
        if (verdict == APP_MARK_NONE || (verdict == APP_MARK_DAMAGED && !next.damage)) {
            *mark = next;
            verdict = next.damage ? APP_MARK_DAMAGED : APP_MARK_OTHER;
        }
    }
    return verdict;
}
