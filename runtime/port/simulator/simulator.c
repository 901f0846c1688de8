#include <pschema/simulator.h>

#include <string.h>

static uint32_t random_bits(struct pschema_simulator *simulator)
{
    uint32_t x = simulator->seed ? simulator->seed : 1;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    simulator->seed = x;
    return x;
}

static int is_within(const struct pschema_simulator *simulator, uint32_t address, uint32_t size)
{
    return size > 0 && size <= simulator->size && address <= simulator->size - size;
}

static void count_stray(struct pschema_simulator *simulator, uint32_t address, uint32_t size)
{
    if (simulator->fence_end &&
        (address < simulator->fence_start || address > simulator->fence_end ||
         size > simulator->fence_end - address)) {
        simulator->strays++;
    }
}

/* Whether a request may be carried out; `unit` is what it must be aligned to. */
static int accept(struct pschema_simulator *simulator, uint32_t address, uint32_t size,
                  uint32_t unit)
{
    if (simulator->is_off) {
        return 0;
    }
    if (!is_within(simulator, address, size) || ((address | size) & (unit - 1))) {
        simulator->violations++;
        return 0;
    }
    count_stray(simulator, address, size);
    return 1;
}

static enum pschema_result simulate_read(void *context, uint32_t address, void *buffer,
                                         uint32_t size)
{
    struct pschema_simulator *simulator = (struct pschema_simulator *)context;
    if (!accept(simulator, address, size, 1)) {
        return PSCHEMA_ERROR_FLASH;
    }
    memcpy(buffer, simulator->bytes + address, size);
    return PSCHEMA_OK;
}

/* Of what was not synced of a block, any program units arrived. */
static void mix_block(struct pschema_simulator *simulator, uint8_t *now, uint8_t *before)
{
    const uint32_t unit = simulator->program_size;
    uint32_t at;
    for (at = 0; at < simulator->erase_size; at += unit) {
        if (memcmp(now + at, before + at, unit) != 0 && (random_bits(simulator) & 16)) {
            memcpy(now + at, before + at, unit);
        }
    }
    memcpy(before, now, simulator->erase_size);
}

static void mix(struct pschema_simulator *simulator)
{
    uint32_t at;
    for (at = 0; at < simulator->size; at += simulator->erase_size) {
        uint8_t *now = simulator->bytes + at;
        uint8_t *before = simulator->durable + at;
        if (memcmp(now, before, simulator->erase_size) != 0) {
            mix_block(simulator, now, before);
        }
    }
}

/* The bits of a byte that were reached: all, none or any. `half` is the operation's first half. */
static uint8_t reached(struct pschema_simulator *simulator, uint32_t i, uint32_t half,
                       int unit_is_done)
{
    switch (simulator->tear) {
    case PSCHEMA_TEAR_PREFIX:
        return i < half ? 0xff : 0;
    case PSCHEMA_TEAR_UNITS:
        return unit_is_done ? 0xff : 0;
    case PSCHEMA_TEAR_BITS:
        return (uint8_t)(random_bits(simulator) >> 8);
    case PSCHEMA_TEAR_NOTHING:
    default:
        return 0;
    }
}

/* The power is cut while `data` is written; null: while the block is erased. */
static void cut(struct pschema_simulator *simulator, uint32_t address, const uint8_t *data,
                uint32_t size)
{
    const uint32_t half = size / 2 & ~(simulator->program_size - 1);
    uint32_t i;
    int unit_is_done = 0;
    for (i = 0; i < size; i++) {
        uint8_t *byte = simulator->bytes + address + i;
        uint8_t mask;
        if ((i & (simulator->program_size - 1)) == 0) {
            unit_is_done = (random_bits(simulator) & 16) != 0;
        }
        mask = reached(simulator, i, half, unit_is_done);
        *byte = (uint8_t)(data ? *byte & (data[i] | (uint8_t)~mask) : *byte | mask);
    }
    if (simulator->durable) {
        mix(simulator);
    }
    simulator->is_off = 1;
}

/* Whether the power lasts for one operation more. */
static int begin(struct pschema_simulator *simulator, uint32_t address, const uint8_t *data,
                 uint32_t size)
{
    if (simulator->will_cut && simulator->cut_after-- == 0) {
        cut(simulator, address, data, size);
        return 0;
    }
    simulator->operations++;
    return 1;
}

