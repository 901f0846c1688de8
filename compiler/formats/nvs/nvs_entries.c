// The entries of an NVS page: 126 of 32 bytes, two bits of state each (ESP-IDF, "Internals").
//
// An entry is: u8 namespace, u8 type, u8 span, u8 chunk, u32 CRC of all but itself, the key in 16
// bytes, 8 bytes of data. Strings and blobs have their length and CRC there, and their bytes in
// the `span - 1` entries that follow. Every number comes from a device and may be damaged: a span
// is compared with the page before anything is read through it, and what cannot be read is skipped
// up to the next entry with a right checksum. Each byte is looked at a bounded number of times.
#include "nvs_view.h"

#include "digest.h"

#include <inttypes.h>
#include <string.h>

enum { BITMAP_SIZE = 32 };

// Flash can only clear bits, so states go from 3 (empty) to 2 (written) to 0 (erased); 1 never
// comes.
static enum nvs_slot_state state_of(const struct nvs_page *page, size_t slot)
{
    return (enum nvs_slot_state)(page->bytes[NVS_HEADER_SIZE + slot / 4] >> (slot % 4 * 2) & 3);
}

static const uint8_t *slot_at(const struct nvs_page *page, size_t slot)
{
    return page->bytes + NVS_FIRST_ENTRY + slot * NVS_ENTRY_SIZE;
}

static uint64_t offset_of(const struct nvs_page *page, size_t slot)
{
    return page->offset + NVS_FIRST_ENTRY + slot * NVS_ENTRY_SIZE;
}

// A slot that is marked empty must be erased flash; if it is not, firmware lost power between
// writing the entry and its state.
static bool is_blank(const struct nvs_page *page, size_t slot)
{
    return dump_is_all(slot_at(page, slot), NVS_ENTRY_SIZE, 0xff);
}

// The map has room for 128 states and the page for 126 entries: the last four bits are never
// written.
static void count_states(struct nvs_view *view, struct nvs_page *page)
{
    for (size_t i = 0; i < NVS_ENTRY_COUNT; i++) {
        enum nvs_slot_state state = state_of(page, i);
        page->written += state == NVS_SLOT_WRITTEN;
        page->erased += state == NVS_SLOT_ERASED;
        page->empty += state == NVS_SLOT_EMPTY;
        if (state == NVS_SLOT_WRONG) {
            fact_damage(view->arena, page->fact, page->offset + NVS_HEADER_SIZE + i / 4,
                        "entry %zu at 0x%" PRIx64 " has a state that there is not", i,
                        offset_of(page, i));
        }
    }
    if (page->bytes[NVS_HEADER_SIZE + BITMAP_SIZE - 1] >> 4 != 0xf) {
        fact_damage(view->arena, page->fact, page->offset + NVS_HEADER_SIZE + BITMAP_SIZE - 1,
                    "the bits after the states of the entries are not erased");
    }
}

// Decrypts runs of entries that are not empty, in a copy of the page, since the bytes of the
// request are const. Erased entries are decrypted, too: their content is still there, and `dump`
// shows it. The map of states and the header are never encrypted.
static bool decrypt(struct nvs_view *view, struct nvs_page *page, struct cipher *cipher)
{
    uint8_t *bytes = (uint8_t *)arena_copy(view->arena, page->bytes, NVS_PAGE_SIZE);
    bool is_good = true;
    for (size_t i = 0; i < NVS_ENTRY_COUNT && is_good;) {
        size_t end = i;
        while (end < NVS_ENTRY_COUNT && state_of(page, end) != NVS_SLOT_EMPTY) {
            end++;
        }
        size_t at = NVS_FIRST_ENTRY + i * NVS_ENTRY_SIZE;
        is_good = end == i || cipher_decrypt_slots(cipher, bytes + at, end - i,
                                                   page->index * (uint64_t)NVS_PAGE_SIZE + at);
        i = end > i ? end : i + 1;
    }
    page->bytes = bytes;
    return is_good;
}

// The CRC leaves itself out: it covers the 4 bytes before it and the 24 after it.
static bool has_checksum(const uint8_t *entry)
{
    uint8_t covered[28];
    memcpy(covered, entry, 4);
    memcpy(covered + 4, entry + 8, 24);
    return dump_integer(entry + 4, 4) == digest_crc32(covered, sizeof covered);
}

// The low four bits of an integer's type are its size; those of other types mean something else.
size_t nvs_integer_size(uint8_t type)
{
    switch (type) {
    case NVS_U8:
    case NVS_I8:
    case NVS_U16:
    case NVS_I16:
    case NVS_U32:
    case NVS_I32:
    case NVS_U64:
    case NVS_I64:
        return type & 0xf;
    default:
        return 0;
    }
}

