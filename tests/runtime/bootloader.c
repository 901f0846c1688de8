#include "bootloader.h"

#include <stdbool.h>
#include <string.h>

enum state { NEW = 0, PENDING_VERIFY = 1, VALID = 2, INVALID = 3, ABORTED = 4 };

// As it lies in flash, where the least significant byte comes first.
enum { SELECT_SIZE = 32, SEQUENCE_AT = 0, STATE_AT = 24, CRC_AT = 28 };

struct select {
    uint8_t bytes[SELECT_SIZE];
};

enum { IMAGE_MAGIC = 0xe9, IMAGE_HEADER = 12, IMAGE_CHECKSUM = 4, IMAGE_LIMIT = 65536 };

static uint32_t get(const uint8_t *bytes)
{
    uint32_t value = 0;
    for (int i = 3; i >= 0; i--) {
        value = value * 256 + bytes[i];
    }
    return value;
}

static void set(uint8_t *bytes, uint32_t value)
{
    for (int i = 0; i < 4; i++, value /= 256) {
        bytes[i] = (uint8_t)(value % 256);
    }
}

// The CRC of the boot ROM as it is defined: the remainder of a division of polynomials, bits lowest
// first, inverted. (The start that ESP-IDF gives means that nothing is inverted before.)
static uint32_t sequence_crc(uint32_t sequence)
{
    uint64_t rest = 0;
    for (int i = 0; i < 32; i++) {
        rest |= (uint64_t)(sequence >> i & 1) << (63 - i);
    }
    for (int i = 63; i >= 32; i--) {
        if (rest >> i & 1) {
            rest ^= UINT64_C(0x104c11db7) << (i - 32);
        }
    }
    uint32_t crc = 0;
    for (int i = 0; i < 32; i++) {
        crc |= (uint32_t)(rest >> i & 1) << (31 - i);
    }
    return ~crc;
}

static bool has_right_crc(const struct select *select)
{
    uint32_t sequence = get(select->bytes + SEQUENCE_AT);
    return get(select->bytes + CRC_AT) == sequence_crc(sequence);
}

static bool is_invalid(const struct bootloader *bootloader, const struct select *select)
{
    uint32_t state = get(select->bytes + STATE_AT);
    return get(select->bytes + SEQUENCE_AT) == UINT32_MAX ||
           (bootloader->kind != BOOTLOADER_SEQUENCE_ONLY && (state == INVALID || state == ABORTED));
}

static bool is_valid(const struct bootloader *bootloader, const struct select *select)
{
    return !is_invalid(bootloader, select) && has_right_crc(select);
}

// The flash of these chips has no cache: what was done has been done.
static bool write_select(const struct bootloader *bootloader, int i, const struct select *select)
{
    const struct pschema_flash *flash = bootloader->flash;
    uint32_t address = bootloader->otadata + (uint32_t)i * bootloader->otadata_half;
    return !flash->erase(flash->context, address, bootloader->otadata_half) &&
           !flash->sync(flash->context) &&
           !flash->program(flash->context, address, select->bytes, SELECT_SIZE) &&
           !flash->sync(flash->context);
}

// An application on trial that comes up for the second time has failed.
static bool abort_trials(const struct bootloader *bootloader, struct select *selects)
{
    for (int i = 0; i < 2; i++) {
        if (get(selects[i].bytes + STATE_AT) == PENDING_VERIFY) {
            set(selects[i].bytes + STATE_AT, ABORTED);
            if (!write_select(bootloader, i, &selects[i])) {
                return false;
            }
        }
    }
    return true;
}

static int find_active(const struct bootloader *bootloader, const struct select *selects)
{
    bool valid[2] = {is_valid(bootloader, &selects[0]), is_valid(bootloader, &selects[1])};
    if (valid[0] && valid[1]) {
        return get(selects[0].bytes) >= get(selects[1].bytes) ? 0 : 1;
    }
    return valid[0] ? 0 : valid[1] ? 1 : -1;
}

