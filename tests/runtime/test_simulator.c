// The simulated flash: each rule of NOR flash, over all geometries.
#include "geometry_fixture.h"

// The call before was refused: it failed, was counted and changed nothing.
static void expect_violation(enum pschema_result result)
{
    ck_assert_int_eq(result, PSCHEMA_ERROR_FLASH);
    ck_assert_uint_eq(simulator->violations, 1);
    ck_assert_uint_eq(simulator->operations, 0);
    expect_kept();
    simulator->violations = 0;
}

START_TEST(programming_only_clears_bits)
{
    uint8_t less[PIECE];
    set_up(_i);
    ck_assert_int_eq(program(512, data, PIECE), PSCHEMA_OK);
    ck_assert_mem_eq(bytes + 512, data, PIECE);
    for (size_t i = 0; i < PIECE; i++) {
        less[i] = data[i] & 0x5a;
    }
    ck_assert_int_eq(program(512, less, PIECE), PSCHEMA_OK);
    ck_assert_mem_eq(bytes + 512, less, PIECE);
    ck_assert_uint_eq(simulator->operations, 2);
    simulator->operations = 0;
    keep();
    for (unsigned bit = 0; bit < 8; bit++) {
        uint8_t more[PIECE];
        memcpy(more, less, PIECE);
        more[PIECE - 1] = (uint8_t)(1u << bit);
        if (more[PIECE - 1] & ~less[PIECE - 1]) {
            expect_violation(program(512, more, PIECE));
        }
    }
    ck_assert_int_eq(erase(0, simulator->erase_size * (simulator->erase_size > 512 ? 1 : 3)),
                     PSCHEMA_OK);
    ck_assert_int_eq(program(512, data, PIECE), PSCHEMA_OK);
    check();
}
END_TEST

START_TEST(requests_are_aligned_and_within)
{
    const void *memory;
    set_up(_i);
    keep();
    for (uint32_t i = 1; i < simulator->program_size; i++) {
        expect_violation(program(i, data, PIECE));
        expect_violation(program(0, data, i));
    }
    for (uint32_t i = 1; i < simulator->erase_size; i *= 2) {
        expect_violation(erase(i, simulator->erase_size));
        expect_violation(erase(0, i));
    }
    for (uint32_t i = 0; i <= 64; i += 32) {
        uint32_t at = simulator->size - i;
        expect_violation(program(at, data, i + 32));
        expect_violation(flash->read(simulator, at, before, i + 32));
        expect_violation(flash->map(simulator, at, i + 32, &memory));
        expect_violation(
            erase(simulator->size - i * simulator->erase_size, (i + 1) * simulator->erase_size));
    }
    expect_violation(erase(UINT32_MAX - simulator->erase_size + 1, 2 * simulator->erase_size));
    expect_violation(program(UINT32_MAX - 31, data, 64));
    expect_violation(read_one(UINT32_MAX));
    expect_violation(flash->read(simulator, 0, before, simulator->size + 1));
    expect_violation(flash->map(simulator, 0, simulator->size + 1, &memory));
    expect_violation(erase(0, simulator->size + simulator->erase_size));
    expect_violation(program(0, data, 0));
    expect_violation(erase(0, 0));
    expect_violation(flash->read(simulator, 0, before, 0));
    expect_violation(flash->map(simulator, 0, 0, &memory));
    ck_assert_int_eq(read_one(simulator->size - 1), PSCHEMA_OK);
    check();
}
END_TEST

START_TEST(erasing_is_by_blocks_and_wears_them)
{
    set_up(_i);
    const size_t block = simulator->erase_size;
    ck_assert_int_eq(program(0, data, simulator->size), PSCHEMA_OK);
    simulator->operations = 0;
    keep();
    memset(before + block, 0xff, 2 * block);
    ck_assert_int_eq(erase(block, 2 * block), PSCHEMA_OK);
    expect_kept();
    ck_assert_uint_eq(simulator->operations, 2);
    ck_assert_int_eq(erase(2 * block, block), PSCHEMA_OK);
    for (uint32_t i = 0; i < simulator->size / block; i++) {
        ck_assert_uint_eq(wear[i], i == 1 ? 1 : i == 2 ? 2 : 0);
    }
    ck_assert_int_eq(erase(0, simulator->size), PSCHEMA_OK);
    ck_assert_uint_eq(wear[simulator->size / block - 1], 1);
    ck_assert_uint_eq(simulator->operations, 3 + simulator->size / block);
    check();
}
END_TEST

