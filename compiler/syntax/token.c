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
#include <stdlib.h>
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
    bool is_blank = code == 0xa0 || (code >= 0x2000 && code <= 0x200f) || code == 0x202f ||
                    code == 0x2060 || code == 0x3000 || code == 0xfeff;
    bool is_quote = code >= 0x2018 && code <= 0x201f;
    bool is_dash = code >= 0x2010 && code <= 0x2015;
    if (is_blank || is_quote || is_dash) {
        add_note(diagnostic, (struct span){0}, "it is U+%04" PRIX32 "; write a plain %s", code,
                 is_blank   ? "space"
                 : is_quote ? "double quote"
                            : "minus (or, in a name, put the name in quotes)");
    } else {
        add_note(diagnostic, (struct span){0},
                 "a name with letters other than A to Z is written as a string");
    }
}

static void damage(struct parser *parser, struct span place)
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
    damage(parser, place);
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

// The value of a digit in a base, or -1.
static int digit_value(char c, unsigned base)
{
    int value = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : 99;
    return value < (int)base ? value : -1;
}

struct scanned {
    uint64_t value;
    size_t digits; // characters that belong to the number itself; the suffix stands behind them
    unsigned base;
    bool is_misplaced; // an underscore that does not stand between digits
    bool is_too_large;
};

// The value wraps if it is too large, which is defined for unsigned numbers and noted before.
static struct scanned scan_digits(const char *text, size_t length)
{
    struct scanned scanned = {.base = 10};
    size_t at = 0;
    if (length > 1 && text[0] == '0' && (text[1] | 0x20) == 'x') {
        scanned.base = 16;
        at = 2;
    } else if (length > 1 && text[0] == '0' && (text[1] | 0x20) == 'b') {
        scanned.base = 2;
        at = 2;
    }
    bool after_digit = false;
    for (; at < length; at++) {
        int digit = digit_value(text[at], scanned.base);
        if (digit >= 0) {
            scanned.is_too_large |= scanned.value > (UINT64_MAX - (unsigned)digit) / scanned.base;
            scanned.value = scanned.value * scanned.base + (unsigned)digit;
        } else if (text[at] != '_') {
            break;
        } else {
            scanned.is_misplaced |= !after_digit;
        }
        after_digit = digit >= 0;
    }
    scanned.is_misplaced |= !after_digit;
    scanned.digits = at;
    return scanned;
}

// The binary units of ESP-IDF's partitions.csv: K is 1024.
static unsigned suffix_shift(char suffix)
{
    switch (suffix) {
    case 'K':
    case 'k':
        return 10;
    case 'M':
    case 'm':
        return 20;
    case 'G':
    case 'g':
        return 30;
    default:
        return 0;
    }
}

static bool is_exact_suffix(const char *suffix, size_t length)
{
    return length == 0 || (length == 1 && strchr("KMG", *suffix));
}

// `kB`, `KiB`, `k`: what people write for K. It gets a fix, and counts as healed.
static bool is_meant_as_suffix(const char *suffix, size_t length)
{
    static const char *const behind[] = {"", "b", "B", "ib", "iB"};
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        if (length == strlen(behind[i]) + 1 && suffix_shift(*suffix) &&
            strncmp(suffix + 1, behind[i], length - 1) == 0) {
            return true;
        }
    }
    return false;
}

// What C would read as octal, and people as decimal: refused, as both would be surprised.
static bool has_leading_zero(const char *text, const struct scanned *scanned)
{
    return scanned->base == 10 && scanned->digits > 1 && text[0] == '0';
}

// A fix is only offered if the rest of the number is good: it must be accepted once it is applied.
static void report_bad_number(struct parser *parser, struct span place, const char *text,
                              size_t length, const struct scanned *scanned)
{
    struct diagnostics *diagnostics = parser->syntax->diagnostics;
    const char *suffix = text + scanned->digits;
    size_t suffix_length = length - scanned->digits;
    bool is_clear = !scanned->is_misplaced && !has_leading_zero(text, scanned) &&
                    !scanned->is_too_large && scanned->value <= UINT64_MAX >> suffix_shift(*suffix);
    if (is_clear && is_meant_as_suffix(suffix, suffix_length)) {
        char unit = (char)(*suffix & ~0x20);
        struct diagnostic *diagnostic =
            report(diagnostics, CODE_BAD_NUMBER, place, "`%.*s` is not a number; write `%.*s%c`",
                   (int)length, text, (int)scanned->digits, text, unit);
        add_fix(diagnostic, place, "%.*s%c", (int)scanned->digits, text, unit);
        parser->syntax->healed++;
        return;
    }
    parser->is_broken = true; // it was a name, perhaps
    damage(parser, place);
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_BAD_NUMBER, place, "`%.*s` is not a number", (int)length, text);
    add_note(diagnostic, (struct span){0},
             "numbers are decimal, `0x` or `0b`, with `_` between digits and K, M or G at the "
             "end; a name that begins with a digit is written as a string");
}

