// The commands of the program, as `schemac --help` lists them.
#include "commands.h"

#include <stdint.h>

const struct command commands[] = {
    {"compile", "FILE -o DIR", "make the tables, the header and the build fragments",
     "Compiles a schema (`-`: standard input) and writes its artifacts into DIR. Nothing is\n"
     "written where anything is wrong; a file that would not change keeps its time. A file that\n"
     "schemac did not make from this schema is not replaced, unless --force is given:\n"
     "DIR/NAME.made lists what it made.",
     "ovaeYskrqWdcm", 1, 1, command_compile},
    {"build", "FILE -o DIR", "compile, and make all images",
     "Compiles a schema as `compile` does, and makes the image of each partition that has a\n"
     "`from`, as DIR/images/PARTITION.bin, on all cores. Images whose inputs did not change\n"
     "are left alone: DIR/NAME.build tells what each was made of. Where anything is wrong,\n"
     "nothing is written.",
     "ovaYskrVDqxWdcm", 1, 1, command_build},
    {"check", "FILE", "find mistakes, write nothing",
     "Checks a schema and all its variants, or a partition CSV or binary table as it is. Images\n"
     "are made in memory, to find what `build` would find in their data; no program is started,\n"
     "and an input that is not there yet is only noted. With --values, every row of the CSV is\n"
     "checked, or with --device one of them.",
     "vskrtOEVDqWdcm", 1, 1, command_check},
    {"generate", "FILE PARTITION -o IMAGE", "make one partition's image",
     "Makes the image of a partition that has a `from`. Where two tables share its name it is\n"
     "TABLE.PARTITION. `-o -` writes to standard output. Warnings about the schema itself are\n"
     "left to `compile`, but for those that -Werror makes errors. `from exec` and programs in\n"
     "the schema's `tools` folder are started as they are, never through a shell.",
     "ovskrMVDqxWdcm", 2, 2, command_generate},
    {"image", "FILE -o FLASH", "make one image of the whole flash",
     "Makes the image of a whole flash: the tables, and what each partition that has a `from`\n"
     "is filled with; all else is erased. `--add` puts in what the schema does not name:\n"
     "`--add 0x1000=boot.bin --add ota_0=app.bin`. An image that is missing is an error,\n"
     "unless `--partial` leaves it out. With `--sparse` a file of the formats ihex and uf2\n"
     "has only what is not erased: the rest of the flash stays as it is; one of bin ends with\n"
     "the last of it. `-o -` writes to standard output.",
     "ofzPINvskrMVDqxWdcm", 1, 1, command_image},
    {"verify", "FILE --flash DUMP", "hold a flash that was read back against a schema",
     "Says of each table and partition whether the flash holds what `image` would put there,\n"
     "and where not, what differs; then the exit status is 1. DUMP is all of a flash, its\n"
     "beginning, or with `--partition` that partition alone. A device on which firmware has\n"
     "run differs where firmware writes: `--used` leaves out NVS, otadata and file systems\n"
     "that are not `readonly`, and what is `preserve` or `scratch`.",
     "FpUjPINvskrVDqxWdcm", 1, 1, command_verify},
    {"dump", "IMAGE [--extract DIR]", "show what an image or a whole flash holds",
     "Shows what is in an image or in a flash that was read back (`-`: standard input):\n"
     "partition tables, NVS, OTA data, apps, file systems and the containers of ESP-AT. What\n"
     "it is, it finds itself. What is damaged is shown as such; then the exit status is 1.\n"
     "With --extract, the files and the schemas that make them again are written below DIR,\n"
     "all or nothing: never outside of it, and never over a file that is there. With --schema, a\n"
     "file as large as one of its flashes is shown by its layout, even if it holds no table;\n"
     "--on FLASH says which flash it is.",
     "gvpNyOKHSjLXskrdc", 1, 1, command_dump},
    {"import", "FILE... [-o OUT.pschema]", "make a schema of what a project has",
     "Makes a schema of what a project has: partitions.csv, a binary table or the read-back\n"
     "of a flash, both tables of ESP-AT with its list of dependencies, a CSV of NVS keys, the\n"
     "CSVs of mass_mfg (one of keys, one of values), or the directory of a project, with the\n"
     "sdkconfig files that its build reads. It is written to OUT.pschema, or standard output,\n"
     "and compiled, and the bytes are compared with those that were read: `identical`, or what\n"
     "differs. Where the chip, the flash and the table came from is printed, or that they are\n"
     "assumed. What gen_esp32part refuses is refused with nothing written. A schema that is\n"
     "there already is not replaced unless it is the same. Of ESP-AT's directory, all\n"
     "modules become variants of one schema, unless an sdkconfig says which of them it is.",
     "otsOnBlbZEYqWdcm", 1, SIZE_MAX, command_import},
    {"map", "FILE [NEW]", "draw the flash as a picture",
     "Draws the flash to scale: every partition and gap with its place, its size, what fills\n"
     "it and how full its image is. For a terminal, as wide as that is (or as COLUMNS says),\n"
     "or as SVG or HTML. Where standard output is no terminal, the drawing has 80 columns and\n"
     "plain signs. Two files, two variants (--variant A,B) or all of them are drawn side by\n"
     "side. Images are made to see how large they are, but no program is started.",
     "oGTwvatOEVDskrdcm", 1, 2, command_map},
    {"diff", "OLD NEW", "tell what devices meet when a layout changes",
     "Tells what a device in the field meets when OLD becomes NEW: each change, and why it is\n"
     "`safe` (an update over the air is all it takes), `needs reflash`, `loses data` or\n"
     "`bricks`; then both maps. Each is a schema, a lock, a partition CSV, a binary table or\n"
     "the read-back of a flash; one may be `-`, standard input. FILE:VARIANT is one variant,\n"
     "FILE.lock:REVISION one revision (else the last). Exit status 1 where a change is worse\n"
     "than --allow says (needs-reflash), and no `allow` in NEW lets it pass.",
     "vaAjwtOskrqWdcm", 2, 2, command_diff},
    {"lock", "FILE", "record the layout of a revision that goes out",
     "Writes the layout of the schema's revision, in all variants, to NAME.lock beside\n"
     "NAME.pschema. From then on `check`, `compile`, `build`, `generate` and `image` refuse\n"
     "another layout in that revision, and in a later one whatever breaks devices, unless an\n"
     "`allow` says that it is meant.",
     "CskrqWdcm", 1, 1, command_lock},
    {"fmt", "FILE...", "give schemas their canonical form",
     "Formats schemas where they are: columns, clauses in one order, one element a line. What\n"
     "a schema means, and its comments, stay the same. `-` is standard input, and goes to\n"
     "standard output. A file with mistakes is left alone, as is one that has its form\n"
     "already; files that are included are formatted where they are named here, too.\n"
     "\n"
     "`--edition 1` formats: nothing has changed since that edition, and a file without\n"
     "`edition` is of edition 1. With `--from-draft` it rewrites what was spelt otherwise before\n"
     "edition 1 was settled, and warns where something means another thing now that it cannot\n"
     "rewrite; warnings do not change the exit status, but with -Werror they leave the file.",
     "CiqWdcm1R", 1, SIZE_MAX, command_fmt},
    {"keys", "-o FILE [--hmac-key FILE]", "make the keys of an encrypted NVS",
     "Makes a file for a partition `data.nvs_keys`, of 4096 bytes: keys for AES-256-XTS,\n"
     "drawn from the system's randomness or derived from an HMAC key. Only its owner may read\n"
     "it. Other keys that are there already are never replaced. `-o -` writes to standard\n"
     "output.",
     "oHdc", 0, 0, command_keys},
    {"platforms", "[CHIP]", "list the built-in platforms, or show a chip's",
     "Lists the chips that a schema may name as its target, or prints the platform that one\n"
     "of them belongs to: the schema that it is written in.",
     "", 0, 1, command_platforms},
    {"explain", "[CODE]", "say what a diagnostic means",
     "Explains a diagnostic by its code (PS3004) or name (overlap), with an example of the\n"
     "fault and its cure; without one, lists all.",
     "", 0, 1, command_explain},
};

const size_t command_count = sizeof commands / sizeof *commands;
