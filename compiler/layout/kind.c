// The kinds of partitions, by the names that platforms and locks have for them.
#include "partition.h"

#include <string.h>

static const char *const kind_names[KIND_COUNT] = {
    [KIND_DATA] = "data",       [KIND_APP] = "app", [KIND_OTA_SLOT] = "ota_slot",
    [KIND_OTADATA] = "otadata", [KIND_NVS] = "nvs", [KIND_FILESYSTEM] = "filesystem",
    [KIND_TABLE] = "table",
};

const char *partition_kind_name(enum partition_kind kind)
{
    return kind_names[kind];
}

bool partition_kind_find(const char *name, enum partition_kind *kind)
{
    for (unsigned i = 0; i < KIND_COUNT; i++) {
        if (strcmp(kind_names[i], name) == 0) {
            *kind = (enum partition_kind)i;
            return true;
        }
    }
    return false;
}
