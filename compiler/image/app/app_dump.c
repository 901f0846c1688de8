// Images that the chips of Espressif start: bootloaders and apps.
//
// Source: ESP-IDF, esp_app_format.h, esp_app_desc.h, esp_bootloader_desc.h; esptool's documentation
// of the "Firmware Image Format". A header, segments, a byte of checksum at the end of a run of 16,
// and perhaps a SHA-256 of all that. The ESP8266 has only the first 8 bytes of the header.
#include "dump.h"

#include "digest.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum {
    MAGIC = 0xe9,
    SHORT_HEADER = 8,
    LONG_HEADER = 24,
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

struct app {
    const struct dump_request *request;
    size_t header; // bytes of it
    size_t count;  // segments that are there
    size_t end;    // of the segments
    size_t length; // with the checksum, without the digest
    bool is_whole; // all segments and the checksum are there
    bool has_right_checksum;
};

static size_t segment_count(const struct app *app)
{
    return app->request->bytes[1];
}

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

// Follows the segments behind a header of so many bytes.
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

bool app_probe(const struct dump_request *request)
{
    const uint8_t *bytes = request->bytes;
    if (request->size < LONG_HEADER + SEGMENT_HEADER || bytes[0] != MAGIC || bytes[1] == 0 ||
        bytes[1] > SEGMENT_LIMIT) {
        return false;
    }
    return is_flag(bytes[LONG_HEADER - 1]) || walk(request, SHORT_HEADER).is_whole;
}

static const char *chip_name(uint64_t id)
{
    static const struct {
        uint16_t id;
        const char *name;
    } chips[] = {
        {0x00, "esp32"},    {0x02, "esp32s2"}, {0x05, "esp32c3"},  {0x09, "esp32s3"},
        {0x0c, "esp32c2"},  {0x0d, "esp32c6"}, {0x10, "esp32h2"},  {0x12, "esp32p4"},
        {0x14, "esp32c61"}, {0x17, "esp32c5"}, {0x19, "esp32h21"}, {0x1c, "esp32h4"},
        {0x20, "esp32s31"},
    };
    for (size_t i = 0; i < sizeof chips / sizeof *chips; i++) {
        if (chips[i].id == id) {
            return chips[i].name;
        }
    }
    return NULL;
}

// Sizes by the high half of the fourth byte; the ESP8266 counts otherwise.
static uint64_t flash_size(const struct app *app)
{
    static const uint32_t old_sizes[] = {512, 256, 1024, 2048, 4096, 2048, 4096, 0, 8192, 16384};
    unsigned code = app->request->bytes[3] >> 4;
    if (app->header == LONG_HEADER) {
        return code < 8 ? (uint64_t)(1 << 20) << code : 0;
    }
    return code < sizeof old_sizes / sizeof *old_sizes ? (uint64_t)old_sizes[code] << 10 : 0;
}

static void tell_header(const struct app *app, struct fact *fact)
{
    static const char *const modes[] = {"qio", "qout", "dio", "dout", "fast_read", "slow_read"};
    struct arena *arena = app->request->arena;
    const uint8_t *bytes = app->request->bytes;
    bool is_long = app->header == LONG_HEADER;
    uint64_t id = is_long ? dump_integer(bytes + 12, 2) : 0;
    const char *chip = is_long ? chip_name(id) : "esp8266";
    fact_text(arena, fact, "chip", chip ? chip : "unknown");
    if (is_long) {
        fact_count(arena, fact, "chip_id", id);
    }
    fact_offset(arena, fact, "entry", dump_integer(bytes + 4, 4));
    fact_text(arena, fact, "flash_mode", bytes[2] < 6 ? modes[bytes[2]] : "unknown");
    fact_size(arena, fact, "flash_size", flash_size(app));
    if (is_long) {
        fact_count(arena, fact, "least_revision", dump_integer(bytes + 15, 2));
        fact_count(arena, fact, "highest_revision", dump_integer(bytes + 17, 2));
    }
    if (!chip) {
        fact_damage(arena, fact, app->request->base + 12, "0x%04" PRIx64 " is no chip", id);
    }
    if (bytes[2] >= 6) {
        fact_damage(arena, fact, app->request->base + 2, "0x%02x is no mode of a flash", bytes[2]);
    }
}

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

