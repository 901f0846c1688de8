// NVS keys from a CSV, as nvs_partition_gen takes it: `key,type,encoding,value`.
//
// What that tool accepts is accepted, byte for byte the same image included; where it does
// something that people do not expect (spaces in names, lines with `#`), there is a warning. Rows
// of an import that is `secret` may show in no message: values are hidden in the source before the
// first is read, and where rows cannot be told apart, everything is.
#include "nvs.h"

#include "csv.h"

#include <stdlib.h>
#include <string.h>

enum { KEY, TYPE, ENCODING, VALUE, COLUMN_COUNT };

enum { TYPE_COUNT = 3 };

static const char *const columns[COLUMN_COUNT] = {"key", "type", "encoding", "value"};
static const char *const type_words[TYPE_COUNT] = {"namespace", "data", "file"};

static struct diagnostic *report_cell(struct nvs *nvs, struct span span, const char *text)
{
    return report(nvs->request->diagnostics, CODE_NVS_ROW, span, "%s", text);
}

static bool is_header(const struct csv_row *row)
{
    bool is_good = row->count == COLUMN_COUNT;
    for (size_t i = 0; i < COLUMN_COUNT && is_good; i++) {
        is_good = strcmp(row->cells[i].text, columns[i]) == 0;
    }
    return is_good;
}

// One of a few words, in lower case and without spaces around it. If only that is wrong, the
// message has a fix that tools can apply; else the nearest word is suggested.
static void report_word(struct nvs *nvs, const struct csv_cell *cell, const char *what,
                        const char *const *words, size_t count)
{
    struct arena *arena = nvs->request->arena;
    const char *meant = text_lower(arena, text_trimmed(arena, cell->text));
    struct nearest nearest = nearest_to(meant);
    bool is_meant = false;
    for (size_t i = 0; i < count; i++) {
        nearest_offer(&nearest, words[i]);
        is_meant |= strcmp(words[i], meant) == 0;
    }
    struct diagnostic *diagnostic =
        report_cell(nvs, cell->span,
                    arena_format(arena, "unknown %s `%s`%s", what, cell->text,
                                 is_meant ? arena_format(arena, "; write `%s`", meant)
                                          : nearest_hint(arena, &nearest)));
    if (is_meant) {
        add_guess(diagnostic, cell->span, "%s", meant);
    }
}

// `blob_fill(N;0xPP)` and `blob_sz_fill(N;0xPP)`. A size beyond what strtoul can hold becomes
// ULONG_MAX, and is refused by the last line like any that is too large. `key` may be filled in
// although the result is false: then it is thrown away.
static bool read_fill(const struct csv_cell *cell, struct nvs_key *key)
{
    static const char fill[] = "blob_fill(";
    static const char size_fill[] = "blob_sz_fill(";
    bool has_size = strncmp(cell->text, size_fill, sizeof size_fill - 1) == 0;
    if (!has_size && strncmp(cell->text, fill, sizeof fill - 1) != 0) {
        return false;
    }
    const char *size = strchr(cell->text, '(') + 1;
    const char *byte = size + strspn(size, "0123456789");
    if (byte == size || strncmp(byte, ";0x", 3) != 0) {
        return false;
    }
    byte += 3;
    key->fill_size = strtoul(size, NULL, 10);
    key->fill = (uint8_t)strtoul(byte, NULL, 16);
    key->item.type = NVS_BLOB;
    key->encoding = has_size ? NVS_SIZE_FILL : NVS_FILL;
    return strspn(byte, "0123456789abcdefABCDEF") == 2 && strcmp(byte + 2, ")") == 0 &&
           key->fill_size <= NVS_BLOB_LIMIT;
}

// What is meant may be a word of a schema: `hex` and `blob` mean the same there, and are not near
// misspellings of what a CSV has instead.
static void report_encoding(struct nvs *nvs, const struct csv_cell *cell, bool is_file)
{
    static const char *const words[] = {"u8",  "i8",  "u16",    "i16",     "u32",    "i32",
                                        "u64", "i64", "string", "hex2bin", "base64", "binary"};
    if (strncmp(cell->text, "blob_", 5) == 0) {
        report_cell(nvs, cell->span,
                    arena_format(nvs->request->arena,
                                 "`%s` is not written as `blob_fill(SIZE;0xBYTE)` or "
                                 "`blob_sz_fill(SIZE;0xBYTE)`, with up to %d bytes",
                                 cell->text, NVS_BLOB_LIMIT));
    } else if (strcmp(cell->text, "hex") == 0 || strcmp(cell->text, "blob") == 0) {
        report_cell(nvs, cell->span,
                    arena_format(nvs->request->arena,
                                 "`%s` is a word of schemas; in a CSV it is %s", cell->text,
                                 cell->text[0] == 'h' ? "`hex2bin`"
                                 : is_file            ? "`binary`"
                                                      : "`hex2bin` or `base64`"));
    } else {
        report_word(nvs, cell, "encoding", words, sizeof words / sizeof *words);
    }
}

