// Images of whole flashes: seeded random pieces, read back from each format by readers of its own.
#include "driver.h"
#include "flash_format.h"
#include "verify.h"

#include "unit.h"

#include <ctype.h>
#include <stdio.h>

static struct compilation compilation;

static void set_up(void)
{
    compilation_init(&compilation, &host_none, unit_exhausted);
}

static void tear_down(void)
{
    compilation_release(&compilation);
}

static const struct layout *compile(const char *text)
{
    struct invocation invocation = {.schema = "test.pschema", .output = "."};
    compilation_read_text(&compilation, "test.pschema", text, strlen(text));
    const struct layout *layout = compilation_layout(&compilation, invocation);
    ck_assert_ptr_nonnull(layout);
    return layout;
}

// A flash of 640K + 12 bytes, and of 16G.
static const struct layout *devices(void)
{
    return compile("schema test revision 1;\n"
                   "target esp32s3 { flash 2M; }\n"
                   "flash small { size 640K + 12; erase 4; }\n"
                   "flash huge { size 16G; erase 4K; }\n"
                   "table main { partition factory app.factory size 1M; }\n");
}

enum {
    MODEL_SIZE = 640 * 1024 + 12,
    UNTOUCHED = 256, // no byte
};

// What a flash holds, byte by byte; UNTOUCHED where an image has nothing.
struct model {
    unsigned bytes[MODEL_SIZE];
};

// As ck_assert() does, which is too slow for every byte.
static void require(bool is_good, int line)
{
    if (!is_good) {
        ck_abort_msg("line %d", line);
    }
}

static void clear(struct model *model)
{
    for (size_t i = 0; i < MODEL_SIZE; i++) {
        model->bytes[i] = UNTOUCHED;
    }
}

static void put(struct model *model, uint64_t at, unsigned byte)
{
    require(at < MODEL_SIZE, __LINE__);
    require(model->bytes[at] == UNTOUCHED, __LINE__); // nothing is there twice
    model->bytes[at] = byte;
}

// Random pieces that do not lie on each other, some of them side by side.
static void add_pieces(struct flash *flash, struct model *model, uint64_t *random)
{
    uint64_t at = 0;
    clear(model);
    for (;;) {
        static const uint64_t distances[] = {0, 40, 300, 70000, 200000};
        static const uint64_t lengths[] = {3, 40, 600, 70000};
        at += unit_random(random) % (distances[unit_random(random) % 5] + 1);
        uint64_t length = unit_random(random) % lengths[unit_random(random) % 4] + 1;
        if (at >= MODEL_SIZE) {
            return;
        }
        length = length < MODEL_SIZE - at ? length : MODEL_SIZE - at;
        char *bytes = arena_new(flash->arena, (size_t)length);
        for (size_t i = 0; i < length; i++) {
            bytes[i] = (char)unit_random(random);
            put(model, at + i, (unsigned char)bytes[i]);
        }
        flash_add(
            flash,
            (struct flash_piece){
                .offset = at, .bytes = bytes, .length = length, .room = length, .name = "a piece"});
        at += length;
    }
}

static unsigned hex_digits(const char **at, unsigned count)
{
    unsigned value = 0;
    for (unsigned i = 0; i < count; i++, ++*at) {
        require(isxdigit((unsigned char)**at) && !islower((unsigned char)**at), __LINE__);
        value =
            value * 16 + (unsigned)(isdigit((unsigned char)**at) ? **at - '0' : **at - 'A' + 10);
    }
    return value;
}

static void read_ihex(const struct buffer *text, struct model *model)
{
    uint64_t upper = 0;
    bool is_closed = false;
    for (const char *at = text->bytes; at < text->bytes + text->length;) {
        unsigned sum = 0;
        unsigned record[4 + 255 + 1];
        require(!is_closed, __LINE__);
        require(*at++ == ':', __LINE__);
        record[0] = hex_digits(&at, 2);
        for (unsigned i = 1; i < record[0] + 5; i++) {
            record[i] = hex_digits(&at, 2);
            sum += record[i];
        }
        require((sum + record[0]) % 256 == 0, __LINE__);
        require(*at++ == '\n', __LINE__);
        unsigned address = record[1] << 8 | record[2];
        is_closed = record[3] == 1;
        if (record[3] == 4) {
            require(record[0] == 2, __LINE__);
            upper = (uint64_t)(record[4] << 8 | record[5]) << 16;
        }
        require(record[3] == 0 || record[3] == 1 || record[3] == 4, __LINE__);
        for (unsigned i = 0; record[3] == 0 && i < record[0]; i++) {
            require(address + i < 0x10000, __LINE__);
            put(model, upper + address + i, record[4 + i]);
        }
    }
    require(is_closed, __LINE__);
}

static uint32_t word(const char *bytes)
{
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        value |= (uint32_t)(unsigned char)bytes[i] << 8 * i;
    }
    return value;
}

