#include <pschema/access.h>

#include <stddef.h>

/* A request that was found to be good. */
struct request {
    const struct pschema_flash *flash; /* by which the partition is reached */
    uint32_t address;
};

/* What ESP-IDF's bootloader reads by itself is encrypted as soon as anything is; of data, only the
 * otadata (also of the trusted environment) and the keys of NVS. */
static int is_system(const struct pschema_partition *partition)
{
    if (partition->type == PSCHEMA_TYPE_DATA) {
        return partition->subtype == PSCHEMA_SUBTYPE_OTADATA ||
               partition->subtype == PSCHEMA_SUBTYPE_NVS_KEYS ||
               partition->subtype == PSCHEMA_SUBTYPE_TEE_OTADATA;
    }
    return partition->type <= PSCHEMA_TYPE_TABLE;
}

const struct pschema_flash *pschema_view(const struct pschema_flash *flash,
                                         const struct pschema_partition *partition)
{
    if (partition->flags & PSCHEMA_FLAG_ENCRYPTED ||
        (flash->encrypts_system && is_system(partition))) {
        return flash->encrypted;
    }
    return flash;
}

static inline int is_settled(const struct pschema_flash *flash,
                             const struct pschema_partition *partition)
{
    return flash->layout && partition->offset - flash->refused_offset >= flash->refused_size;
}

static enum pschema_result check(const struct pschema_flash *flash,
                                 const struct pschema_partition *partition, uint32_t offset,
                                 uint32_t size, uint32_t forbidden, struct request *request)
{
    if (partition->chip != flash->chip) {
        return PSCHEMA_ERROR_CHIP;
    }
    if (partition->flags & forbidden) {
        return PSCHEMA_ERROR_READ_ONLY;
    }
    if (forbidden && !is_settled(flash, partition)) {
        return PSCHEMA_ERROR_LAYOUT;
    }
    flash = pschema_view(flash, partition);
    if (!flash) {
        return PSCHEMA_ERROR_ENCRYPTED;
    }
    if (partition->size > flash->size || partition->offset > flash->size - partition->size ||
        size > partition->size || offset > partition->size - size) {
        return PSCHEMA_ERROR_RANGE;
    }
    request->flash = flash;
    request->address = partition->offset + offset;
    return PSCHEMA_OK;
}

int pschema_is_settled(const struct pschema_flash *flash, const struct pschema_partition *partition)
{
    return is_settled(flash, partition);
}

enum pschema_result pschema_read(const struct pschema_flash *flash,
                                 const struct pschema_partition *partition, uint32_t offset,
                                 void *buffer, uint32_t size)
{
    struct request request;
    enum pschema_result result = check(flash, partition, offset, size, 0, &request);
    if (result || size == 0) {
        return result;
    }
    return request.flash->read(request.flash->context, request.address, buffer, size);
}

/* Writes, or erases where `data` is null; in pieces of a block where somebody waits for his turn.
 */
static enum pschema_result do_request(const struct pschema_flash *flash,
                                      const struct pschema_partition *partition, uint32_t offset,
                                      const uint8_t *data, uint32_t size)
{
    struct request request;
    enum pschema_result result =
        check(flash, partition, offset, size, PSCHEMA_FLAG_READ_ONLY, &request);
    const struct pschema_flash *way;
    if (result || size == 0) {
        return result;
    }
    way = request.flash;
    if ((request.address | size) & ((data ? way->program_size : way->erase_size) - 1)) {
        return PSCHEMA_ERROR_ALIGNMENT;
    }
    while (!result && size) {
        uint32_t part = flash->yield && size > way->erase_size ? way->erase_size : size;
        if (data) {
            result = way->program(way->context, request.address, data, part);
            data += part;
        } else {
            result = way->erase(way->context, request.address, part);
        }
        request.address += part;
        size -= part;
        if (flash->yield) {
            flash->yield(flash->context);
        }
    }
    return result;
}

enum pschema_result pschema_write(const struct pschema_flash *flash, struct pschema_writable where,
                                  uint32_t offset, const void *data, uint32_t size)
{
    return do_request(flash, where.partition, offset, (const uint8_t *)data, size);
}

enum pschema_result pschema_erase(const struct pschema_flash *flash, struct pschema_writable where,
                                  uint32_t offset, uint32_t size)
{
    return do_request(flash, where.partition, offset, NULL, size);
}

enum pschema_result pschema_sync(const struct pschema_flash *flash)
{
    return flash->sync ? flash->sync(flash->context) : PSCHEMA_OK;
}
