// `from littlefs "www/" { ... }`: the files of a folder in a littlefs file system.
#include "littlefs.h"
#include "tree.h"

#include <inttypes.h>
#include <string.h>

enum option { BLOCK, READ, PROGRAM, CACHE, NAME, NUMBER_COUNT, DISK_VERSION = NUMBER_COUNT };

static const struct {
    const char *name;
    const char *form;  // how it is written
    uint64_t standard; // without it
} options[] = {
    // What ESP-IDF's component for littlefs mounts as it comes.
    [BLOCK] = {"block", "block 4K;", 4096},
    [READ] = {"read", "read 128;", 128},
    [PROGRAM] = {"prog", "prog 128;", 128},
    [CACHE] = {"cache", "cache 512;", 512},
    [NAME] = {"name", "name 255;", LITTLEFS_NAME_MAX},
    [DISK_VERSION] = {"disk_version", "disk_version \"2.1\";` or `disk_version \"2.0\";", 0},
};

enum { OPTION_COUNT = sizeof options / sizeof *options, CROWDED = 2 };

struct plan {
    uint64_t numbers[NUMBER_COUNT];
    uint32_t version;
    const struct content_line *lines[OPTION_COUNT]; // that gave them; null: none
    struct littlefs_form form;                      // once all of that was judged
    const struct word *folder;
    struct list excluded;   // of const char
    struct tree_node *root; // null: the folder was not there yet
};

static void report_unknown(const struct image_request *request, const struct word *word)
{
    struct nearest nearest = nearest_to(word->text);
    struct buffer names;
    buffer_init(&names, request->arena);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        nearest_offer(&nearest, options[i].name);
        buffer_format(&names, "`%s`, ", options[i].name);
    }
    nearest_offer(&nearest, "exclude");
    struct diagnostic *diagnostic = report(request->diagnostics, CODE_BAD_CONTENT, word->span,
                                           "unknown line of `from littlefs`: `%s`%s", word->text,
                                           nearest_hint(request->arena, &nearest));
    add_note(diagnostic, (struct span){0}, "a line begins with %sor `exclude`", names.bytes);
}

static bool read_version(const struct content_line *line, struct plan *plan)
{
    const struct word *word = word_at(line, 1);
    bool is_old = word_is_text(word) && strcmp(word->text, "2.0") == 0;
    plan->version = is_old ? LITTLEFS_VERSION_2_0 : LITTLEFS_VERSION_2_1;
    return line_is_plain(line, 2) &&
           (is_old || (word_is_text(word) && strcmp(word->text, "2.1") == 0));
}

static void read_option(const struct image_request *request, const struct content_line *line,
                        size_t option, struct plan *plan)
{
    const struct content_line *before = plan->lines[option];
    bool is_good = option == DISK_VERSION ? read_version(line, plan)
                                          : line_number(line, &plan->numbers[option]);
    if (before) {
        struct diagnostic *diagnostic =
            report(request->diagnostics, CODE_BAD_CONTENT, line->span,
                   "a second `%s` for the same image", options[option].name);
        add_note(diagnostic, before->span, "the first is here");
    } else if (!is_good) {
        report(request->diagnostics, CODE_BAD_CONTENT, line->span, "this is written `%s`",
               options[option].form);
    }
    plan->lines[option] = line;
}

static void read_line(const struct image_request *request, const struct content_line *line,
                      struct plan *plan)
{
    const struct word *word = line->words.items[0];
    size_t option = 0;
    while (option < OPTION_COUNT && !word_is(word, options[option].name)) {
        option++;
    }
    if (option < OPTION_COUNT) {
        read_option(request, line, option, plan);
    } else if (word_is(word, "exclude")) {
        tree_exclude(request, line, &plan->excluded);
    } else {
        report_unknown(request, word);
    }
}

// Blocks may be smaller than what is usual; then so is what nobody gave.
static void set_defaults(struct plan *plan)
{
    static const enum option parts[][2] = {{CACHE, BLOCK}, {READ, CACHE}, {PROGRAM, CACHE}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        uint64_t *part = &plan->numbers[parts[i][0]];
        uint64_t whole = plan->numbers[parts[i][1]];
        if (!plan->lines[parts[i][0]] && whole && whole < *part) {
            *part = whole;
        }
    }
}

