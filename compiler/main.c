#include "commands.h"

#include "image.h"
#include "text.h"
#include "version.h"

#include <stdlib.h>
#include <string.h>

void out_of_memory(void)
{
    fputs("schemac: error: the system has no memory left\n", stderr);
    exit(STATUS_SYSTEM_FAILED);
}

static void print_version(void)
{
    const char *const *libraries = image_libraries();
    puts("schemac " SCHEMAC_VERSION);
    for (size_t i = 0; libraries[i]; i++) {
        printf("%s%s", i ? ", " : "with ", libraries[i]);
    }
    fputs(libraries[0] ? "\n" : "", stdout);
}

static void print_usage(FILE *out)
{
    fputs("usage: schemac COMMAND ...\n\nCompiles a .pschema: a description of the flash of a "
          "microcontroller.\n\n",
          out);
    for (size_t i = 0; i < command_count; i++) {
        char line[64];
        snprintf(line, sizeof line, "%s %s", commands[i].name, commands[i].arguments);
        fprintf(out, "  %-32s %s\n", line, commands[i].summary);
    }
    fputs("\n`schemac COMMAND --help` tells more, `schemac --version` which libraries it was built "
          "with.\nExit status: 0 done, 1 the input is wrong, 2 the command line is wrong, 3 the "
          "system failed.\n",
          out);
}

static void print_help(const struct command *command)
{
    printf("usage: schemac %s %s\n\n%s\n\n", command->name, command->arguments,
           command->description);
    options_describe(command, stdout);
    if (command->run == command_compile) {
        fputs("\nartifacts, for --emit:\n", stdout);
        options_describe_artifacts(stdout);
    }
}

static const struct command *find_command(const char *name, struct nearest *nearest)
{
    *nearest = nearest_to(name);
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
        nearest_offer(nearest, commands[i].name);
    }
    return NULL;
}

static int run(struct arena *arena, const struct command *command, int count, char **words)
{
    struct options options;
    bool wants_help;
    const char *error = options_read(arena, command, count, words, &options, &wants_help);
    if (wants_help) {
        print_help(command);
        return STATUS_DONE;
    }
    if (error) {
        fprintf(stderr, "schemac: error: %s\n", error);
        return STATUS_WRONG_USAGE;
    }
    return command->run(&options);
}

static int start(struct arena *arena, int count, char **words)
{
    const char *word = count > 1 ? words[1] : "";
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
        print_usage(stdout);
        return STATUS_DONE;
    }
    if (strcmp(word, "--version") == 0) {
        print_version();
        return STATUS_DONE;
    }
    if (count < 2) {
        print_usage(stderr);
        return STATUS_WRONG_USAGE;
    }
    struct nearest nearest;
    const struct command *command = find_command(word, &nearest);
    if (!command) {
        fprintf(stderr, "schemac: error: there is no command `%s`%s\n", word,
                nearest.found ? nearest_hint(arena, &nearest) : "; see `schemac --help`");
        return STATUS_WRONG_USAGE;
    }
    return run(arena, command, count - 1, words + 1);
}

int main(int count, char **words)
{
    struct arena arena;
    arena_init(&arena, out_of_memory);
    int status = start(&arena, count, words);
    arena_release(&arena);
    bool is_written = fflush(stdout) == 0 && !ferror(stdout);
    if (status == STATUS_DONE && !is_written) {
        fputs("schemac: error: cannot write to standard output\n", stderr);
        return STATUS_SYSTEM_FAILED;
    }
    return status;
}
