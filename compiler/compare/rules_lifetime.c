// Rules about the lifetime of what partitions contain: `preserve` and `scratch`.
//
// Where a device may now lose something, the layout becomes another one and needs another revision
// (rule `unprotected`). Where it no longer loses something, or nothing that matters, it does not
// (rule `lifetime`, is_lasting): such words can be added to a layout that was released. The two
// rules share all comparisons, and differ in the severities that they keep.
#include "rules.h"

// What a device meets; null: its lifetime is the same, or nothing but longer.
static const struct consequence *find_consequence(const struct comparison *comparison,
                                                  const struct pair *pair)
{
    enum kept_data kept = kept_data_of(comparison->before, pair->before);
    bool is_scratch = pair->after->lifetime == LIFETIME_SCRATCH;
    if (pair->before->lifetime == pair->after->lifetime) {
        return NULL;
    }
    if (is_scratch) {
        return consequence_get(kept, EVENT_SCRATCHED);
    }
    // Without `from`, schemac has nothing that would replace it.
    bool is_exposed = pair->before->lifetime == LIFETIME_PRESERVE && pair->after->content;
    return is_exposed ? consequence_get(kept, EVENT_EXPOSED) : NULL;
}

static const char *change_text(const struct pair *pair)
{
    static const char *const texts[] = {
        [LIFETIME_DEFAULT] = "is no longer `preserve`",
        [LIFETIME_PRESERVE] = "is now `preserve`",
        [LIFETIME_SCRATCH] = "is now `scratch`",
    };
    bool was_scratch = pair->before->lifetime == LIFETIME_SCRATCH;
    bool has_none = pair->after->lifetime == LIFETIME_DEFAULT;
    return was_scratch && has_none ? "is no longer `scratch`" : texts[pair->after->lifetime];
}

static void change_lifetime(struct comparison *comparison, const struct pair *pair,
                            enum change_severity severity, const char *text)
{
    change_pair(comparison, severity, pair, "%s %s: %s",
                partition_name(comparison, comparison->after, pair->after), change_text(pair),
                text);
}

void compare_unprotected(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        const struct consequence *consequence = find_consequence(comparison, pair);
        if (consequence && consequence->severity != CHANGE_SAFE) {
            change_lifetime(comparison, pair, consequence->severity, consequence->text);
        }
    }
}

void compare_lifetime(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        const struct consequence *consequence = find_consequence(comparison, pair);
        if (consequence && consequence->severity == CHANGE_SAFE) {
            change_lifetime(comparison, pair, CHANGE_SAFE, consequence->text);
        } else if (!consequence && pair->before->lifetime != pair->after->lifetime) {
            change_lifetime(comparison, pair, CHANGE_SAFE,
                            pair->after->lifetime == LIFETIME_PRESERVE
                                ? "devices keep what they have, and only blank ones get its image"
                                : "updates keep what firmware writes to it");
        }
    }
}
