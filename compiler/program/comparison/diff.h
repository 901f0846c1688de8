// One comparison of `diff`: of two files, in one of their variants.
#ifndef DIFF_H
#define DIFF_H

#include "compare.h"
#include "diff_side.h"
#include "json.h"

struct diff {
    const struct options *options;
    struct side before, after;
    enum change_severity allowed;
    struct comparison comparison;
    size_t breaking; // changes that are worse than that
};

/// Makes the images that both layouts have of a partition, to see whether they differ and how much
/// of one that shrank they take.
void diff_compare_images(struct diff *diff);

/// What changes, then both maps.
void diff_text(const struct diff *diff, struct buffer *out);

/// The same as one value of JSON.
void diff_json(const struct diff *diff, struct json *json);

#endif
