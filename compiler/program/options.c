#include "option_values.h"

#include "emit.h"
#include "text.h"

#include <getopt.h>
#include <stddef.h>
#include <string.h>

// What is done with the value of an option.
enum option_kind {
    OPTION_FLAG, // it has none: a bool becomes true
    OPTION_TEXT, // goes into a const char *; may not be empty
    OPTION_PATH, // likewise, so that no program takes it for an option
    OPTION_READ, // it takes reading
};

struct option_entry {
    char letter; // that stands for it here; also on the command line where it is short
    bool is_short;
    const char *name;
    const char *argument; // null: takes none
    const char *description;
    enum option_kind kind;
    unsigned field; // of struct options, where it goes; unused where it takes reading
};

#define FLAG(field) OPTION_FLAG, (unsigned)offsetof(struct options, field)
#define TEXT(field) OPTION_TEXT, (unsigned)offsetof(struct options, field)
#define PATH(field) OPTION_PATH, (unsigned)offsetof(struct options, field)
#define READ OPTION_READ, 0

static const struct option_entry entries[] = {
    {'o', true, "output", "PATH", "where to write", PATH(output)},
    {'v', false, "variant", "NAME", "this variant of the schema", TEXT(variant)},
    {'a', false, "all-variants", NULL, "all variants of the schema", FLAG(all_variants)},
    {'e', false, "emit", "NAMES", "only these artifacts, separated by commas", READ},
    {'H', false, "hmac-key", "FILE", "derive the keys from the 32 bytes of this HMAC key",
     TEXT(hmac_key)},
    {'K', false, "keys", "FILE", "the keys of an encrypted NVS: its key partition, or their file",
     TEXT(keys)},
    {'g', false, "schema", "FILE", "what the image is meant to be: names, types and secrets",
     PATH(schema)},
    {'y', false, "as", "FORMAT", "take the image for one of this format", TEXT(decoder)},
    {'S', false, "show-secrets", NULL, "show what the schema calls secret", FLAG(shows_secrets)},
    {'L', false, "all", NULL, "show all findings, however many are alike", FLAG(shows_all)},
    {'X', false, "extract", "DIR", "write the files below this folder, over none that is there",
     TEXT(extract)},
    {'V', false, "values", "FILE", "a CSV with a row for each device, for values `per device`",
     TEXT(images.values)},
    {'D', false, "device", "N", "which row of it, from 1", READ},
    {'F', false, "flash", "FILE", "what was read back from the flash (`-`: standard input)",
     TEXT(flash_file)},
    {'f', false, "format", "FORMAT", "bin, ihex or uf2 (default: as the output's suffix says)",
     TEXT(format_name)},
    {'z', false, "sparse", NULL, "leave out what is erased; of bin, only the end", FLAG(is_sparse)},
    {'P', false, "partial", NULL, "leave out images that are missing", FLAG(is_partial)},
    {'I', false, "add", "PLACE=FILE", "put a file at a partition or offset, in place of its `from`",
     READ},
    {'N', false, "on", "FLASH", "this flash of the schema, instead of the chip's own",
     TEXT(device_name)},
    {'p', false, "partition", "NAME", "this partition alone", TEXT(partition)},
    {'U', false, "used", NULL, "firmware has run: what it writes itself may differ", FLAG(is_used)},
    {'A', false, "allow", "CLASS", "safe, needs-reflash, loses-data or bricks: what may change",
     TEXT(allowed)},
    {'G', false, "svg", NULL, "draw an SVG", FLAG(is_svg)},
    {'T', false, "html", NULL, "draw a page of HTML", FLAG(is_html)},
    {'w', false, "width", "N", "how wide to draw: columns, or pixels of an SVG", READ},
    {'t', false, "chip", "NAME", "which chip a table is for (that of the sdkconfig, or esp32)",
     TEXT(chip)},
    {'O', false, "offset", "N", "where the partition table lies in flash (0x8000 on most chips)",
     READ},
    {'n', false, "name", "NAME", "what to call the schema", TEXT(name)},
    {'B', false, "all-modules", NULL, "all modules of an ESP-AT project, each a variant",
     FLAG(all_modules)},
    {'l', false, "module", "NAME", "the module of ESP-AT, as factory_param_data.csv calls it",
     TEXT(module)},
    {'b', false, "extra-partition-subtypes", "TYPE,NAME,N",
     "a subtype of the project's own, as gen_esp32part.py takes it", READ},
    {'Z', false, "size", "N", "the size of an NVS partition (as small as can be)", READ},
    {'E', false, "define", "NAME=VALUE", "what `$NAME` in a CSV is, whatever the environment says",
     READ},
    {'Y', false, "force", NULL, "replace what is there already, whoever made it", FLAG(is_forced)},
    {'M', false, "depfile", "FILE", "write what the image is made of, for make and its like",
     PATH(depfile)},
    {'s', false, "sdkconfig", "FILE", "values of Kconfig symbols; of several files the last wins",
     READ},
    {'k', false, "kconfig", "FILE", "a Kconfig file of the project, with all that it sources",
     READ},
    {'r', false, "sdkconfig-rename", "FILE", "an sdkconfig.rename: old names of symbols", READ},
    {'C', false, "check", NULL, "write nothing; fail if anything would change, and name it",
     FLAG(is_check)},
    {'i', false, "diff", NULL, "write nothing; show what would change", FLAG(wants_difference)},
    {'1', false, "edition", "N", "rewrite to this edition of the language (there is only 1)", READ},
    {'R', false, "from-draft", NULL,
     "the schemas are from before edition 1 was settled: spell them anew", FLAG(is_draft)},
    {'j', false, "json", NULL, "write JSON, for programs", FLAG(is_json)},
    {'q', true, "quiet", NULL, "say nothing but errors and warnings", FLAG(is_quiet)},
    {'x', false, "no-exec", NULL, "start no program; an image that needs one is an error",
     FLAG(images.no_exec)},
    {'W', true, NULL, "RULE", "switch a warning on; -Wno-RULE off; -Werror[=RULE] makes errors",
     READ},
    {'d', false, "diagnostics", "FORMAT", "text, json or sarif", READ},
    {'c', false, "color", "WHEN", "auto, always or never (NO_COLOR is respected)", READ},
    {'m', false, "max-errors", "N", "show at most N errors and N warnings (20; 0: all)", READ},
    {'h', true, "help", NULL, "this text", READ},
};

