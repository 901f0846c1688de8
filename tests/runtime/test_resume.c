// Updates that are interrupted, and go on after a restart, without anything but the flash itself
// that says how far they came. Whenever the power is cut, and however often, what is finished in
// the end is the whole image; until then its head is blank, so that nothing takes it for an image.
#include "record_fixture.h"

#include <pschema/writer.h>

enum { IMAGE_LIMIT = 16 * 1024 };

static struct store store;
static uint8_t image[IMAGE_LIMIT];
static uint8_t read_back[IMAGE_LIMIT];

static struct store_geometry set_up(int which, uint64_t *state)
{
    struct store_geometry geometry = store_geometries[which];
    store_init(&store, geometry, 16384);
    for (uint32_t i = 0; i < sizeof store.bytes; i++) { // another image was here before
        store.bytes[i] = (uint8_t)(unit_random(state) >> 56);
    }
    memcpy(store.durable, store.bytes, sizeof store.bytes);
    for (uint32_t i = 0; i < IMAGE_LIMIT; i++) {
        image[i] = (uint8_t)(unit_random(state) >> 56);
    }
    return geometry;
}

static uint32_t below(uint64_t *state, uint32_t limit)
{
    return (uint32_t)((unit_random(state) >> 32) % limit);
}

// Sends the image from `position` on, in chunks of any size.
static enum pschema_result send(struct pschema_writer *writer, uint32_t position, uint32_t size,
                                uint64_t *state)
{
    enum pschema_result result = PSCHEMA_OK;
    while (result == PSCHEMA_OK && position < size) {
        uint32_t part = 1 + below(state, 700);
        if (part > size - position) {
            part = size - position;
        }
        result = pschema_writer_write(writer, image + position, part);
        position += part;
    }
    return result ? result : pschema_writer_finish(writer);
}

// As a firmware does it at each start: resumes what is unfinished, else begins. `*position`: from
// where it sends.
static enum pschema_result resume_or_begin(struct pschema_writer *writer, uint32_t size,
                                           uint32_t *position)
{
    enum pschema_result result =
        pschema_writer_resume(writer, &store.flash, store.where, size, image, position);
    if (result == PSCHEMA_ERROR_NOT_FOUND) {
        *position = 0;
        result = pschema_writer_update(writer, &store.flash, store.where, size);
    }
    return result;
}

static bool is_head_blank(void)
{
    return pschema_check_blank(&store.flash, &store.partition, 0, PSCHEMA_HEAD_SIZE) == PSCHEMA_OK;
}

static bool is_whole(uint32_t size)
{
    ck_assert_int_eq(pschema_read(&store.flash, &store.partition, 0, read_back, size), PSCHEMA_OK);
    return memcmp(read_back, image, size) == 0;
}

static uint32_t count_operations(uint32_t size, uint64_t *state)
{
    struct pschema_writer writer;
    uint64_t chunks = *state;
    uint32_t before = store.simulator.operations;
    ck_assert_int_eq(pschema_writer_update(&writer, &store.flash, store.where, size), PSCHEMA_OK);
    ck_assert_int_eq(send(&writer, 0, size, &chunks), PSCHEMA_OK);
    ck_assert(is_whole(size));
    return store.simulator.operations - before;
}

static const uint32_t sizes[] = {1,    31,         32,   33,          511,  512,
                                 3000, 4096 + 512, 8192, 16384 - 300, 16384};

enum { SIZES = sizeof sizes / sizeof *sizes };

// Of an update that began with the old contents, the power is cut at an operation; then restarts,
// some of which are cut, too, until it is finished.
static void interrupt(uint32_t size, uint32_t operation, enum pschema_tear tear, uint64_t *state)
{
    struct pschema_simulator *simulator = &store.simulator;
    struct pschema_writer writer;
    uint32_t position = 0;
    enum pschema_result result;
    uint64_t chunks = *state;
    pschema_simulator_cut(simulator, operation, tear, below(state, 1000) + 1);
    result = pschema_writer_update(&writer, &store.flash, store.where, size);
    if (result == PSCHEMA_OK) {
        result = send(&writer, 0, size, &chunks);
    }
    for (int round = 0; result && round < 50; round++) {
        pschema_simulator_power_on(simulator);
        if (round < 5 && below(state, 2)) {
            pschema_simulator_cut(simulator, below(state, 20),
                                  store_tears[below(state, STORE_TEARS)], below(state, 1000) + 1);
        }
        result = resume_or_begin(&writer, size, &position);
        if (result == PSCHEMA_OK) {
            ck_assert_uint_lt(position, size);
            result = send(&writer, position, size, state);
        }
    }
    pschema_simulator_power_on(simulator);
    ck_assert_int_eq(result, PSCHEMA_OK);
    ck_assert(is_whole(size));
}

