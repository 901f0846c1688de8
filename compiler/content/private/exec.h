// A program that makes an image, and what can be wrong with it.
#ifndef CONTENT_EXEC_H
#define CONTENT_EXEC_H

#include "generator.h"

/// One run of a program for an image.
struct program_run {
    const struct image_request *request;
    struct span span;            // of the program's name, or of the partition's if that names it
    const char *program;         // its path
    const char *folder;          // where it leaves the image
    struct host_process process; // how it ended
};

/// Reports what a program `does` ("failed", ...), at its name.
struct diagnostic *exec_report(const struct program_run *run, enum code code, const char *does);

// These return false.
bool exec_report_not_started(const struct program_run *run, const char *why);
bool exec_report_start_error(const struct program_run *run);
bool exec_report_failed(const struct program_run *run);
bool exec_report_no_image(const struct program_run *run);
bool exec_report_too_large(const struct program_run *run, uint64_t size);

#endif
