#include "artifacts.h"

#include "choices.h"

// In the order in which they run: build fragments list what the ones before them made.
const struct emitter emitters[] = {
    {"csv", "each table as ESP-IDF's tools read it", "TABLE.csv", csv_check, csv_emit, false},
    {"bin", "each table as the chip reads it", "TABLE.bin", NULL, table_emit, false},
    {"header", "constants and accessors for C and C++", "NAME.h", header_check, header_emit, false},
    {"flash-args", "arguments for esptool", "flash_args", NULL, flash_args_emit, false},
    {"flasher-args", "the same for idf.py and editors", "flasher_args.json", NULL,
     flasher_args_emit, false},
    {"sdkconfig", "Kconfig values that follow from the layout", "sdkconfig.defaults", NULL,
     sdkconfig_emit, false},
    {"depfile", "what the artifacts depend on", "NAME.d", depfile_check, depfile_emit, true},
    {"make", "rules for a Makefile", "NAME.mk", make_check, make_emit, true},
    {"cmake", "rules for a CMake project", "NAME.cmake", cmake_check, cmake_emit, true},
};

const size_t emitter_count = sizeof emitters / sizeof *emitters;

const struct emitter *emitter_find(const char *name)
{
    const struct choices choices = {emitters, emitter_count, sizeof *emitters};
    return choices_find(&choices, name);
}
