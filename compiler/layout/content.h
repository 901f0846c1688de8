// What a schema says of a partition's bytes: which generator makes them, and its words and lines.
#ifndef LAYOUT_CONTENT_H
#define LAYOUT_CONTENT_H

#include "list.h"
#include "names.h"
#include "record.h"
#include "value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct partition;

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

/// How what a device has must be for firmware to read it: its number to that of the firmware.
enum form_relation { FORM_EQUAL, FORM_AT_MOST, FORM_AT_LEAST };

/// What firmware must know of a file system or an NVS to read it.
struct content_form {
    const char *name;
    const char *value; // as people say it
    uint64_t number;
    enum form_relation relation;
};

/// Where a partition's bytes come from.
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

#endif
