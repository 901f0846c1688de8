// The partitions of a layout, as the command line names them.
#ifndef PARTITION_NAME_H
#define PARTITION_NAME_H

#include "session.h"

/// The partition that `TABLE.PARTITION` or `PARTITION` names; null, and a usage error, if that is
/// none or several.
const struct partition *partition_by_name(struct session *session, const struct layout *layout,
                                          const char *name);

#endif
