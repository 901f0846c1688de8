// The layout: every partition with its place, every name and value that the artifacts are made of.
// It is closed: nothing that makes an artifact looks at the schema again.
//
// Offsets and sizes are in bytes; an offset counts from the start of its flash.
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "artifact.h"
#include "diagnostic.h"
#include "list.h"
#include "names.h"
#include "number.h"
#include "record.h"

#include <stdbool.h>
#include <stdint.h>

enum value_kind { VALUE_NONE, VALUE_INTEGER, VALUE_STRING, VALUE_FLOAT };

struct value {
    enum value_kind kind;
    struct number number;
    const char *text; // of a string; of a float: as written, without its `f`
    struct span span;
};

enum word_type {
    WORD_IS_NAME,
    WORD_IS_STRING,
    WORD_IS_INTEGER,
    WORD_IS_FLOAT,
    WORD_IS_EXPRESSION, // `(E)`, `f(...)`, `-1`
    WORD_IS_RANGE,      // `A .. B`
    WORD_IS_REFERENCE,  // `A.B`
};

/// A word of a generator's arguments or lines.
struct word {
    enum word_type type;
    const char *text; // of a reference: A; of what is no name or string: as written
    union {
        uint64_t integer;           // of an integer
        const char *second;         // of a reference: B
        const struct value *values; // of an expression: what it is; of a range: both ends
    };
    union { // what images_check() finds, where the generator says that the word means this
        const char *path;                  // from where schemac runs
        const struct partition *partition; // null: reported
    };
    struct span span;
};

struct content_line {
    const char *documentation; // null: none
    struct list words;         // of struct word; those that follow the value last
    size_t attribute_count;    // of those
    bool is_secret;            // its value is for nobody to see
    bool has_value;
    struct value value; // none where it has a mistake, which was reported
    struct list lines;  // of struct content_line
    bool has_block;
    struct span span;
};

enum key_kind { KEY_INTEGER, KEY_STRING, KEY_BLOB };

/// A key that firmware may ask for, since the schema declares it.
struct content_key {
    const char *name;
    const char *documentation;
    enum key_kind kind;
    enum field_type integer; // the type of an integer
    struct value value;      // what firmware may take where a device has no such key; none: nothing
    struct span span;        // of its name
};

/// Such keys of one namespace.
struct content_space {
    const char *name;
    const char *documentation;
    struct list keys; // of struct content_key
    struct span span; // of its name, where it stands first
};

/// Where a partition's bytes come from.
/// How what a device has must be for firmware to read it: its number to that of the firmware.
enum form_relation { FORM_EQUAL, FORM_AT_MOST, FORM_AT_LEAST };

/// What firmware must know of a file system or an NVS to read it.
struct content_form {
    const char *name;
    const char *value; // as people say it
    uint64_t number;
    enum form_relation relation;
};

struct content {
    const char *generator;
    const char *type; // of the platform that is called so, as `data.spiffs`; null: none
    struct span name_span;
    struct span span;
    struct list arguments; // of struct word
    struct list lines;     // of struct content_line; those that Kconfig switches off are left out

    // What its generator's check finds.
    struct list inputs;  // of const char: files that it is made of
    struct names noted;  // the first of these, so that each is an input once
    size_t noted_count;  // how many
    struct list folders; // of const char: where files were looked for
    const void *plan;    // what the generator understood; null: nothing beyond what stands here
    struct list spaces;  // of struct content_space: what firmware may ask for
    struct list forms;   // of struct content_form
    const struct record *record; // what the image has one of behind the other; null: no records
    struct list symbols;         // of struct layout_symbol: what it follows of the sdkconfig
    const char *epoch;           // SOURCE_DATE_EPOCH, where it decides the image's bytes; or null
    bool is_secret;              // its image is for nobody but the owner to read
    bool is_per_device;          // each device has an image of its own
    bool is_bad;                 // what it says was reported as wrong: nothing can be made of it
    bool lacks_input;            // one is not there yet; only where images are checked
    bool needs_schema;           // what it is made of stands elsewhere in the schema, too
    bool names_inputs; // some of its inputs name others, which are known once the image is made
};

