// Generators: from a partition's content to the bytes of its image.
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include "layout.h"

/// What the command line says of images.
struct image_settings {
    const char *values; // a file with a row of values a device; null: not given
    size_t device;      // which of its rows, from 1; 0: the only one
    bool no_exec;       // no program of the user's may be started
    bool is_check;      // only what is wrong is asked for; an input may not be there yet
    bool is_estimate;   // only its size is asked for: whether certificates are valid is not judged
};

/// What a generator works on.
struct image_request {
    const struct layout *layout;
    const struct partition *partition;
    const struct image_settings *settings;
    struct diagnostics *diagnostics;
    struct sources *sources;
    struct arena *arena;
};

/// What a word of a generator's arguments or lines names.
enum word_role {
    ROLE_NONE,      // nothing, or itself; ends a list of rules
    ROLE_WORD,      // a word of the generator's own
    ROLE_PATH,      // a file or folder, or a pattern that names some; as seen from the schema
    ROLE_PATTERN,   // a pattern of what is in a folder
    ROLE_PROGRAM,   // a program, as seen from the folder of tools
    ROLE_PARTITION, // `[TABLE.]PARTITION`
    ROLE_RECORD,    // a record; in quotes, a path
    ROLE_COLUMN,    // a column of the table of values, or a field that one fills
    ROLE_VALUE,     // a value, of an option or attribute: an expression, too
    ROLE_RANGE,     // `A .. B`
};

enum word_place { WORD_OF_ARGUMENTS, WORD_OF_LINE, WORD_OF_INNER_LINE };

/// Which words have a role. Generators have their paths and partitions from words that this says
/// have them, and from no others; so may editors.
struct word_rule {
    enum word_place place;
    const char *line;   // the first word of the line; null: any
    const char *with;   // a word that the line has, too; null: none
    const char *before; // the word right before; null: any
    size_t first, last; // which words of the line, or of the arguments: the first is 0
    enum word_role role;
};

enum { WORD_LAST = 1000 * 1000 };

struct generator {
    const char *name;
    const char *description;

    const struct word_rule *words; // the first that fits a word counts; the last one has no role

    /// Judges what the schema says, and finds what the partition's content is made of; reads no
    /// file. Null: it takes anything, and has no inputs.
    void (*check)(const struct image_request *request);

    /// Appends the image; runs only after a check that found no error. False, and reported, if it
    /// can't be made; where images are only checked, also without a report: no program is started
    /// for that. What is larger than the partition is reported for it.
    bool (*generate)(const struct image_request *request, struct buffer *image);
};

extern const struct generator generators[];
extern const size_t generator_count;

/// What a word of a list means to a generator.
enum word_role generator_role(const struct generator *generator, enum word_place place,
                              const struct list *words, size_t index);

/// Checks what every partition says of its content, and lists the inputs of each.
void images_check(const struct layout *layout, struct sources *sources,
                  struct diagnostics *diagnostics);

/// Makes one partition's image. False, and reported, if it can't be made or does not fit.
bool image_make(const struct image_request *request, struct buffer *image);

/// Says why an image may not be as large as its partition, where that is so.
void image_note_boundary(struct arena *arena, struct diagnostic *diagnostic,
                         const struct partition *partition);

/// Whether an app of so many bytes leaves what its partition's `headroom` asks for; else it is
/// reported, with what `name` calls the app. One that does not fit at all is not judged.
bool image_leaves_headroom(struct diagnostics *diagnostics, const struct partition *partition,
                           uint64_t size, const char *name);

/// For an image that is made in memory which is given up afterwards: what its content was before,
/// and, with that, keeps of what the image turned out to be made of only the inputs, in an arena
/// that lasts.
struct content image_begin_inputs(const struct partition *partition);
void image_keep_inputs(const struct partition *partition, const struct content *before,
                       struct arena *arena);

/// The chip that a bootloader is for, by the header at its start; null if that tells none. `offset`
/// is where in the flash it lies.
const char *image_boot_chip(const uint8_t *bytes, size_t size, uint64_t offset);

/// The libraries that images of some kinds need, those that were there when this program was
/// built; a null behind the last.
const char *const *image_libraries(void);

#endif
