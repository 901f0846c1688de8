// JSON as RFC 8259 has it, written in one pass: what is known of each open level is whether it is
// an array, and whether it has a member yet, which a comma then follows.
//
// Output is the same for the same calls: members come in the order of the calls.
#include "json.h"

#include "shown.h"
#include "text.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

void json_init(struct json *json, struct buffer *out)
{
    *json = (struct json){.out = out};
}

static void append_ascii(struct buffer *out, unsigned char c)
{
    if (c == '"' || c == '\\') {
        buffer_byte(out, '\\');
        buffer_byte(out, c);
    } else if (c == '\n') {
        buffer_text(out, "\\n");
    } else if (c < 0x20 || c == 0x7f) {
        buffer_format(out, "\\u%04x", c);
    } else {
        buffer_byte(out, c);
    }
}

// The number of a character of two or three bytes.
static unsigned code_point(const char *character, size_t bytes)
{
    unsigned number = (unsigned char)character[0] & (bytes == 2 ? 0x1f : 0x0f);
    for (size_t i = 1; i < bytes; i++) {
        number = number << 6 | ((unsigned char)character[i] & 0x3f);
    }
    return number;
}

// JSON is UTF-8, whatever a path or a cell is: a byte that is none becomes the sign for that. What
// a terminal would obey is written as its number.
static void append_quoted(struct buffer *out, const char *text)
{
    const char *end = text + strlen(text);
    buffer_byte(out, '"');
    while (text < end) {
        const char *plain = text;
        while (text < end && *text >= ' ' && *text < 0x7f && *text != '"' && *text != '\\') {
            text++;
        }
        if (text > plain) {
            buffer_bytes(out, plain, (size_t)(text - plain));
            continue;
        }
        size_t bytes = text_character(text, end);
        if (bytes == 0) {
            buffer_text(out, "\\ufffd");
        } else if (bytes == 1) {
            append_ascii(out, (unsigned char)*text);
        } else if (shown_is_unsafe(text, bytes)) {
            buffer_format(out, "\\u%04x", code_point(text, bytes));
        } else {
            buffer_bytes(out, text, bytes);
        }
        text += bytes ? bytes : 1;
    }
    buffer_byte(out, '"');
}

// The line of a member or of a closing bracket, two spaces further in for each open level.
static void append_line(struct json *json)
{
    buffer_byte(json->out, '\n');
    buffer_fill(json->out, ' ', (size_t)2 * json->depth);
}

// What comes before a value: the comma after the one before it, and its key.
static void start_member(struct json *json, const char *key)
{
    if (json->depth) {
        if (json->has_member[json->depth - 1]) {
            buffer_byte(json->out, ',');
        }
        json->has_member[json->depth - 1] = true;
        append_line(json);
    }
    if (key) {
        append_quoted(json->out, key);
        buffer_text(json->out, ": ");
    }
}

static void open_level(struct json *json, const char *key, bool is_array)
{
    assert(json->depth < JSON_DEPTH);
    start_member(json, key);
    buffer_byte(json->out, is_array ? '[' : '{');
    json->is_array[json->depth] = is_array;
    json->has_member[json->depth] = false;
    json->depth++;
}

void json_open_object(struct json *json, const char *key)
{
    open_level(json, key, false);
}

void json_open_array(struct json *json, const char *key)
{
    open_level(json, key, true);
}

void json_close(struct json *json)
{
    assert(json->depth > 0);
    json->depth--;
    if (json->has_member[json->depth]) { // what is empty stays on one line: `[]`
        append_line(json);
    }
    buffer_byte(json->out, json->is_array[json->depth] ? ']' : '}');
    if (json->depth == 0) {
        buffer_byte(json->out, '\n');
    }
}

void json_text(struct json *json, const char *key, const char *text)
{
    start_member(json, key);
    append_quoted(json->out, text);
}

void json_integer(struct json *json, const char *key, uint64_t value)
{
    start_member(json, key);
    buffer_format(json->out, "%" PRIu64, value);
}

void json_number(struct json *json, const char *key, struct number number)
{
    start_member(json, key);
    buffer_format(json->out, "%s%" PRIu64, number.negative ? "-" : "", number.magnitude);
}

void json_bool(struct json *json, const char *key, bool value)
{
    start_member(json, key);
    buffer_text(json->out, value ? "true" : "false");
}

void json_uri(struct json *json, const char *key, const char *path)
{
    // Only unreserved characters and slashes are written as they are (RFC 3986, 2.3), so that a
    // `%`,
    // `?` or `#` in a file's name is not read as syntax.
    struct buffer uri;
    buffer_init(&uri, json->out->arena);
    buffer_text(&uri, path[0] == '/' ? "file://" : "");
    for (const char *at = path; *at; at++) {
        unsigned char c = (unsigned char)*at;
        bool is_plain = isascii(c) && (isalnum(c) || strchr("-._~/", c));
        buffer_format(&uri, is_plain ? "%c" : "%%%02X", c);
    }
    json_text(json, key, uri.length ? uri.bytes : "");
}
