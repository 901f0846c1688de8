#include <pschema/access.h>

#include <stddef.h>

enum pschema_result pschema_map(const struct pschema_flash *flash,
                                const struct pschema_partition *partition, uint32_t offset,
                                uint32_t size, const void **memory)
{
    /* Nothing is read, but all is checked. */
    enum pschema_result result = pschema_read(flash, partition, offset, NULL, 0);
    if (result) {
        return result;
    }
    if (size > partition->size - offset) {
        return PSCHEMA_ERROR_RANGE;
    }
    if (size == 0) {
        *memory = NULL;
        return PSCHEMA_OK;
    }
    flash = pschema_view(flash, partition);
    if (!flash->map) {
        return PSCHEMA_ERROR_UNSUPPORTED;
    }
    return flash->map(flash->context, partition->offset + offset, size, memory);
}

void pschema_unmap(const struct pschema_flash *flash, const void *memory)
{
    if (flash->unmap) {
        flash->unmap(flash->context, memory);
    }
}
