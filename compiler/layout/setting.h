// What the layout follows of Kconfig, and what of Kconfig follows from the layout.
#ifndef LAYOUT_SETTING_H
#define LAYOUT_SETTING_H

#include "value.h"

#include <stdbool.h>

struct layout;

/// A Kconfig value that follows from the layout.
struct kconfig_value {
    const char *symbol; // without CONFIG_
    const char *kind;   // "bool", "int", "hex", "string"
    struct value value;
    struct span span; // of the symbol
};

/// What an sdkconfig says of a symbol, or Kconfig by default.
struct layout_symbol {
    const char *name;   // without CONFIG_
    const char *text;   // its value as an sdkconfig has it, but for quotes
    struct value value; // of a bool 0 or 1
};

/// A value of Kconfig that the layout's places follow.
struct layout_setting {
    const char *symbol;
    const char *kind;  // "bool", "int", "hex", "string", "float"
    const char *value; // null: none; of a string in a lock, which keeps no texts, always
    struct span span;  // of what gives it
    bool is_condition; // it only decides which partitions are there, not where
};

/// Brings the settings into the order of their names, in which they are found.
void layout_sort_settings(struct layout *layout);

/// What places follow of this symbol; null: they do not.
const struct layout_setting *layout_find_setting(const struct layout *layout, const char *symbol);

/// Whether a value is known to be another one in the layout of `after` (null: it follows no such
/// symbol).
bool setting_is_other(const struct layout_setting *before, const struct layout_setting *after);

#endif
