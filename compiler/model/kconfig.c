// Kconfig: symbols, their values, and what expressions make of them.
//
// The meaning is that of the kernel's kconfig-language.rst: `m` counts as on, an undefined symbol
// is `n`, and in a relation it stands for its own name.
#include "builder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"bool", "int", "hex", "string"};

static const char *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(name, kinds[i]) == 0) {
            return kinds[i];
        }
    }
    return NULL;
}

static const char *check_kind(struct builder *builder, struct syntax_name name)
{
    const char *kind = find_kind(name.text);
    if (!kind) {
        struct nearest nearest = nearest_to(name.text);
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            nearest_offer(&nearest, kinds[i]);
        }
        struct diagnostic *diagnostic =
            report_unknown(builder->diagnostics, CODE_UNKNOWN_CONFIG_KIND, name,
                           "kind of Kconfig symbol", &nearest);
        add_note(diagnostic, (struct span){0}, "the kinds are `bool`, `int`, `hex` and `string`");
    }
    return kind;
}

// The text of a default: one literal or name, with a sign.
static const char *default_text(struct builder *builder, const struct expression *value)
{
    const struct term *term = &value->terms[0];
    bool is_negative = value->count == 2 && value->terms[1].kind == TERM_UNARY &&
                       value->terms[1].operation == OPERATION_NEGATE;
    bool is_literal =
        term->kind == TERM_INTEGER || term->kind == TERM_STRING || term->kind == TERM_NAME;
    if (!is_literal || (value->count != 1 && !is_negative)) {
        return NULL;
    }
    if (term->kind == TERM_INTEGER) {
        struct number number = number_of(term->integer);
        bool is_good = !is_negative || number_negate(number, &number);
        return is_good ? text_number(builder->arena, number) : NULL;
    }
    return is_negative ? NULL : term->text;
}

static bool fits(const char *kind, const struct term *term, const char *text)
{
    if (strcmp(kind, "bool") == 0) {
        return term->kind == TERM_NAME && (strcmp(text, "y") == 0 || strcmp(text, "n") == 0);
    }
    if (strcmp(kind, "hex") == 0 && *text == '-') {
        return false;
    }
    return term->kind == (strcmp(kind, "string") == 0 ? TERM_STRING : TERM_INTEGER);
}

static const char *check_default(struct builder *builder, const char *kind,
                                 const struct expression *value)
{
    if (!value || !kind) {
        return NULL;
    }
    const char *text = default_text(builder, value);
    if (!text || !fits(kind, &value->terms[0], text)) {
        report(builder->diagnostics, CODE_BAD_DEFAULT, value->span,
               strcmp(kind, "bool") == 0     ? "the default of a bool is `y` or `n`"
               : strcmp(kind, "string") == 0 ? "the default of a string is a string"
                                             : "the default of this symbol is a number");
        return NULL;
    }
    return text;
}

static void symbol_imply(struct builder *builder, const struct syntax_item *item)
{
    struct model_implied *implied = arena_new(builder->arena, sizeof *implied);
    *implied = (struct model_implied){.syntax = item};
    check_kind(builder, item->config.kind);
    list_append(builder->arena, &builder->model->implied, implied);
}

// Kconfig's own files have no CONFIG_ either: that is how an sdkconfig and C spell it.
static void check_symbol(struct builder *builder, struct syntax_name name)
{
    if (strncmp(name.text, "CONFIG_", 7) == 0 && name.text[7]) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_BAD_LABEL, name.span,
                   "a Kconfig symbol is named without CONFIG_: `%s`", name.text + 7);
        add_fix(diagnostic, name.span, "%s", name.text + 7);
    }
}

void symbol_declare(struct builder *builder, const struct syntax_item *item)
{
    struct model *model = builder->model;
    check_symbol(builder, item->name);
    if (item->config.is_implied) {
        symbol_imply(builder, item);
        return;
    }
    if (!declare(builder, ITEM_CONFIG, item->name, "Kconfig symbol")) {
        return;
    }
    const char *kind = check_kind(builder, item->config.kind);
    struct symbol *symbol = map_find(&model->symbol_names, item->name.text);
    if (!symbol) {
        symbol = arena_new(builder->arena, sizeof *symbol);
        list_append(builder->arena, &model->symbols, symbol);
        map_set(builder->arena, &model->symbol_names, item->name.text, symbol);
    }
    *symbol = (struct symbol){item->name, item, kind, check_default(builder, kind, item->value)};
}

