// Partition tables in their binary form: rows and a checksum, as the platform's records have them.
#include "table_view.h"

#include "digest.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

// Fields have up to 8 bytes, at any offset.
static uint64_t field_integer(const struct record *record, const struct field *field,
                              const uint8_t *row)
{
    size_t size = (size_t)field_type_size(field->type);
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) {
        size_t at = record->is_big_endian ? size - 1 - i : i;
        value |= (uint64_t)row[field->offset + at] << 8 * i;
    }
    return value;
}

// Constants of a record, such as the magic number of ESP-IDF's rows, are what a row is recognised
// by.
static bool has_constant(const struct record *record, const struct field *field, const uint8_t *row)
{
    size_t size = (size_t)field_type_size(field->type);
    for (uint64_t i = 0; i < field->count; i++) {
        struct field one = *field;
        one.offset += i * size;
        uint64_t bits = field->number.negative ? -field->number.magnitude : field->number.magnitude;
        uint64_t mask = UINT64_MAX >> (64 - 8 * size);
        if (field_integer(record, &one, row) != (bits & mask)) {
            return false;
        }
    }
    return true;
}

// Whether a row has what all rows of a record have, and the record has such.
static bool is_row_of(const struct record *record, const uint8_t *row)
{
    bool has_any = false;
    for_each (field, &record->fields) {
        if (field->source == SOURCE_NUMBER) {
            has_any = true;
            if (!has_constant(record, field, row)) {
                return false;
            }
        }
    }
    return has_any;
}

// 0 if the platform's rows have no such field.
static uint64_t fact_of(const struct record *record, const char *name, const uint8_t *row)
{
    const struct field *field = record_find(record, name);
    return field && field->type != FIELD_CHAR ? field_integer(record, field, row) : 0;
}

// Whether this is the start of a table: its first rows must be followed by what may end one. After
// three rows nothing else begins like that, so a damaged end does not hide the table.
bool table_is_here(const struct dump_tables *tables, const uint8_t *bytes, size_t size)
{
    const struct table_format *format = tables->format;
    size_t length = format ? (size_t)format->row->size : 0;
    size_t count = 0;
    if (!format || length == 0 || size < length) {
        return false;
    }
    while ((count + 1) * length <= size && (count + 1) * length <= format->size &&
           is_row_of(format->row, bytes + count * length)) {
        count++;
    }
    const uint8_t *next = bytes + count * length;
    bool is_end = (count + 1) * length > size || dump_is_all(next, length, format->blank) ||
                  (tables->checksum && is_row_of(tables->checksum, next));
    return count > 0 && (is_end || count > 2);
}

// Where the rows of a table are, and whether there is an app among them.
static void outline_row(const struct dump_tables *tables, const uint8_t *row,
                        struct table_outline *outline)
{
    const struct record *record = tables->format->row;
    uint64_t offset = fact_of(record, "offset", row);
    uint64_t size = fact_of(record, "size", row);
    uint64_t end = size > UINT64_MAX - offset ? UINT64_MAX : offset + size;
    const struct platform_type *type =
        platform_find_type(tables->platform, fact_of(record, "type", row));
    outline->has_app |= type && type->kind && strcmp(type->kind, "app") == 0;
    outline->lowest = outline->rows == 0 || offset < outline->lowest ? offset : outline->lowest;
    outline->highest = end > outline->highest ? end : outline->highest;
    outline->rows++;
}

// Without any facts, since this is asked of every sector of a flash.
struct table_outline table_outline(const struct dump_tables *tables, const uint8_t *bytes,
                                   size_t size)
{
    const struct table_format *format = tables->format;
    const struct record *checksum = tables->checksum;
    struct table_outline outline = {0};
    size_t length = format ? (size_t)format->row->size : 0;
    size_t limit = format && format->size < size ? (size_t)format->size : size;
    size_t end = 0;
    while (length && end + length <= limit && is_row_of(format->row, bytes + end)) {
        outline_row(tables, bytes + end, &outline);
        end += length;
    }
    if (!end || !checksum || end + checksum->size > limit || !is_row_of(checksum, bytes + end)) {
        return outline;
    }
    for_each (field, &checksum->fields) {
        uint8_t digest[MD5_SIZE];
        if (field->source == SOURCE_MD5_ROWS && field->offset + MD5_SIZE <= checksum->size) {
            digest_md5(bytes, end, digest);
            outline.is_checked |= memcmp(digest, bytes + end + field->offset, MD5_SIZE) == 0;
        }
    }
    return outline;
}

const char *table_type_text(const struct dump_request *request, uint64_t type, uint64_t subtype,
                            bool is_native)
{
    return platform_type_text(request->arena, request->tables->platform, type, subtype, is_native);
}

// Bits that the platform has no name for are shown as a number, so that none is lost.
static const char *flags_text(const struct dump_request *request, uint64_t flags)
{
    struct buffer text;
    buffer_init(&text, request->arena);
    buffer_text(&text, "");
    for_each (flag, &request->tables->platform->flags) {
        if (flags & flag->mask) {
            buffer_format(&text, " %s", flag->name);
            flags &= ~(uint64_t)flag->mask;
        }
    }
    if (flags) {
        buffer_format(&text, " flags 0x%" PRIx64, flags);
    }
    return text.bytes;
}

