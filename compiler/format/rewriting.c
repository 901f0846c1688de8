// What all rewriters share: they look up what is declared, note edits and report.
#include "rewrite.h"

#include <stdarg.h>

// As a spelling of the file, so that rewrite.c finds it with those of the parser.
void rewriting_edit(struct rewriting *rewriting, struct span span, const char *text)
{
    struct arena *arena = rewriting->syntax->arena;
    struct spelling *spelling = arena_new(arena, sizeof *spelling);
    struct edit *edit = arena_new(arena, sizeof *edit);
    *edit = (struct edit){span, text};
    *spelling = (struct spelling){.span = span, .message = text};
    list_append(arena, &spelling->edits, edit);
    list_append(arena, &rewriting->file->spellings, spelling);
}

struct diagnostic *rewriting_report(struct rewriting *rewriting, struct span span,
                                    const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_format_list(rewriting->syntax->arena, format, arguments);
    va_end(arguments);
    return report(rewriting->syntax->diagnostics, CODE_DRAFT_MEANING, span, "%s", message);
}

// Names are interned by the one table of the compilation, so pointers are compared.
const struct syntax_item *rewriting_find(const struct rewriting *rewriting, enum item_kind kind,
                                         const char *name)
{
    const struct syntax_files *files = &rewriting->context.files;
    for (size_t i = 0; i < files->count; i++) {
        const struct syntax_items *items = &files->items[i]->items;
        for (size_t j = 0; j < items->count; j++) {
            const struct syntax_item *item = items->items[j];
            if (item->kind == kind && item->name.text == name) {
                return item;
            }
        }
    }
    return NULL;
}
