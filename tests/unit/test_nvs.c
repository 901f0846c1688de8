// The borders of NVS pages; tests/images holds whole images against those of other tools.
#include "nvs.h"

#include "unit.h"

enum {
    FIRST_ENTRY = 64,
    LAST = NVS_ENTRY_COUNT - 1,
    PAGES = 8,
    ACTIVE = 0xfe,
    FULL = 0xfc,
    BLANK = 0xff,
};

static struct arena arena;
static struct nvs_item_list items;
static struct buffer image;
static struct nvs_form form;
static char bytes[3 * NVS_PAGE_SIZE];

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    buffer_init(&image, &arena);
    items = (struct nvs_item_list){0};
    form = (struct nvs_form){.version = 2, .size = (uint64_t)PAGES * NVS_PAGE_SIZE};
    memset(bytes, 'x', sizeof bytes);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static void add(struct nvs_item content)
{
    struct nvs_item *item = arena_new(&arena, sizeof *item);
    *item = content;
    list_append(&arena, &items, item);
}

static void add_integers(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add((struct nvs_item){.type = NVS_U8, .name = "i", .number = i});
    }
}

static void add_blob(size_t length)
{
    add((struct nvs_item){.type = NVS_BLOB, .name = "b", .bytes = bytes, .length = length});
}

static void add_string(size_t length)
{
    add((struct nvs_item){.type = NVS_STRING, .name = "s", .bytes = bytes, .length = length});
}

static uint8_t *page(size_t index)
{
    return (uint8_t *)image.bytes + index * NVS_PAGE_SIZE;
}

static uint8_t *entry(size_t index, size_t place)
{
    return page(index) + FIRST_ENTRY + place * NVS_ENTRY_SIZE;
}

static void expect_entry(size_t index, size_t place, uint8_t type, uint8_t span, uint8_t chunk)
{
    ck_assert_uint_eq(entry(index, place)[1], type);
    ck_assert_uint_eq(entry(index, place)[2], span);
    ck_assert_uint_eq(entry(index, place)[3], chunk);
}

static void write_pages(uint64_t pages)
{
    ck_assert_uint_eq(nvs_write(&form, &items, &image), pages);
    ck_assert_uint_eq(image.length, form.size);
    for (size_t i = 0; i < PAGES; i++) {
        ck_assert_uint_eq(page(i)[0], i + 1 < pages ? FULL : i + 1 == pages ? ACTIVE : BLANK);
    }
}

START_TEST(an_image_without_keys_has_a_page)
{
    static const uint8_t header[32] = {0xfe, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xfe,
                                       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                       0xff, 0x84, 0x2d, 0xba, 0xb9}; // as nvs_partition_gen has it
    write_pages(1);
    ck_assert_mem_eq(page(0), header, sizeof header);
    for (size_t i = sizeof header; i < image.length; i++) {
        ck_assert_uint_eq((uint8_t)image.bytes[i], 0xff);
    }
}
END_TEST

START_TEST(integers_take_the_last_entry)
{
    add_integers(NVS_ENTRY_COUNT);
    write_pages(1);
    expect_entry(0, LAST, NVS_U8, 1, 0xff);
    ck_assert_uint_eq(page(0)[63], 0xfa);
}
END_TEST

START_TEST(another_integer_begins_a_page)
{
    add_integers(NVS_ENTRY_COUNT + 1);
    write_pages(2);
    expect_entry(1, 0, NVS_U8, 1, 0xff);
}
END_TEST

START_TEST(strings_leave_the_last_entry)
{
    add_integers(NVS_ENTRY_COUNT - 3);
    add_string(NVS_ENTRY_SIZE);
    write_pages(1);
    expect_entry(0, LAST - 2, NVS_STRING, 2, 0xff);
    ck_assert_uint_eq(entry(0, LAST)[1], BLANK);
}
END_TEST

START_TEST(strings_that_need_the_last_entry_begin_a_page)
{
    add_integers(NVS_ENTRY_COUNT - 3);
    add_string(NVS_ENTRY_SIZE + 1);
    write_pages(2);
    ck_assert_uint_eq(entry(0, LAST - 2)[1], BLANK);
    expect_entry(1, 0, NVS_STRING, 3, 0xff);
}
END_TEST

START_TEST(the_longest_string_takes_a_page)
{
    add_string((size_t)124 * NVS_ENTRY_SIZE);
    write_pages(1);
    expect_entry(0, 0, NVS_STRING, 125, 0xff);
}
END_TEST

START_TEST(blobs_of_version_1_are_in_one_piece)
{
    form.version = 1;
    add_integers(NVS_ENTRY_COUNT - 3);
    add_blob(NVS_ENTRY_SIZE);
    add_blob(0);
    write_pages(2);
    expect_entry(0, LAST - 2, NVS_BLOB, 2, 0xff);
    expect_entry(1, 0, NVS_BLOB, 1, 0xff);
    ck_assert_uint_eq(page(0)[8], 0xff);
}
END_TEST

START_TEST(blobs_that_end_with_the_page_have_their_index_behind)
{
    add_blob((size_t)125 * NVS_ENTRY_SIZE);
    write_pages(2);
    expect_entry(0, 0, NVS_CHUNK, 126, 0);
    expect_entry(1, 0, NVS_INDEX, 1, 0xff);
    ck_assert_mem_eq(entry(1, 0) + 24, "\xa0\x0f\0\0\x01\0\xff\xff", 8);
}
END_TEST

