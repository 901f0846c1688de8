#include <pschema/access.h>

enum { PIECE_SIZE = 32 };

enum pschema_result pschema_check_blank(const struct pschema_flash *flash,
                                        const struct pschema_partition *partition, uint32_t offset,
                                        uint32_t size)
{
    uint8_t piece[PIECE_SIZE];
    /* Nothing is read, but all is checked. */
    enum pschema_result result = pschema_read(flash, partition, offset, piece, 0);
    uint32_t address = partition->offset + offset;
    uint32_t i = PIECE_SIZE;
    if (!result && size > partition->size - offset) {
        result = PSCHEMA_ERROR_RANGE;
    }
    for (; !result && size; size--, address++, i++) {
        if (i == PIECE_SIZE) {
            i = 0;
            result =
                flash->read(flash->context, address, piece, size < PIECE_SIZE ? size : PIECE_SIZE);
        }
        if (!result && piece[i] != 0xff) {
            result = PSCHEMA_ERROR_NOT_BLANK;
        }
    }
    return result;
}
