// A CSV of partitions as gen_esp32part.py reads it (of ESP-IDF 5.5, version 1.5, and of the
// ESP8266_RTOS_SDK 3.4, version 1.2): a line is split at every comma, without quoting; fields are
// stripped; what is behind the sixth is not looked at.
#include "line.h"
#include "python.h"

#include <inttypes.h>
#include <string.h>

enum { NAME, TYPE, SUBTYPE, OFFSET, SIZE, FLAGS, COLUMN_COUNT };

static const char *const columns[COLUMN_COUNT] = {"name",   "type", "subtype",
                                                  "offset", "size", "flags"};

struct column {
    const char *text;
    size_t length;
    struct span span;
};

struct reader {
    struct importer *importer;
    struct source_table *table;
    struct list remarks; // that no row has yet
    struct list rows;
    bool is_good;
    const struct line *line;
    struct column fields[COLUMN_COUNT];
    const char *rest; // behind the sixth field; null: nothing
};

static struct diagnostic *refuse(struct reader *reader, enum code code, const struct column *field,
                                 const char *message)
{
    reader->is_good = false;
    return report(reader->importer->diagnostics, code, field->span, "%s", message);
}

static struct column column_at(struct importer *importer, const struct line *line, size_t start,
                               size_t end)
{
    while (start < end && strchr(" \t\v\f", line->text[start])) {
        start++;
    }
    while (end > start && strchr(" \t\v\f", line->text[end - 1])) {
        end--;
    }
    return (struct column){arena_copy(importer->arena, line->text + start, end - start),
                           end - start, line_span(line, start, end)};
}

static void split(struct reader *reader)
{
    const struct line *line = reader->line;
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
    struct column rest = column_at(reader->importer, line, start, line->length);
    reader->rest = rest.length && strspn(rest.text, ", \t") < rest.length ? rest.text : NULL;
}

static bool read_number(struct reader *reader, size_t column, struct number *number,
                        enum python_result *result)
{
    const struct column *field = &reader->fields[column];
    size_t suffixes;
    *result = python_size(field->text, field->length, number, &suffixes);
    if (*result == PYTHON_NUMBER && suffixes > 1) {
        report(reader->importer->diagnostics, CODE_IMPORT_DOUBTFUL, field->span,
               "`%s` is %s: each K or M multiplies", field->text,
               text_size(reader->importer->arena, number->magnitude));
    }
    return *result == PYTHON_NUMBER;
}

// Says what is wrong with a number that is none.
static void refuse_number(struct reader *reader, size_t column, enum python_result result)
{
    struct arena *arena = reader->importer->arena;
    const struct column *field = &reader->fields[column];
    const char *digits = field->text + strspn(field->text, "0");
    if (result == PYTHON_LEADING_ZERO) {
        refuse(reader, CODE_IMPORT_NUMBER, field,
               arena_format(arena,
                            "`%s` has a leading zero, which is octal to some and decimal to "
                            "others; write `%s`, or `0o%s`",
                            field->text, digits, digits));
    } else if (result == PYTHON_TOO_LARGE) {
        refuse(reader, CODE_IMPORT_NUMBER, field,
               arena_format(arena, "`%s` is beyond what a table can hold", field->text));
    } else if (strchr(field->text, '.')) {
        refuse(reader, CODE_IMPORT_NUMBER, field,
               arena_format(arena, "`%s`: %ss are whole numbers, such as `1536K`", field->text,
                            columns[column]));
    } else if (field->text[0] == '$') {
        refuse(reader, CODE_IMPORT_VARIABLE, field,
               arena_format(arena,
                            "the environment has no variable for `%s`; give it one, or say "
                            "`--define NAME=VALUE`",
                            field->text));
    } else {
        refuse(reader, CODE_IMPORT_NUMBER, field,
               arena_format(arena, "`%s` is no number; %ss are such as `0x9000`, `24K` or `1M`",
                            field->text, columns[column]));
    }
}

static bool check_range(struct reader *reader, size_t column, struct number number, uint64_t limit)
{
    const struct column *field = &reader->fields[column];
    struct arena *arena = reader->importer->arena;
    bool can_be_negative = column == SIZE;
    bool is_good = number.magnitude <= limit && (!number.negative || can_be_negative);
    if (!is_good) {
        refuse(reader, CODE_IMPORT_NUMBER, field,
               number.negative
                   ? arena_format(arena, "%s `%s` is negative", columns[column], field->text)
                   : arena_format(arena,
                                  "%s `%s` is more than 0x%" PRIx64
                                  ", the most that a table can hold",
                                  columns[column], field->text, limit));
    }
    return is_good;
}

static void refuse_keyword(struct reader *reader, size_t column, const struct nearest *nearest)
{
    const struct column *field = &reader->fields[column];
    struct arena *arena = reader->importer->arena;
    struct diagnostic *diagnostic = refuse(reader, CODE_IMPORT_KEYWORD, field,
                                           arena_format(arena, "unknown %s `%s`%s", columns[column],
                                                        field->text, nearest_hint(arena, nearest)));
    if (strchr(reader->line->text, ';') && !strchr(reader->line->text, ',')) {
        add_note(diagnostic, reader->line->span, "columns are separated by commas");
    }
    if (column == TYPE) {
        add_note(diagnostic, (struct span){0}, "types of your own are numbers from 0x40 to 0xfe");
    }
}

