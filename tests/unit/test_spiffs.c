// SPIFFS images of random trees are written, read and compared; damaged ones are refused.
#include "spiffs.h"

#include "unit.h"

#include <stdio.h>

enum { TREES = 2000, CHILDREN = 6, DEPTH = 4, NAME_LIMIT = 12, SIZE_LIMIT = 3000 };

static struct arena arena;
static uint64_t state;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    state = 42;
}

static void tear_down(void)
{
    arena_release(&arena);
}

static uint64_t pick(uint64_t count)
{
    return unit_random(&state) % count;
}

static const uint8_t *random_bytes(uint64_t size)
{
    uint8_t *bytes = arena_array(&arena, size, 1);
    for (uint64_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)unit_random(&state);
    }
    return size ? bytes : NULL;
}

// Any bytes but slashes and NULs; short ones, so that some begin like others.
static const char *random_name(void)
{
    char *name = arena_array(&arena, NAME_LIMIT + 1, 1);
    size_t length = 1 + pick(pick(4) ? 2 : NAME_LIMIT);
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = (uint8_t)(pick(4) ? 'a' + pick(3) : 1 + pick(255));
        name[i] = (char)(byte == '/' ? '.' : byte);
    }
    return name;
}

static struct tree_node *new_node(const struct tree_node *folder, const char *name)
{
    struct tree_node *node = arena_new(&arena, sizeof *node);
    node->name = name;
    node->parent = folder;
    node->path = *folder->path ? arena_format(&arena, "%s/%s", folder->path, name) : name;
    return node;
}

// Puts a node where its name belongs; false if there is one of this name.
static bool insert(struct tree_node *folder, struct tree_node *node)
{
    struct tree_node_list *children = &folder->children;
    size_t at = 0;
    for (; at < children->count; at++) {
        int order = strcmp(children->items[at]->name, node->name);
        if (order >= 0) {
            if (order == 0) {
                return false;
            }
            break;
        }
    }
    list_append(&arena, children, node);
    for (size_t i = children->count - 1; i > at; i--) {
        children->items[i] = children->items[i - 1];
    }
    children->items[at] = node;
    return true;
}

static uint64_t random_size(uint64_t room)
{
    return pick(3) ? pick(SIZE_LIMIT) : room * pick(10) + pick(3) - (room && pick(2));
}

// Fills a folder, where none is empty.
static void fill(struct tree_node *folder, size_t depth, uint64_t room)
{
    size_t count = 1 + pick(CHILDREN);
    for (size_t i = 0; i < count; i++) {
        struct tree_node *node = new_node(folder, random_name());
        if (!insert(folder, node)) {
            continue;
        }
        node->is_folder = depth < DEPTH && pick(4) == 0;
        if (node->is_folder) {
            fill(node, depth + 1, room);
        } else {
            node->size = random_size(room) % (UINT32_C(1) << 20);
            node->bytes = random_bytes(node->size);
        }
    }
}

static struct tree_node *new_root(void)
{
    struct tree_node *root = arena_new(&arena, sizeof *root);
    *root = (struct tree_node){.name = "", .path = "", .is_folder = true};
    return root;
}

static void expect_equal(const struct tree_node *read, const struct tree_node *written)
{
    ck_assert_str_eq(read->name, written->name);
    ck_assert_str_eq(read->path, written->path);
    ck_assert_uint_eq(read->is_folder, written->is_folder);
    ck_assert_uint_eq(read->size, written->size);
    ck_assert(!read->size || memcmp(read->bytes, written->bytes, read->size) == 0);
    ck_assert_uint_eq(read->children.count, written->children.count);
    for (size_t i = 0; i < read->children.count; i++) {
        const struct tree_node *child = read->children.items[i];
        ck_assert_ptr_eq(child->parent, read);
        expect_equal(child, written->children.items[i]);
    }
}

static struct spiffs_form random_form(void)
{
    struct spiffs_form form = {.page = 256, .block = 4096, .name = 32, .meta = 4};
    if (pick(2)) {
        form.page = UINT64_C(128) << pick(5);
        form.block = form.page << (3 + pick(3));
    }
    form.name = 13 * (DEPTH + 1) + 3 + pick(8);
    form.meta = pick(8);
    form.has_magic = pick(4);
    form.has_length = pick(2);
    form.is_aligned = pick(2);
    form.is_big_endian = pick(3) == 0;
    return form;
}

// Makes the image as large as the files need, and some blocks larger.
static void write(struct spiffs_form *form, const struct tree_node *root, struct buffer *image)
{
    uint64_t pages = 0;
    uint64_t usable = form->block / form->page - spiffs_lookup_pages(form);
    ck_assert(spiffs_count(form, root, &pages));
    form->size = ((pages + usable - 1) / usable + pick(4)) * form->block;
    buffer_init(image, &arena);
    spiffs_write(form, root, image);
    ck_assert_uint_eq(image->length, form->size);
}

START_TEST(what_is_written_is_read)
{
    for (size_t i = 0; i < TREES; i++) {
        struct spiffs_form form = random_form();
        struct tree_node *root = new_root();
        struct buffer image;
        const char *error;
        fill(root, 0, form.page - SPIFFS_HEADER_SIZE);
        write(&form, root, &image);
        const struct tree_node *read =
            spiffs_read(&arena, (const uint8_t *)image.bytes, image.length, &error);
        ck_assert_msg(read, "tree %zu: %s", i, error);
        ck_assert(spiffs_probe((const uint8_t *)image.bytes, image.length));
        expect_equal(read, root);
        tear_down();
        arena_init(&arena, unit_exhausted);
    }
}
END_TEST

