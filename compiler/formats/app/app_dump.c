// Images that the chips of Espressif start: bootloaders and apps.
//
// Source: ESP-IDF, esp_app_format.h, esp_app_desc.h, esp_bootloader_desc.h; esptool's documentation
// of the "Firmware Image Format". A header, segments, a byte of checksum at the end of a run of 16,
// and perhaps a SHA-256 of all that. The ESP8266 has only the first 8 bytes of the header.
#include "app.h"

#include "digest.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum {
    MAGIC = 0xe9,
    SEGMENT_HEADER = 8,
    SEGMENT_LIMIT = 16,
    CHECKSUM_START = 0xef,
    ALIGNMENT = 16,
    SECTOR = 4096,
    DESCRIPTION = 256,
    BOOTLOADER_DESCRIPTION = 80,
    BOOTLOADER_MAGIC = 80,
    SIGNATURE_MAGIC = 0xe7,
};

#define DESCRIPTION_MAGIC 0xabcd5432u

// The byte after the magic number; callers have seen that there is one.
static size_t segment_count(const struct app *app)
{
    return app->request->bytes[1];
}

// The XOR of all bytes. Eight at a time, since apps have megabytes and dump reads each of them
// twice; the order of bytes in a word does not matter to XOR.
static uint8_t checksum(uint8_t sum, const uint8_t *bytes, size_t size)
{
    uint64_t wide = 0;
    size_t at = 0;
    for (; at + 8 <= size; at += 8) {
        uint64_t word;
        memcpy(&word, bytes + at, sizeof word);
        wide ^= word;
    }
    for (; at < size; at++) {
        sum ^= bytes[at];
    }
    wide ^= wide >> 32;
    wide ^= wide >> 16;
    wide ^= wide >> 8;
    return (uint8_t)(sum ^ wide);
}

// Follows the segments after a header of so many bytes. Lengths are compared with what is left
// before they are added. The checksum is the last byte of the next block of 16, also where the
// segments end on one.
static struct app walk(const struct dump_request *request, size_t header)
{
    struct app app = {.request = request, .header = header, .end = header};
    uint8_t sum = CHECKSUM_START;
    while (app.count < segment_count(&app) && app.end + SEGMENT_HEADER <= request->size) {
        size_t start = app.end + SEGMENT_HEADER;
        uint64_t length = dump_integer(request->bytes + app.end + 4, 4);
        if (length > request->size - start) {
            break;
        }
        sum = checksum(sum, request->bytes + start, (size_t)length);
        app.end = start + (size_t)length;
        app.count++;
    }
    app.length = app.end + ALIGNMENT - app.end % ALIGNMENT;
    app.is_whole = app.count == segment_count(&app) && app.length <= request->size;
    app.has_right_checksum = app.is_whole && request->bytes[app.length - 1] == sum;
    return app;
}

static bool is_flag(uint8_t byte)
{
    return byte <= 1;
}

// Whether the first segment of a short header is for memory that an ESP8266 has. In a long header,
// the pins of the flash are there instead.
static bool is_for_esp8266(const struct dump_request *request)
{
    uint64_t address = dump_integer(request->bytes + APP_SHORT_HEADER, 4);
    return address >= 0x3ff00000 && address < 0x40400000;
}

// The header is the one with which the checksum is right, else the one that makes sense. An app
// that is cut off or damaged is not taken for another chip's.
static struct app find_header(const struct dump_request *request)
{
    struct app app = walk(request, APP_LONG_HEADER);
    struct app old = walk(request, APP_SHORT_HEADER);
    bool is_old = !app.has_right_checksum && (old.has_right_checksum || is_for_esp8266(request));
    return is_old ? old : app;
}

// One byte of magic is little: the number of segments, and the flag at the end of the header,
// which is 0 or 1, must be possible, too.
bool app_probe(const struct dump_request *request)
{
    const uint8_t *bytes = request->bytes;
    if (request->size < APP_LONG_HEADER + SEGMENT_HEADER || bytes[0] != MAGIC || bytes[1] == 0 ||
        bytes[1] > SEGMENT_LIMIT) {
        return false;
    }
    return is_flag(bytes[APP_LONG_HEADER - 1]) ||
           (is_for_esp8266(request) && walk(request, APP_SHORT_HEADER).is_whole);
}

