// Looks through a flash for everything that can be recognised by its own bytes.
//
// One pass over the sectors: blank ones are skipped, and each of the others is shown to the finders
// in turn. After what is sound and has no files in it, the search goes on after it. What none of
// them takes is a run of raw bytes. Finders look ahead, but what they may read in all is bounded by
// a multiple of the size (`left`), or is a constant number of bytes a sector.
//
// A trace within the extent of another is a part of it, such as an app in a file, unless the outer
// one cannot be read as a whole and the inner one begins where a partition may: then something
// newer was written over what the outer one was.
#include "fat.h"
#include "trace.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORK_LIMIT = 8,  // times the size
    BLANK_END = 16,  // bytes at the end of a sector that show that something ends
    PARTS_LIMIT = 4, // of a run of unknown bytes
};

// The cheapest and surest first. Wear levelling goes before records, since both have checksums.
static trace_finder *const finders[] = {
    table_find_trace,    nvs_find_trace,    keys_find_trace,     otadata_find_trace,
    app_find_trace,      phy_find_trace,    littlefs_find_trace, fat_find_trace,
    fat_wear_find_trace, spiffs_find_trace, coredump_find_trace, ring_find_trace,
};

enum { FINDERS = sizeof finders / sizeof *finders };

static bool find_any(struct trace_search *search, struct trace *trace)
{
    for (size_t i = 0; i < FINDERS; i++) {
        *trace = (struct trace){.offset = search->at};
        if (finders[i](search, trace)) {
            assert(trace->used > 0);
            return true;
        }
    }
    return false;
}

// Where the search goes on. What a file system alone says to have is looked through as well: it may
// be a leftover that something newer was written over.
static uint64_t next_sector(const struct trace_search *search, const struct trace *trace)
{
    uint64_t end = trace->offset + trace->used;
    uint64_t next = (end + TRACE_SECTOR - 1) / TRACE_SECTOR * TRACE_SECTOR;
    return next <= search->at ? search->at + TRACE_SECTOR : next;
}

// A run of sectors that nobody knows; the last trace may be one that goes on.
static void add_raw(struct trace_search *search, struct trace_list *traces)
{
    struct trace *last = traces->count ? traces->items[traces->count - 1] : NULL;
    if (last && strcmp(last->format, TRACE_RAW) == 0 && last->offset + last->used == search->at) {
        last->used += TRACE_SECTOR;
        return;
    }
    struct trace *trace = arena_new(search->request->arena, sizeof *trace);
    *trace = (struct trace){
        .format = TRACE_RAW,
        .offset = search->at,
        .used = TRACE_SECTOR,
        .evidence = "bytes of an unknown form",
    };
    list_append(search->request->arena, traces, trace);
}

// What begins first, goes first; of two, the longer one.
static int compare_traces(const void *a, const void *b)
{
    const struct trace *first = *(const struct trace *const *)a;
    const struct trace *second = *(const struct trace *const *)b;
    if (first->offset != second->offset) {
        return first->offset < second->offset ? -1 : 1;
    }
    uint64_t left = trace_end(first);
    uint64_t right = trace_end(second);
    return (left < right) - (left > right);
}

// Whether a FAT volume is there as a whole. That costs as much as reading it.
static bool is_sound(const struct dump_request *request, const struct trace *trace, uint64_t *left)
{
    uint64_t size = trace_end(trace) - trace->offset;
    const char *error = NULL;
    if (trace_end(trace) > request->size || size > *left) {
        return false;
    }
    *left -= size;
    return fat_read(request->arena, request->bytes + trace->offset, (size_t)size, &error) != NULL;
}

// Something newer was written over a file system: what it says of its size is not true any more.
static void give_up(struct arena *arena, struct trace *ruin)
{
    ruin->used = TRACE_SECTOR;
    ruin->size = 0;
    ruin->start = ruin->start > SURE_LIKELY ? SURE_LIKELY : ruin->start;
    ruin->evidence = arena_format(arena, "%s; something else is written over it", ruin->evidence);
}

