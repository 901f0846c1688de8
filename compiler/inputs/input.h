// Files and programs that a schema names.
#ifndef INPUTS_INPUT_H
#define INPUTS_INPUT_H

#include "image_request.h"
#include "text.h"

/// A file that the schema names, as seen from where schemac runs: from the directory of raw data,
/// or of the schema.
const char *input_path(const struct image_request *request, const char *name);

/// A program that the schema names, likewise: from the directory of tools, or of the schema.
const char *input_program_path(const struct image_request *request, const char *name);

/// Finds the files that a word names (see input_find()).
bool input_find_word(const struct image_request *request, const struct word *word,
                     struct text_list *paths);

/// Finds the files that a pattern names, sorted, and appends their paths.
/// In a pattern `*` and `?` stand for any characters but `/`, `[...]` for one of some, and `{a,b}`
/// for either. The files are noted as inputs of the image, and the directories that were searched.
/// False, and reported at `span`, where nothing matches. What has none of these is a plain path: it
/// is noted and given back without a look at the disk.
bool input_find(const struct image_request *request, const char *pattern, struct span span,
                struct text_list *paths);

/// Appends the patterns without braces that one with braces expands to.
/// False, and reported at `span`, if they are too many.
bool pattern_expand(const struct image_request *request, const char *pattern, struct span span,
                    struct text_list *plain);

/// Whether a pattern without braces names a path, which is seen from some directory: the whole of
/// it, where the pattern has a `/` (`/a` and `./a` are `a` in that directory), else the last name
/// in it. Unlike those that find files, it needs no dot to match a hidden one.
bool pattern_matches(const char *pattern, const char *path);

/// Notes a file as an input of the image.
void input_note(const struct image_request *request, const char *path);

/// Whether a file or directory is not there and need not be, since images are only checked; noted
/// at `span` if so.
bool input_is_awaited(const struct image_request *request, const char *path, struct span span);

/// False, and reported at `span`, where a path leads out of the schema's directory only through a
/// symbolic link.
bool input_check(const struct image_request *request, const char *path, struct span span);

/// Reads a file, which may be outside of the schema's directory only where its path says so: a
/// symbolic link that leads out is refused. It is a source, so that messages can show places in it.
/// Null, and reported at `span`, if it can't be read.
const struct source *input_source(const struct image_request *request, const char *path,
                                  struct span span);

/// Appends a file's bytes likewise. False, and reported, if it can't be read or has more than
/// `limit`.
bool input_bytes(const struct image_request *request, const char *path, struct span span,
                 uint64_t limit, struct buffer *content);

#endif
