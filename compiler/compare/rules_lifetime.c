// What becomes of what partitions hold: `preserve` and `scratch`.
//
// What a device may now lose makes another layout, under another revision. What it may no longer
// lose, and what nobody misses, does not: such words can be added to a layout that went out.
#include "judge.h"

// What a device meets; null: its lifetime is the same, or nothing but longer.
static const struct consequence *find_consequence(const struct comparison *comparison,
                                                  const struct pair *pair)
{
    enum holding holding = holding_of(comparison->old, pair->old);
    bool is_scratch = pair->new->lifetime == LIFETIME_SCRATCH;
    if (pair->old->lifetime == pair->new->lifetime) {
        return NULL;
    }
    if (is_scratch) {
        return consequence_get(holding, EVENT_SCRATCHED);
    }
    // Without `from`, schemac has nothing that would replace it.
    bool is_exposed = pair->old->lifetime == LIFETIME_PRESERVE && pair->new->content;
    return is_exposed ? consequence_get(holding, EVENT_EXPOSED) : NULL;
}

static const char *change_text(const struct pair *pair)
{
    static const char *const texts[] = {
        [LIFETIME_DEFAULT] = "is no longer `preserve`",
        [LIFETIME_PRESERVE] = "is now `preserve`",
        [LIFETIME_SCRATCH] = "is now `scratch`",
    };
    bool was_scratch = pair->old->lifetime == LIFETIME_SCRATCH;
    bool has_none = pair->new->lifetime == LIFETIME_DEFAULT;
    return was_scratch && has_none ? "is no longer `scratch`" : texts[pair->new->lifetime];
}

static void change_lifetime(struct comparison *comparison, const struct pair *pair,
                            enum change_class class, const char *text)
{
    change_pair(comparison, class, pair, "%s %s: %s",
                partition_name(comparison, comparison->new, pair->new), change_text(pair), text);
}

void judge_unprotected(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        const struct consequence *consequence = find_consequence(comparison, pair);
        if (consequence && consequence->class != CHANGE_SAFE) {
            change_lifetime(comparison, pair, consequence->class, consequence->text);
        }
    }
}

void judge_lifetime(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        const struct consequence *consequence = find_consequence(comparison, pair);
        if (consequence && consequence->class == CHANGE_SAFE) {
            change_lifetime(comparison, pair, CHANGE_SAFE, consequence->text);
        } else if (!consequence && pair->old->lifetime != pair->new->lifetime) {
            change_lifetime(comparison, pair, CHANGE_SAFE,
                            pair->new->lifetime == LIFETIME_PRESERVE
                                ? "devices keep what they have, and only blank ones get its image"
                                : "updates keep it if firmware writes it");
        }
    }
}
