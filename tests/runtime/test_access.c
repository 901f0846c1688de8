// Access to partitions: what is refused and in which order, and that the back end never sees it.
#include "flash_fixture.h"

#include <pschema/access.h>

#include <stdbool.h>

static const struct pschema_partition plain = {.label = "plain", .offset = 8192, .size = 8192};
static const struct pschema_writable writable = {&plain};

enum action { READ, WRITE, ERASE, MAP, ACTIONS };

// A back end without bytes, which notes what it is asked for.
struct witness {
    unsigned calls[ACTIONS];
    unsigned yields;
    uint32_t address;
    uint32_t size;
    enum pschema_result answer;
};

static enum pschema_result note(void *context, enum action action, uint32_t address, uint32_t size)
{
    struct witness *witness = context;
    witness->calls[action]++;
    witness->address = address;
    witness->size = size;
    return witness->answer;
}

static enum pschema_result note_read(void *context, uint32_t address, void *buffer, uint32_t size)
{
    (void)buffer;
    return note(context, READ, address, size);
}

static enum pschema_result note_program(void *context, uint32_t address, const void *data,
                                        uint32_t size)
{
    (void)data;
    return note(context, WRITE, address, size);
}

static enum pschema_result note_erase(void *context, uint32_t address, uint32_t size)
{
    return note(context, ERASE, address, size);
}

static enum pschema_result note_map(void *context, uint32_t address, uint32_t size,
                                    const void **memory)
{
    *memory = context;
    return note(context, MAP, address, size);
}

static enum pschema_result note_sync(void *context)
{
    return ((struct witness *)context)->answer;
}

static struct pschema_flash witness_flash(struct witness *witness, uint32_t size)
{
    return (struct pschema_flash){.context = witness,
                                  .size = size,
                                  .erase_size = 4096,
                                  .program_size = 4,
                                  .read = note_read,
                                  .program = note_program,
                                  .erase = note_erase,
                                  .map = note_map,
                                  .sync = note_sync,
                                  .layout = &trusted};
}

static enum pschema_result request(const struct pschema_flash *flash, enum action action,
                                   const struct pschema_partition *partition, uint32_t offset,
                                   uint32_t size)
{
    static uint8_t bytes[8192];
    const struct pschema_writable where = {partition};
    const void *memory = &memory;
    enum pschema_result result = PSCHEMA_OK;
    switch (action) {
    case READ:
        return pschema_read(flash, partition, offset, bytes, size);
    case WRITE:
        return pschema_write(flash, where, offset, bytes, size);
    case ERASE:
        return pschema_erase(flash, where, offset, size);
    case MAP:
    case ACTIONS:
        result = pschema_map(flash, partition, offset, size, &memory);
        if (result) {
            ck_assert_ptr_eq(memory, &memory); // an error leaves it as it was
        } else if (size == 0) {
            ck_assert_ptr_null(memory);
        }
    }
    return result;
}

static unsigned calls(const struct witness *witness)
{
    return witness->calls[READ] + witness->calls[WRITE] + witness->calls[ERASE] +
           witness->calls[MAP];
}

// The request is refused so, and the back end does not hear of it.
static void expect_refused(const struct pschema_flash *flash, enum action action,
                           const struct pschema_partition *partition, uint32_t offset,
                           uint32_t size, enum pschema_result expected)
{
    const struct witness *witness = flash->context;
    ck_assert_msg(request(flash, action, partition, offset, size) == expected,
                  "action %d, offset 0x%x, size 0x%x", action, (unsigned)offset, (unsigned)size);
    ck_assert_uint_eq(calls(witness), 0);
}

