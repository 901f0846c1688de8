// The nodes of the tree, as the grammar's actions make them.
#ifndef SYNTAX_BUILD_H
#define SYNTAX_BUILD_H

#include "parser.h"

/// Appends a node to one of the grammar's lists, but for one that a mistake swallowed.
#define build_append(parser, list, node)                                                           \
    (build_takes_next(parser) ? list_append((parser)->arena, (list), (node)) : (void)0)

/// The same with a copy of a node that is a value.
#define build_append_copy(parser, list, node)                                                      \
    build_append(parser, list, arena_keep((parser)->arena, &(node), sizeof(node)))

/// Whether the node that was built last belongs into the tree. Asked once for each.
bool build_takes_next(struct parser *parser);

struct syntax_words build_append_word(struct parser *parser, struct syntax_words words,
                                      struct syntax_word word);

struct syntax_word build_name_word(struct syntax_name name);
struct syntax_word build_string_word(struct syntax_name string);
struct syntax_word build_expression_word(struct parser *parser, struct span span,
                                         const struct expression *value);
struct syntax_word build_call_word(struct parser *parser, struct span span, struct syntax_name name,
                                   uint32_t count);
struct syntax_word build_negative_word(struct parser *parser, struct span span,
                                       struct syntax_word number);
struct syntax_word build_range_word(struct parser *parser, struct span span, struct syntax_word low,
                                    struct syntax_word high);
struct syntax_word build_reference_word(struct span span, struct syntax_name table,
                                        struct syntax_name partition);

/// `max E` or `in E .. E` after a value: two words.
struct syntax_words build_mark(struct parser *parser, struct syntax_name name,
                               const struct expression *low, const struct expression *high);

struct syntax_type build_type_reference(struct parser *parser, struct syntax_word type,
                                        struct syntax_word subtype);

struct syntax_item *build_item(struct parser *parser, enum item_kind kind, struct span span,
                               struct syntax_name name, const struct expression *value);
struct syntax_item *build_schema(struct parser *parser, struct span span, struct syntax_name name,
                                 struct syntax_word revision);
struct syntax_item *build_edition(struct parser *parser, struct span span,
                                  struct syntax_word number);
struct syntax_item *build_settings(struct parser *parser, enum item_kind kind, struct span span,
                                   struct syntax_name name, struct syntax_settings settings);
struct syntax_item *build_platform(struct parser *parser, struct span span, struct syntax_name name,
                                   struct syntax_items items);
struct syntax_item *build_chip(struct parser *parser, struct span span, struct syntax_name name,
                               struct syntax_name platform, struct syntax_settings settings);
struct syntax_item *build_flag(struct parser *parser, struct span span, struct syntax_name name,
                               struct syntax_word bit);
struct syntax_item *build_rule(struct parser *parser, struct span span, struct syntax_name name,
                               struct syntax_loop loop, const struct expression *condition,
                               struct syntax_name message, bool is_warning);
struct syntax_item *build_type(struct parser *parser, struct span span, struct syntax_name name,
                               struct syntax_word low, struct syntax_word high,
                               struct type_body body);
struct syntax_item *build_config(struct parser *parser, struct span span, struct syntax_name symbol,
                                 struct syntax_name kind, const struct expression *value);
struct syntax_item *build_implied(struct parser *parser, struct span span, enum config_use use,
                                  struct syntax_name symbol, struct syntax_name kind,
                                  struct syntax_loop loop, const struct expression *value,
                                  const struct expression *condition);
struct syntax_item *build_table(struct parser *parser, struct span span, struct syntax_name name,
                                struct syntax_clauses clauses, struct syntax_partitions partitions);
struct syntax_item *build_require(struct parser *parser, struct span span,
                                  const struct expression *condition,
                                  struct syntax_references references);
struct syntax_item *build_assert(struct parser *parser, struct span span,
                                 const struct expression *condition, struct syntax_name message);
struct syntax_item *build_record(struct parser *parser, struct span span, struct syntax_name name,
                                 struct syntax_words words, struct syntax_fields fields);
struct syntax_item *build_variant(struct parser *parser, struct span span,
                                  struct syntax_names names, struct syntax_names bases,
                                  struct syntax_items items, bool is_abstract);
