// Records that are stored where flash is erased: what is filled in, what is refused, and what a
// loss of power leaves.
#include "record_fixture.h"

struct sample {
    uint32_t magic;
    uint16_t version;
    int16_t offset;
    uint32_t gain[5];
    uint8_t rest[40];
    uint32_t inner;
    uint32_t crc;
};

enum { SIZE = 76, INNER = 68, CRC = 72 };

static const struct pschema_record_field fields[] = {
    {offsetof(struct sample, magic), 1, 4},  {offsetof(struct sample, version), 1, 2},
    {offsetof(struct sample, offset), 1, 2}, {offsetof(struct sample, gain), 5, 4},
    {offsetof(struct sample, rest), 40, 1},  {offsetof(struct sample, inner), 1, 4},
    {offsetof(struct sample, crc), 1, 4}};
static const struct pschema_record_limit limits[] = {
    {offsetof(struct sample, magic), 1, 4, PSCHEMA_ERROR_NOT_FOUND, 0xcafe0123, 0},
    {offsetof(struct sample, version), 1, 2, PSCHEMA_ERROR_TYPE, 3, 0},
    {offsetof(struct sample, inner), 1, 4, PSCHEMA_ERROR_DAMAGED, 4, 8},
    {offsetof(struct sample, crc), 1, 4, PSCHEMA_ERROR_DAMAGED, 0, CRC}, // over the other one
    {offsetof(struct sample, offset), 1, 2, PSCHEMA_ERROR_VALUE, 0xfe0c, 1000}};
static const struct pschema_record_layout records[2] = {{SIZE, 7, 5, fields, limits, 0},
                                                        {SIZE, 7, 5, fields, limits, 1}};

static struct store store;

static struct sample make_sample(uint8_t number)
{
    struct sample sample = {.offset = (int16_t)(number - 100)};
    for (unsigned i = 0; i < 5; i++) {
        sample.gain[i] = number * 0x01020304u + i;
    }
    memset(sample.rest, number, sizeof sample.rest);
    return sample;
}

static enum pschema_result put(uint32_t index, const struct pschema_record_layout *layout,
                               uint8_t number)
{
    struct sample sample = make_sample(number);
    return pschema_record_store(&store.flash, store.where, index, layout, &sample);
}

static enum pschema_result get(uint32_t index, const struct pschema_record_layout *layout,
                               struct sample *sample)
{
    return pschema_record_load(&store.flash, &store.partition, index, layout, sample);
}

static void expect_sample(uint32_t index, const struct pschema_record_layout *layout,
                          uint8_t number)
{
    struct sample expected = make_sample(number);
    struct sample sample;
    ck_assert_int_eq(get(index, layout, &sample), PSCHEMA_OK);
    ck_assert_uint_eq(sample.magic, 0xcafe0123);
    ck_assert_uint_eq(sample.version, 3);
    ck_assert_int_eq(sample.offset, expected.offset);
    ck_assert_mem_eq(sample.gain, expected.gain, sizeof sample.gain);
    ck_assert_mem_eq(sample.rest, expected.rest, sizeof sample.rest);
}

START_TEST(what_is_stored_is_loaded)
{
    const struct pschema_record_layout *layout = &records[_i % 2];
    uint32_t unit;
    store_init(&store, store_geometries[_i / 2], 8192);
    unit = pschema_view(&store.flash, &store.partition)->program_size;
    ck_assert_int_eq(put(0, layout, 7), PSCHEMA_OK);
    expect_sample(0, layout, 7);
    ck_assert_int_eq(put(0, layout, 7), PSCHEMA_ERROR_NOT_BLANK);
    if (SIZE % unit) { // the end of its last unit was filled up
        ck_assert_int_ne(put(1, layout, 8), PSCHEMA_OK);
        ck_assert_int_ne(put(3, layout, 8), PSCHEMA_OK);
        ck_assert_int_eq(put(unit, layout, 8), PSCHEMA_OK);
    } else {
        ck_assert_int_eq(put(1, layout, 8), PSCHEMA_OK);
    }
    ck_assert_int_eq(put(8192 / SIZE, layout, 8), PSCHEMA_ERROR_RANGE);
    ck_assert_int_eq(put(UINT32_MAX, layout, 8), PSCHEMA_ERROR_RANGE);
    expect_sample(0, layout, 7);
    store_check(&store);
}
END_TEST

