#include <pschema/table.h>

#include <pschema/access.h>

#include "bytes.h"
#include "md5.h"

#include <stddef.h>
#include <string.h>

/* Of a row; numbers are little-endian. */
enum {
    TYPE_AT = 2,
    SUBTYPE_AT = 3,
    OFFSET_AT = 4,
    SIZE_AT = 8,
    LABEL_AT = 12,
    FLAGS_AT = 28,
    ROW_SIZE = 32,
    DIGEST_AT = ROW_SIZE - (int)PSCHEMA_MD5_SIZE,
    LABEL_LENGTH = FLAGS_AT - LABEL_AT
};

enum row_kind { ROW_ENTRY, ROW_CHECKSUM, ROW_BLANK, ROW_OTHER };

static int is_blank(const uint8_t *bytes, const uint8_t *end)
{
    while (bytes != end && *bytes == 0xff) {
        bytes++;
    }
    return bytes == end;
}

static enum row_kind row_kind(const uint8_t *row)
{
    if (row[0] == 0xaa && row[1] == 0x50) {
        return ROW_ENTRY;
    }
    if (row[0] == 0xeb && row[1] == 0xeb && is_blank(row + 2, row + DIGEST_AT)) {
        return ROW_CHECKSUM;
    }
    return is_blank(row, row + ROW_SIZE) ? ROW_BLANK : ROW_OTHER;
}

/* Reads the next row and what it is; the place ends where no whole row is left. */
static enum pschema_result read_row(const struct pschema_table_reader *reader, uint8_t *row,
                                    enum row_kind *kind)
{
    enum pschema_result result;
    *kind = ROW_OTHER;
    if (reader->place.size - reader->next < ROW_SIZE) {
        return PSCHEMA_OK;
    }
    result = pschema_read(reader->flash, &reader->place, reader->next, row, ROW_SIZE);
    if (!result) {
        *kind = row_kind(row);
    }
    return result;
}

/* Reads the next row and passes it if it is an entry. */
static enum pschema_result read_entry(struct pschema_table_reader *reader, uint8_t *row)
{
    enum row_kind kind;
    enum pschema_result result = read_row(reader, row, &kind);
    if (!result && kind == ROW_ENTRY) {
        reader->next += ROW_SIZE;
        return PSCHEMA_OK;
    }
    if (result) {
        return result;
    }
    return kind == ROW_OTHER ? PSCHEMA_ERROR_DAMAGED : PSCHEMA_ERROR_NOT_FOUND;
}

static void fill(const struct pschema_table_reader *reader, const uint8_t *row,
                 struct pschema_partition *entry)
{
    memcpy(entry->label, row + LABEL_AT, LABEL_LENGTH);
    entry->label[LABEL_LENGTH] = '\0';
    entry->offset = pschema_load_u32(row + OFFSET_AT);
    entry->size = pschema_load_u32(row + SIZE_AT);
    entry->flags = pschema_load_u32(row + FLAGS_AT);
    entry->type = row[TYPE_AT];
    entry->subtype = row[SUBTYPE_AT];
    entry->chip = reader->chip;
}

static int has_label(const uint8_t *row, const char *label)
{
    const uint8_t *name = row + LABEL_AT;
    unsigned i;
    for (i = 0; i < LABEL_LENGTH && label[i]; i++) {
        if ((uint8_t)label[i] != name[i]) {
            return 0;
        }
    }
    return i < LABEL_LENGTH ? name[i] == 0 : label[i] == '\0';
}

void pschema_table_open_at(struct pschema_table_reader *reader, const struct pschema_flash *flash,
                           uint32_t offset, uint32_t size, uint8_t chip)
{
    const struct pschema_partition place = {offset, size,        0, PSCHEMA_TYPE_TABLE,
                                            0,      flash->chip, ""};
    reader->flash = flash;
    reader->place = place;
    reader->next = 0;
    reader->chip = chip;
}

void pschema_table_open(struct pschema_table_reader *reader, const struct pschema_flash *flash,
                        struct pschema_table table, uint8_t chip)
{
    reader->flash = flash;
    reader->place = *table.partition;
    if (reader->place.size > PSCHEMA_TABLE_SIZE) {
        reader->place.size = PSCHEMA_TABLE_SIZE;
    }
    reader->next = 0;
    reader->chip = chip;
}

enum pschema_result pschema_table_next(struct pschema_table_reader *reader,
                                       struct pschema_partition *entry)
{
    uint8_t row[ROW_SIZE];
    enum pschema_result result = read_entry(reader, row);
    if (!result) {
        fill(reader, row, entry);
    }
    return result;
}

enum pschema_result pschema_table_find(const struct pschema_table_reader *reader, const char *label,
                                       struct pschema_partition *entry)
{
    struct pschema_table_reader rows = *reader;
    uint8_t row[ROW_SIZE];
    enum pschema_result result;
    rows.next = 0;
    do {
        result = read_entry(&rows, row);
    } while (!result && !has_label(row, label));
    if (!result) {
        fill(reader, row, entry);
    }
    return result;
}

/* Passes all entries, and adds them; `row` becomes the first that is none. */
static enum pschema_result sum_entries(struct pschema_table_reader *rows, struct pschema_md5 *md5,
                                       uint8_t *row, enum row_kind *kind)
{
    for (;;) {
        enum pschema_result result = read_row(rows, row, kind);
        if (result || *kind != ROW_ENTRY) {
            return result;
        }
        pschema_md5_add(md5, row, ROW_SIZE);
        rows->next += ROW_SIZE;
    }
}

enum pschema_result pschema_table_verify(const struct pschema_table_reader *reader,
                                         int *has_checksum)
{
    struct pschema_table_reader rows = *reader;
    struct pschema_md5 md5;
    uint8_t digest[PSCHEMA_MD5_SIZE];
    uint8_t row[ROW_SIZE];
    enum row_kind kind;
    enum pschema_result result;
    int is_summed;
    rows.next = 0;
    pschema_md5_init(&md5);
    result = sum_entries(&rows, &md5, row, &kind);
    is_summed = kind == ROW_CHECKSUM;
    if (!result && rows.next == 0 && !is_summed) {
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    if (!result && is_summed) {
        pschema_md5_finish(&md5, digest);
        if (memcmp(digest, row + DIGEST_AT, sizeof digest) != 0) {
            return PSCHEMA_ERROR_DAMAGED;
        }
        rows.next += ROW_SIZE;
        result = read_row(&rows, row, &kind);
    }
    if (result) {
        return result;
    }
    if (kind != ROW_BLANK || (!is_summed && !has_checksum)) {
        return PSCHEMA_ERROR_DAMAGED;
    }
    if (has_checksum) {
        *has_checksum = is_summed;
    }
    return PSCHEMA_OK;
}
