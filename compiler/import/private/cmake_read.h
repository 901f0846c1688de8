// The commands of a CMakeLists.txt, and what they say of a project's build.
#ifndef IMPORT_CMAKE_READ_H
#define IMPORT_CMAKE_READ_H

#include "import.h"

#include <stdbool.h>
#include <stddef.h>

struct cmake_word {
    const char *text;
    bool is_quoted;
};

struct cmake_word_list LIST(const struct cmake_word);

struct cmake_command {
    const char *name; // in lower case
    struct cmake_word_list words;
    size_t line; // from 1
};

struct cmake_command_list LIST(const struct cmake_command);

/// The commands of a file. What is not a command ends it.
struct cmake_command_list cmake_commands(struct arena *arena, const char *text, size_t length);

struct cmake_variable {
    const char *name, *value;
    const char *path; // of the file that set it; null: none did
    size_t line;
};

/// What runs commands: it knows variables, and no more of the build than what is in them.
struct cmake {
    struct arena *arena;
    const struct host *host;
    const char *directory; // of the project, as it was named
    const char *root;      // the same, from the root of the file system
    const char *sdk;       // the directory that $IDF_PATH would name; null: not known
    struct LIST(struct cmake_variable) variables;
    struct cmake_variable_list subtypes; // EXTRA_PARTITION_SUBTYPES, one each
    size_t commands;                     // that were run, of which there may not be too many
    size_t bytes;                        // of files that were read, likewise
    bool is_over;                        // project() was seen: variables have done their work
};

/// Runs a file, which may include others below the project. Nothing happens if it can't be read.
void cmake_run(struct cmake *cmake, const char *path);

/// The longest value of a variable, in bytes: a file may be written so that they grow without end.
enum { CMAKE_VALUE_LIMIT = 4096 };

/// Whether a name is among others, which end with null.
bool cmake_is_one_of(const char *name, const char *const *names);

/// A variable that is set; null if it is not.
const struct cmake_variable *cmake_find(const struct cmake *cmake, const char *name);

void cmake_set(struct cmake *cmake, const char *name, const char *value, const char *path,
               size_t line);

/// A text with the values of its variables; `here` is the directory of the file that it is in.
const char *cmake_expand(const struct cmake *cmake, const char *here, const char *text);

/// A path of the project as it is opened: from where it was named.
const char *cmake_path(const struct cmake *cmake, const char *path);

/// Whether the words of `if(...)` hold. What is not known does not.
bool cmake_holds(const struct cmake *cmake, const char *here, const struct cmake_word_list *words);

#endif
