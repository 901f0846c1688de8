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
};

/// A job to make the image of a partition that has content. Nothing may be added to the
/// compilation's sources before all jobs have run.
struct job *job_new(struct session *session, const struct layout *layout,
                    const struct partition *partition, const char *name);

/// Makes the images of a list of struct job. What they found and reported, and the memory that
/// holds the images, become the compilation's own. False if one of them can't be made.
bool jobs_run(struct session *session, const struct list *jobs);

#endif
