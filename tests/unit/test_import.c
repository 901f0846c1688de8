// Imports: numbers and words of CSVs, what files are, and that a table comes back as it was.
#include "emit.h"
#include "import.h"
#include "importer.h"
#include "python.h"

#include "unit.h"

#include <inttypes.h>
#include <stdio.h>

enum { LAYOUTS = 2000, LABELS = 24 };

static struct compilation compilation;

static void set_up(void)
{
    compilation_init(&compilation, &host_none, unit_exhausted);
}

static void tear_down(void)
{
    compilation_release(&compilation);
}

START_TEST(numbers_are_read_as_python_does)
{
    static const struct {
        const char *text;
        uint64_t magnitude;
        bool negative;
        enum python_result result;
    } cases[] = {
        {"0", 0, false, PYTHON_NUMBER},
        {"-0", 0, false, PYTHON_NUMBER},
        {"00", 0, false, PYTHON_NUMBER},
        {"0_0", 0, false, PYTHON_NUMBER},
        {"42", 42, false, PYTHON_NUMBER},
        {"+42", 42, false, PYTHON_NUMBER},
        {"-0x10", 16, true, PYTHON_NUMBER},
        {" 7\t", 7, false, PYTHON_NUMBER},
        {"0X1f", 31, false, PYTHON_NUMBER},
        {"0o17", 15, false, PYTHON_NUMBER},
        {"0B101", 5, false, PYTHON_NUMBER},
        {"0x_1_2", 0x12, false, PYTHON_NUMBER},
        {"1_000", 1000, false, PYTHON_NUMBER},
        {"18446744073709551615", UINT64_MAX, false, PYTHON_NUMBER},
        {"18446744073709551616", 0, false, PYTHON_TOO_LARGE},
        {"-9223372036854775809", 0, false, PYTHON_TOO_LARGE},
        {"010", 0, false, PYTHON_LEADING_ZERO},
        {"-01", 0, false, PYTHON_LEADING_ZERO},
        {"", 0, false, PYTHON_NO_NUMBER},
        {"-", 0, false, PYTHON_NO_NUMBER},
        {"0x", 0, false, PYTHON_NO_NUMBER},
        {"0xg", 0, false, PYTHON_NO_NUMBER},
        {"1__0", 0, false, PYTHON_NO_NUMBER},
        {"_1", 0, false, PYTHON_NO_NUMBER},
        {"1_", 0, false, PYTHON_NO_NUMBER},
        {"1.5", 0, false, PYTHON_NO_NUMBER},
        {"- 1", 0, false, PYTHON_NO_NUMBER},
        {"0b2", 0, false, PYTHON_NO_NUMBER},
        {"0o8", 0, false, PYTHON_NO_NUMBER},
        {"1 2", 0, false, PYTHON_NO_NUMBER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct number number = {0};
        enum python_result result = python_integer(cases[i].text, strlen(cases[i].text), &number);
        ck_assert_msg(result == cases[i].result, "`%s` gives %d", cases[i].text, (int)result);
        if (result == PYTHON_NUMBER) {
            ck_assert_uint_eq(number.magnitude, cases[i].magnitude);
            ck_assert_int_eq(number.negative, cases[i].negative);
        }
    }
}
END_TEST

START_TEST(suffixes_multiply)
{
    static const struct {
        const char *text;
        uint64_t magnitude;
        size_t suffixes;
        enum python_result result;
    } cases[] = {
        {"24K", 24 << 10, 1, PYTHON_NUMBER},  {"1m", 1 << 20, 1, PYTHON_NUMBER},
        {"3kk", 3 << 20, 2, PYTHON_NUMBER},   {"0x34K", 0x34 << 10, 1, PYTHON_NUMBER},
        {"64 K", 64 << 10, 1, PYTHON_NUMBER}, {"4KB", 0, 0, PYTHON_NO_NUMBER},
        {"K", 0, 1, PYTHON_NO_NUMBER},        {"1MMMM", 0, 4, PYTHON_TOO_LARGE},
        {"010K", 0, 1, PYTHON_LEADING_ZERO},  {"0kkkkkkkkkkkkk", 0, 13, PYTHON_TOO_LARGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct number number = {0};
        size_t suffixes;
        enum python_result result =
            python_size(cases[i].text, strlen(cases[i].text), &number, &suffixes);
        ck_assert_msg(result == cases[i].result, "`%s` gives %d", cases[i].text, (int)result);
        ck_assert_uint_eq(suffixes, cases[i].suffixes);
        if (result == PYTHON_NUMBER) {
            ck_assert_uint_eq(number.magnitude, cases[i].magnitude);
        }
    }
}
END_TEST

START_TEST(files_are_recognised)
{
    static const struct {
        const char *path, *bytes;
        enum import_kind kind;
    } cases[] = {
        {"t.bin", "\xaa\x50rest", IMPORT_TABLE},
        {"p.csv", "", IMPORT_PARTITIONS},
        {"p.csv", "schema x revision 1;", IMPORT_PARTITIONS},
        {"-", "# Name\n\n  nvs, data, nvs, , 24K", IMPORT_PARTITIONS},
        {"-", "\xff\xfen\0v", IMPORT_PARTITIONS},
        {"k.csv", "# keys\nkey,type,encoding,value\n", IMPORT_KEYS},
        {"-", "\xef\xbb\xbfkey,type,encoding,value", IMPORT_KEYS},
        {"d.txt", "AT_BLE=y ble_data\n", IMPORT_DEPENDENCIES},
        {"x.pschema", "a, b, c", IMPORT_SCHEMA},
        {"-", "// a, b\nschema x revision 1;", IMPORT_SCHEMA},
        {"-", "/* a, b */ schema x revision 1;", IMPORT_SCHEMA},
        {"-", "variant a, b;", IMPORT_SCHEMA},
        {"-", "variant a, b {", IMPORT_SCHEMA},
        {"-", "", IMPORT_SCHEMA},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum import_kind kind =
            import_recognise(cases[i].path, cases[i].bytes, strlen(cases[i].bytes));
        ck_assert_msg(kind == cases[i].kind, "%s: `%s` is %d", cases[i].path, cases[i].bytes,
                      (int)kind);
    }
}
END_TEST

START_TEST(words_are_those_of_the_platform)
{
    static const struct import_request request = {0};
    struct importer importer = {.compilation = &compilation,
                                .arena = &compilation.arena,
                                .diagnostics = &compilation.diagnostics,
                                .sources = &compilation.sources,
                                .request = &request};
    struct import_chip chip;
    struct nearest nearest = nearest_to("x");
    uint64_t number;
    ck_assert(import_chip_find(&importer, "esp32c3", &chip));
    ck_assert(import_chip_type(&chip, importer.arena, "data", &number, &nearest));
    ck_assert_uint_eq(number, 1);
    ck_assert(import_chip_subtype(&chip, importer.arena, 0, "ota_15", &number, &nearest));
    ck_assert_uint_eq(number, 0x1f);
    ck_assert(import_chip_subtype(&chip, importer.arena, 1, "littlefs", &number, &nearest));
    ck_assert_uint_eq(number, 0x83);
    ck_assert(!import_chip_subtype(&chip, importer.arena, 0, "ota_16", &number, &nearest));
    ck_assert(!import_chip_subtype(&chip, importer.arena, 0x40, "fat", &number, &nearest));
    ck_assert(import_chip_is_app(&chip, 0) && !import_chip_is_app(&chip, 1) &&
              !import_chip_is_app(&chip, 0x40));
    ck_assert(!import_chip_find(&importer, "esp0", &chip));
    ck_assert_uint_eq(compilation.diagnostics.errors, 1);
}
END_TEST

static unsigned below(uint64_t *state, unsigned limit)
{
    return (unsigned)(unit_random(state) >> 33) % limit;
}

static void append_size(struct buffer *text, uint64_t *state)
{
    static const unsigned sizes[] = {4, 8, 12, 16, 24, 64, 100, 512, 1000};
    buffer_format(text, " size %uK", sizes[below(state, 9)]);
}

// Names that need quotes and those that mean something else elsewhere, too.
static void append_label(struct buffer *text, uint64_t *state, unsigned index)
{
    static const char *const labels[LABELS] = {
        "at",    "size",    "table", "fill",   "end",  "from",   "partition", "\"my-data\"",
        "\"7\"", "\"a b\"", "auto",  "schema", "none", "flag",   "readonly",  "\"größe\"",
        "in",    "on",      "to",    "min",    "max",  "frozen", "require",   "\"\\\"\\\\\"",
    };
    if (index < LABELS && below(state, 3) == 0) {
        buffer_text(text, labels[index]);
    } else {
        buffer_format(text, "p%u", index);
    }
}

static void append_partition(struct buffer *text, uint64_t *state, unsigned index, unsigned *slots)
{
    static const char *const types[] = {"data.nvs", "data.fat", "data.0x99", "0x40.7", "0xfe.0xff"};
    unsigned type = below(state, 6);
    buffer_text(text, "    partition ");
    append_label(text, state, index);
    if (type == 5 && *slots < 16) {
        buffer_format(text, " app.ota_%u", (*slots)++);
    } else {
        buffer_format(text, " %s", types[type % 5]);
    }
    if (type == 0) {
        buffer_format(text, " size %uK", 12 + 4 * below(state, 3));
    } else if (below(state, 8) == 0) {
        buffer_text(text, " size fill max 256K");
    } else {
        append_size(text, state);
        buffer_text(text, below(state, 12) == 0 ? " at end" : "");
    }
    if (below(state, 6) == 0) {
        buffer_format(text, " align %uK", 8 << below(state, 5));
    }
    buffer_text(text, below(state, 8) == 0 ? " encrypted;\n" : ";\n");
}

static void append_schema(struct buffer *text, uint64_t *state)
{
    bool is_old = below(state, 4) == 0;
    unsigned slots = 0;
    unsigned count = below(state, 24);
    buffer_format(text, "schema random revision 1;\ntarget %s { flash 16M; }\ntable main%s {\n",
                  is_old ? "esp8266" : "esp32c3", below(state, 3) ? "" : " checksum none");
    if (below(state, 3) == 0) {
        buffer_text(text, "    partition ota data.ota;\n");
    }
    for (unsigned i = 0; i < count; i++) {
        append_partition(text, state, i, &slots);
    }
    buffer_text(text, "}\n");
}

static const struct images *lay_out(struct compilation *self, const struct buffer *text)
{
    struct invocation invocation = {.schema = "random.pschema", .output = "."};
    compilation_init(self, &host_none, unit_exhausted);
    self->diagnostics.is_mute = true;
    if (!compilation_read_text(self, "random.pschema", text->bytes, text->length)) {
        return NULL;
    }
    return compilation_images(self, invocation);
}

static void encode(const struct layout *layout, bool is_csv, struct buffer *out)
{
    const struct table *table = layout->tables.items[0];
    struct artifact_list artifacts = {0};
    if (is_csv) {
        emitter_find("csv")->emit(layout, NULL, &artifacts);
        const struct artifact *csv = artifacts.items[0];
        buffer_bytes(out, csv->bytes, csv->length);
    } else {
        layout_encode_rows(table, out);
        buffer_fill(out, 0xff, (size_t)table->format->size - out->length);
    }
}

static void import_again(const struct layout *layout, const struct buffer *text, bool is_csv)
{
    struct compilation reader, second;
    struct imported imported;
    struct buffer file, before, after, said;
    struct import_request request = {.chip = layout->platform->chip};
    compilation_init(&reader, &host_none, unit_exhausted);
    buffer_init(&file, &reader.arena);
    encode(layout, is_csv, &file);
    const char *path = is_csv ? "table.csv" : "table.bin";
    list_append(&reader.arena, &request.paths, path);
    list_append(&reader.arena, &request.sources,
                sources_add(&reader.sources, path, file.bytes, file.length));
    bool is_good = import_files(&reader, &request, &imported);
    buffer_init(&said, &reader.arena);
    render_text(&reader.diagnostics, (struct render_options){false, 0}, &said);
    ck_assert_msg(is_good, "%s%s", text->bytes, said.bytes);
    const struct images *again = lay_out(&second, &imported.text);
    ck_assert_msg(again != NULL, "%s%s", text->bytes, imported.text.bytes);
    buffer_init(&before, &reader.arena);
    buffer_init(&after, &reader.arena);
    layout_encode_rows(layout->tables.items[0], &before);
    layout_encode_rows(again->layout->tables.items[0], &after);
    size_t row = is_csv ? 32 : 0; // whether it has a checksum, a CSV does not say
    size_t length = before.length < after.length ? before.length : after.length;
    ck_assert_msg(before.length <= after.length + row && after.length <= before.length + row &&
                      memcmp(before.bytes, after.bytes, length) == 0,
                  "%s%s", text->bytes, imported.text.bytes);
    ck_assert(import_compare(&reader.sources, &imported, again, &said));
    compilation_release(&second);
    compilation_release(&reader);
}

START_TEST(random_tables_come_back)
{
    uint64_t state = UINT64_C(20261121);
    unsigned good = 0;
    unsigned tried = 0;
    for (; good < LAYOUTS && tried < 20 * LAYOUTS; tried++) {
        struct compilation first;
        struct arena arena;
        struct buffer text;
        arena_init(&arena, unit_exhausted);
        buffer_init(&text, &arena);
        append_schema(&text, &state);
        const struct images *images = lay_out(&first, &text);
        const struct layout *layout = images ? images->layout : NULL;
        if (layout && ((const struct table *)layout->tables.items[0])->rows.count) {
            import_again(layout, &text, good % 2);
            good++;
        }
        compilation_release(&first);
        arena_release(&arena);
    }
    ck_assert_msg(good == LAYOUTS, "%u of %u", good, tried);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import");
    TCase *words = tcase_create("words");
    TCase *tables = tcase_create("tables");
    tcase_add_checked_fixture(words, set_up, tear_down);
    tcase_add_test(words, numbers_are_read_as_python_does);
    tcase_add_test(words, suffixes_multiply);
    tcase_add_test(words, files_are_recognised);
    tcase_add_test(words, words_are_those_of_the_platform);
    tcase_set_timeout(tables, 300);
    tcase_add_test(tables, random_tables_come_back);
    suite_add_tcase(suite, words);
    suite_add_tcase(suite, tables);
    return unit_run(suite);
}
