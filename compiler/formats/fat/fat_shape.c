// The form of a volume: how many clusters there are, how wide the FAT is, and what lies where.
//
// Microsoft has the number of clusters decide: a FAT12 below 4085, a FAT32 from 65525 on. FatFs
// takes 4085 itself for a FAT12 and 65525 for a FAT16. No volume is made with either number, so
// that all that mount it agree: where 4085 would come out, the last cluster is given up.
#include "fat.h"

// Two FATs always, as FatFs makes them, one sector before them, and the root between.
static uint32_t clusters_of(const struct fat_form *form)
{
    uint64_t taken = 1 + (uint64_t)form->root_sectors + 2 * (uint64_t)form->fat_sectors;
    uint64_t left = form->sectors > taken ? form->sectors - taken : 0;
    return (uint32_t)(left / (form->cluster / form->sector));
}

// The two numbers before the first cluster have entries, too.
static bool is_covered(const struct fat_form *form)
{
    uint64_t bits = (uint64_t)form->fat_sectors * form->sector * 8;
    return ((uint64_t)clusters_of(form) + FAT_FIRST) * form->width <= bits;
}

// The smallest FAT that has an entry for every cluster. The larger it is, the fewer they are.
static void size_fat(struct fat_form *form, uint32_t width)
{
    form->width = width;
    form->fat_sectors = 0;
    uint64_t entries = (uint64_t)clusters_of(form) + FAT_FIRST;
    uint64_t bits = (uint64_t)form->sector * 8;
    form->fat_sectors = (uint32_t)((entries * width + bits - 1) / bits);
    while (form->fat_sectors > 1) {
        form->fat_sectors--;
        if (!is_covered(form)) {
            form->fat_sectors++;
            break;
        }
    }
    form->clusters = clusters_of(form);
}

// As a FAT12 with the most clusters that one has.
static void cut_to_fat12(struct fat_form *form)
{
    uint64_t bits = (uint64_t)form->sector * 8;
    form->width = 12;
    form->fat_sectors = (uint32_t)(((FAT12_MOST + FAT_FIRST) * UINT64_C(12) + bits - 1) / bits);
    form->clusters = FAT12_MOST;
    form->sectors = 1 + form->root_sectors + 2 * form->fat_sectors +
                    FAT12_MOST * (form->cluster / form->sector);
}

// Both widths are tried, as a FAT16 takes more of the volume for its FAT and so leaves fewer
// clusters. `form` is filled in with what comes nearest even if it does not fit: messages say how
// far off it is.
static enum fat_fault judge_width(struct fat_form *form, uint64_t width)
{
    struct fat_form narrow = *form;
    size_fat(form, 16);
    size_fat(&narrow, 12);
    bool is_small = form->clusters < FAT16_LEAST;
    if (width == 16) {
        return is_small ? FAT_TOO_FEW : form->clusters > FAT16_MOST ? FAT_TOO_MANY : FAT_FITS;
    }
    if (narrow.clusters <= FAT12_MOST) {
        *form = narrow;
        return form->clusters ? FAT_FITS : FAT_TOO_SMALL;
    }
    if (is_small) { // one or two more than a FAT12 has
        cut_to_fat12(form);
        return FAT_FITS;
    }
    return width == 12 || form->clusters > FAT16_MOST ? FAT_TOO_MANY : FAT_FITS;
}

static enum fat_fault shape_with(const struct fat_options *options, uint64_t usable,
                                 uint32_t cluster, struct fat_form *form)
{
    form->sector = (uint32_t)options->sector;
    form->cluster = cluster;
    form->sectors = (uint32_t)(usable / form->sector);
    form->root_sectors = (uint32_t)(options->root_entries * FAT_ENTRY_SIZE / form->sector);
    return judge_width(form, options->width);
}

// A cluster that nobody chose is doubled until the volume is not FAT32.
enum fat_fault fat_shape(const struct fat_options *options, uint64_t size, struct fat_form *form)
{
    struct fat_wear_form wear = {.usable = size};
    *form = (struct fat_form){.size = size};
    if (options->wear != FAT_WEAR_OFF) {
        form->start = FAT_WEAR_PAGE;
        if (!fat_wear_shape(options->wear, size, &wear)) {
            return FAT_TOO_SMALL;
        }
    }
    uint32_t cluster = (uint32_t)(options->cluster ? options->cluster : options->sector);
    enum fat_fault fault = shape_with(options, wear.usable, cluster, form);
    while (fault == FAT_TOO_MANY && !options->cluster && cluster < FAT_CLUSTER_LIMIT) {
        cluster *= 2;
        fault = shape_with(options, wear.usable, cluster, form);
    }
    return fault;
}
