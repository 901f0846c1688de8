// `from littlefs "www/" { ... }`: the files of a directory as a littlefs file system. The options
// become a `struct littlefs_form` only once all of them were found to go together; what counts
// blocks may rely on that. A check looks at the directory if it exists, and plans all blocks, so
// that what does not fit is found without making the image.
#include "content_options.h"
#include "generator.h"
#include "littlefs.h"

#include <inttypes.h>
#include <string.h>

enum option_name { BLOCK, READ, PROGRAM, CACHE, NAME, DISK_VERSION, OPTION_COUNT };

// Without lines they make what ESP-IDF's component for littlefs mounts as it comes.
static const struct content_option options[OPTION_COUNT] = {
    [BLOCK] = {.name = "block", .example = "block 4K", .standard = 4096, .most = UINT64_MAX},
    [READ] = {.name = "read", .example = "read 128", .standard = 128, .most = UINT64_MAX},
    [PROGRAM] = {.name = "prog", .example = "prog 128", .standard = 128, .most = UINT64_MAX},
    [CACHE] = {.name = "cache", .example = "cache 512", .standard = 512, .most = UINT64_MAX},
    [NAME] = {.name = "name",
              .example = "name 255",
              .standard = LITTLEFS_NAME_MAX,
              .most = UINT64_MAX},
    [DISK_VERSION] = {.name = "disk_version",
                      .example = "disk_version \"2.1\"",
                      .demand = "the version is `\"2.0\"` or `\"2.1\"`",
                      .standard = 1,
                      .words = {"2.0", "2.1"}},
};

// What firmware reads with at once, and where it may write, is not in an image; its cache holds a
// whole file that stands with its name.
static const struct option_symbol symbols[] = {
    {CACHE, "LITTLEFS_CACHE_SIZE", false, FORM_AT_MOST, 0},
    {READ, "LITTLEFS_READ_SIZE", false, FORM_ANY, 0},
    {PROGRAM, "LITTLEFS_WRITE_SIZE", false, FORM_ANY, 0},
    {NAME, "LITTLEFS_OBJ_NAME_LEN", false, FORM_AT_MOST, 0},
    {DISK_VERSION, "LITTLEFS_DISK_VERSION_2_0", true, FORM_AT_MOST, 0},
    {DISK_VERSION, "LITTLEFS_DISK_VERSION_2_1", true, FORM_AT_MOST, 1},
};

enum { CROWDED = 2 };

struct littlefs_image_plan {
    struct option_setting settings[OPTION_COUNT];
    struct littlefs_form form; // once all of that was judged
    const struct word *folder;
    struct tree_pattern_list excluded;
    const struct tree_node *root; // null: the folder was not there yet
};

// Blocks may be smaller than what is usual; then so is what nobody gave.
static void set_defaults(struct littlefs_image_plan *plan)
{
    static const enum option_name parts[][2] = {{CACHE, BLOCK}, {READ, CACHE}, {PROGRAM, CACHE}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct option_setting *part = &plan->settings[parts[i][0]];
        uint64_t whole = plan->settings[parts[i][1]].number;
        if (!part->is_given && whole && whole < part->number) {
            part->number = whole;
        }
    }
}

// Whether one option is a whole number of another: littlefs asserts so of its configuration
// (lfs.c, lfs_init), and firmware that is built otherwise stops there. The option that was given
// is to blame.
static bool check_multiple(const struct image_request *request,
                           const struct littlefs_image_plan *plan, enum option_name whole,
                           enum option_name part)
{
    uint64_t value = plan->settings[whole].number;
    uint64_t unit = plan->settings[part].number;
    if (unit && value % unit == 0) {
        return true;
    }
    const char *problem =
        unit ? arena_format(request->arena,
                            "`%s` is a whole number of `%s` in littlefs: %" PRIu64
                            " is not a multiple of %" PRIu64,
                            options[whole].name, options[part].name, value, unit)
             : arena_format(request->arena, "`%s` cannot be 0", options[part].name);
    return option_refuse(request, &plan->settings[plan->settings[part].is_given ? part : whole],
                         problem);
}

// A name must fit what firmware is built for, and with its tags into one metadata block: an entry
// is never split between blocks.
static bool check_name_limit(const struct image_request *request,
                             const struct littlefs_image_plan *plan)
{
    uint64_t name = plan->settings[NAME].number;
    return (name > 0 && name <= LITTLEFS_LENGTH_MAX) ||
           option_refuse(request, &plan->settings[NAME],
                         "names in littlefs have 1 to 1022 bytes, and at most 255 unless firmware "
                         "is built for more");
}

