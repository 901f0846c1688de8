// Fleets: a firmware that was compiled for one layout, on a device that has another. Whatever it
// calls, in whatever order, with results that it does not look at: as long as the tables were not
// found to be its own, not one byte of flash changes. Where it trusts its layout without a look,
// nothing outside of its own partitions does.
#include "flash_fixture.h"

#include <pschema/access.h>
#include <pschema/crc32.h>
#include <pschema/ota.h>
#include <pschema/record.h>

enum { RUNS = 10000, CALLS = 24, BLOCK = 4096, BLOCKS = FIXTURE_SIZE / BLOCK };
enum { TABLE_BLOCK = 8, ROW_SIZE = 32, SLOTS = 2 };

// What the partitions of every layout are for; only their order and sizes differ.
enum kind { OTADATA, OTA_0, OTA_1, DATA, RECORDS, RING, KINDS };

struct record {
    uint32_t magic;
    uint32_t value;
};

static const struct pschema_record_field fields[] = {{offsetof(struct record, magic), 1, 4},
                                                     {offsetof(struct record, value), 1, 4}};
static const struct pschema_record_limit limits[] = {
    {offsetof(struct record, magic), 1, 4, PSCHEMA_ERROR_NOT_FOUND, 0xcafe, 0}};
static const struct pschema_record_layout record_layout = {8, 2, 1, fields, limits, 0};
static const struct pschema_ring_layout ring_layout = {&record_layout, BLOCK, 32};

// A layout, as the compiler's header has it, and its table's bytes.
struct plan {
    struct pschema_partition partitions[KINDS];
    struct pschema_app apps[SLOTS];
    struct pschema_layout_row rows[KINDS + 1];
    struct pschema_layout_table table;
    struct pschema_layout layout;
    uint8_t bytes[(KINDS + 1) * ROW_SIZE];
};

struct device {
    struct fixture fixture;
    struct plan own;   // the firmware's
    struct plan found; // in flash
    uint8_t before[FIXTURE_SIZE];
    struct pschema_writer writer;
    struct pschema_ota ota;
    uint64_t random;
};

static struct device device;

static uint32_t below(uint32_t limit)
{
    return (uint32_t)((unit_random(&device.random) >> 32) % limit);
}

static void put_little(uint8_t *bytes, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(value >> 8 * i);
    }
}

static void put_rows(struct plan *plan)
{
    memset(plan->bytes, 0xff, sizeof plan->bytes);
    for (uint32_t i = 0; i < KINDS; i++) {
        const struct pschema_partition *partition = &plan->partitions[i];
        uint8_t *row = plan->bytes + (size_t)i * ROW_SIZE;
        memset(row, 0, ROW_SIZE);
        row[0] = 0xaa;
        row[1] = 0x50;
        row[2] = partition->type;
        row[3] = partition->subtype;
        put_little(row + 4, partition->offset);
        put_little(row + 8, partition->size);
        memcpy(row + 12, partition->label, sizeof partition->label - 1);
    }
    for (uint32_t i = 0; i <= KINDS; i++) {
        plan->rows[i] = (struct pschema_layout_row){
            i < KINDS ? plan->partitions[i].label : "(end)",
            pschema_crc32(PSCHEMA_CRC32_START, plan->bytes + (size_t)i * ROW_SIZE, ROW_SIZE)};
    }
}

