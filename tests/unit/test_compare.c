// Comparing layouts, and the lock that holds them: single cases, and what must hold of any pair.
#include "compare.h"
#include "driver.h"
#include "lock.h"

#include "unit.h"

#include <inttypes.h>

static struct arena arena;
static struct compilation compilations[2]; // of the old layout and of the new one

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    for (size_t i = 0; i < 2; i++) {
        compilation_init(&compilations[i], &host_none, unit_exhausted);
    }
}

static void tear_down(void)
{
    compilation_release(&compilations[0]);
    compilation_release(&compilations[1]);
    arena_release(&arena);
}

static const struct layout *compile(size_t side, const char *text)
{
    struct invocation invocation = {.schema = "test.pschema", .output = "."};
    compilation_read_text(&compilations[side], "test.pschema", text, strlen(text));
    return compilation_layout(&compilations[side], invocation);
}

static struct comparison compare(const struct layout *before, const struct layout *after)
{
    struct comparison comparison;
    ck_assert_ptr_nonnull(before);
    ck_assert_ptr_nonnull(after);
    comparison_begin(&comparison, &arena, before, after);
    comparison_run(&comparison);
    return comparison;
}

static const struct change *find(const struct comparison *comparison, const char *rule,
                                 const char *subject)
{
    for (size_t i = 0; i < comparison->changes.count; i++) {
        const struct change *change = comparison->changes.items[i];
        if (strcmp(change->rule->name, rule) == 0 && strcmp(change->subject, subject) == 0) {
            return change;
        }
    }
    return NULL;
}

#define HEAD(revision) "schema test revision " revision ";\ntarget esp32 { flash 4M; }\n"
#define TABLE(lines)                                                                               \
    "table main {\n" lines "    partition factory app.factory at 0x10000 size 1M;\n}\n"

START_TEST(classes_have_names)
{
    enum change_severity severity;
    ck_assert(change_severity_find("needs reflash", &severity) && severity == CHANGE_NEEDS_REFLASH);
    ck_assert(change_severity_find("needs-reflash", &severity) && severity == CHANGE_NEEDS_REFLASH);
    ck_assert(change_severity_find("loses_data", &severity) && severity == CHANGE_LOSES_DATA);
    ck_assert(change_severity_find("bricks", &severity) && severity == CHANGE_BRICKS);
    ck_assert(!change_severity_find("needs", &severity));
    ck_assert(!change_severity_find("safely", &severity));
    ck_assert(!change_severity_find("", &severity));
}
END_TEST

START_TEST(rules_have_names_of_their_own)
{
    for (size_t i = 0; i < comparison_rule_count; i++) {
        for (size_t j = 0; j < i; j++) {
            ck_assert_str_ne(comparison_rules[i].name, comparison_rules[j].name);
        }
    }
}
END_TEST

// Each step of matching takes what the ones before have left.
START_TEST(partitions_are_matched_by_name_then_was_then_place)
{
    const struct comparison comparison =
        compare(compile(0, HEAD("1") TABLE("partition a 0x40.1 at 0x9000 size 4K;\n"
                                           "partition b 0x40.2 at 0xa000 size 4K;\n"
                                           "partition c 0x40.3 at 0xb000 size 4K;\n"
                                           "partition d 0x40.4 at 0xc000 size 4K;\n")),
                compile(1, HEAD("1") TABLE("partition a 0x40.1 at 0xc000 size 4K;\n"
                                           "partition x 0x40.2 at 0xd000 size 4K was b;\n"
                                           "partition y 0x40.3 at 0xb000 size 4K;\n"
                                           "partition z 0x40.5 at 0x9000 size 4K;\n")));
    const struct change *change = find(&comparison, "moved", "a");
    ck_assert_ptr_nonnull(change);
    ck_assert_uint_eq(change->before->offset, 0x9000);
    change = find(&comparison, "moved", "x");
    ck_assert_ptr_nonnull(change);
    ck_assert_str_eq(change->before->label, "b");
    change = find(&comparison, "renamed", "y");
    ck_assert_ptr_nonnull(change);
    ck_assert_str_eq(change->before->label, "c");
    ck_assert_ptr_nonnull(find(&comparison, "removed", "d"));
    ck_assert_ptr_nonnull(find(&comparison, "added", "z"));
    ck_assert_uint_eq(comparison.pairs.count, 4);
}
END_TEST

