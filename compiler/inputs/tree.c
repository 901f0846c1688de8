// Directories that become file systems.
//
// A directory is looked at once, when the schema is checked; its files are read when the image is
// made (tree_read.c). Links to directories are refused, even to those within the directory: they
// could lead in circles. The number of nodes and the depth are limited, and names come sorted from
// the host, so that the image does not depend on the order in which a disk lists them.
#include "file_tree.h"

#include <string.h>

enum {
    DEPTH_LIMIT = 64,
    NODE_LIMIT = 100 * 1000,
};

// A line is `exclude` with patterns, or an option with its value.
const struct word_rule tree_words[] = {
    {.place = WORD_OF_ARGUMENTS, .role = ROLE_PATH},
    {.place = WORD_OF_LINE, .line = "exclude", .first = 1, .last = WORD_LAST, .role = ROLE_PATTERN},
    {.place = WORD_OF_LINE, .first = 1, .last = 1, .role = ROLE_VALUE},
    {.role = ROLE_NONE},
};

struct tree_walker {
    const struct image_request *request;
    struct span span; // of the directory's name
    struct tree_pattern_list excluded;
    bool *is_used;        // of each of them: it has left something out
    const char *root;     // the directory, as it is shown
    const char *real;     // where it is; no link may lead out of it
    size_t count;         // of nodes
    bool has_left_folder; // left one out, and not looked into it
    bool is_good;
};

// Firmware looks for a file system by its subtype, too. A platform without a name for this one
// leaves no choice.
static void check_subtype(const struct image_request *request)
{
    static const char *const filesystems[] = {"fat", "spiffs", "littlefs"};
    const struct partition *partition = request->partition;
    const struct content *content = partition->content;
    for (size_t i = 0; i < sizeof filesystems / sizeof *filesystems; i++) {
        if (content->type && partition->subtype_name &&
            strcmp(partition->subtype_name, filesystems[i]) == 0 &&
            strcmp(content->generator, filesystems[i]) != 0) {
            report(request->diagnostics, CODE_OTHER_FILESYSTEM, content->name_span,
                   "`%s` is a `%s.%s`, but what `from %s` makes is a `%s`", partition->label,
                   partition->type_name, partition->subtype_name, content->generator,
                   content->type);
        }
    }
}

const struct word *tree_folder(const struct image_request *request)
{
    check_subtype(request);
    const struct content *content = request->partition->content;
    const struct word_list *arguments = &content->arguments;
    const struct word *word = arguments->count == 1 ? arguments->items[0] : NULL;
    if (!word_is_text(word)) {
        report(request->diagnostics, CODE_BAD_CONTENT, content->span,
               "`from %s` takes the path of one directory, as in `from %s \"www/\"`",
               content->generator, content->generator);
        return NULL;
    }
    return word;
}

// `/` itself keeps its slash.
static size_t length_without_slashes(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    return length;
}

// `cache/` is `cache`. The pattern is appended even if it has too many braces, so that the places
// of patterns and of marks (`is_used`) agree.
static bool add_pattern(const struct image_request *request, const struct word *word,
                        struct tree_pattern_list *excluded)
{
    struct text_list plain = {0};
    struct tree_pattern *pattern = arena_new(request->arena, sizeof *pattern);
    bool is_good = pattern_expand(request, word->text, word->span, &plain);
    pattern->text = word->text;
    pattern->span = word->span;
    for (size_t i = 0; i < plain.count && is_good; i++) {
        const char *text = plain.items[i];
        list_append(request->arena, &pattern->plain,
                    arena_copy(request->arena, text, length_without_slashes(text)));
    }
    list_append(request->arena, excluded, pattern);
    return is_good;
}

// All words are judged before any is taken: half of a line would exclude half of what is meant.
bool tree_exclude(const struct image_request *request, const struct content_line *line,
                  struct tree_pattern_list *excluded)
{
    bool is_good = line->words.count > 1 && line_is_plain(line, line->words.count);
    for (size_t i = 1; i < line->words.count && is_good; i++) {
        is_good = word_is_text(line->words.items[i]);
    }
    if (!is_good) {
        report(request->diagnostics, CODE_BAD_CONTENT, line->span,
               "`exclude` takes patterns, as in `exclude \"*.bak\" \"cache/\";`");
    }
    for (size_t i = 1; i < line->words.count && is_good; i++) {
        is_good = add_pattern(request, line->words.items[i], excluded);
    }
    return is_good;
}

