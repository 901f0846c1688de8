// What finders and those that look at what they found share. Finders are named by traces.c, and so
// these functions are in a file of their own.
#include "trace.h"

#include <string.h>

const char *sureness_name(enum sureness sureness)
{
    static const char *const names[] = {"guess", "likely", "certain"};
    return names[sureness];
}

const uint8_t *trace_bytes(const struct trace_search *search, size_t *size)
{
    *size = (size_t)(search->end - search->at);
    return search->request->bytes + search->at;
}

bool trace_afford(struct trace_search *search, uint64_t bytes)
{
    bool is_left = search->left >= bytes;
    search->left -= is_left ? bytes : 0;
    return is_left;
}

uint64_t trace_end(const struct trace *trace)
{
    uint64_t size = trace->size > trace->used ? trace->size : trace->used;
    return trace->offset + size;
}

bool trace_is_filesystem(const char *type)
{
    return strcmp(type, "data.fat") == 0 || strcmp(type, "data.littlefs") == 0 ||
           strcmp(type, "data.spiffs") == 0;
}
