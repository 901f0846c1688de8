// How the values of options are read: a reader returns null, or what is wrong with the value.
#ifndef OPTION_VALUES_H
#define OPTION_VALUES_H

#include "options.h"

/// A value that is being read.
struct option_reading {
    struct arena *arena;
    struct options *options;
    const char *name;           // of the option, without its dashes
    const char *argument;       // what help calls its value
    const char *word;           // as it is on the command line
    struct option_value *value; // the word is in it already
};

/// Anything but an empty text.
const char *option_read_text(struct option_reading *reading);

/// Likewise; gets a `./` in front of a `-`, so that no program takes it for an option.
const char *option_read_path(struct option_reading *reading);

/// Such a path.
const char *option_path(struct arena *arena, const char *path);

const char *option_read_addition(struct option_reading *reading);
const char *option_read_change_class(struct option_reading *reading);
const char *option_read_color(struct option_reading *reading);
const char *option_read_crypt_config(struct option_reading *reading);
const char *option_read_definition(struct option_reading *reading);
const char *option_read_diagnostics(struct option_reading *reading);
const char *option_read_edition(struct option_reading *reading);
const char *option_read_emitters(struct option_reading *reading);
const char *option_read_flash_encryption(struct option_reading *reading);
const char *option_read_kconfig_file(struct option_reading *reading);
const char *option_read_limit(struct option_reading *reading);
const char *option_read_offset(struct option_reading *reading);
const char *option_read_percent(struct option_reading *reading);
const char *option_read_row(struct option_reading *reading);
const char *option_read_size(struct option_reading *reading);
const char *option_read_subtype(struct option_reading *reading);
const char *option_read_warning(struct option_reading *reading);
const char *option_read_width(struct option_reading *reading);

#endif
