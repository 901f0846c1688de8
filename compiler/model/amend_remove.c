// `remove NAME;` among the lines with which a variant amends content.
//
// Lines are found by their whole name, and by their first word: both maps list them in order, and a
// list that was removed is emptied, so that no line is passed over twice.
#include "amend.h"

#include <string.h>

// `remove cert ca;`, but not `remove = 1;`, which gives a value to a field of that name.
bool amended_is_removal(const struct syntax_line *line)
{
    const struct syntax_word *first = amended_head_word(line, 0);
    return first->kind == WORD_NAME && strcmp(first->text, "remove") == 0 && !line->value &&
           !line->has_block && line->words.count > 1;
}

// `remove namespace device;`, `remove row board;`
static bool remove_whole(struct amending *amending, const struct amended_block *block,
                         const struct syntax_line *line)
{
    const char *name = amended_head_count(line) == 3 ? amended_head_text(line, 2) : NULL;
    const struct amended_line_list *known = amended_find(&amending->by_name, name);
    bool has_found = false;
    for (size_t i = 0; known && i < known->count; i++) {
        struct amended_line *entry = known->items[i];
        bool is_it = amended_head_count(entry->line) == 2 &&
                     amended_head_text(entry->line, 0) == amended_head_text(line, 1) &&
                     amended_name(entry->line, block->is_inner) == name;
        has_found |= is_it && !entry->is_gone;
        entry->is_gone |= is_it;
    }
    return has_found;
}

// All lines of this name. They are passed over but once.
static bool remove_all(const struct map *map, const char *name)
{
    struct amended_line_list *known = amended_find(map, name);
    bool has_found = false;
    for (size_t i = 0; known && i < known->count; i++) {
        struct amended_line *entry = known->items[i];
        has_found |= !entry->is_gone;
        entry->is_gone = true;
    }
    if (known) {
        known->count = 0;
    }
    return has_found;
}

// Lines that are gone are not offered: they were removed before.
static void report_no_line(struct amending *amending, const struct amended_block *block,
                           const struct syntax_word *word)
{
    struct model_builder *builder = amending->builder;
    const char *text = sources_text(builder->diagnostics->sources, word->span);
    struct nearest nearest = nearest_to(word->text ? word->text : text);
    for (size_t i = 0; wants_hints(builder->diagnostics) && i < amending->entries.count; i++) {
        const struct amended_line *entry = amending->entries.items[i];
        const char *name = amended_name(entry->line, block->is_inner);
        if (name && !entry->is_gone) {
            nearest_offer(&nearest, name);
        }
    }
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_UNKNOWN_LINE, word->span,
               "there is no line `%s` to remove here%s", word->text ? word->text : text,
               nearest_hint(builder->arena, &nearest));
    if (nearest.found) {
        add_guess(diagnostic, word->span, "%s", nearest.found);
    }
}

// `remove climate.humidity;`: lines of a block are removed in the block.
static void report_no_name(struct amending *amending, const struct amended_block *block,
                           const struct syntax_word *word)
{
    struct diagnostics *diagnostics = amending->builder->diagnostics;
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_BAD_AMENDMENT, word->span, "`%s` is not the name of a line",
               sources_text(diagnostics->sources, word->span));
    for (size_t i = 0; word->kind == WORD_REFERENCE && i < block->before.count; i++) {
        const struct syntax_line *line = block->before.items[i];
        if (line->has_block && amended_name(line, block->is_inner) == word->text) {
            add_note(diagnostic, (struct span){0},
                     "remove a line of a block within the block: `%s%s%s { remove %s; }`",
                     amended_head_count(line) > 1 ? amended_head_text(line, 0) : "",
                     amended_head_count(line) > 1 ? " " : "", word->text, word->second);
            return;
        }
    }
}

// Several names in one `remove` are as many removals.
void amended_remove(struct amending *amending, const struct amended_block *block,
                    const struct syntax_line *line)
{
    if (line->depends) {
        report(amending->builder->diagnostics, CODE_BAD_AMENDMENT, line->span,
               "a removal cannot depend on an option");
        return;
    }
    if (remove_whole(amending, block, line)) {
        return;
    }
    for (size_t i = 1; i < line->words.count; i++) {
        const struct syntax_word *word = line->words.items[i];
        if (word->kind != WORD_NAME && word->kind != WORD_STRING) {
            report_no_name(amending, block, word);
            continue;
        }
        // `remove row;` is all lines of this word, of which each is named by what follows it
        if (!remove_all(&amending->by_name, word->text) &&
            !remove_all(&amending->by_first, word->text)) {
            report_no_line(amending, block, word);
        }
    }
}