START_TEST(any_interruption)
{
    uint64_t state = (uint64_t)_i + 1;
    uint32_t size = sizes[_i % SIZES];
    uint32_t operations, step;
    set_up(_i / SIZES, &state);
    store_keep(&store);
    operations = count_operations(size, &state);
    step = operations < 60 ? 1 : operations / 60;
    for (uint32_t operation = 0; operation < operations; operation += step) {
        for (int tear = 0; tear < STORE_TEARS; tear++) {
            store_bring_back(&store);
            interrupt(size, operation, store_tears[tear], &state);
        }
    }
    store_check(&store);
}
END_TEST

// Between the first erasure and the last operation, flash has no head; and what came so far is
// found, but for a block or two.
START_TEST(it_tells_how_far_it_came)
{
    uint64_t state = (uint64_t)_i + 5;
    struct store_geometry geometry = set_up(_i, &state);
    for (uint32_t sent = 100; sent < 16000; sent += 333) {
        struct pschema_writer writer;
        uint32_t position = 12345;
        ck_assert_int_eq(pschema_writer_update(&writer, &store.flash, store.where, 16384),
                         PSCHEMA_OK);
        ck_assert_int_eq(pschema_writer_write(&writer, image, sent), PSCHEMA_OK);
        ck_assert(is_head_blank()); // and nobody finishes: the power is gone
        pschema_simulator_cut(&store.simulator, 0, PSCHEMA_TEAR_NOTHING, 1);
        pschema_simulator_power_on(&store.simulator);
        enum pschema_result result =
            pschema_writer_resume(&writer, &store.flash, store.where, 16384, image, &position);
        if (result == PSCHEMA_ERROR_NOT_FOUND) { // less than a block came
            ck_assert_uint_le(sent, geometry.erase_size);
            continue;
        }
        ck_assert_int_eq(result, PSCHEMA_OK);
        ck_assert_uint_eq(position % geometry.erase_size, 0);
        ck_assert_uint_le(position, sent);
        ck_assert_uint_ge(position + 2 * geometry.erase_size, sent);
        ck_assert_int_eq(send(&writer, position, 16384, &state), PSCHEMA_OK);
        ck_assert(is_whole(16384));
    }
    store_check(&store);
}
END_TEST

START_TEST(nothing_unfinished_is_not_found)
{
    uint64_t state = 3;
    struct pschema_writer writer;
    uint32_t position = 7;
    set_up(_i, &state);
    store_keep(&store);
    ck_assert_int_eq(
        pschema_writer_resume(&writer, &store.flash, store.where, 9000, image, &position),
        PSCHEMA_ERROR_NOT_FOUND); // another image, whole
    ck_assert_mem_eq(store.bytes, store.kept, sizeof store.bytes);
    memset(store.bytes, 0xff, sizeof store.bytes);
    ck_assert_int_eq(
        pschema_writer_resume(&writer, &store.flash, store.where, 9000, image, &position),
        PSCHEMA_ERROR_NOT_FOUND); // never written
    ck_assert_int_eq(pschema_writer_write(&writer, image, 1), PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_writer_update(&writer, &store.flash, store.where, 9000), PSCHEMA_OK);
    ck_assert_int_eq(send(&writer, 0, 9000, &state), PSCHEMA_OK);
    ck_assert_int_eq(
        pschema_writer_resume(&writer, &store.flash, store.where, 9000, image, &position),
        PSCHEMA_ERROR_NOT_FOUND); // finished
    ck_assert_uint_eq(position, 7);
    ck_assert(is_whole(9000));
}
END_TEST

