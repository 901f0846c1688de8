// The values of records: which column or line sets which field, and which rows make the image.
//
// Lines of the schema come first and columns after them, so that a field that both give is
// reported at the column. Rows are picked by the values of columns, which need not be fields.
#include "records.h"
#include "spreadsheet.h"

#include <string.h>
#include <strings.h>

static const char blanks[] = " \t\r\n";

// Compares without spaces around the cell, and without a copy: it is asked for each cell of a
// header.
static bool is_named(const struct csv_cell *cell, const char *name)
{
    const char *start = cell->text + strspn(cell->text, blanks);
    size_t length = strlen(name);
    return strncmp(start, name, length) == 0 && !start[length + strspn(start + length, blanks)];
}

// Linear. Headers have at most RECORD_COLUMN_LIMIT columns, because each is compared with all
// others.
size_t row_find(const struct csv_row *header, const char *name)
{
    size_t i = 0;
    while (i < header->count && !is_named(&header->cells[i], name)) {
        i++;
    }
    return i;
}

// What a name that no slot has probably means. The slot is remembered: that it has no value is the
// same mistake, and not reported again (record_check_given).
static const char *nearest_slot(struct record_job *job, const char *name, struct nearest *nearest)
{
    const struct slot_list *slots = &job->slots.items;
    *nearest = nearest_to(name);
    for (size_t i = 0; wants_hints(job->request->diagnostics) && i < slots->count; i++) {
        nearest_offer(nearest, slots->items[i]->name);
    }
    if (nearest->found) {
        list_append(job->request->arena, &job->meant, slots_find(&job->slots, nearest->found).slot);
    }
    return nearest_hint(job->request->arena, nearest);
}

// Each assignment is compared with those before, by slot and by range of elements: `gain[0]` and
// `gain[1]` go together, `gain` and `gain[1]` do not. Quadratic, within the limits on lines and
// columns.
void record_assign(struct record_job *job, struct assignment assignment)
{
    struct target target = assignment.target;
    struct diagnostics *diagnostics = job->request->diagnostics;
    if (target.slot->kind == SLOT_CHECKSUM) {
        struct diagnostic *diagnostic =
            report(diagnostics, CODE_BAD_VALUE, assignment.span,
                   "`%s` is a checksum: schemac computes it", target.slot->name);
        add_note(diagnostic, target.slot->span, "it is declared here");
        return;
    }
    for_each (other, &job->assignments) {
        if (other->target.slot == target.slot &&
            other->target.first < target.first + target.count &&
            target.first < other->target.first + other->target.count) {
            struct diagnostic *diagnostic = report(diagnostics, CODE_BAD_TABLE, assignment.span,
                                                   "`%s` is given twice", target.slot->name);
            add_note(diagnostic, other->span, "it was given here before");
            return;
        }
    }
    struct assignment *kept = arena_new(job->request->arena, sizeof *kept);
    *kept = assignment;
    list_append(job->request->arena, &job->assignments, kept);
}

// A slot that is in no image cannot be set; the message is that of a field that does not exist. A
// text must be given as one: `serial = 1;` would not say whether it is "1" or the byte 1.
static void take_setting(struct record_job *job, const struct record_setting *setting)
{
    struct target target = slots_find(&job->slots, setting->name->text);
    struct nearest nearest;
    if (!target.slot || target.slot->kind == SLOT_NOTHING) {
        const char *hint = nearest_slot(job, setting->name->text, &nearest);
        struct diagnostic *diagnostic =
            report(job->request->diagnostics, CODE_UNKNOWN_FIELD, setting->name->span,
                   "%s has no field `%s`%s", record_text(job->request, job->form),
                   setting->name->text, hint);
        if (nearest.found) {
            add_guess(diagnostic, setting->name->span, "%s", nearest.found);
        }
        return;
    }
    if (target.slot->kind == SLOT_TEXT && !setting->is_text) {
        report(job->request->diagnostics, CODE_BAD_VALUE, setting->value.span,
               "`%s` takes a string, as in `%s = \"%s\";`", target.slot->name, target.slot->name,
               setting->value.text);
        return;
    }
    record_assign(job, (struct assignment){target, setting, 0, setting->name->span});
}

void record_take_settings(struct record_job *job)
{
    const struct record_setting_list *settings = &job->form->settings;
    for_each (setting, settings) {
        take_setting(job, setting);
    }
}