// Sets `*is_initial` where the first slot is taken for want of anything else, which the bootloader
// will record. False: the power was lost.
static bool choose(const struct bootloader *bootloader, int *selected, bool *is_initial)
{
    const struct pschema_flash *flash = bootloader->flash;
    struct select selects[2];
    for (uint32_t i = 0; i < 2; i++) {
        if (flash->read(flash->context, bootloader->otadata + i * bootloader->otadata_half,
                        selects[i].bytes, SELECT_SIZE)) {
            return false;
        }
    }
    if (bootloader->kind == BOOTLOADER_ROLLBACK && !abort_trials(bootloader, selects)) {
        return false;
    }
    *selected = BOOTLOADER_FACTORY;
    *is_initial = false;
    if (is_invalid(bootloader, &selects[0]) && is_invalid(bootloader, &selects[1])) {
        if (bootloader->factory_size == 0) {
            *selected = 0;
            *is_initial = bootloader->kind != BOOTLOADER_SEQUENCE_ONLY &&
                          (get(selects[0].bytes) == UINT32_MAX || !has_right_crc(&selects[0])) &&
                          (get(selects[1].bytes) == UINT32_MAX || !has_right_crc(&selects[1]));
        }
        return true;
    }
    int active = find_active(bootloader, selects);
    if (active < 0) { // damaged: the factory application, or whatever is there
        *selected = bootloader->factory_size ? BOOTLOADER_FACTORY : 0;
        return true;
    }
    uint8_t *state = selects[active].bytes + STATE_AT;
    *selected = (int)((get(selects[active].bytes) - 1) % bootloader->slot_count);
    if (bootloader->kind == BOOTLOADER_ROLLBACK && get(state) == NEW) {
        set(state, PENDING_VERIFY);
        return write_select(bootloader, active, &selects[active]);
    }
    return true;
}

static uint32_t image_checksum(const uint8_t *bytes, uint32_t size)
{
    uint32_t sum = 2166136261u;
    for (uint32_t i = 0; i < size; i++) {
        sum = (sum ^ bytes[i]) * 16777619u;
    }
    return sum;
}

void bootloader_make_image(uint8_t *image, uint32_t size, uint32_t version)
{
    uint32_t bits = version * 2654435761u;
    for (uint32_t i = 0; i < size; i++) {
        bits = bits * 1664525u + 1013904223u;
        image[i] = (uint8_t)(bits >> 24);
    }
    set(image, IMAGE_MAGIC);
    set(image + 4, size);
    set(image + 8, version);
    set(image + size - IMAGE_CHECKSUM, image_checksum(image, size - IMAGE_CHECKSUM));
}

// Whether the image in a slot is complete.
static bool load_image(const struct bootloader *bootloader, int index, uint32_t *version)
{
    const struct pschema_flash *flash = bootloader->flash;
    bool is_factory = index == BOOTLOADER_FACTORY;
    uint32_t room = is_factory ? bootloader->factory_size : bootloader->slot_size;
    uint32_t address = is_factory ? bootloader->factory
                                  : bootloader->slots + (uint32_t)index * bootloader->slot_size;
    uint8_t image[IMAGE_LIMIT];
    if (room < IMAGE_HEADER || flash->read(flash->context, address, image, IMAGE_HEADER)) {
        return false;
    }
    uint32_t size = get(image + 4);
    if (get(image) != IMAGE_MAGIC || size < IMAGE_HEADER + IMAGE_CHECKSUM || size > room ||
        size > sizeof image || flash->read(flash->context, address, image, size)) {
        return false;
    }
    *version = get(image + 8);
    return get(image + size - IMAGE_CHECKSUM) == image_checksum(image, size - IMAGE_CHECKSUM);
}

static bool record_first_slot(const struct bootloader *bootloader, int slot)
{
    struct select select;
    memset(select.bytes, 0xff, sizeof select.bytes);
    set(select.bytes + SEQUENCE_AT, (uint32_t)slot + 1);
    set(select.bytes + STATE_AT, VALID);
    set(select.bytes + CRC_AT, sequence_crc((uint32_t)slot + 1));
    return write_select(bootloader, 0, &select);
}

struct boot bootloader_run(const struct bootloader *bootloader)
{
    struct boot boot = {BOOTLOADER_NOTHING, BOOTLOADER_NOTHING, 0};
    bool is_initial;
    if (!choose(bootloader, &boot.selected, &is_initial)) {
        return boot;
    }
    int index = boot.selected; // first backwards from it, then forwards
    while (index >= BOOTLOADER_FACTORY && !load_image(bootloader, index, &boot.version)) {
        index--;
    }
    if (index < BOOTLOADER_FACTORY) {
        index = boot.selected + 1;
        while (index < (int)bootloader->slot_count &&
               !load_image(bootloader, index, &boot.version)) {
            index++;
        }
    }
    if (index == (int)bootloader->slot_count ||
        (is_initial && index >= 0 && !record_first_slot(bootloader, index))) {
        return boot;
    }
    boot.booted = index;
    return boot;
}
