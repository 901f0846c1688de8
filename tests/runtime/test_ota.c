// Updates, as the header promises them, from begin to the end of a trial. (What is selected is in
// test_otadata.c, what a loss of power leaves in test_power_cuts.c.)
#include "ota_fixture.h"

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

START_TEST(begin_refuses)
{
    static const struct pschema_partition foreign = {.offset = 0x3100, .size = 4096};
    struct device device;
    struct pschema_ota ota;
    struct pschema_app none = {pschema_no_partition()};
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
    ck_assert_int_eq(pschema_ota_set_boot(&ota, slot, PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_ERROR_UNVERIFIED);
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, 1), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_end(&ota), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, 1), PSCHEMA_ERROR_STATE);
    ck_assert_int_eq(pschema_ota_end(&ota), PSCHEMA_ERROR_STATE);

    ck_assert_int_eq(pschema_ota_begin(&ota, slot, 100), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, 101), PSCHEMA_ERROR_SPACE);
    ck_assert_int_eq(pschema_ota_end(&ota), PSCHEMA_ERROR_SPACE);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, slot, PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_ERROR_UNVERIFIED);

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
                         PSCHEMA_ERROR_UNVERIFIED);
    }
    ck_assert_int_eq(pschema_ota_set_boot(&ota, pschema_ota_running(&ota), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_OK);
    update(&device, &ota, 0, 3, PSCHEMA_OTA_TRUSTED);
    restart(&device, 0, 3);
    finish(&device);
}
END_TEST

struct verdict {
    enum pschema_result result;
    const struct pschema_partition *seen;
    unsigned calls;
};

static enum pschema_result judge(void *context, const struct pschema_flash *flash,
                                 struct pschema_app app)
{
    struct verdict *verdict = context;
    ck_assert_ptr_nonnull(flash);
    verdict->seen = app.partition;
    verdict->calls++;
    return verdict->result;
}

// After a restart nobody knows whether a slot is whole: who can tell is asked, else it is refused.
START_TEST(a_half_written_slot_is_not_started_after_a_restart)
{
    static const uint8_t bytes[500];
    struct device device;
    struct pschema_ota ota;
    struct verdict verdict = {PSCHEMA_ERROR_DAMAGED, NULL, 0};
    uint32_t operations;
    init(&device, BOOTLOADER_ROLLBACK, 2, true);
    open(&device, &ota);
    ck_assert_int_eq(pschema_ota_begin(&ota, device_app(&device, 0), 1000), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_write(&ota, bytes, sizeof bytes), PSCHEMA_OK);
    ck_assert_uint_eq(device.simulator.bytes[device_address(&device, 0)], 0xff); // no head yet
    restart(&device, BOOTLOADER_FACTORY, 1);
    open(&device, &ota);
    operations = device.simulator.operations;
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 0), PSCHEMA_OTA_ON_TRIAL),
                     PSCHEMA_ERROR_UNVERIFIED);
    pschema_ota_set_verify(&ota, judge, &verdict);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 0), PSCHEMA_OTA_ON_TRIAL),
                     PSCHEMA_ERROR_DAMAGED);
    ck_assert_ptr_eq(verdict.seen, device_app(&device, 0).partition);
    ck_assert_uint_eq(device.simulator.operations, operations);
    verdict.result = PSCHEMA_OK;
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 0), PSCHEMA_OTA_ON_TRIAL),
                     PSCHEMA_OK);
    ck_assert_uint_eq(verdict.calls, 2);
    finish(&device);
}
END_TEST

// Also what was ended here is looked at where somebody can; what runs is not.
START_TEST(whoever_can_verify_is_asked)
{
    struct device device;
    struct pschema_ota ota;
    struct verdict verdict = {PSCHEMA_OK, NULL, 0};
    init(&device, BOOTLOADER_ROLLBACK, 2, true);
    open(&device, &ota);
    pschema_ota_set_verify(&ota, judge, &verdict);
    update(&device, &ota, 0, 2, PSCHEMA_OTA_ON_TRIAL);
    ck_assert_uint_eq(verdict.calls, 1);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, pschema_ota_running(&ota), PSCHEMA_OTA_TRUSTED),
                     PSCHEMA_OK);
    ck_assert_uint_eq(verdict.calls, 1);
    verdict.result = PSCHEMA_ERROR_DAMAGED;
    ck_assert_int_eq(device_write(&ota, device_app(&device, 1), 3, CHUNK), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 1), PSCHEMA_OTA_ON_TRIAL),
                     PSCHEMA_ERROR_DAMAGED);
    restart(&device, BOOTLOADER_FACTORY, 1);
    finish(&device);
}
END_TEST

