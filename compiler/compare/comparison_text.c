// A comparison as text for people: the worst severity first, and under it one line for each change,
// with the name of its rule in a column of its own. That name is what an `allow` needs.
#include "compare.h"

#include <string.h>

static size_t count_class(const struct comparison *comparison, enum change_severity severity)
{
    size_t count = 0;
    for_each (change, &comparison->changes) {
        count += change->severity == severity;
    }
    return count;
}

// The column is as wide as the longest name that is shown.
static int rule_width(const struct comparison *comparison)
{
    size_t width = 0;
    for_each (change, &comparison->changes) {
        size_t length = strlen(change->rule->name);
        width = length > width ? length : width;
    }
    return (int)width;
}

void comparison_text(const struct comparison *comparison, struct buffer *out)
{
    int width = rule_width(comparison);
    for (unsigned severity = CHANGE_SEVERITY_COUNT; severity-- > 0;) {
        if (!count_class(comparison, severity)) {
            continue;
        }
        buffer_format(out, "%s\n", change_severity_name(severity));
        for_each (change, &comparison->changes) {
            if (change->severity == severity) {
                buffer_format(out, "  %-*s  %s\n", width, change->rule->name, change->reason);
            }
            if (change->severity == severity && change->allowance) {
                buffer_format(out, "  %*s  allowed in revision %llu: %s\n", width, "",
                              (unsigned long long)change->allowance->revision,
                              change->allowance->reason);
            }
        }
        buffer_text(out, "\n");
    }
}
