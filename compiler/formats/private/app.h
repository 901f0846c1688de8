// What the files of an app's reader share.
#ifndef FORMATS_APP_H
#define FORMATS_APP_H

#include "app_image.h"
#include "dump.h"

enum { APP_SEGMENT_HEADER = 8 };

/// The name of the list of an app's layout marks, which only apps with such a mark have.
#define APP_MARKS "layout_marks"

/// Sets what the header says: the chip, and the flash that the image was made for.
void app_read_header(struct app_image *image);

/// Adds what the header says, and the line of the image.
void app_tell_header(const struct dump_request *request, const struct app_image *image,
                     struct fact *fact);

/// Adds the layout marks.
void app_tell_marks(const struct dump_request *request, const struct app_image *image,
                    struct fact *fact);

/// Remarks if the app is for another layout than the one with this digest, that of `whose`. `base`:
/// where the app is in the file.
void app_compare_mark(struct arena *arena, const struct app_image *image, uint64_t base,
                      uint64_t digest, const char *whose, struct fact *fact);

#endif
