// littlefs images are written, read back and compared; damaged ones are refused.
#include "littlefs_seal.h"
#include "littlefs_trees.h"

#include <stdio.h>

enum { TREES = 2000 };

static struct arena arena;
static const char *error;

static const struct littlefs_form standard = {
    .block = 4096,
    .program = 128,
    .cache = 512,
    .name = 255,
    .version = LITTLEFS_VERSION_2_1,
};

static const struct littlefs_form small = {
    .block = 256,
    .program = 16,
    .cache = 64,
    .name = 255,
    .version = LITTLEFS_VERSION_2_1,
};

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    error = NULL;
}

static void tear_down(void)
{
    arena_release(&arena);
}

static void check_same(const struct tree_node *made, const struct tree_node *wanted)
{
    ck_assert_str_eq(made->name, wanted->name);
    ck_assert_str_eq(made->path, wanted->path);
    ck_assert_int_eq(made->is_folder, wanted->is_folder);
    ck_assert_uint_eq(made->size, wanted->size);
    ck_assert_uint_eq(made->children.count, wanted->children.count);
    if (wanted->size) {
        ck_assert_mem_eq(made->bytes, wanted->bytes, wanted->size);
    }
    for (size_t i = 0; i < wanted->children.count; i++) {
        check_same(made->children.items[i], wanted->children.items[i]);
    }
}

// Writes a tree, reads it and compares.
static struct littlefs_image check_tree(struct littlefs_form form, const struct tree_node *root,
                                        uint32_t spare)
{
    struct buffer bytes;
    struct littlefs_image image;
    const struct littlefs_plan *plan = tree_write(&arena, form, root, spare, &bytes);
    ck_assert_uint_eq(bytes.length, (size_t)plan->form.count * form.block);
    bool is_good =
        littlefs_open(&arena, (const uint8_t *)bytes.bytes, bytes.length, &image, &error);
    ck_assert_msg(is_good, "%s", error);
    ck_assert_uint_eq(image.version, form.version);
    ck_assert_uint_eq(image.block, form.block);
    ck_assert_uint_eq(image.count, plan->form.count);
    ck_assert_uint_eq(image.name, form.name);
    ck_assert_uint_eq(image.used, plan->blocks);
    ck_assert_uint_eq(image.unerased, 0);
    check_same(image.root, root);
    return image;
}

static void check_versions(struct littlefs_form form, const struct tree_node *root)
{
    form.version = LITTLEFS_VERSION_2_0;
    check_tree(form, root, 0);
    form.version = LITTLEFS_VERSION_2_1;
    check_tree(form, root, 3);
}

START_TEST(an_empty_folder)
{
    struct buffer bytes;
    const struct tree_node *root = tree_new(&arena);
    check_versions(standard, root);
    check_versions(small, root);
    tree_write(&arena, standard, root, 14, &bytes);
    // Revision, superblock, its fields, the checksum of 128 blank bytes, that of the commit.
    static const uint8_t head[] = {
        2,    0,    0,   0,    0xf0, 0x0f, 0xff, 0xf7, 'l',  'i', 't',  't',  'l',
        'e',  'f',  's', 0x2f, 0xe0, 0x00, 0x10, 1,    0,    2,   0,    0,    0x10,
        0,    0,    16,  0,    0,    0,    0xff, 0,    0,    0,   0xff, 0xff, 0xff,
        0x7f, 0xfe, 3,   0,    0,    0x7f, 0xef, 0xfc, 0x10, 128, 0,    0,    0,
    };
    ck_assert_mem_eq(bytes.bytes, head, sizeof head);
    ck_assert_uint_eq((uint8_t)bytes.bytes[4096], 1); // the older revision
}
END_TEST

