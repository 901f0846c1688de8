// The power is cut at every flash operation of an update, before it and in its midst, also at those
// of the bootloader, for several geometries, numbers of slots, bootloaders and histories. Each
// time:
// - the device starts the old image or the new one, whichever otadata selects, and it is complete:
//   the bootloader never has to fall back;
// - what was to be on trial is, unless it was the bootloader's own writing that was cut: it erases
//   an entry that holds still, and of such an erasure anything may remain (see <pschema/ota.h>);
// - an image that was aborted or rolled back does not come back;
// - from there the next update succeeds, also if the power is cut once more.
#include "device.h"
#include "unit.h"

#include <stdio.h>

enum history { FRESH, UPDATED, ABORTED_ONCE, HISTORIES };

enum goal {
    UPDATE_ON_TRIAL,
    UPDATE_TRUSTED,
    FAIL_AT_TRIAL, // without a word: what then happens is the bootloader's doing alone
    ROLL_BACK_AT_TRIAL,
    ROLL_BACK_LATER,
    TO_FACTORY,
    GOALS
};

struct subject {
    struct geometry geometry;
    enum bootloader_kind kind;
    uint32_t slot_count;
    bool has_factory;
    bool is_durable;
    enum history history;
    enum goal goal;
};

// What is done, and in which versions.
struct plan {
    enum goal goal;
    uint32_t before; // that runs at first
    uint32_t after;  // that shall run
};

static const enum pschema_tear tears[] = {PSCHEMA_TEAR_NOTHING, PSCHEMA_TEAR_PREFIX,
                                          PSCHEMA_TEAR_UNITS,   PSCHEMA_TEAR_UNITS,
                                          PSCHEMA_TEAR_BITS,    PSCHEMA_TEAR_BITS};

// Names the case where something is wrong. (What is right is none of Check's business: it would
// write a file each time.)
#define CHECK(device, condition)                                                                   \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            ck_abort_msg("%s: %s", (device)->name, #condition);                                    \
        }                                                                                          \
    } while (0)

enum { CHUNK = 251, TEARS = sizeof tears / sizeof *tears };

static bool knows_trials(const struct device *device)
{
    return device->bootloader.kind != BOOTLOADER_SEQUENCE_ONLY;
}

// Starts, and holds what is started against what otadata selects. False: the power was lost.
static bool start(struct device *device)
{
    if (!device_start(device)) {
        return false;
    }
    CHECK(device, device->boot.booted == device->boot.selected);
    return true;
}

// Whether all went well; what did not is a loss of power.
static bool is_done(const struct device *device, enum pschema_result result)
{
    if (!device->simulator.is_off) {
        CHECK(device, result == PSCHEMA_OK);
    }
    return result == PSCHEMA_OK;
}

static bool install(struct device *device, struct pschema_ota *ota, const struct plan *plan)
{
    struct pschema_app next = pschema_ota_next(ota);
    enum pschema_ota_trust trust = plan->goal != UPDATE_TRUSTED && knows_trials(device)
                                       ? PSCHEMA_OTA_ON_TRIAL
                                       : PSCHEMA_OTA_TRUSTED;
    return is_done(device, device_write(ota, next, plan->after, CHUNK)) &&
           is_done(device, pschema_ota_set_boot(ota, next, trust));
}

// What the firmware does that finds itself running and not at the goal.
static bool act(struct device *device, struct pschema_ota *ota, const struct plan *plan)
{
    switch (plan->goal) {
    case FAIL_AT_TRIAL: // it has outlived its trial, and must see to it itself
    case ROLL_BACK_AT_TRIAL:
    case ROLL_BACK_LATER:
        return is_done(device, pschema_ota_roll_back(ota));
    case TO_FACTORY:
        return is_done(device,
                       pschema_ota_set_boot(ota, device->slots.factory, PSCHEMA_OTA_TRUSTED));
    case UPDATE_ON_TRIAL:
    case UPDATE_TRUSTED:
    case GOALS:
        break;
    }
    return install(device, ota, plan);
}

// Restarts the device until the goal is reached. False: the power was lost.
static bool live(struct device *device, const struct plan *plan)
{
    for (int starts = 0; starts < 4; starts++) {
        struct pschema_ota ota;
        if (!start(device) || !is_done(device, device_open(device, &ota))) {
            return false;
        }
        if (device->boot.version == plan->after) {
            return is_done(device, pschema_ota_mark_valid(&ota));
        }
        if (!act(device, &ota, plan)) {
            return false;
        }
    }
    CHECK(device, !"the goal was reached");
    return false;
}

