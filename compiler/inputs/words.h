// The words of a generator's arguments and lines, and what they name.
#ifndef INPUTS_WORDS_H
#define INPUTS_WORDS_H

#include "image_request.h"

/// What a word of a generator's arguments or lines names.
enum word_role {
    ROLE_NONE,      // nothing, or itself; ends a list of rules
    ROLE_WORD,      // a word of the generator's own
    ROLE_PATH,      // a file or directory, or a pattern that names some; as seen from the schema
    ROLE_PATTERN,   // a pattern of what is in a directory
    ROLE_PROGRAM,   // a program, as seen from the directory of tools
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

/// A word of a line; null where it has fewer.
const struct word *word_at(const struct content_line *line, size_t index);

/// Whether a word (null: none) is this name, written without quotes; is any name, with or without
/// them; is a text in quotes that is not empty.
bool word_is(const struct word *word, const char *name);

/// Where a line is not known: what `remove` is, if it begins so. Lines of content that a variant
/// amends never come here.
void word_note_removal(struct diagnostic *diagnostic, const struct word *word);
bool word_is_name(const struct word *word);
bool word_is_text(const struct word *word);

/// The partition that a word names, where the generator's table says that it names one. Null, and
/// reported, if there is none, or if it may be several.
const struct partition *word_partition(const struct image_request *request,
                                       const struct word *word);

/// The value of a word that is a number, a text or an expression; none of others.
struct value word_value(const struct word *word);

/// Whether a line has so many words, and neither a value nor a block.
bool line_is_plain(const struct content_line *line, size_t words);

/// Reports lines in the block of a generator that takes none.
void words_refuse_lines(const struct image_request *request);

#endif
