// What is wrong with names in expressions, and what was probably meant. Each report gives back a
// value that nothing more is said of.
#include "functions.h"

#include <inttypes.h>
#include <string.h>

static struct operand poison(struct span span)
{
    return (struct operand){.kind = OPERAND_POISON, .span = span};
}

// The path as it was written.
const char *path_text(struct evaluation *evaluation, const struct operand *path)
{
    struct span span = {path->path[0]->span.start, path->span.end};
    return sources_text(evaluation->solver->diagnostics->sources, span);
}

// The place of the path's last part alone.
struct syntax_name path_last_name(const struct operand *path)
{
    const struct term *term = path->path[path->path_length - 1];
    uint32_t length = term->text ? (uint32_t)strlen(term->text) : 1;
    struct span span = {term->span.end - length, term->span.end};
    return (struct syntax_name){term->text ? term->text : "", span, false};
}

// The members are listed: there are few, and none can be guessed.
struct operand path_report_member(struct evaluation *evaluation, const struct operand *path,
                                  const char *of, const char *const *members, size_t count)
{
    struct syntax_name name = path_last_name(path);
    struct nearest nearest = nearest_to(name.text);
    struct buffer text;
    buffer_init(&text, evaluation->solver->arena);
    for (size_t i = 0; i < count; i++) {
        nearest_offer(&nearest, members[i]);
        buffer_format(&text, "%s`%s`", i == 0 ? "" : i + 1 == count ? " and " : ", ", members[i]);
    }
    struct diagnostic *diagnostic = model_report_unknown(
        evaluation->solver->diagnostics, CODE_UNKNOWN_MEMBER, name,
        arena_format(evaluation->solver->arena, "member of %s:", of), &nearest);
    add_note(diagnostic, (struct span){0}, "it has %s", text.bytes);
    const struct model_partition *partition =
        map_find(&evaluation->solver->model->labels, path->path[0]->text);
    if (partition && path->path_length == 2 && strcmp(of, "a partition") != 0) {
        add_note(diagnostic, partition->name.span,
                 "write the partition of this name with its table: `%s.%s`",
                 partition->table->name.text, path_text(evaluation, path));
    }
    return poison(path->span);
}

// By bytes: an item's span has all that is written of it, so no tree has to be walked.
static bool is_within(struct span inner, const struct syntax_item *item)
{
    return inner.start >= item->span.start && inner.end <= item->span.end;
}

// How that is withdrawn which names what a variant removes. An assert has no name by which a
// variant could remove it.
static const char *withdrawal(const struct evaluation *evaluation, struct span span)
{
    const struct model *model = evaluation->solver->model;
    for (size_t i = 0; i < model->asserts.count; i++) {
        if (is_within(span, model->asserts.items[i])) {
            return "a variant can only withdraw a check that has a name: write `rule NAME : ...` "
                   "instead of `assert`, and `remove rule NAME` in the variant";
        }
    }
    for (size_t i = 0; i < model->rules.count; i++) {
        const struct syntax_item *item = ((const struct model_rule *)model->rules.items[i])->syntax;
        if (is_within(span, item)) {
            return arena_format(evaluation->solver->arena,
                                "`remove rule %s` in the variant withdraws this check",
                                item->name.text);
        }
    }
    return "in the variant, amend what refers to it, too";
}

struct operand path_report_removed(struct evaluation *evaluation, const struct operand *path,
                                   const char *name, const struct span *removed)
{
    struct diagnostic *diagnostic = report(evaluation->solver->diagnostics, CODE_UNKNOWN_NAME,
                                           path->span, "this variant removes `%s`", name);
    add_note(diagnostic, *removed, "it is removed here");
    add_note(diagnostic, (struct span){0}, "%s", withdrawal(evaluation, path->span));
    return poison(path->span);
}

// What the first name of a path may have meant: one with members is not a constant.
static void offer_names(const struct model *model, bool has_members, struct nearest *nearest)
{
    if (!has_members) {
        for_each (constant, &model->constants) {
            nearest_offer(nearest, constant->name.text);
        }
        return;
    }
    for_each (partition, &model->partitions) {
        nearest_offer(nearest, partition->name.text);
    }
    for_each (table, &model->tables) {
        nearest_offer(nearest, table->name.text);
    }
}

