// What `config`, `menu` and `choice` say of themselves: the lines after them.
//
// Each attribute is a function that takes the rest of its line, and a row of the table at the end.
// What a line says goes to the definition that was begun last; a symbol may have several, and each
// keeps its own conditions. Of `select` and `set`, the symbol that is selected keeps the list, so
// that its value can be found without looking at all others.
#include "definitions.h"

#include <string.h>

void condition_add(struct kconfig_parser *parser, struct condition_list *list,
                   struct condition condition)
{
    struct arena *arena = parser->kconfig->arena;
    list_append(arena, list, arena_keep(arena, &condition, sizeof condition));
}

static void property_add(struct kconfig_parser *parser, struct property_list *list,
                         struct property property)
{
    struct arena *arena = parser->kconfig->arena;
    list_append(arena, list, arena_keep(arena, &property, sizeof property));
}

static void selection_add(struct kconfig_parser *parser, struct selection_list *list,
                          struct selection selection)
{
    struct arena *arena = parser->kconfig->arena;
    list_append(arena, list, arena_keep(arena, &selection, sizeof selection));
}

// Help texts end where their indentation does, so only the reader of lines can skip them.
static void take_help(struct kconfig_parser *parser, const char *keyword)
{
    (void)keyword;
    line_skip_help(parser_reader(parser));
}

// Each further prompt of the same definition replaces the one before, as in the kernel's tools,
// which warn about it.
static void take_prompt(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    (void)keyword;
    if (reader->token.kind != TOKEN_TEXT && reader->token.kind != TOKEN_WORD) {
        line_report(reader, reader->token.span, "the text of the prompt is missing here");
        return;
    }
    line_advance(reader);
    parser->definition->prompts.count = 0; // the last one counts
    condition_add(parser, &parser->definition->prompts, condition_read_if(reader));
}

// The first kind counts: a second definition that gives another is a mistake for Kconfig's own
// tools. Old files say `boolean` and `integer`. A tristate is a bool here that may also be `m`.
static void set_kind(struct kconfig_parser *parser, const char *kind)
{
    struct option *option = parser->option;
    if (option && !option->symbol.kind) {
        option->is_tristate = strcmp(kind, "tristate") == 0;
        option->symbol.kind = strcmp(kind, "boolean") == 0 || option->is_tristate ? "bool"
                              : strcmp(kind, "integer") == 0                      ? "int"
                                                                                  : kind;
    }
}

static void take_kind(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    set_kind(parser, keyword);
    if (reader->token.kind != TOKEN_END) {
        take_prompt(parser, keyword);
    }
}

// `missing` goes to the property, since a default made of a variable that is not set means nothing,
// and to the whole, so that a warning can say why values may differ from those of the project's own
// build.
static void take_default(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    struct property property = {.span = reader->token.span};
    (void)keyword;
    property.value = condition_read(reader);
    property.span.end = reader->behind;
    property.missing = reader->missing;
    parser->kconfig->missing =
        parser->kconfig->missing ? parser->kconfig->missing : reader->missing;
    property.condition = condition_read_if(reader);
    property_add(parser, &parser->definition->defaults, property);
}

static void take_kind_default(struct kconfig_parser *parser, const char *keyword)
{
    set_kind(parser, keyword + strlen("def_"));
    take_default(parser, keyword);
}

static void take_depends(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    (void)keyword;
    if (!token_is(&reader->token, "on")) {
        line_report(reader, reader->token.span, "`on` is missing here");
        return;
    }
    line_advance(reader);
    condition_add(parser, &parser->definition->depends, condition_read(reader));
}

static void take_visible(struct kconfig_parser *parser, const char *keyword)
{
    (void)keyword;
    condition_add(parser, &parser->definition->visible, condition_read_if(parser_reader(parser)));
}

static void take_range(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    struct property property = {.span = reader->token.span};
    (void)keyword;
    property.value = operand_read(reader);
    property.high = operand_read(reader);
    property.span.end = reader->behind;
    property.condition = condition_read_if(reader);
    property_add(parser, &parser->definition->ranges, property);
}

