// What a file is, by its first bytes, its first line that says something, and its name.
//
// ESP-IDF's tools decide by the two bytes 0xaa 0x50 whether a table is binary, and so does this.
// Between text formats the first meaningful line decides, the most specific first: keys of
// mass_mfg, keys of NVS, then partitions. A file called .csv is never taken for a schema, and one
// called .pschema not for a table of partitions, so that a mistake in its first line gets a message
// about that line.
#include "importer.h"

#include <string.h>

enum {
    ROW_SIZE = 32,
    SECTOR_SIZE = 4096,
    DUMP_SIZE = 64 << 10, // of a flash dump, at least
    DUMP_SEARCH_END = 1 << 20,
};

static bool begins(const char *bytes, size_t length, const char *with)
{
    size_t count = strlen(with);
    return length >= count && memcmp(bytes, with, count) == 0;
}

static bool has_suffix(const char *path, const char *suffix)
{
    size_t length = strlen(path);
    size_t count = strlen(suffix);
    return length > count && strcmp(path + length - count, suffix) == 0;
}

// The first line that says something: not blank, and no comment that begins with `#`.
static const char *first_line(const char *bytes, const char *end, size_t *length)
{
    while (bytes < end) {
        const char *line_end = memchr(bytes, '\n', (size_t)(end - bytes));
        line_end = line_end ? line_end : end;
        while (bytes < line_end && strchr(" \t\r", *bytes) && *bytes) {
            bytes++;
        }
        if (bytes < line_end && *bytes != '#') {
            *length = (size_t)(line_end - bytes);
            return bytes;
        }
        bytes = line_end < end ? line_end + 1 : end;
    }
    *length = 0;
    return end;
}

static bool has(const char *line, size_t length, char c)
{
    return memchr(line, c, length) != NULL;
}

// `OPTION=y NAME`, as ESP-AT lists what its partitions depend on.
static bool is_dependency(const char *line, size_t length)
{
    const char *equal = memchr(line, '=', length);
    const char *blank = memchr(line, ' ', length);
    return equal && blank && equal < blank && !has(line, length, ',') && !has(line, length, ';') &&
           !has(line, length, '"') && !has(line, length, '{');
}

// The head of a CSV of NVS keys, or where that is missing its first row, which begins a namespace.
static bool is_of_keys(const char *line, size_t length)
{
    char bare[80];
    size_t count = 0;
    for (size_t i = 0; i < length && count < sizeof bare; i++) {
        if (!strchr("\" \t", line[i]) || !line[i]) {
            bare[count++] = line[i];
        }
    }
    const char *comma = memchr(bare, ',', count);
    return begins(bare, count, "key,type,encoding") ||
           (comma && begins(comma, (size_t)(bare + count - comma), ",namespace,"));
}

// The first row of mass_mfg's CSV of keys: `NAME,namespace,`, without a cell for a value, or a key
// that is before all namespaces by mistake.
static bool is_of_device_keys(const char *line, size_t length)
{
    static const char *const ends[] = {
        ",namespace,",   ",data,u8",     ",data,i8",      ",data,u16",    ",data,i16",
        ",data,u32",     ",data,i32",    ",data,u64",     ",data,i64",    ",data,string",
        ",data,hex2bin", ",data,base64", ",file,hex2bin", ",file,base64", ",file,string",
        ",data,binary",  ",file,binary"};
    const char *first = memchr(line, ',', length);
    const char *end = line + length;
    while (end > line && (end[-1] == '\r' || end[-1] == ' ')) {
        end--;
    }
    size_t count = first ? (size_t)(end - first) : 0;
    if (count > 7 && memcmp(end - 7, ",REPEAT", 7) == 0) {
        count -= 7;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (count == strlen(ends[i]) && memcmp(first, ends[i], count) == 0) {
            return true;
        }
    }
    return false;
}

// A row of a partition CSV: other than the items of a schema, it begins with a single word.
static bool is_csv_row(const char *line, size_t length)
{
    const char *comma = memchr(line, ',', length);
    size_t count = comma ? (size_t)(comma - line) : 0;
    while (count > 0 && (line[count - 1] == ' ' || line[count - 1] == '\t')) {
        count--;
    }
    return comma && !has(line, count, ' ') && !has(line, count, '\t') && !has(line, length, ';') &&
           !has(line, length, '{') && !has(line, length, '"');
}

static bool is_row(const char *bytes)
{
    return memcmp(bytes, "\xaa\x50", 2) == 0;
}

// A table in a flash dump: rows, or a row and what may follow the last one.
bool import_find_table(const char *bytes, size_t length, size_t *offset)
{
    for (size_t at = 0; at < DUMP_SEARCH_END && at + (size_t)2 * ROW_SIZE <= length;
         at += SECTOR_SIZE) {
        const char *next = bytes + at + ROW_SIZE;
        bool has_next =
            is_row(next) || memcmp(next, "\xeb\xeb", 2) == 0 || memcmp(next, "\xff\xff", 2) == 0;
        if (is_row(bytes + at) && has_next) {
            *offset = at;
            return true;
        }
    }
    return false;
}

// Each test is stricter than those after it, so the order is part of the result.
enum import_kind import_recognise(const char *path, const char *bytes, size_t length)
{
    // gen_esp32part takes what begins so for a binary table, all else for a CSV.
    if (begins(bytes, length, "\xaa\x50")) {
        return IMPORT_TABLE;
    }
    size_t offset;
    if (length >= DUMP_SIZE && import_find_table(bytes, length, &offset)) {
        return IMPORT_TABLE;
    }
    bool is_wide = begins(bytes, length, "\xff\xfe") || begins(bytes, length, "\xfe\xff") ||
                   (length >= 4 && memcmp(bytes, "\0\0\xfe\xff", 4) == 0);
    bool is_called_csv = has_suffix(path, ".csv");
    bool is_called_schema = has_suffix(path, ".pschema");
    if (is_wide && !is_called_schema) {
        return IMPORT_PARTITIONS;
    }
    size_t mark = begins(bytes, length, "\xef\xbb\xbf") ? 3 : 0;
    size_t count;
    const char *line = first_line(bytes + mark, bytes + length, &count);
    if (is_of_device_keys(line, count)) {
        return IMPORT_DEVICE_KEYS;
    }
    if (is_of_keys(line, count)) {
        return IMPORT_KEYS;
    }
    if (is_called_csv) {
        return IMPORT_PARTITIONS;
    }
    if (is_called_schema || begins(line, count, "//") || begins(line, count, "/*")) {
        return IMPORT_SCHEMA;
    }
    if (is_dependency(line, count)) {
        return IMPORT_DEPENDENCIES;
    }
    return is_csv_row(line, count) ? IMPORT_PARTITIONS : IMPORT_SCHEMA;
}
