// Reads a FAT12 or FAT16 volume, also one that was in use or is damaged: whatever is in it, the
// work and the memory are linear in its size.
#include "fat_read.h"
#include "nodes.h"

#include <string.h>

enum {
    DEPTH_LIMIT = 128,     // folders within each other
    END = 0x10000,         // behind all clusters
    FIRST_FAT16 = 4085,    // clusters
    FIRST_FAT32 = 65525,   // clusters
    DELETED = 0xe5,        //
    ATTRIBUTES = 11,       // offsets in an entry
    CLUSTER = 26,          //
    FILE_SIZE = 28,        //
    ATTRIBUTES_MASK = 0x3f //
};

struct fat_reader {
    struct arena *arena;
    const uint8_t *bytes; // of the volume
    size_t size;
    uint32_t sector, cluster; // bytes
    uint32_t width, clusters;
    const uint8_t *fat, *root, *data;
    uint32_t root_entries;
    bool *is_used; // by cluster
    struct nodes nodes;
    struct LIST(struct fat_directory) found; // folders, each behind the one that it is in
    struct buffer name;                      // of the last entry
    const char **error;                      // what is wrong
};

struct fat_directory {
    struct tree_node *node;
    uint32_t cluster;
    unsigned depth;
};

// Little-endian, at any alignment.
static uint32_t number_at(const uint8_t *at, size_t size)
{
    uint32_t number = 0;
    while (size-- > 0) {
        number = number << 8 | at[size];
    }
    return number;
}

static bool fail(const struct fat_reader *reader, const char *error)
{
    *reader->error = error;
    return false;
}

// Whether the first sector is that of a volume.
bool fat_is_boot(const uint8_t *bytes, size_t size)
{
    if (size < FAT_BOOT_RECORD) {
        return false;
    }
    uint32_t sector = number_at(bytes + 11, 2);
    bool has_jump = (bytes[0] == 0xeb && bytes[2] == 0x90) || bytes[0] == 0xe9;
    return has_jump && number_at(bytes + 510, 2) == 0xaa55 && is_power_of_two(sector) &&
           sector >= 512 && sector <= 4096 && is_power_of_two(bytes[13]) &&
           number_at(bytes + 14, 2) > 0 && bytes[16] > 0;
}

// The number of clusters alone decides (FAT specification); here as firmware's FatFs takes it. The
// FAT must have an entry for each, so that no cluster number read from it leads out of it.
static bool set_width(struct fat_reader *reader, uint64_t clusters, uint64_t fat_bytes)
{
    if (clusters == 0 || clusters >= FIRST_FAT32) {
        return fail(reader, clusters ? "it is a FAT32" : "it has no clusters");
    }
    reader->clusters = (uint32_t)clusters;
    reader->width = clusters < FIRST_FAT16 ? 12 : 16;
    if ((clusters + FAT_FIRST) * reader->width > fat_bytes * 8) {
        return fail(reader, "its FAT, which begins at the sector given at offset 14, is too small");
    }
    reader->is_used = arena_array(reader->arena, (size_t)clusters + FAT_FIRST, sizeof(bool));
    return true;
}

