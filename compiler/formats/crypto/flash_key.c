// Keys of flash encryption: which kinds there are, and making new ones.
//
// ESP32: "Flash Encryption" of its technical reference manual, chapter 7.3; 192 bits where the 3/4
// coding scheme of the eFuses leaves no more. Other chips: XTS-AES with one key block of eFuses
// (128), two (256), or half of one, of which the hardware takes the SHA-256 (ESP-IDF, Security
// Guides, Flash Encryption).
#include "flash_cipher.h"

// Masks are those that LANGUAGE.md gives for `flash_keys`; both sizes of the ESP32 are one.
const struct flash_key_kind flash_key_kinds[] = {
    {"esp32", "AES-256", 32, 1},
    {"esp32-192", "AES-256 with the 3/4 coding scheme", 24, 1},
    {"xts-128", "XTS-AES-128", 32, 2},
    {"xts-256", "XTS-AES-256", 64, 4},
    {"efuse-128", "XTS-AES-128, derived from 128 bits in an eFuse", 16, 8},
};

const size_t flash_key_kind_count = sizeof flash_key_kinds / sizeof *flash_key_kinds;

// A key of XTS with equal halves would be refused later; out of randomness it never comes.
const char *flash_key_draw(const struct host *host, const struct flash_key_kind *kind,
                           struct flash_key *key)
{
    *key = (struct flash_key){.kind = kind, .config = FLASH_CRYPT_CONFIG};
    return host->random ? host->random(host->context, key->bytes, kind->size)
                        : "this system provides no random numbers";
}

// Writes through a volatile pointer are not left out by compilers as useless.
void flash_key_wipe(void *bytes, size_t size)
{
    volatile uint8_t *byte = bytes;
    while (size-- > 0) {
        *byte++ = 0;
    }
}
