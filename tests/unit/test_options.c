// The reader of command lines, which is the same with every libc.
#include "command.h"

#include "unit.h"

static struct arena arena;
static struct options options;
static bool wants_help;

static const enum option_id taken[] = {
    OPTION_OUTPUT,  OPTION_VARIANT,     OPTION_ALL_VARIANTS, OPTION_ADD, OPTION_QUIET,  OPTION_JSON,
    OPTION_WARNING, OPTION_DIAGNOSTICS, OPTION_MAX_ERRORS,   OPTION_ON,  OPTION_SCHEMA,
};

static const struct option_rule rules[] = {
    {OPTION_EXCLUDES, OPTION_VARIANT, OPTION_ALL_VARIANTS, NULL},
    {OPTION_NEEDS, OPTION_ON, OPTION_SCHEMA, "give --schema, too"},
};

static const struct option_rule required[] = {
    {OPTION_IS_REQUIRED, OPTION_OUTPUT, 0, "`-o DIR`"},
};

static const struct command command = {
    .name = "test",
    .arguments = "FILE...",
    TAKES(taken),
    RULES(rules),
    .most = 9,
};

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static const char *read_as(const struct command *as, const char *line)
{
    char *words[16];
    int count = 0;
    char *text = arena_copy(&arena, line, strlen(line));
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
        words[count++] = strcmp(word, "''") == 0 ? word + 2 : word;
    }
    return options_read(&arena, as, count, words, &options, &wants_help);
}

// Reads words that blanks separate; `''` is an empty one.
static const char *read_line(const char *line)
{
    return read_as(&command, line);
}

static void check_error(const char *line, const char *error)
{
    const char *found = read_line(line);
    ck_assert_msg(found, "`%s` has no error", line);
    ck_assert_str_eq(found, error);
}

START_TEST(values_of_long_names)
{
    ck_assert_ptr_null(read_line("--variant=a --output b c"));
    ck_assert_str_eq(option_text(&options, OPTION_VARIANT), "a");
    ck_assert_str_eq(option_text(&options, OPTION_OUTPUT), "b");
    ck_assert_uint_eq(options.argument_count, 1);
    ck_assert_str_eq(options.arguments[0], "c");
    ck_assert(!option_is_given(&options, OPTION_QUIET));
}
END_TEST

START_TEST(values_of_letters)
{
    ck_assert_ptr_null(read_line("-oa"));
    ck_assert_str_eq(option_text(&options, OPTION_OUTPUT), "a");
    ck_assert_ptr_null(read_line("-o a"));
    ck_assert_str_eq(option_text(&options, OPTION_OUTPUT), "a");
    ck_assert_ptr_null(read_line("-qo a b"));
    ck_assert_str_eq(option_text(&options, OPTION_OUTPUT), "a");
    ck_assert(option_is_given(&options, OPTION_QUIET));
    ck_assert_ptr_null(read_line("-o=a"));
    ck_assert_str_eq(option_text(&options, OPTION_OUTPUT), "=a");
}
END_TEST

START_TEST(value_that_looks_like_an_option)
{
    ck_assert_ptr_null(read_line("--variant --quiet -o -q"));
    ck_assert_str_eq(option_text(&options, OPTION_VARIANT), "--quiet");
    ck_assert_str_eq(option_text(&options, OPTION_OUTPUT), "./-q"); // no program takes it for one
    ck_assert(!option_is_given(&options, OPTION_QUIET));
}
END_TEST

START_TEST(last_value_counts)
{
    ck_assert_ptr_null(read_line("--variant a --variant b --add a=b --add=c=d"));
    ck_assert_str_eq(option_text(&options, OPTION_VARIANT), "b");
    ck_assert_uint_eq(option_words(&options, OPTION_ADD)->count, 2);
    ck_assert_str_eq(option_words(&options, OPTION_ADD)->items[0], "a=b");
    ck_assert_str_eq(option_words(&options, OPTION_ADD)->items[1], "c=d");
}
END_TEST

START_TEST(dash_is_an_argument)
{
    ck_assert_ptr_null(read_line("- a --output - -q -"));
    ck_assert_uint_eq(options.argument_count, 3);
    ck_assert_str_eq(options.arguments[0], "-");
    ck_assert_str_eq(options.arguments[2], "-");
    ck_assert_str_eq(option_text(&options, OPTION_OUTPUT), "-");
    ck_assert(option_is_given(&options, OPTION_QUIET));
}
END_TEST

START_TEST(two_dashes_end_options)
{
    ck_assert_ptr_null(read_line("a -- --quiet -- -o"));
    ck_assert_uint_eq(options.argument_count, 4);
    ck_assert_str_eq(options.arguments[1], "--quiet");
    ck_assert_str_eq(options.arguments[2], "--");
    ck_assert_str_eq(options.arguments[3], "-o");
    ck_assert(!option_is_given(&options, OPTION_QUIET));
}
END_TEST

