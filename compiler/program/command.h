// What a command of the program is. Each has a file in `commands/`, which ends with its row, and a
// line in commands.def.
#ifndef COMMAND_H
#define COMMAND_H

#include "options.h"

#include <stdio.h>

/// Exit statuses, the same for every command.
enum status {
    STATUS_DONE,
    STATUS_WRONG_INPUT,
    STATUS_WRONG_USAGE,
    STATUS_SYSTEM_FAILED,
};

enum option_rule_kind {
    OPTION_IS_REQUIRED, // the command does nothing without it
    OPTION_EXCLUDES,    // no other may be given with it
    OPTION_NEEDS,       // another has to be given with it
};

struct option_rule {
    enum option_rule_kind kind;
    enum option_id option;
    enum option_id other; // unused where it is required
    const char *text;     // what the command needs, or what is wrong; unused where it excludes
};

struct command {
    const char *name;
    const char *arguments;         // "FILE -o DIR"
    const char *summary;           // one line
    const char *description;       // paragraphs, for --help
    const enum option_id *options; // those that it takes, beside --help
    size_t option_count;
    const struct option_rule *rules; // checked in this order
    size_t rule_count;
    size_t fewest, most;   // arguments
    bool begins_with_file; // the first one is a file, which build fragments may name
    /// What else is wrong with the command line; null: nothing. May be null.
    const char *(*check)(struct arena *arena, const struct options *options);
    int (*run)(const struct options *options);
};

/// The lines of --help about the options that a command takes.
void options_describe(const struct command *command, FILE *out);

/// Prints what is wrong with the command line, on one line and without what a terminal would obey,
/// and returns the exit status for it.
int usage_fail(struct arena *arena, const char *error);

/// The options and rules of a command's row.
#define TAKES(array) .options = (array), .option_count = sizeof(array) / sizeof *(array)
#define RULES(array) .rules = (array), .rule_count = sizeof(array) / sizeof *(array)

/// Options that most commands share.
#define KCONFIG_OPTIONS OPTION_SDKCONFIG, OPTION_KCONFIG, OPTION_SDKCONFIG_RENAME
#define DIAGNOSTIC_OPTIONS OPTION_DIAGNOSTICS, OPTION_COLOR, OPTION_MAX_ERRORS

#endif
