// What the parts of the model's making share.
#ifndef MODEL_BUILDER_H
#define MODEL_BUILDER_H

#include "model.h"

/// An item in effect. Items of a variant, at a higher level, may replace those below.
struct effective {
    const struct syntax_item *item;
    unsigned level; // 0: outside of variants
};

struct declaration {
    struct syntax_name name;
    unsigned level;
};

struct required;

struct model_builder {
    struct syntax *syntax;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct model *model;
    struct outline *outline;
    struct LIST(const struct effective) effective;
    struct syntax_items platforms;
    struct syntax_items chips;
    struct map implied_by_symbol;             // names to a struct implied_list, of the schema's own
    struct syntax_items targets;              // one amends the other
    struct map declarations[ITEM_KIND_COUNT]; // by kind of item: names to struct declaration
    struct LIST(struct model_family) families;
    struct map kinds; // names of Kconfig symbols to the first struct syntax_item that has a kind
    struct model_partition_list moves;           // with a position
    struct syntax_clauses needless;              // a `no from` without one
    struct map own_rules;                        // names to struct model_rule, of the schema's own
    struct LIST(const struct required) required; // what requires name, in their order
    struct map required_by_label;
    struct map namesakes; // labels to a struct model_partition_list
    unsigned level;
};

/// Puts an item into effect at a level: 0 outside of variants.
void effective_add(struct model_builder *builder, const struct syntax_item *item, unsigned level);

/// Fills `effective` with the items of the schema and of the variant's line of descent.
bool variant_apply(struct model_builder *builder, struct outline *outline, const char *variant);

/// The line of descent of a variant, itself last. All that it extends
/// must be known to have one.
struct syntax_items variant_line(struct arena *arena, const struct outline *outline,
                                 const struct syntax_item *variant);

/// Reports a name that nothing can have; `what` is "partition" and the like.
void declare_check(struct model_builder *builder, struct syntax_name name, const char *what);

/// Notes a declaration; false, and reported, if there is one of the same kind and level.
bool declare_name(struct model_builder *builder, enum item_kind kind, struct syntax_name name,
                  const char *what);

void declare_report_twice(struct model_builder *builder, struct syntax_name name, const char *what,
                          struct span before);

/// Adds a rule of the platform, or the schema's own, which a variant may replace.
void rule_declare(struct model_builder *builder, const struct syntax_item *item,
                  bool is_of_platform);
void record_declare(struct model_builder *builder, const struct syntax_item *item,
                    bool is_of_platform);
bool target_resolve(struct model_builder *builder);

/// Takes over what the target's platform says, but its types.
void platform_take(struct model_builder *builder, const struct syntax_item *platform);

/// Collects all platforms and chips.
void chips_collect(struct model_builder *builder);

/// The platform or chip of this name among those that were collected; null if there is none.
const struct syntax_item *chip_find(const struct syntax_items *items, const char *name);

bool platform_has_parameter(const struct syntax_item *platform, const char *name);

/// Refuses what is reserved for a later version: `what` it is, and what to do `today`.
void not_yet_report(struct model_builder *builder, struct span span, const char *what,
                    const char *today);

/// Whether a setting of a target, chip, flash or table has no meaning yet, or several values, which
/// is then reported. One that is called as a parameter of the platform is that parameter.
bool setting_is_reserved(struct model_builder *builder, const struct syntax_setting *setting,
                         bool is_parameter);

void copies_refuse(struct model_builder *builder, const struct syntax_clause *clause);

/// The item of this name; null, and reported, if there is none.
const struct syntax_item *chip_get(struct model_builder *builder, const struct syntax_items *items,
                                   struct syntax_name name, enum code code, const char *what);

/// Checks the chips of the schema but `own`, which is the target's.
void chips_check_others(struct model_builder *builder, const struct syntax_item *own);

void types_resolve(struct model_builder *builder);

/// Splits `ota_15` into its text, of `prefix` bytes, and its number; false if there is none.
bool type_split_number(const char *name, size_t *prefix, uint64_t *number);

/// The number of a subtype called `name`; false if this one is not.
bool subtype_has_name(const struct subtype *subtype, const char *name, uint64_t *number);

// What a schema and its platform call the same, with two numbers, or with one number two names.
struct number_names {
    uint64_t own, theirs;
    const char *their_name; // null: the schema's own name
};

void type_report_differs(struct model_builder *builder, const char *what, struct span own,
                         struct span theirs, struct number_names names);

/// Amends the platform's subtype at `index` if the schema's is the same one; else the two stay
/// apart, and false. A warning says where one means something else by a name or number than the
/// other.
bool subtype_take_native(struct model_builder *builder, struct type *type,
                         const struct subtype *subtype, size_t index);

bool type_is_of_platform(const struct type *type);

/// Finds the type and subtype that a partition names.
bool type_of_partition(struct model_builder *builder, struct model_partition *partition);

/// The type of a family's member, `step` after the first: numbered subtypes count up. False if
/// there is no such subtype.
bool type_of_member(struct model_builder *builder, const struct syntax_type *first, uint64_t step,
                    struct syntax_type *member);

/// The bit of a flag; 0, and reported, if there is none of this name.
uint32_t flag_find(struct model_builder *builder, const struct syntax_clause *clause);

/// The partitions that a table's statement lists, with those of
/// the files that it includes.
struct syntax_partitions include_partitions(struct model_builder *builder,
                                            const struct syntax_item *table);

