// Files that the command line adds with `--add PLACE=FILE`.
#ifndef ADDITION_H
#define ADDITION_H

#include "session.h"

/// A file, and where in the flash it belongs.
struct addition {
    const char *path;
    const char *place; // as messages say it: "partition `ota_0`"
    const char *name;  // as lists do: "ota_0"
    const struct layout *layout;
    const struct layout_flash *flash;
    uint64_t offset;
    uint64_t room;                     // the most bytes that the file may have
    const struct partition *partition; // that it is for; null: none, or only a part of one
    const struct table *table;         // that it is; null: it is none
    bool is_bootloader;

    // Once it was read.
    struct buffer bytes;  // one more than there is room for if it is too large
    uint64_t size;        // of the file, even then
    uint64_t signed_size; // of what the chip gets: the same, or more where it has to be signed
    bool is_read;
    bool is_secret;
};

/// Finds the place of `PLACE=FILE`: a partition, an offset, a table, `partition-table` or
/// `bootloader`. It must be on `flash`; if that is null, on any, where an offset is one of the
/// chip's own flash. False, and a usage error, if there is no such place.
bool addition_place(struct session *session, const struct layout *layout,
                    const struct layout_flash *flash, const char *word, struct addition *addition);

/// The file that is a partition's image, as if the command line had added it there.
struct addition addition_of_file(const struct layout *layout, const struct partition *partition,
                                 const char *path);

/// Reads the file. False, and reported, if it cannot be read, does not fit, or is not what the chip
/// would start at its place.
bool addition_read(struct session *session, struct diagnostics *diagnostics,
                   struct addition *addition);

/// Whether what was read fits a partition, leaves its headroom, and would start there; else
/// reported.
bool addition_judge(struct diagnostics *diagnostics, const struct addition *addition,
                    const struct partition *partition);

#endif
