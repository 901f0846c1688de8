#include "judge.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

const struct comparison_rule comparison_rules[] = {
    {"chip", "the chip or the platform is another", .judge = judge_chip, .is_below = true},
    {"boot", "the bootloader lies elsewhere", .judge = judge_boot, .is_below = true},
    {"secure_boot", "secure boot is switched on or off, or has another version",
     .judge = judge_secure_boot, .is_below = true},
    {"flash", "a flash chip came, went or changed", .judge = judge_flash, .is_below = true},
    {"table_moved", "the partition table lies elsewhere", .judge = judge_table_moved,
     .is_below = true},
    {"checksum", "the table's checksum is another", .judge = judge_checksum},
    {"table", "the rows of a table changed", .judge = judge_table, .is_lasting = true},
    {"slot_count", "there are more or fewer slots for updates", .judge = judge_slot_count,
     .is_lasting = true},
    {"slots", "a slot for updates is now smaller than another", .judge = judge_slots,
     .is_lasting = true},
    {"frozen", "a frozen partition changed", .judge = judge_frozen, .is_strict = true,
     .is_lasting = true},
    {"thawed", "a partition is no longer frozen", .judge = judge_thawed, .is_lasting = true},
    {"unprotected", "what a partition holds is no longer preserved, or has become scratch",
     .judge = judge_unprotected, .is_below = true},
    {"lifetime", "what a partition holds has another lifetime, and nobody misses anything",
     .judge = judge_lifetime, .is_below = true, .is_lasting = true},
    {"moved", "a partition lies elsewhere", .judge = judge_moved},
    {"shrunk", "a partition is smaller", .judge = judge_shrunk},
    {"grown", "a partition is larger", .judge = judge_grown},
    {"removed", "a partition is gone", .judge = judge_removed},
    {"added", "a partition is new", .judge = judge_added},
    {"renamed", "a partition has another name", .judge = judge_renamed},
    {"retyped", "a partition has another type", .judge = judge_retyped},
    {"transferred", "another table lists a partition", .judge = judge_transferred},
    {"switched_off", "Kconfig switches a partition off", .judge = judge_switched_off,
     .is_lasting = true},
    {"switched_on", "Kconfig switches a partition on", .judge = judge_switched_on,
     .is_lasting = true},
    {"flags", "a partition has another flag", .judge = judge_flags},
    {"stale", "a partition begins with what another one left there", .judge = judge_stale,
     .is_lasting = true},
    {"image", "what fills a partition changed", .judge = judge_image, .is_lasting = true,
     .is_inner = true},
    {"format", "an NVS or a file system is made for firmware that reads another form",
     .judge = judge_format, .is_lasting = true, .is_inner = true},
    {"record", "a record is laid out in another way", .judge = judge_record, .is_lasting = true,
     .is_inner = true},
    {"keys", "the keys of an NVS are declared in another way", .judge = judge_keys,
     .is_lasting = true, .is_inner = true},
    {"kconfig", "a Kconfig value that follows from the layout is another", .judge = judge_kconfig,
     .is_below = true, .is_lasting = true},
    {"configured", "a Kconfig value that places follow is another", .judge = judge_configured,
     .is_below = true, .is_lasting = true},
    {"reordered", "partitions are written in another order", .judge = judge_reordered,
     .is_lasting = true},
};

const size_t comparison_rule_count = sizeof comparison_rules / sizeof *comparison_rules;

const struct comparison_rule *comparison_rule_find(const char *name)
{
    for (size_t i = 0; i < comparison_rule_count; i++) {
        if (strcmp(comparison_rules[i].name, name) == 0) {
            return &comparison_rules[i];
        }
    }
    return NULL;
}

const enum change_class change_class_allowed = CHANGE_NEEDS_REFLASH;

static const char *const class_names[CHANGE_CLASS_COUNT] = {
    [CHANGE_SAFE] = "safe",
    [CHANGE_NEEDS_REFLASH] = "needs reflash",
    [CHANGE_LOSES_DATA] = "loses data",
    [CHANGE_BRICKS] = "bricks",
};

const char *change_class_name(enum change_class class)
{
    return class_names[class];
}

bool change_class_find(const char *name, enum change_class *class)
{
    for (unsigned i = 0; i < CHANGE_CLASS_COUNT; i++) {
        const char *known = class_names[i];
        const char *at = name;
        while (*known && (*at == *known || (*known == ' ' && (*at == '-' || *at == '_')))) {
            known++;
            at++;
        }
        if (!*known && !*at) {
            *class = (enum change_class)i;
            return true;
        }
    }
    return false;
}

