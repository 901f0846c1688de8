// All commands of the program.
#ifndef COMMANDS_H
#define COMMANDS_H

#include "command.h"

#define COMMAND(name) extern const struct command command_##name;
#include "commands.def"
#undef COMMAND

/// In the order of help.
extern const struct command *const commands[];
extern const size_t command_count;

#endif
