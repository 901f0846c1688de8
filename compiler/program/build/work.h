// What `compile` and `build` make of a schema, for one variant or for all.
#ifndef WORK_H
#define WORK_H

#include "artifact.h"
#include "session.h"

#include <time.h>

/// One variant, or the schema itself.
struct work_part {
    const struct layout *layout;
    struct images *images;          // of the layout
    const char *folder;             // within the output folder; "" for that itself
    struct artifact_list artifacts; // those of the work's that are this part's
    struct list logged;     // of struct logged_image: what `build` makes or finds up to date
    struct list log;        // likewise: what the build before this one made
    struct buffer manifest; // what is to be noted of the artifacts once they are written
};

struct work {
    struct session *session;
    struct arena *arena;
    const char *folder; // for the output, without slashes at its end; null: none was given
    struct emitter_list emitters;
    struct list parts;              // of struct work_part
    struct artifact_list artifacts; // with their paths from the output folder
    struct buffer text;             // what to say of them
    struct buffer rest;             // what to say of images that are not made
    struct output *output;          // what is on its way to the folder
    bool makes_images;              // as `build` does
    struct timespec begin;          // when `build` began to look at inputs
};

/// What is wrong with the command line of a command that writes into a directory; null: nothing.
const char *work_check_usage(struct arena *arena, const struct options *options);

/// Finds the emitters that the command line chose; a usage error where one can't be.
void work_begin(struct work *work, struct session *session);

/// Makes the artifacts of all variants that the command line chose. False if anything is wrong.
bool work_compile(struct work *work);

/// Writes the artifacts, and notes what became of each; false, and reported, if they can't be.
bool work_write(struct work *work);

/// Adds a file of a part, with its path from the output folder.
void work_add(struct work *work, struct work_part *part, struct artifact *artifact);

/// Removes what is on its way and did not get there.
void work_end(struct work *work);

/// Says on standard output what was made.
void work_say(struct work *work);

/// A path within the folder of a part.
const char *work_path(const struct work *work, const char *folder, const char *path);

#endif
