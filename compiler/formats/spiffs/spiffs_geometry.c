// What a SPIFFS image is like: nothing in it states the size of its pages and blocks, or its byte
// order. All that are possible are tried, first those by which each block has its magic, then
// without; of several that fit, the one by which most pages are in use is right, as others see
// only some of them. The number of geometries is bounded by powers of two, so the work is linear
// in the size of the image.
#include "spiffs_image.h"

#include "spiffs.h"

enum {
    FLAG_USED = 0x01, // flags are there where their bit is 0
    FLAG_FINAL = 0x02,
    FLAG_INDEX = 0x04,
    FLAG_INDEX_DELETED = 0x40,
    FLAG_DELETED = 0x80,
};

uint32_t spiffs_integer(const struct spiffs_image *image, size_t offset, size_t size)
{
    uint32_t value = 0;
    for (size_t i = 0; i < size; i++) {
        size_t place = image->is_big_endian ? i : size - 1 - i;
        value = value << 8 | image->bytes[offset + place];
    }
    return value;
}

// Bits can only be cleared in flash, so a flag is set by making its bit 0.
static bool is_marked(uint8_t flags, uint8_t flag)
{
    return !(flags & flag);
}

// What a lookup lists and what the page's own header says must agree; a page that was begun but
// not finished, or deleted, does not count, just as in the driver.
static void look_at(const struct spiffs_image *image, uint32_t listed, struct spiffs_page *page)
{
    size_t offset = page->number * image->page;
    uint32_t id = spiffs_integer(image, offset, 2);
    uint8_t flags = image->bytes[offset + 4];
    page->id = listed & (SPIFFS_INDEX - 1);
    page->span = spiffs_integer(image, offset + 2, 2);
    page->is_index = listed & SPIFFS_INDEX;
    page->is_begun = id != SPIFFS_FREE && is_marked(flags, FLAG_USED);
    page->is_wrong =
        page->is_begun && (id != listed || page->is_index != is_marked(flags, FLAG_INDEX));
    page->is_whole = page->is_begun && !page->is_wrong && is_marked(flags, FLAG_FINAL) &&
                     !is_marked(flags, FLAG_DELETED) &&
                     !(page->is_index && is_marked(flags, FLAG_INDEX_DELETED));
}

// The next page that a lookup lists: neither free (all ones) nor deleted (0).
bool spiffs_next_page(const struct spiffs_image *image, struct spiffs_cursor *cursor,
                      struct spiffs_page *page)
{
    size_t entries = image->block / image->page - image->lookup_pages;
    for (; cursor->block < image->size / image->block; cursor->block++) {
        size_t lookup = cursor->block * image->block;
        while (cursor->entry < entries) {
            size_t entry = cursor->entry++;
            uint32_t listed = spiffs_integer(image, lookup + entry * 2, 2);
            if (listed != SPIFFS_FREE && listed != 0) {
                page->number = lookup / image->page + image->lookup_pages + entry;
                look_at(image, listed, page);
                return true;
            }
        }
        cursor->entry = 0;
    }
    return false;
}

// Whether blocks have the magic; one may lack it, which was being erased, if there are others
// enough.
static bool has_magic(const struct spiffs_image *image, bool has_length)
{
    size_t blocks = image->size / image->block;
    size_t missing = 0;
    for (size_t i = 0; i < blocks && missing < 2; i++) {
        size_t end = i * image->block + image->lookup_pages * image->page;
        size_t magic = SPIFFS_MAGIC ^ image->page ^ (has_length ? blocks - i : 0);
        missing += spiffs_integer(image, end - 4, 2) != (magic & 0xffff);
    }
    return missing == 0 || (missing == 1 && blocks > 2);
}

// Whether lookups are free behind what they list: but for the magic, and a count of erasures.
static bool has_free_tails(const struct spiffs_image *image)
{
    size_t listed = image->block / image->page - image->lookup_pages;
    size_t entries = image->lookup_pages * image->page / 2;
    for (size_t block = 0; block < image->size; block += image->block) {
        for (size_t i = listed; i + 2 < entries; i++) {
            if (spiffs_integer(image, block + i * 2, 2) != SPIFFS_FREE) {
                return false;
            }
        }
    }
    return true;
}

// Whether pages are what the lookups say; how many these are. With a magic, writing may have been
// cut off between the lookup and the page; without one, there must be some pages, and all of them.
bool spiffs_is_consistent(const struct spiffs_image *image, bool has_magic, size_t *count)
{
    struct spiffs_cursor cursor = {0};
    struct spiffs_page page;
    bool is_good = true;
    for (*count = 0; is_good && spiffs_next_page(image, &cursor, &page); ++*count) {
        is_good = !page.is_wrong && (page.is_begun || has_magic);
    }
    return is_good && (*count || has_magic) && has_free_tails(image);
}

// The cheap questions come first: most geometries end at the sizes or the magic.
static bool is_geometry(const struct spiffs_image *image, bool wants_magic, size_t *count)
{
    if (image->size % image->block || image->size / image->page > SPIFFS_PAGE_LIMIT) {
        return false;
    }
    bool is_marked = !wants_magic || has_magic(image, true) || has_magic(image, false);
    return is_marked && spiffs_is_consistent(image, wants_magic, count);
}

struct best {
    struct spiffs_image image;
    bool is_found;
    size_t count; // of pages in use: another geometry may see some of them only
};

// Callers try little-endian before big-endian, and small pages before large ones: the first of
// equals stays.
static void try_geometry(struct spiffs_image image, bool wants_magic, struct best *best)
{
    size_t count;
    size_t lookup = image.block / image.page * 2;
    image.lookup_pages = lookup / image.page + (lookup % image.page != 0);
    if (is_geometry(&image, wants_magic, &count) && (!best->is_found || count > best->count)) {
        *best = (struct best){image, true, count};
    }
}

static bool try_all(struct spiffs_image *image, bool wants_magic)
{
    struct best best = {0};
    struct spiffs_image next = *image;
    for (next.page = SPIFFS_PAGE_MIN; next.page <= SPIFFS_PAGE_MAX; next.page *= 2) {
        for (next.block = next.page * SPIFFS_BLOCK_PAGES_MIN; next.block <= image->size;
             next.block *= 2) {
            next.is_big_endian = false;
            try_geometry(next, wants_magic, &best);
            next.is_big_endian = true;
            try_geometry(next, wants_magic, &best);
        }
    }
    if (best.is_found) {
        *image = best.image;
    }
    return best.is_found;
}

// Within these bounds, numbers of pages have 16 bits, and all sums below fit into a size_t.
bool spiffs_find_geometry(const uint8_t *bytes, size_t size, struct spiffs_image *image)
{
    *image = (struct spiffs_image){.bytes = bytes, .size = size};
    bool can_be = size >= (size_t)SPIFFS_PAGE_MIN * SPIFFS_BLOCK_PAGES_MIN &&
                  size <= (size_t)SPIFFS_PAGE_MAX * SPIFFS_PAGE_LIMIT;
    return can_be && (try_all(image, true) || try_all(image, false));
}

bool spiffs_probe(const uint8_t *bytes, size_t size)
{
    struct spiffs_image image;
    return spiffs_find_geometry(bytes, size, &image);
}
