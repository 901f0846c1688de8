// The words of lines and arguments: small questions that all generators ask of them. A null word
// is one that is not there, and is none of anything, so that callers need not ask first.
#include "words.h"

#include <string.h>

const struct word *word_at(const struct content_line *line, size_t index)
{
    return index < line->words.count ? line->words.items[index] : NULL;
}

// Keywords are names: in quotes the same text is only a text.
bool word_is(const struct word *word, const char *name)
{
    return word && word->type == WORD_IS_NAME && strcmp(word->text, name) == 0;
}

// What cannot be written as a name is written in quotes, so that both count.
bool word_is_name(const struct word *word)
{
    return word && (word->type == WORD_IS_NAME || word->type == WORD_IS_STRING);
}

// An empty text is never a path or pattern.
bool word_is_text(const struct word *word)
{
    return word && word->type == WORD_IS_STRING && *word->text;
}

// Numbers, names and texts become what an expression with the same meaning would have: options
// need not know how their value was written.
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

// People who amend content elsewhere try `remove` here.
void word_note_removal(struct diagnostic *diagnostic, const struct word *word)
{
    if (word_is(word, "remove")) {
        add_note(diagnostic, (struct span){0},
                 "`remove` removes lines in `from { ... }`, which amends another content; with a "
                 "generator's name, the content is new: just leave the line out");
    }
}

// The first line is enough: the block as a whole is the mistake.
void words_refuse_lines(const struct image_request *request)
{
    const struct content *content = request->partition->content;
    if (request->plan->lines.count) {
        const struct content_line *line = request->plan->lines.items[0];
        report(request->diagnostics, CODE_BAD_CONTENT, line->span,
               "`from %s` takes no block of lines", content->generator);
    }
}
