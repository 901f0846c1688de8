// Kconfig: the symbols of a project's Kconfig files, and their values in its sdkconfig.
//
// Their forms: Documentation/kbuild/kconfig-language.rst of the Linux kernel, with what the tools
// of ESP-IDF add (`rsource`, `osource`, `orsource`, sdkconfig.json, sdkconfig.rename).
#ifndef KCONFIG_KCONFIG_H
#define KCONFIG_KCONFIG_H

#include "diagnostic.h"
#include "names.h"
#include "source.h"
#include "text.h"

/// The paths of the files that the command line names.
struct kconfig_files {
    struct text_list sdkconfigs; // later ones win
    struct text_list renames;
    struct text_list roots; // Kconfig files
};

struct kconfig_source_list LIST(const struct source);

/// The same, read already.
struct kconfig_sources {
    struct kconfig_source_list sdkconfigs;
    struct kconfig_source_list renames;
    struct kconfig_source_list roots;
};

/// How a value is written, which says what kind of symbol it can be the value of.
enum kconfig_form {
    KCONFIG_WORD,    // y, 16, 0x10
    KCONFIG_TEXT,    // in quotes; kept without them
    KCONFIG_DECIMAL, // a number in JSON, of an int or a hex
};

struct kconfig_symbol {
    const char *name;  // interned, without CONFIG_
    const char *kind;  // "bool" (tristates too), "int", "hex", "string", "float"
    struct span span;  // of its name in a Kconfig file; unknown: none defines it
    const char *value; // null: none
    enum kconfig_form form;
    struct span value_span; // of what gives the value; unknown: nothing does
    bool is_set;            // by an sdkconfig, were it to `n`; else the value is Kconfig's own
};

struct kconfig;

/// Reads all files. What is wrong with them is reported; null if so much is wrong that nothing can
/// be concluded from them. `names` has the names that symbols are looked for by.
const struct kconfig *kconfig_read(struct sources *sources, struct diagnostics *diagnostics,
                                   struct names *names, const struct kconfig_files *files);

/// The same, of sources that are read already.
const struct kconfig *kconfig_new(struct sources *sources, struct diagnostics *diagnostics,
                                  struct names *names, const struct kconfig_sources *files);

/// The symbol of this interned name; null if it is neither defined nor set. A name that was given
/// up (see sdkconfig.rename) finds the symbol that took its place, with its value turned round
/// where they are opposites.
const struct kconfig_symbol *kconfig_find(const struct kconfig *kconfig, const char *name);

struct kconfig_symbol_list LIST(const struct kconfig_symbol);

/// All symbols that are known.
struct kconfig_symbol_list kconfig_symbols(const struct kconfig *kconfig);

bool kconfig_has_sdkconfig(const struct kconfig *kconfig);

/// Whether there are Kconfig files, so that all symbols are known.
bool kconfig_has_definitions(const struct kconfig *kconfig);

/// Warns where Kconfig overrules what an sdkconfig says of a symbol, or of what that follows from:
/// the layout asks for it at `used`. Each is reported once.
void kconfig_warn(const struct kconfig *kconfig, const char *name, struct span used);

/// Offers all symbols that are known.
void kconfig_offer(const struct kconfig *kconfig, struct nearest *nearest);

/// Adds a note that says in which files was looked.
void kconfig_note_files(const struct kconfig *kconfig, struct diagnostic *diagnostic);

/// A value as a symbol of this kind has it: `y`, `m` or `n`, a number as C reads it, a text. Null
/// if it can't be one; "" where a number has none. Of a bool only the first letter counts, and none
/// is `n`: so the tools of Kconfig read them.
const char *kconfig_convert(struct arena *arena, const char *value, enum kconfig_form form,
                            const char *kind);

/// Reports that a symbol's value is not of its kind, which was declared at `declared`.
void kconfig_report_type(struct diagnostics *diagnostics, const struct kconfig_symbol *symbol,
                         const char *kind, struct span declared);

// Kconfig's own expressions.

/// A value in an expression: a truth (0, 1, 2 for n, m, y), and a text where it is an operand.
struct kconfig_operand {
    unsigned truth;
    const char *text;
    const char *kind; // of the symbol whose value it is; null: a constant, or of no kind
};

enum kconfig_operator {
    KCONFIG_OPERAND, // none
    KCONFIG_NOT,
    KCONFIG_AND,
    KCONFIG_OR,
    KCONFIG_EQUAL,
    KCONFIG_NOT_EQUAL,
    KCONFIG_LESS,
    KCONFIG_LESS_EQUAL,
    KCONFIG_GREATER,
    KCONFIG_GREATER_EQUAL,
};

/// The truth of `y`, `m`, `n`; of any other text 0.
unsigned kconfig_truth(const char *text);

/// What is written in the expression itself.
struct kconfig_operand kconfig_constant(const char *text);

/// The value of an operation on two values; KCONFIG_NOT looks at the first only.
struct kconfig_operand kconfig_operate(enum kconfig_operator operation, struct kconfig_operand a,
                                       struct kconfig_operand b);

#endif
