// Whether a volume can be what the schema says, and hold what the folder has.
#include "fat_plan.h"

#include "map.h"
#include "names.h"

#include <string.h>

enum {
    SIZE_LIMIT = 1 << 30, // of images
    NAMES_SHOWN = 3,
};

// `4K`, `512 bytes`
static const char *size_shown(struct arena *arena, uint64_t size)
{
    return arena_format(arena, "%s%s", text_size(arena, size), size % 1024 ? " bytes" : "");
}

static bool refuse(const struct image_request *request, struct span span, const char *what)
{
    report(request->diagnostics, CODE_BAD_FILESYSTEM, span, "%s", what);
    return false;
}

// What ESP-IDF's wear levelling can have is from its wl_flash component: sectors of 512 bytes are
// kept in pages of 4096, for which it has two modes; sectors of 4096 are the pages themselves.
static bool judge_options(const struct image_request *request, const struct fat_plan *plan)
{
    const struct fat_options *options = &plan->options;
    const struct option_setting *settings = plan->settings;
    struct arena *arena = request->arena;
    bool is_good = true;
    uint64_t fraction = options->root_entries * FAT_ENTRY_SIZE % options->sector;
    uint64_t unit = options->sector / FAT_ENTRY_SIZE;
    if (options->cluster && options->cluster < options->sector) {
        is_good =
            refuse(request, settings[FAT_OPTION_CLUSTER].span,
                   arena_format(arena, "a cluster cannot be smaller than a sector, which has %s",
                                text_size(arena, options->sector)));
    }
    if (fraction) {
        is_good =
            refuse(request, settings[FAT_OPTION_ROOT_ENTRIES].span,
                   arena_format(arena, "%u root entries do not fill whole sectors; %u would",
                                (unsigned)options->root_entries,
                                (unsigned)((options->root_entries + unit - 1) / unit * unit)));
    }
    if (options->wear != FAT_WEAR_OFF && options->sector != 512 && options->sector != 4096) {
        is_good = refuse(request, settings[FAT_OPTION_SECTOR].span,
                         "ESP-IDF's wear levelling has sectors of 512 or 4096 bytes only");
    }
    if (options->wear == FAT_WEAR_SAFE && options->sector != 512) {
        is_good = refuse(request, settings[FAT_OPTION_WEAR].span,
                         "`safe` is for sectors of 512 bytes; sectors of 4096 have only `perf`");
    }
    return is_good;
}

// With wear levelling the unit is the flash's sector, since the layer moves whole sectors.
static bool judge_size(const struct image_request *request, const struct fat_plan *plan)
{
    const struct partition *partition = request->partition;
    bool has_wear = plan->options.wear != FAT_WEAR_OFF;
    uint64_t unit = has_wear ? FAT_WEAR_PAGE : plan->options.sector;
    if (partition->size % unit) {
        report(request->diagnostics, CODE_BAD_FILESYSTEM, partition->size_span,
               "`%s` has %s bytes; it must be whole %s of %s", partition->label,
               text_number(request->arena, number_of(partition->size)),
               has_wear ? "pages" : "sectors", size_shown(request->arena, unit));
    }
    return partition->size % unit == 0;
}

// How much is missing in an image of `size` bytes until the folders (null: nothing) fit, or a
// little less; 0: nothing.
static uint64_t missing(const struct fat_options *options, const struct fat_folder_list *folders,
                        uint64_t size, bool *can_help)
{
    struct fat_form form;
    enum fat_fault fault = fat_shape(options, size, &form);
    uint64_t demand = folders && form.cluster ? fat_demand(folders, form.cluster) : 0;
    demand = fault == FAT_TOO_FEW && demand < FAT16_LEAST ? FAT16_LEAST : demand;
    *can_help = fault != FAT_TOO_MANY;
    if (fault == FAT_FITS && demand <= form.clusters) {
        return 0;
    }
    uint64_t bytes = demand > form.clusters ? (demand - form.clusters) * form.cluster : 0;
    return bytes > FAT_WEAR_PAGE ? bytes : FAT_WEAR_PAGE;
}

// More room may mean larger FATs and more clusters, so what is missing is asked again for each new
// size; each step is at least a page, and the limit of images ends it.
static uint64_t smallest_size(const struct fat_options *options,
                              const struct fat_folder_list *folders)
{
    uint64_t size = FAT_WEAR_PAGE;
    bool can_help = true;
    while (can_help && size <= SIZE_LIMIT) {
        uint64_t more = missing(options, folders, size, &can_help);
        if (more == 0) {
            return size;
        }
        size = size_align_down(size + more, FAT_WEAR_PAGE);
    }
    return 0;
}

