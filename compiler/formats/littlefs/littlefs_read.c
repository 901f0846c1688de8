// From a littlefs image to a tree.
//
// All metadata pairs are one list, which begins at the blocks 0 and 1. The list is read first: a
// hard tail goes on with a folder, a soft one begins another. Then the folders are put into each
// other. Each block is claimed by what it is used for, so that nothing is used twice and everything
// ends. Sources: SPEC.md, and DESIGN.md of the skip lists.
#include "littlefs_reader.h"

#include <string.h>

// The log of a pair is that of the block with the later revision, which may have passed zero; the
// other one counts where this one has no whole commit.
static struct littlefs_log *read_pair(struct littlefs_reader *reader, const uint32_t pair[2],
                                      const uint8_t **block)
{
    uint32_t size = reader->image->block;
    struct littlefs_log logs[2];
    for (size_t i = 0; i < 2; i++) {
        littlefs_log_find(littlefs_block(reader, pair[i]), size, &logs[i]);
    }
    uint32_t later = logs[1].revision - logs[0].revision;
    size_t chosen = later != 0 && later < UINT32_C(0x80000000);
    chosen = logs[chosen].end || !logs[!chosen].end ? chosen : !chosen;
    *block = littlefs_block(reader, pair[chosen]);
    if (!logs[chosen].end) {
        littlefs_fail(reader, littlefs_offset(reader, *block),
                      "no block of this pair has a whole commit");
        return NULL;
    }
    struct littlefs_log *log = arena_new(reader->arena, sizeof *log);
    uint32_t place = 0;
    *log = logs[chosen];
    const char *error = littlefs_log_read(reader->arena, *block, size, log, &place);
    if (error) {
        littlefs_fail(reader, littlefs_offset(reader, *block) + place, error);
        return NULL;
    }
    return log;
}

// A tail of all ones ends the list.
static bool follow_tail(const struct littlefs_log *log, uint32_t pair[2])
{
    pair[0] = log->tail ? littlefs_get(log->tail) : UINT32_MAX;
    pair[1] = log->tail ? littlefs_get(log->tail + 4) : UINT32_MAX;
    return pair[0] != UINT32_MAX || pair[1] != UINT32_MAX;
}

static struct littlefs_folder *begin_folder(struct littlefs_reader *reader, const uint32_t pair[2])
{
    struct littlefs_folder *folder = arena_new(reader->arena, sizeof *folder);
    list_append(reader->arena, &reader->folders, folder);
    for (size_t i = 0; i < 2; i++) {
        reader->folder_of[pair[i]] = (uint32_t)reader->folders.count;
    }
    return folder;
}

// Every block is claimed before it is read, so a list that goes round in a circle ends as an error
// after as many steps as there are blocks.
static bool read_list(struct littlefs_reader *reader)
{
    uint32_t pair[2] = {0, 1};
    uint64_t place = 0; // that names them
    struct littlefs_folder *folder = NULL;
    struct littlefs_log *log;
    do {
        const uint8_t *block;
        if (!littlefs_claim(reader, pair[0], place) || !littlefs_claim(reader, pair[1], place)) {
            return false;
        }
        folder = folder ? folder : begin_folder(reader, pair);
        log = read_pair(reader, pair, &block);
        if (!log) {
            return false;
        }
        list_append(reader->arena, &folder->logs, log);
        for (size_t i = 0; i < LITTLEFS_STATE_SIZE; i++) {
            reader->state[i] ^= log->state[i];
        }
        reader->has_forward_crc |= log->has_forward_crc;
        reader->image->unerased += !log->is_erased;
        folder = log->is_hard ? folder : NULL;
        place = log->tail ? littlefs_offset(reader, log->tail) : place;
    } while (follow_tail(log, pair));
    return !folder || littlefs_fail(reader, place, "a directory continues nowhere");
}

// An image may be longer than its file system, as a partition after an update of its table; blocks
// after the end must not be used by anything, and are not counted.
static bool read_superblock(struct littlefs_reader *reader, const struct littlefs_entry *entry)
{
    struct littlefs_image *image = reader->image;
    uint64_t place = littlefs_offset(reader, entry->name);
    if (entry->name_length != 8 || memcmp(entry->name, LITTLEFS_MAGIC, 8) != 0 ||
        entry->content_type != LITTLEFS_INLINE || entry->content_length != LITTLEFS_FIELDS_SIZE) {
        return littlefs_fail(reader, place, "a superblock of an unknown form");
    }
    image->version = littlefs_get(entry->content);
    image->name = littlefs_get(entry->content + 12);
    reader->file_max = littlefs_get(entry->content + 16);
    if (image->version != LITTLEFS_VERSION_2_0 && image->version != LITTLEFS_VERSION_2_1) {
        return littlefs_fail(reader, place,
                             arena_format(reader->arena, "version %u.%u is neither 2.0 nor 2.1",
                                          image->version >> 16, image->version & 0xffff));
    }
    uint32_t count = littlefs_get(entry->content + 8);
    if (littlefs_get(entry->content + 4) != image->block || count > image->count) {
        return littlefs_fail(reader, place,
                             count > image->count ? "the image is cut off: it has too few blocks"
                                                  : "superblocks that contradict each other");
    }
    for (uint32_t block = count; block < image->count; block++) { // behind the file system
        if (!littlefs_claim(reader, block, place)) {
            return false;
        }
        image->used--;
    }
    image->count = count;
    return true;
}

