// What a device in the field meets when one layout takes another's place.
//
// Such a device is updated over the air: an update brings an app into one of its slots. The
// bootloader, the partition table and what is in the other partitions stay what they are until
// somebody flashes the device. Each change is judged by the worst that it does to a device on its
// way to the new layout, whether the app comes first or the table does.
#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include "image_plan.h"

enum change_severity {
    CHANGE_SAFE,          // an update over the air is all it takes
    CHANGE_NEEDS_REFLASH, // devices must be flashed, and keep what they hold
    CHANGE_LOSES_DATA,    // what a device has in a partition is lost or misread
    CHANGE_BRICKS,        // a device no longer starts, or cannot be updated any more
    CHANGE_SEVERITY_COUNT,
};

/// "needs reflash"
const char *change_severity_name(enum change_severity severity);

/// The severity of a name, whose words may be joined by `-` or `_`; false if there is none.
bool change_severity_find(const char *name, enum change_severity *severity);

/// The rule of a name; null if there is none.
const struct comparison_rule *comparison_rule_find(const char *name);

/// What a change may be without breaking a device, unless somebody says otherwise.
extern const enum change_severity change_severity_allowed;

/// A partition that both layouts have.
struct pair {
    const struct partition *before, *after;
    bool is_guessed;       // only by its type and place: the names differ
    bool is_image_changed; // its content is known in both, and differs
    uint64_t needed;       // bytes that the content of the old image takes; 0: not known
};

struct comparison;

/// One thing to compare. Its name is the KIND of an `allow`.
struct comparison_rule {
    const char *name;
    const char *description;
    void (*compare)(struct comparison *comparison);
    bool is_strict;  // no `allow` lets it pass
    bool is_below;   // about what a table alone does not tell
    bool is_lasting; // the layout is the same even so: it may happen under one revision
    bool is_inner;   // about what fills partitions, which no lock tells
};

extern const struct comparison_rule comparison_rules[];
extern const size_t comparison_rule_count;

struct change {
    enum change_severity severity;
    const struct comparison_rule *rule;
    const char *subject;                    // the name of what changed; of a partition the new one
    const struct partition *before, *after; // null if there is none
    const char *reason;                     // a sentence, without its full stop
    struct span before_span, after_span;    // in the sources of each layout; may be unknown
    const struct allowance *allowance;      // null: nobody says that it is meant
};

struct change_list LIST(struct change);

struct comparison {
    struct arena *arena;
    const struct layout *before, *after;
    const struct images *before_images, *after_images; // null: what fills partitions is not known
    struct LIST(struct pair) pairs;                    // in the order of the new layout
    struct partition_list removed;                     // of the old one
    struct partition_list added;                       // of the new one
    struct change_list changes;                        // the worst first once all are judged
    uint64_t before_revision;                          // 0: none
    bool is_bare;       // one is a table alone: what is below it is not known
    bool has_checksums; // both tell whether their tables have one
    bool is_unordered;  // one of them does not tell in which order partitions are written

    const struct comparison_rule *rule;       // the one that judges now
    struct pair **pair_of;                    // by the index of a new partition; null: added
    const struct pair **pair_of_before;       // by the index of an old one; null: removed
    const struct partition **before_by_place; // by device and offset
    const struct partition **before_by_label;
    const struct partition **after_by_label;
};

/// Finds what became of each partition. Both layouts live as long as the comparison.
void comparison_begin(struct comparison *comparison, struct arena *arena,
                      const struct layout *before, const struct layout *after);

/// Judges all that differs, by every rule, and finds the `allow` of the new layout for each change.
void comparison_run(struct comparison *comparison);

/// Judges only what became of frozen partitions.
void comparison_run_frozen(struct comparison *comparison);

/// How many changes are worse than a severity, and not allowed.
size_t comparison_count_worse(const struct comparison *comparison, enum change_severity allowed);

/// The worst severity of all changes, allowed ones among them; safe if there is none.
enum change_severity comparison_worst(const struct comparison *comparison);

/// "data.nvs", or numbers, as `0x40.0x1`.
const char *comparison_type(struct arena *arena, const struct partition *partition);

/// The changes for people, grouped by their severities.
void comparison_text(const struct comparison *comparison, struct buffer *out);

/// Reports `allow` items that name no kind of change, or a revision that is still to come.
void allowances_check(const struct layout *layout, struct diagnostics *diagnostics);

#endif
