// A core dump: whether one is there, and how large it is.
//
// Source: ESP-IDF, components/espcoredump, core_dump_header_t: u32 length, u32 version.
#include "dump.h"

#include <inttypes.h>

enum { CORE_HEADER = 8 };

static void coredump_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    bool is_blank = request->size < CORE_HEADER || dump_integer(request->bytes, 4) == 0xffffffff;
    fact_text(arena, fact, "format", "coredump");
    fact_flag(arena, fact, "blank", is_blank);
    if (is_blank) {
        fact_say(arena, fact, "no core dump");
        dump_check_rest(request, fact, 0);
        return;
    }
    uint64_t length = dump_integer(request->bytes, 4);
    fact_size(arena, fact, "length", length);
    fact_count(arena, fact, "version", dump_integer(request->bytes + 4, 4));
    fact_say(arena, fact, "a core dump of %" PRIu64 " bytes, version 0x%" PRIx64, length,
             dump_integer(request->bytes + 4, 4));
    if (length > request->size || length < CORE_HEADER) {
        fact_damage(arena, fact, request->base, "%" PRIu64 " bytes of core dump in %zu", length,
                    request->size);
    }
    if (request->wants_files) {
        raw_extract(request, result);
    }
}

const struct decoder coredump_decoder = {
    .name = "coredump",
    .description = "a core dump",
    .decode = coredump_dump,
    .types = {"data.coredump"},
};
