// Finds a core dump in a flash: its length comes first, an ELF file or a snapshot of tasks follows,
// and a CRC-32 or a SHA-256 of all that is at its end.
//
// Source: ESP-IDF, components/espcoredump, core_dump_header_t and core_dump_checksum.c.
#include "trace.h"

#include "digest.h"

#include <inttypes.h>
#include <string.h>

enum { VERSION_AT = 4, HEADER_LEAST = 20, CRC_SIZE = 4, MAJOR_LIMIT = 1 };

static bool has_sha256(const uint8_t *bytes, size_t length)
{
    uint8_t digest[SHA256_SIZE];
    if (length <= HEADER_LEAST + SHA256_SIZE) {
        return false;
    }
    digest_sha256(bytes, length - SHA256_SIZE, digest);
    return memcmp(digest, bytes + length - SHA256_SIZE, SHA256_SIZE) == 0;
}

// The low half of the version is that of the format, 0 or 1 and a minor number; the high one is the
// chip's number.
bool coredump_find_trace(struct trace_search *search, struct trace *trace)
{
    size_t size;
    const uint8_t *bytes = trace_bytes(search, &size);
    uint64_t length = size < HEADER_LEAST ? 0 : dump_integer(bytes, 4);
    if (length <= HEADER_LEAST + CRC_SIZE || length > size || bytes[VERSION_AT + 1] > MAJOR_LIMIT ||
        bytes[VERSION_AT + 3] != 0 || !trace_afford(search, 2 * length)) {
        return false;
    }
    size_t covered = (size_t)length - CRC_SIZE;
    bool is_good = ~digest_crc32_next(UINT32_MAX, bytes, covered) ==
                   (uint32_t)dump_integer(bytes + covered, CRC_SIZE);
    if (!is_good && !has_sha256(bytes, (size_t)length)) {
        return false;
    }
    trace->format = "coredump";
    trace->type = "data.coredump";
    trace->used = length;
    trace->content = trace->start = SURE_CERTAIN;
    trace->evidence =
        arena_format(search->request->arena, "a core dump of %" PRIu64 " bytes", length);
    return true;
}
