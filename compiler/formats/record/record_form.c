// What the schema says after `from record`: which record or table of types, which file of values,
// and the lines of the block. Only forms are judged here; whether a field or column of such a name
// exists is asked when slots and rows are known (record_data.c).
#include "records.h"

#include <string.h>

const struct word_rule record_words[] = {
    {.place = WORD_OF_ARGUMENTS, .role = ROLE_RECORD},
    {.place = WORD_OF_ARGUMENTS, .first = 1, .last = 1, .role = ROLE_PATH},
    {.place = WORD_OF_LINE, .line = "row", .first = 1, .last = 1, .role = ROLE_COLUMN},
    {.place = WORD_OF_LINE, .line = "ignore", .first = 1, .last = 1, .role = ROLE_COLUMN},
    {.place = WORD_OF_LINE, .role = ROLE_COLUMN},
    {.role = ROLE_NONE},
};

// A platform's record may have the name of one of the schema's, which is meant then.
static const struct record *find_record(const struct layout *layout, const char *name)
{
    const struct record *found = NULL;
    for_each (record, &layout->records) {
        if (strcmp(record->name, name) == 0 && (!found || found->is_of_platform)) {
            found = record;
        }
    }
    return found;
}

// Hints are left out where nobody sees them (see wants_hints): comparing a name with all others is
// the most expensive part of a message.
static void report_unknown_record(const struct image_request *request, const struct word *word)
{
    struct nearest nearest = nearest_to(word->text);
    if (wants_hints(request->diagnostics)) {
        for_each (record, &request->layout->records) {
            nearest_offer(&nearest, record->name);
        }
    }
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_UNKNOWN_RECORD, word->span, "unknown record `%s`%s",
               word->text, nearest_hint(request->arena, &nearest));
    if (nearest.found) {
        add_guess(diagnostic, word->span, "%s", nearest.found);
    }
}

// `calibration`, `calibration "data.csv"`, `"types.csv" "data.csv"`. A word in quotes may be a
// record, too: what cannot be written as a name is quoted. So the record is looked for first.
static bool read_arguments(const struct image_request *request, struct record_form *form)
{
    const struct content *content = request->partition->content;
    const struct word_list *arguments = &content->arguments;
    const struct word *first = arguments->count ? arguments->items[0] : NULL;
    const struct word *second = arguments->count == 2 ? arguments->items[1] : NULL;
    form->record = first ? find_record(request->layout, first->text) : NULL;
    form->data = second;
    if (first && first->type == WORD_IS_NAME && !form->record) {
        report_unknown_record(request, first);
        return false;
    }
    if (first && !form->record) {
        form->types = first;
    }
    bool is_good = first && arguments->count <= 2 && (!second || word_is_text(second)) &&
                   (form->record || (second && word_is_text(first)));
    if (!is_good) {
        report(request->diagnostics, CODE_BAD_CONTENT, content->span,
               "`from record` takes a record and a file of its values, as in `from record "
               "calibration \"calib.csv\"`, or files of types and values");
    }
    return is_good;
}

// A value of the schema in the form of a cell, so that both are judged and written by the same
// code. Only for integers and texts: other kinds were refused or reported.
static struct csv_cell value_cell(struct arena *arena, const struct value *value)
{
    const char *text =
        value->kind == VALUE_INTEGER ? text_number(arena, value->number) : value->text;
    return (struct csv_cell){text, strlen(text), value->span};
}

static void add_pick(const struct image_request *request, struct record_form *form,
                     const struct content_line *line)
{
    struct pick *pick = arena_new(request->arena, sizeof *pick);
    *pick = (struct pick){line->words.items[1], value_cell(request->arena, &line->value)};
    list_append(request->arena, &form->picks, pick);
}

static void add_setting(const struct image_request *request, struct record_form *form,
                        const struct content_line *line)
{
    struct record_setting *setting = arena_new(request->arena, sizeof *setting);
    *setting =
        (struct record_setting){line->words.items[0], value_cell(request->arena, &line->value),
                                line->value.kind == VALUE_STRING};
    list_append(request->arena, &form->settings, setting);
}

static void report_line(const struct image_request *request, const struct content_line *line,
                        const char *text)
{
    report(request->diagnostics, CODE_BAD_CONTENT, line->span, "%s", text);
}

// The word alone is the line; with a value, it is a field of this name.
static void take_ring(const struct image_request *request, struct record_form *form,
                      const struct content_line *line)
{
    if (line->words.count > 1 || line->has_value || line->has_block) {
        report_line(request, line, "`ring` takes nothing: the line is `ring;`");
    } else if (form->ring) {
        struct diagnostic *diagnostic =
            report(request->diagnostics, CODE_BAD_CONTENT, line->span, "`ring` is given twice");
        add_note(diagnostic, form->ring->span, "it was given here before");
    } else if (!form->record) {
        report_line(request, line,
                    "a ring is of records that the schema declares, as in `from record NAME`: a "
                    "table of types is for the whole partition");
    } else {
        form->ring = line;
    }
}

// `row`, `ignore` and `ring` may also be names of fields: `row = 1;` has one word and a value, `row
// name = "A";` has two words. A value that could not be evaluated (VALUE_NONE) was reported; its
// line is dropped.
static void read_line(const struct image_request *request, struct record_form *form,
                      const struct content_line *line)
{
    const struct word *first = line->words.items[0];
    bool has_value = line->has_value;
    bool is_row = strcmp(first->text, "row") == 0 && line->words.count == 2;
    bool is_ignore = strcmp(first->text, "ignore") == 0 && line->words.count == 2 && !has_value;
    bool is_pair = line->words.count == 1 && has_value;
    if (word_is(first, "ring") && !is_pair) {
        take_ring(request, form, line);
    } else if (line->has_block || !(is_row || is_ignore || is_pair)) {
        report_line(
            request, line,
            "`from record` takes lines such as `serial = \"A1\";`, `row name = \"MOD-A\";`, "
            "`ignore comment;` and `ring;`");
    } else if ((is_row || is_ignore) && !form->data) {
        report_line(request, line, "there is no file of values to which this could apply");
    } else if (is_ignore) {
        list_append(request->arena, &form->ignored, line->words.items[1]);
    } else if (is_pair && line->value.kind != VALUE_NONE) {
        add_setting(request, form, line);
    } else if (is_row && line->value.kind == VALUE_STRING) {
        add_pick(request, form, line);
    } else if (is_row) {
        report_line(request, line, "a `row` is picked by a string, as in `row name = \"MOD-A\";`");
    }
}

// The limit on lines bounds what is quadratic later: each line is compared with all assignments
// before.
const struct record_form *record_form_read(const struct image_request *request)
{
    const struct content *content = request->partition->content;
    struct record_form *form = arena_new(request->arena, sizeof *form);
    if (!read_arguments(request, form)) {
        return NULL;
    }
    if (request->plan->lines.count > RECORD_LINE_LIMIT) {
        report(request->diagnostics, CODE_BAD_CONTENT, content->span,
               "`from record` takes at most %d lines", RECORD_LINE_LIMIT);
        return NULL;
    }
    for_each (line, &request->plan->lines) {
        read_line(request, form, line);
    }
    return form;
}

// How messages call what has the fields.
const char *record_text(const struct image_request *request, const struct record_form *form)
{
    return form->record ? arena_format(request->arena, "record `%s`", form->record->name)
                        : arena_format(request->arena, "`%s`", form->types->text);
}
