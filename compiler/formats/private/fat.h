// FAT12 and FAT16, alone or within ESP-IDF's wear levelling. Sources: Microsoft, "FAT: General
// Overview of On-Disk Format", 1.03; ESP-IDF, components/wear_levelling (WL_Flash, WL_Ext_Safe).
#ifndef FORMATS_FAT_H
#define FORMATS_FAT_H

#include "file_tree.h"

struct decoder;

extern const struct decoder fat_decoder;

enum {
    FAT_ENTRY_SIZE = 32,
    FAT_NAME_SIZE = 11,
    FAT_NAME_BASE = 8,             // the rest are its extension
    FAT_UNITS = 13,                // of UTF-16, in an entry of a long name
    FAT_LONG_NAME = 255,           // units at most
    FAT_FIRST = 2,                 // number of the first cluster
    FAT12_MOST = 4084,             // clusters; Microsoft's FAT16 begins with 4085
    FAT16_LEAST = 4086,            // where FatFs, too, sees a FAT16
    FAT16_MOST = 65524,            // Microsoft's FAT32 begins with 65525
    FAT_CLUSTER_LIMIT = 32 << 10,  // bytes
    FAT_FOLDER_ENTRIES = 64 << 10, // of a folder that is not the root: 2 MiB
    FAT_BOOT_RECORD = 512,         // bytes of the first sector that mean something
    FAT_ATTRIBUTE_LABEL = 0x08,    //
    FAT_ATTRIBUTE_FOLDER = 0x10,   //
    FAT_ATTRIBUTE_ARCHIVE = 0x20,  // a file that was written
    FAT_ATTRIBUTE_LONG = 0x0f,     // a part of a long name
    FAT_LOWER_NAME = 0x08,         // the 8 of 8.3 are shown in lower case
    FAT_LOWER_EXTENSION = 0x10,    // the 3 are
    FAT_LAST_PART = 0x40,          // of a long name
    FAT_WEAR_PAGE = 4096,          // wear levelling moves pages of this size
    FAT_WEAR_VERSION = 2,          //
    FAT_WEAR_STATE = 64,           // bytes of its state
    FAT_WEAR_RECORD = 16,          // bytes of each record behind the state
};

enum fat_wear {
    FAT_WEAR_OFF,
    FAT_WEAR_PERF, // ESP-IDF's "performance" mode, and its only one for sectors of 4096 bytes
    FAT_WEAR_SAFE, // sectors of 512 bytes that survive a power cut
};

/// What is asked for.
struct fat_options {
    uint64_t sector;       // bytes: 512, 1024, 2048 or 4096
    uint64_t cluster;      // bytes; 0: the fewest that make no FAT32
    uint64_t width;        // 12 or 16; 0: as the number of clusters is
    uint64_t root_entries; // whole sectors of them
    enum fat_wear wear;
    bool has_long_names;
    bool has_volume_id; // else it is a digest of the volume
    uint32_t volume_id;
    const char *label;   // FAT_NAME_SIZE bytes, padded with blanks; null: none
    uint16_t date, time; // of all files, as FAT keeps them
};

/// What comes of it in an image of some size.
struct fat_form {
    uint64_t size;  // of the image, in bytes
    uint64_t start; // of the volume in it
    uint32_t sector, cluster;
    uint32_t width;
    uint32_t sectors; // of the volume; a few may be left over
    uint32_t fat_sectors, root_sectors;
    uint32_t clusters;
};

enum fat_fault {
    FAT_FITS,
    FAT_TOO_SMALL, // there is no room for a cluster
    FAT_TOO_FEW,   // clusters for a FAT16
    FAT_TOO_MANY,  // clusters for a FAT12 or FAT16
};

/// Finds the form of a volume in an image of `size` bytes, at most 4G. Where there is a fault, the
/// form has the number of clusters that would have come of it.
enum fat_fault fat_shape(const struct fat_options *options, uint64_t size, struct fat_form *form);

