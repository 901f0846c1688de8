// From the directories of a littlefs image to a tree: names with their contents, which are short
// and in the log, or a skip list of blocks.
// Names must be as littlefs keeps them, in their order and free of slashes, since they become
// paths on somebody's disk. A directory is entered once; those that nothing enters are reported at
// the end.
#include "littlefs_reader.h"

#include <string.h>

enum { PATH_LIMIT = 4096, POINTER_SIZE = 4 };

// What is extracted must stay below the directory that it is extracted to.
static bool check_name(struct littlefs_reader *reader, const struct littlefs_entry *entry)
{
    const uint8_t *name = entry->name;
    size_t length = entry->name_length;
    bool is_dots =
        (length == 1 && name[0] == '.') || (length == 2 && name[0] == '.' && name[1] == '.');
    if (length == 0 || length > reader->image->name || is_dots || memchr(name, '/', length) ||
        memchr(name, 0, length)) {
        return littlefs_fail(reader, littlefs_offset(reader, name), "a name that no file can have");
    }
    return true;
}

// Firmware finds names by their order, so one out of order is damage even if it can be read here.
// The path's limit bounds depth, too.
static struct tree_node *new_node(struct littlefs_reader *reader, struct tree_node *parent,
                                  const struct littlefs_entry *entry)
{
    uint64_t place = littlefs_offset(reader, entry->name);
    if (!check_name(reader, entry)) {
        return NULL;
    }
    const struct tree_node_list *before = &parent->children;
    const struct tree_node *last = before->count ? before->items[before->count - 1] : NULL;
    if (strlen(parent->path) + 1 + entry->name_length > PATH_LIMIT) {
        littlefs_fail(reader, place, "directories that are nested too deeply");
        return NULL;
    }
    struct tree_node *node =
        nodes_add(&reader->nodes, parent, (const char *)entry->name, entry->name_length);
    if (!node) {
        littlefs_fail(reader, place, NODES_ERROR);
    } else if (last && littlefs_compare(last, node) >= 0) {
        littlefs_fail(reader, place, "a name out of order");
        return NULL;
    }
    return node;
}

// Pairs of directories were found before, by the list of all pairs: `folder_of` says which block
// belongs to which.
static bool read_folder_entry(struct littlefs_reader *reader, struct tree_node *node,
                              const struct littlefs_entry *entry)
{
    uint64_t place = littlefs_offset(reader, entry->content);
    uint32_t first = littlefs_get(entry->content);
    uint32_t second = littlefs_get(entry->content + 4);
    uint32_t count = reader->image->count;
    uint32_t number =
        first < count && second < count && first != second ? reader->folder_of[first] : 0;
    if (!number || reader->folder_of[second] != number) {
        return littlefs_fail(reader, place, "a directory whose pair is not in the list of pairs");
    }
    struct littlefs_folder *folder = reader->folders.items[number - 1];
    if (folder->node) {
        return littlefs_fail(reader, place, "a directory that is in two places");
    }
    node->is_folder = true;
    folder->node = node;
    list_append(reader->arena, &reader->open, folder);
    return true;
}

// How many pointers block `n` of a skip list begins with: one more than 2 divides n, if that is not
// 0.
static uint32_t pointers_of(uint32_t n)
{
    uint32_t count = n ? 1 : 0;
    for (; n && n % 2 == 0; n /= 2) {
        count++;
    }
    return count;
}

// The number of blocks that a content has; 0 if there aren't so many.
static uint32_t count_blocks(const struct littlefs_reader *reader, uint32_t size)
{
    uint64_t room = 0;
    uint32_t n = 0;
    while (room < size || n == 0) {
        if (n == reader->left) {
            return 0;
        }
        room += reader->image->block - pointers_of(n++) * POINTER_SIZE;
    }
    return n;
}

// Each pointer leads back to a block with a lower number in the list; claiming ends what goes
// round in a circle.
static uint32_t *find_blocks(struct littlefs_reader *reader, uint32_t head, uint32_t count,
                             uint64_t place)
{
    uint32_t *blocks = arena_array(reader->arena, count, sizeof *blocks);
    uint32_t block = head;
    for (uint32_t n = count; n-- > 0;) {
        if (!littlefs_claim(reader, block, place)) {
            return NULL;
        }
        blocks[n] = block;
        place = littlefs_offset(reader, littlefs_block(reader, block));
        block = littlefs_get(littlefs_block(reader, block));
    }
    return blocks;
}

