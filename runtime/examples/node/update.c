/* An update that survives a loss of power: what was written is not sent again. */
#include "update.h"

/* Continues where the last update was interrupted, else begins. */
static enum pschema_result begin(struct pschema_ota *ota, const struct source *source,
                                 uint32_t *position)
{
    uint8_t head[PSCHEMA_HEAD_SIZE];
    struct pschema_app slot = pschema_ota_next(ota);
    enum pschema_result result = source->read(source->context, 0, head, sizeof head);
    if (result) {
        return result;
    }
    result = pschema_ota_resume(ota, slot, source->size, head, position);
    if (result == PSCHEMA_ERROR_NOT_FOUND) {
        *position = 0;
        result = pschema_ota_begin(ota, slot, source->size);
    }
    return result;
}

/* Writes from `position` to the end. */
static enum pschema_result receive(struct pschema_ota *ota, const struct source *source,
                                   uint32_t position)
{
    uint8_t chunk[512];
    enum pschema_result result = PSCHEMA_OK;
    while (result == PSCHEMA_OK && position < source->size) {
        uint32_t rest = source->size - position;
        uint32_t size = rest < sizeof chunk ? rest : (uint32_t)sizeof chunk;
        result = source->read(source->context, position, chunk, size);
        if (result == PSCHEMA_OK) {
            result = pschema_ota_write(ota, chunk, size);
            position += size;
        }
    }
    return result ? result : pschema_ota_end(ota);
}

enum pschema_result update(struct pschema_ota *ota, const struct source *source, uint32_t *sent)
{
    struct pschema_app slot = pschema_ota_next(ota);
    enum pschema_ota_trust trust =
        ota->slots.is_sequence_only ? PSCHEMA_OTA_TRUSTED : PSCHEMA_OTA_ON_TRIAL;
    uint32_t position = 0;
    enum pschema_result result = begin(ota, source, &position);
    if (result == PSCHEMA_OK) {
        *sent = source->size - position;
        result = receive(ota, source, position);
    }
    return result ? result : pschema_ota_set_boot(ota, slot, trust);
}

enum pschema_result judge(struct pschema_ota *ota, int is_fine, int *must_restart)
{
    enum pschema_ota_state state = PSCHEMA_OTA_UNDEFINED;
    enum pschema_result result = pschema_ota_read_state(ota, pschema_ota_running(ota), &state);
    *must_restart = 0;
    if (state != PSCHEMA_OTA_PENDING) {
        return result == PSCHEMA_ERROR_NOT_FOUND ? PSCHEMA_OK : result;
    }
    if (is_fine) {
        return pschema_ota_mark_valid(ota);
    }
    result = pschema_ota_roll_back(ota);
    *must_restart = result == PSCHEMA_OK;
    return result;
}
