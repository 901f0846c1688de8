// One of the two layouts that `diff` compares: where it is, and what it is.
#ifndef DIFF_SIDE_H
#define DIFF_SIDE_H

#include "session.h"

struct side {
    struct session session;
    struct options options; // as given, except what the other side says about a table alone
    enum import_kind kind;
    const char *path;    // of the file
    const char *variant; // null: none
    bool has_revision;   // that a lock is to be read at; else its last one
    uint64_t revision;
    const struct source *source; // null: it can't be read
    const struct lock *lock;     // null: it is a schema
    const struct layout *layout; // null: it has a mistake
    const struct images *images; // of the layout; null: of a lock
};

/// Opens what a word of the command line names, `FILE[:REVISION][:VARIANT]`, and finds out what it
/// is. The session must be ended, whatever comes.
void side_open(struct side *side, const struct options *options, const char *word);

/// Whether it is a table alone, without a chip, a revision or contents of partitions.
bool side_is_bare(const struct side *side);

/// Reads what was opened; of a table alone, for a chip (null: what the command line says). False
/// if anything is wrong.
bool side_read(struct side *side, const char *chip);

/// Its variants: a list of const char, in which null is the schema itself.
struct text_list side_variants(struct side *side);

/// Finds the layout of a variant. False if anything is wrong.
bool side_lay_out(struct side *side, const char *variant);

#endif
