// Records: structs in flash, with the offset of each field and the value that fills it.
//
// Fields are packed in the order in which they are written, without padding: what is in flash does
// not depend on a compiler's ABI. A field with a mistake makes its record incomplete, and whoever
// uses an incomplete record stays silent.
#include "define.h"

#include <stdlib.h>
#include <string.h>

// 1 GB. An array has no more elements than this, of 8 bytes at most, so that sizes can be added in
// 64 bits without a check before each.
enum { RECORD_SIZE_LIMIT = 1 << 30 };

// A record that is being defined, and its fields by their names.
struct record_definition {
    struct record *record;
    struct map names;
};

// What C calls a type of a field; null: it is not one.
static const char *type_of_c(const char *name)
{
    static const char *const names[][2] = {
        {"uint8_t", "u8"},   {"uint16_t", "u16"}, {"uint32_t", "u32"}, {"uint64_t", "u64"},
        {"int8_t", "i8"},    {"int16_t", "i16"},  {"int32_t", "i32"},  {"int64_t", "i64"},
        {"float", "f32"},    {"double", "f64"},   {"bool", "u8"},      {"byte", "u8"},
        {"unsigned", "u32"}, {"int", "i32"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i][0], name) == 0) {
            return names[i][1];
        }
    }
    return NULL;
}

// Types of C are known by name, so that the message can say which field type is meant.
static bool find_type(struct layout_builder *builder, struct syntax_name name,
                      enum field_type *type)
{
    struct nearest nearest = nearest_to(name.text);
    for (unsigned i = 0; i < FIELD_TYPE_COUNT; i++) {
        const char *candidate = field_type_name((enum field_type)i);
        if (strcmp(candidate, name.text) == 0) {
            *type = (enum field_type)i;
            return true;
        }
        nearest_offer(&nearest, candidate);
    }
    nearest.found = type_of_c(name.text) ? type_of_c(name.text) : nearest.found;
    struct diagnostic *diagnostic = model_report_unknown(
        builder->diagnostics, CODE_UNKNOWN_FIELD_TYPE, name, "field type", &nearest);
    add_note(diagnostic, (struct span){0},
             "the types are u8, u16, u32, u64, i8, i16, i32, i64, f32, f64 and char");
    return false;
}

// Floats are kept as text up to the image: no rounding, and no dependence on the host's printf.
static bool is_float(enum field_type type)
{
    return type == FIELD_F32 || type == FIELD_F64;
}

static const struct term *last_term(const struct expression *expression)
{
    return &expression->terms[expression->count - 1];
}

// A checksum can only cover fields that are declared before it. Its offset is known by then, and
// no checksum can cover itself.
static const struct field *covered_field(struct layout_builder *builder,
                                         const struct record_definition *definition,
                                         const struct term *term)
{
    const struct field *known =
        term->kind == TERM_NAME ? map_find(&definition->names, term->text) : NULL;
    if (known && known->is_complete) {
        return known;
    }
    struct nearest nearest = nearest_to(term->text ? term->text : "");
    if (wants_hints(builder->diagnostics)) {
        for_each (field, &definition->record->fields) {
            nearest_offer(&nearest, field->name);
        }
    }
    struct syntax_name name = {term->text ? term->text : "", term->span, false};
    model_report_unknown(builder->diagnostics, CODE_UNKNOWN_FIELD, name,
                         "field before this one:", &nearest);
    return NULL;
}

// `crc32(first .. last)`. The CRC of zlib, as `esp_rom_crc32_le(0, ...)` computes it; the range
// includes both fields.
static bool set_crc32(struct layout_builder *builder, const struct record_definition *definition,
                      struct field *field, const struct expression *value)
{
    bool is_range = value->count == 4 && value->terms[2].kind == TERM_RANGE;
    if (!is_range || field->type != FIELD_U32 || field->count != 1) {
        report(builder->diagnostics, CODE_BAD_CHECKSUM, value->span,
               "`crc32` needs a u32 field and a range of fields: `crc32(first .. last)`");
        return false;
    }
    field->first = covered_field(builder, definition, &value->terms[0]);
    field->last = covered_field(builder, definition, &value->terms[1]);
    if (field->first && field->last && field->first->offset > field->last->offset) {
        report(builder->diagnostics, CODE_BAD_CHECKSUM, value->span, "`%s` comes after `%s`",
               field->first->name, field->last->name);
        return false;
    }
    field->source = SOURCE_CRC32;
    return field->first && field->last;
}

