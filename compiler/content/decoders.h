// All formats that images are read back from.
#ifndef CONTENT_DECODERS_H
#define CONTENT_DECODERS_H

#include "choices.h"
#include "decoder.h"

extern const struct decoders all_decoders;

/// Their names.
struct choices decoders_choices(void);

#endif
