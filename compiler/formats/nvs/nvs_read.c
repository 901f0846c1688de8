// The lines of an NVS generator's block: options, namespaces, imports.
//
// `nvs_words` says what the words of each line name, for editors, build files and the check of
// roles; the functions below give them their meaning. Lines with mistakes of roles never come
// here. After a wrong line the next one is read as if nothing had been.
#include "nvs.h"

#include <string.h>

const struct word_rule nvs_words[] = {
    {.place = WORD_OF_LINE, .line = "import", .first = 1, .last = 1, .role = ROLE_PATH},
    {.place = WORD_OF_LINE,
     .line = "keys",
     .before = "file",
     .first = 2,
     .last = 2,
     .role = ROLE_PATH},
    {.place = WORD_OF_LINE,
     .line = "keys",
     .with = "file",
     .first = 1,
     .last = 1,
     .role = ROLE_WORD},
    {.place = WORD_OF_LINE,
     .line = "keys",
     .with = "device",
     .first = 1,
     .last = 2,
     .role = ROLE_WORD},
    {.place = WORD_OF_LINE, .line = "keys", .first = 1, .last = 1, .role = ROLE_PARTITION},
    {.place = WORD_OF_LINE, .line = "version", .first = 1, .last = 1, .role = ROLE_VALUE},
    {.place = WORD_OF_LINE, .line = "spare_pages", .first = 1, .last = 1, .role = ROLE_VALUE},
    {.place = WORD_OF_INNER_LINE, .line = "gatts", .first = 2, .last = 2, .role = ROLE_PATH},
    {.place = WORD_OF_INNER_LINE,
     .before = "file",
     .first = 3,
     .last = WORD_LAST,
     .role = ROLE_PATH},
    {.place = WORD_OF_INNER_LINE,
     .before = "each",
     .first = 3,
     .last = WORD_LAST,
     .role = ROLE_PATH},
    {.place = WORD_OF_INNER_LINE,
     .before = "max",
     .first = 3,
     .last = WORD_LAST,
     .role = ROLE_VALUE},
    {.place = WORD_OF_INNER_LINE,
     .before = "in",
     .first = 3,
     .last = WORD_LAST,
     .role = ROLE_RANGE},
    {.place = WORD_OF_INNER_LINE, .with = "per", .first = 1, .last = 1, .role = ROLE_COLUMN},
    {.role = ROLE_NONE},
};

// The namespace becomes a step of its own, copied from the item that nvs_enter_space has just
// added, so that making the image enters it again at this place. If it cannot be entered, its keys
// are not looked at: each would be in no namespace.
static void read_space(struct nvs *nvs, const struct content_line *line)
{
    const struct word *name = word_at(line, 1);
    struct nvs_key *key = arena_new(nvs->request->arena, sizeof *key);
    if (!word_is_name(name) || line->words.count > 2 || line->has_value || !line->has_block) {
        report(nvs->request->diagnostics, CODE_BAD_CONTENT, line->span,
               "a namespace has a name and a block: `namespace NAME { ... }`");
        return;
    }
    if (nvs_enter_space(nvs, name->text, name->span)) {
        key->item = *nvs->items.items[nvs->items.count - 1];
        nvs_add_step(nvs, (struct nvs_step){.key = key});
        nvs_declare_space(nvs, line, name);
        for (size_t i = 0; i < line->lines.count; i++) {
            nvs_read_key(nvs, line->lines.items[i]);
        }
    }
}

// A file for each path that the pattern finds, in the order of their names: each is a step. The
// image is secret from now on, because nobody knows what the files contain, and only reading them
// shows which further files they name.
static void read_import(struct nvs *nvs, const struct content_line *line)
{
    const struct word *pattern = word_at(line, 1);
    struct text_list paths = {0};
    size_t words = 2;
    bool is_plain = word_is(word_at(line, words), "plain");
    words += is_plain;
    bool is_secret = word_is(word_at(line, words), "secret");
    words += is_secret;
    if (!word_is_text(pattern) || !line_is_plain(line, words)) {
        report(nvs->request->diagnostics, CODE_BAD_CONTENT, line->span,
               "`import` takes a file: `import \"keys.csv\";`, followed by `plain` if every comma "
               "separates, and by `secret` if messages must not show its values");
        return;
    }
    input_find_word(nvs->request, pattern, &paths);
    nvs->request->notes->is_secret = true; // nobody knows what it contains
    nvs->plan->names_inputs = true;
    for_each (path, &paths) {
        struct nvs_step step = {
            .kind = NVS_STEP_IMPORT,
            .paths_span = pattern->span,
            .is_plain = is_plain,
            .is_secret = is_secret,
        };
        list_append(nvs->request->arena, &step.paths, path);
        nvs_add_step(nvs, step);
    }
}

// False: it is not written that way; read_options says which way is right. So with the others.
static bool read_version(struct nvs *nvs, const struct content_line *line)
{
    const struct value value = word_value(word_at(line, 1));
    const struct number number = value.number;
    bool is_good = line->words.count == 2 && value.kind == VALUE_INTEGER && !number.negative &&
                   (number.magnitude == 1 || number.magnitude == 2);
    if (is_good) {
        nvs->form.version = (unsigned)number.magnitude;
    }
    return is_good;
}

// `blank` is what ESP-IDF makes since 5.1, `full` what it made before; the platform has the
// default.
static bool read_spare_pages(struct nvs *nvs, const struct content_line *line)
{
    const struct value value = word_value(word_at(line, 1));
    bool is_text = line->words.count == 2 && value.kind == VALUE_STRING;
    nvs->form.has_full_tail = is_text && strcmp(value.text, "full") == 0;
    return is_text && (nvs->form.has_full_tail || strcmp(value.text, "blank") == 0);
}

