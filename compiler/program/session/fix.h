// `check --fix`: writing into the schema what was meant.
#ifndef FIX_H
#define FIX_H

#include "session.h"

/// Applies the fixes that are certain, in the schema itself, not in what it includes. What they end
/// is taken back from what was reported. The file is replaced as a whole, unless it has changed
/// since it was read.
void fix_schema(struct session *session);

#endif
