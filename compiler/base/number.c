// Numbers are kept as sign and magnitude, so that all of int64_t and of uint64_t fit, and every
// operation is a few comparisons of unsigned numbers, none of which overflows unseen.
//
// An operation writes its result in any case, and returns whether it is one: callers report the
// expression, not the number.
#include "number.h"

#include <assert.h>

#define LOWEST_MAGNITUDE (UINT64_C(1) << 63)

// Zero has no sign; below zero there is one number less than int64_t would suggest: -2^63 is the
// last.
static bool make(uint64_t magnitude, bool negative, struct number *result)
{
    *result = (struct number){magnitude, negative && magnitude};
    return !negative || magnitude <= LOWEST_MAGNITUDE;
}

struct number number_of(uint64_t value)
{
    return (struct number){value, false};
}

bool number_is_zero(struct number a)
{
    return a.magnitude == 0;
}

int number_compare(struct number a, struct number b)
{
    if (a.negative != b.negative) {
        return a.negative ? -1 : 1;
    }
    int order = (a.magnitude > b.magnitude) - (a.magnitude < b.magnitude);
    return a.negative ? -order : order;
}

bool number_negate(struct number a, struct number *result)
{
    return make(a.magnitude, !a.negative, result);
}

// ~a = -a - 1 in two's complement of any width.
bool number_complement(struct number a, struct number *result)
{
    return number_negate(a, result) && number_subtract(*result, number_of(1), result);
}

bool number_add(struct number a, struct number b, struct number *result)
{
    if (a.negative == b.negative) {
        uint64_t sum = a.magnitude + b.magnitude; // it has wrapped if it is less than either
        return make(sum, a.negative, result) && sum >= a.magnitude;
    }
    return a.magnitude >= b.magnitude ? make(a.magnitude - b.magnitude, a.negative, result)
                                      : make(b.magnitude - a.magnitude, b.negative, result);
}

bool number_subtract(struct number a, struct number b, struct number *result)
{
    return number_add(a, (struct number){b.magnitude, !b.negative && b.magnitude}, result);
}

bool number_multiply(struct number a, struct number b, struct number *result)
{
    if (a.magnitude && b.magnitude > UINT64_MAX / a.magnitude) {
        return false;
    }
    return make(a.magnitude * b.magnitude, a.negative != b.negative, result);
}

bool number_divide(struct number a, struct number b, struct number *result)
{
    assert(b.magnitude != 0);
    return make(a.magnitude / b.magnitude, a.negative != b.negative, result);
}

bool number_remainder(struct number a, struct number b, struct number *result)
{
    assert(b.magnitude != 0);
    return make(a.magnitude % b.magnitude, a.negative, result);
}

static bool is_shift(struct number count)
{
    return !count.negative && count.magnitude < 64;
}

bool number_shift_left(struct number a, struct number count, struct number *result)
{
    return is_shift(count) && a.magnitude <= UINT64_MAX >> count.magnitude &&
           make(a.magnitude << count.magnitude, a.negative, result);
}

bool number_shift_right(struct number a, struct number count, struct number *result)
{
    if (!is_shift(count)) {
        return false;
    }
    // Two's complement shifts towards minus infinity; a magnitude alone would go towards zero.
    uint64_t shifted = a.magnitude >> count.magnitude;
    bool rounds_down = a.negative && shifted << count.magnitude != a.magnitude;
    return make(shifted + rounds_down, a.negative, result);
}

// The low 64 bits in two's complement; all bits above them are the sign.
static uint64_t bits(struct number a)
{
    return a.negative ? -a.magnitude : a.magnitude;
}

// The number with these low 64 bits and this sign, where there is one.
static bool from_bits(uint64_t value, bool negative, struct number *result)
{
    return make(negative ? -value : value, negative, result) && (!negative || value >> 63);
}

bool number_and(struct number a, struct number b, struct number *result)
{
    return from_bits(bits(a) & bits(b), a.negative && b.negative, result);
}

bool number_or(struct number a, struct number b, struct number *result)
{
    return from_bits(bits(a) | bits(b), a.negative || b.negative, result);
}

bool number_exclusive_or(struct number a, struct number b, struct number *result)
{
    return from_bits(bits(a) ^ bits(b), a.negative != b.negative, result);
}

bool number_align_up(struct number a, struct number unit, struct number *result)
{
    result->negative = false;
    return size_align_up(a.magnitude, unit.magnitude, &result->magnitude);
}

bool number_align_down(struct number a, struct number unit, struct number *result)
{
    *result = number_of(size_align_down(a.magnitude, unit.magnitude));
    return true;
}

bool size_add(uint64_t a, uint64_t b, uint64_t *result)
{
    *result = a + b;
    return *result >= a;
}

bool size_align_up(uint64_t value, uint64_t unit, uint64_t *result)
{
    assert(unit != 0);
    uint64_t excess = value % unit;
    return size_add(value, excess ? unit - excess : 0, result);
}

uint64_t size_align_down(uint64_t value, uint64_t unit)
{
    assert(unit != 0);
    return value - value % unit;
}

bool is_power_of_two(uint64_t value)
{
    return value && (value & (value - 1)) == 0; // one bit, which goes
}
