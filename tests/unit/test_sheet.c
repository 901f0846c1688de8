// Spreadsheets as CSV text. The XLSX files are made here: stored, not compressed.
#include "spreadsheet.h"
#include "posix.h"

#include "unit.h"

#define WORKBOOK                                                                                   \
    "<workbook xmlns:r='r'><sheets><sheet name='a' sheetId='1' r:id='rId7'/>"                      \
    "<sheet name='b' sheetId='2' r:id='rId8'/></sheets></workbook>"
#define RELATIONS                                                                                  \
    "<Relationships><Relationship Id='rId8' Target='worksheets/second.xml'/>"                      \
    "<Relationship Id='rId7' Target='worksheets/first.xml'/></Relationships>"

static struct arena arena;
static struct spreadsheet sheet;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    sheet_init(&sheet, &arena, &host_posix);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static void expect(const char *csv)
{
    ck_assert_ptr_null(sheet.error);
    ck_assert_str_eq(sheet.csv.length ? sheet.csv.bytes : "", csv);
}

static void expect_error(const char *error)
{
    ck_assert_ptr_nonnull(sheet.error);
    ck_assert_str_eq(sheet.error, error);
}

// An archive in the ZIP format (APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16).
struct zip {
    struct buffer files, folder;
    unsigned count;
};

