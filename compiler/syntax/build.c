#include "build.h"

#include "edition.h"
#include "problem.h"
#include "recover.h"
#include "spelling.h"

#include <string.h>

struct list build_append(struct parser *parser, struct list list, const void *node)
{
    if (!parser->is_swallowed) {
        list_append(parser->arena, &list, node);
    }
    parser->is_swallowed = false;
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

struct list build_append_removal(struct parser *parser, struct list list,
                                 struct syntax_removal removal)
{
    struct syntax_removal *kept = arena_new(parser->arena, sizeof *kept);
    *kept = removal;
    return build_append(parser, list, kept);
}

struct list build_append_sector(struct parser *parser, struct list list,
                                struct syntax_sector sector)
{
    struct syntax_sector *kept = arena_new(parser->arena, sizeof *kept);
    *kept = sector;
    return build_append(parser, list, kept);
}

struct list build_concat(struct parser *parser, struct list first, struct list second)
{
    for (size_t i = 0; i < second.count; i++) {
        list_append(parser->arena, &first, second.items[i]);
    }
    return first;
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

static struct syntax_word make_value_word(struct parser *parser, enum word_kind kind,
                                          struct span span, const struct expression *low,
                                          const struct expression *high)
{
    struct syntax_range *range = arena_new(parser->arena, sizeof *range);
    *range = (struct syntax_range){low, high};
    return (struct syntax_word){.kind = kind, .span = span, .range = range};
}

struct syntax_word build_expression_word(struct parser *parser, struct span span,
                                         const struct expression *value)
{
    return make_value_word(parser, WORD_EXPRESSION, span, value, NULL);
}

struct syntax_word build_negative_word(struct parser *parser, struct span span,
                                       struct syntax_word number)
{
    term_word(parser, number);
    term_unary(parser, span, OPERATION_NEGATE);
    return build_expression_word(parser, span, build_expression(parser, span));
}

static const struct expression *make_bound(struct parser *parser, struct syntax_word word)
{
    if (word.kind == WORD_EXPRESSION) {
        return word.range->low;
    }
    term_word(parser, word);
    return build_expression(parser, word.span);
}

struct syntax_word build_range_word(struct parser *parser, struct span span, struct syntax_word low,
                                    struct syntax_word high)
{
    const struct expression *first = make_bound(parser, low);
    return make_value_word(parser, WORD_RANGE, span, first, make_bound(parser, high));
}

struct syntax_word build_reference_word(struct span span, struct syntax_name table,
                                        struct syntax_name partition)
{
    return (struct syntax_word){
        .kind = WORD_REFERENCE, .span = span, .text = table.text, .second = partition.text};
}

struct list build_mark(struct parser *parser, struct syntax_name name, const struct expression *low,
                       const struct expression *high)
{
    struct span span = high ? span_join(low->span, high->span) : low->span;
    enum word_kind kind = high ? WORD_RANGE : WORD_EXPRESSION;
    struct list words = build_append_word(parser, (struct list){0}, build_name_word(name));
    return build_append_word(parser, words, make_value_word(parser, kind, span, low, high));
}

struct syntax_type build_type_reference(struct parser *parser, struct syntax_word type,
                                        struct syntax_word subtype)
{
    struct span span = span_join(type.span, subtype.span);
    bool is_next_line = parser->line_start.start == subtype.span.start; // this one is not finished
    if (type.span.end + 1 != subtype.span.start && !is_next_line) {
        struct diagnostic *diagnostic =
            report(parser->syntax->diagnostics, CODE_BLANK_IN_TYPE, span,
                   "a type and its subtype are written without spaces");
        add_fix(diagnostic, span, "%s.%s", type.text, subtype.text);
        parser->syntax->healed++;
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

struct syntax_item *build_edition(struct parser *parser, struct span span,
                                  struct syntax_word number)
{
    struct syntax_item *item =
        build_item(parser, ITEM_EDITION, span, (struct syntax_name){0}, NULL);
    item->edition.number = number;
    edition_check_place(parser, span);
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

struct syntax_item *build_implied(struct parser *parser, struct span span, enum config_use use,
                                  struct syntax_name symbol, struct syntax_name kind,
                                  struct syntax_loop loop, const struct expression *value,
                                  const struct expression *condition)
{
    struct syntax_item *item = build_config(parser, span, symbol, kind, value);
    item->config.loop = loop;
    item->config.condition = condition;
    item->config.use = use;
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
                                  const struct expression *condition, struct list references)
{
    struct syntax_item *item =
        build_item(parser, ITEM_REQUIRE, span, (struct syntax_name){0}, condition);
    item->require.references = references;
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
                                  struct list bases, struct list items, bool is_abstract)
{
    struct syntax_item *item =
        build_item(parser, ITEM_VARIANT, span, (struct syntax_name){0}, NULL);
    item->variant.names = names;
    item->variant.bases = bases;
    item->variant.items = items;
    item->variant.is_abstract = is_abstract;
    return item;
}

struct syntax_item *build_remove(struct parser *parser, struct span span, struct list removals)
{
    struct syntax_item *item = build_item(parser, ITEM_REMOVE, span, (struct syntax_name){0}, NULL);
    item->remove.removals = removals;
    return item;
}

struct syntax_item *build_partition_item(struct parser *parser,
                                         const struct syntax_partition *partition)
{
    struct syntax_item *item =
        build_item(parser, ITEM_PARTITION, partition->span, partition->name, NULL);
    item->partition = partition;
    return item;
}

struct syntax_item *build_allow(struct parser *parser, struct span span, struct syntax_name kind,
                                struct syntax_reference partition, struct syntax_word revision,
                                struct syntax_name reason)
{
    spelling_allow(parser, &kind);
    struct syntax_item *item = build_item(parser, ITEM_ALLOW, span, kind, NULL);
    item->allow.partition = partition;
    item->allow.revision = revision;
    item->allow.reason = reason;
    return item;
}

struct syntax_item *build_allow_by(struct parser *parser, struct span span, struct syntax_name kind,
                                   struct syntax_reference partition, struct syntax_word revision,
                                   struct syntax_name by, struct syntax_name means)
{
    if (strcmp(by.text, "by") != 0 || strcmp(means.text, "migration") != 0) {
        report(parser->syntax->diagnostics, CODE_UNEXPECTED, span_join(by.span, means.span),
               "expected `by migration`, or `,` and the reason as a string");
    }
    return build_allow(parser, span, kind, partition, revision, (struct syntax_name){0});
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
                                           struct syntax_name name, const struct expression *value,
                                           struct list sectors)
{
    struct syntax_setting *setting = arena_new(parser->arena, sizeof *setting);
    *setting = (struct syntax_setting){span, name, value, sectors};
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
                                               struct syntax_reference family,
                                               struct syntax_type type, struct list clauses)
{
    struct syntax_partition *partition = arena_new(parser->arena, sizeof *partition);
    *partition = (struct syntax_partition){
        .span = span,
        .name = family.first,
        .last = family.second,
        .type = type,
        .clauses = clauses,
    };
    spelling_not(parser, &clauses);
    return partition;
}

const struct syntax_partition *build_partition_include(struct parser *parser, struct span span,
                                                       struct syntax_name path)
{
    struct syntax_partition *partition = arena_new(parser->arena, sizeof *partition);
    *partition = (struct syntax_partition){.span = span, .is_include = true, .name = path};
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

struct syntax_clause *build_clause(struct parser *parser, enum clause_kind kind,
                                   enum clause_form form, struct span span,
                                   const struct expression *value)
{
    struct syntax_clause *clause = make_clause(parser, kind, form, span);
    clause->value = value;
    return clause;
}

struct syntax_clause *build_name_clause(struct parser *parser, enum clause_kind kind,
                                        enum clause_form form, struct span span,
                                        struct syntax_name name)
{
    struct syntax_clause *clause = make_clause(parser, kind, form, span);
    clause->name = name;
    return clause;
}

struct syntax_clause *build_bit_clause(struct parser *parser, enum clause_kind kind,
                                       struct span span, struct syntax_word bit)
{
    struct syntax_clause *clause = make_clause(parser, kind, FORM_BIT, span);
    clause->name = (struct syntax_name){bit.text, bit.span, false};
    clause->bit = bit.integer;
    return clause;
}

struct syntax_clause *build_fill(struct parser *parser, struct span span,
                                 const struct expression *minimum, const struct expression *maximum)
{
    struct syntax_clause *clause = make_clause(parser, CLAUSE_SIZE, FORM_FILL, span);
    clause->minimum = minimum;
    clause->maximum = maximum;
    return clause;
}

struct syntax_clause *build_reference_clause(struct parser *parser, enum clause_kind kind,
                                             enum clause_form form, struct span span,
                                             struct syntax_reference reference)
{
    struct syntax_reference *kept = arena_new(parser->arena, sizeof *kept);
    *kept = reference;
    struct syntax_clause *clause = make_clause(parser, kind, form, span);
    clause->reference = kept;
    clause->name =
        kind == CLAUSE_POSITION && reference.second.text ? reference.second : reference.first;
    return clause;
}

struct syntax_clause *build_withdrawn(struct parser *parser, enum clause_kind kind,
                                      struct span span)
{
    struct syntax_clause *clause = make_clause(parser, kind, FORM_PLAIN, span);
    clause->is_withdrawn = true;
    return clause;
}

struct syntax_clause *build_withdrawal(struct syntax_clause *clause, struct span span)
{
    clause->span = span;
    clause->is_withdrawn = true;
    return clause;
}

struct syntax_clause *build_content(struct parser *parser, struct span span,
                                    struct syntax_content *generator, struct list lines)
{
    generator->span = span;
    generator->lines = lines;
    spelling_lines(parser, generator);
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

struct syntax_content *build_record_generator(struct parser *parser, struct span span,
                                              struct syntax_name name, struct syntax_name record,
                                              struct list arguments)
{
    struct list all = build_append_word(parser, (struct list){0}, build_name_word(record));
    return build_generator(parser, span, name, build_concat(parser, all, arguments));
}

const struct syntax_line *build_line(struct parser *parser, struct span span, struct line_head head,
                                     const struct expression *depends, const struct list *lines)
{
    struct syntax_line *line = arena_new(parser->arena, sizeof *line);
    recover_split_line(parser, &head.words, &span);
    problem_check_line(parser, span, &head.words);
    *line = (struct syntax_line){
        .span = span,
        .words = build_concat(parser, head.words, head.attributes),
        .attribute_count = head.attributes.count,
        .value = head.value,
        .depends = depends,
        .has_block = lines != NULL,
    };
    if (lines) {
        line->lines = *lines;
    }
    return line;
}
