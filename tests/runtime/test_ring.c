// Records that are appended. Whatever happens to the power, the latest is the one that append
// acknowledged last, or the one after it that was on its way.
#include "record_fixture.h"

#include <pschema/crc32.h>

struct small {
    uint32_t count;
    uint16_t note;
};

struct large {
    uint32_t magic;
    uint64_t count;
    uint8_t rest[53];
    uint32_t crc;
};

static const struct pschema_record_field small_fields[] = {{offsetof(struct small, count), 1, 4},
                                                           {offsetof(struct small, note), 1, 2}};
static const struct pschema_record_layout small_record = {6, 2, 0, small_fields, NULL, 0};

static const struct pschema_record_field large_fields[] = {{offsetof(struct large, magic), 1, 4},
                                                           {offsetof(struct large, count), 1, 8},
                                                           {offsetof(struct large, rest), 53, 1},
                                                           {offsetof(struct large, crc), 1, 4}};
static const struct pschema_record_limit large_limits[] = {
    {offsetof(struct large, magic), 1, 4, PSCHEMA_ERROR_NOT_FOUND, 0xcafe, 0},
    {offsetof(struct large, crc), 1, 4, PSCHEMA_ERROR_DAMAGED, 0, 65},
    {offsetof(struct large, count), 1, 8, PSCHEMA_ERROR_VALUE, 0, 1000000}};
static const struct pschema_record_layout large_record = {69, 4, 3, large_fields, large_limits, 1};

// Slots of 32 bytes fill a sector; those of 96 leave something over at its end.
static const struct pschema_ring_layout small_ring = {&small_record, 0, 32};
static const struct pschema_ring_layout large_ring = {&large_record, 0, 96};

struct subject {
    struct store store;
    struct pschema_ring_layout ring;
    bool is_large;
};

static struct subject subject;

static void set_up(int which, uint32_t sectors)
{
    const struct store_geometry geometry = store_geometries[which / 2];
    subject.is_large = which % 2;
    subject.ring = subject.is_large ? large_ring : small_ring;
    subject.ring.sector_size = geometry.erase_size < 512 ? 512 : geometry.erase_size;
    store_init(&subject.store, geometry, sectors * subject.ring.sector_size);
}

static enum pschema_result append(uint32_t count)
{
    struct small small = {count, (uint16_t)~count};
    struct large large = {.count = count};
    void *record = &small;
    if (subject.is_large) {
        memset(large.rest, (int)(count & 0xff), sizeof large.rest);
        record = &large;
    }
    return pschema_ring_append(&subject.store.flash, subject.store.where, &subject.ring, record);
}

// The number of the latest record, which is whole; 0: there is none.
static uint32_t latest(void)
{
    struct small small = {0, 0};
    struct large large = {0};
    enum pschema_result result =
        pschema_ring_latest(&subject.store.flash, &subject.store.partition, &subject.ring,
                            subject.is_large ? (void *)&large : &small);
    if (result == PSCHEMA_ERROR_NOT_FOUND) {
        return 0;
    }
    ck_assert_int_eq(result, PSCHEMA_OK);
    if (!subject.is_large) {
        ck_assert_uint_eq(small.note, (uint16_t)~small.count);
        return small.count;
    }
    for (size_t i = 0; i < sizeof large.rest; i++) {
        ck_assert_uint_eq(large.rest[i], large.count & 0xff);
    }
    return (uint32_t)large.count;
}

static uint32_t slots_of_ring(void)
{
    return subject.store.partition.size / subject.ring.sector_size *
           (subject.ring.sector_size / subject.ring.slot_size);
}

START_TEST(the_latest_is_the_last)
{
    for (uint32_t sectors = 2; sectors <= 4; sectors++) {
        set_up(_i, sectors);
        ck_assert_uint_eq(latest(), 0);
        for (uint32_t count = 1; count <= 3 * slots_of_ring() + 1; count++) {
            ck_assert_int_eq(append(count), PSCHEMA_OK);
            ck_assert_uint_eq(latest(), count);
        }
        store_check(&subject.store);
    }
}
END_TEST