/// Where wear levelling keeps what, in an image of `size` bytes.
struct fat_wear_form {
    uint64_t pages;      // of data and the one spare page, from the start of the image
    uint64_t usable;     // bytes for the volume
    uint64_t state_size; // of each of two copies, in bytes
    uint64_t states;     // offset of the first copy
    uint64_t setup;      // offset of the configuration
};

/// False if there is no room for it.
bool fat_wear_shape(enum fat_wear wear, uint64_t size, struct fat_wear_form *form);

/// Writes state and configuration into an image of `size` bytes 0xff.
void fat_wear_write(enum fat_wear wear, uint64_t size, uint32_t device, char *image);

/// A file or folder as its folder has it.
struct fat_entry {
    const struct tree_node *node;
    struct fat_folder *folder;   // null: a file
    uint8_t name[FAT_NAME_SIZE]; // 8 and 3, padded with blanks
    uint8_t cases;               // FAT_LOWER_NAME, FAT_LOWER_EXTENSION
    const uint16_t *units;       // of its long name
    size_t unit_count;           // 0: the short name says it all
};

struct fat_folder {
    const struct tree_node *node;
    const struct fat_folder *parent; // null: the root
    struct fat_entry *entries;
    size_t count;
    uint64_t slots;   // entries that it takes on the volume
    uint32_t cluster; // its first; 0 of the root, and until it is written
};

struct fat_folder_list LIST(struct fat_folder);

/// What is wrong with a name, as the end of a sentence; null: nothing.
const char *fat_name_fault(struct arena *arena, const char *name, bool has_long_names);

/// The character at `*at`, which is moved behind it; 0 where none begins, or at the end.
uint32_t fat_character(const char **at);

/// A name in UTF-16: as many units as are returned, no more than it has bytes.
size_t fat_units(const char *name, uint16_t *units);

/// Whether a character may stand in a short name; lower case counts as upper case.
bool fat_is_short(unsigned char byte);

/// Whether a name is one of 8 and 3 characters, in any case; then the entry has it, and
/// `unit_count` is 1 if the case of its letters needs a long name, else 0.
bool fat_name_short(const char *name, struct fat_entry *entry);

/// A name, which is UTF-8, in a form that is the same for all names that are one to FAT.
const char *fat_name_fold(struct arena *arena, const char *name);

/// Gives the entries of a folder their names; fat_name_fault() found none in them, and no two of
/// them fold to the same.
void fat_name_entries(struct arena *arena, struct fat_folder *folder, bool has_long_names);

/// All folders of a tree, the root first, each behind its parent, with their entries: a list of
/// struct fat_folder.
struct fat_folder_list fat_folders(struct arena *arena, const struct tree_node *root,
                                   const struct fat_options *options);

/// How many clusters of so many bytes the folders and their files take.
uint64_t fat_demand(const struct fat_folder_list *folders, uint32_t cluster);

/// Where the contents of files come from.
struct fat_source {
    /// Puts a file's bytes, which are some, to their place in the image. False if they can't be
    /// had.
    bool (*read)(const void *context, const struct tree_node *file, uint8_t *bytes);
    const void *context;
};

/// Appends the image. The folders are those that fat_folders() gave, fit, and were not written yet.
/// False if a file could not be read.
bool fat_write(const struct fat_form *form, const struct fat_options *options,
               const struct fat_folder_list *folders, const struct fat_source *source,
               struct buffer *image);

/// Whether bytes look like an image of a FAT volume, with wear levelling or without.
bool fat_probe(const uint8_t *bytes, size_t size);

/// Whether the first sector is that of a volume.
bool fat_is_boot(const uint8_t *bytes, size_t size);

/// The files in an image; one with wear levelling may have been in use. Null, and `*error` says
/// what is wrong with it. What is found does not refer to the bytes.
const struct tree_node *fat_read(struct arena *arena, const uint8_t *bytes, size_t size,
                                 const char **error);

/// The volume within an image with wear levelling, in the order of its sectors; null, if there is
/// none. `*length` is that of all its pages.
const uint8_t *fat_wear_read(struct arena *arena, const uint8_t *bytes, size_t size,
                             size_t *length);

/// Whether there is one.
bool fat_wear_probe(const uint8_t *bytes, size_t size);

#endif
