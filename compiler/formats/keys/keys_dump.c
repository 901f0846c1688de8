// The keys of an encrypted NVS: whether they are there, never what they are.
#include "dump.h"

#include "digest.h"
#include "keys.h"

enum { CRC_SIZE = 4 };

static bool has_checksum(const uint8_t *bytes)
{
    return dump_integer(bytes + KEYS_SIZE, CRC_SIZE) == digest_crc32(bytes, KEYS_SIZE);
}

// A right checksum of 64 bytes is proof enough; pages of all ones and all zeros are left out, in
// case their checksum happens to be right.
bool keys_probe(const struct dump_request *request)
{
    return request->size >= KEYS_FILE_SIZE && has_checksum(request->bytes) &&
           !dump_is_all(request->bytes, KEYS_SIZE, 0xff) &&
           !dump_is_all(request->bytes, KEYS_SIZE, 0);
}

// Whether the keys are two equal ones is not said: that would give something of them away.
static void keys_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    fact_text(arena, fact, "format", "nvs_keys");
    fact_say(arena, fact, "keys of an encrypted NVS, which are not shown");
    result->is_secret = true;
    if (request->size < KEYS_FILE_SIZE) {
        fact_damage(arena, fact, request->base, "it has %zu bytes; keys take 4096", request->size);
        return;
    }
    bool is_blank = dump_is_all(request->bytes, KEYS_FILE_SIZE, 0xff);
    fact_flag(arena, fact, "blank", is_blank);
    if (is_blank) {
        fact_say(arena, fact, "no keys yet: the partition is erased");
    } else if (!has_checksum(request->bytes)) {
        fact_damage(arena, fact, request->base + KEYS_SIZE, "the checksum does not match the keys");
    }
    dump_check_rest(request, fact, is_blank ? 0 : KEYS_SIZE + CRC_SIZE);
}

const struct decoder nvs_keys_decoder = {
    .name = "nvs_keys",
    .description = "the keys of an encrypted NVS",
    .probe = keys_probe,
    .decode = keys_dump,
    .types = {"data.nvs_keys"},
    .is_secret = true,
};
