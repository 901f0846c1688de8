// Decoders in memory: what every flipped bit of an NVS image does to what is told of it. Whole
// images of all kinds are in golden cases and in tests/images/dump.py.
#include "cipher.h"
#include "digest.h"
#include "dump.h"
#include "keys.h"
#include "nvs_view.h"
#include "posix.h"

#include "unit.h"

enum {
    PAGES = 3,
    SIZE = PAGES * NVS_PAGE_SIZE,
    BITMAP = 32,
    MOST = 15, // entries of the image
};

static struct arena arena;
static struct buffer image;
static const uint8_t *keys;
static const struct dump_tables tables;

// Entries by the first slot of each item, and those that an erased state leaves without a trace:
// firmware erases integers just so.
static size_t entry_count;
static size_t firsts[MOST];
static bool is_integer[MOST];

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    buffer_init(&image, &arena);
    keys = NULL;
}

static void tear_down(void)
{
    arena_release(&arena);
}

static void note(size_t *slot, size_t count, bool is_number)
{
    size_t first = *slot;
    for (; *slot < first + count; ++*slot) {
        ck_assert_uint_lt(*slot, MOST);
        firsts[*slot] = first;
        is_integer[*slot] = is_number;
    }
}

// A namespace, integers, a string of three entries, a blob, and a namespace that has only one key.
static void make(unsigned version)
{
    static char text[] = "a string that takes more than one entry";
    static char bytes[70];
    struct nvs_item items[] = {
        {.type = NVS_SPACE, .name = "app", .number = 1},
        {.type = NVS_U8, .name = "mode", .number = 3},
        {.type = NVS_I32, .name = "offset", .number = (uint64_t)-40},
        {.type = NVS_STRING, .name = "host", .bytes = text, .length = sizeof text},
        {.type = NVS_BLOB, .name = "salt", .bytes = bytes, .length = sizeof bytes},
        {.type = NVS_SPACE, .name = "other", .number = 2},
        {.type = NVS_U64, .name = "big", .number = UINT64_MAX},
        {.type = NVS_STRING, .name = "none", .bytes = "", .length = 1},
    };
    const struct nvs_form form = {.version = version, .size = SIZE};
    struct nvs_item_list list = {0};
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        list_append(&arena, &list, &items[i]);
    }
    ck_assert_uint_eq(nvs_write(&form, &list, &image), 1);
    size_t slot = 0;
    note(&slot, 1, false); // a namespace leaves keys of none
    note(&slot, 1, true);
    note(&slot, 1, true);
    note(&slot, 3, false);
    note(&slot, version == 2 ? 5 : 4, false); // the index belongs to its chunk
    note(&slot, 1, false);
    note(&slot, 1, true);
    note(&slot, 2, false);
    entry_count = slot;
}

static struct fact *dump(struct arena *place)
{
    const struct dump_request request = {
        .host = &host_posix,
        .arena = place,
        .bytes = (const uint8_t *)image.bytes,
        .size = image.length,
        .tables = &tables,
        .keys = keys,
        .name = "nvs",
    };
    struct dump_result result = {0};
    nvs_decoder.decode(&request, &result);
    return result.fact;
}

// Whether a remark tells of a place from `start` to before `end`.
static bool tells(const struct fact *fact, bool is_damage, uint64_t start, uint64_t end)
{
    for (size_t i = 0; i < fact->remarks.count; i++) {
        const struct remark *remark = fact->remarks.items[i];
        if (remark->is_damage == is_damage && remark->offset >= start && remark->offset < end) {
            return true;
        }
    }
    for (size_t i = 0; i < fact->children.count; i++) {
        if (tells(fact->children.items[i], is_damage, start, end)) {
            return true;
        }
    }
    return false;
}

static uint64_t place_of(size_t slot)
{
    return NVS_FIRST_ENTRY + slot * NVS_ENTRY_SIZE;
}

