// Exact integers from -2^63 to 2^64-1. Each operation says whether its result is one of them.
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

struct number {
    uint64_t magnitude;
    bool negative; // then 0 < magnitude <= 2^63
};

struct number number_of(uint64_t value);
bool number_is_zero(struct number a);

/// Below, equal or above zero as `a` is less than, equal to or greater than `b`.
int number_compare(struct number a, struct number b);

bool number_negate(struct number a, struct number *result);
bool number_complement(struct number a, struct number *result);
bool number_add(struct number a, struct number b, struct number *result);
bool number_subtract(struct number a, struct number b, struct number *result);
bool number_multiply(struct number a, struct number b, struct number *result);

/// As C divides: towards zero; the remainder has the sign of `a`. `b` is not zero.
bool number_divide(struct number a, struct number b, struct number *result);
bool number_remainder(struct number a, struct number b, struct number *result);

/// Shifts by 0 to 63 bits; to the right, negative numbers stay negative, as two's complement does.
bool number_shift_left(struct number a, struct number count, struct number *result);
bool number_shift_right(struct number a, struct number count, struct number *result);

/// Bit by bit, on two's complement of unlimited width.
bool number_and(struct number a, struct number b, struct number *result);
bool number_or(struct number a, struct number b, struct number *result);
bool number_exclusive_or(struct number a, struct number b, struct number *result);

/// Up or down to the next multiple of `unit`; neither may be negative, nor `unit` zero.
bool number_align_up(struct number a, struct number unit, struct number *result);
bool number_align_down(struct number a, struct number unit, struct number *result);

// The same for plain sizes and offsets.
bool size_add(uint64_t a, uint64_t b, uint64_t *result);
bool size_align_up(uint64_t value, uint64_t unit, uint64_t *result);
uint64_t size_align_down(uint64_t value, uint64_t unit);
bool is_power_of_two(uint64_t value);

#endif
