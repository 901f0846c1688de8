// Schemas of the draft, from before edition 1 was settled, in the spelling of edition 1.
//
// The parser reads the old spellings, and notes with each what is to be written instead; to these
// edits come those for what means something else now. The tree of the draft has all as it is spelt
// now, so that it must be that of the result: this is what proves that nothing else has changed.
#include "draft.h"
#include "rewrite.h"

#include <stdlib.h>
#include <string.h>

struct edits {
    const struct edit **items;
    size_t count;
};

// Of two edits at one place the shorter comes first: an insertion before a replacement.
static int compare_places(const void *first, const void *second)
{
    const struct edit *a = *(const struct edit *const *)first;
    const struct edit *b = *(const struct edit *const *)second;
    if (a->span.start != b->span.start) {
        return a->span.start < b->span.start ? -1 : 1;
    }
    return (a->span.end > b->span.end) - (a->span.end < b->span.end);
}

static struct edits collect(struct arena *arena, const struct syntax_file *file)
{
    struct edits edits = {0};
    for (size_t i = 0; i < file->spellings.count; i++) {
        edits.count += file->spellings.items[i]->edits.count;
    }
    edits.items = arena_array(arena, edits.count + 1, sizeof *edits.items);
    size_t count = 0;
    for_each (spelling, &file->spellings) {
        for_each (edit, &spelling->edits) {
            edits.items[count++] = edit;
        }
    }
    qsort(edits.items, count, sizeof *edits.items, compare_places);
    return edits;
}

// Comments in what an edit takes away are kept, unless the new text has them: those that end their
// line after it, others before it.
static void keep_comments(const struct syntax_file *file, const struct edit *edit, bool are_behind,
                          struct arena *arena, struct buffer *text)
{
    const char *bytes = file->source->bytes - file->source->start;
    for (size_t i = 0; i < file->comment_count; i++) {
        const struct comment *comment = &file->comments[i];
        struct span span = comment->span;
        if (span.start < edit->span.start || span.end > edit->span.end ||
            is_line_comment(comment) != are_behind) {
            continue;
        }
        const char *kept = arena_copy(arena, bytes + span.start, span.end - span.start);
        if (!strstr(edit->text, kept)) {
            buffer_format(text, " %s%s", kept, are_behind ? "\n" : " ");
        }
    }
}

// Builds the new text from the pieces between the edits.
static void apply(struct arena *arena, const struct syntax_file *file, struct buffer *text)
{
    const struct source *source = file->source;
    const struct edits edits = collect(arena, file);
    uint32_t at = source->start;
    for (size_t i = 0; i < edits.count; i++) {
        const struct edit *edit = edits.items[i];
        if (edit->span.start < at) {
            continue; // of a part of what was written anew
        }
        buffer_bytes(text, source->bytes + (at - source->start), edit->span.start - at);
        keep_comments(file, edit, false, arena, text);
        buffer_text(text, edit->text);
        keep_comments(file, edit, true, arena, text);
        at = edit->span.end;
    }
    size_t done = at - source->start;
    buffer_bytes(text, source->bytes + done, source->length - done);
}

// Whether a file says that it is not one of the draft: then words mean what they mean now.
static bool has_edition(const struct syntax_file *file)
{
    const struct syntax_item *first = file->items.count ? file->items.items[0] : NULL;
    return first && first->kind == ITEM_EDITION;
}

// The respelt text is parsed, formatted, and its result is compared with the tree of the draft:
// whatever goes wrong in between is found, and then nothing is written.
enum format_result format_from_draft(struct syntax *syntax, const struct source *source,
                                     struct buffer *text)
{
    size_t errors = syntax->diagnostics->errors;
    struct buffer respelt;
    struct syntax other;
    struct sources sources;
    struct diagnostics diagnostics;
    buffer_init(&respelt, syntax->arena);
    syntax->reads_draft = true;
    struct syntax_file *file = syntax_parse_text(syntax, source);
    syntax->reads_draft = false;
    if (syntax->diagnostics->errors != errors) {
        return FORMAT_WRONG_INPUT;
    }
    if (!has_edition(file)) {
        rewrite_meaning(syntax, file);
    }
    if (syntax->diagnostics->errors != errors) {
        return FORMAT_WRONG_INPUT; // warnings that are to be errors
    }
    apply(syntax->arena, file, &respelt);
    sources_init(&sources, syntax->arena, &host_none);
    diagnostics_init(&diagnostics, syntax->arena, &sources);
    syntax_init(&other, syntax->arena, syntax->names, &sources, &diagnostics);
    const struct source *rewritten =
        sources_add(&sources, source->path, respelt.length ? respelt.bytes : "", respelt.length);
    const struct syntax_file *result = rewritten ? syntax_parse_text(&other, rewritten) : NULL;
    return result && diagnostics.errors == 0 ? format_as(&other, result, syntax, file, text)
                                             : FORMAT_OUR_FAULT;
}
