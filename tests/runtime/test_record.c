// Records, loaded by a table into structs.
#include <pschema/record.h>
#include "digest.h"
#include "flash_fixture.h"

struct sample {
    uint8_t u8;
    int8_t i8;
    uint16_t u16[3];
    int16_t i16;
    uint32_t u32;
    int32_t i32[2];
    float f32;
    uint64_t u64;
    int64_t i64;
    double f64;
    char text[7];
};

// In flash the fields follow each other without gaps, the text first.
enum { MAGIC = 0, VERSION = 4, TEXT = 6, U8 = 13, I8, U16, I16 = 21, U32 = 23, I32 = 27 };
enum { F32 = 35, U64 = 39, I64 = 47, F64 = 55, CRC = 63, INNER = 67, SIZE = 71 };

static const struct pschema_record_field fields[] = {
    {U8, offsetof(struct sample, u8), 1, 1},     {I8, offsetof(struct sample, i8), 1, 1},
    {U16, offsetof(struct sample, u16), 3, 2},   {I16, offsetof(struct sample, i16), 1, 2},
    {U32, offsetof(struct sample, u32), 1, 4},   {I32, offsetof(struct sample, i32), 2, 4},
    {F32, offsetof(struct sample, f32), 1, 4},   {U64, offsetof(struct sample, u64), 1, 8},
    {I64, offsetof(struct sample, i64), 1, 8},   {F64, offsetof(struct sample, f64), 1, 8},
    {TEXT, offsetof(struct sample, text), 7, 1},
};

static const struct pschema_record_constant constants[] = {
    {MAGIC, 4, PSCHEMA_ERROR_NOT_FOUND, 0xcafe0123},
    {VERSION, 2, PSCHEMA_ERROR_TYPE, 3},
};

static const struct pschema_record_checksum checksums[] = {
    {CRC, 0, CRC}, // more than a piece that is read at once
    {INNER, U8, I16},
};

static const struct sample expected = {
    0x81,          -2,    {0x1234, 0xff00, 0x00ff},     -0x1234, 0x89abcdef,
    {-2, 0x12345}, -1.5f, UINT64_C(0x8123456789abcdef), -2,      0.1,
    "a text",
};

static const struct pschema_partition partition = {
    .label = "records", .offset = 8192, .size = 4096};

static void put(uint8_t *bytes, uint64_t number, unsigned width, int is_big_endian)
{
    for (unsigned i = 0; i < width; i++) {
        bytes[is_big_endian ? width - 1 - i : i] = (uint8_t)(number >> 8 * i);
    }
}

static void put_float(uint8_t *bytes, float number, int is_big_endian)
{
    uint32_t bits;
    memcpy(&bits, &number, sizeof bits);
    put(bytes, bits, 4, is_big_endian);
}

static void put_double(uint8_t *bytes, double number, int is_big_endian)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    put(bytes, bits, 8, is_big_endian);
}

static void seal(uint8_t *bytes, int is_big_endian)
{
    put(bytes + CRC, digest_crc32(bytes, CRC), 4, is_big_endian);
    put(bytes + INNER, digest_crc32(bytes + U8, I16 - U8), 4, is_big_endian);
}

static void encode(uint8_t *bytes, int big)
{
    put(bytes + MAGIC, 0xcafe0123, 4, big);
    put(bytes + VERSION, 3, 2, big);
    memcpy(bytes + TEXT, expected.text, 7);
    put(bytes + U8, expected.u8, 1, big);
    put(bytes + I8, (uint64_t)expected.i8, 1, big);
    for (size_t i = 0; i < 3; i++) {
        put(bytes + U16 + 2 * i, expected.u16[i], 2, big);
    }
    put(bytes + I16, (uint64_t)expected.i16, 2, big);
    put(bytes + U32, expected.u32, 4, big);
    for (size_t i = 0; i < 2; i++) {
        put(bytes + I32 + 4 * i, (uint64_t)expected.i32[i], 4, big);
    }
    put_float(bytes + F32, expected.f32, big);
    put(bytes + U64, expected.u64, 8, big);
    put(bytes + I64, (uint64_t)expected.i64, 8, big);
    put_double(bytes + F64, expected.f64, big);
    seal(bytes, big);
}

