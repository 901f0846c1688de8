// The port to ESP-IDF, over a fake of its functions: two simulated chips, the first of which may be
// encrypted, by a key that anybody can guess.
#include "flash_fixture.h"
#include "port_checks.h"

#include <esp_efuse.h>
#include <esp_flash.h>
#include <esp_flash_encrypt.h>
#include <esp_image_format.h>
#include <esp_ota_ops.h>
#include <pschema/crc32.h>
#include <pschema/esp_idf.h>
#include <pschema/layout.h>
#include <pschema/ota.h>
#include <pschema/table.h>
#include <spi_flash_mmap.h>

struct esp_flash_t {
    struct fixture fixture;
    bool is_dead;
};

static struct esp_flash_t main_chip;
static struct esp_flash_t second_chip;
static bool is_encrypting;
static const esp_partition_t *running;
static uint8_t window[FIXTURE_SIZE]; // what the cache shows of the first chip

esp_flash_t *esp_flash_default_chip = &main_chip;

static const struct pschema_flash *flash_of(esp_flash_t *chip)
{
    return &(chip ? chip : esp_flash_default_chip)->fixture.flash;
}

// Encrypts and decrypts.
static void apply_key(uint8_t *bytes, uint32_t address, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++) {
        bytes[i] ^= (uint8_t)((address + i) * 7 + 0x5c);
    }
}

esp_err_t esp_flash_get_size(esp_flash_t *chip, uint32_t *size)
{
    if (chip->is_dead) {
        return ESP_FAIL;
    }
    *size = chip->fixture.simulator.size;
    return ESP_OK;
}

esp_err_t esp_flash_erase_region(esp_flash_t *chip, uint32_t start, uint32_t size)
{
    const struct pschema_flash *flash = flash_of(chip);
    return flash->erase(flash->context, start, size);
}

esp_err_t esp_flash_read(esp_flash_t *chip, void *buffer, uint32_t address, uint32_t size)
{
    const struct pschema_flash *flash = flash_of(chip);
    return flash->read(flash->context, address, buffer, size);
}

esp_err_t esp_flash_write(esp_flash_t *chip, const void *buffer, uint32_t address, uint32_t size)
{
    const struct pschema_flash *flash = flash_of(chip);
    return flash->program(flash->context, address, buffer, size);
}

esp_err_t esp_flash_read_encrypted(esp_flash_t *chip, uint32_t address, void *buffer, uint32_t size)
{
    ck_assert(is_encrypting);
    ck_assert_ptr_null(chip);
    esp_err_t error = esp_flash_read(chip, buffer, address, size);
    apply_key((uint8_t *)buffer, address, size);
    return error;
}

esp_err_t esp_flash_write_encrypted(esp_flash_t *chip, uint32_t address, const void *buffer,
                                    uint32_t size)
{
    ck_assert(is_encrypting);
    ck_assert_ptr_null(chip);
    ck_assert_uint_eq((address | size) & 15, 0);
    uint8_t *copy = malloc(size);
    memcpy(copy, buffer, size);
    apply_key(copy, address, size);
    esp_err_t error = esp_flash_write(chip, copy, address, size);
    free(copy);
    return error;
}

uint32_t esp_efuse_read_secure_version(void)
{
    return 7;
}

bool esp_flash_encryption_enabled(void)
{
    return is_encrypting;
}

static uint32_t mapped_handles; // as many as were given out
static uint32_t unmapped_handle;

esp_err_t spi_flash_mmap(size_t address, size_t size, spi_flash_mmap_memory_t memory,
                         const void **mapped, spi_flash_mmap_handle_t *handle)
{
    ck_assert_int_eq(memory, SPI_FLASH_MMAP_DATA);
    ck_assert_uint_eq(address & (SPI_FLASH_MMU_PAGE_SIZE - 1), 0);
    ck_assert_uint_le(address + size, FIXTURE_SIZE);
    esp_err_t error = esp_flash_read(NULL, window, (uint32_t)address, (uint32_t)size);
    if (is_encrypting) {
        apply_key(window, (uint32_t)address, (uint32_t)size);
    }
    *mapped = window;
    *handle = ++mapped_handles;
    return error;
}

void spi_flash_munmap(spi_flash_mmap_handle_t handle)
{
    unmapped_handle = handle;
}

const esp_partition_t *esp_ota_get_running_partition(void)
{
    return running;
}

static void power_on(bool encrypting)
{
    fixture_init(&main_chip.fixture, 4096, 1);
    fixture_init(&second_chip.fixture, 4096, 1);
    is_encrypting = encrypting;
}

