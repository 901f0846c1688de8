// Where the image of a partition comes from. schemac makes it if the schema says its content;
// otherwise the build of the project makes it and passes its path in a variable; a partition that
// contains a table has none, since the table is flashed instead.
#include "artifacts.h"

bool partition_is_flashable(const struct partition *partition)
{
    return !partition->is_absent && partition->table->flash->index == 0;
}

// What differs from device to device (`is_per_device`) is made when devices are, and not by a
// build. What the SDK makes (`is_of_build`), its own build flashes.
bool partition_has_image(const struct images *images, const struct partition *partition)
{
    const struct image_plan *plan = image_plan_of(images, partition);
    return plan && !plan->is_per_device && !plan->is_of_build && !partition->is_absent;
}

bool partition_takes_image(const struct images *images, const struct partition *partition)
{
    const struct image_plan *plan = image_plan_of(images, partition);
    return partition_is_flashable(partition) && !partition_has_image(images, partition) &&
           !partition->inner && !(plan && plan->is_of_build);
}

// Of a family the first slot, as a device starts from it.
const char *partition_build_file(const struct images *images, const struct partition *partition)
{
    const struct image_plan *plan = image_plan_of(images, partition);
    bool is_there = plan && plan->is_of_build && plan->notes.inputs.count &&
                    partition_is_flashable(partition) && !partition->is_update_slot;
    return is_there ? plan->notes.inputs.items[0] : NULL;
}

const char *partition_image_variable(const struct layout *layout, const struct partition *partition)
{
    return arena_format(layout->arena, "%s_%s_IMAGE", text_upper(layout->arena, layout->identifier),
                        text_upper(layout->arena, partition->identifier));
}

// Where `ota-flash` writes an app. The numbers need not be in the order of offsets.
const struct partition *partition_first_slot(const struct images *images)
{
    const struct partition *slot = NULL;
    for_each (partition, &images->layout->partitions) {
        bool is_slot = partition->kind == KIND_OTA_SLOT && partition_is_flashable(partition);
        if (is_slot && (!slot || partition->family_number < slot->family_number)) {
            slot = partition;
        }
    }
    const struct image_plan *plan = slot ? image_plan_of(images, slot) : NULL;
    return plan && plan->is_of_build ? NULL : slot;
}

bool partition_is_preserved(const struct partition *partition)
{
    return partition->lifetime == LIFETIME_PRESERVE;
}