// walk() has checked all of these lengths: `count` is the number of segments that are there.
static void tell_segments(const struct app *app, struct fact *fact)
{
    struct arena *arena = app->request->arena;
    const struct dump_request *request = app->request;
    struct fact *list = fact_list(arena, fact, "segments");
    size_t at = app->header;
    for (size_t i = 0; i < app->count; i++) {
        uint64_t address = dump_integer(request->bytes + at, 4);
        uint64_t length = dump_integer(request->bytes + at + 4, 4);
        struct fact *segment = fact_item(arena, list);
        fact_offset(arena, segment, "offset", request->base + at + SEGMENT_HEADER);
        fact_offset(arena, segment, "address", address);
        fact_size(arena, segment, "size", length);
        fact_say(arena, segment, "segment %zu at 0x%" PRIx64 ": %" PRIu64 " bytes for 0x%08" PRIx64,
                 i, request->base + at + SEGMENT_HEADER, length, address);
        at += SEGMENT_HEADER + (size_t)length;
    }
}

// What the first segment begins with: esp_app_desc_t. Its texts need not end with a NUL, and are
// cut at their fields.
static bool tell_description(const struct app *app, struct fact *fact)
{
    struct arena *arena = app->request->arena;
    size_t start = app->header + SEGMENT_HEADER;
    const uint8_t *bytes = app->request->bytes + start;
    if (app->request->size < start + DESCRIPTION || dump_integer(bytes, 4) != DESCRIPTION_MAGIC) {
        return false;
    }
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
    return true;
}

// esp_bootloader_desc_t has a magic of one byte, so that its version of ESP-IDF must begin like a
// text.
static bool tell_bootloader(const struct app *app, struct fact *fact)
{
    struct arena *arena = app->request->arena;
    size_t start = app->header + SEGMENT_HEADER;
    const uint8_t *bytes = app->request->bytes + start;
    if (app->request->size < start + BOOTLOADER_DESCRIPTION || bytes[0] != BOOTLOADER_MAGIC ||
        bytes[8] < '0' || bytes[8] > 'z') {
        return false;
    }
    struct fact *description = fact_group(arena, fact, "bootloader");
    const char *sdk = dump_text(arena, bytes + 8, 32);
    const char *date = dump_text(arena, bytes + 40, 24);
    fact_count(arena, description, "version", dump_integer(bytes + 4, 4));
    fact_text(arena, description, "sdk", sdk);
    fact_text(arena, description, "date", date);
    fact_say(arena, description, "bootloader of version %" PRIu64 ", of ESP-IDF %s, built %s",
             dump_integer(bytes + 4, 4), sdk, date);
    return true;
}

// Where the image ends, with its digest if there is one. On an ESP8266 nothing says whether there
// is one: only a right one is shown.
static size_t tell_digest(const struct app *app, struct fact *fact)
{
    struct arena *arena = app->request->arena;
    const struct dump_request *request = app->request;
    bool is_long = app->header == APP_LONG_HEADER;
    bool is_expected = is_long && request->bytes[APP_LONG_HEADER - 1] == 1;
    uint8_t digest[SHA256_SIZE];
    bool is_there = app->length + SHA256_SIZE <= request->size;
    if (is_long && !is_flag(request->bytes[APP_LONG_HEADER - 1])) {
        fact_damage(arena, fact, request->base + APP_LONG_HEADER - 1,
                    "0x%02x does not say whether a SHA-256 follows",
                    request->bytes[APP_LONG_HEADER - 1]);
    }
    if (!is_there && is_expected) {
        fact_damage(arena, fact, request->base + app->length, "the SHA-256 is cut off");
    }
    if (!is_there || (is_long && !is_expected)) {
        return app->length;
    }
    digest_sha256(request->bytes, app->length, digest);
    bool is_right = memcmp(digest, request->bytes + app->length, SHA256_SIZE) == 0;
    if (!is_right && !is_long) {
        return app->length;
    }
    fact_bytes(arena, fact, "sha256", request->bytes + app->length, SHA256_SIZE);
    if (!is_right) {
        fact_damage(arena, fact, request->base + app->length,
                    "the SHA-256 does not match the image: at least one byte is damaged");
    }
    return app->length + SHA256_SIZE;
}

