// The entries of an NVS page.
#include "nvs_view.h"

#include "digest.h"

#include <inttypes.h>
#include <string.h>

enum { BITMAP_SIZE = 32 };

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

static bool is_blank(const struct nvs_page *page, size_t slot)
{
    return dump_is_all(slot_at(page, slot), NVS_ENTRY_SIZE, 0xff);
}

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

static bool has_checksum(const uint8_t *entry)
{
    uint8_t covered[28];
    memcpy(covered, entry, 4);
    memcpy(covered + 4, entry + 8, 24);
    return dump_integer(entry + 4, 4) == digest_crc32(covered, sizeof covered);
}

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

static void say(struct nvs_view *view, const struct nvs_page *page, size_t slot, const char *what)
{
    fact_damage(view->arena, page->fact, offset_of(page, slot), "entry %zu %s", slot, what);
}

// The bytes of a string or blob, or of a part of one.
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

// An entry with a right checksum; how many slots it takes.
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
static size_t find_entry(const struct nvs_page *page, size_t slot)
{
    while (slot < NVS_ENTRY_COUNT && state_of(page, slot) != NVS_SLOT_EMPTY &&
           !has_checksum(slot_at(page, slot))) {
        slot++;
    }
    return slot;
}

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

// An entry that is marked free.
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

void nvs_view_entries(struct nvs_view *view, struct nvs_page *page, struct cipher *cipher)
{
    count_states(view, page);
    if (!cipher || decrypt(view, page, cipher)) {
        read_slots(view, page);
    }
}