// All pointers of a block are compared with the blocks that the first pointers led to: firmware
// follows any of them.
static bool copy_block(struct littlefs_reader *reader, const uint32_t *blocks, uint32_t n,
                       uint8_t *content, uint64_t *done, uint64_t size)
{
    const uint8_t *bytes = littlefs_block(reader, blocks[n]);
    uint32_t used = pointers_of(n) * POINTER_SIZE;
    for (uint32_t i = 0; i < used / POINTER_SIZE; i++) {
        const uint8_t *pointer = bytes + (size_t)i * POINTER_SIZE;
        if (littlefs_get(pointer) != blocks[n - (UINT32_C(1) << i)]) {
            return littlefs_fail(reader, littlefs_offset(reader, pointer),
                                 "a skip list with a wrong pointer");
        }
    }
    uint64_t left = size - *done;
    uint64_t room = reader->image->block - used;
    uint64_t length = left < room ? left : room;
    memcpy(content + *done, bytes + used, (size_t)length);
    *done += length;
    return true;
}

// The size is checked against what the blocks that are left could have before anything is
// allocated for it.
static bool read_skip_list(struct littlefs_reader *reader, struct tree_node *node,
                           const struct littlefs_entry *entry)
{
    uint64_t place = littlefs_offset(reader, entry->content);
    uint32_t size = littlefs_get(entry->content + 4);
    if (size == 0 || size > reader->file_max) {
        return littlefs_fail(reader, place, "a file of an impossible size");
    }
    uint32_t count = count_blocks(reader, size);
    if (!count) {
        return littlefs_fail(reader, place, "a file that is larger than the image");
    }
    const uint32_t *blocks = find_blocks(reader, littlefs_get(entry->content), count, place);
    uint8_t *content = arena_array(reader->arena, size, 1);
    uint64_t done = 0;
    node->size = size;
    node->bytes = content;
    for (uint32_t n = 0; blocks && n < count; n++) {
        if (!copy_block(reader, blocks, n, content, &done, size)) {
            return false;
        }
    }
    return blocks;
}

// The type of the name and that of the content must agree.
static bool read_entry(struct littlefs_reader *reader, struct tree_node *parent,
                       const struct littlefs_entry *entry)
{
    struct tree_node *node = new_node(reader, parent, entry);
    if (!node) {
        return false;
    }
    bool is_pair = entry->content_type == LITTLEFS_FOLDER_PAIR;
    if (is_pair != (entry->type == LITTLEFS_FOLDER)) {
        return littlefs_fail(reader, littlefs_offset(reader, entry->name),
                             is_pair ? "a file that is a directory" : "a directory that is a file");
    }
    if (is_pair) {
        return read_folder_entry(reader, node, entry);
    }
    if (entry->content_type == LITTLEFS_SKIP_LIST) {
        return read_skip_list(reader, node, entry);
    }
    node->size = entry->content_length;
    node->bytes = entry->content_length
                      ? (uint8_t *)arena_copy(reader->arena, entry->content, entry->content_length)
                      : NULL;
    return true;
}

static bool read_folder(struct littlefs_reader *reader, const struct littlefs_folder *folder)
{
    bool is_root = !folder->node->parent;
    for_each (log, &folder->logs) {
        for (size_t j = 0; j < log->count; j++) {
            const struct littlefs_entry *entry = log->entries[j];
            bool is_super = entry->type == LITTLEFS_SUPERBLOCK;
            if (is_super && (!is_root || j > 0 || folder->node->children.count)) {
                return littlefs_fail(reader, littlefs_offset(reader, entry->name),
                                     "a superblock out of place");
            }
            if (!is_super && !read_entry(reader, folder->node, entry)) {
                return false;
            }
        }
    }
    nodes_sort(folder->node);
    return true;
}

// Directories are met from the root on, each once, without recursion: their depth is the image's
// to say.
bool littlefs_read_tree(struct littlefs_reader *reader, struct tree_node *root)
{
    struct littlefs_folder *first = reader->folders.items[0];
    first->node = root;
    list_append(reader->arena, &reader->open, first);
    for (size_t i = 0; i < reader->open.count; i++) {
        if (!read_folder(reader, reader->open.items[i])) {
            return false;
        }
    }
    return reader->open.count == reader->folders.count ||
           littlefs_fail(reader, 0, "a directory that is in no other one");
}