bool nvs_is_real(uint8_t type)
{
    return type == NVS_FLOAT || type == NVS_DOUBLE;
}

// What check_name in nvs_claim.c lets into images that schemac makes. Others may be in an image,
// and are shown, but cannot be written into a schema.
bool nvs_is_name(const char *name)
{
    size_t length = strlen(name);
    for (const char *at = name; *at; at++) {
        if ((unsigned char)*at < ' ' || (unsigned char)*at > '~') {
            return false;
        }
    }
    return length > 0 && length <= NVS_NAME_LENGTH;
}

// Damage is noted at the page, with the place of the entry, so that it is printed in the order of
// the flash and not in the order of keys.
static void say(struct nvs_view *view, const struct nvs_page *page, size_t slot, const char *what)
{
    fact_damage(view->arena, page->fact, offset_of(page, slot), "entry %zu %s", slot, what);
}

// The bytes of a string or blob, or of a part of one. The length must need exactly the span: with
// a shorter or longer one the entry contradicts itself, and as many bytes as there are count as
// damaged. read_entry has checked that the span ends within the page.
static void read_payload(struct nvs_view *view, struct nvs_page *page, struct nvs_entry *entry)
{
    size_t length = (size_t)dump_integer(entry->data, 2);
    size_t room = (size_t)(entry->span - 1) * NVS_ENTRY_SIZE;
    const uint8_t *bytes = slot_at(page, entry->index + 1);
    const char *name = entry->name;
    entry->payload = bytes;
    entry->length = length < room ? length : room;
    entry->is_damaged = length > room || length + NVS_ENTRY_SIZE <= room;
    if (entry->is_damaged) {
        say(view, page, entry->index,
            arena_format(view->arena, "(`%s`) has %zu bytes in %d entries", name, length,
                         entry->span - 1));
        return;
    }
    for (size_t i = 1; i < entry->span; i++) {
        if (state_of(page, entry->index + i) != NVS_SLOT_WRITTEN) {
            say(view, page, entry->index + i,
                arena_format(view->arena, "is not marked written, and is a part of `%s`", name));
        }
    }
    if (dump_integer(entry->data + 4, 4) != digest_crc32(bytes, length)) {
        say(view, page, entry->index,
            arena_format(view->arena, "(`%s`): the checksum of its %zu bytes is wrong", name,
                         length));
        entry->is_damaged = true;
    }
    size_t end = dump_find_other(bytes + length, room - length, 0xff);
    if (end < room - length) {
        fact_damage(view->arena, page->fact, offset_of(page, entry->index + 1) + length + end,
                    "entry %zu (`%s`): the bytes after its %zu bytes are not erased", entry->index,
                    name, length);
    }
    bool has_end = length > 0 && bytes[length - 1] == 0;
    if (entry->type == NVS_STRING && !entry->is_damaged && !has_end) {
        say(view, page, entry->index,
            arena_format(view->arena, "(`%s`) is a string without a NUL at its end", name));
    }
}

// Only called for entries whose checksum is right, or whose remains are shown; the name is made
// printable, and ends after 16 bytes even where no NUL does it.
static struct nvs_entry *entry_at(struct nvs_view *view, const struct nvs_page *page, size_t slot)
{
    const uint8_t *bytes = slot_at(page, slot);
    struct nvs_entry *entry = arena_new(view->arena, sizeof *entry);
    *entry = (struct nvs_entry){
        .page = page,
        .index = slot,
        .offset = offset_of(page, slot),
        .space = bytes[0],
        .type = bytes[1],
        .span = bytes[2],
        .chunk = bytes[3],
        .name = dump_text(view->arena, bytes + 8, NVS_NAME_SIZE),
        .data = bytes + 24,
    };
    return entry;
}

static bool has_payload(uint8_t type)
{
    return type == NVS_STRING || type == NVS_BLOB || type == NVS_CHUNK;
}

