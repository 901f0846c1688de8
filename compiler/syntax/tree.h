// The syntax tree: what was written, as it was written. It is made by the parser and never changed.
//
// Every node has the span of its text. Comments are kept beside the tree, in the order of the file;
// empty lines are found in the source between two spans. Lists are in source order. Where a mistake
// was reported, the tree has what could be read; what it lacks is in damage.h.
#ifndef SYNTAX_TREE_H
#define SYNTAX_TREE_H

#include "expression.h"
#include "list.h"
#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct syntax_name {
    const char *text; // interned
    struct span span;
    bool is_quoted; // written as a string: never a word with a meaning
};

// Lists of nodes, in source order.
struct syntax_names LIST(const struct syntax_name);
struct syntax_words LIST(const struct syntax_word);
struct syntax_lines LIST(const struct syntax_line);
struct syntax_references LIST(const struct syntax_reference);
struct syntax_removals LIST(const struct syntax_removal);
struct syntax_clauses LIST(const struct syntax_clause);
struct syntax_partitions LIST(const struct syntax_partition);
struct syntax_sectors LIST(const struct syntax_sector);
struct syntax_settings LIST(const struct syntax_setting);
struct syntax_fields LIST(const struct syntax_field);
struct syntax_subtypes LIST(const struct syntax_subtype);
struct syntax_items LIST(const struct syntax_item);

struct syntax_range {
    const struct expression *low; // null: no range
    const struct expression *high;
};

enum word_kind {
    WORD_NAME,
    WORD_STRING,
    WORD_INTEGER,
    WORD_FLOAT,
    WORD_EXPRESSION, // `(E)`, `f(...)`, `-1`: it has no text
    WORD_RANGE,      // `A .. B`: likewise
    WORD_REFERENCE,  // `A.B`: the text is A
};

struct syntax_word {
    enum word_kind kind;
    struct span span;
    const char *text; // interned; of an integer: as written
    union {
        uint64_t integer;
        const char *second;               // of a reference
        const struct syntax_range *range; // of a range; of an expression: `low` is it
    };
};

/// TYPE.SUBTYPE, each a name or an integer; a scope of rules may leave the subtype out.
struct syntax_type {
    struct syntax_word type;
    struct syntax_word subtype;
    struct span span; // unknown: not given
    bool has_subtype;
};

/// One line of a generator's block:
/// `word ... [= value attribute ...] [depends on KEXPR] (; | { ... })`.
struct syntax_line {
    struct span span;
    struct syntax_words words;        // the attributes after the value come last
    size_t attribute_count;           // of the words
    const struct expression *value;   // or null
    const struct expression *depends; // or null
    struct syntax_lines lines;
    bool has_block;
    const struct syntax_line *amends; // what it takes the place of in a variant; null as written
};

/// `from GENERATOR argument* [ { lines } ]`
struct syntax_content {
    struct span span;
    struct syntax_name generator; // text null: `from { lines }`, which amends
    struct syntax_words arguments;
    struct syntax_lines lines;
};

enum clause_kind {
    CLAUSE_AT,
    CLAUSE_SIZE,
    CLAUSE_ALIGN,
    CLAUSE_PREFER,
    CLAUSE_MULTIPLE,
    CLAUSE_BOUNDARY,
    CLAUSE_POSITION,
    CLAUSE_DEPENDS,
    CLAUSE_FROZEN,
    CLAUSE_WAS,
    CLAUSE_FROM,
    CLAUSE_OUTSIDE,
    CLAUSE_UNIQUE,
    CLAUSE_KIND,
    CLAUSE_RESERVED,
    CLAUSE_LIFETIME,
    CLAUSE_HEADROOM,
    CLAUSE_SLOT_COUNT, // of those above a partition has one each; of those below, any number
    CLAUSE_FLAG = CLAUSE_SLOT_COUNT,
    CLAUSE_NOT,
    CLAUSE_IN, // of a table, as the rest
    CLAUSE_ON,
    CLAUSE_CHECKSUM,
    CLAUSE_COPIES,
};

enum clause_form {
    FORM_PLAIN,
    FORM_END,      // at end
    FORM_TO,       // size to E
    FORM_FILL,     // size fill
    FORM_BEFORE,   // before P
    FORM_AFTER,    // after P
    FORM_BIT,      // flag N, not N
    FORM_PRESERVE, // preserve
    FORM_SCRATCH,  // scratch
};

/// `A` or `A.B`; in families `A .. B`
struct syntax_reference {
    struct span span;
    struct syntax_name first;
    struct syntax_name second; // text null: only one was given
};

struct syntax_clause {
    enum clause_kind kind;
    enum clause_form form;
    bool is_withdrawn; // `no at`, `no flag F`: what was said before does not apply any more
    struct span span;
    const struct expression *value;
    const struct expression *minimum; // of `size fill`
    const struct expression *maximum;
    struct syntax_name name;
    uint64_t bit; // of a flag that is given by number
    const struct syntax_content *content;
    const struct syntax_reference *reference; // of `in`, `before`, `after`; of `was`: a family
};

struct syntax_partition {
    struct span span;
    bool is_include;                // in its place are the partitions of the file `name`
    struct syntax_name name;        // of a family: its first
    const struct syntax_file *file; // that is included; null: a mistake
    struct syntax_name last;        // of a family; else its text is null
    struct syntax_type type;        // span unknown: left out, it amends
    struct syntax_clauses clauses;
};