START_TEST(the_struct_gets_what_is_filled_in)
{
    struct sample sample = make_sample(1);
    struct sample loaded;
    store_init(&store, store_geometries[0], 8192);
    ck_assert_int_eq(pschema_record_store(&store.flash, store.where, 0, &records[0], &sample),
                     PSCHEMA_OK);
    ck_assert_int_eq(get(0, &records[0], &loaded), PSCHEMA_OK);
    ck_assert_mem_eq(&sample, &loaded, sizeof sample);
}
END_TEST

START_TEST(what_is_refused)
{
    struct sample sample = make_sample(1);
    struct sample loaded;
    store_init(&store, store_geometries[0], 8192);
    sample.offset = 501;
    ck_assert_int_eq(pschema_record_store(&store.flash, store.where, 0, &records[0], &sample),
                     PSCHEMA_ERROR_VALUE);
    sample.offset = -501;
    ck_assert_int_eq(pschema_record_store(&store.flash, store.where, 0, &records[0], &sample),
                     PSCHEMA_ERROR_VALUE);
    store.flash.layout = NULL;
    ck_assert_int_eq(put(0, &records[0], 1), PSCHEMA_ERROR_LAYOUT);
    store.flash.layout = (const struct pschema_layout *)&store;
    store.partition.flags = PSCHEMA_FLAG_READ_ONLY;
    ck_assert_int_eq(put(0, &records[0], 1), PSCHEMA_ERROR_READ_ONLY);
    store.partition.flags = 0;
    ck_assert_int_eq(get(0, &records[0], &loaded), PSCHEMA_ERROR_NOT_FOUND);
    for (uint32_t i = 0; i < SIZE; i++) {
        store.bytes[STORE_OFFSET + i] = 0xfe;
        ck_assert_int_eq(put(0, &records[0], 1), PSCHEMA_ERROR_NOT_BLANK);
        store.bytes[STORE_OFFSET + i] = 0xff;
    }
    store.bytes[STORE_OFFSET + SIZE] = 0;
    ck_assert_uint_eq(store.simulator.operations, 0);
    ck_assert_int_eq(put(0, &records[0], 1), PSCHEMA_OK);
    store_check(&store);
}
END_TEST

// A cut leaves no record or the whole one, and nothing of its neighbours changes.
START_TEST(power_fails_at_any_operation)
{
    const struct pschema_record_layout *layout = &records[_i % 2];
    uint64_t state = (uint64_t)_i + 1;
    uint32_t operations;
    store_init(&store, store_geometries[_i / 2], 8192);
    store_keep(&store);
    ck_assert_int_eq(put(0, layout, 9), PSCHEMA_OK);
    operations = store.simulator.operations;
    for (uint32_t operation = 0; operation < operations; operation++) {
        for (int round = 0; round < 5 * STORE_TEARS; round++) {
            struct sample sample;
            enum pschema_result result;
            store_bring_back(&store);
            pschema_simulator_cut(&store.simulator, operation, store_tears[round % STORE_TEARS],
                                  (uint32_t)(unit_random(&state) >> 32));
            ck_assert_int_ne(put(0, layout, 9), PSCHEMA_OK);
            pschema_simulator_power_on(&store.simulator);
            result = get(0, layout, &sample);
            if (result == PSCHEMA_OK) {
                expect_sample(0, layout, 9);
            } else {
                ck_assert(result == PSCHEMA_ERROR_NOT_FOUND || result == PSCHEMA_ERROR_TYPE ||
                          result == PSCHEMA_ERROR_DAMAGED);
            }
            for (uint32_t i = (SIZE + 31) / 32 * 32; i < 8192; i++) {
                ck_assert_uint_eq(store.bytes[STORE_OFFSET + i], 0xff);
            }
            ck_assert_int_eq(pschema_erase(&store.flash, store.where, 0, store.flash.erase_size),
                             PSCHEMA_OK);
            ck_assert_int_eq(put(0, layout, 10), PSCHEMA_OK);
            expect_sample(0, layout, 10);
        }
    }
    store_check(&store);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("record store");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, what_is_stored_is_loaded, 0, 2 * STORE_GEOMETRIES);
    tcase_add_test(all, the_struct_gets_what_is_filled_in);
    tcase_add_test(all, what_is_refused);
    tcase_add_loop_test(all, power_fails_at_any_operation, 0, 2 * STORE_GEOMETRIES);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
