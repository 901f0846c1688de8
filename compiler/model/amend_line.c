// What lines of content are called, by which others amend them.
//
// A key is called by the word after its type, a block by the last word before its brace, an option
// by its first word.
#include "amend.h"

#include <string.h>

// What is before attributes and the value: `u8 retries` of `u8 retries secret = 3`.
size_t amended_head_count(const struct syntax_line *line)
{
    return line->words.count - line->attribute_count;
}

const struct syntax_word *amended_head_word(const struct syntax_line *line, size_t index)
{
    return index < amended_head_count(line) ? line->words.items[index] : NULL;
}

const char *amended_head_text(const struct syntax_line *line, size_t index)
{
    const struct syntax_word *word = amended_head_word(line, index);
    return word ? word->text : NULL;
}

// Null: it has none, and is like no other line.
const char *amended_name(const struct syntax_line *line, bool is_inner)
{
    size_t count = amended_head_count(line);
    bool is_named_last = line->has_block || (line->value && !is_inner);
    return amended_head_text(line, count < 2 ? 0 : is_named_last ? count - 1 : is_inner ? 1 : 0);
}

// Of a map from names to lists; null: there is none of this name.
struct amended_line_list *amended_find(const struct map *map, const char *name)
{
    return name ? map_find(map, name) : NULL;
}
