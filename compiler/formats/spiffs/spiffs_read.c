// Trees from SPIFFS images, as the driver finds them.
// Pages belong to an object and have a number in it, their span. This is compared with the index
// of the object, which lists its pages. How long names and meta data are, and so where the list
// begins, is written nowhere: it is where all lists are right. Every count comes from the image,
// and memory is taken for what was counted in it, never for what it states.
#include "spiffs.h"

#include "nodes.h"
#include "spiffs_image.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEPTH_LIMIT = 64,
    LIST_START_MIN = SPIFFS_NAME_START + 2,
};

/// Pages of one kind: by span, the numbers of pages; 0 is none.
struct page_row {
    uint32_t *pages;
    uint32_t count;
};

struct object {
    struct page_row data;
    struct page_row index;
    uint32_t size;
};

struct object_list LIST(const struct object);

struct spiffs_reader {
    struct spiffs_image image;
    struct arena *arena;
    struct nodes nodes;
    struct object *objects; // by id
    size_t count;
    struct object_list files; // those with an index
    size_t list_start;        // 0: no object has a page that would be listed
    const char *error;
};

struct spiffs_file {
    const char *path; // as the image has it, without the first slash
    const struct object *object;
};

struct spiffs_file_list LIST(const struct spiffs_file);

__attribute__((format(printf, 2, 3))) static bool fail(struct spiffs_reader *reader,
                                                       const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    reader->error = arena_format_list(reader->arena, format, arguments);
    va_end(arguments);
    return false;
}

// In bytes; the geometry was found so that every page number lies within the image.
static size_t offset_of(const struct spiffs_reader *reader, uint32_t page)
{
    return page * reader->image.page;
}

static void make_room(const struct spiffs_reader *reader, struct page_row *row)
{
    if (row->count) {
        row->pages = arena_array(reader->arena, row->count, sizeof *row->pages);
    }
}

// Two passes over the lookups instead of lists that grow: an object may have tens of thousands of
// pages.
static void count_pages(struct spiffs_reader *reader)
{
    struct spiffs_cursor cursor = {0};
    struct spiffs_page page;
    while (spiffs_next_page(&reader->image, &cursor, &page)) {
        reader->count = page.id >= reader->count ? page.id + 1 : reader->count;
    }
    reader->objects = arena_array(reader->arena, reader->count, sizeof *reader->objects);
    cursor = (struct spiffs_cursor){0};
    while (spiffs_next_page(&reader->image, &cursor, &page)) {
        struct object *object = &reader->objects[page.id];
        (page.is_index ? &object->index : &object->data)->count += page.is_whole;
    }
    for (size_t i = 0; i < reader->count; i++) {
        make_room(reader, &reader->objects[i].data);
        make_room(reader, &reader->objects[i].index);
    }
}

// Spans must be 0, 1, 2 and so on without a gap: there are as many places as pages were counted.
static bool take_pages(struct spiffs_reader *reader)
{
    struct spiffs_cursor cursor = {0};
    struct spiffs_page page;
    while (spiffs_next_page(&reader->image, &cursor, &page)) {
        struct object *object = &reader->objects[page.id];
        const struct page_row *row = page.is_index ? &object->index : &object->data;
        if (!page.is_whole) {
            continue;
        }
        if (page.span >= row->count || row->pages[page.span]) {
            return fail(reader, "at 0x%zx is part %" PRIu32 " of object %" PRIu32 ", which %s",
                        page.number * reader->image.page, page.span, page.id,
                        page.span < row->count ? "is also elsewhere" : "lacks the parts before it");
        }
        row->pages[page.span] = (uint32_t)page.number;
    }
    return true;
}

