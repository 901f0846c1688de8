// The table of image formats, and what is the same for all of them: which stretches of the flash an
// image contains, and whether the format can express them.
#include "formats.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

// An image is made in memory, and Intel HEX has almost 3 characters for each of its bytes.
enum { COVERED_LIMIT = 1 << 30 };
static const uint64_t address_limit = UINT64_C(1) << 32; // of formats that have addresses

// Room for the whole range is made at once, and filled in place: an image may have a gigabyte.
static void bin_write(const struct flash *flash, const struct flash_range_list *ranges,
                      struct buffer *out)
{
    for_each (range, ranges) {
        size_t length = (size_t)(range->end - range->offset);
        char *end = buffer_room(out, length);
        size_t next = 0;
        flash_copy(flash, &next, range->offset, length, end);
        end[length] = 0;
        out->length += length;
    }
}

const struct flash_format flash_formats[] = {
    {"bin", "raw bytes, from the start of the flash", ".bin", 1, false, false, bin_write, NULL},
    {"ihex", "Intel HEX", ".hex", 1, true, false, ihex_write, ihex_probe},
    {"uf2", "UF2, for bootloaders that appear as a USB drive", ".uf2", UF2_PAYLOAD, true, true,
     uf2_write, uf2_probe},
};

const size_t flash_format_count = sizeof flash_formats / sizeof *flash_formats;

// Also by the suffix, since `--format hex` is what people try.
const struct flash_format *flash_format_find(const char *name)
{
    for (size_t i = 0; i < flash_format_count; i++) {
        const struct flash_format *format = &flash_formats[i];
        if (strcmp(format->name, name) == 0 || strcmp(format->suffix + 1, name) == 0) {
            return format;
        }
    }
    return NULL;
}

// Raw bytes have no mark: what no format recognizes is raw.
const struct flash_format *flash_format_probe(const struct buffer *file)
{
    for (size_t i = 0; i < flash_format_count; i++) {
        const struct flash_format *format = &flash_formats[i];
        if (format->probe && format->probe(file->bytes, file->length)) {
            return format;
        }
    }
    return NULL;
}

// Suffixes come from Windows, too, where `.BIN` and `.bin` are the same.
const struct flash_format *flash_format_of(const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < flash_format_count; i++) {
        size_t suffix = strlen(flash_formats[i].suffix);
        if (length >= suffix && strcasecmp(path + length - suffix, flash_formats[i].suffix) == 0) {
            return &flash_formats[i];
        }
    }
    return flash_formats;
}

// Ranges come by offset. One that touches the last range continues it.
static void add_range(struct arena *arena, struct flash_range_list *ranges, uint64_t offset,
                      uint64_t end)
{
    struct flash_range *last = ranges->count ? ranges->items[ranges->count - 1] : NULL;
    if (last && offset <= last->end) {
        last->end = end > last->end ? end : last->end;
        return;
    }
    struct flash_range *range = arena_new(arena, sizeof *range);
    *range = (struct flash_range){offset, end};
    list_append(arena, ranges, range);
}

// The ranges of a closed flash that an image contains: all of it, or, if it is sparse, only those
// that have a piece. Raw bytes have no addresses: then the ranges become one, from 0 on.
static struct flash_range_list find_ranges(const struct flash *flash,
                                           const struct flash_format *format, bool is_sparse)
{
    struct flash_range_list ranges = {0};
    if (!is_sparse) {
        add_range(flash->arena, &ranges, 0, flash->device->size);
    } else if (!format->has_addresses && flash->pieces.count) {
        add_range(flash->arena, &ranges, 0, 0); // all others continue it
    }
    for_each (piece, &flash->pieces) {
        uint64_t offset = size_align_down(piece->offset, format->unit);
        uint64_t end = piece->offset + piece->length;
        size_align_up(end, format->unit, &end);
        end = end < flash->device->size ? end : flash->device->size;
        add_range(flash->arena, &ranges, format->has_addresses ? offset : 0, end);
    }
    return ranges;
}

static bool has_family(const struct flash *flash, struct diagnostics *diagnostics)
{
    uint64_t family = platform_parameter(flash->layout->platform, "uf2_family");
    if (family > UINT32_MAX) {
        report(diagnostics, CODE_FLASH_FORMAT, (struct span){0},
               "target.uf2_family is %s, but a UF2 family has 32 bits",
               text_offset(flash->arena, family));
    }
    return family <= UINT32_MAX; // the field of a UF2 block has 32 bits
}

// All that can fail is found here, so that writers only write.
static bool fits(const struct flash *flash, const struct flash_format *format, bool is_sparse,
                 const struct flash_range_list *ranges, struct diagnostics *diagnostics)
{
    static const struct span nowhere = {0};
    uint64_t covered = 0;
    uint64_t end = 0;
    for_each (range, ranges) {
        covered += range->end - range->offset; // of one flash: no more than its size
        end = range->end;
    }
    if (covered > COVERED_LIMIT) {
        struct diagnostic *diagnostic =
            report(diagnostics, CODE_FLASH_FORMAT, nowhere,
                   "the image would contain %s bytes of flash; the limit is 1G",
                   text_number(flash->arena, number_of(covered)));
        if (!is_sparse || !format->has_addresses) {
            add_note(diagnostic, nowhere, "%s leaves out what is erased",
                     format->has_addresses ? "`--sparse`" : "`--sparse` with `--format ihex`");
        }
        return false;
    }
    if (format->has_addresses && end > address_limit) {
        report(diagnostics, CODE_FLASH_FORMAT, nowhere,
               "the image ends at %s, but addresses of the format `%s` end at %s",
               text_offset(flash->arena, end), format->name,
               text_offset(flash->arena, address_limit));
        return false;
    }
    return !format->has_chip || has_family(flash, diagnostics);
}

bool flash_write(const struct flash *flash, const struct flash_format *format, bool is_sparse,
                 struct diagnostics *diagnostics, struct buffer *out)
{
    struct flash_range_list ranges = find_ranges(flash, format, is_sparse);
    if (!fits(flash, format, is_sparse, &ranges, diagnostics)) {
        return false;
    }
    format->write(flash, &ranges, out);
    return true;
}
