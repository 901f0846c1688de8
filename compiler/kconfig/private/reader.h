// What the readers of Kconfig's files share.
#ifndef KCONFIG_READER_H
#define KCONFIG_READER_H

#include "kconfig.h"
#include "map.h"

/// An expression in postfix order.
struct condition {
    const struct step *steps;
    size_t count; // 0: always true
    struct span span;
};

struct condition_list LIST(const struct condition);

struct step {
    enum kconfig_operator operation;
    struct option *option; // an operand; null: a literal, text
    const char *text;
};

/// `default V [if E]`, `range LOW HIGH [if E]`, `select X [if E]`
struct property {
    struct condition value;
    struct condition high; // of a range
    struct condition condition;
    struct span span;
    const char *missing; // a variable in it that nothing sets; null: none
};

struct property_list LIST(const struct property);

/// One `config`, `menu`, `choice`, `if` or `comment` with what is said of it.
struct definition {
    struct scope *scope; // that it is in; null: none
    struct condition_list depends;
    struct condition_list visible; // of `visible if`
    struct condition_list prompts; // of their `if`
    struct property_list defaults;
    struct property_list ranges;
    bool is_known; // whether `truth` is
    unsigned truth;
};

/// What bounds all that is in a block (0, 1, 2): what the block depends on, and the `visible
/// if` of its menus.
struct inside {
    unsigned available;
    unsigned shown;
};

struct choice_node_list LIST(const struct choice_node);
struct option_list LIST(struct option);

/// The inside of a `menu`, `choice` or `if`.
struct scope {
    struct scope *parent;
    struct definition *definition;
    struct kconfig_choice *choice; // null: none
    const char *keyword;           // that opens it
    struct span span;
    size_t depth;
    bool is_choice;                // it is the inside of `choice` itself
    struct choice_node_list nodes; // where there is a choice
    bool is_known;                 // whether `inside` is
    struct inside inside;
};

/// What is in a choice: one of its symbols, a block, or something else.
struct choice_node {
    struct option *option;         // null: none
    const struct scope *scope;     // of an `if`; null: none
    struct definition *definition; // null: of a `source`
};

struct kconfig_choice {
    struct definition *definition;
    const struct scope *scope; // its inside
    struct option_list members;
    const struct option *set;    // the last that an sdkconfig sets to `y`; null: none
    const struct option *preset; // likewise, by default
    bool is_optional;
    bool is_needed;                // what it needs was asked for
    bool is_known;                 // whether `selected` is
    bool is_told;                  // its members were looked through for what is overruled
    const struct option *selected; // null: none
    struct span span;              // of what selects it
};

/// `select` and `imply`, or `set` and `set default`, seen from their aim.
struct selection {
    struct option *by;
    struct definition *definition;
    const struct property *property;
    bool is_weak;
};

struct selection_list LIST(const struct selection);

enum progress { PROGRESS_FRESH, PROGRESS_OPEN, PROGRESS_KNOWN };

/// What an sdkconfig says of a symbol, whatever Kconfig makes of that.
struct given {
    const char *value; // null: nothing
    enum kconfig_form form;
    struct span span;
    bool is_deprecated; // in the block of old names, which are as the new ones
    bool is_default;    // nobody chose it: it takes the place of Kconfig's default
};

struct option {
    struct kconfig_symbol symbol;
    struct given given;
    struct kconfig_choice *choice; // null: none
    struct LIST(struct definition) definitions;
    struct selection_list selections; // `select` and `imply`
    struct selection_list sets;       // `set` and `set default`
    enum progress progress;
    const struct choice_node *leaning; // the last found that cannot be on without this one
    bool is_tristate;
    bool is_told; // that it is overruled, and what it follows from
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
    const struct kconfig_sources *files;
    struct LIST(const struct source) read; // Kconfig files, as often as they are read
    struct option_list options;
    struct LIST(struct kconfig_choice) choices;
    struct map option_names;
    struct map renames;             // from the old name to struct rename
    struct text_list renamed;       // the old names
    const char *missing;            // a variable that nothing sets; null: none was met
    size_t expanded;                // bytes that variables were replaced by, of all files
    size_t longest;                 // steps of an expression
    struct kconfig_operand *values; // so many
};

/// The option of this name, which is made where there is none.
struct option *option_get(struct kconfig *kconfig, const char *name);

void sdkconfig_read(struct kconfig *kconfig, const struct source *source);

/// Hides values of an sdkconfig that messages must not show.
void secrets_hide(struct sources *sources, const struct source *source);
void json_read(struct kconfig *kconfig, const struct source *source);
void rename_read(struct kconfig *kconfig, const struct source *source);
void definitions_read(struct kconfig *kconfig, const struct source *root);

/// A value as a file sets it.
struct setting {
    const struct source *source;
    const char *name; // interned
    const char *value;
    enum kconfig_form form;
    struct span span;
    bool is_deprecated; // counts only where the file has said nothing of the option yet
    bool is_default;    // counts only where no file says otherwise without this
};

/// Gives an option, and the one that took its place, a value.
void option_set(struct kconfig *kconfig, const struct setting *setting);

/// The opposite of `y`, `m` or `n`; any other text stays.
const char *value_inverse(const char *value);

/// Finds the symbols of all choices.
void choices_fill(struct kconfig *kconfig);

/// Finds the values of all options that a Kconfig file defines.
void options_evaluate(struct kconfig *kconfig);

#endif
