// Undoes ESP-IDF's wear levelling (components/wear_levelling: WL_Flash, WL_Ext_Safe). The volume's
// pages lie in a ring, with a spare page at some position in it. The spare page moves by one page
// at a time, which is a record behind the state; after a round, all pages have moved by one.
#include "fat.h"

#include "digest.h"

#include <string.h>

enum {
    PAGE = FAT_WEAR_PAGE,
    RECORD_WORDS = FAT_WEAR_RECORD / 4,
    SAFE_SIGN = 0x12345678,
    SAFE_STATE = 16, // bytes
    SAFE_SECTOR = 512,
    SAFE_SECTORS = PAGE / SAFE_SECTOR,
};

// What a state says.
struct ring {
    uint32_t pages; // with the spare one
    uint32_t rounds;
    uint32_t device;
    uint32_t spare; // its position
};

// Little-endian, as the chips that write it.
static uint32_t load_word(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

// Where the spare page is: as many records as it was moved by stand at the beginning.
static uint32_t find_spare(const uint8_t *records, const struct ring *ring)
{
    uint32_t position = 0;
    for (; position < ring->pages - 1; position++) {
        for (uint32_t i = 0; i < RECORD_WORDS; i++) {
            uint8_t number[4];
            bytes_put((char *)number, ring->device + position * RECORD_WORDS + i, 4, false);
            if (load_word(records + (size_t)position * FAT_WEAR_RECORD + (size_t)4 * i) !=
                digest_crc32(number, sizeof number)) {
                return position;
            }
        }
    }
    return position;
}

// A copy counts if its checksum is right and it describes a ring that fits this image.
static bool read_state(const uint8_t *at, uint64_t pages, struct ring *ring)
{
    if (load_word(at + FAT_WEAR_STATE - 4) != digest_crc32(at, FAT_WEAR_STATE - 4)) {
        return false;
    }
    ring->pages = load_word(at + 4);
    ring->rounds = load_word(at + 8);
    ring->device = load_word(at + 28);
    bool is_known = load_word(at + 20) == PAGE && load_word(at + 24) == FAT_WEAR_VERSION;
    if (!is_known || ring->pages != pages || ring->rounds + 1 >= pages) {
        return false;
    }
    ring->spare = find_spare(at + FAT_WEAR_STATE, ring);
    return true;
}

// Finds a good copy of the state. Both have room for a record of every page of the image.
static bool find_ring(const uint8_t *bytes, size_t size, struct ring *ring)
{
    size_t pages = size / PAGE;
    size_t state = (FAT_WEAR_STATE + pages * FAT_WEAR_RECORD + PAGE - 1) / PAGE;
    if (size % PAGE || pages < 2 * state + 3 || pages > UINT32_MAX / PAGE) {
        return false;
    }
    size_t ring_pages = pages - 2 * state - 1;
    const uint8_t *first = bytes + ring_pages * PAGE;
    return read_state(first, ring_pages, ring) ||
           read_state(first + state * PAGE, ring_pages, ring);
}

// Erased flash is all ones.
static bool is_blank(const uint8_t *bytes, size_t size)
{
    while (size > 0 && bytes[size - 1] == 0xff) {
        size--;
    }
    return size == 0;
}

// Finishes what a cut left of a write in `safe` mode, as firmware does when it mounts the volume.
// Of the two pages behind the volume the first says which sectors of which page were to be erased;
// the second has the others.
static void restore_page(uint8_t *volume, uint32_t pages)
{
    if (pages < 3) {
        return;
    }
    const uint8_t *saved = volume + (size_t)(pages - 1) * PAGE;
    const uint8_t *state = saved - PAGE;
    uint32_t page = load_word(state + 4);
    uint32_t first = load_word(state + 8);
    uint32_t count = load_word(state + 12);
    bool is_pending = load_word(state) == SAFE_SIGN && page < pages - 2 && first < SAFE_SECTORS &&
                      count <= SAFE_SECTORS - first &&
                      is_blank(state + SAFE_STATE, PAGE - SAFE_STATE);
    if (is_pending) {
        memcpy(volume + (size_t)page * PAGE, saved, PAGE);
        memset(volume + (size_t)page * PAGE + (size_t)first * SAFE_SECTOR, 0xff,
               (size_t)count * SAFE_SECTOR);
    }
}

// Null if there is no wear levelling. Page i of the volume was moved down by one for each round,
// and by one more once the spare page has passed it.
const uint8_t *fat_wear_read(struct arena *arena, const uint8_t *bytes, size_t size, size_t *length)
{
    struct ring ring;
    if (!find_ring(bytes, size, &ring)) {
        return NULL;
    }
    uint32_t count = ring.pages - 1;
    uint8_t *volume = arena_array(arena, count, PAGE);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = (count - ring.rounds + i) % count;
        place += place >= ring.spare;
        memcpy(volume + (size_t)i * PAGE, bytes + (size_t)place * PAGE, PAGE);
    }
    restore_page(volume, count);
    *length = (size_t)count * PAGE;
    return volume;
}

bool fat_wear_probe(const uint8_t *bytes, size_t size)
{
    struct ring ring;
    return find_ring(bytes, size, &ring);
}
