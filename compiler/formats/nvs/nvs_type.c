// The types of NVS's entries, as people write them, and the numbers in them.
#include "nvs_view.h"

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
