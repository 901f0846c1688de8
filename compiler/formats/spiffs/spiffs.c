// `from spiffs "www/" { ... }`: the files of a directory as a SPIFFS file system. The geometry is
// checked from pages up to the whole, and each step may rely on the one before: pages are powers
// of two before they are counted, blocks have room for their lookup before names are judged.
#include "content_options.h"
#include "generator.h"
#include "spiffs.h"

#include <inttypes.h>
#include <string.h>

enum option_name {
    PAGE,
    BLOCK,
    NAME,
    META,
    MAGIC,
    MAGIC_LENGTH,
    ALIGNED,
    BIG_ENDIAN,
    OPTION_COUNT,
};

// Without lines they make what ESP-IDF's component mounts as it comes.
static const struct content_option options[OPTION_COUNT] = {
    [PAGE] = {.name = "page", .example = "page 256", .standard = 256, .most = UINT64_MAX},
    [BLOCK] = {.name = "block", .example = "block 4K", .standard = 4096, .most = UINT64_MAX},
    [NAME] = {.name = "name", .example = "name 32", .standard = 32, .most = UINT64_MAX},
    [META] = {.name = "meta", .example = "meta 4", .standard = 4, .most = UINT64_MAX},
    [MAGIC] = {.name = "magic", .example = "magic off", .standard = true, .is_switch = true},
    [MAGIC_LENGTH] = {.name = "magic_length",
                      .example = "magic_length off",
                      .standard = true,
                      .is_switch = true},
    [ALIGNED] = {.name = "aligned", .example = "aligned on", .is_switch = true},
    [BIG_ENDIAN] = {.name = "big_endian", .example = "big_endian on", .is_switch = true},
};

static const struct option_symbol symbols[] = {
    {PAGE, "SPIFFS_PAGE_SIZE", false, FORM_EQUAL, 0},
    {NAME, "SPIFFS_OBJ_NAME_LEN", false, FORM_EQUAL, 0},
    {META, "SPIFFS_META_LENGTH", false, FORM_EQUAL, 0},
    {MAGIC, "SPIFFS_USE_MAGIC", false, FORM_AT_LEAST, 0},
    {MAGIC_LENGTH, "SPIFFS_USE_MAGIC_LENGTH", false, FORM_EQUAL, 0},
};

enum {
    NAME_MIN = 3,
    INDEX_NEEDS = SPIFFS_NAME_START + 2, // bytes of a page, besides the name and meta data
};

struct spiffs_image_plan {
    struct option_setting settings[OPTION_COUNT];
    struct spiffs_form form; // that they make
    const struct word *folder;
    struct tree_pattern_list excluded;
    const struct tree_node *root; // null: the folder was not there yet
};

// Switches are part of the form, too: firmware that is built with another value of any of them
// finds no file, or does not mount. Only a magic that nobody asks for does no harm.
static bool take_form(const struct image_request *request, struct image_plan *plan,
                      struct spiffs_image_plan *parsed)
{
    const struct option_setting *settings = parsed->settings;
    bool is_good =
        options_take(request, options, OPTION_COUNT, parsed->settings, &parsed->excluded) &&
        options_follow(request, plan, options, parsed->settings, symbols,
                       sizeof symbols / sizeof *symbols);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        option_note_form(request, plan, &options[i], &settings[i],
                         i == MAGIC ? FORM_AT_LEAST : FORM_EQUAL);
    }
    parsed->form = (struct spiffs_form){
        .size = request->partition->size,
        .page = settings[PAGE].number,
        .block = settings[BLOCK].number,
        .name = settings[NAME].number,
        .meta = settings[META].number,
        .has_magic = settings[MAGIC].number,
        .has_length = settings[MAGIC_LENGTH].number,
        .is_aligned = settings[ALIGNED].number,
        .is_big_endian = settings[BIG_ENDIAN].number,
    };
    return is_good;
}

// Numbers of pages have 16 bits and offsets in a page are computed with them in the driver: pages
// are powers of two up to 32K. The lookup of a block takes whole pages at its start, and leaves
// room for others only if there are at least eight.
static bool check_pages(const struct image_request *request, const struct spiffs_image_plan *plan)
{
    struct arena *arena = request->arena;
    const struct spiffs_form *form = &plan->form;
    uint64_t least = form->page * SPIFFS_BLOCK_PAGES_MIN;
    if (!is_power_of_two(form->page) || form->page < SPIFFS_PAGE_MIN ||
        form->page > SPIFFS_PAGE_MAX) {
        return option_refuse(request, &plan->settings[PAGE],
                             arena_format(arena,
                                          "a page of SPIFFS cannot have %" PRIu64
                                          " bytes, but 64, 128, 256 and so on, up to 32K",
                                          form->page));
    }
    if (!is_power_of_two(form->block) || form->block < least) {
        return option_refuse(
            request, &plan->settings[plan->settings[BLOCK].is_given ? BLOCK : PAGE],
            arena_format(arena,
                         "a block of %s cannot have pages of %" PRIu64
                         " bytes: it must have 8, 16, 32 or more pages, which is %s, "
                         "%s, %s",
                         text_size(arena, form->block), form->page, text_size(arena, least),
                         text_size(arena, least * 2), text_size(arena, least * 4)));
    }
    return true;
}

