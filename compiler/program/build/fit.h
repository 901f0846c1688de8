// Does it fit? How large images are, and what is left of where they belong.
#ifndef FIT_H
#define FIT_H

#include "addition.h"
#include "image.h"

/// What --json says about an image beyond its size.
struct fit_details {
    bool is_there;    // the file could be read
    bool is_program;  // it is an app or bootloader: the next three are known
    const char *chip; // null: unknown
    bool is_right_chip;
    bool is_signed;
    bool is_encrypted; // in the flash of a device
    struct diagnostics findings;
};

/// An image, and where it is to be.
struct fit {
    const char *name; // of that place, as lists have it: "ota_0"
    const char *file; // null: the image is made from what the schema says
    uint64_t size;
    bool is_signed_later; // that is the size that it will have once it is signed
    uint64_t room;        // the most bytes that it may have
    uint64_t headroom;    // of these, what it must leave free
    bool is_program;      // an application or a bootloader, which grows from release to release
    struct span span;     // of what decides the room; unknown: it is not in the schema
    const struct fit_details *details; // null: nobody asks for them
};

struct fit_list LIST(struct fit);

/// Whether a partition is for an application or a bootloader.
bool fit_is_program(const struct partition *partition);

/// Adds an image of so many bytes for a partition.
struct fit *fit_add(struct arena *arena, struct fit_list *fits, const struct partition *partition,
                    const char *file, uint64_t size);

/// Adds a file of the command line, which was read, for a partition; null: for its own place.
void fit_add_addition(struct arena *arena, struct fit_list *fits, const struct addition *addition,
                      const struct partition *partition);

/// Reads a file once more and judges it by itself, in memory of the session.
const struct fit_details *fit_examine(struct session *session, struct addition addition);

/// Adds the applications and bootloaders of a layout that come from a file which is there.
void fit_add_files(struct session *session, const struct images *images, struct fit_list *fits);

/// Adds the file that one partition's image is, if there is one. False: there is not, or the
/// image is made otherwise.
bool fit_add_file(struct session *session, const struct images *images,
                  const struct partition *partition, struct fit_list *fits);

/// Reports each application and bootloader that takes more of its place than the command line
/// allows.
void fit_check_use(const struct options *options, const struct fit_list *fits,
                   struct diagnostics *diagnostics);

/// How many percent of its room an image takes, rounded up.
uint64_t fit_percent(const struct fit *fit);

/// What is left after the headroom; negative: how much it is too large.
struct number fit_left(const struct fit *fit);

/// Appends a table of them, by their order in the list; nothing if there is none.
void fit_text(const struct fit_list *fits, struct buffer *out);

/// What is left of the chip's own flash.
struct fit_summary {
    uint64_t free;             // bytes that no partition takes
    uint64_t largest;          // of these in one piece; 0: there are none
    const char *after;         // what is before that piece
    const struct fit *fullest; // of applications and bootloaders; null: none was measured
};

struct fit_summary fit_summarise(const struct layout *layout, const struct fit_list *fits);

/// Appends it as one line; after a name, if that is not null.
void fit_summary_text(const struct fit_summary *summary, const char *name, struct buffer *out);

#endif
