// `source` and its kin: which files they name.
//
// A pattern or a list may name several; the last is opened first, as each is put on top of those
// that wait. A file that includes itself, or a chain of more than FILE_DEPTH_LIMIT, is refused, and
// so is a tree that adds up to more than SOURCE_SIZE_LIMIT: a file that is sourced twice is read
// twice, which can double with each level.
#include "definitions.h"

#include <string.h>

// The chain of files that lead here is at most FILE_DEPTH_LIMIT long, so the walk is short.
static bool is_too_deep(const struct open_file *by, const struct source *source)
{
    const struct open_file *outer = by;
    while (outer && outer->reader.source != source) {
        outer = outer->by;
    }
    return outer || (by && by->depth == FILE_DEPTH_LIMIT);
}

// `bytes` never exceeds SOURCE_SIZE_LIMIT, so that the subtraction cannot wrap. The new file begins
// in the scope of its `source`, and is read before the rest of the file that sources it.
void file_open(struct kconfig_parser *parser, const struct open_file *by,
               const struct source *source, struct span span)
{
    struct kconfig *kconfig = parser->kconfig;
    if (is_too_deep(by, source)) {
        report(kconfig->diagnostics, CODE_KCONFIG_TOO_DEEP, span,
               by->depth == FILE_DEPTH_LIMIT
                   ? "`%s` is the last of more than 100 files that source each other"
                   : "`%s` sources itself, directly or through others",
               source->path);
        return;
    }
    if (source->length > SOURCE_SIZE_LIMIT - parser->bytes) {
        report(kconfig->diagnostics, CODE_KCONFIG_TOO_DEEP, span,
               "the Kconfig files are larger than 64M, each counted as often as it is sourced");
        return;
    }
    parser->bytes += source->length;
    struct open_file *file = arena_new(kconfig->arena, sizeof *file);
    bool has_mark = source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0;
    *file = (struct open_file){
        .reader = {.kconfig = kconfig,
                   .source = source,
                   .at = has_mark ? 3 : 0,
                   .variables = &parser->variables},
        .by = by,
        .depth = by ? by->depth + 1 : 1,
        .outer = parser->scope,
    };
    list_append(kconfig->arena, &parser->files, file);
    list_append(kconfig->arena, &kconfig->read, source);
}

// A file that is sourced twice is kept once; its opener is the first that sourced it.
static struct source *read_file(struct kconfig_parser *parser, const char *path, struct span span,
                                const char **error)
{
    size_t known = parser->kconfig->sources->files.count;
    struct source *source = sources_read(parser->kconfig->sources, path, error);
    if (source && parser->kconfig->sources->files.count > known) {
        source->opener = span;
    }
    return source;
}

// A `source` line, and what of it the messages need.
struct sourcing {
    struct kconfig_parser *parser;
    const struct open_file *by;
    struct span span;
    bool is_optional;
    bool is_relative;
    const char *missing; // a variable that is not set; null: none
};

static void report_missing(const struct sourcing *sourcing, const char *path, const char *error)
{
    struct diagnostic *diagnostic =
        report(sourcing->parser->kconfig->diagnostics, CODE_KCONFIG_SOURCE, sourcing->span,
               "cannot read `%s`: %s", path, error);
    if (sourcing->missing) {
        add_note(diagnostic, (struct span){0},
                 "the environment variable `%s` is not set; the project's build system sets it",
                 sourcing->missing);
    }
}

static bool source_one(const struct sourcing *sourcing, const char *path, const char **error)
{
    struct source *source = read_file(sourcing->parser, path, sourcing->span, error);
    if (source) {
        file_open(sourcing->parser, sourcing->by, source, sourcing->span);
    }
    return source != NULL;
}

