// What the words of generators name: files, partitions, columns. Each generator has a table of it,
// from which paths and partitions are found here, before the generator looks at its words.
#include "generators.h"

#include <string.h>

static bool has_word(const struct list *words, const char *name)
{
    for (size_t i = 0; i < words->count; i++) {
        if (word_is(words->items[i], name)) {
            return true;
        }
    }
    return false;
}

static bool rule_fits(const struct word_rule *rule, enum word_place place, const struct list *words,
                      size_t index)
{
    return rule->place == place && index >= rule->first && index <= rule->last &&
           (!rule->line || word_is(words->items[0], rule->line)) &&
           (!rule->with || has_word(words, rule->with)) &&
           (!rule->before || (index > 0 && word_is(words->items[index - 1], rule->before)));
}

enum word_role generator_role(const struct generator *generator, enum word_place place,
                              const struct list *words, size_t index)
{
    const struct word_rule *rule = generator->words;
    while (rule->role != ROLE_NONE && !rule_fits(rule, place, words, index)) {
        rule++;
    }
    return rule->role;
}

struct resolver {
    const struct image_request *request;
    const struct generator *generator;
    bool reports; // else only what can be found is
};

static void find_partition(const struct image_request *request, struct word *word)
{
    const struct list found = layout_meant(request->layout, word);
    word->partition = found.count == 1 ? found.items[0] : NULL;
}

static bool is_role_of(enum word_type type, enum word_role role)
{
    switch (type) {
    case WORD_IS_EXPRESSION:
        return role == ROLE_VALUE;
    case WORD_IS_RANGE:
        return role == ROLE_RANGE;
    case WORD_IS_REFERENCE:
        return role == ROLE_PARTITION;
    default:
        return true;
    }
}

// An expression that has no value was reported where it was evaluated.
static void report_misplaced(const struct resolver *resolver, const struct word *word)
{
    bool is_expression = word->type == WORD_IS_EXPRESSION || word->type == WORD_IS_RANGE;
    if (is_expression && word->values[0].kind == VALUE_NONE) {
        return;
    }
    const char *name =
        word->type == WORD_IS_REFERENCE
            ? arena_format(resolver->request->arena, "%s.%s", word->text, word->second)
            : word->text;
    report(resolver->request->diagnostics, CODE_BAD_CONTENT, word->span,
           word->type == WORD_IS_EXPRESSION ? "no value can be here: `%s`"
           : word->type == WORD_IS_RANGE    ? "no range can be here: `%s`"
                                            : "no partition can be named here: `%s`",
           name);
}

// False, and reported, if one of the words can mean nothing where it is.
static bool resolve_words(const struct resolver *resolver, enum word_place place,
                          const struct list *words)
{
    for (size_t i = 0; i < words->count; i++) {
        struct word *word = (struct word *)words->items[i];
        enum word_role role = generator_role(resolver->generator, place, words, i);
        bool is_path = role == ROLE_PATH || role == ROLE_RECORD;
        if (!is_role_of(word->type, role)) {
            if (resolver->reports) {
                report_misplaced(resolver, word);
            }
            return false;
        }
        bool is_name = word_is_name(word) || word->type == WORD_IS_REFERENCE;
        if (role == ROLE_PARTITION && is_name && !resolver->reports) { // it was found then
            find_partition(resolver->request, word);
        } else if (is_path && word_is_text(word)) {
            word->path = input_path(resolver->request, word->text);
        } else if (role == ROLE_PROGRAM && word_is_text(word)) {
            word->path = program_path(resolver->request, word->text);
        }
    }
    return true;
}

// Lines with a mistake are left out. Lines are in each other as deep as the parser's stack lets
// them, but generators know no more than two levels.
static void resolve_lines(const struct resolver *resolver, enum word_place place,
                          struct list *lines)
{
    size_t kept = 0;
    for (size_t i = 0; i < lines->count; i++) {
        struct content_line *line = (struct content_line *)lines->items[i];
        bool is_good = resolve_words(resolver, place, &line->words);
        if (is_good && place == WORD_OF_LINE) {
            resolve_lines(resolver, WORD_OF_INNER_LINE, &line->lines);
        }
        if (is_good || !resolver->reports) {
            lines->items[kept++] = line;
        }
    }
    lines->count = kept;
}

bool words_resolve(const struct image_request *request, const struct generator *generator,
                   bool reports)
{
    const struct resolver resolver = {request, generator, reports};
    struct content *content = request->partition->content;
    resolve_lines(&resolver, WORD_OF_LINE, &content->lines);
    return resolve_words(&resolver, WORD_OF_ARGUMENTS, &content->arguments);
}