/// How firmware uses a partition; each kind has a C type of its own.
enum partition_kind {
    KIND_DATA,       // bytes
    KIND_APP,        // an application
    KIND_OTA_SLOT,   // an application that OTA updates may replace
    KIND_OTADATA,    // which of them is to be started
    KIND_NVS,        // keys and values
    KIND_FILESYSTEM, // files
    KIND_TABLE,      // a second-level partition table at its start
    KIND_COUNT,
};

/// Whether a schema cannot have this name in C, since build fragments call targets so.
bool layout_is_target(const char *identifier);

/// As a platform says it, "ota_slot".
const char *partition_kind_name(enum partition_kind kind);

/// The kind of this name; false if there is none.
bool partition_kind_find(const char *name, enum partition_kind *kind);

/// What becomes of what a partition holds when a device is flashed or updated.
enum lifetime {
    LIFETIME_DEFAULT,  // kept in updates if firmware writes it, delivered with the release if not
    LIFETIME_PRESERVE, // its image is for blank devices only: nothing else replaces what it holds
    LIFETIME_SCRATCH,  // nobody misses it: it may be erased at any time
};

/// As a schema says it: "preserve", "scratch"; "" for the default.
const char *lifetime_name(enum lifetime lifetime);

struct layout_flash {
    const char *name;       // null: the chip's own flash
    const char *identifier; // "flash" for that
    uint64_t size;
    uint64_t erase;   // the smallest number of bytes that can be erased
    struct span span; // of its name; unknown for the chip's own
    size_t index;
};

struct partition {
    const char *label;
    const char *identifier;    // its name in C, unique among all partitions
    const char *documentation; // null: none
    struct span span;          // of its name
    struct table *table;

    uint64_t type, subtype;
    const char *type_name;    // as the platform's own tools know it; null: only by number
    const char *subtype_name; // likewise
    const char *family;       // of a numbered subtype, the name before the number; null: none
    uint64_t family_number;   // in its name
    uint64_t family_first;    // the lowest that the family has
    enum partition_kind kind;
    bool is_reserved;  // of a type that the platform keeps for itself
    bool is_unique;    // of this type and subtype, a table may hold one
    const char *seems; // another type that its label names, as `app.factory`; null: none

    const struct partition *member_before; // the one of its family that it follows; null: none
    uint64_t period; // its family's applications lie at one place of each of these; 0: need not
    bool
        is_update_slot; // another of its family is written with their common file: it takes updates

    const struct partition *follows; // the one right behind which it is placed; null: none
    bool is_placed; // else the rest of this block is not known, and why was reported
    uint64_t offset;
    uint64_t size;
    uint64_t align;             // of the offset
    uint64_t multiple;          // of the size
    uint64_t boundary;          // it may not cross a multiple of this; 0: it may
    bool only_image_is_bounded; // an app: its type asks that of its image alone

    uint32_t flags;
    uint32_t forbidden; // flags that its type does not allow
    bool is_absent;     // Kconfig switches it off: it keeps its room, but is in no table
    bool is_in_row;     // it has no place of its own: it begins where the one before it ends
    bool is_at_end;     // placed back from the end of its table
    bool is_outside;    // outside the row of partitions: part of the bootloader's own area
    bool is_frozen;
    enum lifetime lifetime;    // of one in a table of a preserved partition: likewise
    uint64_t headroom;         // bytes that an app's image must leave free
    struct span lifetime_span; // of the clause; unknown: none of its own
    struct span headroom_span;
    const char *was;                               // null: never renamed
    struct content *content;                       // null: nothing is generated
    bool lacks_tool;                               // the folder of tools has no program for it
    struct table *inner;                           // the second-level table at its start, or null
    struct span size_span, offset_span, flag_span; // of what decided them, or of its name
    size_t index;                                  // among all partitions
};

/// The binary form of a table.
struct table_format {
    const struct record *row;
    const struct record *checksum; // the row behind the last, or null
    uint64_t size;                 // of the whole table, filled up with `blank`
    uint64_t spare;                // rows at the end that must stay blank
    uint8_t blank;
};

struct gap {
    uint64_t offset;
    uint64_t size;
};

