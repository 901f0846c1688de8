// ESP-IDF's NVS: pages of keys and values, as its nvs_flash component reads them.
//
// Source: ESP-IDF's documentation of the NVS library (storage/nvs_flash, "Internals"), and what
// nvs_partition_gen 0.2.0 makes.
#ifndef FORMATS_NVS_H
#define FORMATS_NVS_H

#include "generator.h"
#include "keys.h"
#include "map.h"
#include "names.h"

extern const struct decoder nvs_decoder;
extern const struct word_rule nvs_words[];

enum {
    NVS_PAGE_SIZE = 4096,
    NVS_ENTRY_SIZE = 32,
    NVS_ENTRY_COUNT = 126, // of a page
    NVS_NAME_LENGTH = 15,  // of keys and namespaces
    NVS_SPACE_COUNT = 254, // 255 is what erased flash says
    NVS_BLOB_LIMIT = 508000,
};

enum nvs_type {
    NVS_SPACE = 0, // no value: the definition of a namespace
    NVS_U8 = 0x01,
    NVS_I8 = 0x11,
    NVS_U16 = 0x02,
    NVS_I16 = 0x12,
    NVS_U32 = 0x04,
    NVS_I32 = 0x14,
    NVS_U64 = 0x08,
    NVS_I64 = 0x18,
    NVS_STRING = 0x21,
    NVS_BLOB = 0x41, // of version 1; version 2 has chunks and their index instead
    NVS_CHUNK = 0x42,
    NVS_INDEX = 0x48,
};

/// A key with its value, or a namespace that the keys after it belong to.
struct nvs_item {
    enum nvs_type type;
    const char *name;  // of the key or namespace
    uint64_t number;   // of an integer: its bits
    const char *bytes; // of a string, with its NUL, or blob
    size_t length;
    struct span span; // of the name
};

struct nvs_item_list LIST(const struct nvs_item);

/// How an image is to be written.
struct nvs_form {
    unsigned version;   // 1 or 2
    bool has_full_tail; // spare pages are marked full, as generators before ESP-IDF 5.1 have it
    uint64_t size;      // of the partition: whole pages
};

/// How many pages of a partition can have keys: all but one, which the firmware needs to move them,
/// or all of one so small that it can only be read.
uint64_t nvs_usable_pages(uint64_t size);

/// Appends the pages that items take, which may be more than there are.
/// Returns how many that is.
uint64_t nvs_write(const struct nvs_form *form, const struct nvs_item_list *items,
                   struct buffer *image);

/// Calls `visit` for each run of entries that are written in an image: these are what is encrypted.
void nvs_visit_written(struct buffer *image, void *context,
                       void (*visit)(void *context, uint8_t *entries, size_t count,
                                     uint64_t offset));

struct nvs;

/// Reads the keys from a file. False, and reported at `span`, if it can't be read or has no keys.
bool nvs_read_key_file(const struct nvs *nvs, const char *path, struct span span,
                       uint8_t keys[KEYS_SIZE]);

/// Encrypts the entries of an image where they are. False, and reported, if that fails: then the
/// image is of no use.
bool nvs_encrypt(const struct nvs *nvs, const uint8_t keys[KEYS_SIZE], struct buffer *image);

/// How a value is written down.
enum nvs_encoding {
    NVS_DECIMAL,
    NVS_TEXT,   // its characters
    NVS_BINARY, // its bytes
    NVS_HEX,
    NVS_BASE64,
    NVS_FILL,      // a text of a fixed size, filled up
    NVS_SIZE_FILL, // likewise, with the text's length before it
};

enum nvs_origin { NVS_FROM_SCHEMA, NVS_FROM_FILE, NVS_FROM_DEVICE, NVS_FROM_DEVICE_FILE };

/// A key as it is read: from where its value comes, and how.
struct nvs_key {
    struct nvs_item item;
    enum nvs_encoding encoding;
    enum nvs_origin origin;
    const char *path;      // of a file
    struct span path_span; // likewise
    uint64_t fill_size;    // of NVS_FILL and NVS_SIZE_FILL
    uint8_t fill;
    const char *filled; // the text of NVS_FILL and NVS_SIZE_FILL, before it was filled
    bool is_secret;
    uint64_t
        max; // of a string, with its NUL, or blob: the most bytes; 0: as many as the format has
    bool has_range;
    struct number low, high; // of an integer
    struct span limit_span;  // of these limits, where there are any
};

struct nvs_key_list LIST(struct nvs_key);

/// Which keys of Wi-Fi networks were met; texts are null before.
struct nvs_wifi {
    bool has_station, has_mode;
    const char *name, *password; // of an access point
};

