// Records over flash of any contents and geometry, whose power may be cut: nothing outside of the
// partition is touched, nothing against the rules of the flash is done, what append acknowledged is
// the latest, and everything ends.
#include <pschema/crc32.h>
#include <pschema/layout.h>
#include <pschema/record.h>
#include <pschema/simulator.h>

#include <stdlib.h>
#include <string.h>

enum { OFFSET = 4096, LIMIT = 8192, CHIP = OFFSET + LIMIT + 4096, RECORD = 15 };

struct record {
    uint64_t value;
    uint16_t words[2];
    uint8_t magic;
    uint16_t check;
};

static const struct pschema_record_field fields[] = {{offsetof(struct record, magic), 1, 1},
                                                     {offsetof(struct record, value), 1, 8},
                                                     {offsetof(struct record, words), 2, 2},
                                                     {offsetof(struct record, check), 1, 2}};
static const struct pschema_record_limit limits[] = {
    {offsetof(struct record, magic), 1, 1, PSCHEMA_ERROR_NOT_FOUND, 0x5a, 0},
    {offsetof(struct record, words), 2, 2, PSCHEMA_ERROR_VALUE, 0xff00, 0x200}};
static const struct pschema_record_layout layout = {RECORD, 4, 2, fields, limits, 1};
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

// A place of the partition gets bytes of the input, and perhaps the checksum of a slot.
static void damage(uint8_t *bytes, struct input *input)
{
    size_t at = (size_t)(take(input) | take(input) << 8) % (LIMIT - 32);
    at = take(input) % 2 ? at & ~(size_t)31 : at;
    for (unsigned count = take(input) % 32; count > 0; count--) {
        bytes[at + count] = take(input);
    }
    if (take(input) % 2) {
        uint32_t crc = pschema_crc32(PSCHEMA_CRC32_START, bytes + at, 28);
        for (int i = 0; i < 4; i++) {
            bytes[at + 28 + (size_t)i] = (uint8_t)(crc >> 8 * i);
        }
    }
}

static void append(struct pschema_simulator *simulator, const struct pschema_flash *flash,
                   struct pschema_writable where, const struct pschema_ring_layout *ring,
                   uint64_t value)
{
    struct record record = {.value = value};
    struct record latest;
    enum pschema_result result = pschema_ring_append(flash, where, ring, &record);
    pschema_simulator_power_on(simulator);
    if (result == PSCHEMA_OK &&
        (pschema_ring_latest(flash, where.partition, ring, &latest) != PSCHEMA_OK ||
         latest.value != value)) {
        abort();
    }
}

static void act(struct pschema_simulator *simulator, const struct pschema_flash *flash,
                struct pschema_writable where, const struct pschema_ring_layout *ring,
                struct input *input)
{
    struct record record = {.value = take(input), .words = {take(input), 0}};
    switch (take(input) % 6) {
    case 0:
        pschema_ignore(pschema_record_load(flash, where.partition, take(input), &layout, &record));
        break;
    case 1:
        pschema_ignore(pschema_record_store(flash, where, take(input), &layout, &record));
        break;
    case 2:
        pschema_ignore(pschema_ring_latest(flash, where.partition, ring, &record));
        break;
    case 3:
        pschema_simulator_cut(simulator, take(input) % 8, (enum pschema_tear)(take(input) % 4),
                              take(input));
        break;
    case 4:
        damage(simulator->bytes + OFFSET, input);
        break;
    default:
        append(simulator, flash, where, ring, record.value);
        break;
    }
    pschema_simulator_power_on(simulator);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static uint8_t flash_bytes[CHIP];
    struct input input = {bytes, size};
    struct pschema_simulator simulator = {
        .bytes = flash_bytes, .size = CHIP, .fence_start = OFFSET, .fence_end = OFFSET + LIMIT};
    struct pschema_ring_layout ring = {&layout, 0, 32};
    const struct pschema_partition partition = {.offset = OFFSET, .size = LIMIT};
    const struct pschema_writable where = {&partition};
    struct pschema_flash flash;
    simulator.erase_size = 256u << take(&input) % 5;
    simulator.program_size = 1u << take(&input) % 6;
    ring.sector_size = simulator.erase_size << take(&input) % 2;
    ring.sector_size = ring.sector_size > LIMIT / 2 ? LIMIT / 2 : ring.sector_size;
    ring.slot_size = 32u << take(&input) % 3;
    pschema_simulator_blank(&simulator);
    pschema_simulator_init(&simulator, &flash);
    pschema_trust_layout(&flash, &trusted);
    while (input.size > 0) {
        act(&simulator, &flash, where, &ring, &input);
    }
    if (simulator.violations || simulator.strays) {
        abort();
    }
    return 0;
}