static uint32_t crc32(const char *bytes, size_t length)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < length * 8; i++) {
        crc ^= i % 8 ? 0 : (unsigned char)bytes[i / 8];
        crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static void add_header(struct buffer *out, const char *name, const char *text, size_t length)
{
    buffer_fill(out, 0, 6); // flags, stored, time
    buffer_integer(out, 0x21, 2, false);
    buffer_integer(out, crc32(text, length), 4, false);
    buffer_integer(out, length, 4, false);
    buffer_integer(out, length, 4, false);
    buffer_integer(out, strlen(name), 2, false);
    buffer_integer(out, 0, 2, false);
}

static void zip_add(struct zip *zip, const char *name, const char *text, size_t length)
{
    size_t start = zip->files.length;
    buffer_integer(&zip->files, 0x04034b50, 4, false);
    buffer_integer(&zip->files, 20, 2, false);
    add_header(&zip->files, name, text, length);
    buffer_text(&zip->files, name);
    buffer_bytes(&zip->files, text, length);
    buffer_integer(&zip->folder, 0x02014b50, 4, false);
    buffer_integer(&zip->folder, 20, 2, false);
    buffer_integer(&zip->folder, 20, 2, false);
    add_header(&zip->folder, name, text, length);
    buffer_fill(&zip->folder, 0, 10);
    buffer_integer(&zip->folder, start, 4, false);
    buffer_text(&zip->folder, name);
    zip->count++;
}

static const struct buffer *zip_finish(struct zip *zip)
{
    size_t start = zip->files.length;
    buffer_bytes(&zip->files, zip->folder.bytes, zip->folder.length);
    buffer_integer(&zip->files, 0x06054b50, 4, false);
    buffer_integer(&zip->files, 0, 4, false);
    buffer_integer(&zip->files, zip->count, 2, false);
    buffer_integer(&zip->files, zip->count, 2, false);
    buffer_integer(&zip->files, zip->folder.length, 4, false);
    buffer_integer(&zip->files, start, 4, false);
    buffer_integer(&zip->files, 0, 2, false);
    return &zip->files;
}

static struct zip *zip_new(void)
{
    struct zip *zip = arena_new(&arena, sizeof *zip);
    buffer_init(&zip->files, &arena);
    buffer_init(&zip->folder, &arena);
    return zip;
}

static const struct buffer *workbook(const char *cells, size_t length, const char *strings)
{
    struct zip *zip = zip_new();
    zip_add(zip, "xl/worksheets/second.xml", "<worksheet/>", 12);
    zip_add(zip, "xl/worksheets/first.xml", cells, length);
    zip_add(zip, "xl/workbook.xml", WORKBOOK, strlen(WORKBOOK));
    zip_add(zip, "xl/_rels/workbook.xml.rels", RELATIONS, strlen(RELATIONS));
    if (strings) {
        zip_add(zip, "xl/sharedStrings.xml", strings, strlen(strings));
    }
    return zip_finish(zip);
}

// Reads a workbook whose first sheet has these rows. False where a library is missing.
static bool read_rows(const char *rows, const char *strings)
{
    const char *cells = arena_format(
        &arena, "<worksheet><sheetData>%s</sheetData><t>not this</t></worksheet>", rows);
    const struct buffer *file = workbook(cells, strlen(cells), strings);
    sheet_init(&sheet, &arena, &host_posix);
    sheet_read_xlsx(&sheet, file->bytes, file->length);
    return !sheet.library;
}

START_TEST(a_row_is_a_line_and_missing_cells_are_empty)
{
    sheet_text(&sheet, 2, 1, "a", 1);
    sheet_text(&sheet, 2, 4, "b", 1);
    sheet_text(&sheet, 5, 3, "c", 1);
    sheet_text(&sheet, 5, 4, "", 0);
    sheet_text(&sheet, 6, 1, "d", 1);
    sheet_text(&sheet, 6, 2, "e", 1);
    expect("\na,,,b\n\n\n,,c\nd,e");
}
END_TEST

START_TEST(commas_and_quotes_are_quoted_and_line_ends_blanks)
{
    sheet_text(&sheet, 1, 1, "a,b", 3);
    sheet_text(&sheet, 1, 2, "say \"x\"", 7);
    sheet_text(&sheet, 1, 3, "two\nlines\r\n", 11);
    expect("\"a,b\",\"say \"\"x\"\"\",two lines  ");
}
END_TEST

START_TEST(numbers_are_as_spreadsheets_show_them)
{
    static const struct {
        double number;
        const char *text;
    } cases[] = {
        {0, "0"},
        {2, "2"},
        {-17, "-17"},
        {65536, "65536"},
        {123456789012345, "123456789012345"},
        {9007199254740993, "9007199254740992"},
        {0.1, "0.1"},
        {1.5, "1.5"},
        {1.0 / 3, "0.3333333333333333"},
        {3e10, "30000000000"},
        {1e300, "1E+300"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sheet_init(&sheet, &arena, &host_posix);
        sheet_number(&sheet, 1, 1, cases[i].number);
        expect(cases[i].text);
    }
}
END_TEST

START_TEST(cells_come_in_order_and_within_limits)
{
    sheet_text(&sheet, 3, 2, "a", 1);
    sheet_text(&sheet, 3, 2, "b", 1);
    expect_error("its cells are not in order");
    sheet_init(&sheet, &arena, &host_posix);
    sheet_text(&sheet, 3, 2, "a", 1);
    sheet_text(&sheet, 2, 3, "b", 1);
    expect_error("its cells are not in order");
    sheet_init(&sheet, &arena, &host_posix);
    sheet_text(&sheet, 1048576, 16384, "a", 1);
    ck_assert_ptr_null(sheet.error);
    sheet_text(&sheet, 1048577, 1, "a", 1);
    expect_error("it has a cell beyond row 1048576 or column 16384");
    sheet_init(&sheet, &arena, &host_posix);
    sheet_text(&sheet, 1, 16385, "a", 1);
    expect_error("it has a cell beyond row 1048576 or column 16384");
}
END_TEST

START_TEST(the_text_has_a_limit)
{
    for (size_t row = 1; row <= 512; row++) {
        sheet_text(&sheet, row, 16384, "a", 1);
        ck_assert(!sheet.error || row == 512);
    }
    expect_error("its first sheet has more than 8M as text");
    ck_assert_uint_le(sheet.csv.length, SHEET_TEXT_LIMIT);
}
END_TEST

START_TEST(all_kinds_of_cells)
{
    if (read_rows("<row r='2'><c r='B2' t='s'><v>1</v></c><c r='C2'><v>2.0</v></c>"
                  "<c r='D2' t='inlineStr'><is><t>in</t><r><t>line</t></r></is></c>"
                  "<c r='E2' t='str'><f>A1&amp;\"x\"</f><v>x&lt;y</v></c>"
                  "<c r='F2' t='b'><v>1</v></c><c r='AA2'><f>1+1</f><v>3</v></c></row>"
                  "<row r='4'><c t='s'><v>0</v></c><c/><c><v>1E2</v></c><c t='s'/></row>"
                  "<row><c t='d'><v>2024-01-31</v></c><c><v>0x10</v></c></row>",
                  "<sst><si><r><t>on</t></r><r><t>e</t></r><rPh><t>no</t></rPh></si>"
                  "<si><t>t&#119;o\nlines</t></si></sst>")) {
        expect("\n,two lines,2,inline,x<y,TRUE,,,,,,,,,,,,,,,,,,,,,3\n\n"
               "one,,100\n2024-01-31,0x10");
    }
}
END_TEST

START_TEST(elements_may_have_a_prefix)
{
    if (read_rows("<x:row xmlns:x='x' r='1'><x:c r='A1'><x:v>7</x:v></x:c></x:row>", NULL)) {
        expect("7");
    }
}
END_TEST

START_TEST(texts_that_come_in_pieces)
{
    char *text = arena_array(&arena, 1, 100001);
    memset(text, 'a', 100000);
    if (read_rows(arena_format(&arena, "<row><c t='inlineStr'><is><t>%s</t></is></c></row>", text),
                  NULL)) {
        expect(text);
    }
}
END_TEST

START_TEST(cells_that_say_nothing)
{
    static const struct {
        const char *rows, *error;
    } cases[] = {
        {"<row r='3'><c r='AB3' t='e'><v>#REF!</v></c></row>",
         "its cell AB3 has the error `#REF!`"},
        {"<row><c t='s'><v>1</v></c></row>", "its cell A1 refers to a text that does not exist"},
        {"<row><c t='s'><v>-1</v></c></row>", "its cell A1 refers to a text that does not exist"},
        {"<row><c t='s'><v>x</v></c></row>", "its cell A1 refers to a text that does not exist"},
        {"<row><c r='Z1'><f>A1</f></c></row>",
         "its cell Z1 has a formula without its result: open the file in a spreadsheet program "
         "and save it"},
        {"<row r='0'><c><v>1</v></c></row>", "its cells are not in order"},
        {"<row r='2'/><row r='1'><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>",
         "its cells are not in order"},
        {"<row r='99999999999999999999'><c><v>1</v></c></row>",
         "it has a cell beyond row 1048576 or column 16384"},
        {"<row><c r='ZZZZZZZZZZZZZZZZZ1'><v>1</v></c></row>",
         "it has a cell beyond row 1048576 or column 16384"},
        {"<row><c><v>1</v></row>", "`xl/worksheets/first.xml` in it, line 1: mismatched tag"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (read_rows(cases[i].rows, "<sst><si><t>0</t></si></sst>")) {
            expect_error(cases[i].error);
        }
    }
}
END_TEST

START_TEST(no_document_types)
{
    if (read_rows("", "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\">"
                      "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                      "<sst><si><t>&b;</t></si></sst>")) {
        expect_error("`xl/sharedStrings.xml` in it has a document type");
    }
}
END_TEST

START_TEST(no_sheet)
{
    struct zip *zip = zip_new();
    zip_add(zip, "xl/workbook.xml", WORKBOOK, strlen(WORKBOOK));
    const struct buffer *file = zip_finish(zip);
    sheet_read_xlsx(&sheet, file->bytes, file->length);
    if (!sheet.library) {
        expect_error("it has no sheet");
    }
}
END_TEST

START_TEST(a_file_in_it_has_a_limit)
{
    struct buffer blanks;
    buffer_init(&blanks, &arena);
    buffer_text(&blanks, "<worksheet>");
    buffer_fill(&blanks, ' ', SHEET_SIZE_LIMIT);
    const struct buffer *file = workbook(blanks.bytes, blanks.length, NULL);
    sheet_read_xlsx(&sheet, file->bytes, file->length);
    if (!sheet.library) {
        expect_error("`xl/worksheets/first.xml` in it has more than 64M");
    }
}
END_TEST

// Reads a workbook whose sheet has something long in it.
static void read_long(const char *before, size_t length, const char *after)
{
    struct buffer cells;
    buffer_init(&cells, &arena);
    buffer_text(&cells, before);
    buffer_fill(&cells, 'x', length);
    buffer_text(&cells, after);
    const struct buffer *file = workbook(cells.bytes, cells.length, NULL);
    sheet_init(&sheet, &arena, &host_posix);
    sheet_read_xlsx(&sheet, file->bytes, file->length);
}

START_TEST(a_tag_has_a_limit)
{
    static const char *const longest[][2] = {{"<worksheet a='", "'/>"},
                                             {"<worksheet><", "/></worksheet>"},
                                             {"<worksheet><!--", "--></worksheet>"},
                                             {"<worksheet><?x ", "?></worksheet>"}};
    for (size_t i = 0; i < sizeof longest / sizeof *longest; i++) {
        read_long(longest[i][0], (size_t)16 << 20, longest[i][1]);
        if (!sheet.library) {
            expect_error("`xl/worksheets/first.xml` in it has a tag of more than 128K");
        }
        read_long(longest[i][0], 125000, longest[i][1]);
        if (!sheet.library) {
            expect("");
        }
    }
    read_long("<worksheet><!--x--><a>", (size_t)16 << 20, "</a></worksheet>"); // a text is no tag
    if (!sheet.library) {
        expect("");
    }
}
END_TEST

START_TEST(damaged_files)
{
    static const char cells[] = "<worksheet><row><c t='s'><v>0</v></c></row></worksheet>";
    const struct buffer *file = workbook(cells, strlen(cells), "<sst><si><t>text</t></si></sst>");
    uint64_t state = 1;
    for (size_t length = 0; length < file->length; length++) {
        sheet_init(&sheet, &arena, &host_posix);
        sheet_read_xlsx(&sheet, arena_copy(&arena, file->bytes, length), length);
        ck_assert(sheet.library || sheet.error);
        char *changed = arena_copy(&arena, file->bytes, file->length);
        changed[length] = (char)unit_random(&state);
        sheet_init(&sheet, &arena, &host_posix);
        sheet_read_xlsx(&sheet, changed, file->length); // must only come to an end
    }
    sheet_init(&sheet, &arena, &host_posix);
    sheet_read_xlsx(&sheet, file->bytes, file->length);
    if (!sheet.library) {
        expect("text");
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sheet");
    TCase *tests = tcase_create("sheet");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_row_is_a_line_and_missing_cells_are_empty);
    tcase_add_test(tests, commas_and_quotes_are_quoted_and_line_ends_blanks);
    tcase_add_test(tests, numbers_are_as_spreadsheets_show_them);
    tcase_add_test(tests, cells_come_in_order_and_within_limits);
    tcase_add_test(tests, the_text_has_a_limit);
    tcase_add_test(tests, all_kinds_of_cells);
    tcase_add_test(tests, elements_may_have_a_prefix);
    tcase_add_test(tests, texts_that_come_in_pieces);
    tcase_add_test(tests, cells_that_say_nothing);
    tcase_add_test(tests, no_document_types);
    tcase_add_test(tests, no_sheet);
    tcase_add_test(tests, a_file_in_it_has_a_limit);
    tcase_add_test(tests, a_tag_has_a_limit);
    tcase_add_test(tests, damaged_files);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
