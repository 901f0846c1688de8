// Partitions: where they lie, how large they are, what they are called and of what type.
#include "judge.h"

#include "text.h"

#include <stdlib.h>

static const char *name_of(struct comparison *comparison, const struct pair *pair)
{
    return partition_name(comparison, comparison->new, pair->new);
}

static const char *place_text(struct comparison *comparison, const struct pair *pair,
                              const struct partition *partition)
{
    const char *offset = text_offset(comparison->arena, partition->offset);
    return is_same_flash(pair->old, pair->new) ? offset
                                               : arena_format(comparison->arena, "%s of %s", offset,
                                                              flash_name(partition->table->flash));
}

static bool is_moved(const struct pair *pair)
{
    return pair->old->offset != pair->new->offset || !is_same_flash(pair->old, pair->new);
}

void judge_moved(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        const struct consequence *consequence =
            consequence_get(holding_of(comparison->old, pair->old), EVENT_MOVED);
        if (is_moved(pair)) {
            change_pair(comparison, consequence->class, pair, "%s moved from %s to %s: %s",
                        name_of(comparison, pair), place_text(comparison, pair, pair->old),
                        place_text(comparison, pair, pair->new), consequence->text);
        }
    }
}

// What the old image is known to take decides more sharply than sizes do.
static void judge_shrunk_pair(struct comparison *comparison, const struct pair *pair)
{
    struct arena *arena = comparison->arena;
    enum holding holding = holding_of(comparison->old, pair->old);
    const struct consequence *consequence = consequence_get(holding, EVENT_SHRUNK);
    const char *name = name_of(comparison, pair);
    const char *from = text_size(arena, pair->old->size), *to = text_size(arena, pair->new->size);
    if (pair->needed <= pair->new->size) {
        change_pair(comparison, consequence->class, pair, "%s shrank from %s to %s: %s", name, from,
                    to, consequence->text);
        return;
    }
    const char *needed = text_size(arena, pair->needed);
    if (holding == HOLDS_SETTINGS) {
        change_pair(comparison, CHANGE_LOSES_DATA, pair,
                    "%s shrank from %s to %s: the keys that it is flashed with need %s, and the "
                    "page that NVS keeps free is among these",
                    name, from, to, needed);
    } else {
        change_pair(comparison, consequence->class, pair,
                    "%s shrank from %s to %s, and its image of %llu bytes no longer fits: %s", name,
                    from, to, (unsigned long long)pair->needed, consequence->text);
    }
}

void judge_shrunk(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (pair->new->size < pair->old->size) {
            judge_shrunk_pair(comparison, pair);
        }
    }
}

void judge_grown(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (pair, &comparison->pairs) {
        const struct consequence *consequence =
            consequence_get(holding_of(comparison->old, pair->old), EVENT_GROWN);
        if (pair->new->size > pair->old->size) {
            change_pair(comparison, consequence->class, pair, "%s grew from %s to %s: %s",
                        name_of(comparison, pair), text_size(arena, pair->old->size),
                        text_size(arena, pair->new->size), consequence->text);
        }
    }
}

void judge_removed(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (old, &comparison->removed) {
        const struct consequence *consequence =
            consequence_get(holding_of(comparison->old, old), EVENT_REMOVED);
        if (!old->is_absent) {
            change_partition(
                comparison, consequence->class, old, NULL, "%s (%s, %s at %s) is gone: %s",
                partition_name(comparison, comparison->old, old), comparison_type(arena, old),
                text_size(arena, old->size), text_offset(arena, old->offset), consequence->text);
        }
    }
}

void judge_added(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (new, &comparison->added) {
        if (new->is_absent) {
            continue;
        }
        bool is_boot = holding_of(comparison->new, new) == HOLDS_BOOT;
        change_partition(comparison, is_boot ? CHANGE_SAFE : CHANGE_NEEDS_REFLASH, NULL, new,
                         "%s (%s, %s at %s) is new: %s",
                         partition_name(comparison, comparison->new, new),
                         comparison_type(arena, new), text_size(arena, new->size),
                         text_offset(arena, new->offset),
                         is_boot ? "it is there already, and the table now lists it"
                                 : "firmware does not find it on a device with the old table");
    }
}

void judge_renamed(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (is_same_text(pair->old->label, pair->new->label)) {
            continue;
        }
        const char *hint = pair->is_guessed
                               ? arena_format(comparison->arena,
                                              " (taken for it by its type and place; `was \"%s\"` "
                                              "would say so)",
                                              pair->old->label)
                               : "";
        change_pair(comparison, CHANGE_NEEDS_REFLASH, pair,
                    "`%s` is now called `%s`%s: firmware that looks for the new name does not find "
                    "it on a device with the old table",
                    pair->old->label, pair->new->label, hint);
    }
}

