// What `check` says about the images of all variants: whether each fits where it belongs.
#ifndef FIT_JUDGE_H
#define FIT_JUDGE_H

#include "fit.h"
#include "jobs.h"

struct addition_list LIST(struct addition);

/// What was measured of one layout.
struct fit_report {
    const char *variant; // null: the schema itself
    struct fit_list fits;
    const char *text;
    struct fit_summary summary;
};

struct fit_judge {
    struct session *session;
    struct arena *arena;
    struct diagnostics diagnostics; // of files that the command line adds
    struct LIST(struct fit_report) reports;
    bool wants_details;
    const char **misplaced; // of each `--add`, why it has no place; "": it has one in some variant
};

void fit_judge_init(struct fit_judge *judge, struct session *session);

/// Places and reads the files that the command line adds, for one layout. Those that have no place
/// in it are left out.
void fit_judge_read(struct fit_judge *judge, const struct layout *layout,
                    struct addition_list *additions);

/// The file that the command line adds for a partition, or for the first of its family; or null.
const struct addition *fit_judge_find(const struct addition_list *additions,
                                      const struct partition *partition);

/// Notes what the images of a layout take; their jobs have been run.
void fit_judge_measure(struct fit_judge *judge, const struct images *images,
                       const struct addition_list *additions, const struct job_list *jobs);

/// Reports what was found of added files: a usage error if one has no place.
void fit_judge_report(struct fit_judge *judge);

/// Prints the table of all images.
void fit_judge_print(struct fit_judge *judge);

/// Prints all of it as JSON.
void fit_judge_print_json(struct fit_judge *judge);

/// Appends what is left of each flash, a line each.
void fit_judge_summary(const struct fit_judge *judge, struct buffer *out);

#endif
