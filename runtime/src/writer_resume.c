/* Going on with an update that a loss of power interrupted; writer.c says what flash tells of it.
 */
#include "update.h"

#include <pschema/access.h>

#include <string.h>

enum pschema_result pschema_update_find(struct pschema_writer *writer, const void *head,
                                        uint32_t *position)
{
    const struct pschema_partition *partition = writer->where.partition;
    uint32_t block = 0;
    enum pschema_result result =
        pschema_check_blank(writer->flash, partition, 0, PSCHEMA_HEAD_SIZE);
    /* The first blank block; or the end, where the last one was being written. */
    while (result == PSCHEMA_OK && block < partition->size) {
        result = pschema_check_blank(writer->flash, partition, block, writer->block);
        if (result != PSCHEMA_ERROR_NOT_BLANK) {
            break;
        }
        result = PSCHEMA_OK;
        block += writer->block;
    }
    block -= writer->block;
    if (result == PSCHEMA_ERROR_NOT_BLANK || (result == PSCHEMA_OK && block >= writer->limit)) {
        result = PSCHEMA_ERROR_NOT_FOUND;
    }
    if (result == PSCHEMA_OK) {
        if (block) { /* else it comes again, and may be shorter */
            memcpy(writer->head, head, PSCHEMA_HEAD_SIZE);
        }
        writer->position = block;
        writer->erased = block;
        *position = block;
    }
    writer->result = result;
    return result;
}

enum pschema_result pschema_writer_resume(struct pschema_writer *writer,
                                          const struct pschema_flash *flash,
                                          struct pschema_writable where, uint32_t size,
                                          const void *head, uint32_t *position)
{
    enum pschema_result result = pschema_update_open(writer, flash, where, size);
    return result ? result : pschema_update_find(writer, head, position);
}