// The first index page of an object has its header, name and meta data, and then at least one
// number of a page: else not even a file of one page could be listed.
static bool check_index(const struct image_request *request, const struct spiffs_image_plan *plan)
{
    const struct spiffs_form *form = &plan->form;
    if (form->name < NAME_MIN) {
        return option_refuse(request, &plan->settings[NAME],
                             "room for a name is at least 3 bytes: a slash, a letter, and a NUL");
    }
    bool is_padded = form->is_aligned && (SPIFFS_NAME_START + form->name + form->meta) % 2;
    bool is_good = form->name < form->page && form->meta < form->page &&
                   spiffs_list_start(form) + 2 <= form->page;
    if (!is_good) {
        enum option_name option = plan->settings[NAME].is_given   ? NAME
                                  : plan->settings[META].is_given ? META
                                                                  : PAGE;
        option_refuse(request, &plan->settings[option],
                      arena_format(request->arena,
                                   "%" PRIu64 " bytes of name and %" PRIu64
                                   " of meta data leave no room for an index in a page of %" PRIu64
                                   " bytes: %d more are needed",
                                   form->name, form->meta, form->page, INDEX_NEEDS + is_padded));
    }
    return is_good;
}

// The magic, and the count behind it, need two entries of the lookup that belong to no page.
static bool check_magic(const struct image_request *request, const struct spiffs_image_plan *plan)
{
    struct arena *arena = request->arena;
    const struct spiffs_form *form = &plan->form;
    uint64_t lookup_pages = spiffs_lookup_pages(form);
    uint64_t entries = lookup_pages * form->page / 2;
    uint64_t used = form->block / form->page - lookup_pages;
    return !form->has_magic || used + 2 <= entries ||
           option_refuse(
               request, &plan->settings[BLOCK],
               arena_format(arena,
                            "blocks of %s have no room for the magic number with pages of "
                            "%" PRIu64 " bytes; take %s, or write `magic off;`",
                            text_size(arena, form->block), form->page,
                            text_size(arena, form->block / 2)));
}

// Numbers of pages have 16 bits, so a partition has at most 65535 of them; larger pages help.
static bool check_size(const struct image_request *request, const struct spiffs_form *form)
{
    struct arena *arena = request->arena;
    const struct partition *partition = request->partition;
    uint64_t lower = size_align_down(form->size, form->block);
    const char *problem = NULL;
    if (lower != form->size) {
        problem = arena_format(arena, "SPIFFS needs whole blocks of %s: %s%s%s would be enough",
                               text_size(arena, form->block), lower ? text_size(arena, lower) : "",
                               lower ? " or " : "", text_size(arena, lower + form->block));
    } else if (form->size / form->page > SPIFFS_PAGE_LIMIT) {
        uint64_t page = form->page;
        while (form->size / page > SPIFFS_PAGE_LIMIT) {
            page *= 2;
        }
        const char *advice =
            page > SPIFFS_PAGE_MAX
                ? ""
                : arena_format(arena, "; pages of %s may be enough", text_size(arena, page));
        problem =
            arena_format(arena, "SPIFFS counts up to 65535 pages, of %" PRIu64 " bytes here%s",
                         form->page, advice);
    }
    if (problem) {
        report(request->diagnostics, CODE_BAD_FILESYSTEM, partition->size_span, "`%s` has %s; %s",
               partition->label, text_size(arena, form->size), problem);
    }
    return !problem;
}

// What is wrong with one of the three says nothing of the others: all are reported.
static bool check_form(const struct image_request *request, const struct spiffs_image_plan *plan)
{
    if (!check_pages(request, plan) || !option_check_block(request, &plan->settings[BLOCK])) {
        return false;
    }
    bool is_good = check_index(request, plan);
    is_good &= check_magic(request, plan);
    is_good &= check_size(request, &plan->form);
    return is_good;
}

// SPIFFS has no directories: a file's name is its whole path, with a slash at the beginning, as
// ESP-IDF's VFS looks it up.
static bool check_name(const struct image_request *request, const struct spiffs_image_plan *plan,
                       const struct tree_node *file)
{
    size_t length = strlen(file->path) + 1;
    if (length < plan->form.name) {
        return true;
    }
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_BAD_FILE_NAME, plan->folder->span,
               "`/%s` has %zu bytes; with these options, SPIFFS allows at most %" PRIu64,
               file->path, length, plan->form.name - 1);
    add_note(diagnostic, (struct span){0},
             "the slash at its beginning counts, and firmware needs a NUL after it; `name %zu;` "
             "would be enough if the firmware has it, too",
             length + 1);
    return false;
}

