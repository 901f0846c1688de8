// Decoders: from an image back to what it was made of.
#ifndef FORMATS_DECODER_H
#define FORMATS_DECODER_H

#include "fact.h"
#include "image_plan.h"
#include "layout.h"
#include "tree_node.h"

#include <stddef.h>

/// How tables are written, and what their numbers mean.
struct dump_tables {
    const struct platform *platform;
    const struct table_format *format; // null: nothing is known of tables
    const struct record *checksum;     // of a row behind the last; null: there is none
    uint64_t at;                       // where a table is looked for first
};

struct decoders;

/// What a decoder works on.
struct dump_request {
    struct arena *arena;
    const struct decoders *decoders; // for what is in a flash
    const struct host *host;         // for the libraries that some formats need
    const uint8_t *bytes;
    size_t size;
    uint64_t base; // offset of these bytes in the file: what is shown counts from the file's start
    const struct dump_tables *tables;
    const struct layout *layout;        // of the schema; null: none
    const struct images *images;        // of that; null: none
    const struct layout_flash *flash;   // of the schema, whose flash it is; null: not known
    const struct partition *partition;  // what the schema says of these bytes; null: nothing
    const struct image_request *schema; // to read what it names; its partition is not used; or null
    const char *only;                   // of a flash the one partition that is asked for; null: all
    const uint8_t *keys;                // of an encrypted NVS, KEYS_SIZE bytes; null: not given
    const uint8_t *found; // likewise, in the same flash, where all else cannot be read; or null
    const char *name;     // of the files that extract it: a file can have it
    bool shows_secrets;
    bool wants_files;    // else nothing needs to be made for them
    bool has_table_at;   // `table_at` was said by the user: nowhere else is looked
    bool wants_proposal; // of a table, even where there is a good one
    bool lacks_table;    // the device has none: the schema alone says what is where
    bool is_decrypted;   // what the chip encrypts was decrypted
    bool is_part;        // of a flash: what it may be is told by its row, too
    bool is_cut;         // the file ends before the partition does
};

/// What came of it.
struct dump_result {
    struct fact *fact;               // a group; never null
    const struct tree_node *files;   // what can be extracted; null: nothing
    const char *error;               // a file system that can't be read: why; null: it can
    bool is_secret;                  // the files are for nobody but the owner
    bool has_found;                  // the partition that was asked for
    const struct proposal *proposal; // of a table that fits what was found; null: none
};

enum { DECODER_TYPES = 2 };

/// Reads the images of one format. All that others ask about the format is here.
struct decoder {
    const char *name;
    const char *description;

    /// Whether bytes look like such an image. Null: only a schema or the user can say.
    bool (*probe)(const struct dump_request *request);

    /// The same where no other decoder takes them; null: it is not asked again.
    bool (*probe_last)(const struct dump_request *request);

    void (*decode)(const struct dump_request *request, struct dump_result *result);

    /// What the types of partitions that hold it begin with, as "data.nvs"; nulls after the last.
    const char *types[DECODER_TYPES];

    bool is_filesystem; // firmware may keep another file system in its place
    bool is_secret;     // what should be one is shown by nothing else
    bool is_recognised; // what it does not recognise is not one that is damaged
    bool is_by_schema;  // what the schema says of the partition decides that it is one
};

/// A table of decoders.
struct decoders {
    const struct decoder *const *items; // the first that takes an image is the one for it
    size_t count;
    const struct decoder *flash; // that of a whole flash; the others are for partitions
    const struct decoder *raw;   // the one for which any bytes are an image

    /// What reads back what a content is made into; null: nothing.
    const struct decoder *(*of_content)(const struct content *content);
};

/// The decoder for an image, the first that takes it; null if there is none.
const struct decoder *decoder_find(const struct dump_request *request);

/// The decoder for what a partition should hold, by its type ("data.nvs") and what the schema says
/// of it (null: nothing); null: nothing is known.
const struct decoder *decoder_meant(const struct decoders *decoders, const char *type,
                                    const struct partition *partition);

/// The same for a partition of a schema.
const struct decoder *decoder_of(const struct decoders *decoders, struct arena *arena,
                                 const struct partition *partition);

/// "data.nvs": the type of a partition of a schema, as a row of a table has it.
const char *decoder_type(struct arena *arena, const struct partition *partition);

/// Whether what is filled of some bytes looks random, as cipher text does (and compressed data).
bool decoder_looks_random(const uint8_t *bytes, size_t size);

#endif
