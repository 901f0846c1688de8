// Makes cipher text of a flash, and plain text of a dump.
//
// What a chip encrypts is a sorted list of ranges without overlaps, so that each byte is encrypted
// once, whatever lies within what, and a file that `--add` puts at an offset is treated by its
// place. Chips encrypt blocks: a piece must start at one, and is filled up to the end of its last.
#include "flash_encryption.h"

#include "encryption.h"
#include "text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ESP32_BLOCK = 32, ERASED = 0xff };

static void add_range(struct arena *arena, struct encrypted_range_list *ranges, uint64_t offset,
                      uint64_t size)
{
    struct encrypted_range range = {.offset = offset};
    if (size && size_add(offset, size, &range.end)) {
        struct encrypted_range *added = arena_new(arena, sizeof *added);
        *added = range;
        list_append(arena, ranges, added);
    }
}

static int compare_ranges(const void *a, const void *b)
{
    const struct encrypted_range *first = *(const struct encrypted_range *const *)a;
    const struct encrypted_range *second = *(const struct encrypted_range *const *)b;
    return (first->offset > second->offset) - (first->offset < second->offset);
}

// Partitions may be within others, as those of a second-level table are.
static struct encrypted_range_list merge(struct arena *arena, struct encrypted_range_list *ranges)
{
    struct encrypted_range_list merged = {0};
    uint64_t end = 0;
    if (ranges->count > 1) {
        qsort((void *)ranges->items, ranges->count, sizeof *ranges->items, compare_ranges);
    }
    for_each (range, ranges) {
        uint64_t start = range->offset > end ? range->offset : end;
        if (range->end > start) {
            add_range(arena, &merged, start, range->end - start);
            end = range->end;
        }
    }
    return merged;
}

// The bootloader is encrypted whether the schema has a partition for it or not.
struct encrypted_range_list encryption_ranges(const struct layout *layout,
                                              const struct layout_flash *device)
{
    struct encrypted_range_list ranges = {0};
    struct arena *arena = layout->arena;
    uint64_t boot_at = platform_parameter(layout->platform, "boot_at");
    uint64_t boot_end = platform_parameter(layout->platform, "table_at");
    if (device->index != 0) {
        return ranges;
    }
    add_range(arena, &ranges, boot_at, boot_end > boot_at ? boot_end - boot_at : 0);
    for_each (table, &layout->tables) {
        if (table->format && table->flash == device && !table->is_absent &&
            device_encrypts_table(layout, table)) {
            add_range(arena, &ranges, table->offset, table->reserve);
        }
    }
    for_each (partition, &layout->partitions) {
        if (partition->table->flash == device && !partition->is_absent &&
            device_encrypts(layout, partition)) {
            add_range(arena, &ranges, partition->offset, partition->size);
        }
    }
    return merge(arena, &ranges);
}

uint64_t encryption_block(const struct flash_key_kind *kind)
{
    return kind->mask == flash_key_kinds[0].mask ? ESP32_BLOCK : FLASH_CIPHER_BLOCK;
}

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static void report_start(const struct flash *flash, const struct flash_piece *piece,
                         uint64_t offset, uint64_t block, struct diagnostics *diagnostics)
{
    report(diagnostics, CODE_ENCRYPTED_START, piece->span,
           "%s cannot be encrypted from %s on: the chip encrypts blocks of %s bytes; start at %s",
           piece->name, text_offset(flash->arena, offset),
           text_number(flash->arena, number_of(block)),
           text_offset(flash->arena, (offset / block + 1) * block));
}

static void report_failure_of_library(struct diagnostics *diagnostics)
{
    report_failure(diagnostics, CODE_ENCRYPTION_FAILED, "cannot encrypt: libcrypto failed");
}

// Whole blocks of what a piece has in a range. Ranges end where blocks do: chips erase sectors, of
// which a block is a part.
static bool encrypt_stretch(const struct flash_cipher *cipher, uint64_t block, char *bytes,
                            const struct flash_piece *piece, uint64_t start, uint64_t end)
{
    uint64_t rest = end % block ? block - end % block : 0;
    assert(end - piece->offset + rest <= piece->length + block);
    return flash_cipher_apply(cipher, true, (uint8_t *)bytes + (start - piece->offset),
                              (size_t)(end + rest - start), start);
}

// A copy with a block more of 0xff, of which as much counts as is needed for its last block.
static bool encrypt_piece(const struct flash *flash, const struct encrypted_range_list *ranges,
                          const struct flash_cipher *cipher, uint64_t block,
                          struct flash_piece *piece, struct diagnostics *diagnostics)
{
    char *bytes = NULL;
    uint64_t length = piece->length;
    for_each (range, ranges) {
        uint64_t start = later(range->offset, piece->offset);
        uint64_t end = earlier(range->end, piece->offset + piece->length);
        if (start >= end) {
            continue;
        }
        if (start % block != 0) {
            report_start(flash, piece, start, block, diagnostics);
            return false;
        }
        if (!bytes) {
            bytes = arena_array(flash->arena, (size_t)(piece->length + block), 1);
            memcpy(bytes, piece->bytes, (size_t)piece->length);
            memset(bytes + piece->length, ERASED, (size_t)block);
        }
        if (!encrypt_stretch(cipher, block, bytes, piece, start, end)) {
            report_failure_of_library(diagnostics);
            return false;
        }
        length = later(length, end + (end % block ? block - end % block : 0) - piece->offset);
    }
    if (bytes) {
        piece->bytes = bytes;
        piece->length = length;
        piece->room = later(piece->room, length);
        piece->is_encrypted = true;
    }
    return true;
}

bool encryption_apply(struct flash *flash, const struct flash_cipher *cipher, uint64_t block,
                      struct diagnostics *diagnostics)
{
    const struct encrypted_range_list ranges = encryption_ranges(flash->layout, flash->device);
    bool is_good = true;
    for (size_t i = 0; i < flash->pieces.count; i++) {
        struct flash_piece *piece = arena_new(flash->arena, sizeof *piece);
        *piece = *flash->pieces.items[i];
        is_good &= encrypt_piece(flash, &ranges, cipher, block, piece, diagnostics);
        flash->pieces.items[i] = piece;
    }
    return is_good;
}

bool encryption_undo(const struct encrypted_range_list *ranges, const struct flash_cipher *cipher,
                     uint8_t *bytes, uint64_t size, uint64_t offset)
{
    bool is_good = true;
    for_each (range, ranges) {
        uint64_t start = later(range->offset, offset);
        uint64_t end = earlier(range->end, offset + size);
        start += start % FLASH_CIPHER_BLOCK ? FLASH_CIPHER_BLOCK - start % FLASH_CIPHER_BLOCK : 0;
        if (start < end) {
            is_good &=
                flash_text_decrypt(cipher, bytes + (start - offset), (size_t)(end - start), start);
        }
    }
    return is_good;
}
