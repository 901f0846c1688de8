// A generator makes a partition's image from what the schema says of its content.
#ifndef FORMATS_GENERATOR_H
#define FORMATS_GENERATOR_H

#include "input.h"
#include "words.h"

struct decoder;

/// What may follow `from`. All that others ask about it is here.
struct generator {
    const char *name;
    const char *description;

    const struct word_rule *words; // the first that fits a word counts; the last one has no role

    /// Judges what the schema says, and finds what the image is to be; reads no file but folders.
    void (*check)(const struct image_request *request, struct image_plan *plan);

    /// Appends the image; runs only after a check that found no error. False, and reported, if it
    /// can't be made; where images are only checked, also without a report: no program is started
    /// for that. What is larger than the partition is reported for it.
    bool (*generate)(const struct image_request *request, struct buffer *image);

    /// How many bytes of an image, which is not empty, are in use. Null: that says nothing, since
    /// all its bytes are alike.
    uint64_t (*used)(const struct buffer *image);

    const struct decoder *decoder; // reads such images back; null: none does
    bool runs_program;             // a program of the user's makes the image
};

/// Whether a partition is `from` the generator of this name.
bool generator_makes(const char *name, const struct partition *partition);

/// What is in use of an image: all of it; all but bytes 0xff at its end; or units of so many bytes
/// that are not 0 or 0xff throughout.
uint64_t used_whole(const struct buffer *image);
uint64_t used_to_end(const struct buffer *image);
uint64_t used_units(const struct buffer *image, uint64_t unit);

#endif
