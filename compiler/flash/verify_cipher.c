// Tells cipher text from plain text in a dump: by its look (formats/flash_cipher.h), and by how
// much of it is as expected. Cipher text has hardly a byte in common with the plain text.
//
// Whether the chip encrypts at all, the sdkconfig says; without one, a table that is cipher text
// does, since no other content is so well known.
#include "verify_cipher.h"

#include "encryption.h"
#include "text.h"

#include <string.h>

static enum flash_likeness likeness_of(const char *bytes, uint64_t length)
{
    return flash_text_likeness((const uint8_t *)bytes, (size_t)length);
}

// Of cipher text, one byte in 256 is equal by chance; up to 8 are accepted, and of a few bytes
// more, since chance has more to say there.
static bool is_all_other(uint64_t differing, uint64_t length)
{
    enum { SHORT = 128, EQUAL_IN = 32, EQUAL_IN_SHORT = 4 };
    uint64_t accepted = length < SHORT ? length / EQUAL_IN_SHORT : length / EQUAL_IN;
    return length > 0 && differing >= length - accepted;
}

static bool has(const struct flash_dump *dump, uint64_t offset, uint64_t length)
{
    return offset >= dump->offset && offset - dump->offset <= dump->length &&
           length <= dump->length - (offset - dump->offset);
}

// The bytes as the device has them, before they were decrypted.
static const char *read_at(const struct flash_dump *dump, uint64_t offset)
{
    return (dump->read ? dump->read : dump->bytes) + (offset - dump->offset);
}

static uint64_t count_differences(const char *a, const char *b, uint64_t length)
{
    uint64_t count = 0;
    for (uint64_t i = 0; i < length; i++) {
        count += a[i] != b[i];
    }
    return count;
}

static bool is_in_range(const struct cipher_check *check, uint64_t offset)
{
    for_each (range, &check->ranges) {
        if (offset >= range->offset && offset < range->end) {
            return true;
        }
    }
    return false;
}

static bool is_table_cipher(const struct flash *flash, const struct flash_dump *dump)
{
    for_each (piece, &flash->pieces) {
        if (piece->table && has(dump, piece->offset, piece->length)) {
            const char *bytes = read_at(dump, piece->offset);
            uint64_t differing = count_differences(bytes, piece->bytes, piece->length);
            return is_all_other(differing, piece->length) &&
                   likeness_of(bytes, piece->length) == LIKE_CIPHER;
        }
    }
    return false;
}

struct cipher_check verify_cipher_begin(const struct flash *flash, const struct flash_dump *dump)
{
    enum device_encryption state = device_flash_encryption(flash->layout);
    return (struct cipher_check){
        .flash = flash,
        .dump = dump,
        .ranges = encryption_ranges(flash->layout, flash->device),
        .is_on = state == DEVICE_ENCRYPTION_ON ||
                 (state == DEVICE_ENCRYPTION_UNKNOWN && is_table_cipher(flash, dump)),
    };
}

static void note(const struct cipher_check *check, struct finding *finding, const char *text)
{
    list_append(check->flash->arena, &finding->notes, text);
}

// With the key, what was decrypted is compared. Of what is plain in the device, that is noise, and
// so it is with another key: then rows and names of it would say nothing.
static bool check_decrypted(const struct cipher_check *check, struct finding *finding)
{
    const struct flash_piece *piece = finding->piece;
    uint64_t differing =
        count_differences(read_at(check->dump, piece->offset), piece->bytes, piece->length);
    bool is_noise = is_all_other(finding->bytes, piece->length);
    if (finding->bytes &&
        (differing == 0 || (is_noise && !is_all_other(differing, piece->length)))) {
        finding->verdict = VERDICT_PLAIN;
        return true;
    }
    if (is_noise) {
        note(check, finding, "almost every byte differs; is it the key of another device?");
    }
    return is_noise;
}

static bool check_read(const struct cipher_check *check, struct finding *finding)
{
    const struct flash_piece *piece = finding->piece;
    bool is_other = is_all_other(finding->bytes, piece->length);
    const char *bytes = read_at(check->dump, piece->offset);
    if (check->is_on) {
        bool is_plain = !is_other || likeness_of(bytes, piece->length) == LIKE_PLAIN;
        finding->verdict = is_plain ? VERDICT_PLAIN : VERDICT_ENCRYPTED;
        return true;
    }
    is_other &= piece->length >= FLASH_CIPHER_BLOCK; // less may be something else altogether
    bool is_flagged = finding->partition &&
                      layout_has_flag(check->flash->layout, finding->partition, "encrypted");
    if (is_other && is_flagged) {
        finding->verdict = VERDICT_ENCRYPTED;
    } else if (is_other) {
        note(
            check, finding,
            "almost every byte differs; flash encryption would explain that, and `--flash-key KEY` "
            "would decrypt it");
    }
    return is_other;
}

bool verify_cipher_piece(const struct cipher_check *check, struct finding *finding, bool is_erased)
{
    return !is_erased && is_in_range(check, finding->offset) &&
           (check->dump->read ? check_decrypted(check, finding) : check_read(check, finding));
}

void verify_cipher_unknown(const struct cipher_check *check, struct finding *finding)
{
    bool is_known = check->is_on || check->dump->read;
    if (!is_known || !is_in_range(check, finding->offset)) {
        return;
    }
    enum flash_likeness likeness =
        likeness_of(read_at(check->dump, finding->offset), finding->size);
    if (likeness == LIKE_PLAIN) {
        finding->verdict = VERDICT_PLAIN;
    } else if (likeness == LIKE_CIPHER && !check->dump->read) {
        finding->verdict = VERDICT_ENCRYPTED;
    }
}
