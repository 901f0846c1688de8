// The keys that are in a schema: their types, names and marks, and where their values come from.
//
// A line is `TYPE NAME`, then `= VALUE`, `file "PATH"`, `each "PATTERN"` or `per device [file]`,
// then perhaps `secret`, `max BYTES` or `in LOW .. HIGH`. All words are read before any is judged,
// so that their order does not matter where it need not, and so that what belongs together can be
// said in one message.
#include "nvs.h"

#include <ctype.h>
#include <string.h>

// What follows a key's name: where its value comes from, if no `=` says it, and its attributes.
struct marks {
    const struct word *file; // of its path
    const struct word *each; // of the pattern
    const struct word *max, *bytes;
    const struct word *in, *range;
    bool is_file, is_each, is_per_device, is_secret, has_max, has_range;
};

static const char *const origins[] = {"file", "each", "per"};
static const char *const attributes[] = {"secret", "max", "in"};

// After a value only attributes are offered: suggesting `file` there would lead to the next error.
static void report_mark(struct nvs *nvs, const struct word *word, bool is_attribute)
{
    struct nearest nearest = nearest_to(word->text);
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        nearest_offer(&nearest, attributes[i]);
    }
    for (size_t i = 0; !is_attribute && i < sizeof origins / sizeof *origins; i++) {
        nearest_offer(&nearest, origins[i]);
    }
    struct diagnostic *diagnostic = report(nvs->request->diagnostics, CODE_BAD_CONTENT, word->span,
                                           "unknown attribute of a key: `%s`%s", word->text,
                                           nearest_hint(nvs->request->arena, &nearest));
    add_note(diagnostic, (struct span){0},
             is_attribute
                 ? "a value may be followed by `secret`, and by `max BYTES` (of a string or "
                   "blob) or `in LOW .. HIGH` (of an integer)"
                 : "after the name of a key comes `= VALUE`, `file \"PATH\"`, "
                   "`each \"PATTERN\"` or `per device`, then perhaps `secret`, `max BYTES` "
                   "or `in LOW .. HIGH`");
}

// `string serial = "S" file;`
static void report_late(struct nvs *nvs, const struct content_line *line, const struct word *word)
{
    report(nvs->request->diagnostics, CODE_LATE_WORD, word->span,
           "`%s` replaces the `=` and the value: `%s KEY %s ...;`", word->text,
           word_at(line, 0)->text, word->text);
}

// The place of a mark's flag, so that a second one of its kind is noticed in one place for all.
static bool *find_mark(struct marks *marks, const struct word *word)
{
    return word_is(word, "secret") ? &marks->is_secret
           : word_is(word, "max")  ? &marks->has_max
           : word_is(word, "in")   ? &marks->has_range
           : word_is(word, "per")  ? &marks->is_per_device
           : word_is(word, "file") ? &marks->is_file
           : word_is(word, "each") ? &marks->is_each
                                   : NULL;
}

// Takes what follows the word of a mark. Null, and reported, if it is not that; else its last
// word. `file` alone is not a mistake yet: `per device file` reads the file that the row names.
static const struct word *read_operand(struct nvs *nvs, const struct word *word,
                                       const struct word *next, struct marks *marks)
{
    const char *form = NULL;
    if (word_is(word, "per")) {
        form = word_is(next, "device") ? NULL : "`per device`";
    } else if (word_is(word, "each")) {
        form = word_is_text(next) ? NULL : "`each \"PATTERN\"`";
        marks->each = next;
    } else if (word_is(word, "file") && word_is_text(next)) {
        marks->file = next;
    } else if (word_is(word, "max")) {
        form = next && next->type == WORD_IS_EXPRESSION ? NULL : "`max BYTES`";
        marks->max = word;
        marks->bytes = next;
    } else if (word_is(word, "in")) {
        form = next && next->type == WORD_IS_RANGE ? NULL : "`in LOW .. HIGH`";
        marks->in = word;
        marks->range = next;
    } else {
        next = word;
    }
    if (form) {
        report(nvs->request->diagnostics, CODE_BAD_CONTENT, word->span, "this is written %s", form);
    }
    return form ? NULL : next;
}

