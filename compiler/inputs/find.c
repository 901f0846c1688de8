// Files that a pattern names.
//
// `{a,b}` is expanded first. What is left is walked from directory to directory, a step of the
// path at a time (host_match), so that the directories that were searched are known: build systems
// watch them for new files. What is found is sorted, so that images do not depend on the disk's
// order. The number of patterns, their length and the number of files are limited: braces
// multiply, and `{a,b}` twenty times over would stand for a million patterns.
#include "input.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

enum {
    PATTERN_LIMIT = 1000, // that braces may expand to
    PATTERN_LENGTH_LIMIT = 4096,
    FILE_LIMIT = 10 * 1000,
};

// Braces are asked for apart, since they are expanded rather than matched.
static bool is_pattern(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (strchr("*?[", text[i])) {
            return true;
        }
    }
    return false;
}

// The brace that closes the one at `open`; null if there is none.
static const char *closing_brace(const char *open)
{
    size_t depth = 0;
    for (const char *at = open; *at; at++) {
        depth += *at == '{';
        depth -= *at == '}';
        if (depth == 0) {
            return at;
        }
    }
    return NULL;
}

// Where the alternative at `text` ends: at a comma or brace of its own level. There is one, since
// the caller has found the closing brace.
static const char *alternative_end(const char *text)
{
    size_t depth = 0;
    while (depth > 0 || (*text != ',' && *text != '}')) {
        depth += *text == '{';
        depth -= *text == '}';
        text++;
    }
    return text;
}

// Replaces each pattern by one for each alternative of its first braces, until none has any. False
// if they are too many. A brace that is never closed is an ordinary character, as in a shell.
static bool expand_braces(struct arena *arena, const char *pattern, struct text_list *plain)
{
    struct text_list open = {0};
    list_append(arena, &open, pattern);
    while (open.count) {
        const char *next = open.items[--open.count];
        const char *brace = strchr(next, '{');
        const char *close = brace ? closing_brace(brace) : NULL;
        if (!close) {
            list_append(arena, plain, next);
        }
        const char *at = brace;
        while (close && at < close) {
            const char *end = alternative_end(at + 1);
            list_append(arena, &open,
                        arena_format(arena, "%.*s%.*s%s", (int)(brace - next), next,
                                     (int)(end - at - 1), at + 1, close + 1));
            at = end;
        }
        if (open.count + plain->count > PATTERN_LIMIT) {
            return false;
        }
    }
    return true;
}

// A directory's path ends with a slash, or is empty, which is the current one.
static void note_folder(const struct image_request *request, const char *path)
{
    struct text_list *folders = &request->notes->folders;
    size_t length = strlen(path);
    const char *folder = length > 1    ? arena_copy(request->arena, path, length - 1)
                         : length == 1 ? path
                                       : ".";
    for_each (known, folders) {
        if (strcmp(known, folder) == 0) {
            return;
        }
    }
    list_append(request->arena, folders, folder);
}

// What a search of the host's is for.
struct search {
    const struct image_request *request;
};

static void note_searched(void *context, const char *directory)
{
    const struct search *search = context;
    note_folder(search->request, directory);
}

// By bytes, whatever the locale is.
static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Sorts what was found, leaves out what is found twice or is a directory, and notes the rest. Two
// patterns of one pair of braces may find the same file.
static void take_files(const struct image_request *request, struct text_list *found,
                       struct text_list *paths)
{
    if (found->count > 1) {
        qsort(found->items, found->count, sizeof *found->items, compare_paths);
    }
    for (size_t i = 0; i < found->count; i++) {
        struct host_status status;
        const char *path = found->items[i];
        bool is_twice = i > 0 && strcmp(found->items[i - 1], path) == 0;
        if (!is_twice && !host_look(request->sources->host, path, &status) &&
            status.kind != HOST_DIRECTORY) {
            input_note(request, path);
            list_append(request->arena, paths, path);
        }
    }
}

// The pattern is cut: it may be one of those that are too long.
static bool report_pattern(const struct image_request *request, const char *pattern,
                           struct span span, const char *problem)
{
    report(request->diagnostics, CODE_BAD_CONTENT, span, "`%.80s`: %s", pattern, problem);
    return false;
}

// Directories from `first` on were searched for this pattern; those that are missing or cannot be
// listed are named, since they are the reason then.
static bool report_nothing(const struct image_request *request, const char *pattern, size_t first,
                           struct span span)
{
    const struct text_list *folders = &request->notes->folders;
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_NO_INPUT, span, "no file matches `%s`", pattern);
    for (size_t i = first; i < folders->count; i++) {
        struct host_status status;
        const char *error = host_look(request->sources->host, folders->items[i], &status);
        if (error) {
            add_note(diagnostic, (struct span){0}, "directory `%s`: %s", folders->items[i], error);
        }
    }
    return false;
}

// The length is limited first: each alternative copies the whole of it.
bool pattern_expand(const struct image_request *request, const char *pattern, struct span span,
                    struct text_list *plain)
{
    return (strlen(pattern) <= PATTERN_LENGTH_LIMIT &&
            expand_braces(request->arena, pattern, plain)) ||
           report_pattern(request, pattern, span, "the braces expand to too many patterns");
}

// Without FNM_PERIOD: a hidden file is matched like any other. Without escapes: a backslash is an
// ordinary character of a name.
bool pattern_matches(const char *pattern, const char *path)
{
    const char *slash = strchr(pattern, '/') ? NULL : strrchr(path, '/');
    while (strncmp(pattern, "./", 2) == 0) {
        pattern += 2;
    }
    pattern += pattern[0] == '/';
    return fnmatch(pattern, slash ? slash + 1 : path, FNM_PATHNAME | FNM_NOESCAPE) == 0;
}

// A plain path is given back without a look at the disk, so that a file that is missing is
// reported where it is read, with the reason. On an error nothing is appended.
bool input_find(const struct image_request *request, const char *pattern, struct span span,
                struct text_list *paths)
{
    struct arena *arena = request->arena;
    size_t count = paths->count;
    size_t first = request->notes->folders.count;
    if (!is_pattern(pattern, strlen(pattern)) && !strchr(pattern, '{')) {
        const char *path = input_path(request, pattern);
        input_note(request, path);
        list_append(arena, paths, path);
        return true;
    }
    struct text_list plain = {0};
    struct text_list found = {0};
    if (!pattern_expand(request, pattern, span, &plain)) {
        return false;
    }
    const char *folder = pattern[0] == '/' ? "" : input_path(request, "");
    struct search search = {request};
    const struct host_search searched = {request->sources->host, arena, FILE_LIMIT, note_searched,
                                         &search};
    for (size_t i = 0; i < plain.count && found.count <= FILE_LIMIT; i++) {
        struct text_list some = host_match(&searched, folder, plain.items[i]);
        for_each (path, &some) {
            list_append(arena, &found, path);
        }
    }
    if (found.count > FILE_LIMIT) {
        return report_pattern(request, pattern, span, "more than 10000 files match");
    }
    take_files(request, &found, paths);
    return paths->count > count || report_nothing(request, pattern, first, span);
}

bool input_find_word(const struct image_request *request, const struct word *word,
                     struct text_list *paths)
{
    return input_find(request, word->text, word->span, paths);
}
