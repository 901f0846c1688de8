// What the reading of a user's files for an image works on.
#ifndef INPUTS_IMAGE_REQUEST_H
#define INPUTS_IMAGE_REQUEST_H

#include "image_plan.h"

/// What the command line says of images.
struct image_settings {
    const char *values; // a file with a row of values a device; null: not given
    size_t device;      // which of its rows, from 1; 0: the only one
    bool no_exec;       // no program of the user's may be started
    bool is_check;      // only what is wrong is asked for; an input may not be there yet
    bool is_estimate;   // only its size is asked for: whether certificates are valid is not judged
};

/// What a generator works on.
struct image_request {
    const struct images *images;
    const struct layout *layout; // theirs
    const struct partition *partition;
    const struct image_plan *plan; // of the partition, as far as it is known
    struct image_notes *notes;     // what is met on the way
    const struct image_settings *settings;
    struct diagnostics *diagnostics;
    struct sources *sources;
    struct arena *arena;
};

#endif
