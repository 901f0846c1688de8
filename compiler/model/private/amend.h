// Amending content line by line: see amend.c.
#ifndef MODEL_AMEND_H
#define MODEL_AMEND_H

#include "builder.h"

/// A block of lines with those that amend it; the result is appended to `after`.
struct amended_block {
    struct syntax_lines before;
    struct syntax_lines amending;
    struct syntax_lines *after;
    bool is_inner; // its lines are keys
};

/// A line of the content as it was, and what takes its place.
struct amended_line {
    const struct syntax_line *line;
    struct syntax_lines instead;  // none: the line stays
    struct amended_block *joined; // what the blocks of its name become
    struct syntax_line *joined_line;
    bool is_gone;
};

struct amended_line_list LIST(struct amended_line);

/// The lines that one takes the place of. All are found at once, however many lines amend them.
struct line_group {
    struct amended_line_list entries;
    size_t first;   // of them that may be left
    bool is_secret; // one of them is, also one that was removed
    bool is_alone;  // only one was left when the first line took its place
    bool is_replaced;
};

/// What is amended; the maps and lists below `open` are of the block at hand.
struct amending {
    struct model_builder *builder;
    struct LIST(struct amended_block) open;
    struct map groups;   // of one block: from a name, as group_key makes it, to a struct group
    struct map by_name;  // of one block: from a name to an amended_line_list
    struct map by_first; // likewise, of the lines of options: from the first word
    struct amended_line_list entries; // of one block
    struct syntax_lines added;        // of one block
};

/// How many words of a line come before its value and attributes.
size_t amended_head_count(const struct syntax_line *line);

/// One of these words, or its text; null if there are fewer.
const struct syntax_word *amended_head_word(const struct syntax_line *line, size_t index);
const char *amended_head_text(const struct syntax_line *line, size_t index);

/// What a line is called among those of its block; null if it has no name.
const char *amended_name(const struct syntax_line *line, bool is_inner);

/// Of a map from names to lists; null if there is none of this name.
struct amended_line_list *amended_find(const struct map *map, const char *name);

/// Whether a line is `remove NAME;`.
bool amended_is_removal(const struct syntax_line *line);

/// Takes away the lines that such a line names; reports a name that no line has.
void amended_remove(struct amending *amending, const struct amended_block *block,
                    const struct syntax_line *line);

#endif
