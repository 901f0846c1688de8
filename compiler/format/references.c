// Names of partitions that mean several. In the draft, `require` was satisfied by any of them and
// `allow` was for all; in edition 1 a name means one partition. Such a name gets the first table
// among those that keep the partition in all variants, or else the first of all, and a warning says
// so.
#include "buffer.h"
#include "rewrite.h"

#include <string.h>

struct reference_search {
    struct rewriting *rewriting;
    const char *label;
    const struct syntax_name *first; // table that has it
    const struct syntax_name *kept;  // likewise, and nobody takes it away there
    const struct syntax_name *other; // than the first
};

static bool removes(const struct syntax_item *item, const char *table, const char *label)
{
    for (size_t i = 0; i < item->remove.removals.count; i++) {
        const struct syntax_removal *removal = item->remove.removals.items[i];
        const struct syntax_reference *reference = &removal->reference;
        if (removal->kind == REMOVE_TABLE
                ? reference->first.text == table
                : reference->first.text == table && reference->second.text == label) {
            return true;
        }
    }
    return false;
}

// Whether any variant removes a partition, or its table.
static bool is_taken_away(const struct syntax_items *items, const char *table, const char *label)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_REMOVE
                ? removes(item, table, label)
                : item->kind == ITEM_VARIANT && is_taken_away(&item->variant.items, table, label)) {
            return true;
        }
    }
    return false;
}

static bool is_kept(const struct rewriting *rewriting, const char *table, const char *label)
{
    const struct syntax_files *files = &rewriting->context.files;
    for (size_t i = 0; i < files->count; i++) {
        if (is_taken_away(&files->items[i]->items, table, label)) {
            return false;
        }
    }
    return true;
}

// A partition without a type amends one that is declared elsewhere.
static bool declares(const struct syntax_item *table, const char *label)
{
    for (size_t i = 0; i < table->table.partitions.count; i++) {
        const struct syntax_partition *partition = table->table.partitions.items[i];
        if (partition->name.text == label && span_is_known(partition->type.span)) {
            return true;
        }
    }
    return false;
}

static void take_table(struct reference_search *search, const struct syntax_item *table,
                       bool is_variant)
{
    const struct syntax_name *name = &table->name;
    if (!declares(table, search->label)) {
        return;
    }
    if (!search->first) {
        search->first = name;
    } else if (name->text != search->first->text && !search->other) {
        search->other = name;
    }
    if (!search->kept && !is_variant && is_kept(search->rewriting, name->text, search->label)) {
        search->kept = name;
    }
}

static void look_in(struct reference_search *search, const struct syntax_items *items,
                    bool is_variant)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_TABLE) {
            take_table(search, item, is_variant);
        } else if (item->kind == ITEM_VARIANT) {
            look_in(search, &item->variant.items, true);
        }
    }
}

// Puts text before a name: within an edit that writes the names anew, which begins with the first
// of them (at `start`), or as an edit of its own. Edits must not overlap: of two, the second would
// be dropped (rewrite.c).
static void put_before(struct rewriting *rewriting, uint32_t start, uint32_t place,
                       const char *text)
{
    struct arena *arena = rewriting->syntax->arena;
    for_each (spelling, &rewriting->file->spellings) {
        for (size_t i = 0; i < spelling->edits.count; i++) {
            const struct edit *edit = spelling->edits.items[i];
            if (edit->span.start <= place && place < edit->span.end) {
                struct edit *longer = arena_keep(arena, edit, sizeof *edit);
                longer->text = arena_format(arena, "%.*s%s%s", (int)(place - start), edit->text,
                                            text, edit->text + (place - start));
                spelling->edits.items[i] = longer;
                return;
            }
        }
    }
    rewriting_edit(rewriting, (struct span){place, place}, text);
}

const struct syntax_reference *rewrite_reference(struct rewriting *rewriting,
                                                 const struct syntax_reference *reference,
                                                 uint32_t start)
{
    struct reference_search search = {.rewriting = rewriting, .label = reference->first.text};
    const struct syntax_files *files = &rewriting->context.files;
    if (reference->second.text) {
        return reference;
    }
    for (size_t i = 0; i < files->count; i++) {
        look_in(&search, &files->items[i]->items, false);
    }
    if (!search.other) {
        return reference;
    }
    const struct syntax_name *table = search.kept ? search.kept : search.first;
    const char *spelt = sources_text(rewriting->syntax->sources, table->span);
    struct diagnostic *diagnostic =
        rewriting_report(rewriting, reference->span,
                         "`%s` used to mean the partition of any table; it is now written `%s.%s`",
                         reference->first.text, table->text, reference->first.text);
    add_note(diagnostic, search.first->span, "table `%s` has one", search.first->text);
    add_note(diagnostic, search.other->span, "table `%s` has one, too", search.other->text);
    put_before(rewriting, start, reference->span.start,
               arena_format(rewriting->syntax->arena, "%s.", spelt));
    struct syntax_reference *full =
        arena_keep(rewriting->syntax->arena, reference, sizeof *reference);
    full->first = *table;
    full->second = reference->first;
    return full;
}
