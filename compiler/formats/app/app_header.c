// The header of an app's image: the chip, and the flash that it was made for.
//
// Source: ESP-IDF, esp_app_format.h; esptool, the chips' FLASH_SIZES and FLASH_FREQUENCY. The
// ESP8266 has only the first 8 bytes, and its own codes of sizes.
#include "app.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

/// What a kind of chip calls the codes of its clock: the low half of the header's fourth byte.
struct clocks {
    const char *codes[3]; // of 0, 1 and 2
    const char *fastest;  // of 15
};

// Sizes by the high half of the fourth byte, in bytes; 0 is a code that means none. The ESP8266
// counts otherwise: 512K, 256K, 1M, 2M, 4M, two codes of 2M and 4M with another map, 8M and 16M.
static uint64_t flash_size(const struct app_image *image)
{
    static const uint32_t old_sizes[] = {512, 256, 1024, 2048, 4096, 2048, 4096, 0, 8192, 16384};
    unsigned code = image->bytes[3] >> 4;
    if (image->header == APP_LONG_HEADER) {
        return code < 8 ? (uint64_t)(1 << 20) << code : 0;
    }
    return code < sizeof old_sizes / sizeof *old_sizes ? (uint64_t)old_sizes[code] << 10 : 0;
}

// Source: esptool, FLASH_FREQUENCY of each chip. What no row says is 40, 26, 20 and 80 MHz.
static const char *flash_clock(const struct app_image *image)
{
    static const struct {
        const char *chip;
        struct clocks clocks;
    } others[] = {
        {"esp32c2", {{"30 MHz", "20 MHz", "15 MHz"}, "60 MHz"}},
        {"esp32c6", {{"80 or 40 MHz", NULL, "20 MHz"}, "80 MHz"}},
        {"esp32h2", {{"24 MHz", "16 MHz", "12 MHz"}, "48 MHz"}},
        {"esp32h21", {{"24 MHz", "16 MHz", "12 MHz"}, "48 MHz"}},
        {"esp32h4", {{"24 MHz", "16 MHz", "12 MHz"}, "48 MHz"}},
    };
    struct clocks clocks = {{"40 MHz", "26 MHz", "20 MHz"}, "80 MHz"};
    unsigned code = image->bytes[3] & 0xf;
    for (size_t i = 0; i < sizeof others / sizeof *others && image->chip; i++) {
        clocks = strcmp(others[i].chip, image->chip) == 0 ? others[i].clocks : clocks;
    }
    return code == 0xf ? clocks.fastest : code < 3 ? clocks.codes[code] : NULL;
}

// The codes of esptool's --flash_mode, which are the same on all chips.
static const char *flash_mode(const struct app_image *image)
{
    static const char *const modes[] = {"qio", "qout", "dio", "dout", "fast_read", "slow_read"};
    uint8_t code = image->bytes[2];
    return code < sizeof modes / sizeof *modes ? modes[code] : NULL;
}

void app_read_header(struct app_image *image)
{
    const uint8_t *bytes = image->bytes;
    bool is_long = image->header == APP_LONG_HEADER;
    image->chip_id = is_long ? dump_integer(bytes + 12, 2) : APP_ESP8266;
    image->chip = is_long ? app_chip_name(image->chip_id) : "esp8266";
    image->entry = dump_integer(bytes + 4, 4);
    image->flash_mode = flash_mode(image);
    image->flash_clock = flash_clock(image);
    image->flash_size = flash_size(image);
    image->least_revision = is_long ? dump_integer(bytes + 15, 2) : 0;
    image->highest_revision = is_long ? dump_integer(bytes + 17, 2) : 0;
}

// Unknown codes are shown as such: the header of a chip newer than schemac is not damaged,
// except that such a chip has no name here.
void app_tell_header(const struct dump_request *request, const struct app_image *image,
                     struct fact *fact)
{
    struct arena *arena = request->arena;
    bool is_long = image->header == APP_LONG_HEADER;
    const char *chip = image->chip ? image->chip : "unknown";
    const char *mode = image->flash_mode ? image->flash_mode : "unknown";
    const char *clock = image->flash_clock ? image->flash_clock : "unknown";
    fact_text(arena, fact, "chip", chip);
    if (is_long) {
        fact_count(arena, fact, "chip_id", image->chip_id);
    }
    fact_offset(arena, fact, "entry", image->entry);
    fact_text(arena, fact, "flash_mode", mode);
    fact_text(arena, fact, "flash_frequency", clock);
    fact_size(arena, fact, "flash_size", image->flash_size);
    fact_say(arena, fact,
             "app image for %s, %zu segments, entry 0x%08" PRIx64 ", for a flash of %s (%s, %s)",
             chip, image->segment_count, image->entry,
             image->flash_size ? text_size(arena, image->flash_size) : "unknown size", mode, clock);
    if (is_long) {
        fact_count(arena, fact, "least_revision", image->least_revision);
        fact_count(arena, fact, "highest_revision", image->highest_revision);
    }
    if (!image->chip) {
        fact_damage(arena, fact, request->base + 12, "0x%04" PRIx64 " is not the number of a chip",
                    image->chip_id);
    }
    if (!image->flash_mode) {
        fact_damage(arena, fact, request->base + 2, "0x%02x is not a flash mode", image->bytes[2]);
    }
}
