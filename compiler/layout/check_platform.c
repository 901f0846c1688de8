// Conditions that are written in the language: asserts and the rules of platforms.
#include "define.h"

#include <inttypes.h>
#include <string.h>

// A number as a person compares it: in decimal, in hex where it is large, as a size.
static const char *number_text(struct arena *arena, struct number number)
{
    if (number.negative || number.magnitude < 1024) {
        return text_number(arena, number);
    }
    return arena_format(arena, "%s (%s)", text_offset(arena, number.magnitude),
                        text_size(arena, number.magnitude));
}

static void check_assert(struct maker *maker, const struct syntax_item *item)
{
    struct value value;
    struct comparison comparison;
    if (evaluate(maker->solver, item->value, NULL, &value, &comparison) != OUTCOME_READY) {
        return;
    }
    if (value.kind != VALUE_INTEGER) {
        report(maker->diagnostics, CODE_NOT_INTEGER, item->value->span,
               "a condition is needed here");
    } else if (number_is_zero(value.number)) {
        struct diagnostic *diagnostic = report(maker->diagnostics, CODE_ASSERT_FAILED,
                                               item->value->span, "%s", item->rule.message.text);
        if (comparison.is_known) {
            add_note(diagnostic, (struct span){0}, "the left side is %s, the right side is %s",
                     number_text(maker->arena, comparison.left),
                     number_text(maker->arena, comparison.right));
        }
    }
}

void check_asserts(struct maker *maker)
{
    for (size_t i = 0; i < maker->model->asserts.count; i++) {
        check_assert(maker, maker->model->asserts.items[i]);
    }
}

// What stands for `{p}`, `{p.size}` and the like in a rule's message.
static const char *placeholder(struct maker *maker, const struct environment *environment,
                               const char *text, size_t length)
{
    const char *variable = environment->variable;
    const struct model_partition *partition = environment->partition;
    size_t prefix = variable ? strlen(variable) : 0;
    struct number number;
    if (!variable || length < prefix || strncmp(text, variable, prefix) != 0) {
        return NULL;
    }
    if (length == prefix) {
        return arena_format(maker->arena, "`%s`", partition->name.text);
    }
    const char *member = text + prefix;
    size_t rest = length - prefix;
    bool is_size = rest == 5 && strncmp(member, ".size", 5) == 0;
    bool is_offset = rest == 7 && strncmp(member, ".offset", 7) == 0;
    if (is_size && solver_get(maker->solver, FACT_SIZE, partition->index, &number)) {
        return text_size(maker->arena, number.magnitude);
    }
    if (is_offset && solver_get(maker->solver, FACT_OFFSET, partition->index, &number)) {
        return text_offset(maker->arena, number.magnitude);
    }
    return NULL;
}

static const char *expand(struct maker *maker, const struct environment *environment,
                          const char *message)
{
    struct buffer text;
    buffer_init(&text, maker->arena);
    while (*message) {
        const char *close = *message == '{' ? strchr(message, '}') : NULL;
        const char *value =
            close ? placeholder(maker, environment, message + 1, (size_t)(close - message - 1))
                  : NULL;
        if (value) {
            buffer_text(&text, value);
            message = close + 1;
        } else {
            buffer_byte(&text, (uint8_t)*message++);
        }
    }
    return text.length ? text.bytes : "";
}

static void check_rule(struct maker *maker, const struct model_rule *rule,
                       const struct environment *environment, struct span span)
{
    const struct syntax_item *item = rule->syntax;
    struct number holds;
    if (evaluate_integer(maker->solver, item->value, environment, &holds) != OUTCOME_READY ||
        !number_is_zero(holds)) {
        return;
    }
    enum severity severity = item->rule.is_warning ? SEVERITY_WARNING : SEVERITY_ERROR;
    struct diagnostic *diagnostic =
        report_rule(maker->diagnostics, CODE_PLATFORM_RULE, rule->name, severity, span, "%s",
                    expand(maker, environment, item->rule.message.text));
    if (!sources_find(maker->diagnostics->sources, item->span.start)->built_in) {
        add_note(diagnostic, item->name.span, "this rule says so");
    }
}

static void check_each(struct maker *maker, const struct model_rule *rule)
{
    for (size_t i = 0; i < maker->model->partitions.count; i++) {
        const struct model_partition *partition = maker->model->partitions.items[i];
        if (!partition->is_absent && model_is_in_scope(partition, &rule->scope)) {
            struct environment environment = {
                .variable = rule->syntax->rule.loop.variable.text,
                .partition = partition,
                .table = partition->table,
            };
            check_rule(maker, rule, &environment, partition->name.span);
        }
    }
}

// What a rule about the target alone is about: the first of its parameters that the schema sets,
// else the target. A rule that looks at more is about the table.
static struct span find_subject(const struct maker *maker, const struct expression *condition,
                                const struct model_table *table)
{
    const struct model *model = maker->model;
    struct span found = model->target->span;
    bool has_found = false;
    bool is_of_target = false;
    for (size_t i = 0; i < condition->count; i++) {
        const struct term *term = &condition->terms[i];
        if (term->kind == TERM_NAME && strcmp(term->text, "target") != 0) {
            return table->name.span;
        }
        is_of_target |= term->kind == TERM_NAME;
        const struct constant *parameter = term->kind == TERM_MEMBER && term->text
                                               ? map_find(&model->parameter_names, term->text)
                                               : NULL;
        if (parameter && !has_found &&
            !sources_find(maker->diagnostics->sources, parameter->value->span.start)->built_in) {
            found = parameter->value->span;
            has_found = true;
        }
    }
    return is_of_target ? found : table->name.span;
}

void check_platform_rules(struct maker *maker)
{
    const struct model_table *table = chip_table(maker->model);
    for (size_t i = 0; i < maker->model->rules.count; i++) {
        const struct model_rule *rule = maker->model->rules.items[i];
        if (rule->syntax->rule.loop.variable.text) {
            check_each(maker, rule);
        } else if (table) {
            struct environment environment = {.table = table};
            check_rule(maker, rule, &environment, find_subject(maker, rule->syntax->value, table));
        }
    }
}
