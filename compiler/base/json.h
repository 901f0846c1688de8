// Writes JSON, indented by two spaces, into a buffer.
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "buffer.h"
#include "number.h"

enum { JSON_DEPTH = 24 };

struct json {
    struct buffer *out;
    unsigned depth;
    bool is_array[JSON_DEPTH];
    bool has_member[JSON_DEPTH];
};

void json_init(struct json *json, struct buffer *out);

// `key` is null for the outermost value and in an array.
void json_open_object(struct json *json, const char *key);
void json_open_array(struct json *json, const char *key);

/// Closes the innermost object or array; a line end follows the outermost.
void json_close(struct json *json);

void json_text(struct json *json, const char *key, const char *text);
void json_integer(struct json *json, const char *key, uint64_t value);
void json_number(struct json *json, const char *key, struct number number);
void json_bool(struct json *json, const char *key, bool value);

/// A path as a relative or absolute URI reference (RFC 3986).
void json_uri(struct json *json, const char *key, const char *path);

#endif
