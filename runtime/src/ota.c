#include <pschema/ota.h>

#include <pschema/access.h>
#include <pschema/crc32.h>

#include "way.h"

#include <string.h>

/* An entry of otadata: a sequence number, a label that nobody uses, a state, and the checksum of
 * the number alone. No two numbers have the same CRC-32: an entry whose checksum is right has the
 * number that it was written with. */
enum { ENTRY_SIZE = 32, HALF_ENTRY = 16, STATE_AT = 24, CHECKSUM_AT = 28 };

#define NO_SEQUENCE 0xffffffffu

/* Numbers of applications besides those of the slots. */
enum { FACTORY = PSCHEMA_OTA_SLOT_LIMIT, NOBODY };

struct entry {
    uint32_t sequence;
    uint32_t state;  /* enum pschema_ota_state, or anything else */
    uint32_t slot;   /* that it selects; NOBODY: it is void */
    uint8_t is_good; /* whether the bootloader heeds it */
};

struct entries {
    struct entry entry[2];
    unsigned in_force; /* if one is good: which of the two */
};

static uint32_t load_u32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

static void store_u32(uint8_t *bytes, uint32_t value)
{
    unsigned i;
    for (i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(value >> (8 * i));
    }
}

/* Bit by bit, since small processors have no division. */
static uint32_t modulo(uint32_t value, uint32_t divisor)
{
    uint32_t rest = 0;
    unsigned i;
    for (i = 0; i < 32; i++) {
        rest = rest << 1 | value >> 31;
        value <<= 1;
        if (rest >= divisor) {
            rest -= divisor;
        }
    }
    return rest;
}

/* Null: there is no such application. */
static const struct pschema_partition *partition_of(const struct pschema_ota *ota, uint32_t number)
{
    if (number == FACTORY) {
        return ota->slots.factory.partition;
    }
    return number < ota->slots.count ? ota->slots.slot(number).partition : NULL;
}

/* The number of the application in which an address of the flash lies, or NOBODY. */
static uint32_t find_address(const struct pschema_ota *ota, uint32_t address)
{
    uint32_t number;
    for (number = 0; number < NOBODY; number++) {
        const struct pschema_partition *partition = partition_of(ota, number);
        if (partition && address - partition->offset < partition->size) {
            break;
        }
    }
    return number;
}

/* Its number, or NOBODY. Partitions are the same where their places are: a constant of a generated
 * header has another address in each file that includes it. */
static uint32_t find(const struct pschema_ota *ota, struct pschema_app app)
{
    uint32_t number;
    if (!app.partition) {
        return NOBODY;
    }
    number = find_address(ota, app.partition->offset);
    if (number < NOBODY && partition_of(ota, number)->offset != app.partition->offset) {
        return NOBODY;
    }
    return number;
}

static uint32_t entry_at(const struct pschema_ota *ota, unsigned index)
{
    return index ? ota->slots.otadata.partition->size >> 1 : 0;
}

static enum pschema_result load_entry(const struct pschema_ota *ota, unsigned index,
                                      struct entry *entry)
{
    uint8_t bytes[ENTRY_SIZE];
    enum pschema_result result = pschema_read(ota->flash, ota->slots.otadata.partition,
                                              entry_at(ota, index), bytes, sizeof bytes);
    if (result) {
        return result;
    }
    entry->sequence = load_u32(bytes);
    entry->state = load_u32(bytes + STATE_AT);
    entry->slot = NOBODY;
    if (entry->sequence != NO_SEQUENCE &&
        load_u32(bytes + CHECKSUM_AT) == pschema_crc32(PSCHEMA_CRC32_START, bytes, 4)) {
        entry->slot = modulo(entry->sequence - 1, ota->slots.count);
    }
    if (ota->slots.is_sequence_only) {
        entry->state = (uint32_t)PSCHEMA_OTA_UNDEFINED;
    }
    entry->is_good = entry->slot != NOBODY && entry->state != PSCHEMA_OTA_INVALID &&
                     entry->state != PSCHEMA_OTA_ABORTED;
    return PSCHEMA_OK;
}

