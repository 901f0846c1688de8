// The rule for new words: what has a meaning somewhere is a name everywhere else. A word that is
// added to the grammar, and breaks a schema that has it as a name, fails here.
#include "driver.h"
#include "parser.h"

#include "unit.h"

#include <stdio.h>

static struct compilation compilation;

static void set_up(void)
{
    compilation_init(&compilation, &host_none, unit_exhausted);
}

static void tear_down(void)
{
    compilation_release(&compilation);
}

// A text with `word` for each `@`.
static const char *with_word(const char *text, const char *word)
{
    struct buffer out;
    buffer_init(&out, &compilation.arena);
    for (; *text; text++) {
        if (*text == '@') {
            buffer_text(&out, word);
        } else {
            buffer_byte(&out, (uint8_t)*text);
        }
    }
    return out.bytes;
}

static void compile(const char *text, const char *word, const char *variant)
{
    struct invocation invocation = {.schema = "test.pschema", .output = ".", .variant = variant};
    tear_down();
    set_up();
    const char *schema = with_word(text, word);
    compilation_read_text(&compilation, "test.pschema", schema, strlen(schema));
    const struct layout *layout = compilation_layout(&compilation, invocation);
    if (!layout || compilation.diagnostics.kept.count) {
        struct buffer out;
        buffer_init(&out, &compilation.arena);
        diagnostics_sort(&compilation.diagnostics);
        render_text(&compilation.diagnostics, (struct render_options){0}, &out);
        ck_abort_msg("`%s` is not a name everywhere:\n%s", word, out.bytes);
    }
}

struct trial {
    size_t words;
    const char *text;
    const char *variant; // `@`: the word itself
    bool is_of_constants;
};

static void try_word(void *context, const char *word, int token)
{
    struct trial *trial = context;
    (void)token;
    trial->words++;
    if (!trial->is_of_constants || !syntax_takes_word(word)) {
        compile(trial->text, word, trial->variant ? word : NULL);
    }
}

static void try_all(struct trial trial)
{
    grammar_words(&trial, try_word);
    ck_assert_uint_gt(trial.words, 64);
}

START_TEST(every_word_is_a_name)
{
    try_all((struct trial){
        .text = "schema my_@ revision 1;\n"
                "target esp32 { flash 4M; }\n"
                "config @ bool default y;\n"
                "record @ { u8 a@; u8 @ = 1 in 0 .. 3; u32 sum = crc32(a@ .. a@); }\n"
                "flash @ { size 1M; erase 4K; }\n"
                "type @ = 0x51 { subtype @ = 3; }\n"
                "require @, at_home depends on @ && !(@ = n);\n"
                "table main {\n"
                "    partition factory app.factory size 1M;\n"
                "    partition @ @.@ size 4K depends on @ was @ from record @ { a@ = 1; @ = 2; }\n"
                "    partition at_home 0x40.1 size 64K;\n"
                "    partition first 0x40.2 size 4K before @ from record @ { a@ = 1; @ = 3; }\n"
                "    partition nvs data.nvs size 24K from nvs {\n"
                "        namespace @ {\n"
                "            u8     @  = 1 depends on @;\n"
                "            string @0 per device;\n"
                "            hex    @1 = \"00\" secret;\n"
                "        }\n"
                "        namespace @2 { string @ per device; }\n"
                "        namespace @3 { string @ per device secret; }\n"
                "        namespace @4 { string @ = \"x\" secret; }\n"
                "    }\n"
                "}\n"
                "table @ in main.at_home { partition inner 0x40.3 size 4K; }\n"
                "table other on @ { partition more 0x40.3 size 4K; }\n"
                "variant @ {\n"
                "    table main { partition @ size 8K; partition next 0x40.4 size 4K after @; }\n"
                "    remove other.more;\n"
                "}\n",
    });
}
END_TEST

START_TEST(every_word_is_a_name_in_variants)
{
    try_all((struct trial){
        .text = "schema test revision 1;\n"
                "target esp32 { flash 4M; }\n"
                "table main {\n"
                "    partition factory app.factory size 1M;\n"
                "    partition @       0x40.1 size 64K;\n"
                "    partition late    0x40.2 size 4K after @;\n"
                "}\n"
                "variant @ { table main { partition @ size 8K align 8K; } }\n"
                "variant other extends @ { remove main.late, main.@; }\n",
        .variant = "@",
    });
}
END_TEST

START_TEST(every_word_but_some_is_a_constant)
{
    try_all((struct trial){
        .text =
            "schema test revision 1;\n"
            "const @ = 4K;\n"
            "target esp32 { flash 4M; }\n"
            "table main {\n"
            "    partition factory app.factory size 1M align 16 * @ from file \"x\";\n"
            "    partition one 0x40.0 size @ at end align @ depends on X;\n"
            "    partition two 0x40.1 size (@) depends on X;\n"
            "    partition three 0x40.2 size fill min @ max max(@, 2 * @) align @ depends on X;\n"
            "}\n"
            "config X bool default y;\n"
            "assert one.size == @, \"as it says\";\n",
        .is_of_constants = true,
    });
}
END_TEST

START_TEST(every_word_is_a_name_in_platforms)
{
    try_all((struct trial){
        .text =
            "schema test revision 1;\n"
            "platform @ {\n"
            "    parameter flash = 1M;\n"
            "    parameter erase = 4K;\n"
            "    parameter @@    = 3;\n"
            "    record row { u8 type; u8 subtype; u16 offset; u16 size; char label[8]; u8 a@ = "
            "1; }\n"
            "    flag @ = 3;\n"
            "    type @ = 1 { kind app; subtype @ = 0; }\n"
            "    rule @ for p in @ : p.size < 1M + target.@@, \"{p} is large\";\n"
            "    rule a@ for p in @.@ : p.size < 1M, \"{p} is large\";\n"
            "}\n"
            "chip @ of @;\n"
            "target @ { @@ 4; }\n"
            "table main { partition p @.@ size 64K flag @; }\n"
            "variant x { table main { partition p no flag @; } }\n",
    });
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("words");
    TCase *cases = tcase_create("words");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, every_word_is_a_name);
    tcase_add_test(cases, every_word_is_a_name_in_variants);
    tcase_add_test(cases, every_word_but_some_is_a_constant);
    tcase_add_test(cases, every_word_is_a_name_in_platforms);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
