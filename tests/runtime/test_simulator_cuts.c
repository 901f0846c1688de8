// The simulated flash: each accident that a cut of the power can be, over all geometries.
#include "geometry_fixture.h"

enum { SEEDS = 64 };

// What became of a torn operation: units as before, as they were to be, and others.
struct torn {
    uint32_t old_units;
    uint32_t new_units;
    uint32_t mixed_units;
};

static struct torn compare_units(const uint8_t *now, const uint8_t *old, const uint8_t *wanted,
                                 uint32_t size)
{
    const size_t unit = simulator->program_size;
    struct torn torn = {0};
    unsigned foreign = 0; // bits that are from neither
    for (uint32_t i = 0; i < size; i += unit) {
        if (memcmp(old + i, wanted + i, unit) == 0) {
            // Nothing was to change.
        } else if (memcmp(now + i, old + i, unit) == 0) {
            torn.old_units++;
        } else if (memcmp(now + i, wanted + i, unit) == 0) {
            torn.new_units++;
        } else {
            torn.mixed_units++;
        }
        for (uint32_t j = i; j < i + unit; j++) {
            foreign |= (unsigned)((now[j] ^ old[j]) & (now[j] ^ wanted[j]));
        }
    }
    ck_assert_uint_eq(foreign, 0);
    return torn;
}

static void expect_power_is_off(void)
{
    const void *memory;
    keep();
    ck_assert_int_eq(simulator->is_off, 1);
    ck_assert_int_eq(read_one(0), PSCHEMA_ERROR_FLASH);
    ck_assert_int_eq(program(0, data, PIECE), PSCHEMA_ERROR_FLASH);
    ck_assert_int_eq(erase(0, simulator->erase_size), PSCHEMA_ERROR_FLASH);
    ck_assert_int_eq(flash->map(simulator, 0, 1, &memory), PSCHEMA_ERROR_FLASH);
    ck_assert_int_eq(flash->sync(simulator), PSCHEMA_ERROR_FLASH);
    expect_kept();
    check();
}

// Tears one operation, a programming of data over 0xff or the erasure of a block of data.
static struct torn tear(enum pschema_tear mode, int is_erasure, uint32_t seed)
{
    const size_t block = simulator->erase_size;
    const uint32_t size = is_erasure ? block : PIECE;
    static uint8_t blank[LARGEST];
    memset(blank, 0xff, simulator->size);
    pschema_simulator_blank(simulator);
    if (is_erasure) {
        ck_assert_int_eq(program(0, data, simulator->size), PSCHEMA_OK);
    }
    keep();
    pschema_simulator_cut(simulator, 0, mode, seed);
    ck_assert_int_eq(is_erasure ? erase(block, size) : program(block, data, size),
                     PSCHEMA_ERROR_FLASH);
    ck_assert_mem_eq(bytes, before, block);
    ck_assert_mem_eq(bytes + block + size, before + block + size, simulator->size - block - size);
    struct torn torn =
        compare_units(bytes + block, before + block, is_erasure ? blank : data, size);
    if (mode == PSCHEMA_TEAR_PREFIX) {
        const size_t unit = simulator->program_size;
        const uint32_t half = size / unit / 2 * unit;
        ck_assert_mem_eq(bytes + block, is_erasure ? blank : data, half);
    }
    expect_power_is_off();
    pschema_simulator_power_on(simulator);
    ck_assert_int_eq(read_one(0), PSCHEMA_OK);
    return torn;
}

