#include <pschema/ota.h>

#include <pschema/access.h>
#include <pschema/crc32.h>

#include "bytes.h"

#include <string.h>

/* An entry of otadata: a sequence number, a label that nobody uses, a state, and the checksum of
 * the number alone. No two numbers have the same CRC-32: an entry whose checksum is right has the
 * number that it was written with. */
enum { ENTRY_SIZE = 32, HALF_ENTRY = 16, STATE_AT = 24, CHECKSUM_AT = 28 };

/* The bootloader looks for the second entry one sector after the first, however large otadata is
 * (ESP-IDF: bootloader_utility.c, read_otadata). Each needs an erase block of its own. */
enum { ENTRY_DISTANCE = 4096 };

/* Of an application's description, in its image after the header and that of the first segment
 * (ESP-IDF: esp_app_desc.h, esp_app_desc_t): magic number, secure version. */
enum { DESCRIPTION_AT = 32 };
#define DESCRIPTION_MAGIC 0xabcd5432u

#define NO_SEQUENCE 0xffffffffu
#define UNDEFINED ((uint32_t)PSCHEMA_OTA_UNDEFINED)

/* Numbers of applications besides those of the slots. An entry that the bootloader does not heed
 * boots FACTORY: what is started where none is in force. */
enum { FACTORY = PSCHEMA_OTA_SLOT_LIMIT, NOBODY };

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

/* An empty partition if there is no such application. */
static const struct pschema_partition *partition_of(const struct pschema_ota *ota, uint32_t number)
{
    if (number == FACTORY) {
        return ota->slots.factory.partition;
    }
    return number < ota->slots.count ? ota->slots.slot[number].partition : pschema_no_partition();
}

/* The number of the application whose partition has this offset, or NOBODY. (Partitions are not
 * recognised by their address: a constant of a generated header has one in each file that includes
 * it.)
 */
static uint32_t find_offset(const struct pschema_ota *ota, uint32_t offset)
{
    uint32_t number;
    for (number = 0; number < NOBODY; number++) {
        const struct pschema_partition *partition = partition_of(ota, number);
        if (partition->size && partition->offset == offset) {
            break;
        }
    }
    return number;
}

static enum pschema_result load_entry(const struct pschema_ota *ota, uint32_t place,
                                      struct pschema_ota_entry *entry)
{
    uint32_t words[ENTRY_SIZE / 4]; /* aligned bytes: their access is shorter */
    const uint8_t *bytes = (const uint8_t *)words;
    enum pschema_result result =
        pschema_read(ota->flash, ota->slots.otadata.partition, place, words, sizeof words);
    if (result) {
        return result;
    }
    entry->place = place;
    entry->sequence = pschema_load_u32(bytes);
    entry->state = UNDEFINED;
    entry->slot = NOBODY;
    entry->boots = FACTORY;
    if (entry->sequence != NO_SEQUENCE &&
        pschema_load_u32(bytes + CHECKSUM_AT) == pschema_crc32(PSCHEMA_CRC32_START, bytes, 4)) {
        entry->slot = modulo(entry->sequence - 1, ota->slots.count);
        if (!ota->slots.is_sequence_only) {
            entry->state = pschema_load_u32(bytes + STATE_AT);
        }
        if (entry->state - PSCHEMA_OTA_INVALID > PSCHEMA_OTA_ABORTED - PSCHEMA_OTA_INVALID) {
            entry->boots = entry->slot;
        }
    }
    return PSCHEMA_OK;
}

static enum pschema_result load(struct pschema_ota *ota)
{
    const struct pschema_ota_entry *now = &ota->entry[0];
    const struct pschema_ota_entry *other = &ota->entry[1];
    enum pschema_result result = load_entry(ota, 0, &ota->entry[0]);
    if (result == PSCHEMA_OK) {
        uint32_t block = ota->way->erase_size;
        result = load_entry(ota, block > ENTRY_DISTANCE ? block : ENTRY_DISTANCE, &ota->entry[1]);
    }
    if (result) {
        return result;
    }
    if (now->boots == FACTORY || (other->boots != FACTORY && other->sequence > now->sequence)) {
        now = other;
        other = &ota->entry[0];
    }
    ota->now = now;
    ota->other = other;
    ota->trial = now->state <= PSCHEMA_OTA_PENDING ? now->boots : (uint32_t)NOBODY;
    return PSCHEMA_OK;
}