static bool is_among(const struct word_list *words, const char *name)
{
    for_each (word, words) {
        if (strcmp(word->text, name) == 0) {
            return true;
        }
    }
    return false;
}

// A column that rows are picked by need not be a field.
static bool is_pick_column(const struct record_form *form, const char *name)
{
    for_each (pick, &form->picks) {
        if (strcmp(pick->column->text, name) == 0) {
            return true;
        }
    }
    return false;
}

// An unknown column is an error, since its values would be lost silently; `ignore` says that they
// may.
static void report_column(struct record_job *job, const struct csv_cell *cell, const char *name)
{
    struct nearest nearest;
    const char *hint = nearest_slot(job, name, &nearest);
    struct diagnostic *diagnostic = report(job->request->diagnostics, CODE_UNKNOWN_COLUMN,
                                           cell->span, "column `%s`: %s has no such field%s", name,
                                           record_text(job->request, job->form), hint);
    add_note(diagnostic, (struct span){0},
             "`ignore \"%s\";` in the block of `from record` leaves "
             "the column out",
             name);
}

// Columns without a name are none, as long as their cells are empty (check_row). While a `row`
// names a column that does not exist, unknown columns are not reported: one of them is probably
// meant.
static void take_column(struct record_job *job, const struct csv_row *header, size_t column)
{
    struct arena *arena = job->request->arena;
    const struct csv_cell *cell = &header->cells[column];
    const char *name = text_trimmed(arena, cell->text);
    size_t first = row_find(header, name);
    if (!*name || is_among(&job->form->ignored, name)) {
        return;
    }
    if (first < column) {
        struct diagnostic *diagnostic = report(job->request->diagnostics, CODE_BAD_TABLE,
                                               cell->span, "column `%s` occurs twice", name);
        add_note(diagnostic, header->cells[first].span, "the first one is here");
        return;
    }
    struct target target = slots_find(&job->slots, name);
    if (target.slot && target.slot->kind != SLOT_NOTHING) {
        record_assign(job, (struct assignment){target, NULL, column, cell->span});
    } else if (!target.slot && !is_pick_column(job->form, name) && !job->has_bad_pick) {
        report_column(job, cell, name);
    }
}

// A row may be shorter than the header; that is reported only if it is picked.
static const char *picked_text(struct arena *arena, const struct csv_row *row, size_t column)
{
    return column < row->count ? text_trimmed(arena, row->cells[column].text) : "";
}

// False, and reported, where a `row` names no column.
static bool check_pick(const struct record_job *job, const struct pick *pick)
{
    const struct csv_row *header = job->rows.items[0];
    struct arena *arena = job->request->arena;
    if (row_find(header, pick->column->text) < header->count) {
        return true;
    }
    struct nearest nearest = nearest_to(pick->column->text);
    for (size_t i = 0; i < header->count; i++) {
        nearest_offer(&nearest, text_trimmed(arena, header->cells[i].text));
    }
    report(job->request->diagnostics, CODE_UNKNOWN_COLUMN, pick->column->span,
           "`%s` has no column `%s`%s", job->form->data->text, pick->column->text,
           nearest_hint(arena, &nearest));
    return false;
}

// Where a pick leaves no row: the value that it asks for is nowhere in its column, or nowhere
// together with what the picks before it ask for. The nearest value is looked for among the rows
// still left.
static void report_no_row(const struct record_job *job, const struct pick *pick,
                          const struct csv_row_list *before)
{
    struct arena *arena = job->request->arena;
    size_t column = row_find(job->rows.items[0], pick->column->text);
    struct nearest nearest = nearest_to(pick->value.text);
    for_each (item, before) {
        nearest_offer(&nearest, picked_text(arena, item, column));
    }
    bool is_first = before->count + 1 >= job->rows.count;
    report(job->request->diagnostics, CODE_NO_ROW, pick->value.span,
           "no row of `%s` has `%s` in column `%s`%s%s", job->form->data->text, pick->value.text,
           pick->column->text, is_first ? "" : " among those that the lines before this one pick",
           nearest_hint(arena, &nearest));
}