START_TEST(blobs_that_leave_an_entry_have_their_index_there)
{
    add_blob((size_t)124 * NVS_ENTRY_SIZE);
    write_pages(1);
    expect_entry(0, 0, NVS_CHUNK, 125, 0);
    expect_entry(0, LAST, NVS_INDEX, 1, 0xff);
}
END_TEST

START_TEST(blobs_behind_one_entry_begin_with_an_empty_chunk)
{
    add_integers(NVS_ENTRY_COUNT - 1);
    add_blob(1);
    write_pages(2);
    expect_entry(0, LAST, NVS_CHUNK, 1, 0);
    ck_assert_mem_eq(entry(0, LAST) + 24, "\0\0\xff\xff\xff\xff\xff\xff", 8);
    expect_entry(1, 0, NVS_CHUNK, 2, 1);
    expect_entry(1, 2, NVS_INDEX, 1, 0xff);
    ck_assert_uint_eq(entry(1, 2)[28], 2);
}
END_TEST

START_TEST(large_blobs_take_whole_pages)
{
    add_integers(1);
    add_blob((size_t)(124 + 125) * NVS_ENTRY_SIZE + 1);
    write_pages(3);
    expect_entry(0, 1, NVS_CHUNK, 125, 0);
    expect_entry(1, 0, NVS_CHUNK, 126, 1);
    expect_entry(2, 0, NVS_CHUNK, 2, 2);
    expect_entry(2, 2, NVS_INDEX, 1, 0xff);
}
END_TEST

START_TEST(blobs_of_no_bytes_have_a_chunk)
{
    add_blob(0);
    write_pages(1);
    expect_entry(0, 0, NVS_CHUNK, 1, 0);
    expect_entry(0, 1, NVS_INDEX, 1, 0xff);
}
END_TEST

START_TEST(keys_are_in_the_namespace_that_is_selected)
{
    for (uint64_t i = 1; i <= 3; i++) {
        add((struct nvs_item){.type = NVS_SPACE, .name = "n", .number = i % 3 ? i : 1});
        add_integers(1);
    }
    write_pages(1);
    static const uint8_t spaces[] = {0, 1, 0, 2, 1};
    for (size_t i = 0; i < sizeof spaces; i++) {
        ck_assert_uint_eq(entry(0, i)[0], spaces[i]);
    }
    ck_assert_uint_eq(entry(0, sizeof spaces)[1], BLANK);
}
END_TEST

START_TEST(a_page_stays_free)
{
    static const uint64_t usable[] = {0, 1, 2, 2, 3};
    for (size_t i = 0; i < sizeof usable / sizeof *usable; i++) {
        ck_assert_uint_eq(nvs_usable_pages(i * NVS_PAGE_SIZE), usable[i]);
    }
}
END_TEST

START_TEST(what_does_not_fit_is_counted)
{
    form.size = (uint64_t)3 * NVS_PAGE_SIZE;
    add_integers(2 * NVS_ENTRY_COUNT + 1);
    ck_assert_uint_eq(nvs_write(&form, &items, &image), 3);
}
END_TEST

START_TEST(spare_pages_may_be_full)
{
    form.has_full_tail = true;
    ck_assert_uint_eq(nvs_write(&form, &items, &image), 1);
    for (size_t i = 0; i < PAGES; i++) {
        ck_assert_uint_eq(page(i)[0], i + 1 < PAGES ? FULL : BLANK);
        ck_assert_uint_eq(page(i)[4], i + 1 < PAGES ? i : BLANK);
    }
}
END_TEST

struct visit {
    size_t runs, entries;
    uint64_t first;
};

static void note_run(void *context, uint8_t *entries, size_t count, uint64_t offset)
{
    struct visit *visit = context;
    visit->first = visit->runs ? visit->first : offset;
    ck_assert_ptr_eq(entries, image.bytes + offset);
    visit->runs++;
    visit->entries += count;
}

START_TEST(entries_that_are_written_are_visited)
{
    struct visit visit = {0};
    add_integers(NVS_ENTRY_COUNT + 2);
    add_string((size_t)124 * NVS_ENTRY_SIZE);
    write_pages(3);
    nvs_visit_written(&image, &visit, note_run);
    ck_assert_uint_eq(visit.runs, 3);
    ck_assert_uint_eq(visit.entries, NVS_ENTRY_COUNT + 2 + 125);
    ck_assert_uint_eq(visit.first, FIRST_ENTRY);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("nvs");
    TCase *cases = tcase_create("pages");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, an_image_without_keys_has_a_page);
    tcase_add_test(cases, integers_take_the_last_entry);
    tcase_add_test(cases, another_integer_begins_a_page);
    tcase_add_test(cases, strings_leave_the_last_entry);
    tcase_add_test(cases, strings_that_need_the_last_entry_begin_a_page);
    tcase_add_test(cases, the_longest_string_takes_a_page);
    tcase_add_test(cases, blobs_of_version_1_are_in_one_piece);
    tcase_add_test(cases, blobs_that_end_with_the_page_have_their_index_behind);
    tcase_add_test(cases, blobs_that_leave_an_entry_have_their_index_there);
    tcase_add_test(cases, blobs_behind_one_entry_begin_with_an_empty_chunk);
    tcase_add_test(cases, large_blobs_take_whole_pages);
    tcase_add_test(cases, blobs_of_no_bytes_have_a_chunk);
    tcase_add_test(cases, keys_are_in_the_namespace_that_is_selected);
    tcase_add_test(cases, a_page_stays_free);
    tcase_add_test(cases, what_does_not_fit_is_counted);
    tcase_add_test(cases, spare_pages_may_be_full);
    tcase_add_test(cases, entries_that_are_written_are_visited);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
