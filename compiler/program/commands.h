// The commands of the program.
#ifndef COMMANDS_H
#define COMMANDS_H

#include "options.h"

enum status {
    STATUS_DONE,
    STATUS_WRONG_INPUT,
    STATUS_WRONG_USAGE,
    STATUS_SYSTEM_FAILED,
};

extern const struct command commands[];
extern const size_t command_count;

int command_compile(const struct options *options);
int command_build(const struct options *options);
int command_check(const struct options *options);
int command_generate(const struct options *options);
int command_image(const struct options *options);
int command_verify(const struct options *options);
int command_keys(const struct options *options);
int command_import(const struct options *options);
int command_dump(const struct options *options);
int command_diff(const struct options *options);
int command_lock(const struct options *options);
int command_map(const struct options *options);
int command_fmt(const struct options *options);
int command_platforms(const struct options *options);
int command_explain(const struct options *options);

#endif
