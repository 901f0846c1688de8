// A file of the draft in the spelling of edition 1.
#ifndef FORMAT_REWRITE_H
#define FORMAT_REWRITE_H

#include "syntax.h"

/// What all that looks for changed meanings shares.
struct rewriting {
    struct syntax *syntax; // what is rewritten, and where it is reported
    struct syntax_file *file;
    struct syntax context;         // the file, what it includes, and the platforms of its chips
    bool is_whole;                 // it is a schema, and all that it includes was read
    struct syntax_items constants; // those that the schema is to get
};

/// Notes edits for what has another meaning now, and changes the tree likewise; where nothing that
/// is written keeps the meaning, that is reported at its place.
void rewrite_meaning(struct syntax *syntax, struct syntax_file *file);

/// The targets of variants, which threw away what the target before them said, and amend it now.
void rewrite_targets(struct rewriting *rewriting);

/// A constant of a variant, which the schema gets as well if it lacks it.
void rewrite_constant(struct rewriting *rewriting, const struct syntax_item *constant);

/// Puts the constants that the schema is to get into it; none of its items are looked at meanwhile.
void rewrite_constants(struct rewriting *rewriting);

/// Whether an expression means the same wherever it is.
bool expression_is_plain(const struct expression *value);

/// A name of a partition, which may be in several tables: it gets that of one. `start` is where the
/// first of the names begins that are written there. The reference that the tree is to have then.
const struct syntax_reference *rewrite_reference(struct rewriting *rewriting,
                                                 const struct syntax_reference *reference,
                                                 uint32_t start);

/// The item of a kind and name at the top of a file or a platform's; null: there is none.
const struct syntax_item *rewriting_find(const struct rewriting *rewriting, enum item_kind kind,
                                         const char *name);

/// Adds an edit to the file.
void rewriting_edit(struct rewriting *rewriting, struct span span, const char *text);

/// Reports what means something else now.
__attribute__((format(printf, 3, 4))) struct diagnostic *
rewriting_report(struct rewriting *rewriting, struct span span, const char *format, ...);

#endif