// All fields are the image's to say: sums have 64 bits, and the last check puts the whole volume
// within the image, before anything in it is looked at.
static bool open_volume(struct fat_reader *reader)
{
    const uint8_t *boot = reader->bytes;
    if (!fat_is_boot(boot, reader->size)) {
        return fail(reader, "it has no FAT volume at offset 0, nor one with wear levelling");
    }
    reader->sector = number_at(boot + 11, 2);
    reader->cluster = reader->sector * boot[13];
    reader->root_entries = number_at(boot + 17, 2);
    uint64_t fat_sectors = number_at(boot + 22, 2);
    uint64_t sectors = number_at(boot + 19, 2);
    sectors = sectors ? sectors : number_at(boot + 32, 4);
    uint64_t fat = number_at(boot + 14, 2);
    uint64_t root = fat + boot[16] * fat_sectors;
    uint64_t root_bytes = (uint64_t)reader->root_entries * FAT_ENTRY_SIZE;
    uint64_t data = root + (root_bytes + reader->sector - 1) / reader->sector;
    if (fat_sectors == 0 || reader->root_entries == 0) {
        return fail(reader, "it is a FAT32: its fields at offsets 17 and 22 are not both set");
    }
    if (sectors > reader->size / reader->sector || data > sectors) {
        return fail(reader,
                    "according to the fields from offset 14 on, it is larger than the image");
    }
    reader->fat = reader->bytes + fat * reader->sector;
    reader->root = reader->bytes + root * reader->sector;
    reader->data = reader->bytes + data * reader->sector;
    return set_width(reader, (sectors - data) / boot[13], fat_sectors * reader->sector);
}

// What the FAT has for a cluster: the next one, or END.
static uint32_t fat_entry(const struct fat_reader *reader, uint32_t cluster)
{
    if (reader->width == 16) {
        uint32_t value = number_at(reader->fat + 2 * (size_t)cluster, 2);
        return value >= 0xfff8 ? END : value;
    }
    uint32_t both = number_at(reader->fat + cluster + cluster / 2, 2);
    uint32_t value = cluster % 2 ? both >> 4 : both & 0xfff;
    return value >= 0xff8 ? END : value;
}

// Appends the clusters of a chain, and marks them as used: none is read twice.
static bool read_chain(struct fat_reader *reader, uint32_t first, const char *path,
                       struct buffer *content)
{
    uint32_t cluster = first;
    while (cluster != END) {
        if (cluster < FAT_FIRST || cluster >= reader->clusters + FAT_FIRST) {
            return fail(reader,
                        arena_format(reader->arena, "`%s` leads to cluster %u; the last is %u",
                                     path, (unsigned)cluster, (unsigned)reader->clusters + 1));
        }
        if (reader->is_used[cluster]) {
            return fail(reader,
                        arena_format(reader->arena, "`%s` uses cluster %u, which is already in use",
                                     path, (unsigned)cluster));
        }
        reader->is_used[cluster] = true;
        size_t offset = (size_t)(cluster - FAT_FIRST) * reader->cluster;
        buffer_bytes(content, reader->data + offset, reader->cluster);
        cluster = fat_entry(reader, cluster);
    }
    return true;
}

static bool read_file(struct fat_reader *reader, struct tree_node *node, uint32_t cluster)
{
    struct buffer content;
    buffer_init(&content, reader->arena);
    if (cluster && !read_chain(reader, cluster, node->path, &content)) {
        return false;
    }
    if (content.length < node->size) {
        return fail(reader,
                    arena_format(reader->arena, "`%s` has %llu bytes, but clusters for %zu",
                                 node->path, (unsigned long long)node->size, content.length));
    }
    node->bytes = node->size ? (const uint8_t *)content.bytes : NULL;
    return true;
}

// Directories are kept for later, so that depth needs no recursion and a limit.
static bool read_entry(struct fat_reader *reader, const struct fat_directory *folder,
                       const uint8_t *entry)
{
    uint32_t cluster = number_at(entry + CLUSTER, 2);
    const struct buffer *name = &reader->name;
    struct tree_node *node = nodes_add(&reader->nodes, folder->node, name->bytes, name->length);
    if (!node) {
        return fail(reader, NODES_ERROR);
    }
    node->is_folder = entry[ATTRIBUTES] & FAT_ATTRIBUTE_FOLDER;
    if (!node->is_folder) {
        node->size = number_at(entry + FILE_SIZE, 4);
        return read_file(reader, node, cluster);
    }
    struct fat_directory *found = arena_new(reader->arena, sizeof *found);
    *found = (struct fat_directory){node, cluster, folder->depth + 1};
    list_append(reader->arena, &reader->found, found);
    return found->depth <= DEPTH_LIMIT ||
           fail(reader, "it has more than 128 directories inside each other");
}

