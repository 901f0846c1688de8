#include <pschema/access.h>
#include <pschema/layout.h>

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

/* Whether the tables in flash are known not to contradict this partition. */
static int is_settled(const struct pschema_flash *flash, const struct pschema_partition *partition)
{
    const struct pschema_layout *layout = flash->layout;
    uint32_t differing = flash->differing;
    uint32_t i;
    for (i = 0; layout && differing; i++, differing >>= 1) {
        const struct pschema_layout_table *table = &layout->tables[i];
        if (differing & 1 && partition->offset - table->host_offset < table->host_size) {
            return 0;
        }
    }
    return layout != NULL;
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

enum pschema_result pschema_write(const struct pschema_flash *flash, struct pschema_writable where,
                                  uint32_t offset, const void *data, uint32_t size)
{
    struct request request;
    enum pschema_result result =
        check(flash, where.partition, offset, size, PSCHEMA_FLAG_READ_ONLY, &request);
    if (result || size == 0) {
        return result;
    }
    if ((request.address | size) & (request.flash->program_size - 1)) {
        return PSCHEMA_ERROR_ALIGNMENT;
    }
    return request.flash->program(request.flash->context, request.address, data, size);
}

enum pschema_result pschema_erase(const struct pschema_flash *flash, struct pschema_writable where,
                                  uint32_t offset, uint32_t size)
{
    struct request request;
    enum pschema_result result =
        check(flash, where.partition, offset, size, PSCHEMA_FLAG_READ_ONLY, &request);
    if (result || size == 0) {
        return result;
    }
    if ((request.address | size) & (request.flash->erase_size - 1)) {
        return PSCHEMA_ERROR_ALIGNMENT;
    }
    return request.flash->erase(request.flash->context, request.address, size);
}

enum pschema_result pschema_map(const struct pschema_flash *flash,
                                const struct pschema_partition *partition, uint32_t offset,
                                uint32_t size, const void **memory)
{
    struct request request;
    enum pschema_result result = check(flash, partition, offset, size, 0, &request);
    if (result) {
        return result;
    }
    if (size == 0) {
        *memory = NULL;
        return PSCHEMA_OK;
    }
    if (!request.flash->map) {
        return PSCHEMA_ERROR_UNSUPPORTED;
    }
    return request.flash->map(request.flash->context, request.address, size, memory);
}

enum pschema_result pschema_sync(const struct pschema_flash *flash)
{
    return flash->sync ? flash->sync(flash->context) : PSCHEMA_OK;
}
