// The reader of partition tables in flash: what it lists, what it refuses, what its checksum finds.
#include "../../runtime/src/md5.h"
#include "table_fixture.h"

#include <pschema/table.h>

#include <stdio.h>

static struct fixture fixture;
static uint8_t *const table = fixture.bytes + TABLE_AT;
static struct pschema_table_reader reader;

// The MD5 of so many of put_entry()'s rows, by Python's hashlib.
static const struct {
    uint32_t rows;
    const char *digest;
} digests[] = {
    {0, "\xd4\x1d\x8c\xd9\x8f\x00\xb2\x04\xe9\x80\x09\x98\xec\xf8\x42\x7e"},
    {1, "\xed\x25\xcf\x12\xaa\xf7\x05\x4d\x52\x7e\xce\x3e\x43\x85\x82\xd6"},
    {4, "\x38\x02\x80\x27\x6f\x03\xd5\x30\xaf\xb4\x84\xcc\x82\x80\x08\xcb"},
    {5, "\xeb\xbb\x7f\x05\x4d\xca\xe2\x76\x73\x4a\x57\xf2\xbc\x1c\xb7\xc7"},
    {94, "\xa4\x95\xf9\x2e\x3c\x1e\x6d\x35\x7e\xc5\x97\x55\xb8\xd5\xce\x34"},
    {95, "\x9a\xec\x3c\x81\xdc\xc6\x2e\xe3\x6b\xd7\xdb\xb8\x71\xfb\x13\xc5"},
};
enum { DIGESTS = sizeof digests / sizeof *digests };

// A table of `count` entries, with the MD5 row where `digest` is not null.
static void set_up(uint32_t count, const char *digest)
{
    fixture_init(&fixture, 4096, 4);
    put_entries(table, count);
    if (digest) {
        put_checksum(row_at(table, count), digest);
    }
    fixture.simulator.fence_start = TABLE_AT;
    fixture.simulator.fence_end = TABLE_AT + TABLE_SIZE;
    pschema_table_open_at(&reader, &fixture.flash, TABLE_AT, PSCHEMA_TABLE_SIZE, 0);
}

static enum pschema_result verify(int *has_checksum)
{
    enum pschema_result result = pschema_table_verify(&reader, has_checksum);
    fixture_check(&fixture);
    return result;
}

// Both ways of asking; what is refused says nothing.
static void expect_refused(enum pschema_result expected)
{
    int has_checksum = 7;
    ck_assert_int_eq(verify(&has_checksum), expected);
    ck_assert_int_eq(has_checksum, 7);
    ck_assert_int_eq(verify(NULL), expected);
}

static void expect_verified(int expected)
{
    int has_checksum = 7;
    ck_assert_int_eq(verify(&has_checksum), PSCHEMA_OK);
    ck_assert_int_eq(has_checksum, expected);
    ck_assert_int_eq(verify(NULL), expected ? PSCHEMA_OK : PSCHEMA_ERROR_DAMAGED);
}

static void expect_entry(const struct pschema_partition *entry, uint32_t i)
{
    uint8_t row[ROW_SIZE];
    put_entry(row, i);
    ck_assert_str_eq(entry->label, (const char *)row + 12);
    ck_assert_uint_eq(entry->offset, 0x9000 + 0x1000 * i);
    ck_assert_uint_eq(entry->size, 0x1000);
    ck_assert_uint_eq(entry->flags, 0);
    ck_assert_uint_eq(entry->type, 1);
    ck_assert_uint_eq(entry->subtype, row[3]);
    ck_assert_uint_eq(entry->chip, 0);
}

// Reads all entries; what comes behind the last is `end`, and stays so.
static void expect_entries(uint32_t count, enum pschema_result end)
{
    struct pschema_partition entry;
    for (uint32_t i = 0; i < count; i++) {
        ck_assert_int_eq(pschema_table_next(&reader, &entry), PSCHEMA_OK);
        expect_entry(&entry, i);
    }
    for (unsigned i = 0; i < 3; i++) {
        memset(&entry, 0x55, sizeof entry);
        ck_assert_int_eq(pschema_table_next(&reader, &entry), end);
        for (size_t j = 0; j < sizeof entry; j++) {
            ck_assert_uint_eq(((const uint8_t *)&entry)[j], 0x55);
        }
    }
    fixture_check(&fixture);
}