static enum pschema_result load(const struct pschema_ota *ota, struct entries *entries)
{
    struct entry *entry = entries->entry;
    enum pschema_result result = load_entry(ota, 0, &entry[0]);
    if (result == PSCHEMA_OK) {
        result = load_entry(ota, 1, &entry[1]);
    }
    if (result == PSCHEMA_OK) {
        entries->in_force =
            !entry[0].is_good || (entry[1].is_good && entry[1].sequence > entry[0].sequence);
    }
    return result;
}

/* Whether it is the running application that is in force, and has not marked itself valid. */
static int is_on_trial(const struct pschema_ota *ota, const struct entries *entries)
{
    const struct entry *now = &entries->entry[entries->in_force];
    return now->is_good && now->slot == ota->running && now->state <= PSCHEMA_OTA_PENDING;
}

/* Writes a part of an entry, and returns when it would survive. */
static enum pschema_result put(const struct pschema_ota *ota, uint32_t at, const uint8_t *bytes,
                               uint32_t size)
{
    struct pschema_writable where = {NULL};
    enum pschema_result result;
    where.partition = ota->slots.otadata.partition;
    result = pschema_write(ota->flash, where, at, bytes, size);
    return result ? result : pschema_sync(ota->flash);
}

/* Makes an entry void, and erases it.
 *
 * An erasure that is torn may take the state and leave number and checksum, and so start what was
 * aborted, where the state can be programmed without the checksum. There, the number is
 * overwritten before; whether the flash liked that is left to the erasure. */
static enum pschema_result clear_entry(const struct pschema_ota *ota, unsigned index)
{
    static const uint8_t zeros[4] = {0, 0, 0, 0};
    const struct pschema_flash *way = way_to(ota->flash, ota->slots.otadata.partition);
    struct pschema_writable where = {NULL};
    enum pschema_result result;
    where.partition = ota->slots.otadata.partition;
    if (way->program_size <= sizeof zeros) {
        (void)put(ota, entry_at(ota, index), zeros, sizeof zeros);
    }
    result = pschema_erase(ota->flash, where, entry_at(ota, index), way->erase_size);
    return result ? result : pschema_sync(ota->flash);
}

/* Replaces an entry: the half with the number comes last, where the flash can write halves. */
static enum pschema_result write_entry(const struct pschema_ota *ota, unsigned index,
                                       uint32_t sequence, enum pschema_ota_state state)
{
    const struct pschema_flash *way = way_to(ota->flash, ota->slots.otadata.partition);
    uint32_t at = entry_at(ota, index);
    uint32_t first = way->program_size > HALF_ENTRY ? 0 : HALF_ENTRY;
    uint8_t bytes[ENTRY_SIZE];
    enum pschema_result result;
    memset(bytes, 0xff, sizeof bytes);
    store_u32(bytes, sequence);
    store_u32(bytes + STATE_AT, (uint32_t)state);
    store_u32(bytes + CHECKSUM_AT, pschema_crc32(PSCHEMA_CRC32_START, bytes, 4));
    result = clear_entry(ota, index);
    if (result == PSCHEMA_OK) {
        result = put(ota, at + first, bytes + first, ENTRY_SIZE - first);
    }
    if (result == PSCHEMA_OK && first > 0) {
        result = put(ota, at, bytes, first);
    }
    return result;
}

/* Lets the factory application be started: it is when neither entry is in force. */
static enum pschema_result clear_both(const struct pschema_ota *ota, const struct entries *entries)
{
    enum pschema_result result = clear_entry(ota, !entries->in_force);
    return result ? result : clear_entry(ota, entries->in_force);
}

/* The smallest sequence number above `above` that selects a slot; NO_SEQUENCE: there is none. */
static uint32_t next_sequence(const struct pschema_ota *ota, uint32_t above, uint32_t slot)
{
    uint32_t step = slot + ota->slots.count - modulo(above, ota->slots.count);
    if (step >= ota->slots.count) {
        step -= ota->slots.count;
    }
    return step < NO_SEQUENCE - above ? above + 1 + step : NO_SEQUENCE;
}

/* Sets the application that is started next. The entry in force is kept meanwhile, unless it
 * selects an application on trial that is not the running one, and so never was started well: then
 * what lies behind it is what is safe. */