static bool check_block(const struct image_request *request, const struct littlefs_image_plan *plan)
{
    const struct option_setting *block = &plan->settings[BLOCK];
    return block->number < LITTLEFS_BLOCK_MIN
               ? option_refuse(request, block, "blocks of littlefs have at least 128 bytes")
               : option_check_block(request, block);
}

// The superblock keeps the number of blocks, and firmware refuses an image that says another
// number than its partition has. At least two blocks, since metadata pairs are pairs.
static bool check_size(const struct image_request *request, const struct littlefs_image_plan *plan)
{
    struct arena *arena = request->arena;
    const struct partition *partition = request->partition;
    uint64_t block = plan->settings[BLOCK].number;
    uint64_t lower = size_align_down(partition->size, block);
    uint64_t blocks = lower / block;
    uint64_t most = partition->table->flash->size;
    if (lower == partition->size && blocks >= 2 && blocks < UINT32_MAX) {
        return true;
    }
    const char *problem = "littlefs counts blocks with 32 bits";
    if (blocks < 2 && block > most / 2) {
        problem = arena_format(
            arena,
            "littlefs needs at least two blocks; with %s each, they do not fit into the flash",
            text_size(arena, block));
    } else if (blocks < UINT32_MAX) {
        problem = arena_format(
            arena, "littlefs needs whole blocks of %s, at least two: %s would be enough",
            text_size(arena, block), text_size(arena, blocks < 2 ? 2 * block : lower));
    }
    report(request->diagnostics, CODE_BAD_FILESYSTEM, partition->size_span, "`%s` has %s; %s",
           partition->label, text_size(arena, partition->size), problem);
    return false;
}

// Fills in the form, which only then may be used.
static bool check_form(const struct image_request *request, struct littlefs_image_plan *plan)
{
    bool is_good = check_block(request, plan) && check_multiple(request, plan, BLOCK, CACHE);
    is_good &= check_multiple(request, plan, CACHE, READ);
    is_good &= check_multiple(request, plan, CACHE, PROGRAM);
    is_good &= check_name_limit(request, plan);
    if (!is_good || !check_size(request, plan)) {
        return false;
    }
    plan->form = (struct littlefs_form){
        .block = (uint32_t)plan->settings[BLOCK].number,
        .program = (uint32_t)plan->settings[PROGRAM].number,
        .cache = (uint32_t)plan->settings[CACHE].number,
        .count = (uint32_t)(request->partition->size / plan->settings[BLOCK].number),
        .name = (uint32_t)plan->settings[NAME].number,
        .version =
            plan->settings[DISK_VERSION].number ? LITTLEFS_VERSION_2_1 : LITTLEFS_VERSION_2_0,
    };
    return true;
}

static bool check_name(const struct image_request *request, const struct littlefs_image_plan *plan,
                       const struct tree_node *node)
{
    size_t length = strlen(node->name);
    bool is_short = length <= plan->form.name;
    if (is_short && littlefs_can_list(&plan->form, node)) {
        return true;
    }
    struct diagnostic *diagnostic = report(
        request->diagnostics, CODE_BAD_FILE_NAME, plan->folder->span,
        "the name of `%s` has %zu bytes; with these options, littlefs allows at most %" PRIu64,
        node->path, length,
        is_short ? littlefs_name_limit(&plan->form) : (uint64_t)plan->form.name);
    if (is_short) {
        add_note(diagnostic, (struct span){0},
                 "a longer one does not fit into a block of %" PRIu32 " bytes", plan->form.block);
    } else if (length <= LITTLEFS_LENGTH_MAX) {
        add_note(diagnostic, (struct span){0}, "`name %zu;` would be enough%s", length,
                 length > LITTLEFS_NAME_MAX ? " if the firmware has it, too" : "");
    }
    return false;
}

// Whether all in a folder can be in the file system; what reads it in has seen to it that folders
// are not too deep.
static bool check_folder(const struct image_request *request,
                         const struct littlefs_image_plan *plan, const struct tree_node *folder,
                         bool *is_huge)
{
    bool is_good = true;
    for_each (node, &folder->children) {
        *is_huge |= !node->is_folder && node->size > LITTLEFS_FILE_MAX;
        is_good &= check_name(request, plan, node);
        is_good &= !node->is_folder || check_folder(request, plan, node, is_huge);
    }
    return is_good;
}

