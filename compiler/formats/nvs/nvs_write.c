// The pages of an NVS image, byte for byte as nvs_partition_gen makes them.
//
// Items come in order and are put one after the other; a page that is full is followed by the
// next. The places of entries, gaps at the ends of pages and empty chunks are those of ESP-IDF's
// generator, so that images can be compared with its own. Nothing here can fail: names, sizes and
// numbers were judged when items were made (nvs_claim.c, nvs_value.c); what the pages add up to,
// the caller compares with the partition.
#include "nvs.h"

#include "digest.h"

#include <assert.h>
#include <string.h>

enum {
    HEADER_SIZE = 32,
    BITMAP_SIZE = 32,
    FIRST_ENTRY = HEADER_SIZE + BITMAP_SIZE,
    ANY_CHUNK = 0xff, // the chunk of what has none
    STATE_ACTIVE = 0xfe,
    STATE_FULL = 0xfc,
};

struct nvs_writer {
    const struct nvs_form *form;
    struct buffer *image;
    uint64_t pages; // begun
    size_t used;    // entries of the last
    uint8_t space;  // the index of the namespace that is current
    uint8_t space_count;
};

// NVS is little-endian on every chip. Works for the low bytes of negative numbers, too.
static void put(uint8_t *at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

// The last page begun. It is asked for anew each time, because the buffer may move when it grows.
static uint8_t *page(const struct nvs_writer *writer)
{
    return (uint8_t *)writer->image->bytes + writer->image->length - NVS_PAGE_SIZE;
}

// The page before is full from now on. Version 2 is written as 0xfe: versions count downwards. The
// CRC is computed before the state matters, which it does not cover.
static void begin_page(struct nvs_writer *writer)
{
    if (writer->pages) {
        page(writer)[0] = STATE_FULL;
    }
    buffer_fill(writer->image, 0xff, NVS_PAGE_SIZE);
    uint8_t *header = page(writer);
    header[0] = STATE_ACTIVE;
    put(header + 4, writer->pages, 4);
    header[8] = writer->form->version == 1 ? 0xff : 0xfe;
    put(header + 28, digest_crc32(header + 4, 24), 4);
    writer->pages++;
    writer->used = 0;
}

// The next entry, marked as written by clearing the lower of its two bits. The caller has seen to
// it that the page has one left.
static uint8_t *take_entry(struct nvs_writer *writer)
{
    uint8_t *entry = page(writer) + FIRST_ENTRY + writer->used * NVS_ENTRY_SIZE;
    page(writer)[HEADER_SIZE + writer->used / 4] &= (uint8_t) ~(1u << (writer->used % 4 * 2));
    writer->used++;
    return entry;
}

// An entry of a key; `data` is its last 8 bytes. Names have at most 15 characters, so that at
// least one NUL follows them. What defines a namespace is itself in namespace 0.
static void write_entry(struct nvs_writer *writer, const struct nvs_item *item, uint8_t type,
                        size_t span, uint8_t chunk, const uint8_t data[8])
{
    uint8_t *entry = take_entry(writer);
    uint8_t covered[28];
    memset(entry + 8, 0, 16);
    entry[0] = item->type == NVS_SPACE ? 0 : writer->space;
    entry[1] = type;
    entry[2] = (uint8_t)span;
    entry[3] = chunk;
    memcpy(entry + 8, item->name, strlen(item->name));
    memcpy(entry + 24, data, 8);
    memcpy(covered, entry, 4);
    memcpy(covered + 4, entry + 8, 24);
    put(entry + 4, digest_crc32(covered, sizeof covered), 4);
}

// A type's low four bits are its size. Bytes that a small integer does not need stay erased.
static void write_integer(struct nvs_writer *writer, const struct nvs_item *item, uint8_t type,
                          uint64_t number)
{
    uint8_t data[8];
    memset(data, 0xff, sizeof data);
    put(data, number, type & 0xf);
    if (writer->used == NVS_ENTRY_COUNT) {
        begin_page(writer);
    }
    write_entry(writer, item, type, 1, ANY_CHUNK, data);
}

static size_t entries_of(size_t length)
{
    return (length + NVS_ENTRY_SIZE - 1) / NVS_ENTRY_SIZE;
}

// A part of a value: an entry with its length and checksum, and its bytes in those that follow.
// Unused bytes of the last entry stay erased. All of it is on one page, as the caller has made
// sure.
static void write_bytes(struct nvs_writer *writer, const struct nvs_item *item, uint8_t type,
                        uint8_t chunk, const char *bytes, size_t length)
{
    uint8_t data[8];
    size_t entries = entries_of(length);
    put(data, length, 2);
    put(data + 2, 0xffff, 2);
    put(data + 4, digest_crc32(bytes, length), 4);
    write_entry(writer, item, type, entries + 1, chunk, data);
    for (size_t i = 0; i < entries; i++) {
        size_t left = length - i * NVS_ENTRY_SIZE;
        memcpy(take_entry(writer), bytes + i * NVS_ENTRY_SIZE,
               left < NVS_ENTRY_SIZE ? left : NVS_ENTRY_SIZE);
    }
}

// A value in one piece. nvs_partition_gen begins a new page also where the value would just fit:
// the last entry of a page is never part of one, unless the value needs a whole page, as firmware
// can write it. Values that come from an image (nvs_extract.c) are never larger than the page they
// were on.
static void write_piece(struct nvs_writer *writer, const struct nvs_item *item)
{
    if (writer->used + entries_of(item->length) + 1 >= NVS_ENTRY_COUNT) {
        begin_page(writer);
    }
    assert(writer->used + entries_of(item->length) < NVS_ENTRY_COUNT); // or it would leave the page
    write_bytes(writer, item, (uint8_t)item->type, ANY_CHUNK, item->bytes, item->length);
}

// A blob in chunks, each of which takes what is left of a page; then their index. A page with one
// entry left gets a chunk of no bytes, and one without any is full before the index.
static void write_chunks(struct nvs_writer *writer, const struct nvs_item *item)
{
    size_t done = 0;
    uint8_t chunk = 0;
    if (writer->used == NVS_ENTRY_COUNT) {
        begin_page(writer);
    }
    do {
        size_t room = (NVS_ENTRY_COUNT - writer->used - 1) * NVS_ENTRY_SIZE;
        size_t length = item->length - done < room ? item->length - done : room;
        write_bytes(writer, item, NVS_CHUNK, chunk++, item->bytes + done, length);
        done += length;
        if (done < item->length || room - length < NVS_ENTRY_SIZE) {
            begin_page(writer);
        }
    } while (done < item->length);
    uint8_t data[8] = {0, 0, 0, 0, chunk, 0, 0xff, 0xff};
    put(data, item->length, 4);
    write_entry(writer, item, NVS_INDEX, 1, ANY_CHUNK, data);
}

static void write_item(struct nvs_writer *writer, const struct nvs_item *item)
{
    switch (item->type) {
    case NVS_SPACE:
        break;
    case NVS_STRING:
        write_piece(writer, item);
        break;
    case NVS_BLOB:
        if (writer->form->version == 1) {
            write_piece(writer, item);
        } else {
            write_chunks(writer, item);
        }
        break;
    case NVS_U8:
    case NVS_I8:
    case NVS_U16:
    case NVS_I16:
    case NVS_U32:
    case NVS_I32:
    case NVS_U64:
    case NVS_I64:
        write_integer(writer, item, (uint8_t)item->type, item->number);
        break;
    case NVS_CHUNK:
    case NVS_INDEX:
        assert(false); // pieces of a blob, which no item is
    }
}

// A namespace is defined where it first occurs; its number is the index. Numbers are given in the
// order of first use (nvs_claim.c), so a higher one than ever before is a new one.
static void enter_space(struct nvs_writer *writer, const struct nvs_item *item)
{
    if (item->number > writer->space_count) {
        writer->space_count = (uint8_t)item->number;
        write_integer(writer, item, NVS_U8, item->number);
    }
    writer->space = (uint8_t)item->number;
}

// ESP-IDF needs a free page to move entries to before it erases any. With less than three pages it
// does not write at all (read-only partitions of one or two pages), and all of them can have keys.
uint64_t nvs_usable_pages(uint64_t size)
{
    uint64_t pages = size / NVS_PAGE_SIZE;
    return pages < 3 ? pages : pages - 1;
}

// What is left: erased, or, in the older way, pages without entries that are marked full, all but
// the last. Firmware reads both; the older way is that of ESP-IDF before 5.1, and still of the
// ESP8266's SDK.
static void write_tail(struct nvs_writer *writer)
{
    uint64_t all = writer->form->size / NVS_PAGE_SIZE;
    if (writer->form->has_full_tail) {
        while (writer->pages < nvs_usable_pages(writer->form->size)) {
            begin_page(writer);
        }
        page(writer)[0] = STATE_FULL;
    }
    if (writer->pages < all) {
        buffer_fill(writer->image, 0xff, (size_t)(all - writer->pages) * NVS_PAGE_SIZE);
    }
}

// If the items need more pages than there are, these are written all the same, beyond the size:
// the caller reports by how much. That ends, since the number of items has a bound (nvs_add.c).
uint64_t nvs_write(const struct nvs_form *form, const struct nvs_item_list *items,
                   struct buffer *image)
{
    struct nvs_writer writer = {.form = form, .image = image};
    buffer_room(image, (size_t)form->size);
    begin_page(&writer);
    for_each (item, items) {
        if (item->type == NVS_SPACE) {
            enter_space(&writer, item);
        } else {
            write_item(&writer, item);
        }
    }
    uint64_t pages = writer.pages;
    if (pages <= nvs_usable_pages(form->size)) {
        write_tail(&writer);
    }
    return pages;
}

// Written and erased entries have the lower bit cleared; here none is erased.
static bool is_written(const uint8_t *page, size_t entry)
{
    return (page[HEADER_SIZE + entry / 4] >> (entry % 4 * 2) & 1) == 0;
}

// Runs rather than single entries: a cipher that is given many at once is several times faster
// (see cipher.c). Runs end with their page, since a header and a map follow.
void nvs_visit_written(struct buffer *image, void *context,
                       void (*visit)(void *context, uint8_t *entries, size_t count,
                                     uint64_t offset))
{
    for (size_t offset = 0; offset < image->length; offset += NVS_PAGE_SIZE) {
        uint8_t *page = (uint8_t *)image->bytes + offset;
        for (size_t i = 0; i < NVS_ENTRY_COUNT;) {
            size_t end = i;
            while (end < NVS_ENTRY_COUNT && is_written(page, end)) {
                end++;
            }
            size_t at = FIRST_ENTRY + i * NVS_ENTRY_SIZE;
            if (end > i) {
                visit(context, page + at, end - i, offset + at);
            }
            i = end > i ? end : i + 1;
        }
    }
}
