// Formats any input that parses: the result must mean the same, and formatting it must not change
// it.
#include "format.h"

#include <stdlib.h>
#include <string.h>

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct arena arena;
    struct buffer once;
    struct buffer twice;
    struct buffer difference;
    arena_init(&arena, out_of_memory);
    buffer_init(&once, &arena);
    buffer_init(&twice, &arena);
    buffer_init(&difference, &arena);
    enum format_result result = format_text(&arena, (const char *)data, size, &once);
    if (result == FORMAT_DONE) {
        const char *bytes = once.length ? once.bytes : "";
        const struct buffer input = {.bytes = arena_copy(&arena, data, size), .length = size};
        if (format_text(&arena, bytes, once.length, &twice) != FORMAT_DONE ||
            once.length != twice.length ||
            memcmp(bytes, twice.length ? twice.bytes : "", twice.length) != 0) {
            abort();
        }
        format_difference("fuzz", &input, &once, &input, &once, &difference);
    } else if (result == FORMAT_OUR_FAULT) {
        abort();
    }
    arena_release(&arena);
    return 0;
}