/* What otadata says now, and which application is meant. */
static enum pschema_result look(struct pschema_ota *ota, struct pschema_app app, uint32_t *number)
{
    *number = app.partition->size ? find_offset(ota, app.partition->offset) : (uint32_t)NOBODY;
    return *number == NOBODY ? PSCHEMA_ERROR_NOT_FOUND : load(ota);
}

/* Writes or erases (`bytes` null) in otadata, and returns when that would survive. */
static enum pschema_result change(const struct pschema_ota *ota, uint32_t place,
                                  const uint8_t *bytes, uint32_t size)
{
    struct pschema_writable where = {NULL};
    enum pschema_result result;
    where.partition = ota->slots.otadata.partition;
    if (bytes) {
        result = pschema_write(ota->flash, where, place, bytes, size);
    } else {
        result = pschema_erase(ota->flash, where, place, size);
    }
    return result ? result : pschema_sync(ota->flash);
}

/* Whether the bootloader's protection against older applications lets it start this one. */
static enum pschema_result check_version(const struct pschema_ota *ota, uint32_t number)
{
    uint32_t words[2]; /* likewise */
    const uint8_t *bytes = (const uint8_t *)words;
    enum pschema_result result;
    if (!ota->secure_version) {
        return PSCHEMA_OK;
    }
    result =
        pschema_read(ota->flash, partition_of(ota, number), DESCRIPTION_AT, words, sizeof words);
    if (result == PSCHEMA_OK && (pschema_load_u32(bytes) != DESCRIPTION_MAGIC ||
                                 pschema_load_u32(bytes + 4) < ota->secure_version)) {
        result = PSCHEMA_ERROR_VERSION;
    }
    return result;
}

/* Makes an entry void, and erases it.
 *
 * An erasure that is torn may take the state and leave number and checksum, and so start what was
 * aborted. So the checksum is overwritten before, where the flash can: it cannot where the state
 * and the checksum share a program unit, and may not like that they are written twice, but then the
 * erasure alone must do. (The number is not: 0 would go with the checksum that the erasure leaves.)
 */
static enum pschema_result clear_entry(const struct pschema_ota *ota,
                                       const struct pschema_ota_entry *entry)
{
    static const uint8_t zeros[ENTRY_SIZE - CHECKSUM_AT] = {0};
    (void)change(ota, entry->place + CHECKSUM_AT, zeros, sizeof zeros);
    return change(ota, entry->place, NULL, ota->way->erase_size);
}

/* Replaces an entry: the half with the number comes last, where the flash can write halves. */
static enum pschema_result write_entry(const struct pschema_ota *ota,
                                       const struct pschema_ota_entry *entry, uint32_t sequence,
                                       uint32_t state)
{
    uint32_t first = ota->way->program_size > HALF_ENTRY ? 0 : HALF_ENTRY;
    uint32_t words[ENTRY_SIZE / 4]; /* likewise */
    uint8_t *bytes = (uint8_t *)words;
    enum pschema_result result;
    memset(words, 0xff, sizeof words);
    pschema_store_u32(bytes, sequence);
    pschema_store_u32(bytes + STATE_AT, state);
    pschema_store_u32(bytes + CHECKSUM_AT, pschema_crc32(PSCHEMA_CRC32_START, bytes, 4));
    result = clear_entry(ota, entry);
    if (result == PSCHEMA_OK) {
        result = change(ota, entry->place + first, bytes + first, ENTRY_SIZE - first);
    }
    if (result == PSCHEMA_OK) {
        result = change(ota, entry->place, bytes, first);
    }
    return result;
}

