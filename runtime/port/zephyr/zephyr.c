#include <pschema/zephyr.h>

#include <zephyr/drivers/flash.h>
#include <zephyr/storage/flash_map.h>

#include <string.h>

static enum pschema_result result_of(int error)
{
    return error == 0 ? PSCHEMA_OK : PSCHEMA_ERROR_FLASH;
}

/* Where an address of the device is in the area; negative, which Zephyr refuses: before it. */
static off_t offset_of(const struct flash_area *area, uint32_t address)
{
    return (off_t)address - area->fa_off;
}

static enum pschema_result read(void *context, uint32_t address, void *buffer, uint32_t size)
{
    const struct flash_area *area = (const struct flash_area *)context;
    return result_of(flash_area_read(area, offset_of(area, address), buffer, size));
}

static enum pschema_result program(void *context, uint32_t address, const void *data, uint32_t size)
{
    const struct flash_area *area = (const struct flash_area *)context;
    return result_of(flash_area_write(area, offset_of(area, address), data, size));
}

static enum pschema_result erase(void *context, uint32_t address, uint32_t size)
{
    const struct flash_area *area = (const struct flash_area *)context;
    return result_of(flash_area_erase(area, offset_of(area, address), size));
}

/* The largest of the pages in an area. */
struct largest {
    const struct flash_area *area;
    uint32_t size;
    int is_odd; /* one of them is not a power of two, or not at a multiple of its size */
};

static bool visit(const struct flash_pages_info *page, void *data)
{
    struct largest *largest = (struct largest *)data;
    size_t start = (size_t)page->start_offset;
    size_t area_start = (size_t)largest->area->fa_off;
    if (start + page->size <= area_start) {
        return true;
    }
    if (start >= area_start + largest->area->fa_size) {
        return false;
    }
    if ((page->size & (page->size - 1)) || (start & (page->size - 1))) {
        largest->is_odd = 1;
    }
    if (page->size > largest->size) {
        largest->size = (uint32_t)page->size;
    }
    return true;
}

static int is_program_size(uint32_t size)
{
    return size > 0 && size <= PSCHEMA_PROGRAM_SIZE_LIMIT && !(size & (size - 1));
}

enum pschema_result pschema_zephyr_init(struct pschema_flash *flash, const struct flash_area *area,
                                        uint8_t number)
{
    struct largest largest = {area, 0, 0};
    uint32_t program_size = (uint32_t)flash_area_align(area);
    uint64_t end = (uint64_t)area->fa_off + area->fa_size;
    if (end > UINT32_MAX) {
        return PSCHEMA_ERROR_RANGE;
    }
    flash_page_foreach(flash_area_get_device(area), visit, &largest);
    if (largest.is_odd || largest.size < program_size || !is_program_size(program_size) ||
        flash_area_erased_val(area) != 0xff) {
        return PSCHEMA_ERROR_UNSUPPORTED;
    }
    memset(flash, 0, sizeof *flash);
    flash->context = (void *)(uintptr_t)area; // nothing is written through it
    flash->size = (uint32_t)end;
    flash->erase_size = largest.size;
    flash->program_size = program_size;
    flash->chip = number;
    flash->read = read;
    flash->program = program;
    flash->erase = erase;
    return PSCHEMA_OK;
}
