// An NVS image as it is read: its pages, their entries, and the values that firmware finds.
//
// Source: ESP-IDF's documentation of the NVS library ("Internals"); components/nvs_flash.
#ifndef FORMATS_NVS_VIEW_H
#define FORMATS_NVS_VIEW_H

#include "cipher.h"
#include "dump.h"
#include "map.h"
#include "names.h"
#include "nvs.h"

enum {
    NVS_HEADER_SIZE = 32,
    NVS_FIRST_ENTRY = 64,
    NVS_NAME_SIZE = 16, // of an entry's field
    NVS_FLOAT = 0x24,   // these types firmware alone writes
    NVS_DOUBLE = 0x28,
    NVS_ANY_CHUNK = 0xff,
    NVS_CHUNK_START = 0x80, // of the chunks of every other version of a blob
};

#define NVS_STATE_BLANK 0xffffffffu
#define NVS_STATE_ACTIVE 0xfffffffeu
#define NVS_STATE_FULL 0xfffffffcu
#define NVS_STATE_FREEING 0xfffffff8u
#define NVS_STATE_CORRUPT 0xfffffff0u

enum nvs_slot_state { NVS_SLOT_ERASED, NVS_SLOT_WRONG, NVS_SLOT_WRITTEN, NVS_SLOT_EMPTY };

struct nvs_page {
    size_t index;         // in the image
    const uint8_t *bytes; // decrypted, if that was asked for
    uint64_t offset;      // in the file
    uint32_t state, number;
    uint8_t version; // as it is in the header
    bool is_blank;   // it was never used
    bool is_used;    // its header is good, or as good as can be
    size_t written, erased, empty;
    struct fact *fact;
};

/// An entry whose checksum is right.
struct nvs_entry {
    const struct nvs_page *page;
    size_t index;
    uint64_t offset;
    uint8_t space, type, span, chunk;
    const char *name;
    const uint8_t *data;    // the last 8 bytes
    const uint8_t *payload; // null: it has none
    size_t length;          // of the payload
    bool is_damaged;        // the payload's checksum is wrong, or it cannot have such a length
    bool is_old;            // another one has its key, which firmware finds
    bool is_claimed;        // a chunk that an index counts
    struct nvs_entry *next; // of the same name, in the order of entries; null: there is none
};

/// What firmware finds for a key.
struct nvs_value {
    const struct nvs_entry *entry; // of a blob in chunks its index
    uint8_t space;
    enum nvs_type type; // NVS_BLOB also of chunks
    uint64_t number;    // of an integer, its bits
    const uint8_t *bytes;
    size_t length;
    bool is_whole;  // else the bytes are not all there
    bool is_second; // one of another type has its name, too: old firmware allows that
};

struct nvs_space {
    const char *name; // null: nothing defines it
    const struct nvs_entry *entry;
    struct LIST(const struct nvs_value) values; // in the order of entries
};

struct nvs_view {
    const struct dump_request *request;
    struct arena *arena;
    struct fact *fact;
    struct fact *page_list;
    struct LIST(struct nvs_page) pages;         // in the order of the image
    struct LIST(struct nvs_entry) entries;      // the oldest page's first
    struct LIST(struct nvs_entry) erased;       // they can still be read
    struct LIST(const struct nvs_value) values; // in the order of entries
    struct nvs_space spaces[256];
    size_t bad;                // entries with a wrong checksum
    struct nvs_schema *schema; // what is declared; null: not asked for yet
};

/// Reads the pages and their entries. What is damaged is said of the page.
void nvs_view_pages(struct nvs_view *view);

/// Reads the entries of a page; with a cipher, they are decrypted. What is damaged is said of it.
void nvs_view_entries(struct nvs_view *view, struct nvs_page *page, struct cipher *cipher);

/// Finds namespaces and values among the entries. What contradicts itself is said of the page.
void nvs_view_resolve(struct nvs_view *view);

/// Whether a key or namespace can have this name.
bool nvs_is_name(const char *name);

/// The size of an integer, in bytes; 0: it is none.
size_t nvs_integer_size(uint8_t type);
/// Whether it is a float or a double.
bool nvs_is_real(uint8_t type);
/// "u8"; null: there is no such type.
const char *nvs_type_text(uint8_t type);
/// The number of an integer.
struct number nvs_signed(uint8_t type, uint64_t bits);

/// What the schema says of a key.
struct nvs_declaration {
    const char *type; // null: the schema does not name the key
    bool is_secret;
};

/// `space` is null where the namespace is not known.
struct nvs_declaration nvs_declared(struct nvs_view *view, const char *space, const char *key);

/// Adds remarks on keys that the schema has and the image has not, and on values that are beyond
/// what the schema allows.
void nvs_compare(struct nvs_view *view);

/// What makes the image again, if that can be.
void nvs_extract(struct nvs_view *view, struct dump_result *result);

#endif