static enum pschema_result select_app(const struct pschema_ota *ota, const struct entries *entries,
                                      uint32_t number, enum pschema_ota_state state)
{
    unsigned kept = entries->in_force;
    const struct entry *now = &entries->entry[kept];
    uint32_t sequence;
    if (now->is_good ? now->slot == number : number == FACTORY) {
        return PSCHEMA_OK;
    }
    if (number == FACTORY) {
        return clear_both(ota, entries);
    }
    if (now->is_good && now->slot != ota->running && now->state <= PSCHEMA_OTA_PENDING) {
        kept = !kept;
        now = &entries->entry[kept];
        if (now->is_good && now->slot == number) {
            return clear_entry(ota, !kept);
        }
    }
    sequence = next_sequence(ota, now->is_good ? now->sequence : 0, number);
    if (sequence == NO_SEQUENCE) {
        return PSCHEMA_ERROR_SPACE;
    }
    return write_entry(ota, !kept, sequence, state);
}

enum pschema_result pschema_ota_open(struct pschema_ota *ota, const struct pschema_flash *flash,
                                     struct pschema_ota_slots slots, uint32_t running)
{
    const struct pschema_partition *otadata = slots.otadata.partition;
    struct entries entries;
    uint32_t block;
    enum pschema_result result = pschema_read(flash, otadata, 0, &entries, 0); /* only checks */
    if (result) {
        return result;
    }
    block = way_to(flash, otadata)->erase_size;
    if (slots.count - 1 >= PSCHEMA_OTA_SLOT_LIMIT || block < ENTRY_SIZE || otadata->size < 2 ||
        ((otadata->offset | otadata->size >> 1) & (block - 1))) {
        return PSCHEMA_ERROR_UNSUPPORTED;
    }
    ota->flash = flash;
    ota->slots = slots;
    ota->writer.result = PSCHEMA_ERROR_STATE;
    ota->target = NOBODY;
    ota->is_chosen = 0;
    result = load(ota, &entries);
    if (result) {
        return result;
    }
    if (running != PSCHEMA_OTA_UNKNOWN) {
        ota->running = (uint8_t)find_address(ota, running);
    } else if (entries.entry[entries.in_force].is_good) {
        ota->running = (uint8_t)entries.entry[entries.in_force].slot;
    } else {
        ota->running = slots.factory.partition ? FACTORY : 0;
    }
    return ota->running == NOBODY ? PSCHEMA_ERROR_NOT_FOUND : PSCHEMA_OK;
}

struct pschema_app pschema_ota_running(const struct pschema_ota *ota)
{
    struct pschema_app app;
    app.partition = partition_of(ota, ota->running);
    return app;
}

struct pschema_app pschema_ota_next(const struct pschema_ota *ota)
{
    uint32_t number = ota->running + 1u < ota->slots.count ? ota->running + 1u : 0;
    struct pschema_app app;
    app.partition = number == ota->running ? NULL : partition_of(ota, number);
    return app;
}

/* Lets nothing select the slot that will be overwritten, and the running application be what is
 * started meanwhile. */
static enum pschema_result free_slot(const struct pschema_ota *ota, struct entries *entries,
                                     uint32_t number)
{
    unsigned i;
    enum pschema_result result = select_app(ota, entries, ota->running, PSCHEMA_OTA_UNDEFINED);
    if (result == PSCHEMA_OK) {
        result = load(ota, entries);
    }
    for (i = 0; i < 2 && result == PSCHEMA_OK; i++) {
        if (entries->entry[i].slot == number) {
            result = clear_entry(ota, i);
        }
    }
    return result;
}