// The files of a pattern, in the order of their names; the last is opened first, so that the first
// is read first. What a pattern finds must also be there: a pattern without magic characters in its
// last parts finds names that do not exist.
static void source_pattern(const struct sourcing *sourcing, const char *pattern)
{
    const struct kconfig *kconfig = sourcing->parser->kconfig;
    const struct host *host = kconfig->sources->host;
    const struct host_search search = {.host = host, .arena = kconfig->arena, .limit = SIZE_MAX};
    struct text_list found = host_match(&search, "", pattern);
    bool is_any = false;
    for (size_t i = found.count; i-- > 0;) {
        const char *path = found.items[i];
        const char *error = NULL;
        struct host_status status;
        bool is_there = !host_look_at_link(host, path, &status);
        if (is_there && !source_one(sourcing, path, &error)) {
            report_missing(sourcing, path, error);
        }
        is_any |= is_there;
    }
    if (!is_any && !sourcing->is_optional) {
        report_missing(sourcing, pattern, "no file matches it");
    }
}

// What a path is relative to: for `rsource` the file itself, else the tree, whose root is $srctree
// or the directory of the first file.
static const char *full_path(const struct sourcing *sourcing, const char *path)
{
    const struct kconfig_parser *parser = sourcing->parser;
    struct arena *arena = parser->kconfig->arena;
    const char *tree = host_variable(parser->kconfig->sources->host, "srctree");
    if (sourcing->is_relative) {
        return path_beside(arena, sourcing->by->reader.source->path, path);
    }
    return tree && *tree && path[0] != '/' ? arena_format(arena, "%s/%s", tree, path)
                                           : path_beside(arena, parser->root->path, path);
}

static void source_path(const struct sourcing *sourcing, const char *name)
{
    const char *path = full_path(sourcing, name);
    const char *error = NULL;
    if (strpbrk(path, "*?[")) {
        source_pattern(sourcing, path);
    } else if (!source_one(sourcing, path, &error) && !sourcing->is_optional) {
        report_missing(sourcing, path, error);
    }
}

static const char spaces[] = " \t";

// The paths in a text, separated by spaces; the last is opened first, see source_pattern.
static void source_words(const struct sourcing *sourcing, const char *text)
{
    struct text_list words = {0};
    struct arena *arena = sourcing->parser->kconfig->arena;
    for (const char *at = text + strspn(text, spaces); *at; at += strspn(at, spaces)) {
        size_t length = strcspn(at, spaces);
        list_append(arena, &words, arena_copy(arena, at, length));
        at += length;
    }
    for (size_t i = words.count; i-- > 0;) {
        source_path(sourcing, words.items[i]);
    }
}

// `"$NAME"`: with ESP-IDF 3 and its kin for the ESP8266, a list of files, or nothing at all.
static bool is_variable(const char *written)
{
    static const char characters[] = "\"'$(){}_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    return strchr(written, '$') && !written[strspn(written, characters)];
}

// Whether what a variable names is a list of files. It is not if it is one file with a space in its
// path, which only trying to read it shows.
static bool is_list(const struct sourcing *sourcing, const char *written, const char *text)
{
    const char *error = NULL;
    return is_variable(written) && !sourcing->missing &&
           (!*text ||
            (strpbrk(text, spaces) &&
             !read_file(sourcing->parser, full_path(sourcing, text), sourcing->span, &error)));
}

void files_source(struct kconfig_parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    struct kconfig_token token = reader->token;
    struct sourcing sourcing = {
        .parser = parser,
        .by = parser->files.items[parser->files.count - 1],
        .span = token.span,
        .is_optional = keyword[0] == 'o',
        .is_relative = keyword[keyword[0] == 'o'] == 'r',
    };
    if (token.kind != TOKEN_TEXT && token.kind != TOKEN_WORD) {
        line_report(reader, token.span, "the path of a file is missing here");
        return;
    }
    // What the words of the line left as it was has variables that are not set.
    const char *written = sources_text(parser->kconfig->sources, token.span);
    line_expand(reader, written, &sourcing.missing);
    parser->kconfig->missing =
        parser->kconfig->missing ? parser->kconfig->missing : sourcing.missing;
    line_advance(reader);
    if (is_list(&sourcing, written, token.text)) {
        source_words(&sourcing, token.text);
    } else {
        source_path(&sourcing, token.text);
    }
}
