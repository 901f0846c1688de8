// Kconfig files and sdkconfigs, from memory: the values that come out of them.
#include "driver.h"

#include "unit.h"

static struct compilation compilation;
static struct kconfig_sources files;

static void set_up(void)
{
    compilation_init(&compilation, &host_none, unit_exhausted);
    files = (struct kconfig_sources){0};
}

static void tear_down(void)
{
    compilation_release(&compilation);
}

static void add(struct kconfig_source_list *list, const char *name, const char *text)
{
    list_append(&compilation.arena, list,
                sources_add(&compilation.sources, name, text, strlen(text)));
}

static const struct kconfig *read(const char *kconfig, const char *sdkconfig)
{
    if (kconfig) {
        add(&files.roots, "Kconfig", kconfig);
    }
    if (sdkconfig) {
        add(&files.sdkconfigs, "sdkconfig", sdkconfig);
    }
    return kconfig_new(&compilation.sources, &compilation.diagnostics, &compilation.names, &files);
}

static const struct kconfig_symbol *find(const struct kconfig *kconfig, const char *name)
{
    ck_assert_ptr_nonnull(kconfig);
    return kconfig_find(kconfig, names_intern(&compilation.names, name, strlen(name)));
}

static const char *value(const struct kconfig *kconfig, const char *name)
{
    const struct kconfig_symbol *symbol = find(kconfig, name);
    return symbol && symbol->value ? symbol->value : "(none)";
}

static void has_errors(size_t count)
{
    ck_assert_uint_eq(compilation.diagnostics.errors, count);
}

static const char *convert(const char *text, enum kconfig_form form, const char *kind)
{
    const char *found = kconfig_convert(&compilation.arena, text, form, kind);
    return found ? found : "(none)";
}

START_TEST(values_are_of_a_kind)
{
    ck_assert_str_eq(convert("y", KCONFIG_WORD, "bool"), "y");
    ck_assert_str_eq(convert("5", KCONFIG_WORD, "bool"), "(none)");
    ck_assert_str_eq(convert("y", KCONFIG_TEXT, "bool"), "(none)");
    ck_assert_str_eq(convert("010", KCONFIG_WORD, "int"), "10");
    ck_assert_str_eq(convert("-7", KCONFIG_WORD, "int"), "-7");
    ck_assert_str_eq(convert("0x10", KCONFIG_WORD, "int"), "(none)");
    ck_assert_str_eq(convert("18446744073709551615", KCONFIG_WORD, "int"), "18446744073709551615");
    ck_assert_str_eq(convert("18446744073709551616", KCONFIG_WORD, "int"), "(none)");
    ck_assert_str_eq(convert("-9223372036854775809", KCONFIG_WORD, "int"), "(none)");
    ck_assert_str_eq(convert(" 1", KCONFIG_WORD, "int"), "(none)");
    ck_assert_str_eq(convert("", KCONFIG_WORD, "int"), "");
    ck_assert_str_eq(convert("0X8000", KCONFIG_WORD, "hex"), "0x8000");
    ck_assert_str_eq(convert("8000", KCONFIG_WORD, "hex"), "0x8000");
    ck_assert_str_eq(convert("-1", KCONFIG_WORD, "hex"), "(none)");
    ck_assert_str_eq(convert("0x", KCONFIG_WORD, "hex"), "(none)");
    ck_assert_str_eq(convert("32768", KCONFIG_DECIMAL, "hex"), "0x8000");
    ck_assert_str_eq(convert("0x", KCONFIG_TEXT, "string"), "0x");
    ck_assert_str_eq(convert("x", KCONFIG_WORD, "string"), "(none)");
}
END_TEST

static unsigned relate(enum kconfig_operator operator, const char * a, const char *b)
{
    return kconfig_operate(operator, kconfig_constant(a), kconfig_constant(b)).truth;
}