// Words for "the rest" are near `fill` in meaning and in nothing else, so that a note says it.
struct operand path_report_name(struct evaluation *evaluation, const struct operand *path)
{
    const struct model *model = evaluation->solver->model;
    const struct term *term = path->path[0];
    struct syntax_name name = {term->text, {term->span.start, term->span.start}, false};
    name.span.end += (uint32_t)strlen(term->text);
    struct nearest nearest = nearest_to(name.text);
    bool is_member = path->path_length > 1;
    if (is_member && model->has_namesake) {
        return poison(path->span); // the name of one that was misnamed, most likely
    }
    const struct span *removed = is_member ? map_find(&model->removed, name.text) : NULL;
    if (removed) {
        return path_report_removed(evaluation, path, name.text, removed);
    }
    if (wants_hints(evaluation->solver->diagnostics)) {
        offer_names(model, is_member, &nearest);
    }
    if (!is_member) { // words that are used where a value may
        nearest_offer(&nearest, "fill");
        nearest_offer(&nearest, "end");
    }
    struct diagnostic *diagnostic =
        model_report_unknown(evaluation->solver->diagnostics, CODE_UNKNOWN_NAME, name,
                             is_member ? "partition or table" : "constant", &nearest);
    static const char *const rests[] = {"rest", "remaining", "all", "free", "available"};
    for (size_t i = 0; i < sizeof rests / sizeof *rests && !is_member; i++) {
        if (strcmp(name.text, rests[i]) == 0) {
            add_note(diagnostic, (struct span){0},
                     "for all the space that is left, write `size fill`");
        }
    }
    if (strncmp(name.text, "CONFIG_", 7) == 0) {
        add_note(diagnostic, (struct span){0}, "write a Kconfig value as `config(%s)`",
                 name.text + 7);
    }
    return poison(path->span);
}

enum { NAMED_LIMIT = 8 }; // of the partitions that a message lists

// Several partitions are called so, or a table is, too. Each is shown with the members that follow.
struct operand path_report_several(struct evaluation *evaluation, const struct operand *path,
                                   const struct model_table *table)
{
    const struct model_partition_list *partitions = &evaluation->solver->model->partitions;
    const char *name = path->path[0]->text;
    const char *member = path_text(evaluation, path);
    struct buffer names;
    struct diagnostic *diagnostic;
    size_t count = 0;
    buffer_init(&names, evaluation->solver->arena);
    for (size_t i = 0; i < partitions->count && count < NAMED_LIMIT; i++) {
        const struct model_partition *partition = partitions->items[i];
        if (partition->name.text == name) {
            buffer_format(&names, "%s`%s.%s`", count++ ? " or " : "", partition->table->name.text,
                          member);
        }
    }
    diagnostic = table
                     ? report(evaluation->solver->diagnostics, CODE_AMBIGUOUS_NAME, path->span,
                              "`%s` could be that of table `%s` or of a partition; write %s for "
                              "the partition, or rename the table",
                              member, name, names.bytes)
                     : report(evaluation->solver->diagnostics, CODE_AMBIGUOUS_NAME, path->span,
                              "several tables have a partition `%s`; write %s", name, names.bytes);
    if (table) {
        add_note(diagnostic, table->name.span, "the table is declared here");
    }
    for (size_t i = 0; i < partitions->count && count; i++) {
        const struct model_partition *partition = partitions->items[i];
        if (partition->name.text == name) {
            add_note(diagnostic, partition->name.span, "`%s.%s` is declared here",
                     partition->table->name.text, name);
            count--;
        }
    }
    return poison(path->span);
}

// `1.5M` as a whole number of bytes, in K if it is one. Null: it is none.
static const char *whole_number(struct arena *arena, const char *text)
{
    enum { DIGITS = 4 };
    size_t whole = strspn(text, "0123456789");
    size_t fraction = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    if (!whole || !fraction || whole > DIGITS || fraction > DIGITS) {
        return NULL;
    }
    const char *suffix = text + whole + 1 + fraction;
    unsigned shift = strcmp(suffix, "K") == 0   ? 10
                     : strcmp(suffix, "M") == 0 ? 20
                     : strcmp(suffix, "G") == 0 ? 30
                                                : 0;
    uint64_t value = 0;
    uint64_t scale = 1;
    for (size_t i = 0; i < whole + 1 + fraction; i++) {
        value = i == whole ? value : 10 * value + (uint64_t)(text[i] - '0');
        scale = i > whole ? 10 * scale : scale;
    }
    value <<= shift; // eight digits and 30 bits
    if (value % scale || !shift) {
        return NULL;
    }
    value /= scale;
    return value % 1024 ? arena_format(arena, "%" PRIu64, value)
                        : arena_format(arena, "%" PRIu64 "K", value / 1024);
}

// There is no rounding: a size that is a fraction of a byte is only refused.
struct operand path_report_fraction(struct evaluation *evaluation, const struct operand *path)
{
    struct diagnostics *diagnostics = evaluation->solver->diagnostics;
    const char *text = path_text(evaluation, path);
    const char *whole = whole_number(diagnostics->arena, text);
    struct diagnostic *diagnostic = report(
        diagnostics, CODE_NOT_A_VALUE, path->span, "`%s` is not a whole number%s%s%s", text,
        whole ? "; write `" : " (a float ends with `f`)", whole ? whole : "", whole ? "`" : "");
    if (whole) {
        add_fix(diagnostic, path->span, "%s", whole);
    }
    return poison(path->span);
}
