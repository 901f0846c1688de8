// Reading what files include, at their tops, in tables and in variants.
//
// Each file is parsed once, and linked wherever it is named. A file that is still being read is
// never linked, so that no file includes itself; how deep files are nested is bounded.
#include "parser.h"

#include <string.h>

static bool is_open(const struct syntax *syntax, const struct source *source)
{
    for_each (open, &syntax->open) {
        if (open == source) {
            return true;
        }
    }
    return false;
}

// The tree of a file that was read before; null: none.
static struct syntax_file *find_file(const struct syntax *syntax, const struct source *source)
{
    for_each (file, &syntax->files) {
        if (file->source == source) {
            return file;
        }
    }
    return NULL;
}

// The notes give the way round: each file from the one that includes itself on, and where the one
// before it includes it.
static void report_cycle(struct syntax *syntax, struct span span, const struct source *source)
{
    struct diagnostic *diagnostic =
        report(syntax->diagnostics, CODE_INCLUDE_CYCLE, span, "`%s` includes itself", source->path);
    bool is_inside = false;
    for_each (step, &syntax->open) {
        if (is_inside) {
            add_note(diagnostic, step->opener, "through `%s`, included here", step->path);
        }
        is_inside |= step == source;
    }
}

// The recursion of this file is as deep as includes are nested; this bounds its stack.
enum { INCLUDE_DEPTH = 64 };

// What cannot be read may have declared anything.
static void lose_include(struct syntax *syntax, struct span span)
{
    damage_begin(syntax->arena, &syntax->damage, span, false);
    syntax->damage.has_lost_names = true;
}

static void report_depth(struct syntax *syntax, struct syntax_name name, struct span span)
{
    report(syntax->diagnostics, CODE_TOO_DEEP, name.span,
           "includes are nested more than %d deep here", INCLUDE_DEPTH);
    lose_include(syntax, span);
}

// A file that is parsed already is not read again, so its includes are not counted by the
// recursion. Its height stands for them: where it is linked deep down, the model's recursion would
// be as deep as both together.
static void note_height(struct syntax *syntax, const struct source *from,
                        const struct syntax_file *included)
{
    struct syntax_file *file = find_file(syntax, from);
    if (file && file->height <= included->height) {
        file->height = included->height + 1;
    }
}

// The file that a statement at `span` names; null, and reported, if it cannot be had. A name whose
// string is not closed was reported by the scanner. `opener` is set for a file that is read for the
// first time: messages say from where a file came.
static const struct syntax_file *read_include(struct syntax *syntax, struct syntax_name name,
                                              struct span span)
{
    const struct source *from = sources_find(syntax->sources, span.start);
    bool is_dash = strcmp(name.text, "-") == 0; // a file here, not standard input
    const char *path = path_beside(syntax->arena, from->path, is_dash ? "./-" : name.text);
    bool is_cut_off = from->bytes[name.span.end - from->start - 1] != '"';
    if (is_cut_off) {
        return NULL; // which was reported
    }
    const char *error = NULL;
    size_t known = syntax->sources->files.count;
    if (syntax->open.count >= INCLUDE_DEPTH) {
        report_depth(syntax, name, span);
        return NULL;
    }
    struct source *source = sources_read(syntax->sources, path, &error);
    if (!source) {
        report(syntax->diagnostics, CODE_INCLUDE_FAILED, name.span, "cannot read `%s`: %s%s", path,
               error, unreadable_hint(syntax->diagnostics, path));
        lose_include(syntax, span);
        return NULL;
    }
    if (is_open(syntax, source)) {
        report_cycle(syntax, name.span, source);
        return NULL;
    }
    if (syntax->sources->files.count > known) {
        source->opener = name.span;
    }
    const struct syntax_file *file = find_file(syntax, source);
    if (!file) {
        struct syntax_file *parsed = parser_run(syntax, source, false);
        syntax_read_includes(syntax, parsed); // at most INCLUDE_DEPTH deep
        file = parsed;
    }
    if (syntax->open.count + file->height >= INCLUDE_DEPTH) {
        report_depth(syntax, name, span);
        return NULL;
    }
    note_height(syntax, sources_find(syntax->sources, span.start), file);
    return file;
}

// Nodes are const: a copy that has its file takes the place of one that has none. The list itself
// is still the parser's own.
static void read_includes_of_table(struct syntax *syntax, const struct syntax_partitions *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct syntax_partition *partition = list->items[i];
        if (partition->is_include) {
            struct syntax_partition *linked =
                arena_keep(syntax->arena, partition, sizeof *partition);
            linked->file = read_include(syntax, partition->name, partition->span);
            list->items[i] = linked;
        }
    }
}

static void read_includes(struct syntax *syntax, const struct syntax_items *items)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_INCLUDE) {
            struct syntax_item *linked = arena_keep(syntax->arena, item, sizeof *item);
            linked->include.file = read_include(syntax, item->name, item->span);
            items->items[i] = linked;
        } else if (item->kind == ITEM_TABLE) {
            read_includes_of_table(syntax, &item->table.partitions);
        } else if (item->kind == ITEM_VARIANT) {
            read_includes(syntax, &item->variant.items);
        }
    }
}

void syntax_read_includes(struct syntax *syntax, const struct syntax_file *file)
{
    list_append(syntax->arena, &syntax->open, file->source);
    read_includes(syntax, &file->items);
    syntax->open.count--;
}

const struct syntax_file *syntax_parse(struct syntax *syntax, const struct source *source)
{
    struct syntax_file *file = parser_run(syntax, source, false);
    syntax_read_includes(syntax, file);
    return file;
}

const struct syntax_file *syntax_read(struct syntax *syntax, const char *path)
{
    const char *error = NULL;
    const struct source *source = sources_read(syntax->sources, path, &error);
    if (!source) {
        report_unreadable(syntax->diagnostics, CODE_CANNOT_READ, path, error);
        return NULL;
    }
    return syntax_parse(syntax, source);
}
