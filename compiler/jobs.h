// Making images: each as a job with memory of its own, all of them on all cores.
#ifndef JOBS_H
#define JOBS_H

#include "image.h"
#include "session.h"

/// An image that is to be made.
struct job {
    struct image_request request;
    struct arena arena;
    struct sources sources;
    struct diagnostics diagnostics;
    const char *name;    // as it is shown while images are made
    struct buffer image; // empty where it could not be made
    size_t files;        // of the compilation's sources when it was begun
    uint32_t end;        // likewise
};

/// A job to make the image of a partition that has content.
struct job *job_new(struct session *session, const struct layout *layout,
                    const struct partition *partition, const char *name);

/// Makes the images of a list of struct job. What they found and reported, and the memory that
/// holds the images, become the compilation's own. False if one of them can't be made.
bool jobs_run(struct session *session, const struct list *jobs);

/// Makes images to see what is wrong with them, and drops them. The jobs that found something are
/// added to a list, for jobs_report(); their layouts need not stay for that.
void jobs_judge(struct session *session, const struct list *jobs, struct list *found);

/// What jobs found and reported becomes the compilation's own.
void jobs_report(struct session *session, const struct list *found);

#endif
