// Finds SPIFFS in a flash. It has no superblock. With the magic of ESP-IDF's default, each block
// says how many blocks there are from it to the end, so that a row of blocks that count down tells
// where the file system ends; where it begins is where the row does, unless its first block is just
// being erased, or overwritten. Without one, blocks are recognised by lookups that agree with their
// pages, and nothing tells the end. Source: spiffs_geometry.c.
#include "trace.h"

#include "spiffs.h"
#include "spiffs_image.h"

#include <inttypes.h>

enum { BLOCK_MAX = 65536, PAGE_LEAST = 128, PAGE_MOST = 1024, ROW_LEAST = 3, MISSING = 1 };

// How many blocks there are from a block to the end, according to its magic; 0: it has none.
static uint64_t count_left(const struct spiffs_image *image, size_t offset)
{
    size_t end = offset + image->lookup_pages * image->page;
    return (spiffs_integer(image, end - 4, 2) ^ SPIFFS_MAGIC ^ image->page) & 0xffff;
}

// Blocks that count down to 1. Two in a row say little; that all but one do is proof.
static bool counts_down(const struct spiffs_image *image, uint64_t *blocks)
{
    uint64_t missing = 0;
    *blocks = count_left(image, 0);
    if (*blocks < ROW_LEAST || *blocks > image->size / image->block) {
        return false;
    }
    for (uint64_t i = 1; i < *blocks && missing <= MISSING; i++) {
        missing += count_left(image, (size_t)(i * image->block)) != *blocks - i;
    }
    return missing == 0 || (missing == MISSING && *blocks > ROW_LEAST);
}

// The blocks up to the last that has something in it; those between may be blank.
static uint64_t count_blocks(const struct spiffs_image *image, bool has_magic)
{
    uint64_t blocks = 0;
    for (uint64_t i = 0; i < image->size / image->block; i++) {
        struct spiffs_image one = *image;
        size_t pages = 0;
        one.bytes += i * image->block;
        one.size = image->block;
        bool is_marked = has_magic && count_left(&one, 0) == 0;
        bool is_blank = dump_is_all(one.bytes, one.size, 0xff);
        if (!is_blank && (has_magic ? !is_marked : !spiffs_is_consistent(&one, false, &pages))) {
            break;
        }
        if (is_blank && has_magic) {
            break;
        }
        blocks = is_blank ? blocks : i + 1;
    }
    return blocks;
}

// Whether a file system of this geometry begins here, and how many blocks are known to be its own.
// With a count, that is all of them.
static uint64_t count_own(const struct spiffs_image *image, bool has_count)
{
    uint64_t blocks = 0;
    if (has_count) {
        return counts_down(image, &blocks) ? blocks : 0;
    }
    bool has_magic = count_left(image, 0) == 0;
    if (has_magic || spiffs_integer(image, 0, 2) != SPIFFS_FREE) {
        blocks = count_blocks(image, has_magic);
    }
    return blocks >= (has_magic ? ROW_LEAST : 1) ? blocks : 0;
}

static void describe(struct trace_search *search, const struct spiffs_image *image, bool has_count,
                     uint64_t blocks, struct trace *trace)
{
    trace->format = "spiffs";
    trace->type = "data.spiffs";
    trace->used = blocks * image->block;
    trace->size = has_count ? trace->used : 0;
    trace->content = has_count ? SURE_CERTAIN : SURE_LIKELY;
    trace->start = trace->extent = SURE_LIKELY;
    trace->evidence = arena_format(
        search->request->arena, "a SPIFFS file system: %" PRIu64 " blocks of %zu bytes%s", blocks,
        image->block, has_count ? " that count down to its end" : "");
}

static bool try_all(struct trace_search *search, bool has_count, struct trace *trace)
{
    size_t size;
    struct spiffs_image image = {.bytes = trace_bytes(search, &size)};
    image.size = size;
    for (image.page = PAGE_LEAST; image.page <= PAGE_MOST; image.page *= 2) {
        for (image.block = TRACE_SECTOR; image.block <= BLOCK_MAX && image.block <= size;
             image.block *= 2) {
            image.lookup_pages = (image.block / image.page * 2 + image.page - 1) / image.page;
            for (int order = 0; order < 2 && image.block / image.page >= SPIFFS_BLOCK_PAGES_MIN;
                 order++) {
                image.is_big_endian = order;
                uint64_t blocks = count_own(&image, has_count);
                if (blocks) {
                    describe(search, &image, has_count, blocks, trace);
                    return true;
                }
            }
        }
    }
    return false;
}

// A count in one geometry is better than lookups that agree in another one.
bool spiffs_find_trace(struct trace_search *search, struct trace *trace)
{
    return try_all(search, true, trace) || try_all(search, false, trace);
}