START_TEST(a_flip_is_of_one_bit)
{
    set_up_durable(_i);
    ck_assert_int_eq(program(0, data, PIECE), PSCHEMA_OK); // not synced
    keep();
    for (unsigned bit = 0; bit < 8; bit++) {
        const uint32_t at = bit % 2 ? simulator->size - 1 : bit;
        pschema_simulator_flip(simulator, at, bit);
        before[at] ^= (uint8_t)(1u << bit);
        expect_kept();
        ck_assert_uint_eq(durable[at], (uint8_t) ~(1u << bit)); // what was not synced still is not
        pschema_simulator_flip(simulator, at, bit);
        before[at] ^= (uint8_t)(1u << bit);
        expect_kept();
        ck_assert_uint_eq(durable[at], 0xff);
    }
    pschema_simulator_flip(simulator, simulator->size, 0);
    pschema_simulator_flip(simulator, UINT32_MAX, 7);
    expect_kept();
    check();
}
END_TEST

START_TEST(strays_are_counted_and_done)
{
    const void *memory;
    uint8_t there[64];
    set_up(_i);
    const size_t block = simulator->erase_size;
    const size_t unit = simulator->program_size;
    uint32_t strays = 0;
    simulator->fence_start = block;
    simulator->fence_end = 2 * block;
    ck_assert_int_eq(flash->read(simulator, block, there, 64), PSCHEMA_OK);
    ck_assert_int_eq(read_one(2 * block - 1), PSCHEMA_OK);
    ck_assert_int_eq(erase(block, block), PSCHEMA_OK);
    ck_assert_int_eq(program(2 * block - unit, data, unit), PSCHEMA_OK);
    ck_assert_int_eq(flash->map(simulator, block, block, &memory), PSCHEMA_OK);
    ck_assert_uint_eq(simulator->strays, 0);
    ck_assert_int_eq(read_one(block - 1), PSCHEMA_OK);
    ck_assert_uint_eq(simulator->strays, ++strays);
    ck_assert_int_eq(read_one(2 * block), PSCHEMA_OK);
    ck_assert_uint_eq(simulator->strays, ++strays);
    ck_assert_int_eq(flash->read(simulator, block - 1, there, 2), PSCHEMA_OK);
    ck_assert_uint_eq(simulator->strays, ++strays);
    ck_assert_int_eq(flash->read(simulator, 2 * block - 1, there, 2), PSCHEMA_OK);
    ck_assert_uint_eq(simulator->strays, ++strays);
    ck_assert_int_eq(flash->map(simulator, 0, 4 * block, &memory), PSCHEMA_OK);
    ck_assert_uint_eq(simulator->strays, ++strays);
    ck_assert_int_eq(erase(0, 2 * block), PSCHEMA_OK);
    ck_assert_uint_eq(simulator->strays, ++strays);
    ck_assert_int_eq(program(2 * block, data, unit), PSCHEMA_OK);
    ck_assert_uint_eq(simulator->strays, ++strays);
    ck_assert_mem_eq(bytes + 2 * block, data, unit);
    simulator->fence_end = 0;
    ck_assert_int_eq(read_one(0), PSCHEMA_OK);
    ck_assert_uint_eq(simulator->strays, strays);
    ck_assert_uint_eq(simulator->violations, 0);
}
END_TEST

START_TEST(the_back_end_is_filled)
{
    set_up(_i);
    ck_assert_ptr_eq(flash->context, simulator);
    ck_assert_uint_eq(flash->size, simulator->size);
    ck_assert_uint_eq(flash->erase_size, simulator->erase_size);
    ck_assert_uint_eq(flash->program_size, simulator->program_size);
    ck_assert_uint_eq(flash->chip, 0);
    ck_assert_ptr_null(flash->encrypted);
    simulator->durable = durable;
    memcpy(bytes, data, simulator->size);
    pschema_simulator_init(simulator, flash);
    ck_assert_mem_eq(durable, data, simulator->size);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("simulator");
    TCase *each = tcase_create("each geometry");
    tcase_set_timeout(each, 60);
    tcase_add_loop_test(each, programming_only_clears_bits, 0, GEOMETRIES);
    tcase_add_loop_test(each, requests_are_aligned_and_within, 0, GEOMETRIES);
    tcase_add_loop_test(each, erasing_is_by_blocks_and_wears_them, 0, GEOMETRIES);
    tcase_add_loop_test(each, a_flip_is_of_one_bit, 0, GEOMETRIES);
    tcase_add_loop_test(each, strays_are_counted_and_done, 0, GEOMETRIES);
    tcase_add_loop_test(each, the_back_end_is_filled, 0, GEOMETRIES);
    suite_add_tcase(suite, each);
    return unit_run(suite);
}