// The two words that differ are translated, then the table of the schema's types is asked. `hex`
// and `blob` themselves are not taken: nvs_partition_gen refuses them, and the CSV would work only
// here.
static bool read_encoding(struct nvs *nvs, const struct csv_cell *cell, bool is_file,
                          struct nvs_key *key)
{
    const char *text = strcmp(cell->text, "hex2bin") == 0  ? "hex"
                       : strcmp(cell->text, "binary") == 0 ? "blob"
                                                           : cell->text;
    bool is_ours = strcmp(cell->text, "hex") == 0 || strcmp(cell->text, "blob") == 0;
    bool is_found = !is_ours && nvs_find_type(text, &key->item.type, &key->encoding);
    if (!is_found && !read_fill(cell, key)) {
        report_encoding(nvs, cell, is_file);
        return false;
    }
    if (is_file && key->encoding == NVS_DECIMAL) {
        report_cell(
            nvs, cell->span,
            "a file cannot hold an integer; `file` takes string, hex2bin, base64 and binary");
        return false;
    }
    return true;
}

// The order of the questions is that of the columns. A key whose encoding is wrong does not claim
// its name. Files that rows name are noted as inputs only now, when the CSV is read:
// `names_inputs` of the plan says that there may be such.
static void read_value(struct nvs *nvs, const struct nvs_step *step, const struct csv_row *row)
{
    const struct csv_cell *cells = row->cells;
    bool is_file = strcmp(cells[TYPE].text, "file") == 0;
    struct nvs_key *key = arena_new(nvs->request->arena, sizeof *key);
    key->item.name = cells[KEY].text;
    key->item.span = cells[KEY].span;
    key->is_secret = step->is_secret;
    if (nvs->is_space_lost) {
        return;
    }
    if (!nvs->space) {
        report(nvs->request->diagnostics, CODE_NVS_SPACE, cells[KEY].span,
               "key `%s` comes before the first namespace", key->item.name);
        return;
    }
    if (!read_encoding(nvs, &cells[ENCODING], is_file, key) || !nvs_claim_key(nvs, &key->item)) {
        return;
    }
    bool is_good;
    if (is_file) {
        key->path = input_path(nvs->request, cells[VALUE].text);
        key->path_span = cells[VALUE].span;
        input_note(nvs->request, key->path);
        is_good = nvs_set_file(nvs, key);
    } else {
        is_good = nvs_set_text(nvs, key, cells[VALUE].text, cells[VALUE].length, cells[VALUE].span);
    }
    if (is_good) {
        nvs_add(nvs, key);
    }
}

// Where its value would be, people write what the namespace is for (`<-- Wi-Fi settings`). An
// encoding makes the row a key whose type is wrong.
static void read_space(struct nvs *nvs, const struct csv_row *row)
{
    if (row->count > ENCODING && row->cells[ENCODING].length) {
        report_cell(nvs, row->cells[ENCODING].span, "a namespace has no encoding and no value");
    }
    nvs_enter_space(nvs, row->cells[KEY].text, row->cells[KEY].span);
}

// A space that nobody sees makes a key that firmware never finds. It is legal, so this only warns.
static void warn_of_blanks(struct nvs *nvs, const struct csv_cell *name)
{
    bool begins = name->length && name->text[0] == ' ';
    if (begins || (name->length && name->text[name->length - 1] == ' ')) {
        report(nvs->request->diagnostics, CODE_NVS_BLANK, name->span,
               "the name `%s` %s with a space, which is part of it", name->text,
               begins ? "begins" : "ends");
    }
}

// ESP-IDF's generator takes such a line for a comment, within quotes, too, and leaves it out of
// the value. Without the warning, two tools would make different images of one CSV.
static void warn_of_hashes(struct nvs *nvs, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct csv_cell *cell = &row->cells[i];
        const char *line = strstr(cell->text, "\n#");
        if (line) {
            report(nvs->request->diagnostics, CODE_NVS_HASH_LINE, cell->span,
                   "a line of this value begins with `#`: schemac keeps it, but nvs_partition_gen "
                   "leaves it out");
        }
    }
}

// A row that is wrong may have been meant for a namespace: then nothing is said of its keys, which
// would otherwise end up in the namespace before, and collide there.
static void lose_space(struct nvs *nvs, const char *type)
{
    const char *meant = text_lower(nvs->request->arena, text_trimmed(nvs->request->arena, type));
    struct nearest nearest = nearest_to(meant);
    nearest_offer(&nearest, "namespace");
    nvs->is_space_lost |= nearest.found || strcmp(meant, "namespace") == 0;
}

// Whether a row has the form of a key or a namespace, so that it is known which cell is the value.
// A type that is only misspelt counts, since its message names that cell alone.
static bool has_form(const struct nvs *nvs, const struct csv_row *row)
{
    const char *type = row->count > TYPE ? row->cells[TYPE].text : "";
    struct nearest nearest = nearest_to(text_lower(nvs->request->arena, type));
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        nearest_offer(&nearest, type_words[i]);
        if (strcmp(type_words[i], nearest.name) == 0) {
            return row->count > VALUE || i == 0;
        }
    }
    return row->count > VALUE && nearest.found;
}