// The request reaches the back end once, at this address.
static void expect_done(const struct pschema_flash *flash, enum action action,
                        const struct pschema_partition *partition, uint32_t offset, uint32_t size)
{
    struct witness *witness = flash->context;
    *witness = (struct witness){0};
    ck_assert_int_eq(request(flash, action, partition, offset, size), PSCHEMA_OK);
    ck_assert_uint_eq(calls(witness), 1);
    ck_assert_uint_eq(witness->calls[action], 1);
    ck_assert_uint_eq(witness->address, partition->offset + offset);
    ck_assert_uint_eq(witness->size, size);
    *witness = (struct witness){0};
}

START_TEST(bytes_come_back)
{
    struct fixture fixture;
    uint8_t bytes[8] = {0};
    const void *memory = NULL;
    fixture_init(&fixture, 4096, 4);
    fixture.simulator.fence_start = plain.offset;
    fixture.simulator.fence_end = plain.offset + plain.size;
    ck_assert_int_eq(pschema_erase(&fixture.flash, writable, 0, 8192), PSCHEMA_OK);
    ck_assert_int_eq(pschema_write(&fixture.flash, writable, 8184, "abcdefgh", 8), PSCHEMA_OK);
    ck_assert_int_eq(pschema_read(&fixture.flash, &plain, 8184, bytes, 8), PSCHEMA_OK);
    ck_assert_mem_eq(bytes, "abcdefgh", 8);
    ck_assert_mem_eq(fixture.bytes + 16376, "abcdefgh", 8);
    ck_assert_int_eq(pschema_map(&fixture.flash, &plain, 8186, 6, &memory), PSCHEMA_OK);
    ck_assert_mem_eq(memory, "cdefgh", 6);
    ck_assert_int_eq(pschema_sync(&fixture.flash), PSCHEMA_OK);
    fixture_check(&fixture);
}
END_TEST

// Each fault hides those that come later in the order that the header promises.
START_TEST(faults_have_an_order)
{
    const enum action action = (enum action)_i;
    const int changes = action == WRITE || action == ERASE;
    struct witness witness = {0};
    struct pschema_flash flash = witness_flash(&witness, 65536);
    const struct pschema_flash view = flash;
    struct pschema_partition partition = {.offset = 61440,
                                          .size = 8192,
                                          .flags = PSCHEMA_FLAG_READ_ONLY | PSCHEMA_FLAG_ENCRYPTED,
                                          .chip = 1};
    flash.map = NULL;
    expect_refused(&flash, action, &partition, 1, 8192, PSCHEMA_ERROR_CHIP);
    partition.chip = 0;
    expect_refused(&flash, action, &partition, 1, 8192,
                   changes ? PSCHEMA_ERROR_READ_ONLY : PSCHEMA_ERROR_ENCRYPTED);
    partition.flags = PSCHEMA_FLAG_ENCRYPTED;
    expect_refused(&flash, action, &partition, 1, 8192, PSCHEMA_ERROR_ENCRYPTED);
    partition.flags = 0;
    expect_refused(&flash, action, &partition, 1, 8192, PSCHEMA_ERROR_RANGE);
    partition.offset = 4096;
    expect_refused(&flash, action, &partition, 1, 8192, PSCHEMA_ERROR_RANGE);
    if (changes) {
        expect_refused(&flash, action, &partition, 1, 4096, PSCHEMA_ERROR_ALIGNMENT);
    } else if (action == MAP) {
        expect_refused(&flash, action, &partition, 1, 4096, PSCHEMA_ERROR_UNSUPPORTED);
        flash.map = view.map;
    }
    expect_done(&flash, action, &partition, changes ? 4096 : 1, 4096);
}
END_TEST

static enum pschema_result read_noise(void *context, uint32_t address, void *buffer, uint32_t size)
{
    (void)context;
    (void)address;
    memset(buffer, 0x5a, size);
    return PSCHEMA_OK;
}

// Erased flash reads as noise through encryption: what counts is what the chip has.
static void note_yield(void *context)
{
    struct witness *witness = context;
    witness->yields++;
    ck_assert_uint_eq(witness->yields, calls(witness)); // after each, never before or twice
}

