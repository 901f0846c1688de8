// The layout: every partition with its place, every name and value that the artifacts are made of.
// It is closed: nothing that makes an artifact looks at the schema again.
//
// Offsets and sizes are in bytes; an offset counts from the start of its flash.
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "allowance.h"
#include "artifact.h"
#include "constant.h"
#include "content.h"
#include "diagnostic.h"
#include "invocation.h"
#include "list.h"
#include "partition.h"
#include "platform.h"
#include "record.h"
#include "setting.h"
#include "table.h"
#include "value.h"

#include <stdbool.h>
#include <stdint.h>

struct layout {
    const char *name;
    const char *identifier; // of the schema, in C; the prefix of all that is generated
    const char *documentation;
    uint64_t revision;
    const struct platform *platform; // of the chip, as the schema amends it; never null
    struct span span;
    struct invocation invocation;
    struct list constants;  // of struct layout_constant
    struct list flashes;    // of struct layout_flash; the first is the chip's flash
    struct list tables;     // of struct table
    struct list partitions; // of struct partition, of all tables, as written
    struct list records;    // of struct record, the schema's own; also those with a mistake
    struct list kconfig;    // of struct kconfig_value
    struct list symbols;    // of struct layout_symbol: all with a value; without an sdkconfig none
    struct list settings;   // of struct layout_setting, by name
    struct list allowances; // of struct allowance
    const char *raw_data;   // the folder of the generators' input; as written, like tools
    const char *tools;      // the folder of the user's programs; null: not given
    struct list folders;    // of const char: where programs were looked for
    struct arena *arena;
};

struct model;
struct syntax;

/// Gives every partition its place and every expression its value. What can't be is reported; what
/// could be found is in the layout even so.
const struct layout *layout_new(const struct model *model, struct syntax *syntax,
                                struct invocation invocation);

/// The platform of a chip as it is without a schema; `types` are struct syntax_item that amend its
/// types (null: none). Null, and reported, if there is no such chip.
const struct platform *layout_platform(struct syntax *syntax, const char *chip,
                                       const struct list *types);

/// Whether a schema cannot have this name in C, since build fragments call targets so.
bool layout_is_target(const char *identifier);

/// Holds the layout against every rule; what breaks one is reported.
void layout_verify(const struct layout *layout, struct diagnostics *diagnostics);

/// The partitions that a name on the command line may mean: a list of struct partition. It is
/// `TABLE.PARTITION`, else `PARTITION`, else what the partition is called in C.
struct list layout_named(const struct layout *layout, const char *name);

/// The partition that such a name means; null if none or several.
const struct partition *layout_find(const struct layout *layout, const char *name);

/// The partitions that a word of a generator's may mean: a list of struct partition.
struct list layout_meant(const struct layout *layout, const struct word *word);

/// "`main.nvs` or `inner.nvs`"
const char *layout_choices(struct arena *arena, const struct list *partitions);

/// The flash of this name, or the chip's own for null or "flash"; null if there is none.
const struct layout_flash *layout_find_flash(const struct layout *layout, const char *name);

/// The table of this name; null if there is none.
const struct table *layout_find_table(const struct layout *layout, const char *name);

/// The table that the chip reads: the first on its own flash that is no other's part; null if there
/// is none.
const struct table *layout_chip_table(const struct layout *layout);

/// Whether firmware writes to this partition on its own: settings, files, which slot to start.
bool layout_is_written(const struct layout *layout, const struct partition *partition);

/// Whether this partition is the table's own entry of itself: outside, and no more than where the
/// table lies. What has content or runs is something else at that place.
bool layout_is_own_table(const struct partition *partition);

/// The most bytes that the image of a partition may have: all of it, or what lies before a boundary
/// that its image may not cross.
uint64_t layout_image_limit(const struct partition *partition);

/// Whether a flag of the platform is set, by its name there.
bool layout_has_flag(const struct layout *layout, const struct partition *partition,
                     const char *name);

#endif
