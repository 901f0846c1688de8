// Flags, and bytes that one partition leaves to another.
#include "judge.h"

#include "text.h"

#include <string.h>

// What it means that a flag came or went; of any other flag, that firmware must see it.
static const struct {
    const char *flag;
    enum change_class set_class, cleared_class;
    const char *set, *cleared;
} flag_texts[] = {
    {"encrypted", CHANGE_LOSES_DATA, CHANGE_LOSES_DATA,
     "what a device holds there in the clear reads as noise",
     "what a device holds there encrypted reads as noise"},
    {"readonly", CHANGE_NEEDS_REFLASH, CHANGE_NEEDS_REFLASH,
     "firmware that still writes to it is refused once a device has the new table",
     "firmware that writes to it is refused on a device with the old table"},
};

// The bootloader's own partitions are encrypted with the flash, whatever their flag says.
static bool is_always_encrypted(enum holding holding)
{
    return holding == HOLDS_SLOT || holding == HOLDS_APP || holding == HOLDS_TEST ||
           holding == HOLDS_CHOICE || holding == HOLDS_SECRETS || holding == HOLDS_BOOT;
}

static void judge_flag(struct comparison *comparison, const struct pair *pair, const char *flag,
                       bool is_set)
{
    enum change_class class = CHANGE_NEEDS_REFLASH;
    const char *text = "firmware that heeds it finds it only in the new table";
    for (size_t i = 0; i < sizeof flag_texts / sizeof *flag_texts; i++) {
        if (strcmp(flag, flag_texts[i].flag) == 0) {
            class = is_set ? flag_texts[i].set_class : flag_texts[i].cleared_class;
            text = is_set ? flag_texts[i].set : flag_texts[i].cleared;
        }
    }
    if (strcmp(flag, "encrypted") == 0 &&
        is_always_encrypted(holding_of(comparison->old, pair->old))) {
        class = CHANGE_SAFE;
        text = "where flash encryption is on, it is always encrypted";
    }
    if (holding_of(comparison->old, pair->old) == HOLDS_SCRATCH) {
        class = CHANGE_SAFE;
        text = "nobody misses what a device has there";
    }
    change_pair(comparison, class, pair, "%s is %s `%s`: %s",
                partition_name(comparison, comparison->new, pair->new),
                is_set ? "now" : "no longer", flag, text);
}

// Judges the flags of one layout that the other does not set.
static void judge_flags_of(struct comparison *comparison, const struct pair *pair, bool is_set)
{
    const struct layout *layout = is_set ? comparison->new : comparison->old;
    const struct layout *other = is_set ? comparison->old : comparison->new;
    const struct partition *partition = is_set ? pair->new : pair->old;
    for_each (flag, &layout->platform->flags) {
        if (partition->flags & flag->mask &&
            !layout_has_flag(other, is_set ? pair->old : pair->new, flag->name)) {
            judge_flag(comparison, pair, flag->name, is_set);
        }
    }
}

void judge_flags(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        judge_flags_of(comparison, pair, true);
        judge_flags_of(comparison, pair, false);
    }
}

static uint64_t end_of(const struct partition *partition)
{
    return partition->offset + partition->size;
}

static bool overlap(const struct partition *a, const struct partition *b)
{
    return a->offset < end_of(b) && b->offset < end_of(a);
}

// Whether both lie in each other as a table's partitions lie in their host.
static bool is_host(const struct partition *host, const struct partition *partition)
{
    for (const struct partition *at = partition; at; at = at->table->host) {
        if (at == host) {
            return true;
        }
    }
    return false;
}

// What `new` begins to read where `old` wrote; null: nothing, it is written before it is read.
static const char *stale_text(const struct comparison *comparison, const struct partition *new,
                              const struct partition *old, enum change_class *class)
{
    enum holding holding = holding_of(comparison->new, new);
    bool is_alike = holding == holding_of(comparison->old, old) && is_same_type(old, new);
    *class = CHANGE_NEEDS_REFLASH;
    switch (holding) {
    case HOLDS_SETTINGS:
        *class = is_alike ? CHANGE_LOSES_DATA : CHANGE_NEEDS_REFLASH;
        return is_alike ? "old pages there are read as its own, and their keys with them"
                        : "NVS must find it erased, or clears what it cannot read page by page";
    case HOLDS_FILES:
        *class = is_alike ? CHANGE_LOSES_DATA : CHANGE_NEEDS_REFLASH;
        return is_alike ? "the old file system there may be mounted in its place"
                        : "it does not mount until it is formatted";
    case HOLDS_CHOICE:
        return "old bytes there may name a slot to start until it is erased";
    case HOLDS_SECRETS:
    case HOLDS_CALIBRATION:
    case HOLDS_DATA:
        return "old bytes there are read as valid until it is erased";
    default:
        return NULL;
    }
}

// The old partition of the lowest place whose bytes a new one takes over; null if there is none.
static const struct partition *find_covered(const struct comparison *comparison,
                                            const struct partition *new, const struct pair *pair)
{
    size_t count = comparison->old->partitions.count;
    const struct partition *const *places = comparison->old_by_place;
    size_t low = 0, high = count;
    const char *flash = flash_name(new->table->flash);
    while (low < high) { // the first that begins at or behind the end of the new one
        size_t middle = low + (high - low) / 2;
        int order = strcmp(flash_name(places[middle]->table->flash), flash);
        bool is_before = order ? order < 0 : places[middle]->offset < end_of(new);
        low = is_before ? middle + 1 : low;
        high = is_before ? high : middle;
    }
    const struct partition *found = NULL;
    for (size_t i = low; i-- > 0 && is_same_flash(places[i], new);) {
        const struct partition *old = places[i];
        bool is_own = pair && (is_host(old, pair->old) || is_host(pair->old, old));
        bool is_apart = end_of(old) <= new->offset;
        if (!is_own && !old->inner && overlap(old, new)) {
            found = old;
        } else if (is_apart && !old->inner && !old->table->host) {
            break; // those before it end before it begins
        }
    }
    return found;
}

static void judge_stale_partition(struct comparison *comparison, const struct partition *new)
{
    const struct pair *pair = comparison->pair_of[new->index];
    bool has_place_of_old = pair && is_same_flash(pair->old, new) &&
                            pair->old->offset <= new->offset &&end_of(new) <= end_of(pair->old);
    const struct partition *covered =
        new->is_absent || has_place_of_old ? NULL : find_covered(comparison, new, pair);
    enum change_class class;
    const char *text = covered ? stale_text(comparison, new, covered, &class) : NULL;
    if (text) {
        uint64_t start = covered->offset > new->offset ? covered->offset : new->offset;
        change_partition(comparison, class, pair ? pair->old : NULL, new,
                         "%s now covers %s, where `%s` was: %s",
                         partition_name(comparison, comparison->new, new),
                         text_offset(comparison->arena, start), covered->label, text);
    }
}

void judge_stale(struct comparison *comparison)
{
    for_each (partition, &comparison->new->partitions) {
        judge_stale_partition(comparison, partition);
    }
}