// The path of a directory, without slashes at its end.
static const char *folder_path(const struct image_request *request, const struct word *folder)
{
    const char *path = input_path(request, folder->text);
    return arena_copy(request->arena, path, length_without_slashes(path));
}

// Linear: directories that a schema names are few, and those that a walk finds are appended
// without asking.
static void note_folder(const struct image_request *request, const char *path)
{
    struct text_list *folders = &request->notes->folders;
    for_each (known, folders) {
        if (strcmp(known, path) == 0) {
            return;
        }
    }
    list_append(request->arena, folders, path);
}

// Whether there is something at the path. What cannot be looked at counts as there: the walk says
// why.
bool tree_exists(const struct image_request *request, const struct word *folder)
{
    struct host_status status;
    const char *path = folder_path(request, folder);
    note_folder(request, path);
    const char *error = host_look(request->sources->host, path, &status);
    return !error || (status.kind != HOST_MISSING && request->sources->host->look);
}

// At the word that names the directory: nothing in it has a place in a schema. One such entry
// makes the whole tree bad, since an image without it would be another one.
static void report_entry(struct tree_walker *walk, const char *path, const char *problem)
{
    report(walk->request->diagnostics, CODE_FOLDER_PROBLEM, walk->span, "`%s` %s", path, problem);
    walk->is_good = false;
}

// All patterns are tried, also after one has matched, so that each knows whether it has matched
// anything.
static bool is_excluded(const struct tree_walker *walk, const char *path)
{
    bool is_found = false;
    for (size_t i = 0; i < walk->excluded.count; i++) {
        const struct tree_pattern *pattern = walk->excluded.items[i];
        for_each (plain, &pattern->plain) {
            bool is_match = pattern_matches(plain, path);
            walk->is_used[i] |= is_match;
            is_found |= is_match;
        }
    }
    return is_found;
}

// A pattern that excludes nothing is probably misspelt, and what should have been left out is in
// the image. But it may be meant for what is in a directory that another one has left out.
static void report_unused(const struct tree_walker *walk)
{
    for (size_t i = 0; i < walk->excluded.count && !walk->has_left_folder; i++) {
        const struct tree_pattern *pattern = walk->excluded.items[i];
        if (!walk->is_used[i]) {
            report(walk->request->diagnostics, CODE_EXCLUDES_NOTHING, pattern->span,
                   "`%s` matches nothing in `%s`", pattern->text, walk->root);
        }
    }
}

// Where a link leads. Null; else why it can't be followed. The target must be below the real path
// of the root: text up to there is compared, and then a slash, so that `/a/www2` is not within
// `/a/www`.
static const char *follow_link(const struct tree_walker *walk, const char *path,
                               struct host_status *status)
{
    const struct image_request *request = walk->request;
    const struct host *host = request->sources->host;
    size_t length = strlen(walk->real);
    const char *error = host_look(host, path, status);
    const char *real = error ? NULL : host_real_path(host, request->arena, path, &error);
    if (!real) {
        return arena_format(request->arena, "is a broken symbolic link: %s", error);
    }
    if (status->kind == HOST_DIRECTORY) {
        return "is a symbolic link to a directory; only links to files are followed";
    }
    bool is_within = strncmp(real, walk->real, length) == 0 &&
                     (real[length] == '/' || walk->real[length - 1] == '/');
    return is_within ? NULL
                     : arena_format(request->arena,
                                    "is a symbolic link that leads out of the directory `%s`",
                                    walk->root);
}

// What a path is. Null; else why it has no place in an image: devices and sockets have not, and
// reading them could block.
static const char *look_at(const struct tree_walker *walk, const char *path,
                           struct host_status *status)
{
    const struct image_request *request = walk->request;
    const char *error = host_look_at_link(request->sources->host, path, status);
    if (error) {
        return arena_format(request->arena, "cannot be accessed: %s", error);
    }
    const char *problem = status->kind == HOST_LINK ? follow_link(walk, path, status) : NULL;
    if (!problem && status->kind != HOST_FILE && status->kind != HOST_DIRECTORY) {
        problem = "is neither a file nor a directory";
    }
    return problem;
}

// The names in a directory, sorted; reported, where it cannot be listed.
static struct text_list list_names(struct tree_walker *walk, const char *path)
{
    struct arena *arena = walk->request->arena;
    const char *error = NULL;
    struct text_list names = host_list(walk->request->sources->host, arena, path, &error);
    if (error) {
        report_entry(walk, path, arena_format(arena, "cannot be listed: %s", error));
    }
    return names;
}

