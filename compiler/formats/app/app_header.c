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
static uint64_t flash_size(const struct app *app)
{
    static const uint32_t old_sizes[] = {512, 256, 1024, 2048, 4096, 2048, 4096, 0, 8192, 16384};
    unsigned code = app->request->bytes[3] >> 4;
    if (app->header == APP_LONG_HEADER) {
        return code < 8 ? (uint64_t)(1 << 20) << code : 0;
    }
    return code < sizeof old_sizes / sizeof *old_sizes ? (uint64_t)old_sizes[code] << 10 : 0;
}

// Source: esptool, FLASH_FREQUENCY of each chip. What no row says is 40, 26, 20 and 80 MHz.
static const char *flash_frequency(const struct app *app, const char *chip)
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
    unsigned code = app->request->bytes[3] & 0xf;
    for (size_t i = 0; i < sizeof others / sizeof *others && chip; i++) {
        clocks = strcmp(others[i].chip, chip) == 0 ? others[i].clocks : clocks;
    }
    const char *name = code == 0xf ? clocks.fastest : code < 3 ? clocks.codes[code] : NULL;
    return name ? name : "unknown";
}

// The codes of esptool's --flash_mode, which are the same on all chips.
static const char *flash_mode(const struct app *app)
{
    static const char *const modes[] = {"qio", "qout", "dio", "dout", "fast_read", "slow_read"};
    uint8_t code = app->request->bytes[2];
    return code < sizeof modes / sizeof *modes ? modes[code] : "unknown";
}

// Unknown codes are shown as such: the header of a chip newer than schemac is not damaged,
// except that such a chip has no name here.
void app_tell_header(const struct app *app, struct fact *fact)
{
    struct arena *arena = app->request->arena;
    const uint8_t *bytes = app->request->bytes;
    bool is_long = app->header == APP_LONG_HEADER;
    uint64_t id = is_long ? dump_integer(bytes + 12, 2) : 0;
    const char *chip = is_long ? app_chip_name(id) : "esp8266";
    const char *mode = flash_mode(app);
    const char *frequency = flash_frequency(app, chip);
    uint64_t size = flash_size(app);
    fact_text(arena, fact, "chip", chip ? chip : "unknown");
    if (is_long) {
        fact_count(arena, fact, "chip_id", id);
    }
    fact_offset(arena, fact, "entry", dump_integer(bytes + 4, 4));
    fact_text(arena, fact, "flash_mode", mode);
    fact_text(arena, fact, "flash_frequency", frequency);
    fact_size(arena, fact, "flash_size", size);
    fact_say(arena, fact,
             "app image for %s, %u segments, entry 0x%08" PRIx64 ", for a flash of %s (%s, %s)",
             chip ? chip : "unknown", bytes[1], dump_integer(bytes + 4, 4),
             size ? text_size(arena, size) : "unknown size", mode, frequency);
    if (is_long) {
        fact_count(arena, fact, "least_revision", dump_integer(bytes + 15, 2));
        fact_count(arena, fact, "highest_revision", dump_integer(bytes + 17, 2));
    }
    if (!chip) {
        fact_damage(arena, fact, app->request->base + 12,
                    "0x%04" PRIx64 " is not the number of a chip", id);
    }
    if (bytes[2] >= 6) {
        fact_damage(arena, fact, app->request->base + 2, "0x%02x is not a flash mode", bytes[2]);
    }
}