START_TEST(the_worst_change_comes_first)
{
    const struct comparison comparison = compare(
        compile(0, HEAD("1") TABLE("partition nvs data.nvs at 0x200000 size 24K;\n"
                                   "partition crash data.coredump at 0x300000 size 64K;\n")),
        compile(1, HEAD("1") "table main {\n"
                             "    partition crash data.coredump at 0x310000 size 64K;\n"
                             "    partition nvs data.nvs at 0x220000 size 24K;\n"
                             "    partition factory app.factory at 0x20000 size 1M;\n}\n"));
    ck_assert_int_eq(comparison_worst(&comparison), CHANGE_BRICKS);
    enum change_severity last = CHANGE_BRICKS;
    for (size_t i = 0; i < comparison.changes.count; i++) {
        const struct change *change = comparison.changes.items[i];
        ck_assert_int_le(change->severity, last);
        last = change->severity;
    }
    ck_assert_int_eq(last, CHANGE_SAFE);
    ck_assert_uint_eq(comparison_count_worse(&comparison, CHANGE_BRICKS), 0);
    ck_assert_uint_eq(comparison_count_worse(&comparison, CHANGE_LOSES_DATA), 1);
    ck_assert_uint_eq(comparison_count_worse(&comparison, CHANGE_NEEDS_REFLASH), 2);
}
END_TEST

#define NVS_AT(place) TABLE("partition nvs data.nvs at " place " size 24K;\n")

