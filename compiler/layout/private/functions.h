// What the values of expressions are made of: operands, paths, functions.
#ifndef LAYOUT_FUNCTIONS_H
#define LAYOUT_FUNCTIONS_H

#include "solver.h"

// Where several meet, the last one in this order prevails.
enum operand_kind {
    OPERAND_INTEGER,
    OPERAND_STRING,
    OPERAND_FLOAT,
    OPERAND_PATH,    // a name with its members, not looked up yet
    OPERAND_FAILURE, // of arithmetic: reported where it is used
    OPERAND_POISON,  // a mistake that was reported
    OPERAND_WAITING, // for a fact
};

enum { PATH_LIMIT = 3 };

struct failure {
    enum code code;
    struct span span;
    const char *message;
};

struct operand {
    enum operand_kind kind;
    unsigned path_length;
    struct number number;
    const char *text;
    const struct term *path[PATH_LIMIT];
    const struct failure *failure;
    struct span span;
};

struct evaluation {
    struct solver *solver;
    const struct environment *environment;
    struct comparison_sides comparison;
};

struct operand operand_poison(struct span span);
struct operand operand_number(struct number number, struct span span);
struct operand operand_outcome(enum outcome outcome, struct number number, struct span span);
struct operand operand_failure(struct evaluation *evaluation, enum code code, struct span span,
                               const char *message);

/// The operand with its path looked up, if it is one.
struct operand operand_value(struct evaluation *evaluation, struct operand operand);

/// Reports what is not an integer; `text` is that of a string, else null.
void operand_report_not_integer(struct diagnostics *diagnostics, struct span span,
                                const char *text);

/// The operand as a number, its path looked up; not an integer where it can't be.
struct operand operand_integer(struct evaluation *evaluation, struct operand operand);

/// The value that a path names.
struct operand path_resolve(struct evaluation *evaluation, const struct operand *path);

/// The path as it was written.
const char *path_text(struct evaluation *evaluation, const struct operand *path);

/// The last part of a path alone.
struct syntax_name path_last_name(const struct operand *path);

/// Report what is wrong with a path, and give back a value that nothing more is said of: a member
/// that `of` ("a partition") has none of; a first name that nothing has; a name that several
/// partitions have, and perhaps a table (null: none); a number with a fraction.
struct operand path_report_member(struct evaluation *evaluation, const struct operand *path,
                                  const char *of, const char *const *members, size_t count);
struct operand path_report_name(struct evaluation *evaluation, const struct operand *path);
/// What is named is taken away by the variant, at `removed`.
struct operand path_report_removed(struct evaluation *evaluation, const struct operand *path,
                                   const char *name, const struct span *removed);
struct operand path_report_several(struct evaluation *evaluation, const struct operand *path,
                                   const struct model_table *table);
struct operand path_report_fraction(struct evaluation *evaluation, const struct operand *path);

struct operand function_call(struct evaluation *evaluation, const struct term *term,
                             const struct operand *arguments);

#endif