// Doubling the cluster halves their number, nearly: the FAT gets smaller, too, which gives a few
// back. So this is a hint that is tried by who follows it, and not a promise.
static uint32_t fitting_cluster(const struct fat_form *form, uint32_t limit)
{
    uint32_t cluster = form->cluster;
    for (uint64_t count = form->clusters; count > limit; count /= 2) {
        cluster *= 2;
    }
    return cluster <= FAT_CLUSTER_LIMIT ? cluster : 0;
}

// Cluster counts alone decide whether a volume is a FAT12, FAT16 or FAT32 (Microsoft's FAT
// specification, "FAT Type Determination"), whatever its boot sector says.
static bool report_too_many(const struct image_request *request, const struct fat_plan *plan)
{
    struct arena *arena = request->arena;
    const struct fat_form *form = &plan->form;
    bool is_narrow = plan->options.width == 12;
    uint32_t limit = is_narrow ? FAT12_MOST : FAT16_MOST;
    uint32_t cluster = fitting_cluster(form, limit);
    const char *what =
        is_narrow ? "a FAT12 has at most 4084" : "with more than 65524 it would be a FAT32";
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_FAT_CLUSTERS,
               plan->settings[is_narrow ? FAT_OPTION_WIDTH : FAT_OPTION_CLUSTER].span,
               "`%s` would have %u clusters of %s; %s", request->partition->label,
               (unsigned)form->clusters, size_shown(arena, form->cluster), what);
    if (cluster) {
        add_note(diagnostic, (struct span){0}, "`cluster %s;` would be enough%s",
                 text_size(arena, cluster), is_narrow ? ", or `width 16;`" : "");
    }
    return false;
}

static bool report_too_few(const struct image_request *request, const struct fat_plan *plan)
{
    const struct fat_form *form = &plan->form;
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_FAT_CLUSTERS, plan->settings[FAT_OPTION_WIDTH].span,
               "`%s` would have %u clusters of %s; with fewer than %d, it is a FAT12",
               request->partition->label, (unsigned)form->clusters,
               size_shown(request->arena, form->cluster), FAT16_LEAST);
    if (form->cluster > 512) {
        add_note(diagnostic, (struct span){0},
                 "smaller sectors and clusters make more of them; otherwise, write `width auto;`");
    }
    return false;
}

static bool report_too_small(const struct image_request *request, const struct fat_plan *plan)
{
    struct arena *arena = request->arena;
    const struct partition *partition = request->partition;
    uint64_t smallest = smallest_size(&plan->options, NULL);
    report(request->diagnostics, CODE_FILESYSTEM_FULL, partition->size_span,
           "`%s` has %s, which leaves no room for a file; these options need at least %s",
           partition->label, text_size(arena, partition->size), text_size(arena, smallest));
    return false;
}

bool fat_judge_form(const struct image_request *request, struct fat_plan *plan)
{
    if (!judge_options(request, plan) || !judge_size(request, plan)) {
        return false;
    }
    switch (fat_shape(&plan->options, request->partition->size, &plan->form)) {
    case FAT_TOO_SMALL:
        return report_too_small(request, plan);
    case FAT_TOO_FEW:
        return report_too_few(request, plan);
    case FAT_TOO_MANY:
        return report_too_many(request, plan);
    case FAT_FITS:
        break;
    }
    return true;
}

struct node_list LIST(const struct tree_node);

// What was found in the names of a tree.
struct names_found {
    struct node_list folders; // those to look into
    struct node_list longer;  // names that need long names, which are off
    bool is_good;
};

// A name that is wrong even as a long name is reported at once; those that only need long names
// are collected, since one message with its cure is enough for all of them.
static bool judge_name(const struct image_request *request, const struct fat_plan *plan,
                       const struct tree_node *node, struct names_found *found)
{
    struct arena *arena = request->arena;
    const char *fault = fat_name_fault(arena, node->name, true);
    if (fault) {
        report(request->diagnostics, CODE_BAD_FILE_NAME, plan->folder->span, "the name of `%s` %s",
               node->path, fault);
        found->is_good = false;
    } else if (fat_name_fault(arena, node->name, plan->options.has_long_names)) {
        list_append(arena, &found->longer, node);
        found->is_good = false;
    }
    return !fault;
}

