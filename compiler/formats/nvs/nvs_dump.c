// What an NVS image contains, as facts.
//
// Pages, namespaces with their keys, what is erased, and remarks. Nothing is trusted: the views
// below have checked lengths, and texts are shown with what cannot be printed replaced. Values of
// keys that a schema calls secret are dots, unless --show-secrets is given.
#include "nvs_view.h"

#include "text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// The first line of bytes that are text, such as a certificate's; null: they are none. Less than
// four characters are not text: many numbers look like that.
static const char *first_line(struct arena *arena, const struct nvs_value *value)
{
    enum { LINE_LIMIT = 40, LEAST = 4 };
    size_t length = 0;
    while (length < value->length && length < LINE_LIMIT && value->bytes[length] >= ' ' &&
           value->bytes[length] <= '~') {
        length++;
    }
    bool is_text = length == value->length || length == LINE_LIMIT ||
                   value->bytes[length] == '\n' || value->bytes[length] == '\r';
    if (length < LEAST || !is_text) {
        return NULL;
    }
    return arena_format(arena, "%zu bytes: \"%.*s\"%s", value->length, (int)length,
                        (const char *)value->bytes, length < value->length ? " ..." : "");
}

static const char *shown_bytes(struct arena *arena, const struct nvs_value *value)
{
    enum { SHOWN = 16, WIDTH = 3 };
    const char *line = first_line(arena, value);
    char text[SHOWN * WIDTH + 1] = "";
    if (line) {
        return line;
    }
    for (size_t i = 0; i < value->length && i < SHOWN; i++) {
        snprintf(text + i * WIDTH, WIDTH + 1, " %02x", value->bytes[i]);
    }
    return arena_format(arena, "%zu bytes%s%s%s", value->length, value->length ? ":" : "", text,
                        value->length > SHOWN ? " ..." : "");
}

// A string has its NUL counted in; one that lacks it was reported, and is shown as it is.
static size_t text_length(const struct nvs_value *value)
{
    bool has_end = value->length && value->bytes[value->length - 1] == 0;
    return value->length - has_end;
}

static void tell_bytes(struct arena *arena, struct fact *fact, const struct nvs_value *value)
{
    const char *type = nvs_type_text((uint8_t)value->type);
    const char *name = value->entry->name;
    if (value->type == NVS_STRING && value->is_whole) {
        const char *text = (const char *)value->bytes;
        fact_characters(arena, fact, "value", text, text_length(value));
        fact_say(arena, fact, "%-6s %s = \"%.*s\"", type, name, (int)text_length(value), text);
        return;
    }
    fact_count(arena, fact, "size", value->length);
    fact_bytes(arena, fact, "value", value->bytes, value->length);
    fact_say(arena, fact, "%-6s %s = %s%s", type, name, shown_bytes(arena, value),
             value->is_whole ? "" : ", damaged");
}

// As many digits as tell it from all others: 17 of a double, 9 of a float. The bytes are copied,
// since they need not be aligned.
static const char *real_text(struct arena *arena, const struct nvs_entry *entry)
{
    if (entry->type == NVS_DOUBLE) {
        uint64_t bits = dump_integer(entry->data, sizeof bits);
        double number;
        memcpy(&number, &bits, sizeof number);
        return arena_format(arena, "%.17g", number);
    }
    uint32_t bits = (uint32_t)dump_integer(entry->data, sizeof bits);
    float number;
    memcpy(&number, &bits, sizeof number);
    return arena_format(arena, "%.9g", (double)number);
}

// Whether it is secret is asked before anything of the value is looked at. The schema's type is
// compared even then; types are not secrets.
static void tell_value(struct nvs_view *view, const struct nvs_value *value, struct fact *list)
{
    struct arena *arena = view->arena;
    const char *space = view->spaces[value->space].name;
    const char *name = value->entry->name;
    const char *type = nvs_type_text((uint8_t)value->type);
    struct fact *fact = fact_item(arena, list);
    const struct nvs_declaration declared = nvs_declared(view, space, name);
    fact_text(arena, fact, "key", name);
    fact_text(arena, fact, "type", type);
    fact_offset(arena, fact, "offset", value->entry->offset);
    if (declared.is_secret && !view->request->shows_secrets) {
        fact_flag(arena, fact, "secret", true);
        fact_say(arena, fact, "%-6s %s = ......", type, name);
    } else if (nvs_integer_size((uint8_t)value->type)) {
        struct number number = nvs_signed((uint8_t)value->type, value->number);
        fact_number(arena, fact, "value", number);
        fact_say(arena, fact, "%-6s %s = %s", type, name, text_number(arena, number));
    } else if (nvs_is_real(value->entry->type)) {
        const char *text = real_text(arena, value->entry);
        fact_text(arena, fact, "value", text);
        fact_say(arena, fact, "%-6s %s = %s", type, name, text);
    } else {
        tell_bytes(arena, fact, value);
    }
    if (declared.type && *declared.type && strcmp(declared.type, type) != 0) {
        fact_remark(arena, fact, value->entry->offset, "the schema has it as %s", declared.type);
    } else if (view->request->partition && space && !declared.type) {
        fact_remark(arena, fact, value->entry->offset, "the schema has no such key");
    }
}

