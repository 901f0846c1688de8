// What names in expressions stand for: `SIZE`, `ota_0.size`, `main.nvs.offset`, `target.flash`.
//
// Names are looked up in one order: the variable of a rule, `target`, `table`, then what the
// schema declares. What may be missing because of a mistake elsewhere gives poison, and no report.
#include "functions.h"

#include <inttypes.h>
#include <string.h>

static struct operand poison(struct span span)
{
    return (struct operand){.kind = OPERAND_POISON, .span = span};
}

// `target` in quotes is a name of the schema's, and not the word.
static bool is_word(const struct term *term, const char *word)
{
    return term->kind != TERM_STRING && term->text && strcmp(term->text, word) == 0;
}

// The operand waits where the fact is not known yet, and the solver comes back to its expression.
static struct operand fact(struct evaluation *evaluation, enum fact kind, size_t index,
                           struct span span)
{
    struct number value = {0};
    enum outcome outcome = solver_need(evaluation->solver, kind, index, &value);
    return operand_outcome(outcome, value, span);
}

// A flag of the platform as a member: 1 where the partition has it. Names are interned: equal
// names are one pointer.
static bool find_flag(struct evaluation *evaluation, const struct model_partition *partition,
                      const char *member, struct number *value)
{
    const struct flag_list *flags = &evaluation->solver->model->flags;
    for_each (flag, flags) {
        if (flag->name == member) {
            *value = number_of(partition->flags >> flag->bit & 1);
            return true;
        }
    }
    return false;
}

// Asks for both at once, so that a cycle is found whichever of them needs this.
static struct operand partition_end(struct evaluation *evaluation, const struct operand *path,
                                    size_t index)
{
    struct operand offset = fact(evaluation, FACT_OFFSET, index, path->span);
    struct operand size = fact(evaluation, FACT_SIZE, index, path->span);
    if (offset.kind != OPERAND_INTEGER || size.kind != OPERAND_INTEGER) {
        return offset.kind > size.kind ? offset : size;
    }
    struct number end;
    return number_add(offset.number, size.number, &end)
               ? operand_number(end, path->span)
               : operand_failure(evaluation, CODE_OVERFLOW, path->span,
                                 "the result is out of range (-2^63 to 2^64-1)");
}

// A flag of the platform is a member, too: 1 if it is set.
static struct operand partition_member(struct evaluation *evaluation, const struct operand *path,
                                       const struct model_partition *partition)
{
    static const char *const members[] = {"offset", "size", "end", "type", "subtype"};
    const struct term *term = path->path[path->path_length - 1];
    struct number value;
    if (is_word(term, "offset")) {
        return fact(evaluation, FACT_OFFSET, partition->index, path->span);
    }
    if (is_word(term, "size")) {
        return fact(evaluation, FACT_SIZE, partition->index, path->span);
    }
    if (is_word(term, "end")) {
        return partition_end(evaluation, path, partition->index);
    }
    if (partition->is_broken) {
        return poison(path->span);
    }
    if (is_word(term, "type")) {
        return operand_number(number_of(partition->type_number), path->span);
    }
    if (is_word(term, "subtype")) {
        return operand_number(number_of(partition->subtype_number), path->span);
    }
    if (term->text && find_flag(evaluation, partition, term->text, &value)) {
        return operand_number(value, path->span);
    }
    return path_report_member(evaluation, path, "a partition", members,
                              sizeof members / sizeof *members);
}

// Where a table itself is.
static struct operand table_offset(struct evaluation *evaluation, const struct operand *path,
                                   const struct model_table *table)
{
    struct operand region = fact(evaluation, FACT_REGION, table->index, path->span);
    if (region.kind == OPERAND_INTEGER) {
        region.number = number_of(evaluation->solver->regions[table->index].table);
    }
    return region;
}

