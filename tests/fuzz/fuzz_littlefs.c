// Any bytes as a littlefs image. The last byte chooses whether the checksums in its logs are made
// right, so that the fuzzer gets past them (as in an image as it is made, where that is 0xff), and
// whether it begins with a good superblock.
#include "littlefs.h"

#include "../unit/littlefs_seal.h"

#include <string.h>

enum { BLOCK = 256, GIVEN = 48 };

static void exhausted(void *context)
{
    (void)context;
    abort();
}

static void expect(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_tree(const struct tree_node *folder)
{
    for (size_t i = 0; i < folder->children.count; i++) {
        const struct tree_node *node = folder->children.items[i];
        expect(node->parent == folder && *node->name && !strchr(node->name, '/'));
        expect(node->is_folder || node->size == 0 || node->bytes);
        for (uint64_t j = 0, sum = 0; j < node->size; j++) {
            sum += node->bytes[j];
            expect(sum <= 255 * (j + 1));
        }
        check_tree(node);
    }
}

// The head of the log in the first block: its revision, and the superblock's two tags.
static void put_superblock(uint8_t *image, size_t size)
{
    static const uint8_t head[GIVEN] = {
        1,   0,    0,    0,    0xf0, 0x0f, 0xff, 0xf7, 'l', 'i', 't', 't', 'l', 'e', 'f',
        's', 0x2f, 0xe0, 0x00, 0x10, 1,    0,    2,    0,   0,   1,   0,   0,   0,   0,
        0,   0,    255,  0,    0,    0,    0xff, 255,  255, 127, 254, 3,   0,   0,
    };
    memcpy(image, head, GIVEN - 4);
    uint32_t count = (uint32_t)(size / BLOCK);
    for (size_t i = 0; i < 4; i++) {
        image[28 + i] = (uint8_t)(count >> 8 * i);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct arena arena;
    struct littlefs_image image;
    const char *error = NULL;
    if (size < 1) {
        return 0;
    }
    arena_init(&arena, exhausted);
    uint8_t *bytes = malloc(size);
    expect(bytes != NULL);
    memcpy(bytes, data, size);
    if (!(data[size - 1] & 1) && size >= GIVEN) {
        put_superblock(bytes, size);
    }
    if (data[size - 1] & 2) {
        littlefs_seal(bytes, size, BLOCK);
    }
    bool is_good = littlefs_open(&arena, bytes, size, &image, &error);
    expect(is_good == !error);
    expect(!is_good || littlefs_probe(bytes, size));
    if (is_good) {
        expect(image.used <= image.count && (uint64_t)image.count * image.block <= size);
        check_tree(image.root);
    }
    free(bytes);
    arena_release(&arena);
    return 0;
}
