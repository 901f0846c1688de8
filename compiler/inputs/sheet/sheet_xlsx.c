// Office Open XML workbooks: ECMA-376 part 1, sections 18.2 (workbook), 18.3 (worksheets) and 18.4
// (shared strings); part 2 for relationships.
//
// Four files of the archive are read one after the other: the workbook names the first sheet, the
// relationships say where it is, the shared strings come before the cells that refer to them by
// number. Cells go to sheet_cells.c as they come; all limits are there and in archive.c. Elements
// are known by their local names, whatever prefix a program gives them.
#include "archive.h"

#include <stdlib.h>
#include <string.h>

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN, CELL_ERROR };

struct xlsx {
    struct spreadsheet *sheet;
    const char *relation;     // the first sheet's; null: none
    const char *target;       // what that leads to, seen from xl/; null: nothing
    struct text_list strings; // the shared ones
    struct buffer text;       // what was read of a shared string or a cell
    bool takes_text;
    bool is_phonetic; // how to read what is beside it, in East Asian texts
    size_t row;
    size_t column;
    enum cell_type type;
    bool has_value;
    bool has_formula;
};

static bool is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

static const char *copy(const struct xlsx *xlsx, const char *text)
{
    return text ? arena_copy(xlsx->sheet->arena, text, strlen(text)) : NULL;
}

// The first sheet in the order of tabs, hidden or not.
static void open_in_workbook(void *context, const char *name, const char **attributes)
{
    struct xlsx *xlsx = context;
    if (is(name, "sheet") && !xlsx->relation) {
        xlsx->relation = copy(xlsx, xml_attribute(attributes, "id"));
    }
}

static void open_in_relations(void *context, const char *name, const char **attributes)
{
    struct xlsx *xlsx = context;
    const char *id = xml_attribute(attributes, "Id");
    if (is(name, "Relationship") && id && is(id, xlsx->relation)) {
        xlsx->target = copy(xlsx, xml_attribute(attributes, "Target"));
    }
}

// Texts come in pieces, within one or several elements: rich text has a `t` for each run.
static void take_text(void *context, const char *text, size_t length)
{
    struct xlsx *xlsx = context;
    if (xlsx->takes_text && !xlsx->is_phonetic) {
        buffer_bytes(&xlsx->text, text, length);
    }
}

static void open_in_strings(void *context, const char *name, const char **attributes)
{
    (void)attributes;
    struct xlsx *xlsx = context;
    if (is(name, "si")) {
        xlsx->text.length = 0;
    }
    xlsx->is_phonetic |= is(name, "rPh");
    xlsx->takes_text |= is(name, "t");
}

// Each string is kept, used or not: cells refer to them by their number. The file's size has a
// limit.
static void close_in_strings(void *context, const char *name)
{
    struct xlsx *xlsx = context;
    if (is(name, "si")) {
        const char *text = xlsx->text.length ? xlsx->text.bytes : "";
        list_append(xlsx->sheet->arena, &xlsx->strings,
                    arena_copy(xlsx->sheet->arena, text, xlsx->text.length));
    }
    xlsx->is_phonetic &= !is(name, "rPh");
    xlsx->takes_text &= !is(name, "t");
}

// `A` is 1, `AA` is 27. 0 where there is none; beyond the limit, anything beyond: the loop ends
// there, so that nothing overflows.
static size_t column_of(const char *place)
{
    size_t column = 0;
    for (; *place >= 'A' && *place <= 'Z' && column <= SHEET_COLUMNS; place++) {
        column = column * 26 + (size_t)(*place - 'A') + 1;
    }
    return column;
}

// The other way, for messages; seven letters are more than the limit needs.
static const char *column_name(struct arena *arena, size_t column)
{
    char letters[8];
    char *letter = letters + sizeof letters - 1;
    *letter = '\0';
    for (; column && letter > letters; column = (column - 1) / 26) {
        *--letter = (char)('A' + (column - 1) % 26);
    }
    return arena_copy(arena, letter, strlen(letter));
}

// 18.18.11. Without a type a cell is a number; an unknown one (a date, `d`) is taken as its text.
static enum cell_type type_of(const char *name)
{
    static const struct {
        const char *name;
        enum cell_type type;
    } types[] = {
        {"n", CELL_NUMBER}, {"s", CELL_SHARED},       {"b", CELL_BOOLEAN},
        {"e", CELL_ERROR},  {"inlineStr", CELL_TEXT}, {"str", CELL_TEXT},
    };
    for (size_t i = 0; name && i < sizeof types / sizeof *types; i++) {
        if (is(name, types[i].name)) {
            return types[i].type;
        }
    }
    return name ? CELL_TEXT : CELL_NUMBER;
}

// Rows and cells may leave out where they are: then it is after the one before.
static void open_row(struct xlsx *xlsx, const char **attributes)
{
    const char *number = xml_attribute(attributes, "r");
    unsigned long row = number ? strtoul(number, NULL, 10) : xlsx->row + 1;
    xlsx->row = row > SHEET_ROWS ? SHEET_ROWS + 1 : row;
    xlsx->column = 0;
}

static void open_cell(struct xlsx *xlsx, const char **attributes)
{
    const char *place = xml_attribute(attributes, "r");
    size_t column = place ? column_of(place) : 0;
    xlsx->column = column ? column : xlsx->column + 1;
    xlsx->type = type_of(xml_attribute(attributes, "t"));
    xlsx->has_value = false;
    xlsx->has_formula = false;
    xlsx->text.length = 0;
}

