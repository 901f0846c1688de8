// The command line.
#ifndef OPTIONS_H
#define OPTIONS_H

#include "arena.h"
#include "image.h"
#include "kconfig.h"
#include "list.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum diagnostics_format { DIAGNOSTICS_TEXT, DIAGNOSTICS_JSON, DIAGNOSTICS_SARIF };
enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
    const char *const *arguments; // what is left beside the options
    size_t argument_count;
    const char *output;  // null: not given
    const char *depfile; // likewise
    const char *variant; // null: not given
    bool all_variants;
    bool is_quiet;
    const char *hmac_key; // a file; null: not given
    const char *extract;  // a folder; null: not given
    const char *chip;     // for an import; null: not given
    const char *name;     // of a schema; null: not given
    bool has_table_offset;
    bool is_forced;
    uint64_t table_offset;
    uint64_t nvs_size;       // 0: not given
    struct list defines;     // of const char, `NAME=VALUE`
    const char *format_name; // of an image; null: its path tells
    const char *device_name; // whose flash it is; null: the chip's own
    const char *flash_file;  // what was read back; null: not given
    const char *partition;   // which alone is looked at; null: all
    struct list additions;   // of const char: `PLACE=FILE`
    bool is_sparse;
    bool is_partial;
    bool is_used; // firmware has run on the device
    bool is_json;
    bool is_svg, is_html;  // what a picture is to be
    size_t width;          // of a picture, in columns or pixels; 0: not given
    bool is_check;         // say what would change, and change nothing
    bool wants_difference; // show how
    struct list emitters;  // of struct emitter; empty: all
    struct list settings;  // of struct rule_setting
    struct list kept;      // of const char: the words that said the settings
    struct list emitters; // of struct emitter; empty: all
    struct list settings; // of struct rule_setting
    struct list kept;     // of const char: the words that said the settings
    struct image_settings images;
    struct kconfig_files kconfig;
    struct list kconfig_words; // of const char: the words that named these files
    enum diagnostics_format format;
    enum color_choice color;
    size_t shown_limit; // of diagnostics; 0: all

    bool is_check;         // say what would change, and change nothing
    bool wants_difference; // show how, and change nothing
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