// The superblock comes first in the first pair. Each more in the pairs behind it takes its place.
static bool read_superblocks(struct littlefs_reader *reader)
{
    const struct littlefs_folder *root = reader->folders.items[0];
    for (size_t i = 0; i < root->logs.count; i++) {
        const struct littlefs_log *log = root->logs.items[i];
        bool has_one = log->count && log->entries[0]->type == LITTLEFS_SUPERBLOCK;
        if (has_one && !read_superblock(reader, log->entries[0])) {
            return false;
        }
        if (i == 0 && !has_one) {
            return littlefs_fail(reader, 0, "there is no superblock");
        }
        if (!has_one || log->count > 1) {
            break;
        }
    }
    if (reader->has_forward_crc && reader->image->version == LITTLEFS_VERSION_2_0) {
        return littlefs_fail(reader, 0, "version 2.0 has no checksums for what follows a commit");
    }
    if (reader->image->version == LITTLEFS_VERSION_2_0) {
        reader->image->unerased = 0;
    }
    return true;
}

// Firmware would finish the move when it first writes. Until then a file is in two places, so
// nothing is guessed here.
static bool check_state(struct littlefs_reader *reader)
{
    for (size_t i = 0; i < LITTLEFS_STATE_SIZE; i++) {
        if (reader->state[i]) {
            return littlefs_fail(reader, 0,
                                 "a change was not finished; littlefs finishes it when it writes");
        }
    }
    return true;
}

// The second superblock is looked for where the first one is lost. It begins at the second block.
static uint32_t find_block_size(const uint8_t *bytes, size_t size)
{
    uint32_t block = size < LITTLEFS_BLOCK_MIN ? 0 : littlefs_superblock_block(bytes, size, 0);
    for (size_t at = LITTLEFS_BLOCK_MIN; !block && at < size / 2; at++) {
        block = bytes[at + 8] == LITTLEFS_MAGIC[0] ? littlefs_superblock_block(bytes, size, at) : 0;
        block = block == at ? block : 0;
    }
    return block;
}

// At first the count is what the image has room for; the superblock corrects it.
static bool read_form(struct littlefs_reader *reader)
{
    struct littlefs_image *image = reader->image;
    image->block = find_block_size(reader->bytes, reader->size);
    if (image->block < LITTLEFS_BLOCK_MIN || image->block > reader->size / 2) {
        return littlefs_fail(reader, 0, "there is no littlefs superblock");
    }
    image->count = (uint32_t)(reader->size / image->block);
    return true;
}

// `image` is filled in as far as reading comes, also if that fails.
bool littlefs_open(struct arena *arena, const uint8_t *bytes, size_t size,
                   struct littlefs_image *image, const char **error)
{
    struct littlefs_reader reader = {.arena = arena, .bytes = bytes, .size = size, .image = image};
    nodes_init(&reader.nodes, arena, size);
    struct tree_node *root = nodes_root(&reader.nodes);
    *image = (struct littlefs_image){.root = root};
    if (read_form(&reader)) {
        reader.left = image->count;
        reader.is_used = arena_array(arena, image->count, sizeof *reader.is_used);
        reader.folder_of = arena_array(arena, image->count, sizeof *reader.folder_of);
    }
    bool is_good = !reader.error && read_list(&reader) && read_superblocks(&reader) &&
                   check_state(&reader) && littlefs_read_tree(&reader, root);
    *error = reader.error;
    return is_good;
}

const struct tree_node *littlefs_read(struct arena *arena, const uint8_t *bytes, size_t size,
                                      const char **error)
{
    struct littlefs_image *image = arena_new(arena, sizeof *image);
    return littlefs_open(arena, bytes, size, image, error) ? image->root : NULL;
}

bool littlefs_probe(const uint8_t *bytes, size_t size)
{
    return find_block_size(bytes, size) != 0;
}
