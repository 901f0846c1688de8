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
    struct LIST(const struct layout_constant) constants;
    struct LIST(const struct layout_flash) flashes; // the first is the chip's own
    struct LIST(const struct table) tables;
    struct partition_list partitions;                 // of all tables, as written
    struct LIST(const struct record) records;         // the schema's own; also those with a mistake
    struct LIST(const struct kconfig_value) kconfig;  // what an sdkconfig is told
    struct LIST(const struct kconfig_value) expected; // what one must say, beside that
    struct LIST(const struct layout_symbol) symbols;  // all with a value; without an sdkconfig none
    struct LIST(const struct layout_setting) settings; // by name
    struct LIST(const struct allowance) allowances;
    const char *raw_data; // the directory of the generators' input; as written, like tools
    const char *tools;    // the directory of the user's programs; null: not given
    struct LIST(const char) directories; // where programs were looked for
    struct arena *arena;
};

struct model;
struct syntax;
struct syntax_items;

/// Gives every partition its place and every expression its value. What can't be is reported; what
/// could be found is in the layout even so.
const struct layout *layout_new(const struct model *model, struct syntax *syntax,
                                struct invocation invocation);

/// The platform of a chip as it is without a schema; `types` are struct syntax_item that amend its
/// types (null: none). Null, and reported, if there is no such chip.
const struct platform *layout_platform(struct syntax *syntax, const char *chip,
                                       const struct syntax_items *types);

/// Whether a schema cannot have this name in C, since build fragments call targets so.
bool layout_is_target(const char *identifier);

/// Checks the layout against every rule; what breaks one is reported.
void layout_verify(const struct layout *layout, struct diagnostics *diagnostics);

/// The partitions that a name on the command line may mean. It is
/// `TABLE.PARTITION`, else `PARTITION`, else what the partition is called in C.
struct partition_list layout_named(const struct layout *layout, const char *name);

/// The partition that such a name means; null if none or several.
const struct partition *layout_find(const struct layout *layout, const char *name);

/// The partitions that a word of a generator's may mean.
struct partition_list layout_meant(const struct layout *layout, const struct word *word);

/// "`main.nvs` or `inner.nvs`"
const char *layout_choices(struct arena *arena, const struct partition_list *partitions);

/// The flash of this name, or the chip's own for null or "flash"; null if there is none.
const struct layout_flash *layout_find_flash(const struct layout *layout, const char *name);

/// The table of this name; null if there is none.
const struct table *layout_find_table(const struct layout *layout, const char *name);

/// The table that the chip reads: the first on its own flash that is not part of another; null if
/// there is none.
const struct table *layout_chip_table(const struct layout *layout);

/// Whether firmware writes to this partition on its own: settings, files, which slot to start.
bool layout_is_written(const struct layout *layout, const struct partition *partition);

/// Whether this partition is the table's own entry of itself: outside, and no more than where the
/// table is. What has content or runs is something else at that place.
bool layout_is_own_table(const struct partition *partition);

/// Whether a partition holds the keys of an encrypted NVS: it is as secret as what they decrypt.
bool layout_holds_keys(const struct partition *partition);

/// The most bytes that the image of a partition may have: all of it, or what is before a boundary
/// that its image may not cross.
uint64_t layout_image_limit(const struct partition *partition);

/// Why a partition is where it is: "after phy_init, aligned to 64K". It must be placed.
const char *layout_origin(struct arena *arena, const struct partition *partition);

/// Whether a flag of the platform is set, by its name there.
bool layout_has_flag(const struct layout *layout, const struct partition *partition,
                     const char *name);

#endif
