// Finds apps and bootloaders in a flash. One whose SHA-256 is right is certain; the checksum of a
// byte alone, as on an ESP8266, makes one likely, and so does the description of an app that is
// damaged or partly overwritten.
#include "trace.h"

#include "app_image.h"

enum { READS = 3 }; // an image is read for each kind of header, and for its digest

static void describe(struct trace_search *search, const struct app_image *image,
                     struct trace *trace)
{
    struct arena *arena = search->request->arena;
    const char *damage = app_image_damage(arena, image);
    bool is_app = image->description_kind == APP_DESCRIPTION_APP;
    bool is_certain = !damage && image->has_digest;
    trace->content = is_certain ? SURE_CERTAIN : SURE_LIKELY;
    trace->start = trace->content;
    trace->is_bootloader = image->description_kind == APP_DESCRIPTION_BOOTLOADER;
    trace->chip = image->chip;
    trace->flash = image->flash_size;
    trace->evidence =
        arena_format(arena, "%s for %s, %zu bytes%s%s%s",
                     trace->is_bootloader ? "a bootloader"
                     : is_app             ? "an app"
                                          : "an app or bootloader",
                     image->chip ? image->chip : "an unknown chip", image->image_length,
                     damage ? ", damaged: " : "", damage ? damage : "",
                     is_certain || damage ? "" : ", without a SHA-256");
}

bool app_find_trace(struct trace_search *search, struct trace *trace)
{
    size_t size;
    struct app_image image;
    const uint8_t *bytes = trace_bytes(search, &size);
    if (search->left == 0 || !app_image_probe(bytes, size) ||
        !app_image_read(bytes, size, &image)) {
        return false;
    }
    search->left -=
        READS * (uint64_t)image.end < search->left ? READS * (uint64_t)image.end : search->left;
    bool is_described = image.chip && image.description_kind != APP_DESCRIPTION_NONE;
    bool is_sound = image.is_whole && image.has_right_checksum && image.chip;
    if (!is_sound && !is_described) {
        return false;
    }
    describe(search, &image, trace);
    trace->format = "app";
    trace->type = "app";
    trace->used = is_sound ? image.image_length : TRACE_SECTOR;
    if (image.signature) {
        trace->used = image.signature + TRACE_SECTOR;
    }
    return true;
}
