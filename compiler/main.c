#include "commands.h"

#include "image.h"
#include "text.h"
#include "version.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const struct command commands[] = {
    {"compile", "FILE -o DIR", "make the tables, the header and the build fragments",
     "Compiles a schema (`-`: standard input) and writes its artifacts into DIR. Nothing is "
     "written\n"
     "where anything is wrong; a file that would not change keeps its time.",
     "ovaeskrqWdcm", 1, 1, command_compile},
    {"build", "FILE -o DIR", "compile, and make all images",
     "Compiles a schema as `compile` does, and makes the image of each partition that has a "
     "`from`,\n"
     "as DIR/images/PARTITION.bin, on all cores. Images whose inputs did not change are left "
     "alone:\n"
     "DIR/NAME.build tells what each was made of. Where anything is wrong, nothing is written.",
     "ovaskrVDqxWdcm", 1, 1, command_build},
    {"check", "FILE", "find mistakes, write nothing",
     "Checks a schema and all its variants, or a partition CSV or binary table as it is.",
     "vskrtOEqWdcm", 1, 1, command_check},
    {"generate", "FILE PARTITION -o IMAGE", "make one partition's image",
     "Makes the image of a partition that has a `from`. Where two tables share its name it is\n"
     "TABLE.PARTITION. `-o -` writes to standard output. Warnings about the schema itself are "
     "left\n"
     "to `compile`, but for those that -Werror makes errors. `from exec` and programs in the\n"
     "schema's `tools` folder are started as they are, never through a shell.",
     "ovskrMVDqxWdcm", 2, 2, command_generate},
    {"image", "FILE -o FLASH", "make one image of the whole flash",
     "Makes the image of a whole flash: the tables, and what each partition that has a `from` is "
     "filled\n"
     "with; all else is erased. `--add` puts in what the schema does not name: "
     "`--add 0x1000=boot.bin\n"
     "--add ota_0=app.bin`. An image that is missing is an error, unless `--partial` leaves it "
     "out.\n"
     "With `--sparse` a file of the formats ihex and uf2 has only what is not erased: the rest of "
     "the\n"
     "flash stays as it is; one of bin ends with the last of it. `-o -` writes to standard output.",
     "ofzPINvskrMVDqxWdcm", 1, 1, command_image},
    {"verify", "FILE --flash DUMP", "hold a flash that was read back against a schema",
     "Says of each table and partition whether the flash holds what `image` would put there, and "
     "where\n"
     "not, what differs; then the exit status is 1. DUMP is all of a flash, its beginning, or "
     "with\n"
     "`--partition` that partition alone. A device on which firmware has run differs where "
     "firmware\n"
     "writes: `--used` leaves out NVS, otadata and file systems that are not `readonly`.",
     "FpUjPINvskrVDqxWdcm", 1, 1, command_verify},
    {"keys", "-o FILE [--hmac-key FILE]", "make the keys of an encrypted NVS",
     "Makes a file for a partition `data.nvs_keys`, of 4096 bytes: keys for AES-256-XTS, drawn "
     "from\n"
     "the system's randomness or derived from an HMAC key. Only its owner may read it. Other keys\n"
     "that are there already are never replaced. `-o -` writes to standard output.",
     "oHdc", 0, 0, command_keys},
    {"import", "FILE... [-o OUT.pschema]", "make a schema of what a project has",
     "Makes a schema of what a project has: partitions.csv, a binary table or the read-back of a\n"
     "flash, both tables of ESP-AT with its list of dependencies, a CSV of NVS keys, or the folder "
     "of\n"
     "a project. It is written to OUT.pschema, or standard output, and compiled, and the bytes are "
     "held\n"
     "against those that were read: `identical`, or what differs. What gen_esp32part refuses is "
     "refused\n"
     "with nothing written. A schema that is there already is not replaced unless it is the same.",
     "otsOnZEYqWdcm", 1, 64, command_import},
    {"dump", "IMAGE [--extract DIR]", "list the files in an image, or extract them",
     "Lists what is in the image of a file system (`-`: standard input), or writes it below DIR,\n"
     "all or nothing: never outside of it, and never over a file that is there.",
     "Xdc", 1, 1, command_dump},
    {"map", "FILE [NEW]", "draw the flash as a picture",
     "Draws the flash to scale: every partition and gap with its place, its size, what fills it\n"
     "and how full its image is. For a terminal, as wide as that is (or as COLUMNS says), or as "
     "SVG\n"
     "or HTML. Where standard output is no terminal, the drawing has 80 columns and plain signs.\n"
     "Two files, two variants (--variant A,B) or all of them are drawn side by side. Images are "
     "made\n"
     "to see how large they are, but no program is started.",
     "oGTwvaVDskrdcm", 1, 2, command_map},
    {"fmt", "FILE...", "give schemas their canonical form",
     "Formats schemas where they are: columns, clauses in one order, one element a line. What a "
     "schema\n"
     "means, and its comments, stay the same. `-` is standard input, and goes to standard output. "
     "A "
     "file\n"
     "with mistakes is left alone, as is one that has its form already; files that are included "
     "are\n"
     "formatted where they are named here, too.",
     "Ciqdcm", 1, SIZE_MAX, command_fmt},
    {"dump", "IMAGE [--extract DIR]", "show what an image or a whole flash holds",
     "Shows what is in an image or in a flash that was read back (`-`: standard input): partition\n"
     "tables, NVS, OTA data, apps, file systems and the containers of ESP-AT. What it is, it "
     "finds\n"
     "itself. What is damaged is shown as such; then the exit status is 1. With --extract, the\n"
     "files and the schemas that make them again are written below DIR, all or nothing: never\n"
     "outside of it, and never over a file that is there.",
     "gvpyOKHSjXskrdc", 1, 1, command_dump},
    {"platforms", "[CHIP]", "list the built-in platforms, or show a chip's",
     "Lists the chips that a schema may name as its target, or prints the platform that one of\n"
     "them belongs to: the schema that it is written in.",
     "", 0, 1, command_platforms},
    {"explain", "[CODE]", "say what a diagnostic means",
     "Explains a diagnostic by its code (PS3004) or name (overlap), with an example of the fault\n"
     "and its cure; without one, lists all.",
     "", 0, 1, command_explain},
};

const size_t command_count = sizeof commands / sizeof *commands;

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
