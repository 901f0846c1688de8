// What the decoders of file systems share.
#ifndef FORMATS_FILES_DUMP_H
#define FORMATS_FILES_DUMP_H

#include "dump.h"

/// Begins with what only JSON shows of a file system: alone, the files speak for themselves.
struct fact *files_begin(const struct dump_request *request, const struct decoder *decoder);

/// Tells of the files from `root` on (null: `result->error` says what is wrong). `kind` follows the
/// description in a flash: " with wear levelling", or "".
void files_tell(const struct dump_request *request, struct dump_result *result,
                const struct decoder *decoder, const struct tree_node *root, const char *kind);

#endif
