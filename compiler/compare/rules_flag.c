// Rules about flags, and about bytes that one partition leaves to another.
//
// Flags are compared by name, not by bit: the two layouts may come from platforms, or locks, that
// give them other bits.
#include "rules.h"

#include "text.h"

#include <string.h>

// What it means that a flag came or went; of any other flag, that firmware must see it.
static const struct {
    const char *flag;
    enum change_severity set_severity, cleared_class;
    const char *set, *cleared;
} flag_texts[] = {
    {"encrypted", CHANGE_LOSES_DATA, CHANGE_LOSES_DATA,
     "what a device stored there unencrypted now reads as noise",
     "what a device stored there encrypted now reads as noise"},
    {"readonly", CHANGE_NEEDS_REFLASH, CHANGE_NEEDS_REFLASH,
     "firmware that still writes to it fails once a device has the new table",
     "firmware that writes to it fails on a device with the old table"},
};

// The bootloader's own partitions are encrypted with the flash, whatever their flag says.
static bool is_always_encrypted(enum kept_data kept)
{
    return kept == KEPT_SLOT || kept == KEPT_APP || kept == KEPT_TEST || kept == KEPT_CHOICE ||
           kept == KEPT_SECRETS || kept == KEPT_BOOT;
}

static void compare_flag(struct comparison *comparison, const struct pair *pair, const char *flag,
                         bool is_set)
{
    enum change_severity severity = CHANGE_NEEDS_REFLASH;
    const char *text = "firmware that checks it sees it only in the new table";
    for (size_t i = 0; i < sizeof flag_texts / sizeof *flag_texts; i++) {
        if (strcmp(flag, flag_texts[i].flag) == 0) {
            severity = is_set ? flag_texts[i].set_severity : flag_texts[i].cleared_class;
            text = is_set ? flag_texts[i].set : flag_texts[i].cleared;
        }
    }
    if (strcmp(flag, "encrypted") == 0 &&
        is_always_encrypted(kept_data_of(comparison->before, pair->before))) {
        severity = CHANGE_SAFE;
        text = "with flash encryption, it is always encrypted";
    }
    if (kept_data_of(comparison->before, pair->before) == KEPT_SCRATCH) {
        severity = CHANGE_SAFE;
        text = "what a device has there does not matter";
    }
    change_pair(comparison, severity, pair, "%s is %s `%s`: %s",
                partition_name(comparison, comparison->after, pair->after),
                is_set ? "now" : "no longer", flag, text);
}

// Judges the flags of one layout that the other does not set.
static void compare_flags_of(struct comparison *comparison, const struct pair *pair, bool is_set)
{
    const struct layout *layout = is_set ? comparison->after : comparison->before;
    const struct layout *other = is_set ? comparison->before : comparison->after;
    const struct partition *partition = is_set ? pair->after : pair->before;
    for_each (flag, &layout->platform->flags) {
        if (partition->flags & flag->mask &&
            !layout_has_flag(other, is_set ? pair->before : pair->after, flag->name)) {
            compare_flag(comparison, pair, flag->name, is_set);
        }
    }
}

void compare_flags(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        compare_flags_of(comparison, pair, true);
        compare_flags_of(comparison, pair, false);
    }
}

static uint64_t end_of(const struct partition *partition)
{
    return partition->offset + partition->size;
}

// Half-open ranges: one that ends where the other begins does not overlap it.
static bool overlap(const struct partition *a, const struct partition *b)
{
    return a->offset < end_of(b) && b->offset < end_of(a);
}

// Whether both are in each other as a table's partitions are in their host.
static bool is_host(const struct partition *host, const struct partition *partition)
{
    for (const struct partition *at = partition; at; at = at->table->host) {
        if (at == host) {
            return true;
        }
    }
    return false;
}

