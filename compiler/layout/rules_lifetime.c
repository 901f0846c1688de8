// Rules of what becomes of what partitions hold, and of what apps leave free.
//
// A promise that flashing or an update would break is a mistake here: it is found before devices
// are in the field, where nothing could be done about it any more.
#include "rules.h"

static bool is_app(const struct partition *partition)
{
    return partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT;
}

// What a device misses that has lost the partition; null: nothing that stops it.
static const char *what_is_missed(const struct partition *partition)
{
    if (partition->inner || partition->kind == KIND_TABLE) {
        return "it contains a partition table, without which firmware finds nothing in it";
    }
    if (is_app(partition)) {
        return "it contains an application, without which a device does not start";
    }
    return partition->kind == KIND_OTADATA
               ? "it records which slot to start, and without it a device forgets its updates"
           : partition->is_outside ? "a device does not start without it"
                                   : NULL;
}

// A lifetime that comes from the host has no place of its own.
static void check_lifetime(struct layout_check *check, const struct partition *partition)
{
    const char *missed = what_is_missed(partition);
    if (partition->lifetime == LIFETIME_SCRATCH && missed) {
        rule_broken(check, partition,
                    span_is_known(partition->lifetime_span) ? partition->lifetime_span
                                                            : partition->span,
                    "`%s` cannot be `scratch`: %s", partition->label, missed);
    }
}

void check_lifetimes(struct layout_check *check)
{
    rule_for_each(check, check_lifetime);
}

// A headroom must leave something for the application.
static void check_headroom(struct layout_check *check, const struct partition *partition)
{
    struct arena *arena = check->arena;
    if (!span_is_known(partition->headroom_span)) {
        return;
    }
    if (!is_app(partition)) {
        rule_broken(check, partition, partition->headroom_span,
                    "`headroom` is for applications, and `%s` does not contain one",
                    partition->label);
    } else if (partition->headroom >= layout_image_limit(partition)) {
        rule_broken(check, partition, partition->headroom_span,
                    "a headroom of %s leaves no room for an application: `%s` has %s",
                    text_size(arena, partition->headroom), partition->label,
                    text_size(arena, layout_image_limit(partition)));
    }
}

void check_headrooms(struct layout_check *check)
{
    rule_for_each(check, check_headroom);
}
