#include <pschema/writer.h>

#include <pschema/access.h>

#include <string.h>

enum pschema_result pschema_writer_begin(struct pschema_writer *writer,
                                         const struct pschema_flash *flash,
                                         struct pschema_writable where)
{
    /* Nothing is erased, but all is checked. */
    enum pschema_result result = pschema_erase(flash, where, 0, 0);
    if (result == PSCHEMA_OK) {
        const struct pschema_flash *geometry = pschema_view(flash, where.partition);
        if ((where.partition->offset | where.partition->size) & (geometry->erase_size - 1)) {
            result = PSCHEMA_ERROR_ALIGNMENT;
        } else if (geometry->program_size > sizeof writer->tail) {
            result = PSCHEMA_ERROR_UNSUPPORTED;
        }
        writer->limit = where.partition->size;
        writer->block = geometry->erase_size;
        writer->unit = geometry->program_size;
    }
    writer->flash = flash;
    writer->where = where;
    writer->position = 0;
    writer->result = result;
    return result;
}

/* The end of the block with the byte before `end`: up to the one of `position` all is
 * erased or written. */
static uint32_t end_of_block(const struct pschema_writer *writer, uint32_t end)
{
    return (end + writer->block - 1) & ~(writer->block - 1);
}

/* Bytes of the tail: all before them are in flash. */
static uint32_t held_back(const struct pschema_writer *writer)
{
    return writer->position & (writer->unit - 1);
}

static enum pschema_result write_chunk(struct pschema_writer *writer, const uint8_t *data,
                                       uint32_t size)
{
    uint32_t erased = end_of_block(writer, writer->position);
    enum pschema_result result =
        pschema_erase(writer->flash, writer->where, erased,
                      end_of_block(writer, writer->position + size) - erased);
    while (result == PSCHEMA_OK && size > 0) {
        uint32_t held = held_back(writer);
        uint32_t start = writer->position - held;
        uint32_t part = size & ~(writer->unit - 1); /* whole units need not go through the tail */
        const uint8_t *from = data;
        if (held > 0 || part == 0) {
            part = writer->unit - held < size ? writer->unit - held : size;
            memcpy(writer->tail + held, data, part);
            from = writer->tail;
        }
        writer->position += part;
        if (held_back(writer) == 0) {
            result =
                pschema_write(writer->flash, writer->where, start, from, writer->position - start);
        }
        data += part;
        size -= part;
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
    static const uint8_t blank = 0xff;
    enum pschema_result result = writer->result;
    while (result == PSCHEMA_OK && held_back(writer) > 0) {
        result = write_chunk(writer, &blank, 1);
    }
    if (result == PSCHEMA_OK) {
        result = pschema_sync(writer->flash);
    }
    writer->result = result == PSCHEMA_OK ? PSCHEMA_ERROR_STATE : result;
    return result;
}
