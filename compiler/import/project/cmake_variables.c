// The variables of a CMakeLists.txt, and texts and paths that contain them.
//
// A text is expanded once, when its command runs, as in CMake, so that a later set() does not
// change it. Two limits keep hostile files in check: the number of variables, and the length of a
// value (a variable may be set to itself twice). Directories have two spellings: as the project was
// named on the command line, which files are opened by, and from the root, which
// `${CMAKE_SOURCE_DIR}` gives.
#include "cmake_read.h"

#include "importer.h"
#include "project.h"
#include "text.h"

#include <string.h>

enum { VARIABLE_LIMIT = 1000 }; // more are left out

// A variable that was unset is there without a value.
const struct cmake_variable *cmake_find(const struct cmake *cmake, const char *name)
{
    for (size_t i = cmake->variables.count; i > 0; i--) {
        const struct cmake_variable *variable = cmake->variables.items[i - 1];
        if (strcmp(variable->name, name) == 0) {
            return variable->value ? variable : NULL;
        }
    }
    return NULL;
}

// The last value counts, and the place that set it, which messages name.
void cmake_set(struct cmake *cmake, const char *name, const char *value, const char *path,
               size_t line)
{
    struct cmake_variable *variable = NULL;
    for (size_t i = 0; i < cmake->variables.count && !variable; i++) {
        struct cmake_variable *other = cmake->variables.items[i];
        variable = strcmp(other->name, name) == 0 ? other : NULL;
    }
    if (!variable && cmake->variables.count >= VARIABLE_LIMIT) {
        return;
    }
    if (!variable) {
        variable = arena_new(cmake->arena, sizeof *variable);
        list_append(cmake->arena, &cmake->variables, variable);
    }
    *variable = (struct cmake_variable){name, value, path, line};
}

// The rest of a path below a directory; null if it is not there.
static const char *below(const char *path, const char *directory)
{
    size_t length = strlen(directory);
    bool is_it = strncmp(path, directory, length) == 0 && (path[length] == '/' || !path[length]);
    return is_it ? path + length + (path[length] == '/') : NULL;
}

const char *cmake_path(const struct cmake *cmake, const char *path)
{
    const char *rest = below(path, cmake->root);
    return project_path(cmake->arena, cmake->directory, rest ? rest : path);
}

// What the project's directory, or one below it, is called in its variables.
static const char *rooted(const struct cmake *cmake, const char *directory)
{
    const char *rest = strcmp(cmake->directory, ".") == 0 && directory[0] != '/'
                           ? strcmp(directory, ".") == 0 ? "" : directory
                           : below(directory, cmake->directory);
    if (!rest) {
        return directory;
    }
    return *rest ? files_join(cmake->arena, cmake->root, rest) : cmake->root;
}

bool cmake_is_one_of(const char *name, const char *const *names)
{
    while (*names && strcmp(*names, name) != 0) {
        names++;
    }
    return *names != NULL;
}

static const char *value_of(const struct cmake *cmake, const char *here, const char *name)
{
    static const char *const project[] = {"CMAKE_SOURCE_DIR", "PROJECT_DIR", "PROJECT_SOURCE_DIR",
                                          NULL};
    static const char *const own[] = {"CMAKE_CURRENT_LIST_DIR", "CMAKE_CURRENT_SOURCE_DIR",
                                      "COMPONENT_DIR", NULL};
    const struct cmake_variable *variable = cmake_find(cmake, name);
    if (variable) {
        return variable->value;
    }
    if (cmake_is_one_of(name, own)) {
        return rooted(cmake, here);
    }
    return cmake_is_one_of(name, project) ? cmake->root : "";
}

// What a `$...{` names; what of the environment is not known stays as it is written.
static const char *reference(const struct cmake *cmake, const char *here, const char *start,
                             size_t prefix, size_t length)
{
    struct arena *arena = cmake->arena;
    const char *name = arena_copy(arena, start + prefix, length);
    if (prefix == 2) {
        return value_of(cmake, here, name);
    }
    return cmake->sdk && strcmp(name, "IDF_PATH") == 0
               ? cmake->sdk
               : arena_copy(arena, start, prefix + length + 1);
}

// Once, from left to right: a value with `${` in it is not expanded again.
const char *cmake_expand(const struct cmake *cmake, const char *here, const char *text)
{
    struct buffer out;
    buffer_init(&out, cmake->arena);
    buffer_text(&out, "");
    while (*text && out.length < CMAKE_VALUE_LIMIT) {
        size_t prefix = strncmp(text, "${", 2) == 0 ? 2 : strncmp(text, "$ENV{", 5) == 0 ? 5 : 0;
        const char *end = prefix ? strchr(text, '}') : NULL;
        if (!end) {
            buffer_byte(&out, (uint8_t)*text++);
            continue;
        }
        buffer_text(&out, reference(cmake, here, text, prefix, (size_t)(end - text) - prefix));
        text = end + 1;
    }
    return out.bytes && out.length < CMAKE_VALUE_LIMIT ? out.bytes : "";
}
