// The pages of an NVS image: their headers and their order.
//
// A header has 32 bytes: u32 state, u32 sequence number, u8 version, erased bytes, and at 28 a CRC
// of bytes 4 to 27 (ESP-IDF, "Internals"). The state is outside of the CRC, since firmware clears
// bits in it later. Pages are in the order of their numbers, not of their places: entries are read
// oldest page first, so that of two entries of one key the later one is the newer.
#include "nvs_view.h"

#include "cipher.h"
#include "digest.h"
#include "text.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    CRC_START = 4, // of what a header's checksum covers
    CRC_AT = 28,
};

static const char *state_name(uint32_t state)
{
    switch (state) {
    case NVS_STATE_BLANK:
        return "blank";
    case NVS_STATE_ACTIVE:
        return "active";
    case NVS_STATE_FULL:
        return "full";
    case NVS_STATE_FREEING:
        return "freeing";
    case NVS_STATE_CORRUPT:
        return "corrupt";
    default:
        return NULL;
    }
}

// An erased page has no right checksum: CRC-32 of 24 bytes 0xff is not 0xffffffff.
static bool has_header(const struct nvs_page *page)
{
    return dump_integer(page->bytes + CRC_AT, 4) ==
           digest_crc32(page->bytes + CRC_START, CRC_AT - CRC_START);
}

// Freeing and corrupt are states that firmware itself writes and cleans up at its next start. They
// are damage all the same: whoever reads a flash wants to know that power was lost, and where.
static void check_state(struct nvs_view *view, const struct nvs_page *page)
{
    switch (page->state) {
    case NVS_STATE_ACTIVE:
    case NVS_STATE_FULL:
        break;
    case NVS_STATE_BLANK:
        fact_damage(view->arena, page->fact,
                    page->offset + dump_find_other(page->bytes, NVS_PAGE_SIZE, 0xff),
                    "the page is marked blank, but is not erased");
        break;
    case NVS_STATE_FREEING:
        fact_damage(view->arena, page->fact, page->offset, "moving the page's entries was cut off");
        break;
    case NVS_STATE_CORRUPT:
        fact_damage(view->arena, page->fact, page->offset, "firmware has found the page corrupt");
        break;
    default:
        fact_damage(view->arena, page->fact, page->offset,
                    "0x%08" PRIx32 " is not a state of a page", page->state);
    }
}

// The header is not encrypted. A page counts as used if its header is good or if it is written to
// at all: keys of a page with a damaged header are still worth showing, though firmware erases it.
static void read_header(struct nvs_view *view, struct nvs_page *page)
{
    page->state = (uint32_t)dump_integer(page->bytes, 4);
    page->number = (uint32_t)dump_integer(page->bytes + 4, 4);
    page->version = page->bytes[8];
    page->is_blank = dump_is_all(page->bytes, NVS_PAGE_SIZE, 0xff);
    bool is_good = has_header(page);
    page->is_used = is_good || (!page->is_blank && page->state != NVS_STATE_BLANK);
    if (page->is_blank) {
        return;
    }
    check_state(view, page);
    if (page->is_used && !is_good) {
        fact_damage(view->arena, page->fact, page->offset + CRC_START,
                    "the checksum of the header is wrong: firmware erases the page");
    } else if (page->is_used && page->version != 0xff && page->version != 0xfe) {
        fact_damage(view->arena, page->fact, page->offset + 8, "unknown version 0x%02x",
                    page->version);
    }
}

// A header may be damaged, and still look like one: its version, its reserved bytes and its state
// are such as only NVS has them. That keeps `dump` from giving up on a flash with one flipped bit.
static bool is_like_header(const struct nvs_page *page)
{
    uint32_t state = (uint32_t)dump_integer(page->bytes, 4);
    return page->bytes[8] >= 0xfe && dump_is_all(page->bytes + 9, CRC_AT - 9, 0xff) &&
           (state == NVS_STATE_ACTIVE || state == NVS_STATE_FULL || state == NVS_STATE_FREEING);
}

// Firmware numbers pages as it takes them into use, the lowest first: none has a number below its
// place. Where one has, the image does not begin here, as in a whole flash.
static bool is_too_early(const struct nvs_page *page, size_t index)
{
    return has_header(page) && dump_integer(page->bytes + 4, 4) < index;
}

// Whether bytes without a name are an NVS. Half of the pages that are not erased must look like
// it. After 16 pages without one it gives up, so that a whole flash is not searched for nothing.
bool nvs_probe(const struct dump_request *request)
{
    enum { SMALL = 4 }; // pages of which half may be beyond knowing
    size_t pages = request->size / NVS_PAGE_SIZE;
    size_t good = 0;
    size_t bad = 0;
    for (size_t i = 0; i < pages; i++) {
        const struct nvs_page page = {.bytes = request->bytes + i * NVS_PAGE_SIZE};
        bool is_good = (has_header(&page) && page.bytes[8] >= 0xfe) || is_like_header(&page);
        if (good == 0 && is_good && is_too_early(&page, i)) {
            return false;
        }
        good += is_good;
        bad += !is_good && !dump_is_all(page.bytes, NVS_PAGE_SIZE, 0xff);
        if (i == 16 && good == 0) {
            return false;
        }
    }
    return good > 0 && (bad < good || (bad == good && pages <= SMALL));
}