/* The smallest sequence number above an entry's that selects another slot than it does;
 * NO_SEQUENCE: there is none. */
static uint32_t next_sequence(const struct pschema_ota *ota, const struct pschema_ota_entry *entry,
                              uint32_t slot)
{
    uint32_t step = slot - entry->slot;
    /* Number 0 selects by -1 modulo 2^32: counting on from it would wrap around. */
    if (entry->boots == FACTORY || entry->sequence == 0) {
        return slot + 1;
    }
    if (slot < entry->slot) {
        step += ota->slots.count;
    }
    return step < NO_SEQUENCE - entry->sequence ? entry->sequence + step : NO_SEQUENCE;
}

/* Sets the application that is started next. The entry in force is kept meanwhile, unless it
 * selects an application on trial that is not the running one, and so never was started well: then
 * what follows it is what is safe. */
static enum pschema_result select_app(const struct pschema_ota *ota, uint32_t number,
                                      uint32_t state)
{
    const struct pschema_ota_entry *kept = ota->now;
    const struct pschema_ota_entry *replaced = ota->other;
    uint32_t sequence;
    if (kept->boots == number) {
        return PSCHEMA_OK;
    }
    if (number == FACTORY) { /* which is started where neither entry is in force */
        enum pschema_result result = clear_entry(ota, replaced);
        return result ? result : clear_entry(ota, kept);
    }
    if (ota->trial != NOBODY) { /* of another one: nothing is selected from a trial */
        kept = replaced;
        replaced = ota->now;
        if (kept->boots == number) {
            return clear_entry(ota, replaced);
        }
    }
    sequence = next_sequence(ota, kept, number);
    if (sequence == NO_SEQUENCE) {
        return PSCHEMA_ERROR_SPACE;
    }
    return write_entry(ota, replaced, sequence, state);
}

enum pschema_result pschema_ota_open(struct pschema_ota *ota, const struct pschema_flash *flash,
                                     struct pschema_ota_slots slots, uint32_t running)
{
    const struct pschema_partition *otadata = slots.otadata.partition;
    enum pschema_result result;
    ota->flash = flash;
    ota->way = pschema_view(flash, otadata);
    ota->slots = slots;
    ota->writer.result = PSCHEMA_ERROR_STATE;
    ota->incomplete = 0;
    ota->is_chosen = 0;
    ota->secure_version = 0;
    result = load(ota);
    if (result) {
        return result;
    }
    if (slots.count - 1 >= PSCHEMA_OTA_SLOT_LIMIT || ota->way->erase_size < ENTRY_SIZE ||
        (otadata->offset & (ota->way->erase_size - 1))) {
        return PSCHEMA_ERROR_UNSUPPORTED;
    }
    ota->running = ota->now->boots;
    if (running != PSCHEMA_OTA_UNKNOWN) {
        ota->running = find_offset(ota, running);
    } else if (!partition_of(ota, ota->running)->size) {
        ota->running = 0;
    }
    return ota->running == NOBODY ? PSCHEMA_ERROR_NOT_FOUND : PSCHEMA_OK;
}

/* Lets the running application be what is started meanwhile, and nothing select the slot that will
 * be overwritten. */
static enum pschema_result free_slot(struct pschema_ota *ota, uint32_t number)
{
    enum pschema_result result = select_app(ota, ota->running, UNDEFINED);
    if (result == PSCHEMA_OK) {
        result = load(ota);
    }
    if (result == PSCHEMA_OK && ota->other->slot == number) {
        result = clear_entry(ota, ota->other);
    }
    return result;
}

