// The modules of an ESP-AT project, as variants of one schema.
#ifndef IMPORT_AT_VARIANTS_H
#define IMPORT_AT_VARIANTS_H

#include "esp_at.h"

/// A module that was read, and what is written of it.
struct at_variant {
    const char *name;
    struct importer *importer;       // that read it
    const struct at_variant *parent; // that it begins with; null: the schema itself
    const struct at_variant *twin;   // whose line it shares, as it is the same; null: none's
    bool is_plain;                   // all rows of tables that differ are written
};

struct at_variant_list LIST(struct at_variant);

/// Appends what a module has otherwise than another, as the items of a variant.
void at_append_changes(const struct at_variant *from, const struct at_variant *to,
                       struct buffer *out);

/// Makes the schema of all modules, of which the first becomes the one
/// that all others begin with.
void at_write_variants(struct importer *importer, struct at_variant_list *variants);

#endif