START_TEST(does_what_ports_do)
{
    struct pschema_esp_idf port;
    power_on(false);
    ck_assert_int_eq(pschema_esp_idf_open(&port, NULL, 0), PSCHEMA_OK);
    port_trust(&port.flash);
    ck_assert_uint_eq(port.flash.size, FIXTURE_SIZE);
    port_check(&port.flash, 8192);
}
END_TEST

START_TEST(takes_further_chips)
{
    struct pschema_esp_idf port;
    power_on(true);
    ck_assert_int_eq(pschema_esp_idf_open(&port, &second_chip, 1), PSCHEMA_OK);
    port_trust(&port.flash);
    ck_assert_ptr_null(port.flash.map);
    ck_assert_ptr_null(port.flash.encrypted);
    port_check(&port.flash, 8192);
    ck_assert_uint_eq(main_chip.fixture.simulator.operations, 0);
    second_chip.is_dead = true;
    ck_assert_int_eq(pschema_esp_idf_open(&port, &second_chip, 1), PSCHEMA_ERROR_FLASH);
}
END_TEST

// One that erased nothing: encrypted flash cannot be programmed twice.
static void write_and_see(const struct pschema_flash *flash, struct pschema_partition partition,
                          bool is_encrypted)
{
    const struct pschema_writable writable = {&partition};
    const uint8_t *stored = main_chip.fixture.bytes + partition.offset + 32;
    const void *memory = NULL;
    uint8_t bytes[16];
    ck_assert_int_eq(pschema_erase(flash, writable, 0, 4096), PSCHEMA_OK);
    ck_assert_int_eq(pschema_write(flash, writable, 32, "sixteen letters.", 16), PSCHEMA_OK);
    ck_assert_int_eq(memcmp(stored, "sixteen letters.", 16) != 0, is_encrypted);
    ck_assert_int_eq(pschema_read(flash, &partition, 32, bytes, 16), PSCHEMA_OK);
    ck_assert_mem_eq(bytes, "sixteen letters.", 16);
    if (is_encrypted) {
        ck_assert_int_eq(pschema_write(flash, writable, 56, bytes, 8), PSCHEMA_ERROR_ALIGNMENT);
    }
    if (is_encrypted || !is_encrypting) {
        ck_assert_int_eq(pschema_map(flash, &partition, 33, 15, &memory), PSCHEMA_OK);
        ck_assert_mem_eq(memory, "ixteen letters.", 15);
    } else { // the cache would show it decrypted
        ck_assert_int_eq(pschema_map(flash, &partition, 33, 15, &memory),
                         PSCHEMA_ERROR_UNSUPPORTED);
    }
}

static const struct pschema_partition data = {
    .label = "data", .offset = 0x11000, .size = 8192, .type = 0x40};
static const struct pschema_partition secret = {.label = "secret",
                                                .offset = 0x21000,
                                                .size = 8192,
                                                .type = 0x40,
                                                .flags = PSCHEMA_FLAG_ENCRYPTED};

START_TEST(encrypts_what_is_flagged)
{
    struct pschema_esp_idf port;
    power_on(true);
    ck_assert_int_eq(pschema_esp_idf_open(&port, NULL, 0), PSCHEMA_OK);
    port_trust(&port.flash);
    write_and_see(&port.flash, data, false);
    write_and_see(&port.flash, secret, true);
}
END_TEST

START_TEST(encrypts_nothing_where_encryption_is_off)
{
    struct pschema_esp_idf port;
    power_on(false);
    ck_assert_int_eq(pschema_esp_idf_open(&port, &main_chip, 0), PSCHEMA_OK);
    port_trust(&port.flash);
    write_and_see(&port.flash, data, false);
    write_and_see(&port.flash, secret, false);
}
END_TEST

// {type, subtype, is encrypted as soon as anything is}
static const uint8_t kinds[][3] = {
    {0, 0, 1}, {0, 0x10, 1}, {2, 0, 1},    {3, 0, 1},    {1, 0, 1},    {1, 4, 1},
    {1, 2, 0}, {1, 1, 0},    {1, 0x81, 0}, {0x40, 0, 0}, {0x40, 4, 0}, {4, 0, 0},
};

START_TEST(encrypts_what_the_bootloader_reads)
{
    const uint8_t *kind = kinds[_i];
    struct pschema_partition partition = data;
    struct pschema_esp_idf port;
    partition.type = kind[0];
    partition.subtype = kind[1];
    power_on(true);
    ck_assert_int_eq(pschema_esp_idf_open(&port, NULL, 0), PSCHEMA_OK);
    port_trust(&port.flash);
    write_and_see(&port.flash, partition, kind[2]);
    power_on(false);
    ck_assert_int_eq(pschema_esp_idf_open(&port, NULL, 0), PSCHEMA_OK);
    port_trust(&port.flash);
    write_and_see(&port.flash, partition, false);
}
END_TEST

