#include "build.h"

struct list build_append(struct parser *parser, struct list list, const void *node)
{
    list_append(parser->arena, &list, node);
    return list;
}

struct list build_append_name(struct parser *parser, struct list list, struct syntax_name name)
{
    struct syntax_name *kept = arena_new(parser->arena, sizeof *kept);
    *kept = name;
    return build_append(parser, list, kept);
}

struct list build_append_word(struct parser *parser, struct list list, struct syntax_word word)
{
    struct syntax_word *kept = arena_new(parser->arena, sizeof *kept);
    *kept = word;
    return build_append(parser, list, kept);
}

struct list build_append_reference(struct parser *parser, struct list list,
                                   struct syntax_reference reference)
{
    struct syntax_reference *kept = arena_new(parser->arena, sizeof *kept);
    *kept = reference;
    return build_append(parser, list, kept);
}

struct syntax_word build_name_word(struct syntax_name name)
{
    enum word_kind kind = name.is_quoted ? WORD_STRING : WORD_NAME;
    return (struct syntax_word){.kind = kind, .span = name.span, .text = name.text};
}

struct syntax_word build_string_word(struct syntax_name string)
{
    return (struct syntax_word){.kind = WORD_STRING, .span = string.span, .text = string.text};
}

struct syntax_type build_type_reference(struct parser *parser, struct syntax_word type,
                                        struct syntax_word subtype)
{
    struct span span = span_join(type.span, subtype.span);
    if (type.span.end + 1 != subtype.span.start) {
        struct diagnostic *diagnostic =
            report(parser->syntax->diagnostics, CODE_BLANK_IN_TYPE, span,
                   "a type and its subtype are written without spaces");
        add_fix(diagnostic, span, "%s.%s", type.text, subtype.text);
    }
    return (struct syntax_type){type, subtype, span, true};
}

struct syntax_item *build_item(struct parser *parser, enum item_kind kind, struct span span,
                               struct syntax_name name, const struct expression *value)
{
    struct syntax_item *item = arena_new(parser->arena, sizeof *item);
    item->kind = kind;
    item->span = span;
    item->name = name;
    item->value = value;
    return item;
}

struct syntax_item *build_schema(struct parser *parser, struct span span, struct syntax_name name,
                                 struct syntax_word revision)
{
    struct syntax_item *item = build_item(parser, ITEM_SCHEMA, span, name, NULL);
    item->schema.revision = revision;
    return item;
}

struct syntax_item *build_settings(struct parser *parser, enum item_kind kind, struct span span,
                                   struct syntax_name name, struct list settings)
{
    struct syntax_item *item = build_item(parser, kind, span, name, NULL);
    item->target.settings = settings;
    return item;
}

struct syntax_item *build_platform(struct parser *parser, struct span span, struct syntax_name name,
                                   struct list items)
{
    struct syntax_item *item = build_item(parser, ITEM_PLATFORM, span, name, NULL);
    item->platform.items = items;
    return item;
}

struct syntax_item *build_chip(struct parser *parser, struct span span, struct syntax_name name,
                               struct syntax_name platform, struct list settings)
{
    struct syntax_item *item = build_settings(parser, ITEM_CHIP, span, name, settings);
    item->target.platform = platform;
    return item;
}

struct syntax_item *build_flag(struct parser *parser, struct span span, struct syntax_name name,
                               struct syntax_word bit)
{
    struct syntax_item *item = build_item(parser, ITEM_FLAG, span, name, NULL);
    item->flag.bit = bit;
    return item;
}

struct syntax_item *build_rule(struct parser *parser, struct span span, struct syntax_name name,
                               struct syntax_loop loop, const struct expression *condition,
                               struct syntax_name message, bool is_warning)
{
    struct syntax_item *item = build_item(parser, ITEM_RULE, span, name, condition);
    item->rule.loop = loop;
    item->rule.message = message;
    item->rule.is_warning = is_warning;
    return item;
}

