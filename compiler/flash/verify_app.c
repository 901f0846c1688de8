// The name and version of an app, which say more than a difference of bytes: its description is at
// the start of the first segment of its image
// (ESP-IDF, components/esp_app_format/include/esp_app_desc.h: struct esp_app_desc_t).
#include "verify_parts.h"

#include <string.h>

enum {
    NAME_SIZE = 32, // with a NUL, unless it has no room for one
    PLACE = 24 + 8, // after the headers of image and segment
    VERSION = PLACE + 16,
    PROJECT = VERSION + NAME_SIZE,
    END = PROJECT + NAME_SIZE,
};

static const char magic[] = {0x32, 0x54, (char)0xcd, (char)0xab};

// Only where both have a description: an encrypted or damaged image has no magic number.
void verify_app(const char *expected, const char *actual, uint64_t length, struct arena *arena,
                struct text_list *notes)
{
    bool are_known = length >= END && memcmp(expected + PLACE, magic, sizeof magic) == 0 &&
                     memcmp(actual + PLACE, magic, sizeof magic) == 0;
    if (are_known && memcmp(expected + VERSION, actual + VERSION, END - VERSION) != 0) {
        list_append(arena, notes,
                    arena_format(arena, "`%s` %s instead of `%s` %s",
                                 verify_name(arena, actual + PROJECT, NAME_SIZE),
                                 verify_name(arena, actual + VERSION, NAME_SIZE),
                                 verify_name(arena, expected + PROJECT, NAME_SIZE),
                                 verify_name(arena, expected + VERSION, NAME_SIZE)));
    }
}
