// The check at boot: whatever differs from what the firmware was compiled for is found and named.
#include "table_fixture.h"

#include <pschema/access.h>
#include <pschema/crc32.h>
#include <pschema/layout.h>

enum { ROWS = 6, TABLES = 2, SECOND_AT = 0x20000, HOST_SIZE = 0x4000 };

// Flash with two tables, and the layout that a header for them would have.
struct boot {
    struct fixture fixture;
    struct pschema_layout_row rows[TABLES][ROWS];
    struct pschema_layout_table tables[TABLES];
    struct pschema_layout layout;
};

static struct boot boot;
static struct pschema_flash *const flash = &boot.fixture.flash;
static const struct pschema_difference untouched = {&boot.tables[1], &boot.rows[1][1]};

static void set_up_rows(uint32_t table, uint32_t offset, uint32_t row_size)
{
    static const char *const labels[ROWS] = {"p000", "p001", "p002", "p003", "(checksum)", "(end)"};
    boot.tables[table] =
        (struct pschema_layout_table){.place = {.offset = offset, .size = ROWS * row_size},
                                      .row_size = row_size,
                                      .row_count = ROWS,
                                      .rows = boot.rows[table],
                                      .host_offset = offset,
                                      .host_size = table ? HOST_SIZE : 0};
    strcpy(boot.tables[table].place.label, table ? "second" : "main");
    for (uint32_t i = 0; i < ROWS; i++) {
        const uint8_t *row = boot.fixture.bytes + offset + (size_t)i * row_size;
        boot.rows[table][i].label = labels[i];
        boot.rows[table][i].crc = pschema_crc32(PSCHEMA_CRC32_START, row, row_size);
    }
}

static void set_up_sized(uint32_t first_row_size, uint32_t second_row_size)
{
    uint64_t state = 1;
    fixture_init(&boot.fixture, 4096, 4);
    for (uint32_t i = 0; i < FIXTURE_SIZE; i++) {
        boot.fixture.bytes[i] = (uint8_t)(unit_random(&state) >> 56);
    }
    memset(boot.fixture.bytes + TABLE_AT, 0xff, TABLE_SIZE);
    put_entries(boot.fixture.bytes + TABLE_AT, 4);
    boot.layout = (struct pschema_layout){0x0123456789abcdefu, TABLES, boot.tables};
    set_up_rows(0, TABLE_AT, first_row_size);
    set_up_rows(1, SECOND_AT, second_row_size);
}

static void set_up(void)
{
    set_up_sized(ROW_SIZE, ROW_SIZE);
}

static void expect_same(enum pschema_result expected)
{
    struct pschema_difference difference = untouched;
    ck_assert_int_eq(pschema_layout_check(flash, &boot.layout, &difference), expected);
    ck_assert_ptr_eq(difference.table, untouched.table);
    ck_assert_ptr_eq(difference.row, untouched.row);
    ck_assert_int_eq(pschema_layout_check(flash, &boot.layout, NULL), expected);
    fixture_check(&boot.fixture);
}

static void expect_different(uint32_t table, uint32_t row)
{
    struct pschema_difference difference = {NULL, NULL};
    ck_assert_int_eq(pschema_layout_check(flash, &boot.layout, &difference), PSCHEMA_ERROR_LAYOUT);
    ck_assert_ptr_eq(difference.table, &boot.tables[table]);
    ck_assert_ptr_eq(difference.row, &boot.rows[table][row]);
    ck_assert_int_eq(pschema_layout_check(flash, &boot.layout, NULL), PSCHEMA_ERROR_LAYOUT);
    fixture_check(&boot.fixture);
}

START_TEST(the_crc_is_that_of_the_formats)
{
    ck_assert_uint_eq(pschema_crc32(PSCHEMA_CRC32_START, "123456789", 9), 0xd202d277);
    ck_assert_uint_eq(pschema_crc32(PSCHEMA_CRC32_START, "", 0), 0xffffffff);
    ck_assert_uint_eq(pschema_crc32(PSCHEMA_CRC32_START, "\1\0\0", 4), 0x4743989a);
    ck_assert_uint_eq(pschema_crc32(0, "123456789", 9), 0xcbf43926);
    uint32_t crc = pschema_crc32(PSCHEMA_CRC32_START, "1234", 4);
    ck_assert_uint_eq(pschema_crc32(crc, "56789", 5), 0xd202d277);
}
END_TEST

