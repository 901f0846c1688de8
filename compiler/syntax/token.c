// The tokens that the scanner finds: their values, and what is wrong with them.
//
// A mistake within a token is reported here, once. A bad number or string still is a token of its
// kind, so that the grammar finds no second mistake; its place is marked as damaged.
#include "token.h"

#include "braces.h"
#include "schema.h"
#include "secret.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

struct span token_place(const struct parser *parser, const char *text, size_t length)
{
    uint32_t start = parser->start + (uint32_t)(text - parser->buffer);
    return (struct span){start, start + (uint32_t)length};
}

static const char *text_at(const struct parser *parser, struct span place)
{
    return parser->file->source->bytes + (place.start - parser->file->source->start);
}

// `///` documents, `////` is a line to part things, and `/** */` is an ordinary comment.
static enum comment_kind comment_kind(const char *text, size_t length)
{
    if (text[1] == '*') {
        return COMMENT_BLOCK;
    }
    if (length < 3 || text[2] != '/' || (length > 3 && text[3] == '/')) {
        return COMMENT_LINE;
    }
    return length > 3 && text[3] == '<' ? COMMENT_BEHIND : COMMENT_BEFORE;
}

// flex ends a line at its line feed, so that a carriage return before it belongs to the comment; it
// must not get into documentation.
void token_comment(struct parser *parser, struct span place)
{
    if (parser->comment_count == parser->comment_capacity) {
        parser->comments = arena_grow(parser->arena, parser->comments, &parser->comment_capacity,
                                      sizeof *parser->comments);
    }
    const char *text = text_at(parser, place);
    place.end -= text[place.end - place.start - 1] == '\r';
    parser->comments[parser->comment_count++] =
        (struct comment){comment_kind(text, place.end - place.start), place};
}

// The message is at the comment's beginning: its end is that of the file. What the comment
// swallowed may have declared anything, and braces, too.
void token_unclosed_comment(struct parser *parser, struct span place)
{
    secret_swallowed(parser, place);
    place.end = place.start + 2;
    report(parser->syntax->diagnostics, CODE_UNCLOSED_COMMENT, place,
           "this comment is not closed; `*/` is missing");
    parser->syntax->damage.is_torn = true;
}

// The file is UTF-8 throughout (parse.c); 0 for what is not a letter of several bytes.
static uint32_t code_point(const char *text, size_t length)
{
    static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    size_t bytes = text_character(text, text + length);
    uint32_t code = bytes ? (unsigned char)text[0] & masks[bytes] : 0;
    for (size_t i = 1; i < bytes; i++) {
        code = code << 6 | ((unsigned char)text[i] & 0x3f);
    }
    return code;
}

// Letters that look like something that the language has, as word processors and pages put them.
static void explain_letter(struct diagnostic *diagnostic, uint32_t code)
{
    bool is_space = code == 0xa0 || (code >= 0x2000 && code <= 0x200f) || code == 0x202f ||
                    code == 0x2060 || code == 0x3000 || code == 0xfeff;
    bool is_quote = code >= 0x2018 && code <= 0x201f;
    bool is_dash = code >= 0x2010 && code <= 0x2015;
    if (is_space || is_quote || is_dash) {
        add_note(diagnostic, (struct span){0}, "it is U+%04" PRIX32 "; write a plain %s", code,
                 is_space   ? "space"
                 : is_quote ? "double quote"
                            : "minus (or, in a name, put the name in quotes)");
    } else {
        add_note(diagnostic, (struct span){0},
                 "a name with letters other than A to Z is written as a string");
    }
}

void token_damage(struct parser *parser, struct span place)
{
    damage_begin(parser->arena, &parser->syntax->damage, place, false);
}

// `#` begins a comment in many languages, and the scanner takes the rest of the line; single quotes
// come in pairs, of which the first is reported. Other characters may be part of a name, so that
// what follows is likely to be wrong, too (`is_broken`).
void token_strange(struct parser *parser, struct span place, const char *text, size_t length)
{
    struct diagnostics *diagnostics = parser->syntax->diagnostics;
    unsigned char first = (unsigned char)text[0];
    struct diagnostic *diagnostic;
    if (first == '#') {
        secret_swallowed(parser, place);
    }
    place.end = place.start + (uint32_t)length;
    token_damage(parser, place);
    if (first == '\'' && place.start < parser->quoted_to) {
        parser->is_broken = true;
        return;
    }
    if (first < 0x20 || first == 0x7f) {
        diagnostic = report(diagnostics, CODE_STRANGE_CHARACTER, place,
                            "a control character (0x%02x) is not allowed here", first);
    } else {
        diagnostic = report(diagnostics, CODE_STRANGE_CHARACTER, place,
                            "`%.*s` has no meaning here", (int)length, text);
    }
    parser->is_broken = first != '#';
    if (first == '#') {
        add_note(diagnostic, (struct span){0},
                 "a comment begins with `//`, `include \"FILE\";` includes another file, and "
                 "`const NAME = VALUE;` defines a constant");
    } else if (first == '@') {
        add_note(diagnostic, (struct span){0}, "an offset is written `at 0x10000`");
    } else if (first == '\'') {
        add_note(diagnostic, (struct span){0}, "a string is in double quotes");
        const struct source *source = parser->file->source;
        const char *rest = source->bytes + (place.end - source->start);
        parser->quoted_to = place.end + (uint32_t)strcspn(rest, "\n");
    } else if (first >= 0x80) {
        explain_letter(diagnostic, code_point(text, length));
    }
}