START_TEST(md5_is_that_of_the_rfc)
{
    static const struct {
        const char *text;
        const char *digest;
    } vectors[] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"a", "0cc175b9c0f1b6a831c399e269772661"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
        {"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
         "d174ab98d277d9f5a5611c2c9f419d9f"},
        {"12345678901234567890123456789012345678901234567890"
         "123456789012345678901234567890",
         "57edf4a22be3c955ac49da2e2107b67a"},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        struct pschema_md5 md5;
        uint8_t digest[PSCHEMA_MD5_SIZE];
        char text[2 * PSCHEMA_MD5_SIZE + 1];
        pschema_md5_init(&md5);
        pschema_md5_add(&md5, (const uint8_t *)vectors[i].text, (uint32_t)strlen(vectors[i].text));
        pschema_md5_finish(&md5, digest);
        for (size_t j = 0; j < PSCHEMA_MD5_SIZE; j++) {
            snprintf(text + 2 * j, 3, "%02x", digest[j]);
        }
        ck_assert_str_eq(text, vectors[i].digest);
    }
}
END_TEST

START_TEST(tables_of_any_length)
{
    const uint32_t rows = digests[_i].rows;
    const int fits = rows < ROW_LIMIT - 1; // MD5 row and blank row, too
    set_up(rows, digests[_i].digest);
    expect_entries(rows, PSCHEMA_ERROR_NOT_FOUND);
    if (fits) {
        expect_verified(1);
    } else {
        expect_refused(PSCHEMA_ERROR_DAMAGED);
    }
    set_up(rows, NULL);
    expect_entries(rows, PSCHEMA_ERROR_NOT_FOUND);
    if (rows) {
        expect_verified(0);
    } else {
        expect_refused(PSCHEMA_ERROR_NOT_FOUND);
    }
}
END_TEST

START_TEST(a_table_without_an_end)
{
    struct pschema_partition entry;
    set_up(ROW_LIMIT, NULL);
    expect_entries(ROW_LIMIT, PSCHEMA_ERROR_DAMAGED);
    expect_refused(PSCHEMA_ERROR_DAMAGED);
    ck_assert_int_eq(pschema_table_find(&reader, "p095", &entry), PSCHEMA_OK);
    ck_assert_int_eq(pschema_table_find(&reader, "p096", &entry), PSCHEMA_ERROR_DAMAGED);
}
END_TEST

START_TEST(each_bit_of_a_table_with_checksum_counts)
{
    set_up(4, digests[2].digest);
    for (uint32_t bit = 0; bit < 6 * ROW_SIZE * 8; bit++) {
        pschema_simulator_flip(&fixture.simulator, TABLE_AT + bit / 8, bit % 8);
        expect_refused(bit < 16 ? PSCHEMA_ERROR_NOT_FOUND : PSCHEMA_ERROR_DAMAGED);
        pschema_simulator_flip(&fixture.simulator, TABLE_AT + bit / 8, bit % 8);
    }
    expect_verified(1);
    for (uint32_t i = 6 * ROW_SIZE; i < TABLE_SIZE; i++) { // behind the end, none does
        pschema_simulator_flip(&fixture.simulator, TABLE_AT + i, i % 8);
    }
    expect_verified(1);
}
END_TEST

// Without a checksum, only what makes a row no row is found.
START_TEST(bits_of_a_table_without_checksum)
{
    set_up(4, NULL);
    for (uint32_t bit = 0; bit < 5 * ROW_SIZE * 8; bit++) {
        pschema_simulator_flip(&fixture.simulator, TABLE_AT + bit / 8, bit % 8);
        if (bit < 16) {
            expect_refused(PSCHEMA_ERROR_NOT_FOUND);
        } else if (bit / 8 % ROW_SIZE < 2 || bit / 8 / ROW_SIZE == 4) {
            expect_refused(PSCHEMA_ERROR_DAMAGED);
        } else {
            expect_verified(0);
        }
        pschema_simulator_flip(&fixture.simulator, TABLE_AT + bit / 8, bit % 8);
    }
}
END_TEST