// Those of a namespace, in the order of entries.
static void tell_space(struct nvs_view *view, uint8_t index, struct fact *spaces)
{
    struct arena *arena = view->arena;
    const struct nvs_space *space = &view->spaces[index];
    struct fact *fact = fact_item(arena, spaces);
    fact_text(arena, fact, "name", space->name ? space->name : "");
    fact_count(arena, fact, "index", index);
    fact_say(arena, fact, "namespace %s (%d)", space->name ? space->name : "without a name", index);
    struct fact *keys = fact_list(arena, fact, "keys");
    for_each (value, &space->values) {
        tell_value(view, value, keys);
    }
}

// Number 0 has the definitions only. A namespace that nothing defines is shown if it has keys.
static void tell_spaces(struct nvs_view *view)
{
    struct fact *spaces = fact_list(view->arena, view->fact, "namespaces");
    for (size_t i = 1; i < 256; i++) {
        if (view->spaces[i].values.count || view->spaces[i].name) {
            tell_space(view, (uint8_t)i, spaces);
        }
    }
}

// Names and types only, never values: what was erased was perhaps meant to be gone. Quiet: JSON
// has them all, the text only counts.
static void tell_erased(struct nvs_view *view)
{
    struct arena *arena = view->arena;
    if (view->erased.count == 0) {
        return;
    }
    struct fact *list = fact_list(arena, view->fact, "erased");
    list->is_quiet = true;
    for_each (entry, &view->erased) {
        const char *type = nvs_type_text(entry->type);
        struct fact *fact = fact_item(arena, list);
        fact_count(arena, fact, "namespace", entry->space);
        fact_text(arena, fact, "key", entry->name);
        fact_text(arena, fact, "type", type ? type : "unknown");
        fact_offset(arena, fact, "offset", entry->offset);
    }
}

// The version is that of the first page in use; pages of another one have a remark of their own.
static void tell_image(struct nvs_view *view)
{
    const struct dump_request *request = view->request;
    struct arena *arena = view->arena;
    size_t blank = 0;
    unsigned version = 0;
    for_each (page, &view->pages) {
        blank += page->is_blank;
        version =
            page->is_used && page->version >= 0xfe && !version ? 0x100u - page->version : version;
    }
    fact_text(arena, view->fact, "format", "nvs");
    fact_count(arena, view->fact, "version", version);
    fact_size(arena, view->fact, "size", request->size);
    fact_flag(arena, view->fact, "encrypted", request->keys != NULL);
    fact_say(arena, view->fact, "NVS of version %u%s, %s: %zu pages, %zu of them blank", version,
             request->keys ? ", encrypted" : "", text_size(arena, request->size), view->pages.count,
             blank);
}

// Entries, and not one of them with a right checksum: that is how encryption looks without the
// keys.
static bool is_all_bad(const struct nvs_view *view)
{
    return view->bad > 0 && view->entries.count == 0 && view->erased.count == 0;
}

// Entries of random bytes are most likely encrypted, and with keys, most likely with others.
static void tell_encryption(struct nvs_view *view)
{
    if (is_all_bad(view)) {
        fact_remark(view->arena, view->fact, view->request->base,
                    view->request->keys
                        ? "no entry can be read: the keys may not be those of this image"
                        : "no entry can be read: the image may be encrypted; --keys or --hmac-key "
                          "decrypts it");
    }
}

// The request is copied, so that keys can be tried that are not those it came with.
static struct nvs_view *read_image(const struct dump_request *request, const uint8_t *keys)
{
    struct arena *arena = request->arena;
    struct nvs_view *view = arena_new(arena, sizeof *view);
    struct dump_request *own = arena_new(arena, sizeof *own);
    *own = *request;
    own->keys = keys;
    view->request = own;
    view->arena = arena;
    view->fact = fact_new(arena);
    view->page_list = arena_new(arena, sizeof *view->page_list);
    *view->page_list = (struct fact){.name = "pages", .kind = FACT_LIST};
    nvs_view_pages(view);
    return view;
}

// Of several partitions, some may be encrypted and others not; then all that one way cannot read,
// the other can. If neither can, the first one's messages are those that the user asked for.
static struct nvs_view *read_either_way(const struct dump_request *request)
{
    struct nvs_view *view = read_image(request, request->keys);
    const uint8_t *keys = request->keys ? NULL : request->found;
    if (!is_all_bad(view) || (!request->keys && !keys)) {
        return view;
    }
    struct nvs_view *other = read_image(request, keys);
    return is_all_bad(other) ? view : other;
}

static void nvs_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct nvs_view *view = read_either_way(request);
    struct fact *head = result->fact = view->fact;
    nvs_view_resolve(view);
    tell_image(view);
    list_append(arena, &head->children, view->page_list);
    tell_spaces(view);
    tell_erased(view);
    tell_encryption(view);
    nvs_compare(view);
    if (request->size % NVS_PAGE_SIZE || request->size == 0) {
        fact_damage(arena, head, request->base + request->size / NVS_PAGE_SIZE * NVS_PAGE_SIZE,
                    "the last %zu bytes are not a whole page", request->size % NVS_PAGE_SIZE);
    }
    nvs_extract(view, result);
}

const struct decoder nvs_decoder = {
    .name = "nvs",
    .description = "an NVS image",
    .probe = nvs_probe,
    .decode = nvs_dump,
    .types = {"data.nvs"},
};
