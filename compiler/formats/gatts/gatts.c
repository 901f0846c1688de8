// `from gatts "ble_data/*.csv"`: the table of BLE services of ESP-AT, as JSON text in a container.
//
// The container is u16 length, u16 0x9527, and the text as Python's json.dumps writes it: ESP-AT's
// tool is a Python script, and what it makes is made here byte for byte. Source: ESP-AT,
// tools/BLEService.py.
#include "gatts.h"

#include <string.h>

enum { TEXT_LIMIT = 0xffff, MAGIC = 0x9527 };

static const struct word_rule gatts_words[] = {
    {.place = WORD_OF_ARGUMENTS, .last = WORD_LAST, .role = ROLE_PATH},
    {.role = ROLE_NONE},
};

// Only words and paths are judged when the layout is planned; tables may not be there yet.
static void gatts_check(const struct image_request *request, struct image_plan *plan)
{
    const struct content *content = request->partition->content;
    struct text_list *paths = arena_new(request->arena, sizeof *paths);
    words_refuse_lines(request);
    plan->parsed = paths;
    for_each (word, &content->arguments) {
        if (word_is_text(word)) {
            input_find_word(request, word, paths);
        } else {
            report(request->diagnostics, CODE_BAD_CONTENT, word->span,
                   "`from gatts` takes the paths of tables, as in `from gatts \"ble_data/*.csv\"`");
        }
    }
    if (content->arguments.count == 0) {
        report(request->diagnostics, CODE_BAD_CONTENT, content->span,
               "`from gatts` takes the paths of tables, as in `from gatts \"ble_data/*.csv\"`");
    }
}

// Members are in the order of the table's columns. Texts are hexadecimal digits (gatts_cells.c),
// so that nothing needs an escape.
static void append_member(const struct gatts_attribute *attribute, enum gatts_column column,
                          struct buffer *text)
{
    const uint64_t numbers[GATTS_COLUMN_COUNT] = {
        [GATTS_INDEX] = attribute->index,
        [GATTS_UUID_LENGTH] = attribute->uuid_length,
        [GATTS_PERMISSIONS] = attribute->permissions,
        [GATTS_MAX_LENGTH] = attribute->max_length,
        [GATTS_CURRENT_LENGTH] = attribute->current_length,
    };
    buffer_format(text, "\"%s\": ", gatts_column_name(column));
    if (column == GATTS_UUID || column == GATTS_VALUE) {
        buffer_format(text, "\"%s\"", column == GATTS_UUID ? attribute->uuid : attribute->value);
    } else {
        buffer_format(text, "%llu", (unsigned long long)numbers[column]);
    }
}

// As Python's json.dumps() writes it.
static void append_json(const struct gatts_attribute_list *attributes, struct buffer *text)
{
    buffer_text(text, "{\"Service\": [");
    for (size_t i = 0; i < attributes->count; i++) {
        const struct gatts_attribute *attribute = attributes->items[i];
        buffer_text(text, i ? ", {" : "{");
        for (size_t column = 0; column < GATTS_COLUMN_COUNT; column++) {
            buffer_text(text, column ? ", " : "");
            append_member(attribute, attribute->order[column], text);
        }
        buffer_text(text, "}");
    }
    buffer_text(text, "]}");
}

// The word where there is only one, else the whole content: messages about all tables have no
// single place.
static struct span paths_span(const struct content *content)
{
    const struct word *word = content->arguments.items[0];
    return content->arguments.count == 1 ? word->span : content->span;
}

// The length has 16 bits. It is compared before it is written, when the text is known.
static bool gatts_generate(const struct image_request *request, struct buffer *image)
{
    const struct content *content = request->partition->content;
    struct span span = paths_span(content);
    struct gatts_attribute_list attributes = {0};
    struct buffer text;
    buffer_init(&text, request->arena);
    if (!gatts_read(request, request->plan->parsed, span, &attributes)) {
        return false;
    }
    append_json(&attributes, &text);
    if (text.length > TEXT_LIMIT) {
        report(request->diagnostics, CODE_GATTS_TOO_LONG, span,
               "the %zu attributes have %zu bytes as text; ESP-AT's format holds at most 65535",
               attributes.count, text.length);
        return false;
    }
    buffer_integer(image, text.length, 2, false);
    buffer_integer(image, MAGIC, 2, false);
    buffer_bytes(image, text.bytes, text.length);
    return true;
}

const struct generator gatts_generator = {
    .name = "gatts",
    .description = "BLE services for ESP-AT",
    .words = gatts_words,
    .check = gatts_check,
    .generate = gatts_generate,
    .used = used_to_end,
    .decoder = &gatts_decoder,
};
