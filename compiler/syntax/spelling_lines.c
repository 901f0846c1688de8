// The lines of generators as they were spelt before edition 1 was settled. Only the generator's
// name shows what a line means, so the lines are looked at when the content is complete. What makes
// no sense in either spelling is left to the generator.
#include "spelling.h"

#include <ctype.h>
#include <string.h>

// Null if the line is shorter, so that forms can be compared without looking at its length.
static const struct syntax_word *word_at(const struct syntax_line *line, size_t index)
{
    return index < line->words.count ? line->words.items[index] : NULL;
}

static bool word_is(const struct syntax_word *word, const char *name)
{
    return word && word->kind == WORD_NAME && strcmp(word->text, name) == 0;
}

// The word that an expression is without an `=`. Anything longer than a call needs parentheses.
static struct syntax_word as_word(struct parser *parser, const struct expression *value,
                                  bool *needs_group)
{
    const struct term *last = &value->terms[value->count - 1];
    enum word_kind kind = last->kind == TERM_INTEGER  ? WORD_INTEGER
                          : last->kind == TERM_STRING ? WORD_STRING
                          : last->kind == TERM_FLOAT  ? WORD_FLOAT
                                                      : WORD_EXPRESSION;
    struct syntax_word word = {.kind = kind, .span = value->span};
    bool is_negative = value->count == 2 && value->terms[0].kind == TERM_INTEGER &&
                       last->operation == OPERATION_NEGATE;
    *needs_group = false;
    if (kind != WORD_EXPRESSION) {
        word.text = last->text;
        word.integer = last->integer;
        return word;
    }
    struct expression *inner = arena_new(parser->arena, sizeof *inner);
    struct syntax_range *range = arena_new(parser->arena, sizeof *range);
    *inner = *value;
    inner->count -= last->kind == TERM_GROUP;
    range->low = inner;
    word.range = range;
    *needs_group = last->kind != TERM_GROUP && last->kind != TERM_CALL && !is_negative;
    return word;
}

// A copy of a line with a word more. Lines are never changed: what is spelt anew takes the place of
// what was written.
static struct syntax_line *with_word(struct parser *parser, const struct syntax_line *line,
                                     struct syntax_word word)
{
    struct syntax_line *copy = arena_keep(parser->arena, line, sizeof *line);
    list_append(parser->arena, &copy->words, arena_keep(parser->arena, &word, sizeof word));
    return copy;
}

// `page = 256`
static const struct syntax_line *respell_option(struct parser *parser,
                                                const struct syntax_line *line)
{
    const struct syntax_word *name = word_at(line, 0);
    bool needs_group;
    if (!line->value || line->value->count == 0 || line->words.count != 1) {
        return line;
    }
    struct syntax_word word = as_word(parser, line->value, &needs_group);
    struct span whole = span_join(name->span, line->value->span);
    const char *value = sources_text(parser->syntax->sources, line->value->span);
    struct spelling *spelling =
        spelling_note(parser, whole, "the value of `%s` is written without `=`", name->text);
    spelling_edit(parser, spelling, whole, needs_group ? "%s (%s)" : "%s %s",
                  sources_text(parser->syntax->sources, name->span), value);
    struct syntax_line *respelt = with_word(parser, line, word);
    respelt->value = NULL;
    return respelt;
}

static void respell_options(struct parser *parser, const struct syntax_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        lines->items[i] = respell_option(parser, lines->items[i]);
    }
}

// `string token secret = "x"`, `string token secret per device`: the word moves after the value. A
// key that is itself called `secret` is not meant (`string secret = "x"`), so only the third word
// counts.
static const struct syntax_line *respell_key(struct parser *parser, const struct syntax_line *line)
{
    const struct syntax_word *mark = word_at(line, 2);
    const struct syntax_word *next = word_at(line, 3);
    bool is_source = word_is(next, "file") || word_is(next, "each") || word_is(next, "per");
    bool is_early =
        word_is(mark, "secret") && line->attribute_count == 0 && (line->value ? !next : is_source);
    if (!is_early) {
        return line;
    }
    const struct syntax_word *last = word_at(line, line->words.count - 1);
    struct span value = line->value ? line->value->span : last->span;
    struct spelling *spelling =
        spelling_note(parser, mark->span, "`secret` comes after the value of the key");
    struct span name = word_at(line, 1)->span;
    spelling_edit(parser, spelling, (struct span){name.end, mark->span.end}, "%s", "");
    spelling_edit(parser, spelling, span_behind(value), " secret");
    struct syntax_line *respelt = arena_keep(parser->arena, line, sizeof *line);
    respelt->attribute_count = line->value != NULL;
    for (size_t i = 3; i < line->words.count; i++) {
        line->words.items[i - 1] = line->words.items[i];
    }
    line->words.items[line->words.count - 1] = mark;
    return respelt;
}