START_TEST(operators_are_those_of_kconfig)
{
    ck_assert_uint_eq(relate(KCONFIG_AND, "y", "m"), 1);
    ck_assert_uint_eq(relate(KCONFIG_OR, "n", "m"), 1);
    ck_assert_uint_eq(relate(KCONFIG_NOT, "m", "m"), 1);
    ck_assert_uint_eq(relate(KCONFIG_EQUAL, "16", "0x10"), 2);
    ck_assert_uint_eq(relate(KCONFIG_LESS, "9", "10"), 2);
    ck_assert_uint_eq(relate(KCONFIG_LESS, "9x", "10"), 0);
    ck_assert_uint_eq(relate(KCONFIG_GREATER_EQUAL, "b", "a"), 2);
    ck_assert_uint_eq(relate(KCONFIG_LESS_EQUAL, "", "0"), 2);
    ck_assert_uint_eq(relate(KCONFIG_NOT_EQUAL, "", ""), 0);
}
END_TEST

START_TEST(an_sdkconfig_is_read_line_by_line)
{
    add(&files.sdkconfigs, "first", "CONFIG_A=y\nCONFIG_B=1\nCONFIG_OLD=1\n");
    const struct kconfig *kconfig =
        read(NULL, "\xef\xbb\xbf# CONFIG_A is not set\r\nCONFIG_B=0x10 \r\n"
                   "CONFIG_C=\"a \\\"b\\\" \\\\ #\"\n# CONFIG_D=y\n# CONFIG_E is not set yet\n"
                   "# default:\nCONFIG_F=m\n"
                   "# Deprecated options for backward compatibility\nCONFIG_B=7\nCONFIG_OLD=2\n"
                   "# End of deprecated options\nCONFIG_G=n");
    ck_assert_str_eq(value(kconfig, "A"), "n");
    ck_assert_str_eq(value(kconfig, "B"), "0x10");
    ck_assert_str_eq(value(kconfig, "C"), "a \"b\" \\ #");
    ck_assert_ptr_null(find(kconfig, "D"));
    ck_assert_str_eq(value(kconfig, "E"), "n");
    ck_assert_str_eq(value(kconfig, "F"), "m");
    ck_assert_str_eq(value(kconfig, "G"), "n");
    ck_assert_str_eq(value(kconfig, "OLD"), "2");
    ck_assert_str_eq(find(kconfig, "A")->kind, "bool");
    ck_assert_str_eq(find(kconfig, "B")->kind, "hex");
    ck_assert_str_eq(find(kconfig, "C")->kind, "string");
    ck_assert(find(kconfig, "A")->is_set);
    has_errors(0);
}
END_TEST

START_TEST(json_is_an_sdkconfig_too)
{
    const struct kconfig *kconfig =
        read("config H\n\thex \"h\"\n",
             " {\"H\": 4096, \"B\" : true,\n\"N\":-5, \"S\":\"\\u0041\\n\"}\n");
    ck_assert_str_eq(value(kconfig, "H"), "0x1000");
    ck_assert_str_eq(value(kconfig, "B"), "(none)"); // the build does not know it

    files.roots.count = 0;
    kconfig = read(NULL, "{\"B\": true, \"N\":-5, \"S\":\"\\u0041\\n\"}");
    ck_assert_str_eq(value(kconfig, "B"), "y");
    ck_assert_str_eq(value(kconfig, "N"), "-5");
    ck_assert_str_eq(value(kconfig, "S"), "A\n");
    has_errors(0);
}
END_TEST

START_TEST(old_names_stand_for_new_ones)
{
    add(&files.renames, "rename",
        "# old\nCONFIG_OLD CONFIG_NEW\r\nCONFIG_NO !CONFIG_YES\n"
        "CONFIG_FORMER CONFIG_LATER\n");
    const struct kconfig *kconfig = read(NULL, "CONFIG_OLD=4\nCONFIG_NO=y\nCONFIG_LATER=y\n");
    ck_assert_str_eq(value(kconfig, "NEW"), "4");
    ck_assert_str_eq(value(kconfig, "YES"), "n");
    ck_assert_str_eq(value(kconfig, "NO"), "y");
    ck_assert_str_eq(value(kconfig, "FORMER"), "y");
    has_errors(0);
}
END_TEST