// A signature of Secure Boot V2 begins at the next sector with 0xe7; anything else there is
// remarkable, though firmware does not look at it.
static void tell_rest(const struct app *app, size_t end, struct fact *fact)
{
    const struct dump_request *request = app->request;
    size_t next = (end + SECTOR - 1) / SECTOR * SECTOR;
    bool is_signed = next + SECTOR <= request->size && request->bytes[next] == SIGNATURE_MAGIC;
    fact_flag(request->arena, fact, "signed", is_signed);
    size_t rest = end + dump_find_other(request->bytes + end, request->size - end, 0xff);
    if (!is_signed && rest < request->size) {
        fact_remark(request->arena, fact, request->base + rest,
                    "there is data after the end of the image");
    }
}

// What does not fit: the first segment that goes on after the bytes that there are.
static void tell_excess(const struct app *app, struct fact *fact)
{
    const struct dump_request *request = app->request;
    const char *whole = request->is_part && !request->is_cut ? "partition" : "file";
    uint64_t place = request->base + app->end;
    if (app->count == segment_count(app)) {
        fact_damage(request->arena, fact, place, "the checksum is after the end of the %s", whole);
    } else if (app->end + SEGMENT_HEADER > request->size) {
        fact_damage(request->arena, fact, place,
                    "segment %zu of %zu begins after the end of the %s", app->count,
                    segment_count(app), whole);
    } else {
        uint64_t length = dump_integer(request->bytes + app->end + 4, 4);
        fact_damage(request->arena, fact, place, "segment %zu ends %" PRIu64 " bytes after the %s",
                    app->count, app->end + SEGMENT_HEADER + length - request->size, whole);
    }
}

// Of an image that is not whole, neither checksum nor digest can be at the right place.
static void tell_end(const struct app *app, struct fact *fact)
{
    struct arena *arena = app->request->arena;
    const struct dump_request *request = app->request;
    if (!app->is_whole) {
        tell_excess(app, fact);
        return;
    }
    if (!app->has_right_checksum) {
        fact_damage(arena, fact, request->base + app->length - 1,
                    "the checksum does not match the segments");
    }
    size_t end = tell_digest(app, fact);
    fact_size(arena, fact, "size", end);
    tell_rest(app, end, fact);
}

// The image without what follows it, or all bytes if it is not whole.
static void extract(const struct dump_request *request, const struct app *app,
                    struct dump_result *result)
{
    struct tree_node *files = dump_files(request->arena);
    bool has_digest = app->header == APP_LONG_HEADER && request->bytes[APP_LONG_HEADER - 1] == 1;
    size_t size = app->length + (has_digest ? SHA256_SIZE : 0);
    dump_add_file(request->arena, files, arena_format(request->arena, "%s.bin", request->name),
                  request->bytes, app->is_whole && size < request->size ? size : request->size);
    result->files = files;
}

// Only the magic number is required: `--as app` shows as much as possible of a damaged one.
void app_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    fact_text(arena, fact, "format", "app");
    fact_say(arena, fact, "app image");
    if (request->size < APP_LONG_HEADER || request->bytes[0] != MAGIC) {
        fact_damage(arena, fact, request->base, "an app image begins with 0xe9 and a header");
        return;
    }
    const struct app app = find_header(request);
    app_tell_header(&app, fact);
    if (!tell_description(&app, fact)) {
        tell_bootloader(&app, fact);
    }
    tell_segments(&app, fact);
    tell_end(&app, fact);
    if (request->wants_files) {
        extract(request, &app, result);
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
