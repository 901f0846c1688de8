// Writes a FAT volume. What has content gets clusters that follow each other, in the order in which
// it is met, folder by folder. What is free stays 0xff, as erased flash is.
#include "fat.h"

#include <assert.h>
#include <string.h>

enum {
    ID_OFFSET = 39, // of the volume's number in the boot sector
    MEDIA = 0xf8,   // a disk that is not changed
};

struct volume {
    const struct fat_form *form;
    const struct fat_options *options;
    const struct fat_source *source;
    bool is_good;  // all files could be read
    char *bytes;   // of the whole volume
    char *fat;     // its first FAT
    char *root;    // the root's entries
    char *data;    // the first cluster
    uint32_t next; // free cluster
};

static void open_volume(struct volume *volume, const struct fat_form *form,
                        const struct fat_options *options, char *image)
{
    uint64_t fats = 2 * (uint64_t)form->fat_sectors * form->sector;
    volume->form = form;
    volume->options = options;
    volume->bytes = image + form->start;
    volume->fat = volume->bytes + form->sector;
    volume->root = volume->fat + fats;
    volume->data = volume->root + (uint64_t)form->root_sectors * form->sector;
    volume->next = FAT_FIRST;
    memset(volume->bytes, 0, (size_t)(volume->data - volume->bytes));
}

// Without the NUL behind it.
static void put_text(char *at, const char *text)
{
    while (*text) {
        *at++ = *text++;
    }
}

// The boot sector with BIOS parameter block (FAT specification, "Boot Sector and BPB"), offsets as
// there. Geometry of disks has no meaning in flash, but some readers refuse zeros.
static void write_boot(const struct volume *volume)
{
    const struct fat_form *form = volume->form;
    const struct fat_options *options = volume->options;
    char *at = volume->bytes;
    bool is_large = form->sectors > 0xffff;
    put_text(at, "\xeb\xfe\x90MSDOS5.0"); // a jump to itself, and who made it
    bytes_put(at + 11, form->sector, 2, false);
    bytes_put(at + 13, form->cluster / form->sector, 1, false);
    bytes_put(at + 14, 1, 2, false); // sectors before the FATs
    bytes_put(at + 16, 2, 1, false); // FATs
    bytes_put(at + 17, options->root_entries, 2, false);
    bytes_put(at + 19, is_large ? 0 : form->sectors, 2, false);
    bytes_put(at + 21, MEDIA, 1, false);
    bytes_put(at + 22, form->fat_sectors, 2, false);
    bytes_put(at + 24, 63, 2, false);  // sectors a track and
    bytes_put(at + 26, 255, 2, false); // heads, which there are none of
    bytes_put(at + 32, is_large ? form->sectors : 0, 4, false);
    bytes_put(at + 36, 0x80, 1, false); // drive
    bytes_put(at + 38, 0x29, 1, false); // what follows is there
    put_text(at + 43, options->label ? options->label : "NO NAME    ");
    put_text(at + 54, form->width == 12 ? "FAT12   " : "FAT16   ");
    bytes_put(at + FAT_BOOT_RECORD - 2, 0xaa55, 2, false);
}

// In a FAT12, an entry has a byte and a half (FAT specification, "FAT12 ... entry access").
static void set_fat(const struct volume *volume, uint32_t cluster, uint32_t value)
{
    if (volume->form->width == 16) {
        bytes_put(volume->fat + 2 * (size_t)cluster, value, 2, false);
        return;
    }
    char *at = volume->fat + cluster + cluster / 2; // three bytes hold two entries
    if (cluster % 2) {
        at[0] = (char)((at[0] & 0x0f) | (value << 4 & 0xf0));
        at[1] = (char)(value >> 4);
    } else {
        at[0] = (char)value;
        at[1] = (char)((at[1] & 0xf0) | (value >> 8 & 0x0f));
    }
}

// Takes clusters for some bytes, and links them. The first; 0 for no bytes.
static uint32_t take_clusters(struct volume *volume, uint64_t bytes)
{
    const struct fat_form *form = volume->form;
    uint32_t first = volume->next;
    uint64_t count = bytes / form->cluster + (bytes % form->cluster != 0);
    assert(count <= form->clusters + FAT_FIRST - first);
    if (count == 0) {
        return 0;
    }
    volume->next += (uint32_t)count;
    for (uint32_t i = first; i < volume->next; i++) {
        set_fat(volume, i, i + 1 < volume->next ? i + 1 : 0xffff);
    }
    return first;
}

static char *cluster_at(const struct volume *volume, uint32_t cluster)
{
    return volume->data + (size_t)(cluster - FAT_FIRST) * volume->form->cluster;
}

// All times are the same: those of the host's files would make each build another image.
static char *put_entry(const struct volume *volume, char *at, const void *name, unsigned attributes,
                       unsigned cases, uint32_t cluster, uint64_t size)
{
    uint16_t date = volume->options->date;
    uint16_t time = volume->options->time;
    memcpy(at, name, FAT_NAME_SIZE);
    bytes_put(at + 11, attributes, 1, false);
    bytes_put(at + 12, cases, 1, false);
    bytes_put(at + 14, time, 2, false); // made
    bytes_put(at + 16, date, 2, false);
    bytes_put(at + 18, date, 2, false); // read
    bytes_put(at + 22, time, 2, false); // written
    bytes_put(at + 24, date, 2, false);
    bytes_put(at + 26, cluster, 2, false);
    bytes_put(at + 28, size, 4, false);
    return at + FAT_ENTRY_SIZE;
}