// A symbol that is read but nowhere declared counts as `n`; that is said once.
static const struct symbol *get_symbol(struct builder *builder, const struct term *term)
{
    struct model *model = builder->model;
    struct symbol *symbol = map_find(&model->symbol_names, term->text);
    if (!symbol) {
        symbol = arena_new(builder->arena, sizeof *symbol);
        *symbol = (struct symbol){.name = {term->text, term->span, false}};
        list_append(builder->arena, &model->symbols, symbol);
        map_set(builder->arena, &model->symbol_names, term->text, symbol);
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_UNDECLARED_SYMBOL, term->span,
                   "Kconfig symbol `%s` is not declared; it counts as `n`", term->text);
        bool is_c = strncmp(term->text, "CONFIG_", 7) == 0;
        add_note(diagnostic, (struct span){0}, "%s `config %s bool default y;`",
                 is_c ? "symbols are named without CONFIG_, and declared:" : "declare it:",
                 term->text + (is_c ? 7 : 0));
    }
    return symbol;
}

// A value of an expression: a truth (0, 1, 2 for n, m, y), and a text where it is an operand.
struct kvalue {
    unsigned truth;
    const char *text;
};

static unsigned truth_of(const char *text)
{
    return strcmp(text, "y") == 0 ? 2 : strcmp(text, "m") == 0 ? 1 : 0;
}

static struct kvalue symbol_value(struct builder *builder, const struct term *term)
{
    if (strcmp(term->text, "y") == 0 || strcmp(term->text, "m") == 0 ||
        strcmp(term->text, "n") == 0) {
        return (struct kvalue){truth_of(term->text), term->text};
    }
    const struct symbol *symbol = get_symbol(builder, term);
    if (!symbol->value) {
        bool is_bool = symbol->kind && strcmp(symbol->kind, "bool") == 0;
        return (struct kvalue){0, is_bool ? "n" : symbol->kind ? "" : term->text};
    }
    return (struct kvalue){truth_of(symbol->value), symbol->value};
}

static bool to_number(const char *text, long long *number)
{
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 0);
    return *text && !*end && errno == 0;
}

// Kconfig compares numbers where both sides are numbers, and texts otherwise.
static int compare(const char *a, const char *b)
{
    long long first, second;
    if (to_number(a, &first) && to_number(b, &second)) {
        return (first > second) - (first < second);
    }
    return strcmp(a, b);
}

static struct kvalue binary(enum operation operation, struct kvalue a, struct kvalue b)
{
    if (operation == OPERATION_BOTH) {
        return (struct kvalue){a.truth < b.truth ? a.truth : b.truth, ""};
    }
    if (operation == OPERATION_EITHER) {
        return (struct kvalue){a.truth > b.truth ? a.truth : b.truth, ""};
    }
    return (struct kvalue){operation_holds(operation, compare(a.text, b.text)) ? 2 : 0, ""};
}

static bool holds(struct builder *builder, const struct expression *expression)
{
    struct kvalue *values = arena_array(builder->arena, expression->count, sizeof *values);
    size_t count = 0;
    for (size_t i = 0; i < expression->count; i++) {
        const struct term *term = &expression->terms[i];
        if (term->kind == TERM_SYMBOL) {
            values[count++] = symbol_value(builder, term);
        } else if (term->kind == TERM_LITERAL) {
            values[count++] = (struct kvalue){truth_of(term->text), term->text};
        } else if (term->kind == TERM_UNARY) {
            values[count - 1].truth = 2 - values[count - 1].truth;
        } else if (term->kind == TERM_BINARY) {
            count--;
            values[count - 1] = binary(term->operation, values[count - 1], values[count]);
        }
    }
    return values[0].truth > 0;
}

static void expression_decide(struct builder *builder, const struct expression *condition)
{
    if (condition && !holds(builder, condition)) {
        map_set(builder->arena, &builder->model->off, condition, (void *)condition);
    }
}