/// What an NVS generator works on.
struct nvs {
    const struct image_request *request;
    struct image_plan *plan; // while lines are read; null when the image is made
    struct nvs_form form;
    struct LIST(const struct nvs_step) steps; // in order
    struct nvs_item_list items;               // steps with their values
    struct nvs_key_list device_keys;          // those of a device, whose items are among these
    bool is_encrypted;
    bool has_device_keys; // in a file that the row of a device names
    const char *key_file; // null: none, or that of a device
    struct span key_span;
    bool has_wifi_keys;
    struct nvs_wifi wifi;
    const char *space;  // the namespace that is current; null: none
    bool is_space_lost; // it was one that cannot be: nothing is said of its keys
    struct names names;
    struct map spaces; // from an interned name to its struct nvs_item
    struct map keys;   // from "space\tkey" likewise
    size_t space_count;
    struct content_space *declared; // the current one, for keys that firmware may ask for
    uint64_t total;                 // bytes of the items, about
    bool is_overfull; // they are more than any image of this partition: no more are taken
};

enum nvs_step_kind {
    NVS_STEP_KEY,    // a key or namespace of the schema
    NVS_STEP_IMPORT, // a file of rows
    NVS_STEP_GATTS,  // tables of BLE services: a string for each attribute
};

struct nvs_step {
    enum nvs_step_kind kind;
    const struct nvs_key *key; // of the schema; of tables: their names' beginning
    struct text_list paths;    // the file of rows, the tables
    struct span paths_span;
    bool is_plain;  // rows are split at every comma
    bool is_secret; // values of rows show in no message
};

/// Reads the lines of a generator's block: the steps, and the items
/// of the keys whose values are in the schema.
void nvs_read(struct nvs *nvs, const struct content_line_list *lines);

/// Adds a step after the others.
void nvs_add_step(struct nvs *nvs, struct nvs_step content);

/// Reads a line of a namespace: a key, or keys from tables.
void nvs_read_key(struct nvs *nvs, const struct content_line *line);

/// Notes a namespace that is in the schema, as one that firmware may open.
void nvs_declare_space(struct nvs *nvs, const struct content_line *line, const struct word *name);
/// Notes a key of it, with the value that the schema declares, unless it is secret.
void nvs_declare_key(struct nvs *nvs, const struct content_line *line, const struct nvs_key *key);

/// Reads a CSV as nvs_partition_gen takes it.
void nvs_import(struct nvs *nvs, const struct nvs_step *step);
/// Takes its rows, which are split at every comma if they are plain.
void nvs_import_rows(struct nvs *nvs, const struct nvs_step *step, const struct source *source);

/// Finds the type and encoding that a word of the schema names: "u8", "hex" and so on.
bool nvs_find_type(const char *word, enum nvs_type *type, enum nvs_encoding *encoding);
/// The range of an integer's type; for others, none that means anything.
enum field_type nvs_integer_type(enum nvs_type type);
/// Offers all of these words.
void nvs_offer_types(struct nearest *nearest);

/// The most bytes that the format has for a string, with its NUL, or blob.
uint64_t nvs_size_limit(const struct nvs *nvs, enum nvs_type type);

/// Takes `max BYTES` or `in LOW .. HIGH`: the first word, and the one after it. False, and
/// reported, if the key cannot have that limit.
bool nvs_take_limit(struct nvs *nvs, struct nvs_key *key, const struct word *word,
                    const struct word *operand);
/// Whether a number is one of the key's type, or in its range, and whether bytes, with the NUL of a
/// string, are no more than its `max`. False, and reported at `span`, if not.
bool nvs_check_type(struct nvs *nvs, const struct nvs_key *key, struct number number,
                    struct span span);
bool nvs_check_range(struct nvs *nvs, const struct nvs_key *key, struct number number,
                     struct span span);
bool nvs_check_max(struct nvs *nvs, const struct nvs_key *key, size_t size, struct span span);

/// Reports a value that its integer's type does not have; `shown` is how a message may show it.
void nvs_report_range(struct nvs *nvs, const struct nvs_key *key, const char *shown,
                      struct span span);

/// Gives a key its value from a text. False, and reported at `span`, if it is none.
bool nvs_set_text(struct nvs *nvs, struct nvs_key *key, const char *text, size_t length,
                  struct span span);
/// Gives a key its value from an integer of the schema.
bool nvs_set_number(struct nvs *nvs, struct nvs_key *key, struct number number, struct span span);
/// Gives a key its value from the file at its path.
bool nvs_set_file(struct nvs *nvs, struct nvs_key *key);

/// Makes a namespace current, and adds it where it is new. False, and reported, if it can't be.
bool nvs_enter_space(struct nvs *nvs, const char *name, struct span span);
/// Judges a key's name and notes that it is there; false, and reported, if it can't be.
bool nvs_claim_key(struct nvs *nvs, const struct nvs_item *item);
/// Adds a key that has its value.
void nvs_add(struct nvs *nvs, const struct nvs_key *key);
/// Adds what belongs to a key of a Wi-Fi network: of an access point before the key that completes
/// it, of a station after the first one, as nvs_partition_gen has them.
void nvs_add_access_point(struct nvs *nvs, const struct nvs_key *key);
void nvs_add_station(struct nvs *nvs, const struct nvs_item *item);

#endif
