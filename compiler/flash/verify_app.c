// What an app says of itself: its layout marks, its name and version, which say more than a
// difference of bytes (ESP-IDF, components/esp_app_format/include/esp_app_desc.h: struct
// esp_app_desc_t).
#include "verify_parts.h"

#include "app_mark.h"
#include "stored_tables.h"

#include <string.h>

enum {
    NAME_SIZE = 32, // with a NUL, unless it has no room for one
    VERSION = 16,   // in the description
    PROJECT = VERSION + NAME_SIZE,
};

static const char *description_of(const char *bytes, uint64_t length)
{
    struct app_image image;
    bool is_app = app_image_read((const uint8_t *)bytes, (size_t)length, &image) &&
                  image.description_kind == APP_DESCRIPTION_APP;
    return is_app ? (const char *)image.description : NULL;
}

// Only where both have a description: an encrypted or damaged image has none.
void verify_app(const char *expected, const char *actual, uint64_t length, struct arena *arena,
                struct text_list *notes)
{
    const char *wanted = description_of(expected, length);
    const char *found = description_of(actual, length);
    if (wanted && found && memcmp(wanted + VERSION, found + VERSION, 2 * NAME_SIZE) != 0) {
        list_append(arena, notes,
                    arena_format(arena, "`%s` %s instead of `%s` %s",
                                 verify_name(arena, found + PROJECT, NAME_SIZE),
                                 verify_name(arena, found + VERSION, NAME_SIZE),
                                 verify_name(arena, wanted + PROJECT, NAME_SIZE),
                                 verify_name(arena, wanted + VERSION, NAME_SIZE)));
    }
}

bool verify_mark(const struct layout *layout, const char *app, uint64_t size,
                 struct text_list *notes)
{
    struct arena *arena = layout->arena;
    struct app_image image;
    struct layout_mark mark;
    if (!app_image_read((const uint8_t *)app, (size_t)size, &image) ||
        !app_mark_find(&image, 0, &mark)) {
        return true;
    }
    uint64_t digest = layout_digest(layout);
    switch (app_mark_judge(&image, digest, &mark)) {
    case APP_MARK_OTHER:
        list_append(arena, notes,
                    arena_format(arena, "its layout mark names %s, and the schema's layout is %s",
                                 layout_digest_text(arena, mark.digest),
                                 layout_digest_text(arena, digest)));
        return false;
    case APP_MARK_DAMAGED:
        list_append(arena, notes,
                    arena_format(arena, "its layout mark is damaged: %s", mark.damage));
        return false;
    case APP_MARK_NONE:
    case APP_MARK_FITS:
        break;
    }
    return true;
}
