// What the rules do with partitions that break them: a partition that broke a rule is not looked at
// by the rules that need it, so that one mistake is told once.
#include "rules.h"

#include <stdarg.h>

bool rule_applies(const struct verification *verification, const struct partition *partition)
{
    return partition->is_placed && partition->table->is_placed &&
           !(verification->broken[partition->index] & verification->needed);
}

void rule_mark(struct verification *verification, const struct partition *partition)
{
    verification->broken[partition->index] |= verification->own;
}

bool rule_was_broken(const struct verification *verification, const struct partition *partition)
{
    return verification->broken[partition->index] & verification->own;
}

struct diagnostic *rule_broken(struct verification *verification, const struct partition *partition,
                               struct span span, const char *format, ...)
{
    enum code code = verification->rule->code;
    rule_mark(verification, partition);
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_format_list(verification->arena, format, arguments);
    va_end(arguments);
    return report(verification->diagnostics, code, span, "%s", message);
}

void rule_for_each(struct verification *verification,
                   void (*check)(struct verification *verification,
                                 const struct partition *partition))
{
    for_each (partition, &verification->layout->partitions) {
        const struct partition *before = partition->member_before;
        if (before && rule_was_broken(verification, before)) {
            rule_mark(verification, partition); // it was said of the first of its family
        } else if (rule_applies(verification, partition)) {
            check(verification, partition);
        }
    }
}
