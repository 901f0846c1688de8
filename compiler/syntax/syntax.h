// From files to syntax trees.
#ifndef SYNTAX_SYNTAX_H
#define SYNTAX_SYNTAX_H

#include "damage.h"
#include "diagnostic.h"
#include "map.h"
#include "names.h"
#include "source.h"
#include "tree.h"

struct syntax_files LIST(struct syntax_file);

struct syntax {
    struct arena *arena;
    struct names *names;
    struct sources *sources;
    struct diagnostics *diagnostics;
    struct map words;                      // from a word with a meaning to its token
    struct syntax_files files;             // all that were parsed, the built-in ones too
    struct LIST(const struct source) open; // what is being parsed, each included by the one before
    size_t builtins;                       // how many of the built-in platforms were parsed
    size_t searched;  // how many of the files were searched for chips that they need
    size_t healed;    // errors that left a tree that says what was meant
    bool reads_draft; // what is spelt as before edition 1 is to be rewritten: it is not a mistake
    struct damage damage;
    struct map secret_names; // of keys that have a secret value anywhere
    struct LIST(const struct amended_value) amended_values; // that may turn out to be of such keys
};

void syntax_init(struct syntax *syntax, struct arena *arena, struct names *names,
                 struct sources *sources, struct diagnostics *diagnostics);

/// Reads and parses a file and all that it includes; null if the file itself can't be read. What
/// is wrong is reported.
const struct syntax_file *syntax_read(struct syntax *syntax, const char *path);

/// Parses one source and all that it includes.
const struct syntax_file *syntax_parse(struct syntax *syntax, const struct source *source);

/// Parses one source for its text alone: its tokens are kept, and what it includes is not read. The
/// tree is the caller's, who may put other nodes in place of those in it.
struct syntax_file *syntax_parse_text(struct syntax *syntax, const struct source *source);

/// Parses what such a source includes.
void syntax_read_includes(struct syntax *syntax, const struct syntax_file *file);

/// Whether a word means something else in expressions, or in their places, than a constant of that
/// name would.
bool syntax_takes_word(const char *word);

/// The text of the documentation comments that belong to what is at `span`: those before it and
/// after it, each line without its mark, joined by line ends; null if there are none.
const char *syntax_documentation(struct syntax *syntax, struct span span);

#endif
