// The items of the tree, and what is in their blocks: one function a node, which the grammar calls.
//
// They do not judge what a node means: a schema with any mistake but one of syntax has its tree.
// What is checked here is only what the lines of the source show: an item that ran into the next
// line takes no name from it (recover_check_name).
#include "build.h"

#include "recover.h"

#include "edition.h"
#include "spelling.h"

#include <string.h>

// All items are made here, so that no kind forgets to check its name. Members of the union that a
// kind does not set are zero: arena_new clears what it returns.
struct syntax_item *build_item(struct parser *parser, enum item_kind kind, struct span span,
                               struct syntax_name name, const struct expression *value)
{
    struct syntax_item *item = arena_new(parser->arena, sizeof *item);
    recover_check_name(parser, span, name.span);
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

// The number was checked before the grammar saw it (edition.c); only the place is left to check.
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
                                   struct syntax_name name, struct syntax_settings settings)
{
    struct syntax_item *item = build_item(parser, kind, span, name, NULL);
    item->target.settings = settings;
    return item;
}

struct syntax_item *build_platform(struct parser *parser, struct span span, struct syntax_name name,
                                   struct syntax_items items)
{
    struct syntax_item *item = build_item(parser, ITEM_PLATFORM, span, name, NULL);
    item->platform.items = items;
    return item;
}

struct syntax_item *build_chip(struct parser *parser, struct span span, struct syntax_name name,
                               struct syntax_name platform, struct syntax_settings settings)
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
                                struct syntax_clauses clauses, struct syntax_partitions partitions)
{
    struct syntax_item *item = build_item(parser, ITEM_TABLE, span, name, NULL);
    item->table.clauses = clauses;
    item->table.partitions = partitions;
    return item;
}

struct syntax_item *build_require(struct parser *parser, struct span span,
                                  const struct expression *condition,
                                  struct syntax_references references)
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

// The words after a record's name may be those of the next line: `record r` and, on a line of its
// own, `table main {` would make two words of them. One such word is enough to leave the record
// out.
struct syntax_item *build_record(struct parser *parser, struct span span, struct syntax_name name,
                                 struct syntax_words words, struct syntax_fields fields)
{
    for (size_t i = 0; i < words.count && !parser->is_swallowed; i++) {
        recover_check_name(parser, span, words.items[i]->span);
    }
    struct syntax_item *item = build_item(parser, ITEM_RECORD, span, name, NULL);
    item->record.words = words;
    item->record.fields = fields;
    return item;
}

struct syntax_item *build_variant(struct parser *parser, struct span span,
                                  struct syntax_names names, struct syntax_names bases,
                                  struct syntax_items items, bool is_abstract)
{
    struct syntax_item *item =
        build_item(parser, ITEM_VARIANT, span, (struct syntax_name){0}, NULL);
    item->variant.names = names;
    item->variant.bases = bases;
    item->variant.items = items;
    item->variant.is_abstract = is_abstract;
    return item;
}

struct syntax_item *build_remove(struct parser *parser, struct span span,
                                 struct syntax_removals removals)
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

// `by migration` are two names for the grammar, so that neither `by` nor `migration` had to become
// a word that nothing else can be called.
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
    build_append(parser, &body.clauses, clause);
    return body;
}

struct type_body build_body_subtype(struct parser *parser, struct type_body body,
                                    const struct syntax_subtype *subtype)
{
    build_append(parser, &body.subtypes, subtype);
    return body;
}

const struct syntax_subtype *build_subtype(struct parser *parser, struct span span,
                                           struct syntax_word first, struct syntax_word last,
                                           struct syntax_word number, struct syntax_clauses clauses)
{
    struct syntax_subtype *subtype = arena_new(parser->arena, sizeof *subtype);
    *subtype = (struct syntax_subtype){span, first, last, number, clauses};
    return subtype;
}

const struct syntax_setting *build_setting(struct parser *parser, struct span span,
                                           struct syntax_name name, const struct expression *value,
                                           struct syntax_sectors sectors)
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
