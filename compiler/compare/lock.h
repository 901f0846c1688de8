// The lock: a text file beside the schema with the layout of each revision that was released.
//
// A line is `REVISION VARIANT WHAT ...`, words with spaces between them; a name that is more than
// letters, digits and `_` is in quotes, and `-` is none. Each line tells everything about one
// thing, so that git merges lines of different things, and its conflicts are those of layouts:
//
//     schemac lock 2
//     3 - target esp32 esp_idf boot_at 0x1000 secure_boot 0x0
//     3 - flash - size 0x400000 erase 0x1000
//     3 - table main on - reserve 0x1000 at 0x8000 checksum md5
//     3 - partition main nvs data nvs at 0x9000 size 0x6000 type 0x1 0x2 kind nvs frozen preserve
//     3 - config CHIME_KB int 600
//
// The last is a Kconfig value that places depend on. A text may be a secret: of a string
// there is the name alone.
//
// Lines that begin with `#` are comments. The order of the lines means nothing.
//
// The number in the first line that is not a comment says which rules the lines follow. Every
// number up to LOCK_NUMBER is read for ever; a higher one is refused as a whole. It stays the same
// when a line gets a mark at its end that a reader may skip, since the layout without it is the
// same: one word, without quotes or spaces, `preserve` or `copies=2`; what it means when it is
// absent is what was before there was such a mark. Readers of number 2 and above skip marks that
// they do not know, with a warning. It is raised when there is a new kind of line, when a line has
// other words in other places, or a mark without which the layout would be another one.
//
//     1  flashes are called `device`; there are no marks that may be skipped
//     2  they are called `flash`
//
// A lock keeps its number as long as that can say everything, so that a newer schemac does not
// change locks that are there.
#ifndef COMPARE_LOCK_H
#define COMPARE_LOCK_H

#include "layout.h"
#include "map.h"

enum { LOCK_NUMBER = 2 }; // the highest that is known

/// The layout of one variant in one revision.
struct locked {
    uint64_t revision;
    const char *variant;         // null: of the schema itself
    const struct layout *layout; // with neither contents nor constants; its spans are in the lock
};

struct lock_line_list LIST(struct lock_line);

struct lock {
    const struct source *source;
    struct LIST(const struct locked) locked; // by revision, then by variant
    struct lock_line_list lines;
    unsigned number; // of its rules: 1 to LOCK_NUMBER
};

/// Whether a text begins as a lock does.
bool lock_is(const struct source *source);

/// Reads a lock. Null, and reported, if a line of it is not as it must be.
const struct lock *lock_read(struct arena *arena, struct diagnostics *diagnostics,
                             const struct source *source);

/// What is locked of a variant (null: the schema itself) in a revision; null if nothing is.
const struct locked *lock_find(const struct lock *lock, uint64_t revision, const char *variant);

/// What is locked of a variant in the last revision before `revision`; null if nothing is.
const struct locked *lock_find_before(const struct lock *lock, uint64_t revision,
                                      const char *variant);

/// The last revision that is locked; 0 where none is.
uint64_t lock_last_revision(const struct lock *lock);

/// What a lock says of a layout.
struct lock_part {
    uint64_t revision;
    const char *variant;              // null: the schema itself
    struct span span;                 // of the layout's schema
    unsigned number;                  // the lowest that can say it
    struct buffer lines[LOCK_NUMBER]; // by the number, less 1
    struct text_list others;          // what to say of Kconfig values that were others
};

struct lock_part_list LIST(const struct lock_part);

/// `lock` is the one that there is (null: none). Where it has the layout under its revision, but no
/// Kconfig value of it, it is from before locks had those, and gets none.
const struct lock_part *lock_part_new(struct arena *arena, const struct layout *layout,
                                      const struct lock *lock);

/// The text of a lock (null: there is none yet) with what it says of some layouts (the
/// variants of one revision) in place of what it said of them before.
void lock_text(const struct lock *lock, const struct lock_part_list *parts, struct buffer *out);

/// Where the lock of a schema is: its own path with `.lock` instead of `.pschema`.
const char *lock_path(struct arena *arena, const char *schema);

/// A schema that is checked against its lock, variant by variant.
struct lock_context {
    const struct lock *lock;
    struct diagnostics *diagnostics;
    struct arena *arena;
    // Once a layout was checked against it: what of the schema is the same in all variants.
    bool has_any;
    uint64_t revision;
    struct span span;
    struct LIST(const struct allowance) allowances, used; // those of them that let something pass
    struct map held;   // those of its struct locked that the schema has, too
    bool has_settings; // of this layout: it was told which Kconfig values are others
    bool has_before;   // it has a revision before that of some layout
};

/// Reports what differs from the same revision in the lock, and what breaks devices that have the
/// revision before without being allowed. The layout need not stay.
void lock_check(struct lock_context *context, const struct layout *layout);

/// Once all variants were checked: reports what the lock has in this revision and the schema has
/// not, and what is allowed for nothing.
void lock_check_all(struct lock_context *context);

#endif
