// Keys of NVS in the generated header: their functions, and the structure of their values.
#ifndef EMIT_HEADER_KEYS_H
#define EMIT_HEADER_KEYS_H

#include "header.h"

/// A namespace in a partition, and its names in C.
struct space {
    const struct content_space *content;
    const struct partition *partition;
    const char *name;  // of the structure, and before those of functions
    const char *macro; // before those of macros
};

/// What is before the macros of a key: `_DEFAULT`, `_MIN` and so on.
const char *header_key_macro(const struct header *header, const struct space *space,
                             const struct content_key *key);

/// The structure of a namespace's values, and functions that load and save it. Nothing if no key
/// has a member.
void header_append_settings(struct header *header, const struct space *space);

#endif