// Where somebody waits for his turn, nothing is larger than a block.
START_TEST(others_have_their_turn)
{
    static const uint8_t bytes[8192];
    struct witness witness = {0};
    struct pschema_flash flash = witness_flash(&witness, 65536);
    ck_assert_int_eq(pschema_erase(&flash, writable, 0, 8192), PSCHEMA_OK);
    ck_assert_int_eq(pschema_write(&flash, writable, 0, bytes, 8192), PSCHEMA_OK);
    ck_assert_uint_eq(calls(&witness), 2);
    flash.yield = note_yield;
    witness = (struct witness){0};
    ck_assert_int_eq(pschema_erase(&flash, writable, 0, 8192), PSCHEMA_OK);
    ck_assert_uint_eq(witness.calls[ERASE], 2);
    ck_assert_uint_eq(witness.address, 8192 + 4096);
    ck_assert_uint_eq(witness.size, 4096);
    ck_assert_int_eq(pschema_write(&flash, writable, 4, bytes, 8188), PSCHEMA_OK);
    ck_assert_uint_eq(witness.calls[WRITE], 2);
    ck_assert_uint_eq(witness.address, 8192 + 4 + 4096);
    ck_assert_uint_eq(witness.size, 8188 - 4096);
    ck_assert_uint_eq(witness.yields, 4);
    witness.answer = PSCHEMA_ERROR_FLASH; // the rest is not tried
    ck_assert_int_eq(pschema_erase(&flash, writable, 0, 8192), PSCHEMA_ERROR_FLASH);
    ck_assert_uint_eq(witness.yields, 5);
    ck_assert_int_eq(pschema_erase(&flash, writable, 0, 0), PSCHEMA_OK);
    ck_assert_uint_eq(witness.yields, 5);
}
END_TEST

static void note_unmap(void *context, const void *memory)
{
    ck_assert_ptr_eq(memory, context);
    ((struct witness *)context)->yields++;
}

START_TEST(memory_is_given_back)
{
    struct witness witness = {0};
    struct pschema_flash flash = witness_flash(&witness, 65536);
    const void *memory;
    ck_assert_int_eq(pschema_map(&flash, &plain, 0, 100, &memory), PSCHEMA_OK);
    pschema_unmap(&flash, memory); // a back end to which it is nothing
    flash.unmap = note_unmap;
    pschema_unmap(&flash, memory);
    ck_assert_uint_eq(witness.yields, 1);
}
END_TEST

START_TEST(blank_is_what_the_chip_has)
{
    const struct pschema_partition secret = {
        .offset = 8192, .size = 8192, .flags = PSCHEMA_FLAG_ENCRYPTED};
    struct fixture fixture;
    struct pschema_flash encrypted;
    fixture_init(&fixture, 4096, 4);
    encrypted = fixture.flash;
    encrypted.read = read_noise;
    fixture.flash.encrypted = &encrypted;
    for (uint32_t i = 0; i < 100; i++) {
        ck_assert_int_eq(pschema_check_blank(&fixture.flash, &secret, i, 8192 - i), PSCHEMA_OK);
        fixture.bytes[8192 + 77] = (uint8_t) ~(1u << i % 8);
        ck_assert_int_eq(pschema_check_blank(&fixture.flash, &secret, i, 8192 - i),
                         i > 77 ? PSCHEMA_OK : PSCHEMA_ERROR_NOT_BLANK);
        fixture.bytes[8192 + 77] = 0xff;
    }
    fixture.bytes[8191] = 0;
    fixture.bytes[16384] = 0;
    ck_assert_int_eq(pschema_check_blank(&fixture.flash, &secret, 0, 8192), PSCHEMA_OK);
    ck_assert_int_eq(pschema_check_blank(&fixture.flash, &secret, 8192, 0), PSCHEMA_OK);
    ck_assert_int_eq(pschema_check_blank(&fixture.flash, &secret, 1, 8192), PSCHEMA_ERROR_RANGE);
    ck_assert_int_eq(pschema_check_blank(&fixture.flash, &secret, 2, UINT32_MAX),
                     PSCHEMA_ERROR_RANGE);
    fixture.simulator.is_off = 1;
    ck_assert_int_eq(pschema_check_blank(&fixture.flash, &secret, 0, 1), PSCHEMA_ERROR_FLASH);
}
END_TEST

