// The Kconfig values that follow from a layout, and whether an sdkconfig agrees with them.
//
// ESP-IDF has some numbers twice: the partition table's offset is in CONFIG_PARTITION_TABLE_OFFSET
// and in the layout. The platform says which (`set`, `expect`), so that a build whose two halves
// disagree fails here, and not on the device.
#include "define.h"

#include <stdlib.h>
#include <string.h>

// The layout decides which table it is, expressions ask the model about it. With items missing
// after a syntax error, another table may have been meant.
const struct model_table *chip_table(const struct layout_builder *builder)
{
    const struct table *table =
        builder->model->is_partial ? NULL : layout_chip_table(builder->layout);
    return table ? builder->model->tables.items[table->index] : NULL;
}

// What in the schema decides a value.
struct cause {
    struct span span;
    const char *what; // "partition"
    const char *name;
};

static bool is_built_in(const struct layout_builder *builder, struct span span)
{
    return sources_find(builder->diagnostics->sources, span.start)->built_in;
}

// The clause that decided the member, since that is what the user would change.
static struct cause partition_cause(const struct layout_builder *builder,
                                    const struct model_partition *model, const char *member)
{
    const struct partition *partition = builder->layout->partitions.items[model->index];
    struct span span = strcmp(member, "size") == 0     ? partition->size_span
                       : strcmp(member, "offset") == 0 ? partition->offset_span
                                                       : partition->span;
    return (struct cause){span, "partition", partition->label};
}

// A parameter of the vendor's cannot be changed by the user; then the target's name is shown,
// which chose it.
static struct cause target_cause(const struct layout_builder *builder, const char *member)
{
    const struct model *model = builder->model;
    const struct constant *parameter = map_find(&model->parameter_names, member);
    bool is_own = parameter && !is_built_in(builder, parameter->value->span);
    return (struct cause){is_own ? parameter->value->span : model->target->name.span, "target",
                          model->chip};
}

// The place of a table without an `at` comes from a parameter of the target.
static struct cause table_cause(const struct layout_builder *builder,
                                const struct model_table *table, const char *member)
{
    bool is_offset = strcmp(member, "offset") == 0;
    const struct syntax_clause *clause = is_offset                         ? table->at
                                         : strcmp(member, "checksum") == 0 ? table->checksum
                                                                           : NULL;
    const char *parameter = "table_at";
    if (clause || !is_offset) {
        return (struct cause){clause ? clause->span : table->name.span, "table", table->name.text};
    }
    if (table->host) {
        return partition_cause(builder, table->host, member);
    }
    parameter = names_find(builder->solver->syntax->names, parameter, strlen(parameter));
    const struct constant *setting =
        parameter ? map_find(&builder->model->parameter_names, parameter) : NULL;
    if (setting && !is_built_in(builder, setting->value->span)) {
        return target_cause(builder, parameter);
    }
    return (struct cause){table->name.span, "table", table->name.text};
}

// What the first path of an expression names: `p.offset`, `table.checksum`, `target.flash`.
static bool find_cause(const struct layout_builder *builder, const struct expression *expression,
                       const struct environment *environment, struct cause *cause)
{
    const struct model *model = builder->model;
    for (size_t i = 0; expression && i + 1 < expression->count; i++) {
        const struct term *base = &expression->terms[i];
        const char *member = base[1].text;
        if (base->kind != TERM_NAME || base[1].kind != TERM_MEMBER || !member) {
            continue;
        }
        const struct model_partition *partition = map_find(&model->labels, base->text);
        const struct model_table *table = map_find(&model->table_names, base->text);
        if (environment->variable && strcmp(base->text, environment->variable) == 0) {
            *cause = partition_cause(builder, environment->partition, member);
        } else if (strcmp(base->text, "target") == 0) {
            *cause = target_cause(builder, member);
        } else if (strcmp(base->text, "table") == 0) {
            *cause = table_cause(builder, environment->table, member);
        } else if (partition) {
            *cause = partition_cause(builder, partition, member);
        } else if (table) {
            *cause = table_cause(builder, table, member);
        } else {
            continue;
        }
        return true;
    }
    return false;
}

// The value is looked at first, then the condition; where both are constant, the user's own `set`
// is the cause, and the table that of a platform's.
static void note_cause(const struct layout_builder *builder, const struct syntax_item *item,
                       const struct environment *environment, struct diagnostic *diagnostic)
{
    const struct model_table *table = environment->table;
    struct cause cause = {table->name.span, "table", table->name.text};
    if (!find_cause(builder, item->value, environment, &cause) &&
        !find_cause(builder, item->config.condition, environment, &cause) &&
        !is_built_in(builder, item->span)) {
        add_note(diagnostic, item->name.span, "this determines it");
        return;
    }
    add_note(diagnostic, cause.span, "%s `%s` determines it", cause.what, cause.name);
}

// The name of a table's CSV file is what counts: where it is, each build says for itself.
static const char *comparable(const struct syntax_item *item, const char *text)
{
    const struct term *last = &item->value->terms[item->value->count - 1];
    bool is_path = last->kind == TERM_MEMBER && last->text && strcmp(last->text, "csv") == 0;
    const char *slash = is_path ? strrchr(text, '/') : NULL;
    return slash ? slash + 1 : text;
}