START_TEST(files_of_all_sizes)
{
    static const uint64_t sizes[] = {
        0,    1,    63,   64,   65,           127,  128,  511,  512,   513,   1022,   1023,
        4095, 4096, 4097, 4092, 4096 * 2 - 4, 8189, 8188, 8187, 12276, 65536, 300000, 1048576};
    static const uint32_t blocks[] = {256, 512, 4096, 8192, 16384, 65536, 1000, 384};
    struct tree_node *root = tree_new(&arena);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        tree_add(&arena, root, arena_format(&arena, "%02zu", i), false, sizes[i]);
    }
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        struct littlefs_form form = standard;
        form.block = blocks[i];
        form.cache = blocks[i] / 2;
        form.program = blocks[i] == 65536 ? 32768 : blocks[i] / 4;
        check_versions(form, root);
        form.program = 1;
        check_versions(form, root);
    }
}
END_TEST

START_TEST(a_block_more_or_less)
{
    struct littlefs_form form = small;
    form.block = 128;
    form.cache = 128;
    for (uint64_t size = 100; size < 2200; size++) {
        struct tree_node *root = tree_new(&arena);
        tree_add(&arena, root, "file", false, size);
        check_tree(form, root, 0);
    }
}
END_TEST

START_TEST(a_thousand_files_in_a_folder)
{
    struct tree_node *root = tree_new(&arena);
    struct tree_node *folder = tree_add(&arena, root, "folder", true, 0);
    for (unsigned i = 0; i < 1000; i++) {
        tree_add(&arena, folder, arena_format(&arena, "%04u.txt", i), false, i % 30);
        tree_add(&arena, root, arena_format(&arena, "g%04u", i), i % 50 == 0, 0);
    }
    check_versions(standard, root);
    check_versions(small, root);
    struct littlefs_form form = standard;
    form.block = 65536;
    check_versions(form, root);
}
END_TEST

START_TEST(long_names)
{
    struct tree_node *root = tree_new(&arena);
    for (unsigned i = 1; i <= 255; i++) {
        char *name = arena_new(&arena, i + 1);
        memset(name, 'x', i);
        tree_add(&arena, root, name, i % 5 == 0, i % 5 ? i % 4 * 100 : 0);
    }
    struct littlefs_form form = standard;
    check_versions(form, root);
    form.block = 512;
    check_versions(form, root);
    ck_assert_uint_eq(littlefs_name_limit(&small), 200);
    form = small;
    root = tree_new(&arena); // there is no room for the content beside the name
    char *name = arena_new(&arena, 201);
    memset(name, 'y', 200);
    tree_add(&arena, root, name, false, 32);
    check_versions(form, root);
}
END_TEST

// What begins with another name stands before it: else lfs.c, which stops at a greater name, would
// not find it where it stands in a pair further behind.
START_TEST(names_that_begin_with_others)
{
    static const char *const names[] = {"a", "a.b", "ab", "abc", "b", "b1"};
    static const char *const order[] = {"a.b", "abc", "ab", "a", "b1", "b"};
    struct tree_node *root = tree_new(&arena);
    for (size_t i = 0; i < 6; i++) {
        tree_add(&arena, root, names[i], i == 1, 0);
    }
    check_tree(standard, root, 2);
    const struct littlefs_plan *plan = littlefs_plan_new(&arena, standard, root);
    const struct littlefs_pair *pair = plan->pairs.items[0];
    ck_assert_uint_eq(pair->count, 6);
    for (size_t i = 0; i < 6; i++) {
        ck_assert_str_eq(pair->nodes[i]->name, order[i]);
    }
}
END_TEST

START_TEST(deep_folders)
{
    struct tree_node *root = tree_new(&arena);
    struct tree_node *folder = root;
    for (unsigned i = 0; i < 300; i++) {
        tree_add(&arena, folder, "a", false, i);
        folder = tree_add(&arena, folder, "b", true, 0);
    }
    check_versions(standard, root);
    check_versions(small, root);
}
END_TEST

START_TEST(random_trees)
{
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15);
        size_t name = 0;
        struct littlefs_form form = tree_random_form(&state, &name);
        uint64_t size = unit_random(&state) % 20 * (form.block < 4096 ? form.block : 1500);
        struct tree_limits limits = {size, name, 1 + unit_random(&state) % 60, 6};
        struct tree_node *root = tree_new(&arena);
        tree_fill(&arena, root, &state, &limits, 0);
        check_tree(form, root, (uint32_t)(unit_random(&state) % 4));
        arena_release(&arena);
        arena_init(&arena, unit_exhausted);
    }
}
END_TEST

