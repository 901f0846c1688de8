// The table of BLE services of ESP-AT, as tables (CSV, XLSX, XLS) have it. Source: ESP-AT's
// documentation, "How to Customize Bluetooth LE Services"; permissions: ESP-IDF, esp_gatt_defs.h.
#ifndef FORMATS_GATTS_H
#define FORMATS_GATTS_H

#include "generator.h"

extern const struct decoder gatts_decoder;

/// In the order in which ESP-AT has them where a table does not name them itself.
enum gatts_column {
    GATTS_INDEX,
    GATTS_UUID_LENGTH,
    GATTS_UUID,
    GATTS_PERMISSIONS,
    GATTS_MAX_LENGTH,
    GATTS_CURRENT_LENGTH,
    GATTS_VALUE,
    GATTS_COLUMN_COUNT,
};

struct gatts_attribute {
    uint64_t index;
    uint64_t uuid_length; // in bits: 16, 32 or 128
    const char *uuid;     // upper-case hex digits
    uint64_t permissions;
    uint64_t max_length; // in bytes, at most 512
    uint64_t current_length;
    const char *value;              // upper-case hex digits, two for each of `current_length` bytes
    const char *cells;              // as they were written, by gatts_column, with commas between
    const enum gatts_column *order; // of the columns in its table, GATTS_COLUMN_COUNT of them
    struct span span;
};

struct gatts_attribute_list LIST(const struct gatts_attribute);

/// The name of a column, as a table has it.
const char *gatts_column_name(enum gatts_column column);

/// Reads tables (paths that input_find() gave), and appends their attributes, one after the other,
/// to a list of struct gatts_attribute. False, and reported, if anything is wrong, or if there are
/// none; what is wrong with a whole table is reported at `span`, what with a cell at the cell.
bool gatts_read(const struct image_request *request, const struct text_list *paths,
                struct span span, struct gatts_attribute_list *attributes);

#endif
