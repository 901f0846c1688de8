// What a file says and its tree does not: where the parser left something out.
//
// A message about meaning is certain only where nothing that was left out could change it. So the
// regions are kept, and the words in them, which may be names of what is declared there.
#ifndef SYNTAX_DAMAGE_H
#define SYNTAX_DAMAGE_H

#include "list.h"
#include "map.h"
#include "names.h"
#include "span.h"

#include <stdbool.h>

struct sources;

/// A statement with a mistake, from its start to what was last left out of it.
struct damaged {
    struct span span;
    const char *first;  // its first word, interned; "" if there is none
    size_t words;       // how many it has
    bool is_cut;        // its line breaks off, so that there may have been more
    bool is_inner;      // of a block in which no names are declared
    bool is_of_content; // only what is said of the content of a partition is not certain
};

struct damage {
    struct LIST(struct damaged) regions;
    struct map words;            // interned, that are in them
    struct LIST(const char) cut; // words at which a line breaks off, perhaps within
    bool has_lost_names;         // any name may have been declared in what is not there
    bool has_lost_platform;      // which platform the target is of is not known
    bool has_lost_fields;        // of records, on which others of them depend
    bool has_lost_braces;        // blocks are closed where their lines end
    bool is_torn;                // braces are missing: what belongs to what is not known
};

/// Notes a region, and returns it; what is left out from now on belongs to it.
struct damaged *damage_begin(struct arena *arena, struct damage *damage, struct span span,
                             bool is_cut);

/// Adds what was left out to the last region.
void damage_extend(struct damage *damage, struct span span);

/// The line of the last region breaks off.
void damage_cut(struct damage *damage);

/// Finds the words of the regions from `first` on, once their file was read.
void damage_collect(struct arena *arena, struct damage *damage, struct names *names,
                    const struct sources *sources, size_t first);

/// Whether the statement that is missing began with this word, or may have.
bool damaged_may_begin_with(const struct damaged *region, const char *word);

/// Whether a statement that begins with this word may be missing.
bool damage_misses(const struct damage *damage, const char *word);

/// Whether something was left out at all.
static inline bool damage_is_any(const struct damage *damage)
{
    return damage->regions.count > 0 || damage->has_lost_braces || damage->is_torn;
}

/// Whether something within `span` was left out.
bool damage_touches(const struct damage *damage, struct span span);

/// Whether what was left out may have declared a name.
bool damage_may_declare(const struct damage *damage, const char *name);

#endif
