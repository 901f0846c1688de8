/* The two entries of otadata, as the bootloader reads them; <pschema/ota.h> says how they are
 * written so that a loss of power leaves one that is good. */
#include "otadata.h"

#include <pschema/access.h>
#include <pschema/crc32.h>

#include "bytes.h"
#include "update.h"

#include <string.h>

/* Of an entry: a sequence number, a label that nobody uses, a state, and the checksum of the number
 * alone. No two numbers have the same CRC-32: an entry whose checksum is right has the number that
 * it was written with. */
enum { HALF_ENTRY = 16, STATE_AT = 24, CHECKSUM_AT = 28 };

/* The bootloader looks for the second entry one sector after the first, however large otadata is
 * (ESP-IDF: bootloader_utility.c, read_otadata). Each needs an erase block of its own. */
enum { ENTRY_DISTANCE = 4096 };

#define NO_SEQUENCE 0xffffffffu

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

static enum pschema_result load_entry(const struct pschema_ota *ota, uint32_t place,
                                      struct pschema_ota_entry *entry)
{
    uint32_t words[OTADATA_ENTRY_SIZE / 4];
    enum pschema_result result =
        pschema_read(ota->flash, ota->slots.otadata.partition, place, words, sizeof words);
    if (result) {
        return result;
    }
    entry->place = place;
    entry->sequence = pschema_little(words[0]);
    entry->state = UNDEFINED;
    entry->slot = NOBODY;
    entry->boots = FACTORY;
    if (entry->sequence != NO_SEQUENCE &&
        pschema_little(words[CHECKSUM_AT / 4]) == pschema_crc32(PSCHEMA_CRC32_START, words, 4)) {
        entry->slot = modulo(entry->sequence - 1, ota->slots.count);
        if (!ota->slots.is_sequence_only) {
            entry->state = pschema_little(words[STATE_AT / 4]);
        }
        if (entry->state - PSCHEMA_OTA_INVALID > PSCHEMA_OTA_ABORTED - PSCHEMA_OTA_INVALID) {
            entry->boots = entry->slot;
        }
    }
    return PSCHEMA_OK;
}

enum pschema_result pschema_otadata_load(struct pschema_ota *ota)
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

static enum pschema_result change_entry(const struct pschema_ota *ota, uint32_t place,
                                        const uint8_t *bytes, uint32_t size)
{
    return pschema_change(ota->flash, ota->slots.otadata.partition, place, bytes, size);
}

/* Makes an entry void, and erases it.
 *
 * An erasure that is torn may take the state and leave number and checksum, and so start what was
 * aborted. So the checksum is overwritten before, where the flash can: it cannot where the state
 * and the checksum share a program unit, and may not like that they are written twice, but then the
 * erasure alone must do. (The number is not: 0 would go with the checksum that the erasure leaves.)
 */
enum pschema_result pschema_otadata_clear(const struct pschema_ota *ota,
                                          const struct pschema_ota_entry *entry)
{
    static const uint8_t zeros[OTADATA_ENTRY_SIZE - CHECKSUM_AT] = {0};
    (void)change_entry(ota, entry->place + CHECKSUM_AT, zeros, sizeof zeros);
    return change_entry(ota, entry->place, NULL, ota->way->erase_size);
}

/* Replaces an entry: the half with the number comes last, where the flash can write halves. */
enum pschema_result pschema_otadata_write(const struct pschema_ota *ota,
                                          const struct pschema_ota_entry *entry, uint32_t sequence,
                                          uint32_t state)
{
    uint32_t first = ota->way->program_size > HALF_ENTRY ? 0 : HALF_ENTRY;
    uint32_t words[OTADATA_ENTRY_SIZE / 4];
    uint8_t *bytes = (uint8_t *)words;
    enum pschema_result result;
    memset(words, 0xff, sizeof words);
    words[0] = pschema_little(sequence);
    words[STATE_AT / 4] = pschema_little(state);
    words[CHECKSUM_AT / 4] = pschema_little(pschema_crc32(PSCHEMA_CRC32_START, words, 4));
    result = pschema_otadata_clear(ota, entry);
    if (result == PSCHEMA_OK) {
        result = change_entry(ota, entry->place + first, bytes + first, OTADATA_ENTRY_SIZE - first);
    }
    if (result == PSCHEMA_OK) {
        result = change_entry(ota, entry->place, bytes, first);
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
enum pschema_result pschema_otadata_select(const struct pschema_ota *ota, uint32_t number,
                                           uint32_t state)
{
    const struct pschema_ota_entry *kept = ota->now;
    const struct pschema_ota_entry *replaced = ota->other;
    uint32_t sequence;
    if (kept->boots == number) {
        return PSCHEMA_OK;
    }
    if (number == FACTORY) { /* which is started where neither entry is in force */
        enum pschema_result result = pschema_otadata_clear(ota, replaced);
        return result ? result : pschema_otadata_clear(ota, kept);
    }
    if (ota->trial != NOBODY) { /* of another one: nothing is selected from a trial */
        kept = replaced;
        replaced = ota->now;
        if (kept->boots == number) {
            return pschema_otadata_clear(ota, replaced);
        }
    }
    sequence = next_sequence(ota, kept, number);
    if (sequence == NO_SEQUENCE) {
        return PSCHEMA_ERROR_SPACE;
    }
    return pschema_otadata_write(ota, replaced, sequence, state);
}
