// Writing files: each appears whole or not at all.
#ifndef OUTPUT_OUTPUT_H
#define OUTPUT_OUTPUT_H

#include "artifact.h"
#include "diagnostic.h"

/// What became of a file.
enum written { WRITTEN_NEW, WRITTEN_CHANGED, WRITTEN_UNCHANGED };

/// Writes artifacts into a directory, which is made if it is not there.
/// All are written beside their places first and renamed at the end; one that is there with the
/// same bytes is left alone, a symbolic link is followed, and a device or pipe is written to before
/// any is renamed. A secret file is made readable by its owner alone, also where it was there with
/// wider rights; one that keeps the rights of the file whose place it takes (and its owner, where
/// that is allowed). One that lasts is on the disk when this returns. What is one of the inputs (a
/// list of const char), or write-protected, is never replaced. False, and reported, if one can't be
/// written: then nothing has changed. Signals that end the program do so before this begins, or
/// when it has ended; what a run that was killed left is removed. `results`, if not null,
/// has room for one entry an artifact.
bool output_write(const char *directory, const struct artifact_list *artifacts,
                  const struct text_list *inputs, struct diagnostics *diagnostics,
                  enum written *results);

/// The same in steps, for a run whose files are more than memory should hold.
struct output;

struct output *output_begin(struct diagnostics *diagnostics);

/// Writes an artifact beside its place before the others are there. From then on its bytes are
/// those of that file, so that the memory that held them can be given up. False, and reported, if
/// it can't be written.
bool output_stage(struct output *output, const char *directory, struct artifact *artifact);

/// Does what output_write() does; of what was staged, no bytes are left afterwards.
bool output_finish(struct output *output, const char *directory,
                   const struct artifact_list *artifacts, const struct text_list *inputs,
                   enum written *results);

/// Removes what was staged and did not get to its place. It is not to be used afterwards.
void output_end(struct output *output);

/// Whether a path leads to one of the inputs; if so, that it is not written to is reported.
bool output_refuse_input(const char *path, const struct text_list *inputs,
                         struct diagnostics *diagnostics);

/// Makes a directory, and those that it is in, where they are not there. False, and reported, if
/// one can't be made.
bool output_directory(const char *path, struct diagnostics *diagnostics);

/// Writes a text to an open stream, all of it; false if that fails.
bool output_text(int stream, const char *text, size_t length);

#endif
