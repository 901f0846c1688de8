// Does it fit? How large images are, and what is left of where they belong.
#ifndef FIT_H
#define FIT_H

#include "addition.h"
#include "image.h"

/// An image, and where it is to be.
struct fit {
    const char *name; // of that place, as lists have it: "ota_0"
    const char *file; // null: the image is made from what the schema says
    uint64_t size;
    uint64_t room;     // the most bytes that it may have
    uint64_t headroom; // of these, what it must leave free
    bool is_program;   // an application or a bootloader, which grows from release to release
};

struct fit_list LIST(const struct fit);

/// Whether a partition is for an application or a bootloader.
bool fit_is_program(const struct partition *partition);

/// Adds an image of so many bytes for a partition.
void fit_add(struct arena *arena, struct fit_list *fits, const struct partition *partition,
             const char *file, uint64_t size);

/// Adds a file of the command line, which was read.
void fit_add_addition(struct arena *arena, struct fit_list *fits, const struct addition *addition);

/// How many percent of its room an image takes, rounded up.
uint64_t fit_percent(const struct fit *fit);

/// What is left after the headroom; negative: how much it is too large.
struct number fit_left(const struct fit *fit);

/// Appends a table of them, by their order in the list; nothing if there is none.
void fit_text(const struct fit_list *fits, struct buffer *out);

#endif