// A value as an sdkconfig has it, but for quotes. The same text is compared and written, so that
// both say the same of a value.
static const char *value_text(struct layout_builder *builder, const struct syntax_item *item,
                              const struct value *value)
{
    const char *kind = item->config.kind.text;
    if (strcmp(kind, "bool") == 0) {
        return number_is_zero(value->number) ? "n" : "y";
    }
    if (strcmp(kind, "string") == 0) {
        return comparable(item, value->text);
    }
    return strcmp(kind, "hex") == 0 ? text_offset(builder->arena, value->number.magnitude)
                                    : text_number(builder->arena, value->number);
}

// Compares a value with the sdkconfig's, if that has one. An `m` counts as `y`: ESP-IDF has
// no modules, but old sdkconfigs may say so.
static void check_value(struct layout_builder *builder, const struct syntax_item *item,
                        const struct environment *environment, const struct value *value)
{
    const struct kconfig *kconfig = builder->model->kconfig;
    const struct kconfig_symbol *found = kconfig ? kconfig_find(kconfig, item->name.text) : NULL;
    const char *kind = item->config.kind.text;
    if (!found || !found->is_set || !found->value) {
        return;
    }
    const char *text = kconfig_convert(builder->arena, found->value, found->form, kind);
    if (!text) {
        kconfig_report_type(builder->diagnostics, found, kind, item->name.span);
        return;
    }
    bool is_string = strcmp(kind, "string") == 0;
    const char *here = comparable(item, strcmp(text, "m") == 0 && !is_string ? "y" : text);
    const char *right = value_text(builder, item, value);
    if (strcmp(here, right) == 0) {
        return;
    }
    const char *quote = is_string ? "\"" : "";
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_CONTRADICTION, found->value_span,
               "`%s` is `%s%s%s` here, but the layout requires `%s%s%s`", item->name.text, quote,
               here, quote, quote, right, quote);
    note_cause(builder, item, environment, diagnostic);
}

// What a header checks when a firmware is compiled, for the sdkconfig of that may be another.
static void add_expected(struct layout_builder *builder, const struct syntax_item *item,
                         const struct value *value)
{
    struct kconfig_value *expected = arena_new(builder->arena, sizeof *expected);
    *expected =
        (struct kconfig_value){item->name.text, item->config.kind.text, *value, item->name.span};
    list_append(builder->arena, &builder->layout->expected, expected);
}

// A bool that is 1 under a condition cannot be `y` where the condition does not hold.
static void check_other(struct layout_builder *builder, const struct syntax_item *item,
                        const struct environment *environment)
{
    const struct term *first = &item->value->terms[0];
    bool is_one = item->value->count == 1 && first->kind == TERM_INTEGER && first->integer == 1;
    if (is_one && strcmp(item->config.kind.text, "bool") == 0) {
        const struct value off = {.kind = VALUE_INTEGER};
        check_value(builder, item, environment, &off);
        add_expected(builder, item, &off);
    }
}

// `set X bool = y`: Kconfig's way to write it; a constant of this name is the schema's own.
static bool is_truth_of_kconfig(struct layout_builder *builder, const struct syntax_item *item)
{
    const struct term *term = &item->value->terms[0];
    bool is_word = item->value->count == 1 && term->kind == TERM_NAME && !term->is_quoted;
    bool is_yes = is_word && strcmp(term->text, "y") == 0;
    if (!(is_yes || (is_word && strcmp(term->text, "n") == 0)) ||
        strcmp(item->config.kind.text, "bool") != 0 ||
        map_find(&builder->model->constant_names, term->text)) {
        return false;
    }
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_BAD_DEFAULT, item->value->span,
               "`%s` is a Kconfig value, but an expression is needed here: write `%s`", term->text,
               is_yes ? "1" : "0");
    add_fix(diagnostic, item->value->span, "%s", is_yes ? "1" : "0");
    return true;
}

// What Kconfig's types take: a bool 0 or 1, `hex` nothing below 0, a string no control characters,
// as it could not be quoted in an sdkconfig.
static bool has_right_kind(const char *kind, const struct value *value)
{
    if (strcmp(kind, "string") == 0) {
        return value->kind == VALUE_STRING && !text_has_control(value->text);
    }
    bool is_truth = value->number.magnitude <= 1;
    bool takes_signs = strcmp(kind, "int") == 0;
    return value->kind == VALUE_INTEGER && (takes_signs || !value->number.negative) &&
           (is_truth || strcmp(kind, "bool") != 0);
}

