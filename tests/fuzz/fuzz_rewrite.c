// Rewrites any input as a schema of the draft: what comes of it must have the same tree, and have
// its form already.
#include "format.h"

#include <stdlib.h>
#include <string.h>

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

static enum format_result rewrite(struct arena *arena, const unsigned char *data, size_t size,
                                  struct buffer *text)
{
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct syntax syntax;
    names_init(&names, arena);
    sources_init(&sources, arena, &host_none);
    diagnostics_init(&diagnostics, arena, &sources);
    syntax_init(&syntax, arena, &names, &sources, &diagnostics);
    const struct source *source = sources_add(&sources, "fuzz", (const char *)data, size);
    return source ? format_from_draft(&syntax, source, text) : FORMAT_WRONG_INPUT;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct arena arena;
    struct buffer once;
    struct buffer twice;
    arena_init(&arena, out_of_memory);
    buffer_init(&once, &arena);
    buffer_init(&twice, &arena);
    enum format_result result = rewrite(&arena, data, size, &once);
    const char *bytes = once.length ? once.bytes : "";
    if (result == FORMAT_OUR_FAULT) {
        abort();
    }
    if (result == FORMAT_DONE &&
        (format_text(&arena, bytes, once.length, &twice) != FORMAT_DONE ||
         once.length != twice.length ||
         memcmp(bytes, twice.length ? twice.bytes : "", once.length) != 0)) {
        abort();
    }
    arena_release(&arena);
    return 0;
}
