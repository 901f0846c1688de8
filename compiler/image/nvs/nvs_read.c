// What a schema says of an NVS image.
#include "nvs.h"

#include <string.h>

// What stands behind a key's name.
struct marks {
    const struct word *file; // of its path
    const struct word *each; // of the pattern
    bool is_file, is_each, is_per_device, is_secret;
};

static struct arena *arena_of(const struct nvs *nvs)
{
    return nvs->request->arena;
}

static struct diagnostics *diagnostics_of(const struct nvs *nvs)
{
    return nvs->request->diagnostics;
}

static void add_step(struct nvs *nvs, struct nvs_step content)
{
    struct nvs_step *step = arena_new(arena_of(nvs), sizeof *step);
    *step = content;
    list_append(arena_of(nvs), &nvs->steps, step);
}

static const struct word *word_at(const struct content_line *line, size_t index)
{
    return index < line->words.count ? line->words.items[index] : NULL;
}

static bool is_word(const struct word *word, const char *text)
{
    return word && word->type == WORD_IS_NAME && strcmp(word->text, text) == 0;
}

static bool is_string(const struct word *word)
{
    return word && word->type == WORD_IS_STRING && *word->text;
}

static void report_mark(struct nvs *nvs, const struct word *word)
{
    static const char *const words[] = {"file", "each", "per", "secret"};
    struct nearest nearest = nearest_to(word->text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        nearest_offer(&nearest, words[i]);
    }
    struct diagnostic *diagnostic =
        report(diagnostics_of(nvs), CODE_BAD_CONTENT, word->span, "unknown mark of a key: `%s`%s",
               word->text, nearest_hint(arena_of(nvs), &nearest));
    add_note(diagnostic, (struct span){0},
             "the marks are `file \"PATH\"`, `each \"PATTERN\"`, `per device` and `secret`");
}

// Notes the mark that begins at a word. Null, and reported, if there is none; else its last word.
static const struct word *read_mark(struct nvs *nvs, const struct word *word,
                                    const struct word *next, struct marks *marks)
{
    const char *form = NULL;
    bool *mark = is_word(word, "secret") ? &marks->is_secret
                 : is_word(word, "per")  ? &marks->is_per_device
                 : is_word(word, "file") ? &marks->is_file
                 : is_word(word, "each") ? &marks->is_each
                                         : NULL;
    if (!mark) {
        report_mark(nvs, word);
        return NULL;
    }
    if (*mark) {
        report(diagnostics_of(nvs), CODE_BAD_CONTENT, word->span, "`%s` stands here twice",
               word->text);
        return NULL;
    }
    *mark = true;
    if (mark == &marks->is_per_device) {
        form = is_word(next, "device") ? NULL : "`per device`";
    } else if (mark == &marks->is_each) {
        form = is_string(next) ? NULL : "`each \"PATTERN\"`";
        marks->each = next;
    } else if (mark == &marks->is_file && is_string(next)) {
        marks->file = next;
    } else {
        next = word;
    }
    if (form) {
        report(diagnostics_of(nvs), CODE_BAD_CONTENT, word->span, "this is written %s", form);
    }
    return form ? NULL : next;
}

// The words behind a key's name. False, and reported, if they make no sense.
static bool read_marks(struct nvs *nvs, const struct content_line *line, struct marks *marks)
{
    for (size_t i = 2; i < line->words.count; i++) {
        const struct word *word = word_at(line, i);
        const struct word *next = word_at(line, i + 1);
        const struct word *last = read_mark(nvs, word, next, marks);
        if (!last) {
            return false;
        }
        i += last == next;
    }
    return true;
}

static bool check_marks(struct nvs *nvs, const struct content_line *line, const struct nvs_key *key,
                        const struct marks *marks)
{
    const char *problem = NULL;
    int sources =
        (marks->file != NULL) + (marks->each != NULL) + marks->is_per_device + line->has_value;
    if (marks->is_file && !marks->file && !marks->is_per_device) {
        problem = "is a file's content: write `file \"PATH\"`";
    } else if (sources == 0) {
        problem =
            "has no value: write `= VALUE`, `file \"PATH\"`, `each \"PATTERN\"` or `per device`";
    } else if (sources > 1) {
        problem = "has more than one value";
    } else if ((marks->is_file || marks->each) && key->encoding == NVS_DECIMAL) {
        problem = "is an integer, which no file holds";
    } else if (line->has_block) {
        problem = "has a block, which only a namespace has";
    }
    if (problem) {
        report(diagnostics_of(nvs), CODE_BAD_CONTENT, line->span, "`%s` %s", key->item.name,
               problem);
    }
    return !problem;
}

