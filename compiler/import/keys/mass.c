// ESP-IDF's mass_mfg: a CSV of keys (`KEY,TYPE,ENCODING[,REPEAT]`, without a line of names) and one
// of values, with a row for each device below the names of the keys. A key becomes `per device`;
// one that is marked REPEAT has the first device's value in all, which is in the schema.
//
// The schema is tried with the devices' values, so that the partition is as large as the largest
// image needs, and what is wrong is said of the cell. What would be too much to try is not.
#include "keys_import.h"

#include "csv.h"
#include "image.h"

#include <inttypes.h>
#include <string.h>

enum { KEY, TYPE, ENCODING, REPEAT, VALUE = REPEAT, COLUMN_COUNT };
enum { PAGE_SIZE = 4096, FEWEST_PAGES = 3 };
enum { CHECK_LIMIT = 256 << 20 }; // bytes of values that are read to try them

struct mass {
    struct keys keys;
    const struct source *values;
    struct csv_row_list rows; // names, then a device each
    struct map first;         // of interned keys, to the row that has it
    struct names *names;      // that they are interned in
    bool has_files;           // as values
    size_t key_count;         // of what is in the schema
    size_t device_count;      // of those that were tried
    uint64_t longest;         // image of them
};

static struct diagnostic *refuse(const struct mass *mass, enum code code, struct span span,
                                 const char *message)
{
    return report(mass->keys.importer->diagnostics, code, span, "%s", message);
}

static const struct csv_row *names_of(const struct mass *mass)
{
    return mass->rows.items[0];
}

// A word of the CSV that must be one of these.
static bool is_one_of(struct mass *mass, const struct csv_cell *cell, const char *what,
                      const char *const *words)
{
    struct arena *arena = mass->keys.importer->arena;
    struct nearest nearest = nearest_to(cell->text);
    struct buffer all;
    buffer_init(&all, arena);
    for (; *words; words++) {
        if (strcmp(cell->text, *words) == 0) {
            return true;
        }
        nearest_offer(&nearest, *words);
        buffer_format(&all, "%s`%s`", all.length ? ", " : "", *words);
    }
    struct diagnostic *diagnostic = refuse(
        mass, CODE_IMPORT_KEYWORD, cell->span,
        arena_format(arena, "`%s` is not %s%s", cell->text, what, nearest_hint(arena, &nearest)));
    if (strchr(all.bytes, ',')) {
        add_note(diagnostic, (struct span){0}, "expected one of %s", all.bytes);
    }
    return false;
}

// The words of a row, each from a fixed set. A mistake names the nearest one, since most are slips
// of the pen.
static bool check_words(struct mass *mass, const struct csv_row *row)
{
    static const char *const types[] = {"data", "file", "namespace", NULL};
    static const char *const of_files[] = {"string", "binary", "hex2bin", "base64", NULL};
    static const char *const encodings[] = {"u8",      "i8",     "u16", "i16",    "u32",
                                            "i32",     "u64",    "i64", "string", "binary",
                                            "hex2bin", "base64", NULL};
    static const char *const marks[] = {"REPEAT", NULL};
    const struct csv_cell *cells = row->cells;
    if (row->count != REPEAT && row->count != COLUMN_COUNT) {
        refuse(mass, CODE_IMPORT_FIELD, row->span,
               "expected `KEY,TYPE,ENCODING`, or `KEY,TYPE,ENCODING,REPEAT` if all devices share "
               "the value of the first one");
        return false;
    }
    bool is_file = strcmp(cells[TYPE].text, "file") == 0;
    return is_one_of(mass, &cells[TYPE], "a type", types) &&
           is_one_of(mass, &cells[ENCODING], is_file ? "an encoding of files" : "an encoding",
                     is_file ? of_files : encodings) &&
           (row->count == REPEAT || is_one_of(mass, &cells[REPEAT], "a mark of a key", marks));
}