START_TEST(an_allowance_holds_for_its_revision_alone)
{
    static const struct {
        const char *before, *after;
        size_t worse;
    } cases[] = {
        {HEAD("1") NVS_AT("0x9000"), HEAD("2") NVS_AT("0x300000"), 0},
        {HEAD("1") NVS_AT("0x9000"), HEAD("3") NVS_AT("0x300000"), 0}, // a device skipped 2
        {HEAD("2") NVS_AT("0x9000"), HEAD("3") NVS_AT("0x300000"), 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *after =
            arena_format(&arena, "%sallow moved nvs in revision 2, \"why\";\n", cases[i].after);
        const struct comparison comparison =
            compare(compile(0, cases[i].before), compile(1, after));
        ck_assert_uint_eq(comparison_count_worse(&comparison, CHANGE_NEEDS_REFLASH),
                          cases[i].worse);
        tear_down();
        set_up();
    }
}
END_TEST

// A layout of partitions one behind the other: what one of them is lies in a byte of `genes`.
static const char *random_schema(const uint64_t *genes, size_t count)
{
    static const char *const types[] = {"data.nvs",    "data.fat",      "0x40.1",
                                        "data.spiffs", "data.coredump", "0x41.7"};
    struct buffer text;
    uint64_t at = 0x10000;
    buffer_init(&text, &arena);
    buffer_text(&text, "schema test revision 1;\ntarget esp32 { flash 16M; }\ntable main {\n");
    for (size_t i = 0; i < count; i++) {
        uint64_t gene = genes[i];
        uint64_t size = 0x4000 * (1 + (gene >> 8 & 7));
        if (gene >> 32 & 7) { // else it is not there
            buffer_format(&text, "    partition p%zu %s at 0x%" PRIx64 " size 0x%" PRIx64 "%s;\n",
                          i, types[(gene & 0xff) % 6], at + 0x1000 * (gene >> 16 & 3), size,
                          gene >> 24 & 1 && (gene & 0xff) % 6 == 2 ? " encrypted" : "");
        }
        at += 0x30000;
    }
    buffer_text(&text, "    partition factory app.factory at 0xf00000 size 1M;\n}\n");
    return text.bytes;
}

static struct buffer rows_of(const struct layout *layout)
{
    struct buffer rows;
    buffer_init(&rows, &arena);
    layout_encode_rows(layout->tables.items[0], &rows);
    return rows;
}

static bool has_same_rows(const struct layout *a, const struct layout *b)
{
    const struct buffer first = rows_of(a), second = rows_of(b);
    return first.length == second.length && memcmp(first.bytes, second.bytes, first.length) == 0;
}

// What one way is, the other way must be, too.
static void check_symmetry(const struct comparison *there, const struct comparison *back)
{
    static const struct {
        const char *rule, *inverse;
        bool has_same_class;
    } rules[] = {
        {"moved", "moved", true},    {"table", "table", true},   {"flags", "flags", true},
        {"shrunk", "grown", false},  {"grown", "shrunk", false}, {"added", "removed", false},
        {"removed", "added", false},
    };
    for (size_t i = 0; i < there->changes.count; i++) {
        const struct change *change = there->changes.items[i];
        for (size_t j = 0; j < sizeof rules / sizeof *rules; j++) {
            if (strcmp(change->rule->name, rules[j].rule) == 0) {
                const struct change *inverse = find(back, rules[j].inverse, change->subject);
                ck_assert_msg(inverse, "%s", change->reason);
                ck_assert(!rules[j].has_same_class || inverse->severity == change->severity);
            }
        }
    }
}

enum { GENES = 12, SEED = 20261121, PAIRS = 300 };

START_TEST(a_comparison_is_empty_only_where_the_tables_are_the_same)
{
    uint64_t state = SEED;
    size_t same = 0;
    for (size_t round = 0; round < PAIRS; round++) {
        uint64_t genes[GENES];
        for (size_t i = 0; i < GENES; i++) {
            genes[i] = unit_random(&state);
        }
        const struct layout *before = compile(0, random_schema(genes, GENES));
        for (uint64_t changes = unit_random(&state) % 4; changes > 0; changes--) {
            uint64_t shift = 8 * (1 + unit_random(&state) % 4); // anything but its type
            genes[unit_random(&state) % GENES] ^= (unit_random(&state) & 7) << shift;
        }
        const struct layout *after = compile(1, random_schema(genes, GENES));
        const struct comparison self = compare(before, before);
        const struct comparison there = compare(before, after), back = compare(after, before);
        ck_assert_uint_eq(self.changes.count, 0);
        ck_assert_int_eq(there.changes.count == 0, has_same_rows(before, after));
        check_symmetry(&there, &back);
        check_symmetry(&back, &there);
        same += there.changes.count == 0;
        tear_down();
        set_up();
    }
    ck_assert_uint_gt(same, PAIRS / 10);
    ck_assert_uint_lt(same, PAIRS * 9 / 10);
}
END_TEST

static const struct lock *read_lock(const char *text)
{
    const struct source *source =
        sources_add(&compilations[0].sources, "test.lock", text, strlen(text));
    return lock_read(&compilations[0].arena, &compilations[0].diagnostics, source);
}

// What is written is read again as what it was, and written again as the same text.
START_TEST(a_lock_tells_all_of_a_layout)
{
    uint64_t state = SEED;
    for (size_t round = 0; round < PAIRS / 3; round++) {
        uint64_t genes[GENES];
        for (size_t i = 0; i < GENES; i++) {
            genes[i] = unit_random(&state);
        }
        const struct layout *layout = compile(1, random_schema(genes, GENES));
        struct lock_part_list parts = {0};
        struct buffer text, again;
        list_append(&arena, &parts, lock_part_new(&arena, layout, NULL));
        buffer_init(&text, &arena);
        buffer_init(&again, &arena);
        lock_text(NULL, &parts, &text);
        const struct lock *lock = read_lock(text.bytes);
        ck_assert_ptr_nonnull(lock);
        const struct locked *locked = lock_find(lock, 1, NULL);
        ck_assert_ptr_nonnull(locked);
        ck_assert_uint_eq(compare(locked->layout, layout).changes.count, 0);
        ck_assert_uint_eq(compare(layout, locked->layout).changes.count, 0);
        const struct table *table = layout->tables.items[0];
        const struct table *other = locked->layout->tables.items[0];
        ck_assert_uint_eq(other->gaps.count, table->gaps.count);
        parts = (struct lock_part_list){0};
        list_append(&arena, &parts, lock_part_new(&arena, locked->layout, NULL));
        lock_text(lock, &parts, &again);
        ck_assert_str_eq(again.bytes, text.bytes);
        tear_down();
        set_up();
    }
}
END_TEST

START_TEST(a_lock_finds_revisions_and_variants)
{
#define LOCKED(start)                                                                              \
    start " target esp32 esp_idf\n" start " device - size 0x400000 erase 0x1000\n" start           \
          " table main on - reserve 0x1000 at 0x8000\n"
    const struct lock *lock = read_lock("# words\nschemac lock 1\n" LOCKED("3 \"a b\"")
                                            LOCKED("12 -") LOCKED("3 -") LOCKED("7 \"-\""));
    ck_assert_ptr_nonnull(lock);
    ck_assert_uint_eq(lock_last_revision(lock), 12);
    ck_assert_ptr_nonnull(lock_find(lock, 3, "a b"));
    ck_assert_ptr_null(lock_find(lock, 7, NULL));
    ck_assert_ptr_nonnull(lock_find(lock, 7, "-"));
    ck_assert_uint_eq(lock_find_before(lock, 12, NULL)->revision, 3);
    ck_assert_ptr_null(lock_find_before(lock, 3, NULL));
    ck_assert_uint_eq(lock_find_before(lock, 99, NULL)->revision, 12);
}
END_TEST

START_TEST(a_lock_lies_beside_its_schema)
{
    ck_assert_str_eq(lock_path(&arena, "a/thermostat.pschema"), "a/thermostat.lock");
    ck_assert_str_eq(lock_path(&arena, "layout"), "layout.lock");
    ck_assert_str_eq(lock_path(&arena, ".pschema"), ".pschema.lock");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compare");
    TCase *cases = tcase_create("compare");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, classes_have_names);
    tcase_add_test(cases, rules_have_names_of_their_own);
    tcase_add_test(cases, partitions_are_matched_by_name_then_was_then_place);
    tcase_add_test(cases, the_worst_change_comes_first);
    tcase_add_test(cases, an_allowance_holds_for_its_revision_alone);
    tcase_add_test(cases, a_comparison_is_empty_only_where_the_tables_are_the_same);
    tcase_add_test(cases, a_lock_tells_all_of_a_layout);
    tcase_add_test(cases, a_lock_finds_revisions_and_variants);
    tcase_add_test(cases, a_lock_lies_beside_its_schema);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
