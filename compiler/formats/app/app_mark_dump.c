// Shows the layout marks of an app: which layout it was compiled for, and from which ones it can
// migrate a device.
#include "app.h"

#include "app_mark.h"
#include "stored_tables.h"

#include <inttypes.h>

static void tell_migrations(struct arena *arena, const struct layout_mark *mark, struct fact *fact)
{
    struct fact *list = fact_list(arena, fact, "migrations");
    for (size_t i = 0; i < mark->count; i++) {
        const char *digest = layout_digest_text(arena, layout_mark_migration(mark, i));
        struct fact *item = fact_item(arena, list);
        fact_text(arena, item, "digest", digest);
        fact_say(arena, item, "can migrate devices from layout %s", digest);
    }
}

static void tell_mark(const struct dump_request *request, const struct layout_mark *mark,
                      struct fact *fact)
{
    struct arena *arena = request->arena;
    uint64_t place = request->base + mark->offset;
    fact_offset(arena, fact, "offset", place);
    if (mark->damage) {
        fact_say(arena, fact, "layout mark at 0x%" PRIx64, place);
        fact_damage(arena, fact, place, "the layout mark is damaged: %s", mark->damage);
        return;
    }
    fact_text(arena, fact, "digest", layout_digest_text(arena, mark->digest));
    fact_say(arena, fact, "layout mark at 0x%" PRIx64 ": made for layout %s", place,
             layout_digest_text(arena, mark->digest));
    tell_migrations(arena, mark, fact);
}

void app_compare_mark(struct arena *arena, const struct app_image *image, uint64_t base,
                      uint64_t digest, const char *whose, struct fact *fact)
{
    struct layout_mark mark;
    if (app_mark_judge(image, digest, &mark) == APP_MARK_OTHER) {
        fact_remark(arena, fact, base + mark.offset,
                    "the app is made for another layout than that of %s, which is %s", whose,
                    layout_digest_text(arena, digest));
    }
}

// An app that is in a flash is compared with the tables that are in it, once all are known.
void app_tell_marks(const struct dump_request *request, const struct app_image *image,
                    struct fact *fact)
{
    struct fact *list = NULL;
    struct layout_mark mark;
    for (size_t from = 0; app_mark_find(image, from, &mark); from = mark.offset + mark.length) {
        list = list ? list : fact_list(request->arena, fact, APP_MARKS);
        tell_mark(request, &mark, fact_item(request->arena, list));
    }
    if (list && request->layout && !request->is_part) {
        app_compare_mark(request->arena, image, request->base, layout_digest(request->layout),
                         "the schema", fact);
    }
}