// Notes the mark that begins at a word. Null, and reported, if there is none; else its last word.
// What is reserved for later versions is refused now, so that giving it a meaning breaks nothing.
static const struct word *read_mark(struct nvs *nvs, const struct content_line *line, size_t at,
                                    struct marks *marks)
{
    const struct word *word = word_at(line, at);
    bool is_attribute = at >= line->words.count - line->attribute_count;
    bool *mark = find_mark(marks, word);
    if (is_attribute && word->type == WORD_IS_NAME &&
        text_is_one_of(word->text, origins, sizeof origins / sizeof *origins)) {
        report_late(nvs, line, word);
        return NULL;
    }
    if (word_is(word, "unique")) {
        struct diagnostic *diagnostic =
            report(nvs->request->diagnostics, CODE_NOT_YET, word->span,
                   "`unique` of a key is reserved for a later version of schemac");
        add_note(diagnostic, (struct span){0},
                 "until then, leave it out: values of several devices are not compared");
        return NULL;
    }
    if (!mark) {
        report_mark(nvs, word, line->attribute_count > 0);
        return NULL;
    }
    if (*mark) {
        report(nvs->request->diagnostics, CODE_BAD_CONTENT, word->span, "`%s` is given twice",
               word->text);
        return NULL;
    }
    *mark = true;
    return read_operand(nvs, word, word_at(line, at + 1), marks);
}

// The words after a key's name. False, and reported, if they make no sense.
static bool read_marks(struct nvs *nvs, const struct content_line *line, struct marks *marks)
{
    for (size_t i = 2; i < line->words.count; i++) {
        const struct word *last = read_mark(nvs, line, i, marks);
        if (!last) {
            return false;
        }
        i += last == word_at(line, i + 1);
    }
    return true;
}

// A limit with a mistake is none: then only that is reported, and no value that it would refuse.
static bool take_limits(struct nvs *nvs, struct nvs_key *key, const struct marks *marks)
{
    bool is_good = !marks->max || nvs_take_limit(nvs, key, marks->max, marks->bytes);
    return (!marks->in || nvs_take_limit(nvs, key, marks->in, marks->range)) && is_good;
}

// Exactly one source for each value. The order of the questions is from the most to the least
// likely mistake, and only the first is reported.
static bool check_marks(struct nvs *nvs, const struct content_line *line, const struct nvs_key *key,
                        const struct marks *marks)
{
    const char *problem = NULL;
    int sources =
        (marks->file != NULL) + (marks->each != NULL) + marks->is_per_device + line->has_value;
    if (marks->is_file && !marks->file && !marks->is_per_device) {
        problem = "is a file's content: write `file \"PATH\"`";
    } else if (sources == 0) {
        problem = key->encoding == NVS_DECIMAL
                      ? "has no value: write `= VALUE` or `per device`"
                      : "has no value: write `= VALUE`, `file \"PATH\"`, `each \"PATTERN\"` or "
                        "`per device`";
    } else if (sources > 1) {
        problem = "has more than one value";
    } else if ((marks->is_file || marks->each) && key->encoding == NVS_DECIMAL) {
        problem = "is an integer, which a file cannot hold";
    } else if (line->has_block) {
        problem = "has a block, which only a namespace has";
    }
    if (problem) {
        report(nvs->request->diagnostics, CODE_BAD_CONTENT, line->span, "`%s` %s", key->item.name,
               problem);
    }
    return !problem;
}

