// Making the parts of a layout from the model and the solved facts.
#ifndef LAYOUT_DEFINE_H
#define LAYOUT_DEFINE_H

#include "solver.h"

/// What the layout is made with: what it has of a partition or table can still be changed here.
struct layout_builder {
    struct solver *solver;
    struct arena *arena;
    struct diagnostics *diagnostics;
    const struct model *model;
    struct LIST(struct table) tables;         // of the layout, in its order
    struct LIST(struct partition) partitions; // likewise
    struct layout *layout;                    // null: the platform alone is made
    const struct platform *platform;          // null: is not made yet
    struct map type_names;    // from a native type's or subtype's name to what has it
    struct map kconfig_names; // from a symbol to its struct kconfig_value
};

/// A record of the schema or the platform; not complete, and reported, where it has a mistake.
const struct record *define_record(struct layout_builder *builder,
                                   const struct model_record *model);

/// The platform's format of tables; null if it has none, or none that makes sense.
const struct table_format *define_format(struct layout_builder *builder);

/// Makes the platform as a value.
void define_platform(struct layout_builder *builder);

/// The format of one table, with the checksum that it asks for.
const struct table_format *define_table_format(struct layout_builder *builder,
                                               const struct model_table *model);

/// The content that a partition's `from` describes; null if there is none.
struct content *define_content(struct layout_builder *builder, const struct model_partition *model);

/// Gives the partitions without `from` the content that programs in the `tools` directory make.
void define_tools(struct layout_builder *builder);

/// The names of all native types and subtypes, for labels that mislead.
void define_type_names(struct layout_builder *builder);

/// What becomes of what a partition holds, and what its image must leave free.
void define_lifetime(struct layout_builder *builder, struct partition *partition,
                     const struct model_partition *model);

/// What is in a preserved partition is preserved with it, unless it says something itself.
void define_inner_lifetimes(struct layout_builder *builder);

/// The platform's own type of this name, as `data.nvs`; null if there is none.
const char *find_native(struct layout_builder *builder, const char *name);

/// What a label names that is not the partition's own type; null if nothing.
const char *find_misleading(struct layout_builder *builder, const struct model_partition *model);

/// Names in C: of partitions and tables, so that no two are the same.
void define_identifiers(struct layout_builder *builder);

/// Names that are new, but nearly those of something else.
void check_new_names(struct layout_builder *builder);

/// Asserts, and the platform's rules.
void check_asserts(struct layout_builder *builder);
void check_platform_rules(struct layout_builder *builder);

/// What the model has of layout_chip_table(); null if items of the schema may be missing, too.
const struct model_table *chip_table(const struct layout_builder *builder);

/// What the schema lets pass when a revision is compared with another.
void define_allowances(struct layout_builder *builder);

/// The Kconfig values that places follow.
void define_settings(struct layout_builder *builder);

/// The schema's constants.
void define_constants(struct layout_builder *builder);

/// What the sdkconfig says.
void define_symbols(struct layout_builder *builder);

/// The Kconfig values that follow from the layout; what an sdkconfig says otherwise is reported.
void define_kconfig(struct layout_builder *builder);

#endif
