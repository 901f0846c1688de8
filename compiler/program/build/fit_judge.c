// `check` lays out one variant after the other, in memory that is given up each time. Of each
// layout, only a table of its images stays, in the memory of the compilation; variants with the
// same table share it.
//
// One file for a family of slots is said to be too large once: for the first slot, and for another
// only if that has less room. A file that the command line adds for a slot is meant for the other
// slots of its family, too, since updates bring it there.
#include "fit_judge.h"

#include "generator.h"
#include "print.h"

#include <string.h>

void fit_judge_init(struct fit_judge *judge, struct session *session)
{
    struct compilation *compilation = &session->compilation;
    *judge = (struct fit_judge){.session = session, .arena = &compilation->arena};
    diagnostics_init(&judge->diagnostics, judge->arena, &compilation->sources);
    judge->diagnostics.settings = compilation->diagnostics.settings;
    size_t count = option_words(session->options, OPTION_ADD)->count;
    judge->misplaced = arena_array(judge->arena, count + 1, sizeof *judge->misplaced);
}

const struct addition *fit_judge_find(const struct addition_list *additions,
                                      const struct partition *partition)
{
    const struct addition *found = NULL;
    for_each (addition, additions) {
        if (addition->partition == partition) {
            return addition;
        }
        if (addition->partition && image_is_for_both(addition->partition, partition)) {
            found = addition;
        }
    }
    return found;
}

// Reports of each slot that is to get the file too, and has less room than the one that was named.
static void judge_family(struct fit_judge *judge, const struct layout *layout,
                         const struct addition_list *additions, const struct addition *addition)
{
    for_each (partition, &layout->partitions) {
        if (addition->is_read && partition != addition->partition &&
            fit_judge_find(additions, partition) == addition && image_is_judged(partition) &&
            image_room(partition) < image_room(addition->partition)) {
            addition_judge(&judge->diagnostics, addition, partition);
        }
    }
}

// A place that some variants do not have is none of theirs; one that no variant has is a mistake.
void fit_judge_read(struct fit_judge *judge, const struct layout *layout,
                    struct addition_list *additions)
{
    struct session *session = judge->session;
    const struct text_list *words = option_words(session->options, OPTION_ADD);
    for (size_t i = 0; i < words->count; i++) {
        struct addition *addition = arena_new(layout->arena, sizeof *addition);
        if (addition_place(session, layout, NULL, words->items[i], addition)) {
            list_append(layout->arena, additions, addition);
            judge->misplaced[i] = "";
        } else if (!judge->misplaced[i]) {
            judge->misplaced[i] = session->usage_error;
        }
        session->usage_error = NULL;
    }
    for_each (addition, additions) {
        addition_read(session, &judge->diagnostics, addition);
        if (addition->partition) {
            judge_family(judge, layout, additions, addition);
        }
    }
}

static const struct job *job_of(const struct job_list *jobs, const struct partition *partition)
{
    for_each (job, jobs) {
        if (job->request.partition == partition) {
            return job;
        }
    }
    return NULL;
}

// What a file is too large by is seen only in its status: of such a file, no more is read than has
// room.
static void measure_file(struct fit_judge *judge, const struct partition *partition,
                         const struct image_plan *plan, struct fit_list *fits)
{
    const char *path = plan->notes.inputs.items[0];
    struct host_status status;
    const char *error = host_look(judge->session->options->host, path, &status);
    if (!error && status.kind == HOST_FILE) {
        fit_add(judge->arena, fits, partition, arena_copy(judge->arena, path, strlen(path)),
                status.size);
    }
}

static void measure(struct fit_judge *judge, const struct images *images,
                    const struct partition *partition, const struct job_list *jobs,
                    struct fit_list *fits)
{
    const struct image_plan *plan = image_plan_of(images, partition);
    const struct job *job = job_of(jobs, partition);
    if (partition->is_absent || !fit_is_program(partition) || !plan || plan->is_bad) {
        return;
    }
    if (generator_makes("file", partition) && plan->notes.inputs.count) {
        measure_file(judge, partition, plan, fits);
    } else if (job && job->image.length && image_says_usage(partition)) {
        fit_add(judge->arena, fits, partition, NULL, job->image.length);
    }
}

static void keep_report(struct fit_judge *judge, const char *variant, const struct fit_list *fits)
{
    struct buffer text;
    buffer_init(&text, judge->arena);
    fit_text(fits, &text);
    const char *title = variant ? variant : "no variant";
    for_each (report, &judge->reports) {
        if (strcmp(report->text, text.bytes) == 0) {
            report->titles = arena_format(judge->arena, "%s, %s", report->titles, title);
            return;
        }
    }
    struct fit_report *report = arena_new(judge->arena, sizeof *report);
    *report = (struct fit_report){title, *fits, text.bytes};
    list_append(judge->arena, &judge->reports, report);
}

void fit_judge_measure(struct fit_judge *judge, const struct images *images,
                       const struct addition_list *additions, const struct job_list *jobs)
{
    struct fit_list fits = {0};
    for_each (addition, additions) {
        if (!addition->partition && addition->is_read) {
            fit_add_addition(judge->arena, &fits, addition);
        }
    }
    for_each (partition, &images->layout->partitions) {
        const struct addition *addition = fit_judge_find(additions, partition);
        if (!addition) {
            measure(judge, images, partition, jobs, &fits);
        } else if (addition->is_read) {
            fit_add(judge->arena, &fits, partition, addition->path, addition->size);
        }
    }
    if (fits.count) {
        keep_report(judge, images->layout->invocation.variant, &fits);
    }
}

static void print_reports(struct fit_judge *judge)
{
    struct buffer text;
    buffer_init(&text, judge->arena);
    for_each (report, &judge->reports) {
        if (judge->reports.count > 1) {
            buffer_format(&text, "%s%s:\n", text.length ? "\n" : "", report->titles);
        }
        buffer_text(&text, report->text);
    }
    print_text(judge->session, &text);
}

void fit_judge_end(struct fit_judge *judge)
{
    struct session *session = judge->session;
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    const struct text_list *words = option_words(session->options, OPTION_ADD);
    for (size_t i = 0; i < words->count && !session->usage_error; i++) {
        bool is_misplaced = judge->misplaced[i] && *judge->misplaced[i];
        session->usage_error = is_misplaced ? judge->misplaced[i] : NULL;
    }
    diagnostics_adopt(diagnostics, &judge->diagnostics, session->compilation.sources.end, 0);
    if (!session->usage_error && !option_is_given(session->options, OPTION_QUIET) &&
        judge->reports.count) {
        print_reports(judge);
    }
}
