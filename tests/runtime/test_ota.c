// Updates, as the header promises them: what is selected, what is refused, what is written. What a
// loss of power leaves is tried in test_power_cuts.c.
#include "device.h"
#include "unit.h"

static const struct geometry geometry = {4096, 4, false};

enum { CHUNK = 100, UNDEFINED = -1 };

static void init(struct device *device, enum bootloader_kind kind, uint32_t slot_count,
                 bool has_factory)
{
    device_init(device, geometry, kind, slot_count, has_factory, false);
    device_install(device, 1);
    ck_assert(device_start(device));
}

// Ends a test: nothing was done that a flash does not take, nor outside of the partitions.
static void finish(struct device *device)
{
    ck_assert_uint_eq(device->simulator.violations, 0);
    ck_assert_uint_eq(device->simulator.strays, 0);
    device_release(device);
}

static void open(struct device *device, struct pschema_ota *ota)
{
    ck_assert_int_eq(device_open(device, ota), PSCHEMA_OK);
}

static void restart(struct device *device, int slot, uint32_t version)
{
    ck_assert(device_start(device));
    ck_assert_int_eq(device->boot.selected, slot);
    ck_assert_int_eq(device->boot.booted, slot);
    ck_assert_uint_eq(device->boot.version, version);
}

static void update(struct device *device, struct pschema_ota *ota, int slot, uint32_t version,
                   enum pschema_ota_trust trust)
{
    struct pschema_app app = device_app(device, slot);
    ck_assert_int_eq(device_write(ota, app, version, CHUNK), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_set_boot(ota, app, trust), PSCHEMA_OK);
}

static void check_entry(const struct device *device, unsigned index, uint32_t sequence,
                        int32_t state)
{
    uint32_t number;
    uint32_t its_state;
    ck_assert(device_get_entry(device, index, &number, &its_state));
    ck_assert_uint_eq(number, sequence);
    ck_assert_int_eq((int32_t)its_state, state);
}

static enum pschema_ota_state state_of(struct pschema_ota *ota, struct pschema_app app)
{
    enum pschema_ota_state state;
    ck_assert_int_eq(pschema_ota_read_state(ota, app, &state), PSCHEMA_OK);
    return state;
}

START_TEST(an_update_runs_its_course)
{
    struct device device;
    struct pschema_ota ota;
    init(&device, BOOTLOADER_ROLLBACK, 2, true);
    open(&device, &ota);
    ck_assert_ptr_eq(pschema_ota_running(&ota).partition, device.slots.factory.partition);
    ck_assert_ptr_eq(pschema_ota_next(&ota).partition, device_app(&device, 0).partition);
    update(&device, &ota, 0, 2, PSCHEMA_OTA_ON_TRIAL);
    check_entry(&device, 0, 1, PSCHEMA_OTA_NEW);
    restart(&device, 0, 2);
    open(&device, &ota);
    ck_assert_int_eq(state_of(&ota, pschema_ota_running(&ota)), PSCHEMA_OTA_PENDING);
    ck_assert_int_eq(pschema_ota_begin(&ota, pschema_ota_next(&ota), 1), PSCHEMA_ERROR_STATE);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, pschema_ota_next(&ota), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_ERROR_STATE);
    ck_assert_int_eq(pschema_ota_mark_valid(&ota), PSCHEMA_OK);
    ck_assert_int_eq(state_of(&ota, pschema_ota_running(&ota)), PSCHEMA_OTA_VALID);
    restart(&device, 0, 2);
    open(&device, &ota);
    update(&device, &ota, 1, 3, PSCHEMA_OTA_ON_TRIAL);
    restart(&device, 1, 3);
    restart(&device, 0, 2); // the trial was not ended
    open(&device, &ota);
    ck_assert_int_eq(state_of(&ota, device_app(&device, 1)), PSCHEMA_OTA_ABORTED);
    finish(&device);
}
END_TEST

