// What the schema says for one variant: names resolved, amendments applied, Kconfig decided.
//
// Expressions are still expressions here: they may name places in the flash, so that their values
// belong to the layout.
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "kconfig.h"
#include "syntax.h"
#include "text.h"

struct constant;
struct flag;
struct model_flash;
struct model_implied;
struct model_partition;
struct model_record;
struct model_rule;
struct model_table;
struct subtype;
struct symbol;
struct type;

struct constant_list LIST(struct constant);
struct flag_list LIST(const struct flag);
struct implied_list LIST(struct model_implied);
struct model_flash_list LIST(struct model_flash);
struct model_partition_list LIST(struct model_partition);
struct model_record_list LIST(struct model_record);
struct model_table_list LIST(struct model_table);
struct rule_list LIST(struct model_rule);
struct subtype_list LIST(const struct subtype);
struct symbol_list LIST(struct symbol);
struct type_list LIST(struct type);

/// The clauses in effect, one a kind; null where there is none.
struct clauses {
    const struct syntax_clause *slots[CLAUSE_SLOT_COUNT];
};

struct subtype {
    const char *name; // of a single subtype; of a family what comes before the number; or null
    uint64_t low, high;
    uint64_t first; // of a family: the number in the name of its lowest
    bool is_family;
    bool is_native; // declared by the platform, so that its tools know the name
    const struct syntax_subtype *syntax;
    struct clauses clauses;
    uint32_t forbidden; // flags
    bool is_encrypted;  // by the chip, whatever their flags
};

struct type {
    const char *name; // null: a range of types without names
    uint64_t low, high;
    bool is_native;     // declared by the platform, so that its tools know the name
    bool gives_way;     // declared by the platform in a reserved range: the schema may name it, too
    bool is_incomplete; // a subtype of it was wrong, and is missing
    const struct syntax_item *syntax;
    struct clauses clauses;
    uint32_t forbidden;
    bool is_encrypted;
    struct subtype_list subtypes;
};

enum { FLAG_LIMIT = 32 };

struct flag {
    const char *name;
    uint64_t bit;
    const struct syntax_item *syntax; // null: the platform has no name for it
};

/// Something with a name that expressions may use.
struct constant {
    struct syntax_name name;
    const struct expression *value;
    const struct syntax_item *syntax; // null: a parameter
    size_t index;                     // among the constants, or among the parameters
    bool is_broken;                   // its statement has a mistake, so that it has no value
};

struct model_record {
    struct syntax_name name;
    const struct syntax_item *syntax;
    bool is_of_platform;
    bool is_new_in_variant; // the schema without it has none of this name
};

struct model_flash {
    struct syntax_name name; // text null: the chip's own flash
    const struct expression *size;
    const struct expression *erase;
    struct span span;
    size_t index;
    bool is_new_in_variant; // the schema without it has none of this name
    bool is_broken;         // its sizes are not known
};

/// TYPE.SUBTYPE, or TYPE alone, as numbers.
struct type_scope {
    uint64_t type_low, type_high;
    uint64_t subtype_low, subtype_high;
};

/// What a platform says of its tables.
enum format_setting {
    FORMAT_AT,
    FORMAT_RESERVE,
    FORMAT_SIZE,
    FORMAT_ROW,
    FORMAT_CHECKSUM,
    FORMAT_BLANK,
    FORMAT_SPARE,
    FORMAT_SETTING_COUNT,
};

/// As it is written: "reserve".
const char *format_setting_name(enum format_setting setting);

/// `A_0 .. A_3`: partitions that are equal in size and are side by side.
struct model_family {
    struct syntax_name first, last; // as declared
    struct model_table *table;
    struct model_partition_list members; // also those that were removed
};