// A file of a FAT volume may be an app. In other file systems a file is in pieces, between which
// there is something; a littlefs has copies of its superblock. Nothing else that is sure is found
// in a file system by chance, nor in the blank sector that OTA data with one entry seems to have.
static bool is_part(const struct dump_request *request, const struct trace *outer,
                    const struct trace *trace, uint64_t *left)
{
    bool is_sure = trace->content == SURE_CERTAIN || strcmp(trace->format, "ring") == 0;
    bool is_copy = strcmp(trace->format, outer->format) == 0 && trace->size == outer->size;
    bool may_be_file = strcmp(trace->format, "app") == 0 && strcmp(outer->format, "fat") == 0;
    bool may_end = (outer->type && trace_is_filesystem(outer->type)) ||
                   (strcmp(outer->format, "otadata") == 0 && outer->extent < SURE_CERTAIN);
    return !may_end || !is_sure || is_copy || (may_be_file && is_sound(request, outer, left));
}

// Where a run of unknown bytes seems to have several parts: where the end of a sector is erased,
// one ends. Many such ends are those of a log.
static size_t count_parts(const struct dump_request *request, const struct trace *run)
{
    size_t parts = 1;
    for (uint64_t end = run->offset + TRACE_SECTOR; end < run->offset + run->used;
         end += TRACE_SECTOR) {
        parts += dump_is_all(request->bytes + end - BLANK_END, BLANK_END, 0xff);
    }
    return parts;
}

static void split_raw(const struct dump_request *request, struct trace_list *traces)
{
    for (size_t i = 0, count = traces->count; i < count; i++) {
        struct trace *run = traces->items[i];
        bool is_raw = strcmp(run->format, TRACE_RAW) == 0;
        uint64_t end = run->offset + run->used;
        if (!is_raw || count_parts(request, run) > PARTS_LIMIT) {
            continue;
        }
        for (uint64_t at = run->offset + TRACE_SECTOR; at < end; at += TRACE_SECTOR) {
            if (dump_is_all(request->bytes + at - BLANK_END, BLANK_END, 0xff)) {
                struct trace *next = arena_new(request->arena, sizeof *next);
                *next = *run;
                run->used = at - run->offset;
                next->offset = at;
                next->used = end - at;
                list_append(request->arena, traces, next);
                run = next;
            }
        }
    }
}

static void mark_nested(const struct dump_request *request, const struct trace_list *traces)
{
    struct trace *outer = NULL;
    uint64_t left = 2 * (uint64_t)request->size;
    for_each (trace, traces) {
        bool is_within = outer && trace->offset < trace_end(outer);
        if (is_within && strcmp(outer->format, TRACE_RAW) == 0) { // a blank run ends there, too
            outer->used = trace->offset - outer->offset;
            is_within = false;
        } else if (is_within && !is_part(request, outer, trace, &left)) {
            give_up(request->arena, outer);
            is_within = false;
        }
        trace->within = is_within ? outer : NULL;
        outer = is_within ? outer : trace;
    }
}

void traces_find(const struct dump_request *request, uint64_t start, uint64_t end,
                 struct trace_list *traces)
{
    assert(start % TRACE_SECTOR == 0);
    struct trace_search search = {
        .request = request,
        .at = start,
        .end = end < request->size ? end : request->size,
        .left = WORK_LIMIT * (uint64_t)request->size,
    };
    while (search.at < search.end && search.end - search.at >= TRACE_SECTOR) {
        struct trace trace;
        if (dump_is_all(request->bytes + search.at, TRACE_SECTOR, 0xff)) {
            search.at += TRACE_SECTOR;
        } else if (find_any(&search, &trace)) {
            struct trace *kept = arena_new(request->arena, sizeof *kept);
            *kept = trace;
            list_append(request->arena, traces, kept);
            search.at = next_sector(&search, &trace);
        } else {
            add_raw(&search, traces);
            search.at += TRACE_SECTOR;
        }
    }
    split_raw(request, traces);
    if (traces->count > 1) {
        qsort(traces->items, traces->count, sizeof *traces->items, compare_traces);
    }
    mark_nested(request, traces);
}