// Entries by chance, of few numbers and states: we and the bootloader select the same.
START_TEST(selects_what_the_bootloader_selects)
{
    static const uint32_t states[] = {0, 1, 2, 3, 4, 5, 0xff, 0x100, 0xffffffff, 0x80000003};
    static const uint32_t bases[] = {0, 1, 16, 0x7fffffff, 0x80000000, 0xfffffff0};
    uint64_t random = 4 + (uint64_t)_i;
    uint32_t slot_count = 1 + (uint32_t)_i;
    for (int round = 0; round < 4000; round++) {
        struct device device;
        struct pschema_ota ota;
        enum bootloader_kind kind =
            unit_random(&random) % 2 ? BOOTLOADER_SEQUENCE_ONLY : BOOTLOADER_PLAIN;
        device_init(&device, geometry, kind, slot_count, unit_random(&random) % 2, false);
        for (unsigned i = 0; i < 2; i++) {
            uint32_t sequence =
                bases[unit_random(&random) % 6] + (uint32_t)(unit_random(&random) % 16);
            device_set_entry(&device, i, sequence, states[unit_random(&random) % 10]);
            if (unit_random(&random) % 4 == 0) {
                pschema_simulator_flip(&device.simulator,
                                       i * 4096 + (uint32_t)(unit_random(&random) % 32),
                                       (unsigned)(unit_random(&random) % 8));
            }
        }
        ck_assert_int_eq(pschema_ota_open(&ota, &device.flash, device.slots, PSCHEMA_OTA_UNKNOWN),
                         PSCHEMA_OK);
        device_start(&device);
        ck_assert_ptr_eq(pschema_ota_running(&ota).partition,
                         device_app(&device, device.boot.selected).partition);
        finish(&device);
    }
}
END_TEST

START_TEST(next_is_the_slot_behind)
{
    struct device device;
    struct pschema_ota ota;
    init(&device, BOOTLOADER_PLAIN, (uint32_t)_i, true);
    for (int slot = 0; slot < _i; slot++) {
        const struct pschema_partition *next = device_app(&device, (slot + 1) % _i).partition;
        device.boot.booted = slot;
        open(&device, &ota);
        ck_assert_ptr_eq(pschema_ota_running(&ota).partition, device_app(&device, slot).partition);
        ck_assert_ptr_eq(pschema_ota_next(&ota).partition, _i == 1 ? NULL : next);
    }
    finish(&device);
}
END_TEST

// The number written is the smallest above the one in force that selects the slot.
START_TEST(sequence_numbers_are_the_next)
{
    uint32_t count = (uint32_t)_i;
    for (uint32_t base = 1; base < 40; base++) {
        for (uint32_t slot = 0; slot < count; slot++) {
            struct device device;
            struct pschema_ota ota;
            uint32_t expected = base + 1;
            device_init(&device, geometry, BOOTLOADER_PLAIN, count, false, false);
            device_set_entry(&device, 1, base, PSCHEMA_OTA_VALID);
            ck_assert_int_eq(
                pschema_ota_open(&ota, &device.flash, device.slots, PSCHEMA_OTA_UNKNOWN),
                PSCHEMA_OK);
            ck_assert_int_eq(
                pschema_ota_set_boot(&ota, device_app(&device, (int)slot), PSCHEMA_OTA_TRUSTED),
                PSCHEMA_OK);
            check_entry(&device, 1, base, PSCHEMA_OTA_VALID);
            while ((expected - 1) % count != slot) {
                expected++;
            }
            if ((base - 1) % count == slot) { // selected already: nothing is written
                ck_assert_uint_eq(device.simulator.operations, 0);
            } else {
                check_entry(&device, 0, expected, UNDEFINED);
            }
            finish(&device);
        }
    }
}
END_TEST

START_TEST(sequence_numbers_end)
{
    struct device device;
    struct pschema_ota ota;
    init(&device, BOOTLOADER_PLAIN, 3, false); // the last numbers select 0: ..fd, 1: ..fe, 2: none
    device_set_entry(&device, 0, 0xfffffffd, PSCHEMA_OTA_VALID);
    device_set_entry(&device, 1, 5, PSCHEMA_OTA_VALID);
    open(&device, &ota);
    device.simulator.operations = 0;
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 2), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(device.simulator.operations, 0);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 1), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_OK);
    check_entry(&device, 1, 0xfffffffe, UNDEFINED);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 0), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_ERROR_SPACE);
    finish(&device);
}
END_TEST

