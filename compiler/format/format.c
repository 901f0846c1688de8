// `schemac fmt`: a file in its canonical form.
//
// The text is parsed once more, and its shape (see shape.c) compared with that of the file. Only if
// they are equal is it used: formatting can fail, but it cannot change what a schema means.
#include "format.h"

#include "draft.h"

#include <string.h>

// After the items come what nobody owns: stray `;` and the comments at the end.
static void write_file(struct arena *arena, const struct syntax_file *file, struct buffer *text)
{
    struct draft draft;
    draft_init(&draft, arena, file);
    put_items(&draft, &file->items);
    put_strays(&draft, draft.count);
    put_comments(&draft, draft.count, comments_split(&draft, draft.count, false),
                 (uint32_t)file->comment_count);
    rows_write(&draft, text);
}

// Parses what was written and compares it with the file. The host has no files, so that nothing
// else is read, and the diagnostics are thrown away: mistakes here are our own.
static bool is_same(struct syntax *syntax, const struct syntax_file *file, const char *bytes,
                    size_t length)
{
    struct sources sources;
    struct diagnostics diagnostics;
    struct syntax other;
    struct buffer shapes[2];
    sources_init(&sources, syntax->arena, &host_none);
    diagnostics_init(&diagnostics, syntax->arena, &sources);
    syntax_init(&other, syntax->arena, syntax->names, &sources, &diagnostics);
    const struct source *source = sources_add(&sources, file->source->path, bytes, length);
    if (!source) {
        return false;
    }
    const struct syntax_file *result = syntax_parse_text(&other, source);
    buffer_init(&shapes[0], syntax->arena);
    buffer_init(&shapes[1], syntax->arena);
    shape_append(syntax, file, &shapes[0]);
    shape_append(&other, result, &shapes[1]);
    return diagnostics.errors == 0 && shapes[0].length == shapes[1].length &&
           memcmp(shapes[0].bytes, shapes[1].bytes, shapes[0].length) == 0;
}

// `file` is what is written, `meaning` what the result must mean: they differ if old spellings are
// rewritten. What was written is not taken back, so the caller must look at the result.
enum format_result format_as(struct syntax *syntax, const struct syntax_file *file,
                             struct syntax *meant, const struct syntax_file *meaning,
                             struct buffer *text)
{
    size_t start = text->length;
    write_file(syntax->arena, file, text);
    const char *bytes = text->bytes ? text->bytes + start : "";
    return is_same(meant, meaning, bytes, text->length - start) ? FORMAT_DONE : FORMAT_OUR_FAULT;
}

enum format_result format_source(struct syntax *syntax, const struct source *source,
                                 struct buffer *text)
{
    size_t errors = syntax->diagnostics->errors;
    const struct syntax_file *file = syntax_parse_text(syntax, source);
    return syntax->diagnostics->errors == errors ? format_as(syntax, file, syntax, file, text)
                                                 : FORMAT_WRONG_INPUT;
}

enum format_result format_text(struct arena *arena, const char *bytes, size_t length,
                               struct buffer *text)
{
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct syntax syntax;
    names_init(&names, arena);
    sources_init(&sources, arena, &host_none);
    diagnostics_init(&diagnostics, arena, &sources);
    syntax_init(&syntax, arena, &names, &sources, &diagnostics);
    const struct source *source = sources_add(&sources, "text", bytes, length);
    return source ? format_source(&syntax, source, text) : FORMAT_WRONG_INPUT;
}
