// Making images: each as a job with memory of its own, all of them on all cores.
#ifndef JOBS_H
#define JOBS_H

#include "image.h"
#include "session.h"

/// An image that is to be made.
struct job {
    struct image_request request;
    struct arena arena;       // of what it finds out
    struct arena image_arena; // of the image alone
    struct image_notes notes; // what is met on the way
    struct sources sources;
    struct diagnostics diagnostics;
    bool is_echo;        // its family has the same image: what is wrong is wrong with that, too
    const char *name;    // as it is shown while images are made
    struct buffer image; // empty where it could not be made
    size_t files;        // of the compilation's sources when it was begun
    uint32_t end;        // likewise
};

struct job_list LIST(struct job);

/// What jobs found, each thing once: of many variants with the same mistake, one is kept.
struct findings {
    struct job_list jobs; // those that found something new
    struct names known;   // what was found, and hidden
};

void findings_init(struct findings *findings, struct arena *arena);

/// A job to make the image of a partition that has content.
struct job *job_new(struct session *session, const struct images *images,
                    const struct partition *partition, const char *name);

/// Makes the images of all jobs. What they reported becomes the compilation's own.
/// False if one of them can't be made.
bool jobs_run(struct session *session, const struct job_list *jobs);

/// Makes images to see what is wrong with them, and drops them. The jobs that found something are
/// kept for jobs_report(); their layouts need not stay for that.
void jobs_judge(struct session *session, const struct job_list *jobs, struct findings *findings);

/// What jobs found and reported becomes the compilation's own.
void jobs_report(struct session *session, const struct findings *findings);

/// Keeps what a job found out, and its image; `images` what that turned out to be made of.
void job_keep(struct session *session, struct job *job, struct images *images);

/// Gives them up; `images` keep what the image turned out to be made of.
void job_release(struct job *job, struct images *images);

#endif
