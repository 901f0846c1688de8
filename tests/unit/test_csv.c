// Rows and cells of CSV text: quotes, line ends, plain commas, and the place of each cell.
#include "csv.h"
#include "posix.h"

#include "unit.h"

static struct arena arena;
static struct sources sources;
static struct diagnostics diagnostics;
static struct csv_row_list rows;
static const struct source *source;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    sources_init(&sources, &arena, &host_posix);
    diagnostics_init(&diagnostics, &arena, &sources);
    rows = (struct csv_row_list){0};
}

static void tear_down(void)
{
    arena_release(&arena);
}

static bool read_bytes(enum csv_dialect dialect, const char *bytes, size_t length)
{
    source = sources_add(&sources, "x.csv", bytes, length);
    return csv_read(&arena, &diagnostics, source, dialect, &rows);
}

static bool read_text(enum csv_dialect dialect, const char *text)
{
    return read_bytes(dialect, text, strlen(text));
}

static const struct csv_row *row_at(size_t index)
{
    ck_assert_uint_lt(index, rows.count);
    return rows.items[index];
}

static void expect_cell(size_t row, size_t cell, const char *text)
{
    ck_assert_uint_lt(cell, row_at(row)->count);
    ck_assert_str_eq(row_at(row)->cells[cell].text, text);
    ck_assert_uint_eq(row_at(row)->cells[cell].length, strlen(text));
}

START_TEST(cells_of_both_dialects)
{
    for (enum csv_dialect dialect = CSV_QUOTED; dialect <= CSV_PLAIN; dialect++) {
        rows = (struct csv_row_list){0};
        ck_assert(read_text(dialect, "a,b\r\n, c ,\nlast"));
        ck_assert_uint_eq(rows.count, 3);
        ck_assert_uint_eq(row_at(1)->count, 3);
        expect_cell(0, 0, "a");
        expect_cell(0, 1, "b");
        expect_cell(1, 0, "");
        expect_cell(1, 1, " c ");
        expect_cell(1, 2, "");
        expect_cell(2, 0, "last");
    }
}
END_TEST

START_TEST(quoted_cells)
{
    ck_assert(read_text(CSV_QUOTED, "\"a,\nb\",\"\",\"say \"\"hi\"\"\"\n\"\"\"\""));
    ck_assert_uint_eq(rows.count, 2);
    expect_cell(0, 0, "a,\nb");
    expect_cell(0, 1, "");
    expect_cell(0, 2, "say \"hi\"");
    expect_cell(1, 0, "\"");
}
END_TEST

START_TEST(quotes_within_cells_are_characters)
{
    ck_assert(read_text(CSV_QUOTED, "one \"two\",x"));
    expect_cell(0, 0, "one \"two\"");
    rows = (struct csv_row_list){0};
    ck_assert(read_text(CSV_PLAIN, "\"a,b\""));
    expect_cell(0, 0, "\"a");
    expect_cell(0, 1, "b\"");
}
END_TEST

START_TEST(lines_that_are_no_rows)
{
    ck_assert(read_text(CSV_QUOTED, "\xef\xbb\xbf# one\n\n \t\r\na\n#b,\"\nc#\n   "));
    ck_assert_uint_eq(rows.count, 2);
    expect_cell(0, 0, "a");
    expect_cell(1, 0, "c#");
}
END_TEST

START_TEST(hashes_within_quotes_belong_to_the_value)
{
    ck_assert(read_text(CSV_QUOTED, "\"a\n# b\n\nc\""));
    expect_cell(0, 0, "a\n# b\n\nc");
}
END_TEST

START_TEST(places_of_cells)
{
    ck_assert(read_text(CSV_QUOTED, "x\nab,\"c\"\"\",d"));
    const struct csv_row *row = row_at(1);
    ck_assert_uint_eq(row->span.start - source->start, 2);
    ck_assert_uint_eq(row->span.end - source->start, 12);
    ck_assert_uint_eq(row->cells[1].span.start - source->start, 5);
    ck_assert_uint_eq(row->cells[1].span.end - source->start, 10);
    ck_assert_uint_eq(row->cells[2].span.start - source->start, 11);
}
END_TEST

START_TEST(carriage_returns_alone_end_no_line)
{
    ck_assert(read_text(CSV_QUOTED, "a\rb,c\n"));
    ck_assert_uint_eq(rows.count, 1);
    expect_cell(0, 0, "a\rb");
}
END_TEST

START_TEST(nothing_has_no_rows)
{
    ck_assert(read_text(CSV_QUOTED, ""));
    ck_assert_uint_eq(rows.count, 0);
}
END_TEST

static void expect_error(const char *part, uint32_t start)
{
    ck_assert_uint_eq(diagnostics.errors, 1);
    const struct diagnostic *diagnostic = diagnostics.kept.items[0];
    ck_assert_msg(strstr(diagnostic->message, part), "%s", diagnostic->message);
    ck_assert_uint_eq(diagnostic->span.start - source->start, start);
}

START_TEST(quotes_that_stay_open)
{
    ck_assert(!read_text(CSV_QUOTED, "a,\"b\nc,\"\"d"));
    expect_error("never closed", 2);
}
END_TEST

START_TEST(texts_behind_quotes)
{
    ck_assert(!read_text(CSV_QUOTED, "\"a\" b,c"));
    expect_error("follows the closing quote", 3);
}
END_TEST

START_TEST(bytes_that_are_null)
{
    ck_assert(!read_bytes(CSV_PLAIN, "a,b\0c", 5));
    expect_error("NUL", 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("csv");
    TCase *cases = tcase_create("rows");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, cells_of_both_dialects);
    tcase_add_test(cases, quoted_cells);
    tcase_add_test(cases, quotes_within_cells_are_characters);
    tcase_add_test(cases, lines_that_are_no_rows);
    tcase_add_test(cases, hashes_within_quotes_belong_to_the_value);
    tcase_add_test(cases, places_of_cells);
    tcase_add_test(cases, carriage_returns_alone_end_no_line);
    tcase_add_test(cases, nothing_has_no_rows);
    tcase_add_test(cases, quotes_that_stay_open);
    tcase_add_test(cases, texts_behind_quotes);
    tcase_add_test(cases, bytes_that_are_null);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