// An entry with a right checksum; how many slots it takes. Whoever knows CRC-32 can make any entry
// pass, so the checksum proves nothing: the span is judged here for all that follows. A strange
// name is reported, but kept; an unknown type is skipped as a whole, by its span.
static size_t read_entry(struct nvs_view *view, struct nvs_page *page, size_t slot)
{
    struct nvs_entry *entry = entry_at(view, page, slot);
    if (entry->span == 0 || slot + entry->span > NVS_ENTRY_COUNT ||
        (!has_payload(entry->type) && entry->span != 1)) {
        say(view, page, slot,
            arena_format(view->arena, "(`%s`) spans %d entries, which it cannot", entry->name,
                         entry->span));
        return 1;
    }
    if (!nvs_is_name(entry->name)) {
        say(view, page, slot,
            arena_format(view->arena, "has an impossible name: `%s`", entry->name));
    }
    if (!nvs_integer_size(entry->type) && !nvs_is_real(entry->type) && !has_payload(entry->type) &&
        entry->type != NVS_INDEX) {
        say(view, page, slot,
            arena_format(view->arena, "(`%s`) has an unknown type: 0x%02x", entry->name,
                         entry->type));
        return entry->span;
    }
    if (has_payload(entry->type)) {
        read_payload(view, page, entry);
    }
    list_append(view->arena, &view->entries, entry);
    return entry->span;
}

// Where the next entry with a right checksum begins: what is between belongs to one that is lost.
// Payload looks like a good entry once in four billion times, and then it is at worst a key too
// many.
static size_t find_entry(const struct nvs_page *page, size_t slot)
{
    while (slot < NVS_ENTRY_COUNT && state_of(page, slot) != NVS_SLOT_EMPTY &&
           !has_checksum(slot_at(page, slot))) {
        slot++;
    }
    return slot;
}

// One message for the lost entry and all of its payload. Its own span cannot be trusted, since its
// checksum is wrong.
static size_t read_bad_entry(struct nvs_view *view, struct nvs_page *page, size_t slot)
{
    size_t end = find_entry(page, slot + 1);
    view->bad++;
    say(view, page, slot,
        end == slot + 1
            ? "has a wrong checksum: firmware erases it"
            : arena_format(view->arena,
                           "has a wrong checksum: firmware erases it, and the %zu after it",
                           end - slot - 1));
    return end - slot;
}

// An erased entry, with the payload that follows it and is erased as well. A payload by itself has
// no right checksum and is passed over, slot by slot.
static size_t read_erased(struct nvs_view *view, const struct nvs_page *page, size_t slot)
{
    if (!has_checksum(slot_at(page, slot))) {
        return 1;
    }
    struct nvs_entry *entry = entry_at(view, page, slot);
    size_t count = 1;
    list_append(view->arena, &view->erased, entry);
    while (count < entry->span && slot + count < NVS_ENTRY_COUNT &&
           state_of(page, slot + count) == NVS_SLOT_ERASED) {
        count++;
    }
    if (count < entry->span) { // firmware erases the last of its entries first
        fact_damage(view->arena, page->fact, entry->offset,
                    "entry %zu (`%s`) is erased, but not all of its %d entries", slot, entry->name,
                    entry->span);
    }
    return count;
}

// An entry that is marked free. Runs that are not erased give one message.
static size_t read_empty(struct nvs_view *view, const struct nvs_page *page, size_t slot)
{
    size_t end = slot + 1;
    if (is_blank(page, slot)) {
        return 1;
    }
    while (end < NVS_ENTRY_COUNT && state_of(page, end) == NVS_SLOT_EMPTY && !is_blank(page, end)) {
        end++;
    }
    const char *more = end > slot + 1 ? arena_format(view->arena, ", up to %zu", end - 1) : "";
    say(view, page, slot,
        arena_format(view->arena,
                     "is marked free, but is not erased%s: a write was cut off, or it is damaged",
                     more));
    return end - slot;
}

// Firmware fills a page from the front, and looks for the first free entry from there: what comes
// after a free one, it never finds. Every branch goes on by at least one slot.
static void read_slots(struct nvs_view *view, struct nvs_page *page)
{
    bool is_behind = false; // a free entry
    for (size_t slot = 0; slot < NVS_ENTRY_COUNT;) {
        enum nvs_slot_state state = state_of(page, slot);
        if (state == NVS_SLOT_EMPTY) {
            is_behind = true;
            slot += read_empty(view, page, slot);
            continue;
        }
        if (is_behind) {
            say(view, page, slot, "comes after a free one");
            is_behind = false;
        }
        if (state == NVS_SLOT_ERASED) {
            slot += read_erased(view, page, slot);
        } else if (has_checksum(slot_at(page, slot))) {
            slot += read_entry(view, page, slot);
        } else {
            slot += read_bad_entry(view, page, slot);
        }
    }
}

// A page that libcrypto cannot decrypt has no entries, rather than random ones.
void nvs_view_entries(struct nvs_view *view, struct nvs_page *page, struct cipher *cipher)
{
    count_states(view, page);
    if (!cipher || decrypt(view, page, cipher)) {
        read_slots(view, page);
    }
}
