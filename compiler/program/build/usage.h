// How full partitions are.
#ifndef FULLNESS_H
#define FULLNESS_H

#include "fit_judge.h"
#include "picture.h"

/// Makes the images of a layout to see how much of each partition they take, one entry for each
/// partition. No program is started, and nothing is reported: what cannot be made has a remark that
/// says why. Files that the command line adds replace images.
const struct picture_usage *usage_of(struct session *session, struct images *images,
                                     const struct addition_list *additions);

#endif
