// The readers of options' values. Most check a value and keep it; some put what several options say
// together into a part of `struct options` of its own.
#include "option_values.h"

#include "choices.h"
#include "compare.h"
#include "diagnostic.h"
#include "emit.h"
#include "flash_cipher.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH_LIMIT = 10000 }; // of a picture

// All values are listed, since there are never more than a line of them; one that is spelled like
// the wrong one comes first.
const char *option_choice_error(struct arena *arena, const char *option, const char *name,
                                const struct choices *choices)
{
    struct nearest nearest = choices_nearest(choices, name);
    return arena_format(arena, "--%s cannot be `%s`%s (possible values: %s)", option, name,
                        nearest_hint(arena, &nearest), choices_text(arena, choices));
}

// A file whose name begins with a dash, given after `--`, would be taken for an option once its
// path is a word of the command lines in build fragments. `-` alone is standard input.
const char *option_path(struct arena *arena, const char *path)
{
    return path[0] == '-' && path[1] ? arena_format(arena, "./%s", path) : path;
}

// The message says what is missing: the argument's name in the help tells files from directories.
const char *option_read_text(struct option_reading *reading)
{
    const char *argument = reading->argument;
    const char *what = strcmp(argument, "FILE") == 0  ? "a file name"
                       : strcmp(argument, "DIR") == 0 ? "a directory name"
                                                      : "a name";
    return *reading->word ? NULL
                          : arena_format(reading->arena, "--%s needs %s", reading->name, what);
}

const char *option_read_path(struct option_reading *reading)
{
    reading->value->text = option_path(reading->arena, reading->word);
    return option_read_text(reading);
}

// One of three words; its place among them becomes the number.
static const char *read_choice(struct option_reading *reading, const char *const names[3])
{
    const struct choices choices = {names, 3, sizeof *names};
    const char *const *found = choices_find(&choices, reading->word);
    reading->value->number = found ? (uint64_t)(found - names) : 0;
    return found ? NULL
                 : option_choice_error(reading->arena, reading->name, reading->word, &choices);
}

// The place of the kind among all becomes the number.
const char *option_read_flash_encryption(struct option_reading *reading)
{
    const struct choices choices = {flash_key_kinds, flash_key_kind_count, sizeof *flash_key_kinds};
    const struct flash_key_kind *kind = choices_find(&choices, reading->word);
    reading->value->number = kind ? (uint64_t)(kind - flash_key_kinds) : 0;
    return kind ? NULL
                : option_choice_error(reading->arena, reading->name, reading->word, &choices);
}

const char *option_read_diagnostics(struct option_reading *reading)
{
    static const char *const names[] = {"text", "json", "sarif"}; // enum diagnostics_format
    return read_choice(reading, names);
}

const char *option_read_color(struct option_reading *reading)
{
    static const char *const names[] = {"auto", "always", "never"}; // enum color_choice
    return read_choice(reading, names);
}

// The words of a class may be joined by `-` or `_`, or be written as in the output.
const char *option_read_change_class(struct option_reading *reading)
{
    const char *error = option_read_text(reading);
    enum change_severity severity = change_severity_allowed;
    bool is_known = change_severity_find(reading->word, &severity);
    reading->value->number = severity;
    return error      ? error
           : is_known ? NULL
                      : "--allow must be safe, needs-reflash, loses-data or bricks";
}

// Whether --emit named an emitter. The list may have it twice, which is not a mistake.
static bool is_named(const struct options *options, const struct emitter *emitter)
{
    for (size_t i = 0; i < options->emitters.count; i++) {
        if (options->emitters.items[i] == emitter) {
            return true;
        }
    }
    return false;
}

// The build fragments say it again to `compile`, with the tables, which they flash; in one form, so
// that a fragment that is made by its own words is the same.
static void keep_emitters(struct arena *arena, struct options *options)
{
    static const char option[] = "--emit=";
    struct buffer word;
    buffer_init(&word, arena);
    for (size_t i = 0; i < emitter_count; i++) {
        bool is_kept = is_named(options, &emitters[i]) && emitters[i].need != NEEDS_IMAGES;
        if (is_kept || strcmp(emitters[i].name, "bin") == 0) {
            buffer_format(&word, "%s%s", word.length ? "," : option, emitters[i].name);
        }
    }
    for (size_t i = 0; i < options->kept.count; i++) {
        if (strncmp(options->kept.items[i], option, sizeof option - 1) == 0) {
            options->kept.items[i] = word.bytes;
            return;
        }
    }
    list_append(arena, &options->kept, word.bytes);
}

// A list of names, of which each must be known. Given several times, the lists add up.
const char *option_read_emitters(struct option_reading *reading)
{
    const struct choices choices = {emitters, emitter_count, sizeof *emitters};
    struct arena *arena = reading->arena;
    struct options *options = reading->options;
    const char *text = reading->word;
    while (*text) {
        size_t length = strcspn(text, ",");
        const char *name = arena_copy(arena, text, length);
        const struct emitter *emitter = emitter_find(name);
        if (!emitter) {
            struct nearest nearest = choices_nearest(&choices, name);
            return arena_format(arena, "there is no artifact `%s`%s (possible values: %s)", name,
                                nearest_hint(arena, &nearest), choices_text(arena, &choices));
        }
        list_append(arena, &options->emitters, emitter);
        if (emitter->need == NEEDS_IMAGES) { // manifests list the tables, too
            list_append(arena, &options->emitters, emitter_find("bin"));
        }
        text += length + (text[length] == ',');
    }
    keep_emitters(arena, options);
    return options->emitters.count ? NULL : "--emit needs one or more artifact names";
}

