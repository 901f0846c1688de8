// Folders as tree_walk() and tree_read() see them.
#include "file_tree.h"
#include "posix.h"

#include "unit.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static struct sources sources;
static struct diagnostics diagnostics;
static struct layout layout;
static struct content content;
static struct partition partition;
static struct image_plan plan;
static const struct image_settings settings;
static struct image_request request;
static struct word folder;
static char root[32];

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    sources_init(&sources, &arena, &host_posix);
    diagnostics_init(&diagnostics, &arena, &sources);
    strcpy(root, "schemac-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    layout = (struct layout){.invocation.schema = "x.pschema"};
    content = (struct content){.generator = "spiffs"};
    partition = (struct partition){.label = "www", .size = 4096, .content = &content};
    plan = (struct image_plan){0};
    request = (struct image_request){
        .plan = &plan,
        .notes = &plan.notes,
        .layout = &layout,
        .partition = &partition,
        .settings = &settings,
        .diagnostics = &diagnostics,
        .sources = &sources,
        .arena = &arena,
    };
    folder = (struct word){.type = WORD_IS_STRING, .text = arena_format(&arena, "%s//", root)};
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static void tear_down(void)
{
    ck_assert_int_eq(nftw(root, remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
    arena_release(&arena);
}

static const char *below(const char *path)
{
    return arena_format(&arena, "%s/%s", root, path);
}

static void add_folder(const char *path)
{
    ck_assert_int_eq(mkdir(below(path), 0777), 0);
}

static void add_file(const char *path, const char *text)
{
    FILE *file = fopen(below(path), "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static void add_link(const char *target, const char *path)
{
    ck_assert_int_eq(symlink(target, below(path)), 0);
}

static struct tree_pattern_list patterns(const char *first, const char *second)
{
    struct tree_pattern_list excluded = {0};
    const struct word words[] = {
        {.type = WORD_IS_NAME, .text = "exclude"},
        {.type = WORD_IS_STRING, .text = first},
        {.type = WORD_IS_STRING, .text = second},
    };
    struct content_line line = {0};
    for (size_t i = 0; i < 3; i++) {
        list_append(&arena, &line.words, &words[i]);
    }
    ck_assert(tree_exclude(&request, &line, &excluded));
    return excluded;
}

static void list_paths(const struct tree_node *node, struct buffer *paths)
{
    for (size_t i = 0; i < node->children.count; i++) {
        const struct tree_node *child = node->children.items[i];
        ck_assert_ptr_eq(child->parent, node);
        buffer_format(paths, "%s%s ", child->path, child->is_folder ? "/" : "");
        list_paths(child, paths);
    }
}

static void expect(const struct tree_node *tree, const char *expected)
{
    struct buffer paths;
    buffer_init(&paths, &arena);
    ck_assert_ptr_nonnull(tree);
    list_paths(tree, &paths);
    ck_assert_str_eq(paths.bytes ? paths.bytes : "", expected);
}

static void expect_problem(const char *problem)
{
    const struct tree_pattern_list none = {0};
    ck_assert_ptr_null(tree_walk(&request, &folder, &none));
    ck_assert_uint_eq(diagnostics.errors, 1);
    const struct diagnostic *diagnostic = diagnostics.kept.items[0];
    ck_assert_int_eq(diagnostic->code, CODE_FOLDER_PROBLEM);
    ck_assert_msg(strstr(diagnostic->message, problem), "%s", diagnostic->message);
}

static void add_some(void)
{
    add_file("b", "bb");
    add_file("B.txt", "");
    add_file(".hidden", "h");
    add_folder("a");
    add_folder("a/empty");
    add_file("a/z", "zzz");
    add_folder("a/b");
    add_file("a/b/c.txt", "text");
}

START_TEST(all_is_found_in_the_order_of_bytes)
{
    const struct tree_pattern_list none = {0};
    add_some();
    struct tree_node *tree = tree_walk(&request, &folder, &none);
    expect(tree, ".hidden B.txt a/ a/b/ a/b/c.txt a/empty/ a/z b ");
    ck_assert_uint_eq(plan.notes.inputs.count, 5);
    ck_assert_str_eq(plan.notes.inputs.items[0], below(".hidden"));
    ck_assert_uint_eq(plan.notes.folders.count, 4);
    ck_assert_str_eq(plan.notes.folders.items[0], root);
    ck_assert(!plan.notes.is_secret);
}
END_TEST

START_TEST(contents_are_read)
{
    const struct tree_pattern_list none = {0};
    add_some();
    ck_assert_int_eq(chmod(below("b"), 0600), 0);
    struct tree_node *tree = tree_walk(&request, &folder, &none);
    ck_assert(plan.notes.is_secret);
    const struct tree_node *full = tree_read(&request, tree, &folder);
    ck_assert_ptr_nonnull(full);
    const struct tree_node *empty = full->children.items[1];
    const struct tree_node *file = full->children.items[3];
    ck_assert_ptr_null(empty->bytes);
    ck_assert_uint_eq(file->size, 2);
    ck_assert_mem_eq(file->bytes, "bb", 2);
}
END_TEST

START_TEST(a_file_that_changes_is_no_file_any_more)
{
    const struct tree_pattern_list none = {0};
    add_some();
    struct tree_node *tree = tree_walk(&request, &folder, &none);
    add_file("b", "bbb");
    unlink(below("a/z"));
    ck_assert(!tree_read(&request, tree, &folder));
    ck_assert_uint_eq(diagnostics.errors, 2);
}
END_TEST

START_TEST(patterns_leave_out)
{
    static const struct {
        const char *first, *second, *expected;
    } cases[] = {
        {"*.txt", "a/z", ".hidden a/ a/b/ a/empty/ b "},
        {"b", "none", ".hidden B.txt a/ a/empty/ a/z "},
        {"/b", "a/*/*.txt", ".hidden B.txt a/ a/b/ a/empty/ a/z "},
        {"./b", "././a/*/*.txt", ".hidden B.txt a/ a/b/ a/empty/ a/z "},
        {"b/", "{empty,z}", ".hidden B.txt a/ "},
        {"[!a]*", "*/*", "a/ "},
        {"*", "", ""},
    };
    add_some();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *second = *cases[i].second ? cases[i].second : "?";
        struct tree_pattern_list excluded = patterns(cases[i].first, second);
        expect(tree_walk(&request, &folder, &excluded), cases[i].expected);
    }
}
END_TEST

START_TEST(links_are_followed_to_files_within)
{
    const struct tree_pattern_list none = {0};
    add_some();
    add_link("../b", "a/link");
    const struct tree_node *tree = tree_walk(&request, &folder, &none);
    expect(tree, ".hidden B.txt a/ a/b/ a/b/c.txt a/empty/ a/link a/z b ");
    const struct tree_node *inner = tree->children.items[2];
    const struct tree_node *link = inner->children.items[2];
    ck_assert_uint_eq(link->size, 2);
}
END_TEST

START_TEST(links_out_are_refused)
{
    add_link("/etc/passwd", "link");
    expect_problem("leads out of the directory");
}
END_TEST

START_TEST(links_to_folders_are_refused)
{
    add_link(".", "link");
    expect_problem("a symbolic link to a directory");
}
END_TEST

START_TEST(links_to_nothing_are_refused)
{
    add_link("link", "link");
    expect_problem("a broken symbolic link");
}
END_TEST

START_TEST(pipes_are_refused)
{
    ck_assert_int_eq(mkfifo(below("pipe"), 0666), 0);
    expect_problem("neither a file nor a directory");
}
END_TEST

START_TEST(endless_depth_is_refused)
{
    const char *path = "d";
    for (size_t i = 0; i < 65; i++) {
        add_folder(path);
        path = arena_format(&arena, "%s/d", path);
    }
    expect_problem("is nested too deeply");
}
END_TEST

START_TEST(a_folder_must_be_there)
{
    ck_assert(tree_exists(&request, &folder));
    ck_assert_uint_eq(plan.notes.folders.count, 1);
    folder.text = below("none");
    ck_assert(!tree_exists(&request, &folder));
    expect_problem("does not exist");
}
END_TEST

START_TEST(a_file_is_no_folder)
{
    add_file("file", "");
    folder.text = below("file");
    expect_problem("is not a directory");
}
END_TEST

START_TEST(nothing_is_read_without_files)
{
    sources.host = &host_none;
    ck_assert(!tree_exists(&request, &folder));
    expect_problem("no files may be read");
}
END_TEST

START_TEST(the_largest_files_are_named)
{
    const struct tree_pattern_list none = {0};
    add_some();
    tree_report_full(&request, tree_walk(&request, &folder, &none), &folder, 12288);
    const struct diagnostic *diagnostic = diagnostics.kept.items[0];
    const struct note *note = diagnostic->notes;
    ck_assert_str_eq(note->message, "it is 8K too small: it needs at least 12K");
    ck_assert_str_eq(note->next->message, "the largest file: `a/b/c.txt`, with 4 bytes");
    ck_assert_str_eq(note->next->next->message, "then: `a/z`, with 3 bytes");
    ck_assert_str_eq(note->next->next->next->message, "then: `b`, with 2 bytes");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tree");
    TCase *cases = tcase_create("tree");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, all_is_found_in_the_order_of_bytes);
    tcase_add_test(cases, contents_are_read);
    tcase_add_test(cases, a_file_that_changes_is_no_file_any_more);
    tcase_add_test(cases, patterns_leave_out);
    tcase_add_test(cases, links_are_followed_to_files_within);
    tcase_add_test(cases, links_out_are_refused);
    tcase_add_test(cases, links_to_folders_are_refused);
    tcase_add_test(cases, links_to_nothing_are_refused);
    tcase_add_test(cases, pipes_are_refused);
    tcase_add_test(cases, endless_depth_is_refused);
    tcase_add_test(cases, a_folder_must_be_there);
    tcase_add_test(cases, a_file_is_no_folder);
    tcase_add_test(cases, nothing_is_read_without_files);
    tcase_add_test(cases, the_largest_files_are_named);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