enum pschema_result pschema_ota_begin(struct pschema_ota *ota, struct pschema_app app,
                                      uint32_t size)
{
    uint32_t number = find(ota, app);
    struct pschema_writable where;
    struct entries entries;
    enum pschema_result result;
    if (number >= FACTORY) {
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    where.partition = partition_of(ota, number);
    if (size != PSCHEMA_OTA_SIZE_UNKNOWN && size > where.partition->size) {
        return PSCHEMA_ERROR_SPACE;
    }
    if (number == ota->running || ota->is_chosen) {
        return PSCHEMA_ERROR_IN_USE;
    }
    result = load(ota, &entries);
    if (result) {
        return result;
    }
    if (is_on_trial(ota, &entries)) {
        return PSCHEMA_ERROR_STATE;
    }
    ota->target = (uint8_t)number;
    ota->size = size;
    result = pschema_writer_begin(&ota->writer, ota->flash, where);
    if (result == PSCHEMA_OK) {
        result = free_slot(ota, &entries, number);
        ota->writer.result = result;
    }
    if (size < ota->writer.limit) {
        ota->writer.limit = size;
    }
    return result;
}

enum pschema_result pschema_ota_write(struct pschema_ota *ota, const void *data, uint32_t size)
{
    return pschema_writer_write(&ota->writer, data, size);
}

enum pschema_result pschema_ota_end(struct pschema_ota *ota)
{
    const struct pschema_writer *writer = &ota->writer;
    enum pschema_result result;
    if (writer->result == PSCHEMA_OK &&
        (writer->position == 0 ||
         (ota->size != PSCHEMA_OTA_SIZE_UNKNOWN && writer->position != ota->size))) {
        return PSCHEMA_ERROR_STATE;
    }
    result = pschema_writer_finish(&ota->writer);
    if (result == PSCHEMA_OK) {
        ota->target = NOBODY;
    }
    return result;
}

enum pschema_result pschema_ota_set_boot(struct pschema_ota *ota, struct pschema_app app,
                                         enum pschema_ota_trust trust)
{
    uint32_t number = find(ota, app);
    struct entries entries;
    enum pschema_result result;
    if (number == NOBODY) {
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    if (trust == PSCHEMA_OTA_ON_TRIAL && ota->slots.is_sequence_only) {
        return PSCHEMA_ERROR_UNSUPPORTED;
    }
    result = load(ota, &entries);
    if (result) {
        return result;
    }
    if (number == ota->target || (number != ota->running && is_on_trial(ota, &entries))) {
        return PSCHEMA_ERROR_STATE;
    }
    result = select_app(ota, &entries, number,
                        trust == PSCHEMA_OTA_ON_TRIAL ? PSCHEMA_OTA_NEW : PSCHEMA_OTA_UNDEFINED);
    if (result == PSCHEMA_OK) {
        ota->is_chosen = number != ota->running;
    }
    return result;
}

enum pschema_result pschema_ota_read_state(const struct pschema_ota *ota, struct pschema_app app,
                                           enum pschema_ota_state *state)
{
    uint32_t number = find(ota, app);
    const struct entry *newest = NULL;
    struct entries entries;
    unsigned i;
    enum pschema_result result = load(ota, &entries);
    if (result) {
        return result;
    }
    for (i = 0; i < 2 && number < FACTORY; i++) {
        const struct entry *entry = &entries.entry[i];
        if (entry->slot == number && (!newest || entry->sequence > newest->sequence)) {
            newest = entry;
        }
    }
    if (!newest) {
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    *state = newest->state > PSCHEMA_OTA_ABORTED ? PSCHEMA_OTA_UNDEFINED
                                                 : (enum pschema_ota_state)newest->state;
    return PSCHEMA_OK;
}

enum pschema_result pschema_ota_mark_valid(struct pschema_ota *ota)
{
    struct entries entries;
    enum pschema_result result = load(ota, &entries);
    if (result == PSCHEMA_OK && is_on_trial(ota, &entries)) {
        result = write_entry(ota, entries.in_force, entries.entry[entries.in_force].sequence,
                             PSCHEMA_OTA_VALID);
    }
    return result;
}

enum pschema_result pschema_ota_roll_back(struct pschema_ota *ota)
{
    struct entries entries;
    const struct entry *now;
    const struct entry *before;
    enum pschema_result result = load(ota, &entries);
    if (result) {
        return result;
    }
    now = &entries.entry[entries.in_force];
    before = &entries.entry[!entries.in_force];
    if (!now->is_good || now->slot != ota->running) {
        return PSCHEMA_ERROR_STATE;
    }
    if (before->is_good ? before->slot == now->slot : !ota->slots.factory.partition) {
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    if (!ota->slots.is_sequence_only) {
        return write_entry(ota, entries.in_force, now->sequence, PSCHEMA_OTA_INVALID);
    }
    return select_app(ota, &entries, before->is_good ? before->slot : FACTORY,
                      PSCHEMA_OTA_UNDEFINED);
}
