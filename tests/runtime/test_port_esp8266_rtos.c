// The port to the ESP8266_RTOS_SDK, over a fake of its functions: the simulator.
#include "flash_fixture.h"
#include "port_checks.h"

#include <esp_image_format.h>
#include <esp_ota_ops.h>
#include <pschema/esp8266_rtos.h>
#include <pschema/ota.h>
#include <spi_flash.h>

static struct fixture fixture;
static const esp_partition_t *running;

size_t spi_flash_get_chip_size(void)
{
    return FIXTURE_SIZE;
}

esp_err_t spi_flash_read(size_t address, void *to, size_t size)
{
    return fixture.flash.read(fixture.flash.context, (uint32_t)address, to, (uint32_t)size);
}

// The SDK never returns from writing 256 pages and more at once.
esp_err_t spi_flash_write(size_t address, const void *from, size_t size)
{
    ck_assert_uint_lt(size, 0x10000);
    return fixture.flash.program(fixture.flash.context, (uint32_t)address, from, (uint32_t)size);
}

esp_err_t spi_flash_erase_range(size_t start, size_t size)
{
    return fixture.flash.erase(fixture.flash.context, (uint32_t)start, (uint32_t)size);
}

const esp_partition_t *esp_ota_get_running_partition(void)
{
    return running;
}

START_TEST(does_what_ports_do)
{
    struct pschema_flash flash;
    fixture_init(&fixture, 4096, 4);
    pschema_esp8266_rtos_init(&flash);
    ck_assert_uint_eq(flash.size, FIXTURE_SIZE);
    ck_assert_uint_eq(flash.erase_size, 4096);
    port_check(&flash, 8192);
}
END_TEST

START_TEST(has_no_encryption_and_no_memory)
{
    const struct pschema_partition plain = {.label = "plain", .size = 4096, .type = 0x40};
    const struct pschema_partition secret = {
        .label = "secret", .size = 4096, .flags = PSCHEMA_FLAG_ENCRYPTED};
    struct pschema_flash flash;
    const void *memory;
    uint8_t byte;
    fixture_init(&fixture, 4096, 4);
    pschema_esp8266_rtos_init(&flash);
    ck_assert_int_eq(pschema_read(&flash, &secret, 0, &byte, 1), PSCHEMA_ERROR_ENCRYPTED);
    ck_assert_int_eq(pschema_map(&flash, &plain, 0, 1, &memory), PSCHEMA_ERROR_UNSUPPORTED);
}
END_TEST

static esp_partition_pos_t image_asked;
static esp_err_t image_verdict;

esp_err_t esp_image_load(esp_image_load_mode_t mode, const esp_partition_pos_t *part,
                         esp_image_metadata_t *metadata)
{
    ck_assert_int_eq(mode, ESP_IMAGE_VERIFY);
    ck_assert_ptr_nonnull(metadata);
    image_asked = *part;
    return image_verdict;
}

// The SDK judges an image, and set_boot hears it.
START_TEST(asks_the_sdk_about_images)
{
    const struct pschema_partition slot = {.offset = 0x110000, .size = 0xf0000};
    const struct pschema_app app = {&slot};
    pschema_ota_verify *verify = pschema_esp8266_rtos_verify;
    image_verdict = ESP_OK;
    ck_assert_int_eq(verify(NULL, NULL, app), PSCHEMA_OK);
    ck_assert_uint_eq(image_asked.offset, 0x110000);
    ck_assert_uint_eq(image_asked.size, 0xf0000);
    image_verdict = ESP_FAIL;
    ck_assert_int_eq(verify(NULL, NULL, app), PSCHEMA_ERROR_DAMAGED);
}
END_TEST

START_TEST(tells_what_runs)
{
    static const esp_partition_t slot = {.address = 0x110000, .size = 0xf0000};
    running = &slot;
    ck_assert_uint_eq(pschema_esp8266_rtos_running(), 0x110000);
    running = NULL;
    ck_assert_uint_eq(pschema_esp8266_rtos_running(), PSCHEMA_OTA_UNKNOWN);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("port_esp8266_rtos");
    TCase *all = tcase_create("all");
    tcase_add_test(all, does_what_ports_do);
    tcase_add_test(all, has_no_encryption_and_no_memory);
    tcase_add_test(all, asks_the_sdk_about_images);
    tcase_add_test(all, tells_what_runs);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
