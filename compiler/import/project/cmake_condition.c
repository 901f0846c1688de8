// The condition of an if(): NOT, AND, OR, parentheses, EXISTS, DEFINED, comparisons of texts, and
// whether a variable is true, by recursive descent.
//
// What is not known does not hold: of a build that is only partly understood, the files that
// certainly count are better than all that might. The depth and the number of words are limited.
#include "cmake_read.h"

#include "importer.h"
#include "text.h"

#include <string.h>

enum { DEPTH_LIMIT = 50, WORD_LIMIT = 200 };

struct cmake_condition {
    const struct cmake *cmake;
    const char *here;
    const struct cmake_word_list *words;
    size_t at, depth;
};

static const struct cmake_word *word(const struct cmake_condition *condition, size_t ahead)
{
    size_t at = condition->at + ahead;
    return at < condition->words->count ? condition->words->items[at] : NULL;
}

static bool is_word(const struct cmake_word *word, const char *text)
{
    return word && !word->is_quoted && strcmp(word->text, text) == 0;
}

static bool accept(struct cmake_condition *condition, const char *text)
{
    bool is_it = is_word(word(condition, 0), text);
    condition->at += is_it;
    return is_it;
}

// What a side of a comparison is: the name of a variable without quotes is its value.
static const char *operand(const struct cmake_condition *condition, const struct cmake_word *word)
{
    const char *text = cmake_expand(condition->cmake, condition->here, word->text);
    const struct cmake_variable *variable =
        word->is_quoted ? NULL : cmake_find(condition->cmake, text);
    return variable ? variable->value : text;
}

static bool is_true(const struct cmake_condition *condition, const struct cmake_word *word)
{
    static const char *const yes[] = {"1", "on", "yes", "true", "y"};
    static const char *const no[] = {"", "0", "off", "no", "false", "n", "ignore", "notfound"};
    struct arena *arena = condition->cmake->arena;
    const char *text = cmake_expand(condition->cmake, condition->here, word->text);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (strcmp(text_lower(arena, text), yes[i]) == 0) {
            return true;
        }
    }
    const struct cmake_variable *variable =
        word->is_quoted ? NULL : cmake_find(condition->cmake, text);
    for (size_t i = 0; variable && i < sizeof no / sizeof *no; i++) {
        if (strcmp(text_lower(arena, variable->value), no[i]) == 0) {
            return false;
        }
    }
    return variable != NULL;
}

static bool is_there(const struct cmake_condition *condition, const struct cmake_word *word)
{
    const struct cmake *cmake = condition->cmake;
    const char *path = cmake_expand(cmake, condition->here, word->text);
    if (!*path) {
        return false;
    }
    path = cmake_path(cmake, path);
    return host_is_file(cmake->host, path) || host_is_directory(cmake->host, path);
}

static bool either(struct cmake_condition *condition);

static bool is_comparison(const struct cmake_word *word)
{
    static const char *const names[] = {"MATCHES",
                                        "LESS",
                                        "GREATER",
                                        "EQUAL",
                                        "IN_LIST",
                                        "LESS_EQUAL",
                                        "GREATER_EQUAL",
                                        "STRLESS",
                                        "VERSION_LESS",
                                        "VERSION_GREATER",
                                        "VERSION_EQUAL",
                                        "VERSION_LESS_EQUAL",
                                        "VERSION_GREATER_EQUAL"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (is_word(word, names[i])) {
            return true;
        }
    }
    return false;
}

// The only recursion: parentheses and NOT, up to DEPTH_LIMIT.
static bool primary(struct cmake_condition *condition)
{
    const struct cmake_word *first = word(condition, 0);
    const struct cmake_word *second = word(condition, 1);
    const struct cmake_word *third = word(condition, 2);
    if (!first) {
        return false;
    }
    if (accept(condition, "(")) {
        bool holds = either(condition);
        accept(condition, ")");
        return holds;
    }
    if (is_word(first, "EXISTS") && second) {
        condition->at += 2;
        return is_there(condition, second);
    }
    if (is_word(first, "DEFINED") && second) {
        condition->at += 2;
        return cmake_find(condition->cmake, second->text) != NULL;
    }
    if (third && is_word(second, "STREQUAL")) {
        condition->at += 3;
        return strcmp(operand(condition, first), operand(condition, third)) == 0;
    }
    bool is_unknown = third && is_comparison(second);
    condition->at += is_unknown ? 3 : 1;
    return !is_unknown && is_true(condition, first);
}

static bool negation(struct cmake_condition *condition)
{
    bool is_negated = false;
    while (accept(condition, "NOT")) {
        is_negated = !is_negated;
    }
    return primary(condition) != is_negated;
}

static bool both(struct cmake_condition *condition)
{
    bool holds = negation(condition);
    while (accept(condition, "AND")) {
        holds &= negation(condition);
    }
    return holds;
}

static bool either(struct cmake_condition *condition)
{
    bool holds = false;
    if (condition->depth++ > DEPTH_LIMIT) {
        condition->at = condition->words->count;
        return false;
    }
    do {
        holds |= both(condition);
    } while (accept(condition, "OR"));
    condition->depth--;
    return holds;
}

bool cmake_holds(const struct cmake *cmake, const char *here, const struct cmake_word_list *words)
{
    struct cmake_condition condition = {.cmake = cmake, .here = here, .words = words};
    return words->count <= WORD_LIMIT && either(&condition);
}
