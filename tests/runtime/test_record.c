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
    uint32_t magic;
    uint16_t version;
    uint32_t crc;
    uint32_t inner;
};

// In flash the fields follow each other without gaps, the text first.
enum { MAGIC = 0, VERSION = 4, TEXT = 6, U8 = 13, I8, U16, I16 = 21, U32 = 23, I32 = 27 };
enum { F32 = 35, U64 = 39, I64 = 47, F64 = 55, CRC = 63, INNER = 67, SIZE = 71 };

static const struct pschema_record_field fields[] = {
    {offsetof(struct sample, magic), 1, 4}, {offsetof(struct sample, version), 1, 2},
    {offsetof(struct sample, text), 7, 1},  {offsetof(struct sample, u8), 1, 1},
    {offsetof(struct sample, i8), 1, 1},    {offsetof(struct sample, u16), 3, 2},
    {offsetof(struct sample, i16), 1, 2},   {offsetof(struct sample, u32), 1, 4},
    {offsetof(struct sample, i32), 2, 4},   {offsetof(struct sample, f32), 1, 4},
    {offsetof(struct sample, u64), 1, 8},   {offsetof(struct sample, i64), 1, 8},
    {offsetof(struct sample, f64), 1, 8},   {offsetof(struct sample, crc), 1, 4},
    {offsetof(struct sample, inner), 1, 4},
};

static const struct pschema_record_limit limits[] = {
    {offsetof(struct sample, magic), 1, 4, PSCHEMA_ERROR_NOT_FOUND, 0xcafe0123, 0},
    {offsetof(struct sample, version), 1, 2, PSCHEMA_ERROR_TYPE, 3, 0},
    {offsetof(struct sample, crc), 1, 4, PSCHEMA_ERROR_DAMAGED, 0, CRC}, // more than a piece
    {offsetof(struct sample, inner), 1, 4, PSCHEMA_ERROR_DAMAGED, U8, I16},
};

static const struct sample expected = {
    0x81,
    -2,
    {0x1234, 0xff00, 0x00ff},
    -0x1234,
    0x89abcdef,
    {-2, 0x12345},
    -1.5f,
    UINT64_C(0x8123456789abcdef),
    -2,
    0.1,
    "a text",
    0,
    0,
    0,
    0,
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
    records->layout = (struct pschema_record_layout){.size = SIZE,
                                                     .field_count = sizeof fields / sizeof *fields,
                                                     .limit_count = 4,
                                                     .fields = fields,
                                                     .limits = limits,
                                                     .is_big_endian = (uint8_t)is_big_endian};
    encode(records->first, is_big_endian);
}

