/* The node's settings: keys of NVS, with defaults; C99, C11 and C++17. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <node.h>

/* Fills all of them, in one pass over the flash: what a device does not have is as in the schema.
 * The result says whether something was damaged; they can be used all the same. */
enum pschema_result read_settings(const struct pschema_flash *flash,
                                  struct node_nvs_settings *settings);

/* Changes one, where something can be saved: over ESP-IDF's library. */
enum pschema_result set_interval(const struct pschema_flash *flash,
                                 struct node_nvs_settings *settings, uint32_t seconds);

#endif