// A tree with a bit of everything, in blocks of 256: folder `d` has the pair {2, 3}, `big` lies in
// the blocks 4 to 9.
static struct buffer make_sample(uint32_t version)
{
    struct buffer bytes;
    struct littlefs_form form = small;
    struct tree_node *root = tree_new(&arena);
    form.version = version;
    tree_add(&arena, root, "big", false, 1400);
    tree_add(&arena, tree_add(&arena, root, "d", true, 0), "inner", false, 5);
    const struct littlefs_plan *plan = tree_write(&arena, form, root, 2, &bytes);
    ck_assert_uint_eq(plan->blocks, 10);
    return bytes;
}

static bool is_readable(const struct buffer *bytes)
{
    struct littlefs_image image;
    return littlefs_open(&arena, (const uint8_t *)bytes->bytes, bytes->length, &image, &error);
}

START_TEST(one_lost_superblock)
{
    struct buffer bytes = make_sample(LITTLEFS_VERSION_2_1);
    memset(bytes.bytes, 0xff, 256);
    ck_assert_msg(is_readable(&bytes), "%s", error);
    bytes = make_sample(LITTLEFS_VERSION_2_1);
    bytes.bytes[40] ^= 1; // its checksum is wrong: the older one counts
    ck_assert_msg(is_readable(&bytes), "%s", error);
    bytes.bytes[256 + 60] ^= 1;
    ck_assert(!is_readable(&bytes));
}
END_TEST

// Whatever bit is another one: what is read is what was written, but for the content of `big`,
// which has no checksum.
START_TEST(changed_bits)
{
    for (uint32_t version = LITTLEFS_VERSION_2_0; version <= LITTLEFS_VERSION_2_1; version++) {
        struct buffer bytes = make_sample(version);
        struct littlefs_image whole;
        const uint8_t *start = (const uint8_t *)bytes.bytes;
        ck_assert(littlefs_open(&arena, start, bytes.length, &whole, &error));
        struct tree_node *big = whole.root->children.items[0];
        for (size_t i = 0; i < bytes.length * 8; i++) {
            struct littlefs_image image;
            bytes.bytes[i / 8] = (char)(bytes.bytes[i / 8] ^ 1 << i % 8);
            if (littlefs_open(&arena, start, bytes.length, &image, &error)) {
                big->bytes = image.root->children.items[0]->bytes;
                check_same(image.root, whole.root);
            }
            bytes.bytes[i / 8] = (char)(bytes.bytes[i / 8] ^ 1 << i % 8);
        }
    }
}
END_TEST

START_TEST(cut_images)
{
    struct buffer bytes = make_sample(LITTLEFS_VERSION_2_1);
    for (size_t length = 0; length < bytes.length; length++) {
        struct buffer cut = bytes;
        uint8_t *copy = malloc(length ? length : 1);
        ck_assert(copy != NULL);
        memcpy(copy, bytes.bytes, length);
        cut.bytes = (char *)copy;
        cut.length = length;
        ck_assert(!is_readable(&cut));
        free(copy);
    }
}
END_TEST

