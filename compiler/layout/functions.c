// The functions of expressions, as a table. Each is given its operands in the order in which they
// are written, and looks them up itself, since for `count` and `config` they are names, not
// values.
#include "functions.h"

#include <stdlib.h>
#include <string.h>

struct function {
    const char *name;
    uint32_t fewest, most;
    struct operand (*call)(struct evaluation *evaluation, const struct term *term,
                           const struct operand *arguments);
};

// `align_up(A, B)` and `align_down(A, B)`: the multiple of B next to A.
static struct operand align(struct evaluation *evaluation, const struct term *term,
                            const struct operand *arguments,
                            bool (*operation)(struct number, struct number, struct number *))
{
    struct operand value = operand_integer(evaluation, arguments[0]);
    struct operand unit = operand_integer(evaluation, arguments[1]);
    struct number result;
    if (value.kind != OPERAND_INTEGER || unit.kind != OPERAND_INTEGER) {
        return unit.kind > value.kind ? unit : value;
    }
    if (value.number.negative || unit.number.negative || number_is_zero(unit.number)) {
        return operand_failure(
            evaluation, CODE_OVERFLOW, term->span,
            "only a number from 0 up can be aligned, and only to a multiple of a number above 0");
    }
    return operation(value.number, unit.number, &result)
               ? operand_number(result, term->span)
               : operand_failure(evaluation, CODE_OVERFLOW, term->span,
                                 "the result is out of range (-2^63 to 2^64-1)");
}

// Up, at most by one unit: a result above 2^64-1 is a failure, as with `+`.
static struct operand call_align_up(struct evaluation *evaluation, const struct term *term,
                                    const struct operand *arguments)
{
    return align(evaluation, term, arguments, number_align_up);
}

static struct operand call_align_down(struct evaluation *evaluation, const struct term *term,
                                      const struct operand *arguments)
{
    return align(evaluation, term, arguments, number_align_down);
}

// The extreme of all arguments in one direction.
static struct operand extreme(struct evaluation *evaluation, const struct term *term,
                              const struct operand *arguments, int direction)
{
    struct operand best = operand_integer(evaluation, arguments[0]);
    for (uint32_t i = 1; i < term->count; i++) {
        struct operand next = operand_integer(evaluation, arguments[i]);
        if (best.kind != OPERAND_INTEGER || next.kind != OPERAND_INTEGER) {
            best = next.kind > best.kind ? next : best;
        } else if (number_compare(next.number, best.number) * direction > 0) {
            best = next;
        }
    }
    best.span = term->span;
    best.path_length = 0; // a value, whatever it came from
    return best;
}

static struct operand call_min(struct evaluation *evaluation, const struct term *term,
                               const struct operand *arguments)
{
    return extreme(evaluation, term, arguments, -1);
}

static struct operand call_max(struct evaluation *evaluation, const struct term *term,
                               const struct operand *arguments)
{
    return extreme(evaluation, term, arguments, 1);
}

// An argument that is a name, not a value.
static struct syntax_word path_word(const struct term *term)
{
    bool is_integer = term->kind == TERM_INTEGER || term->is_number;
    struct span span = term->span; // of a member: of the path up to here
    if (term->kind == TERM_MEMBER) {
        span.start = span.end - (uint32_t)strlen(term->text);
    }
    return (struct syntax_word){
        .kind = is_integer ? WORD_INTEGER : WORD_NAME,
        .span = span,
        .text = term->text,
        .integer = term->integer,
    };
}

enum { TYPE_COUNT = 256 };

// How many partitions of each type and subtype there are, in all tables.
static void count_types(struct solver *solver)
{
    const struct model_partition_list *partitions = &solver->model->partitions;
    solver->type_counts =
        arena_array(solver->arena, (size_t)TYPE_COUNT * TYPE_COUNT, sizeof *solver->type_counts);
    for_each (partition, partitions) {
        if (partition->type && !partition->is_absent) {
            solver->type_counts[partition->type_number * TYPE_COUNT + partition->subtype_number]++;
        }
    }
}