// Whether a value is written with a name in it: of a constant, or of a Kconfig symbol. The value
// is known by then; only its text tells how it was written. Names within quotes do not count, and
// an `x` of `0x10` follows a digit.
static bool names_something(const struct nvs *nvs, const struct value *value)
{
    const char *text = sources_text(nvs->request->sources, value->span);
    bool is_quoted = false;
    char before = 0;
    for (; *text; before = *text++) {
        is_quoted ^= *text == '"' && before != '\\';
        bool is_word = isalpha((unsigned char)*text) || *text == '_';
        if (is_word && !is_quoted && !isalnum((unsigned char)before) && before != '_') {
            return true;
        }
    }
    return false;
}

// A secret must not be computed from names: constants go into generated headers, and Kconfig
// symbols into the firmware, where anybody can read them. Values that were not evaluated
// (VALUE_NONE) were reported already.
static bool set_value(struct nvs *nvs, struct nvs_key *key, const struct content_line *line)
{
    const struct value *value = &line->value;
    if (key->is_secret && value->kind != VALUE_NONE && names_something(nvs, value)) {
        struct diagnostic *diagnostic =
            report(nvs->request->diagnostics, CODE_NVS_VALUE, value->span,
                   "`%s` is secret, but a value with a name in it is not: constants go into the "
                   "header, build options into the firmware", // quotes no word of the value
                   key->item.name);
        add_note(diagnostic, (struct span){0},
                 "write the value itself, or take it from a file or `per device`");
        return false;
    }
    switch (value->kind) {
    case VALUE_INTEGER:
        return nvs_set_number(nvs, key, value->number, value->span);
    case VALUE_STRING:
        if (key->encoding == NVS_DECIMAL) {
            report(nvs->request->diagnostics, CODE_NVS_VALUE, value->span,
                   "`%s` is an integer: its value is written without quotes", key->item.name);
            return false;
        }
        return nvs_set_text(nvs, key, value->text, strlen(value->text), value->span);
    case VALUE_FLOAT:
        report(nvs->request->diagnostics, CODE_NVS_VALUE, value->span,
               "NVS has no floats; a blob may hold the bytes of one");
        return false;
    case VALUE_NONE:
        break; // reported where it was evaluated
    }
    return false;
}

static bool add_key(struct nvs *nvs, const struct nvs_key *key)
{
    bool is_good = nvs_claim_key(nvs, &key->item);
    if (is_good) {
        nvs_add_step(nvs, (struct nvs_step){.key = key});
    }
    return is_good;
}

// A key for each file: `name` for one, `name.0`, `name.1` and so on for several, in the order of
// paths. Ends at the first name that is too long, since all that follow would be, too.
static void add_each(struct nvs *nvs, const struct nvs_key *model, const struct word *pattern)
{
    struct text_list paths = {0};
    input_find_word(nvs->request, pattern, &paths);
    for (size_t i = 0; i < paths.count; i++) {
        struct nvs_key *key = arena_new(nvs->request->arena, sizeof *key);
        *key = *model;
        key->origin = NVS_FROM_FILE;
        key->path = paths.items[i];
        key->path_span = pattern->span;
        if (paths.count > 1) {
            key->item.name = arena_format(nvs->request->arena, "%s.%zu", model->item.name, i);
        }
        if (!add_key(nvs, key)) {
            return;
        }
    }
}

// What comes from the schema is judged now; files and rows are read when the image is made. A
// secret in the schema makes the schema itself necessary to make the image again, and the image
// private.
static void take_origin(struct nvs *nvs, struct nvs_key *key, const struct content_line *line,
                        const struct marks *marks)
{
    bool is_good = true;
    nvs->request->notes->is_secret |= marks->is_secret;
    nvs->plan->needs_schema |= marks->is_secret;
    nvs->plan->is_per_device |= marks->is_per_device;
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
    struct nvs_key *key = arena_new(nvs->request->arena, sizeof *key);
    struct nvs_step step = {.kind = NVS_STEP_GATTS, .key = key};
    if (!word_is_name(name) || !word_is_text(pattern) || !line_is_plain(line, 3)) {
        report(nvs->request->diagnostics, CODE_BAD_CONTENT, line->span,
               "tables of BLE services are written `gatts cfg \"ble_data/*.csv\";`");
        return;
    }
    key->item = (struct nvs_item){.type = NVS_STRING, .name = name->text, .span = name->span};
    step.paths_span = pattern->span;
    if (input_find_word(nvs->request, pattern, &step.paths)) {
        nvs_add_step(nvs, step);
    }
}

