// The program: it finds the command that the first word names, reads the rest of the command line
// by that command's row, and runs it. Words that are not a command get the best hint that is known:
// a command of similar spelling, the command that does what other programs call by that word, or
// `check` for the name of a schema.
//
// Only this file ends the process, and only this file chooses the host. Everything else returns a
// status: 0 if all is well, 1 if the input has errors, 2 if the command line is wrong, 3 if the
// system failed. Output that cannot be written, such as to a full disk, turns success into 3.
#include "commands.h"

#include "emit.h"
#include "image.h"
#include "posix.h"
#include "text.h"
#include "version.h"

#include <stdlib.h>
#include <string.h>

// What every arena calls when the system has no memory left, also from a thread of build/jobs.c. A
// file on its way keeps its temporary name, which the next run in that directory removes
// (output/temporary.c).
static void out_of_memory(void *context)
{
    (void)context;
    fputs("schemac: error: out of memory\n", stderr);
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

// The widths are those of the longest command with its arguments; the usage goes to standard
// error, and the status is 2, if no command was given.
static void print_usage(FILE *out)
{
    fputs("usage: schemac COMMAND ...\n\nCompiles a .pschema file, which describes the flash of a "
          "microcontroller.\n\n",
          out);
    for (size_t i = 0; i < command_count; i++) {
        char line[64];
        snprintf(line, sizeof line, "%s %s", commands[i]->name, commands[i]->arguments);
        fprintf(out, "  %-32s %s\n", line, commands[i]->summary);
    }
    fputs(
        "\n`schemac help COMMAND` shows the options of a command, `schemac version` the libraries "
        "that it can use.\nExit status: 0 success, 1 errors in the input, 2 wrong usage, 3 system "
        "error.\n",
        out);
}

static void describe_artifacts(void)
{
    for (size_t i = 0; i < emitter_count; i++) {
        printf("  %-14s %-20s %s\n", emitters[i].name, emitters[i].suffix, emitters[i].description);
    }
}

static void print_help(const struct command *command)
{
    printf("usage: schemac %s %s\n\n%s\n\n", command->name, command->arguments,
           command->description);
    options_describe(command, stdout);
    if (command == &command_compile) {
        fputs("\nartifacts, for --emit:\n", stdout);
        describe_artifacts();
    }
}

// Null if there is none; then `*nearest` knows the command that is spelled most like it.
static const struct command *find_command(const char *name, struct nearest *nearest)
{
    *nearest = nearest_to(name);
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
        nearest_offer(nearest, commands[i]->name);
    }
    return NULL;
}

// What other programs have as a command, and people try.
static const char *find_habit(const char *word)
{
    static const char *const habits[][2] = {
        {"init", "`schemac import` creates a schema from a project or a partitions.csv"},
        {"new", "`schemac import` creates a schema from a project or a partitions.csv"},
        {"flash", "`schemac compile` writes flash_args for esptool, `schemac image` one file of "
                  "the whole flash"},
        {"format", "`schemac fmt` formats schemas"},
        {"validate", "`schemac check` reports mistakes"},
        {"lint", "`schemac check` reports mistakes"},
        {"clean", "schemac only writes to the `-o` directory: remove that"},
    };
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (strcmp(habits[i][0], word) == 0) {
            return habits[i][1];
        }
    }
    return NULL;
}

// One hint is enough, so the most certain one wins: a file name, then a habit, then the spelling.
static int report_no_command(struct arena *arena, const char *word, const struct nearest *nearest)
{
    const char *dot = strrchr(word, '.');
    const char *habit = find_habit(word);
    const char *hint = dot && strcmp(dot, ".pschema") == 0
                           ? arena_format(arena, "; to check it, write `schemac check %s`", word)
                       : habit          ? arena_format(arena, "; %s", habit)
                       : nearest->found ? nearest_hint(arena, nearest)
                                        : "; see `schemac --help`";
    return usage_fail(arena, arena_format(arena, "there is no command `%s`%s", word, hint));
}

static int help_with(struct arena *arena, const char *word)
{
    struct nearest nearest;
    const struct command *command = find_command(word, &nearest);
    if (!command) {
        return report_no_command(arena, word, &nearest);
    }
    print_help(command);
    return STATUS_DONE;
}

static int run(struct arena *arena, const struct command *command, int count, char **words)
{
    struct options options = {.host = &host_posix};
    bool wants_help;
    const char *error = options_read(arena, command, count, words, &options, &wants_help);
    if (wants_help) {
        print_help(command);
        return STATUS_DONE;
    }
    if (error) {
        return usage_fail(arena, error);
    }
    return command->run(&options);
}

static int start(struct arena *arena, int count, char **words)
{
    const char *word = count > 1 ? words[1] : "";
    bool is_help = strcmp(word, "help") == 0;
    if (is_help && count > 2) {
        return help_with(arena, words[2]);
    }
    if (is_help || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        print_usage(stdout);
        return STATUS_DONE;
    }
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0 || strcmp(word, "version") == 0) {
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
        return report_no_command(arena, word, &nearest);
    }
    return run(arena, command, count - 2, words + 2);
}

// Standard output is flushed here, where an error can still become the status: exit() would flush
// it, too, but say nothing.
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