// Counts all partitions by type and subtype, once: a schema may ask for many counts.
static uint64_t count_everywhere(struct solver *solver, const struct type_scope *scope)
{
    if (!solver->type_counts) {
        count_types(solver);
    }
    uint64_t count = 0;
    for (uint64_t type = scope->type_low; type <= scope->type_high; type++) {
        for (uint64_t subtype = scope->subtype_low;
             subtype <= scope->subtype_high && subtype < TYPE_COUNT; subtype++) {
            count += solver->type_counts[type * TYPE_COUNT + subtype];
        }
    }
    return count;
}

// One table is counted each time: it has few rows, and only rules ask.
static uint64_t count_in(const struct model_table *table, const struct type_scope *scope)
{
    uint64_t count = 0;
    for_each (partition, &table->partitions) {
        count += !partition->is_absent && model_is_in_scope(partition, scope);
    }
    return count;
}

// Where a partition's type is a mistake, nobody knows how many there are of any.
static bool all_have_types(const struct model_partition_list *partitions)
{
    for_each (partition, partitions) {
        if (!partition->type || !partition->subtype) {
            return false;
        }
    }
    return true;
}

// The same where a table has a mistake in it.
static bool is_uncertain(const struct model *model, const struct model_table *table)
{
    bool is_damaged = model->is_partial || (table && table->is_damaged);
    for (size_t i = 0; !table && i < model->tables.count; i++) {
        is_damaged |= ((const struct model_table *)model->tables.items[i])->is_damaged;
    }
    return is_damaged;
}

// What is disabled does not count.
static struct operand call_count(struct evaluation *evaluation, const struct term *term,
                                 const struct operand *arguments)
{
    struct solver *solver = evaluation->solver;
    const struct operand *path = &arguments[0];
    if (path->path_length == 0 || path->path_length > 2) {
        report(solver->diagnostics, CODE_NOT_A_VALUE, path->span,
               "`count` needs a type and subtype, such as `app.ota_0`");
        return (struct operand){.kind = OPERAND_POISON};
    }
    struct syntax_type type = {.type = path_word(path->path[0]), .span = path->span};
    if (path->path_length == 2) {
        type.has_subtype = true;
        type.subtype = path_word(path->path[1]);
    }
    struct type_scope scope;
    if (!model_find_scope(solver->model, &type, solver->diagnostics, &scope)) {
        return (struct operand){.kind = OPERAND_POISON};
    }
    const struct model_table *table = evaluation->environment->table;
    if (is_uncertain(solver->model, table) ||
        !all_have_types(table ? &table->partitions : &solver->model->partitions)) {
        return (struct operand){.kind = OPERAND_POISON};
    }
    uint64_t count = table ? count_in(table, &scope) : count_everywhere(solver, &scope);
    return operand_number(number_of(count), term->span);
}

// The value of a symbol by its type: a bool is 0 or 1, a number is a number, a string a text.
static struct operand symbol_operand(struct evaluation *evaluation, const struct symbol *symbol,
                                     struct span span)
{
    struct operand operand = {.kind = OPERAND_STRING, .text = symbol->value, .span = span};
    if (symbol->is_nowhere) {
        return (struct operand){.kind = OPERAND_POISON};
    }
    if (!symbol->kind || strcmp(symbol->kind, "bool") == 0) {
        bool is_on = symbol->value && strcmp(symbol->value, "n") != 0;
        return operand_number(number_of(is_on), span);
    }
    if (!symbol->value) {
        struct diagnostic *diagnostic =
            report(evaluation->solver->diagnostics, CODE_NO_CONFIG_VALUE, span,
                   "Kconfig symbol `%s` has no value", symbol->name.text);
        add_note(diagnostic, symbol->name.span, "it is declared here, without a default");
        operand.kind = OPERAND_POISON;
    } else if (strcmp(symbol->kind, "float") == 0) {
        report(
            evaluation->solver->diagnostics, CODE_NOT_A_VALUE, span,
            "Kconfig symbol `%s` is a float, `%s`; only whole numbers and strings can be used here",
            symbol->name.text, symbol->value);
        operand.kind = OPERAND_POISON;
    } else if (strcmp(symbol->kind, "string") != 0) {
        bool is_negative = symbol->value[0] == '-';
        uint64_t magnitude = strtoull(symbol->value + is_negative, NULL, 0);
        return operand_number((struct number){magnitude, is_negative}, span);
    }
    return operand;
}