// What is selected may be defined later, or never: the list waits with the option. `select` in a
// menu or choice, where there is no option, has no effect.
static void take_select(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    struct property *property = arena_new(parser->kconfig->arena, sizeof *property);
    property->span = reader->token.span;
    property->value = operand_read(reader);
    property->condition = condition_read_if(reader);
    struct option *aim = property->value.count ? property->value.steps[0].option : NULL;
    if (aim && parser->option) {
        struct selection selection = {parser->option, parser->definition, property,
                                      strcmp(keyword, "imply") == 0};
        selection_add(parser, &aim->selections, selection);
    }
}

// `set NAME=VALUE [if E]`, or `set default`, which only replaces a default: new in esp-idf-kconfig
// 3. Unlike in `default`, a name on the right is a text and not a symbol.
static void take_set(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    (void)keyword;
    bool is_weak = token_is(&reader->token, "default");
    if (is_weak) {
        line_advance(reader);
    }
    struct property *property = arena_new(parser->kconfig->arena, sizeof *property);
    property->span = reader->token.span;
    struct condition aim = operand_read(reader);
    if (!token_is(&reader->token, "=")) {
        line_report(reader, reader->token.span, "expected `=`, as in `set NAME=VALUE`");
        return;
    }
    line_advance(reader);
    property->value = operand_read(reader);
    property->span.end = reader->behind;
    property->condition = condition_read_if(reader);
    struct option *option = aim.count ? aim.steps[0].option : NULL;
    if (option && parser->option) {
        struct selection selection = {parser->option, parser->definition, property, is_weak};
        selection_add(parser, &option->sets, selection);
    }
}

// `option env="NAME"` takes the value from the environment, written as if it were a default; other
// options of this kind (`modules`, `defconfig_list`, `allnoconfig_y`) do not affect values here.
static void take_option(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    (void)keyword;
    if (token_is(&reader->token, "env")) {
        line_advance(reader);
        line_advance(reader);
        const char *missing = NULL;
        const char *text = line_expand(
            reader, arena_format(parser->kconfig->arena, "$(%s)", reader->token.text), &missing);
        struct step *step = arena_new(parser->kconfig->arena, sizeof *step);
        *step = (struct step){KCONFIG_OPERAND, NULL, text};
        struct property property = {.value = {step, 1, reader->token.span},
                                    .span = reader->token.span};
        if (!missing) {
            property_add(parser, &parser->definition->defaults, property);
        }
    }
    line_skip(reader);
}

static void take_optional(struct kconfig_parser *parser, const char *keyword)
{
    (void)keyword;
    if (parser->choice) {
        parser->choice->is_optional = true;
    }
}

static void take_nothing(struct kconfig_parser *parser, const char *keyword)
{
    (void)keyword;
    line_skip(parser_reader(parser));
}

// kconfig-language.rst, "Menu attributes", and what ESP-IDF adds. `help` is the last in the text of
// an entry, but the order of all others is free.
static const struct statement attributes[] = {
    {"help", take_help},
    {"---help---", take_help},
    {"prompt", take_prompt},
    {"bool", take_kind},
    {"boolean", take_kind},
    {"tristate", take_kind},
    {"int", take_kind},
    {"integer", take_kind},
    {"hex", take_kind},
    {"string", take_kind},
    {"float", take_kind}, // of ESP-IDF
    {"def_bool", take_kind_default},
    {"def_tristate", take_kind_default},
    {"def_int", take_kind_default},
    {"def_hex", take_kind_default},
    {"def_string", take_kind_default},
    {"default", take_default},
    {"depends", take_depends},
    {"visible", take_visible},
    {"range", take_range},
    {"select", take_select},
    {"imply", take_select},
    {"set", take_set},
    {"option", take_option},
    {"optional", take_optional},
    {"modules", take_nothing},
    {"warning", take_nothing}, // of ESP-IDF: shown where the symbol is set
};

enum { ATTRIBUTE_COUNT = sizeof attributes / sizeof *attributes };

const struct statement *attribute_find(const char *name, struct nearest *nearest)
{
    return statement_find(attributes, ATTRIBUTE_COUNT, name, nearest);
}
