// Updates over otadata of any contents, with calls in any order, on a flash of any geometry whose
// power may be cut: nothing is read or written but otadata and slots, nothing against the rules of
// the flash, and the running application is never touched.
#include <pschema/crc32.h>
#include <pschema/layout.h>
#include <pschema/ota.h>
#include <pschema/simulator.h>

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 4096, SLOTS = 16, SIZE = (3 + SLOTS) * BLOCK, ENTRY = 32 };

#define SLOT(i)                                                                                    \
    {                                                                                              \
        .label = "slot", .offset = (3 + (i)) * BLOCK, .size = BLOCK                                \
    }

static const struct pschema_partition slots[] = {
    SLOT(0), SLOT(1), SLOT(2),  SLOT(3),  SLOT(4),  SLOT(5),  SLOT(6),  SLOT(7),
    SLOT(8), SLOT(9), SLOT(10), SLOT(11), SLOT(12), SLOT(13), SLOT(14), SLOT(15)};
static const struct pschema_partition factory = {
    .label = "factory", .offset = 2 * BLOCK, .size = BLOCK};
static const struct pschema_partition otadata = {.label = "otadata", .size = 2 * BLOCK};

#define APP(i)                                                                                     \
    {                                                                                              \
        &slots[i]                                                                                  \
    }

static const struct pschema_app apps[] = {APP(0),  APP(1),  APP(2),  APP(3), APP(4),  APP(5),
                                          APP(6),  APP(7),  APP(8),  APP(9), APP(10), APP(11),
                                          APP(12), APP(13), APP(14), APP(15)};
static const struct pschema_layout trusted;

struct input {
    const uint8_t *bytes;
    size_t size;
};

static uint8_t take(struct input *input)
{
    if (input->size == 0) {
        return 0;
    }
    input->size--;
    return *input->bytes++;
}

static struct pschema_app take_app(struct input *input)
{
    uint8_t number = take(input) % (SLOTS + 2);
    if (number < SLOTS) {
        return apps[number];
    }
    return (struct pschema_app){number == SLOTS ? &factory : pschema_no_partition()};
}

// An image is good as the input says.
static enum pschema_result judge(void *context, const struct pschema_flash *flash,
                                 struct pschema_app app)
{
    (void)flash;
    (void)app;
    return take(context) % 2 ? PSCHEMA_OK : PSCHEMA_ERROR_DAMAGED;
}

static void write_slot(struct pschema_ota *ota, struct input *input)
{
    static const uint8_t chunk[2 * BLOCK];
    uint32_t position;
    switch (take(input) % 5) {
    case 0:
        pschema_ignore(pschema_ota_begin(ota, take_app(input), (uint32_t)take(input) * 17));
        break;
    case 1:
        pschema_ignore(
            pschema_ota_write(ota, chunk, (uint32_t)take(input) * take(input) % sizeof chunk));
        break;
    case 2:
        pschema_ignore(pschema_ota_end(ota));
        break;
    case 3:
        if (pschema_ota_resume(ota, take_app(input), (uint32_t)take(input) * 17, chunk,
                               &position) == PSCHEMA_OK &&
            position >= BLOCK) {
            abort();
        }
        break;
    default:
        pschema_ignore(pschema_ota_begin(ota, pschema_ota_next(ota), PSCHEMA_OTA_SIZE_UNKNOWN));
        break;
    }
}

static void act(struct pschema_ota *ota, struct input *input)
{
    enum pschema_ota_state state;
    switch (take(input) % 8) {
    case 0:
        pschema_ignore(pschema_ota_set_boot(ota, take_app(input), PSCHEMA_OTA_TRUSTED));
        break;
    case 1:
        pschema_ignore(pschema_ota_set_boot(ota, take_app(input), PSCHEMA_OTA_ON_TRIAL));
        break;
    case 2:
        pschema_ignore(pschema_ota_mark_valid(ota));
        break;
    case 3:
        pschema_ignore(pschema_ota_roll_back(ota));
        break;
    case 4:
        pschema_ignore(pschema_ota_read_state(ota, take_app(input), &state));
        break;
    default:
        write_slot(ota, input);
        break;
    }
}

// Entries as they come, or with the checksum that they should have.
static void fill_otadata(uint8_t *bytes, struct input *input)
{
    for (int half = 0; half < 2; half++, bytes += BLOCK) {
        for (int i = 0; i < ENTRY; i++) {
            bytes[i] = take(input);
        }
        if (take(input) % 2) {
            uint32_t crc = pschema_crc32(PSCHEMA_CRC32_START, bytes, 4);
            for (int i = 0; i < 4; i++) {
                bytes[ENTRY - 4 + i] = (uint8_t)(crc >> 8 * i);
            }
        }
    }
}

static void check(const struct pschema_simulator *simulator, struct pschema_app running,
                  const uint8_t *before)
{
    uint32_t at = running.partition->offset;
    if (simulator->violations || simulator->strays ||
        memcmp(simulator->bytes + at, before + at, running.partition->size) != 0) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const uint32_t addresses[] = {PSCHEMA_OTA_UNKNOWN, 2 * BLOCK, 3 * BLOCK, 6 * BLOCK};
    static uint8_t flash_bytes[SIZE];
    static uint8_t before[SIZE];
    struct input input = {bytes, size};
    struct pschema_simulator simulator = {.bytes = flash_bytes, .size = SIZE, .fence_end = SIZE};
    struct pschema_ota_slots all = {.otadata = {&otadata}, .slot = apps};
    struct pschema_flash flash;
    struct pschema_ota ota;
    simulator.erase_size = 256u << take(&input) % 5;
    simulator.program_size = 1u << take(&input) % 6;
    all.count = take(&input) % (SLOTS + 2u);
    all.factory.partition = take(&input) % 2 ? &factory : pschema_no_partition();
    all.is_sequence_only = take(&input) % 2;
    pschema_simulator_blank(&simulator);
    pschema_simulator_init(&simulator, &flash);
    pschema_trust_layout(&flash, &trusted);
    memset(flash_bytes + 2 * BLOCK, 0, SIZE - 2 * BLOCK);
    fill_otadata(flash_bytes, &input);
    memcpy(before, flash_bytes, SIZE);
    if (take(&input) % 2) {
        pschema_simulator_cut(&simulator, take(&input), PSCHEMA_TEAR_BITS, 1);
    }
    if (pschema_ota_open(&ota, &flash, all, addresses[take(&input) % 4])) {
        return 0;
    }
    if (take(&input) % 2) {
        pschema_ota_set_verify(&ota, judge, &input);
    }
    while (input.size > 0) {
        act(&ota, &input);
    }
    check(&simulator, pschema_ota_running(&ota), before);
    return 0;
}
