// Rules about partitions: where they are, how large they are, what they are called and of what
// type.
//
// Each rule visits the pairs and takes the sentence of what a device keeps there from
// consequence.c. What a device keeps is asked of the old layout: its data was written under that
// one.
#include "rules.h"

#include "text.h"

#include <stdlib.h>

static const char *name_of(struct comparison *comparison, const struct pair *pair)
{
    return partition_name(comparison, comparison->after, pair->after);
}

// The flash is only named where the two differ in it.
static const char *place_text(struct comparison *comparison, const struct pair *pair,
                              const struct partition *partition)
{
    const char *offset = text_offset(comparison->arena, partition->offset);
    return is_same_flash(pair->before, pair->after)
               ? offset
               : arena_format(comparison->arena, "%s of %s", offset,
                              flash_name(partition->table->flash));
}

static bool is_moved(const struct pair *pair)
{
    return pair->before->offset != pair->after->offset || !is_same_flash(pair->before, pair->after);
}

void compare_moved(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        const struct consequence *consequence =
            consequence_get(kept_data_of(comparison->before, pair->before), EVENT_MOVED);
        if (is_moved(pair)) {
            change_pair(comparison, consequence->severity, pair, "%s moved from %s to %s: %s",
                        name_of(comparison, pair), place_text(comparison, pair, pair->before),
                        place_text(comparison, pair, pair->after), consequence->text);
        }
    }
}

// What the old image is known to take decides more sharply than sizes do.
static void compare_shrunk_pair(struct comparison *comparison, const struct pair *pair)
{
    struct arena *arena = comparison->arena;
    enum kept_data kept = kept_data_of(comparison->before, pair->before);
    const struct consequence *consequence = consequence_get(kept, EVENT_SHRUNK);
    const char *name = name_of(comparison, pair);
    const char *from = text_size(arena, pair->before->size),
               *to = text_size(arena, pair->after->size);
    if (pair->needed <= pair->after->size) {
        change_pair(comparison, consequence->severity, pair, "%s shrank from %s to %s: %s", name,
                    from, to, consequence->text);
        return;
    }
    const char *needed = text_size(arena, pair->needed);
    if (kept == KEPT_SETTINGS) {
        change_pair(comparison, CHANGE_LOSES_DATA, pair,
                    "%s shrank from %s to %s: the keys that it is flashed with need %s, including "
                    "the page that NVS keeps free",
                    name, from, to, needed);
    } else {
        change_pair(comparison, consequence->severity, pair,
                    "%s shrank from %s to %s, and its image of %llu bytes no longer fits: %s", name,
                    from, to, (unsigned long long)pair->needed, consequence->text);
    }
}

void compare_shrunk(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (pair->after->size < pair->before->size) {
            compare_shrunk_pair(comparison, pair);
        }
    }
}

void compare_grown(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (pair, &comparison->pairs) {
        const struct consequence *consequence =
            consequence_get(kept_data_of(comparison->before, pair->before), EVENT_GROWN);
        if (pair->after->size > pair->before->size) {
            change_pair(comparison, consequence->severity, pair, "%s grew from %s to %s: %s",
                        name_of(comparison, pair), text_size(arena, pair->before->size),
                        text_size(arena, pair->after->size), consequence->text);
        }
    }
}

void compare_removed(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (before, &comparison->removed) {
        const struct consequence *consequence =
            consequence_get(kept_data_of(comparison->before, before), EVENT_REMOVED);
        if (!before->is_absent) {
            change_partition(comparison, consequence->severity, before, NULL,
                             "%s (%s, %s at %s) is gone: %s",
                             partition_name(comparison, comparison->before, before),
                             comparison_type(arena, before), text_size(arena, before->size),
                             text_offset(arena, before->offset), consequence->text);
        }
    }
}

// The bootloader and the table are in every flash; a row for them changes nothing. Any other new
// partition is only in the new table, which updates do not bring.
void compare_added(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (after, &comparison->added) {
        if (after->is_absent) {
            continue;
        }
        bool is_boot = kept_data_of(comparison->after, after) == KEPT_BOOT;
        change_partition(comparison, is_boot ? CHANGE_SAFE : CHANGE_NEEDS_REFLASH, NULL, after,
                         "%s (%s, %s at %s) is new: %s",
                         partition_name(comparison, comparison->after, after),
                         comparison_type(arena, after), text_size(arena, after->size),
                         text_offset(arena, after->offset),
                         is_boot ? "it is already there, and the table now lists it"
                                 : "firmware does not find it on a device with the old table");
    }
}

// Firmware looks partitions up by label (esp_partition_find_first), so that new firmware fails to
// find the new name under the old table.
void compare_renamed(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (is_same_text(pair->before->label, pair->after->label)) {
            continue;
        }
        const char *hint =
            pair->is_guessed
                ? arena_format(comparison->arena,
                               " (matched by type and place; `was \"%s\"` makes it explicit)",
                               pair->before->label)
                : "";
        change_pair(comparison, CHANGE_NEEDS_REFLASH, pair,
                    "`%s` is now called `%s`%s: firmware that looks for the new name does not find "
                    "it on a device with the old table",
                    pair->before->label, pair->after->label, hint);
    }
}

