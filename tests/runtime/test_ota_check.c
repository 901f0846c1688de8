// Marks of layouts in applications: found wherever they are, and believed only if they are whole.
#include "flash_fixture.h"

#include <pschema/crc32.h>
#include <pschema/mark.h>

#include <stdbool.h>

enum { SLOT_AT = 0x10000, SLOT_SIZE = 0x8000, SMALLEST = 36, MAGIC_SIZE = 16 };

#define OURS UINT64_C(0x0123456789abcdef)
#define OTHER UINT64_C(0xfedcba9876543210)

static const uint8_t magic[MAGIC_SIZE] = {0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b,
                                          0xbe, 0xc5, 0x49, 0x6f, 0x92, 0x50, 0x99, 0x91};
static const struct pschema_layout ours = {OURS, 0, NULL};
static const struct pschema_partition slot = {
    .label = "ota_0", .offset = SLOT_AT, .size = SLOT_SIZE, .subtype = 0x10};
static const struct pschema_app app = {&slot};

static struct fixture fixture;
static uint8_t *const bytes = fixture.bytes + SLOT_AT;
static uint32_t reads; // that succeed before one fails
static uint32_t yields;

static enum pschema_result (*read_flash)(void *context, uint32_t address, void *buffer,
                                         uint32_t size);

static enum pschema_result read_counted(void *context, uint32_t address, void *buffer,
                                        uint32_t size)
{
    return reads-- ? read_flash(context, address, buffer, size) : PSCHEMA_ERROR_FLASH;
}

static void count_yield(void *context)
{
    (void)context;
    yields++;
}

static void set_up_geometry(uint32_t erase_size)
{
    fixture_init(&fixture, erase_size, 4);
    fixture.flash.layout = &ours;
    fixture.simulator.fence_start = SLOT_AT;
    fixture.simulator.fence_end = SLOT_AT + SLOT_SIZE;
}

// A slot of anything that is not an image.
static void set_up(void)
{
    uint64_t state = 7;
    set_up_geometry(4096);
    for (uint32_t i = 0; i < SLOT_SIZE; i++) {
        bytes[i] = (uint8_t)(unit_random(&state) >> 56);
    }
    bytes[0] = 0;
}

static void put(uint8_t *to, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++) {
        to[i] = (uint8_t)(value >> 8 * i);
    }
}

static void seal(uint32_t at, uint32_t length)
{
    put(bytes + at + length - 4, pschema_crc32(PSCHEMA_CRC32_START, bytes + at, length - 4), 4);
}

// A mark with room for `room` digests of migrations, which it says are `count`; the last is ours
// where `is_named`. Returns its length.
static uint32_t put_mark(uint32_t at, uint64_t digest, uint32_t room, uint32_t count, bool is_named)
{
    uint32_t length = SMALLEST + 8 * room;
    memcpy(bytes + at, magic, MAGIC_SIZE);
    put(bytes + at + 16, 1, 2);
    put(bytes + at + 18, length, 2);
    put(bytes + at + 20, count, 4);
    put(bytes + at + 24, digest, 8);
    for (uint32_t i = 0; i < room; i++) {
        put(bytes + at + 32 + (size_t)8 * i, is_named && i + 1 == room ? OURS : OTHER + i, 8);
    }
    seal(at, length);
    return length;
}

static void expect(enum pschema_result expected)
{
    ck_assert_int_eq(pschema_ota_check(&fixture.flash, app, PSCHEMA_UNMARKED_REFUSED), expected);
    ck_assert_int_eq(pschema_ota_check(&fixture.flash, app, PSCHEMA_UNMARKED_ACCEPTED),
                     expected == PSCHEMA_ERROR_NOT_FOUND ? PSCHEMA_OK : expected);
    fixture_check(&fixture);
}

// At each place of two chunks, with the parts of a magic before it.
START_TEST(a_mark_is_found_anywhere)
{
    for (uint32_t at = 0; at < 290; at++) {
        uint32_t part = at % MAGIC_SIZE;
        set_up();
        memcpy(bytes + at, magic, part);
        put_mark(at + part, OURS, 0, 0, false);
        expect(PSCHEMA_OK);
        put_mark(at + part, OTHER, 0, 0, false);
        expect(PSCHEMA_ERROR_OTHER_LAYOUT);
        put_mark(at + part, OTHER, 3, 3, true);
        expect(PSCHEMA_OK);
        put_mark(at + part, OTHER, 3, 2, true); // there is more, but not of migrations
        expect(PSCHEMA_ERROR_OTHER_LAYOUT);
    }
}
END_TEST

