// What a volume will have in it: its folders with their entries, and the clusters that they take.
#include "fat.h"

static struct fat_folder *new_folder(struct arena *arena, const struct tree_node *node,
                                     const struct fat_folder *parent)
{
    struct fat_folder *folder = arena_new(arena, sizeof *folder);
    folder->node = node;
    folder->parent = parent;
    folder->count = node->children.count;
    folder->entries = arena_array(arena, folder->count + 1, sizeof *folder->entries);
    for (size_t i = 0; i < folder->count; i++) {
        folder->entries[i].node = node->children.items[i];
    }
    return folder;
}

// Entries that the names take: a long name has one more for each 13 units.
static uint64_t count_slots(const struct fat_folder *folder, const struct fat_options *options)
{
    uint64_t slots = folder->parent ? 2 : options->label != NULL; // `.` and `..`, or the label
    for (size_t i = 0; i < folder->count; i++) {
        slots += 1 + (folder->entries[i].unit_count + FAT_UNITS - 1) / FAT_UNITS;
    }
    return slots;
}

struct fat_folder_list fat_folders(struct arena *arena, const struct tree_node *root,
                                   const struct fat_options *options)
{
    struct fat_folder_list folders = {0};
    list_append(arena, &folders, new_folder(arena, root, NULL));
    for (size_t i = 0; i < folders.count; i++) {
        struct fat_folder *folder = folders.items[i];
        fat_name_entries(arena, folder, options->has_long_names);
        folder->slots = count_slots(folder, options);
        for (size_t j = 0; j < folder->count; j++) {
            struct fat_entry *entry = &folder->entries[j];
            if (entry->node->is_folder) {
                entry->folder = new_folder(arena, entry->node, folder);
                list_append(arena, &folders, entry->folder);
            }
        }
    }
    return folders;
}

static uint64_t clusters_for(uint64_t bytes, uint32_t cluster)
{
    return bytes / cluster + (bytes % cluster != 0);
}

// The root takes no clusters in a FAT12 or FAT16, and empty files take none anywhere.
uint64_t fat_demand(const struct fat_folder_list *folders, uint32_t cluster)
{
    uint64_t demand = 0;
    for_each (folder, folders) {
        demand += folder->parent ? clusters_for(folder->slots * FAT_ENTRY_SIZE, cluster) : 0;
        for (size_t j = 0; j < folder->count; j++) {
            const struct tree_node *node = folder->entries[j].node;
            demand += node->is_folder ? 0 : clusters_for(node->size, cluster);
        }
    }
    return demand;
}
