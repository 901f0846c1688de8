// The reader of SPIFFS images: any bytes, or few that say how an image is changed that is whole.
#include "spiffs.h"

#include <stdlib.h>

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

enum { CHANGES = 512 }; // bytes

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

// How many bytes all files have; each is looked at.
static uint64_t count_bytes(const struct tree_node *folder)
{
    uint64_t count = 0;
    for (size_t i = 0; i < folder->children.count; i++) {
        const struct tree_node *node = folder->children.items[i];
        count += node->is_folder ? count_bytes(node) : node->size;
        for (uint64_t at = 0; at < node->size; at++) {
            volatile uint8_t byte = node->bytes[at];
            (void)byte;
        }
    }
    return count;
}

static void read_image(struct arena *arena, const void *bytes, size_t size)
{
    const char *error = NULL;
    const struct tree_node *root = spiffs_read(arena, bytes, size, &error);
    if ((!root && !error) || (root && (count_bytes(root) > size || !spiffs_probe(bytes, size)))) {
        abort();
    }
}

static void write_image(struct arena *arena, uint8_t flags, struct buffer *image)
{
    static const char *const paths[] = {"a", "b/c", "b/d/e"};
    const struct spiffs_form form = {
        .size = 16384,
        .page = flags & 1 ? 128 : 256,
        .block = 4096,
        .name = 32,
        .meta = 4,
        .has_magic = true,
        .has_length = flags & 2,
        .is_big_endian = flags & 4,
    };
    struct tree_node root = {.name = "", .path = "", .is_folder = true};
    for (size_t i = 0; i < 3; i++) {
        struct tree_node *node = arena_new(arena, sizeof *node);
        *node = (struct tree_node){.name = paths[i], .path = paths[i], .size = i * 1200};
        node->bytes = arena_array(arena, node->size + 1, 1);
        list_append(arena, &root.children, node);
    }
    buffer_init(image, arena);
    spiffs_write(&form, &root, image);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct arena arena;
    struct buffer image;
    arena_init(&arena, out_of_memory);
    if (size > CHANGES) {
        read_image(&arena, data, size);
    } else {
        write_image(&arena, size ? data[0] : 0, &image);
        for (size_t i = 1; i + 2 < size; i += 3) {
            image.bytes[(data[i] | (size_t)data[i + 1] << 8) % image.length] = (char)data[i + 2];
        }
        read_image(&arena, image.bytes, image.length);
    }
    arena_release(&arena);
    return 0;
}