// What is at `name` in a directory; null if it is left out, or was reported. Patterns come before
// the disk is asked, so that an excluded file may be one that could not be read. Its notes go past
// input_note, whose search for paths that are known would find none here.
static struct tree_node *take_entry(struct tree_walker *walk, const struct tree_node *folder,
                                    const char *name)
{
    struct arena *arena = walk->request->arena;
    struct image_notes *notes = walk->request->notes;
    const char *file = arena_format(arena, "%s%s%s", folder->file,
                                    strcmp(folder->file, "/") == 0 ? "" : "/", name);
    const char *path = *folder->path ? arena_format(arena, "%s/%s", folder->path, name) : name;
    struct host_status status;
    if (is_excluded(walk, path)) {
        host_look_at_link(walk->request->sources->host, file, &status);
        walk->has_left_folder |= status.kind == HOST_DIRECTORY;
        return NULL;
    }
    const char *problem = look_at(walk, file, &status);
    if (problem) {
        report_entry(walk, file, problem);
        return NULL;
    }
    struct tree_node *node = arena_new(arena, sizeof *node);
    *node = (struct tree_node){.name = name, .path = path, .file = file, .parent = folder};
    node->is_folder = status.kind == HOST_DIRECTORY;
    node->size = node->is_folder ? 0 : status.size;
    notes->is_secret |= !node->is_folder && status.is_private;
    list_append(arena, node->is_folder ? &notes->folders : &notes->inputs, file);
    return node;
}

// Finds what is in a directory, `depth` below the first, and in those in it. The recursion is
// limited by DEPTH_LIMIT; directories that contain themselves cannot occur, as links to
// directories are refused. Ends when there are too many nodes, which is reported once.
static void walk_folder(struct tree_walker *walk, struct tree_node *folder, size_t depth)
{
    struct arena *arena = walk->request->arena;
    if (depth > DEPTH_LIMIT) {
        report_entry(walk, folder->file,
                     "is nested too deeply: at most 64 directories may be inside each other");
        return;
    }
    struct text_list names = list_names(walk, folder->file);
    for (size_t i = 0; i < names.count && walk->count <= NODE_LIMIT; i++) {
        struct tree_node *node = take_entry(walk, folder, names.items[i]);
        if (node && walk->count++ == NODE_LIMIT) {
            report_entry(walk, walk->root, "has more than 100000 files and directories");
        } else if (node) {
            list_append(arena, &folder->children, node);
        }
        if (node && node->is_folder) {
            walk_folder(walk, node, depth + 1);
        }
    }
}

// Whether the directory itself can be walked; else that is reported. It is checked against links
// that lead out of the schema's directory, like any input.
static bool begin_walk(struct tree_walker *walk)
{
    struct host_status status;
    const struct image_request *request = walk->request;
    const struct host *host = request->sources->host;
    const char *error = host_look(host, walk->root, &status);
    walk->real = error ? NULL : host_real_path(host, request->arena, walk->root, &error);
    if (input_is_awaited(request, walk->root, walk->span)) {
        walk->is_good = false;
    } else if (!walk->real) {
        report_entry(walk, walk->root,
                     status.kind == HOST_MISSING
                         ? "does not exist: the file system is made from this directory"
                         : arena_format(request->arena, "cannot be listed: %s", error));
    } else if (status.kind != HOST_DIRECTORY) {
        report_entry(walk, walk->root, "is not a directory");
    } else {
        walk->is_good = input_check(request, walk->root, walk->span);
    }
    return walk->is_good;
}

struct tree_node *tree_walk(const struct image_request *request, const struct word *folder,
                            const struct tree_pattern_list *excluded)
{
    struct tree_walker *walk = arena_new(request->arena, sizeof *walk);
    *walk = (struct tree_walker){.request = request, .span = folder->span, .excluded = *excluded};
    walk->is_used = arena_array(request->arena, excluded->count + 1, sizeof *walk->is_used);
    walk->root = folder_path(request, folder);
    walk->is_good = true;
    note_folder(request, walk->root);
    if (!begin_walk(walk)) {
        return NULL;
    }
    struct tree_node *root = arena_new(request->arena, sizeof *root);
    *root = (struct tree_node){.name = "", .path = "", .file = walk->root, .is_folder = true};
    walk_folder(walk, root, 0);
    if (!walk->is_good) {
        return NULL;
    }
    report_unused(walk);
    return root;
}