// Asked before formats are defined, so that it looks at what is written, the table's own first.
static bool has_checksum(const struct solver *solver, const struct model_table *table)
{
    if (table->checksum) {
        return strcmp(table->checksum->name.text, "none") != 0;
    }
    const struct expression *setting = solver->model->format_settings[FORMAT_CHECKSUM];
    return setting && setting->terms[0].text && strcmp(setting->terms[0].text, "none") != 0;
}

// The table's CSV file, as seen from where schemac runs.
static const char *csv_path(const struct solver *solver, const struct model_table *table)
{
    const char *directory = solver->invocation->output;
    bool is_here = strcmp(directory, ".") == 0;
    return arena_format(solver->arena, "%s%s%s.csv", is_here ? "" : directory, is_here ? "" : "/",
                        text_identifier(solver->arena, table->name.text));
}

// `csv` and `checksum` are what ESP-IDF's configuration asks of a table.
static struct operand table_member(struct evaluation *evaluation, const struct operand *path,
                                   const struct model_table *table)
{
    static const char *const members[] = {"offset", "csv", "checksum"};
    const struct term *term = path->path[path->path_length - 1];
    if (is_word(term, "offset")) {
        return table_offset(evaluation, path, table);
    }
    if (is_word(term, "csv")) {
        return (struct operand){
            .kind = OPERAND_STRING,
            .text = csv_path(evaluation->solver, table),
            .span = path->span,
        };
    }
    if (is_word(term, "checksum")) {
        return operand_number(number_of(has_checksum(evaluation->solver, table)), path->span);
    }
    return path_report_member(evaluation, path, "a table", members,
                              sizeof members / sizeof *members);
}

// `target.NAME`; `target.chip` is a text. A damaged target may have had the parameter in the line
// that was not understood.
static struct operand parameter(struct evaluation *evaluation, const struct operand *path)
{
    const struct model *model = evaluation->solver->model;
    const struct term *term = path->path[1];
    const struct constant *found =
        term->text ? map_find(&model->parameter_names, term->text) : NULL;
    if (found) {
        return fact(evaluation, FACT_PARAMETER, found->index, path->span);
    }
    if (model->is_target_damaged) {
        return poison(path->span);
    }
    if (is_word(term, "chip")) {
        return (struct operand){.kind = OPERAND_STRING, .text = model->chip, .span = path->span};
    }
    struct text_list names = {0};
    list_append(evaluation->solver->arena, &names, "chip");
    for_each (other, &model->parameters) {
        list_append(evaluation->solver->arena, &names, other->name.text);
    }
    return path_report_member(evaluation, path, "the target", names.items, names.count);
}

static struct operand report_no_value(struct evaluation *evaluation, const struct operand *path,
                                      const char *what, const char *hint)
{
    const char *text = path_text(evaluation, path);
    report(evaluation->solver->diagnostics, CODE_NOT_A_VALUE, path->span,
           "`%s` is %s, not a number; write `%s.%s`", text, what, text, hint);
    return poison(path->span);
}

// A partition or table alone is not a value; the message says which member may be meant.
static struct operand resolve_name(struct evaluation *evaluation, const struct operand *path)
{
    const struct model *model = evaluation->solver->model;
    const struct environment *environment = evaluation->environment;
    const char *name = path->path[0]->text;
    const struct constant *constant = map_find(&model->constant_names, name);
    if (environment->variable && name == environment->variable) {
        return report_no_value(evaluation, path, "a partition", "size");
    }
    if (constant && constant->is_broken) {
        return poison(path->span);
    }
    if (constant && model_constant_text(constant)) {
        solver_use(evaluation->solver, FACT_CONSTANT, constant->index);
        return (struct operand){
            .kind = OPERAND_STRING,
            .text = model_constant_text(constant),
            .span = path->span,
        };
    }
    if (constant) {
        return fact(evaluation, FACT_CONSTANT, constant->index, path->span);
    }
    if (map_find(&model->labels, name)) {
        return report_no_value(evaluation, path, "a partition", "size");
    }
    if (map_find(&model->table_names, name)) {
        return report_no_value(evaluation, path, "a table", "offset");
    }
    return path_report_name(evaluation, path);
}