// What other languages call the types; else the nearest spelling.
static const char *type_meant(const char *name, const char *nearest)
{
    static const char *const others[][2] = {
        {"bool", "u8"},     {"int", "i32"},      {"str", "string"},  {"binary", "blob"},
        {"hex2bin", "hex"}, {"uint8_t", "u8"},   {"int8_t", "i8"},   {"uint16_t", "u16"},
        {"int16_t", "i16"}, {"uint32_t", "u32"}, {"int32_t", "i32"}, {"uint64_t", "u64"},
        {"int64_t", "i64"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcmp(name, others[i][0]) == 0) {
            return others[i][1];
        }
    }
    return nearest;
}

// `secret u32 pin = 4711;`
static bool report_early_mark(struct nvs *nvs, const struct content_line *line)
{
    const struct word *mark = word_at(line, 0);
    const struct word *type = word_at(line, 1);
    const struct word *name = word_at(line, 2);
    if (!word_is(mark, "secret") || !type || !name) {
        return false;
    }
    report(nvs->request->diagnostics, CODE_BAD_CONTENT, mark->span,
           "`secret` follows the value: `%s %s = ... secret;`", type->text, name->text);
    return true;
}

// Lines of the outer block within a namespace are told from misspelt types: they need to be moved,
// not mended.
static void report_type(struct nvs *nvs, const struct word *type)
{
    static const char *const outer[] = {"namespace", "import",      "version",
                                        "keys",      "spare_pages", "wifi_keys"};
    struct nearest nearest = nearest_to(type->text);
    for (size_t i = 0; i < sizeof outer / sizeof *outer; i++) {
        if (word_is(type, outer[i])) {
            report(nvs->request->diagnostics, CODE_BAD_CONTENT, type->span,
                   "`%s` belongs outside of the namespace", type->text);
            return;
        }
    }
    nvs_offer_types(&nearest);
    nearest.found = type_meant(type->text, nearest.found);
    struct diagnostic *diagnostic = report(nvs->request->diagnostics, CODE_NVS_TYPE, type->span,
                                           "unknown type of a key: `%s`%s", type->text,
                                           nearest_hint(nvs->request->arena, &nearest));
    add_note(diagnostic, (struct span){0},
             "the types are u8 to u64, i8 to i64, string, blob, hex and base64, and `gatts`");
    word_note_removal(diagnostic, type);
}

// The key is declared for firmware even where its value has a mistake, so that what uses the
// header is not followed by errors about a missing name.
void nvs_read_key(struct nvs *nvs, const struct content_line *line)
{
    const struct word *type = word_at(line, 0);
    const struct word *name = word_at(line, 1);
    struct nvs_key *key = arena_new(nvs->request->arena, sizeof *key);
    struct marks marks = {0};
    if (word_is(type, "gatts")) {
        read_gatts(nvs, line);
        return;
    }
    if (!nvs_find_type(type->text, &key->item.type, &key->encoding)) {
        if (!report_early_mark(nvs, line)) {
            report_type(nvs, type);
        }
        return;
    }
    if (!word_is_name(name)) {
        report(nvs->request->diagnostics, CODE_NVS_NAME, line->span, "expected a name after `%s`",
               type->text);
        return;
    }
    key->item.name = name->text;
    key->item.span = name->span;
    if (read_marks(nvs, line, &marks)) {
        key->is_secret = marks.is_secret;
        bool is_limited = take_limits(nvs, key, &marks);
        if (check_marks(nvs, line, key, &marks) && is_limited) {
            take_origin(nvs, key, line, &marks);
            if (!marks.each) { // else what its keys are called depends on files
                nvs_declare_key(nvs, line, key);
            }
        }
    }
}
