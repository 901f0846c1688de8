// Checks the cells of one attribute of a BLE service, as ESP-AT's own tool reads them.
//
// Each cell is judged by itself first, then lengths are compared with each other, if all of them
// could be read. Spreadsheets turn texts of digits into numbers, which is the most common mistake
// here: messages about such cells say so, once a table.
#include "gatts_cells.h"

#include <stdlib.h>
#include <string.h>

#define HEX_DIGITS "0123456789abcdefABCDEF"

enum {
    INDEX_LIMIT = 0xffff,
    LENGTH_LIMIT = 512,        // of a value: Bluetooth Core Specification, volume 3, part F, 3.2.9
    KNOWN_PERMISSIONS = 0x7f7, // ESP_GATT_PERM_*
};

__attribute__((format(printf, 4, 5))) static struct diagnostic *
report_cell(struct gatts_row *row, enum code code, enum gatts_column column, const char *format,
            ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_format_list(row->request->arena, format, arguments);
    va_end(arguments);
    row->is_good = false;
    return report(row->request->diagnostics, code, row->cells[column].span, "%s", message);
}

// What looks like a number, spreadsheets change. Said of the first such cell of a table only.
static void note_sheet(struct gatts_row *row, struct diagnostic *diagnostic)
{
    if (row->is_sheet && !row->is_noted) {
        row->is_noted = true;
        add_note(diagnostic, (struct span){0},
                 "a spreadsheet turns `02` into the number 2, and `3E10` into 30000000000: format "
                 "the column as text, and type these cells again");
    }
}

static const char *skip_prefix(const char *text)
{
    return text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? text + 2 : text;
}

// Decimal or, after `0x`, hexadecimal. What is too large for 64 bits becomes ULLONG_MAX, which no
// limit here allows.
static bool parse_number(const char *text, uint64_t *number)
{
    const char *digits = skip_prefix(text);
    bool is_hex = digits != text;
    if (!*digits || digits[strspn(digits, is_hex ? HEX_DIGITS : "0123456789")]) {
        return false;
    }
    *number = strtoull(digits, NULL, is_hex ? 16 : 10); // ULLONG_MAX for larger ones
    return true;
}

// False, and reported, if it is not a number from 0 to `limit`.
static bool read_number(struct gatts_row *row, enum gatts_column column, uint64_t limit,
                        uint64_t *number)
{
    const char *text = row->cells[column].text;
    const char *name = gatts_column_name(column);
    if (!*text) {
        report_cell(row, CODE_GATTS_CELL, column, "`%s` is empty", name);
    } else if (!parse_number(text, number)) {
        report_cell(row, CODE_GATTS_CELL, column,
                    "`%s` is `%s`, which is not a number such as 12 or 0x0c", name, text);
    } else if (*number > limit) {
        report_cell(row, CODE_GATTS_CELL, column, "`%s` is `%s`; it may be at most %llu", name,
                    text, (unsigned long long)limit);
    } else {
        return true;
    }
    return false;
}

// As read_number(); an empty cell leaves `*number` as it was, which is the default of the column.
static bool read_length(struct gatts_row *row, enum gatts_column column, uint64_t *number)
{
    return !*row->cells[column].text || read_number(row, column, LENGTH_LIMIT, number);
}

// Hexadecimal digits in upper case, without prefix. Null, and reported, if there is anything else:
// the first wrong character is named, as a whole if it is UTF-8.
static const char *read_digits(struct gatts_row *row, enum gatts_column column)
{
    const char *text = row->cells[column].text;
    const char *digits = skip_prefix(text);
    const char *wrong = digits + strspn(digits, HEX_DIGITS);
    if (*wrong) {
        size_t length = text_character(wrong, wrong + strlen(wrong));
        note_sheet(row,
                   report_cell(row, CODE_GATTS_CELL, column,
                               "`%s` is `%s`, but `%.*s` is not a hex digit",
                               gatts_column_name(column), text, length ? (int)length : 1, wrong));
        return NULL;
    }
    char *upper = arena_copy(row->request->arena, digits, strlen(digits));
    text_make_upper(upper);
    return upper;
}

// What cannot be read leaves 0: then the UUID is not compared with it.
static void read_uuid_length(struct gatts_row *row, struct gatts_attribute *attribute)
{
    uint64_t bits = 0;
    if (!read_number(row, GATTS_UUID_LENGTH, UINT32_MAX, &bits)) {
        return;
    }
    if (bits == 16 || bits == 32 || bits == 128) {
        attribute->uuid_length = bits;
    } else {
        report_cell(row, CODE_GATTS_UUID, GATTS_UUID_LENGTH,
                    "`uuid_len` is `%s`; a UUID has 16, 32 or 128 bits",
                    row->cells[GATTS_UUID_LENGTH].text);
    }
}

