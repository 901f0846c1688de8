/* Updates of applications: who is running, what may be written, and what is started next. */
#include "otadata.h"
#include "update.h"

#include <pschema/access.h>

#include "bytes.h"

/* Of an application's description, in its image after the header and that of the first segment
 * (ESP-IDF: esp_app_desc.h, esp_app_desc_t): magic number, secure version. */
enum { DESCRIPTION_AT = 32 };
#define DESCRIPTION_MAGIC 0xabcd5432u

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

/* What otadata says now, and which application is meant. */
static enum pschema_result look(struct pschema_ota *ota, struct pschema_app app, uint32_t *number)
{
    *number = app.partition->size ? find_offset(ota, app.partition->offset) : (uint32_t)NOBODY;
    return *number == NOBODY ? PSCHEMA_ERROR_NOT_FOUND : pschema_otadata_load(ota);
}

/* Whether the bootloader's protection against older applications lets it start this one. */
static enum pschema_result check_version(const struct pschema_ota *ota, uint32_t number)
{
    uint32_t words[2];
    enum pschema_result result;
    if (!ota->secure_version) {
        return PSCHEMA_OK;
    }
    result =
        pschema_read(ota->flash, partition_of(ota, number), DESCRIPTION_AT, words, sizeof words);
    if (result == PSCHEMA_OK && (pschema_little(words[0]) != DESCRIPTION_MAGIC ||
                                 pschema_little(words[1]) < ota->secure_version)) {
        result = PSCHEMA_ERROR_VERSION;
    }
    return result;
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
    ota->verify = NULL;
    ota->ended = (uint32_t)1 << FACTORY; /* nobody writes it */
    ota->is_chosen = 0;
    ota->secure_version = 0;
    result = pschema_otadata_load(ota);
    if (result) {
        return result;
    }
    if (slots.count - 1 >= PSCHEMA_OTA_SLOT_LIMIT || ota->way->erase_size < OTADATA_ENTRY_SIZE ||
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

enum pschema_result pschema_ota_open_slot(struct pschema_ota *ota, struct pschema_app app,
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
    ota->target = number;
    return pschema_update_open(&ota->writer, ota->flash, where, size);
}

enum pschema_result pschema_ota_free_slot(struct pschema_ota *ota)
{
    enum pschema_result result = pschema_otadata_select(ota, ota->running, UNDEFINED);
    ota->ended &= ~((uint32_t)1 << ota->target);
    if (result == PSCHEMA_OK) {
        result = pschema_otadata_load(ota);
    }
    if (result == PSCHEMA_OK && ota->other->slot == ota->target) {
        result = pschema_otadata_clear(ota, ota->other);
    }
    ota->writer.result = result;
    return result;
}

enum pschema_result pschema_ota_begin(struct pschema_ota *ota, struct pschema_app app,
                                      uint32_t size)
{
    enum pschema_result result = pschema_ota_open_slot(ota, app, size);
    if (result == PSCHEMA_OK) {
        result = pschema_ota_free_slot(ota);
    }
    return result ? result : pschema_update_start(&ota->writer);
}

enum pschema_result pschema_ota_end(struct pschema_ota *ota)
{
    enum pschema_result result = pschema_writer_finish(&ota->writer);
    if (result == PSCHEMA_OK) {
        ota->ended |= (uint32_t)1 << ota->target;
    }
    return result;
}

/* Whether an image is complete, as far as that can be known. */
static enum pschema_result verify(const struct pschema_ota *ota, uint32_t number)
{
    enum pschema_result result = check_version(ota, number);
    if (result) {
        return result;
    }
    if (ota->verify) {
        struct pschema_app app;
        app.partition = partition_of(ota, number);
        return ota->verify(ota->verify_context, ota->flash, app);
    }
    return ota->ended >> number & 1 ? PSCHEMA_OK : PSCHEMA_ERROR_UNVERIFIED;
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
    if (number != ota->running) {
        result = ota->trial == ota->running ? PSCHEMA_ERROR_STATE : verify(ota, number);
    }
    if (result == PSCHEMA_OK) {
        result = pschema_otadata_select(ota, number, state);
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
    enum pschema_result result = pschema_otadata_load(ota);
    if (result == PSCHEMA_OK && ota->trial == ota->running) {
        result = pschema_otadata_write(ota, ota->now, ota->now->sequence, PSCHEMA_OTA_VALID);
    }
    return result;
}

enum pschema_result pschema_ota_roll_back(struct pschema_ota *ota)
{
    enum pschema_result result = pschema_otadata_load(ota);
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
        return pschema_otadata_clear(ota, ota->now);
    }
    return pschema_otadata_write(ota, ota->now, ota->now->sequence, PSCHEMA_OTA_INVALID);
}
