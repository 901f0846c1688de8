// Which files a project's directory is configured by, as ESP-IDF's CMake finds them (tools/cmake/
// project.cmake, targets.cmake, kconfig.cmake): sdkconfig.defaults, or what SDKCONFIG_DEFAULTS in
// its CMakeLists.txt lists, each followed by its own file for the chip; then the sdkconfig, whose
// values win. The chip is the one that CMakeLists.txt sets, or else the first that
// CONFIG_IDF_TARGET names, in the sdkconfig before the defaults.
#include "project.h"

#include "cmake_read.h"
#include "importer.h"

#include <ctype.h>
#include <string.h>

enum { SDK_LEVELS = 12 };

struct finder {
    struct arena *arena;
    const struct host *host;
    struct project_files *files;
    const char *root; // of the project, from the root of the file system
    struct cmake cmake;
    struct text_list defaults; // paths
};

// How a line of an sdkconfig can tell the chip; the first way that finds one is heeded.
enum clue { CLUE_TARGET, CLUE_BOOLEAN, CLUE_PLATFORM, CLUE_ESP8266, CLUE_COUNT };

static const char *quoted(struct arena *arena, const char *text, size_t length)
{
    bool is_it = length > 2 && text[0] == '"' && text[length - 1] == '"';
    return is_it ? arena_copy(arena, text + 1, length - 2) : NULL;
}

static bool begins(const char *line, size_t length, const char *with)
{
    return length >= strlen(with) && memcmp(line, with, strlen(with)) == 0;
}

static const char *chip_of_line(struct arena *arena, enum clue clue, const char *line,
                                size_t length)
{
    static const char *const starts[CLUE_COUNT] = {"CONFIG_IDF_TARGET=", "CONFIG_IDF_TARGET_ESP",
                                                   "CONFIG_TARGET_PLATFORM=", "CONFIG_ESP8266_"};
    size_t start = strlen(starts[clue]);
    bool is_on = length > 2 && memcmp(line + length - 2, "=y", 2) == 0;
    if (!begins(line, length, starts[clue])) {
        return NULL;
    }
    if (clue == CLUE_BOOLEAN) {
        size_t name = start - strlen("ESP");
        return is_on ? text_lower(arena, arena_copy(arena, line + name, length - name - 2)) : NULL;
    }
    return clue == CLUE_ESP8266 ? "esp8266" : quoted(arena, line + start, length - start);
}

// Lines as kconfgen writes them: no spaces around `=`. Whatever else a line has is not a clue.
static const char *find_clue(const struct finder *finder, enum clue clue, const char *path,
                             const char **from)
{
    struct arena *arena = finder->arena;
    struct buffer text;
    size_t number = 1;
    if (!project_read(finder->host, arena, path, &text)) {
        return NULL;
    }
    for (const char *line = text.bytes; line && *line; number++) {
        size_t length = strcspn(line, "\n");
        size_t count = length;
        while (count && isspace((unsigned char)line[count - 1])) {
            count--;
        }
        const char *chip = chip_of_line(arena, clue, line, count);
        if (chip) {
            *from = arena_format(arena, "%s:%zu", path, number);
            return chip;
        }
        line += length + (line[length] == '\n');
    }
    return NULL;
}

static const char *guess_chip(const struct finder *finder, const struct text_list *paths,
                              const char **from)
{
    for (enum clue clue = 0; clue < CLUE_COUNT; clue++) {
        for_each (path, paths) {
            const char *chip = find_clue(finder, clue, path, from);
            if (chip) {
                return chip;
            }
        }
    }
    return NULL;
}

static bool is_sdk(const struct finder *finder, const char *directory)
{
    const struct host *host = finder->host;
    struct arena *arena = finder->arena;
    return host_is_directory(host, arena_format(arena, "%s/components", directory)) &&
           (host_is_file(host, arena_format(arena, "%s/tools/cmake/project.cmake", directory)) ||
            host_is_file(host, arena_format(arena, "%s/make/project.mk", directory)));
}

