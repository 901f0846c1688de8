// Constants that only variants declare. In edition 1 a variant's `const` changes one of the schema,
// so the schema gets them as well, after the item that names it, with the value of the first
// variant that has one: no other can have asked for them. Values that may mean something else there
// are left, and reported.
#include "buffer.h"
#include "rewrite.h"

#include <string.h>

static bool is_text(const struct expression *value)
{
    return value->count == 1 && value->terms[0].kind == TERM_STRING;
}

// A comment within the value would be there twice, and formatting would then fail.
static bool has_comment(const struct syntax_file *file, struct span span)
{
    for (size_t i = 0; i < file->comment_count; i++) {
        if (file->comments[i].span.start > span.start && file->comments[i].span.end < span.end) {
            return true;
        }
    }
    return false;
}

// Whether the value means the same in the schema: numbers do, names may be the variant's own.
static bool may_move(const struct rewriting *rewriting, const struct expression *value)
{
    return (expression_is_plain(value) || is_text(value)) &&
           !has_comment(rewriting->file, value->span);
}

static bool is_declared(const struct rewriting *rewriting, const char *name)
{
    for (size_t i = 0; i < rewriting->constants.count; i++) {
        if (rewriting->constants.items[i]->name.text == name) {
            return true;
        }
    }
    return rewriting_find(rewriting, ITEM_CONST, name) != NULL;
}

// Called for each constant of each variant, in the order of the file; the first of a name counts.
void rewrite_constant(struct rewriting *rewriting, const struct syntax_item *constant)
{
    const char *name = constant->name.text;
    if (is_declared(rewriting, name)) {
        return;
    }
    if (!may_move(rewriting, constant->value)) {
        rewriting_report(rewriting, constant->name.span,
                         "a variant's `const` only changes a constant now; declare `%s` in the "
                         "schema, too",
                         name);
        return;
    }
    rewriting_report(
        rewriting, constant->name.span,
        "a variant's `const` only changes a constant now, so the schema gets `%s`, too", name);
    struct syntax_item *declared = arena_new(rewriting->syntax->arena, sizeof *declared);
    *declared = *constant;
    declared->span = (struct span){0}; // it has no documentation there
    list_append(rewriting->syntax->arena, &rewriting->constants, declared);
}

// After an item, or at the end of its line if nothing but a comment follows, unless that documents
// what comes next.
static uint32_t place_behind(const struct rewriting *rewriting, struct span item)
{
    const struct source *source = rewriting->file->source;
    const char *end = source->bytes + source->length;
    const char *behind = source->bytes + (item.end - source->start);
    const char *at = behind + strspn(behind, " \t");
    bool is_comment = end - at >= 2 && at[0] == '/' && at[1] == '/';
    bool is_for_next = is_comment && end - at >= 3 && at[2] == '/' && at[3] != '<'; // a 0 at `end`
    if (!is_comment || is_for_next) {
        return item.end;
    }
    const char *line_end = memchr(at, '\n', (size_t)(end - at));
    return item.end + (uint32_t)((line_end ? line_end : end) - behind);
}

// There is one: only schemas get here (is_whole).
static size_t find_schema(const struct syntax_file *file)
{
    size_t index = 0;
    while (file->items.items[index]->kind != ITEM_SCHEMA) {
        index++;
    }
    return index;
}

// The tree and the text are changed in the same way, so that the result can be compared with the
// tree.
void rewrite_constants(struct rewriting *rewriting)
{
    struct arena *arena = rewriting->syntax->arena;
    struct syntax_items *items = &rewriting->file->items;
    struct syntax_items rewritten = {0};
    struct buffer text;
    if (!rewriting->constants.count) {
        return;
    }
    size_t schema = find_schema(rewriting->file);
    buffer_init(&text, arena);
    for (size_t i = 0; i < items->count; i++) {
        list_append(arena, &rewritten, items->items[i]);
        for (size_t j = 0; i == schema && j < rewriting->constants.count; j++) {
            const struct syntax_item *constant = rewriting->constants.items[j];
            const struct sources *sources = rewriting->syntax->sources;
            list_append(arena, &rewritten, constant);
            buffer_format(&text, "\nconst %s", sources_text(sources, constant->name.span));
            buffer_format(&text, " = %s;", sources_text(sources, constant->value->span));
        }
    }
    uint32_t place = place_behind(rewriting, items->items[schema]->span);
    rewriting_edit(rewriting, (struct span){place, place}, text.bytes);
    *items = rewritten;
}