// Each pick narrows down what the one before has left. Texts are compared without regard to case.
static void pick_rows(struct record_job *job)
{
    struct arena *arena = job->request->arena;
    for (size_t i = 1; i < job->rows.count; i++) {
        if (!csv_is_empty_row(job->rows.items[i])) {
            list_append(arena, &job->picked, job->rows.items[i]);
        }
    }
    if (!job->picked.count) {
        report(job->request->diagnostics, CODE_NO_ROW, job->form->data->span,
               "`%s` has no rows of values", job->form->data->text);
    }
    for (size_t i = 0; i < job->form->picks.count && job->picked.count; i++) {
        const struct pick *pick = job->form->picks.items[i];
        size_t column = row_find(job->rows.items[0], pick->column->text);
        struct csv_row_list matches = {0};
        for_each (row, &job->picked) {
            if (strcasecmp(picked_text(arena, row, column), pick->value.text) == 0) {
                list_append(arena, &matches, row);
            }
        }
        if (!matches.count) {
            report_no_row(job, pick, &job->picked);
        }
        job->picked = matches;
    }
}

// A table of types has one place for each value. Two of the rows are shown; more would not help.
static void check_only_row(const struct record_job *job)
{
    if (job->form->record || job->picked.count < 2) {
        return;
    }
    struct diagnostic *diagnostic =
        report(job->request->diagnostics, CODE_NO_ROW, job->form->data->span,
               "%zu rows of `%s` could make the image; lines such as `row COLUMN = \"VALUE\";` "
               "pick one",
               job->picked.count, job->form->data->text);
    for (size_t i = 0; i < 2; i++) {
        add_note(diagnostic, job->picked.items[i]->span, "%s is here", i ? "another one" : "one");
    }
}

// The header is judged before any row. Once a `row` is wrong, no rows are picked: all that could
// be said of them would follow from that.
void record_take_data(struct record_job *job)
{
    const struct image_request *request = job->request;
    const struct word *file = job->form->data;
    const struct source *source =
        sheet_source(request, input_path(request, file->text), file->span);
    struct csv_row_list rows = {0};
    if (!source || !csv_read(request->arena, request->diagnostics, source, CSV_QUOTED, &rows)) {
        return;
    }
    csv_check_rows(request->diagnostics, &rows);
    const struct csv_row *header = rows.count ? rows.items[0] : NULL;
    if (!header || header->count > RECORD_COLUMN_LIMIT) {
        report(request->diagnostics, CODE_BAD_TABLE, file->span,
               header ? "`%s` has more than 10000 columns"
                      : "`%s` is empty; its first row names the columns",
               file->text);
        return;
    }
    job->rows = rows;
    for_each (pick, &job->form->picks) {
        job->has_bad_pick |= !check_pick(job, pick);
    }
    for (size_t i = 0; i < header->count; i++) {
        take_column(job, header, i);
    }
    if (!job->has_bad_pick) {
        pick_rows(job);
        check_only_row(job);
    }
}

// Few names are unknown in one schema, so that a list is enough.
static bool is_meant(const struct record_job *job, const struct slot *slot)
{
    for_each (item, &job->meant) {
        if (item == slot) {
            return true;
        }
    }
    return false;
}

// Counts elements, not slots: an array may be given element by element. record_assign has refused
// what overlaps, so that a sum is enough.
void record_check_given(const struct record_job *job)
{
    const struct slot_list *slots = &job->slots.items;
    uint64_t *given = arena_array(job->request->arena, slots->count + 1, sizeof *given);
    for_each (assignment, &job->assignments) {
        const struct target *target = &assignment->target;
        given[target->slot->index] += target->count;
    }
    for (size_t i = 0; i < slots->count; i++) {
        const struct slot *slot = slots->items[i];
        bool is_value = slot->kind != SLOT_NOTHING && slot->kind != SLOT_CHECKSUM;
        if (!is_value || slot->is_optional || given[i] == slot->count || is_meant(job, slot)) {
            continue;
        }
        struct diagnostic *diagnostic =
            report(job->request->diagnostics, CODE_NO_VALUE, slot->span,
                   given[i] ? "`%s` has no default, and some of its elements have no value"
                            : "`%s` has no default, and no value is given",
                   slot->name);
        if (job->rows.count) {
            add_note(diagnostic, job->rows.items[0]->span, "the columns of `%s` are these",
                     job->form->data->text);
        } else {
            add_note(diagnostic, job->request->partition->content->span,
                     "its value is needed here");
        }
    }
}
