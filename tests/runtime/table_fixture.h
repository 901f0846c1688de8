// Partition tables in a simulated flash, in ESP-IDF's format.
#ifndef TABLE_FIXTURE_H
#define TABLE_FIXTURE_H

#include "flash_fixture.h"

enum { TABLE_AT = 0x8000, TABLE_SIZE = 0xc00, ROW_SIZE = 32, ROW_LIMIT = TABLE_SIZE / ROW_SIZE };

static inline uint8_t *row_at(uint8_t *table, size_t i)
{
    return table + i * ROW_SIZE;
}

static inline void put_word(uint8_t *bytes, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(value >> 8 * i);
    }
}

// Of the partition number `i`: `pNNN`, 4 KiB, one behind the other.
static inline void put_entry(uint8_t *row, uint32_t i)
{
    memset(row, 0, ROW_SIZE);
    row[0] = 0xaa;
    row[1] = 0x50;
    row[2] = 1;
    row[3] = (uint8_t)(0x40 + i % 64);
    put_word(row + 4, 0x9000 + 0x1000 * i);
    put_word(row + 8, 0x1000);
    row[12] = 'p';
    row[13] = (uint8_t)('0' + i / 100);
    row[14] = (uint8_t)('0' + i / 10 % 10);
    row[15] = (uint8_t)('0' + i % 10);
}

static inline void put_label(uint8_t *row, const char *label)
{
    for (unsigned i = 0; i < 16; i++) {
        row[12 + i] = (uint8_t)*label;
        label += *label != 0;
    }
}

static inline void put_checksum(uint8_t *row, const char *digest)
{
    memset(row, 0xff, ROW_SIZE);
    row[0] = row[1] = 0xeb;
    memcpy(row + 16, digest, 16);
}

static inline void put_entries(uint8_t *table, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        put_entry(row_at(table, i), i);
    }
}

#endif
