// What the rules of a comparison share.
#ifndef COMPARE_RULES_H
#define COMPARE_RULES_H

#include "compare.h"

/// What a device keeps in a partition, as far as its type tells.
enum kept_data {
    KEPT_SLOT,        // an app that updates replace
    KEPT_APP,         // an app that they do not
    KEPT_TEST,        // an app beside others that only a pin starts
    KEPT_CHOICE,      // which slot to start
    KEPT_SETTINGS,    // NVS
    KEPT_SECRETS,     // the keys of an encrypted NVS
    KEPT_FILES,       // a file system
    KEPT_TABLE,       // a second-level table
    KEPT_DUMP,        // a core dump
    KEPT_CALIBRATION, // the data of the radio
    KEPT_CONSTANTS,   // what is flashed and never written
    KEPT_BOOT,        // the bootloader or the table, as a row of the table
    KEPT_SCRATCH,     // what nobody misses, whatever it is
    KEPT_DATA,        // anything else
    KEPT_COUNT,
};

enum event {
    EVENT_MOVED,
    EVENT_SHRUNK,
    EVENT_GROWN,
    EVENT_REMOVED,
    EVENT_RETYPED,
    EVENT_EXPOSED,   // it is no longer preserved: flashing replaces it
    EVENT_SCRATCHED, // it is now scratch: it may be erased at any time
    EVENT_COUNT,
};

/// What an event does to a device.
struct consequence {
    enum change_severity severity;
    const char *text;
};

enum kept_data kept_data_of(const struct layout *layout, const struct partition *partition);

const struct consequence *consequence_get(enum kept_data kept, enum event event);

/// Adds a change of a pair's partition, by the rule that judges now.
__attribute__((format(printf, 4, 5))) void change_pair(struct comparison *comparison,
                                                       enum change_severity severity,
                                                       const struct pair *pair, const char *format,
                                                       ...);

/// Adds a change of a partition that only one layout has; the other is null.
__attribute__((format(printf, 5, 6))) void change_partition(struct comparison *comparison,
                                                            enum change_severity severity,
                                                            const struct partition *before,
                                                            const struct partition *after,
                                                            const char *format, ...);

/// Adds a change of something else.
__attribute__((format(printf, 4, 5))) struct change *change_other(struct comparison *comparison,
                                                                  enum change_severity severity,
                                                                  const char *subject,
                                                                  const char *format, ...);

/// "`nvs`", with its table where a label alone does not tell it.
const char *partition_name(struct comparison *comparison, const struct layout *layout,
                           const struct partition *partition);

/// "flash" or the name of another one.
const char *flash_name(const struct layout_flash *flash);

/// Whether several partitions of a layout have the label of this one.
bool is_shared_label(const struct comparison *comparison, const struct layout *layout,
                     const struct partition *partition);

bool is_same_text(const char *a, const char *b); // either may be null
bool is_same_flash(const struct partition *a, const struct partition *b);
bool is_same_type(const struct partition *a, const struct partition *b);

/// The table of the old layout in whose place one of the new one is; null if there is none.
const struct table *table_before(const struct comparison *comparison, const struct table *table);

/// The slots of the main table that are there, in its order.
struct partition_list slots_of(const struct comparison *comparison, const struct layout *layout);

void compare_moved(struct comparison *comparison);
void compare_shrunk(struct comparison *comparison);
void compare_grown(struct comparison *comparison);
void compare_removed(struct comparison *comparison);
void compare_added(struct comparison *comparison);
void compare_renamed(struct comparison *comparison);
void compare_retyped(struct comparison *comparison);
void compare_table_of(struct comparison *comparison);
void compare_disabled(struct comparison *comparison);
void compare_enabled(struct comparison *comparison);
void compare_flags(struct comparison *comparison);
void compare_frozen(struct comparison *comparison);
void compare_unfrozen(struct comparison *comparison);
void compare_unprotected(struct comparison *comparison);
void compare_lifetime(struct comparison *comparison);
void compare_stale(struct comparison *comparison);
void compare_reordered(struct comparison *comparison);

void compare_image(struct comparison *comparison);
void compare_format(struct comparison *comparison);
void compare_record(struct comparison *comparison);
void compare_keys(struct comparison *comparison);

void compare_chip(struct comparison *comparison);
void compare_boot(struct comparison *comparison);
void compare_secure_boot(struct comparison *comparison);
void compare_flash(struct comparison *comparison);
void compare_table(struct comparison *comparison);
void compare_table_moved(struct comparison *comparison);
void compare_checksum(struct comparison *comparison);
void compare_slot_count(struct comparison *comparison);
void compare_slots(struct comparison *comparison);
void compare_kconfig(struct comparison *comparison);
void compare_configured(struct comparison *comparison);

#endif