// Of a secret row that may be no row at all, no cell is quoted: each may be a line of a private
// key.
static void report_secret_row(struct nvs *nvs, const struct csv_row *row)
{
    report_cell(
        nvs, row->span,
        arena_format(nvs->request->arena,
                     "this row of %zu cell%s is not `key,type,encoding,value` with `namespace`, "
                     "`data` or `file` as its type; a value of several lines needs double quotes",
                     row->count, row->count == 1 ? "" : "s"));
}

// Columns are counted before any is judged: with a wrong number nobody knows which is which, and
// the commonest reason is a comma in a value, which the message explains for the dialect at hand.
static void read_row(struct nvs *nvs, const struct nvs_step *step, const struct csv_row *row)
{
    struct arena *arena = nvs->request->arena;
    const char *type = row->count > TYPE ? row->cells[TYPE].text : "";
    if (step->is_secret && !has_form(nvs, row)) {
        report_secret_row(nvs, row);
        lose_space(nvs, type);
        return;
    }
    warn_of_blanks(nvs, &row->cells[KEY]);
    warn_of_hashes(nvs, row);
    if (strcmp(type, type_words[0]) == 0 && row->count <= COLUMN_COUNT) {
        read_space(nvs, row);
    } else if (row->count != COLUMN_COUNT) {
        const char *comma = step->is_plain ? "; a value cannot contain a comma here"
                                           : "; a value with a comma needs double quotes";
        report_cell(nvs, row->span,
                    arena_format(arena, "this row has %zu cell%s, not %d%s", row->count,
                                 row->count == 1 ? "" : "s", COLUMN_COUNT,
                                 row->count > COLUMN_COUNT ? comma : ": key,type,encoding,value"));
        lose_space(nvs, type);
    } else if (strcmp(type, type_words[1]) != 0 && strcmp(type, type_words[2]) != 0) {
        report_word(nvs, &row->cells[TYPE], "type", type_words, TYPE_COUNT);
        lose_space(nvs, type);
    } else {
        csv_check_row(nvs->request->diagnostics, row);
        read_value(nvs, step, row);
    }
}

// A row of commas alone, as spreadsheets leave them.
static bool is_empty(const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i].length) {
            return false;
        }
    }
    return true;
}

// A row without the form of one may be a line of a secret that is written over several: all of it
// is hidden. Else the value is, and whatever follows it.
static void hide_values(struct nvs *nvs, const struct csv_row *row)
{
    struct sources *sources = nvs->request->sources;
    size_t first = has_form(nvs, row) ? VALUE : 0;
    for (size_t i = first; i < row->count; i++) {
        sources_hide(sources, row->cells[i].span);
    }
    if (first == 0) {
        sources_hide(sources, row->span);
    }
}

// Hides before anything of the rows is reported. Where the rows cannot be told apart, nobody knows
// which of them are secret. The first row is the header; nvs_import_rows judges and hides that.
static bool read_rows(struct nvs *nvs, const struct nvs_step *step, const struct source *source,
                      struct csv_row_list *rows)
{
    const struct image_request *request = nvs->request;
    bool is_good = csv_read(request->arena, request->diagnostics, source,
                            step->is_plain ? CSV_PLAIN : CSV_QUOTED, rows);
    if (step->is_secret && !is_good) {
        sources_hide(request->sources,
                     (struct span){source->start, source->start + (uint32_t)source->length});
    }
    for (size_t i = 1; step->is_secret && is_good && i < rows->count; i++) {
        hide_values(nvs, rows->items[i]);
    }
    return is_good;
}

// A CSV without its header is not read at all: one mistake would give a message for each row. Each
// file begins without a namespace.
void nvs_import_rows(struct nvs *nvs, const struct nvs_step *step, const struct source *source)
{
    struct csv_row_list rows = {0};
    if (!read_rows(nvs, step, source, &rows)) {
        return;
    }
    const struct csv_row *first = rows.count ? rows.items[0] : NULL;
    if (!first || !is_header(first)) {
        struct span start = {source->start, source->start};
        report_cell(nvs, first && !step->is_secret ? first->span : start,
                    "the first row of an NVS CSV is `key,type,encoding,value`: in lower case, with "
                    "commas, without spaces");
        if (first && step->is_secret) {
            sources_hide(nvs->request->sources, first->span);
        }
        return;
    }
    nvs->space = NULL;
    nvs->is_space_lost = false;
    for (size_t i = 1; i < rows.count && !nvs->is_overfull; i++) {
        if (!is_empty(rows.items[i])) {
            read_row(nvs, step, rows.items[i]);
        }
    }
}

// The path was found when the layout was planned; the file may be gone since, which is reported.
void nvs_import(struct nvs *nvs, const struct nvs_step *step)
{
    const struct source *source =
        input_source(nvs->request, step->paths.items[0], step->paths_span);
    if (source) {
        nvs_import_rows(nvs, step, source);
    }
}