// Whether all files have names that can be; what is in a folder is counted.
static bool check_folder(const struct image_request *request, const struct spiffs_image_plan *plan,
                         const struct tree_node *folder, size_t *files)
{
    bool is_good = true;
    for_each (node, &folder->children) {
        *files += !node->is_folder;
        is_good &= node->is_folder ? check_folder(request, plan, node, files)
                                   : check_name(request, plan, node);
    }
    if (folder->parent && !folder->children.count) {
        report(request->diagnostics, CODE_SPIFFS_EMPTY_FOLDER, plan->folder->span,
               "`%s` is empty; SPIFFS has directories only in the names of files", folder->file);
    }
    return is_good;
}

// Garbage collection copies what is in use from one block into a free one, so a file system
// without a free block cannot be written to any more.
static bool check_room(const struct image_request *request, const struct spiffs_image_plan *plan)
{
    bool can_write = !layout_has_flag(request->layout, request->partition, "readonly");
    const struct spiffs_form *form = &plan->form;
    uint64_t usable = form->block / form->page - spiffs_lookup_pages(form);
    uint64_t blocks = form->size / form->block;
    uint64_t pages = 0;
    uint64_t needed = 0;
    bool is_countable = spiffs_count(form, plan->root, &pages) && pages < UINT32_MAX;
    if (is_countable) {
        needed = pages / usable + (pages % usable != 0);
    }
    uint64_t wanted = needed + can_write; // one stays free
    if (!is_countable || needed > blocks) {
        bool can_be = is_countable && wanted <= SPIFFS_PAGE_LIMIT / (form->block / form->page);
        struct diagnostic *diagnostic =
            tree_report_full(request, plan->root, plan->folder, can_be ? wanted * form->block : 0);
        if (!can_be) {
            add_note(
                diagnostic, (struct span){0},
                "no partition would be large enough: SPIFFS counts up to 65535 pages, of %" PRIu64
                " bytes here",
                form->page);
        }
        if (can_write) {
            add_note(diagnostic, (struct span){0},
                     "a block of %s stays free, since firmware needs it to write",
                     text_size(request->arena, form->block));
        }
        return false;
    }
    if (wanted > blocks) {
        report(request->diagnostics, CODE_SPIFFS_CROWDED, plan->folder->span,
               "the contents of `%s` fill every block of `%s`; firmware needs a free one to write: "
               "%s would leave one",
               plan->folder->text, request->partition->label,
               text_size(request->arena, wanted * form->block));
    }
    return true;
}

// Looks into the folder, and whether what is in it can be an image.
static bool find_files(const struct image_request *request, struct spiffs_image_plan *plan)
{
    size_t files = 0;
    plan->root = tree_walk(request, plan->folder, &plan->excluded);
    bool is_good = plan->root && check_folder(request, plan, plan->root, &files);
    if (is_good && files > SPIFFS_OBJECT_LIMIT) {
        report(request->diagnostics, CODE_FILESYSTEM_FULL, plan->folder->span,
               "there are %zu files in `%s`; SPIFFS holds up to 32766", files, plan->folder->text);
        return false;
    }
    return is_good && check_room(request, plan);
}

// Runs also where no image is to be made: a directory that is not there yet is not a mistake here.
static void spiffs_check(const struct image_request *request, struct image_plan *plan)
{
    struct spiffs_image_plan *parsed = arena_new(request->arena, sizeof *parsed);
    parsed->folder = tree_folder(request);
    bool is_good = take_form(request, plan, parsed) && request->partition->is_placed &&
                   check_form(request, parsed);
    if (parsed->folder && tree_exists(request, parsed->folder) && is_good) {
        find_files(request, parsed);
    }
    plan->parsed = parsed;
}

static bool spiffs_generate(const struct image_request *request, struct buffer *image)
{
    struct spiffs_image_plan plan = *(const struct spiffs_image_plan *)request->plan->parsed;
    bool is_good = plan.root || find_files(request, &plan);
    const struct tree_node *root = is_good ? tree_read(request, plan.root, plan.folder) : NULL;
    if (root) {
        spiffs_write(&plan.form, root, image);
    }
    return root != NULL;
}

// Whole pages, of the usual size.
static uint64_t used(const struct buffer *image)
{
    enum { USUAL_PAGE = 256 };
    return used_units(image, USUAL_PAGE);
}

const struct generator spiffs_generator = {
    .name = "spiffs",
    .description = "a SPIFFS file system",
    .words = tree_words,
    .check = spiffs_check,
    .generate = spiffs_generate,
    .used = used,
    .decoder = &spiffs_decoder,
};
