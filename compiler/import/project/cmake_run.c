// Runs what of a project's CMakeLists.txt says which files it is configured by: set(), list(),
// if() and include(). All else is passed over, and so are the bodies of loops and functions.
#include "cmake_read.h"

#include "importer.h"
#include "project.h"
#include "text.h"

#include <string.h>

// What is beyond these is left out: files may be made to be read for ever.
enum {
    COMMAND_LIMIT = 20000,
    INCLUDE_LIMIT = 8,
    FILE_LIMIT = 256 << 10,
    FILES_LIMIT = 4 << 20, // all together
};

static const char *word_at(const struct cmake_command *command, size_t index)
{
    return index < command->words.count ? command->words.items[index]->text : "";
}

struct cmake_run_state {
    struct cmake *cmake;
    const char *path, *here;
    size_t depth;   // of includes
    size_t skipped; // blocks that are not run
};

// The words from one on as a list in CMake's form.
static const char *join(const struct cmake_run_state *run, const struct cmake_command *command,
                        size_t first)
{
    static const char *const ends[] = {"CACHE", "PARENT_SCOPE", "APPEND", NULL};
    struct buffer out;
    buffer_init(&out, run->cmake->arena);
    buffer_text(&out, "");
    for (size_t i = first; i < command->words.count && out.length < CMAKE_VALUE_LIMIT; i++) {
        const char *text = word_at(command, i);
        if (cmake_is_one_of(text, ends)) {
            break;
        }
        const char *value = cmake_expand(run->cmake, run->here, text);
        buffer_format(&out, "%s%s", out.length && *value ? ";" : "", value);
    }
    return out.length < CMAKE_VALUE_LIMIT && out.bytes ? out.bytes : "";
}

// list(APPEND) and list(PREPEND) alone: no other subcommand builds a list of defaults.
static void run_list(const struct cmake_run_state *run, const struct cmake_command *command)
{
    struct cmake *cmake = run->cmake;
    bool is_before = strcmp(word_at(command, 0), "PREPEND") == 0;
    if (!is_before && strcmp(word_at(command, 0), "APPEND") != 0) {
        return;
    }
    const char *name = word_at(command, 1);
    const struct cmake_variable *variable = cmake_find(cmake, name);
    const char *old = variable ? variable->value : "";
    const char *more = join(run, command, 2);
    const char *middle = *old && *more ? ";" : "";
    const char *value = arena_format(cmake->arena, "%s%s%s", is_before ? more : old, middle,
                                     is_before ? old : more);
    if (strlen(value) < CMAKE_VALUE_LIMIT) {
        cmake_set(cmake, name, value, run->path, command->line);
    }
}

// idf_build_set_property(EXTRA_PARTITION_SUBTYPES ...), each item `TYPE, NAME, NUMBER`, for which
// the words are joined as in a list.
static void add_subtypes(const struct cmake_run_state *run, const struct cmake_command *command)
{
    struct cmake *cmake = run->cmake;
    if (strcmp(word_at(command, 0), "EXTRA_PARTITION_SUBTYPES") != 0) {
        return;
    }
    const char *list = join(run, command, 1);
    while (*list) {
        size_t length = strcspn(list, ";");
        struct cmake_variable *subtype = arena_new(cmake->arena, sizeof *subtype);
        *subtype = (struct cmake_variable){"EXTRA_PARTITION_SUBTYPES",
                                           arena_copy(cmake->arena, list, length), run->path,
                                           command->line};
        list_append(cmake->arena, &cmake->subtypes, subtype);
        list += length + (list[length] == ';');
    }
}

static void run_file(struct cmake *cmake, const char *path, size_t depth);