// The partitions in any order, with any sizes and gaps.
static void invent(struct plan *plan)
{
    static const char *const labels[KINDS] = {"otadata", "ota_0",   "ota_1",
                                              "data",    "records", "ring"};
    static const uint8_t types[KINDS] = {1, 0, 0, 0x40, 0x41, 0x42};
    static const uint8_t subtypes[KINDS] = {0, 16, 17, 0, 0, 0};
    uint32_t order[KINDS] = {0, 1, 2, 3, 4, 5};
    uint32_t block = TABLE_BLOCK + 1;
    memset(plan, 0, sizeof *plan);
    for (uint32_t i = KINDS - 1; i > 0; i--) {
        uint32_t other = below(i + 1);
        uint32_t kind = order[i];
        order[i] = order[other];
        order[other] = kind;
    }
    for (uint32_t i = 0; i < KINDS; i++) {
        struct pschema_partition *partition = &plan->partitions[order[i]];
        block += below(3);
        partition->offset = block * BLOCK;
        partition->size = (2 + (order[i] == OTADATA ? 0 : below(4))) * BLOCK;
        partition->type = types[order[i]];
        partition->subtype = subtypes[order[i]];
        strcpy(partition->label, labels[order[i]]);
        block += partition->size / BLOCK;
    }
    ck_assert_uint_le(block, BLOCKS);
    put_rows(plan);
    plan->apps[0].partition = &plan->partitions[OTA_0];
    plan->apps[1].partition = &plan->partitions[OTA_1];
    plan->table = (struct pschema_layout_table){
        .place = {.offset = TABLE_BLOCK * BLOCK, .size = 0xc00, .type = PSCHEMA_TYPE_TABLE},
        .row_size = ROW_SIZE,
        .row_count = KINDS + 1,
        .rows = plan->rows};
    plan->layout = (struct pschema_layout){0, 1, &plan->table};
}

// A device in the field: its flash has contents everywhere, and erased places.
static void set_up(uint32_t seed)
{
    static const uint32_t units[] = {1, 4, 16, 32};
    device.random = seed + 1;
    fixture_init(&device.fixture, BLOCK, units[seed % 4]);
    invent(&device.own);
    do {
        invent(&device.found);
    } while (memcmp(device.own.bytes, device.found.bytes, sizeof device.own.bytes) == 0);
    for (uint32_t block = 0; block < BLOCKS; block++) {
        if (below(2)) {
            memset(device.fixture.bytes + (size_t)block * BLOCK, (int)below(256), BLOCK);
        }
    }
    memcpy(device.fixture.bytes + TABLE_BLOCK * BLOCK, device.found.bytes,
           sizeof device.found.bytes);
    memcpy(device.before, device.fixture.bytes, FIXTURE_SIZE);
    device.fixture.flash.layout = NULL;
    memset(&device.writer, 0, sizeof device.writer);
    device.writer.result = PSCHEMA_ERROR_STATE;
    device.fixture.simulator.operations = 0;
}

static struct pschema_ota_slots slots(void)
{
    return (struct pschema_ota_slots){.otadata = {&device.own.partitions[OTADATA]},
                                      .factory = {pschema_no_partition()},
                                      .slot = device.own.apps,
                                      .count = SLOTS};
}

static struct pschema_writable any_place(void)
{
    return (struct pschema_writable){&device.own.partitions[DATA + below(3)]};
}

static enum pschema_result approve(void *context, const struct pschema_flash *flash,
                                   struct pschema_app app)
{
    (void)context;
    (void)flash;
    (void)app;
    return PSCHEMA_OK;
}

static void open_ota(void)
{
    uint32_t running = device.own.partitions[OTA_0 + below(2)].offset;
    pschema_ignore(pschema_ota_open(&device.ota, &device.fixture.flash, slots(),
                                    below(2) ? running : PSCHEMA_OTA_UNKNOWN));
    if (below(2)) {
        pschema_ota_set_verify(&device.ota, approve, NULL);
    }
}

static void call_partitions(uint32_t which)
{
    static const uint8_t bytes[3 * BLOCK];
    const struct pschema_flash *flash = &device.fixture.flash;
    struct pschema_writable where = any_place();
    uint32_t position;
    struct record record = {0, below(100)};
    switch (which) {
    case 0:
        pschema_ignore(pschema_write(flash, where, below(4) * 32, bytes, below(4) * 32));
        break;
    case 1:
        pschema_ignore(pschema_erase(flash, where, below(4) * BLOCK, below(4) * BLOCK));
        break;
    case 2:
        pschema_ignore(pschema_writer_begin(&device.writer, flash, where));
        break;
    case 3:
        pschema_ignore(pschema_writer_update(&device.writer, flash, where, below(2 * BLOCK)));
        break;
    case 4:
        pschema_ignore(
            pschema_writer_resume(&device.writer, flash, where, BLOCK, bytes, &position));
        break;
    case 5:
        pschema_ignore(pschema_writer_write(&device.writer, bytes, below(sizeof bytes)));
        break;
    case 6:
        pschema_ignore(pschema_writer_finish(&device.writer));
        break;
    case 7:
        pschema_ignore(pschema_record_store(flash, where, below(10), &record_layout, &record));
        break;
    default:
        pschema_ignore(pschema_ring_append(flash, where, &ring_layout, &record));
        break;
    }
}