START_TEST(defaults_follow_from_conditions)
{
    const struct kconfig *kconfig =
        read("menu \"M\"\n\tdepends on ON\nif !OFF\nconfig A\n\tdef_bool y\nendif\n"
             "config B\n\tint \"B\" if OFF\n\tdefault 1 if OFF\n\tdefault \\\n 2 if ON && A\n"
             "\tdefault 3\nendmenu\n"
             "config ON\n\tbool\n\tdefault y\nconfig OFF\n\tbool\n"
             "if OFF\nconfig C\n\tdef_bool y\nconfig D\n\tint\n\tdefault 5\nendif\n"
             "config E\n\thex\n\trange 0x10 0x20 if ON\n\tdefault 0x40\n"
             "config F\n\tstring\n\tdefault \"x\" if B = 2\n"
             "config G\n\tbool\n\tdefault !(B != 2 || !A)\n"
             "config H\n\tint\n\trange 3 9\n",
             NULL);
    ck_assert_str_eq(value(kconfig, "A"), "y");
    ck_assert_str_eq(value(kconfig, "B"), "2");
    ck_assert_str_eq(value(kconfig, "C"), "n");
    ck_assert_str_eq(value(kconfig, "D"), "(none)");
    ck_assert_str_eq(value(kconfig, "E"), "0x20");
    ck_assert_str_eq(value(kconfig, "F"), "x");
    ck_assert_str_eq(value(kconfig, "G"), "y");
    ck_assert_str_eq(value(kconfig, "H"), "3");
    ck_assert(!find(kconfig, "A")->is_set);
    has_errors(0);
}
END_TEST

START_TEST(what_is_set_is_so)
{
    const struct kconfig *kconfig =
        read("config A\n\tbool \"a\"\n\tset N=5 if ON\n\tset S=\"text\"\n\tset default H=0x20\n"
             "\tset default R=99\n\tset X=M\n"
             "config ON\n\tbool\n\tdefault y\n"
             "config N\n\tint \"n\"\n\tdefault 1\nconfig S\n\tstring \"s\"\n\tdefault \"no\"\n"
             "config H\n\thex \"h\"\n\tdefault 1\nconfig R\n\tint \"r\"\n\trange 0 9\n"
             "config M\n\tint\n\tdefault 3\nconfig X\n\tint \"x\"\n\tdefault 7\n"
             "config W\n\thex \"w\"\n\tdefault 2\nconfig B\n\tbool\n\tset default W=3\n",
             "CONFIG_A=y\nCONFIG_N=7\nCONFIG_S=\"mine\"\n");
    ck_assert_str_eq(value(kconfig, "N"), "5");
    ck_assert_str_eq(value(kconfig, "S"), "text");
    ck_assert_str_eq(value(kconfig, "H"), "0x20");
    ck_assert_str_eq(value(kconfig, "R"), "9");
    ck_assert_str_eq(value(kconfig, "X"), "7"); // a number is written there, not named
    ck_assert_str_eq(value(kconfig, "W"), "0x2");
    has_errors(0);
}
END_TEST

START_TEST(floats_are_numbers)
{
    const struct kconfig *kconfig =
        read("config F\n\tfloat \"f\"\n\trange 0.5 2.5\n\tdefault 9.0\n"
             "config G\n\tfloat \"g\"\n\tdefault 1\nconfig H\n\tfloat \"h\"\n"
             "config A\n\tdef_bool F > 2\nconfig B\n\tdef_bool G = 1.0\n"
             "config C\n\tdef_bool H < G\n",
             "CONFIG_H=-1.50e0 # low\n");
    ck_assert_str_eq(value(kconfig, "F"), "2.5");
    ck_assert_str_eq(value(kconfig, "G"), "1.0");
    ck_assert_str_eq(value(kconfig, "H"), "-1.5");
    ck_assert_str_eq(value(kconfig, "A"), "y");
    ck_assert_str_eq(value(kconfig, "B"), "y");
    ck_assert_str_eq(value(kconfig, "C"), "y");
    has_errors(0);
    ck_assert_ptr_null(read(NULL, "CONFIG_H=nan\n"));
    has_errors(1);
}
END_TEST