// The update of an application goes on after a restart, from the last whole block.
START_TEST(an_update_is_resumed)
{
    uint8_t image[3000];
    struct device device;
    struct pschema_ota ota;
    struct pschema_app slot;
    uint32_t position = 7;
    device_init(&device, (struct geometry){256, 4, false}, BOOTLOADER_ROLLBACK, 2, true, false);
    device_install(&device, 1);
    ck_assert(device_start(&device));
    bootloader_make_image(image, sizeof image, 2);
    open(&device, &ota);
    slot = device_app(&device, 0);
    ck_assert_int_eq(pschema_ota_resume(&ota, slot, sizeof image, image, &position),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_uint_eq(position, 7);
    ck_assert_uint_eq(device.simulator.operations, 0);
    ck_assert_int_eq(pschema_ota_begin(&ota, slot, sizeof image), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_write(&ota, image, 1500), PSCHEMA_OK);
    restart(&device, BOOTLOADER_FACTORY, 1);
    open(&device, &ota);
    ck_assert_int_eq(pschema_ota_resume(&ota, device.slots.factory, sizeof image, image, &position),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_ota_resume(&ota, slot, sizeof image, image, &position), PSCHEMA_OK);
    ck_assert_uint_eq(position, 1500 / 256 * 256);
    ck_assert_int_eq(pschema_ota_write(&ota, image + position, sizeof image - position),
                     PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_end(&ota), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_set_boot(&ota, slot, PSCHEMA_OTA_ON_TRIAL), PSCHEMA_OK);
    restart(&device, 0, 2);
    open(&device, &ota);
    ck_assert_int_eq(pschema_ota_mark_valid(&ota), PSCHEMA_OK);
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
    pschema_ota_set_verify(&ota, approve, NULL);
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

// Gives the image in a slot a description as ESP-IDF's has it.
static void describe(struct device *device, int slot, uint32_t magic, uint32_t version)
{
    uint8_t *bytes = device->simulator.bytes + device_address(device, slot) + 32;
    for (int i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(magic >> 8 * i);
        bytes[4 + i] = (uint8_t)(version >> 8 * i);
    }
}

START_TEST(what_is_too_old_for_the_chip_is_refused)
{
    static const struct {
        uint32_t magic;
        uint32_t version;
        enum pschema_result result;
    } cases[] = {{0xabcd5432, 2, PSCHEMA_ERROR_VERSION},
                 {0xabcd5433, 3, PSCHEMA_ERROR_VERSION}, // no description
                 {0xabcd5432, 3, PSCHEMA_OK},
                 {0xabcd5432, 0x80000000, PSCHEMA_OK}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct device device;
        struct pschema_ota ota;
        init(&device, BOOTLOADER_PLAIN, 3, false);
        device_set_entry(&device, 0, 1, PSCHEMA_OTA_VALID);
        device_set_entry(&device, 1, 2, PSCHEMA_OTA_VALID);
        device.boot.booted = 1;
        open(&device, &ota);
        pschema_ota_require_version(&ota, 3);
        pschema_ota_set_verify(&ota, approve, NULL);
        describe(&device, 0, cases[i].magic, cases[i].version);
        describe(&device, 2, cases[i].magic, cases[i].version);
        device.simulator.operations = 0;
        ck_assert_int_eq(pschema_ota_set_boot(&ota, device_app(&device, 2), PSCHEMA_OTA_ON_TRIAL),
                         cases[i].result);
        if (cases[i].result == PSCHEMA_OK) {
            open(&device, &ota);
            pschema_ota_require_version(&ota, 3);
            device_set_entry(&device, 0, 1, PSCHEMA_OTA_VALID);
        }
        ck_assert_int_eq(pschema_ota_roll_back(&ota), cases[i].result);
        if (cases[i].result) {
            ck_assert_uint_eq(device.simulator.operations, 0);
        }
        // The running one is never refused.
        ck_assert_int_eq(pschema_ota_set_boot(&ota, pschema_ota_running(&ota), PSCHEMA_OTA_TRUSTED),
                         PSCHEMA_OK);
        finish(&device);
    }
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
    tcase_add_test(all, begin_refuses);
    tcase_add_test(all, an_image_has_the_size_that_was_said);
    tcase_add_test(all, an_image_must_be_whole_to_be_started);
    tcase_add_test(all, a_half_written_slot_is_not_started_after_a_restart);
    tcase_add_test(all, whoever_can_verify_is_asked);
    tcase_add_test(all, an_update_is_resumed);
    tcase_add_test(all, set_boot_refuses);
    tcase_add_test(all, a_choice_can_be_given_up);
    tcase_add_test(all, begin_puts_right_what_is_in_force);
    tcase_add_test(all, begin_keeps_what_it_puts_right);
    tcase_add_test(all, begin_frees_the_slot);
    tcase_add_test(all, what_is_too_old_for_the_chip_is_refused);
    tcase_add_loop_test(all, rolls_back, 0, 3);
    tcase_add_loop_test(all, does_what_the_model_does, 0, 30);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
