// The tree keeps what was written: places, comments, documentation.
#include "syntax.h"
#include "posix.h"

#include "unit.h"

static struct arena arena;
static struct names names;
static struct sources sources;
static struct diagnostics diagnostics;
static struct syntax syntax;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    names_init(&names, &arena);
    sources_init(&sources, &arena, &host_posix);
    diagnostics_init(&diagnostics, &arena, &sources);
    syntax_init(&syntax, &arena, &names, &sources, &diagnostics);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static const struct syntax_file *parse(const char *text)
{
    return syntax_parse(&syntax, sources_add(&sources, "test", text, strlen(text)));
}

static const struct syntax_item *item_at(const struct syntax_file *file, size_t index)
{
    ck_assert_uint_lt(index, file->items.count);
    return file->items.items[index];
}

static void expect_text(struct span span, const char *text)
{
    ck_assert_str_eq(sources_text(&sources, span), text);
}

START_TEST(every_node_has_its_text)
{
    const struct syntax_file *file = parse("const A = 1 + 2 * B ; // why\n"
                                           "table main in t.\"p q\" {\n"
                                           "    partition x data.nvs size fill min 4K at end;\n"
                                           "}\n");
    ck_assert_uint_eq(diagnostics.errors, 0);
    const struct syntax_item *constant = item_at(file, 0);
    expect_text(constant->span, "const A = 1 + 2 * B ;");
    expect_text(constant->name.span, "A");
    expect_text(constant->value->span, "1 + 2 * B");
    const struct syntax_item *table = item_at(file, 1);
    const struct syntax_clause *in = table->table.clauses.items[0];
    expect_text(in->span, "in t.\"p q\"");
    ck_assert_str_eq(in->reference->second.text, "p q");
    ck_assert(in->reference->second.is_quoted);
    const struct syntax_partition *partition = table->table.partitions.items[0];
    expect_text(partition->span, "partition x data.nvs size fill min 4K at end;");
    expect_text(partition->type.span, "data.nvs");
    expect_text(((const struct syntax_clause *)partition->clauses.items[0])->span,
                "size fill min 4K");
}
END_TEST

START_TEST(expressions_stand_in_postfix_order)
{
    const struct syntax_file *file = parse("const A = 1 + 2 * (B - 3) ? x.end : min(4, 5);\n");
    const struct expression *value = item_at(file, 0)->value;
    static const enum term_kind kinds[] = {
        TERM_INTEGER, TERM_INTEGER, TERM_NAME,   TERM_INTEGER,    TERM_BINARY,
        TERM_GROUP,   TERM_BINARY,  TERM_BINARY, TERM_NAME,       TERM_MEMBER,
        TERM_INTEGER, TERM_INTEGER, TERM_CALL,   TERM_CONDITIONAL};
    ck_assert_uint_eq(value->count, sizeof kinds / sizeof *kinds);
    for (size_t i = 0; i < value->count; i++) {
        ck_assert_int_eq(value->terms[i].kind, kinds[i]);
    }
    expect_text(value->terms[6].span, "2 * (B - 3)");
    expect_text(value->terms[9].span, "x.end");
}
END_TEST

START_TEST(comments_are_kept_in_order)
{
    const struct syntax_file *file = parse("// one\n/* two\n */ const A = 1; ///< three\n"
                                           "\n/// four\r\nconst B = 2; //// five\n");
    static const enum comment_kind kinds[] = {COMMENT_LINE, COMMENT_BLOCK, COMMENT_BEHIND,
                                              COMMENT_BEFORE, COMMENT_LINE};
    static const char *const texts[] = {"// one", "/* two\n */", "///< three", "/// four",
                                        "//// five"};
    ck_assert_uint_eq(file->comment_count, 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_int_eq(file->comments[i].kind, kinds[i]);
        expect_text(file->comments[i].span, texts[i]);
    }
}
END_TEST

static const char *documentation(const struct syntax_file *file, size_t index)
{
    return syntax_documentation(&syntax, item_at(file, index)->span);
}

START_TEST(a_text_alone_has_its_tokens)
{
    const char *text = "include \"nothing\";; const A = 0x1F /* why */ << 1.5f; // the end";
    const struct syntax_file *file =
        syntax_parse_text(&syntax, sources_add(&sources, "test", text, strlen(text)));
    static const char *const tokens[] = {"include", "\"nothing\"", ";",  ";",    "const", "A",
                                         "=",       "0x1F",        "<<", "1.5f", ";"};
    ck_assert_uint_eq(diagnostics.errors, 0);
    ck_assert_uint_eq(file->token_count, sizeof tokens / sizeof *tokens);
    for (size_t i = 0; i < file->token_count; i++) {
        expect_text(file->tokens[i], tokens[i]);
    }
    ck_assert_uint_eq(file->comment_count, 2);
    ck_assert_uint_eq(parse("const A = 1;")->token_count, 0);
}
END_TEST

