// ESP-IDF's wear levelling: one spare page at first, the volume's pages, in `safe` mode two more,
// two copies of the state, and the configuration. A state is followed by a record for each page
// that the spare page was moved by; there are none yet.
#include "fat.h"

#include "digest.h"

#include <string.h>

enum {
    RATE = 16, // of writes after which the spare page moves by one
    SETUP = 48,
    TRANSACTION_PAGES = 2, // that `safe` needs
};

// False if the partition has no room for all of that and one page of the volume. The formulas are
// those of WL_Flash::config() in ESP-IDF's wear_levelling component; both copies of the state are
// as long as all records of one round.
bool fat_wear_shape(enum fat_wear wear, uint64_t size, struct fat_wear_form *form)
{
    uint64_t pages = size / FAT_WEAR_PAGE;
    uint64_t extra = wear == FAT_WEAR_SAFE ? TRANSACTION_PAGES : 0;
    uint64_t records = FAT_WEAR_STATE + pages * FAT_WEAR_RECORD;
    *form = (struct fat_wear_form){0};
    form->state_size = (records + FAT_WEAR_PAGE - 1) / FAT_WEAR_PAGE * FAT_WEAR_PAGE;
    uint64_t state_pages = form->state_size / FAT_WEAR_PAGE;
    if (pages < 2 * state_pages + 1 + 1 + extra + 1) {
        return false;
    }
    form->pages = pages - 2 * state_pages - 1;
    form->usable = (form->pages - 1 - extra) * FAT_WEAR_PAGE;
    form->states = form->pages * FAT_WEAR_PAGE;
    form->setup = form->states + 2 * form->state_size;
    return true;
}

// Each of the structures ends with the CRC-32 of what comes before it.
static void put_words(char *at, const uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bytes_put(at + 4 * i, words[i], 4, false);
    }
    bytes_put(at + 4 * count, digest_crc32(at, 4 * count), 4, false);
}

// Nothing was moved yet, so position and counters are 0. `device` identifies the volume: states
// with another number are not taken for this one's.
void fat_wear_write(enum fat_wear wear, uint64_t size, uint32_t device, char *image)
{
    struct fat_wear_form form;
    fat_wear_shape(wear, size, &form);
    const uint32_t state[FAT_WEAR_STATE / 4 - 1] = {
        0, (uint32_t)form.pages, 0, 0, RATE, FAT_WEAR_PAGE, FAT_WEAR_VERSION, device,
    }; // position, its end, rounds, writes, their limit, size of a page
    const uint32_t setup[] = {
        0,    (uint32_t)size,  FAT_WEAR_PAGE,    FAT_WEAR_PAGE,
        RATE, FAT_WEAR_RECORD, FAT_WEAR_VERSION, 2 * FAT_WEAR_RECORD,
    };
    put_words(image + form.states, state, sizeof state / sizeof *state);
    memcpy(image + form.states + form.state_size, image + form.states, FAT_WEAR_STATE);
    memset(image + form.setup, 0, SETUP);
    put_words(image + form.setup, setup, sizeof setup / sizeof *setup);
}
