// Rules that a finished layout is checked against. They judge its numbers, however they were found.
#ifndef LAYOUT_RULES_H
#define LAYOUT_RULES_H

#include "layout.h"
#include "text.h"

struct layout_check;

/// One rule; its code gives its name for -W, its severity and its description.
struct rule {
    enum code code;
    void (*check)(struct layout_check *check);
    unsigned needs[2]; // codes of rules: partitions that broke them are not looked at
};

struct layout_check {
    const struct layout *layout;
    struct diagnostics *diagnostics;
    struct arena *arena;
    const struct rule *rule;
    uint64_t own;     // the bit of the rule
    uint64_t needed;  // bits of the rules that this one needs
    uint64_t *broken; // by partition: bits of the rules that it broke
};

/// Whether a partition is placed and broke no rule that this one needs.
bool rule_applies(const struct layout_check *check, const struct partition *partition);

/// Reports that a partition breaks the rule.
__attribute__((format(printf, 4, 5))) struct diagnostic *
rule_broken(struct layout_check *check, const struct partition *partition, struct span span,
            const char *format, ...);

/// Marks a partition as breaking the rule, without a word.
void rule_mark(struct layout_check *check, const struct partition *partition);
bool rule_was_broken(const struct layout_check *check, const struct partition *partition);

void rule_for_each(struct layout_check *check,
                   void (*visit)(struct layout_check *check, const struct partition *partition));

// Of places.
void check_bounds(struct layout_check *check);
void check_alignment(struct layout_check *check);
void check_multiple(struct layout_check *check);
void check_images(struct layout_check *check);
void check_within(struct layout_check *check);
void check_overlap(struct layout_check *check);
void check_sectors(struct layout_check *check);

// Of tables.
void check_unique(struct layout_check *check);
void check_families(struct layout_check *check);
void check_flags(struct layout_check *check);
void check_row_values(struct layout_check *check);
void check_capacity(struct layout_check *check);
void check_empty(struct layout_check *check);
void check_labels(struct layout_check *check);
void check_reserved(struct layout_check *check);
void check_slots(struct layout_check *check);

// Of what becomes of what partitions hold.
void check_lifetimes(struct layout_check *check);
void check_headrooms(struct layout_check *check);

#endif
