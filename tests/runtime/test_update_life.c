// A life of updates on a device whose power fails again and again: each start resumes what is
// unfinished, or begins. The device always starts an image that is whole, the old one or the new
// one, and it gets to the next version in the end.
#include "device.h"
#include "ota_fixture.h"

enum { IMAGE_SIZE = 3000, STARTS = 4000, LEAST_VERSIONS = 20 };

struct life {
    struct device device;
    enum pschema_ota_trust trust;
    uint32_t version; // that runs for good
    uint64_t random;
    uint32_t resumed; // how often an update went on
};

static uint32_t below(struct life *life, uint32_t limit)
{
    return (uint32_t)((unit_random(&life->random) >> 32) % limit);
}

// What a firmware does to get the next version.
static enum pschema_result get_next(struct life *life, struct pschema_ota *ota)
{
    uint8_t image[IMAGE_SIZE];
    struct pschema_app slot = pschema_ota_next(ota);
    uint32_t position = 0;
    enum pschema_result result;
    bootloader_make_image(image, sizeof image, life->version + 1);
    result = pschema_ota_resume(ota, slot, sizeof image, image, &position);
    if (result == PSCHEMA_ERROR_NOT_FOUND) {
        result = pschema_ota_begin(ota, slot, sizeof image);
    } else if (result == PSCHEMA_OK) {
        life->resumed++;
    }
    while (result == PSCHEMA_OK && position < sizeof image) {
        uint32_t part = 1 + below(life, 300);
        part = part < sizeof image - position ? part : (uint32_t)sizeof image - position;
        result = pschema_ota_write(ota, image + position, part);
        position += part;
    }
    if (result == PSCHEMA_OK) {
        result = pschema_ota_end(ota);
    }
    return result ? result : pschema_ota_set_boot(ota, slot, life->trust);
}

// One start, after which the power may fail at any operation.
static void start(struct life *life)
{
    static const enum pschema_tear tears[] = {PSCHEMA_TEAR_NOTHING, PSCHEMA_TEAR_PREFIX,
                                              PSCHEMA_TEAR_UNITS, PSCHEMA_TEAR_BITS};
    struct pschema_ota ota;
    if (!device_start(&life->device)) {
        return; // it was lost while the bootloader ran
    }
    ck_assert_int_eq(life->device.boot.booted, life->device.boot.selected);
    ck_assert(life->device.boot.version == life->version ||
              life->device.boot.version == life->version + 1);
    life->version = life->device.boot.version;
    ck_assert_int_eq(device_open(&life->device, &ota), PSCHEMA_OK);
    life->device.simulator.will_cut = 0;
    // While it marks itself valid, a cut may bring the one before back (<pschema/ota.h>): not here.
    ck_assert_int_eq(pschema_ota_mark_valid(&ota), PSCHEMA_OK);
    if (below(life, 4)) {
        pschema_simulator_cut(&life->device.simulator, below(life, 40), tears[below(life, 4)],
                              1 + below(life, 1000));
    }
    pschema_ignore(get_next(life, &ota));
}

START_TEST(the_device_gets_ahead)
{
    static const struct geometry geometries[] = {
        {256, 1, false}, {512, 4, false}, {1024, 16, false}, {256, 32, false}};
    static struct life life;
    memset(&life, 0, sizeof life);
    life.random = (uint64_t)_i + 1;
    life.version = 1;
    life.trust = _i & 4 ? PSCHEMA_OTA_TRUSTED : PSCHEMA_OTA_ON_TRIAL;
    device_init(&life.device, geometries[_i & 3],
                _i & 4 ? BOOTLOADER_SEQUENCE_ONLY : BOOTLOADER_PLAIN, 2 + ((uint32_t)_i >> 3) % 2,
                false, (_i & 16) != 0);
    device_install(&life.device, 1);
    for (int i = 0; i < STARTS; i++) {
        start(&life);
    }
    ck_assert_uint_ge(life.version, LEAST_VERSIONS);
    ck_assert_uint_ge(life.resumed, LEAST_VERSIONS);
    finish(&life.device);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("update life");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, the_device_gets_ahead, 0, 32);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
