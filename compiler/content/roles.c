// What the words of generators name: files, partitions, columns. Each generator has a table of it,
// by which words that can mean nothing where they are found are reported here, before the generator
// looks at the others.
#include "generators.h"

#include <string.h>

static bool has_word(const struct word_list *words, const char *name)
{
    for_each (word, words) {
        if (word_is(word, name)) {
            return true;
        }
    }
    return false;
}

// Each condition that a rule has must hold; what it leaves out, it does not ask for.
static bool rule_fits(const struct word_rule *rule, enum word_place place,
                      const struct word_list *words, size_t index)
{
    return rule->place == place && index >= rule->first && index <= rule->last &&
           (!rule->line || word_is(words->items[0], rule->line)) &&
           (!rule->with || has_word(words, rule->with)) &&
           (!rule->before || (index > 0 && word_is(words->items[index - 1], rule->before)));
}

// The first rule that fits counts; the last has ROLE_NONE and ends the search.
enum word_role generator_role(const struct generator *generator, enum word_place place,
                              const struct word_list *words, size_t index)
{
    const struct word_rule *rule = generator->words;
    while (rule->role != ROLE_NONE && !rule_fits(rule, place, words, index)) {
        rule++;
    }
    return rule->role;
}

struct word_checker {
    const struct image_request *request;
    const struct generator *generator;
};

// Expressions, ranges and references have a form that only one role has. Names, texts and numbers
// may be anything; whether they are right, the generator says.
static bool is_role_of(enum word_type type, enum word_role role)
{
    switch (type) {
    case WORD_IS_EXPRESSION:
        return role == ROLE_VALUE;
    case WORD_IS_RANGE:
        return role == ROLE_RANGE;
    case WORD_IS_REFERENCE:
        return role == ROLE_PARTITION;
    case WORD_IS_NAME:
    case WORD_IS_STRING:
    case WORD_IS_INTEGER:
    case WORD_IS_FLOAT:
        break;
    }
    return true;
}

// An expression that has no value was reported where it was evaluated.
static void report_misplaced(const struct word_checker *checker, const struct word *word)
{
    bool is_expression = word->type == WORD_IS_EXPRESSION || word->type == WORD_IS_RANGE;
    if (is_expression && word->values[0].kind == VALUE_NONE) {
        return;
    }
    const char *name =
        word->type == WORD_IS_REFERENCE
            ? arena_format(checker->request->arena, "%s.%s", word->text, word->second)
            : word->text;
    report(checker->request->diagnostics, CODE_BAD_CONTENT, word->span,
           word->type == WORD_IS_EXPRESSION ? "a value is not allowed here: `%s`"
           : word->type == WORD_IS_RANGE    ? "a range is not allowed here: `%s`"
                                            : "the name of a partition is not allowed here: `%s`",
           name);
}

// False, and reported, if one of the words can mean nothing where it is. The first mistake of a
// line is enough: the others are probably consequences.
static bool check_words(const struct word_checker *checker, enum word_place place,
                        const struct word_list *words)
{
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = words->items[i];
        if (!is_role_of(word->type, generator_role(checker->generator, place, words, i))) {
            report_misplaced(checker, word);
            return false;
        }
    }
    return true;
}

// The lines without a mistake. Lines are in each other as deep as the parser's stack lets them, but
// generators know no more than two levels.
static struct content_line_list good_lines(const struct word_checker *checker,
                                           enum word_place place,
                                           const struct content_line_list *lines)
{
    struct arena *arena = checker->request->arena;
    struct content_line_list good = {0};
    for_each (line, lines) {
        if (!check_words(checker, place, &line->words)) {
            continue;
        }
        if (place == WORD_OF_LINE && line->lines.count) {
            struct content_line *copy = arena_new(arena, sizeof *copy);
            *copy = *line;
            copy->lines = good_lines(checker, WORD_OF_INNER_LINE, &line->lines);
            line = copy;
        }
        list_append(arena, &good, line);
    }
    return good;
}

// The lines without mistakes are found even where the arguments have one, so that their files are
// known.
bool words_check(const struct image_request *request, const struct generator *generator,
                 struct content_line_list *lines)
{
    const struct word_checker checker = {request, generator};
    const struct content *content = request->partition->content;
    *lines = good_lines(&checker, WORD_OF_LINE, &content->lines);
    return check_words(&checker, WORD_OF_ARGUMENTS, &content->arguments);
}
