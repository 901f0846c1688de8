// The partitions of a layout, as the command line names them: PARTITION if that is unique, else
// TABLE.PARTITION. What is ambiguous is a mistake that lists the full names.
#include "partition_name.h"

#include "text.h"

// A name that several tables have is not wrong, but unclear; so it is looked up again without its
// table to tell the two apart.
static const char *no_partition(struct arena *arena, const struct layout *layout, const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < layout->partitions.count; i++) {
        nearest_offer(&nearest, layout->partitions.items[i]->label);
    }
    const struct partition_list named = layout_named(layout, name);
    if (named.count) {
        return arena_format(arena, "several tables have a partition `%s`; write %s", name,
                            layout_choices(arena, &named));
    }
    return arena_format(arena, "there is no partition `%s`%s", name, nearest_hint(arena, &nearest));
}

const struct partition *partition_by_name(struct session *session, const struct layout *layout,
                                          const char *name)
{
    const struct partition *partition = layout_find(layout, name);
    if (!partition) {
        session->usage_error = no_partition(&session->compilation.arena, layout, name);
    }
    return partition;
}
