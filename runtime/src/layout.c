#include <pschema/layout.h>

#include <pschema/access.h>
#include <pschema/crc32.h>

#include <stddef.h>

enum { CHUNK_SIZE = 32 };

/* Among the bits of tables that differ: one that is not a second-level table, or that has no bit of
 * its own, being the 32nd or later. */
#define MAIN_DIFFERS 0x80000000u

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

/* Compares all tables. `*differing` gets a bit for each second-level one that differs. */
static enum pschema_result compare(const struct pschema_flash *flash,
                                   const struct pschema_layout *layout,
                                   struct pschema_difference *found, uint32_t *differing)
{
    uint32_t digest = PSCHEMA_CRC32_START;
    uint32_t compared = 0;
    uint32_t bit = 1;
    uint32_t i;
    for (i = 0; i < layout->table_count; i++, bit <<= bit != MAIN_DIFFERS) {
        const struct pschema_layout_table *table = &layout->tables[i];
        struct pschema_difference here = {NULL, NULL};
        enum pschema_result result;
        if (table->place.chip != flash->chip) {
            continue;
        }
        result = compare_table(flash, table, &digest, &here);
        if (result) {
            return result;
        }
        compared++;
        if (here.row) {
            *differing |= table->host_size ? bit : MAIN_DIFFERS;
            if (!found->row) {
                *found = here;
            }
        }
    }
    /* Tables on other chips are in the digest, too. */
    if (!found->row && compared == layout->table_count && digest != layout->digest) {
        *differing = MAIN_DIFFERS;
    }
    return PSCHEMA_OK;
}

enum pschema_result pschema_layout_check(struct pschema_flash *flash,
                                         const struct pschema_layout *layout,
                                         struct pschema_difference *difference)
{
    struct pschema_difference found = {NULL, NULL};
    uint32_t differing = 0;
    enum pschema_result result;
    flash->layout = NULL;
    result = compare(flash, layout, &found, &differing);
    if (result) {
        return result;
    }
    if (!(differing & MAIN_DIFFERS)) {
        flash->layout = layout;
        flash->differing = differing;
    }
    if (!differing) {
        return PSCHEMA_OK;
    }
    if (difference) {
        *difference = found;
    }
    return PSCHEMA_ERROR_LAYOUT;
}

void pschema_trust_layout(struct pschema_flash *flash, const struct pschema_layout *layout)
{
    flash->layout = layout;
    flash->differing = 0;
}
