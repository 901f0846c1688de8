// The words of pictures: titles, sizes and percentages.
#include "rows.h"

#include "cells.h"
#include "text.h"

#include <inttypes.h>

const char *side_title(const struct picture_side *side)
{
    const struct layout *layout = side->layout;
    if (side->title) {
        return cells_clean(layout->arena, side->title);
    }
    const char *title =
        arena_format(layout->arena, "%s revision %" PRIu64, layout->name, layout->revision);
    const char *variant = layout->invocation.variant;
    return variant ? cells_clean(layout->arena,
                                 arena_format(layout->arena, "%s, variant %s", title, variant))
                   : title;
}

// The chip's own flash is the first; a platform alone has none.
const char *side_subtitle(const struct picture_side *side)
{
    const struct layout *layout = side->layout;
    const struct layout_flash *flash = layout->flashes.count ? layout->flashes.items[0] : NULL;
    const char *chip = layout->platform->chip;
    return flash ? arena_format(layout->arena, "%s, flash %s", chip,
                                text_size(layout->arena, flash->size))
                 : chip;
}

const char *flash_title(struct arena *arena, const struct layout_flash *flash)
{
    const char *size = text_size(arena, flash->size);
    return flash->name ? arena_format(arena, "flash %s, %s", flash->name, size)
                       : arena_format(arena, "flash, %s", size);
}

// Never 0 or 100 by rounding: those two mean empty and full. Beyond full it is above 100, in
// coarse steps, as only a color depends on it. No product overflows, whatever a generator reports.
uint64_t usage_percent(const struct picture_usage *fill, uint64_t size)
{
    uint64_t used = fill->used;
    if (used == 0 || size == 0 || used == size) {
        return used ? 100 : 0;
    }
    if (used > size) {
        uint64_t over = (used - size) / (size / 100 + 1);
        return 101 + (over > 899 ? 899 : over);
    }
    uint64_t unit = size / 100 + 1; // of large partitions; else exact
    uint64_t percent = size < UINT64_MAX / 200 ? (used * 200 + size) / (2 * size) : used / unit;
    return percent < 1 ? 1 : percent > 99 ? 99 : percent;
}

const char *usage_text(struct arena *arena, const struct picture_row *row)
{
    if (!row->usage || !row->usage->is_known) {
        return "";
    }
    if (row->usage->used > row->size) {
        return "over";
    }
    return arena_format(arena, "%" PRIu64 "%%", usage_percent(row->usage, row->size));
}

// Rounded up, to a tenth: what is said to be used is never less than what is.
const char *size_about(struct arena *arena, uint64_t bytes)
{
    static const char units[] = "KMG";
    if (bytes < 1024) {
        return arena_format(arena, "%" PRIu64, bytes);
    }
    unsigned unit = bytes < UINT64_C(1) << 20 ? 0 : bytes < UINT64_C(1) << 30 ? 1 : 2;
    uint64_t size = UINT64_C(1) << (10 * (unit + 1));
    uint64_t whole = bytes / size;
    uint64_t tenths = (bytes % size * 10 + size - 1) / size;
    if (tenths == 10) {
        whole++;
        tenths = 0;
    }
    return tenths ? arena_format(arena, "%" PRIu64 ".%" PRIu64 "%c", whole, tenths, units[unit])
                  : arena_format(arena, "%" PRIu64 "%c", whole, units[unit]);
}

const char *usage_bytes(struct arena *arena, const struct picture_row *row)
{
    if (!row->usage || !row->usage->is_known) {
        return "";
    }
    uint64_t used = row->usage->used;
    return arena_format(arena, "%s%s used", size_about(arena, used), used < 1024 ? " bytes" : "");
}