static bool set_value(struct nvs *nvs, struct nvs_key *key, const struct content_line *line)
{
    const struct value *value = &line->value;
    switch (value->kind) {
    case VALUE_INTEGER:
        return nvs_set_number(nvs, key, value->number, value->span);
    case VALUE_STRING:
        if (key->encoding == NVS_DECIMAL) {
            report(diagnostics_of(nvs), CODE_NVS_VALUE, value->span,
                   "`%s` is an integer: its value is written without quotes", key->item.name);
            return false;
        }
        return nvs_set_text(nvs, key, value->text, strlen(value->text), value->span);
    case VALUE_FLOAT:
        report(diagnostics_of(nvs), CODE_NVS_VALUE, value->span,
               "NVS has no floats; a blob may hold the bytes of one");
        return false;
    default:
        return false; // reported where it was evaluated
    }
}

static bool add_key(struct nvs *nvs, const struct nvs_key *key)
{
    bool is_good = nvs_claim_key(nvs, &key->item);
    if (is_good) {
        add_step(nvs, (struct nvs_step){.key = key});
    }
    return is_good;
}

// A key for each file: `name` for one, `name.0`, `name.1` and so on for several.
static void add_each(struct nvs *nvs, const struct nvs_key *model, const struct word *pattern)
{
    struct list paths = {0};
    input_find(nvs->request, pattern->text, pattern->span, &paths);
    for (size_t i = 0; i < paths.count; i++) {
        struct nvs_key *key = arena_new(arena_of(nvs), sizeof *key);
        *key = *model;
        key->origin = NVS_FROM_FILE;
        key->path = paths.items[i];
        key->path_span = pattern->span;
        if (paths.count > 1) {
            key->item.name = arena_format(arena_of(nvs), "%s.%zu", model->item.name, i);
        }
        if (!add_key(nvs, key)) {
            return;
        }
    }
}

static void take_origin(struct nvs *nvs, struct nvs_key *key, const struct content_line *line,
                        const struct marks *marks)
{
    struct content *content = nvs->request->partition->content;
    bool is_good = true;
    content->is_secret |= marks->is_secret;
    content->needs_schema |= marks->is_secret;
    content->is_per_device |= marks->is_per_device;
    nvs->has_device_secrets |= marks->is_secret && marks->is_per_device;
    if (marks->each) {
        add_each(nvs, key, marks->each);
        return;
    }
    if (marks->file) {
        key->origin = NVS_FROM_FILE;
        key->path = input_path(nvs->request, marks->file->text);
        key->path_span = marks->file->span;
        input_note(nvs->request, key->path);
    } else if (marks->is_per_device) {
        key->origin = marks->is_file ? NVS_FROM_DEVICE_FILE : NVS_FROM_DEVICE;
    } else {
        is_good = set_value(nvs, key, line);
    }
    if (is_good) {
        add_key(nvs, key);
    }
}

// `gatts NAME "FILES";`: the strings NAME0, NAME1 and so on, as ESP-AT has its BLE services.
static void read_gatts(struct nvs *nvs, const struct content_line *line)
{
    const struct word *name = word_at(line, 1);
    const struct word *pattern = word_at(line, 2);
    struct nvs_key *key = arena_new(arena_of(nvs), sizeof *key);
    struct nvs_step step = {.kind = NVS_STEP_GATTS, .key = key};
    bool is_name = name && (name->type == WORD_IS_NAME || name->type == WORD_IS_STRING);
    if (!is_name || !is_string(pattern) || line->words.count > 3 || line->has_value ||
        line->has_block) {
        report(diagnostics_of(nvs), CODE_BAD_CONTENT, line->span,
               "tables of BLE services are written `gatts cfg \"ble_data/*.csv\";`");
        return;
    }
    key->item = (struct nvs_item){.type = NVS_STRING, .name = name->text, .span = name->span};
    step.paths_span = pattern->span;
    if (input_find(nvs->request, pattern->text, pattern->span, &step.paths)) {
        add_step(nvs, step);
    }
}