static void read_uf2(const struct buffer *file, struct model *model)
{
    require(file->length % 512 == 0, __LINE__);
    for (size_t i = 0; i < file->length / 512; i++) {
        const char *block = file->bytes + 512 * i;
        static const uint32_t magic[] = {0x0a324655, 0x9e5d5157, 0x2000};
        for (size_t j = 0; j < 3; j++) {
            require(word(block + 4 * j) == magic[j], __LINE__);
        }
        require(word(block + 12) % 256 == 0, __LINE__);
        require(word(block + 16) <= 256, __LINE__);
        require(word(block + 20) == i, __LINE__);
        require(word(block + 24) == file->length / 512, __LINE__);
        require(word(block + 28) == 0xc47e5767, __LINE__); // ESP32-S3
        require(word(block + 508) == 0x0ab16f30, __LINE__);
        for (size_t j = 0; j < 476; j++) {
            if (j < word(block + 16)) {
                put(model, (uint64_t)word(block + 12) + j, (unsigned char)block[32 + j]);
            } else {
                require(block[32 + j] == 0, __LINE__);
            }
        }
    }
}

static void read_bin(const struct buffer *file, struct model *model)
{
    for (size_t i = 0; i < file->length; i++) {
        put(model, i, (unsigned char)file->bytes[i]);
    }
}

static void (*const readers[])(const struct buffer *file, struct model *model) = {
    read_bin,
    read_ihex,
    read_uf2,
};

// All that is in the flash is in the image, and all else that is in there is erased. Of what was
// left out nothing has content; a format that can leave out more does.
static void compare(const struct model *expected, const struct model *actual, size_t format,
                    bool is_sparse)
{
    bool is_before_end = false;
    for (size_t i = MODEL_SIZE; i-- > 0;) {
        unsigned wanted = expected->bytes[i] == UNTOUCHED ? 0xff : expected->bytes[i];
        bool is_left_out = is_sparse && expected->bytes[i] == UNTOUCHED;
        is_before_end |= expected->bytes[i] != UNTOUCHED;
        if (actual->bytes[i] != UNTOUCHED || !is_left_out) {
            require(actual->bytes[i] == wanted, __LINE__);
        }
        if (is_left_out && (format == 1 || (format == 0 && !is_before_end))) {
            require(actual->bytes[i] == UNTOUCHED, __LINE__);
        }
    }
}

START_TEST(all_formats_hold_what_the_flash_does)
{
    struct model *expected = malloc(sizeof *expected);
    struct model *actual = malloc(sizeof *actual);
    uint64_t random = (uint64_t)_i * 2654435761 + 6;
    const struct layout *layout = devices();
    struct flash flash;
    flash_init(&flash, layout, layout_find_flash(layout, "small"));
    add_pieces(&flash, expected, &random);
    ck_assert(flash_close(&flash, &compilation.diagnostics));
    ck_assert_uint_eq(flash_format_count, 3);
    for (size_t i = 0; i < 2 * flash_format_count; i++) {
        struct buffer file;
        bool is_sparse = i % 2;
        buffer_init(&file, layout->arena);
        ck_assert(
            flash_write(&flash, &flash_formats[i / 2], is_sparse, &compilation.diagnostics, &file));
        clear(actual);
        readers[i / 2](&file, actual);
        compare(expected, actual, i / 2, is_sparse);
    }
    free(expected);
    free(actual);
}
END_TEST

static bool write_piece_at(const struct layout *layout, uint64_t offset, uint64_t length,
                           const char *format, bool is_sparse)
{
    struct flash flash;
    struct buffer file;
    buffer_init(&file, layout->arena);
    flash_init(&flash, layout, layout_find_flash(layout, "huge"));
    flash_add(&flash, (struct flash_piece){.offset = offset,
                                           .bytes = arena_new(layout->arena, (size_t)length),
                                           .length = length,
                                           .room = length,
                                           .name = "a piece"});
    return flash_close(&flash, &compilation.diagnostics) &&
           flash_write(&flash, flash_format_find(format), is_sparse, &compilation.diagnostics,
                       &file);
}

START_TEST(limits_of_formats_are_reported)
{
    const struct layout *layout = devices();
    const uint64_t end = UINT64_C(1) << 32;
    ck_assert(write_piece_at(layout, end - 256, 256, "ihex", true));
    ck_assert(write_piece_at(layout, end - 256, 256, "uf2", true));
    ck_assert_uint_eq(compilation.diagnostics.errors, 0);
    const struct {
        uint64_t offset, length;
        const char *format;
        bool is_sparse;
    } wrong[] = {
        {end - 256, 257, "ihex", true}, {end - 256, 257, "uf2", true},
        {end, 2, "hex", true},          {0, 1, "ihex", false},
        {0, 1, "uf2", false},           {0, 1, "bin", false},
        {end, 1, "bin", true},          {4 * end, 1, "bin", true},
        {4 * end - 1, 2, "ihex", true}, {UINT64_MAX, 2, "ihex", true},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        compilation.diagnostics.errors = 0;
        compilation.diagnostics.kept.count = 0; // what was reported before is not reported again
        ck_assert(!write_piece_at(layout, wrong[i].offset, wrong[i].length, wrong[i].format,
                                  wrong[i].is_sparse));
        ck_assert_uint_eq(compilation.diagnostics.errors, 1);
    }
}
END_TEST