START_TEST(a_mark_is_found_at_the_end)
{
    set_up();
    put_mark(SLOT_SIZE - SMALLEST, OURS, 0, 0, false);
    expect(PSCHEMA_OK);
    for (uint32_t missing = 1; missing <= SMALLEST - MAGIC_SIZE; missing++) {
        set_up();
        uint8_t mark[SMALLEST];
        put_mark(0, OURS, 0, 0, false);
        memcpy(mark, bytes, sizeof mark);
        bytes[0] = 0;
        memcpy(bytes + SLOT_SIZE - SMALLEST + missing, mark, SMALLEST - missing);
        expect(PSCHEMA_ERROR_DAMAGED);
    }
}
END_TEST

START_TEST(no_mark)
{
    set_up();
    expect(PSCHEMA_ERROR_NOT_FOUND);
    memcpy(bytes + SLOT_SIZE - MAGIC_SIZE + 1, magic, MAGIC_SIZE - 1); // cut off within its magic
    expect(PSCHEMA_ERROR_NOT_FOUND);
    memset(bytes, 0xff, SLOT_SIZE);
    expect(PSCHEMA_ERROR_NOT_FOUND);
    memset(bytes, 0, SLOT_SIZE);
    expect(PSCHEMA_ERROR_NOT_FOUND);
    memset(bytes, 0xdf, SLOT_SIZE); // magics begin everywhere
    expect(PSCHEMA_ERROR_NOT_FOUND);
    const struct pschema_app none = {pschema_no_partition()};
    ck_assert_int_eq(pschema_ota_check(&fixture.flash, none, PSCHEMA_UNMARKED_REFUSED),
                     PSCHEMA_ERROR_NOT_FOUND);
}
END_TEST

START_TEST(each_bit_counts)
{
    for (uint32_t room = 0; room < 3; room += 2) {
        set_up();
        uint32_t length = put_mark(1000, OURS, room, room, false);
        for (uint32_t bit = 0; bit < 8 * length; bit++) {
            pschema_simulator_flip(&fixture.simulator, SLOT_AT + 1000 + bit / 8, bit % 8);
            expect(bit < 8 * MAGIC_SIZE ? PSCHEMA_ERROR_NOT_FOUND : PSCHEMA_ERROR_DAMAGED);
            pschema_simulator_flip(&fixture.simulator, SLOT_AT + 1000 + bit / 8, bit % 8);
        }
        expect(PSCHEMA_OK);
    }
}
END_TEST

// With a checksum that is right, wherever the length says that it is.
START_TEST(lengths_and_counts_may_lie)
{
    for (uint32_t length = 0; length < 0x10000; length++) {
        bool is_near = length > SLOT_SIZE - 80 && length < SLOT_SIZE + 80;
        if (length > 300 && length % 997 && !is_near) {
            continue;
        }
        bool is_whole = length >= SMALLEST && length % 8 == 4 && length <= SLOT_SIZE - 64;
        set_up();
        put_mark(64, OURS, 0, 0, false);
        put(bytes + 64 + 18, length, 2);
        if (length >= 28 && length <= SLOT_SIZE - 64) {
            seal(64, length);
        }
        expect(is_whole ? PSCHEMA_OK : PSCHEMA_ERROR_DAMAGED);
    }
    for (uint32_t count = 0; count < 12; count++) {
        set_up();
        put_mark(64, OTHER, 5, count < 8 ? count : UINT32_MAX - count, true);
        expect(count > 5    ? PSCHEMA_ERROR_DAMAGED
               : count == 5 ? PSCHEMA_OK
                            : PSCHEMA_ERROR_OTHER_LAYOUT);
    }
    for (uint32_t version = 0; version < 5; version++) {
        set_up();
        put_mark(64, OURS, 0, 0, false);
        put(bytes + 64 + 16, version == 4 ? 0x101 : version, 2);
        seal(64, SMALLEST);
        expect(version == 1 ? PSCHEMA_OK : PSCHEMA_ERROR_DAMAGED);
    }
    set_up();
    put_mark(0, OTHER, 4000, 4000, true);
    bytes[SLOT_SIZE - 1] ^= 1;
    expect(PSCHEMA_OK);
}
END_TEST