static void report_leading_zero(struct parser *parser, struct span place, const char *text,
                                size_t length)
{
    size_t zeros = 0;
    while (zeros + 1 < length && (text[zeros] == '0' || text[zeros] == '_')) {
        zeros++;
    }
    struct diagnostic *diagnostic =
        report(parser->syntax->diagnostics, CODE_BAD_NUMBER, place,
               "`%.*s` has a leading zero; write `%.*s` (there are no octal numbers)", (int)length,
               text, (int)(length - zeros), text + zeros);
    add_fix(diagnostic, place, "%.*s", (int)(length - zeros), text + zeros);
}

// The suffix is checked before the shift: `value << shift` of a number that is too large is never
// used, since an error was reported.
int token_number(struct parser *parser, union semantic *value, struct span place, const char *text,
                 size_t length)
{
    struct scanned scanned = scan_digits(text, length);
    const char *suffix = text + scanned.digits;
    size_t suffix_length = length - scanned.digits;
    unsigned shift = suffix_length ? suffix_shift(*suffix) : 0;
    if (!is_exact_suffix(suffix, suffix_length) || scanned.is_misplaced) {
        report_bad_number(parser, place, text, length, &scanned);
    } else if (has_leading_zero(text, &scanned)) {
        report_leading_zero(parser, place, text, length);
        damage(parser, place);
    } else if (scanned.is_too_large || scanned.value > UINT64_MAX >> shift) {
        report(parser->syntax->diagnostics, CODE_NUMBER_TOO_LARGE, place,
               "`%.*s` is too large; the largest number is 2^64-1", (int)length, text);
        damage(parser, place);
    }
    value->word = (struct syntax_word){
        .kind = WORD_INTEGER,
        .span = place,
        .text = names_intern(parser->syntax->names, text, length),
        .integer = scanned.value << shift,
    };
    return TOKEN_INTEGER;
}

// The text is kept, not its value: only the place where it is used has the type that it is read as.
int token_float(struct parser *parser, union semantic *value, struct span place, const char *text,
                size_t length)
{
    char *digits = arena_copy(parser->arena, text, length - 1);
    size_t count = 0;
    for (size_t i = 0; i + 1 < length; i++) { // without `_`
        digits[count] = text[i];
        count += text[i] != '_';
    }
    digits[count] = 0;
    value->word = (struct syntax_word){
        .kind = WORD_FLOAT,
        .span = place,
        .text = names_intern(parser->syntax->names, digits, strlen(digits)),
    };
    return TOKEN_FLOAT;
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
            damage(parser, place);
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
        damage(parser, place);
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
    damage(parser, shown);
    parser->is_broken = true;
    return TOKEN_STRING;
}

// Both lists have the same order. The scanner's pattern has exactly these characters, so that
// strchr finds each.
int token_sign(struct parser *parser, char sign, struct span place)
{
    static const char signs[] = "{}()[];,:.=?|^&<>+-*/%~!";
    static const int tokens[] = {
        TOKEN_BRACE_OPEN,   TOKEN_BRACE_CLOSE,   TOKEN_PAREN_OPEN, TOKEN_PAREN_CLOSE,
        TOKEN_BRACKET_OPEN, TOKEN_BRACKET_CLOSE, TOKEN_SEMICOLON,  TOKEN_COMMA,
        TOKEN_COLON,        TOKEN_DOT,           TOKEN_ASSIGN,     TOKEN_QUESTION,
        TOKEN_BIT_OR,       TOKEN_BIT_XOR,       TOKEN_BIT_AND,    TOKEN_LESS,
        TOKEN_GREATER,      TOKEN_ADD,           TOKEN_SUBTRACT,   TOKEN_MULTIPLY,
        TOKEN_DIVIDE,       TOKEN_REMAINDER,     TOKEN_COMPLEMENT, TOKEN_LOGICAL_NOT,
    };
    braces_count(parser, sign, place);
    parser->is_broken &= sign != ';';
    return tokens[strchr(signs, sign) - signs];
}

void token_exhausted(const struct parser *parser)
{
    arena_fail(parser->arena);
}