START_TEST(what_is_given_counts_as_far_as_kconfig_lets_it)
{
    const struct kconfig *kconfig =
        read("config A\n\tbool \"a\" if ON\nconfig ON\n\tbool \"on\"\n"
             "config HIDDEN\n\tint\n\tdefault 4\nconfig EMPTY\n\tbool \"e\"\n\tdefault y\n"
             "config TARGET\n\tstring\n\tdefault \"$NONE\"\n"
             "config RANGE\n\tint \"r\"\n\trange 0 10\n\tdefault 3\n",
             "CONFIG_A=y\nCONFIG_HIDDEN=5\nCONFIG_EMPTY=\nCONFIG_TARGET=\"esp32\"\n"
             "CONFIG_RANGE=11\n");
    ck_assert_str_eq(value(kconfig, "A"), "n");
    ck_assert(!find(kconfig, "A")->is_set);
    ck_assert_str_eq(value(kconfig, "HIDDEN"), "4");
    ck_assert_str_eq(value(kconfig, "EMPTY"), "y");
    ck_assert_str_eq(value(kconfig, "TARGET"), "esp32");
    ck_assert_str_eq(value(kconfig, "RANGE"), "3");
    kconfig = read(NULL, "CONFIG_ON=y\nCONFIG_RANGE=9\n");
    ck_assert_str_eq(value(kconfig, "A"), "y");
    ck_assert(find(kconfig, "A")->is_set);
    ck_assert_str_eq(value(kconfig, "RANGE"), "9");
    has_errors(0);
    ck_assert_ptr_null(read(NULL, "CONFIG_ON=m\n"));
    has_errors(1);
}
END_TEST

START_TEST(what_nobody_chose_is_a_default)
{
    static const char tree[] =
        "config N\n\tint \"n\"\n\trange 0 9\n\tdefault 1\nconfig A\n\tbool \"a\"\n"
        "config BY\n\tbool\n\tdefault y\n\timply A\nchoice\n\tprompt \"c\"\n"
        "config C\n\tbool \"c\"\nconfig D\n\tbool \"d\"\nconfig E\n\tbool \"e\"\nendchoice\n"
        "config HIDDEN\n\tint\n\tdefault 3\n";
    add(&files.sdkconfigs, "first", "CONFIG_D=y\nCONFIG_N=7\n");
    const struct kconfig *kconfig =
        read(tree, "# default:\nCONFIG_N=6\n# default:\nCONFIG_E=y\n# default:\n"
                   "# CONFIG_A is not set\n# default:\nCONFIG_HIDDEN=4\n");
    ck_assert_str_eq(value(kconfig, "N"), "7"); // somebody chose it, if in an earlier file
    ck_assert_str_eq(value(kconfig, "D"), "y");
    ck_assert_str_eq(value(kconfig, "E"), "n");
    ck_assert_str_eq(value(kconfig, "A"), "y"); // implied
    ck_assert_str_eq(value(kconfig, "HIDDEN"), "3");
    files.sdkconfigs.count = 0;
    kconfig = read(NULL, "# default:\nCONFIG_N=60\n# default:\n\nCONFIG_E=y\n"
                         "# CONFIG_A is not set\n");
    ck_assert_str_eq(value(kconfig, "N"), "9");
    ck_assert_str_eq(value(kconfig, "E"), "y");
    ck_assert_str_eq(value(kconfig, "A"), "n");
    has_errors(0);
}
END_TEST

START_TEST(what_is_selected_is_on)
{
    const struct kconfig *kconfig =
        read("config A\n\tdef_bool y\n\tselect B if C\n\timply D\n\timply E\n"
             "config B\n\tbool\nconfig C\n\tbool \"c\"\nconfig D\n\tbool\n"
             "config E\n\tbool\n\tdepends on B && F\nconfig F\n\tbool\n",
             "CONFIG_C=y\n");
    ck_assert_str_eq(value(kconfig, "B"), "y");
    ck_assert_str_eq(value(kconfig, "D"), "y");
    ck_assert_str_eq(value(kconfig, "E"), "n");
    has_errors(0);
}
END_TEST