struct records {
    struct fixture flash;
    struct pschema_record_layout layout;
    uint8_t *first;
};

static void records_init(struct records *records, int is_big_endian)
{
    fixture_init(&records->flash, 4096, 4);
    records->flash.simulator.fence_start = partition.offset;
    records->flash.simulator.fence_end = partition.offset + partition.size;
    records->first = records->flash.bytes + partition.offset;
    records->layout = (struct pschema_record_layout){
        SIZE,      sizeof fields / sizeof *fields, 2, 2, fields, constants,
        checksums, (uint8_t)is_big_endian};
    encode(records->first, is_big_endian);
}

// What fails stores nothing.
static void expect(struct records *records, uint32_t index, enum pschema_result result)
{
    struct sample sample, untouched;
    memset(&sample, 0xee, sizeof sample);
    memset(&untouched, 0xee, sizeof untouched);
    ck_assert_int_eq(
        pschema_record_load(&records->flash.flash, &partition, index, &records->layout, &sample),
        result);
    if (result) {
        ck_assert_mem_eq(&sample, &untouched, sizeof sample);
    } else {
        ck_assert_uint_eq(sample.u8, expected.u8);
        ck_assert_int_eq(sample.i8, expected.i8);
        ck_assert_mem_eq(sample.u16, expected.u16, sizeof sample.u16);
        ck_assert_int_eq(sample.i16, expected.i16);
        ck_assert_uint_eq(sample.u32, expected.u32);
        ck_assert_mem_eq(sample.i32, expected.i32, sizeof sample.i32);
        ck_assert(sample.f32 == expected.f32);
        ck_assert_uint_eq(sample.u64, expected.u64);
        ck_assert_int_eq(sample.i64, expected.i64);
        ck_assert(sample.f64 == expected.f64);
        ck_assert_str_eq(sample.text, expected.text);
    }
    fixture_check(&records->flash);
}

START_TEST(numbers_of_both_orders)
{
    for (int is_big_endian = 0; is_big_endian < 2; is_big_endian++) {
        struct records records;
        records_init(&records, is_big_endian);
        expect(&records, 0, PSCHEMA_OK);
        records.layout.is_big_endian ^= 1;
        expect(&records, 0, PSCHEMA_ERROR_NOT_FOUND);
    }
}
END_TEST

START_TEST(records_lie_behind_each_other)
{
    const uint32_t count = 4096 / SIZE;
    struct records records;
    records_init(&records, 0);
    encode(records.first + (size_t)(count - 1) * SIZE, 0);
    expect(&records, 1, PSCHEMA_ERROR_NOT_FOUND);
    expect(&records, count - 1, PSCHEMA_OK);
    expect(&records, count, PSCHEMA_ERROR_RANGE);
    expect(&records, UINT32_MAX, PSCHEMA_ERROR_RANGE);
    expect(&records, UINT32_MAX / SIZE + 1, PSCHEMA_ERROR_RANGE); // wraps to near 0
    records.layout.size = 4096;
    expect(&records, 0, PSCHEMA_OK);
    expect(&records, 1, PSCHEMA_ERROR_RANGE);
    records.layout.size = 4097;
    expect(&records, 0, PSCHEMA_ERROR_RANGE);
    records.layout.size = UINT32_MAX;
    expect(&records, 2, PSCHEMA_ERROR_RANGE);
}
END_TEST