START_TEST(documentation_belongs_to_what_it_stands_beside)
{
    const struct syntax_file *file = parse("/// About A,\n///   in two lines.  \n"
                                           "const A = 1; ///< and behind it\n"
                                           "             ///< on two lines\n"
                                           "const B = 2;\n"
                                           "/// Not about C,\n"
                                           "// since this stands between.\n"
                                           "const C = 3;\n"
                                           "const D = 4;\n"
                                           "///< not about D: on the next line\n"
                                           "const E = 5;\n"
                                           "////\n"
                                           "const F = 6;\n");
    ck_assert_str_eq(documentation(file, 0),
                     "About A,\n  in two lines.\nand behind it\non two lines");
    for (size_t i = 1; i < 6; i++) {
        ck_assert_ptr_null(documentation(file, i));
    }
}
END_TEST

START_TEST(numbers)
{
    const struct syntax_file *file =
        parse("const A = 0; const B = 1_000K; const C = 0xff_ffM; const D = 0b1010; const E = "
              "18446744073709551615; const F = 16G;");
    static const uint64_t values[] = {0,  UINT64_C(1000) << 10, UINT64_C(0xffff) << 20,
                                      10, UINT64_MAX,           UINT64_C(16) << 30};
    ck_assert_uint_eq(diagnostics.errors, 0);
    for (size_t i = 0; i < 6; i++) {
        ck_assert_uint_eq(item_at(file, i)->value->terms[0].integer, values[i]);
    }
}
END_TEST

START_TEST(strings)
{
    const struct syntax_file *file = parse("tools \"a\\\"b\\\\c\\n\\r\\t/* // */\";");
    ck_assert_uint_eq(diagnostics.errors, 0);
    ck_assert_str_eq(item_at(file, 0)->name.text, "a\"b\\c\n\r\t/* // */");
}
END_TEST

// A long chain of operators is a long row of terms, and no deep tree.
START_TEST(a_long_expression_needs_no_stack)
{
    enum { TERMS = 300000 };
    struct buffer text;
    buffer_init(&text, &arena);
    buffer_text(&text, "const A = 1");
    for (size_t i = 1; i < TERMS; i++) {
        buffer_text(&text, " + 1");
    }
    buffer_text(&text, ";");
    const struct syntax_file *file = parse(text.bytes);
    ck_assert_uint_eq(diagnostics.errors, 0);
    ck_assert_uint_eq(item_at(file, 0)->value->count, 2 * TERMS - 1);
}
END_TEST

// After a mistake, everything that can still be read is read.
START_TEST(what_follows_a_mistake_is_kept)
{
    const struct syntax_file *file =
        parse("const A = ;\nconst B = 2;\ntabel x { partition y; { z } }\n"
              "const C = 3\nconst D = 4;\n"
              "table t { partition a = 4; partition b data.nvs size 1 "
              "}\nconst E = 5;");
    ck_assert_uint_eq(diagnostics.errors, 5); // each mistake once
    static const char *const kept[] = {"B", "D", "t", "E"};
    ck_assert_uint_eq(file->items.count, 4);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(item_at(file, i)->name.text, kept[i]);
    }
}
END_TEST

START_TEST(random_tokens_never_end_badly)
{
    static const char *const tokens[] = {
        "schema ", "table ", "partition ", "x ",    "\"s\" ", "4K ",      "{ ",     "} ",
        "; ",      ", ",     ". ",         "( ",    ") ",     "= ",       "+ ",     "depends ",
        "on ",     "from ",  "size ",      "fill ", "\n",     "variant ", "const ", "&& ",
        "? ",      ": ",     "/* ",        "*/ ",   "// ",    "[ ",       "] ",     ".. "};
    uint64_t state = 42;
    for (size_t i = 0; i < 3000; i++) {
        struct buffer text;
        buffer_init(&text, &arena);
        for (uint64_t j = unit_random(&state) % 60; j > 0; j--) {
            buffer_text(&text, tokens[unit_random(&state) % (sizeof tokens / sizeof *tokens)]);
        }
        buffer_text(&text, "");
        const struct syntax_file *file = parse(text.bytes);
        for (size_t j = 0; j < file->items.count; j++) {
            struct span span = item_at(file, j)->span;
            ck_assert_uint_le(span.start, span.end);
            ck_assert_uint_ge(span.start, file->source->start);
            ck_assert_uint_le(span.end, file->source->start + file->source->length);
        }
        if (i % 300 == 299) {
            tear_down();
            set_up();
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("syntax");
    TCase *tests = tcase_create("syntax");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, every_node_has_its_text);
    tcase_add_test(tests, expressions_stand_in_postfix_order);
    tcase_add_test(tests, comments_are_kept_in_order);
    tcase_add_test(tests, a_text_alone_has_its_tokens);
    tcase_add_test(tests, documentation_belongs_to_what_it_stands_beside);
    tcase_add_test(tests, numbers);
    tcase_add_test(tests, strings);
    tcase_add_test(tests, a_long_expression_needs_no_stack);
    tcase_add_test(tests, what_follows_a_mistake_is_kept);
    tcase_add_test(tests, random_tokens_never_end_badly);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