// A symbol may be set twice, to the same value: by a schema and by its platform, or by partitions
// of which one is as good as another.
static bool is_known(struct layout_builder *builder, const struct syntax_item *item,
                     const struct value *value)
{
    const struct syntax_name name = item->name;
    const struct kconfig_value *before = map_find(&builder->kconfig_names, name.text);
    if (!before || strcmp(before->kind, item->config.kind.text) != 0) { // which was reported
        return before != NULL;
    }
    const char *first = value_text(builder, item, &before->value);
    const char *second = value_text(builder, item, value);
    if (strcmp(first, second) == 0) {
        return true;
    }
    const char *quote = value->kind == VALUE_STRING ? "\"" : "";
    bool is_same = before->span.start == name.span.start;
    struct diagnostic *diagnostic = report(builder->diagnostics, CODE_DUPLICATE_NAME, name.span,
                                           "`%s` is set twice, to `%s%s%s` and to `%s%s%s`",
                                           name.text, quote, first, quote, quote, second, quote);
    add_note(diagnostic, before->span,
             is_same ? "several partitions of this type give it a value" : "it was first set here");
    return true;
}

// Whether a symbol was read with this value; `text` is it as an sdkconfig has it.
static bool is_read_so(const struct symbol *symbol, const struct value *value, const char *text)
{
    const char *read = symbol->value ? symbol->value : "n";
    if (value->kind == VALUE_STRING || strcmp(symbol->kind, "bool") == 0) {
        return strcmp(strcmp(read, "m") == 0 ? "y" : read, text) == 0;
    }
    bool is_negative = *read == '-';
    return strtoull(read + is_negative, NULL, 0) == value->number.magnitude &&
           is_negative == value->number.negative;
}

// What a schema both reads and sets: the layout was made for the value that it read. What it read
// from an sdkconfig was compared there.
static void check_read(struct layout_builder *builder, const struct syntax_item *item,
                       const struct value *value)
{
    const struct symbol *symbol = map_find(&builder->model->symbol_names, item->name.text);
    bool is_read = symbol && symbol->syntax && symbol->kind && !symbol->is_set &&
                   strcmp(symbol->kind, item->config.kind.text) == 0;
    bool has_value = is_read && (symbol->value || strcmp(symbol->kind, "bool") == 0);
    const char *text = has_value ? value_text(builder, item, value) : NULL;
    if (!has_value || is_built_in(builder, item->span) || is_read_so(symbol, value, text)) {
        return;
    }
    const char *quote = value->kind == VALUE_STRING ? "\"" : "";
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_CONTRADICTION, item->name.span,
               "`%s` is set to `%s%s%s`, but the layout was made for `%s%s%s`", item->name.text,
               quote, text, quote, quote, symbol->value ? symbol->value : "n", quote);
    bool has_place = span_is_known(symbol->value_span);
    add_note(diagnostic, has_place ? symbol->value_span : symbol->name.span,
             has_place ? "this is its default value" : "it is read here and has no default");
}

// A value that is `set` is written; one that is only expected is compared with the sdkconfig.
static void add_kconfig(struct layout_builder *builder, const struct syntax_item *item,
                        const struct environment *environment)
{
    struct number condition = number_of(1);
    struct value value;
    if (item->config.condition && evaluate_integer(builder->solver, item->config.condition,
                                                   environment, &condition) != OUTCOME_READY) {
        return;
    }
    if (number_is_zero(condition)) {
        check_other(builder, item, environment);
        return;
    }
    if (is_truth_of_kconfig(builder, item) ||
        evaluate(builder->solver, item->value, environment, &value, NULL) != OUTCOME_READY) {
        return;
    }
    if (!has_right_kind(item->config.kind.text, &value)) {
        report(builder->diagnostics, CODE_BAD_DEFAULT, item->value->span,
               "the value of `%s` is not of type %s", item->name.text, item->config.kind.text);
        return;
    }
    if (item->config.use == CONFIG_EXPECT) {
        check_value(builder, item, environment, &value);
        add_expected(builder, item, &value);
        return;
    }
    if (is_known(builder, item, &value)) {
        return;
    }
    check_value(builder, item, environment, &value);
    check_read(builder, item, &value);
    struct kconfig_value *kconfig = arena_new(builder->arena, sizeof *kconfig);
    *kconfig =
        (struct kconfig_value){item->name.text, item->config.kind.text, value, item->name.span};
    list_append(builder->arena, &builder->layout->kconfig, kconfig);
    map_set(builder->arena, &builder->kconfig_names, kconfig->symbol, kconfig);
}

// Only for the table that the chip reads: the symbols describe that, and there is one of each. A
// disabled partition decides nothing.
void define_kconfig(struct layout_builder *builder)
{
    const struct model *model = builder->model;
    const struct model_table *table = chip_table(builder);
    for (size_t i = 0; table && i < model->implied.count; i++) {
        const struct model_implied *implied = model->implied.items[i];
        const char *variable = implied->syntax->config.loop.variable.text;
        struct environment environment = {.variable = variable, .table = table};
        if (!variable) {
            add_kconfig(builder, implied->syntax, &environment);
            continue;
        }
        for (size_t j = 0; j < table->partitions.count; j++) {
            environment.partition = table->partitions.items[j];
            if (!environment.partition->is_absent &&
                model_is_in_scope(environment.partition, &implied->scope)) {
                add_kconfig(builder, implied->syntax, &environment);
            }
        }
    }
}
