// The rules of a comparison, and running them.
//
// A comparison is made in two steps. comparison_begin (match.c) finds which partition of the old
// layout became which of the new one; comparison_run then calls every rule of the table below, and
// each adds the changes that it finds. A rule knows nothing of the others, so that a partition that
// moved and shrank has two changes: people read, and allow, each by its name.
//
// The names in the table are the language's (`allow moved nvs in revision 3`) and JSON's, so none
// ever changes its meaning.
#include "rules.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

const struct comparison_rule comparison_rules[] = {
    {"chip", "the chip or the platform changed", .compare = compare_chip, .is_below = true},
    {"boot", "the bootloader moved", .compare = compare_boot, .is_below = true},
    {"secure_boot", "secure boot was turned on or off, or its version changed",
     .compare = compare_secure_boot, .is_below = true},
    {"flash", "a flash chip was added, removed or changed", .compare = compare_flash,
     .is_below = true},
    {"table_moved", "the partition table moved", .compare = compare_table_moved, .is_below = true},
    {"checksum", "the checksum of a table changed", .compare = compare_checksum},
    {"table", "the rows of a table changed", .compare = compare_table, .is_lasting = true},
    {"slot_count", "the number of OTA slots changed", .compare = compare_slot_count,
     .is_lasting = true},
    {"slots", "an OTA slot is now smaller than another", .compare = compare_slots,
     .is_lasting = true},
    {"frozen", "a frozen partition changed", .compare = compare_frozen, .is_strict = true,
     .is_lasting = true},
    {"thawed", "a partition is no longer frozen", .compare = compare_unfrozen, .is_lasting = true},
    {"unprotected", "what a partition contains is no longer preserved, or became scratch",
     .compare = compare_unprotected, .is_below = true},
    {"lifetime", "what a partition contains has another lifetime, and nothing that matters is lost",
     .compare = compare_lifetime, .is_below = true, .is_lasting = true},
    {"moved", "a partition moved", .compare = compare_moved},
    {"shrunk", "a partition became smaller", .compare = compare_shrunk},
    {"grown", "a partition became larger", .compare = compare_grown},
    {"removed", "a partition was removed", .compare = compare_removed},
    {"added", "a partition was added", .compare = compare_added},
    {"renamed", "a partition was renamed", .compare = compare_renamed},
    {"retyped", "the type of a partition changed", .compare = compare_retyped},
    {"transferred", "a partition moved to another table", .compare = compare_table_of},
    {"switched_off", "Kconfig disables a partition", .compare = compare_disabled,
     .is_lasting = true},
    {"switched_on", "Kconfig enables a partition", .compare = compare_enabled, .is_lasting = true},
    {"flags", "a flag of a partition changed", .compare = compare_flags},
    {"stale", "a partition starts with data that another one left there", .compare = compare_stale,
     .is_lasting = true},
    {"image", "the content of a partition changed", .compare = compare_image, .is_lasting = true,
     .is_inner = true},
    {"format", "an NVS or a file system is made for firmware that expects another format",
     .compare = compare_format, .is_lasting = true, .is_inner = true},
    {"record", "the layout of a record changed", .compare = compare_record, .is_lasting = true,
     .is_inner = true},
    {"keys", "the declared keys of an NVS changed", .compare = compare_keys, .is_lasting = true,
     .is_inner = true},
    {"kconfig", "a Kconfig value that follows from the layout changed", .compare = compare_kconfig,
     .is_below = true, .is_lasting = true},
    {"configured", "a Kconfig value that the layout depends on changed",
     .compare = compare_configured, .is_below = true, .is_lasting = true},
    {"reordered", "partitions are written in another order", .compare = compare_reordered,
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

// What passes without a word of the user: a change that only takes a cable is a decision of whoever
// flashes, while lost data and dead devices cannot be taken back.
const enum change_severity change_severity_allowed = CHANGE_NEEDS_REFLASH;

static const char *const severity_names[CHANGE_SEVERITY_COUNT] = {
    [CHANGE_SAFE] = "safe",
    [CHANGE_NEEDS_REFLASH] = "needs reflash",
    [CHANGE_LOSES_DATA] = "loses data",
    [CHANGE_BRICKS] = "bricks",
};

const char *change_severity_name(enum change_severity severity)
{
    return severity_names[severity];
}

// In a shell `loses-data` needs no quotes, and in make and CMake `loses_data` is safer.
bool change_severity_find(const char *name, enum change_severity *severity)
{
    for (unsigned i = 0; i < CHANGE_SEVERITY_COUNT; i++) {
        const char *known = severity_names[i];
        const char *at = name;
        while (*known && (*at == *known || (*known == ' ' && (*at == '-' || *at == '_')))) {
            known++;
            at++;
        }
        if (!*known && !*at) {
            *severity = (enum change_severity)i;
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
    if (first->severity != second->severity) {
        return first->severity > second->severity ? -1 : 1;
    }
    const struct partition *before = first->before ? first->before : first->after;
    const struct partition *other = second->before ? second->before : second->after;
    if (first->rule != second->rule) {
        return first->rule < second->rule ? -1 : 1;
    }
    if (before && other && before->offset != other->offset) {
        return before->offset < other->offset ? -1 : 1;
    }
    int order = strcmp(first->subject, second->subject);
    return order ? order : strcmp(first->reason, second->reason);
}

static bool is_named(const struct allowance *allowance, const struct partition *partition)
{
    return partition && strcmp(allowance->partition, partition->label) == 0 &&
           (!allowance->table || strcmp(allowance->table, partition->table->name) == 0);
}

// An `allow` counts once: for changes after the revision that devices have, up to that of the
// schema. Later comparisons start from a newer revision, and do not see it any more. It may name
// the partition by its old name or by its new one.
static bool is_for(const struct allowance *allowance, const struct comparison *comparison,
                   const struct change *change)
{
    bool is_subject = !allowance->table && strcmp(allowance->partition, change->subject) == 0;
    bool names_it =
        is_subject || is_named(allowance, change->before) || is_named(allowance, change->after);
    return names_it && strcmp(allowance->kind, change->rule->name) == 0 &&
           allowance->revision > comparison->before_revision &&
           allowance->revision <= comparison->after->revision;
}

static void find_allowances(struct comparison *comparison)
{
    for_each (change, &comparison->changes) {
        for_each (allowance, &comparison->after->allowances) {
            if (!change->rule->is_strict && is_for(allowance, comparison, change)) {
                change->allowance = allowance;
            }
        }
    }
}

// The order of the rules is that of changes that are equally bad, so that the cause, such as
// another chip, comes before what follows from it.
void comparison_run(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison_rule_count; i++) {
        comparison->rule = &comparison_rules[i];
        if (!comparison->is_bare || !comparison->rule->is_below) {
            comparison->rule->compare(comparison);
        }
    }
    if (comparison->changes.count > 1) {
        qsort(comparison->changes.items, comparison->changes.count, sizeof(void *),
              compare_changes);
    }
    find_allowances(comparison);
}

// Frozen partitions are compared with all earlier revisions, not only with the last: a device may
// have any of them.
void comparison_run_frozen(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison_rule_count; i++) {
        comparison->rule = &comparison_rules[i];
        if (comparison->rule->is_strict) {
            comparison->rule->compare(comparison);
        }
    }
}

size_t comparison_count_worse(const struct comparison *comparison, enum change_severity allowed)
{
    size_t count = 0;
    for_each (change, &comparison->changes) {
        count += change->severity > allowed && !change->allowance;
    }
    return count;
}

enum change_severity comparison_worst(const struct comparison *comparison)
{
    const struct change *first = comparison->changes.count ? comparison->changes.items[0] : NULL;
    return first ? first->severity : CHANGE_SAFE;
}

// Mistakes of `allow` that do not need another layout to be found.
static void check_allowance(const struct layout *layout, const struct allowance *allowance,
                            struct diagnostics *diagnostics)
{
    const struct comparison_rule *rule = comparison_rule_find(allowance->kind);
    if (rule && rule->is_strict) {
        report(diagnostics, CODE_UNKNOWN_CHANGE, allowance->kind_span,
               "`%s` is frozen, and no `allow` can change that", allowance->partition);
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
                                           "`%s` is not a kind of change%s", allowance->kind,
                                           nearest_hint(diagnostics->arena, &nearest));
    if (nearest.found) {
        add_guess(diagnostic, allowance->kind_span, "%s", nearest.found);
    }
}

void allowances_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    for_each (allowance, &layout->allowances) {
        check_allowance(layout, allowance, diagnostics);
    }
}