struct model_partition {
    struct syntax_name name;
    struct model_family *family;           // null: of none
    const struct syntax_partition *syntax; // where it was declared
    struct model_table *table;
    const struct type *type;       // null: a mistake that was reported
    const struct subtype *subtype; // likewise
    uint64_t type_number, subtype_number;
    struct clauses clauses;            // its own
    uint32_t flags;                    // by their bits
    const struct syntax_clause **flag; // by bit, the clause that sets it; null: none was ever set
    bool is_absent;                    // its `depends on` does not hold
    bool is_broken;                    // its statement has a mistake: only its name is certain
    bool is_adrift;                    // where it is in the row is not known
    size_t index;                      // among all partitions
    struct model_partition *previous, *next;
};

struct model_table {
    struct syntax_name name;
    const struct syntax_item *syntax; // where it was declared
    const struct syntax_clause *at;   // each null where not given
    const struct syntax_clause *in;
    const struct syntax_clause *on;
    const struct syntax_clause *checksum;
    struct model_partition *host; // of a table in another's partition
    struct model_flash *flash;
    struct map labels; // from a label to its partition
    struct model_partition *first, *last;
    struct model_partition_list partitions; // in order
    bool is_removed;
    bool is_absent;    // in a partition that Kconfig switches off
    bool is_misplaced; // on a flash that there is not, which was reported
    bool is_damaged;   // statements in it have mistakes: what it has is not all known
    size_t index;
};

struct model_rule {
    const char *name;
    const struct syntax_item *syntax;
    struct type_scope scope;
    bool is_of_platform; // else the schema's own
    bool is_removed;     // by a variant; none is once the model is made
};

struct model_implied {
    const struct syntax_item *syntax;
    unsigned level; // of the variant that says so; 0: none does
    struct type_scope scope;
    bool is_replaced; // by a variant's; none is once the model is made
};

struct symbol {
    struct syntax_name name;
    const struct syntax_item *syntax; // null: the schema does not declare it
    const char *kind;                 // "bool", "int", "hex", "string"; null: nobody knows
    const char *value;                // null: none is given
    struct span value_span;           // of what gives it; unknown: nothing does
    bool is_set;                      // by an sdkconfig; else the value is a default
    bool is_nowhere;                  // a mistake that was reported
    bool is_new_in_variant;           // the schema without it does not declare it
    bool is_used;                     // by a Kconfig expression of the schema
};

struct model {
    struct syntax_name name;
    uint64_t revision;
    const char *variant; // null: the schema as it is
    const struct syntax_item *syntax;

    const char *chip;
    const char *platform;
    struct span platform_span;
    const struct syntax_item *target;
    const struct syntax_item *format; // the platform's `table`, or null
    const struct expression *format_settings[FORMAT_SETTING_COUNT]; // null where not given
    struct constant_list parameters;
    struct type_list types;
    struct flag_list flags;
    struct rule_list rules;
    struct implied_list implied;

    struct constant_list constants;
    struct model_flash_list flashes; // the first is the chip's own flash
    struct model_table_list tables;
    struct model_partition_list partitions; // of all tables
    struct model_record_list records;       // those of the platform come first
    struct syntax_items requires;
    struct syntax_items asserts;
    struct syntax_items allows;
    struct symbol_list symbols;
    const char *tools;             // null: not given
    const char *raw_data;          // likewise
    const struct kconfig *kconfig; // null: no files of Kconfig are given

    struct map constant_names;
    struct map parameter_names;
    struct map table_names;
    struct map flash_names;
    struct map record_names;     // of the schema's own
    struct map platform_records; // of those of its platform, which may have the same names
    struct map symbol_names;
    struct map labels;      // from a label to the one partition, in whatever table, that has it
    struct map shared;      // labels that several tables use
    struct map removed;     // names of partitions and tables to the struct span of their `remove`
    struct map off;         // conditions of generators' lines (struct expression) that do not hold
    bool has_namesake;      // a partition has the name of another, perhaps not its own: reported
    bool is_target_damaged; // which chip it is for is not certain
    bool is_partial;        // items may be missing, because of mistakes
    bool is_unsure;         // so much is not certain that there is no layout of it
};

