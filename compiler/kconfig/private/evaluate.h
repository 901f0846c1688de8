// Finding values: what waits, and for what.
#ifndef KCONFIG_EVALUATE_H
#define KCONFIG_EVALUATE_H

#include "reader.h"

struct evaluator {
    struct kconfig *kconfig;
    struct option_list open; // those that wait, the next one last
    bool is_waiting;         // something that was asked for is not known yet
};

/// Puts the options that are needed for this one, and are not known yet, on top of it.
void option_need(struct evaluator *evaluator, const struct option *option);

struct kconfig_operand condition_value(const struct kconfig *kconfig,
                                       const struct condition *condition);

/// Whether a condition holds: 0, 1 or 2 for n, m and y, as all that follow.
unsigned condition_truth(const struct kconfig *kconfig, const struct condition *condition);

/// Whether all of a list of conditions hold.
unsigned conditions_hold(const struct kconfig *kconfig, const struct condition_list *conditions);

/// What bounds all that is in a block; null is not a block.
struct inside scope_inside(const struct kconfig *kconfig, const struct scope *scope);

/// Whether all that something depends on holds, with that of the menus, choices and ifs around it.
unsigned definition_available(const struct kconfig *kconfig, const struct definition *definition);

/// Whether a user could change it: it is available, and its prompt and the menus around are shown.
unsigned definition_visible(const struct kconfig *kconfig, const struct definition *definition);

/// The same, of any of its definitions.
unsigned option_available(const struct kconfig *kconfig, const struct option *option);
unsigned option_visible(const struct kconfig *kconfig, const struct option *option);

bool option_is_bool(const struct option *option);

/// The truth of an option by itself; 0 where it is not a bool.
unsigned option_truth(const struct option *option);

/// The lesser of two truths.
unsigned truth_least(unsigned a, unsigned b);

/// Whether a `select`, `imply` or `set` is in force: 0, 1 or 2.
unsigned selection_truth(const struct kconfig *kconfig, const struct selection *selection);

/// The range that applies; its bounds, as values of the option's kind, go to `low` and `high`. Null
/// if none does.
const struct property *option_range(const struct kconfig *kconfig, const struct option *option,
                                    const char **low, const char **high);

/// Below, equal or above zero, as a value of an int, hex or float is less than, equal to or greater
/// than another.
int option_order(const struct option *option, const char *a, const char *b);

#endif