// False where the type is not known, so that nothing can be said of the subtype.
static bool read_type(struct reader *reader, struct import_row *row)
{
    const struct facts *facts = &reader->importer->facts;
    const struct column *field = &reader->fields[TYPE];
    struct arena *arena = reader->importer->arena;
    const char *name = text_lower(arena, field->text);
    struct nearest nearest = nearest_to(name);
    struct number number;
    enum python_result result;
    bool is_good = true;
    if (field->length == 0) {
        bool has_semicolons = strchr(reader->line->text, ';') != NULL;
        refuse(reader, CODE_IMPORT_FIELD, &reader->fields[NAME],
               has_semicolons
                   ? "columns are separated by commas: name, type, subtype, offset, size, "
                     "flags"
                   : "this row has no type; columns are name, type, subtype, offset, "
                     "size, flags");
    } else if (read_number(reader, TYPE, &number, &result)) {
        is_good = check_range(reader, TYPE, number, 0xff);
        row->type = number.magnitude;
    } else if (result != PYTHON_NO_NUMBER) {
        refuse_number(reader, TYPE, result);
        is_good = false;
    } else if (!facts_type(facts, arena, name, &row->type, &nearest)) {
        refuse_keyword(reader, TYPE, &nearest);
        is_good = false;
    }
    return is_good && field->length;
}

static void read_subtype(struct reader *reader, struct import_row *row)
{
    const struct facts *facts = &reader->importer->facts;
    const struct column *field = &reader->fields[SUBTYPE];
    struct arena *arena = reader->importer->arena;
    bool is_empty = field->length == 0;
    const char *name = is_empty ? facts->dialect->empty_subtype : text_lower(arena, field->text);
    struct nearest nearest = nearest_to(name);
    struct number number;
    enum python_result result;
    uint64_t data;
    if (is_empty && facts_is_app(facts, row->type)) {
        refuse(reader, CODE_IMPORT_FIELD, field, "an app needs a subtype, such as `factory`");
    } else if (is_empty) {
        facts_type(facts, arena, "data", &data, &nearest);
        facts_subtype(facts, arena, data, name, &row->subtype, &nearest);
    } else if (read_number(reader, SUBTYPE, &number, &result)) {
        check_range(reader, SUBTYPE, number, 0xff);
        row->subtype = number.magnitude;
    } else if (result != PYTHON_NO_NUMBER) {
        refuse_number(reader, SUBTYPE, result);
    } else if (!facts_subtype(facts, arena, row->type, name, &row->subtype, &nearest)) {
        refuse_keyword(reader, SUBTYPE, &nearest);
    }
}

static void read_offset(struct reader *reader, struct import_row *row)
{
    struct number number;
    enum python_result result;
    if (row->is_aside || reader->fields[OFFSET].length == 0) {
        return;
    }
    if (!read_number(reader, OFFSET, &number, &result)) {
        refuse_number(reader, OFFSET, result);
    } else if (check_range(reader, OFFSET, number, UINT32_MAX)) {
        row->has_offset = true;
        row->offset = number.magnitude;
    }
}