START_TEST(each_tear_leaves_its_own)
{
    set_up(_i);
    for (int is_erasure = 0; is_erasure < 2; is_erasure++) {
        const uint32_t size = is_erasure ? simulator->erase_size : PIECE;
        const uint32_t units = size / simulator->program_size;
        struct torn torn = tear(PSCHEMA_TEAR_NOTHING, is_erasure, 1);
        ck_assert_uint_eq(torn.new_units + torn.mixed_units, 0);
        torn = tear(PSCHEMA_TEAR_PREFIX, is_erasure, 1);
        ck_assert_uint_eq(torn.mixed_units, 0);
        ck_assert_uint_gt(torn.new_units, 0);
        ck_assert_uint_le(torn.new_units, units / 2);
        ck_assert_uint_gt(torn.old_units, 0);
        struct torn any = {0};
        struct torn bits = {0};
        for (uint32_t seed = 1; seed <= 8; seed++) {
            torn = tear(PSCHEMA_TEAR_UNITS, is_erasure, seed);
            ck_assert_uint_eq(torn.mixed_units, 0);
            any.old_units += torn.old_units;
            any.new_units += torn.new_units;
            torn = tear(PSCHEMA_TEAR_BITS, is_erasure, seed);
            bits.mixed_units += torn.mixed_units;
        }
        ck_assert_uint_gt(any.old_units, units);
        ck_assert_uint_gt(any.new_units, units);
        ck_assert_uint_gt(bits.mixed_units, units);
    }
    check();
}
END_TEST

// A single program unit is torn within by bits alone.
START_TEST(a_unit_is_whole_but_for_bits)
{
    set_up(_i);
    const size_t unit = simulator->program_size;
    unsigned partial = 0;
    for (uint32_t seed = 0; seed < SEEDS; seed++) {
        pschema_simulator_blank(simulator);
        keep();
        pschema_simulator_cut(simulator, 0, (enum pschema_tear)(seed % 4), seed);
        ck_assert_int_eq(program(0, data, unit), PSCHEMA_ERROR_FLASH);
        struct torn torn = compare_units(bytes, before, data, unit);
        partial += torn.mixed_units;
        ck_assert_int_eq(torn.mixed_units == 0 || seed % 4 == PSCHEMA_TEAR_BITS, 1);
        pschema_simulator_power_on(simulator);
    }
    ck_assert_uint_gt(partial, SEEDS / 8);
}
END_TEST

START_TEST(the_cut_comes_when_it_was_announced)
{
    set_up(_i);
    const size_t unit = simulator->program_size;
    for (uint32_t count = 0; count < 8; count++) {
        pschema_simulator_blank(simulator);
        simulator->operations = 0;
        pschema_simulator_cut(simulator, count, PSCHEMA_TEAR_NOTHING, 1);
        for (uint32_t i = 0; i < count; i++) {
            ck_assert_int_eq(program(i * unit, data + i * unit, unit), PSCHEMA_OK);
            ck_assert_int_eq(read_one(0), PSCHEMA_OK); // reading is no operation
        }
        ck_assert_int_eq(program(count * unit, data + count * unit, unit), PSCHEMA_ERROR_FLASH);
        ck_assert_uint_eq(simulator->operations, count);
        ck_assert_mem_eq(bytes, data, count * unit);
        expect_power_is_off();
        pschema_simulator_power_on(simulator);
        for (uint32_t i = count; i < 2 * count + 2; i++) { // and it comes once
            ck_assert_int_eq(program(i * unit, data + i * unit, unit), PSCHEMA_OK);
        }
    }
}
END_TEST

START_TEST(erasing_several_blocks_is_cut_between_them)
{
    set_up(_i);
    const size_t block = simulator->erase_size;
    ck_assert_int_eq(program(0, data, simulator->size), PSCHEMA_OK);
    keep();
    memset(before, 0xff, 2 * block);
    simulator->operations = 0;
    pschema_simulator_cut(simulator, 2, PSCHEMA_TEAR_NOTHING, 1);
    ck_assert_int_eq(erase(0, simulator->size), PSCHEMA_ERROR_FLASH);
    expect_kept();
    ck_assert_uint_eq(simulator->operations, 2);
    ck_assert_uint_eq(wear[0] + wear[1], 2);
    ck_assert_uint_eq(wear[2], 0);
    expect_power_is_off();
}
END_TEST