// `keys "nvs_keys.bin"`: the edit is an insertion, and the word `file` gets its place.
static const struct syntax_line *respell_key_file(struct parser *parser,
                                                  const struct syntax_line *line)
{
    const struct syntax_word *path = word_at(line, 1);
    if (!word_is(word_at(line, 0), "keys") || line->value || line->words.count != 2 ||
        path->kind != WORD_STRING) {
        return line;
    }
    struct spelling *spelling =
        spelling_note(parser, path->span, "`file` comes before the path: `keys file`");
    struct span before = {path->span.start, path->span.start};
    spelling_edit(parser, spelling, before, "file ");
    struct syntax_word file = {.kind = WORD_NAME, .span = before};
    file.text = names_intern(parser->syntax->names, "file", 4);
    struct syntax_line *respelt = with_word(parser, line, file);
    respelt->words.items[1] = respelt->words.items[2];
    respelt->words.items[2] = path;
    return respelt;
}

static void respell_nvs(struct parser *parser, const struct syntax_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct syntax_line *line = respell_key_file(parser, lines->items[i]);
        lines->items[i] = line;
        for (size_t j = 0; j < line->lines.count; j++) {
            line->lines.items[j] = respell_key(parser, line->lines.items[j]);
        }
    }
}

static const char *word_end(const char *at)
{
    if (isalpha((unsigned char)*at) || *at == '_') {
        while (isalnum((unsigned char)*at) || *at == '_') {
            at++;
        }
    }
    return at;
}

// Whether a text is a partition's name that needs no quotes, or a table's and a partition's: only
// then the same name can be written without them.
static bool is_plain_reference(const char *text)
{
    const char *end = word_end(text);
    if (end > text && *end == '.') {
        text = end + 1;
        end = word_end(text);
    }
    return end > text && *end == 0 && strcmp(text, "depends") != 0;
}

static const struct syntax_word *unquote(struct parser *parser, const struct syntax_word *word)
{
    struct names *names = parser->syntax->names;
    struct spelling *spelling = spelling_note(
        parser, word->span, "partition names are written without quotes: `%s`", word->text);
    spelling_edit(parser, spelling, word->span, "%s", word->text);
    const char *dot = strchr(word->text, '.');
    struct syntax_word *name = arena_keep(parser->arena, word, sizeof *word);
    name->kind = dot ? WORD_REFERENCE : WORD_NAME;
    if (dot) {
        name->second = names_intern(names, dot + 1, strlen(dot + 1));
        name->text = names_intern(names, word->text, (size_t)(dot - word->text));
    }
    return name;
}

// `cert "c" signed by "main.a"`, `key "k" matches "a"`
static void respell_pki(struct parser *parser, const struct syntax_lines *lines)
{
    for_each (line, lines) {
        for (size_t j = 3; j < line->words.count; j++) {
            const struct syntax_word *word = word_at(line, j);
            bool is_link =
                word_is(word_at(line, j - 1), "by") || word_is(word_at(line, j - 1), "matches");
            if (is_link && word->kind == WORD_STRING && is_plain_reference(word->text)) {
                line->words.items[j] = unquote(parser, word);
            }
        }
    }
}

void spelling_lines(struct parser *parser, struct syntax_content *content)
{
    static const struct {
        const char *generator;
        void (*respell)(struct parser *parser, const struct syntax_lines *lines);
    } forms[] = {
        {"nvs", respell_nvs},        {"pki", respell_pki},          {"fat", respell_options},
        {"spiffs", respell_options}, {"littlefs", respell_options},
    };
    if (!content->lines.count || !content->generator.text) {
        return;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(content->generator.text, forms[i].generator) == 0) {
            forms[i].respell(parser, &content->lines);
        }
    }
}
