// `check --fix`: writing into the schema what was meant.
#ifndef FIX_H
#define FIX_H

#include "session.h"

/// Applies the fixes that are certain, in the schema itself, not in what it includes. The file is
/// replaced as a whole, unless it has changed since it was read, which is reported. True if it was
/// replaced: what was reported is about the old text then.
bool fix_schema(struct session *session);

#endif