// What the first segment begins with.
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

// On an ESP8266 nothing tells whether there is one: only a right one is told of.
static size_t tell_digest(const struct app *app, struct fact *fact)
{
    struct arena *arena = app->request->arena;
    const struct dump_request *request = app->request;
    bool is_long = app->header == LONG_HEADER;
    bool is_expected = is_long && request->bytes[LONG_HEADER - 1] == 1;
    uint8_t digest[SHA256_SIZE];
    bool is_there = app->length + SHA256_SIZE <= request->size;
    if (is_long && !is_flag(request->bytes[LONG_HEADER - 1])) {
        fact_damage(arena, fact, request->base + LONG_HEADER - 1,
                    "0x%02x does not say whether a SHA-256 follows",
                    request->bytes[LONG_HEADER - 1]);
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
                    "the SHA-256 is not that of the image: a byte of it is damaged");
    }
    return app->length + SHA256_SIZE;
}

static void tell_rest(const struct app *app, size_t end, struct fact *fact)
{
    const struct dump_request *request = app->request;
    size_t next = (end + SECTOR - 1) / SECTOR * SECTOR;
    bool is_signed = next + SECTOR <= request->size && request->bytes[next] == SIGNATURE_MAGIC;
    fact_flag(request->arena, fact, "signed", is_signed);
    size_t rest = end + dump_find_other(request->bytes + end, request->size - end, 0xff);
    if (!is_signed && rest < request->size) {
        fact_remark(request->arena, fact, request->base + rest,
                    "something stands behind the image's end");
    }
}

static void tell_end(const struct app *app, struct fact *fact)
{
    struct arena *arena = app->request->arena;
    const struct dump_request *request = app->request;
    if (!app->is_whole) {
        fact_damage(arena, fact, request->base + app->end, "the image ends in segment %zu of %zu",
                    app->count, segment_count(app));
        return;
    }
    if (!app->has_right_checksum) {
        fact_damage(arena, fact, request->base + app->length - 1,
                    "the checksum is not that of the segments");
    }
    size_t end = tell_digest(app, fact);
    fact_size(arena, fact, "size", end);
    tell_rest(app, end, fact);
}

static void extract(const struct dump_request *request, const struct app *app,
                    struct dump_result *result)
{
    struct tree_node *files = dump_files(request->arena);
    bool has_digest = app->header == LONG_HEADER && request->bytes[LONG_HEADER - 1] == 1;
    size_t size = app->length + (has_digest ? SHA256_SIZE : 0);
    dump_add_file(request->arena, files, arena_format(request->arena, "%s.bin", request->name),
                  request->bytes, app->is_whole && size < request->size ? size : request->size);
    result->files = files;
}

void app_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    fact_text(arena, fact, "format", "app");
    fact_say(arena, fact, "app image");
    if (request->size < LONG_HEADER || request->bytes[0] != MAGIC) {
        fact_damage(arena, fact, request->base,
                    "an app's image begins with 0xe9, and has a header");
        return;
    }
    struct app app = walk(request, LONG_HEADER);
    struct app old = walk(request, SHORT_HEADER);
    bool is_old =
        !app.has_right_checksum && (old.has_right_checksum || (old.is_whole && !app.is_whole));
    app = is_old ? old : app;
    tell_header(&app, fact);
    if (!tell_description(&app, fact)) {
        tell_bootloader(&app, fact);
    }
    tell_segments(&app, fact);
    tell_end(&app, fact);
    const struct fact *chip = fact->children.items[1];
    fact_say(arena, fact, "app image for %s, %zu segments, entry 0x%08" PRIx64, chip->text,
             segment_count(&app), dump_integer(request->bytes + 4, 4));
    if (request->wants_files) {
        extract(request, &app, result);
    }
}