/// `E` or `N of E`
struct syntax_sector {
    struct syntax_word count; // span unknown: one
    const struct expression *size;
};

/// `name value;` in a block of a target, chip, flash or table format.
struct syntax_setting {
    struct span span;
    struct syntax_name name;
    const struct expression *value; // null: `sectors` has them
    struct syntax_sectors sectors;
};

/// `for NAME in SCOPE`
struct syntax_loop {
    struct syntax_name variable; // text null: no loop
    struct syntax_type scope;
};

struct syntax_field {
    struct span span;
    struct syntax_name type;
    struct syntax_name name;
    const struct expression *length; // of an array, or null
    const struct expression *value;  // or null
    struct syntax_range range;
};

struct syntax_subtype {
    struct span span;
    struct syntax_word first;  // a name, or the low end of an open range
    struct syntax_word last;   // of a family or a range; its span unknown: a single subtype
    struct syntax_word number; // of a single subtype or of a family's first; unused in a range
    struct syntax_clauses clauses;
};

enum item_kind {
    ITEM_SCHEMA,
    ITEM_INCLUDE,
    ITEM_CONST,
    ITEM_TARGET,
    ITEM_PLATFORM,
    ITEM_CHIP,
    ITEM_PARAMETER,
    ITEM_FORMAT,
    ITEM_FLAG,
    ITEM_TYPE,
    ITEM_RULE,
    ITEM_CONFIG,
    ITEM_TABLE,
    ITEM_REQUIRE,
    ITEM_ASSERT,
    ITEM_RECORD,
    ITEM_VARIANT,
    ITEM_REMOVE,
    ITEM_TOOLS,
    ITEM_RAW_DATA,
    ITEM_FLASH,
    ITEM_ALLOW,
    ITEM_EDITION,
    ITEM_PARTITION,
    ITEM_KIND_COUNT,
};

/// What a symbol of Kconfig and the schema have to do with each other.
enum config_use {
    CONFIG_READ,   // `config`: its value comes from an sdkconfig; what the item gives is a default
    CONFIG_SET,    // `set`: its value follows from the layout and is written
    CONFIG_EXPECT, // `expect`: likewise, but only sdkconfigs are checked against it
};

enum removal_kind { REMOVE_PARTITION, REMOVE_TABLE, REMOVE_REQUIRE, REMOVE_RULE };

struct syntax_removal {
    enum removal_kind kind;
    struct span span;
    struct syntax_reference reference; // of a partition; else a name alone
};

struct syntax_item {
    enum item_kind kind;
    struct span span;
    struct syntax_name name;        // what it declares, picks or names; not of every kind
    const struct expression *value; // the value, condition or Kconfig expression
    union {
        struct {
            struct syntax_word revision;
        } schema;
        struct {
            const struct syntax_file *file; // null: a mistake
        } include;
        struct {
            struct syntax_settings settings;
            struct syntax_name platform;
        } target; // and chip, flash, format; a target that amends has no name
        struct {
            struct syntax_items items;
        } platform;
        struct {
            struct syntax_word bit;
        } flag;
        struct {
            struct syntax_word low;  // span unknown: adds to a type of the platform
            struct syntax_word high; // span unknown: a type with a name and one number
            struct syntax_clauses clauses;
            struct syntax_subtypes subtypes;
        } type;
        struct {
            struct syntax_loop loop; // none: once for the main table
            struct syntax_name message;
            bool is_warning;
        } rule; // and assert
        struct {
            struct syntax_name kind;
            struct syntax_loop loop;
            const struct expression *condition;
            enum config_use use;
        } config;
        struct {
            struct syntax_clauses clauses;
            struct syntax_partitions partitions;
        } table;
        struct {
            struct syntax_references references;
        } require;
        struct {
            struct syntax_words words;
            struct syntax_fields fields;
        } record;
        struct {
            struct syntax_names names;
            struct syntax_names bases;
            struct syntax_items items;
            bool is_abstract;
        } variant;
        struct {
            struct syntax_removals removals;
        } remove;
        struct {
            struct syntax_reference partition;
            struct syntax_word revision;
            struct syntax_name reason; // text null: `by migration`
        } allow;
        struct {
            struct syntax_word number;
        } edition;
        const struct syntax_partition *partition; // of a file that tables include
    };
};

enum comment_kind {
    COMMENT_LINE,   // to the end of the line
    COMMENT_BLOCK,  // between slash-star and star-slash
    COMMENT_BEFORE, // three slashes: documents what follows
    COMMENT_BEHIND, // three slashes and <: documents what comes before it
};

struct comment {
    enum comment_kind kind;
    struct span span; // without the line end
};

/// What to write instead, at one place.
struct edit {
    struct span span;
    const char *text;
};

/// What is spelt as before edition 1 was settled, and how it is spelt now.
struct spelling {
    struct span span;    // of what is spelt so
    const char *message; // how it is spelt now
    struct LIST(const struct edit) edits;
};

struct syntax_file {
    const struct source *source;
    struct syntax_items items;
    size_t height; // of what it includes: 1 if that includes nothing; 0: it includes nothing
    struct LIST(const struct spelling) spellings;
    const struct comment *comments;
    size_t comment_count;
    const struct span *tokens; // in their order; kept for those who want the text alone
    size_t token_count;
};

#endif