// Names are compared as firmware compares them: without regard to case, in the code page of FatFs.
static void judge_folder(const struct image_request *request, const struct fat_plan *plan,
                         const struct tree_node *folder, struct names_found *found)
{
    struct arena *arena = request->arena;
    struct names names;
    struct map seen = {0};
    names_init(&names, arena);
    for_each (node, &folder->children) {
        if (node->is_folder) {
            list_append(arena, &found->folders, node);
        }
        if (!judge_name(request, plan, node, found)) {
            continue;
        }
        const char *name = fat_name_fold(arena, node->name);
        const char *key = names_intern(&names, name, strlen(name));
        const struct tree_node *other = map_find(&seen, key);
        if (other) {
            report(request->diagnostics, CODE_FILE_NAME_CLASH, plan->folder->span,
                   "`%s` and `%s` are the same name to FAT, which ignores case", other->path,
                   node->path);
            found->is_good = false;
        }
        map_set(arena, &seen, key, (struct tree_node *)node);
    }
}

// One message for all names, with the option that cures it.
static void report_longer(const struct image_request *request, const struct fat_plan *plan,
                          const struct node_list *longer)
{
    struct buffer text;
    buffer_init(&text, request->arena);
    for (size_t i = 0; i < longer->count && i < NAMES_SHOWN; i++) {
        const struct tree_node *node = longer->items[i];
        buffer_format(&text, "%s`%s`", i ? ", " : "", node->path);
    }
    if (longer->count > NAMES_SHOWN) {
        buffer_format(&text, " and %zu more", longer->count - NAMES_SHOWN);
    }
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_BAD_FILE_NAME, plan->folder->span,
               "without long names, FAT allows names of 8 characters, a dot and 3 more, not %s",
               text.bytes);
    add_note(diagnostic, (struct span){0},
             "`long_names on;` allows %s, for firmware with CONFIG_FATFS_LFN_HEAP or _STACK",
             longer->count > 1 ? "them" : "it");
}

// By breadth instead of recursion: the walk has limited the depth, and this need not rely on it.
bool fat_judge_names(const struct image_request *request, const struct fat_plan *plan)
{
    struct names_found found = {.is_good = true};
    list_append(request->arena, &found.folders, plan->root);
    for (size_t i = 0; i < found.folders.count; i++) {
        judge_folder(request, plan, found.folders.items[i], &found);
    }
    if (found.longer.count) {
        report_longer(request, plan, &found.longer);
    }
    return found.is_good;
}

// A directory of FAT has at most 65536 entries; the root of a FAT12 or FAT16 as many as were set
// aside for it when the volume was made.
static bool judge_entries(const struct image_request *request, const struct fat_plan *plan,
                          const struct fat_folder *folder)
{
    bool is_root = !folder->parent;
    uint64_t limit = is_root ? plan->options.root_entries : FAT_FOLDER_ENTRIES;
    struct arena *arena = request->arena;
    if (folder->slots <= limit) {
        return true;
    }
    struct diagnostic *diagnostic = report(
        request->diagnostics, CODE_FAT_FOLDER_FULL, plan->folder->span,
        "the files and directories directly in `%s` take %s entries; %s has %s",
        is_root ? plan->folder->text : folder->node->path,
        text_number(arena, number_of(folder->slots)),
        is_root ? "the root directory" : "a directory", text_number(arena, number_of(limit)));
    uint64_t unit = plan->options.sector / FAT_ENTRY_SIZE;
    uint64_t entries = (folder->slots + unit - 1) / unit * unit;
    if (is_root && entries <= 0xffff) {
        add_note(diagnostic, plan->settings[FAT_OPTION_ROOT_ENTRIES].span,
                 "`root_entries %u;` would be enough; so would moving files into a subdirectory",
                 (unsigned)entries);
    }
    return false;
}

bool fat_judge_room(const struct image_request *request, const struct fat_plan *plan)
{
    bool is_good = true;
    const struct fat_folder_list folders = fat_folders(request->arena, plan->root, &plan->options);
    for_each (folder, &folders) {
        is_good &= judge_entries(request, plan, folder);
    }
    if (fat_demand(&folders, plan->form.cluster) > plan->form.clusters) {
        tree_report_full(request, plan->root, plan->folder,
                         smallest_size(&plan->options, &folders));
        is_good = false;
    }
    return is_good;
}
