// What `compile` and `build` make of a schema, for one variant or for all.
#ifndef WORK_H
#define WORK_H

#include "artifact.h"
#include "build_log.h"
#include "session.h"

#include <time.h>

/// One variant, or the schema itself.
struct outputs_part {
    const struct layout *layout;
    struct images *images;          // of the layout
    const char *directory;          // within the output directory; "" for that itself
    struct artifact_list artifacts; // those of the outputs's that are this part's
    struct logged_images logged;    // what `build` makes or finds up to date
    struct logged_images log;       // what the build before this one made
    struct buffer manifest;         // what is to be noted of the artifacts once they are written
};

struct outputs {
    struct session *session;
    struct arena *arena;
    const char *directory; // for the output, without slashes at its end; null: none was given
    struct emitter_list emitters;
    struct LIST(struct outputs_part) parts;
    struct artifact_list artifacts; // with their paths from the output directory
    struct buffer text;             // what to say of them
    struct buffer rest;             // what to say of images that are not made
    struct buffer end;              // what to say last: what is left of each flash
    struct output *output;          // what is on its way to the directory
    bool makes_images;              // as `build` does
    struct timespec begin;          // when `build` began to look at inputs
};

/// What is wrong with the command line of a command that writes into a directory; null: nothing.
const char *outputs_check_usage(struct arena *arena, const struct options *options);

/// Finds the emitters that the command line chose; a usage error where one can't be.
void outputs_begin(struct outputs *outputs, struct session *session);

/// Makes the artifacts of all variants that the command line chose. False if anything is wrong.
bool outputs_compile(struct outputs *outputs);

/// Writes the artifacts, and notes what became of each; false, and reported, if they can't be.
bool outputs_write(struct outputs *outputs);

/// Adds a file of a part, with its path from the output directory.
void outputs_add(struct outputs *outputs, struct outputs_part *part, struct artifact *artifact);

/// Removes what is on its way and did not get there.
void outputs_end(struct outputs *outputs);

/// Says on standard output what was made.
void outputs_say(struct outputs *outputs);

/// A path within the directory of a part.
const char *outputs_path(const struct outputs *outputs, const char *directory, const char *path);

#endif