START_TEST(ranges_do_not_overflow)
{
    static const uint32_t wrong[][2] = {
        {0, 8193},
        {1, 8192},
        {8192, 1},
        {8193, 0},
        {4096, UINT32_MAX},
        {UINT32_MAX, 1},
        {UINT32_MAX, 0},
        {UINT32_MAX - 4095, 4096},
        {0, UINT32_MAX},
        {8192, 0xffffe000},
        {0xffffe000, 8192},
        {4096, 0xfffff000},
        {0x80000000, 8192},
        {0, 0x80000000},
        {0x80000000, 0x80000000},
        {UINT32_MAX, UINT32_MAX},
    };
    struct witness witness = {0};
    struct pschema_flash flash = witness_flash(&witness, UINT32_MAX);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        expect_refused(&flash, (enum action)_i, &plain, wrong[i][0], wrong[i][1],
                       PSCHEMA_ERROR_RANGE);
    }
}
END_TEST

START_TEST(partitions_beyond_the_flash)
{
    static const uint32_t wrong[][2] = {
        {0, 65537},         {1, 65536},      {65536, 1},         {65537, 0},
        {61440, 8192},      {UINT32_MAX, 1}, {UINT32_MAX, 4096}, {0xffff0000, 65536},
        {4096, 0xfffff000}, {0, UINT32_MAX}, {UINT32_MAX, 0},    {0xfffff000, 8192},
    };
    struct witness witness = {0};
    struct pschema_flash flash = witness_flash(&witness, 65536);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct pschema_partition partition = {.offset = wrong[i][0], .size = wrong[i][1]};
        expect_refused(&flash, (enum action)_i, &partition, 0, 0, PSCHEMA_ERROR_RANGE);
        if (partition.size) {
            expect_refused(&flash, (enum action)_i, &partition, 0, 1, PSCHEMA_ERROR_RANGE);
        }
    }
}
END_TEST

// The largest chip there can be: its size is in 32 bits, so its last byte is not the last of them.
START_TEST(the_end_of_four_gibibytes)
{
    const struct pschema_partition last = {.offset = 0xffffe000, .size = 0x1fff};
    const struct pschema_partition whole = {.size = UINT32_MAX};
    const struct pschema_partition beyond = {.offset = 0xffffe000, .size = 0x2000};
    const enum action action = (enum action)_i;
    struct witness witness = {0};
    struct pschema_flash flash = witness_flash(&witness, UINT32_MAX);
    expect_done(&flash, action, &last, 0, 0x1000);
    expect_done(&flash, action, &whole, 0xffffe000, 0x1000);
    expect_refused(&flash, action, &last, 0x1000, 0x1000, PSCHEMA_ERROR_RANGE);
    expect_refused(&flash, action, &beyond, 0, 0x1000, PSCHEMA_ERROR_RANGE);
    if (action == READ || action == MAP) {
        expect_done(&flash, action, &last, 0x1ffe, 1);
        expect_done(&flash, action, &whole, 0, UINT32_MAX);
        expect_refused(&flash, action, &last, 0x1ffe, 2, PSCHEMA_ERROR_RANGE);
    }
}
END_TEST