static const struct flash_format *probed(const char *text, size_t length)
{
    const struct buffer file = {.bytes = malloc(length + !length), .length = length};
    ck_assert_ptr_nonnull(file.bytes); // of just this size, so that no byte behind it is looked at
    memcpy(file.bytes, text, length);
    const struct flash_format *format = flash_format_probe(&file);
    free(file.bytes);
    return format;
}

START_TEST(formats_are_known_by_their_first_record)
{
    static const char record[] = ":0300300002337A1E\n";
    char uf2[512] = "UF2\n\x57\x51\x5d\x9e";
    for (size_t length = 0; length < 17; length++) {
        ck_assert_ptr_null(probed(record, length));
    }
    ck_assert_ptr_eq(probed(record, 17), flash_format_find("ihex"));
    ck_assert_ptr_eq(probed(":0300300002337a1e\r\n", 19), flash_format_find("ihex"));
    ck_assert_ptr_null(probed(":0300300002337A1F\n", 18));
    ck_assert_ptr_null(probed(":03003000023G7A1E\n", 18));
    ck_assert_ptr_null(probed("0300300002337A1E\n", 17));
    ck_assert_ptr_null(probed(uf2, sizeof uf2));
    static const uint8_t end[] = {0x30, 0x6f, 0xb1, 0x0a};
    memcpy(uf2 + sizeof uf2 - sizeof end, end, sizeof end);
    ck_assert_ptr_eq(probed(uf2, sizeof uf2), flash_format_find("uf2"));
    ck_assert_ptr_null(probed(uf2, sizeof uf2 - 1));
}
END_TEST

START_TEST(pieces_on_each_other_are_reported)
{
    const struct layout *layout = devices();
    const struct {
        uint64_t first, first_length, second, second_length;
        bool is_good;
    } pairs[] = {
        {0, 16, 16, 16, true},    {0, 17, 16, 16, false},   {100, 50, 50, 50, true},
        {100, 50, 50, 51, false}, {100, 50, 110, 5, false}, {100, 50, 100, 50, false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct flash flash;
        static const char bytes[100];
        flash_init(&flash, layout, layout_find_flash(layout, "small"));
        flash_add(&flash, (struct flash_piece){.offset = pairs[i].first,
                                               .bytes = bytes,
                                               .length = pairs[i].first_length,
                                               .name = "the first"});
        flash_add(&flash, (struct flash_piece){.offset = pairs[i].second,
                                               .bytes = bytes,
                                               .length = pairs[i].second_length,
                                               .name = "the second"});
        ck_assert(flash_close(&flash, &compilation.diagnostics) == pairs[i].is_good);
    }
}
END_TEST

static struct flash_verification verify(const struct flash *flash, const struct buffer *bytes)
{
    static const struct verify_settings settings = {NULL, false};
    const struct flash_dump dump = {.bytes = bytes->bytes, .length = bytes->length};
    return verify_flash(flash, &dump, &settings);
}

// A byte that differs is found, counted, and said to lie where it does.
START_TEST(every_changed_byte_is_found)
{
    struct model *model = malloc(sizeof *model);
    uint64_t random = (uint64_t)_i * 2654435761 + 28;
    const struct layout *layout = devices();
    struct flash flash;
    struct buffer image;
    buffer_init(&image, layout->arena);
    flash_init(&flash, layout, layout_find_flash(layout, "small"));
    add_pieces(&flash, model, &random);
    ck_assert(flash_close(&flash, &compilation.diagnostics));
    flash_write(&flash, flash_format_find("bin"), false, &compilation.diagnostics, &image);
    ck_assert(verify(&flash, &image).is_good);
    for (size_t i = 0; i < 20; i++) {
        size_t at = (size_t)(unit_random(&random) % MODEL_SIZE);
        char mask = (char)(unit_random(&random) % 255 + 1);
        image.bytes[at] = (char)(image.bytes[at] ^ mask);
        struct flash_verification found = verify(&flash, &image);
        ck_assert(found.is_good == (model->bytes[at] == UNTOUCHED));
        for (size_t j = 0; j < found.findings.count; j++) {
            const struct finding *finding = found.findings.items[j];
            bool is_here = finding->offset <= at && at - finding->offset < finding->size;
            ck_assert((finding->verdict != VERDICT_SAME) == is_here);
            ck_assert_uint_eq(finding->bytes, is_here);
            ck_assert_uint_eq(finding->sectors, is_here);
            ck_assert(!is_here || finding->first == at);
        }
        image.bytes[at] = (char)(image.bytes[at] ^ mask);
    }
    free(model);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flash");
    TCase *cases = tcase_create("flash");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_loop_test(cases, all_formats_hold_what_the_flash_does, 0, 12);
    tcase_add_test(cases, limits_of_formats_are_reported);
    tcase_add_test(cases, formats_are_known_by_their_first_record);
    tcase_add_test(cases, pieces_on_each_other_are_reported);
    tcase_add_loop_test(cases, every_changed_byte_is_found, 0, 12);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