static const struct damage {
    const char *needle; // bytes of the sample; the change begins there
    size_t length;
    ptrdiff_t at; // from there
    uint8_t value;
    const char *problem;
} damages[] = {
    // Data of the root: its entries are `big`, with head and size, and `d`, with its pair.
    {"\x09\0\0\0\x78\x05\0\0", 8, 0, 12, "block 12 does not exist"},
    {"\x09\0\0\0\x78\x05\0\0", 8, 0, 2, "block 2 is already in use"},
    {"\x05\0\0\0\x04\0\0\0", 8, 4, 7, "a skip list with a wrong pointer"},
    {"\x09\0\0\0\x78\x05\0\0", 8, 0, 10, "block 4294967295 does not exist"},
    {"\x09\0\0\0\x78\x05\0\0", 8, 5, 0xff, "a file that is larger than the image"},
    {"\x09\0\0\0\x78\x05\0\0", 8, 7, 0xff, "a file of an impossible size"},
    {"big", 3, 0, 'e', "a name out of order"},
    {"big", 3, 1, '/', "a name that no file can have"},
    {"inner", 5, 2, 0, "a name that no file can have"},
    {"\x02\0\0\0\x03\0\0\0", 8, 0, 4, "a directory whose pair is not in the list of pairs"},
    {"\x02\0\0\0\x03\0\0\0", 8, 4, 2, "a directory whose pair is not in the list of pairs"},
    {"littlefs", 8, 12, 3, "is neither 2.0 nor 2.1"},
    {"littlefs", 8, 12, 0, "version 2.0 has no checksums"},
    {"littlefs", 8, 20, 13, "the image is cut off"},
    {"littlefs", 8, 20, 3, "is already in use"},
    {"littlefs", 8, 24, 2, "a name that no file can have"},
};

static uint8_t *find(struct buffer *bytes, const char *needle, size_t length)
{
    for (size_t i = 0; i + length <= bytes->length; i++) {
        if (memcmp(bytes->bytes + i, needle, length) == 0) {
            return (uint8_t *)bytes->bytes + i;
        }
    }
    ck_abort_msg("it is not there");
    return NULL;
}

START_TEST(damaged_images)
{
    const struct damage *damage = &damages[_i];
    struct buffer bytes = make_sample(LITTLEFS_VERSION_2_1);
    find(&bytes, damage->needle, damage->length)[damage->at] = damage->value;
    memset(bytes.bytes + 256, 0xff, 256); // the second copy
    littlefs_seal((uint8_t *)bytes.bytes, bytes.length, 256);
    ck_assert(!is_readable(&bytes));
    ck_assert_msg(strstr(error, damage->problem) != NULL, "%s", error);
}
END_TEST

START_TEST(storage_that_is_not_blank)
{
    struct littlefs_image image;
    struct buffer bytes = make_sample(LITTLEFS_VERSION_2_1);
    bytes.bytes[2 * 256 + 63] = 0; // behind the log of `d`
    bool is_good =
        littlefs_open(&arena, (const uint8_t *)bytes.bytes, bytes.length, &image, &error);
    ck_assert(is_good);
    ck_assert_uint_eq(image.unerased, 1);
}
END_TEST

// Commits as firmware appends them: tags, each with its data; a null ends them.
struct appended {
    uint32_t tag;
    const char *data;
};

// Appends a commit to the log of the folder `d`.
static void append(struct buffer *bytes, const struct appended *tags)
{
    uint8_t *block = (uint8_t *)bytes->bytes + (size_t)2 * 256;
    uint32_t previous = UINT32_MAX;
    size_t at = 4;
    size_t next = 4;
    uint32_t tag = littlefs_seal_tag(block + at) ^ previous;
    for (; !(tag >> 31); tag = littlefs_seal_tag(block + at) ^ previous) {
        previous = tag;
        next = at + 4 + (tag & 0x3ff);
        at = next;
    }
    for (; tags->tag; tags++) {
        bytes_put((char *)block + at, tags->tag ^ previous, 4, true);
        size_t length = tags->data ? tags->tag & 0x3ff : 0;
        if (length) {
            memcpy(block + at + 4, tags->data, length);
        }
        at += 4 + length;
        previous = tags->tag;
    }
    uint32_t crc = (uint32_t)LITTLEFS_CRC << 20 | LITTLEFS_NO_ID << 10 | 4;
    bytes_put((char *)block + at, crc ^ previous, 4, true);
    littlefs_seal_block(block, 256);
}

static uint32_t tag_of(uint32_t type, uint32_t id, uint32_t length)
{
    return type << 20 | id << 10 | length;
}