// The column of a key; SIZE_MAX, and reported, if there is none, or there are several.
static size_t find_column(struct mass *mass, const struct csv_cell *key)
{
    const struct csv_row *names = names_of(mass);
    struct arena *arena = mass->keys.importer->arena;
    struct nearest nearest = nearest_to(key->text);
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < names->count; i++) {
        bool is_it = strcmp(names->cells[i].text, key->text) == 0;
        if (is_it && found != SIZE_MAX) {
            refuse(mass, CODE_IMPORT_FIELD, names->cells[i].span,
                   arena_format(arena, "`%s` has two columns named `%s`", mass->values->path,
                                key->text));
            return SIZE_MAX;
        }
        found = is_it ? i : found;
        nearest_offer(&nearest, names->cells[i].text);
    }
    if (found == SIZE_MAX) {
        struct diagnostic *diagnostic =
            refuse(mass, CODE_IMPORT_FIELD, key->span,
                   arena_format(arena, "`%s` has no column named `%s`%s", mass->values->path,
                                key->text, nearest_hint(arena, &nearest)));
        add_note(diagnostic, names->span, "these are the columns");
    }
    return found;
}

// A column has the values of one key.
static bool is_first(struct mass *mass, const struct csv_row *row)
{
    const struct csv_cell *key = &row->cells[KEY];
    const char *name = names_intern(mass->names, key->text, key->length);
    const struct csv_row *first = map_find(&mass->first, name);
    if (first) {
        struct diagnostic *diagnostic = refuse(
            mass, CODE_IMPORT_FIELD, key->span,
            arena_format(mass->keys.importer->arena,
                         "there are two keys named `%s`: their values would share one column",
                         key->text));
        add_note(diagnostic, first->cells[KEY].span, "this is the other one");
        return false;
    }
    map_set_const(mass->keys.importer->arena, &mass->first, name, row);
    return true;
}

static bool add_key(struct mass *mass, const struct csv_row *row)
{
    if (!mass->keys.has_space) {
        refuse(mass, CODE_IMPORT_FIELD, row->span,
               "the first row must be a namespace: `NAME,namespace,`");
        return false;
    }
    bool is_good = check_words(mass, row) && is_first(mass, row);
    size_t column = is_good ? find_column(mass, &row->cells[KEY]) : SIZE_MAX;
    if (column == SIZE_MAX) {
        return false;
    }
    struct csv_cell cells[COLUMN_COUNT] = {row->cells[KEY], row->cells[TYPE], row->cells[ENCODING]};
    struct csv_row whole = {cells, COLUMN_COUNT, row->span};
    bool repeats = row->count > REPEAT;
    if (repeats) {
        cells[VALUE] = mass->rows.items[1]->cells[column];
    }
    mass->has_files |= strcmp(cells[TYPE].text, "file") == 0;
    mass->key_count++;
    if (!keys_add_row(&mass->keys, &whole, repeats ? KEYS_OF_ALL : KEYS_PER_DEVICE)) {
        refuse(mass, CODE_IMPORT_FIELD, cells[VALUE].span,
               arena_format(mass->keys.importer->arena,
                            "`%s` is the same for all devices, but this cannot be the value of a "
                            "`%s` in a schema",
                            cells[KEY].text, cells[ENCODING].text));
        return false;
    }
    return true;
}

static bool is_space(const struct csv_row *row)
{
    return row->count > TYPE && strcmp(row->cells[TYPE].text, "namespace") == 0;
}

static bool add_keys(struct mass *mass)
{
    bool is_good = true;
    for_each (row, &mass->keys.rows) {
        if (csv_is_empty_row(row)) {
            continue;
        }
        if (is_space(row)) {
            keys_add_row(&mass->keys, row, KEYS_SPACE);
        } else {
            is_good &= add_key(mass, row);
        }
    }
    return is_good;
}