START_TEST(begin_refuses)
{
    static const struct pschema_partition foreign = {.offset = 0x3100, .size = 4096};
    struct device device;
    struct pschema_ota ota;
    struct pschema_app none = {NULL};
    struct pschema_app alien = {&foreign};
    struct pschema_app slot;
    init(&device, BOOTLOADER_PLAIN, 3, true);
    open(&device, &ota);
    slot = device_app(&device, 0);
    ck_assert_int_eq(pschema_ota_begin(&ota, none, 1), PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_ota_begin(&ota, alien, 1), PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_ota_begin(&ota, device.slots.factory, 1), PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_ota_begin(&ota, slot, 4097), PSCHEMA_ERROR_SPACE);
    ck_assert_int_eq(pschema_ota_begin(&ota, slot, 0xffffffff), PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(device.simulator.operations, 0);
    update(&device, &ota, 0, 2, PSCHEMA_OTA_TRUSTED);
    for (int i = 0; i < 3; i++) { // one waits to be started
        ck_assert_int_eq(pschema_ota_begin(&ota, device_app(&device, i), 1), PSCHEMA_ERROR_IN_USE);
    }
    restart(&device, 0, 2);
    open(&device, &ota);
    ck_assert_int_eq(pschema_ota_begin(&ota, slot, 1), PSCHEMA_ERROR_IN_USE);
    ck_assert_int_eq(pschema_ota_begin(&ota, device_app(&device, 1), 4096), PSCHEMA_OK);
    finish(&device);
}
END_TEST

START_TEST(an_image_has_the_size_that_was_said)
{
    static const uint8_t bytes[4097];
    struct device device;
    struct pschema_ota ota;
    struct pschema_app slot;
    init(&device, BOOTLOADER_PLAIN, 2, true);
    open(&device, &ota);
    slot = pschema_ota_next(&ota);
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, 1), PSCHEMA_ERROR_STATE);
    ck_assert_int_eq(pschema_ota_end(&ota), PSCHEMA_ERROR_STATE);
    ck_assert_uint_eq(device.simulator.operations, 0);

    ck_assert_int_eq(pschema_ota_begin(&ota, slot, 100), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, 99), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_end(&ota), PSCHEMA_ERROR_STATE); // one is missing
    ck_assert_int_eq(pschema_ota_set_boot(&ota, slot, PSCHEMA_OTA_TRUSTED), PSCHEMA_ERROR_STATE);
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, 1), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_end(&ota), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, 1), PSCHEMA_ERROR_STATE);
    ck_assert_int_eq(pschema_ota_end(&ota), PSCHEMA_ERROR_STATE);

    ck_assert_int_eq(pschema_ota_begin(&ota, slot, 100), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, 101), PSCHEMA_ERROR_SPACE);
    ck_assert_int_eq(pschema_ota_end(&ota), PSCHEMA_ERROR_SPACE);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, slot, PSCHEMA_OTA_TRUSTED), PSCHEMA_ERROR_STATE);

    ck_assert_int_eq(pschema_ota_begin(&ota, slot, PSCHEMA_OTA_SIZE_UNKNOWN), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_end(&ota), PSCHEMA_ERROR_STATE); // nothing came
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, 4096), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, 1), PSCHEMA_ERROR_SPACE);
    finish(&device);
}
END_TEST

// Neither the slot that is written to, nor one whose update was given up.
START_TEST(an_image_must_be_whole_to_be_started)
{
    static const uint8_t bytes[500];
    struct device device;
    struct pschema_ota ota;
    init(&device, BOOTLOADER_PLAIN, 3, true);
    open(&device, &ota);
    for (int slot = 0; slot < 2; slot++) {
        ck_assert_int_eq(pschema_ota_begin(&ota, device_app(&device, slot), 1000), PSCHEMA_OK);
        ck_assert_int_eq(pschema_ota_write(&ota, bytes, sizeof bytes), PSCHEMA_OK);
    }
    update(&device, &ota, 2, 2, PSCHEMA_OTA_TRUSTED);
    for (int slot = 0; slot < 2; slot++) {
        ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, slot), PSCHEMA_OTA_TRUSTED),
                         PSCHEMA_ERROR_STATE);
    }
    ck_assert_int_eq(pschema_ota_set_boot(&ota, pschema_ota_running(&ota), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_OK);
    update(&device, &ota, 0, 3, PSCHEMA_OTA_TRUSTED);
    restart(&device, 0, 3);
    finish(&device);
}
END_TEST

START_TEST(set_boot_refuses)
{
    static const struct pschema_partition foreign = {.offset = 0x100000, .size = 4096};
    struct device device;
    struct pschema_ota ota;
    struct pschema_app alien = {&foreign};
    init(&device, BOOTLOADER_SEQUENCE_ONLY, 2, false);
    open(&device, &ota);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, alien, PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device.slots.factory, PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 1), PSCHEMA_OTA_ON_TRIAL),
                     PSCHEMA_ERROR_UNSUPPORTED);
    ck_assert_uint_eq(device.simulator.operations, 0);
    finish(&device);
}
END_TEST

