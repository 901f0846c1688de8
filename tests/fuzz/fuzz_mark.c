// Layout marks in images of any contents: a device and schemac come to the same verdict, read
// nothing beyond the image, and come to an end.
#include "app_mark.h"
#include "digest.h"

#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/simulator.h>

#include <stdlib.h>
#include <string.h>

enum { IMAGE_LIMIT = 4096, FLASH_SIZE = 8192, EDIT = 4 };

static const uint64_t digest = 0x0123456789abcdef;

static void exhausted(void *context)
{
    (void)context;
    abort();
}

// A mark that fits, one that does not, or whatever is there with a right checksum.
static void edit(uint8_t *image, size_t size, const uint8_t *how)
{
    size_t at = (size_t)(how[0] | how[1] << 8) % (size + 1);
    size_t length = how[2];
    struct buffer mark;
    struct arena arena;
    arena_init(&arena, exhausted);
    buffer_init(&mark, &arena);
    layout_mark_encode(how[3] & 1 ? digest : digest + 1, &mark);
    if (how[3] & 2 && mark.length <= size - at) {
        memcpy(image + at, mark.bytes, mark.length);
    } else if (how[3] & 4 && LAYOUT_MARK_MAGIC <= size - at) {
        memcpy(image + at, mark.bytes, LAYOUT_MARK_MAGIC);
    } else if (how[3] & 8 && length >= 4 && length <= size - at) {
        uint32_t crc = digest_crc32(image + at, length - 4);
        for (size_t i = 0; i < 4; i++) {
            image[at + length - 4 + i] = (uint8_t)(crc >> 8 * i);
        }
    }
    arena_release(&arena);
}

static enum pschema_result judge_on_device(uint8_t *bytes, uint32_t size)
{
    const struct pschema_layout layout = {digest, 0, NULL};
    const struct pschema_partition slot = {.label = "slot", .offset = 128, .size = size};
    const struct pschema_app app = {&slot};
    struct pschema_simulator simulator = {
        .bytes = bytes, .size = FLASH_SIZE, .erase_size = 4096, .program_size = 4};
    struct pschema_flash flash;
    pschema_simulator_init(&simulator, &flash);
    simulator.fence_start = slot.offset;
    simulator.fence_end = slot.offset + size;
    pschema_trust_layout(&flash, &layout);
    enum pschema_result result = pschema_ota_check(&flash, app, PSCHEMA_UNMARKED_REFUSED);
    if (simulator.violations || simulator.strays) {
        abort();
    }
    return result;
}

// Whether firmware and schemac agree on where the image ends: schemac also decides by checksums
// which header it is, and takes no more than 16 segments.
static bool have_same_end(const struct app_image *image)
{
    uint32_t word = 0;
    for (size_t i = 4; i-- > 0;) {
        word = word << 8 | image->bytes[APP_SHORT_HEADER + i];
    }
    bool is_short = word >= 0x3ff00000 && word < 0x40400000;
    return image->count == image->segment_count &&
           image->header == (is_short ? APP_SHORT_HEADER : APP_LONG_HEADER);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t input_size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t input_size)
{
    static const enum pschema_result expected[] = {
        [APP_MARK_NONE] = PSCHEMA_ERROR_NOT_FOUND,
        [APP_MARK_FITS] = PSCHEMA_OK,
        [APP_MARK_OTHER] = PSCHEMA_ERROR_OTHER_LAYOUT,
        [APP_MARK_DAMAGED] = PSCHEMA_ERROR_DAMAGED,
    };
    struct app_image image;
    struct layout_mark mark;
    size_t edits = input_size ? input[0] % 8 : 0;
    if (input_size < 1 + edits * EDIT || input_size > IMAGE_LIMIT) {
        return 0;
    }
    size_t size = input_size - 1 - edits * EDIT;
    uint8_t *flash = malloc(FLASH_SIZE);
    if (!flash) {
        abort();
    }
    memset(flash, 0xff, FLASH_SIZE);
    uint8_t *bytes = flash + 128;
    memcpy(bytes, input + 1, size);
    for (size_t i = 0; i < edits; i++) {
        edit(bytes, size, input + 1 + size + i * EDIT);
    }
    enum pschema_result result = judge_on_device(flash, (uint32_t)size);
    uint8_t *copy = malloc(size ? size : 1); // so that reading beyond it is noticed
    if (!copy) {
        abort();
    }
    memcpy(copy, bytes, size);
    if (app_image_read(copy, size, &image) && have_same_end(&image) &&
        result != expected[app_mark_judge(&image, digest, &mark)]) {
        abort();
    }
    free(copy);
    free(flash);
    return 0;
}
