// `source` and its kin: which files they name.
#include "definitions.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

bool file_open(struct parser *parser, struct source *source, struct span span)
{
    struct kconfig *kconfig = parser->kconfig;
    for (size_t i = 0; i < parser->files.count; i++) {
        const struct open_file *other = parser->files.items[i];
        if (other->reader.source == source || parser->files.count >= FILE_DEPTH_LIMIT) {
            report(kconfig->diagnostics, CODE_KCONFIG_TOO_DEEP, span,
                   other->reader.source == source
                       ? "`%s` sources itself, directly or through others"
                       : "`%s` is the last of more than 100 files that source each other",
                   source->path);
            return false;
        }
    }
    if (source->length > SOURCE_SIZE_LIMIT - parser->bytes) {
        report(kconfig->diagnostics, CODE_KCONFIG_TOO_DEEP, span,
               "the Kconfig files have more than 64M, each counted as often as it is sourced");
        return false;
    }
    parser->bytes += source->length;
    struct open_file *file = arena_new(kconfig->arena, sizeof *file);
    bool has_mark = source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0;
    *file = (struct open_file){
        .reader = {.kconfig = kconfig,
                   .source = source,
                   .at = has_mark ? 3 : 0,
                   .variables = &parser->variables},
        .outer = parser->scope,
    };
    list_append(kconfig->arena, &parser->files, file);
    list_append(kconfig->arena, &kconfig->read, source);
    return true;
}

// Where a path is seen from: for `rsource` the file itself, else the tree, whose root is $srctree
// or the folder of the first file.
static const char *full_path(struct parser *parser, const char *path, bool is_relative)
{
    const char *tree = getenv("srctree");
    if (is_relative) {
        return path_beside(parser->kconfig->arena, parser_reader(parser)->source->path, path);
    }
    return tree && *tree && path[0] != '/'
               ? arena_format(parser->kconfig->arena, "%s/%s", tree, path)
               : path_beside(parser->kconfig->arena, parser->root->path, path);
}

static struct source *read_file(struct parser *parser, const char *path, struct span span,
                                const char **error)
{
    size_t known = parser->kconfig->sources->files.count;
    struct source *source = sources_read(parser->kconfig->sources, path, error);
    if (source && parser->kconfig->sources->files.count > known) {
        source->opener = span;
    }
    return source;
}

static void report_missing(struct parser *parser, struct span span, const char *path,
                           const char *error, const char *variable)
{
    struct diagnostic *diagnostic = report(parser->kconfig->diagnostics, CODE_KCONFIG_SOURCE, span,
                                           "cannot read `%s`: %s", path, error);
    if (variable) {
        add_note(diagnostic, (struct span){0},
                 "the environment has no `%s`; the project's build system sets it", variable);
    }
}

static void source_one(struct parser *parser, const char *path, struct span span, bool is_optional,
                       const char *variable)
{
    const char *error = NULL;
    struct source *source = read_file(parser, path, span, &error);
    if (source) {
        file_open(parser, source, span);
    } else if (!is_optional) {
        report_missing(parser, span, path, error, variable);
    }
}

// The files of a pattern; the last is opened first, so that the first is read first.
static void source_pattern(struct parser *parser, const char *pattern, struct span span,
                           bool is_optional, const char *variable)
{
    glob_t found = {0};
    bool is_good = !parser->kconfig->sources->sealed && glob(pattern, 0, NULL, &found) == 0;
    for (size_t i = is_good ? found.gl_pathc : 0; i-- > 0;) {
        const char *path = found.gl_pathv[i];
        source_one(parser, arena_copy(parser->kconfig->arena, path, strlen(path)), span, false,
                   NULL);
    }
    globfree(&found);
    if (!is_good && !is_optional) {
        report_missing(parser, span, pattern, "no file matches it", variable);
    }
}

void files_source(struct parser *parser, const char *keyword)
{
    struct reader *reader = parser_reader(parser);
    struct token token = reader->token;
    bool is_optional = keyword[0] == 'o';
    bool is_relative = keyword[is_optional] == 'r';
    const char *missing = NULL;
    if (token.kind != TOKEN_TEXT && token.kind != TOKEN_WORD) {
        line_report(reader, token.span, "the path of a file is missing here");
        return;
    }
    // What the words of the line left as it was has variables that are not set.
    const char *raw = sources_text(parser->kconfig->sources, token.span);
    line_expand(reader, raw, &missing);
    line_advance(reader);
    const char *path = full_path(parser, token.text, is_relative);
    if (strpbrk(path, "*?[")) {
        source_pattern(parser, path, token.span, is_optional, missing);
    } else {
        source_one(parser, path, token.span, is_optional, missing);
    }
}
