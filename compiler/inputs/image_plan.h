// What is known of the images of a layout, beside the layout, which nothing writes to.
#ifndef INPUTS_IMAGE_PLAN_H
#define INPUTS_IMAGE_PLAN_H

#include "layout.h"
#include "names.h"

enum key_kind { KEY_INTEGER, KEY_STRING, KEY_BLOB };

/// A key that firmware may ask for, since the schema declares it.
struct content_key {
    const char *name;
    const char *documentation;
    enum key_kind kind;
    enum field_type integer; // the type of an integer
    struct value value;      // what firmware may take where a device has no such key; none: nothing
    uint64_t max;            // of a string, with its NUL, or blob: the most bytes; 0: not said
    bool has_range;
    struct number low, high; // of an integer
    struct span span;        // of its name
};

struct content_key_list LIST(const struct content_key);

/// Such keys of one namespace.
struct content_space {
    const char *name;
    const char *documentation;
    struct content_key_list keys;
    struct span span; // of its name, where it first occurs
};

struct content_space_list LIST(struct content_space);

/// How what a device has must be for firmware to read it: its number to that of the firmware.
enum form_relation { FORM_EQUAL, FORM_AT_MOST, FORM_AT_LEAST, FORM_ANY };

/// What firmware must know of a file system or an NVS to read it.
struct content_form {
    const char *name;
    const char *value; // as people say it
    uint64_t number;
    enum form_relation relation;
};

/// Whether firmware with one number reads what has another.
bool form_holds(enum form_relation relation, uint64_t device, uint64_t firmware);

/// Records that firmware appends, in sectors that are erased in turn (formats/record/ring.c has the
/// format). All are positive; `sectors` is 2 at least.
struct record_ring {
    uint64_t sector;  // bytes that are erased at once
    uint64_t slot;    // bytes of a slot: a sequence number, a record, padding, a checksum
    uint64_t slots;   // in a sector, from its start
    uint64_t sectors; // of the partition
};

/// What was met while an image was planned, or made.
struct image_notes {
    const struct image_notes *before; // what was met before that; null: nothing
    struct text_list inputs;          // files that it is made of
    struct text_list folders;         // where files were looked for
    struct names known;               // `inputs`, those before among them, each once
    size_t known_count;               // of `inputs`: how many `known` has
    bool is_secret;                   // the image is for nobody but the owner to read
    bool lacks_input;                 // one is not there yet; only where images are checked
};

/// What an image is to be, as its generator's check found it out.
struct image_plan {
    struct content_line_list lines; // those of the content that can mean something
    const void *parsed;             // what the generator understood; null: nothing beyond the lines
    struct image_notes notes;
    struct content_space_list spaces; // what firmware may ask for
    struct LIST(const struct content_form) forms;
    struct LIST(const struct layout_symbol) symbols; // what it follows of the sdkconfig
    const struct record *record;    // the image is a sequence of it; null: no records
    const struct record_ring *ring; // firmware appends them; null: they follow each other
    const char *epoch;  // SOURCE_DATE_EPOCH, where it decides the image's bytes; or null
    bool is_per_device; // each device has an image of its own
    bool is_of_build;   // the SDK's build makes and flashes it: here it is only measured
    bool is_bad;        // what it says was reported as wrong: nothing can be made of it
    bool needs_schema;  // what it is made of is elsewhere in the schema, too
    bool names_inputs;  // some of its inputs name others, which are known once the image is made
};

/// The plans of all partitions of a layout.
struct images {
    const struct layout *layout;
    struct image_plan **plans; // by the index of the partition; null where it has no content
};

/// The plan of a partition; null where it has no content, or `images` is null: nothing is known.
const struct image_plan *image_plan_of(const struct images *images,
                                       const struct partition *partition);

/// Whether firmware writes to a partition on its own, as far as that is known. `images` is not
/// null.
bool image_is_written(const struct images *images, const struct partition *partition);

/// Whether a partition's image is for nobody but the owner to read, as far as that is known.
bool image_is_secret(const struct images *images, const struct partition *partition);

/// Begins the notes of making an image that was planned; null: one that has no plan.
void image_notes_begin(struct image_notes *notes, const struct image_plan *plan);

/// Keeps what was met while an image was made, in the arena of the layout. What is made of it later
/// knows all its inputs.
void images_keep_notes(struct images *images, const struct partition *partition,
                       const struct image_notes *notes);

#endif
