// How a tree is laid out in blocks: which entries each metadata pair lists, and how many blocks
// each file takes. The same sums as littlefs's own, so that the first write of firmware has
// nothing to repair or to split.
#include "littlefs.h"

#include <stdlib.h>
#include <string.h>

enum {
    SUPERBLOCK_SIZE = 2 * LITTLEFS_TAG + 8 + 24,
    SKIP_LIST_SIZE = 8, // as large as a folder's pair
    POINTER_SIZE = 4,
    // What littlefs itself leaves for a tail, a state, a deletion and the checksum.
    LOG_SPARE = 40,
    PAIR_ENTRIES = 254, // at most, so that splitting a log never takes more ids than there are
};

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// A tag with the name, and a tag with the content or what leads to it.
static uint64_t entry_size(const struct tree_node *node, uint64_t content)
{
    return LITTLEFS_TAG + strlen(node->name) + LITTLEFS_TAG + content;
}

// A pair must have room for at least one entry with a pointer beside what every log needs.
uint64_t littlefs_name_limit(const struct littlefs_form *form)
{
    return form->block - LOG_SPARE - 2 * LITTLEFS_TAG - SKIP_LIST_SIZE;
}

bool littlefs_can_list(const struct littlefs_form *form, const struct tree_node *node)
{
    return strlen(node->name) <= littlefs_name_limit(form);
}

// The limit is littlefs's own: a larger one would be more than its cache takes.
bool littlefs_is_inline(const struct littlefs_form *form, const struct tree_node *file)
{
    uint64_t limit = smaller(smaller(form->cache, form->block / 8), LITTLEFS_ATTRIBUTE_MAX);
    return !file->is_folder && file->size <= limit &&
           entry_size(file, file->size) <= form->block - LOG_SPARE;
}

// Block `n` of a list begins with as many pointers as 2n has zeros at its end, the first with none;
// so `n` blocks have 2(n - 1) less the number of ones in n - 1.
static uint64_t capacity(const struct littlefs_form *form, uint64_t blocks)
{
    uint64_t pointers = 2 * (blocks - 1);
    for (uint64_t bits = blocks - 1; bits; bits &= bits - 1) {
        pointers--;
    }
    return blocks * form->block - pointers * POINTER_SIZE;
}

// Starts from a number that is surely enough and goes down: off by a few at most, since a block
// has two pointers on average.
uint64_t littlefs_file_blocks(const struct littlefs_form *form, const struct tree_node *file)
{
    if (file->is_folder || littlefs_is_inline(form, file)) {
        return 0;
    }
    uint64_t least = form->block - 2 * POINTER_SIZE; // what a block holds on average, or more
    uint64_t blocks = file->size / least + 1;
    while (blocks > 1 && capacity(form, blocks - 1) >= file->size) {
        blocks--;
    }
    return blocks;
}

// Rounded up to whole programs, as commits are.
static uint64_t log_limit(const struct littlefs_form *form)
{
    uint64_t half = form->block / 2 + form->program - 1;
    return smaller(form->block - LOG_SPARE, half - half % form->program);
}

// Bytes decide; of two names of which one begins the other, the longer comes first
// (lfs_dir_find_match() compares so).
int littlefs_compare(const struct tree_node *left, const struct tree_node *right)
{
    size_t a = strlen(left->name);
    size_t b = strlen(right->name);
    int order = memcmp(left->name, right->name, a < b ? a : b);
    return order ? order : (a < b) - (a > b);
}

static int compare_items(const void *a, const void *b)
{
    return littlefs_compare(*(const struct tree_node *const *)a,
                            *(const struct tree_node *const *)b);
}

// A folder's children in littlefs's order.
static const struct tree_node **sort_children(struct arena *arena, const struct tree_node *folder)
{
    size_t count = folder->children.count;
    const struct tree_node **nodes = arena_array(arena, count, sizeof *nodes);
    for (size_t i = 0; i < count; i++) {
        nodes[i] = folder->children.items[i];
    }
    if (count > 1) {
        qsort(nodes, count, sizeof *nodes, compare_items);
    }
    return nodes;
}

// An entry that is larger than the limit gets a pair of its own, so that each pair lists at least
// one; only the superblock's may list none.
static size_t fill_pair(const struct littlefs_plan *plan, const struct tree_node **nodes,
                        size_t left)
{
    bool has_superblock = plan->pairs.count == 0;
    uint64_t used = has_superblock ? SUPERBLOCK_SIZE : 0;
    size_t count = 0;
    while (count < left && count < PAIR_ENTRIES) {
        const struct tree_node *node = nodes[count];
        bool is_inline = littlefs_is_inline(&plan->form, node);
        used += entry_size(node, is_inline ? node->size : SKIP_LIST_SIZE);
        bool is_alone = count == 0 && !has_superblock;
        if (used > log_limit(&plan->form) && !is_alone) {
            break;
        }
        count++;
    }
    return count;
}

// An empty directory has a pair, too.
static void plan_folder(struct arena *arena, struct littlefs_plan *plan,
                        const struct tree_node **nodes, size_t left)
{
    size_t before = plan->pairs.count;
    struct littlefs_pair *pair;
    do {
        pair = arena_new(arena, sizeof *pair);
        pair->nodes = nodes;
        pair->count = fill_pair(plan, nodes, left);
        pair->index = (uint32_t)plan->pairs.count;
        nodes += pair->count;
        left -= pair->count;
        list_append(arena, &plan->pairs, pair);
    } while (left > 0);
    pair->is_last = true;
    list_append(arena, &plan->folders, plan->pairs.items[before]);
}

// By breadth: a directory's pairs follow each other, and directories come in the order in which
// entries name them, which littlefs_write() relies on.
const struct littlefs_plan *littlefs_plan_new(struct arena *arena, struct littlefs_form form,
                                              const struct tree_node *root)
{
    struct littlefs_plan *plan = arena_new(arena, sizeof *plan);
    struct LIST(const struct tree_node) open = {0}; // folders, in the order in which they are met
    plan->form = form;
    list_append(arena, &open, root);
    for (size_t i = 0; i < open.count; i++) {
        const struct tree_node *folder = open.items[i];
        const struct tree_node **nodes = sort_children(arena, folder);
        plan_folder(arena, plan, nodes, folder->children.count);
        for (size_t j = 0; j < folder->children.count; j++) {
            const struct tree_node *child = nodes[j];
            plan->blocks += littlefs_file_blocks(&form, child);
            if (child->is_folder) {
                list_append(arena, &open, child);
            }
        }
    }
    plan->blocks += 2 * (uint64_t)plan->pairs.count;
    return plan;
}