START_TEST(rows_lost_added_and_exchanged)
{
    for (uint32_t row = 1; row < 4; row++) {
        set_up(4, digests[2].digest);
        memset(row_at(table, row), 0xff, ROW_SIZE); // the table ends early
        expect_verified(0);
        memset(row_at(table, row), 0, ROW_SIZE);
        expect_entries(row, PSCHEMA_ERROR_DAMAGED);
        expect_refused(PSCHEMA_ERROR_DAMAGED);
    }
    set_up(5, digests[2].digest); // one more than the MD5 is of
    expect_refused(PSCHEMA_ERROR_DAMAGED);
    set_up(4, digests[3].digest);
    expect_refused(PSCHEMA_ERROR_DAMAGED);
    set_up(4, digests[2].digest);
    put_entry(table, 1);
    put_entry(row_at(table, 1), 0);
    expect_refused(PSCHEMA_ERROR_DAMAGED);
    set_up(4, digests[2].digest);
    put_entry(row_at(table, 5), 4); // behind the MD5 row
    expect_entries(4, PSCHEMA_ERROR_NOT_FOUND);
    expect_refused(PSCHEMA_ERROR_DAMAGED);
    put_checksum(row_at(table, 5), digests[2].digest);
    expect_refused(PSCHEMA_ERROR_DAMAGED);
}
END_TEST

START_TEST(there_is_no_table)
{
    set_up(0, NULL);
    expect_entries(0, PSCHEMA_ERROR_NOT_FOUND);
    expect_refused(PSCHEMA_ERROR_NOT_FOUND);
    memset(table, 0, TABLE_SIZE);
    expect_entries(0, PSCHEMA_ERROR_DAMAGED);
    expect_refused(PSCHEMA_ERROR_NOT_FOUND);
}
END_TEST

START_TEST(entries_are_found_by_label)
{
    struct pschema_partition entry;
    const char sixteen[] = "sixteen_letters_";
    set_up(5, digests[3].digest);
    put_label(row_at(table, 3), sixteen);
    put_word(row_at(table, 3) + 28, PSCHEMA_FLAG_READ_ONLY | 0x80000000u);
    put_label(row_at(table, 4), "p001"); // a second of that label
    put_label(table, "");                // and one without any
    for (unsigned round = 0; round < 2; round++) {
        ck_assert_int_eq(pschema_table_find(&reader, "p001", &entry), PSCHEMA_OK);
        expect_entry(&entry, 1);
        ck_assert_int_eq(pschema_table_find(&reader, sixteen, &entry), PSCHEMA_OK);
        ck_assert_str_eq(entry.label, sixteen);
        ck_assert_uint_eq(entry.offset, 0xc000);
        ck_assert_uint_eq(entry.flags, PSCHEMA_FLAG_READ_ONLY | 0x80000000u);
        ck_assert_int_eq(pschema_table_find(&reader, "", &entry), PSCHEMA_OK);
        ck_assert_uint_eq(entry.offset, 0x9000);
        static const char *const missing[] = {"p",
                                              "p00",
                                              "p0011",
                                              "p003",
                                              "sixteen_letters",
                                              "sixteen_letters__",
                                              "sixteen_letters_\2", // as the flags go on
                                              "P001",
                                              "sixteen_letters.",
                                              "\xff\xff"};
        for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
            ck_assert_int_eq(pschema_table_find(&reader, missing[i], &entry),
                             PSCHEMA_ERROR_NOT_FOUND);
            ck_assert_uint_eq(entry.offset, 0x9000); // as it was
        }
        while (pschema_table_next(&reader, &entry) == PSCHEMA_OK) {
            // Where the reader is makes no difference.
        }
    }
    fixture_check(&fixture);
}
END_TEST