struct syntax_item *build_type(struct parser *parser, struct span span, struct syntax_name name,
                               struct syntax_word low, struct syntax_word high,
                               struct type_body body)
{
    struct syntax_item *item = build_item(parser, ITEM_TYPE, span, name, NULL);
    item->type.low = low;
    item->type.high = high;
    item->type.clauses = body.clauses;
    item->type.subtypes = body.subtypes;
    return item;
}

struct syntax_item *build_config(struct parser *parser, struct span span, struct syntax_name symbol,
                                 struct syntax_name kind, const struct expression *value)
{
    struct syntax_item *item = build_item(parser, ITEM_CONFIG, span, symbol, value);
    item->config.kind = kind;
    return item;
}

struct syntax_item *build_implied(struct parser *parser, struct span span,
                                  struct syntax_name symbol, struct syntax_name kind,
                                  struct syntax_loop loop, const struct expression *value,
                                  const struct expression *condition)
{
    struct syntax_item *item = build_config(parser, span, symbol, kind, value);
    item->config.loop = loop;
    item->config.condition = condition;
    item->config.is_implied = true;
    return item;
}

struct syntax_item *build_table(struct parser *parser, struct span span, struct syntax_name name,
                                struct list clauses, struct list partitions)
{
    struct syntax_item *item = build_item(parser, ITEM_TABLE, span, name, NULL);
    item->table.clauses = clauses;
    item->table.partitions = partitions;
    return item;
}

struct syntax_item *build_require(struct parser *parser, struct span span,
                                  const struct expression *condition, struct list names)
{
    struct syntax_item *item =
        build_item(parser, ITEM_REQUIRE, span, (struct syntax_name){0}, condition);
    item->require.names = names;
    return item;
}

struct syntax_item *build_assert(struct parser *parser, struct span span,
                                 const struct expression *condition, struct syntax_name message)
{
    struct syntax_item *item =
        build_item(parser, ITEM_ASSERT, span, (struct syntax_name){0}, condition);
    item->rule.message = message;
    return item;
}

struct syntax_item *build_record(struct parser *parser, struct span span, struct syntax_name name,
                                 struct list words, struct list fields)
{
    struct syntax_item *item = build_item(parser, ITEM_RECORD, span, name, NULL);
    item->record.words = words;
    item->record.fields = fields;
    return item;
}

struct syntax_item *build_variant(struct parser *parser, struct span span, struct list names,
                                  struct syntax_name base, struct list items)
{
    struct syntax_item *item =
        build_item(parser, ITEM_VARIANT, span, (struct syntax_name){0}, NULL);
    item->variant.names = names;
    item->variant.base = base;
    item->variant.items = items;
    return item;
}

struct syntax_item *build_remove(struct parser *parser, struct span span, struct list references)
{
    struct syntax_item *item = build_item(parser, ITEM_REMOVE, span, (struct syntax_name){0}, NULL);
    item->remove.references = references;
    return item;
}

struct syntax_item *build_allow(struct parser *parser, struct span span, struct syntax_name kind,
                                struct syntax_name partition, struct syntax_word revision,
                                struct syntax_name reason)
{
    struct syntax_item *item = build_item(parser, ITEM_ALLOW, span, kind, NULL);
    item->allow.partition = partition;
    item->allow.revision = revision;
    item->allow.reason = reason;
    return item;
}

struct type_body build_body_clause(struct parser *parser, struct type_body body,
                                   const struct syntax_clause *clause)
{
    body.clauses = build_append(parser, body.clauses, clause);
    return body;
}

struct type_body build_body_subtype(struct parser *parser, struct type_body body,
                                    const struct syntax_subtype *subtype)
{
    body.subtypes = build_append(parser, body.subtypes, subtype);
    return body;
}

const struct syntax_subtype *build_subtype(struct parser *parser, struct span span,
                                           struct syntax_word first, struct syntax_word last,
                                           struct syntax_word number, struct list clauses)
{
    struct syntax_subtype *subtype = arena_new(parser->arena, sizeof *subtype);
    *subtype = (struct syntax_subtype){span, first, last, number, clauses};
    return subtype;
}

