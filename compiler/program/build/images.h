// Making the images of a build: each that is not what it should be, on all cores.
#ifndef IMAGES_H
#define IMAGES_H

#include "outputs.h"

/// Adds the images of all parts to the artifacts, or notes that one is up to date, together with
/// what the next build has to know. False, and reported, if one can't be made.
bool images_build(struct outputs *outputs);

/// Removes the images that the build before made and this one does not, such as that of a device:
/// whoever flashes the directory would flash them. What was changed since is left alone.
void images_clear(struct outputs *outputs);

/// Writes what the next build has to know, once the images are in place.
void images_remember(struct outputs *outputs);

#endif
