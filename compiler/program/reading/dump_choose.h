// What it is that `dump` shows.
#ifndef DUMP_CHOOSE_H
#define DUMP_CHOOSE_H

#include "decoders.h"
#include "dump_schema.h"

/// The partition of a schema that has what this decoder reads; null: none, or several.
const struct partition *dump_only_of(const struct layout *layout, const struct decoder *decoder);

/// The decoder for the request's bytes; it adds to the request what the schema says of them. Null:
/// none, or the command line contradicts them; that is reported.
const struct decoder *dump_choose(struct session *session, struct dump_schema *schema,
                                  const char *path, struct dump_request *request);

#endif