// `md5(rows)` ESP-IDF's partition table ends with such a row: magic 0xEBEB, then the MD5 of all
// rows before it (gen_esp32part.py).
static bool set_md5(struct layout_builder *builder, struct field *field,
                    const struct expression *value)
{
    bool is_rows = value->count == 2 && value->terms[0].kind == TERM_NAME &&
                   strcmp(value->terms[0].text, "rows") == 0;
    if (!is_rows || field->type != FIELD_U8 || field->count != 16) {
        report(builder->diagnostics, CODE_BAD_CHECKSUM, value->span,
               "`md5` needs a field of 16 u8 and covers the rows of a table: `md5(rows)`");
        return false;
    }
    field->source = SOURCE_MD5_ROWS;
    return true;
}

// Gives back false, so that a check can end with it.
static bool report_value(struct layout_builder *builder, const struct field *field,
                         struct span span, const char *text)
{
    report(builder->diagnostics, CODE_BAD_FIELD_VALUE, span, "%s does not fit into field `%s` (%s)",
           text, field->name, field_type_name(field->type));
    return false;
}

// A text may fill a field to its last byte: then no NUL ends it, as in labels of partitions.
static bool set_text(struct layout_builder *builder, struct field *field, const struct value *value)
{
    if (field->type != FIELD_CHAR || strlen(value->text) > field->count) {
        return report_value(builder, field, value->span, "this text");
    }
    field->source = SOURCE_TEXT;
    field->text = value->text;
    return true;
}

// A number must fit into the field's type, and into its range if it has one.
static bool set_number(struct layout_builder *builder, struct field *field,
                       const struct value *value)
{
    if (is_float(field->type) || field->type == FIELD_CHAR) {
        return report_value(builder, field, value->span, "a whole number");
    }
    if (!field_fits(field->type, value->number)) {
        return report_value(builder, field, value->span,
                            text_number(builder->arena, value->number));
    }
    bool is_outside = field->has_range && (number_compare(value->number, field->low) < 0 ||
                                           number_compare(value->number, field->high) > 0);
    if (is_outside) {
        report(builder->diagnostics, CODE_BAD_FIELD_VALUE, value->span,
               "%s is outside the field's range, %s to %s",
               text_number(builder->arena, value->number), text_number(builder->arena, field->low),
               text_number(builder->arena, field->high));
        return false;
    }
    field->source = SOURCE_NUMBER;
    field->number = value->number;
    return true;
}

// The kind of a value must suit the field: text for `char`, a float for floats, else a number.
static bool set_value(struct layout_builder *builder, const struct record_definition *definition,
                      struct field *field, const struct expression *expression)
{
    const struct term *last = last_term(expression);
    if (last->kind == TERM_CALL && strcmp(last->text, "crc32") == 0) {
        return set_crc32(builder, definition, field, expression);
    }
    if (last->kind == TERM_CALL && strcmp(last->text, "md5") == 0) {
        return set_md5(builder, field, expression);
    }
    struct value value;
    if (evaluate(builder->solver, expression, NULL, &value, NULL) != OUTCOME_READY) {
        return false;
    }
    if (value.kind == VALUE_STRING) {
        return set_text(builder, field, &value);
    }
    if (value.kind == VALUE_FLOAT && is_float(field->type)) {
        field->source = SOURCE_FLOAT;
        field->text = value.text;
        return true;
    }
    return value.kind == VALUE_FLOAT ? report_value(builder, field, value.span, "a float")
                                     : set_number(builder, field, &value);
}