enum {
    ENTRY_COUNT = sizeof entries / sizeof *entries,
    ARGUMENT = 1, // what getopt_long() gives for a word that is no option
    LONG = 0x100, // what getopt_long() gives for a long option: this and its letter
};

static bool takes(const struct command *command, const struct option_entry *entry)
{
    return entry->letter == 'h' || strchr(command->options, entry->letter);
}

void options_describe(const struct command *command, FILE *out)
{
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        const struct option_entry *entry = &entries[i];
        if (!takes(command, entry)) {
            continue;
        }
        char text[64];
        const char *argument = entry->argument ? entry->argument : "";
        if (!entry->name) {
            snprintf(text, sizeof text, "-%c%s", entry->letter, argument);
        } else {
            snprintf(text, sizeof text, "%s%c%s --%s%s%s", entry->is_short ? "-" : "  ",
                     entry->is_short ? entry->letter : ' ', entry->is_short ? "," : "", entry->name,
                     entry->argument ? "=" : "", argument);
        }
        fprintf(out, "  %-30s %s\n", text, entry->description);
    }
}

void options_describe_artifacts(FILE *out)
{
    for (size_t i = 0; i < emitter_count; i++) {
        fprintf(out, "  %-14s %-20s %s\n", emitters[i].name, emitters[i].suffix,
                emitters[i].description);
    }
}

// A path as a word that no program takes for an option.
static const char *path_word(struct arena *arena, const char *path)
{
    return path[0] == '-' && path[1] ? arena_format(arena, "./%s", path) : path;
}

static const char *lacks_text(struct arena *arena, const struct option_entry *entry)
{
    const char *of = strcmp(entry->argument, "FILE") == 0  ? "the name of a file"
                     : strcmp(entry->argument, "DIR") == 0 ? "the name of a folder"
                                                           : "a name";
    return arena_format(arena, "--%s needs %s", entry->name, of);
}