START_TEST(a_choice_can_be_given_up)
{
    struct device device;
    struct pschema_ota ota;
    uint32_t unused;
    init(&device, BOOTLOADER_ROLLBACK, 3, true);
    open(&device, &ota);
    update(&device, &ota, 0, 2, PSCHEMA_OTA_TRUSTED);
    restart(&device, 0, 2);
    open(&device, &ota);
    update(&device, &ota, 1, 3, PSCHEMA_OTA_ON_TRIAL);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, pschema_ota_running(&ota), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_OK);
    ck_assert(!device_get_entry(&device, 0, &unused, &unused)); // the trial's is gone
    restart(&device, 0, 2);
    // Chosen anew before it was ever started, the entry of the running one stays.
    open(&device, &ota);
    update(&device, &ota, 1, 3, PSCHEMA_OTA_ON_TRIAL);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 2), PSCHEMA_OTA_ON_TRIAL),
                     PSCHEMA_OK);
    check_entry(&device, 0, 1, UNDEFINED);
    check_entry(&device, 1, 3, PSCHEMA_OTA_NEW);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device.slots.factory, PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_OK);
    restart(&device, BOOTLOADER_FACTORY, 1);
    finish(&device);
}
END_TEST

// The bootloader had to fall back; from there, too, an update is possible and safe.
START_TEST(begin_puts_right_what_is_in_force)
{
    struct device device;
    struct pschema_ota ota;
    init(&device, BOOTLOADER_PLAIN, 2, false);
    open(&device, &ota);
    update(&device, &ota, 1, 2, PSCHEMA_OTA_TRUSTED);
    restart(&device, 1, 2);
    pschema_simulator_flip(&device.simulator, device_address(&device, 1) + 300, 3);
    ck_assert(device_start(&device));
    ck_assert_int_eq(device.boot.selected, 1);
    ck_assert_int_eq(device.boot.booted, 0);
    open(&device, &ota);
    ck_assert_int_eq(pschema_ota_mark_valid(&ota), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_roll_back(&ota), PSCHEMA_ERROR_STATE);
    ck_assert_int_eq(pschema_ota_begin(&ota, device_app(&device, 1), 10), PSCHEMA_OK);
    restart(&device, 0, 1); // without falling back
    open(&device, &ota);
    update(&device, &ota, 1, 3, PSCHEMA_OTA_TRUSTED);
    restart(&device, 1, 3);
    finish(&device);
}
END_TEST

// Also where that takes the entry of the slot which will be overwritten.
START_TEST(begin_keeps_what_it_puts_right)
{
    struct device device;
    struct pschema_ota ota;
    init(&device, BOOTLOADER_PLAIN, 3, false);
    device_set_entry(&device, 0, 3, PSCHEMA_OTA_VALID); // in slot 2 there is nothing
    device_set_entry(&device, 1, 2, PSCHEMA_OTA_VALID);
    ck_assert(device_start(&device));
    ck_assert_int_eq(device.boot.booted, 0);
    open(&device, &ota);
    ck_assert_int_eq(pschema_ota_begin(&ota, device_app(&device, 1), 10), PSCHEMA_OK);
    check_entry(&device, 1, 4, UNDEFINED);
    restart(&device, 0, 1);
    finish(&device);
}
END_TEST

// What is about to be overwritten is nothing to fall or roll back to.
START_TEST(begin_frees_the_slot)
{
    struct device device;
    struct pschema_ota ota;
    uint32_t unused;
    init(&device, BOOTLOADER_PLAIN, 2, false);
    open(&device, &ota);
    update(&device, &ota, 1, 2, PSCHEMA_OTA_TRUSTED);
    restart(&device, 1, 2);
    open(&device, &ota);
    ck_assert(device_get_entry(&device, 0, &unused, &unused));
    ck_assert_int_eq(pschema_ota_begin(&ota, device_app(&device, 0), 10), PSCHEMA_OK);
    ck_assert(!device_get_entry(&device, 0, &unused, &unused));
    ck_assert_int_eq(pschema_ota_roll_back(&ota), PSCHEMA_ERROR_NOT_FOUND);
    restart(&device, 1, 2);
    finish(&device);
}
END_TEST

