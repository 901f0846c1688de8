// A row of a CSV of partitions.
//
// The columns are gen_esp32part.py's: name, type, subtype, offset, size, flags
// (`PartitionDefinition.from_csv`). Numbers are Python's int(text, 0) with any number of K and M
// after them. All fields are read even if one is wrong, so that one run reports all mistakes of a
// row.
#include "csv_row.h"
#include "python.h"

#include <inttypes.h>
#include <string.h>

enum { NAME, TYPE, SUBTYPE, OFFSET, SIZE, FLAGS, COLUMN_COUNT };

static const char *const columns[COLUMN_COUNT] = {"name",   "type", "subtype",
                                                  "offset", "size", "flags"};

struct csv_column {
    const char *text;
    size_t length;
    struct span span;
};

struct csv_row_reader {
    struct importer *importer;
    const struct csv_text_line *line;
    struct csv_column fields[COLUMN_COUNT];
    const char *rest; // after the sixth field; null: nothing
    bool is_good;
};

static struct diagnostic *refuse(struct csv_row_reader *reader, enum code code,
                                 const struct csv_column *field, const char *message)
{
    reader->is_good = false;
    return report(reader->importer->diagnostics, code, field->span, "%s", message);
}

static struct csv_column column_at(struct importer *importer, const struct csv_text_line *line,
                                   size_t start, size_t end)
{
    const char *text = line->text + start;
    size_t length = end - start;
    python_strip(&text, &length);
    start = (size_t)(text - line->text);
    return (struct csv_column){arena_copy(importer->arena, text, length), length,
                               csv_line_span(line, start, start + length)};
}

// At every comma, since the tool does not know quotes; what comes after the sixth field is kept as
// one text.
static void split(struct csv_row_reader *reader)
{
    const struct csv_text_line *line = reader->line;
    size_t start = 0;
    reader->rest = NULL;
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        size_t end = start;
        while (end < line->length && line->text[end] != ',') {
            end++;
        }
        reader->fields[i] = column_at(reader->importer, line, start, end);
        start = end < line->length ? end + 1 : end;
    }
    struct csv_column rest = column_at(reader->importer, line, start, line->length);
    const char *text = rest.text + strspn(rest.text, "#, \t");
    reader->rest = *text ? text : NULL;
}

static bool read_number(struct csv_row_reader *reader, size_t column, struct number *number,
                        enum python_result *result)
{
    const struct csv_column *field = &reader->fields[column];
    size_t suffixes;
    *result = python_size(field->text, field->length, number, &suffixes);
    if (*result == PYTHON_NUMBER && suffixes > 1) {
        report(reader->importer->diagnostics, CODE_IMPORT_DOUBTFUL, field->span,
               "`%s` is %s: each K or M multiplies", field->text,
               text_size(reader->importer->arena, number->magnitude));
    }
    return *result == PYTHON_NUMBER;
}

// A comment after what belongs into the row.
static void note_comment(struct diagnostic *diagnostic, const char *text)
{
    if (strchr(text, '#')) {
        add_note(diagnostic, (struct span){0}, "a comment needs a line of its own");
    }
}

// Says what is wrong with a number that is none.
static void refuse_number(struct csv_row_reader *reader, size_t column, enum python_result result)
{
    struct arena *arena = reader->importer->arena;
    const struct csv_column *field = &reader->fields[column];
    const char *digits = field->text + strspn(field->text, "+-");
    int sign = (int)(digits - field->text);
    digits += strspn(digits, "0_");
    if (result == PYTHON_LEADING_ZERO) {
        refuse(reader, CODE_IMPORT_NUMBER, field,
               arena_format(arena,
                            "`%s` has a leading zero, which some read as octal and others as "
                            "decimal; write `%.*s%s`, or `%.*s0o%s`",
                            field->text, sign, field->text, digits, sign, field->text, digits));
    } else if (result == PYTHON_TOO_LARGE) {
        refuse(reader, CODE_IMPORT_NUMBER, field,
               arena_format(arena, "`%s` is too large for a table", field->text));
    } else if (strchr(field->text, '.')) {
        refuse(reader, CODE_IMPORT_NUMBER, field,
               arena_format(arena, "`%s`: %ss are whole numbers, such as `1536K`", field->text,
                            columns[column]));
    } else if (field->text[0] == '$') {
        refuse(
            reader, CODE_IMPORT_VARIABLE, field,
            arena_format(
                arena,
                "there is no environment variable for `%s`; set one, or pass `--define NAME=VALUE`",
                field->text));
    } else {
        struct diagnostic *diagnostic = refuse(
            reader, CODE_IMPORT_NUMBER, field,
            arena_format(arena, "`%s` is not a number; write %ss like `0x9000`, `24K` or `1M`",
                         field->text, columns[column]));
        note_comment(diagnostic, field->text);
    }
}

