// `check` lays out one variant after the other, in memory that is given up each time. Of each
// layout, only a table of its images stays, in the memory of the compilation; variants with the
// same table share it.
//
// One file for a family of slots is said to be too large once: for the first slot, and for another
// only if that has less room. A file that the command line adds for a slot is meant for the other
// slots of its family, too, since updates bring it there.
#include "fit_judge.h"

#include "print.h"
#include "text.h"

#include <string.h>

void fit_judge_init(struct fit_judge *judge, struct session *session)
{
    struct compilation *compilation = &session->compilation;
    *judge = (struct fit_judge){.session = session, .arena = &compilation->arena};
    diagnostics_init(&judge->diagnostics, judge->arena, &compilation->sources);
    judge->diagnostics.settings = compilation->diagnostics.settings;
    judge->wants_details = option_is_given(session->options, OPTION_JSON);
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

static void measure(struct fit_judge *judge, const struct images *images,
                    const struct partition *partition, const struct job_list *jobs,
                    struct fit_list *fits)
{
    const struct image_plan *plan = image_plan_of(images, partition);
    const struct job *job = job_of(jobs, partition);
    if (partition->is_absent || !fit_is_program(partition) || !plan || plan->is_bad) {
        return;
    }
    bool is_file = fit_add_file(judge->session, images, partition, fits);
    if (!is_file && job && job->image.length && image_says_usage(partition)) {
        fit_add(judge->arena, fits, partition, NULL, job->image.length);
    }
}

// The layout may be given up soon: what is before the largest gap is copied.
static void keep_report(struct fit_judge *judge, const struct layout *layout,
                        const struct fit_list *fits)
{
    struct buffer text;
    buffer_init(&text, judge->arena);
    buffer_text(&text, "");
    fit_text(fits, &text);
    struct fit_summary summary = fit_summarise(layout, fits);
    summary.after =
        summary.after ? arena_copy(judge->arena, summary.after, strlen(summary.after)) : NULL;
    struct fit_report *report = arena_new(judge->arena, sizeof *report);
    *report = (struct fit_report){layout->invocation.variant, *fits, text.bytes, summary};
    list_append(judge->arena, &judge->reports, report);
}

// Of the image that was added last.
static void examine(struct fit_judge *judge, struct fit_list *fits, struct addition addition)
{
    if (judge->wants_details) {
        fits->items[fits->count - 1]->details = fit_examine(judge->session, addition);
    }
}

// As a file of the command line, or of the schema.
static void measure_partition(struct fit_judge *judge, const struct images *images,
                              const struct partition *partition, const struct addition *addition,
                              const struct job_list *jobs, struct fit_list *fits)
{
    size_t count = fits->count;
    if (!addition) {
        measure(judge, images, partition, jobs, fits);
    } else if (addition->is_read || judge->wants_details) {
        fit_add_addition(judge->arena, fits, addition, partition);
    }
    if (fits->count > count && fits->items[count]->file) {
        examine(judge, fits, addition_of_file(images->layout, partition, fits->items[count]->file));
    }
}

// An update for one OTA slot is an update for all of its table, unless a slot has an image of its
// own. One that does not fit is a warning: a device could only not install it there.
static void measure_updates(struct fit_judge *judge, const struct layout *layout, struct fit **rows)
{
    for_each (partition, &layout->partitions) {
        const struct fit *row = rows[partition->index];
        bool is_source = partition->kind == KIND_OTA_SLOT && row && row->file;
        for (size_t i = 0; is_source && i < partition->table->partitions.count; i++) {
            const struct partition *slot = partition->table->partitions.items[i];
            if (slot->kind != KIND_OTA_SLOT || slot->content || slot->is_absent ||
                rows[slot->index]) {
                continue;
            }
            struct fit_list made = {0};
            struct fit *copy = fit_add(judge->arena, &made, slot, row->file, row->size);
            copy->is_signed_later = row->is_signed_later;
            copy->details = row->details;
            rows[slot->index] = copy;
            if (copy->size > copy->room && row->size <= row->room) {
                struct arena *arena = judge->diagnostics.arena;
                report(&judge->diagnostics, CODE_UPDATE_TOO_LARGE, slot->size_span,
                       "`%s` has %s bytes, %s more than fit `%s`: as an update it could not be "
                       "installed there",
                       row->file, text_number(arena, number_of(row->size)),
                       text_number(arena, number_of(copy->size - copy->room)), slot->label);
            }
        }
    }
}

void fit_judge_measure(struct fit_judge *judge, const struct images *images,
                       const struct addition_list *additions, const struct job_list *jobs)
{
    const struct layout *layout = images->layout;
    struct fit_list fits = {0};
    struct fit **rows = arena_array(layout->arena, layout->partitions.count + 1, sizeof *rows);
    for_each (addition, additions) {
        if (!addition->partition && (addition->is_read || judge->wants_details)) {
            fit_add_addition(judge->arena, &fits, addition, NULL);
            examine(judge, &fits, *addition);
        }
    }
    for_each (partition, &layout->partitions) {
        struct fit_list made = {0};
        measure_partition(judge, images, partition, fit_judge_find(additions, partition), jobs,
                          &made);
        rows[partition->index] = made.count ? made.items[0] : NULL;
    }
    measure_updates(judge, layout, rows);
    for (size_t i = 0; i < layout->partitions.count; i++) {
        if (rows[i]) {
            list_append(judge->arena, &fits, rows[i]);
        }
    }
    fit_check_use(judge->session->options, &fits, &judge->diagnostics);
    keep_report(judge, layout, &fits);
}

void fit_judge_report(struct fit_judge *judge)
{
    struct session *session = judge->session;
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    const struct text_list *words = option_words(session->options, OPTION_ADD);
    for (size_t i = 0; i < words->count && !session->usage_error; i++) {
        bool is_misplaced = judge->misplaced[i] && *judge->misplaced[i];
        session->usage_error = is_misplaced ? judge->misplaced[i] : NULL;
    }
    diagnostics_adopt(diagnostics, &judge->diagnostics, session->compilation.sources.end, 0);
}

static const char *title_of(const struct fit_report *report)
{
    return report->variant ? report->variant : "no variant";
}

// The first report with the same table.
static size_t first_alike(const struct fit_judge *judge, size_t index)
{
    size_t first = 0;
    while (strcmp(judge->reports.items[first]->text, judge->reports.items[index]->text) != 0) {
        first++;
    }
    return first;
}

static void append_titles(const struct fit_judge *judge, size_t first, struct buffer *text)
{
    buffer_format(text, "%s%s", text->length ? "\n" : "", title_of(judge->reports.items[first]));
    for (size_t i = first + 1; i < judge->reports.count; i++) {
        if (first_alike(judge, i) == first) {
            buffer_format(text, ", %s", title_of(judge->reports.items[i]));
        }
    }
    buffer_text(text, ":\n");
}

// A table that several variants share is printed once, under their names; a table that all share
// needs none.
void fit_judge_print(struct fit_judge *judge)
{
    struct buffer text;
    bool are_alike = true;
    buffer_init(&text, judge->arena);
    for (size_t i = 0; i < judge->reports.count; i++) {
        are_alike &= first_alike(judge, i) == 0;
    }
    for (size_t i = 0; i < judge->reports.count; i++) {
        const struct fit_report *report = judge->reports.items[i];
        if (report->fits.count && first_alike(judge, i) == i) {
            if (!are_alike) {
                append_titles(judge, i, &text);
            }
            buffer_text(&text, report->text);
        }
    }
    if (text.length) {
        print_text(judge->session, &text);
    }
}

void fit_judge_summary(const struct fit_judge *judge, struct buffer *out)
{
    for_each (report, &judge->reports) {
        fit_summary_text(&report->summary, judge->reports.count > 1 ? title_of(report) : NULL, out);
    }
}