/// The items of a variant, with those of the files that it includes.
struct syntax_items include_items(struct model_builder *builder, const struct syntax_item *variant);

/// Adds the partition that a statement of one declares, or amends the one that it names.
void partition_take(struct model_builder *builder, struct model_table *table,
                    const struct syntax_partition *syntax);

/// Adds or amends all members of a family.
void family_take(struct model_builder *builder, struct model_table *table,
                 const struct syntax_partition *syntax);

/// Whether a statement may say of one partition (null: a new one) what it says; if not, that is
/// reported.
bool family_allows(struct model_builder *builder, const struct model_partition *partition,
                   const struct syntax_partition *syntax);

/// The first and the last of the members that are left; of no family, the partition itself.
struct model_partition *family_head(struct model_partition *partition);
const struct model_partition *family_tail(const struct model_partition *partition);

/// Makes what places a partition place the family, by its first member.
void families_finish(struct model_builder *builder);

/// Puts a partition before another of its table; null: at the end.
void partition_insert(struct model_partition *partition, struct model_partition *next);
void partition_unlink(struct model_partition *partition);
void lookup_report_partition(struct model_builder *builder, const struct model_table *table,
                             struct syntax_name name);

/// Reports a partition that is not there: one that a variant removes, or that never was.
void lookup_report_lost(struct model_builder *builder, struct syntax_name name, const char *what,
                        struct nearest *nearest);

/// Notes a partition by its label, so that references find it.
void reference_enter(struct model_builder *builder, struct model_partition *partition);
/// Whether a variant took a partition, or its table, away.
bool partition_is_removed(const struct model_partition *partition);
/// The partitions that `[TABLE.]PARTITION` may mean.
struct model_partition_list reference_candidates(struct model_builder *builder,
                                                 const struct syntax_reference *reference);
/// Reports that a reference may mean several partitions.
void reference_report_ambiguous(struct model_builder *builder,
                                const struct syntax_reference *reference,
                                const struct model_partition_list *candidates);
/// The one partition that `[TABLE.]PARTITION` means. Null, and reported, if there is none, or if it
/// may mean several.
struct model_partition *reference_find(struct model_builder *builder,
                                       const struct syntax_reference *reference);
/// Reports what `allow` names if it may be several partitions.
void references_check_allows(struct model_builder *builder);
/// Reports a reference to a partition that neither the schema nor any of its variants declares.
void declared_check(struct model_builder *builder, const struct syntax_reference *reference);

/// A reference as it is written, without quotes.
const char *reference_text(struct arena *arena, const struct syntax_reference *reference);

void table_declare(struct model_builder *builder, const struct syntax_item *item);
/// The table of this name; null, and reported, if there is none.
struct model_table *table_find(struct model_builder *builder, struct syntax_name name);
void remove_apply(struct model_builder *builder, const struct syntax_item *item);
void require_take(struct model_builder *builder, const struct syntax_item *item);
/// Leaves out of the model what was removed of its requires and rules.
void removals_finish(struct model_builder *builder);
void tables_finish(struct model_builder *builder);

void symbol_declare(struct model_builder *builder, const struct syntax_item *item,
                    bool is_of_platform);
/// Leaves out of the model the values that a variant replaced.
void symbols_finish(struct model_builder *builder);

/// The symbol that a Kconfig expression names; reported if nothing declares or defines it.
const struct symbol *symbol_get(struct model_builder *builder, const struct term *term);

/// Adds a note about what gives a symbol its value.
void symbol_note(struct model_builder *builder, struct diagnostic *diagnostic,
                 const struct symbol *symbol);

/// Marks what mistakes in the text leave without a value.
void damage_apply(struct model_builder *builder, const struct outline *outline);

/// Decides what depends on Kconfig expressions.
void kconfig_apply(struct model_builder *builder);

/// The word that a clause begins with.
const char *clause_name(const struct syntax_clause *clause);

/// Warns of a `no X` where X was not said.
void clause_report_needless(struct model_builder *builder, const struct syntax_clause *clause);
/// Once it is known whether there is a directory of tools, for what `no from` forbids.
void needless_check(struct model_builder *builder);

/// Puts the clauses of one statement into their slots; each may be there once. In a type none is
/// withdrawn: that was reported.
void clauses_merge(struct model_builder *builder, const struct syntax_clauses *clauses,
                   struct clauses *into, bool is_of_type);

struct syntax_line *line_copy(struct model_builder *builder, const struct syntax_line *line);
bool line_is_secret(const struct syntax_line *line);
/// A value that takes the place of a secret is one, said or not.
void line_keep_secret(struct model_builder *builder, struct syntax_line *line);
/// Gives a line the limits (`max N`, `in A .. B`) of the one that it takes the place of, where it
/// has none of its own and the same type.
void line_keep_limits(struct model_builder *builder, struct syntax_line *line,
                      const struct syntax_line *old);
void lines_append(struct arena *arena, struct syntax_lines *list, const struct syntax_lines *more);
/// Appends the lines of a block as they are outside of it: its condition becomes theirs.
void lines_append_of(struct model_builder *builder, struct syntax_lines *list,
                     const struct syntax_line *block);

/// `from { lines }`: the clause before it, null if there is none, with these lines amended; as it
/// was where that is a mistake, which is reported.
const struct syntax_clause *content_amend(struct model_builder *builder,
                                          const struct syntax_clause *clause,
                                          const struct syntax_clause *old);

#endif