// The file that a partition of keys is made of. It must be a file as it is: keys that were
// generated would have to be made before, and an image must not depend on another one.
static const char *file_of(struct nvs *nvs, const struct word *word)
{
    const struct partition *partition = word_partition(nvs->request, word);
    const struct content *content = partition ? partition->content : NULL;
    const struct word *path =
        content && content->arguments.count ? content->arguments.items[0] : NULL;
    if (!partition) {
        return NULL;
    }
    if (!content || strcmp(content->generator, "file") != 0 || !word_is_text(path)) {
        struct diagnostic *diagnostic = report(
            nvs->request->diagnostics, CODE_NVS_KEYS, word->span,
            "the keys are read from the file that `%s` is made from, but it is not `from file`",
            partition->label);
        add_note(diagnostic, partition->span, "it is declared here");
        return NULL;
    }
    return input_path(nvs->request, path->text);
}

// `keys PARTITION;`, `keys file "FILE";`, `keys per device;`. Keys that could not be found still
// make this an encrypted image: there are errors then, and what lock files say of it stays right.
static bool read_keys(struct nvs *nvs, const struct content_line *line)
{
    const struct word *word = word_at(line, 1);
    const struct word *path = word_at(line, 2);
    bool is_file = line->words.count == 3 && word_is(word, "file") && word_is_text(path);
    bool is_of_device = line->words.count == 3 && word_is(word, "per") && word_is(path, "device");
    bool is_partition = line->words.count == 2 && !word_is(word, "file") &&
                        (word_is_name(word) || word->type == WORD_IS_REFERENCE);
    if (!is_file && !is_of_device && !is_partition) {
        return false;
    }
    nvs->is_encrypted = true;
    nvs->key_span = word->span;
    nvs->has_device_keys = is_of_device;
    nvs->plan->is_per_device |= is_of_device;
    if (is_file) {
        nvs->key_file = input_path(nvs->request, path->text);
        nvs->key_span = path->span;
    } else if (is_partition) {
        nvs->key_file = file_of(nvs, word);
    }
    if (nvs->key_file) {
        input_note(nvs->request, nvs->key_file);
    }
    return true;
}

// The option is a line without a value: whatever follows it is a mistake, and reported by the
// caller.
static bool read_wifi_keys(struct nvs *nvs, const struct content_line *line)
{
    nvs->has_wifi_keys = true;
    return line->words.count == 1;
}

struct nvs_option {
    const char *name;
    const char *form;
    bool (*read)(struct nvs *nvs, const struct content_line *line);
};

// Lines with one form; the others are namespaces and imports. There are fewer than 32 (see
// `seen`).
static const struct nvs_option options[] = {
    {"version", "`version 1;` or `version 2;`", read_version},
    {"keys", "`keys PARTITION;`, `keys file \"nvs_keys.bin\";` or `keys per device;`", read_keys},
    {"spare_pages", "`spare_pages blank;` or `spare_pages full;`", read_spare_pages},
    {"wifi_keys", "`wifi_keys;`", read_wifi_keys},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const struct nvs_option *find_option(const struct word *word)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (word_is(word, options[i].name)) {
            return &options[i];
        }
    }
    return NULL;
}

// A key outside of any namespace is the commonest mistake here, and gets a message of its own.
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
    bool is_key = word_is(word, "gatts") || nvs_find_type(word->text, &type, &encoding);
    struct diagnostic *diagnostic = report(
        nvs->request->diagnostics, is_key ? CODE_NVS_SPACE : CODE_BAD_CONTENT, word->span,
        is_key ? "this %s is outside of any namespace" : "unknown line of `from nvs`: `%s`%s",
        word->text, nearest_hint(nvs->request->arena, &nearest));
    add_note(diagnostic, (struct span){0},
             is_key ? "keys belong in a namespace: `namespace NAME { ... }`"
                    : "the lines are `namespace`, `import`, `version`, `keys`, `spare_pages` and "
                      "`wifi_keys`");
    word_note_removal(diagnostic, word);
}

// Whether the value of an option has a mistake, which was reported where it was evaluated.
static bool is_reported(const struct content_line *line)
{
    const struct word *word = word_at(line, 1);
    return word && word->type == WORD_IS_EXPRESSION && word->values[0].kind == VALUE_NONE;
}

// Options count for all keys, wherever they are: they are read first. The limit of a string
// depends on the version, for instance, and the version may be the last line. Of an option that is
// given twice the first counts, and every further one is reported.
static void read_options(struct nvs *nvs, const struct content_line_list *lines)
{
    unsigned seen = 0;
    for_each (line, lines) {
        const struct nvs_option *option = find_option(word_at(line, 0));
        if (!option || is_reported(line)) {
            continue;
        }
        unsigned bit = 1u << (option - options);
        if (!(seen & bit) && (line->has_value || line->has_block || !option->read(nvs, line))) {
            report(nvs->request->diagnostics, CODE_BAD_CONTENT, line->span, "this is written %s",
                   option->form);
        } else if (seen & bit) {
            report(nvs->request->diagnostics, CODE_BAD_CONTENT, line->span, "`%s` is given twice",
                   option->name);
        }
        seen |= bit;
    }
}

void nvs_read(struct nvs *nvs, const struct content_line_list *lines)
{
    read_options(nvs, lines);
    for_each (line, lines) {
        const struct word *word = word_at(line, 0);
        if (word_is(word, "namespace")) {
            read_space(nvs, line);
        } else if (word_is(word, "import")) {
            read_import(nvs, line);
        } else if (!find_option(word)) {
            report_line(nvs, word);
        }
    }
}