struct syntax_item *build_remove(struct parser *parser, struct span span,
                                 struct syntax_removals removals);
struct syntax_item *build_partition_item(struct parser *parser,
                                         const struct syntax_partition *partition);
struct syntax_item *build_allow(struct parser *parser, struct span span, struct syntax_name kind,
                                struct syntax_reference partition, struct syntax_word revision,
                                struct syntax_name reason);

/// `by migration`; other words are reported.
struct syntax_item *build_allow_by(struct parser *parser, struct span span, struct syntax_name kind,
                                   struct syntax_reference partition, struct syntax_word revision,
                                   struct syntax_name by, struct syntax_name means);

struct type_body build_body_clause(struct parser *parser, struct type_body body,
                                   const struct syntax_clause *clause);
struct type_body build_body_subtype(struct parser *parser, struct type_body body,
                                    const struct syntax_subtype *subtype);
const struct syntax_subtype *build_subtype(struct parser *parser, struct span span,
                                           struct syntax_word first, struct syntax_word last,
                                           struct syntax_word number,
                                           struct syntax_clauses clauses);
const struct syntax_setting *build_setting(struct parser *parser, struct span span,
                                           struct syntax_name name, const struct expression *value,
                                           struct syntax_sectors sectors);
const struct syntax_field *build_field(struct parser *parser, struct span span,
                                       struct syntax_name type, struct syntax_name name,
                                       const struct expression *length,
                                       const struct expression *value, struct syntax_range range);
const struct syntax_partition *build_partition(struct parser *parser, struct span span,
                                               struct syntax_reference family,
                                               struct syntax_type type,
                                               struct syntax_clauses clauses);
const struct syntax_partition *build_partition_include(struct parser *parser, struct span span,
                                                       struct syntax_name path);

struct syntax_clause *build_clause(struct parser *parser, enum clause_kind kind,
                                   enum clause_form form, struct span span,
                                   const struct expression *value);
struct syntax_clause *build_name_clause(struct parser *parser, enum clause_kind kind,
                                        enum clause_form form, struct span span,
                                        struct syntax_name name);
struct syntax_clause *build_bit_clause(struct parser *parser, enum clause_kind kind,
                                       struct span span, struct syntax_word bit);
struct syntax_clause *build_fill(struct parser *parser, struct span span,
                                 const struct expression *minimum,
                                 const struct expression *maximum);
struct syntax_clause *build_reference_clause(struct parser *parser, enum clause_kind kind,
                                             enum clause_form form, struct span span,
                                             struct syntax_reference reference);
struct syntax_clause *build_withdrawn(struct parser *parser, enum clause_kind kind,
                                      struct span span);

/// `no` before a clause.
struct syntax_clause *build_withdrawal(struct syntax_clause *clause, struct span span);
struct syntax_clause *build_content(struct parser *parser, struct span span,
                                    struct syntax_content *generator, struct syntax_lines lines);

struct syntax_content *build_from(struct parser *parser, struct span span, struct syntax_name name,
                                  struct syntax_words arguments);
struct syntax_content *build_record_generator(struct parser *parser, struct span span,
                                              struct syntax_name name, struct syntax_name record,
                                              struct syntax_words arguments);
const struct syntax_line *build_line(struct parser *parser, struct span span, struct line_head head,
                                     const struct expression *depends,
                                     const struct syntax_lines *lines);

// Terms of the expression that is being read; build_expression takes them and starts the next.
/// Forgets the terms of an expression that was broken off.
void term_reset(struct parser *parser);

void term_word(struct parser *parser, struct syntax_word word);
void term_member(struct parser *parser, struct span span, struct syntax_word member);
void term_call(struct parser *parser, struct span span, struct syntax_name function,
               uint32_t count);
void term_group(struct parser *parser, struct span span);
void term_unary(struct parser *parser, struct span span, enum operation operation);
void term_binary(struct parser *parser, struct span span, enum operation operation);
void term_conditional(struct parser *parser, struct span span);
void term_range(struct parser *parser, struct span span);
void term_symbol(struct parser *parser, struct syntax_name symbol);
void term_literal(struct parser *parser, const char *text, struct span span);
const struct expression *build_expression(struct parser *parser, struct span span);

#endif