// As many cells in each row as there are names, as mass_mfg has it.
static bool check_values(struct mass *mass)
{
    bool is_good = mass->rows.count > 1;
    if (!is_good) {
        refuse(mass, CODE_IMPORT_FIELD, (struct span){mass->values->start, mass->values->start},
               arena_format(mass->keys.importer->arena,
                            "`%s` has no devices: each one needs a row below the names of the keys",
                            mass->values->path));
    }
    for (size_t i = 1; i < mass->rows.count; i++) {
        const struct csv_row *row = mass->rows.items[i];
        size_t count = names_of(mass)->count;
        if (row->count != count) {
            is_good = false;
            add_note(refuse(mass, CODE_IMPORT_FIELD, row->span,
                            arena_format(mass->keys.importer->arena,
                                         "this row has %zu cell%s, but there are %zu columns",
                                         row->count, row->count == 1 ? "" : "s", count)),
                     names_of(mass)->span, "these are the columns");
        }
    }
    return is_good;
}

// A place in one of the CSVs, as a check has it; unknown for all others.
static struct span place_of(const struct mass *mass, const struct compilation *check,
                            const struct source *text, struct span span)
{
    const struct source *own[] = {mass->keys.source, mass->values};
    const struct source *source =
        span_is_known(span) ? sources_find(&check->sources, span.start) : NULL;
    const struct import_piece *piece =
        source == text && source
            ? import_find_piece(mass->keys.importer->imported, span.start - text->start)
            : NULL;
    for (size_t i = 0; source && i < sizeof own / sizeof *own; i++) {
        if (strcmp(source->path, own[i]->path) == 0) {
            uint32_t shift = own[i]->start - source->start;
            return (struct span){span.start + shift, span.end + shift};
        }
    }
    return piece ? piece->span : (struct span){0};
}

static void report_again(const struct mass *mass, const struct compilation *check, size_t device)
{
    struct diagnostics *diagnostics = mass->keys.importer->diagnostics;
    const struct source *text = check->sources.files.count ? check->sources.files.items[0] : NULL;
    for_each (found, &check->diagnostics.kept) {
        struct diagnostic *said =
            report(diagnostics, found->code, place_of(mass, check, text, found->span), "%s",
                   found->message);
        if (found->code == CODE_IMAGE_TOO_LARGE) {
            add_note(said, (struct span){0}, "this is the image of device %zu; `--size` is %s",
                     device,
                     text_size(mass->keys.importer->arena, mass->keys.importer->request->size));
        }
    }
}

// Makes the image of a device in a partition of this size; `longest` grows with it. False, and
// reported, if that can't be done; an image that is too large is reported where the size is given.
static bool try_device(struct mass *mass, const struct buffer *text, size_t device, bool *is_schema)
{
    struct compilation check;
    compilation_init(&check, mass->keys.importer->sources->host,
                     mass->keys.importer->arena->exhausted);
    check.diagnostics.is_mute = true;
    const struct images *images = NULL;
    struct buffer image;
    buffer_init(&image, &check.arena);
    if (compilation_read_text(&check, "import", text->bytes, text->length)) {
        images = compilation_images(&check, (struct invocation){.schema = "import", .output = "."});
    }
    bool is_made = false;
    *is_schema = images != NULL;
    if (images) {
        const struct image_settings settings = {.values = mass->values->path, .device = device};
        const struct image_request request = {
            .images = images,
            .partition = images->layout->partitions.items[0],
            .settings = &settings,
            .diagnostics = &check.diagnostics,
            .sources = &check.sources,
            .arena = &check.arena,
        };
        is_made = image_make(&request, &image);
    }
    bool is_grown = !is_made && image.length && !mass->keys.importer->request->size;
    mass->longest = image.length > mass->longest ? image.length : mass->longest;
    if (!is_made && !is_grown) {
        report_again(mass, &check, device);
    }
    compilation_release(&check);
    return is_made || is_grown;
}

