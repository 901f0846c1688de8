// What stands behind an option, where that takes more than to keep it.
#include "option_values.h"

#include "diagnostic.h"
#include "emit.h"
#include "text.h"

#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH_LIMIT = 10000 }; // of a picture

const char *option_choice_error(struct arena *arena, const char *option, const char *name,
                                const struct choices *choices)
{
    struct nearest nearest = choices_nearest(choices, name);
    return arena_format(arena, "--%s cannot be `%s`%s (it is one of %s)", option, name,
                        nearest_hint(arena, &nearest), choices_text(arena, choices));
}

static const char *read_choice(struct arena *arena, const char *option, const char *const names[3],
                               int *choice)
{
    const struct choices choices = {names, 3, sizeof *names};
    const char *const *found = choices_find(&choices, optarg);
    *choice = found ? (int)(found - names) : 0;
    return found ? NULL : option_choice_error(arena, option, optarg, &choices);
}

static bool is_named(const struct options *options, const struct emitter *emitter)
{
    for (size_t i = 0; i < options->emitters.count; i++) {
        if (options->emitters.items[i] == emitter) {
            return true;
        }
    }
    return false;
}

// The build fragments say it again, with the tables, which they flash; in one form, so that a
// fragment that is made by its own words is the same.
static void keep_emitters(struct arena *arena, struct options *options)
{
    static const char option[] = "--emit=";
    struct buffer word;
    buffer_init(&word, arena);
    for (size_t i = 0; i < emitter_count; i++) {
        if (is_named(options, &emitters[i]) || strcmp(emitters[i].name, "bin") == 0) {
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

static const char *read_emitters(struct arena *arena, const char *text, struct options *options)
{
    const struct choices choices = {emitters, emitter_count, sizeof *emitters};
    while (*text) {
        size_t length = strcspn(text, ",");
        const char *name = arena_copy(arena, text, length);
        const struct emitter *emitter = emitter_find(name);
        if (!emitter) {
            struct nearest nearest = choices_nearest(&choices, name);
            return arena_format(arena, "no artifact is called `%s`%s (they are %s)", name,
                                nearest_hint(arena, &nearest), choices_text(arena, &choices));
        }
        list_append(arena, &options->emitters, emitter);
        text += length + (text[length] == ',');
    }
    keep_emitters(arena, options);
    return options->emitters.count ? NULL : "--emit needs the names of artifacts";
}

static void read_warning(struct arena *arena, const char *word, struct options *options)
{
    const char *text;
    list_append(arena, &options->settings, rule_setting_read(arena, word, &text));
    list_append(arena, &options->kept, arena_format(arena, "-W%s", text));
}

// A file of Kconfig; the build fragments say it again.
static const char *read_kconfig(struct arena *arena, const char *option, struct list *files,
                                struct options *options)
{
    if (!*optarg) {
        return arena_format(arena, "--%s needs the name of a file", option);
    }
    const char *path = optarg[0] == '-' ? arena_format(arena, "./%s", optarg) : optarg;
    list_append(arena, files, path);
    list_append(arena, &options->kconfig_words, arena_format(arena, "--%s=%s", option, path));
    return NULL;
}

// The number that the option at hand has; false if it is none.
static bool read_count(size_t *count)
{
    char *end;
    *count = strtoul(optarg, &end, 10);
    return isdigit((unsigned char)*optarg) && !*end;
}

// Likewise a size: decimal or hexadecimal, with K or M behind it.
static bool read_size(uint64_t *size)
{
    char *end;
    bool is_hex = strncmp(optarg, "0x", 2) == 0;
    unsigned long long value = strtoull(optarg, &end, is_hex ? 16 : 10);
    bool is_kilo = *end == 'K' || *end == 'k';
    bool is_mega = *end == 'M' || *end == 'm';
    unsigned shift = is_kilo ? 10 : is_mega ? 20 : 0;
    *size = value << shift;
    return isdigit((unsigned char)*optarg) && !end[is_kilo || is_mega] && value <= UINT32_MAX;
}

// Whether it is NAME=VALUE, with a name.
static bool is_pair(const char *word)
{
    const char *sign = strchr(word, '=');
    return sign && sign != word;
}

static bool ends_in_sign(const char *word)
{
    return word[strlen(word) - 1] == '=';
}

const char *option_read_value(struct arena *arena, char letter, struct options *options)
{
    static const char *const formats[] = {"text", "json", "sarif"};
    static const char *const colors[] = {"auto", "always", "never"};
    int choice = 0;
    const char *error = NULL;
    switch (letter) {
    case 'e':
        return read_emitters(arena, optarg, options);
    case 'w':
        return read_count(&options->width) && options->width && options->width <= WIDTH_LIMIT
                   ? NULL
                   : "--width takes a number of columns or pixels, from 1 to 10000";
    case '1':
        return read_count(&options->edition) && options->edition == 1
                   ? NULL
                   : arena_format(arena, "--edition cannot be `%s`: this schemac knows edition 1",
                                  optarg);
    case 'D':
        return read_count(&options->images.device) && options->images.device
                   ? NULL
                   : "--device takes the number of a row, from 1";
    case 'I':
        list_append(arena, &options->additions, optarg);
        return is_pair(optarg) && !ends_in_sign(optarg)
                   ? NULL
                   : "--add takes PLACE=FILE, as in `--add ota_0=build/app.bin`";
    case 'b':
        list_append(arena, &options->subtypes, optarg);
        return *optarg ? NULL : "--extra-partition-subtypes takes TYPE,NAME,NUMBER";
    case 'E':
        list_append(arena, &options->defines, optarg);
        return is_pair(optarg) ? NULL : "--define takes NAME=VALUE";
    case 'O':
        options->has_table_offset = true;
        return read_size(&options->table_offset) ? NULL
                                                 : "--offset takes a number, as `0x8000` or `32K`";
    case 'Z':
        return read_size(&options->nvs_size) && options->nvs_size
                   ? NULL
                   : "--size takes a number of bytes, as `24K`";
    case 's':
        return read_kconfig(arena, "sdkconfig", &options->kconfig.sdkconfigs, options);
    case 'k':
        return read_kconfig(arena, "kconfig", &options->kconfig.roots, options);
    case 'r':
        return read_kconfig(arena, "sdkconfig-rename", &options->kconfig.renames, options);
    case 'W':
        read_warning(arena, optarg, options);
        return NULL;
    case 'd':
        error = read_choice(arena, "diagnostics", formats, &choice);
        options->format = (enum diagnostics_format)choice;
        return error;
    case 'c':
        error = read_choice(arena, "color", colors, &choice);
        options->color = (enum color_choice)choice;
        return error;
    default:
        return read_count(&options->shown_limit) ? NULL : "--max-errors takes a number";
    }
}