struct table {
    const char *name;
    const char *identifier;
    const char *documentation;
    struct span span; // of its name
    const struct layout_flash *flash;
    struct partition *host;            // the partition that it lies in, or null
    const struct table_format *format; // null: it has no binary form
    bool is_placed;
    bool has_unknown_type;  // of one of its partitions: a mistake that was reported
    bool is_absent;         // Kconfig switches the partition off that it lies in: nothing is made
    uint64_t offset;        // of the table itself; meaningful with a format
    uint64_t reserve;       // what the table itself takes
    uint64_t start, end;    // where its partitions lie
    struct list partitions; // of struct partition, as written
    struct list places;     // those that are placed, by offset
    struct list rows;       // of these, those that are present: what the table lists
    struct list gaps;       // of struct gap, between start and end
    const struct partition *lowest_at_end; // of those that are placed at its end; null: none
};

struct layout_constant {
    const char *name;
    const char *identifier;
    const char *documentation;
    const char *text; // null: a number
    struct number value;
    bool is_address; // it is written in hex, or made of offsets, and so is shown in hex
    struct span span;
};

/// A fact of the chip, as its platform, the chip and the target set it.
struct layout_parameter {
    const char *name;
    struct number value;
};

struct layout_flag {
    const char *name;
    uint32_t mask;
    bool is_nameless; // the platform has no name for it: it is called by the number of its bit
};

/// A Kconfig value that follows from the layout.
struct kconfig_value {
    const char *symbol; // without CONFIG_
    const char *kind;   // "bool", "int", "hex", "string"
    struct value value;
    struct span span; // of the symbol
};

/// A change that may break devices, but is meant: `allow KIND PARTITION in revision N, "reason";`
struct allowance {
    const char *kind;  // of change
    const char *table; // of the partition; null: whichever has one of this name
    const char *partition;
    uint64_t revision;
    const char *reason;
    struct span kind_span, span;
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

/// Where the input came from and where the artifacts go, as the command line says it.
struct project {
    const char *schema;  // the file, or "-"
    const char *output;  // the folder
    const char *variant; // null: none
    struct list inputs;  // of const char: all files that were read, the schema first
    struct list options; // of const char: words that choose warnings
    struct list kconfig; // of const char: words that name files of Kconfig
};

struct layout {
    const char *name;
    const char *identifier; // of the schema, in C; the prefix of all that is generated
    const char *documentation;
    uint64_t revision;
    const char *chip;
    const char *platform;
    struct span span;
    struct project project;
    struct list constants;  // of struct layout_constant
    struct list parameters; // of struct layout_parameter
    struct list flashes;    // of struct layout_flash; the first is the chip's flash
    struct list tables;     // of struct table
    struct list partitions; // of struct partition, of all tables, as written
    struct list records;    // of struct record, the schema's own; also those with a mistake
    struct list flags;      // of struct layout_flag
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
                                struct project project);

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

/// Brings the settings into the order of their names, in which they are found.
void layout_sort_settings(struct layout *layout);

/// What places follow of this symbol; null: they do not.
const struct layout_setting *layout_find_setting(const struct layout *layout, const char *symbol);

/// Whether a value is known to be another one in the layout of `new` (null: it follows no such
/// symbol).
bool setting_is_other(const struct layout_setting *old, const struct layout_setting *new);

/// The flash of this name, or the chip's own for null or "flash"; null if there is none.
const struct layout_flash *layout_find_flash(const struct layout *layout, const char *name);

/// The table of this name; null if there is none.
const struct table *layout_find_table(const struct layout *layout, const char *name);

/// Whether firmware writes to this partition on its own: settings, files, which slot to start.
bool layout_is_written(const struct layout *layout, const struct partition *partition);

/// Whether this partition is the table's own entry of itself: outside, and no more than where the
/// table lies. What has content or runs is something else at that place.
bool layout_is_own_table(const struct partition *partition);

/// The most bytes that the image of a partition may have: all of it, or what lies before a boundary
/// that its image may not cross.
uint64_t layout_image_limit(const struct partition *partition);

/// The value of a parameter; 0 where the platform has none of this name.
uint64_t layout_parameter(const struct layout *layout, const char *name);

/// Whether a flag of the platform is set, by its name there.
bool layout_has_flag(const struct layout *layout, const struct partition *partition,
                     const char *name);

/// The binary form of a table that has one, without the blank rest. What stands in the buffer
/// before would be in its checksum.
void layout_encode_rows(const struct table *table, struct buffer *out);

/// The same with the blank rest: all of the table, as it lies in flash.
void layout_encode_table(const struct table *table, struct buffer *out);

#endif