// A word with a meaning is also a name: the grammar takes most of them as such.
int token_word(struct parser *parser, union semantic *value, struct span place, const char *text,
               size_t length)
{
    const char *name = names_intern(parser->syntax->names, text, length);
    value->name = (struct syntax_name){name, place, false};
    const int *token = map_find(&parser->syntax->words, name);
    return token ? *token : TOKEN_IDENTIFIER;
}

// The character that a backslash followed by `c` means; -1 for none.
static int escaped(char c)
{
    static const char escapes[] = "\"\\nrt";
    static const char characters[] = "\"\\\n\r\t";
    const char *found = c ? strchr(escapes, c) : NULL;
    return found ? characters[found - escapes] : -1;
}

// What is between the quotes, with escapes replaced. A backslash at the very end cannot be: the
// scanner would have taken the quote after it as escaped.
static const char *unescape(struct parser *parser, struct span place, const char *text,
                            size_t length)
{
    char *plain = arena_new(parser->arena, length + 1);
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '\\' || i + 1 == length) {
            plain[count++] = text[i];
            continue;
        }
        i++;
        int character = escaped(text[i]);
        if (character < 0) {
            uint32_t start = place.start + (uint32_t)i;
            report(parser->syntax->diagnostics, CODE_BAD_ESCAPE, (struct span){start, start + 2},
                   "a backslash can only be followed by `\"`, `\\`, n, r or t; write `\\\\` for a "
                   "backslash");
            token_damage(parser, place);
            continue;
        }
        plain[count++] = (char)character;
    }
    return names_intern(parser->syntax->names, plain, count);
}

// Texts are C strings from here on, so a NUL would cut them: it is refused.
int token_string(struct parser *parser, union semantic *value, struct span place, const char *text,
                 size_t length)
{
    bool is_plain = !memchr(text, '\\', length) && !memchr(text, 0, length);
    const char *content = is_plain ? names_intern(parser->syntax->names, text + 1, length - 2)
                                   : unescape(parser, place, text + 1, length - 2);
    if (memchr(text, 0, length)) {
        report(parser->syntax->diagnostics, CODE_STRANGE_CHARACTER, place,
               "a control character (0x00) is not allowed here");
        token_damage(parser, place);
    }
    value->name = (struct syntax_name){content, place, true};
    return TOKEN_STRING;
}

// The string ends with its line, and the grammar gets it as one, so that no second mistake is
// found.
int token_unclosed_string(struct parser *parser, union semantic *value, struct span place,
                          const char *text, size_t length)
{
    while (length > 1 && text[length - 1] == '\r') {
        length--;
    }
    struct span shown = {place.start, place.start + (uint32_t)length};
    report(parser->syntax->diagnostics, CODE_UNCLOSED_STRING, shown,
           "this string is not closed on its line; `\"` is missing");
    const char *content = names_intern(parser->syntax->names, text + 1, length - 1);
    value->name = (struct syntax_name){content, place, true};
    token_damage(parser, shown);
    parser->is_broken = true;
    return TOKEN_STRING;
}

// Both lists have the same order. The scanner's pattern has exactly these characters, so that
// strchr finds each.
int token_character(struct parser *parser, char character, struct span place)
{
    static const char characters[] = "{}()[];,:.=?|^&<>+-*/%~!";
    static const int tokens[] = {
        TOKEN_BRACE_OPEN,   TOKEN_BRACE_CLOSE,   TOKEN_PAREN_OPEN, TOKEN_PAREN_CLOSE,
        TOKEN_BRACKET_OPEN, TOKEN_BRACKET_CLOSE, TOKEN_SEMICOLON,  TOKEN_COMMA,
        TOKEN_COLON,        TOKEN_DOT,           TOKEN_ASSIGN,     TOKEN_QUESTION,
        TOKEN_BIT_OR,       TOKEN_BIT_XOR,       TOKEN_BIT_AND,    TOKEN_LESS,
        TOKEN_GREATER,      TOKEN_ADD,           TOKEN_SUBTRACT,   TOKEN_MULTIPLY,
        TOKEN_DIVIDE,       TOKEN_REMAINDER,     TOKEN_COMPLEMENT, TOKEN_LOGICAL_NOT,
    };
    braces_count(parser, character, place);
    parser->is_broken &= character != ';';
    return tokens[strchr(characters, character) - characters];
}

void token_exhausted(const struct parser *parser)
{
    arena_fail(parser->arena);
}
