// A schema that makes an NVS image again, with the files of its values.
//
// It is written even where the image cannot be made again byte for byte (firmware has written to
// it, or it is damaged): then it has all keys that are whole, and a remark says where the first
// difference is. Whether it does is found out by making the image in memory, with the code that
// `generate` uses.
#include "nvs_view.h"

#include "keys.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { HEX_LIMIT = 64, TEXT_LIMIT = 256 }; // bytes of a value that is in the schema itself

struct nvs_extraction {
    struct nvs_view *view;
    struct arena *arena;
    struct nvs_form form;
    struct nvs_item_list items;
    struct LIST(const struct nvs_value) entries; // for each item; null: a namespace
    struct tree_node *files;
    struct buffer text;
    bool is_whole; // nothing was left out
};

// Two lists in step: items for the writer, and for each the value it comes from.
static void add_item(struct nvs_extraction *extraction, struct nvs_item content,
                     const struct nvs_value *value)
{
    struct nvs_item *item = arena_new(extraction->arena, sizeof *item);
    *item = content;
    list_append(extraction->arena, &extraction->items, item);
    list_append(extraction->arena, &extraction->entries, value);
}

static void enter_space(struct nvs_extraction *extraction, uint8_t space)
{
    const char *name = extraction->view->spaces[space].name;
    struct nvs_item item = {.type = NVS_SPACE, .name = name, .number = space};
    add_item(extraction, item, NULL);
}

static void add_value(struct nvs_extraction *extraction, const struct nvs_value *value)
{
    struct nvs_item item = {
        .type = value->type,
        .name = value->entry->name,
        .number = value->number,
        .bytes = value->bytes ? (const char *)value->bytes : "",
        .length = value->length,
    };
    add_item(extraction, item, value);
}

// A schema cannot write a string with a NUL within it, or without one at its end.
static bool has_end(const struct nvs_value *value)
{
    const uint8_t *end = value->length ? memchr(value->bytes, 0, value->length) : NULL;
    return end && end + 1 == value->bytes + value->length;
}

// Whether a schema can name a namespace: one that nothing defines has no name.
static bool is_sayable(const char *space)
{
    return space && nvs_is_name(space);
}

// Namespaces and values, in the order of their entries. Values were found in the same order, so
// that one pass over both lists meets them. A namespace is entered again where keys of several are
// mixed, as firmware leaves them; numbers that do not count up from 1 cannot be made again.
static void collect(struct nvs_extraction *extraction)
{
    struct nvs_view *view = extraction->view;
    size_t next = 0;
    uint8_t current = 0;
    unsigned defined = 0;
    for_each (entry, &view->entries) {
        const struct nvs_value *value = next < view->values.count ? view->values.items[next] : NULL;
        bool is_space = entry->space == 0 && view->spaces[entry->data[0]].entry == entry;
        if (is_space) {
            current = entry->data[0];
            bool is_good = is_sayable(entry->name);
            extraction->is_whole &= is_good && current == ++defined;
            if (is_good) {
                enter_space(extraction, current);
            }
        } else if (value && value->entry == entry) {
            next++;
            bool is_good = value->is_whole && !value->is_second && !nvs_is_real(entry->type) &&
                           nvs_is_name(entry->name) &&
                           is_sayable(view->spaces[value->space].name) &&
                           (value->type != NVS_STRING || has_end(value));
            extraction->is_whole &= is_good;
            if (is_good && value->space != current) {
                current = value->space;
                enter_space(extraction, current);
            }
            if (is_good) {
                add_value(extraction, value);
            }
        }
    }
}

// The first byte that differs from what the schema will make; the size: none does. Pages are
// compared decrypted, as they were read: a cipher adds nothing to it. `made` has all pages of the
// size, which find_form has checked.
static size_t find_difference(const struct nvs_extraction *extraction, const struct buffer *made)
{
    const struct nvs_view *view = extraction->view;
    for (size_t i = 0; i < view->pages.count; i++) {
        const struct nvs_page *page = view->pages.items[i];
        const char *other = made->bytes + i * NVS_PAGE_SIZE;
        if (memcmp(page->bytes, other, NVS_PAGE_SIZE) != 0) {
            size_t at = 0;
            while (page->bytes[at] == (uint8_t)other[at]) {
                at++;
            }
            return i * NVS_PAGE_SIZE + at;
        }
    }
    return view->request->size;
}

// Finds the form that makes the same bytes: there are two, by how spare pages are marked. False:
// none does, and `*at` is where the last one differs.
static bool find_form(struct nvs_extraction *extraction, size_t *at)
{
    struct nvs_form *form = &extraction->form;
    *at = 0;
    for (unsigned way = 0; way < 2; way++) {
        struct buffer made;
        buffer_init(&made, extraction->arena);
        form->has_full_tail = way == 1;
        if (nvs_write(form, &extraction->items, &made) <= nvs_usable_pages(form->size)) {
            *at = find_difference(extraction, &made);
            if (*at == extraction->view->request->size) {
                return true;
            }
        }
    }
    form->has_full_tail = false;
    return false;
}

// Names of keys may have `/` and `..` in them: only a few characters are taken over, and the
// number in front makes each name unique and keeps it from being hidden.
static const char *file_name(struct nvs_extraction *extraction, const struct nvs_item *item,
                             const char *suffix)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    char name[NVS_NAME_LENGTH + 2] = "";
    for (size_t i = 0; item->name[i] && i < NVS_NAME_LENGTH; i++) {
        name[i] = strchr(plain, item->name[i]) ? item->name[i] : '_';
    }
    return arena_format(extraction->arena, "%03zu-%s.%s", extraction->files->children.count + 1,
                        name, suffix);
}

