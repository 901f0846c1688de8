// The lines of a Kconfig file, and their words.
//
// A line is read one token at a time. If a backslash ends it, the next one belongs to it, as in
// make; so tokens are found in the source itself, not in a copy of the line, and their spans are
// exact. `here` may always look at a byte, since a NUL follows the last one. Variables are replaced
// within a word and within a text, never across two of them.
#include "line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *here(const struct reader *reader)
{
    return reader->source->bytes + reader->at; // a NUL follows the last byte
}

static bool is_at_end(const struct reader *reader)
{
    return reader->at >= reader->source->length;
}

static struct span span_from(const struct reader *reader, size_t start)
{
    return (struct span){reader->source->start + (uint32_t)start,
                         reader->source->start + (uint32_t)reader->at};
}

bool token_is(const struct kconfig_token *token, const char *text)
{
    return (token->kind == TOKEN_WORD || token->kind == TOKEN_PUNCTUATION) &&
           strcmp(token->text, text) == 0;
}

// One mistake a line: what follows a mistake in a line mostly follows from it. A caller may add
// notes to what it gets in either case; those of the spare diagnostic are lost.
struct diagnostic *line_report(struct reader *reader, struct span span, const char *message)
{
    struct diagnostics *diagnostics = reader->kconfig->diagnostics;
    if (reader->is_wrong) {
        return &diagnostics->spare;
    }
    reader->is_wrong = true;
    return report(diagnostics, CODE_KCONFIG_SYNTAX, span, "%s", message);
}

// The length of a line end that a backslash takes away, so that the line goes on; 0 for any other
// text.
static size_t join_length(const char *text)
{
    return strncmp(text, "\\\n", 2) == 0 ? 2 : strncmp(text, "\\\r\n", 3) == 0 ? 3 : 0;
}

// To the next line end, whatever is before it.
static void skip_row(struct reader *reader)
{
    const char *end = memchr(here(reader), '\n', reader->source->length - reader->at);
    reader->at = end ? (size_t)(end - reader->source->bytes) : reader->source->length;
    reader->token = (struct kconfig_token){.kind = TOKEN_END, .text = "", .span = {0}};
    reader->token.span = span_from(reader, reader->at);
}

// Whether a backslash takes away the line end at which the reader is. `start` is the least place
// that is looked at: a backslash before it belongs to a token that was read already.
static bool is_joined(const struct reader *reader, size_t start)
{
    const char *text = reader->source->bytes;
    size_t at = reader->at;
    at -= at > start && text[at - 1] == '\r';
    return !is_at_end(reader) && at > start && text[at - 1] == '\\';
}

void line_skip(struct reader *reader)
{
    size_t start = reader->at;
    skip_row(reader);
    while (is_joined(reader, start)) {
        start = ++reader->at;
        skip_row(reader);
    }
}

const char *line_rest(struct reader *reader)
{
    struct buffer rest;
    buffer_init(&rest, reader->kconfig->arena);
    while (!is_at_end(reader) && *here(reader) != '\n') {
        size_t join = join_length(here(reader));
        if (!join && (rest.length || !isspace((unsigned char)*here(reader)))) {
            buffer_byte(&rest, (uint8_t)*here(reader));
        }
        reader->at += join ? join : 1;
    }
    line_skip(reader);
    size_t length = rest.length;
    while (length && isspace((unsigned char)rest.bytes[length - 1])) {
        length--;
    }
    return length ? arena_copy(reader->kconfig->arena, rest.bytes, length) : "";
}

// Skips spaces, and line ends after a backslash.
static void skip_spaces(struct reader *reader)
{
    for (;;) {
        const char *text = here(reader);
        bool is_space = *text == ' ' || *text == '\t' || *text == '\r' || *text == '\f';
        size_t length = is_space ? 1 : join_length(text);
        if (length == 0) {
            return;
        }
        reader->at += length;
    }
}

static const char *intern(struct reader *reader, const char *text, size_t length)
{
    return names_intern(reader->kconfig->names, text, length);
}

// How deep macros may nest. Without a limit, each of many that begin, and do not end, would look at
// the whole rest of the line.
enum { MACRO_DEPTH_LIMIT = 100 };

