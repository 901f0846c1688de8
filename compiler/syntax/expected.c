// What was expected, summed up: a list of forty tokens helps nobody.
//
// Groups are tried in their order. One applies where both of its keys are expected, and covers its
// tokens, which are not named one by one then; what is left at the end is named itself, if that is
// not too much.
#include "problem.h"

#include <string.h>

// Tokens that one description replaces.
struct group {
    const char *description;   // null: they go without saying
    const char *keys[2];       // where these are expected, all of the group are
    const char *const *tokens; // that it covers
    bool covers_words;         // it covers all words with a meaning
};

static const char *const openers[] = {"number", "float", "string", "name", "(",
                                      "+",      "-",     "~",      "!",    NULL};
static const char *const names[] = {"name", "string", NULL};
static const char *const operators[] = {"||", "&&", "|",  "^",  "&",  "<", "<=", ">",
                                        ">=", "==", "!=", "<<", ">>", "+", "-",  "*",
                                        "/",  "%",  "?",  ".",  "(",  NULL};
static const char *const relations[] = {"=", "!=", "<", "<=", ">", ">=", NULL};
static const char *const blocks[] = {"{", NULL};
static const char *const families[] = {"..", NULL};
static const char *const nothing[] = {NULL};

// The order matters: what an earlier group covered is not a key of a later one. An operand that can
// go on (`+`, `*` and so on) goes without saying, as nobody leaves out an operator; for `..` after
// a number likewise.
static const struct group groups[] = {
    {"an expression", {"float", "("}, openers, true},
    {"a Kconfig expression", {"name", "("}, openers, true},
    {"a name", {"name", "name"}, names, true},
    {NULL, {"..", "number"}, families, false},
    {"a clause", {"size", "from"}, blocks, true},
    {"an item", {"table", "require"}, nothing, true},
    {NULL, {"*", "/"}, operators, false},
    {"a relation", {"=", "<"}, relations, false},
};

// More than five alternatives are no help; then the message says only what was unexpected.
enum { GROUP_COUNT = sizeof groups / sizeof *groups, SHOWN_LIMIT = 5 };

struct expected_choices {
    struct arena *arena;
    const struct expected *expected;
    size_t count;
    bool *is_covered;
    const char *shown[SHOWN_LIMIT + 1];
    size_t shown_count;
};

// One more than the limit is kept, which shows that there were too many.
static void show(struct expected_choices *choices, const char *text)
{
    if (choices->shown_count <= SHOWN_LIMIT) {
        choices->shown[choices->shown_count++] = text;
    }
}

static bool is_open(const struct expected_choices *choices, const char *name)
{
    for (size_t i = 0; i < choices->count; i++) {
        if (!choices->is_covered[i] && strcmp(choices->expected[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool covers(const struct group *group, const struct expected *expected)
{
    for (size_t i = 0; group->tokens[i]; i++) {
        if (strcmp(group->tokens[i], expected->name) == 0) {
            return true;
        }
    }
    return group->covers_words && expected->is_word;
}

static void apply(struct expected_choices *choices, const struct group *group)
{
    if (!is_open(choices, group->keys[0]) || !is_open(choices, group->keys[1])) {
        return;
    }
    for (size_t i = 0; i < choices->count; i++) {
        choices->is_covered[i] |= covers(group, &choices->expected[i]);
    }
    if (group->description) {
        show(choices, group->description);
    }
}

static const char *describe(struct arena *arena, const char *name)
{
    static const char *const described[] = {"string", "number", "float"};
    if (strcmp(name, "end of file") == 0) {
        return "the end of the file";
    }
    for (size_t i = 0; i < sizeof described / sizeof *described; i++) {
        if (strcmp(name, described[i]) == 0) {
            return arena_format(arena, "a %s", name);
        }
    }
    return arena_format(arena, "`%s`", name);
}

static const char *join(const struct expected_choices *choices)
{
    struct buffer text;
    buffer_init(&text, choices->arena);
    for (size_t i = 0; i < choices->shown_count; i++) {
        bool is_last = i + 1 == choices->shown_count;
        buffer_text(&text, i == 0 ? "" : is_last ? " or " : ", ");
        buffer_text(&text, choices->shown[i]);
    }
    return text.bytes;
}

const char *expected_text(struct arena *arena, const struct expected *expected, size_t count,
                          bool is_new_statement)
{
    struct expected_choices choices = {
        .arena = arena,
        .expected = expected,
        .count = count,
        .is_covered = arena_array(arena, count, sizeof(bool)),
    };
    for (size_t i = 0; i < GROUP_COUNT; i++) {
        apply(&choices, &groups[i]);
    }
    for (size_t i = 0; i < count; i++) {
        bool is_empty_statement = is_new_statement && strcmp(expected[i].name, ";") == 0;
        if (!choices.is_covered[i] && !is_empty_statement) {
            show(&choices, describe(arena, expected[i].name));
        }
    }
    return choices.shown_count && choices.shown_count <= SHOWN_LIMIT ? join(&choices) : NULL;
}
