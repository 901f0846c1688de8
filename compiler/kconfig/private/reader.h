// What the readers of Kconfig's files share.
#ifndef KCONFIG_READER_H
#define KCONFIG_READER_H

#include "kconfig.h"
#include "map.h"

/// An expression in postfix order.
struct condition {
    const struct step *steps;
    size_t count; // 0: always true
};

struct step {
    enum kconfig_operator operator;
    struct option *option; // an operand; null: a literal, text
    const char *text;
};

/// `default V [if E]`, `range LOW HIGH [if E]`, `select X [if E]`
struct property {
    struct condition value;
    struct condition high; // of a range
    struct condition condition;
    struct span span;
};

/// One `config`, `menu`, `choice`, `if` or `comment` with what is said of it.
struct definition {
    const struct scope *scope; // that it stands in; null: none
    struct list depends;       // of struct condition
    struct list visible;       // likewise, of `visible if`
    struct list prompts;       // likewise, of their `if`
    struct list defaults;      // of struct property, as the rest
    struct list ranges;
    bool is_known; // whether `truth` is
    unsigned truth;
};

/// The inside of a `menu`, `choice` or `if`.
struct scope {
    const struct scope *parent;
    struct definition *definition;
    struct choice *choice; // null: none
    const char *keyword;   // that opens it
    struct span span;
    size_t depth;
};

struct choice {
    struct definition *definition;
    struct list members;      // of struct option
    const struct option *set; // the last that an sdkconfig sets to `y`; null: none
    bool is_optional;
    bool is_needed;                // what it needs was asked for
    bool is_known;                 // whether `selected` is
    const struct option *selected; // null: none
    struct span span;              // of what selects it
};

/// `select` and `imply`, seen from their aim.
struct selection {
    struct option *by;
    struct definition *definition;
    const struct property *property;
    bool is_weak;
};

enum progress { PROGRESS_FRESH, PROGRESS_OPEN, PROGRESS_KNOWN };

struct option {
    struct kconfig_symbol symbol;
    struct choice *choice;   // null: none
    struct list definitions; // of struct definition
    struct list selections;  // of struct selection
    enum progress progress;
    bool is_tristate;
};

struct rename {
    const char *name; // the new one
    bool is_inverse;
};

struct kconfig {
    struct arena *arena;
    struct sources *sources;
    struct diagnostics *diagnostics;
    struct names *names;
    const struct kconfig_files *files; // of struct source
    struct list read;                  // of struct source: Kconfig files, as often as they are read
    struct list options;               // of struct option
    struct map option_names;
    struct map renames;             // from the old name to struct rename
    struct list renamed;            // of const char: the old names
    size_t expanded;                // bytes that variables stood for, of all files
    size_t longest;                 // steps of an expression
    struct kconfig_operand *values; // so many
};

/// The option of this name, which is made where there is none.
struct option *option_get(struct kconfig *kconfig, const char *name);

void sdkconfig_read(struct kconfig *kconfig, const struct source *source);
void json_read(struct kconfig *kconfig, const struct source *source);
void rename_read(struct kconfig *kconfig, const struct source *source);
void definitions_read(struct kconfig *kconfig, struct source *root);

/// A value as a file sets it.
struct setting {
    const struct source *source;
    const char *name; // interned
    const char *value;
    enum kconfig_form form;
    struct span span;
    bool is_deprecated; // counts only where the file has said nothing of the option yet
};

/// Gives an option, and the one that took its place, a value.
void option_set(struct kconfig *kconfig, const struct setting *setting);

/// Finds the values of all options that no sdkconfig sets.
void options_evaluate(struct kconfig *kconfig);

#endif
