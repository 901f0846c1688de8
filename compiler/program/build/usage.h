// How full partitions are.
#ifndef FULLNESS_H
#define FULLNESS_H

#include "picture.h"
#include "session.h"

/// Makes the images of a layout to see how much of each partition they take, one entry for each
/// partition. No program is started, and nothing is reported: what cannot be made has a remark that
/// says why.
const struct picture_usage *usage_of(struct session *session, struct images *images);

#endif
