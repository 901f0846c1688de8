// A comparison for people.
#include "compare.h"

#include <string.h>

static size_t count_class(const struct comparison *comparison, enum change_class class)
{
    size_t count = 0;
    for_each (change, &comparison->changes) {
        count += change->class == class;
    }
    return count;
}

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
    for (unsigned class = CHANGE_CLASS_COUNT; class -- > 0;) {
        if (!count_class(comparison, class)) {
            continue;
        }
        buffer_format(out, "%s\n", change_class_name(class));
        for_each (change, &comparison->changes) {
            if (change->class == class) {
                buffer_format(out, "  %-*s  %s\n", width, change->rule->name, change->reason);
            }
            if (change->class == class && change->allowance) {
                buffer_format(out, "  %*s  allowed in revision %llu: %s\n", width, "",
                              (unsigned long long)change->allowance->revision,
                              change->allowance->reason);
            }
        }
        buffer_text(out, "\n");
    }
}
