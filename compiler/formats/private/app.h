// What the files of an app's reader share.
#ifndef FORMATS_APP_H
#define FORMATS_APP_H

#include "app_image.h"
#include "dump.h"

enum { APP_SEGMENT_HEADER = 8 };

/// Sets what the header says: the chip, and the flash that the image was made for.
void app_read_header(struct app_image *image);

/// Adds what the header says, and the line of the image.
void app_tell_header(const struct dump_request *request, const struct app_image *image,
                     struct fact *fact);

#endif
