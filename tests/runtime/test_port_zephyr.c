// The port to Zephyr, over a fake of its flash areas: the simulator, whose pages need not be equal.
#include "flash_fixture.h"
#include "port_checks.h"

#include <pschema/zephyr.h>
#include <zephyr/drivers/flash.h>
#include <zephyr/storage/flash_map.h>

struct device {
    struct fixture fixture;
    const size_t *pages; // their sizes, again and again; ends with 0
    uint8_t erased;
};

static struct device device;

static bool is_in(const struct flash_area *area, off_t offset, size_t size)
{
    return offset >= 0 && (size_t)offset <= area->fa_size && size <= area->fa_size - (size_t)offset;
}

int flash_area_read(const struct flash_area *area, off_t offset, void *to, size_t size)
{
    const struct pschema_flash *flash = &device.fixture.flash;
    return is_in(area, offset, size)
               ? flash->read(flash->context, (uint32_t)(area->fa_off + offset), to, (uint32_t)size)
               : -22;
}

int flash_area_write(const struct flash_area *area, off_t offset, const void *from, size_t size)
{
    const struct pschema_flash *flash = &device.fixture.flash;
    return is_in(area, offset, size)
               ? flash->program(flash->context, (uint32_t)(area->fa_off + offset), from,
                                (uint32_t)size)
               : -22;
}

int flash_area_erase(const struct flash_area *area, off_t offset, size_t size)
{
    const struct pschema_flash *flash = &device.fixture.flash;
    return is_in(area, offset, size)
               ? flash->erase(flash->context, (uint32_t)(area->fa_off + offset), (uint32_t)size)
               : -22;
}

uint32_t flash_area_align(const struct flash_area *area)
{
    return area->fa_dev->fixture.flash.program_size;
}

uint8_t flash_area_erased_val(const struct flash_area *area)
{
    return area->fa_dev->erased;
}

const struct device *flash_area_get_device(const struct flash_area *area)
{
    return area->fa_dev;
}

void flash_page_foreach(const struct device *from, flash_page_cb callback, void *data)
{
    struct flash_pages_info page = {0, 0, 0};
    const size_t *size = from->pages;
    while (page.start_offset < FIXTURE_SIZE) {
        page.size = *size;
        if (!callback(&page, data)) {
            return;
        }
        page.start_offset += (off_t)page.size;
        page.index++;
        size = size[1] ? size + 1 : size;
    }
}

static struct flash_area open_area(const size_t *pages, uint32_t program_size, uint32_t offset,
                                   uint32_t size)
{
    fixture_init(&device.fixture, (uint32_t)pages[0], program_size);
    device.pages = pages;
    device.erased = 0xff;
    return (struct flash_area){.fa_off = (off_t)offset, .fa_size = size, .fa_dev = &device};
}

START_TEST(does_what_ports_do)
{
    static const size_t pages[] = {4096, 0};
    struct flash_area area = open_area(pages, 8, 0, FIXTURE_SIZE);
    struct pschema_flash flash;
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 3), PSCHEMA_OK);
    ck_assert_uint_eq(flash.chip, 3);
    ck_assert_uint_eq(flash.erase_size, 4096);
    ck_assert_uint_eq(flash.program_size, 8);
    port_check(&flash, 8192);
}
END_TEST

// An address is one of the device, wherever the area begins.
START_TEST(keeps_to_its_area)
{
    static const size_t pages[] = {4096, 0};
    struct flash_area area = open_area(pages, 4, 32768, 200 * 1024);
    const struct pschema_partition before = {.label = "before", .offset = 32764, .size = 8};
    const struct pschema_partition behind = {.label = "behind", .offset = 237564, .size = 8};
    struct pschema_flash flash;
    uint8_t bytes[8];
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_OK);
    port_check(&flash, 32768);
    ck_assert_int_eq(pschema_read(&flash, &before, 0, bytes, 8), PSCHEMA_ERROR_FLASH);
    ck_assert_int_eq(pschema_read(&flash, &behind, 0, bytes, 8), PSCHEMA_ERROR_RANGE);
}
END_TEST

START_TEST(takes_the_largest_page_of_the_area)
{
    static const size_t pages[] = {16384, 16384, 16384, 16384, 65536, 131072, 0};
    struct flash_area area = open_area(pages, 1, 0, FIXTURE_SIZE);
    struct pschema_flash flash;
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_OK);
    ck_assert_uint_eq(flash.erase_size, 131072);
    area.fa_size = 131072;
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_OK);
    ck_assert_uint_eq(flash.erase_size, 65536);
    area = (struct flash_area){.fa_off = 16384, .fa_size = 32768, .fa_dev = &device};
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_OK);
    ck_assert_uint_eq(flash.erase_size, 16384);
}
END_TEST

// Those before the area do not count.
START_TEST(takes_no_page_of_another_area)
{
    static const size_t pages[] = {131072, 4096, 0};
    struct flash_area area = open_area(pages, 4, 131072, 65536);
    struct pschema_flash flash;
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_OK);
    ck_assert_uint_eq(flash.erase_size, 4096);
}
END_TEST

START_TEST(refuses_what_the_runtime_cannot_use)
{
    static const size_t pages[] = {4096, 0};
    static const size_t odd[] = {6144, 0};
    static const size_t shifted[] = {4096, 8192, 0};
    static const size_t small[] = {16, 0};
    struct pschema_flash flash;
    struct flash_area area = open_area(pages, 4, 0, FIXTURE_SIZE);
    device.erased = 0;
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_ERROR_UNSUPPORTED);
    area = open_area(odd, 4, 0, FIXTURE_SIZE);
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_ERROR_UNSUPPORTED);
    area = open_area(shifted, 4, 0, FIXTURE_SIZE);
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_ERROR_UNSUPPORTED);
    area = open_area(small, 32, 0, FIXTURE_SIZE); // less than a write block
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_ERROR_UNSUPPORTED);
    area = open_area(pages, 4, FIXTURE_SIZE, 65536); // where the device has no pages
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_ERROR_UNSUPPORTED);
    area = open_area(pages, 64, 0, FIXTURE_SIZE);
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_ERROR_UNSUPPORTED);
    area = open_area(pages, 4, 0xffff0000, 0x10000);
    ck_assert_int_eq(pschema_zephyr_init(&flash, &area, 0), PSCHEMA_ERROR_RANGE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("port_zephyr");
    TCase *all = tcase_create("all");
    tcase_add_test(all, does_what_ports_do);
    tcase_add_test(all, keeps_to_its_area);
    tcase_add_test(all, takes_the_largest_page_of_the_area);
    tcase_add_test(all, takes_no_page_of_another_area);
    tcase_add_test(all, refuses_what_the_runtime_cannot_use);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
