// What commands share that have no session. A mistake of the command line is one line on standard
// error. It quotes words of the command line, which a script may have taken from anywhere: what a
// terminal would obey in them is replaced, as session_end() does it for mistakes found later.
#include "command.h"

#include "shown.h"

#include <string.h>

int usage_fail(struct arena *arena, const char *error)
{
    struct buffer shown;
    buffer_init(&shown, arena);
    shown_line(&shown, error, strlen(error));
    fprintf(stderr, "schemac: error: %s\n", shown.bytes);
    return STATUS_WRONG_USAGE;
}
