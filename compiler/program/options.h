// The command line.
#ifndef OPTIONS_H
#define OPTIONS_H

#include "arena.h"
#include "emit.h"
#include "image.h"
#include "kconfig.h"
#include "list.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum diagnostics_format { DIAGNOSTICS_TEXT, DIAGNOSTICS_JSON, DIAGNOSTICS_SARIF };
enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
    void (*exhausted)(void *);    // what arenas call where the system has no memory left
    const char *const *arguments; // what is left beside the options
    size_t argument_count;
    const char *output;  // null: not given, as of all names that follow
    const char *depfile; // a file
    const char *variant;
    bool all_variants;
    bool is_quiet;
    bool is_json;
    struct emitter_list emitters; // empty: all
    struct list settings;         // of struct rule_setting
    struct text_list kept;        // the words that said the settings
    struct image_settings images;
    struct kconfig_files kconfig;
    struct text_list kconfig_words; // the words that named these files
    enum diagnostics_format format;
    enum color_choice color;
    size_t shown_limit; // of diagnostics; 0: all

    // Of an image, and of what is read back.
    const char *hmac_key;    // a file
    const char *keys;        // likewise
    const char *schema;      // a file beside the argument
    const char *extract;     // a folder
    const char *decoder;     // its name
    const char *format_name; // null: the path of the image tells
    const char *device_name; // whose flash it is; null: the chip's own
    const char *flash_file;  // what was read back
    const char *partition;   // which alone is looked at; null: all
    struct list additions;   // of const char: `PLACE=FILE`
    bool is_sparse;
    bool is_partial;
    bool is_used; // firmware has run on the device
    bool shows_secrets;
    bool shows_all; // of findings that are alike

    // Of tables that are read.
    const char *chip;
    const char *module; // of ESP-AT
    const char *name;   // of the schema that is made of them
    bool all_modules;   // of ESP-AT
    bool is_forced;
    bool has_table_offset;
    uint64_t table_offset;
    struct list subtypes; // of const char, `TYPE, NAME, NUMBER`
    uint64_t nvs_size;    // 0: not given
    struct list defines;  // of const char, `NAME=VALUE`

    // Of a picture.
    size_t width; // in columns or pixels; 0: not given
    bool is_svg, is_html;

    // Of what may be written, or may have changed.
    bool is_check;         // say what would change, and change nothing
    bool wants_difference; // show how
    size_t edition;        // that schemas are to be of; 0: not given
    bool is_draft;         // they are from before edition 1 was settled
    const char *allowed;   // the name of a class of change
};

struct command {
    const char *name;
    const char *arguments;   // "FILE -o DIR"
    const char *summary;     // one line
    const char *description; // paragraphs, for --help
    const char *options;     // the letters of the options that it takes
    size_t fewest, most;     // arguments
    int (*run)(const struct options *options);
};

/// Reads the options of a command. Null if they are good; else what is wrong with them.
const char *options_read(struct arena *arena, const struct command *command, int count,
                         char **words, struct options *options, bool *wants_help);

/// The lines of --help about the options that a command takes.
void options_describe(const struct command *command, FILE *out);

/// The lines about the artifacts that --emit may name.
void options_describe_artifacts(FILE *out);

#endif
