/* Writing a partition as a stream.
 *
 * An update is written so that flash alone tells, whenever the power is lost, whether one is under
 * way and how far it has come:
 *
 *   - its head, the first PSCHEMA_HEAD_SIZE bytes, is blank until all the rest is in flash for
 * good;
 *   - before anything is written to a block, the block after it is erased for good, and what was
 *     written to the block before it is there for good at the latest then. So the first blank block
 *     is at most the one after the block that is being written, and all before the block before it
 *     is complete.
 *
 * What is in flash from before must never pass for an update that is under way. So a head that is
 * blank, that of an update which is given up, is overwritten first. Then block 1 is erased, and
 * block 0 last: when its head is blank again, in an erasure that may be torn, the first blank block
 * is the second at most, and nothing before it counts. */
#include "update.h"

#include <pschema/access.h>

#include <string.h>

/* Bytes that are programmed at once where chunks are small: those of the head and of the tail. */
enum { BUFFER_SIZE = PSCHEMA_HEAD_SIZE };

enum pschema_result pschema_writer_begin(struct pschema_writer *writer,
                                         const struct pschema_flash *flash,
                                         struct pschema_writable where)
{
    /* Nothing is erased, but all is checked. */
    enum pschema_result result = pschema_erase(flash, where, 0, 0);
    memset(writer, 0, sizeof *writer);
    if (result == PSCHEMA_OK) {
        const struct pschema_flash *geometry = pschema_view(flash, where.partition);
        if ((where.partition->offset | where.partition->size) & (geometry->erase_size - 1)) {
            result = PSCHEMA_ERROR_ALIGNMENT;
        } else if (geometry->program_size > BUFFER_SIZE || geometry->erase_size < BUFFER_SIZE) {
            result = PSCHEMA_ERROR_UNSUPPORTED;
        }
        writer->limit = where.partition->size;
        writer->block = geometry->erase_size;
    }
    writer->flash = flash;
    writer->where = where;
    writer->result = result;
    return result;
}

enum pschema_result pschema_change(const struct pschema_flash *flash,
                                   const struct pschema_partition *partition, uint32_t offset,
                                   const uint8_t *bytes, uint32_t size)
{
    struct pschema_writable where;
    enum pschema_result result;
    where.partition = partition;
    if (bytes) {
        result = pschema_write(flash, where, offset, bytes, size);
    } else {
        result = pschema_erase(flash, where, offset, size);
    }
    return result ? result : pschema_sync(flash);
}

static enum pschema_result change_own(const struct pschema_writer *writer, uint32_t offset,
                                      const uint8_t *bytes, uint32_t size)
{
    return pschema_change(writer->flash, writer->where.partition, offset, bytes, size);
}

enum pschema_result pschema_update_open(struct pschema_writer *writer,
                                        const struct pschema_flash *flash,
                                        struct pschema_writable where, uint32_t size)
{
    enum pschema_result result = pschema_writer_begin(writer, flash, where);
    if (result == PSCHEMA_OK) {
        if (size > writer->limit) {
            result = PSCHEMA_ERROR_SPACE;
        }
        writer->ahead = writer->block;
        writer->least = 1;
        if (size != PSCHEMA_SIZE_UNKNOWN) {
            writer->least = size;
            writer->limit = size;
        }
        writer->result = result;
    }
    return result;
}

enum pschema_result pschema_update_start(struct pschema_writer *writer)
{
    const struct pschema_flash *flash = writer->flash;
    const struct pschema_partition *partition = writer->where.partition;
    uint32_t block = writer->block;
    enum pschema_result result;
    /* Raw: zeros only clear bits, whatever is there. That some flash refuses to write twice does
     * not matter: then it is not blank. (`head` is still 0.) */
    pschema_ignore(
        flash->program(flash->context, partition->offset, writer->head, sizeof writer->head));
    result = pschema_sync(flash);
    writer->erased = block;
    if (result == PSCHEMA_OK && partition->size > block) {
        writer->erased += block;
        result = change_own(writer, block, NULL, block);
    }
    if (result == PSCHEMA_OK) {
        result = change_own(writer, 0, NULL, block);
    }
    writer->result = result;
    return result;
}

enum pschema_result pschema_writer_update(struct pschema_writer *writer,
                                          const struct pschema_flash *flash,
                                          struct pschema_writable where, uint32_t size)
{
    enum pschema_result result = pschema_update_open(writer, flash, where, size);
    return result ? result : pschema_update_start(writer);
}

/* Erases the block of `position`, and of an update the next one, where that was not done; after the
 * last block there is none, but what was written before it must be there for good as well. */
static enum pschema_result erase_ahead(struct pschema_writer *writer)
{
    enum pschema_result result = PSCHEMA_OK;
    while (result == PSCHEMA_OK && writer->erased - writer->position <= writer->ahead) {
        uint32_t size = writer->erased < writer->where.partition->size ? writer->block : 0;
        result = change_own(writer, writer->erased, NULL, size);
        writer->erased += writer->block;
    }
    return result;
}

/* Block by block, and what of each need not be buffered at once. The head is always buffered, and
 * left there if it comes last. */
static enum pschema_result write_chunk(struct pschema_writer *writer, const uint8_t *data,
                                       uint32_t size)
{
    enum pschema_result result = PSCHEMA_OK;
    while (result == PSCHEMA_OK && size > 0) {
        uint32_t held = writer->position & (BUFFER_SIZE - 1);
        uint32_t start = writer->position - held;
        uint32_t part = writer->block - (writer->position & (writer->block - 1));
        uint8_t *buffer = start ? writer->tail : writer->head;
        const uint8_t *from = buffer;
        if (part > size) {
            part = size;
        }
        result = erase_ahead(writer);
        if (start && !held && part >= BUFFER_SIZE) {
            part &= ~(uint32_t)(BUFFER_SIZE - 1);
            from = data;
        } else {
            if (part > BUFFER_SIZE - held) {
                part = BUFFER_SIZE - held;
            }
            memcpy(buffer + held, data, part);
        }
        writer->position += part;
        data += part;
        size -= part;
        part = writer->position - start;
        if (result == PSCHEMA_OK && !(part & (BUFFER_SIZE - 1)) && (start || !writer->ahead)) {
            result = pschema_write(writer->flash, writer->where, start, from, part);
        }
    }
    return result;
}

enum pschema_result pschema_writer_write(struct pschema_writer *writer, const void *data,
                                         uint32_t size)
{
    if (writer->result == PSCHEMA_OK) {
        writer->result = size > writer->limit - writer->position
                             ? PSCHEMA_ERROR_SPACE
                             : write_chunk(writer, (const uint8_t *)data, size);
    }
    return writer->result;
}

enum pschema_result pschema_writer_finish(struct pschema_writer *writer)
{
    uint32_t held = writer->position & (BUFFER_SIZE - 1);
    uint32_t start = writer->position - held;
    uint8_t *buffer = start ? writer->tail : writer->head;
    enum pschema_result result = writer->result;
    if (result == PSCHEMA_OK) {
        if (writer->position < writer->least) {
            return PSCHEMA_ERROR_STATE;
        }
        memset(buffer + held, 0xff, BUFFER_SIZE - held);
        result = change_own(writer, start, buffer, held ? BUFFER_SIZE : 0);
        if (result == PSCHEMA_OK && start && writer->ahead) {
            result = change_own(writer, 0, writer->head, BUFFER_SIZE);
        }
        writer->result = result == PSCHEMA_OK ? PSCHEMA_ERROR_STATE : result;
    }
    return result;
}