START_TEST(nothing_is_done_with_no_bytes)
{
    const enum action action = (enum action)_i;
    const struct pschema_partition none = {.offset = 65536};
    struct witness witness = {.answer = PSCHEMA_ERROR_FLASH};
    struct pschema_flash flash = witness_flash(&witness, 65536);
    expect_refused(&flash, action, &plain, 0, 0, PSCHEMA_OK);
    expect_refused(&flash, action, &plain, 1, 0, PSCHEMA_OK);
    expect_refused(&flash, action, &plain, 8192, 0, PSCHEMA_OK);
    expect_refused(&flash, action, &plain, 8193, 0, PSCHEMA_ERROR_RANGE);
    expect_refused(&flash, action, &none, 0, 0, PSCHEMA_OK);
    expect_refused(&flash, action, &none, 0, 1, PSCHEMA_ERROR_RANGE);
    flash.map = NULL;
    expect_refused(&flash, action, &plain, 0, 0, PSCHEMA_OK);
}
END_TEST

START_TEST(writing_and_erasing_are_aligned)
{
    struct witness witness = {0};
    struct pschema_flash flash = witness_flash(&witness, 65536);
    const struct pschema_partition odd = {.offset = 4098, .size = 4096};
    for (uint32_t i = 1; i < 4; i++) {
        expect_refused(&flash, WRITE, &plain, i, 4, PSCHEMA_ERROR_ALIGNMENT);
        expect_refused(&flash, WRITE, &plain, 4, i, PSCHEMA_ERROR_ALIGNMENT);
    }
    for (uint32_t i = 1; i < 4096; i++) {
        expect_refused(&flash, ERASE, &plain, i, 4096, PSCHEMA_ERROR_ALIGNMENT);
        expect_refused(&flash, ERASE, &plain, 4096, i, PSCHEMA_ERROR_ALIGNMENT);
    }
    // It is the address that counts, not the offset in the partition.
    expect_refused(&flash, WRITE, &odd, 0, 4, PSCHEMA_ERROR_ALIGNMENT);
    expect_refused(&flash, ERASE, &odd, 0, 4096, PSCHEMA_ERROR_ALIGNMENT);
    expect_done(&flash, WRITE, &odd, 2, 4);
    expect_done(&flash, READ, &odd, 1, 3);
    expect_done(&flash, MAP, &odd, 1, 3);
}
END_TEST

START_TEST(encrypted_partitions_go_through_the_view)
{
    const enum action action = (enum action)_i;
    const struct pschema_partition secret = {
        .offset = 8192, .size = 8192, .flags = PSCHEMA_FLAG_ENCRYPTED};
    struct witness plainly = {0};
    struct witness encrypting = {0};
    struct pschema_flash view = witness_flash(&encrypting, 65536);
    struct pschema_flash flash = witness_flash(&plainly, 65536);
    view.program_size = 16;
    expect_refused(&flash, action, &secret, 0, 4096, PSCHEMA_ERROR_ENCRYPTED);
    flash.encrypted = &view;
    ck_assert_int_eq(request(&flash, action, &secret, 4096, 4096), PSCHEMA_OK);
    ck_assert_uint_eq(calls(&plainly), 0);
    ck_assert_uint_eq(encrypting.calls[action], 1);
    ck_assert_uint_eq(encrypting.address, 12288);
    expect_done(&flash, action, &plain, 4096, 4096);
    // The view's geometry is what holds there, and the chip's elsewhere.
    if (action == WRITE) {
        expect_refused(&flash, action, &secret, 4, 4, PSCHEMA_ERROR_ALIGNMENT);
        expect_done(&flash, action, &plain, 4, 4);
    }
}
END_TEST

START_TEST(only_changes_are_refused_by_read_only)
{
    const struct pschema_partition fixed = {
        .offset = 8192, .size = 8192, .flags = PSCHEMA_FLAG_READ_ONLY};
    struct witness witness = {0};
    struct pschema_flash flash = witness_flash(&witness, 65536);
    expect_refused(&flash, WRITE, &fixed, 0, 4, PSCHEMA_ERROR_READ_ONLY);
    expect_refused(&flash, ERASE, &fixed, 0, 4096, PSCHEMA_ERROR_READ_ONLY);
    expect_refused(&flash, WRITE, &fixed, 0, 0, PSCHEMA_ERROR_READ_ONLY);
    expect_done(&flash, READ, &fixed, 0, 4);
    expect_done(&flash, MAP, &fixed, 0, 4);
}
END_TEST

