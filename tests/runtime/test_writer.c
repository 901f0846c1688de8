// The streaming writer: any chunks, any geometry, and nothing outside of what it was given.
#include "flash_fixture.h"

#include <pschema/writer.h>

enum { OFFSET = 65536, SIZE = 65536, LENGTH = 5003 };

static const struct pschema_partition partition = {.label = "p", .offset = OFFSET, .size = SIZE};
static const struct pschema_writable where = {&partition};

static uint8_t pattern(uint32_t i)
{
    return (uint8_t)(i * 7 + i / 251);
}

static void fill(uint8_t *bytes, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++) {
        bytes[i] = pattern(i);
    }
}

// What has been written is there, filled up; the rest of its last block is erased, and all else is
// as it was: 0.
static void check_flash(const struct fixture *fixture, uint32_t size, uint32_t erase_size)
{
    uint32_t end = (size + erase_size - 1) & ~(erase_size - 1);
    for (uint32_t i = 0; i < FIXTURE_SIZE; i++) {
        uint8_t expected = 0;
        if (i >= OFFSET && i < OFFSET + end) {
            expected = i < OFFSET + size ? pattern(i - OFFSET) : 0xff;
        }
        if (fixture->bytes[i] != expected) {
            ck_abort_msg("byte 0x%x is 0x%02x, not 0x%02x", (unsigned)i, fixture->bytes[i],
                         expected);
        }
    }
    fixture_check(fixture);
}

static void begin(struct fixture *fixture, struct pschema_writer *writer, uint32_t erase_size,
                  uint32_t program_size)
{
    fixture_init(fixture, erase_size, program_size);
    memset(fixture->bytes, 0, FIXTURE_SIZE);
    fixture->simulator.fence_start = OFFSET;
    fixture->simulator.fence_end = OFFSET + SIZE;
    ck_assert_int_eq(pschema_writer_begin(writer, &fixture->flash, where), PSCHEMA_OK);
    ck_assert_uint_eq(fixture->simulator.operations, 0);
}

START_TEST(any_chunk_at_any_unit)
{
    static const uint32_t chunks[] = {1, 2, 3, 7, 31, 32, 33, 64, 255, 256, 1000, 4096, LENGTH};
    uint32_t unit = 1u << _i;
    struct fixture fixture;
    struct pschema_writer writer;
    uint8_t bytes[LENGTH];
    fill(bytes, LENGTH);
    for (uint32_t erase_size = 256; erase_size <= 65536; erase_size *= 4) {
        for (size_t c = 0; c < sizeof chunks / sizeof *chunks; c++) {
            begin(&fixture, &writer, erase_size, unit);
            for (uint32_t done = 0; done < LENGTH; done += chunks[c]) {
                uint32_t size = chunks[c] < LENGTH - done ? chunks[c] : LENGTH - done;
                ck_assert_int_eq(pschema_writer_write(&writer, bytes + done, size), PSCHEMA_OK);
                ck_assert_uint_eq(writer.position, done + size);
            }
            ck_assert_int_eq(pschema_writer_finish(&writer), PSCHEMA_OK);
            check_flash(&fixture, LENGTH, erase_size);
        }
    }
}
END_TEST

START_TEST(whole_partition_and_no_more)
{
    static uint8_t bytes[SIZE];
    struct fixture fixture;
    struct pschema_writer writer;
    fill(bytes, SIZE);
    begin(&fixture, &writer, 4096, 32);
    ck_assert_int_eq(pschema_writer_write(&writer, bytes, SIZE - 5), PSCHEMA_OK);
    ck_assert_int_eq(pschema_writer_write(&writer, bytes + SIZE - 5, 5), PSCHEMA_OK);
    ck_assert_int_eq(pschema_writer_write(&writer, bytes, 0), PSCHEMA_OK);
    ck_assert_int_eq(pschema_writer_finish(&writer), PSCHEMA_OK);
    check_flash(&fixture, SIZE, 4096);
}
END_TEST