static void report_type(struct nvs *nvs, const struct word *type)
{
    static const char *const outer[] = {"namespace", "import",      "version",
                                        "keys",      "spare_pages", "wifi_keys"};
    struct nearest nearest = nearest_to(type->text);
    for (size_t i = 0; i < sizeof outer / sizeof *outer; i++) {
        if (is_word(type, outer[i])) {
            report(diagnostics_of(nvs), CODE_BAD_CONTENT, type->span,
                   "`%s` does not stand in a namespace, but beside it", type->text);
            return;
        }
    }
    nvs_offer_types(&nearest);
    struct diagnostic *diagnostic =
        report(diagnostics_of(nvs), CODE_NVS_TYPE, type->span, "unknown type of a key: `%s`%s",
               type->text, nearest_hint(arena_of(nvs), &nearest));
    add_note(diagnostic, (struct span){0},
             "the types are u8 to u64, i8 to i64, string, blob, hex and base64, and `gatts`");
}

static void read_key(struct nvs *nvs, const struct content_line *line)
{
    const struct word *type = word_at(line, 0);
    const struct word *name = word_at(line, 1);
    struct nvs_key *key = arena_new(arena_of(nvs), sizeof *key);
    struct marks marks = {0};
    if (is_word(type, "gatts")) {
        read_gatts(nvs, line);
        return;
    }
    if (!nvs_find_type(type->text, &key->item.type, &key->encoding)) {
        report_type(nvs, type);
        return;
    }
    if (!name || (name->type != WORD_IS_NAME && name->type != WORD_IS_STRING)) {
        report(diagnostics_of(nvs), CODE_NVS_NAME, line->span, "a name belongs behind `%s`",
               type->text);
        return;
    }
    key->item.name = name->text;
    key->item.span = name->span;
    if (read_marks(nvs, line, &marks)) {
        key->is_secret = marks.is_secret;
        if (check_marks(nvs, line, key, &marks)) {
            take_origin(nvs, key, line, &marks);
        }
    }
}

static void read_space(struct nvs *nvs, const struct content_line *line)
{
    const struct word *name = word_at(line, 1);
    struct nvs_key *key = arena_new(arena_of(nvs), sizeof *key);
    bool is_name = name && (name->type == WORD_IS_NAME || name->type == WORD_IS_STRING);
    if (!is_name || line->words.count > 2 || line->has_value || !line->has_block) {
        report(diagnostics_of(nvs), CODE_BAD_CONTENT, line->span,
               "a namespace has a name and a block: `namespace NAME { ... }`");
        return;
    }
    if (nvs_enter_space(nvs, name->text, name->span)) {
        key->item = *(const struct nvs_item *)nvs->items.items[nvs->items.count - 1];
        add_step(nvs, (struct nvs_step){.key = key});
        for (size_t i = 0; i < line->lines.count; i++) {
            read_key(nvs, line->lines.items[i]);
        }
    }
}

static void read_import(struct nvs *nvs, const struct content_line *line)
{
    const struct word *pattern = word_at(line, 1);
    const struct word *dialect = word_at(line, 2);
    struct list paths = {0};
    bool is_plain = is_word(dialect, "plain");
    if (!is_string(pattern) || line->words.count > 3 || (dialect && !is_plain) || line->has_value ||
        line->has_block) {
        report(
            diagnostics_of(nvs), CODE_BAD_CONTENT, line->span,
            "`import` takes a file: `import \"keys.csv\";`, or `import \"keys.csv\" plain;` where "
            "every comma separates");
        return;
    }
    input_find(nvs->request, pattern->text, pattern->span, &paths);
    nvs->request->partition->content->is_secret = true; // nobody knows what it holds
    nvs->request->partition->content->names_inputs = true;
    for (size_t i = 0; i < paths.count; i++) {
        struct nvs_step step = {
            .kind = NVS_STEP_IMPORT,
            .paths_span = pattern->span,
            .is_plain = is_plain,
        };
        list_append(arena_of(nvs), &step.paths, paths.items[i]);
        add_step(nvs, step);
    }
}