// A main table is read as the bootloader does it, second-level ones as their partitions are.
START_TEST(checks_the_layout_encrypted_or_not)
{
    enum { ROW_SIZE = 32, TABLES = 3 };
    struct pschema_layout_row row = {"nvs", 0};
    const struct pschema_layout_table tables[TABLES] = {
        {{.label = "main", .offset = 0x8000, .size = 0xc00, .type = PSCHEMA_TYPE_TABLE},
         32,
         1,
         &row,
         0,
         0},
        {{.label = "plain", .offset = 0xa000, .size = 0xc00, .type = 0x40}, 32, 1, &row, 0, 0},
        {{.label = "secret",
          .offset = 0xb000,
          .size = 0xc00,
          .flags = PSCHEMA_FLAG_ENCRYPTED,
          .type = 0x40},
         32,
         1,
         &row,
         0,
         0}};
    static const uint8_t bytes[ROW_SIZE] = {0xaa, 0x50, 1, 2, 0,   0x90, 0,  0,
                                            0,    0x60, 0, 0, 'n', 'v',  's'};
    struct pschema_layout layout = {1, TABLES, tables};
    struct pschema_table_reader reader;
    struct pschema_partition entry;
    struct pschema_esp_idf port;
    row.crc = pschema_crc32(PSCHEMA_CRC32_START, bytes, ROW_SIZE);
    power_on(_i);
    for (size_t i = 0; i < TABLES; i++) {
        const struct pschema_partition *place = &tables[i].place;
        memcpy(main_chip.fixture.bytes + place->offset, bytes, ROW_SIZE);
        if (_i && (place->type == PSCHEMA_TYPE_TABLE || place->flags)) {
            apply_key(main_chip.fixture.bytes + place->offset, place->offset, ROW_SIZE);
        }
    }
    ck_assert_int_eq(pschema_esp_idf_open(&port, NULL, 0), PSCHEMA_OK);
    port_trust(&port.flash);
    ck_assert_int_eq(pschema_layout_check(&port.flash, &layout, NULL), PSCHEMA_OK);
    pschema_table_open_at(&reader, &port.flash, 0x8000, PSCHEMA_TABLE_SIZE, 0);
    ck_assert_int_eq(pschema_table_next(&reader, &entry), PSCHEMA_OK);
    ck_assert_str_eq(entry.label, "nvs");
    ck_assert_uint_eq(entry.offset, 0x9000);
}
END_TEST

static const struct pschema_partition otadata = {
    .label = "otadata", .offset = 0x9000, .size = 0x2000, .type = 1};
static const struct pschema_partition slots[2] = {
    {.label = "ota_0", .offset = 0x10000, .size = 0x10000, .subtype = 0x10},
    {.label = "ota_1", .offset = 0x20000, .size = 0x10000, .subtype = 0x11},
};

static const struct pschema_app apps[2] = {{&slots[0]}, {&slots[1]}};

static struct pschema_ota_slots all_slots(void)
{
    return (struct pschema_ota_slots){
        .otadata = {&otadata}, .factory = {pschema_no_partition()}, .slot = apps, .count = 2};
}

static void write_image(struct pschema_ota *ota, const uint8_t *image, uint32_t size)
{
    ck_assert_int_eq(pschema_ota_begin(ota, apps[1], size), PSCHEMA_OK);
    for (uint32_t at = 0; at < size; at += 999) {
        uint32_t part = size - at < 999 ? size - at : 999;
        ck_assert_int_eq(pschema_ota_write(ota, image + at, part), PSCHEMA_OK);
    }
    ck_assert_int_eq(pschema_ota_end(ota), PSCHEMA_OK);
}