// Both ends must fit into the field's type.
static bool set_range(struct layout_builder *builder, struct field *field,
                      const struct syntax_range *range)
{
    if (!range->low) {
        return true;
    }
    if (is_float(field->type) || field->type == FIELD_CHAR) {
        report(builder->diagnostics, CODE_BAD_FIELD_VALUE, range->low->span,
               "only fields of whole numbers can have a range");
        return false;
    }
    enum outcome low = evaluate_integer(builder->solver, range->low, NULL, &field->low);
    enum outcome high = evaluate_integer(builder->solver, range->high, NULL, &field->high);
    if (low != OUTCOME_READY || high != OUTCOME_READY) {
        return false;
    }
    field->has_range = true;
    if (number_compare(field->low, field->high) > 0 || !field_fits(field->type, field->low) ||
        !field_fits(field->type, field->high)) {
        report(builder->diagnostics, CODE_BAD_FIELD_VALUE,
               span_join(range->low->span, range->high->span),
               "this range must go upwards and fit into %s", field_type_name(field->type));
        return false;
    }
    return true;
}

// The length of an array is limited, so that offsets in the record cannot overflow.
static bool set_length(struct layout_builder *builder, struct field *field,
                       const struct expression *length)
{
    field->count = 1;
    if (!length) {
        return true;
    }
    field->is_array = true;
    if (evaluate_size(builder->solver, length, "a length", &field->count) != OUTCOME_READY) {
        return false;
    }
    if (field->count == 0 || field->count > RECORD_SIZE_LIMIT) {
        report(builder->diagnostics, CODE_BAD_LENGTH, length->span,
               field->count ? "this array is longer than a record can be"
                            : "an array needs at least one element");
        return false;
    }
    return true;
}

// A field with a mistake stays known by its name, but is not part of the record.
static bool add_field(struct layout_builder *builder, struct record_definition *definition,
                      const struct syntax_field *syntax)
{
    struct record *record = definition->record;
    struct field *field = arena_new(builder->arena, sizeof *field);
    field->name = syntax->name.text;
    field->span = syntax->name.span;
    field->offset = record->size;
    field->documentation = syntax_documentation(builder->solver->syntax, syntax->span);
    const struct field *before = map_find(&definition->names, field->name);
    if (before) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_DUPLICATE_NAME, field->span,
                   "field `%s` is declared twice", field->name);
        add_note(diagnostic, before->span, "it was first declared here");
        return false;
    }
    map_set(builder->arena, &definition->names, field->name, field);
    bool is_good = find_type(builder, syntax->type, &field->type) &&
                   set_length(builder, field, syntax->length) &&
                   set_range(builder, field, &syntax->range) &&
                   (!syntax->value || set_value(builder, definition, field, syntax->value));
    if (!is_good) {
        return false;
    }
    record->size += field->count * field_type_size(field->type);
    if (record->size > RECORD_SIZE_LIMIT) {
        report(builder->diagnostics, CODE_BAD_LENGTH, field->span,
               "the record becomes larger than 1G here");
        return false;
    }
    field->is_complete = true;
    list_append(builder->arena, &record->fields, field);
    return true;
}

// The byte order, of which little endian is the default.
static void set_words(struct layout_builder *builder, struct record *record,
                      const struct syntax_words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        const struct syntax_word *word = words->items[i];
        if (strcmp(word->text, "big_endian") == 0) {
            record->is_big_endian = true;
        } else if (strcmp(word->text, "little_endian") != 0) {
            struct nearest nearest = nearest_to(word->text);
            nearest_offer(&nearest, "big_endian");
            nearest_offer(&nearest, "little_endian");
            struct syntax_name name = {word->text, word->span, false};
            model_report_unknown(builder->diagnostics, CODE_UNKNOWN_RECORD_WORD, name, "byte order",
                                 &nearest);
        }
    }
}

// A record is complete only if all of its fields are.
const struct record *define_record(struct layout_builder *builder, const struct model_record *model)
{
    struct record *record = arena_new(builder->arena, sizeof *record);
    struct record_definition definition = {.record = record};
    record->name = model->name.text;
    record->identifier = text_identifier(builder->arena, model->name.text);
    record->span = model->name.span;
    record->is_of_platform = model->is_of_platform;
    record->documentation = syntax_documentation(builder->solver->syntax, model->syntax->span);
    set_words(builder, record, &model->syntax->record.words);
    bool is_good = true;
    for (size_t i = 0; i < model->syntax->record.fields.count; i++) {
        is_good &= add_field(builder, &definition, model->syntax->record.fields.items[i]);
    }
    record->is_complete = is_good;
    return record;
}
