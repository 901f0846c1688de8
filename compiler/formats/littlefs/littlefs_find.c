// Finds littlefs in a flash, by its superblock, which tells the size of a block and how many there
// are. The first pair of blocks has it twice. Copies in other blocks are of the same file system,
// which has them within its size. Source: SPEC.md of littlefs.
#include "trace.h"

#include "littlefs_log.h"

#include <inttypes.h>

// How many blocks the superblock says; 0: it is not a whole one.
static uint32_t count_blocks(struct arena *arena, const uint8_t *bytes, uint32_t block)
{
    struct littlefs_log log;
    uint32_t place;
    littlefs_log_find(bytes, block, &log);
    if (!log.end || littlefs_log_read(arena, bytes, block, &log, &place) || !log.count ||
        log.entries[0]->type != LITTLEFS_SUPERBLOCK ||
        log.entries[0]->content_length != LITTLEFS_FIELDS_SIZE ||
        littlefs_get(log.entries[0]->content + 4) != block) {
        return 0;
    }
    return littlefs_get(log.entries[0]->content + 8);
}

bool littlefs_find_trace(struct trace_search *search, struct trace *trace)
{
    size_t size;
    const uint8_t *bytes = trace_bytes(search, &size);
    uint32_t block = size < LITTLEFS_BLOCK_MIN ? 0 : littlefs_superblock_block(bytes, size, 0);
    if (block < LITTLEFS_BLOCK_MIN || block > size / 2 || !trace_afford(search, block)) {
        return false;
    }
    uint64_t count = count_blocks(search->request->arena, bytes, block);
    bool is_twin = littlefs_superblock_block(bytes, size, block) == block;
    bool is_whole = count && count <= size / block;
    trace->format = "littlefs";
    trace->type = "data.littlefs";
    trace->used = (is_twin ? 2 : 1) * (uint64_t)block;
    trace->size = is_whole ? count * block : 0;
    trace->content = count ? SURE_CERTAIN : SURE_LIKELY;
    trace->start = trace->extent = count && is_twin ? SURE_CERTAIN : SURE_LIKELY;
    trace->evidence = arena_format(search->request->arena,
                                   "a littlefs superblock: %" PRIu64 " blocks of %" PRIu32 " bytes",
                                   count, block);
    return true;
}
