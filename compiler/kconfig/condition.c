// Expressions of Kconfig files: `A && !(B = "x") || C > 4`.
//
// They are put into postfix order by Dijkstra's shunting yard: an operator waits until one that
// binds less tightly, or a closing parenthesis, shows that its right side is complete. There is no
// recursion, so an expression may be as deep as a line is long.
#include "line.h"

#include <ctype.h>
#include <string.h>

// What is being read: operators wait in `open` until their right side is there.
struct condition_reader {
    struct reader *reader;
    struct step *steps;
    size_t count, capacity;
    struct kconfig_token *open; // operators and opening parentheses
    size_t open_count, open_capacity;
};

static enum kconfig_operator operator_of(const struct kconfig_token *token)
{
    static const struct {
        const char *text;
        enum kconfig_operator operation;
    } operators[] = {
        {"!", KCONFIG_NOT},         {"&&", KCONFIG_AND},       {"||", KCONFIG_OR},
        {"=", KCONFIG_EQUAL},       {"!=", KCONFIG_NOT_EQUAL}, {"<", KCONFIG_LESS},
        {"<=", KCONFIG_LESS_EQUAL}, {">", KCONFIG_GREATER},    {">=", KCONFIG_GREATER_EQUAL},
    };
    for (size_t i = 0; token->kind == TOKEN_PUNCTUATION && i < sizeof operators / sizeof *operators;
         i++) {
        if (strcmp(operators[i].text, token->text) == 0) {
            return operators[i].operation;
        }
    }
    return KCONFIG_OPERAND;
}

// How tightly an operator binds: kconfig-language.rst, "Menu dependencies". `!A = B` is `!(A = B)`,
// since relations are between symbols only.
static int strength(enum kconfig_operator operation)
{
    static const int strengths[] = {
        [KCONFIG_OPERAND] = 0, // an opening parenthesis
        [KCONFIG_OR] = 1,         [KCONFIG_AND] = 2,       [KCONFIG_NOT] = 3,
        [KCONFIG_EQUAL] = 4,      [KCONFIG_NOT_EQUAL] = 4, [KCONFIG_LESS] = 4,
        [KCONFIG_LESS_EQUAL] = 4, [KCONFIG_GREATER] = 4,   [KCONFIG_GREATER_EQUAL] = 4,
    };
    return strengths[operation];
}

static void add_step(struct condition_reader *expression, struct step step)
{
    if (expression->count == expression->capacity) {
        expression->steps = arena_grow(expression->reader->kconfig->arena, expression->steps,
                                       &expression->capacity, sizeof *expression->steps);
    }
    expression->steps[expression->count++] = step;
}

static void add_open(struct condition_reader *expression, struct kconfig_token token)
{
    if (expression->open_count == expression->open_capacity) {
        expression->open = arena_grow(expression->reader->kconfig->arena, expression->open,
                                      &expression->open_capacity, sizeof *expression->open);
    }
    expression->open[expression->open_count++] = token;
}

// Closes the operators that bind at least so tightly; an opening parenthesis stops it, as its
// strength is 0.
static void close_operators(struct condition_reader *expression, int least)
{
    while (expression->open_count) {
        const struct kconfig_token *last = &expression->open[expression->open_count - 1];
        enum kconfig_operator operation = operator_of(last);
        if (strength(operation) < least) {
            return;
        }
        add_step(expression, (struct step){operation, NULL, NULL});
        expression->open_count--;
    }
}

// What begins with a digit or a minus is a number; `y`, `m` and `n` are constants, although they
// are written like symbols.
static bool is_literal(const struct kconfig_token *token)
{
    const char *text = token->text;
    return token->kind == TOKEN_TEXT || isdigit((unsigned char)*text) || *text == '-' ||
           strcmp(text, "y") == 0 || strcmp(text, "m") == 0 || strcmp(text, "n") == 0;
}

static void read_operand(struct condition_reader *expression)
{
    struct reader *reader = expression->reader;
    const struct kconfig_token *token = &reader->token;
    struct option *option = is_literal(token) ? NULL : option_get(reader->kconfig, token->text);
    add_step(expression, (struct step){KCONFIG_OPERAND, option, token->text});
    line_advance(reader);
}

// Reads what is where a value is due. True once that was a value; else a value is still due.
static bool read_value(struct condition_reader *expression)
{
    struct reader *reader = expression->reader;
    if (reader->token.kind == TOKEN_TEXT ||
        (reader->token.kind == TOKEN_WORD && !token_is(&reader->token, "if"))) {
        read_operand(expression);
        return true;
    }
    if (token_is(&reader->token, "!") || token_is(&reader->token, "(")) {
        add_open(expression, reader->token);
        line_advance(reader);
    } else {
        line_report(reader, reader->token.span, "a symbol or a value is missing here");
    }
    return false;
}

// Reads what comes after a value. True if another value is due. `!` after a value is not an
// operator.
static bool read_operator(struct condition_reader *expression)
{
    struct reader *reader = expression->reader;
    enum kconfig_operator operation = operator_of(&reader->token);
    if (operation != KCONFIG_OPERAND && operation != KCONFIG_NOT) {
        close_operators(expression, strength(operation));
        add_open(expression, reader->token);
        line_advance(reader);
        return true;
    }
    close_operators(expression, 1);
    if (token_is(&reader->token, ")") && expression->open_count) {
        expression->open_count--;
        line_advance(reader);
        return false;
    }
    if (expression->open_count) {
        struct diagnostic *diagnostic =
            line_report(reader, reader->token.span, "a `)` is missing here");
        add_note(diagnostic, expression->open[expression->open_count - 1].span,
                 "this `(` is not closed");
    } else if (reader->token.kind != TOKEN_END && !token_is(&reader->token, "if")) {
        line_report(reader, reader->token.span,
                    "expected an operator, `if` or the end of the line");
    }
    return false;
}

static bool is_done(const struct condition_reader *expression)
{
    const struct kconfig_token *token = &expression->reader->token;
    return expression->reader->is_wrong ||
           (expression->open_count == 0 && (token->kind == TOKEN_END || token_is(token, "if")));
}

// After a mistake the condition is empty, which is always true; it does not matter, since errors
// keep values from being computed at all (kconfig_new). `longest` bounds the stack that conditions
// are evaluated on.
struct condition condition_read(struct reader *reader)
{
    struct condition_reader expression = {.reader = reader};
    struct span span = reader->token.span;
    bool is_due = true;
    while (is_due || !is_done(&expression)) {
        if (is_due) {
            is_due = !read_value(&expression);
        } else {
            is_due = read_operator(&expression);
        }
        if (reader->is_wrong) {
            line_skip(reader);
            return (struct condition){0};
        }
    }
    struct kconfig *kconfig = reader->kconfig;
    kconfig->longest = expression.count > kconfig->longest ? expression.count : kconfig->longest;
    span.end = reader->behind;
    return (struct condition){expression.steps, expression.count, span};
}

struct condition operand_read(struct reader *reader)
{
    struct condition_reader expression = {.reader = reader};
    struct span span = reader->token.span;
    if (!read_value(&expression) && !reader->is_wrong) {
        line_report(reader, reader->token.span, "a symbol or a value is missing here");
    }
    return (struct condition){expression.steps, expression.count, span};
}

struct condition condition_read_if(struct reader *reader)
{
    if (!token_is(&reader->token, "if")) {
        return (struct condition){0};
    }
    line_advance(reader);
    return condition_read(reader);
}
