// The attributes that gatts_read() gives to other generators.
#include "gatts.h"
#include "posix.h"

#include "unit.h"

#include <stdio.h>
#include <unistd.h>

static struct arena arena;
static struct sources sources;
static struct diagnostics diagnostics;
static char folder[32];
static const char *table;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    sources_init(&sources, &arena, &host_posix);
    diagnostics_init(&diagnostics, &arena, &sources);
    strcpy(folder, "schemac-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    table = arena_format(&arena, "%s/table.csv", folder);
}

static void tear_down(void)
{
    unlink(table);
    rmdir(folder);
    arena_release(&arena);
}

static bool read_text(const char *text, struct gatts_attribute_list *attributes)
{
    FILE *file = fopen(table, "w");
    fputs(text, file);
    fclose(file);
    struct layout layout = {.invocation.schema = arena_format(&arena, "%s/x.pschema", folder)};
    struct content content = {.generator = "nvs"};
    struct partition partition = {.content = &content};
    struct image_request request = {
        .layout = &layout,
        .partition = &partition,
        .diagnostics = &diagnostics,
        .sources = &sources,
        .arena = &arena,
    };
    struct text_list paths = {0};
    list_append(&arena, &paths, table);
    return gatts_read(&request, &paths, (struct span){0}, attributes);
}

START_TEST(attributes_have_values_and_their_cells)
{
    struct gatts_attribute_list attributes = {0};
    ck_assert(read_text("# index,uuid_len,uuid,perm,max_len,cur_len,value\n"
                        "0,16,0x2800,0x01,2,2,a00a\n\n"
                        "1,32, abcdef01 ,17,,,\n"
                        "2,128,0XED2B4E3B2820492F9507DF165285E831,0x7f7,512,\"1\",0x30\n"
                        "3,16,2901,0\n",
                        &attributes));
    ck_assert_uint_eq(attributes.count, 4);
    static const struct gatts_attribute expected[] = {
        {0, 16, "2800", 1, 2, 2, "A00A", "0,16,0x2800,0x01,2,2,a00a", NULL, {0, 0}},
        {1, 32, "ABCDEF01", 17, 512, 0, "", "1,32,abcdef01,17,,,", NULL, {0, 0}},
        {2,
         128,
         "ED2B4E3B2820492F9507DF165285E831",
         0x7f7,
         512,
         1,
         "30",
         "2,128,0XED2B4E3B2820492F9507DF165285E831,0x7f7,512,1,0x30",
         NULL,
         {0, 0}},
        {3, 16, "2901", 0, 512, 0, "", "3,16,2901,0,,,", NULL, {0, 0}},
    };
    for (size_t i = 0; i < attributes.count; i++) {
        const struct gatts_attribute *attribute = attributes.items[i];
        ck_assert_uint_eq(attribute->index, expected[i].index);
        ck_assert_uint_eq(attribute->uuid_length, expected[i].uuid_length);
        ck_assert_str_eq(attribute->uuid, expected[i].uuid);
        ck_assert_uint_eq(attribute->permissions, expected[i].permissions);
        ck_assert_uint_eq(attribute->max_length, expected[i].max_length);
        ck_assert_uint_eq(attribute->current_length, expected[i].current_length);
        ck_assert_str_eq(attribute->value, expected[i].value);
        ck_assert_str_eq(attribute->cells, expected[i].cells);
    }
}
END_TEST

START_TEST(cells_are_joined_in_the_usual_order)
{
    struct gatts_attribute_list attributes = {0};
    ck_assert(read_text("value,perm,uuid,index,uuid_len,val_cur_len,val_max_len\n"
                        "A00A,0x01,0x2800,0,16,2,4\n",
                        &attributes));
    const struct gatts_attribute *attribute = attributes.items[0];
    ck_assert_str_eq(attribute->cells, "0,16,0x2800,0x01,4,2,A00A");
    ck_assert_int_eq(attribute->order[0], GATTS_VALUE);
    ck_assert_int_eq(attribute->order[6], GATTS_MAX_LENGTH);
}
END_TEST

START_TEST(mistakes_are_reported)
{
    struct gatts_attribute_list attributes = {0};
    ck_assert(!read_text("0,16,0x2800,0x01,2,2,A0\n", &attributes));
    ck_assert_uint_eq(attributes.count, 0);
    ck_assert_uint_eq(diagnostics.errors, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gatts");
    TCase *tests = tcase_create("gatts");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, attributes_have_values_and_their_cells);
    tcase_add_test(tests, cells_are_joined_in_the_usual_order);
    tcase_add_test(tests, mistakes_are_reported);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