// The size that an object's index states is that of its pages.
static bool check_size(struct spiffs_reader *reader, size_t id)
{
    struct object *object = &reader->objects[id];
    if (!object->index.count) {
        return !object->data.count ||
               fail(reader, "at 0x%zx is a part of object %zu, which has no index",
                    offset_of(reader, object->data.pages[0]), id);
    }
    size_t offset = offset_of(reader, object->index.pages[0]);
    uint32_t size = spiffs_integer(&reader->image, offset + SPIFFS_INDEX_START, 4);
    uint32_t room = (uint32_t)reader->image.page - SPIFFS_HEADER_SIZE;
    object->size = size == UINT32_MAX ? 0 : size; // of a file that nothing was written to
    uint32_t pages = object->size / room + (object->size % room != 0);
    if (reader->image.bytes[offset + SPIFFS_NAME_START - 1] != SPIFFS_FILE) {
        return fail(reader, "object %zu, at 0x%zx, is not a file", id, offset);
    }
    return pages == object->data.count ||
           fail(reader,
                "object %zu, at 0x%zx, has %" PRIu32 " pages; its %" PRIu32 " bytes take %" PRIu32,
                id, offset, object->data.count, object->size, pages);
}

// The name lies before the list, and ends with a NUL or there.
static size_t name_length(const struct spiffs_reader *reader, const struct object *object,
                          size_t end)
{
    size_t start = offset_of(reader, object->index.pages[0]) + SPIFFS_NAME_START;
    const char *name = (const char *)reader->image.bytes + start;
    return strnlen(name, end - SPIFFS_NAME_START);
}

// Whether the lists of an object, of which the first begins at `start`, are its pages.
static bool is_listed(const struct spiffs_reader *reader, const struct object *object, size_t start)
{
    size_t page = reader->image.page;
    size_t first = (page - start) / 2;
    size_t further = (page - SPIFFS_INDEX_START) / 2;
    size_t count = object->data.count;
    size_t behind = count > first ? count - first : 0;
    if (object->index.count != 1 + behind / further + (behind % further != 0)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        size_t span = i < first ? 0 : 1 + (i - first) / further;
        size_t place = i < first ? start + i * 2 : SPIFFS_INDEX_START + (i - first) % further * 2;
        size_t offset = offset_of(reader, object->index.pages[span]) + place;
        if (spiffs_integer(&reader->image, offset, 2) != object->data.pages[i]) {
            return false;
        }
    }
    return true;
}

// The first object whose list does not begin at `start`; null if all do.
static const struct object *find_unlisted(const struct spiffs_reader *reader, size_t start)
{
    for_each (object, &reader->files) {
        if (!is_listed(reader, object, start)) {
            return object;
        }
    }
    return NULL;
}

// Finds where lists begin: as with the usual lengths, or anywhere else.
static bool find_list_start(struct spiffs_reader *reader)
{
    static const size_t usual[] = {49, 50, 45, 46};
    const struct object *unlisted = NULL;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        reader->list_start = usual[i];
        if (usual[i] + 2 <= reader->image.page && !find_unlisted(reader, usual[i])) {
            return true;
        }
    }
    for (size_t start = LIST_START_MIN; start + 2 <= reader->image.page; start++) {
        unlisted = find_unlisted(reader, start);
        reader->list_start = start;
        if (!unlisted) {
            return true;
        }
    }
    return fail(reader, "the index at 0x%zx does not list the pages of its file",
                offset_of(reader, unlisted->index.pages[0]));
}

// Slashes come before all other characters, so that what is in a folder stands together.
static int compare_paths(const void *a, const void *b)
{
    const struct spiffs_file *const *first = a;
    const struct spiffs_file *const *second = b;
    const char *left = (*first)->path;
    const char *right = (*second)->path;
    while (*left && *left == *right) {
        left++;
        right++;
    }
    int left_rank = *left == '/' ? 1 : *left ? (unsigned char)*left + 1 : 0;
    int right_rank = *right == '/' ? 1 : *right ? (unsigned char)*right + 1 : 0;
    return left_rank - right_rank;
}

// Sizes were checked: the last page has at least one byte.
static const uint8_t *read_content(const struct spiffs_reader *reader, const struct object *object)
{
    size_t room = reader->image.page - SPIFFS_HEADER_SIZE;
    if (!object->size) {
        return NULL;
    }
    uint8_t *content = arena_array(reader->arena, object->size, 1);
    for (size_t i = 0; i < object->data.count; i++) {
        size_t at = i * room;
        size_t length = object->size - at < room ? object->size - at : room;
        size_t offset = offset_of(reader, object->data.pages[i]) + SPIFFS_HEADER_SIZE;
        memcpy(content + at, reader->image.bytes + offset, length);
    }
    return content;
}