// Units written since the last sync arrive or do not, each by itself; what was synced remains.
START_TEST(what_was_not_synced_arrives_in_part)
{
    enum { APART = 3 * PIECE, UNTOUCHED = 4 * PIECE };
    set_up_durable(_i);
    struct torn sum = {0};
    for (uint32_t seed = 1; seed <= 8; seed++) {
        pschema_simulator_blank(simulator);
        ck_assert_int_eq(program(0, data, PIECE), PSCHEMA_OK);
        ck_assert_int_eq(flash->sync(simulator), PSCHEMA_OK);
        keep();
        ck_assert_int_eq(program(PIECE, data + PIECE, PIECE), PSCHEMA_OK);
        ck_assert_int_eq(program(APART, data + APART, PIECE), PSCHEMA_OK);
        pschema_simulator_cut(simulator, 0, PSCHEMA_TEAR_NOTHING, seed);
        ck_assert_int_eq(program(8 * PIECE, data, PIECE), PSCHEMA_ERROR_FLASH);
        ck_assert_mem_eq(bytes, data, PIECE);
        ck_assert_mem_eq(durable, bytes, simulator->size);
        for (uint32_t at = PIECE; at <= APART; at += APART - PIECE) {
            struct torn torn = compare_units(bytes + at, before + at, data + at, PIECE);
            ck_assert_uint_eq(torn.mixed_units, 0);
            sum.old_units += torn.old_units;
            sum.new_units += torn.new_units;
        }
        ck_assert_mem_eq(bytes + UNTOUCHED, before + UNTOUCHED, simulator->size - UNTOUCHED);
        pschema_simulator_power_on(simulator);
    }
    ck_assert_uint_gt(sum.old_units, (uint32_t)PIECE / simulator->program_size);
    ck_assert_uint_gt(sum.new_units, (uint32_t)PIECE / simulator->program_size);
}
END_TEST

START_TEST(an_erasure_that_was_not_synced_arrives_in_part)
{
    set_up_durable(_i);
    const size_t block = simulator->erase_size;
    ck_assert_int_eq(program(0, data, simulator->size), PSCHEMA_OK);
    ck_assert_int_eq(flash->sync(simulator), PSCHEMA_OK);
    keep();
    ck_assert_int_eq(erase(0, block), PSCHEMA_OK);
    static uint8_t blank[LARGEST];
    memset(blank, 0xff, simulator->size);
    pschema_simulator_cut(simulator, 0, PSCHEMA_TEAR_NOTHING, 7);
    ck_assert_int_eq(erase(block, block), PSCHEMA_ERROR_FLASH);
    struct torn torn = compare_units(bytes, before, blank, block);
    ck_assert_uint_eq(torn.mixed_units, 0);
    ck_assert_uint_gt(torn.old_units, 0);
    ck_assert_uint_gt(torn.new_units, 0);
    ck_assert_mem_eq(bytes + block, data + block, simulator->size - block);
}
END_TEST

START_TEST(a_seed_tells_the_accident)
{
    set_up(_i);
    static uint8_t first[2][LARGEST];
    unsigned different = 0;
    for (unsigned round = 0; round < 2; round++) {
        for (uint32_t seed = 1; seed <= 2; seed++) {
            tear(PSCHEMA_TEAR_BITS, 1, seed);
            if (round == 0) {
                memcpy(first[seed - 1], bytes, simulator->size);
            }
            ck_assert_mem_eq(first[seed - 1], bytes, simulator->size);
        }
        different += memcmp(first[0], first[1], simulator->size) != 0;
    }
    ck_assert_uint_eq(different, 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("simulator_cuts");
    TCase *each = tcase_create("each geometry");
    tcase_set_timeout(each, 60);
    tcase_add_loop_test(each, each_tear_leaves_its_own, 0, GEOMETRIES);
    tcase_add_loop_test(each, a_unit_is_whole_but_for_bits, 0, GEOMETRIES);
    tcase_add_loop_test(each, the_cut_comes_when_it_was_announced, 0, GEOMETRIES);
    tcase_add_loop_test(each, erasing_several_blocks_is_cut_between_them, 0, GEOMETRIES);
    tcase_add_loop_test(each, what_was_not_synced_arrives_in_part, 0, GEOMETRIES);
    tcase_add_loop_test(each, an_erasure_that_was_not_synced_arrives_in_part, 0, GEOMETRIES);
    tcase_add_loop_test(each, a_seed_tells_the_accident, 0, GEOMETRIES);
    suite_add_tcase(suite, each);
    return unit_run(suite);
}
