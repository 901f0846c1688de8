// What it is that `dump` shows.
#ifndef DUMP_CHOOSE_H
#define DUMP_CHOOSE_H

#include "dump_schema.h"

/// The partition of a schema that has something of this format; null: none, or several.
const struct partition *dump_only_of(const struct layout *layout, const char *format);

/// The decoder for the request's bytes; it adds to the request what the schema says of them. Null:
/// none, or the command line contradicts them; that is reported.
const struct decoder *dump_choose(struct session *session, struct dump_schema *schema,
                                  const char *path, struct dump_request *request);

#endif