/// What a file and what it includes hold: found once for all variants.
struct outline {
    struct arena *arena;
    const struct syntax_file *file;
    struct syntax_items items; // all but variants, in order
    struct syntax_items variants;
    struct syntax_names names;     // of the variants that are built, in order
    struct syntax_names all_names; // the abstract ones, too
    struct syntax_names unused;    // of them: abstract variants that none that is built extends
    struct map files;              // of struct syntax_file
    struct map by_name;      // from such a name to the struct syntax_item of the first that has it
    struct map without_line; // of struct syntax_item: variants with a mistake in what they extend
    struct map labels;       // of all partitions anywhere: LABEL, and TABLE.LABEL
    struct text_list label_names; // the same, in order
    bool has_labels;              // they were found
    bool is_checked;              // what is wrong whichever variant is compiled was said
};

struct outline outline_new(struct arena *arena, const struct syntax_file *file);

/// The variants that are built from the abstract one of this name, as text: "`a`, `b`"; null if no
/// abstract variant is called so.
const char *model_abstract_users(struct arena *arena, const struct outline *outline,
                                 const char *name);

/// Whether the schema chooses a chip outside its variants.
bool model_has_base_target(const struct outline *outline);

/// The name of a platform's rule as -W has it.
const char *model_rule_name(struct arena *arena, const struct syntax_item *item);

/// The rules of all platforms that were read: a list of struct syntax_item.
struct syntax_items model_rules(const struct syntax *syntax);

/// The rule of this name, as -W has it; null if no platform has one.
const struct syntax_item *model_find_rule(const struct syntax *syntax, const char *name);

/// The meaning of a file for one of its variants (null: none), in the arena of `syntax`. What is
/// wrong is reported; null if so much is wrong that nothing more can be said.
/// `kconfig` is null where the project's files of Kconfig are not given.
const struct model *model_new(struct syntax *syntax, struct outline *outline, const char *variant,
                              const struct kconfig *kconfig);

/// What the platform of a chip says, in a model without a schema: it has no tables. `types` are
/// struct syntax_item that amend its types (null: none). Null, and reported, if there is no such
/// chip.
const struct model *model_of_chip(struct syntax *syntax, const char *chip,
                                  const struct syntax_items *types);

/// Takes back what was reported and is not certain, because of what has no place in the tree.
/// What was reported before, the `first` of all that is kept, stays.
void model_drop_doubtful(const struct syntax *syntax, size_t first);

/// The types and subtypes that two words name. False if there are none; then, where `diagnostics`
/// is not null, that is reported.
bool model_find_scope(const struct model *model, const struct syntax_type *syntax,
                      struct diagnostics *diagnostics, struct type_scope *scope);

/// The member of its family that this partition follows, or that follows it; null: none.
const struct model_partition *model_family_before(const struct model_partition *partition);
struct model_partition *model_family_after(const struct model_partition *partition);

bool model_is_in_scope(const struct model_partition *partition, const struct type_scope *scope);

/// The text of a constant that is one; null: it is a number.
const char *model_constant_text(const struct constant *constant);

/// The symbol of this name, whether the schema declares it or only the project's files know it;
/// null if neither does.
const struct symbol *model_find_symbol(const struct model *model, struct arena *arena,
                                       const char *name);

/// Offers the symbols that model_find_symbol() finds.
void model_offer_symbols(const struct model *model, struct nearest *nearest);

/// The name of a subtype's number, `ota_3`; null if it has none.
const char *model_subtype_name(struct arena *arena, const struct subtype *subtype, uint64_t number);

/// Reports that `name` is not known, with the nearest that is.
struct diagnostic *model_report_unknown(struct diagnostics *diagnostics, enum code code,
                                        struct syntax_name name, const char *kind,
                                        const struct nearest *nearest);

#endif