// What a new partition begins to read where another one wrote. Without a text: nothing, it is
// written before it is read.
static const struct consequence stale[KEPT_COUNT] = {
    [KEPT_SETTINGS] = {CHANGE_NEEDS_REFLASH,
                       "unless it is erased, NVS clears the pages that it cannot read one by one"},
    [KEPT_FILES] = {CHANGE_NEEDS_REFLASH, "it does not mount until it is formatted"},
    [KEPT_CHOICE] = {CHANGE_NEEDS_REFLASH,
                     "until it is erased, old bytes there may name a slot to boot"},
    [KEPT_SECRETS] = {CHANGE_NEEDS_REFLASH,
                      "until it is erased, old bytes there are read as valid"},
    [KEPT_CALIBRATION] = {CHANGE_NEEDS_REFLASH,
                          "until it is erased, old bytes there are read as valid"},
    [KEPT_DATA] = {CHANGE_NEEDS_REFLASH, "until it is erased, old bytes there are read as valid"},
};

// The same where the other one was of its own kind.
static const struct consequence stale_alike[KEPT_COUNT] = {
    [KEPT_SETTINGS] = {CHANGE_LOSES_DATA, "old pages there are read as its own, with their keys"},
    [KEPT_FILES] = {CHANGE_LOSES_DATA, "the old file system there may be mounted instead"},
};

static const struct consequence *stale_consequence(const struct comparison *comparison,
                                                   const struct partition *after,
                                                   const struct partition *before)
{
    enum kept_data kept = kept_data_of(comparison->after, after);
    bool is_alike = kept == kept_data_of(comparison->before, before) && is_same_type(before, after);
    return is_alike && stale_alike[kept].text ? &stale_alike[kept] : &stale[kept];
}

// The old partition of the lowest place whose bytes a new one takes over; null if there is none.
static const struct partition *find_covered(const struct comparison *comparison,
                                            const struct partition *after, const struct pair *pair)
{
    size_t count = comparison->before->partitions.count;
    const struct partition *const *places = comparison->before_by_place;
    size_t low = 0, high = count;
    const char *flash = flash_name(after->table->flash);
    while (low < high) { // the first that begins at or after the end of the new one
        size_t middle = low + (high - low) / 2;
        int order = strcmp(flash_name(places[middle]->table->flash), flash);
        bool is_before = order ? order < 0 : places[middle]->offset < end_of(after);
        low = is_before ? middle + 1 : low;
        high = is_before ? high : middle;
    }
    const struct partition *found = NULL;
    for (size_t i = low; i-- > 0 && is_same_flash(places[i], after);) {
        const struct partition *before = places[i];
        bool is_own = pair && (is_host(before, pair->before) || is_host(pair->before, before));
        bool is_apart = end_of(before) <= after->offset;
        if (!is_own && !before->inner && overlap(before, after)) {
            found = before;
        } else if (is_apart && !before->inner && !before->table->host) {
            break; // those before it end before it begins
        }
    }
    return found;
}

// A partition whose new place is within its own old one has its own bytes there: nothing is stale.
static void compare_stale_partition(struct comparison *comparison, const struct partition *after)
{
    const struct pair *pair = comparison->pair_of[after->index];
    bool has_place_of_old = pair && is_same_flash(pair->before, after) &&
                            pair->before->offset <= after->offset &&
                            end_of(after) <= end_of(pair->before);
    const struct partition *covered =
        after->is_absent || has_place_of_old ? NULL : find_covered(comparison, after, pair);
    const struct consequence *consequence =
        covered ? stale_consequence(comparison, after, covered) : NULL;
    if (consequence && consequence->text) {
        uint64_t start = covered->offset > after->offset ? covered->offset : after->offset;
        change_partition(comparison, consequence->severity, pair ? pair->before : NULL, after,
                         "%s now covers %s, where `%s` was: %s",
                         partition_name(comparison, comparison->after, after),
                         text_offset(comparison->arena, start), covered->label, consequence->text);
    }
}

void compare_stale(struct comparison *comparison)
{
    for_each (partition, &comparison->after->partitions) {
        compare_stale_partition(comparison, partition);
    }
}