// The commands that can decide which files configure a build. After project() only components still
// matter, for the subtypes that they add.
static void run_plain(const struct cmake_run_state *run, const struct cmake_command *command)
{
    struct cmake *cmake = run->cmake;
    const char *name = command->name;
    if (strcmp(name, "idf_build_set_property") == 0) {
        add_subtypes(run, command);
    } else if (strcmp(name, "project") == 0) {
        cmake->is_over = true;
    } else if (cmake->is_over) {
        return;
    } else if (strcmp(name, "set") == 0) {
        cmake_set(cmake, word_at(command, 0), join(run, command, 1), run->path, command->line);
    } else if (strcmp(name, "unset") == 0) {
        cmake_set(cmake, word_at(command, 0), NULL, run->path, command->line);
    } else if (strcmp(name, "list") == 0) {
        run_list(run, command);
    } else if (strcmp(name, "include") == 0 && run->depth < INCLUDE_LIMIT) {
        const char *path = cmake_expand(cmake, run->here, word_at(command, 0));
        bool is_sdk = cmake->sdk && strncmp(path, cmake->sdk, strlen(cmake->sdk)) == 0;
        if (!is_sdk && !strchr(path, '$')) {
            run_file(cmake, cmake_path(cmake, path), run->depth + 1);
        }
    }
}

// Whether an `else`, or an `elseif` that holds.
static bool is_taken_branch(const struct cmake_run_state *run, const struct cmake_command *command)
{
    return strcmp(command->name, "else") == 0 ||
           (strcmp(command->name, "elseif") == 0 &&
            cmake_holds(run->cmake, run->here, &command->words));
}

// After the `endif` of a block, or at the branch of it that holds.
static size_t skip_block(const struct cmake_run_state *run,
                         const struct cmake_command_list *commands, size_t at, bool is_if)
{
    size_t depth = 0;
    for (; at < commands->count; at++) {
        const struct cmake_command *command = commands->items[at];
        static const char *const openings[] = {"if",    "function", "macro", "foreach",
                                               "while", "block",    NULL};
        bool is_end = strncmp(command->name, "end", 3) == 0;
        if (cmake_is_one_of(command->name, openings)) {
            depth++;
        } else if ((is_end && depth-- == 0) ||
                   (is_if && depth == 0 && is_taken_branch(run, command))) {
            return at + 1;
        }
    }
    return at;
}

// Branches are found by skipping to the matching command, without a tree of blocks: whatever is not
// run is only counted through.
static void run_commands(const struct cmake_run_state *run,
                         const struct cmake_command_list *commands)
{
    static const char *const bodies[] = {"function", "macro", "foreach", "while", NULL};
    static const char *const others[] = {"else", "elseif", NULL};
    for (size_t at = 0; at < commands->count && run->cmake->commands < COMMAND_LIMIT;) {
        const struct cmake_command *command = commands->items[at++];
        run->cmake->commands++;
        if (strcmp(command->name, "if") == 0) {
            at = cmake_holds(run->cmake, run->here, &command->words)
                     ? at
                     : skip_block(run, commands, at, true);
        } else if (cmake_is_one_of(command->name, bodies) ||
                   cmake_is_one_of(command->name, others)) {
            at = skip_block(run, commands, at, false); // of a branch that was run: to its end
        } else {
            run_plain(run, command);
        }
    }
}

static void run_file(struct cmake *cmake, const char *path, size_t depth)
{
    struct buffer text;
    const char *slash = strrchr(path, '/');
    const char *here = slash ? arena_copy(cmake->arena, path, (size_t)(slash - path)) : ".";
    struct cmake_run_state run = {.cmake = cmake, .path = path, .here = here, .depth = depth};
    if (project_read(cmake->host, cmake->arena, path, &text) && text.length <= FILE_LIMIT &&
        text.length <= FILES_LIMIT - cmake->bytes) {
        cmake->bytes += text.length;
        struct cmake_command_list commands = cmake_commands(cmake->arena, text.bytes, text.length);
        run_commands(&run, &commands);
    }
}

void cmake_run(struct cmake *cmake, const char *path)
{
    run_file(cmake, path, 0);
}