static void reach(struct device *device, enum goal goal, uint32_t version)
{
    struct plan plan = {goal, 0, version};
    CHECK(device, live(device, &plan));
}

// Installs a version and starts it, no more.
static void try_out(struct device *device, uint32_t version)
{
    struct plan plan = {UPDATE_ON_TRIAL, 0, version};
    struct pschema_ota ota;
    CHECK(device, start(device));
    CHECK(device, device_open(device, &ota) == PSCHEMA_OK);
    CHECK(device, install(device, &ota, &plan));
    CHECK(device, start(device));
    CHECK(device, device->boot.version == version);
}

// Brings a device to where the goal is to be pursued from.
static struct plan prepare(const struct subject *subject, struct device *device)
{
    uint32_t version = 10;
    device_init(device, subject->geometry, subject->kind, subject->slot_count, subject->has_factory,
                subject->is_durable);
    device_install(device, version);
    if (subject->history == UPDATED) {
        reach(device, UPDATE_ON_TRIAL, ++version);
        reach(device, UPDATE_TRUSTED, ++version);
        reach(device, UPDATE_ON_TRIAL, ++version);
    } else if (subject->history == ABORTED_ONCE) {
        reach(device, UPDATE_ON_TRIAL, ++version);
        try_out(device, 99); // and it does not mark itself valid
        CHECK(device, start(device));
    }
    if (subject->goal <= UPDATE_TRUSTED) {
        return (struct plan){subject->goal, version, version + 1};
    }
    if (subject->goal == FAIL_AT_TRIAL || subject->goal == ROLL_BACK_AT_TRIAL) {
        try_out(device, version + 1);
    } else {
        reach(device, UPDATE_TRUSTED, version + 1);
    }
    return (struct plan){subject->goal, version + 1, subject->goal == TO_FACTORY ? 10 : version};
}

// Whether a subject makes sense.
static bool exists(const struct subject *subject)
{
    if (subject->goal == TO_FACTORY && !subject->has_factory) {
        return false;
    }
    return subject->kind == BOOTLOADER_ROLLBACK ||
           (subject->history != ABORTED_ONCE && subject->goal != ROLL_BACK_AT_TRIAL &&
            subject->goal != FAIL_AT_TRIAL);
}

static void copy_flash(struct device *device, const uint8_t *bytes)
{
    memcpy(device->simulator.bytes, bytes, device->simulator.size);
    device->flash.sync(device->flash.context);
}

// What was tried.
struct totals {
    uint32_t cuts;
    uint32_t survivals; // of applications that had failed at their trial
};

// The image that runs now is the old or the new one. A trial that was set is kept.
static void check_boot(struct device *device, const struct plan *plan, bool was_set_on_trial)
{
    struct pschema_ota ota;
    enum pschema_ota_state state;
    CHECK(device, start(device));
    CHECK(device, device->boot.version == plan->before || device->boot.version == plan->after);
    if (was_set_on_trial && device->boot.version == plan->after) {
        CHECK(device, device_open(device, &ota) == PSCHEMA_OK);
        CHECK(device, !pschema_ota_read_state(&ota, pschema_ota_running(&ota), &state));
        CHECK(device, state == PSCHEMA_OTA_PENDING);
    }
}

// From anywhere, the goal can be reached, and then the next update.
static void recover(struct device *device, const struct plan *plan)
{
    reach(device, plan->goal, plan->after);
    reach(device, UPDATE_ON_TRIAL, 50);
    CHECK(device, start(device));
    CHECK(device, start(device));
    CHECK(device, device->boot.version == 50);
    CHECK(device, device->simulator.violations == 0);
    CHECK(device, device->simulator.strays == 0);
}

// Cuts the power at an operation, and perhaps again at one of the recovery.
static void cut(struct device *device, const struct plan *plan, uint32_t operation,
                enum pschema_tear tear, uint32_t again, struct totals *totals)
{
    const uint32_t seed = ++totals->cuts * 2654435761u; // each cut has an accident of its own
    pschema_simulator_cut(&device->simulator, operation, tear, seed);
    CHECK(device, !live(device, plan));
    // The old application was about to set the new one, and not the bootloader to start any.
    bool was_set_on_trial =
        plan->goal == UPDATE_ON_TRIAL && device->bootloader.kind == BOOTLOADER_ROLLBACK &&
        device->boot.booted != BOOTLOADER_NOTHING && device->boot.version == plan->before;
    pschema_simulator_power_on(&device->simulator);
    if (again > 0) {
        pschema_simulator_cut(&device->simulator, again, tear, ~seed);
        live(device, plan);
        pschema_simulator_power_on(&device->simulator);
        was_set_on_trial = false;
    }
    check_boot(device, plan, was_set_on_trial);
    totals->survivals += plan->goal == FAIL_AT_TRIAL && device->boot.version == plan->before;
    recover(device, plan);
}

