#include <pschema/layout.h>

#include <pschema/access.h>
#include <pschema/crc32.h>

#include <stddef.h>

enum { CHUNK_SIZE = 32 };

/* The CRC of a row's bytes. */
static enum pschema_result sum_row(const struct pschema_flash *flash,
                                   const struct pschema_layout_table *table, uint32_t offset,
                                   uint32_t *crc)
{
    enum pschema_result result = PSCHEMA_OK;
    uint32_t rest = table->row_size;
    uint8_t chunk[CHUNK_SIZE];
    *crc = PSCHEMA_CRC32_START;
    while (!result && rest > 0) {
        uint32_t part = rest < CHUNK_SIZE ? rest : CHUNK_SIZE;
        result = pschema_read(flash, &table->place, offset, chunk, part);
        *crc = pschema_crc32(*crc, chunk, part);
        offset += part;
        rest -= part;
    }
    return result;
}

/* `*row` becomes the first row that differs; null: none. */
static enum pschema_result compare_table(const struct pschema_flash *flash,
                                         const struct pschema_layout_table *table,
                                         const struct pschema_layout_row **row)
{
    uint32_t offset = 0;
    uint32_t i;
    for (i = 0; i < table->row_count; i++) {
        uint32_t crc;
        enum pschema_result result = sum_row(flash, table, offset, &crc);
        *row = &table->rows[i];
        if (result || crc != (*row)->crc) {
            return result;
        }
        offset += table->row_size;
    }
    *row = NULL;
    return PSCHEMA_OK;
}

enum pschema_result pschema_layout_check(struct pschema_flash *flash,
                                         const struct pschema_layout *layout,
                                         struct pschema_difference *difference)
{
    const struct pschema_layout *found = layout;
    enum pschema_result verdict = PSCHEMA_OK;
    uint32_t i;
    pschema_trust_layout(flash, NULL);
    for (i = 0; i < layout->table_count; i++) {
        const struct pschema_layout_table *table = &layout->tables[i];
        const struct pschema_layout_row *row = NULL;
        enum pschema_result result = PSCHEMA_OK;
        if (table->place.chip == flash->chip) {
            result = compare_table(flash, table, &row);
        }
        if (result) {
            return result;
        }
        if (row) {
            if (difference && !verdict) {
                difference->table = table;
                difference->row = row;
            }
            /* One table within a partition may differ, no more. */
            if (verdict || !table->host_size) {
                found = NULL;
            }
            verdict = PSCHEMA_ERROR_LAYOUT;
            flash->refused_offset = table->host_offset;
            flash->refused_size = table->host_size;
        }
    }
    flash->layout = found;
    return verdict;
}

void pschema_trust_layout(struct pschema_flash *flash, const struct pschema_layout *layout)
{
    flash->layout = layout;
    flash->refused_size = 0;
}