// As spreadsheets name a cell, since the user must find it there.
static void fail_at_cell(const struct xlsx *xlsx, const char *what)
{
    struct arena *arena = xlsx->sheet->arena;
    sheet_fail(xlsx->sheet, arena_format(arena, "its cell %s%zu %s",
                                         column_name(arena, xlsx->column), xlsx->row, what));
}

// The number is the file's: it is compared with the strings that there are.
static void finish_shared(const struct xlsx *xlsx, const char *text)
{
    char *end;
    unsigned long index = strtoul(text, &end, 10);
    if (end == text || *end || index >= xlsx->strings.count) {
        fail_at_cell(xlsx, "refers to a text that does not exist");
        return;
    }
    const char *string = xlsx->strings.items[index];
    sheet_text(xlsx->sheet, xlsx->row, xlsx->column, string, strlen(string));
}

// What is not a plain number is kept as the text it is, and judged by who reads the table.
static void finish_number(const struct xlsx *xlsx, const char *text)
{
    char *end;
    double number = strtod(text, &end);
    if (*end || strspn(text, "+-.0123456789eE") != xlsx->text.length) {
        sheet_text(xlsx->sheet, xlsx->row, xlsx->column, text, xlsx->text.length);
    } else {
        sheet_number(xlsx->sheet, xlsx->row, xlsx->column, number);
    }
}

// A formula without a stored result was never computed, as libraries write it; schemac computes
// nothing.
static void finish_cell(const struct xlsx *xlsx)
{
    const char *text = xlsx->text.bytes;
    size_t length = xlsx->text.length;
    if (xlsx->has_formula && !xlsx->has_value) {
        fail_at_cell(xlsx, "has a formula without its result: open the file in a spreadsheet "
                           "program and save it");
        return;
    }
    if (length == 0) {
        return;
    }
    switch (xlsx->type) {
    case CELL_SHARED:
        finish_shared(xlsx, text);
        break;
    case CELL_NUMBER:
        finish_number(xlsx, text);
        break;
    case CELL_BOOLEAN:
        text = text[0] == '0' ? "FALSE" : "TRUE";
        sheet_text(xlsx->sheet, xlsx->row, xlsx->column, text, strlen(text));
        break;
    case CELL_ERROR:
        fail_at_cell(xlsx, arena_format(xlsx->sheet->arena, "has the error `%s`", text));
        break;
    case CELL_TEXT:
        sheet_text(xlsx->sheet, xlsx->row, xlsx->column, text, length);
        break;
    }
}

// `v` is a value, `is` with `t` an inline string; their texts go to the same buffer, as a cell has
// one of them.
static void open_in_sheet(void *context, const char *name, const char **attributes)
{
    struct xlsx *xlsx = context;
    if (is(name, "row")) {
        open_row(xlsx, attributes);
    } else if (is(name, "c")) {
        open_cell(xlsx, attributes);
    }
    xlsx->has_formula |= is(name, "f");
    xlsx->has_value |= is(name, "v");
    xlsx->is_phonetic |= is(name, "rPh");
    xlsx->takes_text |= is(name, "v") || is(name, "t");
}

static void close_in_sheet(void *context, const char *name)
{
    struct xlsx *xlsx = context;
    if (is(name, "c")) {
        finish_cell(xlsx);
    }
    xlsx->is_phonetic &= !is(name, "rPh");
    xlsx->takes_text &= !(is(name, "v") || is(name, "t"));
}

// A workbook without shared strings is fine: cells then have texts of their own.
static void read_archive(struct xlsx *xlsx, struct archive *archive)
{
    static const struct xml_handler workbook = {open_in_workbook, NULL, NULL};
    static const struct xml_handler relations = {open_in_relations, NULL, NULL};
    static const struct xml_handler strings = {open_in_strings, close_in_strings, take_text};
    static const struct xml_handler cells = {open_in_sheet, close_in_sheet, take_text};
    struct spreadsheet *sheet = xlsx->sheet;
    archive_parse(archive, "xl/workbook.xml", &workbook, xlsx);
    if (!sheet->error && xlsx->relation) {
        archive_parse(archive, "xl/_rels/workbook.xml.rels", &relations, xlsx);
    }
    if (!sheet->error && xlsx->target) {
        archive_parse(archive, "xl/sharedStrings.xml", &strings, xlsx);
    }
    if (sheet->error) {
        return;
    }
    const char *target = xlsx->target ? xlsx->target : "";
    const char *path = *target == '/' ? target + 1 : arena_format(sheet->arena, "xl/%s", target);
    if (!xlsx->target || !archive_parse(archive, path, &cells, xlsx)) {
        sheet_fail(sheet, "it has no sheet");
    }
}

// The archive is closed in any case; errors are in the sheet.
void sheet_read_xlsx(struct spreadsheet *sheet, const void *bytes, size_t length)
{
    struct xlsx xlsx = {.sheet = sheet};
    buffer_init(&xlsx.text, sheet->arena);
    struct archive *archive = archive_open(sheet, bytes, length);
    if (archive) {
        read_archive(&xlsx, archive);
        archive_close(archive);
    }
}