START_TEST(commits_of_firmware)
{
    struct littlefs_image image;
    const struct appended tags[] = {
        {tag_of(LITTLEFS_CREATE, 0, 0), NULL},
        {tag_of(LITTLEFS_REGULAR, 0, 3), "abc"},
        {tag_of(LITTLEFS_INLINE, 0, 2), "xy"},
        {tag_of(LITTLEFS_ATTRIBUTE + 't', 0, 4), "time"},
        {tag_of(LITTLEFS_ATTRIBUTE + 't', 0, LITTLEFS_DELETED), NULL},
        {tag_of(LITTLEFS_CREATE, 2, 0), NULL},
        {tag_of(LITTLEFS_REGULAR, 2, 1), "z"},
        {tag_of(LITTLEFS_INLINE, 2, 0), NULL},
        {tag_of(LITTLEFS_DELETE, 1, 0), NULL},
        {tag_of(LITTLEFS_INLINE, 0, 1), "X"},
        {0, NULL},
    };
    struct buffer bytes = make_sample(LITTLEFS_VERSION_2_1);
    append(&bytes, tags);
    bool is_good =
        littlefs_open(&arena, (const uint8_t *)bytes.bytes, bytes.length, &image, &error);
    ck_assert_msg(is_good, "%s", error);
    const struct tree_node *folder = image.root->children.items[1];
    ck_assert_uint_eq(folder->children.count, 2);
    const struct tree_node *file = folder->children.items[0];
    ck_assert_str_eq(file->path, "d/abc");
    ck_assert_uint_eq(file->size, 1);
    ck_assert_uint_eq(file->bytes[0], 'X');
    ck_assert_str_eq(folder->children.items[1]->name, "z");
}
END_TEST

static const struct {
    struct appended tags[3];
    const char *problem;
} commits[] = {
    {{{0x00100005, "other"}}, "two names for the same id"},
    {{{0x00500405, "other"}}, "a name of an unknown type"},
    {{{0x001ffc03, "abc"}}, "a name without an id"},
    {{{0x00100401, "q"}}, "an id without a content"},
    {{{0x00100801, "q"}}, "an id without a name"},
    {{{0x20100800, NULL}}, "a content before its name"},
    {{{0x20300000, NULL}}, "a content of an unknown type"},
    {{{0x20200001, "a"}}, "a pointer whose length is not 8 bytes"},
    {{{0x40101400, NULL}}, "a change of an id that does not exist"},
    {{{0x4ff00400, NULL}}, "a change of an id that does not exist"},
    {{{0x40200400, NULL}}, "a change of ids of an unknown type"},
    {{{0x600ffc08, "\2\0\0\0\3\0\0\0"}}, "block 2 is already in use"},
    {{{0x600ffc08, "\13\0\0\0\13\0\0\0"}}, "block 11 is already in use"},
    {{{0x600ffc08, "\12\0\0\0\13\0\0\0"}}, "no block of this pair has a whole commit"},
    {{{0x601ffc08, "\377\377\377\377\377\377\377\377"}}, "a directory continues nowhere"},
    {{{0x602ffc08, "\12\0\0\0\13\0\0\0"}}, "a tail of an unknown type"},
    {{{0x600ffc04, "\12\0\0\0"}}, "a tail whose length is not 8 bytes"},
    {{{0x7ffffc0c, "\0\0\0\200\0\0\0\0\0\0\0\0"}}, "a change was not finished"},
    {{{0x7feffc0c, "\0\0\0\0\0\0\0\0\0\0\0\0"}}, "a state of an unknown form"},
    {{{0x5ffffc04, "\0\0\0\0"}}, "a checksum of an unknown form"},
    {{{0x100ffc00, NULL}}, "a tag of an unknown type"},
    {{{0x20000008, "\2\0\0\0\3\0\0\0"}}, "a file that is a directory"},
    {{{0x4ff00000, NULL}, {0x00200001, "q"}}, "an id without a content"},
    {{{0x0ff00408, "littlefs"}, {0x20100400, NULL}}, "a superblock out of place"},
};

START_TEST(wrong_commits)
{
    struct appended tags[4] = {{0, NULL}};
    memcpy(tags, commits[_i].tags, sizeof commits[_i].tags);
    struct buffer bytes = make_sample(LITTLEFS_VERSION_2_1);
    append(&bytes, tags);
    ck_assert(!is_readable(&bytes));
    ck_assert_msg(strstr(error, commits[_i].problem) != NULL, "%s", error);
}
END_TEST