START_TEST(what_it_was_made_for_is_right)
{
    set_up();
    boot.fixture.simulator.fence_start = TABLE_AT;
    boot.fixture.simulator.fence_end = TABLE_AT + ROWS * ROW_SIZE;
    boot.layout.table_count = 1;
    expect_same(PSCHEMA_OK); // and no byte beside the table was read
}
END_TEST

START_TEST(each_bit_counts)
{
    set_up();
    expect_same(PSCHEMA_OK);
    for (uint32_t table = 0; table < TABLES; table++) {
        for (uint32_t bit = 0; bit < ROWS * ROW_SIZE * 8; bit++) {
            uint32_t address = boot.tables[table].place.offset + bit / 8;
            pschema_simulator_flip(&boot.fixture.simulator, address, bit % 8);
            expect_different(table, bit / 8 / ROW_SIZE);
            pschema_simulator_flip(&boot.fixture.simulator, address, bit % 8);
        }
    }
    expect_same(PSCHEMA_OK);
    for (uint32_t bit = 0; bit < 256; bit++) { // but those before and behind do not
        pschema_simulator_flip(&boot.fixture.simulator, TABLE_AT - 1 - bit / 8, bit % 8);
        pschema_simulator_flip(&boot.fixture.simulator, TABLE_AT + ROWS * ROW_SIZE + bit / 8,
                               bit % 8);
    }
    expect_same(PSCHEMA_OK);
}
END_TEST

START_TEST(the_first_difference_is_named)
{
    set_up();
    for (uint32_t row = ROWS; row-- > 0;) {
        boot.fixture.bytes[TABLE_AT + ROW_SIZE * row + 12] ^= 1;
        boot.fixture.bytes[SECOND_AT + ROW_SIZE * row + 12] ^= 1;
        expect_different(0, row);
    }
    memset(boot.fixture.bytes + TABLE_AT, 0xff, TABLE_SIZE);
    expect_different(0, 0); // no table
}
END_TEST

START_TEST(rows_too_few_too_many_and_exchanged)
{
    uint8_t *table = boot.fixture.bytes + TABLE_AT;
    set_up();
    put_entry(row_at(table, 5), 5); // where the blank row is to be
    expect_different(0, 5);
    for (uint32_t count = 0; count < 4; count++) {
        set_up();
        memset(row_at(table, count), 0xff, TABLE_SIZE - count * ROW_SIZE);
        expect_different(0, count);
    }
    set_up();
    put_entry(row_at(table, 1), 2);
    put_entry(row_at(table, 2), 1);
    expect_different(0, 1);
}
END_TEST

static const uint32_t sizes[] = {1, 2, 7, 16, 31, 32, 33, 63, 64, 65, 130};

START_TEST(rows_may_have_any_size)
{
    set_up_sized(sizes[_i], 131 - sizes[_i]);
    expect_same(PSCHEMA_OK);
    for (uint32_t table = 0; table < TABLES; table++) {
        const uint32_t size = boot.tables[table].row_size;
        for (uint32_t i = 0; i < ROWS * size; i++) {
            uint8_t *byte = &boot.fixture.bytes[boot.tables[table].place.offset + i];
            *byte ^= 0x10;
            expect_different(table, i / size);
            *byte ^= 0x10;
        }
    }
}
END_TEST

START_TEST(each_chip_has_its_tables)
{
    set_up();
    boot.tables[1].place.chip = 1;
    expect_same(PSCHEMA_OK);
    boot.fixture.bytes[SECOND_AT] ^= 1;
    expect_same(PSCHEMA_OK);
    boot.fixture.flash.chip = 1;
    expect_different(1, 0);
    boot.fixture.bytes[SECOND_AT] ^= 1;
    expect_same(PSCHEMA_OK);
    boot.fixture.bytes[TABLE_AT] ^= 1;
    expect_same(PSCHEMA_OK);
    boot.fixture.flash.chip = 2; // none of them is there
    expect_same(PSCHEMA_OK);
    boot.fixture.flash.chip = 0;
    boot.layout = (struct pschema_layout){PSCHEMA_CRC32_START, 0, NULL}; // a schema without tables
    expect_same(PSCHEMA_OK);
}
END_TEST