// The name may be that of a rule of a platform that is not read yet, so it is checked later, by
// session_check_settings().
const char *option_read_warning(struct option_reading *reading)
{
    struct arena *arena = reading->arena;
    const char *text;
    list_append(arena, &reading->options->settings, rule_setting_read(arena, reading->word, &text));
    list_append(arena, &reading->options->kept, arena_format(arena, "-W%s", text));
    return NULL;
}

// A file of Kconfig; the build fragments say it again.
const char *option_read_kconfig_file(struct option_reading *reading)
{
    struct kconfig_files *files = &reading->options->kconfig;
    const enum option_id id = (enum option_id)(reading->value - reading->options->values);
    struct text_list *list = id == OPTION_SDKCONFIG ? &files->sdkconfigs
                             : id == OPTION_KCONFIG ? &files->roots
                                                    : &files->renames;
    const char *path = option_path(reading->arena, reading->word);
    list_append(reading->arena, list, path);
    list_append(reading->arena, &reading->options->kconfig_words,
                arena_format(reading->arena, "--%s=%s", reading->name, path));
    return option_read_text(reading);
}

// A decimal number of no more than 64 bits; what is larger is the largest. strtoull() also takes
// spaces and a sign, which would make `-1` a huge number: the first character must be a digit.
static bool read_count(struct option_reading *reading)
{
    char *end;
    reading->value->number = strtoull(reading->word, &end, 10);
    return isdigit((unsigned char)*reading->word) && !*end;
}

// A size of no more than 32 bits: decimal or hexadecimal, or with K or M at its end. The shift
// cannot overflow: the value is checked to have 32 bits, and 20 more fit into 64.
static bool read_bytes(struct option_reading *reading)
{
    char *end;
    bool is_hex = strncmp(reading->word, "0x", 2) == 0;
    unsigned long long value = strtoull(reading->word, &end, is_hex ? 16 : 10);
    bool is_kilo = *end == 'K' || *end == 'k';
    bool is_mega = *end == 'M' || *end == 'm';
    unsigned shift = is_kilo ? 10 : is_mega ? 20 : 0;
    reading->value->number = value << shift;
    return isdigit((unsigned char)*reading->word) && !end[is_kilo || is_mega] &&
           value <= UINT32_MAX;
}

const char *option_read_width(struct option_reading *reading)
{
    return read_count(reading) && reading->value->number && reading->value->number <= WIDTH_LIMIT
               ? NULL
               : "--width must be a number of columns or pixels from 1 to 10000";
}

const char *option_read_edition(struct option_reading *reading)
{
    return read_count(reading) && reading->value->number == 1
               ? NULL
               : arena_format(
                     reading->arena,
                     "--edition cannot be `%s`: this version of schemac only knows edition 1",
                     reading->word);
}

const char *option_read_row(struct option_reading *reading)
{
    return read_count(reading) && reading->value->number ? NULL
                                                         : "--device must be the number of a row, "
                                                           "from 1";
}

const char *option_read_limit(struct option_reading *reading)
{
    return read_count(reading) ? NULL : "--max-errors must be a number";
}

const char *option_read_percent(struct option_reading *reading)
{
    enum { MOST = 100 };
    return read_count(reading) && reading->value->number && reading->value->number <= MOST
               ? NULL
               : "--max-use must be a percentage from 1 to 100";
}

const char *option_read_offset(struct option_reading *reading)
{
    return read_bytes(reading) ? NULL : "--offset must be a number, such as `0x8000` or `32K`";
}

// Four bits of an eFuse.
const char *option_read_crypt_config(struct option_reading *reading)
{
    return read_bytes(reading) && reading->value->number <= FLASH_CRYPT_CONFIG
               ? NULL
               : "--flash-crypt-config must be a number from 0 to 0xf";
}

const char *option_read_size(struct option_reading *reading)
{
    return read_bytes(reading) && reading->value->number
               ? NULL
               : "--size must be a number of bytes, such as `24K`";
}

// Whether a word is NAME=VALUE, with a name.
static bool is_pair(const char *word)
{
    const char *equals = strchr(word, '=');
    return equals && equals != word;
}

// Only the form is checked here. Whether the place is a partition or an offset is known once there
// is a layout; see build/flash_image.c.
const char *option_read_addition(struct option_reading *reading)
{
    const char *word = reading->word;
    return is_pair(word) && word[strlen(word) - 1] != '='
               ? NULL
               : "--add must be PLACE=FILE, as in `--add ota_0=build/app.bin`";
}

// The parts are read by the importer (import/project/subtypes.c), which reads the same text from
// CMake files, and reports mistakes in both alike.
const char *option_read_subtype(struct option_reading *reading)
{
    return *reading->word ? NULL : "--extra-partition-subtypes must be TYPE,NAME,NUMBER";
}

const char *option_read_definition(struct option_reading *reading)
{
    return is_pair(reading->word) ? NULL : "--define must be NAME=VALUE";
}