// The bootloader reads otadata and applications decrypted where encryption is on, although nothing
// is flagged; writes are then of 16 bytes, and a block is never programmed twice.
START_TEST(updates_encrypted_or_not)
{
    static uint8_t image[20001];
    uint8_t stored[sizeof image];
    enum pschema_ota_state state;
    struct pschema_esp_idf port;
    struct pschema_ota ota;
    for (unsigned i = 0; i < sizeof image; i++) {
        image[i] = (uint8_t)(i * 31);
    }
    power_on(_i);
    ck_assert_int_eq(pschema_esp_idf_open(&port, NULL, 0), PSCHEMA_OK);
    port_trust(&port.flash);
    ck_assert_int_eq(pschema_ota_open(&ota, &port.flash, all_slots(), 0x10000), PSCHEMA_OK);
    write_image(&ota, image, sizeof image);
    memcpy(stored, main_chip.fixture.bytes + 0x20000, sizeof stored);
    if (_i) {
        apply_key(stored, 0x20000, sizeof stored);
    }
    ck_assert_mem_eq(stored, image, sizeof image);

    ck_assert_int_eq(pschema_ota_set_boot(&ota, apps[1], PSCHEMA_OTA_ON_TRIAL), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_open(&ota, &port.flash, all_slots(), PSCHEMA_OTA_UNKNOWN),
                     PSCHEMA_OK);
    ck_assert_ptr_eq(pschema_ota_running(&ota).partition, &slots[1]);
    ck_assert_int_eq(pschema_ota_read_state(&ota, apps[1], &state), PSCHEMA_OK);
    ck_assert_int_eq(state, PSCHEMA_OTA_NEW);
    ck_assert_int_eq(pschema_ota_mark_valid(&ota), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_read_state(&ota, apps[1], &state), PSCHEMA_OK);
    ck_assert_int_eq(state, PSCHEMA_OTA_VALID);
    ck_assert_int_eq(pschema_ota_roll_back(&ota), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_open(&ota, &port.flash, all_slots(), PSCHEMA_OTA_UNKNOWN),
                     PSCHEMA_OK);
    ck_assert_ptr_eq(pschema_ota_running(&ota).partition, &slots[0]);
    fixture_check(&main_chip.fixture);
}
END_TEST

START_TEST(maps_and_unmaps)
{
    struct pschema_esp_idf port;
    const void *memory[PSCHEMA_ESP_IDF_MAPPINGS + 1];
    power_on(false);
    ck_assert_int_eq(pschema_esp_idf_open(&port, NULL, 0), PSCHEMA_OK);
    for (uint32_t i = 0; i < PSCHEMA_ESP_IDF_MAPPINGS; i++) { // in one window, at other places
        ck_assert_int_eq(pschema_map(&port.flash, &data, i * 16, 16, &memory[i]), PSCHEMA_OK);
    }
    ck_assert_int_eq(pschema_map(&port.flash, &data, 0, 16, &memory[PSCHEMA_ESP_IDF_MAPPINGS]),
                     PSCHEMA_ERROR_FLASH);
    ck_assert_uint_eq(mapped_handles, PSCHEMA_ESP_IDF_MAPPINGS);
    pschema_unmap(&port.flash, memory[2]);
    ck_assert_uint_eq(unmapped_handle, 3);
    pschema_unmap(&port.flash, memory[2]); // it is not mapped any more
    pschema_unmap(&port.flash, NULL);
    ck_assert_uint_eq(unmapped_handle, 3);
    ck_assert_int_eq(pschema_map(&port.flash, &data, 64, 16, &memory[2]), PSCHEMA_OK);
    pschema_unmap(&port.flash, memory[0]);
    ck_assert_uint_eq(unmapped_handle, 1);
    pschema_unmap(&port.flash, memory[2]);
    ck_assert_uint_eq(unmapped_handle, PSCHEMA_ESP_IDF_MAPPINGS + 1);
}
END_TEST

static esp_partition_pos_t image_asked;
static esp_err_t image_verdict;

esp_err_t esp_image_verify(esp_image_load_mode_t mode, const esp_partition_pos_t *part,
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
    pschema_ota_verify *verify = pschema_esp_idf_verify;
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
    ck_assert_uint_eq(pschema_esp_idf_running(), 0x110000);
    ck_assert_uint_eq(pschema_esp_idf_secure_version(), 0); // the stand-ins' sdkconfig asks none
    running = NULL;
    ck_assert_uint_eq(pschema_esp_idf_running(), PSCHEMA_OTA_UNKNOWN);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("port_esp_idf");
    TCase *all = tcase_create("all");
    tcase_add_test(all, does_what_ports_do);
    tcase_add_test(all, takes_further_chips);
    tcase_add_test(all, encrypts_what_is_flagged);
    tcase_add_test(all, encrypts_nothing_where_encryption_is_off);
    tcase_add_loop_test(all, encrypts_what_the_bootloader_reads, 0,
                        (int)(sizeof kinds / sizeof *kinds));
    tcase_add_loop_test(all, checks_the_layout_encrypted_or_not, 0, 2);
    tcase_add_loop_test(all, updates_encrypted_or_not, 0, 2);
    tcase_add_test(all, maps_and_unmaps);
    tcase_add_test(all, asks_the_sdk_about_images);
    tcase_add_test(all, tells_what_runs);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