START_TEST(errors_in_their_order)
{
    struct records records;
    records_init(&records, 0);
    records.first[MAGIC] ^= 1;
    records.first[VERSION] ^= 1;
    expect(&records, 0, PSCHEMA_ERROR_NOT_FOUND);
    records.first[MAGIC] ^= 1;
    expect(&records, 0, PSCHEMA_ERROR_TYPE);
    records.first[VERSION] ^= 1;
    records.first[I32] ^= 1;
    expect(&records, 0, PSCHEMA_ERROR_DAMAGED);
    records.first[I32] ^= 1;
    expect(&records, 0, PSCHEMA_OK);
    records.first[INNER + 3] ^= 0x80;
    expect(&records, 0, PSCHEMA_ERROR_DAMAGED);
    memset(records.first, 0xff, SIZE);
    expect(&records, 0, PSCHEMA_ERROR_NOT_FOUND);
    records.layout.constants = constants + 1; // the version alone would be a matter of the type
    records.layout.constant_count = 1;
    expect(&records, 0, PSCHEMA_ERROR_NOT_FOUND);
    records.flash.simulator.is_off = 1;
    expect(&records, 0, PSCHEMA_ERROR_FLASH);
}
END_TEST

START_TEST(no_bit_is_unprotected)
{
    struct records records;
    records_init(&records, 1);
    for (unsigned bit = 0; bit < INNER * 8; bit++) {
        enum pschema_result result = bit / 8 < VERSION ? PSCHEMA_ERROR_NOT_FOUND
                                     : bit / 8 < TEXT  ? PSCHEMA_ERROR_TYPE
                                                       : PSCHEMA_ERROR_DAMAGED;
        records.first[bit / 8] ^= (uint8_t)(1u << bit % 8);
        expect(&records, 0, result);
        records.first[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}
END_TEST

START_TEST(records_without_checks)
{
    struct records records;
    records_init(&records, 0);
    records.layout.constant_count = 0;
    records.layout.checksum_count = 0;
    memset(records.first + CRC, 0, SIZE - CRC);
    memset(records.first, 0, TEXT);
    expect(&records, 0, PSCHEMA_OK);
    memset(records.first, 0xff, SIZE);
    expect(&records, 0, PSCHEMA_ERROR_NOT_FOUND);
    records.first[SIZE - 1] = 0xfe; // one bit was written
    records.layout.field_count = 0;
    ck_assert_int_eq(
        pschema_record_load(&records.flash.flash, &partition, 0, &records.layout, NULL),
        PSCHEMA_OK);
}
END_TEST

START_TEST(constants_of_all_widths)
{
    static const uint8_t widths[] = {1, 2, 4, 8};
    for (int i = 0; i < 8; i++) {
        struct records records;
        const uint64_t number = UINT64_C(0x8899aabbccddeeff);
        const uint8_t width = widths[i / 2];
        const uint64_t value = width < 8 ? number & ((UINT64_C(1) << 8 * width) - 1) : number;
        struct pschema_record_constant constant = {U64, width, PSCHEMA_ERROR_TYPE, value};
        records_init(&records, i % 2);
        records.layout.constants = &constant;
        records.layout.constant_count = 1;
        records.layout.checksum_count = 0;
        records.layout.field_count = 0;
        put(records.first + U64, value, width, i % 2);
        expect(&records, 1, PSCHEMA_ERROR_NOT_FOUND);
        ck_assert_int_eq(
            pschema_record_load(&records.flash.flash, &partition, 0, &records.layout, NULL),
            PSCHEMA_OK);
        constant.value ^= UINT64_C(1) << (8 * width - 1);
        expect(&records, 0, PSCHEMA_ERROR_TYPE);
        if (width < 8) {
            constant.value = value | UINT64_C(1) << 8 * width;
            expect(&records, 0, PSCHEMA_ERROR_TYPE);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("record");
    TCase *all = tcase_create("all");
    tcase_add_test(all, numbers_of_both_orders);
    tcase_add_test(all, records_lie_behind_each_other);
    tcase_add_test(all, errors_in_their_order);
    tcase_add_test(all, no_bit_is_unprotected);
    tcase_add_test(all, records_without_checks);
    tcase_add_test(all, constants_of_all_widths);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