// Only a size may be negative: it then is the end of the partition.
static bool check_range(struct csv_row_reader *reader, size_t column, struct number number,
                        uint64_t limit)
{
    const struct csv_column *field = &reader->fields[column];
    struct arena *arena = reader->importer->arena;
    bool can_be_negative = column == SIZE;
    bool is_good = number.magnitude <= limit && (!number.negative || can_be_negative);
    if (!is_good) {
        refuse(reader, CODE_IMPORT_NUMBER, field,
               number.negative
                   ? arena_format(arena, "%s `%s` is negative", columns[column], field->text)
                   : arena_format(arena,
                                  "%s `%s` is more than 0x%" PRIx64
                                  ", the largest that fits into a table",
                                  columns[column], field->text, limit));
    }
    return is_good;
}

static void refuse_keyword(struct csv_row_reader *reader, size_t column,
                           const struct nearest *nearest)
{
    const struct csv_column *field = &reader->fields[column];
    struct arena *arena = reader->importer->arena;
    struct diagnostic *diagnostic = refuse(reader, CODE_IMPORT_KEYWORD, field,
                                           arena_format(arena, "unknown %s `%s`%s", columns[column],
                                                        field->text, nearest_hint(arena, nearest)));
    if (column == TYPE) {
        add_note(diagnostic, (struct span){0}, "custom types are numbers from 0x40 to 0xfe");
    } else if (!nearest->found) {
        add_note(diagnostic, (struct span){0},
                 "custom subtypes: `schemac import --extra-partition-subtypes TYPE,NAME,NUMBER`, "
                 "or EXTRA_PARTITION_SUBTYPES in the project's CMakeLists.txt");
    }
}

// False where the type is not known, so that nothing can be said of the subtype.
static bool read_type(struct csv_row_reader *reader, struct import_row *row)
{
    const struct import_chip *chip = &reader->importer->chip;
    const struct csv_column *field = &reader->fields[TYPE];
    struct arena *arena = reader->importer->arena;
    const char *name = text_lower(arena, field->text);
    struct nearest nearest = nearest_to(name);
    struct number number;
    enum python_result result;
    bool is_good = true;
    if (field->length == 0) {
        bool has_semicolons = strchr(reader->line->text, ';') != NULL;
        refuse(
            reader, CODE_IMPORT_FIELD, &reader->fields[NAME],
            has_semicolons
                ? "columns are separated by commas: name, type, subtype, offset, size, "
                  "flags"
                : "this row has no type; the columns are name, type, subtype, offset, size, flags");
    } else if (read_number(reader, TYPE, &number, &result)) {
        is_good = check_range(reader, TYPE, number, 0xff);
        row->type = number.magnitude;
    } else if (result != PYTHON_NO_NUMBER) {
        refuse_number(reader, TYPE, result);
        is_good = false;
    } else if (!import_chip_type(chip, arena, name, &row->type, &nearest)) {
        refuse_keyword(reader, TYPE, &nearest);
        is_good = false;
    }
    return is_good && field->length;
}

// An empty subtype means another one by tool (struct dialect); an app has none to fall
// back on.
static void read_subtype(struct csv_row_reader *reader, struct import_row *row)
{
    const struct import_chip *chip = &reader->importer->chip;
    const struct csv_column *field = &reader->fields[SUBTYPE];
    struct arena *arena = reader->importer->arena;
    bool is_empty = field->length == 0;
    const char *name = is_empty ? chip->dialect->empty_subtype : text_lower(arena, field->text);
    struct nearest nearest = nearest_to(name);
    struct number number;
    enum python_result result;
    uint64_t data;
    if (is_empty && import_chip_is_app(chip, row->type)) {
        refuse(reader, CODE_IMPORT_FIELD, field, "an app needs a subtype, such as `factory`");
    } else if (is_empty) {
        import_chip_type(chip, arena, "data", &data, &nearest);
        import_chip_subtype(chip, arena, data, name, &row->subtype, &nearest);
    } else if (read_number(reader, SUBTYPE, &number, &result)) {
        check_range(reader, SUBTYPE, number, 0xff);
        row->subtype = number.magnitude;
    } else if (result != PYTHON_NO_NUMBER) {
        refuse_number(reader, SUBTYPE, result);
    } else if (!import_chip_subtype(chip, arena, row->type, name, &row->subtype, &nearest)) {
        refuse_keyword(reader, SUBTYPE, &nearest);
    }
}

