// What the rules do with partitions that break them: a partition that broke a rule is not looked at
// by the rules that need it, so that one mistake is reported once.
#include "rules.h"

#include <assert.h>
#include <stdarg.h>

bool rule_applies(const struct layout_check *check, const struct partition *partition)
{
    return partition->is_placed && partition->table->is_placed &&
           !(check->broken[partition->index] & check->needed);
}

// Also without a report: what follows a partition that does not fit does not fit, either.
void rule_mark(struct layout_check *check, const struct partition *partition)
{
    assert(check->own && partition->index < check->layout->partitions.count);
    check->broken[partition->index] |= check->own;
}

bool rule_was_broken(const struct layout_check *check, const struct partition *partition)
{
    return check->broken[partition->index] & check->own;
}

// The partition is marked even if the user has switched the warning off: others still rely on it.
struct diagnostic *rule_broken(struct layout_check *check, const struct partition *partition,
                               struct span span, const char *format, ...)
{
    enum code code = check->rule->code;
    rule_mark(check, partition);
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_format_list(check->arena, format, arguments);
    va_end(arguments);
    return report(check->diagnostics, code, span, "%s", message);
}

void rule_for_each(struct layout_check *check,
                   void (*visit)(struct layout_check *check, const struct partition *partition))
{
    for_each (partition, &check->layout->partitions) {
        const struct partition *before = partition->member_before;
        if (before && rule_was_broken(check, before)) {
            rule_mark(check, partition); // it was said of the first of its family
        } else if (rule_applies(check, partition)) {
            visit(check, partition);
        }
    }
}