static enum pschema_result simulate_program(void *context, uint32_t address, const void *data,
                                            uint32_t size)
{
    struct pschema_simulator *simulator = (struct pschema_simulator *)context;
    const uint8_t *from = (const uint8_t *)data;
    uint8_t *to;
    uint32_t i;
    if (!accept(simulator, address, size, simulator->program_size)) {
        return PSCHEMA_ERROR_FLASH;
    }
    to = simulator->bytes + address;
    for (i = 0; i < size; i++) {
        if (from[i] & ~to[i]) { /* this bit would have to be erased before */
            simulator->violations++;
            return PSCHEMA_ERROR_FLASH;
        }
    }
    if (!begin(simulator, address, from, size)) {
        return PSCHEMA_ERROR_FLASH;
    }
    memcpy(to, from, size);
    return PSCHEMA_OK;
}

static uint32_t block_number(const struct pschema_simulator *simulator, uint32_t address)
{
    uint32_t number = 0;
    while (address >= simulator->erase_size) {
        address -= simulator->erase_size;
        number++;
    }
    return number;
}

static enum pschema_result simulate_erase(void *context, uint32_t address, uint32_t size)
{
    struct pschema_simulator *simulator = (struct pschema_simulator *)context;
    uint32_t end = address + size;
    if (!accept(simulator, address, size, simulator->erase_size)) {
        return PSCHEMA_ERROR_FLASH;
    }
    for (; address != end; address += simulator->erase_size) {
        if (!begin(simulator, address, NULL, simulator->erase_size)) {
            return PSCHEMA_ERROR_FLASH;
        }
        memset(simulator->bytes + address, 0xff, simulator->erase_size);
        if (simulator->wear) {
            simulator->wear[block_number(simulator, address)]++;
        }
    }
    return PSCHEMA_OK;
}

static enum pschema_result simulate_map(void *context, uint32_t address, uint32_t size,
                                        const void **memory)
{
    struct pschema_simulator *simulator = (struct pschema_simulator *)context;
    if (!accept(simulator, address, size, 1)) {
        return PSCHEMA_ERROR_FLASH;
    }
    *memory = simulator->bytes + address;
    return PSCHEMA_OK;
}

static enum pschema_result simulate_sync(void *context)
{
    struct pschema_simulator *simulator = (struct pschema_simulator *)context;
    if (simulator->is_off) {
        return PSCHEMA_ERROR_FLASH;
    }
    if (simulator->durable) {
        memcpy(simulator->durable, simulator->bytes, simulator->size);
    }
    return PSCHEMA_OK;
}

void pschema_simulator_init(struct pschema_simulator *simulator, struct pschema_flash *flash)
{
    memset(flash, 0, sizeof *flash);
    flash->context = simulator;
    flash->size = simulator->size;
    flash->erase_size = simulator->erase_size;
    flash->program_size = simulator->program_size;
    flash->read = simulate_read;
    flash->program = simulate_program;
    flash->erase = simulate_erase;
    flash->map = simulate_map;
    flash->sync = simulate_sync;
    simulate_sync(simulator);
}

void pschema_simulator_blank(struct pschema_simulator *simulator)
{
    memset(simulator->bytes, 0xff, simulator->size);
    if (simulator->durable) {
        memset(simulator->durable, 0xff, simulator->size);
    }
}

void pschema_simulator_cut(struct pschema_simulator *simulator, uint32_t operation,
                           enum pschema_tear tear, uint32_t seed)
{
    simulator->will_cut = 1;
    simulator->cut_after = operation;
    simulator->tear = tear;
    simulator->seed = seed;
}

void pschema_simulator_power_on(struct pschema_simulator *simulator)
{
    simulator->is_off = 0;
    simulator->will_cut = 0;
}

void pschema_simulator_flip(struct pschema_simulator *simulator, uint32_t address, unsigned bit)
{
    if (address < simulator->size) {
        const uint8_t mask = (uint8_t)(1u << (bit & 7));
        simulator->bytes[address] ^= mask;
        if (simulator->durable) {
            simulator->durable[address] ^= mask;
        }
    }
}
