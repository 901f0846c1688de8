// The nodes of the tree, as the grammar's actions make them.
#ifndef SYNTAX_BUILD_H
#define SYNTAX_BUILD_H

#include "parser.h"

struct list build_append(struct parser *parser, struct list list, const void *node);
struct list build_append_name(struct parser *parser, struct list list, struct syntax_name name);
struct list build_append_word(struct parser *parser, struct list list, struct syntax_word word);
struct list build_append_reference(struct parser *parser, struct list list,
                                   struct syntax_reference reference);

struct syntax_word build_name_word(struct syntax_name name);
struct syntax_word build_string_word(struct syntax_name string);

struct syntax_type build_type_reference(struct parser *parser, struct syntax_word type,
                                        struct syntax_word subtype);

struct syntax_item *build_item(struct parser *parser, enum item_kind kind, struct span span,
                               struct syntax_name name, const struct expression *value);
struct syntax_item *build_schema(struct parser *parser, struct span span, struct syntax_name name,
                                 struct syntax_word revision);
struct syntax_item *build_settings(struct parser *parser, enum item_kind kind, struct span span,
                                   struct syntax_name name, struct list settings);
struct syntax_item *build_platform(struct parser *parser, struct span span, struct syntax_name name,
                                   struct list items);
struct syntax_item *build_chip(struct parser *parser, struct span span, struct syntax_name name,
                               struct syntax_name platform, struct list settings);
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
struct syntax_item *build_implied(struct parser *parser, struct span span,
                                  struct syntax_name symbol, struct syntax_name kind,
                                  struct syntax_loop loop, const struct expression *value,
                                  const struct expression *condition);
struct syntax_item *build_table(struct parser *parser, struct span span, struct syntax_name name,
                                struct list clauses, struct list partitions);
struct syntax_item *build_require(struct parser *parser, struct span span,
                                  const struct expression *condition, struct list names);
struct syntax_item *build_assert(struct parser *parser, struct span span,
                                 const struct expression *condition, struct syntax_name message);
struct syntax_item *build_record(struct parser *parser, struct span span, struct syntax_name name,
                                 struct list words, struct list fields);
struct syntax_item *build_variant(struct parser *parser, struct span span, struct list names,
                                  struct syntax_name base, struct list items);
struct syntax_item *build_remove(struct parser *parser, struct span span, struct list references);
struct syntax_item *build_allow(struct parser *parser, struct span span, struct syntax_name kind,
                                struct syntax_name partition, struct syntax_word revision,
                                struct syntax_name reason);

struct type_body build_body_clause(struct parser *parser, struct type_body body,
                                   const struct syntax_clause *clause);
struct type_body build_body_subtype(struct parser *parser, struct type_body body,
                                    const struct syntax_subtype *subtype);
const struct syntax_subtype *build_subtype(struct parser *parser, struct span span,
                                           struct syntax_word first, struct syntax_word last,
                                           struct syntax_word number, struct list clauses);
const struct syntax_setting *build_setting(struct parser *parser, struct span span,
                                           struct syntax_name name, const struct expression *value);
const struct syntax_field *build_field(struct parser *parser, struct span span,
                                       struct syntax_name type, struct syntax_name name,
                                       const struct expression *length,
                                       const struct expression *value, struct syntax_range range);
const struct syntax_partition *build_partition(struct parser *parser, struct span span,
                                               struct syntax_name name, struct syntax_type type,
                                               struct list clauses);

const struct syntax_clause *build_clause(struct parser *parser, enum clause_kind kind,
                                         enum clause_form form, struct span span,
                                         const struct expression *value);
const struct syntax_clause *build_name_clause(struct parser *parser, enum clause_kind kind,
                                              enum clause_form form, struct span span,
                                              struct syntax_name name);
const struct syntax_clause *build_bit_clause(struct parser *parser, enum clause_kind kind,
                                             struct span span, struct syntax_word bit);
const struct syntax_clause *build_fill(struct parser *parser, struct span span,
                                       const struct expression *minimum,
                                       const struct expression *maximum);
const struct syntax_clause *build_host_clause(struct parser *parser, struct span span,
                                              struct syntax_reference host);
const struct syntax_clause *build_content(struct parser *parser, struct span span,
                                          struct syntax_content *generator, struct list lines);

struct syntax_content *build_generator(struct parser *parser, struct span span,
                                       struct syntax_name name, struct list arguments);
const struct syntax_line *build_line(struct parser *parser, struct span span, struct list words,
                                     const struct expression *value,
                                     const struct expression *depends, const struct list *lines);

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
