// What commands share that have no session. A mistake of the command line is one line on standard
// error.
#include "command.h"

int usage_fail(const char *error)
{
    fprintf(stderr, "schemac: error: %s\n", error);
    return STATUS_WRONG_USAGE;
}
