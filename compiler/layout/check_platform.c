// Conditions that are written in the language: asserts and rules, of platforms and the schema's
// own.
#include "define.h"

#include <ctype.h>
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

// `assert nvs.size >= 64K` that fails is of no use without the two numbers.
static void note_sides(struct layout_builder *builder, struct diagnostic *diagnostic,
                       const struct comparison_sides *comparison)
{
    if (comparison->is_known) {
        add_note(diagnostic, (struct span){0}, "the left side is %s, the right side is %s",
                 number_text(builder->arena, comparison->left),
                 number_text(builder->arena, comparison->right));
    }
}

// Without a message of its own, an assert is quoted, if it is on one line. One whose value could
// not be found stays silent: the reason was reported.
static void check_assert(struct layout_builder *builder, const struct syntax_item *item)
{
    struct value value;
    struct comparison_sides comparison;
    const char *message = item->rule.message.text;
    if (evaluate(builder->solver, item->value, NULL, &value, &comparison) != OUTCOME_READY) {
        return;
    }
    if (value.kind != VALUE_INTEGER) {
        report(builder->diagnostics, CODE_NOT_INTEGER, item->value->span,
               "a condition is needed here");
    } else if (number_is_zero(value.number)) {
        if (!message) {
            const char *text = sources_text(builder->diagnostics->sources, item->value->span);
            bool is_short = !strchr(text, '\n');
            message = is_short ? arena_format(builder->arena, "assertion failed: `%s`", text)
                               : "assertion failed";
        }
        note_sides(
            builder,
            report(builder->diagnostics, CODE_ASSERT_FAILED, item->value->span, "%s", message),
            &comparison);
    }
}

// They are not bound to a table or partition, so that all of the schema can be named in them.
void check_asserts(struct layout_builder *builder)
{
    for (size_t i = 0; i < builder->model->asserts.count; i++) {
        check_assert(builder, builder->model->asserts.items[i]);
    }
}

static const char *const members[] = {"size", "offset", "end"};
enum { MEMBER_COUNT = sizeof members / sizeof *members };

// `{p}` or `{p.member}` at the start of a text.
struct placeholder {
    size_t length; // with its braces; 0: this is not a placeholder
    const char *variable;
    const char *member; // null: none
};

// Of letters, digits and `_`: what a name of the language is made of, in ASCII.
static size_t word_length(const char *text)
{
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_') {
        length++;
    }
    return length;
}

// A brace that does not begin `{WORD}` or `{WORD.WORD}` is text.
static struct placeholder placeholder_at(struct arena *arena, const char *text)
{
    struct placeholder found = {0};
    size_t first = *text == '{' ? word_length(text + 1) : 0;
    const char *rest = text + 1 + first;
    size_t second = first && *rest == '.' ? word_length(rest + 1) : 0;
    rest += second ? 1 + second : 0;
    if (first && *rest == '}') {
        found.length = (size_t)(rest - text) + 1;
        found.variable = arena_copy(arena, text + 1, first);
        found.member = second ? arena_copy(arena, text + 2 + first, second) : NULL;
    }
    return found;
}

// Whether it stands for something. Other words in braces are text, as all else is.
static bool is_known(const struct syntax_item *item, const struct placeholder *placeholder)
{
    const char *variable = item->rule.loop.variable.text;
    bool is_member = !placeholder->member;
    for (size_t i = 0; i < MEMBER_COUNT && !is_member; i++) {
        is_member = strcmp(members[i], placeholder->member) == 0;
    }
    return is_member && variable && strcmp(variable, placeholder->variable) == 0;
}

// Null where its value is not known, since that is a mistake.
static const char *placeholder_text(struct layout_builder *builder,
                                    const struct environment *environment,
                                    const struct placeholder *placeholder)
{
    const struct model_partition *partition = environment->partition;
    struct arena *arena = builder->arena;
    struct number offset, size, end;
    if (!placeholder->member) {
        return arena_format(arena, "`%s`", partition->name.text);
    }
    bool has_size = solver_get(builder->solver, FACT_SIZE, partition->index, &size);
    bool has_offset = solver_get(builder->solver, FACT_OFFSET, partition->index, &offset);
    if (strcmp(placeholder->member, "size") == 0) {
        return has_size ? text_size(arena, size.magnitude) : NULL;
    }
    if (strcmp(placeholder->member, "offset") == 0) {
        return has_offset ? text_offset(arena, offset.magnitude) : NULL;
    }
    return has_size && has_offset && number_add(offset, size, &end)
               ? text_offset(arena, end.magnitude)
               : NULL;
}

// The message of a rule with its placeholders replaced. What has no value stays as it is written.
// Time is linear in the length of the message, since a placeholder is as short as the word in it.
static const char *expand(struct layout_builder *builder, const struct environment *environment,
                          const struct syntax_item *item)
{
    const char *message = item->rule.message.text;
    struct buffer text;
    buffer_init(&text, builder->arena);
    while (*message) {
        struct placeholder placeholder = placeholder_at(builder->arena, message);
        bool is_own = placeholder.length && is_known(item, &placeholder);
        const char *value = is_own ? placeholder_text(builder, environment, &placeholder) : NULL;
        if (value) {
            buffer_text(&text, value);
            message += placeholder.length;
        } else {
            buffer_byte(&text, (uint8_t)*message++);
        }
    }
    return text.length ? text.bytes : "";
}

