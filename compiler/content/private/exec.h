// A program that makes an image, and what can be wrong with it.
#ifndef CONTENT_EXEC_H
#define CONTENT_EXEC_H

#include "generator.h"

/// One run of a program for an image.
struct run {
    const struct image_request *request;
    struct span span;            // of the program's name, or of the partition's if that names it
    const char *program;         // its path
    const char *folder;          // where it leaves the image
    struct host_process process; // how it ended
};

/// Reports what a program `does` ("failed", ...), at its name.
struct diagnostic *report_program(const struct run *run, enum code code, const char *does);

// These return false.
bool report_not_started(const struct run *run, const char *why);
bool report_start_error(const struct run *run);
bool report_failed(const struct run *run);
bool report_no_image(const struct run *run);
bool report_image_too_large(const struct run *run, uint64_t size);

#endif