enum pschema_result pschema_ota_begin(struct pschema_ota *ota, struct pschema_app app,
                                      uint32_t size)
{
    struct pschema_writable where;
    uint32_t number;
    enum pschema_result result = look(ota, app, &number);
    if (result) {
        return result;
    }
    if (number == FACTORY) {
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    if (number == ota->running || ota->is_chosen) {
        return PSCHEMA_ERROR_IN_USE;
    }
    if (ota->trial == ota->running) {
        return PSCHEMA_ERROR_STATE;
    }
    where.partition = partition_of(ota, number);
    if (size > where.partition->size) {
        return PSCHEMA_ERROR_SPACE;
    }
    result = pschema_writer_begin(&ota->writer, ota->flash, where);
    if (result) {
        return result;
    }
    ota->target = (uint32_t)1 << number;
    ota->incomplete |= ota->target;
    ota->least = 1;
    if (size != PSCHEMA_OTA_SIZE_UNKNOWN) {
        ota->least = size;
        ota->writer.limit = size;
    }
    ota->writer.result = free_slot(ota, number);
    return ota->writer.result;
}

enum pschema_result pschema_ota_end(struct pschema_ota *ota)
{
    enum pschema_result result;
    if (ota->writer.result == PSCHEMA_OK && ota->writer.position < ota->least) {
        return PSCHEMA_ERROR_STATE;
    }
    result = pschema_writer_finish(&ota->writer);
    if (result == PSCHEMA_OK) {
        ota->incomplete &= ~ota->target;
    }
    return result;
}

enum pschema_result pschema_ota_set_boot(struct pschema_ota *ota, struct pschema_app app,
                                         enum pschema_ota_trust trust)
{
    uint32_t number;
    uint32_t state = UNDEFINED;
    enum pschema_result result = look(ota, app, &number);
    if (result) {
        return result;
    }
    if (trust == PSCHEMA_OTA_ON_TRIAL) {
        if (ota->slots.is_sequence_only) {
            return PSCHEMA_ERROR_UNSUPPORTED;
        }
        state = number == ota->running ? UNDEFINED : PSCHEMA_OTA_NEW;
    }
    if (ota->incomplete >> number & 1 || (number != ota->running && ota->trial == ota->running)) {
        return PSCHEMA_ERROR_STATE;
    }
    result = number == ota->running ? PSCHEMA_OK : check_version(ota, number);
    if (result == PSCHEMA_OK) {
        result = select_app(ota, number, state);
    }
    if (result == PSCHEMA_OK) {
        ota->is_chosen = number != ota->running;
    }
    return result;
}

enum pschema_result pschema_ota_read_state(struct pschema_ota *ota, struct pschema_app app,
                                           enum pschema_ota_state *state)
{
    const struct pschema_ota_entry *entry;
    uint32_t number;
    enum pschema_result result = look(ota, app, &number);
    if (result) {
        return result;
    }
    entry = ota->now->slot == number ? ota->now : ota->other;
    if (entry->slot != number) {
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    *state = entry->state <= PSCHEMA_OTA_ABORTED ? (enum pschema_ota_state)entry->state
                                                 : PSCHEMA_OTA_UNDEFINED;
    return PSCHEMA_OK;
}

enum pschema_result pschema_ota_mark_valid(struct pschema_ota *ota)
{
    enum pschema_result result = load(ota);
    if (result == PSCHEMA_OK && ota->trial == ota->running) {
        result = write_entry(ota, ota->now, ota->now->sequence, PSCHEMA_OTA_VALID);
    }
    return result;
}

enum pschema_result pschema_ota_roll_back(struct pschema_ota *ota)
{
    enum pschema_result result = load(ota);
    if (result) {
        return result;
    }
    if (ota->now->boots != ota->running) {
        return PSCHEMA_ERROR_STATE;
    }
    if (ota->other->boots == ota->running || !partition_of(ota, ota->other->boots)->size) {
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    result = check_version(ota, ota->other->boots);
    if (result) {
        return result;
    }
    ota->is_chosen = 1;
    if (ota->slots.is_sequence_only) { /* then the other is the highest */
        return clear_entry(ota, ota->now);
    }
    return write_entry(ota, ota->now, ota->now->sequence, PSCHEMA_OTA_INVALID);
}