START_TEST(rolls_back)
{
    struct device device;
    struct pschema_ota ota;
    enum bootloader_kind kind = (enum bootloader_kind)_i;
    init(&device, kind, 2, true);
    open(&device, &ota);
    ck_assert_int_eq(pschema_ota_roll_back(&ota), PSCHEMA_ERROR_NOT_FOUND);
    update(&device, &ota, 0, 2, PSCHEMA_OTA_TRUSTED);
    restart(&device, 0, 2);
    open(&device, &ota);
    update(&device, &ota, 1, 3, PSCHEMA_OTA_TRUSTED);
    ck_assert_int_eq(pschema_ota_roll_back(&ota), PSCHEMA_ERROR_STATE); // it does not run yet
    restart(&device, 1, 3);
    open(&device, &ota);
    ck_assert_int_eq(pschema_ota_roll_back(&ota), PSCHEMA_OK);
    if (kind != BOOTLOADER_SEQUENCE_ONLY) {
        ck_assert_int_eq(state_of(&ota, device_app(&device, 1)), PSCHEMA_OTA_INVALID);
    }
    // It still runs, but is not to be started again: no update begins from it.
    ck_assert_int_eq(pschema_ota_begin(&ota, device_app(&device, 0), 1), PSCHEMA_ERROR_IN_USE);
    restart(&device, 0, 2);
    open(&device, &ota);
    ck_assert_int_eq(pschema_ota_roll_back(&ota), PSCHEMA_OK);
    restart(&device, BOOTLOADER_FACTORY, 1);
    finish(&device);
}
END_TEST