static void tell_row(const struct dump_request *request, struct table_row *row)
{
    struct arena *arena = request->arena;
    struct fact *fact = row->fact;
    const char *flags = flags_text(request, row->flags);
    fact_text(arena, fact, "label", row->label);
    fact_text(arena, fact, "type", row->type_name);
    fact_count(arena, fact, "type_number", row->type);
    fact_count(arena, fact, "subtype_number", row->subtype);
    fact_offset(arena, fact, "offset", row->offset);
    fact_size(arena, fact, "size", row->size);
    fact_count(arena, fact, "flags", row->flags);
    fact_say(arena, fact, "%-16s %-14s at %-9s size %s%s", row->label, row->type_name,
             text_offset(arena, row->offset), text_size(arena, row->size), flags);
}

static void read_row(const struct dump_request *request, const uint8_t *bytes, size_t at,
                     struct fact *rows, struct table_view *view)
{
    const struct record *record = request->tables->format->row;
    const struct field *label = record_find(record, "label");
    struct table_row *row = arena_new(request->arena, sizeof *row);
    *row = (struct table_row){
        .type = fact_of(record, "type", bytes),
        .subtype = fact_of(record, "subtype", bytes),
        .offset = fact_of(record, "offset", bytes),
        .size = fact_of(record, "size", bytes),
        .flags = fact_of(record, "flags", bytes),
        .label = label && label->type == FIELD_CHAR
                     ? dump_text(request->arena, bytes + label->offset, (size_t)label->count)
                     : "",
        .place = request->base + at,
        .fact = fact_item(request->arena, rows),
    };
    row->type_name = table_type_text(request, row->type, row->subtype, false);
    tell_row(request, row);
    list_append(request->arena, &view->rows, row);
}

// The checksum covers the rows before it, as ESP-IDF's bootloader verifies it.
static void check_sum(const struct dump_request *request, const struct record *checksum, size_t at,
                      struct fact *fact, struct table_view *view)
{
    const uint8_t *row = request->bytes + at;
    view->has_checksum = view->is_checked = true;
    for_each (field, &checksum->fields) {
        uint8_t digest[MD5_SIZE];
        if (field->source != SOURCE_MD5_ROWS || field->offset + MD5_SIZE > checksum->size) {
            continue;
        }
        digest_md5(request->bytes, at, digest);
        if (memcmp(digest, row + field->offset, MD5_SIZE) != 0) {
            view->is_checked = false;
            fact_damage(request->arena, fact, request->base + at + field->offset,
                        "the MD5 does not match the rows: at least one of them is damaged");
        }
    }
}

// Without sums, which rows with sizes that were made up would overflow.
static bool overlaps(const struct table_row *a, const struct table_row *b)
{
    return a->offset < b->offset ? b->offset - a->offset < a->size
                                 : a->offset - b->offset < b->size;
}

// Every pair of rows is compared, so only for as many as a real table can have: a format may allow
// far more.
static void check_rows(const struct dump_request *request, const struct table_view *view)
{
    enum { LIMIT = 1000 }; // of rows that are held against each other
    for (size_t i = 0; i < view->rows.count && i < LIMIT; i++) {
        const struct table_row *row = view->rows.items[i];
        for (size_t j = 0; j < i; j++) {
            const struct table_row *before = view->rows.items[j];
            if (strcmp(row->label, before->label) == 0) {
                fact_damage(request->arena, row->fact, row->place,
                            "another partition is also called `%s`", row->label);
            }
            if (overlaps(row, before)) {
                fact_damage(request->arena, row->fact, row->place, "it overlaps `%s`",
                            before->label);
            }
        }
    }
}

// What is not a row may be a damaged one, with good ones after it.
static bool has_row_behind(const struct dump_request *request, size_t at, size_t limit)
{
    const struct record *record = request->tables->format->row;
    for (at += record->size; at + record->size <= limit; at += record->size) {
        if (is_row_of(record, request->bytes + at)) {
            return true;
        }
    }
    return false;
}

void table_read(const struct dump_request *request, struct fact *fact, struct table_view *view)
{
    const struct table_format *format = request->tables->format;
    const struct record *checksum = request->tables->checksum;
    struct arena *arena = request->arena;
    size_t length = (size_t)format->row->size;
    size_t limit = request->size < format->size ? request->size : (size_t)format->size;
    size_t at = 0;
    bool is_cut = false;
    fact_text(arena, fact, "format", "table");
    struct fact *sum = fact_flag(arena, fact, "checksum", false);
    struct fact *rows = fact_list(arena, fact, "rows");
    for (; at + length <= limit; at += length) {
        const uint8_t *bytes = request->bytes + at;
        if (dump_is_all(bytes, length, format->blank)) {
            break;
        }
        if (is_row_of(format->row, bytes)) {
            read_row(request, bytes, at, rows, view);
        } else if (checksum && is_row_of(checksum, bytes)) {
            check_sum(request, checksum, at, fact, view);
            at += length;
            break;
        } else {
            fact_damage(arena, fact, request->base + at,
                        "this is not a row: for firmware, the table ends here");
            is_cut = !has_row_behind(request, at, limit);
            if (is_cut) {
                break;
            }
        }
    }
    view->end = at;
    sum->number = number_of(view->has_checksum);
    size_t rest = at + dump_find_other(request->bytes + at, limit - at, format->blank);
    if (rest < limit && !is_cut) {
        fact_damage(arena, fact, request->base + rest, "there is data after the end of the table");
    }
    check_rows(request, view);
}