START_TEST(each_chip_has_its_own)
{
    const enum action action = (enum action)_i;
    const struct pschema_partition outside = {.offset = 8192, .size = 8192, .chip = 2};
    struct witness witness = {0};
    struct pschema_flash flash = witness_flash(&witness, 65536);
    expect_refused(&flash, action, &outside, 0, 4096, PSCHEMA_ERROR_CHIP);
    expect_refused(&flash, action, &outside, 0, 0, PSCHEMA_ERROR_CHIP);
    flash.chip = 2;
    expect_refused(&flash, action, &plain, 0, 4096, PSCHEMA_ERROR_CHIP);
    expect_done(&flash, action, &outside, 0, 4096);
}
END_TEST

START_TEST(what_the_back_end_says_is_passed_on)
{
    const enum action action = (enum action)_i;
    struct witness witness = {.answer = PSCHEMA_ERROR_FLASH};
    struct pschema_flash flash = witness_flash(&witness, 65536);
    uint8_t byte;
    const void *memory;
    if (action == MAP) {
        ck_assert_int_eq(pschema_map(&flash, &plain, 0, 1, &memory), PSCHEMA_ERROR_FLASH);
        ck_assert_int_eq(pschema_sync(&flash), PSCHEMA_ERROR_FLASH);
        flash.sync = NULL;
        ck_assert_int_eq(pschema_sync(&flash), PSCHEMA_OK);
        ck_assert_int_eq(pschema_read(&flash, &plain, 0, &byte, 1), PSCHEMA_ERROR_FLASH);
        return;
    }
    ck_assert_int_eq(request(&flash, action, &plain, 0, 4096), PSCHEMA_ERROR_FLASH);
    ck_assert_uint_eq(calls(&witness), 1);
}
END_TEST

// Any requests of any partitions: the simulator never sees one that leaves partition or flash.
START_TEST(no_request_strays)
{
    static const uint32_t edges[] = {0,    1,     4,      255,        256,        4096,
                                     8192, 65536, 262144, 0x80000000, 0xfffff000, UINT32_MAX};
    enum { EDGES = sizeof edges / sizeof *edges };
    struct fixture fixture;
    uint64_t state = 1;
    unsigned done = 0;
    fixture_init(&fixture, 4096, 4);
    for (unsigned i = 0; i < 100000; i++) {
        uint32_t n[4];
        for (unsigned j = 0; j < 4; j++) {
            uint64_t random = unit_random(&state);
            n[j] = edges[random % EDGES] + (uint32_t)(random >> 40 & 3) - 1;
        }
        const struct pschema_partition partition = {.offset = n[0], .size = n[1]};
        fixture.simulator.fence_start = n[0];
        fixture.simulator.fence_end = n[0] + n[1];
        if (n[3] > 8192 && i % 2) {
            n[3] &= 8191;
        }
        enum action action = (enum action)(i % 3);
        if (n[3] <= 8192) { // what `request` has room for
            if (action == WRITE) {
                pschema_simulator_blank(&fixture.simulator);
            }
            done += request(&fixture.flash, action, &partition, n[2], n[3]) == PSCHEMA_OK;
        }
        ck_assert_uint_eq(fixture.simulator.strays, 0);
        ck_assert_uint_eq(fixture.simulator.violations, 0);
    }
    ck_assert_uint_gt(done, 1000);
}
END_TEST

