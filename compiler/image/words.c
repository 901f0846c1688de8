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

bool line_number(const struct content_line *line, uint64_t *number)
{
    const struct word *word = word_at(line, 1);
    bool is_good = line_is_plain(line, 2) && word->type == WORD_IS_INTEGER;
    *number = is_good ? word->integer : *number;
    return is_good;
}

bool line_switch(const struct content_line *line, bool *is_on)
{
    const struct word *word = word_at(line, 1);
    bool turns_on = line_is_plain(line, 1) || (line_is_plain(line, 2) && word_is(word, "on"));
    bool turns_off = line_is_plain(line, 2) && word_is(word, "off");
    *is_on = (*is_on || turns_on) && !turns_off;
    return turns_on || turns_off;
}
