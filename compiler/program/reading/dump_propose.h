// The schema of the table that `dump` proposes for a flash.
#ifndef DUMP_PROPOSE_H
#define DUMP_PROPOSE_H

#include "proposal.h"
#include "session.h"

/// Writes the schema of a proposal (null: there is none) for the flash in the file `path`. What
/// prevents that is reported.
void dump_propose(struct session *session, const struct proposal *proposal, const char *path,
                  const char *output);

#endif
