// How large the files are that a schema names as images, found without making any image; and what
// --max-use says about them.
#include "fit.h"

#include "generator.h"
#include "text.h"

#include <string.h>

// What a file is too large by is seen only in its status: of such a file, no more is read than has
// room.
bool fit_add_file(struct session *session, const struct images *images,
                  const struct partition *partition, struct fit_list *fits)
{
    const struct image_plan *plan = image_plan_of(images, partition);
    bool is_file = plan && !plan->is_bad && plan->notes.inputs.count && !partition->is_absent &&
                   (generator_makes("file", partition) || generator_makes("build", partition));
    const char *path = is_file ? plan->notes.inputs.items[0] : NULL;
    struct host_status status;
    if (!is_file || host_look(session->options->host, path, &status) || status.kind != HOST_FILE) {
        return false;
    }
    struct arena *arena = &session->compilation.arena;
    if (platform_parameter(images->layout->platform, "secure_boot") == 0) {
        fit_add(arena, fits, partition, path, status.size);
        return true;
    }
    struct addition addition = addition_of_file(images->layout, partition, path);
    struct diagnostics ignored; // what is wrong with the file, who makes the image says
    diagnostics_init(&ignored, images->layout->arena, &session->compilation.sources);
    addition_read(session, &ignored, &addition);
    fit_add_addition(arena, fits, &addition, partition);
    return true;
}

void fit_add_files(struct session *session, const struct images *images, struct fit_list *fits)
{
    for_each (partition, &images->layout->partitions) {
        if (fit_is_program(partition)) {
            fit_add_file(session, images, partition, fits);
        }
    }
}

// The slots of a family have one file and the same room: that is one finding.
static bool is_known(const struct fit_list *fits, const struct fit *fit)
{
    for_each (other, fits) {
        if (other == fit) {
            return false;
        }
        if (fit->file && other->file && strcmp(other->file, fit->file) == 0 &&
            other->room == fit->room && other->is_program) {
            return true;
        }
    }
    return false;
}

// What is too large was reported as such. The percentage is rounded up: it is above a limit where
// the exact one is.
void fit_check_use(const struct options *options, const struct fit_list *fits,
                   struct diagnostics *diagnostics)
{
    uint64_t most = option_number(options, OPTION_MAX_USE);
    if (!option_is_given(options, OPTION_MAX_USE)) {
        return;
    }
    for_each (fit, fits) {
        uint64_t percent = fit_percent(fit);
        if (fit->is_program && fit->size <= fit->room && percent > most && !is_known(fits, fit)) {
            struct arena *arena = diagnostics->arena;
            report(diagnostics, CODE_OVER_MAX_USE, fit->span,
                   "%s takes %s%% of `%s` (%s bytes of %s); at most %s%% are allowed",
                   fit->file ? arena_format(arena, "`%s`", fit->file) : "the image",
                   text_number(arena, number_of(percent)), fit->name,
                   text_number(arena, number_of(fit->size)), text_size(arena, fit->room),
                   text_number(arena, number_of(most)));
        }
    }
}