// The SDK whose own example the project is: the directory around it that is one.
static const char *find_sdk(const struct finder *finder, const char *directory)
{
    struct arena *arena = finder->arena;
    char *path = arena_copy(arena, directory, strlen(directory));
    for (int i = 0; i < SDK_LEVELS; i++) {
        char *slash = strrchr(path, '/');
        if (!slash || slash == path) {
            return NULL;
        }
        *slash = 0;
        if (is_sdk(finder, path)) {
            return arena_copy(arena, path, strlen(path));
        }
    }
    return NULL;
}

static bool is_there(const struct finder *finder, const char *path)
{
    return !strchr(path, '$') && host_is_file(finder->host, cmake_path(&finder->cmake, path));
}

// SDKCONFIG_DEFAULTS, where CMakeLists.txt sets it; else sdkconfig.defaults.
static void find_defaults(struct finder *finder)
{
    struct arena *arena = finder->arena;
    const struct cmake_variable *variable = cmake_find(&finder->cmake, "SDKCONFIG_DEFAULTS");
    const char *value = variable && *variable->value ? variable->value : "sdkconfig.defaults";
    bool is_named = variable && *variable->value;
    finder->defaults = (struct text_list){0};
    finder->files->missing = (struct text_list){0};
    while (*value) {
        size_t length = strcspn(value, ";");
        const char *path = arena_copy(arena, value, length);
        if (is_there(finder, path)) {
            list_append(arena, &finder->defaults, cmake_path(&finder->cmake, path));
        } else if (is_named && length) {
            list_append(arena, &finder->files->missing,
                        arena_format(arena, "%s: %s:%zu names it, but it does not exist", path,
                                     variable->path, variable->line));
        }
        value += length + (value[length] == ';');
    }
}

static const char *find_sdkconfig(const struct finder *finder)
{
    const struct cmake_variable *variable = cmake_find(&finder->cmake, "SDKCONFIG");
    const char *name = variable && *variable->value ? variable->value : "sdkconfig";
    return is_there(finder, name) ? cmake_path(&finder->cmake, name) : NULL;
}

// What is set before CMakeLists.txt is run does not depend on it.
static void run_cmake(struct finder *finder, const char *chip)
{
    struct arena *arena = finder->arena;
    struct project_files *files = finder->files;
    finder->cmake = (struct cmake){
        .arena = arena,
        .host = finder->host,
        .directory = files->directory,
        .root = finder->root,
        .sdk = files->sdk,
    };
    cmake_set(&finder->cmake, "IDF_TARGET", chip ? chip : "esp32", NULL, 0);
    cmake_run(&finder->cmake, project_path(arena, files->directory, "CMakeLists.txt"));
    find_defaults(finder);
}

// The order is that of ESP-IDF's targets.cmake: what CMakeLists.txt sets, then the sdkconfig, then
// the defaults. An SDK around the directory (its own examples) only tells an ESP8266 from the rest.
static void guess(struct finder *finder)
{
    struct arena *arena = finder->arena;
    struct project_files *files = finder->files;
    const struct cmake_variable *variable = cmake_find(&finder->cmake, "IDF_TARGET");
    const char *sdkconfig = find_sdkconfig(finder);
    struct text_list paths = {0};
    if (sdkconfig) {
        list_append(arena, &paths, sdkconfig);
    }
    for (size_t i = 0; i < finder->defaults.count; i++) {
        list_append(arena, &paths, finder->defaults.items[i]);
    }
    if (variable && variable->path && *variable->value) {
        files->chip = variable->value;
        files->chip_from = arena_format(arena, "%s:%zu", variable->path, variable->line);
    } else {
        files->chip = guess_chip(finder, &paths, &files->chip_from);
    }
    bool is_esp8266 =
        files->sdk &&
        host_is_directory(finder->host, arena_format(arena, "%s/components/esp8266", files->sdk));
    if (!files->chip && is_esp8266) {
        files->chip = "esp8266";
        files->chip_from = "the SDK that the directory is in";
    }
}