// Only a misspelled member is reported: other words in braces are text.
static void report_placeholder(struct layout_builder *builder, const struct syntax_item *item,
                               const struct placeholder *placeholder)
{
    const char *variable = item->rule.loop.variable.text;
    const char *member = placeholder->member;
    const char *shown = arena_format(builder->arena, "{%s%s%s}", placeholder->variable,
                                     member ? "." : "", member ? member : "");
    bool is_own = variable && strcmp(variable, placeholder->variable) == 0;
    struct nearest nearest = nearest_to(is_own ? member : "");
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        nearest_offer(&nearest, members[i]);
    }
    const char *hint = nearest.found ? arena_format(builder->arena, "; did you mean `{%s.%s}`?",
                                                    variable, nearest.found)
                                     : "";
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_RULE_MESSAGE, item->rule.message.span,
               "`%s` in this message does not refer to anything%s", shown, hint);
    if (variable) {
        add_note(diagnostic, (struct span){0},
                 "a partition has `{%s}`, `{%s.offset}`, `{%s.size}` and `{%s.end}`", variable,
                 variable, variable, variable);
    } else {
        add_note(diagnostic, item->name.span, "this rule has no `for p in TYPE`");
    }
}

// The messages of all rules, whether they are broken or not. A platform's author sees the mistake
// at once, and not years later when a user breaks the rule.
static void check_message(struct layout_builder *builder, const struct syntax_item *item)
{
    for (const char *at = strchr(item->rule.message.text, '{'); at; at = strchr(at + 1, '{')) {
        struct placeholder placeholder = placeholder_at(builder->arena, at);
        if (placeholder.member && !is_known(item, &placeholder)) {
            report_placeholder(builder, item, &placeholder);
        }
    }
}

// Whether it was broken, which is reported. The sides are noted for rules of the schema's own
// only: a platform's message says what is needed in the chip's terms, of which the numbers are a
// detail.
static bool check_rule(struct layout_builder *builder, const struct model_rule *rule,
                       const struct environment *environment, struct span span)
{
    const struct syntax_item *item = rule->syntax;
    struct value holds;
    struct comparison_sides comparison;
    if (evaluate(builder->solver, item->value, environment, &holds, &comparison) != OUTCOME_READY) {
        return false;
    }
    if (holds.kind != VALUE_INTEGER) {
        report(builder->diagnostics, CODE_NOT_INTEGER, item->value->span,
               "a condition is needed here");
        return false;
    }
    if (!number_is_zero(holds.number)) {
        return false;
    }
    enum severity severity = item->rule.is_warning ? SEVERITY_WARNING : SEVERITY_ERROR;
    struct diagnostic *diagnostic =
        report_rule(builder->diagnostics, CODE_PLATFORM_RULE, rule->name, severity, span, "%s",
                    expand(builder, environment, item));
    if (!rule->is_of_platform) {
        note_sides(builder, diagnostic, &comparison);
    }
    if (!sources_find(builder->diagnostics->sources, item->span.start)->built_in &&
        span.start != item->value->span.start) {
        add_note(diagnostic, item->name.span, "this rule requires it");
    }
    return true;
}

// What breaks a rule is reported for the first of a family, not for those that follow it. Members
// follow each other in the list of partitions, as their family was expanded.
static void check_each(struct layout_builder *builder, const struct model_rule *rule)
{
    const struct model_partition *broken = NULL;
    for_each (partition, &builder->model->partitions) {
        if (!partition->is_absent && model_is_in_scope(partition, &rule->scope)) {
            struct environment environment = {
                .variable = rule->syntax->rule.loop.variable.text,
                .partition = partition,
                .table = partition->table,
            };
            bool is_said = broken && model_family_before(partition) == broken;
            bool is_broken =
                is_said || check_rule(builder, rule, &environment, partition->name.span);
            broken = is_broken ? partition : NULL;
        }
    }
}

// What a rule about the target alone is about: the first of its parameters that the schema sets,
// else the target. A rule that looks at more is about the table.
static struct span find_subject(const struct layout_builder *builder,
                                const struct expression *condition, const struct model_table *table)
{
    const struct model *model = builder->model;
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
            !sources_find(builder->diagnostics->sources, parameter->value->span.start)->built_in) {
            found = parameter->value->span;
            has_found = true;
        }
    }
    return is_of_target ? found : table->name.span;
}

// A rule with a loop is checked for each partition in scope; one without is checked once, for the
// table that the chip reads, since `table` means that one in it.
void check_platform_rules(struct layout_builder *builder)
{
    const struct model_table *table = chip_table(builder);
    for_each (rule, &builder->model->rules) {
        check_message(builder, rule->syntax);
        if (rule->syntax->rule.loop.variable.text) {
            check_each(builder, rule);
        } else if (table && !builder->model->has_namesake) { // which may be one that it misses
            struct environment environment = {.table = table};
            struct span span = rule->is_of_platform
                                   ? find_subject(builder, rule->syntax->value, table)
                                   : rule->syntax->value->span;
            check_rule(builder, rule, &environment, span);
        }
    }
}