static bool read_version(struct nvs *nvs, const struct content_line *line)
{
    const struct word *word = word_at(line, 1);
    bool is_good = line->words.count == 2 && word->type == WORD_IS_INTEGER &&
                   (word->integer == 1 || word->integer == 2);
    if (is_good) {
        nvs->form.version = (unsigned)word->integer;
    }
    return is_good;
}

static bool read_spare_pages(struct nvs *nvs, const struct content_line *line)
{
    const struct word *word = word_at(line, 1);
    nvs->form.has_full_tail = is_word(word, "full");
    return line->words.count == 2 && (nvs->form.has_full_tail || is_word(word, "blank"));
}

static bool read_key_file(struct nvs *nvs, const struct content_line *line)
{
    const struct word *word = word_at(line, 1);
    if (line->words.count != 2 || !is_string(word)) {
        return false;
    }
    nvs->key_file = input_path(nvs->request, word->text);
    nvs->key_span = word->span;
    input_note(nvs->request, nvs->key_file);
    return true;
}

static bool read_wifi_keys(struct nvs *nvs, const struct content_line *line)
{
    nvs->has_wifi_keys = true;
    return line->words.count == 1;
}

struct option {
    const char *name;
    const char *form;
    bool (*read)(struct nvs *nvs, const struct content_line *line);
};

// Lines with one form; the others are namespaces and imports.
static const struct option options[] = {
    {"version", "`version 1;` or `version 2;`", read_version},
    {"keys", "`keys \"nvs_keys.bin\";`", read_key_file},
    {"spare_pages", "`spare_pages blank;` or `spare_pages full;`", read_spare_pages},
    {"wifi_keys", "`wifi_keys;`", read_wifi_keys},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const struct option *find_option(const char *name)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (strcmp(options[i].name, name) == 0) {
            return &options[i];
        }
    }
    return NULL;
}

static void report_line(struct nvs *nvs, const struct word *word)
{
    struct nearest nearest = nearest_to(word->text);
    nearest_offer(&nearest, "namespace");
    nearest_offer(&nearest, "import");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        nearest_offer(&nearest, options[i].name);
    }
    enum nvs_type type;
    enum nvs_encoding encoding;
    bool is_key = is_word(word, "gatts") || nvs_find_type(word->text, &type, &encoding);
    struct diagnostic *diagnostic =
        report(diagnostics_of(nvs), is_key ? CODE_NVS_SPACE : CODE_BAD_CONTENT, word->span,
               is_key ? "this %s stands in no namespace" : "unknown line of `from nvs`: `%s`%s",
               word->text, nearest_hint(arena_of(nvs), &nearest));
    add_note(diagnostic, (struct span){0},
             is_key ? "keys stand in a namespace: `namespace NAME { ... }`"
                    : "the lines are `namespace`, `import`, `version`, `keys`, `spare_pages` and "
                      "`wifi_keys`");
}

// Options count for all keys, wherever they stand: they are read first.
static void read_options(struct nvs *nvs, const struct content *content)
{
    unsigned seen = 0;
    for (size_t i = 0; i < content->lines.count; i++) {
        const struct content_line *line = content->lines.items[i];
        const struct option *option = find_option(word_at(line, 0)->text);
        if (!option) {
            continue;
        }
        unsigned bit = 1u << (option - options);
        if (!(seen & bit) && (line->has_value || line->has_block || !option->read(nvs, line))) {
            report(diagnostics_of(nvs), CODE_BAD_CONTENT, line->span, "this is written %s",
                   option->form);
        } else if (seen & bit) {
            report(diagnostics_of(nvs), CODE_BAD_CONTENT, line->span, "`%s` stands here twice",
                   option->name);
        }
        seen |= bit;
    }
}

void nvs_read(struct nvs *nvs, const struct content *content)
{
    read_options(nvs, content);
    for (size_t i = 0; i < content->lines.count; i++) {
        const struct content_line *line = content->lines.items[i];
        const struct word *word = word_at(line, 0);
        if (is_word(word, "namespace")) {
            read_space(nvs, line);
        } else if (is_word(word, "import")) {
            read_import(nvs, line);
        } else if (!find_option(word->text)) {
            report_line(nvs, word);
        }
    }
}