static bool report_option(const struct image_request *request, const struct plan *plan,
                          enum option option, const char *problem)
{
    const struct content_line *line = plan->lines[option];
    report(request->diagnostics, CODE_BAD_FILESYSTEM,
           line ? line->span : request->partition->content->span, "%s", problem);
    return false;
}

// Whether one option is a whole number of another. The one that was given is to blame.
static bool check_multiple(const struct image_request *request, const struct plan *plan,
                           enum option whole, enum option part)
{
    uint64_t value = plan->numbers[whole];
    uint64_t unit = plan->numbers[part];
    if (unit && value % unit == 0) {
        return true;
    }
    const char *problem =
        unit ? arena_format(request->arena,
                            "`%s` is a whole number of `%s` in littlefs: %" PRIu64
                            " is no multiple of %" PRIu64,
                            options[whole].name, options[part].name, value, unit)
             : arena_format(request->arena, "`%s` cannot be 0", options[part].name);
    return report_option(request, plan, plan->lines[part] ? part : whole, problem);
}

static bool check_name_limit(const struct image_request *request, const struct plan *plan)
{
    uint64_t name = plan->numbers[NAME];
    return (name > 0 && name <= LITTLEFS_LENGTH_MAX) ||
           report_option(request, plan, NAME,
                         "names in littlefs have 1 to 1022 bytes, and up to 255 where firmware "
                         "does not say otherwise");
}

// A block is what littlefs erases.
static bool check_block(const struct image_request *request, const struct plan *plan)
{
    struct arena *arena = request->arena;
    uint64_t block = plan->numbers[BLOCK];
    uint64_t erase = request->partition->table->device->erase;
    if (block < LITTLEFS_BLOCK_MIN) {
        return report_option(request, plan, BLOCK, "blocks of littlefs have at least 128 bytes");
    }
    return erase == 0 || block % erase == 0 ||
           report_option(request, plan, BLOCK,
                         arena_format(arena,
                                      "blocks of %s cannot be erased one by one: this flash erases "
                                      "%s at once",
                                      text_size(arena, block), text_size(arena, erase)));
}

static bool check_size(const struct image_request *request, const struct plan *plan)
{
    struct arena *arena = request->arena;
    const struct partition *partition = request->partition;
    uint64_t block = plan->numbers[BLOCK];
    uint64_t lower = size_align_down(partition->size, block);
    uint64_t blocks = lower / block;
    if (lower == partition->size && blocks >= 2 && blocks < UINT32_MAX) {
        return true;
    }
    const char *problem = blocks >= UINT32_MAX
                              ? "littlefs counts blocks with 32 bits"
                              : arena_format(arena,
                                             "littlefs takes whole blocks of %s, at least two: %s "
                                             "would do",
                                             text_size(arena, block),
                                             text_size(arena, blocks < 2 ? 2 * block : lower));
    report(request->diagnostics, CODE_BAD_FILESYSTEM, partition->size_span, "`%s` has %s; %s",
           partition->label, text_size(arena, partition->size), problem);
    return false;
}

// Fills in the form, which only then may be used.
static bool check_form(const struct image_request *request, struct plan *plan)
{
    bool is_good = check_block(request, plan) && check_multiple(request, plan, BLOCK, CACHE);
    is_good &= check_multiple(request, plan, CACHE, READ);
    is_good &= check_multiple(request, plan, CACHE, PROGRAM);
    is_good &= check_name_limit(request, plan);
    if (!is_good || !check_size(request, plan)) {
        return false;
    }
    plan->form = (struct littlefs_form){
        .block = (uint32_t)plan->numbers[BLOCK],
        .program = (uint32_t)plan->numbers[PROGRAM],
        .cache = (uint32_t)plan->numbers[CACHE],
        .count = (uint32_t)(request->partition->size / plan->numbers[BLOCK]),
        .name = (uint32_t)plan->numbers[NAME],
        .version = plan->version,
    };
    return true;
}