START_TEST(what_would_cross_the_end_is_not_begun)
{
    static uint8_t bytes[SIZE];
    struct fixture fixture;
    struct pschema_writer writer;
    uint32_t operations;
    fill(bytes, SIZE);
    begin(&fixture, &writer, 256, 4);
    ck_assert_int_eq(pschema_writer_write(&writer, bytes, 1000), PSCHEMA_OK);
    operations = fixture.simulator.operations;
    ck_assert_int_eq(pschema_writer_write(&writer, bytes, SIZE - 999), PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(fixture.simulator.operations, operations);
    check_flash(&fixture, 992, 256); // in units of PSCHEMA_PROGRAM_SIZE_LIMIT
    // An error is final.
    ck_assert_int_eq(pschema_writer_write(&writer, bytes, 1), PSCHEMA_ERROR_SPACE);
    ck_assert_int_eq(pschema_writer_finish(&writer), PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(fixture.simulator.operations, operations);

    begin(&fixture, &writer, 256, 4);
    ck_assert_int_eq(pschema_writer_write(&writer, bytes, 1), PSCHEMA_OK);
    ck_assert_int_eq(pschema_writer_write(&writer, bytes, 0xffffffff), PSCHEMA_ERROR_SPACE);
    begin(&fixture, &writer, 256, 4);
    writer.limit = 10;
    ck_assert_int_eq(pschema_writer_write(&writer, bytes, 11), PSCHEMA_ERROR_SPACE);
}
END_TEST

START_TEST(finished_is_finished)
{
    struct fixture fixture;
    struct pschema_writer writer;
    begin(&fixture, &writer, 256, 4);
    ck_assert_int_eq(pschema_writer_finish(&writer), PSCHEMA_OK);
    ck_assert_uint_eq(fixture.simulator.operations, 0);
    ck_assert_int_eq(pschema_writer_write(&writer, "a", 1), PSCHEMA_ERROR_STATE);
    ck_assert_int_eq(pschema_writer_finish(&writer), PSCHEMA_ERROR_STATE);
}
END_TEST

START_TEST(failures_of_the_flash_stay)
{
    uint8_t bytes[300];
    struct fixture fixture;
    struct pschema_writer writer;
    fill(bytes, sizeof bytes);
    // The erasure, the first 32 bytes, what needs no buffer; then three times 32, and an erasure.
    for (uint32_t operation = 0; operation < 7; operation++) {
        begin(&fixture, &writer, 256, 32);
        pschema_simulator_cut(&fixture.simulator, operation, PSCHEMA_TEAR_NOTHING, 1);
        ck_assert_int_eq(pschema_writer_write(&writer, bytes, 200),
                         operation < 3 ? PSCHEMA_ERROR_FLASH : PSCHEMA_OK);
        ck_assert_int_eq(pschema_writer_write(&writer, bytes, 100), PSCHEMA_ERROR_FLASH);
        pschema_simulator_power_on(&fixture.simulator);
        ck_assert_int_eq(pschema_writer_write(&writer, bytes, 1), PSCHEMA_ERROR_FLASH);
        ck_assert_int_eq(pschema_writer_finish(&writer), PSCHEMA_ERROR_FLASH);
    }
}
END_TEST

static enum pschema_result try_begin(struct fixture *fixture, struct pschema_partition changed)
{
    struct pschema_writer writer;
    struct pschema_writable to = {&changed};
    enum pschema_result result = pschema_writer_begin(&writer, &fixture->flash, to);
    ck_assert_int_eq(pschema_writer_write(&writer, "", 0), result);
    return result;
}

START_TEST(refuses_what_it_cannot_write)
{
    struct fixture fixture;
    struct pschema_partition changed = partition;
    fixture_init(&fixture, 4096, 4);
    changed.chip = 1;
    ck_assert_int_eq(try_begin(&fixture, changed), PSCHEMA_ERROR_CHIP);
    changed = partition;
    changed.flags = PSCHEMA_FLAG_READ_ONLY;
    ck_assert_int_eq(try_begin(&fixture, changed), PSCHEMA_ERROR_READ_ONLY);
    changed.flags = PSCHEMA_FLAG_ENCRYPTED;
    ck_assert_int_eq(try_begin(&fixture, changed), PSCHEMA_ERROR_ENCRYPTED);
    changed = partition;
    changed.size = FIXTURE_SIZE;
    ck_assert_int_eq(try_begin(&fixture, changed), PSCHEMA_ERROR_RANGE);
    changed.size = 4096 * 2 + 256;
    ck_assert_int_eq(try_begin(&fixture, changed), PSCHEMA_ERROR_ALIGNMENT);
    changed = partition;
    changed.offset += 256;
    changed.size -= 4096;
    ck_assert_int_eq(try_begin(&fixture, changed), PSCHEMA_ERROR_ALIGNMENT);
    fixture.flash.program_size = 64; // more than the writer's tail has room for
    ck_assert_int_eq(try_begin(&fixture, partition), PSCHEMA_ERROR_UNSUPPORTED);
    fixture_check(&fixture);
}
END_TEST

START_TEST(what_is_finished_survives)
{
    static uint8_t durable[FIXTURE_SIZE];
    struct fixture fixture;
    struct pschema_writer writer;
    uint8_t bytes[LENGTH];
    fill(bytes, LENGTH);
    begin(&fixture, &writer, 256, 4);
    memcpy(durable, fixture.bytes, FIXTURE_SIZE);
    fixture.simulator.durable = durable;
    ck_assert_int_eq(pschema_writer_write(&writer, bytes, LENGTH), PSCHEMA_OK);
    ck_assert_int_eq(pschema_writer_finish(&writer), PSCHEMA_OK);
    ck_assert_mem_eq(durable, fixture.bytes, FIXTURE_SIZE);
    check_flash(&fixture, LENGTH, 256);
}
END_TEST

START_TEST(encrypted_partitions_have_their_own_geometry)
{
    struct fixture fixture;
    struct pschema_flash encrypted;
    struct pschema_writer writer;
    struct pschema_partition changed = partition;
    struct pschema_writable to = {&changed};
    uint8_t bytes[33];
    fill(bytes, sizeof bytes);
    begin(&fixture, &writer, 256, 4);
    encrypted = fixture.flash;
    encrypted.erase_size = 4096;
    encrypted.program_size = 32;
    fixture.flash.encrypted = &encrypted;
    changed.flags = PSCHEMA_FLAG_ENCRYPTED;
    ck_assert_int_eq(pschema_writer_begin(&writer, &fixture.flash, to), PSCHEMA_OK);
    ck_assert_int_eq(pschema_writer_write(&writer, bytes, 4), PSCHEMA_OK);
    ck_assert_uint_eq(fixture.simulator.operations, 16); // all erased, nothing written yet
    ck_assert_int_eq(pschema_writer_write(&writer, bytes + 4, 29), PSCHEMA_OK);
    ck_assert_int_eq(pschema_writer_finish(&writer), PSCHEMA_OK);
    ck_assert_uint_eq(fixture.simulator.operations, 18);
    check_flash(&fixture, 33, 4096);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("writer");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, any_chunk_at_any_unit, 0, 6); // units of 1 to 32 bytes
    tcase_add_test(all, whole_partition_and_no_more);
    tcase_add_test(all, what_would_cross_the_end_is_not_begun);
    tcase_add_test(all, finished_is_finished);
    tcase_add_test(all, failures_of_the_flash_stay);
    tcase_add_test(all, refuses_what_it_cannot_write);
    tcase_add_test(all, what_is_finished_survives);
    tcase_add_test(all, encrypted_partitions_have_their_own_geometry);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
