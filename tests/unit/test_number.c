// Exact numbers: reading them, checked arithmetic, and how they are shown.
#include "number.h"

#include "unit.h"

// GCC and clang have it on every machine where the tests run; the compiler proper does without.
__extension__ typedef __int128 wide;

static wide widen(struct number number)
{
    return number.negative ? -(wide)number.magnitude : (wide)number.magnitude;
}

static bool in_range(wide value)
{
    return value >= -((wide)1 << 63) && value < (wide)1 << 64;
}

static struct number narrow(wide value)
{
    return (struct number){(uint64_t)(value < 0 ? -value : value), value < 0};
}

static const wide edges[] = {0,
                             1,
                             2,
                             3,
                             63,
                             64,
                             255,
                             4096,
                             ((wide)1 << 31) - 1,
                             (wide)1 << 32,
                             ((wide)1 << 63) - 1,
                             (wide)1 << 63,
                             ((wide)1 << 64) - 1,
                             -1,
                             -2,
                             -64,
                             -4096,
                             -((wide)1 << 63) + 1,
                             -((wide)1 << 63)};

enum { EDGE_COUNT = sizeof edges / sizeof *edges };

typedef bool operator_function(struct number a, struct number b, struct number *result);

static wide shift_right(wide a, wide b)
{
    return a >> b; // arithmetic, in gcc and clang
}

// Check's own assertions are too slow for millions of these.
static void expect(operator_function *operation, wide a, wide b, bool is_defined, wide expected)
{
    struct number result;
    bool fits = operation(narrow(a), narrow(b), &result);
    bool is_canonical = !fits || !result.negative || result.magnitude > 0;
    if (fits != (is_defined && in_range(expected)) || (fits && widen(result) != expected) ||
        !is_canonical) {
        ck_abort_msg("of %s%llu and %s%llu", a < 0 ? "-" : "", (unsigned long long)(a < 0 ? -a : a),
                     b < 0 ? "-" : "", (unsigned long long)(b < 0 ? -b : b));
    }
}

static void expect_all(wide a, wide b)
{
    bool is_shift = b >= 0 && b < 64;
    expect(number_add, a, b, true, a + b);
    expect(number_subtract, a, b, true, a - b);
    // A product of two edges may be beyond 128 bits: too large, then, in any case.
    bool is_small = a == 0 || b == 0 || (a < (wide)1 << 62 && a > -((wide)1 << 62)) ||
                    (b < (wide)1 << 62 && b > -((wide)1 << 62));
    expect(number_multiply, a, b, is_small, is_small ? a * b : 0);
    if (b != 0) {
        expect(number_divide, a, b, true, a / b);
        expect(number_remainder, a, b, true, a % b);
    }
    expect(number_shift_left, a, b, is_shift, is_shift ? a * ((wide)1 << b) : 0);
    expect(number_shift_right, a, b, is_shift, is_shift ? shift_right(a, b) : 0);
    expect(number_and, a, b, true, a & b);
    expect(number_or, a, b, true, a | b);
    expect(number_exclusive_or, a, b, true, a ^ b);
    if (number_compare(narrow(a), narrow(b)) != (a > b) - (a < b)) {
        ck_abort_msg("compared wrongly");
    }
}

START_TEST(edges_agree_with_wider_integers)
{
    for (size_t i = 0; i < EDGE_COUNT; i++) {
        for (size_t j = 0; j < EDGE_COUNT; j++) {
            expect_all(edges[i], edges[j]);
        }
    }
}
END_TEST

static wide random_number(uint64_t *state)
{
    wide value = (wide)(unit_random(state) >> (unit_random(state) % 64));
    return unit_random(state) % 2 && value <= (wide)1 << 63 ? -value : value;
}

START_TEST(random_numbers_agree_with_wider_integers)
{
    uint64_t state = 20261121;
    for (size_t i = 0; i < 200000; i++) {
        wide a = random_number(&state);
        wide b = random_number(&state);
        expect_all(a, i % 3 ? b : b % 70);
    }
}
END_TEST

START_TEST(unary_operations)
{
    struct number result;
    for (size_t i = 0; i < EDGE_COUNT; i++) {
        struct number number = narrow(edges[i]);
        ck_assert_int_eq(number_negate(number, &result), in_range(-edges[i]));
        if (number_negate(number, &result)) {
            ck_assert(widen(result) == -edges[i]);
        }
        ck_assert_int_eq(number_complement(number, &result), in_range(-edges[i] - 1));
        if (number_complement(number, &result)) {
            ck_assert(widen(result) == -edges[i] - 1);
        }
    }
}
END_TEST

START_TEST(alignment)
{
    uint64_t result;
    ck_assert(size_align_up(0, 4096, &result) && result == 0);
    ck_assert(size_align_up(1, 4096, &result) && result == 4096);
    ck_assert(size_align_up(4096, 4096, &result) && result == 4096);
    ck_assert(size_align_up(10, 3, &result) && result == 12);
    ck_assert(!size_align_up(UINT64_MAX, 4096, &result));
    ck_assert_uint_eq(size_align_down(4097, 4096), 4096);
    ck_assert(is_power_of_two(1) && is_power_of_two(4096));
    ck_assert(!is_power_of_two(0) && !is_power_of_two(6));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("number");
    TCase *tests = tcase_create("number");
    tcase_add_test(tests, edges_agree_with_wider_integers);
    tcase_add_test(tests, random_numbers_agree_with_wider_integers);
    tcase_add_test(tests, unary_operations);
    tcase_add_test(tests, alignment);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
