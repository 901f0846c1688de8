// The line that `compile` and `build` end with: what is free in the chip's own flash, and how full
// the fullest slot is.
//
// Free is what no partition takes of the tables that are not in a partition themselves. What is
// below the first table is the bootloader's.
#include "fit.h"

#include "text.h"

#include <inttypes.h>

static const char *name_before(struct arena *arena, const struct table *table,
                               const struct gap *gap)
{
    for_each (partition, &table->places) {
        if (partition->offset + partition->size == gap->offset) {
            return partition->label;
        }
    }
    return arena_format(arena, "table %s", table->name);
}

static void add_gaps(struct arena *arena, const struct table *table, struct fit_summary *summary)
{
    for_each (gap, &table->gaps) {
        summary->free += gap->size;
        if (gap->size > summary->largest) {
            summary->largest = gap->size;
            summary->after = name_before(arena, table, gap);
        }
    }
}

// By the exact share: a * d > c * b, where a / b and c / d are the shares. Files and flashes are
// smaller than 2^32; of anything else, the percentage is good enough.
static bool is_fuller(const struct fit *fit, const struct fit *other)
{
    bool is_exact = (fit->size | fit->room | other->size | other->room) <= UINT32_MAX;
    return is_exact ? fit->size * other->room > other->size * fit->room
                    : fit_percent(fit) > fit_percent(other);
}

struct fit_summary fit_summarise(const struct layout *layout, const struct fit_list *fits)
{
    struct fit_summary summary = {0};
    for_each (table, &layout->tables) {
        if (table->flash->index == 0 && !table->host && !table->is_misplaced) {
            add_gaps(layout->arena, table, &summary);
        }
    }
    for_each (fit, fits) {
        if (fit->is_program && (!summary.fullest || is_fuller(fit, summary.fullest))) {
            summary.fullest = fit;
        }
    }
    return summary;
}

// Rounded down to tenths of a megabyte, or to kilobytes: what is free is never said to be more than
// it is.
static const char *rough_size(struct arena *arena, uint64_t bytes)
{
    uint64_t tenths = (bytes >> 20) * 10 + ((bytes & ((1 << 20) - 1)) * 10 >> 20);
    if (bytes < 10 << 10) {
        return text_size(arena, bytes);
    }
    return bytes < 1 << 20 ? arena_format(arena, "%" PRIu64 "K", bytes >> 10)
           : tenths % 10 == 0
               ? arena_format(arena, "%" PRIu64 "M", tenths / 10)
               : arena_format(arena, "%" PRIu64 ".%" PRIu64 "M", tenths / 10, tenths % 10);
}

void fit_summary_text(const struct fit_summary *summary, const char *name, struct buffer *out)
{
    struct arena *arena = out->arena;
    const struct fit *fullest = summary->fullest;
    buffer_format(out, "%s%sfree: %s", name ? name : "", name ? ": " : "",
                  rough_size(arena, summary->free));
    if (summary->largest) {
        buffer_format(out, ", largest gap %s after %s", rough_size(arena, summary->largest),
                      summary->after);
    }
    if (fullest) {
        buffer_format(out, "; fullest: %s, %" PRIu64 "%% of %s", fullest->name,
                      fit_percent(fullest), text_size(arena, fullest->room));
    }
    buffer_byte(out, '\n');
}
