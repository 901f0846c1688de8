// Trees for the tests of littlefs, made by hand or at random.
#ifndef LITTLEFS_TREES_H
#define LITTLEFS_TREES_H

#include "littlefs.h"

#include "unit.h"

/// Adds a file (of `size` bytes that its name decides) or a folder behind all others of `parent`.
static inline struct tree_node *tree_add(struct arena *arena, struct tree_node *parent,
                                         const char *name, bool is_folder, uint64_t size)
{
    struct tree_node *node = arena_new(arena, sizeof *node);
    node->name = arena_format(arena, "%s", name);
    node->path =
        *parent->path ? arena_format(arena, "%s/%s", parent->path, node->name) : node->name;
    node->is_folder = is_folder;
    node->parent = parent;
    node->size = size;
    if (size) {
        uint8_t *bytes = arena_array(arena, size, 1);
        uint64_t state = size * 77 + strlen(node->path);
        for (uint64_t i = 0; i < size; i++) {
            bytes[i] = (uint8_t)(i % 8 ? unit_random(&state) : i >> 3);
        }
        node->bytes = bytes;
    }
    list_append(arena, &parent->children, node);
    return node;
}

static inline struct tree_node *tree_new(struct arena *arena)
{
    struct tree_node *root = arena_new(arena, sizeof *root);
    *root = (struct tree_node){.name = "", .path = "", .is_folder = true};
    return root;
}

static inline const char *tree_random_name(struct arena *arena, uint64_t *state, size_t index,
                                           size_t limit)
{
    char name[256];
    size_t most = unit_random(state) % 8 ? 12 : limit; // few are long
    size_t length = 4 + unit_random(state) % (most < 12 ? 1 : most - 3);
    for (size_t i = 0; i < length; i++) {
        do {
            name[i] =
                (char)(unit_random(state) % 4 ? 'a' + unit_random(state) % 26 : unit_random(state));
        } while (name[i] == 0 || name[i] == '/');
    }
    for (size_t i = 0; i < 4; i++) { // sorted, and none twice
        name[i] = (char)('0' + index / (i == 0 ? 1000 : i == 1 ? 100 : i == 2 ? 10 : 1) % 10);
    }
    return arena_copy(arena, name, length);
}

struct tree_limits {
    uint64_t size; // of a file
    size_t name;
    size_t nodes;
    size_t depth;
};

static inline void tree_fill(struct arena *arena, struct tree_node *folder, uint64_t *state,
                             struct tree_limits *limits, size_t depth)
{
    size_t count = unit_random(state) % 4 ? unit_random(state) % 6 : unit_random(state) % 60;
    for (size_t i = 0; i < count && limits->nodes > 0; i++) {
        const char *name = tree_random_name(arena, state, i, limits->name);
        bool is_folder = depth < limits->depth && unit_random(state) % 4 == 0;
        uint64_t size = unit_random(state) % (unit_random(state) % 3 ? 100 : limits->size + 1);
        struct tree_node *node = tree_add(arena, folder, name, is_folder,
                                          is_folder || unit_random(state) % 10 == 0 ? 0 : size);
        limits->nodes--;
        if (is_folder) {
            tree_fill(arena, node, state, limits, depth + 1);
        }
    }
}

/// A form for which any tree of names up to `*name` can be written; count and version are set.
static inline struct littlefs_form tree_random_form(uint64_t *state, size_t *name)
{
    static const uint32_t blocks[] = {128,  256,   512,   1024, 4096, 4096,
                                      8192, 32768, 65536, 384,  1000, 12288};
    uint32_t block = blocks[unit_random(state) % (sizeof blocks / sizeof *blocks)];
    uint32_t cache = block;
    while (cache % 2 == 0 && cache > 16 && unit_random(state) % 4) {
        cache /= 2;
    }
    uint32_t program = cache;
    while (program % 2 == 0 && unit_random(state) % 4) {
        program /= 2;
    }
    *name = block - 56 < 255 ? block - 56 : 255;
    return (struct littlefs_form){
        .block = block,
        .program = program,
        .cache = cache,
        .name = (uint32_t)*name,
        .version = unit_random(state) % 2 ? LITTLEFS_VERSION_2_1 : LITTLEFS_VERSION_2_0,
    };
}

/// Writes a tree with `spare` blocks that nothing uses.
static inline const struct littlefs_plan *tree_write(struct arena *arena, struct littlefs_form form,
                                                     const struct tree_node *root, uint32_t spare,
                                                     struct buffer *image)
{
    const struct littlefs_plan *plan = littlefs_plan_new(arena, form, root);
    form.count = (uint32_t)plan->blocks + spare;
    plan = littlefs_plan_new(arena, form, root);
    buffer_init(image, arena);
    littlefs_write(plan, image);
    return plan;
}

#endif