// These two lead back to where reading came from.
static bool is_itself_or_parent(const uint8_t *entry)
{
    return memcmp(entry, ".          ", FAT_NAME_SIZE) == 0 ||
           memcmp(entry, "..         ", FAT_NAME_SIZE) == 0;
}

// A first byte of 0 ends a directory. Entries of a long name come before the entry that they name;
// any other entry in between ends them.
static bool read_entries(struct fat_reader *reader, const struct fat_directory *folder,
                         const uint8_t *entries, size_t count)
{
    struct fat_parts parts = {.count = 0};
    for (size_t i = 0; i < count && entries[i * FAT_ENTRY_SIZE]; i++) {
        const uint8_t *entry = entries + i * FAT_ENTRY_SIZE;
        unsigned attributes = entry[ATTRIBUTES] & ATTRIBUTES_MASK;
        if (entry[0] != DELETED && attributes == FAT_ATTRIBUTE_LONG) {
            fat_parts_take(&parts, entry);
            continue;
        }
        bool is_other =
            entry[0] == DELETED || (attributes & FAT_ATTRIBUTE_LABEL) || is_itself_or_parent(entry);
        if (!is_other && !fat_parts_name(&parts, entry, &reader->name)) {
            return fail(reader,
                        arena_format(reader->arena, "entry %zu of directory `%s` has no name", i,
                                     folder->node->path));
        }
        if (!is_other && !read_entry(reader, folder, entry)) {
            return false;
        }
        parts.count = 0;
    }
    return true;
}

// Two files of one name in a directory could not both be written to a disk.
static bool sort_children(const struct fat_reader *reader, struct tree_node *folder)
{
    const struct tree_node_list *children = &folder->children;
    nodes_sort(folder);
    for (size_t i = 1; i < children->count; i++) {
        const struct tree_node *node = children->items[i];
        const struct tree_node *last = children->items[i - 1];
        if (strcmp(last->name, node->name) == 0) {
            return fail(reader, arena_format(reader->arena, "`%s` occurs twice", node->path));
        }
    }
    return true;
}

// The root of a FAT12 or FAT16 has its place before the clusters, all others are chains.
static bool read_folder(struct fat_reader *reader, const struct fat_directory *folder)
{
    struct buffer content;
    const uint8_t *entries = reader->root;
    size_t count = reader->root_entries;
    buffer_init(&content, reader->arena);
    if (folder->depth > 0) {
        if (!read_chain(reader, folder->cluster, folder->node->path, &content)) {
            return false;
        }
        entries = (const uint8_t *)content.bytes;
        count = content.length / FAT_ENTRY_SIZE;
    }
    return read_entries(reader, folder, entries, count) && sort_children(reader, folder->node);
}

// Wear levelling is undone first, if there is any: then the volume is a copy in the arena.
const struct tree_node *fat_read(struct arena *arena, const uint8_t *bytes, size_t size,
                                 const char **error)
{
    struct fat_reader reader = {.arena = arena, .bytes = bytes, .size = size, .error = error};
    size_t length;
    const uint8_t *volume = fat_wear_read(arena, bytes, size, &length);
    if (volume) {
        reader.bytes = volume;
        reader.size = length;
    }
    buffer_init(&reader.name, arena);
    nodes_init(&reader.nodes, arena, reader.size);
    if (!open_volume(&reader)) {
        return NULL;
    }
    struct tree_node *root = nodes_root(&reader.nodes);
    list_append(arena, &reader.found, &(struct fat_directory){.node = root});
    for (size_t i = 0; i < reader.found.count; i++) {
        if (!read_folder(&reader, reader.found.items[i])) {
            return NULL;
        }
    }
    return root;
}

bool fat_probe(const uint8_t *bytes, size_t size)
{
    return fat_wear_probe(bytes, size) || fat_is_boot(bytes, size);
}