// Bytes that only the application knows are judged by what they are taken for now.
static struct consequence retyped_consequence(const struct comparison *comparison,
                                              const struct pair *pair)
{
    static const struct consequence lost = {
        CHANGE_LOSES_DATA,
        "what a device has stored in it cannot be read as the new type, and is lost"};
    enum kept_data before = kept_data_of(comparison->before, pair->before);
    enum kept_data after = kept_data_of(comparison->after, pair->after);
    bool is_lost = before == KEPT_DATA && after != KEPT_DATA && after != KEPT_CONSTANTS;
    return is_lost ? lost : *consequence_get(before, EVENT_RETYPED);
}

// A table alone does not tell what is in its partitions.
static bool is_now_table(const struct comparison *comparison, const struct pair *pair)
{
    bool was_data = kept_data_of(comparison->before, pair->before) == KEPT_DATA;
    return was_data && pair->after->inner && !comparison->is_bare;
}

void compare_retyped(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (pair, &comparison->pairs) {
        const struct consequence consequence = retyped_consequence(comparison, pair);
        if (!is_same_type(pair->before, pair->after)) {
            change_pair(comparison, consequence.severity, pair, "%s was %s and is now %s: %s",
                        name_of(comparison, pair), comparison_type(arena, pair->before),
                        comparison_type(arena, pair->after), consequence.text);
        } else if (is_now_table(comparison, pair)) {
            change_pair(comparison, CHANGE_LOSES_DATA, pair,
                        "%s now begins with table `%s`: what a device has stored in it is lost",
                        name_of(comparison, pair), pair->after->inner->name);
        }
    }
}

void compare_table_of(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (pair->before->table != table_before(comparison, pair->after->table)) {
            change_pair(comparison, CHANGE_NEEDS_REFLASH, pair,
                        "`%s` is now listed in table `%s` instead of `%s`: firmware that looks for "
                        "it there does not find it until both tables are flashed",
                        pair->after->label, pair->after->table->name, pair->before->table->name);
        }
    }
}

// Without these a device does not boot, or takes no more updates.
static bool must_be_there(enum kept_data kept)
{
    return kept == KEPT_SLOT || kept == KEPT_APP || kept == KEPT_CHOICE;
}

void compare_disabled(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (pair->before->is_absent || !pair->after->is_absent) {
            continue;
        }
        enum kept_data kept = kept_data_of(comparison->before, pair->before);
        bool is_missed = must_be_there(kept);
        change_pair(comparison, is_missed ? CHANGE_BRICKS : CHANGE_NEEDS_REFLASH, pair,
                    "Kconfig disables %s: %s", name_of(comparison, pair),
                    is_missed ? consequence_get(kept, EVENT_REMOVED)->text
                              : "what a device has stored in it stays where it is, but the new "
                                "table no longer lists it");
    }
}

void compare_enabled(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (pair->before->is_absent && !pair->after->is_absent) {
            change_pair(comparison, CHANGE_NEEDS_REFLASH, pair,
                        "Kconfig enables %s: its space was reserved, but firmware does not find it "
                        "on a device with the old table",
                        name_of(comparison, pair));
        }
    }
}

static bool is_frozen_changed(const struct pair *pair)
{
    return pair->before->is_frozen && (is_moved(pair) || pair->before->size != pair->after->size);
}

// By place and size alone: a frozen partition may be renamed, because code that counts on it does
// so by its address.
void compare_frozen(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (pair, &comparison->pairs) {
        if (is_frozen_changed(pair)) {
            change_pair(comparison, CHANGE_BRICKS, pair,
                        "%s is frozen with %s at %s, but now has %s at %s: firmware in the field "
                        "relies on its place",
                        name_of(comparison, pair), text_size(arena, pair->before->size),
                        place_text(comparison, pair, pair->before),
                        text_size(arena, pair->after->size),
                        place_text(comparison, pair, pair->after));
        }
    }
    for_each (before, &comparison->removed) {
        if (before->is_frozen) {
            change_partition(comparison, CHANGE_BRICKS, before, NULL,
                             "`%s` is frozen with %s at %s, but is gone: firmware in the field "
                             "relies on its place",
                             before->label, text_size(arena, before->size),
                             text_offset(arena, before->offset));
        }
    }
}

void compare_unfrozen(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (pair->before->is_frozen && !pair->after->is_frozen) {
            change_pair(comparison, CHANGE_SAFE, pair,
                        "%s is no longer frozen: from now on it may move",
                        name_of(comparison, pair));
        }
    }
}

// Whether two rows of pairs, in the order of the old layout, are in that order in the new one, too.
void compare_reordered(struct comparison *comparison)
{
    const struct pair *last = NULL;
    for (size_t i = 0; i < comparison->pairs.count && !comparison->is_unordered; i++) {
        const struct pair *pair = comparison->pairs.items[i];
        bool is_same_row = last && last->before->table == pair->before->table &&
                           last->after->table == pair->after->table;
        bool is_moved_too = last && (is_moved(last) || is_moved(pair));
        if (is_same_row && !is_moved_too && last->before->index > pair->before->index) {
            change_pair(comparison, CHANGE_SAFE, pair,
                        "`%s` now comes after `%s` in the schema: tables list partitions by place, "
                        "so a device sees no difference",
                        pair->after->label, last->after->label);
        }
        last = pair;
    }
}
