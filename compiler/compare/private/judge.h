// What the rules of a comparison share.
#ifndef COMPARE_JUDGE_H
#define COMPARE_JUDGE_H

#include "compare.h"

/// What a device keeps in a partition, as far as its type tells.
enum holding {
    HOLDS_SLOT,        // an app that updates replace
    HOLDS_APP,         // an app that they do not
    HOLDS_TEST,        // an app beside others that only a pin starts
    HOLDS_CHOICE,      // which slot to start
    HOLDS_SETTINGS,    // NVS
    HOLDS_SECRETS,     // the keys of an encrypted NVS
    HOLDS_FILES,       // a file system
    HOLDS_TABLE,       // a second-level table
    HOLDS_DUMP,        // a core dump
    HOLDS_CALIBRATION, // the data of the radio
    HOLDS_CONSTANTS,   // what is flashed and never written
    HOLDS_BOOT,        // the bootloader or the table, as a row of the table
    HOLDS_SCRATCH,     // what nobody misses, whatever it is
    HOLDS_DATA,        // anything else
    HOLDING_COUNT,
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
    enum change_class class;
    const char *text;
};

enum holding holding_of(const struct layout *layout, const struct partition *partition);

const struct consequence *consequence_get(enum holding holding, enum event event);

/// Adds a change of a pair's partition, by the rule that judges now.
__attribute__((format(printf, 4, 5))) void change_pair(struct comparison *comparison,
                                                       enum change_class class,
                                                       const struct pair *pair, const char *format,
                                                       ...);

/// Adds a change of a partition that only one layout has; the other is null.
__attribute__((format(printf, 5, 6))) void
change_partition(struct comparison *comparison, enum change_class class,
                 const struct partition *old, const struct partition *new, const char *format, ...);

/// Adds a change of something else.
__attribute__((format(printf, 4, 5))) struct change *change_other(struct comparison *comparison,
                                                                  enum change_class class,
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
const struct table *old_table(const struct comparison *comparison, const struct table *table);

/// The slots of the main table that are there, in its order.
struct partition_list slots_of(const struct comparison *comparison, const struct layout *layout);

void judge_moved(struct comparison *comparison);
void judge_shrunk(struct comparison *comparison);
void judge_grown(struct comparison *comparison);
void judge_removed(struct comparison *comparison);
void judge_added(struct comparison *comparison);
void judge_renamed(struct comparison *comparison);
void judge_retyped(struct comparison *comparison);
void judge_transferred(struct comparison *comparison);
void judge_switched_off(struct comparison *comparison);
void judge_switched_on(struct comparison *comparison);
void judge_flags(struct comparison *comparison);
void judge_frozen(struct comparison *comparison);
void judge_thawed(struct comparison *comparison);
void judge_unprotected(struct comparison *comparison);
void judge_lifetime(struct comparison *comparison);
void judge_stale(struct comparison *comparison);
void judge_reordered(struct comparison *comparison);

void judge_image(struct comparison *comparison);
void judge_format(struct comparison *comparison);
void judge_record(struct comparison *comparison);
void judge_keys(struct comparison *comparison);

void judge_chip(struct comparison *comparison);
void judge_boot(struct comparison *comparison);
void judge_secure_boot(struct comparison *comparison);
void judge_flash(struct comparison *comparison);
void judge_table(struct comparison *comparison);
void judge_table_moved(struct comparison *comparison);
void judge_checksum(struct comparison *comparison);
void judge_slot_count(struct comparison *comparison);
void judge_slots(struct comparison *comparison);
void judge_kconfig(struct comparison *comparison);
void judge_configured(struct comparison *comparison);

#endif