// Both halves of a digest count, and nothing else that has its bytes does.
START_TEST(only_whole_digests_are_compared)
{
    static const uint64_t digests[] = {OURS + 1, OURS ^ UINT64_C(1) << 32, OURS << 32, OURS >> 32};
    for (unsigned i = 0; i < 4; i++) {
        set_up();
        put_mark(64, digests[i], 0, 0, false);
        expect(PSCHEMA_ERROR_OTHER_LAYOUT);
    }
    const struct pschema_layout head = {UINT64_C(0x00240001), 0, NULL};
    set_up();
    put_mark(64, OTHER, 0, 0, false);
    fixture.flash.layout = &head; // as version, length and count are
    expect(PSCHEMA_ERROR_OTHER_LAYOUT);
}
END_TEST

// Kinds of marks, two in one application.
enum kind { FITS, DIFFERS, DAMAGED, KINDS };

static void put_kind(uint32_t at, enum kind kind)
{
    put_mark(at, kind == DIFFERS ? OTHER : OURS, 0, 0, false);
    bytes[at + 24] ^= kind == DAMAGED;
}

START_TEST(of_two_marks_one_that_fits_is_enough)
{
    static const enum pschema_result expected[KINDS][KINDS] = {
        {PSCHEMA_OK, PSCHEMA_OK, PSCHEMA_OK},
        {PSCHEMA_OK, PSCHEMA_ERROR_OTHER_LAYOUT, PSCHEMA_ERROR_OTHER_LAYOUT},
        {PSCHEMA_OK, PSCHEMA_ERROR_OTHER_LAYOUT, PSCHEMA_ERROR_DAMAGED},
    };
    static const uint32_t distances[] = {SMALLEST, SMALLEST + 1, 64, 128, 5000};
    for (unsigned i = 0; i < (unsigned)KINDS * KINDS; i++) {
        for (unsigned j = 0; j < sizeof distances / sizeof *distances; j++) {
            set_up();
            put_kind(111, i / KINDS);
            put_kind(111 + distances[j], i % KINDS);
            expect(expected[i / KINDS][i % KINDS]);
        }
    }
    set_up();
    memcpy(bytes + 100, magic, MAGIC_SIZE); // a magic alone hides nothing
    put_mark(100 + MAGIC_SIZE, OURS, 0, 0, false);
    expect(PSCHEMA_OK);
}
END_TEST

// An image of segments of these sizes; its end.
static uint32_t put_image(uint32_t header, uint32_t address, const uint32_t *sizes, unsigned count)
{
    uint32_t at = header;
    memset(bytes, 0, header + 8);
    bytes[0] = 0xe9;
    bytes[1] = (uint8_t)count;
    for (unsigned i = 0; i < count; i++) {
        put(bytes + at, address, 4);
        put(bytes + at + 4, sizes[i], 4);
        at += 8 + sizes[i];
    }
    return at;
}

START_TEST(what_follows_an_image_is_not_its)
{
    static const uint32_t sizes[] = {100, 0, 5000, 33};
    static const struct {
        uint32_t header, address;
    } chips[] = {{24, 0x3f400020}, {24, 0x42000020}, {8, 0x40100000}, {8, 0x3ffe8000}};
    for (unsigned i = 0; i < sizeof chips / sizeof *chips; i++) {
        set_up();
        uint32_t end = put_image(chips[i].header, chips[i].address, sizes, 4);
        put_mark(end, OTHER, 0, 0, false); // left over from another application
        expect(PSCHEMA_ERROR_NOT_FOUND);
        put_mark(end - SMALLEST + 3, OTHER, 0, 0, false);
        expect(PSCHEMA_ERROR_DAMAGED);
        put_mark(end - SMALLEST, OURS, 0, 0, false);
        expect(PSCHEMA_OK);
        // the last segment is not whole, so that all of the slot is looked through
        set_up();
        end = put_image(chips[i].header, chips[i].address, sizes, 4);
        put(bytes + end - 33 - 4, SLOT_SIZE - end + 34, 4);
        put_mark(end, OTHER, 0, 0, false);
        expect(PSCHEMA_ERROR_OTHER_LAYOUT);
        put(bytes + end - 33 - 4, UINT32_MAX, 4);
        expect(PSCHEMA_ERROR_OTHER_LAYOUT);
        put(bytes + end - 33 - 4, SLOT_SIZE - end + 33, 4); // ends with the slot
        expect(PSCHEMA_ERROR_OTHER_LAYOUT);
        bytes[1] = 5; // a header after the end of the slot
        expect(PSCHEMA_ERROR_OTHER_LAYOUT);
        set_up();
        end = put_image(chips[i].header, chips[i].address, sizes, 4);
        put_mark(end, OTHER, 0, 0, false);
        bytes[0] = 0xe8; // not an image, whatever it is
        expect(PSCHEMA_ERROR_OTHER_LAYOUT);
    }
}
END_TEST

