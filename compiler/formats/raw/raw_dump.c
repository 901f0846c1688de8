// Bytes of which nothing more is known: which of them are erased.
//
// It is what `dump` falls back on, so that it takes anything, of any size, in one pass. Only
// erased flash is recognised as such without being asked for.
#include "dump.h"

#include "text.h"

#include <inttypes.h>

enum { SECTOR = 4096, SHOWN = 16, RANGES_SHOWN = 64 };

bool raw_probe(const struct dump_request *request)
{
    return request->size > 0 && dump_is_all(request->bytes, request->size, 0xff);
}

// What a schema calls secret. Then only places are shown: even a few bytes may be a key.
static bool is_hidden(const struct dump_request *request)
{
    return request->partition && image_is_secret(request->images, request->partition) &&
           !request->shows_secrets;
}

// The first 16 bytes of a range, by which people recognise a format that schemac does not know.
static void tell_range(const struct dump_request *request, size_t start, size_t end,
                       struct fact *list)
{
    struct arena *arena = request->arena;
    size_t shown = end - start < SHOWN ? end - start : SHOWN;
    struct fact *fact = fact_item(arena, list);
    struct buffer text;
    buffer_init(&text, arena);
    for (size_t i = 0; i < shown; i++) {
        buffer_format(&text, " %02x", request->bytes[start + i]);
    }
    fact_offset(arena, fact, "offset", request->base + start);
    fact_size(arena, fact, "size", end - start);
    if (is_hidden(request)) {
        fact_say(arena, fact, "0x%" PRIx64 " to 0x%" PRIx64, request->base + start,
                 request->base + end);
        return;
    }
    fact_bytes(arena, fact, "begins", request->bytes + start, shown);
    fact_say(arena, fact, "0x%" PRIx64 " to 0x%" PRIx64 ":%s%s", request->base + start,
             request->base + end, text.bytes, end - start > shown ? " ..." : "");
}

// Runs of sectors that have something in them, from the first byte to the last that is not erased.
// Returns how many bytes that are. Of many small ranges 64 are listed; the others are in the sum
// only.
static size_t tell_ranges(const struct dump_request *request, struct fact *list)
{
    const uint8_t *bytes = request->bytes;
    size_t filled = 0;
    size_t at = dump_find_other(bytes, request->size, 0xff);
    while (at < request->size) {
        size_t start = at;
        size_t end = at;
        do {
            end = end - end % SECTOR + SECTOR;
            end = end < request->size ? end : request->size;
        } while (end < request->size &&
                 !dump_is_all(bytes + end,
                              request->size - end < SECTOR ? request->size - end : SECTOR, 0xff));
        at = end;
        while (end > start && bytes[end - 1] == 0xff) {
            end--;
        }
        filled += end - start;
        if (list->children.count < RANGES_SHOWN) {
            tell_range(request, start, end, list);
        }
        at += dump_find_other(bytes + at, request->size - at, 0xff);
    }
    return filled;
}

// All bytes, erased ones included, so that offsets in the file are those in the partition.
void raw_extract(const struct dump_request *request, struct dump_result *result)
{
    struct tree_node *files = dump_files(request->arena);
    dump_add_file(request->arena, files, arena_format(request->arena, "%s.bin", request->name),
                  request->bytes, request->size);
    result->files = files;
    result->is_secret = true; // nobody knows what it contains
}

static void raw_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    fact_text(arena, fact, "format", "raw");
    fact_size(arena, fact, "size", request->size);
    struct fact *filled = fact_size(arena, fact, "filled", 0);
    struct fact *list = fact_list(arena, fact, "ranges");
    filled->number = number_of(tell_ranges(request, list));
    if (filled->number.magnitude == 0) {
        fact_say(arena, fact, "erased");
        return;
    }
    fact_say(arena, fact, "raw data, %s of %s filled", text_size(arena, filled->number.magnitude),
             text_size(arena, request->size));
    if (request->wants_files) {
        raw_extract(request, result);
    }
}

const struct decoder raw_decoder = {
    .name = "raw",
    .description = "erased flash",
    .probe = raw_probe,
    .decode = raw_dump,
};