static bool try_devices(struct mass *mass, uint64_t size)
{
    struct buffer *text = &mass->keys.importer->imported->text;
    size_t length = mass->values->length ? mass->values->length : 1;
    size_t limit = 1 + CHECK_LIMIT / length;
    size_t count = mass->rows.count - 1;
    bool is_good = true;
    mass->longest = 0;
    buffer_init(text, mass->keys.importer->arena);
    keys_append_schema(&mass->keys, size, NULL, NULL, text);
    mass->device_count = count < limit ? count : limit;
    bool is_schema = true; // else each device would have the same mistakes
    for (size_t i = 1; i <= mass->device_count && is_schema; i++) {
        is_good &= try_device(mass, text, i, &is_schema);
    }
    return is_good;
}

// As large as the largest image needs, with a page that stays free.
static bool find_size(struct mass *mass, uint64_t *size)
{
    uint64_t wanted = mass->keys.importer->request->size;
    *size = wanted ? wanted : (uint64_t)FEWEST_PAGES * PAGE_SIZE;
    if (!try_devices(mass, *size)) {
        return false;
    }
    if (!wanted && mass->longest > *size) {
        *size = mass->longest + PAGE_SIZE;
    }
    return true;
}

// Where paths in the values begin, as seen from the schema; null: from its own directory.
static const char *raw_data_of(const struct mass *mass)
{
    struct importer *importer = mass->keys.importer;
    const char *output = importer->request->output;
    if (!mass->has_files || !output || !strchr(output, '/')) {
        return NULL;
    }
    const char *path = files_path_from_schema(importer, ".");
    size_t length = strlen(path);
    bool has_dot = length > 2 && strcmp(path + length - 2, "/.") == 0;
    return has_dot ? arena_copy(importer->arena, path, length - 2) : path;
}

static void append_remark(const struct mass *mass)
{
    struct importer *importer = mass->keys.importer;
    buffer_format(&importer->imported->text,
                  "// The values of the keys marked `per device` are in %s:\n// schemac generate "
                  "FILE nvs --values FILE --device N\n",
                  files_name(mass->values->path));
}

static bool read_rows(struct mass *mass)
{
    struct importer *importer = mass->keys.importer;
    return csv_read(importer->arena, importer->diagnostics, mass->keys.source, CSV_QUOTED,
                    &mass->keys.rows) &&
           csv_read(importer->arena, importer->diagnostics, mass->values, CSV_QUOTED, &mass->rows);
}

static const char *summary_of(const struct mass *mass, uint64_t size)
{
    struct arena *arena = mass->keys.importer->arena;
    size_t count = mass->rows.count - 1;
    const char *tried =
        mass->device_count < count
            ? arena_format(arena, ", of which the first %zu were checked", mass->device_count)
            : "";
    return arena_format(arena, "%s: %zu key%s\n%s: %zu device%s%s, an image of %" PRIu64 " bytes\n",
                        mass->keys.source->path, mass->key_count, mass->key_count == 1 ? "" : "s",
                        mass->values->path, count, count == 1 ? "" : "s", tried, size);
}

// Keys come first, then values: a mistake in the keys would repeat itself for every device.
bool mass_import(struct importer *importer, const struct source *source,
                 const struct source *values)
{
    struct imported *imported = importer->imported;
    struct mass mass = {
        .keys = {.importer = importer, .source = source, .keeps_paths = true},
        .values = values,
        .names = &importer->compilation->names,
    };
    uint64_t size;
    importer->flash = importer->flash ? importer->flash : UINT64_C(4) << 20;
    if (!read_rows(&mass) || !check_values(&mass) || !add_keys(&mass) || !find_size(&mass, &size)) {
        return false;
    }
    imported->keys = source;
    imported->summary = summary_of(&mass, size);
    imported->pieces = (struct import_piece_list){0};
    buffer_init(&imported->text, importer->arena);
    append_remark(&mass);
    keys_append_schema(&mass.keys, size, NULL, raw_data_of(&mass), &imported->text);
    schema_format(importer);
    return true;
}
