// FAT volumes: the writer against the reader, which share no code, and the rules of the format.
#include "fat.h"

#include "digest.h"
#include "unit.h"

#include <stdio.h>

static struct arena arena;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static const struct fat_options plain = {
    .sector = 512,
    .root_entries = 512,
    .has_long_names = true,
    .date = 33,
};

static struct tree_node *add(struct tree_node *folder, const char *name, const char *text)
{
    struct tree_node *node = arena_new(&arena, sizeof *node);
    node->name = name;
    node->path = *folder->path ? arena_format(&arena, "%s/%s", folder->path, name) : name;
    node->parent = folder;
    node->is_folder = !text;
    node->size = text ? strlen(text) : 0;
    node->bytes = (const uint8_t *)text;
    list_append(&arena, &folder->children, node);
    return node;
}

static struct tree_node *new_root(void)
{
    struct tree_node *root = arena_new(&arena, sizeof *root);
    root->name = root->path = "";
    root->is_folder = true;
    return root;
}

static int compare_names(const void *a, const void *b)
{
    const struct tree_node *const *left = a;
    const struct tree_node *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

static void sort(struct tree_node *folder)
{
    struct tree_node_list *children = &folder->children;
    if (children->count) {
        qsort(children->items, children->count, sizeof *children->items, compare_names);
    }
    for (size_t i = 0; i < children->count; i++) {
        sort(children->items[i]);
    }
}

static void assert_same(const struct tree_node *a, const struct tree_node *b)
{
    ck_assert_str_eq(a->path, b->path);
    ck_assert_str_eq(a->name, b->name);
    ck_assert_int_eq(a->is_folder, b->is_folder);
    ck_assert_uint_eq(a->size, b->size);
    ck_assert(a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
    ck_assert_uint_eq(a->children.count, b->children.count);
    for (size_t i = 0; i < a->children.count; i++) {
        assert_same(a->children.items[i], b->children.items[i]);
    }
}

static const struct tree_node *read_back(const struct buffer *image)
{
    const char *error = "no message";
    const uint8_t *bytes = (const uint8_t *)image->bytes;
    ck_assert(fat_probe(bytes, image->length));
    const struct tree_node *root = fat_read(&arena, bytes, image->length, &error);
    ck_assert_msg(root != NULL, "%s", error);
    return root;
}

static bool copy_file(const void *context, const struct tree_node *file, uint8_t *bytes)
{
    ck_assert_ptr_null(context);
    memcpy(bytes, file->bytes, file->size);
    return true;
}

static void write_tree(const struct fat_options *options, const struct tree_node *root,
                       uint64_t size, struct buffer *image)
{
    struct fat_form form;
    const struct fat_folder_list folders = fat_folders(&arena, root, options);
    ck_assert_int_eq(fat_shape(options, size, &form), FAT_FITS);
    ck_assert_uint_le(fat_demand(&folders, form.cluster), form.clusters);
    buffer_init(image, &arena);
    const struct fat_source source = {.read = copy_file};
    ck_assert(fat_write(&form, options, &folders, &source, image));
    ck_assert_uint_eq(image->length, size);
}

static const char *short_name(const char *name)
{
    struct fat_entry entry;
    if (!fat_name_short(name, &entry)) {
        return "";
    }
    return arena_format(&arena, "%.11s %u %zu", (const char *)entry.name, entry.cases,
                        entry.unit_count);
}

START_TEST(short_names_keep_the_case_of_their_parts)
{
    ck_assert_str_eq(short_name("README.TXT"), "README  TXT 0 0");
    ck_assert_str_eq(short_name("readme.TXT"), "README  TXT 8 0");
    ck_assert_str_eq(short_name("README.txt"), "README  TXT 16 0");
    ck_assert_str_eq(short_name("a1~-#@$.x"), "A1~-#@$ X   24 0");
    ck_assert_str_eq(short_name("12345678"), "12345678    0 0");
    ck_assert_str_eq(short_name("Readme.txt"), "README  TXT 16 1");
    static const char *const others[] = {
        "", ".", ".a", "a.", "a.b.c", "123456789", "a.1234", "a b", "a+b", "\xc3\xa4", "a\x7f",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        ck_assert_str_eq(short_name(others[i]), "");
    }
}
END_TEST

START_TEST(names_that_fat_cannot_hold_have_a_fault)
{
    static const char *const bad[] = {"a:b", "a\tb", "a.", "a ", "\xff", "a\\b", "a?", "\x7f"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_ptr_nonnull(fat_name_fault(&arena, bad[i], true));
    }
    static const char *const good[] = {" a", ".profile", "a.b.c", "\xe2\x82\xac", "a+b;[]=,"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ck_assert_ptr_null(fat_name_fault(&arena, good[i], true));
        ck_assert_ptr_nonnull(fat_name_fault(&arena, good[i], false));
    }
    char name[257];
    memset(name, 'x', sizeof name);
    name[256] = '\0';
    ck_assert_ptr_nonnull(fat_name_fault(&arena, name, true));
    name[255] = '\0';
    ck_assert_ptr_null(fat_name_fault(&arena, name, true));
}
END_TEST

START_TEST(names_fold_to_one_case)
{
    static const char *const same[][2] = {
        {"readme", "README"},
        {"\xc3\xa4\xc3\xb6\xc3\xbf", "\xc3\x84\xc3\x96\xc5\xb8"},
        {"\xce\xb1\xcf\x82", "\xce\x91\xce\xa3"},
        {"\xd1\x8f\xd1\x91", "\xd0\xaf\xd0\x81"},
        {"\xc4\x81", "\xc4\x80"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        ck_assert_str_eq(fat_name_fold(&arena, same[i][0]), fat_name_fold(&arena, same[i][1]));
    }
    ck_assert_str_ne(fat_name_fold(&arena, "a"), fat_name_fold(&arena, "b"));
    ck_assert_str_ne(fat_name_fold(&arena, "\xc3\x97"), fat_name_fold(&arena, "\xc3\xb7"));
}
END_TEST

static void assert_alias(const struct fat_folder *folder, size_t index, const char *alias)
{
    ck_assert_msg(memcmp(folder->entries[index].name, alias, FAT_NAME_SIZE) == 0, "%.11s, not %s",
                  (const char *)folder->entries[index].name, alias);
}

START_TEST(aliases_are_unique)
{
    static const char *const names[][2] = {
        {"a long file.text", "ALONGF~3TEX"},
        {"A LONG FILE NAME.TEXT", "ALONGF~4TEX"},
        {"along file.tex", "ALONGF~5TEX"},
        {"ALONGF~1.TEX", "ALONGF~1TEX"},
        {"alongf~2.tex", "ALONGF~2TEX"},
        {".profile", "PROFIL~1   "},
        {"a.b.c", "AB~1    C  "},
        {"\xc3\xa4.x", "_~1     X  "},
        {"a+b.c,d", "A_B~1   C_D"},
        {"Readme.txt", "README  TXT"},
        {"readme.text", "README~1TEX"},
        {". .x", "X~1        "},
    };
    enum { COUNT = sizeof names / sizeof *names };
    struct tree_node *root = new_root();
    for (size_t i = 0; i < COUNT; i++) {
        add(root, names[i][0], "");
    }
    const struct fat_folder_list folders = fat_folders(&arena, root, &plain);
    for (size_t i = 0; i < COUNT; i++) {
        assert_alias(folders.items[0], i, names[i][1]);
    }
}
END_TEST

START_TEST(aliases_of_many_names_have_longer_numbers)
{
    struct tree_node *root = new_root();
    for (size_t i = 1; i <= 20000; i++) {
        add(root, arena_format(&arena, "%c%c.%zu.name", 'a' + (char)(i % 2), 'x', i), "");
    }
    const struct fat_folder_list folders = fat_folders(&arena, root, &plain);
    const struct fat_folder *folder = folders.items[0];
    assert_alias(folder, 0, "BX1~1   NAM");
    struct tree_node *other = new_root();
    for (size_t i = 1; i <= 1100; i++) {
        add(other, arena_format(&arena, "longname %zu", i), "");
    }
    const struct fat_folder_list others = fat_folders(&arena, other, &plain);
    assert_alias(others.items[0], 8, "LONGNA~9   ");
    assert_alias(others.items[0], 9, "LONGN~10   ");
    assert_alias(others.items[0], 98, "LONGN~99   ");
    assert_alias(others.items[0], 99, "LONG~100   ");
    assert_alias(others.items[0], 1099, "LON~1100   ");
}
END_TEST

static uint32_t get(const struct buffer *image, size_t offset, size_t size)
{
    uint32_t value = 0;
    while (size-- > 0) {
        value = value << 8 | (uint8_t)image->bytes[offset + size];
    }
    return value;
}

// A form that both Microsoft and FatFs take for what it is, with a FAT for all clusters.
static void assert_form(const struct fat_form *form, const struct fat_options *options)
{
    uint64_t per_cluster = form->cluster / form->sector;
    uint64_t taken = 1 + form->root_sectors + 2 * (uint64_t)form->fat_sectors;
    ck_assert_uint_eq(form->clusters, (form->sectors - taken) / per_cluster);
    ck_assert_uint_le((form->clusters + 2) * (uint64_t)form->width,
                      form->fat_sectors * (uint64_t)form->sector * 8);
    ck_assert(form->width == 12 ? form->clusters <= 4084
                                : form->clusters >= 4086 && form->clusters <= 65524);
    ck_assert_uint_le(form->start + form->sectors * (uint64_t)form->sector, form->size);
    ck_assert(!options->width || options->width == form->width);
}

START_TEST(the_width_is_right_at_the_border)
{
    struct fat_options options = plain;
    for (options.sector = 512; options.sector <= 4096; options.sector *= 2) {
        for (uint64_t factor = 1; factor <= 8; factor *= 2) {
            options.cluster = options.sector * factor;
            bool was_wide = false;
            uint64_t low = 4080 * options.cluster;
            uint64_t high = low + 64 * options.cluster + (size_t)40 * 1024;
            for (uint64_t size = low; size < high; size += options.sector) {
                struct fat_form form;
                ck_assert_int_eq(fat_shape(&options, size, &form), FAT_FITS);
                assert_form(&form, &options);
                ck_assert(!was_wide || form.width == 16);
                was_wide = form.width == 16;
            }
            ck_assert(was_wide);
        }
    }
}
END_TEST

START_TEST(a_width_that_cannot_be_is_refused)
{
    struct fat_options options = plain;
    struct fat_form form;
    options.width = 16;
    ck_assert_int_eq(fat_shape(&options, 1 << 20, &form), FAT_TOO_FEW);
    ck_assert_int_eq(fat_shape(&options, 4 << 20, &form), FAT_FITS);
    assert_form(&form, &options);
    options.width = 12;
    options.cluster = 512;
    ck_assert_int_eq(fat_shape(&options, 4 << 20, &form), FAT_TOO_MANY);
    options.cluster = 0;
    ck_assert_int_eq(fat_shape(&options, 4 << 20, &form), FAT_FITS);
    ck_assert_uint_eq(form.cluster, 1024);
    assert_form(&form, &options);
    options = plain;
    ck_assert_int_eq(fat_shape(&options, 64 << 20, &form), FAT_FITS);
    ck_assert_uint_eq(form.cluster, 1024);
    options.cluster = 512;
    ck_assert_int_eq(fat_shape(&options, 64 << 20, &form), FAT_TOO_MANY);
    ck_assert_int_eq(fat_shape(&options, 1 << 14, &form), FAT_TOO_SMALL);
    ck_assert_int_eq(fat_shape(&options, 0, &form), FAT_TOO_SMALL);
}
END_TEST

START_TEST(a_volume_has_the_fields_of_the_specification)
{
    struct fat_options options = plain;
    struct buffer image;
    options.label = "LABEL      ";
    options.has_volume_id = true;
    options.volume_id = 0x12345678;
    struct tree_node *root = new_root();
    add(add(root, "sub", NULL), "x.y", "abc");
    write_tree(&options, root, 33 << 20, &image);
    ck_assert_uint_eq(get(&image, 11, 2), 512);
    ck_assert_uint_eq(get(&image, 13, 1), 2);
    ck_assert_uint_eq(get(&image, 19, 2), 0);
    ck_assert_uint_eq(get(&image, 32, 4), 33 << 11);
    ck_assert_uint_eq(get(&image, 39, 4), 0x12345678);
    ck_assert_uint_eq(get(&image, 510, 2), 0xaa55);
    size_t fat = (size_t)get(&image, 22, 2) * 512;
    ck_assert_uint_eq(get(&image, 512, 4), 0xfffffff8);
    ck_assert_int_eq(memcmp(image.bytes + 512, image.bytes + 512 + fat, fat), 0);
    const char *entry = image.bytes + 512 + 2 * fat;
    ck_assert_int_eq(memcmp(entry, "LABEL      \x08", 12), 0);
    ck_assert_int_eq(memcmp(entry + 32, "SUB        \x10\x08", 13), 0);
    const char *sub = image.bytes + 512 + 2 * fat + (size_t)512 * 32;
    ck_assert_int_eq(memcmp(sub, ".          \x10", 12), 0);
    ck_assert_int_eq(memcmp(sub + 32, "..         \x10", 12), 0);
    ck_assert_int_eq(sub[26], 2);
    ck_assert_int_eq(sub[32 + 26], 0);
    assert_same(read_back(&image), root);
}
END_TEST

// Moves the spare page by one, as ESP-IDF's WL_Flash does after so many writes.
static void move_spare(struct buffer *image, const struct fat_wear_form *form)
{
    char *state = image->bytes + form->states;
    uint32_t rounds = get(image, form->states + 8, 4);
    uint32_t device = get(image, form->states + 28, 4);
    uint32_t at = 0;
    while (at < form->pages && get(image, form->states + 64 + (size_t)16 * at, 4) != 0xffffffff) {
        at++;
    }
    uint32_t from = (at + 1) % (uint32_t)form->pages;
    memcpy(image->bytes + (size_t)at * 4096, image->bytes + (size_t)from * 4096, 4096);
    memset(image->bytes + (size_t)from * 4096, 0xff, 4096);
    for (uint32_t copy = 0; copy < 2; copy++) {
        char *here = state + copy * form->state_size;
        for (uint32_t i = 0; i < 4; i++) {
            char number[4];
            bytes_put(number, device + 4 * at + i, 4, false);
            bytes_put(here + 64 + (size_t)16 * at + (size_t)4 * i, digest_crc32(number, 4), 4,
                      false);
        }
        if (at + 1 == form->pages) {
            memset(here + 64, 0xff, form->state_size - 64);
            bytes_put(here + 8, (rounds + 1) % (form->pages - 1), 4, false);
            bytes_put(here + 60, digest_crc32(here, 60), 4, false);
        }
    }
}

START_TEST(wear_levelled_volumes_in_use_are_read)
{
    struct fat_options options = plain;
    struct buffer image;
    struct fat_wear_form form;
    struct tree_node *root = new_root();
    add(root, "a name.txt", "abc");
    add(add(root, "sub", NULL), "x.y", "def");
    options.wear = FAT_WEAR_SAFE;
    write_tree(&options, root, 128 << 10, &image);
    ck_assert(fat_wear_shape(options.wear, image.length, &form));
    for (size_t i = 0; i < (form.pages + 2) * form.pages; i++) {
        assert_same(read_back(&image), root);
        move_spare(&image, &form);
        if (i % 7 == 0) { // a cut while a copy of the state was written
            char *state = image.bytes + form.states + (i % 2) * form.state_size;
            state[5] ^= 1;
            assert_same(read_back(&image), root);
            state[5] ^= 1;
        }
    }
}
END_TEST

START_TEST(a_safe_write_that_was_cut_off_is_finished)
{
    struct fat_options options = plain;
    struct buffer image;
    struct fat_wear_form form;
    struct tree_node *root = new_root();
    add(root, "a name.txt", "abc");
    options.wear = FAT_WEAR_SAFE;
    write_tree(&options, root, 128 << 10, &image);
    ck_assert(fat_wear_shape(options.wear, image.length, &form));
    char *page = image.bytes + FAT_WEAR_PAGE; // of the boot sector; the spare one is before it
    char *state = page + form.usable;
    memcpy(state + FAT_WEAR_PAGE, page, FAT_WEAR_PAGE);
    memset(page, 0xff, FAT_WEAR_PAGE);
    bytes_put(state, 0x12345678, 4, false);
    bytes_put(state + 4, 0, 4, false);
    bytes_put(state + 8, 7, 4, false); // a sector of the root that has no entries
    bytes_put(state + 12, 1, 4, false);
    assert_same(read_back(&image), root);
    bytes_put(state, 0, 4, false); // nothing is pending
    const char *error = NULL;
    ck_assert_ptr_null(fat_read(&arena, (uint8_t *)image.bytes, image.length, &error));
}
END_TEST

// An image in which the same long path stands for many files would take very much memory.
START_TEST(hostile_paths_are_refused)
{
    enum { FOLDERS = 16, FILES = 30000 };
    struct tree_node *root = new_root();
    struct tree_node *folder = root;
    struct fat_options options = plain;
    struct buffer image;
    const char *error = NULL;
    char name[256] = "";
    memset(name, 'x', 250);
    for (size_t i = 0; i < FOLDERS; i++) {
        folder = add(folder, name, NULL);
    }
    for (size_t i = 0; i < FILES; i++) {
        add(folder, arena_format(&arena, "%zu", 10000 + i), "")->path = "";
    }
    write_tree(&options, root, 4 << 20, &image);
    ck_assert_ptr_null(fat_read(&arena, (uint8_t *)image.bytes, image.length, &error));
    ck_assert_str_eq(error, "its directories are nested too deeply, with names that are too long");
}
END_TEST

START_TEST(names_of_other_writers_are_read)
{
    struct buffer image;
    struct tree_node *root = new_root();
    add(root, "AB", "abc");
    add(root, "CD", "");
    add(root, "a long name", "x");
    write_tree(&plain, root, 1 << 20, &image);
    size_t at = 512 + 2 * 512 * get(&image, 22, 2);
    image.bytes[at] = '\x81';
    image.bytes[at + 32] = '\xe5';
    image.bytes[at + 64] = 0x42; // of another name: its alias is what is left
    const struct tree_node *found = read_back(&image);
    ck_assert_uint_eq(found->children.count, 2);
    ck_assert_str_eq(found->children.items[0]->name, "ALONGN~1");
    ck_assert_str_eq(found->children.items[1]->name, "\xc3\xbc"
                                                     "B");
}
END_TEST

static uint64_t below(uint64_t *seed, uint64_t limit)
{
    return unit_random(seed) % limit;
}

static const char *random_name(uint64_t *seed)
{
    static const char *const pieces[] = {"a",
                                         "b",
                                         "Z",
                                         "1",
                                         "_",
                                         "~1",
                                         ".",
                                         " ",
                                         "+",
                                         ";",
                                         "long",
                                         "name",
                                         "\xc3\xa4",
                                         "\xe2\x82\xac",
                                         "\xf0\x9f\x98\x80",
                                         ".txt"};
    struct buffer name;
    buffer_init(&name, &arena);
    size_t limit = below(seed, 8) ? 8 : 60;
    for (size_t count = 1 + below(seed, limit); count > 0; count--) {
        buffer_text(&name, pieces[below(seed, sizeof pieces / sizeof *pieces)]);
    }
    return name.bytes;
}

static bool is_new(const struct tree_node *folder, const char *name)
{
    const char *folded = fat_name_fold(&arena, name);
    for (size_t i = 0; i < folder->children.count; i++) {
        const struct tree_node *node = folder->children.items[i];
        if (strcmp(fat_name_fold(&arena, node->name), folded) == 0) {
            return false;
        }
    }
    return true;
}

static void fill_randomly(struct tree_node *folder, bool has_long_names, unsigned depth,
                          uint64_t *seed)
{
    for (size_t count = below(seed, 9); count > 0; count--) {
        const char *name = random_name(seed);
        if (!has_long_names) {
            name = arena_format(&arena, "%c%u.X", below(seed, 2) ? 'n' : 'N',
                                (unsigned)below(seed, 1000));
        }
        if (fat_name_fault(&arena, name, has_long_names) || !is_new(folder, name)) {
            continue;
        }
        bool is_folder = depth < 5 && below(seed, 4) == 0;
        struct tree_node *node = add(folder, name, is_folder ? NULL : "");
        if (is_folder) {
            fill_randomly(node, has_long_names, depth + 1, seed);
        } else {
            uint8_t *bytes = arena_array(&arena, 10000, 1);
            node->size = below(seed, below(seed, 3) ? 600 : 10000);
            for (size_t i = 0; i < node->size; i++) {
                bytes[i] = (uint8_t)unit_random(seed);
            }
            node->bytes = bytes;
        }
    }
}

static void random_options(struct fat_options *options, uint64_t *seed)
{
    *options = plain;
    options->sector = below(seed, 2) ? 512 : 4096;
    options->cluster = below(seed, 2) ? options->sector << below(seed, 4) : 0;
    options->has_long_names = below(seed, 3) > 0;
    options->wear = (enum fat_wear)below(seed, options->sector == 512 ? 3 : 2);
    options->label = below(seed, 2) ? "RANDOM     " : NULL;
}

// The smallest size, in pages, that a tree fits.
static uint64_t fitting_size(const struct fat_options *options,
                             const struct fat_folder_list *folders)
{
    for (uint64_t size = 4096;; size += 4096) {
        struct fat_form form;
        if (fat_shape(options, size, &form) == FAT_FITS &&
            fat_demand(folders, form.cluster) <= form.clusters) {
            assert_form(&form, options);
            return size;
        }
    }
}

static void assert_aliases(const struct fat_folder_list *folders)
{
    for (size_t i = 0; i < folders->count; i++) {
        const struct fat_folder *folder = folders->items[i];
        for (size_t j = 0; j < folder->count; j++) {
            for (size_t k = 0; k < j; k++) {
                ck_assert(memcmp(folder->entries[j].name, folder->entries[k].name, FAT_NAME_SIZE) !=
                          0);
            }
        }
    }
}

// Damage may be found or not; it must do no harm.
static void read_damaged(const struct buffer *image, uint64_t *seed)
{
    char *bytes = malloc(image->length); // of this size, so that reading beyond it is found
    const char *error = NULL;
    ck_assert_ptr_nonnull(bytes);
    memcpy(bytes, image->bytes, image->length);
    for (size_t i = below(seed, 20) + 1; i > 0; i--) {
        size_t limit = below(seed, 2) ? image->length : (size_t)64 * 1024;
        bytes[below(seed, limit) % image->length] = (char)unit_random(seed);
    }
    const struct tree_node *root = fat_read(&arena, (uint8_t *)bytes, image->length, &error);
    ck_assert((root != NULL) == (error == NULL));
    free(bytes);
}

START_TEST(random_trees_come_back)
{
    for (uint64_t number = 1; number <= 2000; number++) {
        uint64_t seed = number * UINT64_C(0x9e3779b97f4a7c15);
        struct fat_options options;
        struct buffer image;
        struct tree_node *root = new_root();
        random_options(&options, &seed);
        fill_randomly(root, options.has_long_names, 0, &seed);
        sort(root);
        const struct fat_folder_list folders = fat_folders(&arena, root, &options);
        assert_aliases(&folders);
        write_tree(&options, root, fitting_size(&options, &folders), &image);
        assert_same(read_back(&image), root);
        read_damaged(&image, &seed);
        tear_down();
        set_up();
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fat");
    TCase *tests = tcase_create("fat");
    tcase_set_timeout(tests, 300);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, short_names_keep_the_case_of_their_parts);
    tcase_add_test(tests, names_that_fat_cannot_hold_have_a_fault);
    tcase_add_test(tests, names_fold_to_one_case);
    tcase_add_test(tests, aliases_are_unique);
    tcase_add_test(tests, aliases_of_many_names_have_longer_numbers);
    tcase_add_test(tests, the_width_is_right_at_the_border);
    tcase_add_test(tests, a_width_that_cannot_be_is_refused);
    tcase_add_test(tests, a_volume_has_the_fields_of_the_specification);
    tcase_add_test(tests, wear_levelled_volumes_in_use_are_read);
    tcase_add_test(tests, a_safe_write_that_was_cut_off_is_finished);
    tcase_add_test(tests, hostile_paths_are_refused);
    tcase_add_test(tests, names_of_other_writers_are_read);
    tcase_add_test(tests, random_trees_come_back);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
