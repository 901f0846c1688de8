// What a whole flash is to hold: the schema's tables, the images of its partitions, and what the
// command line adds.
#ifndef CONTENTS_H
#define CONTENTS_H

#include "flash.h"
#include "session.h"

/// The layout and images of the variant that the command line chose. Null, and reported, if there
/// is none.
struct images *flash_image_plan(struct session *session);

/// The flash that the command line chose. Null, and a usage error, if there is none.
const struct layout_flash *flash_image_choose_flash(struct session *session,
                                                    const struct layout *layout);

/// Fills a flash: makes all images, on all cores; if `only` is not null, those of
/// that partition and of those within it. An image that is missing is an
/// error, or left out with a warning if the command line allows that. False, and reported, if
/// anything is wrong.
bool flash_image_fill(struct session *session, struct images *images,
                      const struct layout_flash *device, const struct partition *only,
                      struct flash *flash);

#endif
