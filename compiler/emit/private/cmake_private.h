// What the parts of NAME.cmake share.
#ifndef EMIT_CMAKE_PRIVATE_H
#define EMIT_CMAKE_PRIVATE_H

#include "artifacts.h"
#include "templates.h"

struct cmake_fragment {
    const struct layout *layout;
    const struct images *images;
    struct arena *arena;
    struct buffer out;
    const char *prefix;            // of variables: THERMOSTAT
    struct template_values values; // that all sections have
    struct flash_file_list files;
};

/// Appends a section of templates/fragment.cmake.
void cmake_append(struct cmake_fragment *cmake, const char *section,
                  const struct template_values *values);

/// A path in the output directory, quoted.
const char *cmake_output(const struct cmake_fragment *cmake, const char *path);

/// An input, quoted: absolute, or relative to where schemac ran.
const char *cmake_input(const struct cmake_fragment *cmake, const char *path);

/// The targets that flash and erase.
void cmake_append_flash(struct cmake_fragment *cmake);

#endif