// Bytes that only the application knows are judged by what they are taken for now.
static struct consequence retyped_consequence(const struct comparison *comparison,
                                              const struct pair *pair)
{
    static const struct consequence lost = {
        CHANGE_LOSES_DATA, "what a device keeps in it cannot be read as that, and is lost"};
    enum holding old = holding_of(comparison->old, pair->old);
    enum holding new = holding_of(comparison->new, pair->new);
    bool is_lost = old == HOLDS_DATA && new != HOLDS_DATA &&new != HOLDS_CONSTANTS;
    return is_lost ? lost : *consequence_get(old, EVENT_RETYPED);
}

// A table alone does not tell what lies in its partitions.
static bool is_now_table(const struct comparison *comparison, const struct pair *pair)
{
    bool was_data = holding_of(comparison->old, pair->old) == HOLDS_DATA;
    return was_data && pair->new->inner && !comparison->is_bare;
}

void judge_retyped(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (pair, &comparison->pairs) {
        const struct consequence consequence = retyped_consequence(comparison, pair);
        if (!is_same_type(pair->old, pair->new)) {
            change_pair(comparison, consequence.class, pair, "%s was %s and is now %s: %s",
                        name_of(comparison, pair), comparison_type(arena, pair->old),
                        comparison_type(arena, pair->new), consequence.text);
        } else if (is_now_table(comparison, pair)) {
            change_pair(comparison, CHANGE_LOSES_DATA, pair,
                        "%s now begins with table `%s`: what a device keeps in it is lost",
                        name_of(comparison, pair), pair->new->inner->name);
        }
    }
}

void judge_transferred(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (pair->old->table != old_table(comparison, pair->new->table)) {
            change_pair(comparison, CHANGE_NEEDS_REFLASH, pair,
                        "`%s` is now listed in table `%s` instead of `%s`: firmware that looks for "
                        "it there does not find it until both are flashed",
                        pair->new->label, pair->new->table->name, pair->old->table->name);
        }
    }
}

static bool must_be_there(enum holding holding)
{
    return holding == HOLDS_SLOT || holding == HOLDS_APP || holding == HOLDS_CHOICE;
}

void judge_switched_off(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (pair->old->is_absent || !pair->new->is_absent) {
            continue;
        }
        enum holding holding = holding_of(comparison->old, pair->old);
        bool is_missed = must_be_there(holding);
        change_pair(comparison, is_missed ? CHANGE_BRICKS : CHANGE_NEEDS_REFLASH, pair,
                    "Kconfig switches %s off: %s", name_of(comparison, pair),
                    is_missed ? consequence_get(holding, EVENT_REMOVED)->text
                              : "what a device keeps in it stays in its place, but the new table "
                                "no longer lists it");
    }
}

void judge_switched_on(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (pair->old->is_absent && !pair->new->is_absent) {
            change_pair(comparison, CHANGE_NEEDS_REFLASH, pair,
                        "Kconfig switches %s on: its room was kept, but firmware does not find it "
                        "on a device with the old table",
                        name_of(comparison, pair));
        }
    }
}

static bool is_frozen_changed(const struct pair *pair)
{
    return pair->old->is_frozen && (is_moved(pair) || pair->old->size != pair->new->size);
}

void judge_frozen(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    for_each (pair, &comparison->pairs) {
        if (is_frozen_changed(pair)) {
            change_pair(comparison, CHANGE_BRICKS, pair,
                        "%s is frozen with %s at %s, and has %s at %s now: firmware in the field "
                        "counts on its place",
                        name_of(comparison, pair), text_size(arena, pair->old->size),
                        place_text(comparison, pair, pair->old), text_size(arena, pair->new->size),
                        place_text(comparison, pair, pair->new));
        }
    }
    for_each (old, &comparison->removed) {
        if (old->is_frozen) {
            change_partition(comparison, CHANGE_BRICKS, old, NULL,
                             "`%s` is frozen with %s at %s, and is gone: firmware in the field "
                             "counts on its place",
                             old->label, text_size(arena, old->size),
                             text_offset(arena, old->offset));
        }
    }
}

void judge_thawed(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (pair->old->is_frozen && !pair->new->is_frozen) {
            change_pair(comparison, CHANGE_SAFE, pair,
                        "%s is no longer frozen: from now on nothing holds it in its place",
                        name_of(comparison, pair));
        }
    }
}

// Whether two rows of pairs, in the order of the old layout, are in that order in the new one, too.
void judge_reordered(struct comparison *comparison)
{
    const struct pair *last = NULL;
    for (size_t i = 0; i < comparison->pairs.count && !comparison->is_unordered; i++) {
        const struct pair *pair = comparison->pairs.items[i];
        bool is_same_row =
            last && last->old->table == pair->old->table && last->new->table == pair->new->table;
        bool is_moved_too = last && (is_moved(last) || is_moved(pair));
        if (is_same_row && !is_moved_too && last->old->index > pair->old->index) {
            change_pair(comparison, CHANGE_SAFE, pair,
                        "`%s` now stands behind `%s` in the schema: tables list partitions by "
                        "their places, so that a device sees no difference",
                        pair->new->label, last->new->label);
        }
        last = pair;
    }
}
