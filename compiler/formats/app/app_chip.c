// Which chip an image is for, as its header says it.
//
// Source: ESP-IDF, esp_app_format.h; ESP8266_RTOS_SDK, esp_image_format.h. The header of the
// ESP8266 has no number of a chip, but begins at an address that is none of another chip's memory.
#include "dump.h"
#include "app_chip.h"

enum {
    MAGIC = 0xe9,
    HEADER_SIZE = 24,
    SEGMENT_LIMIT = 16,
    MODE_LIMIT = 6,
    ESP8266_MEMORY = 0x4010, // the high half of an address of code
};

// Source: ESP-IDF, esp_app_format.h, esp_chip_id_t. Null: a chip that is newer than this list.
const char *app_chip_name(uint64_t id)
{
    static const struct {
        uint16_t id;
        const char *name;
    } chips[] = {
        {0x00, "esp32"},    {0x02, "esp32s2"}, {0x05, "esp32c3"},  {0x09, "esp32s3"},
        {0x0c, "esp32c2"},  {0x0d, "esp32c6"}, {0x10, "esp32h2"},  {0x12, "esp32p4"},
        {0x14, "esp32c61"}, {0x17, "esp32c5"}, {0x19, "esp32h21"}, {0x1c, "esp32h4"},
        {0x20, "esp32s31"},
    };
    for (size_t i = 0; i < sizeof chips / sizeof *chips; i++) {
        if (chips[i].id == id) {
            return chips[i].name;
        }
    }
    return NULL;
}

// Judges a header at a place of a flash where a bootloader may be; `offset` is that place. The
// number of the ESP32 is 0, which erased or zeroed fields have as well: it counts only at an
// offset other than 0.
const char *image_boot_chip(const uint8_t *bytes, size_t size, uint64_t offset)
{
    if (size < HEADER_SIZE || bytes[0] != MAGIC || bytes[1] == 0 || bytes[1] > SEGMENT_LIMIT ||
        bytes[2] >= MODE_LIMIT) {
        return NULL;
    }
    if (offset == 0 && dump_integer(bytes + 6, 2) == ESP8266_MEMORY) {
        return "esp8266";
    }
    uint64_t id = dump_integer(bytes + 12, 2);
    bool is_possible = bytes[HEADER_SIZE - 1] <= 1 && (id != 0 || offset != 0); // else zeros
    return is_possible ? app_chip_name(id) : NULL;
}