// Files come sorted by path, so a directory that was met before is the last one here.
static struct tree_node *enter_folder(struct spiffs_reader *reader, struct tree_node *folder,
                                      const char *name, size_t length)
{
    struct tree_node_list *children = &folder->children;
    struct tree_node *last = children->count ? children->items[children->count - 1] : NULL;
    if (last && last->is_folder && strlen(last->name) == length &&
        memcmp(last->name, name, length) == 0) {
        return last;
    }
    struct tree_node *node = nodes_add(&reader->nodes, folder, name, length);
    if (node) {
        node->is_folder = true;
    }
    return node;
}

// Depth is limited, since a name may be slashes only.
static bool add_file(struct spiffs_reader *reader, struct tree_node *root,
                     const struct spiffs_file *file)
{
    struct tree_node *folder = root;
    const char *name = file->path;
    size_t depth = 0;
    for (const char *slash; folder && (slash = strchr(name, '/')); depth++) {
        if (depth == DEPTH_LIMIT) {
            return fail(reader, "the file at 0x%zx is in more than 64 directories",
                        offset_of(reader, file->object->index.pages[0]));
        }
        folder = enter_folder(reader, folder, name, (size_t)(slash - name));
        name = slash + 1;
    }
    struct tree_node *node = folder ? nodes_add(&reader->nodes, folder, name, strlen(name)) : NULL;
    if (!node) {
        return fail(reader, NODES_ERROR);
    }
    node->size = file->object->size;
    node->bytes = read_content(reader, file->object);
    return true;
}

// The files, in the order of their paths; each has a path of its own.
static bool find_files(struct spiffs_reader *reader, struct spiffs_file_list *files)
{
    size_t end = reader->list_start ? reader->list_start : reader->image.page;
    for_each (object, &reader->files) {
        struct spiffs_file *file = arena_new(reader->arena, sizeof *file);
        size_t start = offset_of(reader, object->index.pages[0]) + SPIFFS_NAME_START;
        size_t length = name_length(reader, object, end);
        const char *name = arena_copy(reader->arena, reader->image.bytes + start, length);
        *file = (struct spiffs_file){name[0] == '/' ? name + 1 : name, object};
        list_append(reader->arena, files, file);
    }
    if (files->count > 1) {
        qsort(files->items, files->count, sizeof *files->items, compare_paths);
    }
    for (size_t i = 1; i < files->count; i++) {
        if (compare_paths(&files->items[i - 1], &files->items[i]) == 0) {
            const struct spiffs_file *file = files->items[i];
            return fail(reader, "two files have the same name as the one at 0x%zx",
                        offset_of(reader, file->object->index.pages[0]));
        }
    }
    return true;
}

// Objects without any whole page were deleted, and are passed over.
static bool read_objects(struct spiffs_reader *reader)
{
    bool has_data = false;
    count_pages(reader);
    bool is_good = take_pages(reader);
    for (size_t i = 0; i < reader->count && is_good; i++) {
        const struct object *object = &reader->objects[i];
        is_good = check_size(reader, i);
        has_data |= object->data.count > 0;
        if (object->index.count) {
            list_append(reader->arena, &reader->files, object);
        }
    }
    return is_good && (!has_data || find_list_start(reader));
}

const struct tree_node *spiffs_read(struct arena *arena, const uint8_t *bytes, size_t size,
                                    const char **error)
{
    struct spiffs_reader reader = {.arena = arena};
    struct spiffs_file_list files = {0};
    nodes_init(&reader.nodes, arena, size);
    struct tree_node *root = nodes_root(&reader.nodes);
    bool is_good = spiffs_find_geometry(bytes, size, &reader.image) ||
                   fail(&reader, "it is not a SPIFFS image that is whole from its first byte on");
    is_good = is_good && read_objects(&reader) && find_files(&reader, &files);
    for (size_t i = 0; i < files.count && is_good; i++) {
        is_good = add_file(&reader, root, files.items[i]);
    }
    *error = reader.error;
    return is_good ? root : NULL;
}