static void expect(struct records *records, uint32_t index, enum pschema_result result)
{
    struct sample sample;
    memset(&sample, 0xee, sizeof sample);
    ck_assert_int_eq(
        pschema_record_load(&records->flash.flash, &partition, index, &records->layout, &sample),
        result);
    if (result == PSCHEMA_OK) {
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

static enum pschema_result read_noise(void *context, uint32_t address, void *buffer, uint32_t size)
{
    struct fixture *fixture = context;
    memcpy(buffer, fixture->bytes + address, size);
    for (uint32_t i = 0; i < size; i++) {
        ((uint8_t *)buffer)[i] ^= (uint8_t)((address + i) * 37 + 11);
    }
    return PSCHEMA_OK;
}

// Through encryption, erased flash is noise, which a record without constants may be.
START_TEST(blank_is_blank_through_encryption)
{
    struct pschema_partition secret = partition;
    struct pschema_flash encrypted;
    struct records records;
    struct sample sample;
    records_init(&records, 0);
    records.layout.limit_count = 0;
    secret.flags = PSCHEMA_FLAG_ENCRYPTED;
    encrypted = records.flash.flash;
    encrypted.context = &records.flash;
    encrypted.read = read_noise;
    records.flash.flash.encrypted = &encrypted;
    ck_assert_int_eq(
        pschema_record_load(&records.flash.flash, &secret, 0, &records.layout, &sample),
        PSCHEMA_OK);
    ck_assert_int_eq(
        pschema_record_load(&records.flash.flash, &secret, 1, &records.layout, &sample),
        PSCHEMA_ERROR_NOT_FOUND);
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
    records.layout.size = 4096; // of which the fields have the first
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
    records.layout.limits = limits + 1; // the version alone would be a matter of the type
    records.layout.limit_count = 1;
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
    records.layout.limit_count = 0;
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

static const struct {
    uint32_t offset;
    uint32_t place;
    uint8_t width;
} numbers[] = {{U8, offsetof(struct sample, u8), 1},
               {U16, offsetof(struct sample, u16), 2},
               {U32, offsetof(struct sample, u32), 4},
               {U64, offsetof(struct sample, u64), 8}};

START_TEST(constants_of_all_widths)
{
    for (int i = 0; i < 8; i++) {
        struct records records;
        struct sample sample;
        const uint64_t number = UINT64_C(0x8899aabbccddeeff);
        const uint8_t width = numbers[i / 2].width;
        const uint64_t value = width < 8 ? number & ((UINT64_C(1) << 8 * width) - 1) : number;
        struct pschema_record_limit constant = {numbers[i / 2].place, 1,     width,
                                                PSCHEMA_ERROR_TYPE,   value, 0};
        records_init(&records, i % 2);
        records.layout.limits = &constant;
        records.layout.limit_count = 1;
        put(records.first + numbers[i / 2].offset, value, width, i % 2);
        ck_assert_int_eq(
            pschema_record_load(&records.flash.flash, &partition, 0, &records.layout, &sample),
            PSCHEMA_OK);
        constant.low ^= UINT64_C(1) << (8 * width - 1);
        expect(&records, 0, PSCHEMA_ERROR_TYPE);
    }
}
END_TEST

// Ranges that begin and end at all places, of numbers with and without a sign, in arrays, too.
START_TEST(ranges_hold)
{
    static const int64_t ends[] = {-128, -100, -1, 0, 1, 99, 100, 127};
    enum { ENDS = sizeof ends / sizeof *ends };
    struct records records;
    struct pschema_record_limit limit = {offsetof(struct sample, i8), 1, 1,
                                         PSCHEMA_ERROR_VALUE,         0, 0};
    records_init(&records, 0);
    records.layout.limits = &limit;
    records.layout.limit_count = 1;
    for (int low = 0; low < ENDS; low++) {
        for (int high = low; high < ENDS; high++) {
            limit.low = (uint8_t)ends[low];
            limit.length = (uint64_t)(ends[high] - ends[low]);
            for (int value = -128; value < 128; value++) {
                struct sample sample;
                records.first[I8] = (uint8_t)value;
                ck_assert_int_eq(pschema_record_load(&records.flash.flash, &partition, 0,
                                                     &records.layout, &sample),
                                 value < ends[low] || value > ends[high] ? PSCHEMA_ERROR_VALUE
                                                                         : PSCHEMA_OK);
            }
        }
    }
    for (unsigned i = 0; i < 3; i++) { // each value of an array
        limit = (struct pschema_record_limit){offsetof(struct sample, u16), 3, 2,
                                              PSCHEMA_ERROR_VALUE,          0, 0xff00};
        encode(records.first, 0);
        expect(&records, 0, PSCHEMA_OK);
        put(records.first + U16 + 2 * i, 0xff01, 2, 0);
        expect(&records, 0, PSCHEMA_ERROR_VALUE);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("record");
    TCase *all = tcase_create("all");
    tcase_add_test(all, numbers_of_both_orders);
    tcase_add_test(all, blank_is_blank_through_encryption);
    tcase_add_test(all, records_lie_behind_each_other);
    tcase_add_test(all, errors_in_their_order);
    tcase_add_test(all, no_bit_is_unprotected);
    tcase_add_test(all, records_without_checks);
    tcase_add_test(all, constants_of_all_widths);
    tcase_add_test(all, ranges_hold);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