// A chip's own file comes after the one that it adds to.
static void list_files(struct finder *finder, const char *chip)
{
    struct arena *arena = finder->arena;
    struct text_list *sdkconfigs = &finder->files->sdkconfigs;
    const char *sdkconfig = find_sdkconfig(finder);
    for_each (path, &finder->defaults) {
        const char *own = arena_format(arena, "%s.%s", path, chip);
        list_append(arena, sdkconfigs, path);
        if (host_is_file(finder->host, own)) {
            list_append(arena, sdkconfigs, own);
        }
    }
    if (sdkconfig) {
        list_append(arena, sdkconfigs, sdkconfig);
    }
}

// The chips that there are files for, which tell what an assumed one may be instead.
static const char *find_others(const struct finder *finder)
{
    static const char start[] = "sdkconfig.defaults.esp";
    struct buffer text;
    struct arena *arena = finder->arena;
    struct text_list names = host_list(finder->host, arena, finder->files->directory, NULL);
    buffer_init(&text, arena);
    for_each (name, &names) {
        const char *chip = name + strlen("sdkconfig.defaults.");
        bool is_chip = strncmp(name, start, strlen(start)) == 0 && !strpbrk(chip, ".-_");
        if (is_chip) {
            buffer_format(&text, "%s%s", text.length ? ", " : "", chip);
        }
    }
    return text.length ? text.bytes : NULL;
}

// Components may add subtypes in their CMakeLists.txt or project_include.cmake. Only directories
// right below `components` are components here; ESP-IDF would also look at EXTRA_COMPONENT_DIRS.
static void run_components(struct finder *finder, const char *directory, bool is_component)
{
    static const char *const names[] = {"CMakeLists.txt", "project_include.cmake"};
    struct arena *arena = finder->arena;
    const char *path = project_path(arena, finder->files->directory, directory);
    for (size_t i = 0; is_component && i < sizeof names / sizeof *names; i++) {
        finder->cmake.is_over = false;
        cmake_run(&finder->cmake, files_join(arena, path, names[i]));
    }
    struct text_list below =
        is_component ? (struct text_list){0} : host_list(finder->host, arena, path, NULL);
    for (size_t i = 0; i < below.count; i++) {
        run_components(finder, files_join(arena, directory, below.items[i]), true);
    }
}

static bool is_project(const struct finder *finder)
{
    struct buffer text;
    const char *directory = finder->files->directory;
    const char *cmake = project_path(finder->arena, directory, "CMakeLists.txt");
    const char *make = project_path(finder->arena, directory, "Makefile");
    return finder->files->sdkconfigs.count ||
           (project_read(finder->host, finder->arena, cmake, &text) &&
            (strstr(text.bytes, "tools/cmake/project.cmake") ||
             strstr(text.bytes, "tools/cmakev2/idf.cmake"))) ||
           (project_read(finder->host, finder->arena, make, &text) &&
            strstr(text.bytes, "make/project.mk"));
}

void import_find_project(const struct host *host, struct arena *arena, const char *directory,
                         const char *chip, struct project_files *files)
{
    struct finder finder = {.arena = arena, .host = host, .files = files};
    size_t length = strlen(directory);
    while (length > 1 && directory[length - 1] == '/') {
        length--;
    }
    *files = (struct project_files){.directory = arena_copy(arena, directory, length)};
    finder.root = files_absolute(host, arena, files->directory);
    files->sdk = find_sdk(&finder, finder.root);
    run_cmake(&finder, chip);
    guess(&finder);
    if (!chip && files->chip) { // conditions may ask for it
        run_cmake(&finder, files->chip);
    }
    list_files(&finder, chip ? chip : files->chip ? files->chip : "esp32");
    files->is_project = is_project(&finder);
    files->others = find_others(&finder);
    run_components(&finder, "main", true);
    run_components(&finder, "components", false);
    run_components(&finder, "managed_components", false);
    files->subtypes = finder.cmake.subtypes;
}