const struct syntax_setting *build_setting(struct parser *parser, struct span span,
                                           struct syntax_name name, const struct expression *value)
{
    struct syntax_setting *setting = arena_new(parser->arena, sizeof *setting);
    *setting = (struct syntax_setting){span, name, value};
    return setting;
}

const struct syntax_field *build_field(struct parser *parser, struct span span,
                                       struct syntax_name type, struct syntax_name name,
                                       const struct expression *length,
                                       const struct expression *value, struct syntax_range range)
{
    struct syntax_field *field = arena_new(parser->arena, sizeof *field);
    *field = (struct syntax_field){span, type, name, length, value, range};
    return field;
}

const struct syntax_partition *build_partition(struct parser *parser, struct span span,
                                               struct syntax_name name, struct syntax_type type,
                                               struct list clauses)
{
    struct syntax_partition *partition = arena_new(parser->arena, sizeof *partition);
    *partition = (struct syntax_partition){span, name, type, clauses};
    return partition;
}

static struct syntax_clause *make_clause(struct parser *parser, enum clause_kind kind,
                                         enum clause_form form, struct span span)
{
    struct syntax_clause *clause = arena_new(parser->arena, sizeof *clause);
    clause->kind = kind;
    clause->form = form;
    clause->span = span;
    return clause;
}

const struct syntax_clause *build_clause(struct parser *parser, enum clause_kind kind,
                                         enum clause_form form, struct span span,
                                         const struct expression *value)
{
    struct syntax_clause *clause = make_clause(parser, kind, form, span);
    clause->value = value;
    return clause;
}

const struct syntax_clause *build_name_clause(struct parser *parser, enum clause_kind kind,
                                              enum clause_form form, struct span span,
                                              struct syntax_name name)
{
    struct syntax_clause *clause = make_clause(parser, kind, form, span);
    clause->name = name;
    return clause;
}

const struct syntax_clause *build_bit_clause(struct parser *parser, enum clause_kind kind,
                                             struct span span, struct syntax_word bit)
{
    struct syntax_clause *clause = make_clause(parser, kind, FORM_BIT, span);
    clause->name = (struct syntax_name){bit.text, bit.span, false};
    clause->bit = bit.integer;
    return clause;
}

const struct syntax_clause *build_fill(struct parser *parser, struct span span,
                                       const struct expression *minimum,
                                       const struct expression *maximum)
{
    struct syntax_clause *clause = make_clause(parser, CLAUSE_SIZE, FORM_FILL, span);
    clause->minimum = minimum;
    clause->maximum = maximum;
    return clause;
}

const struct syntax_clause *build_host_clause(struct parser *parser, struct span span,
                                              struct syntax_reference host)
{
    struct syntax_reference *kept = arena_new(parser->arena, sizeof *kept);
    *kept = host;
    struct syntax_clause *clause = make_clause(parser, CLAUSE_IN, FORM_PLAIN, span);
    clause->reference = kept;
    return clause;
}

const struct syntax_clause *build_content(struct parser *parser, struct span span,
                                          struct syntax_content *generator, struct list lines)
{
    generator->span = span;
    generator->lines = lines;
    struct syntax_clause *clause = make_clause(parser, CLAUSE_FROM, FORM_PLAIN, span);
    clause->content = generator;
    return clause;
}

struct syntax_content *build_generator(struct parser *parser, struct span span,
                                       struct syntax_name name, struct list arguments)
{
    struct syntax_content *content = arena_new(parser->arena, sizeof *content);
    *content = (struct syntax_content){span, name, arguments, {0}};
    return content;
}

const struct syntax_line *build_line(struct parser *parser, struct span span, struct list words,
                                     const struct expression *value,
                                     const struct expression *depends, const struct list *lines)
{
    struct syntax_line *line = arena_new(parser->arena, sizeof *line);
    *line = (struct syntax_line){span, words, value, depends, {0}, lines != NULL};
    if (lines) {
        line->lines = *lines;
    }
    return line;
}