// Lines stand in each other as deep as the parser's stack lets them; the lists of those still to
// do are kept here, not on the stack.
static void lines_decide(struct builder *builder, const struct list *lines)
{
    struct list open = {0};
    list_append(builder->arena, &open, lines);
    while (open.count) {
        const struct list *next = open.items[--open.count];
        for (size_t i = 0; i < next->count; i++) {
            const struct syntax_line *line = next->items[i];
            expression_decide(builder, line->depends);
            list_append(builder->arena, &open, &line->lines);
        }
    }
}

static void partitions_decide(struct builder *builder)
{
    for (size_t i = 0; i < builder->model->partitions.count; i++) {
        struct model_partition *partition =
            (struct model_partition *)builder->model->partitions.items[i];
        const struct syntax_clause *depends = partition->clauses.slots[CLAUSE_DEPENDS];
        const struct syntax_clause *from = partition->clauses.slots[CLAUSE_FROM];
        partition->is_absent = depends && !holds(builder, depends->value);
        if (from && from->content) {
            lines_decide(builder, &from->content->lines);
        }
    }
}

// What lies in a partition that is switched off is switched off, too.
static void inner_decide(struct builder *builder)
{
    const struct list *tables = &builder->model->tables;
    bool is_settled = false;
    while (!is_settled) { // once more than tables stand in each other
        is_settled = true;
        for (size_t i = 0; i < tables->count; i++) {
            struct model_table *table = (struct model_table *)tables->items[i];
            if (!table->host || !table->host->is_absent || table->is_absent) {
                continue;
            }
            table->is_absent = true;
            is_settled = false;
            for (size_t j = 0; j < table->partitions.count; j++) {
                ((struct model_partition *)table->partitions.items[j])->is_absent = true;
            }
        }
    }
}

// Of several partitions with a label, one that is there; else any.
static const struct model_partition *find_label(const struct model *model, const char *label)
{
    const struct model_partition *found = map_find(&model->labels, label);
    if (found && found->is_absent && map_find(&model->shared, label)) {
        for (size_t i = 0; i < model->partitions.count; i++) {
            const struct model_partition *other = model->partitions.items[i];
            found = other->name.text == label && !other->is_absent ? other : found;
        }
    }
    return found;
}

static void report_required(struct builder *builder, const struct syntax_item *item,
                            struct syntax_name name, const struct model_partition *partition)
{
    const struct diagnostics *diagnostics = builder->diagnostics;
    const char *condition = sources_text(diagnostics->sources, item->value->span);
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_REQUIRED_MISSING, name.span,
               "`%s` holds, so partition `%s` must exist", condition, name.text);
    if (partition) {
        const struct syntax_clause *depends = partition->clauses.slots[CLAUSE_DEPENDS];
        depends = partition->table->is_absent ? NULL : depends;
        add_note(diagnostic, depends ? depends->span : partition->table->host->name.span,
                 depends ? "it is switched off here: the condition does not hold"
                         : "the partition that it lies in is switched off");
        return;
    }
    struct nearest nearest = nearest_to(name.text);
    for (size_t i = 0; wants_hints(diagnostics) && i < builder->model->partitions.count; i++) {
        const struct model_partition *other = builder->model->partitions.items[i];
        nearest_offer(&nearest, other->name.text);
    }
    if (nearest.found) {
        add_note(diagnostic, (struct span){0}, "no table has it; did you mean `%s`?",
                 nearest.found);
    } else {
        add_note(diagnostic, (struct span){0}, "no table has it");
    }
}

static void require_check(struct builder *builder, const struct syntax_item *item)
{
    if (!holds(builder, item->value)) {
        return;
    }
    for (size_t i = 0; i < item->require.names.count; i++) {
        const struct syntax_name *name = item->require.names.items[i];
        const struct model_partition *partition = find_label(builder->model, name->text);
        if (!partition || partition->is_absent) {
            report_required(builder, item, *name, partition);
        }
    }
}

void kconfig_apply(struct builder *builder)
{
    partitions_decide(builder);
    inner_decide(builder);
    for (size_t i = 0; i < builder->model->requires.count; i++) {
        require_check(builder, builder->model->requires.items[i]);
    }
}