// An append is cut at one of its operations; the one after it as well. What was acknowledged is
// there, else what was before or what was on its way.
static void cut_append(uint32_t count, uint32_t operation, enum pschema_tear tear, uint64_t *state)
{
    struct pschema_simulator *simulator = &subject.store.simulator;
    uint32_t after = 0;
    pschema_simulator_cut(simulator, operation, tear, (uint32_t)(unit_random(state) >> 32));
    ck_assert_int_ne(append(count), PSCHEMA_OK);
    pschema_simulator_power_on(simulator);
    after = latest();
    ck_assert_msg(after == count - 1 || after == count, "latest is %u after %u", after, count);
    pschema_simulator_cut(simulator, (uint32_t)(unit_random(state) >> 62),
                          store_tears[unit_random(state) >> 62],
                          (uint32_t)(unit_random(state) >> 32));
    if (append(count + 1) == PSCHEMA_OK) {
        pschema_simulator_power_on(simulator);
        ck_assert_uint_eq(latest(), count + 1);
    } else {
        uint32_t then;
        pschema_simulator_power_on(simulator);
        then = latest();
        ck_assert_msg(then == after || then == count + 1, "latest is %u after %u", then, after);
    }
    ck_assert_int_eq(append(count + 2), PSCHEMA_OK);
    ck_assert_uint_eq(latest(), count + 2);
}

START_TEST(power_fails_at_any_operation)
{
    uint64_t state = (uint64_t)_i + 1;
    set_up(_i, 2);
    for (uint32_t count = 1; count <= 2 * slots_of_ring() + 2; count++) {
        uint32_t before = subject.store.simulator.operations;
        uint32_t operations;
        store_keep(&subject.store);
        ck_assert_int_eq(append(count), PSCHEMA_OK);
        operations = subject.store.simulator.operations - before;
        ck_assert_uint_ge(operations, 1);
        for (uint32_t operation = 0; operation < operations; operation++) {
            for (int tear = 0; tear < STORE_TEARS; tear++) {
                store_bring_back(&subject.store);
                cut_append(count, operation, store_tears[tear], &state);
            }
        }
        store_bring_back(&subject.store);
        ck_assert_int_eq(append(count), PSCHEMA_OK);
    }
    store_check(&subject.store);
}
END_TEST

// A life of appends, with cuts here and there, against what was acknowledged.
START_TEST(a_life_with_power_cuts)
{
    uint64_t state = (uint64_t)_i + 99;
    uint32_t acknowledged = 0;
    set_up(_i, 2 + (uint32_t)_i % 3);
    for (uint32_t count = 1; count <= 3000; count++) {
        struct pschema_simulator *simulator = &subject.store.simulator;
        enum pschema_result result;
        uint32_t now;
        if (unit_random(&state) >> 62 == 0) {
            pschema_simulator_cut(simulator, (uint32_t)(unit_random(&state) >> 61),
                                  store_tears[unit_random(&state) >> 62],
                                  (uint32_t)(unit_random(&state) >> 32));
        }
        result = append(count);
        pschema_simulator_power_on(simulator);
        now = latest();
        ck_assert(now == count || (result && now == acknowledged));
        acknowledged = now;
    }
    store_check(&subject.store);
}
END_TEST

START_TEST(each_sector_wears_alike)
{
    static uint32_t wear[STORE_CHIP / 256];
    uint32_t sectors = 4;
    set_up(_i, sectors);
    memset(wear, 0, sizeof wear);
    subject.store.simulator.wear = wear;
    for (uint32_t count = 1; count <= 10 * slots_of_ring(); count++) {
        ck_assert_int_eq(append(count), PSCHEMA_OK);
    }
    for (uint32_t block = 0; block < subject.store.partition.size / subject.store.flash.erase_size;
         block++) {
        ck_assert_uint_eq(wear[STORE_OFFSET / subject.store.flash.erase_size + block], 10);
    }
}
END_TEST

START_TEST(what_is_refused)
{
    struct large large = {.count = 1000001};
    struct pschema_writable where = subject.store.where;
    set_up(1, 2);
    where = subject.store.where;
    ck_assert_int_eq(pschema_ring_append(&subject.store.flash, where, &subject.ring, &large),
                     PSCHEMA_ERROR_VALUE);
    subject.store.flash.layout = NULL;
    ck_assert_int_eq(append(1), PSCHEMA_ERROR_LAYOUT);
    subject.store.flash.layout = (const struct pschema_layout *)&subject;
    subject.store.partition.flags = PSCHEMA_FLAG_READ_ONLY;
    ck_assert_int_eq(append(1), PSCHEMA_ERROR_READ_ONLY);
    subject.store.partition.flags = 0;
    subject.ring.sector_size = 128; // the chip erases more at once
    ck_assert_int_eq(append(1), PSCHEMA_ERROR_ALIGNMENT);
    ck_assert_uint_eq(subject.store.simulator.operations, 0);
    subject.ring.sector_size = 512;
    ck_assert_int_eq(append(1), PSCHEMA_OK);
    ck_assert_uint_eq(latest(), 1);
}
END_TEST