START_TEST(states_are_read)
{
    struct device device;
    struct pschema_ota ota;
    enum pschema_ota_state state = PSCHEMA_OTA_VALID;
    init(&device, BOOTLOADER_PLAIN, 3, true);
    device_set_entry(&device, 0, 4, PSCHEMA_OTA_INVALID);
    device_set_entry(&device, 1, 2, 77);
    open(&device, &ota);
    ck_assert_int_eq(state_of(&ota, device_app(&device, 0)), PSCHEMA_OTA_INVALID);
    ck_assert_int_eq(state_of(&ota, device_app(&device, 1)), PSCHEMA_OTA_UNDEFINED);
    ck_assert_int_eq(pschema_ota_read_state(&ota, device_app(&device, 2), &state),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_ota_read_state(&ota, device.slots.factory, &state),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(state, PSCHEMA_OTA_VALID);
    device_set_entry(&device, 0, 2, PSCHEMA_OTA_VALID); // of two with one number, the first counts
    ck_assert_int_eq(state_of(&ota, device_app(&device, 1)), PSCHEMA_OTA_VALID);
    finish(&device);
}
END_TEST

static enum pschema_result open_changed(struct device *device, struct pschema_partition otadata)
{
    struct pschema_ota ota;
    struct pschema_ota_slots slots = device->slots;
    slots.otadata.partition = &otadata;
    return pschema_ota_open(&ota, &device->flash, slots, PSCHEMA_OTA_UNKNOWN);
}

START_TEST(open_refuses)
{
    struct device device;
    struct pschema_ota ota;
    struct pschema_partition otadata;
    init(&device, BOOTLOADER_PLAIN, 2, true);
    ck_assert_int_eq(pschema_ota_open(&ota, &device.flash, device.slots, 0x1000),
                     PSCHEMA_ERROR_NOT_FOUND);
    device.slots.count = 0;
    ck_assert_int_eq(device_open(&device, &ota), PSCHEMA_ERROR_UNSUPPORTED);
    device.slots.count = 17;
    ck_assert_int_eq(device_open(&device, &ota), PSCHEMA_ERROR_UNSUPPORTED);
    device.slots.count = 2;
    otadata = *device.slots.otadata.partition;
    otadata.size = 4096; // two entries in one block
    ck_assert_int_eq(open_changed(&device, otadata), PSCHEMA_ERROR_UNSUPPORTED);
    otadata.size = 0;
    ck_assert_int_eq(open_changed(&device, otadata), PSCHEMA_ERROR_RANGE);
    otadata.size = 8192;
    otadata.offset = 256;
    ck_assert_int_eq(open_changed(&device, otadata), PSCHEMA_ERROR_UNSUPPORTED);
    otadata.offset = 0;
    device.flash.erase_size = 16; // less than an entry
    ck_assert_int_eq(open_changed(&device, otadata), PSCHEMA_ERROR_UNSUPPORTED);
    device.flash.erase_size = 4096;
    otadata.offset = 0xfffff000;
    ck_assert_int_eq(open_changed(&device, otadata), PSCHEMA_ERROR_RANGE);
    otadata.offset = 0;
    otadata.device = 1;
    ck_assert_int_eq(open_changed(&device, otadata), PSCHEMA_ERROR_DEVICE);
    otadata.device = 0;
    otadata.flags = PSCHEMA_FLAG_ENCRYPTED;
    ck_assert_int_eq(open_changed(&device, otadata), PSCHEMA_ERROR_ENCRYPTED);
    finish(&device);
}
END_TEST

// What is known of a device at any time, without looking into its flash.
struct model {
    int running;
    int next;                            // that is started next
    uint32_t version[DEVICE_SLOT_LIMIT]; // of complete images; 0: none
    bool is_on_trial;                    // the next one
};

static void choose(struct device *device, struct pschema_ota *ota, struct model *model, int slot,
                   enum pschema_ota_trust trust)
{
    if (model->version[slot] != 0 &&
        pschema_ota_set_boot(ota, device_app(device, slot), trust) == PSCHEMA_OK &&
        model->next != slot) {
        model->next = slot;
        model->is_on_trial = trust == PSCHEMA_OTA_ON_TRIAL && slot != model->running;
    }
}

// One step of anything that a firmware can do, right or wrong.
static void act(struct device *device, struct pschema_ota *ota, struct model *model,
                uint64_t *random, uint32_t version)
{
    int slot = (int)(unit_random(random) % device->slots.count);
    uint32_t chunk = 1 + (uint32_t)(unit_random(random) % 400);
    enum pschema_result result;
    switch (unit_random(random) % 4) {
    case 0:
        result = device_write(ota, device_app(device, slot), version, chunk);
        if (result == PSCHEMA_OK) {
            model->version[slot] = version;
            model->next = model->running;
        }
        break;
    case 1:
        choose(device, ota, model, slot, PSCHEMA_OTA_TRUSTED);
        break;
    case 2:
        choose(device, ota, model, slot, PSCHEMA_OTA_ON_TRIAL);
        break;
    default:
        ck_assert_int_eq(pschema_ota_mark_valid(ota), PSCHEMA_OK);
        model->is_on_trial = model->is_on_trial && model->next != model->running;
        break;
    }
}

// Many steps by chance; what is started is what was chosen last, or the one before where a trial
// ended without a word.
START_TEST(does_what_the_model_does)
{
    uint64_t random = 77 + (uint64_t)_i;
    struct device device;
    struct pschema_ota ota;
    struct model model = {0};
    init(&device, BOOTLOADER_ROLLBACK, 2 + (uint32_t)_i % 15, false);
    model.version[0] = 1;
    for (uint32_t version = 2; version < 300; version++) {
        open(&device, &ota);
        for (uint64_t steps = unit_random(&random) % 4; steps > 0; steps--) {
            act(&device, &ota, &model, &random, version);
        }
        bool has_failed = model.is_on_trial && model.next == model.running;
        ck_assert(device_start(&device));
        ck_assert_int_eq(device.boot.booted, device.boot.selected);
        if (has_failed) {
            ck_assert_int_ne(device.boot.booted, model.running);
            model.is_on_trial = false;
        } else {
            ck_assert_int_eq(device.boot.booted, model.next);
        }
        model.next = model.running = device.boot.booted;
        ck_assert_uint_eq(device.boot.version, model.version[model.running]);
    }
    finish(&device);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ota");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, an_update_runs_its_course);
    tcase_add_loop_test(all, selects_what_the_bootloader_selects, 0, 16);
    tcase_add_loop_test(all, next_is_the_slot_behind, 1, 17);
    tcase_add_loop_test(all, sequence_numbers_are_the_next, 1, 17);
    tcase_add_test(all, sequence_numbers_end);
    tcase_add_test(all, begin_refuses);
    tcase_add_test(all, an_image_has_the_size_that_was_said);
    tcase_add_test(all, an_image_must_be_whole_to_be_started);
    tcase_add_test(all, set_boot_refuses);
    tcase_add_test(all, a_choice_can_be_given_up);
    tcase_add_test(all, begin_puts_right_what_is_in_force);
    tcase_add_test(all, begin_keeps_what_it_puts_right);
    tcase_add_test(all, begin_frees_the_slot);
    tcase_add_loop_test(all, rolls_back, 0, 3);
    tcase_add_test(all, states_are_read);
    tcase_add_test(all, open_refuses);
    tcase_add_loop_test(all, does_what_the_model_does, 0, 30);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