// If the project's Kconfig files are given, they say which symbols exist; else the schema declares
// them. `config X` says its type, which decides what a build without an sdkconfig takes for its
// value.
static struct operand report_no_symbol(struct evaluation *evaluation, const struct operand *path)
{
    const struct model *model = evaluation->solver->model;
    struct diagnostics *diagnostics = evaluation->solver->diagnostics;
    struct syntax_name name = {path->text, path->span, false};
    struct nearest nearest = nearest_to(path->text);
    if (wants_hints(diagnostics)) {
        model_offer_symbols(model, &nearest);
    }
    struct diagnostic *diagnostic =
        model_report_unknown(diagnostics, CODE_UNKNOWN_SYMBOL, name, "Kconfig symbol", &nearest);
    if (model->kconfig) {
        kconfig_note_files(model->kconfig, diagnostic);
    } else {
        add_note(diagnostic, (struct span){0}, "declare the symbol with its type: `config %s int;`",
                 path->text);
    }
    return (struct operand){.kind = OPERAND_POISON};
}

// The symbols whose values expressions use are kept with the solver: those count as used in
// check_symbols().
static struct operand call_config(struct evaluation *evaluation, const struct term *term,
                                  const struct operand *arguments)
{
    struct solver *solver = evaluation->solver;
    const struct operand *path = &arguments[0];
    if (path->path_length != 1 || !path->text || path->kind == OPERAND_INTEGER) {
        report(solver->diagnostics, CODE_NOT_A_VALUE, path->span,
               "`config` needs the name of a Kconfig symbol, without CONFIG_");
        return (struct operand){.kind = OPERAND_POISON};
    }
    if (solver->model->kconfig) {
        kconfig_warn(solver->model->kconfig, path->text, path->span);
    }
    const struct symbol *symbol = model_find_symbol(solver->model, solver->arena, path->text);
    if (!symbol) {
        return report_no_symbol(evaluation, path);
    }
    map_set_const(solver->arena, &solver->symbols, path->text, symbol);
    return symbol_operand(evaluation, symbol, term->span);
}

static const struct function functions[] = {
    {"align_up", 2, 2, call_align_up}, {"align_down", 2, 2, call_align_down},
    {"min", 1, UINT32_MAX, call_min},  {"max", 1, UINT32_MAX, call_max},
    {"count", 1, 1, call_count},       {"config", 1, 1, call_config},
};

enum { FUNCTION_COUNT = sizeof functions / sizeof *functions };

// Functions of records' fields exist, but only there.
static struct operand report_no_function(struct evaluation *evaluation, const struct term *term)
{
    struct diagnostics *diagnostics = evaluation->solver->diagnostics;
    struct span span = {term->span.start, term->span.start + (uint32_t)strlen(term->text)};
    struct nearest nearest = nearest_to(term->text);
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        nearest_offer(&nearest, functions[i].name);
    }
    if (strcmp(term->text, "md5") == 0 || strcmp(term->text, "crc32") == 0) {
        report(diagnostics, CODE_NOT_A_VALUE, term->span,
               "`%s` can only be the value of a record's field", term->text);
    } else {
        struct syntax_name name = {term->text, span, false};
        model_report_unknown(diagnostics, CODE_UNKNOWN_FUNCTION, name, "function", &nearest);
    }
    return (struct operand){.kind = OPERAND_POISON};
}

// Finds the function in the table, and checks how many arguments it gets.
struct operand function_call(struct evaluation *evaluation, const struct term *term,
                             const struct operand *arguments)
{
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        const struct function *function = &functions[i];
        if (strcmp(function->name, term->text) != 0) {
            continue;
        }
        if (term->count < function->fewest || term->count > function->most) {
            report(evaluation->solver->diagnostics, CODE_ARGUMENT_COUNT, term->span,
                   "`%s` takes %s", function->name,
                   function->most == 1   ? "one value"
                   : function->most == 2 ? "two values"
                                         : "at least one value");
            return (struct operand){.kind = OPERAND_POISON};
        }
        return function->call(evaluation, term, arguments);
    }
    return report_no_function(evaluation, term);
}
