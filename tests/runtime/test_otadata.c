// Entries of otadata: what they select, how they are numbered, and where they may lie.
#include "ota_fixture.h"

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
        ck_assert_ptr_eq(pschema_ota_next(&ota).partition, _i == 1 ? pschema_no_partition() : next);
    }
    finish(&device);
}
END_TEST

// The number written is the smallest above the one in force that selects the slot; also above 0,
// which no tool writes, but whose checksum may be right.
START_TEST(sequence_numbers_are_the_next)
{
    uint32_t count = (uint32_t)_i;
    for (uint32_t base = 0; base < 40; base++) {
        for (uint32_t slot = 0; slot < count; slot++) {
            struct device device;
            struct pschema_ota ota;
            uint32_t expected = base + 1;
            uint32_t selected = (base - 1) % count; // of 0, that of 2^32 - 1
            device_init(&device, geometry, BOOTLOADER_PLAIN, count, false, false);
            device_set_entry(&device, 1, base, PSCHEMA_OTA_VALID);
            ck_assert_int_eq(
                pschema_ota_open(&ota, &device.flash, device.slots, PSCHEMA_OTA_UNKNOWN),
                PSCHEMA_OK);
            pschema_ota_set_verify(&ota, approve, NULL);
            ck_assert_int_eq(
                pschema_ota_set_boot(&ota, device_app(&device, (int)slot), PSCHEMA_OTA_TRUSTED),
                PSCHEMA_OK);
            check_entry(&device, 1, base, PSCHEMA_OTA_VALID);
            while ((expected - 1) % count != slot) {
                expected++;
            }
            if (selected == slot) { // selected already: nothing is written
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
    pschema_ota_set_verify(&ota, approve, NULL);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 2), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(device.simulator.operations, 0);
    pschema_ota_set_verify(&ota, approve, NULL);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 1), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_OK);
    check_entry(&device, 1, 0xfffffffe, UNDEFINED);
    pschema_ota_set_verify(&ota, approve, NULL);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 0), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_ERROR_SPACE);
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
    otadata.size = 4096; // no second entry
    ck_assert_int_eq(open_changed(&device, otadata), PSCHEMA_ERROR_RANGE);
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
    otadata.chip = 1;
    ck_assert_int_eq(open_changed(&device, otadata), PSCHEMA_ERROR_CHIP);
    otadata.chip = 0;
    otadata.flags = PSCHEMA_FLAG_ENCRYPTED;
    ck_assert_int_eq(open_changed(&device, otadata), PSCHEMA_ERROR_ENCRYPTED);
    finish(&device);
}
END_TEST

// The bootloader looks there, however large the partition is.
START_TEST(second_entry_is_one_sector_after_the_first)
{
    struct device device;
    struct pschema_ota ota;
    struct pschema_partition otadata;
    init(&device, BOOTLOADER_PLAIN, 3, true);
    otadata = *device.slots.otadata.partition;
    otadata.size = 0x4000;
    device.slots.otadata.partition = &otadata;
    device_set_entry(&device, 0, 1, PSCHEMA_OTA_VALID);
    device_set_entry(&device, 1, 2, PSCHEMA_OTA_VALID);
    open(&device, &ota);
    ck_assert_int_eq(state_of(&ota, device_app(&device, 1)), PSCHEMA_OTA_VALID);
    pschema_ota_set_verify(&ota, approve, NULL);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 2), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_OK);
    check_entry(&device, 0, 3, UNDEFINED);
    finish(&device);
}
END_TEST

// Its program unit, not the flash's own, tells how an entry can be written.
START_TEST(encryption_has_its_own_geometry)
{
    struct device device;
    struct pschema_ota ota;
    struct pschema_flash encrypted;
    struct pschema_partition otadata;
    init(&device, BOOTLOADER_PLAIN, 2, true);
    encrypted = device.flash;
    encrypted.program_size = 32;
    device.flash.encrypted = &encrypted;
    otadata = *device.slots.otadata.partition;
    otadata.flags = PSCHEMA_FLAG_ENCRYPTED;
    device.slots.otadata.partition = &otadata;
    open(&device, &ota);
    pschema_ota_set_verify(&ota, approve, NULL);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 1), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_OK);
    check_entry(&device, 0, 2, UNDEFINED);
    ck_assert_uint_eq(device.simulator.operations, 2); // erased, and written at once
    finish(&device);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("otadata");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, selects_what_the_bootloader_selects, 0, 16);
    tcase_add_loop_test(all, next_is_the_slot_behind, 1, 17);
    tcase_add_loop_test(all, sequence_numbers_are_the_next, 1, 17);
    tcase_add_test(all, sequence_numbers_end);
    tcase_add_test(all, states_are_read);
    tcase_add_test(all, open_refuses);
    tcase_add_test(all, second_entry_is_one_sector_after_the_first);
    tcase_add_test(all, encryption_has_its_own_geometry);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
