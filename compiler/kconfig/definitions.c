// The statements of Kconfig files.
//
// Menus, choices and ifs are scopes, which know the one around them; a file that another one
// sources begins in the scope of its `source`, and must end in it. Files that are sourced wait on a
// stack, so that however deep they are nested, nothing here recurses.
#include "definitions.h"

#include <string.h>

// Begins a definition: the attributes of the following lines are its own, until the next one
// begins.
static void begin(struct kconfig_parser *parser, struct option *option,
                  struct kconfig_choice *choice)
{
    struct definition *definition = arena_new(parser->kconfig->arena, sizeof *definition);
    definition->scope = parser->scope;
    parser->definition = definition;
    parser->option = option;
    parser->choice = choice;
}

// After an `if`, an `end...` or a `source` no attribute may follow.
static void end(struct kconfig_parser *parser)
{
    parser->definition = NULL;
    parser->option = NULL;
    parser->choice = NULL;
}

// Notes what is in a choice, in the order of the file, which decides what is below what (choice.c).
static void add_node(struct kconfig_parser *parser, struct choice_node node)
{
    if (parser->scope && parser->scope->choice) {
        struct arena *arena = parser->kconfig->arena;
        list_append(arena, &parser->scope->nodes, arena_keep(arena, &node, sizeof node));
    }
}

// The limit is reported once, where it is reached; deeper blocks are read all the same, so that
// their ends match. As that is an error, values are never computed, and only choice.c has to look
// at the depth. A menu within a choice hides the choice from what is in it.
static void open_scope(struct kconfig_parser *parser, const char *keyword, struct span span)
{
    size_t depth = parser->scope ? parser->scope->depth + 1 : 1;
    struct scope *scope = arena_new(parser->kconfig->arena, sizeof *scope);
    if (depth == SCOPE_DEPTH_LIMIT) {
        report(parser->kconfig->diagnostics, CODE_KCONFIG_TOO_DEEP, span,
               "menus, choices and ifs are nested more than 100 deep");
    }
    *scope = (struct scope){
        .parent = parser->scope,
        .definition = parser->definition,
        .choice = parser->choice  ? parser->choice
                  : parser->scope ? parser->scope->choice
                                  : NULL,
        .keyword = keyword,
        .span = span,
        .depth = depth,
        .is_choice = parser->choice,
    };
    add_node(parser, (struct choice_node){NULL, strcmp(keyword, "if") == 0 ? scope : NULL,
                                          parser->definition});
    if (strcmp(keyword, "menu") == 0) {
        scope->choice = NULL;
    }
    if (parser->choice) {
        parser->choice->scope = scope;
    }
    parser->scope = scope;
}

// A symbol may be defined in several places. Messages point at the first.
static void take_config(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    (void)keyword;
    if (reader->token.kind != TOKEN_WORD) {
        line_report(reader, reader->token.span, "the name of a symbol is missing here");
        return;
    }
    struct option *option = option_get(parser->kconfig, reader->token.text);
    if (!span_is_known(option->symbol.span)) {
        option->symbol.span = reader->token.span;
    }
    line_advance(reader);
    begin(parser, option, NULL);
    list_append(parser->kconfig->arena, &option->definitions, parser->definition);
    add_node(parser, (struct choice_node){option, NULL, parser->definition});
}

// A choice may have a name, which nothing here needs: the parts of a choice that is defined twice
// are taken as two.
static void take_choice(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    struct span span = reader->token.span;
    struct kconfig_choice *choice = arena_new(parser->kconfig->arena, sizeof *choice);
    if (reader->token.kind == TOKEN_WORD) {
        line_advance(reader);
    }
    begin(parser, NULL, choice);
    choice->definition = parser->definition;
    list_append(parser->kconfig->arena, &parser->kconfig->choices, choice);
    open_scope(parser, keyword, span);
}

static void take_menu(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    struct span span = reader->token.span;
    if (reader->token.kind == TOKEN_END) {
        line_report(reader, span, "the title of the menu is missing here");
        return;
    }
    line_advance(reader);
    begin(parser, NULL, NULL);
    open_scope(parser, keyword, span);
}

static void take_if(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    struct span span = reader->token.span;
    begin(parser, NULL, NULL);
    condition_add(parser, &parser->definition->depends, condition_read(reader));
    open_scope(parser, keyword, span);
    end(parser);
}

// The innermost block of this file that `keyword` ends; null if there is none.
static const struct scope *find_block(const struct kconfig_parser *parser, const char *keyword)
{
    const struct open_file *file = parser->files.items[parser->files.count - 1];
    struct scope *scope = parser->scope;
    while (scope != file->outer && strcmp(scope->keyword, keyword + strlen("end")) != 0) {
        scope = scope->parent;
    }
    return scope == file->outer ? NULL : scope;
}

// `end(parser)` comes first: whatever is wrong, attributes after this line are not those of the
// block. If an inner block has no end, it is closed as well, with one message.
static void take_end(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    const struct scope *block = find_block(parser, keyword);
    const char *opener = keyword + strlen("end");
    struct span span = {reader->behind - (uint32_t)strlen(keyword), reader->behind};
    end(parser);
    if (!block) {
        line_report(reader, span,
                    arena_format(parser->kconfig->arena, "`%s` without its `%s`", keyword, opener));
        return;
    }
    if (block != parser->scope) {
        struct diagnostic *diagnostic = line_report(
            reader, span,
            arena_format(parser->kconfig->arena, "an `end%s` is missing before this `%s`",
                         parser->scope->keyword, keyword));
        add_note(diagnostic, parser->scope->span, "this `%s` is still open",
                 parser->scope->keyword);
    }
    parser->scope = block->parent;
}

