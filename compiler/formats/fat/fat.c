// `from fat "www/" { ... }`: a directory as a FAT12 or FAT16 volume, with or without ESP-IDF's
// wear levelling around it. The check decides the form of the volume and judges names and sizes;
// generating reads each file right into its place in the image, so that no content is in memory
// twice.
#include "fat_plan.h"
#include "generator.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    FIRST_DAY = 1 << 5 | 1, // 1980-01-01, as FAT keeps it
    FIRST_YEAR = 1980,
    LAST_YEAR = 2107,
};

// The time of all files: the one in the environment that all builds of a release share, or else the
// first that FAT knows. False, and reported, if what is there is none.
static bool take_time(const struct image_request *request, struct image_plan *plan,
                      struct fat_options *options)
{
    const char *text = host_variable(request->sources->host, "SOURCE_DATE_EPOCH");
    options->date = FIRST_DAY;
    options->time = 0;
    if (!text || !*text) {
        return true;
    }
    plan->epoch = arena_copy(request->arena, text, strlen(text));
    char *end;
    errno = 0;
    long long seconds = strtoll(text, &end, 10);
    time_t moment = (time_t)seconds;
    struct tm now;
    if (errno || *end || seconds < 0 || !gmtime_r(&moment, &now)) {
        report(request->diagnostics, CODE_BAD_FILESYSTEM, request->partition->content->span,
               "SOURCE_DATE_EPOCH is `%s`, not a number of seconds since 1970", text);
        return false;
    }
    int year = now.tm_year + 1900;
    if (year >= FIRST_YEAR && year <= LAST_YEAR) {
        options->date = (uint16_t)((year - FIRST_YEAR) << 9 | (now.tm_mon + 1) << 5 | now.tm_mday);
        options->time = (uint16_t)(now.tm_hour << 11 | now.tm_min << 5 | now.tm_sec / 2);
    }
    return true;
}

// All that can be judged is: wrong options do not keep names from being looked at, but names are
// judged only by options that are right.
static void fat_check(const struct image_request *request, struct image_plan *plan)
{
    struct fat_plan *parsed = arena_new(request->arena, sizeof *parsed);
    plan->parsed = parsed;
    parsed->folder = tree_folder(request);
    fat_take_options(request, plan, parsed);
    bool is_good = parsed->is_good && take_time(request, plan, &parsed->options) &&
                   fat_judge_form(request, parsed);
    if (parsed->folder && tree_exists(request, parsed->folder)) {
        parsed->root = tree_walk(request, parsed->folder, &parsed->excluded);
        if (parsed->root && parsed->is_good && fat_judge_names(request, parsed) && is_good) {
            fat_judge_room(request, parsed);
        }
    }
}

struct fat_input {
    const struct image_request *request;
    const struct word *folder;
};

static bool read_file(const void *context, const struct tree_node *file, uint8_t *bytes)
{
    const struct fat_input *input = context;
    return tree_read_file(input->request, file, input->folder, bytes);
}

// If the directory was not there when the schema was checked, its names and sizes are judged only
// now.
static bool fat_generate(const struct image_request *request, struct buffer *image)
{
    struct fat_plan plan = *(const struct fat_plan *)request->plan->parsed;
    if (!plan.root) {
        plan.root = tree_walk(request, plan.folder, &plan.excluded);
        if (!plan.root || !fat_judge_names(request, &plan) || !fat_judge_room(request, &plan)) {
            return false;
        }
    }
    const struct fat_input input = {request, plan.folder};
    const struct fat_source source = {read_file, &input};
    const struct fat_folder_list folders = fat_folders(request->arena, plan.root, &plan.options);
    return fat_write(&plan.form, &plan.options, &folders, &source, image);
}

// Whole clusters, of the size that most volumes have.
static uint64_t used(const struct buffer *image)
{
    enum { USUAL_CLUSTER = 4096 };
    return used_units(image, USUAL_CLUSTER);
}

const struct generator fat_generator = {
    .name = "fat",
    .description = "a FAT file system",
    .words = tree_words,
    .check = fat_check,
    .generate = fat_generate,
    .used = used,
    .decoder = &fat_decoder,
};