START_TEST(a_second_level_table)
{
    struct pschema_partition place = {.label = "at_customize", .offset = TABLE_AT, .size = 0x10000};
    struct pschema_partition entry;
    set_up(4, digests[2].digest);
    pschema_table_open(&reader, &fixture.flash, (struct pschema_table){&place}, 3);
    expect_verified(1);
    ck_assert_int_eq(pschema_table_find(&reader, "p002", &entry), PSCHEMA_OK);
    ck_assert_uint_eq(entry.chip, 3);
    // No more is read than a table may have, or than there is.
    put_entries(table, 2 * ROW_LIMIT);
    expect_refused(PSCHEMA_ERROR_DAMAGED);
    place.size = 5 * ROW_SIZE + 31;
    fixture.simulator.fence_end = TABLE_AT + 5 * ROW_SIZE;
    pschema_table_open(&reader, &fixture.flash, (struct pschema_table){&place}, 0);
    expect_entries(5, PSCHEMA_ERROR_DAMAGED);
    expect_refused(PSCHEMA_ERROR_DAMAGED);
    place.flags = PSCHEMA_FLAG_ENCRYPTED;
    pschema_table_open(&reader, &fixture.flash, (struct pschema_table){&place}, 0);
    expect_refused(PSCHEMA_ERROR_ENCRYPTED);
    place.chip = 1;
    pschema_table_open(&reader, &fixture.flash, (struct pschema_table){&place}, 0);
    expect_refused(PSCHEMA_ERROR_CHIP);
}
END_TEST

START_TEST(places_that_cannot_be)
{
    static const uint32_t wrong[][2] = {
        {FIXTURE_SIZE - TABLE_SIZE + 1, TABLE_SIZE},
        {FIXTURE_SIZE, TABLE_SIZE},
        {UINT32_MAX, TABLE_SIZE},
        {0x80000000, TABLE_SIZE},
        {0, FIXTURE_SIZE + 1},
        {TABLE_AT, UINT32_MAX},
        {UINT32_MAX, UINT32_MAX},
        {UINT32_MAX - 31, 32},
    };
    struct pschema_partition entry;
    set_up(0, NULL);
    fixture.simulator.fence_end = 0;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        pschema_table_open_at(&reader, &fixture.flash, wrong[i][0], wrong[i][1], 0);
        ck_assert_int_eq(pschema_table_next(&reader, &entry), PSCHEMA_ERROR_RANGE);
        ck_assert_int_eq(pschema_table_find(&reader, "x", &entry), PSCHEMA_ERROR_RANGE);
        expect_refused(PSCHEMA_ERROR_RANGE);
    }
    for (uint32_t size = 0; size < ROW_SIZE; size++) { // no room for a row
        pschema_table_open_at(&reader, &fixture.flash, TABLE_AT, size, 0);
        expect_refused(PSCHEMA_ERROR_NOT_FOUND);
        expect_entries(0, PSCHEMA_ERROR_DAMAGED);
    }
}
END_TEST

START_TEST(a_chip_that_fails)
{
    struct pschema_partition entry;
    set_up(4, digests[2].digest);
    ck_assert_int_eq(pschema_table_next(&reader, &entry), PSCHEMA_OK);
    fixture.simulator.is_off = 1;
    ck_assert_int_eq(pschema_table_next(&reader, &entry), PSCHEMA_ERROR_FLASH);
    expect_refused(PSCHEMA_ERROR_FLASH);
    fixture.simulator.is_off = 0;
    ck_assert_int_eq(pschema_table_next(&reader, &entry), PSCHEMA_OK); // where it was
    expect_entry(&entry, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("table");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, md5_is_that_of_the_rfc);
    tcase_add_loop_test(all, tables_of_any_length, 0, DIGESTS);
    tcase_add_test(all, a_table_without_an_end);
    tcase_add_test(all, each_bit_of_a_table_with_checksum_counts);
    tcase_add_test(all, bits_of_a_table_without_checksum);
    tcase_add_test(all, rows_lost_added_and_exchanged);
    tcase_add_test(all, there_is_no_table);
    tcase_add_test(all, entries_are_found_by_label);
    tcase_add_test(all, a_second_level_table);
    tcase_add_test(all, places_that_cannot_be);
    tcase_add_test(all, a_chip_that_fails);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