// The length of `$(...)`, with those within it; 0 if none begins here.
static size_t macro_length(const char *text)
{
    size_t open = 0;
    if (text[0] != '$' || text[1] != '(') {
        return 0;
    }
    for (size_t i = 1; text[i] && text[i] != '\n' && open <= MACRO_DEPTH_LIMIT; i++) {
        open += text[i] == '(';
        open -= text[i] == ')';
        if (open == 0) {
            return i + 1;
        }
    }
    return 0;
}

// The name of the variable at `text`, the length of the name, and of all of it with its brackets;
// null if there is none.
static const char *variable_at(const char *text, size_t *length, size_t *whole)
{
    char close = text[1] == '(' ? ')' : text[1] == '{' ? '}' : 0;
    const char *name = text + (close ? 2 : 1);
    *length = 0;
    while (isalnum((unsigned char)name[*length]) || name[*length] == '_') {
        ++*length;
    }
    *whole = *length + (close ? 3 : 1);
    return *length && (!close || name[*length] == close) ? name : NULL;
}

// A backslash takes the next character as it is. A string that is not closed ends with its line,
// and is still a text, so that only one mistake is found.
static void read_text(struct reader *reader)
{
    size_t start = reader->at;
    char quote = *here(reader);
    struct buffer text;
    buffer_init(&text, reader->kconfig->arena);
    for (reader->at++;; reader->at++) {
        for (size_t join; (join = join_length(here(reader)));) {
            reader->at += join;
        }
        if (*here(reader) == quote) {
            break;
        }
        reader->at += *here(reader) == '\\' && here(reader)[1] && here(reader)[1] != '\n';
        if (is_at_end(reader) || *here(reader) == '\n') {
            line_report(reader, span_from(reader, start), "this string has no closing quote");
            reader->token = (struct kconfig_token){TOKEN_TEXT, "", span_from(reader, start)};
            return;
        }
        buffer_byte(&text, (uint8_t)*here(reader));
    }
    reader->at++;
    const char *found = line_expand(reader, text.length ? text.bytes : "", &reader->missing);
    reader->token = (struct kconfig_token){TOKEN_TEXT, intern(reader, found, strlen(found)),
                                           span_from(reader, start)};
}

// The length of `${NAME}`; 0 where none begins.
static size_t braces_length(const char *text)
{
    size_t length = 0, whole = 0;
    return text[0] == '$' && text[1] == '{' && variable_at(text, &length, &whole) ? whole : 0;
}

static size_t word_length(const char *text)
{
    size_t length = 0;
    for (;;) {
        unsigned char c = (unsigned char)text[length];
        size_t macro = macro_length(text + length) + braces_length(text + length);
        if (macro == 0 && !isalnum(c) && c < 0x80 && (!c || !strchr("_-./$", c))) {
            return length;
        }
        length += macro ? macro : 1;
    }
}

// A word that goes on in the next line, after a backslash.
static const char *read_parts(struct reader *reader, size_t length)
{
    struct buffer word;
    buffer_init(&word, reader->kconfig->arena);
    while (length) {
        buffer_bytes(&word, here(reader), length);
        reader->at += length;
        size_t join = join_length(here(reader));
        length = join ? word_length(here(reader) + join) : 0;
        reader->at += length ? join : 0;
    }
    return word.bytes;
}

static void read_word(struct reader *reader, size_t length)
{
    size_t start = reader->at;
    const char *text;
    if (join_length(here(reader) + length)) {
        text = read_parts(reader, length);
    } else {
        text = arena_copy(reader->kconfig->arena, here(reader), length);
        reader->at += length;
    }
    if (strchr(text, '$')) {
        text = line_expand(reader, text, &reader->missing);
    }
    reader->token = (struct kconfig_token){TOKEN_WORD, intern(reader, text, strlen(text)),
                                           span_from(reader, start)};
}

static void read_punctuation(struct reader *reader)
{
    static const char *const marks[] = {
        "&&", "||", "!=", "<=", ">=", ":=", "+=", "?=", "=", "<", ">", "(", ")", "!", ","};
    size_t start = reader->at;
    size_t length = 1;
    bool is_known = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && !is_known; i++) {
        is_known = strncmp(here(reader), marks[i], strlen(marks[i])) == 0;
        length = is_known ? strlen(marks[i]) : 1;
    }
    const char *text = intern(reader, here(reader), length);
    reader->at += length;
    reader->token = (struct kconfig_token){TOKEN_PUNCTUATION, text, span_from(reader, start)};
}

