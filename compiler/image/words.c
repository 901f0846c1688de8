// The words of lines and arguments.
#include "generators.h"

#include <string.h>

const struct word *word_at(const struct content_line *line, size_t index)
{
    return index < line->words.count ? line->words.items[index] : NULL;
}

bool word_is(const struct word *word, const char *name)
{
    return word && word->type == WORD_IS_NAME && strcmp(word->text, name) == 0;
}

bool word_is_name(const struct word *word)
{
    return word && (word->type == WORD_IS_NAME || word->type == WORD_IS_STRING);
}

bool word_is_text(const struct word *word)
{
    return word && word->type == WORD_IS_STRING && *word->text;
}

bool line_is_plain(const struct content_line *line, size_t words)
{
    return line->words.count == words && !line->has_value && !line->has_block;
}