START_TEST(results_have_texts)
{
    for (int i = 0; i >= PSCHEMA_ERROR_STATE; i--) {
        const char *text = pschema_result_text((enum pschema_result)i);
        ck_assert_str_ne(text, "unknown result");
        for (int j = 0; j > i; j--) {
            ck_assert_str_ne(text, pschema_result_text((enum pschema_result)j));
        }
    }
    ck_assert_str_eq(pschema_result_text(PSCHEMA_OK), "done");
    ck_assert_str_eq(pschema_result_text(PSCHEMA_ERROR_NOT_FOUND), "not found");
    ck_assert_str_eq(pschema_result_text(PSCHEMA_ERROR_STATE), "not now");
    ck_assert_str_eq(pschema_result_text(PSCHEMA_ERROR_VERSION), "too old for this chip");
    ck_assert_str_eq(pschema_result_text((enum pschema_result)1), "unknown result");
    ck_assert_str_eq(pschema_result_text((enum pschema_result) - 100), "unknown result");
}
END_TEST

// ESP-IDF: components/esp_partition/partition.c, is_partition_encrypted.
START_TEST(flash_encryption_takes_what_the_system_has)
{
    static const struct {
        uint8_t type;
        uint8_t subtype;
        bool is_encrypted;
    } kinds[] = {
        {0x00, 0x00, true},  {0x00, 0x10, true},  {0x01, 0x00, true},  {0x01, 0x01, false},
        {0x01, 0x02, false}, {0x01, 0x03, false}, {0x01, 0x04, true},  {0x01, 0x05, false},
        {0x01, 0x80, false}, {0x01, 0x82, false}, {0x01, 0x84, false}, {0x01, 0x90, true},
        {0x01, 0x91, false}, {0x01, 0x94, false}, {0x02, 0x00, true},  {0x03, 0x01, true},
        {0x04, 0x00, false}, {0x40, 0x00, false}, {0xfe, 0x04, false},
    };
    const struct pschema_flash encrypted = {.size = 65536};
    struct pschema_flash flash = {.size = 65536, .encrypted = &encrypted};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct pschema_partition partition = {.type = kinds[i].type, .subtype = kinds[i].subtype};
        flash.encrypts_system = 0;
        ck_assert_ptr_eq(pschema_view(&flash, &partition), &flash);
        flash.encrypts_system = 1;
        ck_assert_ptr_eq(pschema_view(&flash, &partition),
                         kinds[i].is_encrypted ? &encrypted : &flash);
        partition.flags = PSCHEMA_FLAG_ENCRYPTED;
        ck_assert_ptr_eq(pschema_view(&flash, &partition), &encrypted);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("access");
    TCase *each = tcase_create("each");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60); // under sanitizers, on a busy machine
    tcase_add_test(all, bytes_come_back);
    tcase_add_test(all, blank_is_what_the_chip_has);
    tcase_add_test(all, others_have_their_turn);
    tcase_add_test(all, memory_is_given_back);
    tcase_add_test(all, writing_and_erasing_are_aligned);
    tcase_add_test(all, only_changes_are_refused_by_read_only);
    tcase_add_test(all, no_request_strays);
    tcase_add_test(all, flash_encryption_takes_what_the_system_has);
    tcase_add_test(all, results_have_texts);
    tcase_add_loop_test(each, faults_have_an_order, 0, ACTIONS);
    tcase_add_loop_test(each, ranges_do_not_overflow, 0, ACTIONS);
    tcase_add_loop_test(each, partitions_beyond_the_flash, 0, ACTIONS);
    tcase_add_loop_test(each, the_end_of_four_gibibytes, 0, ACTIONS);
    tcase_add_loop_test(each, nothing_is_done_with_no_bytes, 0, ACTIONS);
    tcase_add_loop_test(each, encrypted_partitions_go_through_the_view, 0, ACTIONS);
    tcase_add_loop_test(each, each_chip_has_its_own, 0, ACTIONS);
    tcase_add_loop_test(each, what_the_back_end_says_is_passed_on, 0, ACTIONS);
    suite_add_tcase(suite, each);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