// All operations of a subject.
static void cut_everywhere(const struct subject *subject, struct totals *totals)
{
    struct device device;
    struct plan plan = prepare(subject, &device);
    uint8_t *prepared = malloc(device.simulator.size);
    ck_assert_ptr_nonnull(prepared);
    memcpy(prepared, device.simulator.bytes, device.simulator.size);
    device.simulator.operations = 0;
    ck_assert(live(&device, &plan));
    uint32_t operations = device.simulator.operations;
    for (uint32_t operation = 0; operation < operations; operation++) {
        for (uint32_t i = 0; i < TEARS; i++) {
            uint32_t number = operation * TEARS + i;
            uint32_t again = number % 3 == 0 ? 1 + number * 7 % operations : 0;
            copy_flash(&device, prepared);
            snprintf(device.name, sizeof device.name,
                     "erase %u, program %u, %u slots, factory %d, durable %d, history %d, goal %d, "
                     "operation %u of %u, tear %u, again %u",
                     (unsigned)subject->geometry.erase_size,
                     (unsigned)subject->geometry.program_size, (unsigned)subject->slot_count,
                     subject->has_factory, subject->is_durable, subject->history, subject->goal,
                     (unsigned)operation, (unsigned)operations, (unsigned)i, (unsigned)again);
            cut(&device, &plan, operation, tears[i], again, totals);
        }
    }
    free(prepared);
    device_release(&device);
}

static const struct geometry geometries[] = {
    {256, 1, false}, {4096, 4, false}, {4096, 32, false}, {65536, 16, true}};

static struct totals cut_all(struct subject subject)
{
    struct totals totals = {0};
    for (int history = 0; history < HISTORIES; history++) {
        for (int goal = 0; goal < GOALS; goal++) {
            for (int variant = 0; variant < 4; variant++) {
                subject.history = (enum history)history;
                subject.goal = (enum goal)goal;
                subject.has_factory = variant & 1;
                subject.is_durable = variant & 2;
                if (exists(&subject)) {
                    cut_everywhere(&subject, &totals);
                }
            }
        }
    }
    return totals;
}

static void check_kind(const char *name, enum bootloader_kind kind)
{
    static const uint32_t counts[] = {2, 3, 16};
    struct totals total = {0};
    for (int g = 0; g < 4; g++) {
        for (int c = 0; c < (geometries[g].is_large ? 1 : 3); c++) {
            struct subject subject = {
                .geometry = geometries[g], .kind = kind, .slot_count = counts[c]};
            struct totals totals = cut_all(subject);
            printf("%s, erase %u, program %u, %u slots: %u cut points\n", name,
                   (unsigned)subject.geometry.erase_size, (unsigned)subject.geometry.program_size,
                   (unsigned)subject.slot_count, (unsigned)totals.cuts);
            total.cuts += totals.cuts;
            total.survivals += totals.survivals;
        }
    }
    printf("%s: %u cut points in all; %u tore the bootloader's own erasure so that a failed trial "
           "went on\n",
           name, (unsigned)total.cuts, (unsigned)total.survivals);
    ck_assert(kind == BOOTLOADER_ROLLBACK || total.survivals == 0);
    fflush(stdout);
}

START_TEST(esp_idf_survives)
{
    check_kind("ESP-IDF", BOOTLOADER_PLAIN);
}
END_TEST

START_TEST(esp_idf_with_rollback_survives)
{
    check_kind("ESP-IDF with rollback", BOOTLOADER_ROLLBACK);
}
END_TEST

START_TEST(esp8266_survives)
{
    check_kind("ESP8266_RTOS_SDK", BOOTLOADER_SEQUENCE_ONLY);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("power_cuts");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 300);
    tcase_add_test(all, esp_idf_survives);
    tcase_add_test(all, esp_idf_with_rollback_survives);
    tcase_add_test(all, esp8266_survives);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