static void write_file(struct nvs_extraction *extraction, const struct nvs_item *item,
                       const char *type, const char *suffix, size_t length)
{
    const char *name = file_name(extraction, item, suffix);
    dump_add_file(extraction->arena, extraction->files, name, item->bytes, length);
    buffer_format(&extraction->text, "            %s %s file \"%s\";\n", type,
                  dump_quoted_name(extraction->arena, item->name), name);
}

// Short values go into the schema itself, so that it can be read; others into files. What
// dump_quoted refuses (characters that a text of the language cannot have) goes into a file as
// well.
static void write_bytes(struct nvs_extraction *extraction, const struct nvs_item *item)
{
    struct buffer *text = &extraction->text;
    bool is_string = item->type == NVS_STRING;
    size_t length = item->length - (is_string && item->length > 0);
    const char *quoted =
        is_string && length <= TEXT_LIMIT ? dump_quoted(text->arena, item->bytes, length) : NULL;
    if (is_string && !quoted) {
        write_file(extraction, item, "string", "txt", length);
        return;
    }
    if (!is_string && length > HEX_LIMIT) {
        write_file(extraction, item, "blob", "bin", length);
        return;
    }
    buffer_format(text, "            %s %s = ", is_string ? "string" : "hex",
                  dump_quoted_name(text->arena, item->name));
    buffer_text(text, is_string ? quoted : "\"");
    for (size_t i = 0; i < length && !is_string; i++) {
        buffer_format(text, "%02x", (uint8_t)item->bytes[i]);
    }
    buffer_text(text, is_string ? ";\n" : "\";\n");
}

static void write_item(struct nvs_extraction *extraction, const struct nvs_item *item)
{
    struct arena *arena = extraction->arena;
    uint8_t type = (uint8_t)item->type;
    const char *name = dump_quoted_name(arena, item->name);
    if (item->type == NVS_SPACE) {
        buffer_format(&extraction->text, "        namespace %s {\n", name);
    } else if (nvs_integer_size(type)) {
        buffer_format(&extraction->text, "            %s %s = %s;\n", nvs_type_text(type), name,
                      text_number(arena, nvs_signed(type, item->number)));
    } else {
        write_bytes(extraction, item);
    }
}

// The first item is always a namespace: collect enters one before any value.
static void write_items(struct nvs_extraction *extraction)
{
    bool is_open = false;
    for_each (item, &extraction->items) {
        if (item->type == NVS_SPACE && is_open) {
            buffer_text(&extraction->text, "        }\n");
        }
        is_open = true;
        write_item(extraction, item);
    }
    buffer_text(&extraction->text, is_open ? "        }\n" : "");
}

// The keys are written as a file of their own, since `generate` needs them to make the same bytes.
// They are as secret as what they decrypt: the result is marked so, and files are for the owner
// only.
static void write_keys(struct nvs_extraction *extraction)
{
    struct buffer file;
    buffer_init(&file, extraction->arena);
    keys_write(extraction->view->request->keys, &file);
    dump_add_file(extraction->arena, extraction->files, "nvs_keys.bin", file.bytes, file.length);
    buffer_text(&extraction->text, "        keys file \"nvs_keys.bin\";\n");
}

// A partition of less than three pages must be `readonly`, or the schema would be refused.
static void write_schema(struct nvs_extraction *extraction)
{
    const struct dump_request *request = extraction->view->request;
    struct buffer *text = &extraction->text;
    buffer_init(text, extraction->arena);
    dump_begin_schema(text, request->name, request->size);
    bool is_small = request->size < 3 * (uint64_t)NVS_PAGE_SIZE; // which firmware can only read
    buffer_format(text,
                  "    partition %s data.nvs size %s%s from nvs {\n        version %u;\n"
                  "        spare_pages %s;\n",
                  dump_quoted_name(text->arena, request->name),
                  text_size(text->arena, request->size), is_small ? " readonly" : "",
                  extraction->form.version, extraction->form.has_full_tail ? "full" : "blank");
    if (request->keys) {
        write_keys(extraction);
    }
    write_items(extraction);
    buffer_text(text, "    }\n}\n");
    dump_add_file(extraction->arena, extraction->files,
                  arena_format(extraction->arena, "%s.pschema", request->name), text->bytes,
                  text->length);
}

// The version of the oldest page. But firmware of version 2 goes on with pages of version 1, and
// only version 2 has room for the blobs that it splits: one index among the entries decides.
static unsigned find_version(const struct nvs_view *view)
{
    for_each (entry, &view->entries) {
        if (entry->type == NVS_INDEX) {
            return 2;
        }
    }
    for_each (page, &view->pages) {
        if (page->is_used) {
            return page->version == 0xff ? 1 : 2;
        }
    }
    return 2;
}

// Only where files were asked for: making the image again costs as much as reading it.
void nvs_extract(struct nvs_view *view, struct dump_result *result)
{
    const struct dump_request *request = view->request;
    size_t at;
    struct nvs_extraction extraction = {
        .view = view,
        .arena = view->arena,
        .form = {.version = find_version(view), .size = view->pages.count * NVS_PAGE_SIZE},
        .files = dump_files(view->arena),
        .is_whole = true,
    };
    if (!request->wants_files || view->pages.count == 0) {
        return;
    }
    collect(&extraction);
    if (!find_form(&extraction, &at) || !extraction.is_whole) {
        fact_remark(view->arena, view->fact, request->base + at,
                    "what is extracted has %s makes different bytes, from here on: firmware has "
                    "changed the image, or it is damaged",
                    extraction.is_whole ? "the same keys, but" : "not all keys, and");
    }
    write_schema(&extraction);
    result->files = extraction.files;
    result->is_secret = true; // nobody knows what it contains
}