// FIRST.MEMBER, where FIRST may be the variable of a rule, `target`, `table`, a label or a table.
// A table and a partition may have one name: what only one of them has decides, else it is
// ambiguous.
static struct operand resolve_member(struct evaluation *evaluation, const struct operand *path)
{
    const struct model *model = evaluation->solver->model;
    const struct environment *environment = evaluation->environment;
    const struct term *first = path->path[0];
    if (environment->variable && first->text == environment->variable) {
        return partition_member(evaluation, path, environment->partition);
    }
    if (is_word(first, "target")) {
        return parameter(evaluation, path);
    }
    if (environment->table && is_word(first, "table")) {
        return table_member(evaluation, path, environment->table);
    }
    const struct model_partition *partition = map_find(&model->labels, first->text);
    const struct model_table *table = map_find(&model->table_names, first->text);
    // Both have an offset: the same one, where the table is in this partition.
    bool is_offset = is_word(path->path[1], "offset") && table && table->host != partition;
    bool is_of_table = is_word(path->path[1], "csv") || is_word(path->path[1], "checksum");
    if (table && (!partition || is_of_table)) {
        return table_member(evaluation, path, table);
    }
    if (map_find(&model->shared, first->text) || is_offset) {
        return path_report_several(evaluation, path, is_offset ? table : NULL);
    }
    if (partition) {
        return partition_member(evaluation, path, partition);
    }
    return path_report_name(evaluation, path);
}

// TABLE.PARTITION.MEMBER
static struct operand resolve_long(struct evaluation *evaluation, const struct operand *path)
{
    const struct model_table *table =
        map_find(&evaluation->solver->model->table_names, path->path[0]->text);
    if (!table && map_find(&evaluation->solver->model->labels, path->path[0]->text)) {
        report(evaluation->solver->diagnostics, CODE_NOT_A_VALUE, path->span,
               "a number has no members");
        return poison(path->span);
    }
    if (!table) {
        return path_report_name(evaluation, path);
    }
    const char *label = path->path[1]->text;
    const struct model_partition *partition = label ? map_find(&table->labels, label) : NULL;
    if (partition) {
        return partition_member(evaluation, path, partition);
    }
    const struct span *removed =
        label ? map_find(&evaluation->solver->model->removed, label) : NULL;
    if (removed) {
        return path_report_removed(evaluation, path, label, removed);
    }
    struct operand shorter = *path;
    shorter.path_length = 2;
    shorter.span = path->path[1]->span;
    struct syntax_name name = path_last_name(&shorter);
    struct nearest nearest = nearest_to(name.text);
    const struct diagnostics *diagnostics = evaluation->solver->diagnostics;
    for (size_t i = 0; wants_hints(diagnostics) && i < table->partitions.count; i++) {
        const struct model_partition *other = table->partitions.items[i];
        nearest_offer(&nearest, other->name.text);
    }
    model_report_unknown(
        evaluation->solver->diagnostics, CODE_UNKNOWN_PARTITION, name,
        arena_format(evaluation->solver->arena, "partition of table `%s`:", table->name.text),
        &nearest);
    return poison(path->span);
}

// A number with a dot is a fraction that somebody wrote, not a path.
struct operand path_resolve(struct evaluation *evaluation, const struct operand *path)
{
    if (path->path[0]->kind == TERM_INTEGER || path->path[0]->kind == TERM_FLOAT) {
        return path_report_fraction(evaluation, path);
    }
    switch (path->path_length) {
    case 1:
        return resolve_name(evaluation, path);
    case 2:
        return resolve_member(evaluation, path);
    default:
        return resolve_long(evaluation, path);
    }
}