// `behind` is the end of the token before, so that spans of expressions do not include what
// follows. A byte that begins no token is a token of its own, which nothing expects.
void line_advance(struct reader *reader)
{
    reader->behind = reader->token.span.end;
    skip_spaces(reader);
    char next = is_at_end(reader) ? '\n' : *here(reader);
    size_t length = word_length(here(reader));
    if (next == '\n' || next == '#') {
        size_t end = reader->at;
        line_skip(reader);
        reader->token.span.start = reader->token.span.end = reader->source->start + (uint32_t)end;
    } else if (next == '"' || next == '\'') {
        read_text(reader);
    } else if (length && !is_at_end(reader)) {
        read_word(reader, length);
    } else {
        read_punctuation(reader);
    }
}

bool line_next(struct reader *reader)
{
    reader->is_wrong = false;
    reader->missing = NULL;
    for (;;) {
        while (!is_at_end(reader) && isspace((unsigned char)*here(reader))) {
            reader->at++;
        }
        if (is_at_end(reader)) {
            return false;
        }
        if (*here(reader) != '#' && *here(reader) != '$') { // a macro by itself says nothing
            line_advance(reader);
            return true;
        }
        line_skip(reader);
    }
}

// Columns before the first character of the line at `at`, tabs to multiples of eight; SIZE_MAX for
// a line of spaces alone, which never ends a help text.
static size_t indentation(const struct reader *reader)
{
    size_t columns = 0;
    for (const char *text = here(reader);; text++) {
        if (*text == '\t') {
            columns += 8 - columns % 8;
        } else if (*text == ' ') {
            columns++;
        } else {
            bool is_empty = *text == '\n' || *text == '\r' || !*text;
            return is_empty ? SIZE_MAX : columns;
        }
    }
}

// The first line that is not empty sets the indentation (the kernel's lexer.l). A help text without
// any indentation ends at once: SIZE_MAX - 1 is more than any line has.
void line_skip_help(struct reader *reader)
{
    size_t needed = SIZE_MAX;
    line_skip(reader);
    while (!is_at_end(reader)) {
        size_t line_end = reader->at++;
        size_t columns = indentation(reader);
        if (needed == SIZE_MAX && columns != SIZE_MAX) {
            needed = columns ? columns : SIZE_MAX - 1;
        }
        if (columns < needed) {
            reader->at = line_end;
            return;
        }
        skip_row(reader);
    }
}

static const char *variable_text(struct reader *reader, const char *name, size_t length)
{
    const char *interned = intern(reader, name, length);
    const char *text = map_find(reader->variables, interned);
    return text ? text : host_variable(reader->kconfig->sources->host, interned);
}

bool line_may_expand(struct reader *reader, size_t length)
{
    struct kconfig *kconfig = reader->kconfig;
    bool is_good = length <= SOURCE_SIZE_LIMIT - kconfig->expanded;
    kconfig->expanded += is_good ? length : 0;
    if (!is_good) {
        line_report(reader, reader->token.span, "the variables here make more than 64M of text");
    }
    return is_good;
}

// Values are not expanded again: those of the file were when they were set, so nothing recurses.
// The sum of all is bounded over the whole tree, see line_may_expand.
const char *line_expand(struct reader *reader, const char *text, const char **missing)
{
    struct buffer out;
    buffer_init(&out, reader->kconfig->arena);
    while (*text) {
        size_t length = 0, whole = 0;
        const char *name = *text == '$' ? variable_at(text, &length, &whole) : NULL;
        const char *value = name ? variable_text(reader, name, length) : NULL;
        size_t macro = macro_length(text);
        if (value) {
            buffer_text(&out, line_may_expand(reader, strlen(value)) ? value : "");
            text += whole;
        } else if (macro) { // without a value, or a function: nothing, as in Kconfig
            *missing = name ? arena_copy(reader->kconfig->arena, name, length) : *missing;
            text += macro;
        } else {
            *missing = name ? arena_copy(reader->kconfig->arena, name, length) : *missing;
            buffer_byte(&out, (uint8_t)*text++);
        }
    }
    return out.length ? out.bytes : "";
}