START_TEST(slots_of_any_size)
{
    for (uint32_t size = 0; size < 80; size++) {
        static struct pschema_partition small;
        static const struct pschema_app in_small = {&small};
        small = slot;
        small.size = size;
        set_up();
        put_mark(0, OURS, 0, 0, false);
        fixture.simulator.fence_end = SLOT_AT + size;
        ck_assert_int_eq(pschema_ota_check(&fixture.flash, in_small, PSCHEMA_UNMARKED_REFUSED),
                         size >= SMALLEST     ? PSCHEMA_OK
                         : size >= MAGIC_SIZE ? PSCHEMA_ERROR_DAMAGED
                                              : PSCHEMA_ERROR_NOT_FOUND);
        bytes[0] = 0xe9;
        ck_assert_int_eq(pschema_ota_check(&fixture.flash, in_small, PSCHEMA_UNMARKED_REFUSED),
                         PSCHEMA_ERROR_NOT_FOUND);
        fixture_check(&fixture);
    }
}
END_TEST

START_TEST(each_error_of_reading_is_returned)
{
    static const uint32_t sizes[] = {100, 5000};
    set_up();
    put_image(24, 0x3f400020, sizes, 2);
    put_mark(2000, OTHER, 4, 4, false);
    put_mark(3000, OURS, 0, 0, false);
    read_flash = fixture.flash.read;
    fixture.flash.read = read_counted;
    for (uint32_t count = 0;; count++) {
        reads = count;
        enum pschema_result result =
            pschema_ota_check(&fixture.flash, app, PSCHEMA_UNMARKED_ACCEPTED);
        if (result == PSCHEMA_OK) {
            ck_assert_uint_gt(count, 20);
            break;
        }
        ck_assert_int_eq(result, PSCHEMA_ERROR_FLASH);
    }
}
END_TEST

START_TEST(only_where_the_layout_is_known)
{
    set_up();
    put_mark(0, OURS, 0, 0, false);
    fixture.flash.layout = NULL;
    fixture.simulator.fence_start = fixture.simulator.fence_end = 1; // nothing is read
    expect(PSCHEMA_ERROR_LAYOUT);
    set_up();
    put_mark(0, OURS, 0, 0, false);
    fixture.flash.encrypts_system = 1; // and cannot be read by this back end
    expect(PSCHEMA_ERROR_ENCRYPTED);
    set_up();
    fixture.flash.chip = 1;
    expect(PSCHEMA_ERROR_CHIP);
}
END_TEST

START_TEST(it_lets_others_have_their_turn)
{
    static const uint32_t erase_sizes[] = {64, 256, 4096};
    for (unsigned i = 0; i < 3; i++) {
        set_up_geometry(erase_sizes[i]);
        fixture.flash.yield = count_yield;
        yields = 0;
        put_mark(5, OTHER, 2, 2, false);
        ck_assert_int_eq(pschema_ota_check(&fixture.flash, app, PSCHEMA_UNMARKED_REFUSED),
                         PSCHEMA_ERROR_OTHER_LAYOUT);
        ck_assert_uint_eq(yields, SLOT_SIZE / (erase_sizes[i] < 128 ? 128 : erase_sizes[i]));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ota_check");
    TCase *all = tcase_create("all");
    tcase_add_test(all, a_mark_is_found_anywhere);
    tcase_add_test(all, a_mark_is_found_at_the_end);
    tcase_add_test(all, no_mark);
    tcase_add_test(all, each_bit_counts);
    tcase_add_test(all, lengths_and_counts_may_lie);
    tcase_add_test(all, only_whole_digests_are_compared);
    tcase_add_test(all, of_two_marks_one_that_fits_is_enough);
    tcase_add_test(all, what_follows_an_image_is_not_its);
    tcase_add_test(all, slots_of_any_size);
    tcase_add_test(all, each_error_of_reading_is_returned);
    tcase_add_test(all, only_where_the_layout_is_known);
    tcase_add_test(all, it_lets_others_have_their_turn);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
