// The blocks of an image that is read. Each is claimed by what it is used for, once: so nothing is
// used twice, and whatever follows blocks ends.
#include "littlefs_reader.h"

bool littlefs_fail(struct littlefs_reader *reader, uint64_t offset, const char *what)
{
    if (!reader->error) {
        reader->error =
            arena_format(reader->arena, "at 0x%llx: %s", (unsigned long long)offset, what);
    }
    return false;
}

uint64_t littlefs_offset(const struct littlefs_reader *reader, const uint8_t *place)
{
    return (uint64_t)(place - reader->bytes);
}

const uint8_t *littlefs_block(const struct littlefs_reader *reader, uint32_t block)
{
    return reader->bytes + (uint64_t)block * reader->image->block;
}

// `place` is where the block is named.
bool littlefs_claim(struct littlefs_reader *reader, uint32_t block, uint64_t place)
{
    if (block >= reader->image->count || reader->is_used[block]) {
        const char *why = block < reader->image->count ? "is already in use" : "does not exist";
        return littlefs_fail(reader, place, arena_format(reader->arena, "block %u %s", block, why));
    }
    reader->is_used[block] = true;
    reader->image->used++;
    reader->left--;
    return true;
}
