#include <pschema/partition.h>

const struct pschema_partition pschema_nothing = {0u, 0u, 0u, 0u, 0u, 0u, ""};
