// The types of keys, as schemas write them; those of entries, as people do, and their numbers.
#include "nvs_view.h"

#include "record.h"

#include <string.h>

// Chunks and indices are pieces of one blob. People see the index as the blob; chunks have a word
// of their own, since they show only where something is wrong with them.
const char *nvs_type_text(uint8_t type)
{
    static const struct {
        unsigned type;
        const char *text;
    } types[] = {
        {NVS_U8, "u8"},       {NVS_I8, "i8"},         {NVS_U16, "u16"},       {NVS_I16, "i16"},
        {NVS_U32, "u32"},     {NVS_I32, "i32"},       {NVS_U64, "u64"},       {NVS_I64, "i64"},
        {NVS_FLOAT, "float"}, {NVS_DOUBLE, "double"}, {NVS_STRING, "string"}, {NVS_BLOB, "blob"},
        {NVS_CHUNK, "chunk"}, {NVS_INDEX, "blob"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (types[i].type == type) {
            return types[i].text;
        }
    }
    return NULL;
}

// Bit 4 of a type is its sign, the low four bits are its size in bytes (ESP-IDF, nvs_constants).
// The type must be an integer's, or the shifts would be by more than 63 bits. The magnitude is
// computed in unsigned arithmetic, so that the lowest number of 64 bits is right, too.
struct number nvs_signed(uint8_t type, uint64_t bits)
{
    unsigned width = (unsigned)nvs_integer_size(type) * 8;
    bool is_negative = (type & 0x10) && bits >> (width - 1) & 1;
    if (!is_negative) {
        return number_of(bits);
    }
    uint64_t mask = UINT64_MAX >> (64 - width);
    return (struct number){(~bits & mask) + 1, true};
}

struct type_entry {
    const char *name;
    enum nvs_type type;
    enum nvs_encoding encoding;
    enum field_type range; // of an integer
};

static const struct type_entry types[] = {
    {"u8", NVS_U8, NVS_DECIMAL, FIELD_U8},        {"i8", NVS_I8, NVS_DECIMAL, FIELD_I8},
    {"u16", NVS_U16, NVS_DECIMAL, FIELD_U16},     {"i16", NVS_I16, NVS_DECIMAL, FIELD_I16},
    {"u32", NVS_U32, NVS_DECIMAL, FIELD_U32},     {"i32", NVS_I32, NVS_DECIMAL, FIELD_I32},
    {"u64", NVS_U64, NVS_DECIMAL, FIELD_U64},     {"i64", NVS_I64, NVS_DECIMAL, FIELD_I64},
    {"string", NVS_STRING, NVS_TEXT, FIELD_CHAR}, {"blob", NVS_BLOB, NVS_BINARY, FIELD_U8},
    {"hex", NVS_BLOB, NVS_HEX, FIELD_U8},         {"base64", NVS_BLOB, NVS_BASE64, FIELD_U8},
};

enum { TYPE_COUNT = sizeof types / sizeof *types };

// The words of schemas. The encodings of CSVs that differ (`hex2bin`, `binary`) are translated by
// nvs_import, so that each language has one spelling only.
bool nvs_find_type(const char *word, enum nvs_type *type, enum nvs_encoding *encoding)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        if (strcmp(types[i].name, word) == 0) {
            *type = types[i].type;
            *encoding = types[i].encoding;
            return true;
        }
    }
    return false;
}

void nvs_offer_types(struct nearest *nearest)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        nearest_offer(nearest, types[i].name);
    }
}

// Ends because each type that a key can have is in the table: keys get their type from there, or
// are blobs of a CSV's fill. Of several entries of one type (blob, hex, base64) the first is
// found, which is right for names and ranges.
static const struct type_entry *entry_of(enum nvs_type type)
{
    const struct type_entry *entry = types;
    while (entry->type != type) {
        entry++;
    }
    return entry;
}

enum field_type nvs_integer_type(enum nvs_type type)
{
    return entry_of(type)->range;
}
