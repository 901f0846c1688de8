// What all decoders need: looking at bytes, noticing what is erased or random, and the files and
// schemas that make an image again. Names and texts come from images that may be hostile: what
// becomes a path or a line of a schema is cleaned here.
#include "dump.h"

#include "text.h"

#include <string.h>

enum { SECTOR = 4096 };

// Little-endian.
uint64_t dump_integer(const uint8_t *bytes, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) {
        value |= (uint64_t)bytes[i] << 8 * i;
    }
    return value;
}

// memcmp() with itself, moved by one: as fast as reading gets, and many flashes are mostly erased.
bool dump_is_all(const uint8_t *bytes, size_t size, uint8_t value)
{
    return size == 0 || (bytes[0] == value && memcmp(bytes, bytes + 1, size - 1) == 0);
}

// The offset of the first byte that is another one; `size` if there is none.
size_t dump_find_other(const uint8_t *bytes, size_t size, uint8_t value)
{
    size_t at = 0;
    while (at + SECTOR <= size && dump_is_all(bytes + at, SECTOR, value)) {
        at += SECTOR;
    }
    while (at < size && bytes[at] == value) {
        at++;
    }
    return at;
}

// Of 4096 random bytes each value comes 16 times, hardly ever more than 48, and hardly one not at
// all.
static bool is_random_sector(const uint8_t *bytes)
{
    enum { LEAST_VALUES = 250, MOST_OF_ONE = 48 };
    uint16_t counts[256] = {0};
    size_t values = 0;
    unsigned most = 0;
    for (size_t i = 0; i < SECTOR; i++) {
        values += counts[bytes[i]]++ == 0;
        most = counts[bytes[i]] > most ? counts[bytes[i]] : most;
    }
    return values >= LEAST_VALUES && most <= MOST_OF_ONE;
}

// Flash encryption makes every sector random; an app or a compressed file has some that are, but
// hardly seven of eight.
bool decoder_looks_random(const uint8_t *bytes, size_t size)
{
    size_t filled = 0;
    size_t random = 0;
    for (size_t at = 0; at + SECTOR <= size; at += SECTOR) {
        bool is_erased = dump_is_all(bytes + at, SECTOR, 0xff);
        filled += !is_erased;
        random += !is_erased && is_random_sector(bytes + at);
    }
    return random > 0 && random >= filled - filled / 8;
}

// What follows the end of a content was never written by what wrote it.
void dump_check_rest(const struct dump_request *request, struct fact *fact, size_t end)
{
    size_t at = end + dump_find_other(request->bytes + end, request->size - end, 0xff);
    if (at < request->size) {
        fact_damage(request->arena, fact, request->base + at,
                    "the bytes after the end are not erased");
    }
}

// Texts in fixed fields end with a NUL or with the field.
const char *dump_text(struct arena *arena, const uint8_t *bytes, size_t size)
{
    const uint8_t *end = memchr(bytes, 0, size);
    return arena_copy(arena, bytes, end ? (size_t)(end - bytes) : size);
}

struct tree_node *dump_files(struct arena *arena)
{
    struct tree_node *root = arena_new(arena, sizeof *root);
    *root = (struct tree_node){.name = "", .path = "", .is_folder = true};
    return root;
}

// Children stand in the order of their names.
static void insert(struct arena *arena, struct tree_node *folder, struct tree_node *node)
{
    struct tree_node_list *list = &folder->children;
    list_append(arena, list, node);
    size_t at = list->count - 1;
    for (; at > 0; at--) {
        struct tree_node *before = list->items[at - 1];
        if (strcmp(before->name, node->name) <= 0) {
            break;
        }
        list->items[at] = before;
    }
    list->items[at] = node;
}

// Paths are relative to the directory that files are extracted to.
static const char *path_of(struct arena *arena, const struct tree_node *folder, const char *name)
{
    return *folder->path ? arena_format(arena, "%s/%s", folder->path, name) : name;
}

void dump_add_file(struct arena *arena, struct tree_node *folder, const char *name,
                   const void *bytes, size_t size)
{
    struct tree_node *node = arena_new(arena, sizeof *node);
    *node = (struct tree_node){
        .name = name,
        .path = path_of(arena, folder, name),
        .size = size,
        .bytes = bytes,
        .parent = folder,
    };
    insert(arena, folder, node);
}

// The same files at another place: paths are texts in each node, so all are made anew.
static struct tree_node *copy_below(struct arena *arena, struct tree_node *parent, const char *name,
                                    const struct tree_node *other)
{
    struct tree_node *node = arena_new(arena, sizeof *node);
    *node = *other;
    node->name = name;
    node->path = path_of(arena, parent, name);
    node->parent = parent;
    node->children = (struct tree_node_list){0};
    for_each (child, &other->children) {
        list_append(arena, &node->children, copy_below(arena, node, child->name, child));
    }
    return node;
}

void dump_add_folder(struct arena *arena, struct tree_node *root, const char *name,
                     const struct tree_node *other)
{
    insert(arena, root, copy_below(arena, root, name, other));
}

// As a string of the language; null if it has bytes that a schema's text cannot have.
const char *dump_quoted(struct arena *arena, const char *text, size_t length)
{
    struct buffer out;
    const char *end = text + length;
    buffer_init(&out, arena);
    buffer_byte(&out, '"');
    while (text < end) {
        size_t count = text_character(text, end);
        const char *escape = *text == '"'    ? "\\\""
                             : *text == '\\' ? "\\\\"
                             : *text == '\n' ? "\\n"
                             : *text == '\r' ? "\\r"
                             : *text == '\t' ? "\\t"
                                             : NULL;
        if (!escape && (count == 0 || (unsigned char)*text < ' ' || *text == 0x7f)) {
            return NULL;
        }
        if (escape) {
            buffer_text(&out, escape);
        } else {
            buffer_bytes(&out, text, count);
        }
        text += count;
    }
    buffer_byte(&out, '"');
    return out.bytes;
}

// Control characters could do something to a terminal, and a slash to the disk.
static const char *without(struct arena *arena, const char *name, bool is_for_files)
{
    size_t length = strlen(name);
    char *text = arena_copy(arena, name, length);
    for (size_t i = 0; i < length;) {
        size_t count = text_character(text + i, text + length);
        bool is_bad = count == 0 || (unsigned char)text[i] < ' ' || text[i] == 0x7f ||
                      (is_for_files && text[i] == '/');
        text[i] = is_bad ? '_' : text[i];
        i += is_bad ? 1 : count;
    }
    return text;
}

const char *dump_quoted_name(struct arena *arena, const char *name)
{
    const char *text = without(arena, name, false);
    return dump_quoted(arena, text, strlen(text));
}

// Neither `.` nor `..` nor empty: it stays where it is put.
const char *dump_file_name(struct arena *arena, const char *name)
{
    bool is_dots = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
    return is_dots || !*name ? "_" : without(arena, name, true);
}

// A flash that is large enough for the image, so that the schema compiles whatever chip the image
// is for.
void dump_begin_schema(struct buffer *text, const char *name, uint64_t size)
{
    enum { LEAST = 4 << 20 };
    uint64_t flash = LEAST;
    while (flash < size + LEAST) {
        flash *= 2;
    }
    const char *schema = text_identifier(text->arena, name);
    const char *prefix = *schema == '_' ? "image" : ""; // a schema's name begins with a letter
    buffer_format(text, "// Makes `%s` again, as `schemac dump` found it.\n", name);
    buffer_format(text, "schema \"%s%s\" revision 1;\ntarget esp32 { flash %s; }\n\ntable main {\n",
                  prefix, schema, text_size(text->arena, flash));
}
