// The variants of a schema, as the command line names them.
#ifndef VARIANTS_H
#define VARIANTS_H

#include "session.h"

/// Those that are built.
struct syntax_names variants_list(struct session *session);

/// What to say where that list is empty.
const char *variants_none(struct session *session);

/// Whether the schema has a variant of this name; if not, that is a usage error.
bool variants_have(struct session *session, const char *variant);

#endif