// Firmware that writes moves what it changes to new blocks before it erases old ones: with fewer
// than two free blocks, it fails at the first write. Firmware that only reads needs none.
static bool check_room(const struct image_request *request, const struct littlefs_image_plan *plan,
                       bool is_huge)
{
    bool can_write = !layout_has_flag(request->layout, request->partition, "readonly");
    uint64_t spare = can_write ? CROWDED : 0;
    uint64_t count = plan->form.count;
    uint64_t needed =
        is_huge ? 0 : littlefs_plan_new(request->arena, plan->form, plan->root)->blocks;
    uint64_t block = plan->form.block;
    if (is_huge || needed > count) {
        uint64_t smallest = is_huge ? 0 : (needed + spare) * block;
        struct diagnostic *diagnostic =
            tree_report_full(request, plan->root, plan->folder, smallest);
        if (is_huge) {
            add_note(diagnostic, (struct span){0}, "a file in littlefs must be smaller than 2G");
        } else if (can_write) {
            add_note(diagnostic, (struct span){0},
                     "two blocks of %s stay free, since firmware needs them to write",
                     text_size(request->arena, block));
        }
        return false;
    }
    if (count - needed < spare) {
        report(request->diagnostics, CODE_LITTLEFS_CROWDED, plan->folder->span,
               "the contents of `%s` fill %s of `%s`; firmware needs two free blocks to write: %s "
               "would leave them",
               plan->folder->text, count == needed ? "every block" : "all but one block",
               request->partition->label, text_size(request->arena, (needed + spare) * block));
    }
    return true;
}

// Looks into the folder, and whether what is in it can be an image.
static bool find_files(const struct image_request *request, struct littlefs_image_plan *plan)
{
    bool is_huge = false;
    plan->root = tree_walk(request, plan->folder, &plan->excluded);
    return plan->root && check_folder(request, plan, plan->root, &is_huge) &&
           check_room(request, plan, is_huge);
}

// What firmware reads with and where it may write is its own affair; these stand in the superblock.
static void note_forms(const struct image_request *request, struct image_plan *plan,
                       const struct littlefs_image_plan *parsed)
{
    option_note_form(request, plan, &options[BLOCK], &parsed->settings[BLOCK], FORM_EQUAL);
    option_note_form(request, plan, &options[NAME], &parsed->settings[NAME], FORM_AT_MOST);
    option_note_form(request, plan, &options[DISK_VERSION], &parsed->settings[DISK_VERSION],
                     FORM_AT_MOST);
}

// Runs also where no image is to be made, so a directory that is not there yet is not a mistake
// here. `plan->parsed` is set in any case: who asks for the image finds the errors reported.
static void littlefs_check(const struct image_request *request, struct image_plan *plan)
{
    struct littlefs_image_plan *parsed = arena_new(request->arena, sizeof *parsed);
    parsed->folder = tree_folder(request);
    bool is_good =
        options_take(request, options, OPTION_COUNT, parsed->settings, &parsed->excluded) &&
        options_follow(request, plan, options, parsed->settings, symbols,
                       sizeof symbols / sizeof *symbols);
    set_defaults(parsed);
    note_forms(request, plan, parsed);
    is_good = is_good && request->partition->is_placed && check_form(request, parsed);
    if (parsed->folder && tree_exists(request, parsed->folder) && is_good) {
        find_files(request, parsed);
    }
    plan->parsed = parsed;
}

// The plan of the check is used again if the directory was there; else it is looked at only now.
static bool littlefs_generate(const struct image_request *request, struct buffer *image)
{
    struct littlefs_image_plan plan = *(const struct littlefs_image_plan *)request->plan->parsed;
    bool is_good = plan.root || find_files(request, &plan);
    const struct tree_node *root = is_good ? tree_read(request, plan.root, plan.folder) : NULL;
    if (root) {
        littlefs_write(littlefs_plan_new(request->arena, plan.form, root), image);
    }
    return root != NULL;
}

// Whole blocks, of the size that most flashes erase.
static uint64_t used(const struct buffer *image)
{
    enum { USUAL_BLOCK = 4096 };
    return used_units(image, USUAL_BLOCK);
}

const struct generator littlefs_generator = {
    .name = "littlefs",
    .description = "a littlefs file system",
    .words = tree_words,
    .check = littlefs_check,
    .generate = littlefs_generate,
    .used = used,
    .decoder = &littlefs_decoder,
};