#define CHOICE                                                                                     \
    "choice X\n\tprompt \"X\"\n\tdefault B if ON\n"                                                \
    "config A\n\tbool \"a\"\n\tdepends on !ON\nconfig B\n\tbool \"b\"\nconfig C\n\tbool \"c\"\n"   \
    "endchoice\nconfig ON\n\tbool \"on\"\n"

START_TEST(a_choice_has_one)
{
    const struct kconfig *kconfig = read(CHOICE, NULL);
    ck_assert_str_eq(value(kconfig, "A"), "y");
    ck_assert_str_eq(value(kconfig, "B"), "n");
    kconfig = read(NULL, "CONFIG_ON=y\n");
    ck_assert_str_eq(value(kconfig, "A"), "n");
    ck_assert_str_eq(value(kconfig, "B"), "y");
    kconfig = read(NULL, "CONFIG_C=y\n");
    ck_assert_str_eq(value(kconfig, "B"), "n");
    ck_assert_str_eq(value(kconfig, "C"), "y");
    has_errors(0);
}
END_TEST

START_TEST(of_a_choice_the_last_that_is_set_counts)
{
    add(&files.sdkconfigs, "sdkconfig.defaults", "CONFIG_C=y\n");
    const struct kconfig *kconfig = read(CHOICE, "CONFIG_B=y\n");
    ck_assert_str_eq(value(kconfig, "A"), "n");
    ck_assert_str_eq(value(kconfig, "B"), "y");
    ck_assert_str_eq(value(kconfig, "C"), "n");
    kconfig = read(NULL, "CONFIG_A=y\nCONFIG_C=y\nCONFIG_A=n\n");
    ck_assert_str_eq(value(kconfig, "A"), "n");
    ck_assert_str_eq(value(kconfig, "B"), "n");
    ck_assert_str_eq(value(kconfig, "C"), "y");
    has_errors(0);
}
END_TEST

START_TEST(help_is_no_statement)
{
    const struct kconfig *kconfig =
        read("config A\n\tbool \"a\"\n\thelp\n\t  First \"line.\n\n\t    config X\n\t  default n\n"
             "\tdefault y\nconfig B\n    ---help---\n        text\n    int\n    default 4\n"
             "config C\n  help\nconfig D\n  def_bool y # (\n",
             NULL);
    ck_assert_str_eq(value(kconfig, "A"), "y");
    ck_assert_str_eq(value(kconfig, "B"), "4");
    ck_assert_ptr_null(find(kconfig, "X"));
    ck_assert_str_eq(value(kconfig, "D"), "y");
    has_errors(0);
}
END_TEST

START_TEST(variables_are_replaced)
{
    const struct kconfig *kconfig =
        read("NAME := world\nWHOLE = hello $(NAME)\nconfig A\n\tstring\n\tdefault \"$(WHOLE)\"\n"
             "config B\n\tstring\n\tdefault \"${NAME} $NAME $(NONE) $NONE\"\n"
             "config C\n\tstring\n\tdefault ${NAME}\n",
             NULL);
    ck_assert_str_eq(value(kconfig, "C"), "world");
    ck_assert_str_eq(value(kconfig, "A"), "hello world");
    ck_assert_str_eq(value(kconfig, "B"), "world world  $NONE");
    has_errors(0);
}
END_TEST

START_TEST(circles_come_to_an_end)
{
    const struct kconfig *kconfig =
        read("config A\n\tbool\n\tdefault B\n\tselect C\nconfig B\n\tbool\n\tdefault A\n"
             "config C\n\tbool\n\tdepends on C\n\tdefault y\n"
             "config D\n\tint\n\tdefault E\nconfig E\n\tint\n\tdefault D\n",
             NULL);
    ck_assert_str_eq(value(kconfig, "A"), "n");
    ck_assert_str_eq(value(kconfig, "C"), "n");
    ck_assert_str_eq(value(kconfig, "D"), "(none)");
    has_errors(0);
}
END_TEST

