// The command line, read.
//
// A word that begins with `-` is an option, unless it is `-` itself or comes after `--`; options
// and arguments may be mixed. `--name=VALUE` and `--name VALUE` are the same, as are `-oDIR` and
// `-o DIR`; letters without values may share a `-`. No name may be abbreviated.
#ifndef OPTIONS_H
#define OPTIONS_H

#include "emit.h"
#include "image.h"
#include "kconfig.h"
#include "list.h"

#include <stdbool.h>
#include <stdint.h>

struct choices;
struct host;
struct command;

enum diagnostics_format { DIAGNOSTICS_TEXT, DIAGNOSTICS_JSON, DIAGNOSTICS_SARIF };
enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

enum option_id {
#define OPTION(id, letter, name, argument, reader, help) OPTION_##id,
#include "options.def"
#undef OPTION
    OPTION_ID_COUNT
};

/// What the command line says of one option.
struct option_value {
    const char *text;       // null: the option was not given; of several times, the last
    uint64_t number;        // what the text means, where that is a number or one of a few words
    struct text_list words; // the texts of all times
};

struct options {
    const struct host *host;   // where files are, which main() chooses
    void (*exhausted)(void *); // what arenas call where the system has no memory left
    const struct command *command;
    const char *const *arguments; // what is left beside the options
    size_t argument_count;
    struct option_value values[OPTION_ID_COUNT];

    // What several options say together.
    struct emitter_list emitters; // of struct emitter; empty: all
    struct rule_setting_list settings;
    struct text_list kept; // the words that said these, for build fragments
    struct image_settings images;
    struct kconfig_files kconfig;
    struct text_list kconfig_words; // the words that named these files
};

/// Reads the words behind a command's name; of the options, only the host is known before. Null if
/// they are good; else what is wrong with them. With `*wants_help`, nothing else counts.
const char *options_read(struct arena *arena, const struct command *command, int count,
                         char *const *words, struct options *options, bool *wants_help);

bool option_is_given(const struct options *options, enum option_id id);

/// The text of an option; null if it was not given.
const char *option_text(const struct options *options, enum option_id id);

/// Has an option say something else, or nothing (null).
void options_set(struct options *options, enum option_id id, const char *text);

/// The number of an option; if it was not given 0, or what its help says.
uint64_t option_number(const struct options *options, enum option_id id);

/// The same for what counts things in memory: a number that no size can have is the largest size.
size_t option_size(const struct options *options, enum option_id id);

/// The texts of an option that may be given several times.
const struct text_list *option_words(const struct options *options, enum option_id id);

/// What is wrong with the name that an option has: it is none of the choices.
const char *option_choice_error(struct arena *arena, const char *option, const char *name,
                                const struct choices *choices);

#endif
