#include <pschema/layout.h>

#include <pschema/access.h>
#include <pschema/crc32.h>

#include <stddef.h>

enum { CHUNK_SIZE = 32 };

/* Continues two CRCs over a row's bytes: of the row alone, and of all rows. */
static enum pschema_result sum_row(const struct pschema_flash *flash,
                                   const struct pschema_layout_table *table, uint32_t offset,
                                   uint32_t *crc, uint32_t *digest)
{
    uint32_t rest = table->row_size;
    uint8_t chunk[CHUNK_SIZE];
    while (rest > 0) {
        uint32_t part = rest < CHUNK_SIZE ? rest : CHUNK_SIZE;
        enum pschema_result result = pschema_read(flash, &table->place, offset, chunk, part);
        if (result) {
            return result;
        }
        *crc = pschema_crc32(*crc, chunk, part);
        *digest = pschema_crc32(*digest, chunk, part);
        offset += part;
        rest -= part;
    }
    return PSCHEMA_OK;
}

/* Continues the digest over a table; stores the first row that differs, unless one was found. */
static enum pschema_result compare_table(const struct pschema_flash *flash,
                                         const struct pschema_layout_table *table, uint32_t *digest,
                                         struct pschema_difference *difference)
{
    uint32_t offset = 0;
    uint32_t i;
    for (i = 0; i < table->row_count; i++) {
        const struct pschema_layout_row *row = &table->rows[i];
        uint32_t crc = PSCHEMA_CRC32_START;
        enum pschema_result result = sum_row(flash, table, offset, &crc, digest);
        if (result) {
            return result;
        }
        if (crc != row->crc && !difference->row) {
            difference->table = table;
            difference->row = row;
        }
        offset += table->row_size;
    }
    return PSCHEMA_OK;
}

enum pschema_result pschema_layout_check(const struct pschema_flash *flash,
                                         const struct pschema_layout *layout,
                                         struct pschema_difference *difference)
{
    struct pschema_difference found = {NULL, NULL};
    uint32_t digest = PSCHEMA_CRC32_START;
    uint32_t compared = 0;
    uint32_t i;
    for (i = 0; i < layout->table_count; i++) {
        if (layout->tables[i].place.chip == flash->chip) {
            enum pschema_result result = compare_table(flash, &layout->tables[i], &digest, &found);
            if (result) {
                return result;
            }
            compared++;
        }
    }
    if (compared == 0) {
        return PSCHEMA_ERROR_CHIP;
    }
    /* Tables on other chips are in the digest, too. */
    if (!found.row && (compared < layout->table_count || digest == layout->digest)) {
        return PSCHEMA_OK;
    }
    if (difference) {
        *difference = found;
    }
    return PSCHEMA_ERROR_LAYOUT;
}