START_TEST(empty_word_is_an_argument)
{
    ck_assert_ptr_null(read_line("'' a"));
    ck_assert_uint_eq(options.argument_count, 2);
    ck_assert_str_eq(options.arguments[0], "");
}
END_TEST

START_TEST(abbreviations_are_refused)
{
    check_error("--vari x", "`test` has no option `--vari`; did you mean `--variant`?");
    check_error("--vari=x", "`test` has no option `--vari`; did you mean `--variant`?");
    check_error("--al", "`test` has no option `--al`; did you mean `--all-variants`?");
    // Of several, none is better than another.
    check_error("--a", "`test` has no option `--a`; see `schemac help test`");
}
END_TEST

START_TEST(unknown_options)
{
    check_error("--variamt x", "`test` has no option `--variamt`; did you mean `--variant`?");
    check_error("--sdkconfig x", "`test` has no option `--sdkconfig`; see `schemac help test`");
    check_error("-qz", "`test` has no option `-z`; see `schemac help test`");
    check_error("---", "`test` has no option `---`; see `schemac help test`");
}
END_TEST

START_TEST(missing_values)
{
    check_error("a -o", "`-o` needs a value");
    check_error("a -qo", "`-qo` needs a value");
    check_error("a --output", "`--output` needs a value");
    check_error("--output=", "--output needs a name");
    check_error("--variant ''", "--variant needs a name");
}
END_TEST

START_TEST(values_that_none_takes)
{
    check_error("--quiet=yes", "`--quiet=yes`: this option does not take a value");
    check_error("--quiet=", "`--quiet=`: this option does not take a value");
}
END_TEST

START_TEST(numbers_and_choices)
{
    ck_assert_ptr_null(read_line(""));
    ck_assert_uint_eq(option_number(&options, OPTION_MAX_ERRORS), 20);
    ck_assert_uint_eq(option_number(&options, OPTION_DIAGNOSTICS), DIAGNOSTICS_TEXT);
    ck_assert_ptr_null(read_line("--max-errors=0 --diagnostics=sarif"));
    ck_assert_uint_eq(option_number(&options, OPTION_MAX_ERRORS), 0);
    ck_assert_uint_eq(option_number(&options, OPTION_DIAGNOSTICS), DIAGNOSTICS_SARIF);
    check_error("--max-errors=-1", "--max-errors must be a number");
    check_error("--max-errors=1x", "--max-errors must be a number");
}
END_TEST

START_TEST(first_mistake_is_reported)
{
    check_error("--max-errors=x --nothing", "--max-errors must be a number");
}
END_TEST

START_TEST(rules_of_a_command)
{
    const struct command other = {.name = "other", TAKES(taken), RULES(required), .most = 1};
    check_error("--variant a --all-variants",
                "--variant and --all-variants cannot be used together");
    check_error("--on a", "give --schema, too");
    ck_assert_ptr_null(read_line("--on a --schema b"));
    ck_assert_str_eq(read_as(&other, ""), "`other` needs `-o DIR`");
    ck_assert_ptr_null(read_as(&other, "-o a"));
}
END_TEST

START_TEST(counts_of_arguments)
{
    const struct command pair = {.name = "pair", .arguments = "A B", .fewest = 2, .most = 2};
    ck_assert_str_eq(read_as(&pair, "a"), "missing argument; usage: schemac pair A B");
    ck_assert_str_eq(read_as(&pair, "a b c"), "unexpected argument `c`; usage: schemac pair A B");
    ck_assert_ptr_null(read_as(&pair, "a b"));
}
END_TEST

START_TEST(help_ends_the_reading)
{
    ck_assert_ptr_null(read_line("-qh --nothing"));
    ck_assert(wants_help);
    ck_assert_ptr_null(read_line("--help"));
    ck_assert(wants_help);
    ck_assert_ptr_nonnull(read_line("--nothing -h"));
    ck_assert(!wants_help);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("options");
    TCase *cases = tcase_create("options");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, values_of_long_names);
    tcase_add_test(cases, values_of_letters);
    tcase_add_test(cases, value_that_looks_like_an_option);
    tcase_add_test(cases, last_value_counts);
    tcase_add_test(cases, dash_is_an_argument);
    tcase_add_test(cases, two_dashes_end_options);
    tcase_add_test(cases, empty_word_is_an_argument);
    tcase_add_test(cases, abbreviations_are_refused);
    tcase_add_test(cases, unknown_options);
    tcase_add_test(cases, missing_values);
    tcase_add_test(cases, values_that_none_takes);
    tcase_add_test(cases, numbers_and_choices);
    tcase_add_test(cases, first_mistake_is_reported);
    tcase_add_test(cases, rules_of_a_command);
    tcase_add_test(cases, counts_of_arguments);
    tcase_add_test(cases, help_ends_the_reading);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
