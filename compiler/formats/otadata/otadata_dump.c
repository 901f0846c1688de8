// Which OTA slot is to be started: two entries, a sector each.
//
// An entry has u32 sequence, 20 bytes of label, u32 state and u32 CRC of the sequence alone.
// Firmware writes the two in turn, each time with a higher sequence, so that one of them is always
// whole. Source: ESP-IDF, esp_flash_partitions.h (esp_ota_select_entry_t) and
// bootloader_common_loader.c.
#include "dump.h"

#include "digest.h"
#include "text.h"

#include <inttypes.h>

enum { SECTOR = 4096, ENTRY = 32, STATE_AT = 24, CRC_AT = 28 };

static bool is_blank(const uint8_t *entry)
{
    return dump_is_all(entry, ENTRY, 0xff);
}

// As the bootloader judges it: a sequence of all ones is erased flash, whatever the checksum is.
static bool is_good(const uint8_t *entry)
{
    return dump_integer(entry, 4) != UINT32_MAX &&
           dump_integer(entry + CRC_AT, 4) == digest_crc32(entry, 4);
}

// The size must be exactly that of both sectors: 32 bytes are too few to be sure by.
static bool otadata_probe(const struct dump_request *request)
{
    if (request->size != 2 * (size_t)SECTOR) {
        return false;
    }
    const uint8_t *second = request->bytes + SECTOR;
    return is_good(request->bytes) || is_good(second);
}

// esp_ota_img_states_t; an entry that was written without rollback has all ones.
static const char *state_name(uint32_t state)
{
    static const char *const names[] = {"new", "pending verify", "valid", "invalid", "aborted"};
    return state < sizeof names / sizeof *names ? names[state]
           : state == UINT32_MAX                ? "undefined"
                                                : NULL;
}

// An entry whose checksum is wrong is shown all the same: whoever looks at a flash that does not
// start wants to see it.
static void tell_entry(const struct dump_request *request, size_t index, struct fact *list)
{
    struct arena *arena = request->arena;
    const uint8_t *entry = request->bytes + index * SECTOR;
    uint64_t offset = request->base + index * SECTOR;
    struct fact *fact = fact_item(arena, list);
    uint32_t state = (uint32_t)dump_integer(entry + STATE_AT, 4);
    uint32_t sequence = (uint32_t)dump_integer(entry, 4);
    fact_offset(arena, fact, "offset", offset);
    if (is_blank(entry)) {
        fact_flag(arena, fact, "blank", true);
        fact_say(arena, fact, "entry %zu at 0x%" PRIx64 ": blank", index, offset);
    } else {
        const char *name = state_name(state);
        fact_count(arena, fact, "sequence", sequence);
        fact_text(arena, fact, "state", name ? name : "unknown");
        fact_say(arena, fact, "entry %zu at 0x%" PRIx64 ": sequence %" PRIu32 ", state %s", index,
                 offset, sequence, name ? name : text_offset(arena, state));
        if (!is_good(entry)) {
            fact_damage(arena, fact, offset + CRC_AT,
                        "the checksum is wrong: the bootloader ignores the entry");
        }
        if (!name) {
            fact_damage(arena, fact, offset + STATE_AT, "0x%08" PRIx32 " is not a state", state);
        }
    }
    size_t rest = ENTRY + dump_find_other(entry + ENTRY, SECTOR - ENTRY, 0xff);
    if (rest < SECTOR) {
        fact_damage(arena, fact, offset + rest, "the bytes after the entry are not erased");
    }
}

// The valid entry with the highest sequence wins; entries that are marked invalid or aborted do
// not count. Slots are numbered from 0; how many there are, only the table knows.
static void tell_active(const struct dump_request *request, struct fact *fact)
{
    struct arena *arena = request->arena;
    uint64_t best = 0;
    for (size_t i = 0; i < 2; i++) {
        const uint8_t *entry = request->bytes + i * SECTOR;
        uint64_t state = dump_integer(entry + STATE_AT, 4);
        uint64_t sequence = dump_integer(entry, 4);
        if (is_good(entry) && state != 3 && state != 4 && sequence > best) {
            best = sequence;
        }
    }
    fact_count(arena, fact, "active_sequence", best);
    if (best) {
        fact_say(arena, fact,
                 "OTA data: sequence %" PRIu64 " is active: of n slots, the one of index %" PRIu64
                 " modulo n",
                 best, best - 1);
    } else {
        fact_say(arena, fact, "OTA data: no slot is chosen: the factory app, or else the first");
    }
}

static void otadata_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    fact_text(arena, fact, "format", "otadata");
    fact_say(arena, fact, "OTA data");
    if (request->size < 2 * (size_t)SECTOR) {
        fact_damage(arena, fact, request->base,
                    "OTA data has two sectors of 4K; this has %zu bytes", request->size);
        return;
    }
    struct fact *list = fact_list(arena, fact, "entries");
    tell_entry(request, 0, list);
    tell_entry(request, 1, list);
    tell_active(request, fact);
    dump_check_rest(request, fact, 2 * (size_t)SECTOR);
}

const struct decoder otadata_decoder = {
    .name = "otadata",
    .description = "OTA data",
    .probe = otadata_probe,
    .decode = otadata_dump,
    .types = {"data.ota", "data.tee_ota"},
    .is_recognised = true,
};