// The bytes of a slot, as the compiler makes them and `dump` reads them.
START_TEST(slots_have_the_bytes_of_the_format)
{
    static const uint8_t slot[32] = {0xa7, 0xb7, 0x11, 0xca, 0xd8, 0xff, 0x03, 0x00,
                                     0x58, 0xb7, 0xdf, 0xa7, 0xff, 0xff, 0xff, 0xff,
                                     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                     0x01, 0x00, 0x00, 0x00, 0x44, 0x51, 0xda, 0xba};
    struct calibration {
        uint32_t magic;
        int16_t offset;
        uint16_t gain;
        uint32_t crc;
    } calibration = {0, -40, 3, 0};
    static const struct pschema_record_field fields[] = {
        {offsetof(struct calibration, magic), 1, 4},
        {offsetof(struct calibration, offset), 1, 2},
        {offsetof(struct calibration, gain), 1, 2},
        {offsetof(struct calibration, crc), 1, 4}};
    static const struct pschema_record_limit limits[] = {
        {offsetof(struct calibration, magic), 1, 4, PSCHEMA_ERROR_NOT_FOUND, 0xca11b7a7, 0},
        {offsetof(struct calibration, crc), 1, 4, PSCHEMA_ERROR_DAMAGED, 0, 8}};
    static const struct pschema_record_layout record = {12, 4, 2, fields, limits, 0};
    static const struct pschema_ring_layout ring = {&record, 512, 32};
    set_up(0, 2);
    ck_assert_int_eq(
        pschema_ring_append(&subject.store.flash, subject.store.where, &ring, &calibration),
        PSCHEMA_OK);
    ck_assert_mem_eq(subject.store.bytes + STORE_OFFSET, slot, sizeof slot);
}
END_TEST

// Sequence numbers that append never writes, behind checksums that are right.
START_TEST(numbers_of_no_record)
{
    static const uint32_t numbers[] = {0, UINT32_MAX};
    for (int i = 0; i < 2; i++) {
        uint8_t slot[32] = {0};
        uint32_t crc;
        set_up(0, 2);
        memset(slot + 24, (int)(numbers[i] & 0xff), 4);
        crc = pschema_crc32(PSCHEMA_CRC32_START, slot, 28);
        for (int byte = 0; byte < 4; byte++) {
            slot[28 + byte] = (uint8_t)(crc >> 8 * byte);
        }
        memcpy(subject.store.bytes + STORE_OFFSET + 32, slot, sizeof slot);
        ck_assert_uint_eq(latest(), 0);
        ck_assert_int_eq(append(1), PSCHEMA_OK);
        ck_assert_uint_eq(latest(), 1);
    }
}
END_TEST

START_TEST(the_last_number_is_the_end)
{
    uint8_t *slot = subject.store.bytes + STORE_OFFSET;
    uint32_t crc;
    set_up(0, 2);
    ck_assert_int_eq(append(5), PSCHEMA_OK);
    memset(slot + 24, 0xff, 4);
    slot[24] = 0xfe;
    crc = pschema_crc32(PSCHEMA_CRC32_START, slot, 28);
    for (int byte = 0; byte < 4; byte++) {
        slot[28 + byte] = (uint8_t)(crc >> 8 * byte);
    }
    ck_assert_uint_eq(latest(), 5);
    ck_assert_int_eq(append(6), PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(latest(), 5);
}
END_TEST

// Whatever flash holds, nothing outside of the ring is touched, and it ends.
START_TEST(any_contents)
{
    uint64_t state = (uint64_t)_i + 7;
    for (int round = 0; round < 200; round++) {
        set_up(_i, 2 + (uint32_t)round % 3);
        for (uint32_t i = 0; i < STORE_CHIP; i++) {
            uint64_t bits = unit_random(&state) >> 54;
            subject.store.bytes[i] = bits < 700 ? 0xff : (uint8_t)bits;
        }
        memcpy(subject.store.durable, subject.store.bytes, STORE_CHIP);
        ck_assert_uint_eq(latest(), 0); // no CRC is right by chance
        ck_assert_int_eq(append(5), PSCHEMA_OK);
        ck_assert_uint_eq(latest(), 5);
        store_check(&subject.store);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ring");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, the_latest_is_the_last, 0, 2 * STORE_GEOMETRIES);
    tcase_add_loop_test(all, power_fails_at_any_operation, 0, 2 * STORE_GEOMETRIES);
    tcase_add_loop_test(all, a_life_with_power_cuts, 0, 2 * STORE_GEOMETRIES);
    tcase_add_loop_test(all, each_sector_wears_alike, 0, 2 * STORE_GEOMETRIES);
    tcase_add_test(all, what_is_refused);
    tcase_add_test(all, slots_have_the_bytes_of_the_format);
    tcase_add_test(all, numbers_of_no_record);
    tcase_add_test(all, the_last_number_is_the_end);
    tcase_add_loop_test(all, any_contents, 0, 2 * STORE_GEOMETRIES);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
