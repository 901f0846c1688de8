// Shows images that the chips of Espressif start: bootloaders and apps. app_image.c reads them.
#include "app.h"

#include "digest.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

bool app_probe(const struct dump_request *request)
{
    return app_image_probe(request->bytes, request->size);
}

static void tell_segments(const struct dump_request *request, const struct app_image *image,
                          struct fact *fact)
{
    struct arena *arena = request->arena;
    struct fact *list = fact_list(arena, fact, "segments");
    for (size_t i = 0; i < image->count; i++) {
        const struct app_segment *from = &image->segments[i];
        uint64_t offset = request->base + from->offset;
        struct fact *segment = fact_item(arena, list);
        fact_offset(arena, segment, "offset", offset);
        fact_offset(arena, segment, "address", from->address);
        fact_size(arena, segment, "size", from->size);
        fact_say(arena, segment, "segment %zu at 0x%" PRIx64 ": %" PRIu64 " bytes for 0x%08" PRIx64,
                 i, offset, from->size, from->address);
    }
}

// What the first segment begins with: esp_app_desc_t. Its texts need not end with a NUL, and are
// cut at their fields.
static void tell_description(struct arena *arena, const uint8_t *bytes, struct fact *fact)
{
    struct fact *description = fact_group(arena, fact, "description");
    const char *project = dump_text(arena, bytes + 48, 32);
    const char *version = dump_text(arena, bytes + 16, 32);
    const char *sdk = dump_text(arena, bytes + 112, 32);
    fact_text(arena, description, "project", project);
    fact_text(arena, description, "version", version);
    fact_text(arena, description, "sdk", sdk);
    fact_text(arena, description, "date", dump_text(arena, bytes + 96, 16));
    fact_text(arena, description, "time", dump_text(arena, bytes + 80, 16));
    fact_count(arena, description, "secure_version", dump_integer(bytes + 4, 4));
    fact_bytes(arena, description, "elf_sha256", bytes + 144, SHA256_SIZE);
    fact_say(arena, description, "project %s, version %s, of ESP-IDF %s, built %s %s", project,
             version, sdk, dump_text(arena, bytes + 96, 16), dump_text(arena, bytes + 80, 16));
}

static void tell_bootloader(struct arena *arena, const uint8_t *bytes, struct fact *fact)
{
    struct fact *description = fact_group(arena, fact, "bootloader");
    const char *sdk = dump_text(arena, bytes + 8, 32);
    const char *date = dump_text(arena, bytes + 40, 24);
    fact_count(arena, description, "version", dump_integer(bytes + 4, 4));
    fact_text(arena, description, "sdk", sdk);
    fact_text(arena, description, "date", date);
    fact_say(arena, description, "bootloader of version %" PRIu64 ", of ESP-IDF %s, built %s",
             dump_integer(bytes + 4, 4), sdk, date);
}

// Where the image ends, with its digest if there is one. On an ESP8266 nothing says whether there
// is one: only a right one is shown.
static void tell_digest(const struct dump_request *request, const struct app_image *image,
                        struct fact *fact)
{
    struct arena *arena = request->arena;
    uint64_t place = request->base + image->length;
    if (image->header == APP_LONG_HEADER && image->bytes[APP_LONG_HEADER - 1] > 1) {
        fact_damage(arena, fact, request->base + APP_LONG_HEADER - 1,
                    "0x%02x does not say whether a SHA-256 follows",
                    image->bytes[APP_LONG_HEADER - 1]);
    }
    if (image->wants_digest && !image->has_digest) {
        fact_damage(arena, fact, place, "the SHA-256 is cut off");
    }
    if (image->has_digest) {
        fact_bytes(arena, fact, "sha256", image->bytes + image->length, SHA256_SIZE);
    }
    if (image->has_digest && !app_image_has_right_digest(image)) {
        fact_damage(arena, fact, place,
                    "the SHA-256 does not match the image: at least one byte is damaged");
    }
}

// Anything but a signature that follows is remarkable, though firmware does not look at it.
static void tell_rest(const struct dump_request *request, const struct app_image *image,
                      struct fact *fact)
{
    size_t end = image->image_length;
    fact_flag(request->arena, fact, "signed", image->signature != 0);
    size_t rest = end + dump_find_other(image->bytes + end, image->size - end, 0xff);
    if (!image->signature && rest < image->size) {
        fact_remark(request->arena, fact, request->base + rest,
                    "there is data after the end of the image");
    }
}

// What does not fit: the first segment that goes on after the bytes that there are.
static void tell_excess(const struct dump_request *request, const struct app_image *image,
                        struct fact *fact)
{
    const char *whole = request->is_part && !request->is_cut ? "partition" : "file";
    uint64_t place = request->base + image->end;
    if (image->count == image->segment_count) {
        fact_damage(request->arena, fact, place, "the checksum is after the end of the %s", whole);
    } else if (image->end + APP_SEGMENT_HEADER > image->size) {
        fact_damage(request->arena, fact, place,
                    "segment %zu of %zu begins after the end of the %s", image->count,
                    image->segment_count, whole);
    } else {
        uint64_t length = dump_integer(image->bytes + image->end + 4, 4);
        fact_damage(request->arena, fact, place, "segment %zu ends %" PRIu64 " bytes after the %s",
                    image->count, image->end + APP_SEGMENT_HEADER + length - image->size, whole);
    }
}

// Of an image that is not whole, neither checksum nor digest can be at the right place.
static void tell_end(const struct dump_request *request, const struct app_image *image,
                     struct fact *fact)
{
    if (!image->is_whole) {
        tell_excess(request, image, fact);
        return;
    }
    if (!image->has_right_checksum) {
        fact_damage(request->arena, fact, request->base + image->length - 1,
                    "the checksum does not match the segments");
    }
    tell_digest(request, image, fact);
    fact_size(request->arena, fact, "size", image->image_length);
    tell_rest(request, image, fact);
}

// The image without what follows it, or all bytes if it is not whole.
static void extract(const struct dump_request *request, const struct app_image *image,
                    struct dump_result *result)
{
    struct tree_node *files = dump_files(request->arena);
    bool has_digest = image->wants_digest;
    size_t size = image->length + (has_digest ? SHA256_SIZE : 0);
    dump_add_file(request->arena, files, arena_format(request->arena, "%s.bin", request->name),
                  request->bytes, image->is_whole && size < request->size ? size : request->size);
    result->files = files;
}

// Only the magic number is required: `--as app` shows as much as possible of a damaged one.
void app_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    struct app_image image;
    fact_text(arena, fact, "format", "app");
    fact_say(arena, fact, "app image");
    if (!app_image_read(request->bytes, request->size, &image)) {
        fact_damage(arena, fact, request->base, "an app image begins with 0xe9 and a header");
        return;
    }
    app_tell_header(request, &image, fact);
    if (image.description_kind == APP_DESCRIPTION_APP) {
        tell_description(arena, image.description, fact);
    } else if (image.description_kind == APP_DESCRIPTION_BOOTLOADER) {
        tell_bootloader(arena, image.description, fact);
    }
    tell_segments(request, &image, fact);
    app_tell_marks(request, &image, fact);
    tell_end(request, &image, fact);
    if (request->wants_files) {
        extract(request, &image, result);
    }
}

const struct decoder app_decoder = {
    .name = "app",
    .description = "an app or bootloader",
    .probe = app_probe,
    .decode = app_dump,
    .types = {"app.", "bootloader."},
    .is_recognised = true,
};