// Of the short name, in every part of a long one: parts whose checksum differs belong to no file.
static uint8_t checksum(const uint8_t name[FAT_NAME_SIZE])
{
    uint8_t sum = 0;
    for (size_t i = 0; i < FAT_NAME_SIZE; i++) {
        sum = (uint8_t)((sum << 7 | sum >> 1) + name[i]);
    }
    return sum;
}

// The units of part `part` of a long name: a zero follows the last, and 0xffff what is left.
static void put_units(char *at, const struct fat_entry *entry, size_t part)
{
    static const uint8_t places[FAT_UNITS] = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};
    for (size_t i = 0; i < FAT_UNITS; i++) {
        size_t index = part * FAT_UNITS + i;
        uint16_t unit = index < entry->unit_count    ? entry->units[index]
                        : index == entry->unit_count ? 0
                                                     : 0xffff;
        bytes_put(at + places[i], unit, 2, false);
    }
}

// The parts of a long name, the last one first.
static char *put_long_name(char *at, const struct fat_entry *entry)
{
    size_t parts = (entry->unit_count + FAT_UNITS - 1) / FAT_UNITS;
    for (size_t part = parts; part > 0; part--, at += FAT_ENTRY_SIZE) {
        unsigned last = part == parts ? FAT_LAST_PART : 0;
        bytes_put(at, part | last, 1, false);
        bytes_put(at + 11, FAT_ATTRIBUTE_LONG, 1, false);
        bytes_put(at + 13, checksum(entry->name), 1, false);
        put_units(at, entry, part - 1);
    }
    return at;
}

// A directory's clusters are zeros to their end: a first byte of 0 ends the search in it.
static uint32_t place_folder(struct volume *volume, struct fat_folder *folder)
{
    uint32_t first = take_clusters(volume, folder->slots * FAT_ENTRY_SIZE);
    memset(cluster_at(volume, first), 0, (size_t)(volume->next - first) * volume->form->cluster);
    folder->cluster = first;
    return first;
}

static uint32_t place_file(struct volume *volume, const struct tree_node *node)
{
    uint32_t first = take_clusters(volume, node->size);
    if (first) {
        uint8_t *place = (uint8_t *)cluster_at(volume, first);
        volume->is_good &= volume->source->read(volume->source->context, node, place);
    }
    return first;
}

// The root has its own place before the clusters, and neither "." nor ".."; only it has the label.
static void write_folder(struct volume *volume, const struct fat_folder *folder)
{
    char *at = folder->parent ? cluster_at(volume, folder->cluster) : volume->root;
    if (folder->parent) {
        at = put_entry(volume, at, ".          ", FAT_ATTRIBUTE_FOLDER, 0, folder->cluster, 0);
        at = put_entry(volume, at, "..         ", FAT_ATTRIBUTE_FOLDER, 0, folder->parent->cluster,
                       0); // 0 where that is the root
    } else if (volume->options->label) {
        at = put_entry(volume, at, volume->options->label, FAT_ATTRIBUTE_LABEL, 0, 0, 0);
    }
    for (size_t i = 0; i < folder->count; i++) {
        const struct fat_entry *entry = &folder->entries[i];
        at = put_long_name(at, entry);
        if (entry->folder) {
            uint32_t first = place_folder(volume, entry->folder);
            at = put_entry(volume, at, entry->name, FAT_ATTRIBUTE_FOLDER, entry->cases, first, 0);
        } else {
            uint32_t first = place_file(volume, entry->node);
            at = put_entry(volume, at, entry->name, FAT_ATTRIBUTE_ARCHIVE, entry->cases, first,
                           entry->node->size);
        }
    }
}

// A digest of some bytes: quick, and good enough to tell volumes apart. Eight bytes a step.
static uint64_t digest(uint64_t state, const char *bytes, size_t length)
{
    for (; length >= 8; bytes += 8, length -= 8) {
        uint64_t word = 0;
        for (unsigned i = 0; i < 8; i++) {
            word |= (uint64_t)(uint8_t)bytes[i] << 8 * i;
        }
        state = (state ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        state ^= state >> 32;
    }
    state = (state ^ state >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
    return state ^ state >> 32;
}

// From the contents, so that the same files make the same image, and others a volume that nobody
// takes for the old one.
static void write_numbers(const struct volume *volume, char *image)
{
    const struct fat_form *form = volume->form;
    const struct fat_options *options = volume->options;
    size_t used = (size_t)(cluster_at(volume, volume->next) - volume->bytes);
    uint64_t sum = digest(form->sectors, volume->bytes, used);
    uint32_t number = options->has_volume_id ? options->volume_id : (uint32_t)sum;
    bytes_put(volume->bytes + ID_OFFSET, number, 4, false);
    if (options->wear != FAT_WEAR_OFF) {
        fat_wear_write(options->wear, form->size, (uint32_t)(sum >> 32), image);
    }
}

// Both FATs are the same. What is free after the last cluster is not touched: firmware writes
// there without erasing first.
bool fat_write(const struct fat_form *form, const struct fat_options *options,
               const struct fat_folder_list *folders, const struct fat_source *source,
               struct buffer *image)
{
    struct volume volume = {.source = source, .is_good = true};
    size_t before = image->length;
    buffer_fill(image, 0xff, (size_t)form->size);
    open_volume(&volume, form, options, image->bytes + before);
    write_boot(&volume);
    set_fat(&volume, 0, 0xff00 | MEDIA); // less the upper bits in a FAT12
    set_fat(&volume, 1, 0xffff);
    for_each (folder, folders) {
        write_folder(&volume, folder);
    }
    memcpy(volume.fat + (size_t)form->fat_sectors * form->sector, volume.fat,
           (size_t)form->fat_sectors * form->sector);
    write_numbers(&volume, image->bytes + before);
    return volume.is_good;
}