// What an image has as 0xff is sent again, that is all.
START_TEST(an_image_with_blank_blocks)
{
    uint64_t state = (uint64_t)_i + 11;
    uint32_t operations;
    set_up(_i, &state);
    memset(image + 4096, 0xff, 4096);
    store_keep(&store);
    operations = count_operations(12000, &state);
    for (uint32_t round = 0; round < 60; round++) {
        store_bring_back(&store);
        interrupt(12000, below(&state, operations), store_tears[round % STORE_TEARS], &state);
    }
}
END_TEST

// Another update was given up before. Once this one has done its first operation, nothing of that
// one is taken for its own.
START_TEST(what_was_given_up_is_forgotten)
{
    uint64_t state = (uint64_t)_i + 17;
    struct store_geometry geometry = set_up(_i, &state);
    struct pschema_writer writer;
    uint32_t size = 16384 - 100;
    uint32_t operations;
    ck_assert_int_eq(pschema_writer_update(&writer, &store.flash, store.where, 16384), PSCHEMA_OK);
    ck_assert_int_eq(pschema_writer_write(&writer, image, 3 * geometry.erase_size / 2), PSCHEMA_OK);
    ck_assert_int_eq(pschema_sync(&store.flash), PSCHEMA_OK);
    for (uint32_t i = 0; i < IMAGE_LIMIT; i++) {
        image[i] ^= 0x55;
    }
    store_keep(&store);
    operations = count_operations(size, &state);
    for (uint32_t operation = 1; operation < operations && operation < 60; operation++) {
        for (int tear = 0; tear < STORE_TEARS; tear++) {
            store_bring_back(&store);
            interrupt(size, operation, store_tears[tear], &state);
        }
    }
}
END_TEST

START_TEST(what_is_refused)
{
    uint64_t state = 1;
    struct pschema_writer writer;
    uint32_t position;
    set_up(0, &state);
    ck_assert_int_eq(pschema_writer_update(&writer, &store.flash, store.where, 16385),
                     PSCHEMA_ERROR_SPACE);
    ck_assert_int_eq(
        pschema_writer_resume(&writer, &store.flash, store.where, 16385, image, &position),
        PSCHEMA_ERROR_SPACE);
    store.partition.flags = PSCHEMA_FLAG_READ_ONLY;
    ck_assert_int_eq(pschema_writer_update(&writer, &store.flash, store.where, 100),
                     PSCHEMA_ERROR_READ_ONLY);
    store.partition.flags = 0;
    store.flash.layout = NULL;
    ck_assert_int_eq(pschema_writer_update(&writer, &store.flash, store.where, 100),
                     PSCHEMA_ERROR_LAYOUT);
    ck_assert_int_eq(
        pschema_writer_resume(&writer, &store.flash, store.where, 100, image, &position),
        PSCHEMA_ERROR_LAYOUT);
    ck_assert_uint_eq(store.simulator.operations, 0);
    store.flash.layout = (const struct pschema_layout *)&store;
    ck_assert_int_eq(pschema_writer_update(&writer, &store.flash, store.where, 100), PSCHEMA_OK);
    ck_assert_int_eq(pschema_writer_write(&writer, image, 99), PSCHEMA_OK);
    ck_assert_int_eq(pschema_writer_finish(&writer), PSCHEMA_ERROR_STATE); // one is missing
    ck_assert_int_eq(pschema_writer_write(&writer, image + 99, 2), PSCHEMA_ERROR_SPACE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("resume");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, any_interruption, 0, STORE_GEOMETRIES * SIZES);
    tcase_add_loop_test(all, it_tells_how_far_it_came, 0, STORE_GEOMETRIES);
    tcase_add_loop_test(all, nothing_unfinished_is_not_found, 0, STORE_GEOMETRIES);
    tcase_add_loop_test(all, an_image_with_blank_blocks, 0, STORE_GEOMETRIES);
    tcase_add_loop_test(all, what_was_given_up_is_forgotten, 0, STORE_GEOMETRIES);
    tcase_add_test(all, what_is_refused);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
