// Any bytes as an image of a FAT volume, and as one with wear levelling whose state is whole.
#include "digest.h"
#include "fat.h"

#include <stdlib.h>
#include <string.h>

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

static void read_image(const uint8_t *bytes, size_t size)
{
    struct arena arena;
    const char *error = NULL;
    arena_init(&arena, out_of_memory);
    const struct tree_node *root = fat_read(&arena, bytes, size, &error);
    if (!root == !error || (root && !fat_probe(bytes, size))) {
        abort();
    }
    arena_release(&arena);
}

// Gives the image a good state, but for the position and the rounds that it has. False if it is
// too small.
static bool mend_state(char *bytes, size_t size)
{
    struct fat_wear_form form;
    if (size % FAT_WEAR_PAGE || !fat_wear_shape(FAT_WEAR_PERF, size, &form)) {
        return false;
    }
    char *state = bytes + form.states;
    bytes_put(state + 4, form.pages, 4, false);
    bytes_put(state + 20, FAT_WEAR_PAGE, 4, false);
    bytes_put(state + 24, FAT_WEAR_VERSION, 4, false);
    bytes_put(state + 60, digest_crc32(state, 60), 4, false);
    return true;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    read_image(data, size);
    char *copy = malloc(size + 1);
    if (!copy) {
        return 0;
    }
    memcpy(copy, data, size);
    if (mend_state(copy, size)) {
        read_image((const uint8_t *)copy, size);
    }
    free(copy);
    return 0;
}