static void read_size(struct reader *reader, struct import_row *row)
{
    enum python_result result;
    const struct column *field = &reader->fields[SIZE];
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

static void read_flag(struct reader *reader, struct import_row *row, const char *name)
{
    const struct layout *layout = reader->importer->facts.layout;
    struct arena *arena = reader->importer->arena;
    const char *meant = text_lower(arena, name);
    const char *hint = NULL;
    struct nearest nearest = nearest_to(meant);
    for (size_t i = 0; i < layout->flags.count; i++) {
        const struct layout_flag *flag = layout->flags.items[i];
        if (strcmp(flag->name, name) == 0) {
            if (row->flags & flag->mask) {
                report(reader->importer->diagnostics, CODE_IMPORT_DOUBTFUL,
                       reader->fields[FLAGS].span, "flag `%s` stands here twice", name);
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
    if (strchr(name, '#')) {
        add_note(diagnostic, (struct span){0}, "a comment stands on a line of its own");
    }
}

static void read_flags(struct reader *reader, struct import_row *row)
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

static void read_row(struct reader *reader)
{
    struct importer *importer = reader->importer;
    struct import_row *row = arena_new(importer->arena, sizeof *row);
    split(reader);
    row->label = reader->fields[NAME].text;
    row->span = line_span(reader->line, 0, reader->line->length);
    row->before = reader->remarks;
    reader->remarks = (struct list){0};
    if (read_type(reader, row)) {
        read_subtype(reader, row);
    }
    row_judge(&importer->facts, row);
    read_offset(reader, row);
    if (reader->fields[TYPE].length) {
        read_size(reader, row);
    }
    read_flags(reader, row);
    if (reader->rest) {
        row->behind = arena_copy(importer->arena, reader->rest + strspn(reader->rest, "# "),
                                 strlen(reader->rest + strspn(reader->rest, "# ")));
        report(importer->diagnostics, CODE_IMPORT_DOUBTFUL, row->span,
               "what stands behind the sixth column is not looked at; it becomes a comment");
    }
    row->spans[PART_NAME] = row->label[0] ? reader->fields[NAME].span : row->span;
    row->spans[PART_TYPE] = span_join(reader->fields[TYPE].span, reader->fields[SUBTYPE].span);
    row->spans[PART_OFFSET] = row->has_offset ? reader->fields[OFFSET].span : row->span;
    row->spans[PART_SIZE] = row->is_sized ? row->span : reader->fields[SIZE].span;
    row->spans[PART_FLAGS] = row->flags ? reader->fields[FLAGS].span : row->span;
    list_append(importer->arena, &reader->rows, row);
}

// `# Name, Type, SubType, Offset, Size, Flags` and `# ESP-IDF Partition Table`, which a schema is
// not.
static bool is_head(struct arena *arena, const char *text)
{
    static const char *const heads[] = {"name,type,subtype,offset,size", "esp-idfpartitiontable",
                                        "espressifesp32partitiontable"};
    char *bare = arena_copy(arena, text, strlen(text));
    size_t length = 0;
    for (const char *at = text; *at; at++) {
        if (!strchr(" \t#", *at)) {
            bare[length++] = *at;
        }
    }
    bare[length] = 0;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (strncmp(text_lower(arena, bare), heads[i], strlen(heads[i])) == 0) {
            return true;
        }
    }
    return false;
}

static void add_remark(struct reader *reader, const char *text)
{
    struct arena *arena = reader->importer->arena;
    struct import_remark *remark = arena_new(arena, sizeof *remark);
    if (text) {
        text += strspn(text, "#");
        text += strspn(text, " \t");
        remark->text = arena_copy(arena, text, strlen(text));
    }
    list_append(arena, &reader->remarks, remark);
}

// What was noted so far is about the file as a whole.
static void end_head(struct reader *reader)
{
    struct source_table *table = reader->table;
    for (size_t i = 0; i < reader->remarks.count; i++) {
        list_append(reader->importer->arena, &table->head, reader->remarks.items[i]);
    }
    reader->remarks = (struct list){0};
}

static void read_line(struct reader *reader, const struct line *line)
{
    bool is_first = reader->rows.count == 0 && reader->table->head.count == 0;
    bool good_so_far = reader->is_good;
    reader->line = line;
    if (line->length == 0) {
        if (is_first && reader->remarks.count) {
            end_head(reader);
        } else if (reader->rows.count || reader->remarks.count) {
            add_remark(reader, NULL);
        }
    } else if (line->text[0] != '#') {
        reader->is_good = true; // as far as this row goes
        read_row(reader);
        reader->is_good &= good_so_far;
    } else if (!is_head(reader->importer->arena, line->text)) {
        add_remark(reader, line->text);
    } else if (is_first) {
        end_head(reader);
    }
}

static bool has_comment(const struct import_row *row)
{
    for (size_t i = 0; i < row->before.count; i++) {
        if (((const struct import_remark *)row->before.items[i])->text) {
            return true;
        }
    }
    return false;
}

// A comment at the top is the first row's only where other rows have some, too.
static void settle_head(struct reader *reader)
{
    bool have_others = false;
    for (size_t i = 1; i < reader->rows.count; i++) {
        have_others |= has_comment(reader->rows.items[i]);
    }
    struct import_row *first =
        reader->rows.count ? (struct import_row *)reader->rows.items[0] : NULL;
    if (first && !have_others) {
        reader->remarks = first->before;
        first->before = (struct list){0};
        end_head(reader);
    }
}

// Comments right above a row, without a blank line between, are about it: they document it, unless
// they look like rows that were taken out.
static void settle_remarks(const struct list *remarks)
{
    for (size_t i = remarks->count; i > 0; i--) {
        struct import_remark *remark = (struct import_remark *)remarks->items[i - 1];
        if (!remark->text) {
            return;
        }
        const char *comma = strchr(remark->text, ',');
        comma = comma ? strchr(comma + 1, ',') : NULL;
        remark->documents = remark->text[0] && !(comma && strchr(comma + 1, ','));
    }
}

bool csv_import(struct importer *importer, struct source_table *table)
{
    struct reader reader = {.importer = importer, .table = table, .is_good = true};
    size_t at;
    const struct source *text = text_decode(importer, table->source, &at);
    if (!text) {
        return false;
    }
    while (at < text->length) {
        struct line line;
        bool is_known = line_read(importer, text, &at, &line);
        if (is_known) {
            read_line(&reader, &line);
        }
        reader.is_good &= is_known;
    }
    table->tail = reader.remarks;
    reader.remarks = (struct list){0};
    settle_head(&reader);
    for (size_t i = 0; i < reader.rows.count; i++) {
        settle_remarks(&((const struct import_row *)reader.rows.items[i])->before);
    }
    table->imported->rows = reader.rows;
    return reader.is_good;
}
