// Finds an NVS in a flash by the headers of its pages.
//
// A header's CRC is outside of what encryption changes, so that an encrypted NVS is found as well.
// Where an NVS ends is not written in it: the pages that follow are taken as long as they can be of
// the same one. Firmware numbers pages as it takes them into use, never two alike, and writes to
// the one with the highest number alone; all others are full. What contradicts that is of another
// NVS, which begins there. Source: ESP-IDF's documentation of the NVS library ("Internals").
#include "trace.h"

#include "digest.h"
#include "nvs_view.h"

#include <inttypes.h>

enum { CRC_START = 4, CRC_AT = 28, GAP_LIMIT = 2, KNOWN_LIMIT = 256 };

// What the pages that were taken are like.
struct run {
    uint32_t numbers[KNOWN_LIMIT];
    size_t count; // of pages in use
    bool has_active;
    uint32_t active, highest;
};

static bool is_page(const uint8_t *page)
{
    uint32_t state = (uint32_t)dump_integer(page, 4);
    bool is_state = state == NVS_STATE_ACTIVE || state == NVS_STATE_FULL ||
                    state == NVS_STATE_FREEING || state == NVS_STATE_CORRUPT;
    return is_state && page[8] >= 0xfe &&
           dump_integer(page + CRC_AT, 4) == digest_crc32(page + CRC_START, CRC_AT - CRC_START);
}

// Whether a page can be of the same NVS; `index` counts from the run's first page.
static bool belongs(const struct run *run, const uint8_t *page, uint64_t index)
{
    uint32_t number = (uint32_t)dump_integer(page + 4, 4);
    bool is_active = dump_integer(page, 4) == NVS_STATE_ACTIVE;
    for (size_t i = 0; i < run->count; i++) {
        if (run->numbers[i] == number) {
            return false;
        }
    }
    return run->count < KNOWN_LIMIT && number >= index && !(is_active && run->has_active) &&
           !(run->has_active && number > run->active) && !(is_active && number < run->highest);
}

static void take(struct run *run, const uint8_t *page)
{
    uint32_t number = (uint32_t)dump_integer(page + 4, 4);
    run->numbers[run->count++] = number;
    run->highest = number > run->highest ? number : run->highest;
    if (dump_integer(page, 4) == NVS_STATE_ACTIVE) {
        run->has_active = true;
        run->active = number;
    }
}

// Blank pages between those in use are few: firmware keeps one or two.
bool nvs_find_trace(struct trace_search *search, struct trace *trace)
{
    size_t size;
    const uint8_t *bytes = trace_bytes(search, &size);
    struct run run = {0};
    size_t end = 0;
    if (size < NVS_PAGE_SIZE || !is_page(bytes)) {
        return false;
    }
    for (size_t at = 0; size - at >= NVS_PAGE_SIZE && at <= end + GAP_LIMIT * NVS_PAGE_SIZE;
         at += NVS_PAGE_SIZE) {
        if (dump_is_all(bytes + at, NVS_PAGE_SIZE, 0xff)) {
            continue;
        }
        if (!is_page(bytes + at) || !belongs(&run, bytes + at, at / NVS_PAGE_SIZE)) {
            break;
        }
        take(&run, bytes + at);
        end = at + NVS_PAGE_SIZE;
    }
    uint32_t number = (uint32_t)dump_integer(bytes + 4, 4);
    trace->format = "nvs";
    trace->type = "data.nvs";
    trace->used = end;
    trace->content = SURE_CERTAIN;
    trace->start = number == 0 ? SURE_CERTAIN : SURE_LIKELY;
    trace->evidence =
        arena_format(search->request->arena,
                     "an NVS, pages in use: %zu, the first has number %" PRIu32, run.count, number);
    return true;
}