static void take_comment(struct kconfig_parser *parser, const char *keyword)
{
    (void)keyword;
    line_advance(parser_reader(parser));
    begin(parser, NULL, NULL);
    add_node(parser, (struct choice_node){NULL, NULL, parser->definition});
}

static void take_title(struct kconfig_parser *parser, const char *keyword)
{
    (void)keyword;
    line_advance(parser_reader(parser));
}

static void take_source(struct kconfig_parser *parser, const char *keyword)
{
    end(parser);
    files_source(parser, keyword);
}

// kconfig-language.rst, "Menu entries". `rsource`, `osource` and `orsource` are those of ESP-IDF's
// kconfiglib: relative to the file, optional, or both.
static const struct statement statements[] = {
    {"config", take_config},   {"menuconfig", take_config},
    {"choice", take_choice},   {"menu", take_menu},
    {"if", take_if},           {"endchoice", take_end},
    {"endmenu", take_end},     {"endif", take_end},
    {"comment", take_comment}, {"mainmenu", take_title},
    {"source", take_source},   {"rsource", take_source},
    {"osource", take_source},  {"orsource", take_source},
};

enum { STATEMENT_COUNT = sizeof statements / sizeof *statements };

// `NAME = text`, `:=`, `+=`, `?=`: the kernel's kconfig-macro-language.rst. `=` and `:=` differ in
// when variables on the right are replaced, which does not matter here: files set them before they
// use them. `+=` may double a text with every line, which line_may_expand stops.
static bool take_variable(struct kconfig_parser *parser, const struct kconfig_token *name)
{
    struct reader *reader = parser_reader(parser);
    const struct kconfig_token *assignment = &reader->token;
    bool is_sum = token_is(assignment, "+=");
    bool is_weak = token_is(assignment, "?=");
    if (!is_sum && !is_weak && !token_is(assignment, "=") && !token_is(assignment, ":=")) {
        return false;
    }
    const char *missing = NULL;
    const char *text = line_expand(reader, line_rest(reader), &missing);
    const char *before = map_find(&parser->variables, name->text);
    if (before && is_weak) {
        return true;
    }
    if (before && is_sum && !line_may_expand(reader, strlen(before))) {
        return true;
    }
    char *whole = before && is_sum ? arena_format(parser->kconfig->arena, "%s %s", before, text)
                                   : arena_copy(parser->kconfig->arena, text, strlen(text));
    map_set(parser->kconfig->arena, &parser->variables, name->text, whole);
    return true;
}

// An unknown statement is not fatal: newer tools may know more, and most statements do not affect
// values.
static void take_unknown(struct kconfig_parser *parser, const struct kconfig_token *name)
{
    struct diagnostics *diagnostics = parser->kconfig->diagnostics;
    struct nearest nearest = nearest_to(name->text);
    if (wants_hints(diagnostics)) {
        statement_find(statements, STATEMENT_COUNT, name->text, &nearest);
        attribute_find(name->text, &nearest);
    }
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_KCONFIG_STATEMENT, name->span, "unknown Kconfig statement `%s`%s",
               name->text, nearest_hint(diagnostics->arena, &nearest));
    add_note(diagnostic, (struct span){0}, "the line is ignored");
}

// One function for all lines. A word may only be an attribute or a statement, or, if it is neither,
// the name of a variable: so a variable cannot have a keyword's name, as in Kconfig itself.
static void take_line(struct kconfig_parser *parser)
{
    struct reader *reader = parser_reader(parser);
    struct kconfig_token name = reader->token;
    const struct statement *statement =
        statement_find(statements, STATEMENT_COUNT, name.text, NULL);
    const struct statement *attribute = attribute_find(name.text, NULL);
    line_advance(reader);
    if (name.kind != TOKEN_WORD || !(statement || attribute)) {
        if (name.kind != TOKEN_WORD || !take_variable(parser, &name)) {
            take_unknown(parser, &name);
        }
        line_skip(reader);
        return;
    }
    if (attribute && !parser->definition) {
        line_report(reader, name.span,
                    arena_format(parser->kconfig->arena,
                                 "`%s` belongs after a `config`, `menu` or `choice`", name.text));
    } else {
        (attribute ? attribute : statement)->take(parser, name.text);
    }
    if (reader->token.kind != TOKEN_END) {
        line_report(reader, reader->token.span, "expected the end of the line");
    }
    line_skip(reader);
}

// Blocks end in the file that they begin in: otherwise a missing `endmenu` would be reported in
// some other file that sources this one.
static void close_file(struct kconfig_parser *parser)
{
    const struct open_file *file = parser->files.items[--parser->files.count];
    for (; parser->scope != file->outer; parser->scope = parser->scope->parent) {
        report(parser->kconfig->diagnostics, CODE_KCONFIG_SYNTAX, parser->scope->span,
               "this `%s` has no `end%s`", parser->scope->keyword, parser->scope->keyword);
    }
    end(parser);
}

// The loop ends when the outermost file does, or when there are more errors than anybody is shown:
// the rest of a file that is not Kconfig at all is not worth reading.
void definitions_read(struct kconfig *kconfig, const struct source *root)
{
    struct kconfig_parser parser = {.kconfig = kconfig, .root = root};
    file_open(&parser, NULL, root, (struct span){0});
    while (parser.files.count && kconfig->diagnostics->errors < DIAGNOSTICS_LIMIT) {
        if (line_next(parser_reader(&parser))) {
            take_line(&parser);
        } else {
            close_file(&parser);
        }
    }
}
