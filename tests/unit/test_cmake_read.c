// CMakeLists.txt: which commands a text has, what variables they make, and that no file can take
// all time or memory.
#include "cmake_read.h"
#include "posix.h"

#include "buffer.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct arena arena;

static char folder[] = "/tmp/cmake_read.XXXXXX";

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
}

static void tear_down(void)
{
    arena_release(&arena);
    ck_assert_int_eq(rmdir(folder), 0);
}

// `name(word word "quoted")` of each command, in a line.
static const char *shown(const char *text, size_t length)
{
    struct buffer out;
    struct cmake_command_list commands = cmake_commands(&arena, text, length);
    buffer_init(&out, &arena);
    buffer_text(&out, "");
    for (size_t i = 0; i < commands.count; i++) {
        const struct cmake_command *command = commands.items[i];
        buffer_format(&out, "%s%zu:%s(", i ? " " : "", command->line, command->name);
        for (size_t j = 0; j < command->words.count; j++) {
            const struct cmake_word *word = command->words.items[j];
            buffer_format(&out, word->is_quoted ? "%s\"%s\"" : "%s%s", j ? " " : "", word->text);
        }
        buffer_text(&out, ")");
    }
    return out.bytes;
}

START_TEST(commands_are_read_as_cmake_does)
{
    static const struct {
        const char *text, *commands;
    } cases[] = {
        {"", ""},
        {"# all is comment", ""},
        {"set(A b)", "1:set(A b)"},
        {"SET (A\n  b  # why\n  c)\n\nproject(x)", "1:set(A b c) 5:project(x)"},
        {"set(A \"b c\" \"d\\\"e\" \"\")", "1:set(A \"b c\" \"d\"e\" \"\")"},
        {"set(A \"b\\\nc\")", "1:set(A \"bc\")"},
        {"set(A [[b \"c\"]] [=[d]]e]=])", "1:set(A \"b \"c\"\" \"d]]e\")"},
        {"#[[ set(A\nb) ]] set(C d)", "2:set(C d)"},
        {"if(NOT (A AND B))\nendif()", "1:if(NOT ( A AND B )) 2:endif()"},
        {"set(A $ENV{B}/c;d)", "1:set(A $ENV{B}/c;d)"},
        {"set(A b", ""},
        {"set(A b)\n)", "1:set(A b)"},
        {"set A b)", ""},
        {"set(A \"b)", ""},
        {"set(A [[b)", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_str_eq(shown(cases[i].text, strlen(cases[i].text)), cases[i].commands);
    }
    ck_assert_str_eq(shown("set(A b\0c)", 10), "1:set(A b  c)");
}
END_TEST

// What a file leaves in SDKCONFIG_DEFAULTS; null: nothing.
static const char *defaults_of(const char *text)
{
    FILE *file = fopen("CMakeLists.txt", "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    struct cmake cmake = {
        .arena = &arena, .host = &host_posix, .directory = ".", .root = "/project"};
    cmake_set(&cmake, "IDF_TARGET", "esp32", NULL, 0);
    cmake_run(&cmake, "CMakeLists.txt");
    const struct cmake_variable *variable = cmake_find(&cmake, "SDKCONFIG_DEFAULTS");
    ck_assert_int_eq(unlink("CMakeLists.txt"), 0);
    return variable ? variable->value : NULL;
}

START_TEST(variables_are_those_of_cmake)
{
    static const struct {
        const char *text, *value;
    } cases[] = {
        {"set(SDKCONFIG_DEFAULTS a b)", "a;b"},
        {"set(SDKCONFIG_DEFAULTS \"a;b\" CACHE STRING \"why\")", "a;b"},
        {"list(APPEND SDKCONFIG_DEFAULTS a)\nlist(PREPEND SDKCONFIG_DEFAULTS b)", "b;a"},
        {"set(X a)\nset(SDKCONFIG_DEFAULTS ${X}/${X} ${NONE}c)", "a/a;c"},
        {"set(SDKCONFIG_DEFAULTS $ENV{HERE}/a)", "$ENV{HERE}/a"},
        {"set(SDKCONFIG_DEFAULTS ${CMAKE_SOURCE_DIR}/a)", "/project/a"},
        {"set(SDKCONFIG_DEFAULTS ${CMAKE_CURRENT_LIST_DIR}/a)", "/project/a"},
        {"set(SDKCONFIG_DEFAULTS a)\nunset(SDKCONFIG_DEFAULTS)", NULL},
        {"project(x)\nset(SDKCONFIG_DEFAULTS a)", NULL},
        {"function(f)\nset(SDKCONFIG_DEFAULTS a)\nendfunction()", NULL},
        {"foreach(x a b)\nif(1)\nendif()\nset(SDKCONFIG_DEFAULTS ${x})\nendforeach()", NULL},
        {"if(NOT IDF_TARGET STREQUAL esp32)\nset(SDKCONFIG_DEFAULTS a)\n"
         "elseif(\"${IDF_TARGET}\" STREQUAL \"esp32\")\nset(SDKCONFIG_DEFAULTS b)\n"
         "else()\nset(SDKCONFIG_DEFAULTS c)\nendif()",
         "b"},
        {"if(ON)\nset(SDKCONFIG_DEFAULTS a)\nelseif(ON)\nset(SDKCONFIG_DEFAULTS b)\nelse()\n"
         "set(SDKCONFIG_DEFAULTS c)\nendif()",
         "a"},
        {"if(NONE)\nif(ON)\nelse()\nset(SDKCONFIG_DEFAULTS a)\nendif()\nelse()\n"
         "set(SDKCONFIG_DEFAULTS b)\nendif()",
         "b"},
        {"if(DEFINED IDF_TARGET AND NOT (EXISTS gone OR FALSE))\nset(SDKCONFIG_DEFAULTS "
         "a)\nendif()",
         "a"},
        {"if(EXISTS / AND NOT EXISTS \"\")\nset(SDKCONFIG_DEFAULTS a)\nendif()", "a"},
        {"if(IDF_TARGET MATCHES esp)\nset(SDKCONFIG_DEFAULTS a)\nendif()", NULL},
        {"if(IDF_VERSION VERSION_LESS 5 OR ON)\nset(SDKCONFIG_DEFAULTS a)\nendif()", "a"},
        {"if(", NULL},
        {"endif()\nset(SDKCONFIG_DEFAULTS a)", "a"},
        {"else()\nset(SDKCONFIG_DEFAULTS a)", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *value = defaults_of(cases[i].text);
        if (cases[i].value) {
            ck_assert_msg(value && strcmp(value, cases[i].value) == 0, "%s: %s", cases[i].text,
                          value ? value : "nothing");
        } else {
            ck_assert_msg(!value, "%s: %s", cases[i].text, value);
        }
    }
}
END_TEST

// Many times the same, between a beginning and an end.
static const char *repeated(const char *start, const char *what, size_t count, const char *end)
{
    struct buffer text;
    buffer_init(&text, &arena);
    buffer_text(&text, start);
    for (size_t i = 0; i < count; i++) {
        buffer_text(&text, what);
    }
    buffer_text(&text, end);
    return text.bytes;
}

START_TEST(no_file_takes_all_time)
{
    defaults_of(
        repeated("set(A aaaaaaaa)\n", "set(A ${A}${A})\n", 5000, "set(SDKCONFIG_DEFAULTS ${A})"));
    defaults_of(repeated("", "list(APPEND A aaaaaaaaaaaa)\n", 8000, ""));
    defaults_of(repeated("set(A aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)\nset(B ", "${A} ", 40000, ")"));
    defaults_of(repeated("if(", "(", 200000, ")"));
    defaults_of(repeated("if(", "NOT ", 50000, ")"));
    defaults_of(repeated("", "if(ON)\n", 30000, ""));
    defaults_of(repeated("", "include(CMakeLists.txt)\n", 9000, ""));
    defaults_of(repeated("", "[", 200000, ""));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cmake_read");
    TCase *tcase = tcase_create("cmake_read");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, commands_are_read_as_cmake_does);
    tcase_add_test(tcase, variables_are_those_of_cmake);
    tcase_add_test(tcase, no_file_takes_all_time);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
