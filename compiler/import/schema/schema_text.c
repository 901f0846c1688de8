// Names and strings as a schema writes them. They have no other needs, so that all writers can use
// them.
#include "importer.h"

#include <ctype.h>
#include <string.h>

// What the language takes as a name without quotes.
static bool is_identifier(const char *name)
{
    if (!isalpha((unsigned char)*name) && *name != '_') {
        return false;
    }
    for (; *name; name++) {
        if (!isalnum((unsigned char)*name) && *name != '_') {
            return false;
        }
    }
    return true;
}

void schema_append_string(struct buffer *out, const char *text, size_t length)
{
    static const char from[] = "\"\\\n\r\t";
    static const char to[] = "\"\\nrt";
    buffer_byte(out, '"');
    for (size_t i = 0; i < length; i++) {
        const char *escape = text[i] ? strchr(from, text[i]) : NULL;
        if (escape) {
            buffer_byte(out, '\\');
        }
        buffer_byte(out, (uint8_t)(escape ? to[escape - from] : text[i]));
    }
    buffer_byte(out, '"');
}

void schema_append_name(struct buffer *out, const char *name)
{
    if (is_identifier(name)) {
        buffer_text(out, name);
    } else {
        schema_append_string(out, name, strlen(name));
    }
}
