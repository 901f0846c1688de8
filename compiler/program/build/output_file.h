// A command's one output: an image in a file, or on standard output.
#ifndef OUTPUT_FILE_H
#define OUTPUT_FILE_H

#include "output.h"
#include "session.h"

struct output_file {
    const struct buffer *image;
    const struct text_list *made_of; // files, for --depfile
    const struct text_list *inputs;  // files that it may not replace
    bool is_secret;
};

/// What is wrong with --depfile of a command that makes one file; null: nothing.
const char *output_file_check_usage(struct arena *arena, const struct options *options);

/// Writes the file that `-o` names, and what --depfile asks for. False if it went to standard
/// output, or could not be written, which is reported; else `*written` says what became of it.
bool output_file_write(struct session *session, const struct output_file *file,
                       enum written *written);

#endif