// The worst first; among equals by their rules, then by their places.
static int compare_changes(const void *a, const void *b)
{
    const struct change *first = *(const struct change *const *)a;
    const struct change *second = *(const struct change *const *)b;
    if (first->class != second->class) {
        return first->class > second->class ? -1 : 1;
    }
    const struct partition *old = first->old ? first->old : first->new;
    const struct partition *other = second->old ? second->old : second->new;
    if (first->rule != second->rule) {
        return first->rule < second->rule ? -1 : 1;
    }
    if (old && other && old->offset != other->offset) {
        return old->offset < other->offset ? -1 : 1;
    }
    int order = strcmp(first->subject, second->subject);
    return order ? order : strcmp(first->reason, second->reason);
}

static bool is_named(const struct allowance *allowance, const struct partition *partition)
{
    return partition && strcmp(allowance->partition, partition->label) == 0 &&
           (!allowance->table || strcmp(allowance->table, partition->table->name) == 0);
}

static bool is_for(const struct allowance *allowance, const struct comparison *comparison,
                   const struct change *change)
{
    bool is_subject = !allowance->table && strcmp(allowance->partition, change->subject) == 0;
    bool names_it =
        is_subject || is_named(allowance, change->old) || is_named(allowance, change->new);
    return names_it && strcmp(allowance->kind, change->rule->name) == 0 &&
           allowance->revision > comparison->old_revision &&
           allowance->revision <= comparison->new->revision;
}

static void find_allowances(struct comparison *comparison)
{
    for_each (change, &comparison->changes) {
        for_each (allowance, &comparison->new->allowances) {
            if (!change->rule->is_strict && is_for(allowance, comparison, change)) {
                change->allowance = allowance;
            }
        }
    }
}

void comparison_judge(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison_rule_count; i++) {
        comparison->rule = &comparison_rules[i];
        if (!comparison->is_bare || !comparison->rule->is_below) {
            comparison->rule->judge(comparison);
        }
    }
    if (comparison->changes.count > 1) {
        qsort(comparison->changes.items, comparison->changes.count, sizeof(void *),
              compare_changes);
    }
    find_allowances(comparison);
}

void comparison_judge_frozen(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison_rule_count; i++) {
        comparison->rule = &comparison_rules[i];
        if (comparison->rule->is_strict) {
            comparison->rule->judge(comparison);
        }
    }
}

size_t comparison_count_worse(const struct comparison *comparison, enum change_class allowed)
{
    size_t count = 0;
    for_each (change, &comparison->changes) {
        count += change->class > allowed && !change->allowance;
    }
    return count;
}

enum change_class comparison_worst(const struct comparison *comparison)
{
    const struct change *first = comparison->changes.count ? comparison->changes.items[0] : NULL;
    return first ? first->class : CHANGE_SAFE;
}

static void check_allowance(const struct layout *layout, const struct allowance *allowance,
                            struct diagnostics *diagnostics)
{
    const struct comparison_rule *rule = comparison_rule_find(allowance->kind);
    if (rule && rule->is_strict) {
        report(diagnostics, CODE_UNKNOWN_CHANGE, allowance->kind_span,
               "nothing allows a frozen partition to change; `%s` is for good",
               allowance->partition);
    } else if (rule && allowance->revision > layout->revision) {
        report(diagnostics, CODE_UNUSED_ALLOW, allowance->span,
               "this allows something in revision %llu, but the schema is at revision %llu",
               (unsigned long long)allowance->revision, (unsigned long long)layout->revision);
    }
    if (rule) {
        return;
    }
    struct nearest nearest = nearest_to(allowance->kind);
    for (size_t i = 0; i < comparison_rule_count; i++) {
        nearest_offer(&nearest, comparison_rules[i].name);
    }
    struct diagnostic *diagnostic = report(diagnostics, CODE_UNKNOWN_CHANGE, allowance->kind_span,
                                           "there is no kind of change `%s`%s", allowance->kind,
                                           nearest_hint(diagnostics->arena, &nearest));
    if (nearest.found) {
        add_fix(diagnostic, allowance->kind_span, "%s", nearest.found);
    }
}

void allowances_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    for_each (allowance, &layout->allowances) {
        check_allowance(layout, allowance, diagnostics);
    }
}