static const struct option_entry *get_entry(char letter)
{
    const struct option_entry *entry = entries;
    while (entry->letter != letter) {
        entry++;
    }
    return entry;
}

static const char *read_option(struct arena *arena, char letter, struct options *options)
{
    const struct option_entry *entry = get_entry(letter);
    void *field = (char *)options + entry->field;
    switch (entry->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        return NULL;
    case OPTION_TEXT:
    case OPTION_PATH:
        *(const char **)field = entry->kind == OPTION_PATH ? path_word(arena, optarg) : optarg;
        return *optarg ? NULL : lacks_text(arena, entry);
    default:
        return option_read_value(arena, letter, options);
    }
}

// getopt_long() has met an option that it cannot take: `optopt` tells it.
static const char *report_bad_option(struct arena *arena, const struct command *command,
                                     const char *last)
{
    if (optopt >= LONG) {
        return arena_format(arena, "`%s`: this option takes no value", last);
    }
    const char *word = optopt ? arena_format(arena, "-%c", optopt) : last;
    struct nearest nearest = nearest_to(word);
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        if (entries[i].name && takes(command, &entries[i])) {
            nearest_offer(&nearest, arena_format(arena, "--%s", entries[i].name));
        }
    }
    const char *hint = nearest.found
                           ? nearest_hint(arena, &nearest)
                           : arena_format(arena, "; `schemac help %s` lists them", command->name);
    return arena_format(arena, "`%s` has no option `%s`%s", command->name, word, hint);
}

// What getopt_long() needs to know of a command's options.
static void list_options(const struct command *command, struct option *long_options,
                         char *short_options)
{
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        const struct option_entry *entry = &entries[i];
        if (takes(command, entry) && entry->name) {
            int has_argument = entry->argument ? required_argument : no_argument;
            *long_options++ =
                (struct option){entry->name, has_argument, NULL, LONG + entry->letter};
        }
        if (takes(command, entry) && entry->is_short) {
            const char letter[] = {entry->letter, entry->argument ? ':' : 0, 0};
            strcat(short_options, letter);
        }
    }
}

const char *options_read(struct arena *arena, const struct command *command, int count,
                         char **words, struct options *options, bool *wants_help)
{
    struct option long_options[ENTRY_COUNT + 1] = {{0}};
    char short_options[2 * ENTRY_COUNT + 3] = "-:"; // arguments may stand before options
    *options = (struct options){.exhausted = arena->exhausted, .shown_limit = 20};
    *wants_help = false;
    list_options(command, long_options, short_options);
    const char **arguments = arena_array(arena, (size_t)count + 1, sizeof *arguments);
    size_t *argument_count = &options->argument_count;
    options->arguments = arguments;
    optind = 1;
    opterr = 0;
    for (;;) {
        int found = getopt_long(count, words, short_options, long_options, NULL);
        if (found < 0) {
            break;
        }
        char letter = (char)(found % LONG);
        if (found == ARGUMENT) {
            arguments[(*argument_count)++] = optarg;
            continue;
        }
        if (letter == ':') {
            return arena_format(arena, "`%s` needs a value", words[optind - 1]);
        }
        if (letter == '?') {
            return report_bad_option(arena, command, words[optind - 1]);
        }
        if (letter == 'h') {
            *wants_help = true;
            return NULL;
        }
        const char *error = read_option(arena, letter, options);
        if (error) {
            return error;
        }
    }
    for (; optind < count; optind++) { // behind `--`
        arguments[(*argument_count)++] = words[optind];
    }
    if (*argument_count > command->most) {
        return arena_format(arena, "`%s` is one argument too many; usage: schemac %s %s",
                            arguments[command->most], command->name, command->arguments);
    }
    if (*argument_count < command->fewest) {
        return arena_format(arena, "an argument is missing; usage: schemac %s %s", command->name,
                            command->arguments);
    }
    if (strncmp(command->arguments, "FILE", 4) == 0) {
        arguments[0] = path_word(arena, arguments[0]);
    }
    return NULL;
}
