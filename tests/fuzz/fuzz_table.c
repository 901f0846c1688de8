// Any bytes as a flash with partition tables: what reads them stays where they are, and what one
// function says of them, the others do not contradict. Reading is all that is done.
#include "../../runtime/src/md5.h"

#include <pschema/crc32.h>
#include <pschema/layout.h>
#include <pschema/simulator.h>
#include <pschema/table.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_SIZE = 32, ROW_LIMIT = 64 };

// The first bytes of the input: where to look. The rest are the flash.
struct options {
    uint8_t offset[4];
    uint8_t size[4];
    uint8_t flags; // bit 0: encrypted; 1: with such a view; 2: with a right MD5; 3: of few bytes
    uint8_t chip;
    uint8_t row_size;
    uint8_t row_count;
    uint8_t flipped[2]; // a bit of the layout's tables
    char label[2];
};

struct chip {
    struct pschema_simulator simulator;
    struct pschema_flash flash;
    struct pschema_flash view;
    struct pschema_partition place; // of the table
};

static void expect(bool holds)
{
    if (!holds) {
        abort();
    }
}

static uint32_t number(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

static bool fits(const struct chip *chip, uint64_t offset, uint64_t size)
{
    return offset + size <= chip->simulator.size;
}

// From now on, only these bytes may be read; none, if they are not of this flash.
static void fence(struct chip *chip, uint32_t offset, uint32_t size)
{
    bool is_there = fits(chip, offset, size) && size > 0;
    chip->simulator.fence_start = is_there ? offset : 1;
    chip->simulator.fence_end = is_there ? offset + size : 1;
}

static void check(const struct chip *chip)
{
    expect(chip->simulator.violations == 0 && chip->simulator.strays == 0 &&
           chip->simulator.operations == 0);
}

// Puts a right MD5 row behind the entries, as chance would not.
static void seal(struct chip *chip)
{
    uint8_t *row = chip->simulator.bytes + chip->place.offset;
    const uint8_t *end = row + chip->place.size;
    struct pschema_md5 md5;
    pschema_md5_init(&md5);
    for (; end - row >= ROW_SIZE && row[0] == 0xaa && row[1] == 0x50; row += ROW_SIZE) {
        pschema_md5_add(&md5, row, ROW_SIZE);
    }
    if (end - row >= ROW_SIZE) {
        memset(row, 0xff, ROW_SIZE);
        row[0] = row[1] = 0xeb;
        pschema_md5_finish(&md5, row + ROW_SIZE - PSCHEMA_MD5_SIZE);
    }
}

// Reads to the end; how it ended.
static enum pschema_result list(const struct pschema_table_reader *from, uint32_t *count)
{
    struct pschema_table_reader reader = *from;
    struct pschema_partition entry;
    enum pschema_result result;
    *count = 0;
    while ((result = pschema_table_next(&reader, &entry)) == PSCHEMA_OK) {
        struct pschema_partition found;
        expect(++*count <= reader.place.size / ROW_SIZE);
        expect(memchr(entry.label, 0, sizeof entry.label) != NULL);
        expect(pschema_table_find(from, entry.label, &found) == PSCHEMA_OK);
        expect(strcmp(found.label, entry.label) == 0);
    }
    expect(pschema_table_next(&reader, &entry) == result);
    return result;
}

static void check_reader(const struct pschema_table_reader *reader, const char *label)
{
    struct pschema_partition entry;
    uint32_t count;
    int has_checksum = -1;
    enum pschema_result end = list(reader, &count);
    enum pschema_result verified = pschema_table_verify(reader, &has_checksum);
    enum pschema_result sealed = pschema_table_verify(reader, NULL);
    enum pschema_result found = pschema_table_find(reader, label, &entry);
    expect(found == PSCHEMA_OK || found == end);
    expect((verified == PSCHEMA_OK) == (has_checksum != -1));
    expect(sealed == (verified || has_checksum ? verified : PSCHEMA_ERROR_DAMAGED));
    if (verified == PSCHEMA_OK) {
        expect(end == PSCHEMA_ERROR_NOT_FOUND && (count > 0 || has_checksum));
    } else if (verified == PSCHEMA_ERROR_NOT_FOUND) {
        expect(count == 0);
    } else if (verified != PSCHEMA_ERROR_DAMAGED) {
        expect(end == verified && count == 0);
    }
}

static void check_tables(struct chip *chip, const struct options *options)
{
    const char label[3] = {options->label[0], options->label[1], 0};
    struct pschema_table_reader reader;
    const uint32_t size = chip->place.size;
    if ((options->flags & 4) && fits(chip, chip->place.offset, size)) {
        seal(chip);
    }
    fence(chip, chip->place.offset, size);
    pschema_table_open_at(&reader, &chip->flash, chip->place.offset, size, options->chip);
    check_reader(&reader, label);
    check(chip);
    fence(chip, chip->place.offset, size < PSCHEMA_TABLE_SIZE ? size : PSCHEMA_TABLE_SIZE);
    pschema_table_open(&reader, &chip->flash, (struct pschema_table){&chip->place}, 0);
    check_reader(&reader, label);
    check(chip);
}

// The layout that this very flash has.
static void lay_out(const struct chip *chip, struct pschema_layout *layout,
                    const struct pschema_layout_table *table, struct pschema_layout_row *rows)
{
    layout->digest = PSCHEMA_CRC32_START;
    for (uint32_t i = 0; i < table->row_count; i++) {
        const uint8_t *row = chip->simulator.bytes + table->place.offset + i * table->row_size;
        rows[i].label = "row";
        rows[i].crc = pschema_crc32(PSCHEMA_CRC32_START, row, table->row_size);
        layout->digest = pschema_crc32((uint32_t)layout->digest, row, table->row_size);
    }
}

static void check_layout(struct chip *chip, const struct options *options)
{
    struct pschema_layout_row rows[ROW_LIMIT] = {{0}};
    const uint32_t row_count = options->row_count % ROW_LIMIT;
    const uint32_t size = options->row_size * row_count;
    const struct pschema_layout_table table = {
        {.offset = chip->place.offset, .size = size, .chip = options->chip & 1},
        options->row_size,
        row_count,
        rows,
        0,
        0};
    struct pschema_layout layout = {0, 1, &table};
    struct pschema_difference difference = {NULL, NULL};
    fence(chip, table.place.offset, size);
    if (table.place.chip != chip->flash.chip) {
        expect(pschema_layout_check(&chip->flash, &layout, NULL) == PSCHEMA_OK);
    } else if (!fits(chip, table.place.offset, size)) {
        fence(chip, 0, chip->simulator.size); // rows before the end are read
        expect(pschema_layout_check(&chip->flash, &layout, &difference) ==
               (size        ? PSCHEMA_ERROR_RANGE
                : row_count ? PSCHEMA_ERROR_LAYOUT
                            : PSCHEMA_OK));
    } else if (size > 0) {
        uint32_t bit = (uint32_t)(options->flipped[0] | options->flipped[1] << 8) % (size * 8);
        lay_out(chip, &layout, &table, rows);
        expect(pschema_layout_check(&chip->flash, &layout, &difference) == PSCHEMA_OK);
        pschema_simulator_flip(&chip->simulator, table.place.offset + bit / 8, bit % 8);
        expect(pschema_layout_check(&chip->flash, &layout, &difference) == PSCHEMA_ERROR_LAYOUT);
        expect(difference.table == &table && difference.row == rows + bit / 8 / table.row_size);
        pschema_simulator_flip(&chip->simulator, table.place.offset + bit / 8, bit % 8);
    }
    check(chip);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct options options;
    struct chip chip = {.simulator = {.erase_size = 4096, .program_size = 4}};
    if (size <= sizeof options) {
        return 0;
    }
    memcpy(&options, data, sizeof options);
    size -= sizeof options;
    chip.simulator.size = (uint32_t)size;
    chip.simulator.bytes = malloc(size);
    expect(chip.simulator.bytes != NULL);
    memcpy(chip.simulator.bytes, data + sizeof options, size);
    pschema_simulator_init(&chip.simulator, &chip.flash);
    chip.view = chip.flash;
    chip.flash.encrypted = options.flags & 2 ? &chip.view : NULL;
    chip.flash.chip = options.chip >> 1 & 1;
    chip.place = (struct pschema_partition){.label = "table",
                                            .offset = number(options.offset),
                                            .size = number(options.size),
                                            .flags = options.flags & PSCHEMA_FLAG_ENCRYPTED,
                                            .chip = options.chip >> 2 & 1};
    if (options.flags & 8) {
        chip.place.offset &= 0xfff;
        chip.place.size &= 0xfff;
    }
    check_layout(&chip, &options);
    check_tables(&chip, &options);
    free(chip.simulator.bytes);
    return 0;
}