static bool check_name(const struct image_request *request, const struct plan *plan,
                       const struct tree_node *node)
{
    size_t length = strlen(node->name);
    bool is_short = length <= plan->form.name;
    if (is_short && littlefs_can_list(&plan->form, node)) {
        return true;
    }
    struct diagnostic *diagnostic = report(
        request->diagnostics, CODE_BAD_FILE_NAME, plan->folder->span,
        "the name of `%s` has %zu bytes; here littlefs holds names of up to %" PRIu64, node->path,
        length, is_short ? littlefs_name_limit(&plan->form) : (uint64_t)plan->form.name);
    if (is_short) {
        add_note(diagnostic, (struct span){0},
                 "a longer one has no room in a block of %" PRIu32 " bytes", plan->form.block);
    } else if (length <= LITTLEFS_LENGTH_MAX) {
        add_note(diagnostic, (struct span){0}, "`name %zu;` would do%s", length,
                 length > LITTLEFS_NAME_MAX ? " where the firmware has it, too" : "");
    }
    return false;
}

// Whether all in a folder can be in the file system; what reads it in has seen to it that folders
// are not too deep.
static bool check_folder(const struct image_request *request, const struct plan *plan,
                         const struct tree_node *folder, bool *is_huge)
{
    bool is_good = true;
    for (size_t i = 0; i < folder->children.count; i++) {
        const struct tree_node *node = folder->children.items[i];
        *is_huge |= !node->is_folder && node->size > LITTLEFS_FILE_MAX;
        is_good &= check_name(request, plan, node);
        is_good &= !node->is_folder || check_folder(request, plan, node, is_huge);
    }
    return is_good;
}

static bool check_room(const struct image_request *request, const struct plan *plan, bool is_huge)
{
    uint64_t count = plan->form.count;
    uint64_t needed =
        is_huge ? 0 : littlefs_plan_new(request->arena, plan->form, plan->root)->blocks;
    uint64_t block = plan->form.block;
    if (is_huge || needed > count) {
        uint64_t smallest = is_huge ? 0 : (needed + CROWDED) * block;
        struct diagnostic *diagnostic =
            tree_report_full(request, plan->root, plan->folder, smallest);
        if (is_huge) {
            add_note(diagnostic, (struct span){0}, "a file in littlefs has less than 2G");
        } else {
            add_note(diagnostic, (struct span){0},
                     "two blocks of %s stay free, since firmware can hardly write without",
                     text_size(request->arena, block));
        }
        return false;
    }
    if (count - needed < CROWDED) {
        report(
            request->diagnostics, CODE_LITTLEFS_CROWDED, plan->folder->span,
            "what is in `%s` fills %s of `%s`; without two free ones, firmware can hardly write: "
            "%s would leave them",
            plan->folder->text, count == needed ? "every block" : "all blocks but one",
            request->partition->label, text_size(request->arena, (needed + CROWDED) * block));
    }
    return true;
}

// Looks into the folder, and whether what is in it can be an image.
static bool find_files(const struct image_request *request, struct plan *plan)
{
    bool is_huge = false;
    plan->root = tree_walk(request, plan->folder, &plan->excluded);
    return plan->root && check_folder(request, plan, plan->root, &is_huge) &&
           check_room(request, plan, is_huge);
}

void littlefs_check(const struct image_request *request)
{
    struct content *content = request->partition->content;
    struct plan *plan = arena_new(request->arena, sizeof *plan);
    plan->version = LITTLEFS_VERSION_2_1;
    for (size_t i = 0; i < NUMBER_COUNT; i++) {
        plan->numbers[i] = options[i].standard;
    }
    plan->folder = tree_folder(request);
    for (size_t i = 0; i < content->lines.count; i++) {
        read_line(request, content->lines.items[i], plan);
    }
    set_defaults(plan);
    bool is_good = request->partition->is_placed && check_form(request, plan);
    if (plan->folder && tree_exists(request, plan->folder) && is_good) {
        find_files(request, plan);
    }
    content->plan = plan;
}

bool littlefs_generate(const struct image_request *request, struct buffer *image)
{
    struct plan plan = *(const struct plan *)request->partition->content->plan;
    bool is_good =
        (plan.root || find_files(request, &plan)) && tree_read(request, plan.root, plan.folder);
    if (is_good) {
        littlefs_write(littlefs_plan_new(request->arena, plan.form, plan.root), image);
    }
    return is_good;
}
