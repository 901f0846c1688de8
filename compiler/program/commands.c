// The table of commands, made of commands.def.
#include "commands.h"

const struct command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "commands.def"
#undef COMMAND
};

const size_t command_count = sizeof commands / sizeof *commands;
