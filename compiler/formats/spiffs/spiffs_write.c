// SPIFFS images from trees.
//
// Files are written one behind the other, each a first index page, its bytes, another index page
// where the list is full, and so on: pages are handed out in ascending order, as spiffsgen.py of
// ESP-IDF does. In a folder the files come first, then what is in its folders.
#include "spiffs.h"

#include <string.h>

struct spiffs_writer {
    const struct spiffs_form *form;
    char *bytes; // of the image
    uint64_t lookup_pages;
    uint64_t block_pages;
    uint64_t next; // the page behind the last that is in use
    uint64_t id;   // of the file
    char *list;    // where the index page of the file has room for a number
    char *list_end;
    uint64_t index_span;
};

// Rounds up without the sum that might overflow: sizes are those of files on the disk.
static uint64_t divide_up(uint64_t value, uint64_t unit)
{
    return value / unit + (value % unit != 0);
}

// A block begins with its lookup: two bytes for each of its pages, in whole pages.
uint64_t spiffs_lookup_pages(const struct spiffs_form *form)
{
    return divide_up(form->block / form->page * 2, form->page);
}

// Some builds of the driver align the list to two bytes (SPIFFS_ALIGNED_OBJECT_INDEX_TABLES).
uint64_t spiffs_list_start(const struct spiffs_form *form)
{
    uint64_t start = SPIFFS_NAME_START + form->name + form->meta;
    return form->is_aligned ? start + start % 2 : start;
}

// The pages of a file: its bytes without the headers, and an index that has less room in its first
// page, where the name is, than in further ones.
static bool count_file(const struct spiffs_form *form, uint64_t size, uint64_t *pages)
{
    uint64_t data = divide_up(size, form->page - SPIFFS_HEADER_SIZE);
    uint64_t first = (form->page - spiffs_list_start(form)) / 2;
    uint64_t further = (form->page - SPIFFS_INDEX_START) / 2;
    uint64_t index = data > first ? 1 + divide_up(data - first, further) : 1;
    return size_add(*pages, data, pages) && size_add(*pages, index, pages);
}

// False if there are more pages than 64 bits count, which only sizes that were made up have.
bool spiffs_count(const struct spiffs_form *form, const struct tree_node *root, uint64_t *pages)
{
    bool is_good = true;
    for (size_t i = 0; i < root->children.count && is_good; i++) {
        const struct tree_node *node = root->children.items[i];
        is_good =
            node->is_folder ? spiffs_count(form, node, pages) : count_file(form, node->size, pages);
    }
    return is_good;
}

static void put(const struct spiffs_writer *writer, char *at, uint64_t value, size_t size)
{
    bytes_put(at, value, size, writer->form->is_big_endian);
}

// Every page is noted twice: in the lookup at its block's start, by which the driver searches, and
// in its own header. The numbers are those of the object, with a bit that says whether it is an
// index.
static char *take_page(struct spiffs_writer *writer, uint64_t flag, uint64_t span, uint8_t flags)
{
    uint64_t block = writer->next / writer->block_pages;
    uint64_t place = writer->next % writer->block_pages;
    if (place == 0) {
        place = writer->lookup_pages;
        writer->next += place;
    }
    char *lookup = writer->bytes + block * writer->form->block;
    char *page = writer->bytes + writer->next * writer->form->page;
    put(writer, lookup + (place - writer->lookup_pages) * 2, writer->id | flag, 2);
    put(writer, page, writer->id | flag, 2);
    put(writer, page + 2, span, 2);
    page[4] = (char)flags;
    writer->next++;
    return page;
}

// Index pages of one file count up by their span; data pages have a count of their own.
static char *take_index_page(struct spiffs_writer *writer, size_t list_start)
{
    char *page = take_page(writer, SPIFFS_INDEX, writer->index_span++, SPIFFS_INDEX_FLAGS);
    writer->list = page + list_start;
    writer->list_end = page + writer->form->page;
    return page;
}

static void begin_file(struct spiffs_writer *writer, const struct tree_node *file)
{
    size_t list_start = (size_t)spiffs_list_start(writer->form);
    writer->id++;
    writer->index_span = 0;
    char *page = take_index_page(writer, list_start);
    put(writer, page + SPIFFS_INDEX_START, file->size, 4);
    page[SPIFFS_NAME_START - 1] = SPIFFS_FILE;
    memset(page + SPIFFS_NAME_START, 0, list_start - SPIFFS_NAME_START);
    page[SPIFFS_NAME_START] = '/';
    memcpy(page + SPIFFS_NAME_START + 1, file->path, strlen(file->path));
}

static void write_file(struct spiffs_writer *writer, const struct tree_node *file)
{
    size_t room = (size_t)writer->form->page - SPIFFS_HEADER_SIZE;
    uint64_t span = 0;
    begin_file(writer, file);
    for (size_t at = 0; at < file->size; at += room) {
        if (writer->list_end - writer->list < 2) {
            take_index_page(writer, SPIFFS_INDEX_START);
        }
        size_t left = (size_t)file->size - at; // the file is in memory
        char *page = take_page(writer, 0, span++, SPIFFS_DATA_FLAGS);
        memcpy(page + SPIFFS_HEADER_SIZE, file->bytes + at, left < room ? left : room);
        put(writer, writer->list, writer->next - 1, 2);
        writer->list += 2;
    }
}

// The order of spiffsgen.py, so that images can be compared byte by byte: but that takes directory
// entries as the host gives them, and here they are sorted.
static void write_folder(struct spiffs_writer *writer, const struct tree_node *folder)
{
    for_each (node, &folder->children) {
        if (!node->is_folder) {
            write_file(writer, node);
        }
    }
    for_each (node, &folder->children) {
        if (node->is_folder) {
            write_folder(writer, node);
        }
    }
}

// It lies in the last entry but one of a lookup, which belongs to no page; the last is for a count
// of how often the block was erased, which firmware begins.
static void write_magic(const struct spiffs_writer *writer)
{
    const struct spiffs_form *form = writer->form;
    uint64_t blocks = form->size / form->block;
    for (uint64_t i = 0; i < blocks; i++) {
        char *end = writer->bytes + i * form->block + writer->lookup_pages * form->page;
        put(writer, end - 4, SPIFFS_MAGIC ^ form->page ^ (form->has_length ? blocks - i : 0), 2);
    }
}

void spiffs_write(const struct spiffs_form *form, const struct tree_node *root,
                  struct buffer *image)
{
    size_t start = image->length;
    buffer_fill(image, 0xff, (size_t)form->size);
    struct spiffs_writer writer = {
        .form = form,
        .bytes = image->bytes + start,
        .lookup_pages = spiffs_lookup_pages(form),
        .block_pages = form->block / form->page,
    };
    write_folder(&writer, root);
    if (form->has_magic) {
        write_magic(&writer);
    }
}
