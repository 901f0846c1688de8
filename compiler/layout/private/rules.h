// Rules that a finished layout is held against. They judge its numbers, however they were found.
#ifndef LAYOUT_RULES_H
#define LAYOUT_RULES_H

#include "layout.h"
#include "text.h"

struct verification;

/// One rule; its code gives its name for -W, its severity and its description.
struct rule {
    enum code code;
    void (*check)(struct verification *verification);
    unsigned needs[2]; // codes of rules: partitions that broke them are not looked at
};

struct verification {
    const struct layout *layout;
    struct diagnostics *diagnostics;
    struct arena *arena;
    const struct rule *rule;
    uint64_t own;     // the bit of the rule
    uint64_t needed;  // bits of the rules that this one needs
    uint64_t *broken; // by partition: bits of the rules that it broke
};

/// Whether a partition is placed and broke no rule that this one needs.
bool rule_applies(const struct verification *verification, const struct partition *partition);

/// Reports that a partition breaks the rule.
__attribute__((format(printf, 4, 5))) struct diagnostic *
rule_broken(struct verification *verification, const struct partition *partition, struct span span,
            const char *format, ...);

/// Marks a partition as breaking the rule, without a word.
void rule_mark(struct verification *verification, const struct partition *partition);
bool rule_was_broken(const struct verification *verification, const struct partition *partition);

void rule_for_each(struct verification *verification,
                   void (*check)(struct verification *verification,
                                 const struct partition *partition));

// Of places.
void check_bounds(struct verification *verification);
void check_alignment(struct verification *verification);
void check_multiple(struct verification *verification);
void check_images(struct verification *verification);
void check_within(struct verification *verification);
void check_overlap(struct verification *verification);
void check_sectors(struct verification *verification);

// Of tables.
void check_unique(struct verification *verification);
void check_families(struct verification *verification);
void check_flags(struct verification *verification);
void check_row_values(struct verification *verification);
void check_capacity(struct verification *verification);
void check_empty(struct verification *verification);
void check_labels(struct verification *verification);
void check_reserved(struct verification *verification);
void check_slots(struct verification *verification);

// Of what becomes of what partitions hold.
void check_lifetimes(struct verification *verification);
void check_headrooms(struct verification *verification);

#endif
