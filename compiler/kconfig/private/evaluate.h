// Finding values: what waits, and for what.
#ifndef KCONFIG_EVALUATE_H
#define KCONFIG_EVALUATE_H

#include "reader.h"

struct evaluator {
    struct kconfig *kconfig;
    struct list open; // of struct option: those that wait, the next one last
    bool is_waiting;  // something that was asked for is not known yet
};

/// Puts the options that are needed for this one, and are not known yet, on top of it.
void option_need(struct evaluator *evaluator, const struct option *option);

/// Whether all that something depends on holds (0, 1, 2), with that of the menus, choices and ifs
/// around it.
unsigned definition_available(struct kconfig *kconfig, const struct definition *definition);

#endif