// If the UUID has the digits of another legal length, that is probably what was meant; else a
// spreadsheet has probably taken a zero from its front.
static void read_uuid(struct gatts_row *row, struct gatts_attribute *attribute)
{
    unsigned bits = (unsigned)attribute->uuid_length; // 0: not known
    attribute->uuid = read_digits(row, GATTS_UUID);
    size_t count = attribute->uuid ? strlen(attribute->uuid) : 0;
    if (attribute->uuid && count == 0) {
        report_cell(row, CODE_GATTS_CELL, GATTS_UUID, "`uuid` is empty");
    } else if (attribute->uuid && bits && count != bits / 4) {
        struct diagnostic *diagnostic = report_cell(
            row, CODE_GATTS_UUID, GATTS_UUID,
            "`uuid` has %zu hex digits; a `uuid_len` of %u takes %u", count, bits, bits / 4);
        if (count == 4 || count == 8 || count == 32) {
            add_note(diagnostic, row->cells[GATTS_UUID_LENGTH].span, "with this UUID, it is %zu",
                     count * 4);
        } else {
            note_sheet(row, diagnostic);
        }
    }
}

// Flags of ESP-IDF's esp_gatt_defs.h. `11` for `0x11` is a likely mistake, which unknown flags
// reveal.
static void read_permissions(struct gatts_row *row, struct gatts_attribute *attribute)
{
    const char *text = row->cells[GATTS_PERMISSIONS].text;
    if (!read_number(row, GATTS_PERMISSIONS, UINT16_MAX, &attribute->permissions)) {
        return;
    }
    unsigned unknown = (unsigned)attribute->permissions & ~(unsigned)KNOWN_PERMISSIONS;
    if (unknown) {
        struct diagnostic *diagnostic =
            report_cell(row, CODE_GATTS_CELL, GATTS_PERMISSIONS,
                        "`perm` is `%s`, but there is no permission 0x%x (all together are 0x%x)",
                        text, unknown, (unsigned)KNOWN_PERMISSIONS);
        if (skip_prefix(text) == text) {
            add_note(diagnostic, (struct span){0}, "this is decimal; hexadecimal is `0x%s`", text);
        }
    }
}

// Left null if it is wrong, so that lengths are not compared with it.
static void read_value(struct gatts_row *row, struct gatts_attribute *attribute)
{
    const char *digits = read_digits(row, GATTS_VALUE);
    size_t count = digits ? strlen(digits) : 0;
    if (count % 2) {
        note_sheet(row, report_cell(row, CODE_GATTS_CELL, GATTS_VALUE,
                                    "`value` has %zu hex digit%s; each byte takes two, as in `02`",
                                    count, count == 1 ? "" : "s"));
    } else if (count / 2 > LENGTH_LIMIT) {
        report_cell(row, CODE_GATTS_CELL, GATTS_VALUE,
                    "`value` has %zu bytes; it may have at most %d", count / 2, LENGTH_LIMIT);
    } else {
        attribute->value = digits;
    }
}

// The table that ESP-AT comes with has rows of 512 bytes whose value is empty.
static void warn_of_no_value(struct gatts_row *row, const struct gatts_attribute *attribute)
{
    report(row->request->diagnostics, CODE_GATTS_NO_VALUE, row->cells[GATTS_CURRENT_LENGTH].span,
           "`val_cur_len` is %llu, and `value` is empty",
           (unsigned long long)attribute->current_length);
}

// The value, if there is one, decides; a fix is offered only in a CSV, since a spreadsheet cannot
// be edited as text.
static void check_lengths(struct gatts_row *row, const struct gatts_attribute *attribute)
{
    const char *text = row->cells[GATTS_CURRENT_LENGTH].text;
    size_t length = strlen(attribute->value) / 2;
    if (length == 0 && attribute->current_length <= attribute->max_length) {
        if (attribute->current_length) {
            warn_of_no_value(row, attribute);
        }
    } else if (length == 0) {
        report_cell(row, CODE_GATTS_LENGTH, GATTS_CURRENT_LENGTH,
                    "`val_cur_len` is `%s`, and `val_max_len` is %llu", text,
                    (unsigned long long)attribute->max_length);
    } else if (length != attribute->current_length) {
        struct diagnostic *diagnostic =
            report_cell(row, CODE_GATTS_LENGTH, GATTS_CURRENT_LENGTH,
                        "`val_cur_len` %s%s%s; `value` has %zu byte%s", *text ? "is `" : "is empty",
                        text, *text ? "`" : ", which means 0", length, length == 1 ? "" : "s");
        if (*text && length && !row->is_sheet) {
            add_fix(diagnostic, row->cells[GATTS_CURRENT_LENGTH].span, "%zu", length);
        }
        note_sheet(row, diagnostic);
    } else if (attribute->max_length < length) {
        report_cell(row, CODE_GATTS_LENGTH, GATTS_MAX_LENGTH,
                    "`val_max_len` is `%s`; `value` has %zu byte%s",
                    row->cells[GATTS_MAX_LENGTH].text, length, length == 1 ? "" : "s");
    }
}

// All cells are judged, so that one run reports every mistake of a row.
bool gatts_read_cells(struct gatts_row *row, struct gatts_attribute *attribute)
{
    row->is_good = true;
    attribute->max_length = LENGTH_LIMIT;
    read_number(row, GATTS_INDEX, INDEX_LIMIT, &attribute->index);
    read_uuid_length(row, attribute);
    read_uuid(row, attribute);
    read_permissions(row, attribute);
    bool has_max = read_length(row, GATTS_MAX_LENGTH, &attribute->max_length);
    bool has_current = read_length(row, GATTS_CURRENT_LENGTH, &attribute->current_length);
    read_value(row, attribute);
    if (has_max && has_current && attribute->value) {
        check_lengths(row, attribute);
    }
    return row->is_good;
}