START_TEST(tables_beyond_the_chip)
{
    static const uint32_t offsets[] = {
        FIXTURE_SIZE - ROWS * ROW_SIZE + 1, FIXTURE_SIZE - 1, FIXTURE_SIZE, 0x80000000,
        UINT32_MAX - ROWS * ROW_SIZE + 1,   UINT32_MAX - 15,  UINT32_MAX};
    set_up();
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
        boot.tables[0].place.offset = offsets[i];
        expect_same(PSCHEMA_ERROR_RANGE);
    }
    boot.tables[0].place.offset = TABLE_AT;
    boot.tables[0].row_size = UINT32_MAX;
    expect_same(PSCHEMA_ERROR_RANGE);
    boot.tables[0].row_size = FIXTURE_SIZE - TABLE_AT + 1;
    expect_same(PSCHEMA_ERROR_RANGE);
}
END_TEST

// Whether a sector can be erased.
static void expect_erase(uint32_t offset, enum pschema_result expected)
{
    const struct pschema_partition sector = {.offset = offset, .size = 4096};
    const struct pschema_writable where = {&sector};
    ck_assert_int_eq(pschema_erase(flash, where, 0, 0), expected);
    ck_assert_int_eq(pschema_erase(flash, where, 0, 4096), expected);
}

START_TEST(nothing_is_written_before_the_check)
{
    const struct pschema_partition sector = {.offset = 0x30000, .size = 4096};
    const struct pschema_writable where = {&sector};
    set_up();
    flash->layout = NULL;
    expect_erase(0x30000, PSCHEMA_ERROR_LAYOUT);
    ck_assert_int_eq(pschema_write(flash, where, 0, "abcd", 4), PSCHEMA_ERROR_LAYOUT);
    ck_assert_uint_eq(boot.fixture.simulator.operations, 0);
    expect_same(PSCHEMA_OK);
    ck_assert_ptr_eq(flash->layout, &boot.layout);
    expect_erase(0x30000, PSCHEMA_OK);
    pschema_simulator_flip(&boot.fixture.simulator, TABLE_AT, 0);
    expect_different(0, 0); // what was found before is forgotten
    expect_erase(0x30000, PSCHEMA_ERROR_LAYOUT);
    pschema_trust_layout(flash, &boot.layout);
    expect_erase(0x30000, PSCHEMA_OK);
}
END_TEST

START_TEST(a_second_level_table_that_differs_forbids_its_partition_alone)
{
    set_up();
    pschema_simulator_flip(&boot.fixture.simulator, SECOND_AT + ROW_SIZE, 0);
    expect_different(1, 1);
    expect_erase(SECOND_AT - 4096, PSCHEMA_OK);
    expect_erase(SECOND_AT, PSCHEMA_ERROR_LAYOUT);
    expect_erase(SECOND_AT + HOST_SIZE - 4096, PSCHEMA_ERROR_LAYOUT);
    expect_erase(SECOND_AT + HOST_SIZE, PSCHEMA_OK);
    pschema_trust_layout(flash, &boot.layout);
    expect_erase(SECOND_AT, PSCHEMA_OK);
}
END_TEST

START_TEST(a_chip_that_fails)
{
    set_up();
    boot.fixture.simulator.is_off = 1;
    expect_same(PSCHEMA_ERROR_FLASH);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("layout check");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, the_crc_is_that_of_the_formats);
    tcase_add_test(all, what_it_was_made_for_is_right);
    tcase_add_test(all, each_bit_counts);
    tcase_add_test(all, the_first_difference_is_named);
    tcase_add_test(all, rows_too_few_too_many_and_exchanged);
    tcase_add_loop_test(all, rows_may_have_any_size, 0, sizeof sizes / sizeof *sizes);
    tcase_add_test(all, each_chip_has_its_tables);
    tcase_add_test(all, tables_beyond_the_chip);
    tcase_add_test(all, nothing_is_written_before_the_check);
    tcase_add_test(all, a_second_level_table_that_differs_forbids_its_partition_alone);
    tcase_add_test(all, a_chip_that_fails);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