static void read_offset(struct csv_row_reader *reader, struct import_row *row)
{
    struct number number;
    enum python_result result;
    if (row->is_outside || reader->fields[OFFSET].length == 0) {
        return;
    }
    if (!read_number(reader, OFFSET, &number, &result)) {
        refuse_number(reader, OFFSET, result);
    } else if (check_range(reader, OFFSET, number, UINT32_MAX)) {
        row->has_offset = true;
        row->offset = number.magnitude;
    }
}

static void read_size(struct csv_row_reader *reader, struct import_row *row)
{
    enum python_result result;
    const struct csv_column *field = &reader->fields[SIZE];
    if (row->is_sized) {
        return;
    }
    if (field->length == 0) {
        refuse(reader, CODE_IMPORT_FIELD,
               reader->fields[NAME].length ? &reader->fields[NAME] : field,
               arena_format(reader->importer->arena, "partition `%s` has no size", row->label));
    } else if (!read_number(reader, SIZE, &row->end, &result)) {
        refuse_number(reader, SIZE, result);
    } else {
        check_range(reader, SIZE, row->end, UINT32_MAX);
    }
}

// The tool compares flags with their case, other than types. Names of its platform alone: a number
// is not a flag.
static void read_flag(struct csv_row_reader *reader, struct import_row *row, const char *name)
{
    const struct platform *platform = reader->importer->chip.platform;
    struct arena *arena = reader->importer->arena;
    const char *meant = text_lower(arena, name);
    const char *hint = NULL;
    struct nearest nearest = nearest_to(meant);
    for_each (flag, &platform->flags) {
        if (strcmp(flag->name, name) == 0) {
            if (row->flags & flag->mask) {
                report(reader->importer->diagnostics, CODE_IMPORT_DOUBTFUL,
                       reader->fields[FLAGS].span, "duplicate flag `%s`", name);
            }
            row->flags |= flag->mask;
            return;
        }
        nearest_offer(&nearest, flag->name);
        hint = strcmp(flag->name, meant) == 0 ? flag->name : hint;
    }
    struct diagnostic *diagnostic =
        refuse(reader, CODE_IMPORT_KEYWORD, &reader->fields[FLAGS],
               arena_format(arena, "unknown flag `%s`%s", name,
                            hint ? arena_format(arena, "; write `%s`", hint)
                                 : nearest_hint(arena, &nearest)));
    note_comment(diagnostic, name);
}

static void read_flags(struct csv_row_reader *reader, struct import_row *row)
{
    const char *text = reader->fields[FLAGS].text;
    while (*text) {
        size_t length = strcspn(text, ":");
        if (length) {
            read_flag(reader, row, arena_copy(reader->importer->arena, text, length));
        }
        text += length + (text[length] == ':');
    }
}

// The row is made even if a field is wrong, so that those after it can be placed and checked, too.
struct import_row *csv_row_read(struct importer *importer, const struct csv_text_line *line,
                                bool *is_good)
{
    struct csv_row_reader own = {.importer = importer, .line = line, .is_good = true};
    struct csv_row_reader *reader = &own;
    struct import_row *row = arena_new(importer->arena, sizeof *row);
    split(reader);
    row->label = reader->fields[NAME].text;
    row->span = csv_line_span(reader->line, 0, reader->line->length);
    if (read_type(reader, row)) {
        read_subtype(reader, row);
    }
    rows_judge(&importer->chip, row);
    read_offset(reader, row);
    if (reader->fields[TYPE].length) {
        read_size(reader, row);
    }
    read_flags(reader, row);
    if (reader->rest) {
        row->behind = reader->rest;
        report(importer->diagnostics, CODE_IMPORT_DOUBTFUL, row->span,
               "anything after the sixth column is ignored; it becomes a comment");
    }
    row->spans[PART_NAME] = row->label[0] ? reader->fields[NAME].span : row->span;
    row->spans[PART_TYPE] = span_join(reader->fields[TYPE].span, reader->fields[SUBTYPE].span);
    row->spans[PART_OFFSET] = row->has_offset ? reader->fields[OFFSET].span : row->span;
    row->spans[PART_SIZE] = row->is_sized ? row->span : reader->fields[SIZE].span;
    row->spans[PART_FLAGS] = row->flags ? reader->fields[FLAGS].span : row->span;
    *is_good &= reader->is_good;
    return row;
}
