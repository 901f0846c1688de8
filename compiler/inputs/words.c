// The words of lines and arguments.
#include "words.h"

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

struct value word_value(const struct word *word)
{
    bool is_number = word && word->type == WORD_IS_INTEGER;
    if (word && word->type == WORD_IS_EXPRESSION) {
        return word->values[0];
    }
    return (struct value){
        .kind = is_number            ? VALUE_INTEGER
                : word_is_name(word) ? VALUE_STRING
                                     : VALUE_NONE,
        .number = number_of(is_number ? word->integer : 0),
        .text = word_is_name(word) ? word->text : NULL,
        .span = word ? word->span : (struct span){0},
    };
}

bool line_is_plain(const struct content_line *line, size_t words)
{
    return line->words.count == words && !line->has_value && !line->has_block;
}

void word_note_removal(struct diagnostic *diagnostic, const struct word *word)
{
    if (word_is(word, "remove")) {
        add_note(diagnostic, (struct span){0},
                 "`remove` removes lines in `from { ... }`, which amends another content; with a "
                 "generator's name, the content is new: just leave the line out");
    }
}

void words_refuse_lines(const struct image_request *request)
{
    const struct content *content = request->partition->content;
    if (request->plan->lines.count) {
        const struct content_line *line = request->plan->lines.items[0];
        report(request->diagnostics, CODE_BAD_CONTENT, line->span,
               "`from %s` takes no block of lines", content->generator);
    }
}