// Blank pages are most of an image, and quiet unless something is wrong with them. Versions count
// down: 0xff is 1, 0xfe is 2.
static void tell_page(struct nvs_view *view, struct nvs_page *page)
{
    struct arena *arena = view->arena;
    const char *state = state_name(page->state);
    state = state ? state : "unknown";
    page->fact->is_quiet = page->is_blank && page->fact->remarks.count == 0;
    fact_offset(arena, page->fact, "offset", page->offset);
    fact_text(arena, page->fact, "state", state);
    if (!page->is_used) {
        fact_say(arena, page->fact, "page %zu at 0x%" PRIx64 ": blank", page->index, page->offset);
        return;
    }
    fact_count(arena, page->fact, "number", page->number);
    fact_count(arena, page->fact, "version", 0x100u - page->version);
    fact_count(arena, page->fact, "written", page->written);
    fact_count(arena, page->fact, "erased", page->erased);
    fact_count(arena, page->fact, "free", page->empty);
    fact_say(arena, page->fact,
             "page %zu at 0x%" PRIx64 ": %s, number %" PRIu32
             ", %zu entries written, %zu erased, %zu free",
             page->index, page->offset, state, page->number, page->written, page->erased,
             page->empty);
}

// Two pages of one number are damage; the place decides, so that the order does not depend on
// qsort.
static int by_number(const void *a, const void *b)
{
    const struct nvs_page *const *left = a;
    const struct nvs_page *const *right = b;
    if ((*left)->number != (*right)->number) {
        return (*left)->number < (*right)->number ? -1 : 1;
    }
    return (*left)->index < (*right)->index ? -1 : (*left)->index > (*right)->index;
}

// All pages but the newest are full; the newest is the one that firmware writes to. The last check
// is silent where only one page is blank: generators before ESP-IDF 5.1 leave one blank page, and
// none active.
static void check_order(struct nvs_view *view, struct nvs_page *const *pages, size_t count)
{
    size_t blank = view->pages.count - count;
    for (size_t i = 0; i < count; i++) {
        const struct nvs_page *page = pages[i];
        if (i > 0 && page->number == pages[i - 1]->number) {
            fact_damage(view->arena, page->fact, page->offset + 4,
                        "number %" PRIu32 " is that of page %zu, too", page->number,
                        pages[i - 1]->index);
        }
        if (i + 1 < count && page->state == NVS_STATE_ACTIVE) {
            fact_damage(view->arena, page->fact, page->offset,
                        "the page is active, but page %zu follows it", pages[i + 1]->index);
        }
        if (i > 0 && page->version != pages[0]->version) {
            fact_remark(view->arena, page->fact, page->offset + 8,
                        "the page has a different version than page %zu", pages[0]->index);
        }
    }
    // Generators before ESP-IDF 5.1 leave one blank page, and none active.
    if (count && blank > 1 && pages[count - 1]->state == NVS_STATE_FULL) {
        fact_damage(view->arena, pages[count - 1]->fact, pages[count - 1]->offset,
                    "the newest page is full, and none is active: starting another one was cut "
                    "off, or the state is damaged");
    }
}

// Headers first, then the order, then entries: which of two entries is newer is only known once
// the pages are sorted. If there is no cipher although keys were given, entries are not read at
// all, since all of them would be reported as damaged.
void nvs_view_pages(struct nvs_view *view)
{
    const struct dump_request *request = view->request;
    struct arena *arena = view->arena;
    size_t all = request->size / NVS_PAGE_SIZE;
    struct nvs_page **used = arena_array(arena, all + 1, sizeof(struct nvs_page *));
    size_t count = 0;
    const char *error = NULL;
    struct cipher *cipher =
        request->keys ? cipher_new(request->host, arena, request->keys, &error) : NULL;
    for (size_t i = 0; i < all; i++) {
        struct nvs_page *page = arena_new(arena, sizeof *page);
        page->index = i;
        page->bytes = request->bytes + i * NVS_PAGE_SIZE;
        page->offset = request->base + i * NVS_PAGE_SIZE;
        page->fact = fact_item(arena, view->page_list);
        read_header(view, page);
        list_append(arena, &view->pages, page);
        if (page->is_used) {
            used[count++] = page;
        }
    }
    if (error) {
        fact_damage(arena, view->fact, request->base, "nothing can be decrypted: %s", error);
        count = 0;
    }
    qsort(used, count, sizeof(struct nvs_page *), by_number);
    check_order(view, used, count);
    for (size_t i = 0; i < count; i++) {
        nvs_view_entries(view, used[i], cipher);
    }
    for (size_t i = 0; i < all; i++) {
        tell_page(view, view->pages.items[i]);
    }
}
