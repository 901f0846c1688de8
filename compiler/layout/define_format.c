// The binary form of tables, as the platform describes it.
#include "define.h"

#include <inttypes.h>
#include <string.h>

// Leaves the value as it is where the setting is not given. The limit is what keeps an image of a
// table from taking all memory.
static bool get_number(struct layout_builder *builder, enum format_setting setting,
                       uint64_t at_most, uint64_t *value)
{
    const struct expression *expression = builder->model->format_settings[setting];
    if (!expression) {
        return true;
    }
    if (evaluate_size(builder->solver, expression, "this", value) != OUTCOME_READY) {
        return false;
    }
    if (*value > at_most) {
        report(builder->diagnostics, CODE_BAD_FORMAT, expression->span,
               "`%s` must be at most 0x%" PRIx64, format_setting_name(setting), at_most);
        return false;
    }
    return true;
}

// The record of a name, the platform's own first. One with a mistake counts as none.
static const struct record *get_record(struct layout_builder *builder, struct syntax_name name)
{
    const struct model *model = builder->model;
    const struct record *record = platform_find_record(builder->platform, name.text);
    const struct model_record *own = map_find(&model->record_names, name.text);
    if (!record && own) {
        record = define_record(builder, own);
    }
    if (record) {
        return record->is_complete ? record : NULL;
    }
    struct nearest nearest = nearest_to(name.text);
    nearest_offer(&nearest, "none");
    for (size_t i = 0; wants_hints(builder->diagnostics) && i < model->records.count; i++) {
        nearest_offer(&nearest, ((const struct model_record *)model->records.items[i])->name.text);
    }
    model_report_unknown(builder->diagnostics, CODE_UNKNOWN_RECORD, name, "record", &nearest);
    return NULL;
}

// A setting that names a record; false if it does not.
static bool setting_record(struct layout_builder *builder, enum format_setting setting,
                           const struct record **record)
{
    const struct expression *expression = builder->model->format_settings[setting];
    *record = NULL;
    if (!expression) {
        return true;
    }
    const struct term *term = &expression->terms[0];
    if (expression->count != 1 || term->kind != TERM_NAME) {
        report(builder->diagnostics, CODE_BAD_FORMAT, expression->span,
               "`%s` must be the name of a record", format_setting_name(setting));
        return false;
    }
    if (strcmp(term->text, "none") == 0) {
        return true;
    }
    *record = get_record(builder, (struct syntax_name){term->text, term->span, false});
    return *record != NULL;
}

// 16 MB: far more than any bootloader reads, little enough to be built in memory.
enum { TABLE_SIZE_LIMIT = 1 << 24 };

// The checksum takes the place of a row: a reader goes through the table in steps of one length.
static bool is_row(struct layout_builder *builder, const struct record *checksum,
                   const struct record *row, struct span span)
{
    if (checksum && checksum->size != row->size) {
        report(builder->diagnostics, CODE_BAD_FORMAT, span,
               "the checksum's row must be as long as the other rows: %s, not %s",
               text_size(builder->arena, row->size), text_size(builder->arena, checksum->size));
        return false;
    }
    return true;
}

// The facts that rows are filled from: see encode_row().
enum { NEEDED_FACTS = 5, FACTS };
static const char *const facts[FACTS] = {"type", "subtype", "offset", "size", "label", "flags"};

static bool is_fact(const char *name)
{
    for (size_t i = 0; i < FACTS; i++) {
        if (strcmp(facts[i], name) == 0) {
            return true;
        }
    }
    return false;
}

// A field that nothing fills is 0 in all rows: right for padding, but hardly where the row lacks a
// fact that the field may have been meant to be. Flags may be missing, since not every platform
// has any; the other five a table cannot do without.
static bool check_row(struct layout_builder *builder, const struct record *row)
{
    const char *missing = NULL;
    bool is_good = true;
    for (size_t i = 0; i < NEEDED_FACTS; i++) {
        missing = !missing && !record_find(row, facts[i]) ? facts[i] : missing;
    }
    for_each (field, &row->fields) {
        struct nearest nearest = nearest_to(field->name);
        for (size_t j = 0; j < FACTS; j++) {
            if (!record_find(row, facts[j])) {
                nearest_offer(&nearest, facts[j]);
            }
        }
        const char *meant = nearest.found ? nearest.found : missing;
        if (field->source != SOURCE_GIVEN || is_fact(field->name) || !meant) {
            continue;
        }
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_ROW_FIELD, field->span,
                   "field `%s` is never filled, and `%s` has no field `%s`; did you mean that?",
                   field->name, row->name, meant);
        if (nearest.found) {
            add_guess(diagnostic, field->span, "%s", nearest.found);
        }
        add_note(diagnostic, (struct span){0},
                 "schemac fills the fields `type`, `subtype`, `offset`, `size`, `label` and "
                 "`flags`; give a field that is the same in all rows a value, such as `= 0`");
        is_good = false;
    }
    return is_good;
}

// All settings are read before any of them is judged, so that each mistake is reported once.
// `is_good` is carried on with `&=`: with `&&` the second mistake would wait for the first to be
// mended.
const struct table_format *define_format(struct layout_builder *builder)
{
    const struct syntax_item *syntax = builder->model->format;
    struct table_format *format = arena_new(builder->arena, sizeof *format);
    uint64_t blank = 0xff;
    uint64_t reserve = 0;
    if (!syntax) {
        return NULL;
    }
    bool is_good = setting_record(builder, FORMAT_ROW, &format->row);
    is_good &= setting_record(builder, FORMAT_CHECKSUM, &format->checksum);
    is_good &= get_number(builder, FORMAT_SIZE, TABLE_SIZE_LIMIT, &format->size);
    is_good &= get_number(builder, FORMAT_RESERVE, UINT64_MAX, &reserve);
    is_good &= get_number(builder, FORMAT_SPARE, TABLE_SIZE_LIMIT, &format->spare);
    is_good &= get_number(builder, FORMAT_BLANK, 0xff, &blank);
    format->blank = (uint8_t)blank;
    if (is_good && (!format->row || format->row->size == 0 || format->size == 0)) {
        report(builder->diagnostics, CODE_BAD_FORMAT, syntax->span,
               "a table needs a `row` of at least one byte, and a `size`");
        return NULL;
    }
    if (is_good && reserve < format->size) {
        report(builder->diagnostics, CODE_BAD_FORMAT, syntax->span,
               "a table of %s does not fit into the %s that `reserve` sets aside",
               text_size(builder->arena, format->size), text_size(builder->arena, reserve));
        return NULL;
    }
    is_good = is_good && check_row(builder, format->row) &&
              is_row(builder, format->checksum, format->row,
                     format->checksum ? format->checksum->span : syntax->span);
    return is_good ? format : NULL;
}

// A table on another flash has no binary form unless it is given a place: nothing reads it.
const struct table_format *define_table_format(struct layout_builder *builder,
                                               const struct model_table *model)
{
    bool has_place = model->at || model->host || model->flash->index == 0;
    if (!builder->platform->format || !has_place || model->is_absent) {
        return NULL;
    }
    if (!model->checksum) {
        return builder->platform->format;
    }
    struct table_format *format = arena_new(builder->arena, sizeof *format);
    *format = *builder->platform->format;
    bool is_none = strcmp(model->checksum->name.text, "none") == 0;
    format->checksum = is_none ? NULL : get_record(builder, model->checksum->name);
    return is_row(builder, format->checksum, format->row, model->checksum->name.span) ? format
                                                                                      : NULL;
}
