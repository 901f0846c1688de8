// Diagnostics: their order, notes, fix-its, secrets, and how they are rendered.
#include "diagnostic.h"
#include "posix.h"

#include "unit.h"

static struct arena arena;
static struct sources sources;
static struct diagnostics diagnostics;
static const struct source *source;

static void set_up(void)
{
    static const char text[] = "const A = 1;\n\tconst B = \xc3\xa9\x01;\n";
    arena_init(&arena, unit_exhausted);
    sources_init(&sources, &arena, &host_posix);
    diagnostics_init(&diagnostics, &arena, &sources);
    source = sources_add(&sources, "test", text, sizeof text - 1);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static struct span at(uint32_t start, uint32_t end)
{
    return (struct span){source->start + start, source->start + end};
}

static const struct diagnostic *kept(size_t index)
{
    return diagnostics.kept.items[index];
}

static void set(const char *name, enum severity severity)
{
    struct rule_setting *setting = arena_new(&arena, sizeof *setting);
    *setting = (struct rule_setting){name, severity};
    list_append(&arena, &diagnostics.settings, setting);
}

START_TEST(sorted_by_place_and_said_once)
{
    report(&diagnostics, CODE_OVERLAP, (struct span){0}, "nowhere");
    report(&diagnostics, CODE_OVERLAP, at(6, 7), "second");
    report(&diagnostics, CODE_OVERLAP, at(0, 5), "first");
    report(&diagnostics, CODE_OVERLAP, at(0, 5), "first");
    report(&diagnostics, CODE_CYCLE, at(0, 5), "another");
    diagnostics_sort(&diagnostics);
    ck_assert_uint_eq(diagnostics.errors, 4);
    ck_assert_str_eq(kept(0)->message, "first");
    ck_assert_str_eq(kept(1)->message, "another");
    ck_assert_str_eq(kept(2)->message, "second");
    ck_assert_str_eq(kept(3)->message, "nowhere");
}
END_TEST

START_TEST(warnings_follow_the_command_line)
{
    report(&diagnostics, CODE_EMPTY_TABLE, at(0, 1), "one");
    set("empty-table", SEVERITY_OFF);
    report(&diagnostics, CODE_EMPTY_TABLE, at(1, 2), "two");
    set(NULL, SEVERITY_ERROR); // what was switched off stays off
    report(&diagnostics, CODE_EMPTY_TABLE, at(2, 3), "three");
    report(&diagnostics, CODE_SHARED_SECTOR, at(2, 3), "four");
    set("empty-table", SEVERITY_ERROR);
    report(&diagnostics, CODE_EMPTY_TABLE, at(3, 4), "five");
    ck_assert_uint_eq(diagnostics.warnings, 1);
    ck_assert_uint_eq(diagnostics.errors, 2);
    ck_assert_str_eq(kept(1)->message, "four");
    ck_assert_str_eq(kept(2)->message, "five");
}
END_TEST

START_TEST(notes_are_neither_errors_nor_warnings)
{
    set(NULL, SEVERITY_ERROR);
    report(&diagnostics, CODE_INPUT_MISSING, at(0, 1), "one");
    ck_assert_uint_eq(diagnostics.errors + diagnostics.warnings, 0);
    ck_assert_uint_eq(diagnostics.notes, 1);
    ck_assert_str_eq(severity_name(kept(0)->severity), "note");
    set("input-missing", SEVERITY_OFF);
    report(&diagnostics, CODE_INPUT_MISSING, at(0, 1), "two");
    ck_assert_uint_eq(diagnostics.notes, 1);
    set("input-missing", SEVERITY_ERROR); // by name
    report(&diagnostics, CODE_INPUT_MISSING, at(0, 1), "three");
    ck_assert_uint_eq(diagnostics.errors, 1);
}
END_TEST

START_TEST(errors_cannot_be_switched_off)
{
    set("overlap", SEVERITY_OFF);
    report(&diagnostics, CODE_OVERLAP, at(0, 1), "one");
    ck_assert_uint_eq(diagnostics.errors, 1);
}
END_TEST

START_TEST(too_many_are_only_counted)
{
    for (int i = 0; i < 3000; i++) {
        struct diagnostic *diagnostic = report(&diagnostics, CODE_OVERLAP, at(0, 1), "%d", i);
        add_note(diagnostic, at(1, 2), "a note");
    }
    ck_assert_uint_eq(diagnostics.errors, 3000);
    ck_assert_uint_eq(diagnostics.kept.count, DIAGNOSTICS_LIMIT);
    struct buffer out;
    buffer_init(&out, &arena);
    render_text(&diagnostics, (struct render_options){.shown_limit = 20}, &out);
    ck_assert_ptr_nonnull(strstr(out.bytes, "schemac: 2980 more errors are not shown\n"));
}
END_TEST

START_TEST(rendered_with_carets_and_nothing_harmful)
{
    struct diagnostic *diagnostic =
        report(&diagnostics, CODE_OVERLAP, at(24, 27), "message with \x1b[31m");
    add_fix(diagnostic, at(24, 27), "2");
    add_note(diagnostic, at(6, 7), "see here");
    add_note(diagnostic, (struct span){0}, "and this");
    struct buffer out;
    buffer_init(&out, &arena);
    render_text(&diagnostics, (struct render_options){0}, &out);
    ck_assert_str_eq(out.bytes, "test:2:12: error: message with ?[31m [PS4002]\n"
                                "    2 |  const B = \xc3\xa9?;\n"
                                "      |            ^~\n"
                                "      |            2\n"
                                "test:1:7: note: see here\n"
                                "    1 | const A = 1;\n"
                                "      |       ^\n"
                                "      = note: and this\n");
}
END_TEST

// A thread's own sources lie behind those of all, and so do what it reports and hides.
static void report_in_a_fork(const char *name, const char *text)
{
    size_t before = sources.files.count;
    uint32_t end = sources.end;
    struct sources fork = sources_fork(&sources, &arena);
    struct diagnostics reported;
    diagnostics_init(&reported, &arena, &fork);
    const struct source *own = sources_add(&fork, name, text, strlen(text));
    struct span span = {own->start + 2, own->start + 6};
    sources_hide(&fork, span);
    struct diagnostic *diagnostic = report(&reported, CODE_NVS_VALUE, span, "%s is wrong", name);
    add_note(diagnostic, at(6, 7), "`A` is here");
    add_fix(diagnostic, span, "right");
    report_failure(&reported, CODE_CANNOT_READ, "cannot read");
    ck_assert_uint_eq(sources.files.count, before);
    uint32_t shift = sources_adopt(&sources, &fork, before, end);
    diagnostics_adopt(&diagnostics, &reported, end, shift);
}

START_TEST(what_threads_report_keeps_its_places)
{
    report_in_a_fork("one", "a secret of one\n");
    report_in_a_fork("two", "b hidden too\n");
    ck_assert_uint_eq(diagnostics.errors, 3); // what neither could read is told once
    ck_assert(diagnostics.system_failed);
    struct buffer out;
    buffer_init(&out, &arena);
    diagnostics_sort(&diagnostics);
    diagnostics_conceal(&diagnostics);
    render_text(&diagnostics, (struct render_options){false, 0}, &out);
    ck_assert_ptr_nonnull(strstr(out.bytes, "one:1:3: error: one is wrong [PS6014]\n"
                                            "    1 | a ****et of one\n"));
    ck_assert_ptr_nonnull(strstr(out.bytes, "two:1:3: error: two is wrong [PS6014]\n"
                                            "    1 | b ****en too\n"));
    ck_assert_ptr_nonnull(strstr(out.bytes, "test:1:7: note: `A` is here"));
}
END_TEST

START_TEST(forks_of_one_moment_are_put_behind_each_other)
{
    size_t before = sources.files.count;
    uint32_t end = sources.end;
    struct sources forks[2];
    for (size_t i = 0; i < 2; i++) {
        const char *name = i ? "two" : "one";
        forks[i] = sources_fork(&sources, &arena);
        sources_hide(&forks[i],
                     (struct span){sources_add(&forks[i], name, "text", 4)->start, end + 4});
    }
    ck_assert_uint_eq(sources_adopt(&sources, &forks[0], before, end), 0);
    ck_assert_uint_eq(sources_adopt(&sources, &forks[1], before, end), 5);
    ck_assert_str_eq(sources_find(&sources, end)->path, "one");
    ck_assert_str_eq(sources_find(&sources, end + 5)->path, "two");
    ck_assert(sources_is_hidden(&sources, end + 5));
    ck_assert(!sources_is_hidden(&sources, end + 9));
    ck_assert_uint_eq(sources.end, end + 10);
}
END_TEST

START_TEST(codes_are_distinct)
{
    for (size_t i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_get((enum code)i);
        ck_assert_uint_eq(strlen(entry->id), 6);
        ck_assert_ptr_eq(code_find(entry->id), entry);
        ck_assert_ptr_eq(code_find(entry->name), entry);
        ck_assert(!entry->fault == !entry->cure);
        ck_assert(i == 0 || strcmp(code_get((enum code)(i - 1))->id, entry->id) < 0);
    }
    ck_assert_ptr_null(code_find("PS0000"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("diagnostic");
    TCase *tests = tcase_create("diagnostic");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, sorted_by_place_and_said_once);
    tcase_add_test(tests, warnings_follow_the_command_line);
    tcase_add_test(tests, notes_are_neither_errors_nor_warnings);
    tcase_add_test(tests, errors_cannot_be_switched_off);
    tcase_add_test(tests, too_many_are_only_counted);
    tcase_add_test(tests, rendered_with_carets_and_nothing_harmful);
    tcase_add_test(tests, what_threads_report_keeps_its_places);
    tcase_add_test(tests, forks_of_one_moment_are_put_behind_each_other);
    tcase_add_test(tests, codes_are_distinct);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