enum { CHAIN = 100000 };

START_TEST(long_chains_are_no_depth)
{
    struct buffer text;
    buffer_init(&text, &compilation.arena);
    for (int i = 0; i < CHAIN; i++) {
        buffer_format(&text, "config A%d\n\tbool\n\tdefault A%d\n", i, i + 1);
    }
    buffer_format(&text, "config A%d\n\tdef_bool ", CHAIN);
    buffer_fill(&text, '(', CHAIN);
    buffer_text(&text, "y");
    buffer_fill(&text, ')', CHAIN);
    buffer_text(&text, "\n");
    ck_assert_str_eq(value(read(text.bytes, NULL), "A0"), "y");
    has_errors(0);
}
END_TEST

START_TEST(open_macros_take_no_longer)
{
    struct buffer text;
    buffer_init(&text, &compilation.arena);
    buffer_text(&text, "config A\n\tstring\n\tdefault \"");
    for (int i = 0; i < CHAIN; i++) {
        buffer_text(&text, "$(a");
    }
    buffer_text(&text,
                "\"\nconfig B\n\tstring \"$(a $(b $(c)))\"\n\tdefault \"b$(a $(b $(c)))\"\n");
    const struct kconfig *kconfig = read(text.bytes, NULL);
    ck_assert_uint_eq(strlen(value(kconfig, "A")), (size_t)3 * CHAIN);
    ck_assert_str_eq(value(kconfig, "B"), "b");
    has_errors(0);
}
END_TEST

START_TEST(variables_do_not_fill_the_memory)
{
    struct buffer text;
    buffer_init(&text, &compilation.arena);
    buffer_text(&text, "A := text\n");
    for (int i = 0; i < 60; i++) {
        buffer_text(&text, "A := $(A)$(A)\n");
    }
    ck_assert_ptr_null(read(text.bytes, NULL));
    ck_assert_uint_gt(compilation.diagnostics.errors, 0);
}
END_TEST

START_TEST(sums_do_not_fill_the_memory)
{
    struct buffer text;
    buffer_init(&text, &compilation.arena);
    for (int i = 0; i < CHAIN; i++) {
        buffer_text(&text, "A += text\n");
    }
    ck_assert_ptr_null(read(text.bytes, NULL));
}
END_TEST

START_TEST(files_stay_closed)
{
    ck_assert_ptr_null(
        read("source \"/etc/passwd\"\nsource \"/etc/*\"\nosource \"/etc/*\"\n", NULL));
    has_errors(2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kconfig");
    TCase *tests = tcase_create("kconfig");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, values_are_of_a_kind);
    tcase_add_test(tests, operators_are_those_of_kconfig);
    tcase_add_test(tests, an_sdkconfig_is_read_line_by_line);
    tcase_add_test(tests, json_is_an_sdkconfig_too);
    tcase_add_test(tests, old_names_stand_for_new_ones);
    tcase_add_test(tests, defaults_follow_from_conditions);
    tcase_add_test(tests, what_is_set_is_so);
    tcase_add_test(tests, floats_are_numbers);
    tcase_add_test(tests, what_is_given_counts_as_far_as_kconfig_lets_it);
    tcase_add_test(tests, what_nobody_chose_is_a_default);
    tcase_add_test(tests, what_is_selected_is_on);
    tcase_add_test(tests, a_choice_has_one);
    tcase_add_test(tests, of_a_choice_the_last_that_is_set_counts);
    tcase_add_test(tests, help_is_no_statement);
    tcase_add_test(tests, variables_are_replaced);
    tcase_add_test(tests, circles_come_to_an_end);
    tcase_add_test(tests, long_chains_are_no_depth);
    tcase_add_test(tests, open_macros_take_no_longer);
    tcase_add_test(tests, variables_do_not_fill_the_memory);
    tcase_add_test(tests, sums_do_not_fill_the_memory);
    tcase_add_test(tests, files_stay_closed);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