static void call_updates(uint32_t which)
{
    static const uint8_t bytes[3 * BLOCK];
    struct pschema_ota *ota = &device.ota;
    struct pschema_app app = device.own.apps[below(SLOTS)];
    uint32_t position;
    switch (which) {
    case 0:
        open_ota();
        break;
    case 1:
        pschema_ignore(pschema_ota_begin(ota, app, below(2) ? below(2 * BLOCK) : 0));
        break;
    case 2:
        pschema_ignore(pschema_ota_resume(ota, app, BLOCK, bytes, &position));
        break;
    case 3:
        pschema_ignore(pschema_ota_write(ota, bytes, below(sizeof bytes)));
        break;
    case 4:
        pschema_ignore(pschema_ota_end(ota));
        break;
    case 5:
        pschema_ignore(
            pschema_ota_set_boot(ota, app, below(2) ? PSCHEMA_OTA_TRUSTED : PSCHEMA_OTA_ON_TRIAL));
        break;
    case 6:
        pschema_ignore(pschema_ota_mark_valid(ota));
        break;
    default:
        pschema_ignore(pschema_ota_roll_back(ota));
        break;
    }
}

static void call_anything(void)
{
    for (int i = 0; i < CALLS; i++) {
        if (below(2)) {
            call_partitions(below(9));
        } else {
            call_updates(below(8));
        }
    }
}

START_TEST(nothing_changes_on_a_device_with_another_table)
{
    for (uint32_t run = 0; run < RUNS; run++) {
        set_up(run);
        open_ota();
        if (below(2)) { // it asks, and does not listen
            struct pschema_difference difference = {NULL, NULL};
            ck_assert_int_eq(
                pschema_layout_check(&device.fixture.flash, &device.own.layout, &difference),
                PSCHEMA_ERROR_LAYOUT);
            ck_assert_ptr_nonnull(difference.row);
        }
        call_anything();
        ck_assert_uint_eq(device.fixture.simulator.operations, 0);
    }
    ck_assert_mem_eq(device.fixture.bytes, device.before, FIXTURE_SIZE);
}
END_TEST

// Whether the firmware has a partition with this block in which it may write.
static int is_own(uint32_t block)
{
    for (uint32_t i = 0; i < KINDS; i++) {
        const struct pschema_partition *partition = &device.own.partitions[i];
        if (block * BLOCK - partition->offset < partition->size) {
            return 1;
        }
    }
    return 0;
}

START_TEST(trust_reaches_no_farther_than_the_own_partitions)
{
    uint32_t operations = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        set_up(run);
        pschema_trust_layout(&device.fixture.flash, &device.own.layout);
        open_ota();
        call_anything();
        operations += device.fixture.simulator.operations;
        for (uint32_t block = 0; block < BLOCKS; block++) {
            if (!is_own(block)) {
                ck_assert_mem_eq(device.fixture.bytes + (size_t)block * BLOCK,
                                 device.before + (size_t)block * BLOCK, BLOCK);
            }
        }
    }
    ck_assert_uint_gt(operations, RUNS); // it did write
}
END_TEST

// The same calls do write where the device is the firmware's own.
START_TEST(the_right_table_allows_it)
{
    uint32_t operations = 0;
    for (uint32_t run = 0; run < RUNS / 10; run++) {
        set_up(run);
        memcpy(device.fixture.bytes + TABLE_BLOCK * BLOCK, device.own.bytes,
               sizeof device.own.bytes);
        ck_assert_int_eq(pschema_layout_check(&device.fixture.flash, &device.own.layout, NULL),
                         PSCHEMA_OK);
        open_ota();
        call_anything();
        operations += device.fixture.simulator.operations;
    }
    ck_assert_uint_gt(operations, RUNS / 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fleet");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 300);
    tcase_add_test(all, nothing_changes_on_a_device_with_another_table);
    tcase_add_test(all, trust_reaches_no_farther_than_the_own_partitions);
    tcase_add_test(all, the_right_table_allows_it);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
