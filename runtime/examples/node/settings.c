/* Settings that cannot fail: whatever the flash holds, the node has some. */
#include "settings.h"

enum pschema_result read_settings(const struct pschema_flash *flash,
                                  struct node_nvs_settings *settings)
{
    return node_nvs_settings_load(flash, settings);
}

enum pschema_result set_interval(const struct pschema_flash *flash,
                                 struct node_nvs_settings *settings, uint32_t seconds)
{
    settings->interval = seconds;
    return node_nvs_settings_save(flash, settings);
}