START_TEST(an_empty_image_is_read)
{
    struct spiffs_form form = {
        .page = 512, .block = 8192, .name = 32, .has_magic = true, .size = 24576};
    struct buffer image;
    const char *error;
    buffer_init(&image, &arena);
    spiffs_write(&form, new_root(), &image);
    const struct tree_node *read =
        spiffs_read(&arena, (const uint8_t *)image.bytes, image.length, &error);
    ck_assert_ptr_nonnull(read);
    ck_assert_uint_eq(read->children.count, 0);
}
END_TEST

static struct buffer small_image(void)
{
    struct spiffs_form form = {
        .page = 256, .block = 4096, .name = 32, .meta = 4, .has_magic = true, .size = 8192};
    struct tree_node *root = new_root();
    struct buffer image;
    for (size_t i = 0; i < 2; i++) {
        struct tree_node *node = new_node(root, i ? "b" : "a");
        node->size = 300;
        node->bytes = random_bytes(node->size);
        insert(root, node);
    }
    buffer_init(&image, &arena);
    spiffs_write(&form, root, &image);
    return image;
}

// `a` has the pages at 0x100, 0x200 and 0x300, `b` those behind them.
static void expect_damage(size_t offset, const void *bytes, size_t length, const char *problem)
{
    struct buffer image = small_image();
    const char *error = NULL;
    memcpy(image.bytes + offset, bytes, length);
    bool is_read = spiffs_read(&arena, (const uint8_t *)image.bytes, image.length, &error) != NULL;
    ck_assert_msg(!is_read, "at 0x%zx: %s", offset, problem);
    ck_assert_msg(strstr(error, problem), "at 0x%zx: %s", offset, error);
}

START_TEST(damage_is_found)
{
    expect_damage(0x200, "\x05", 1, "not a SPIFFS image");
    expect_damage(0x202, "\x01", 1, "part 1 of object 1, which is also elsewhere");
    expect_damage(0x202, "\x07", 1, "part 7 of object 1, which lacks the parts before it");
    expect_damage(0x104, "\x78", 1, "at 0x200 is a part of object 1, which has no index");
    expect_damage(0x108, "\xf0\x00", 2, "has 2 pages; its 240 bytes take 1");
    expect_damage(0x108, "\xfe\xff\xff\xff", 4, "has 2 pages; its 4294967294 bytes take");
    expect_damage(0x10c, "\x02", 1, "object 1, at 0x100, is not a file");
    expect_damage(0x131, "\x05", 1, "the index at 0x100 does not list the pages of its file");
    expect_damage(0x40d, "/a", 2, "two files have the same name as the one at 0x");
}
END_TEST

START_TEST(what_was_deleted_is_not_there)
{
    struct buffer image = small_image();
    const char *error;
    for (size_t page = 0x100; page <= 0x300; page += 0x100) {
        image.bytes[page + 4] = (char)(image.bytes[page + 4] & 0x7f);
    }
    const struct tree_node *read =
        spiffs_read(&arena, (const uint8_t *)image.bytes, image.length, &error);
    ck_assert_ptr_nonnull(read);
    ck_assert_uint_eq(read->children.count, 1);
    ck_assert_str_eq(read->children.items[0]->name, "b");
}
END_TEST

// Few bytes can name many folders: each name has 50 of its own.
START_TEST(hostile_paths_are_refused)
{
    enum { FILES = 2000, FOLDERS = 50 };
    struct spiffs_form form = {
        .page = 256, .block = 4096, .name = 128, .meta = 4, .has_magic = true};
    struct tree_node *root = new_root();
    struct buffer image;
    const char *error = NULL;
    for (size_t i = 0; i < FILES; i++) {
        char path[128];
        int length = snprintf(path, sizeof path, "%zu", i);
        for (size_t j = 0; j < FOLDERS; j++) {
            length += snprintf(path + length, sizeof path - (size_t)length, "/a");
        }
        const char *name = arena_copy(&arena, path, (size_t)length);
        list_append(&arena, &root->children, new_node(root, name));
    }
    write(&form, root, &image);
    ck_assert_ptr_null(spiffs_read(&arena, (uint8_t *)image.bytes, image.length, &error));
    ck_assert_str_eq(error, "its directories are nested too deeply, with names that are too long");
}
END_TEST

START_TEST(other_bytes_are_no_image)
{
    static const uint8_t zeros[65536];
    const uint8_t *noise = random_bytes(65536);
    uint8_t *erased = arena_array(&arena, 65536, 1);
    memset(erased, 0xff, 65536);
    ck_assert(!spiffs_probe(zeros, 65536));
    ck_assert(!spiffs_probe(noise, 65536));
    ck_assert(!spiffs_probe(erased, 65536));
    ck_assert(!spiffs_probe(erased, 0));
    ck_assert(!spiffs_probe(noise, 100));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spiffs");
    TCase *cases = tcase_create("spiffs");
    tcase_set_timeout(cases, 60);
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, what_is_written_is_read);
    tcase_add_test(cases, an_empty_image_is_read);
    tcase_add_test(cases, damage_is_found);
    tcase_add_test(cases, what_was_deleted_is_not_there);
    tcase_add_test(cases, hostile_paths_are_refused);
    tcase_add_test(cases, other_bytes_are_no_image);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
