// What a schema says of a FAT file system.
#ifndef FORMATS_FAT_PLAN_H
#define FORMATS_FAT_PLAN_H

#include "fat.h"
#include "content_options.h"

enum fat_option {
    FAT_OPTION_SECTOR,
    FAT_OPTION_CLUSTER,
    FAT_OPTION_WIDTH,
    FAT_OPTION_ROOT_ENTRIES,
    FAT_OPTION_LONG_NAMES,
    FAT_OPTION_WEAR,
    FAT_OPTION_LABEL,
    FAT_OPTION_VOLUME_ID,
    FAT_OPTION_COUNT,
};

struct fat_plan {
    struct fat_options options;
    struct option_setting settings[FAT_OPTION_COUNT]; // that they come from
    bool is_good;                                     // its lines can be
    struct tree_pattern_list excluded;
    const struct word *folder; // null: reported
    struct fat_form form;
    const struct tree_node *root; // null: it was not there yet
};

/// Takes the lines of the block, each for itself; what is wrong with them is reported.
void fat_take_options(const struct image_request *request, struct image_plan *plan,
                      struct fat_plan *parsed);

/// Finds the form of the volume. False, and reported, if it can have none.
bool fat_judge_form(const struct image_request *request, struct fat_plan *plan);

/// Judges the names in the tree. False, and reported, if anything is wrong.
bool fat_judge_names(const struct image_request *request, const struct fat_plan *plan);

/// Judges the numbers of entries and the room of a tree whose names are good, likewise.
bool fat_judge_room(const struct image_request *request, const struct fat_plan *plan);

#endif