START_TEST(a_commit_that_was_cut_off)
{
    const struct appended tags[] = {{tag_of(LITTLEFS_DELETE, 0, 0), NULL}, {0, NULL}};
    struct littlefs_image image;
    struct buffer bytes = make_sample(LITTLEFS_VERSION_2_1);
    append(&bytes, tags);
    uint8_t *block = (uint8_t *)bytes.bytes + (size_t)2 * 256;
    size_t last = 255;
    while (block[last] == 0xff) {
        last--;
    }
    block[last] = 0xff; // of its checksum
    bool is_good =
        littlefs_open(&arena, (const uint8_t *)bytes.bytes, bytes.length, &image, &error);
    ck_assert_msg(is_good, "%s", error);
    const struct tree_node *folder = image.root->children.items[1];
    ck_assert_uint_eq(folder->children.count, 1);
    ck_assert_uint_eq(image.unerased, 1);
}
END_TEST

// An image in which the same long path stands for many files would take very much memory.
START_TEST(hostile_paths)
{
    enum { FOLDERS = 16, FILES = 3000 };
    struct tree_node *root = tree_new(&arena);
    struct tree_node *folder = root;
    struct littlefs_image image;
    struct buffer bytes;
    char name[256] = "";
    memset(name, 'x', 250);
    for (size_t i = 0; i < FOLDERS; i++) {
        folder = tree_add(&arena, folder, name, true, 0);
    }
    for (size_t i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "%zu", 10000 + i);
        tree_add(&arena, folder, name, false, 0)->path = "";
    }
    tree_write(&arena, standard, root, 0, &bytes);
    ck_assert(!littlefs_open(&arena, (uint8_t *)bytes.bytes, bytes.length, &image, &error));
    ck_assert_ptr_nonnull(
        strstr(error, "its directories are nested too deeply, with names that are too long"));
}
END_TEST

START_TEST(probing)
{
    struct buffer bytes = make_sample(LITTLEFS_VERSION_2_1);
    uint8_t *start = (uint8_t *)bytes.bytes;
    ck_assert(littlefs_probe(start, bytes.length));
    memset(start, 0xff, 256);
    ck_assert(littlefs_probe(start, bytes.length));
    memset(start, 0xff, 512);
    ck_assert(!littlefs_probe(start, bytes.length));
    ck_assert(!littlefs_probe(start, 0));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("littlefs");
    TCase *whole = tcase_create("whole");
    TCase *damaged = tcase_create("damaged");
    tcase_add_checked_fixture(whole, set_up, tear_down);
    tcase_add_checked_fixture(damaged, set_up, tear_down);
    tcase_set_timeout(whole, 300);
    tcase_set_timeout(damaged, 60);
    tcase_add_test(whole, an_empty_folder);
    tcase_add_test(whole, files_of_all_sizes);
    tcase_add_test(whole, a_block_more_or_less);
    tcase_add_test(whole, a_thousand_files_in_a_folder);
    tcase_add_test(whole, long_names);
    tcase_add_test(whole, deep_folders);
    tcase_add_test(whole, random_trees);
    tcase_add_test(whole, probing);
    tcase_add_test(whole, names_that_begin_with_others);
    tcase_add_test(whole, hostile_paths);
    tcase_add_test(damaged, one_lost_superblock);
    tcase_add_test(damaged, changed_bits);
    tcase_add_test(damaged, cut_images);
    tcase_add_test(damaged, storage_that_is_not_blank);
    tcase_add_test(damaged, commits_of_firmware);
    tcase_add_test(damaged, a_commit_that_was_cut_off);
    tcase_add_loop_test(damaged, damaged_images, 0, sizeof damages / sizeof *damages);
    tcase_add_loop_test(damaged, wrong_commits, 0, sizeof commits / sizeof *commits);
    suite_add_tcase(suite, whole);
    suite_add_tcase(suite, damaged);
    return unit_run(suite);
}
