// Facts for programs: a group is an object, a list an array.
#include "fact.h"

#include "json.h"
#include "text.h"

#include <string.h>

// JSON has characters of UTF-8 alone: what is none becomes U+FFFD.
static const char *as_unicode(struct arena *arena, const char *text, size_t length)
{
    struct buffer out;
    const char *end = text + length;
    buffer_init(&out, arena);
    buffer_text(&out, "");
    while (text < end) {
        size_t count = text_character(text, end);
        if (count == 0 || *text == 0) {
            buffer_text(&out, "\xef\xbf\xbd");
            count = 1;
        } else {
            buffer_bytes(&out, text, count);
        }
        text += count;
    }
    return out.bytes;
}

// JSON has no bytes.
static const char *as_hex(struct arena *arena, const struct fact *fact)
{
    static const char digits[] = "0123456789abcdef";
    char *text = arena_array(arena, fact->length + 1, 2);
    for (size_t i = 0; i < fact->length; i++) {
        text[2 * i] = digits[fact->bytes[i] >> 4];
        text[2 * i + 1] = digits[fact->bytes[i] & 0xf];
    }
    return text;
}

// Only groups have remarks: "damage" is what is wrong, "notes" is the rest. An array is there only
// if it has something.
static void write_remarks(const struct fact *fact, bool is_damage, struct json *json)
{
    bool is_open = false;
    for_each (remark, &fact->remarks) {
        if (remark->is_damage != is_damage) {
            continue;
        }
        if (!is_open) {
            json_open_array(json, is_damage ? "damage" : "notes");
            is_open = true;
        }
        json_open_object(json, NULL);
        json_integer(json, "offset", remark->offset);
        json_text(json, "text", as_unicode(json->out->arena, remark->text, strlen(remark->text)));
        json_close(json);
    }
    if (is_open) {
        json_close(json);
    }
}

static void write_fact(const struct fact *fact, struct json *json)
{
    struct arena *arena = json->out->arena;
    switch (fact->kind) {
    case FACT_TEXT:
        json_text(json, fact->name, as_unicode(arena, fact->text, fact->length));
        return;
    case FACT_NUMBER:
        json_number(json, fact->name, fact->number);
        return;
    case FACT_OFFSET:
    case FACT_SIZE:
        json_integer(json, fact->name, fact->number.magnitude);
        return;
    case FACT_FLAG:
        json_bool(json, fact->name, fact->number.magnitude != 0);
        return;
    case FACT_BYTES:
        json_text(json, fact->name, as_hex(arena, fact));
        return;
    case FACT_LIST:
        json_open_array(json, fact->name);
        break;
    case FACT_GROUP:
        json_open_object(json, fact->name);
        break;
    }
    for_each (child, &fact->children) {
        write_fact(child, json);
    }
    if (fact->kind == FACT_GROUP) {
        write_remarks(fact, true, json);
        write_remarks(fact, false, json);
    }
    json_close(json);
}

void fact_render_json(const struct fact *root, struct buffer *out)
{
    struct json json;
    json_init(&json, out);
    write_fact(root, &json);
}