// What a flipped bit belongs to: the header, an item, or an erased page.
static void find_place(size_t bit, uint64_t *start, uint64_t *end, bool *may_be_erased)
{
    size_t at = bit / 8;
    size_t slot = at < NVS_FIRST_ENTRY ? (at - BITMAP) * 4 + bit % 8 / 2
                                       : (at - NVS_FIRST_ENTRY) / NVS_ENTRY_SIZE;
    *may_be_erased = false;
    *start = at / NVS_PAGE_SIZE * NVS_PAGE_SIZE;
    *end = *start + NVS_PAGE_SIZE;
    if (at < BITMAP) {
        *end = BITMAP;
    } else if (at < NVS_PAGE_SIZE && slot < entry_count && is_integer[slot]) {
        *start = place_of(slot);
        *end = place_of(slot + 1);
        *may_be_erased = at < NVS_FIRST_ENTRY && bit % 2;
    } else if (at < NVS_PAGE_SIZE && slot < entry_count) {
        *start = place_of(firsts[slot]);
        *end = NVS_PAGE_SIZE; // of a namespace, those of its keys tell
    } else if (at < NVS_PAGE_SIZE) {
        *start = at < NVS_FIRST_ENTRY ? BITMAP : place_of(slot);
    }
}

static void check_bit(size_t bit)
{
    struct arena place;
    uint64_t start, end;
    bool may_be_erased;
    arena_init(&place, unit_exhausted);
    image.bytes[bit / 8] = (char)(image.bytes[bit / 8] ^ 1 << bit % 8);
    const struct fact *fact = dump(&place);
    find_place(bit, &start, &end, &may_be_erased);
    bool is_told = tells(fact, true, start, end);
    if (!is_told && may_be_erased) { // as if firmware had erased the key
        ck_assert_uint_eq(fact_damages(fact, NULL), 0);
        is_told = tells(fact, false, start, end);
    }
    ck_assert_msg(is_told, "bit %zu of byte 0x%zx is not told of at 0x%zx to 0x%zx", bit % 8,
                  bit / 8, (size_t)start, (size_t)end);
    image.bytes[bit / 8] = (char)(image.bytes[bit / 8] ^ 1 << bit % 8);
    arena_release(&place);
}

static void check_bits(size_t step)
{
    ck_assert_uint_eq(fact_damages(dump(&arena), NULL), 0);
    for (size_t bit = 0; bit < (size_t)NVS_PAGE_SIZE * 8; bit += step) {
        check_bit(bit);
    }
    for (size_t bit = (size_t)NVS_PAGE_SIZE * 8; bit < (size_t)SIZE * 8; bit += 101) {
        check_bit(bit);
    }
}

START_TEST(every_bit_of_version_2)
{
    make(2);
    check_bits(1);
}
END_TEST

START_TEST(every_bit_of_version_1)
{
    make(1);
    check_bits(1);
}
END_TEST

static struct cipher *cipher;

static void encrypt(void *context, uint8_t *entries, size_t count, uint64_t offset)
{
    (void)context;
    ck_assert(cipher_encrypt_slots(cipher, entries, count, offset));
}

START_TEST(bits_of_an_encrypted_image)
{
    static uint8_t both[KEYS_SIZE];
    const char *error = NULL;
    both[0] = 1;
    cipher = cipher_new(&host_posix, &arena, both, &error);
    if (!cipher) {
        return; // without libcrypto there is none
    }
    make(2);
    nvs_visit_written(&image, NULL, encrypt);
    keys = both;
    check_bits(3);
}
END_TEST

START_TEST(sha256_of_known_texts)
{
    // FIPS 180-4's examples, and a length where the padding takes a block of its own.
    static const struct {
        const char *text;
        uint8_t begin[4];
    } cases[] = {
        {"", {0xe3, 0xb0, 0xc4, 0x42}},
        {"abc", {0xba, 0x78, 0x16, 0xbf}},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", {0x24, 0x8d, 0x6a, 0x61}},
    };
    uint8_t digest[SHA256_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        digest_sha256(cases[i].text, strlen(cases[i].text), digest);
        ck_assert_mem_eq(digest, cases[i].begin, sizeof cases[i].begin);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dump");
    TCase *tests = tcase_create("bits");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, every_bit_of_version_2);
    tcase_add_test(tests, every_bit_of_version_1);
    tcase_add_test(tests, bits_of_an_encrypted_image);
    tcase_add_test(tests, sha256_of_known_texts);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
