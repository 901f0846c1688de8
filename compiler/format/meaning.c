// What has another meaning in edition 1 than in the draft, though it is spelt the same: `remove
// NAME` named a table and names a partition, other names meant the partitions of any table, a
// variant's `const` could declare a constant, and its target threw away what the schema's said.
// Files that are included are read for what they declare; they are rewritten when they are given to
// `fmt` themselves.
#include "builtin.h"
#include "rewrite.h"

#include <string.h>

static bool table_has(const struct syntax_item *table, const char *name)
{
    for (size_t i = 0; i < table->table.partitions.count; i++) {
        const struct syntax_partition *partition = table->table.partitions.items[i];
        if (partition->name.text == name) {
            return true;
        }
    }
    return false;
}

struct declared {
    bool is_table, is_partition;
};

// What a name is called in some items, and in those of variants: one may be both.
static void look_for(const struct syntax_items *items, const char *name, struct declared *declared)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_TABLE) {
            declared->is_table |= item->name.text == name;
            declared->is_partition |= table_has(item, name);
        } else if (item->kind == ITEM_VARIANT) {
            look_for(&item->variant.items, name, declared);
        }
    }
}

// If a table has the name, that was meant. If nothing known has it, an include could not be read,
// or the file is one that others include: nobody can tell, so it is reported.
static const struct syntax_removal *rewrite_removal(struct rewriting *rewriting,
                                                    const struct syntax_removal *removal)
{
    const struct syntax_files *files = &rewriting->context.files;
    struct declared declared = {0};
    if (removal->kind != REMOVE_PARTITION || removal->reference.second.text) {
        return removal;
    }
    for (size_t i = 0; i < files->count; i++) {
        const struct syntax_file *file = files->items[i];
        look_for(&file->items, removal->reference.first.text, &declared);
    }
    if (declared.is_table) {
        struct span before = {removal->span.start, removal->span.start};
        rewriting_edit(rewriting, before, "table ");
        struct syntax_removal *table =
            arena_keep(rewriting->syntax->arena, removal, sizeof *removal);
        table->kind = REMOVE_TABLE;
        return table;
    }
    if (!declared.is_partition) {
        struct diagnostic *diagnostic =
            rewriting_report(rewriting, removal->span,
                             "`remove %s` used to remove a table, and now removes a partition",
                             removal->reference.first.text);
        add_note(diagnostic, (struct span){0},
                 "no table of this name is known here; if there is one, write `remove table %s`",
                 removal->reference.first.text);
    }
    return removal;
}

// Expressions have a few words of their own now; constants with these names could not be used.
static void check_constant(struct rewriting *rewriting, const struct syntax_item *constant,
                           bool is_variant)
{
    const char *name = constant->name.text;
    if (syntax_takes_word(name)) {
        rewriting_report(rewriting, constant->name.span,
                         "a constant cannot be called `%s` any more, because expressions have "
                         "this word for something else; rename it everywhere",
                         name);
    }
    if (is_variant && rewriting->is_whole) {
        rewrite_constant(rewriting, constant);
    }
}

// From the last to the first, so that places before those that were rewritten stay right.
static void rewrite_require(struct rewriting *rewriting, const struct syntax_references *references)
{
    const struct syntax_reference *first = references->items[0];
    uint32_t start = first->span.start;
    for (size_t i = references->count; i > 0; i--) {
        references->items[i - 1] = rewrite_reference(rewriting, references->items[i - 1], start);
    }
}

static void rewrite_items(struct rewriting *rewriting, const struct syntax_items *items,
                          bool is_variant)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_REMOVE) {
            for (size_t j = 0; j < item->remove.removals.count; j++) {
                item->remove.removals.items[j] =
                    rewrite_removal(rewriting, item->remove.removals.items[j]);
            }
        } else if (item->kind == ITEM_CONST) {
            check_constant(rewriting, item, is_variant);
        } else if (item->kind == ITEM_REQUIRE) {
            rewrite_require(rewriting, &item->require.references);
        } else if (item->kind == ITEM_ALLOW) {
            const struct syntax_reference *allowed = &item->allow.partition;
            struct syntax_item *copy = arena_keep(rewriting->syntax->arena, item, sizeof *item);
            copy->allow.partition = *rewrite_reference(rewriting, allowed, allowed->span.start);
            items->items[i] = copy;
        } else if (item->kind == ITEM_VARIANT) {
            rewrite_items(rewriting, &item->variant.items, true);
        }
    }
}

// Reads what the file includes. Mistakes in it are reported when it is compiled, and here only show
// that not everything is known (`is_whole`).
static void read_context(struct rewriting *rewriting)
{
    struct syntax *syntax = rewriting->syntax;
    struct syntax *context = &rewriting->context;
    struct diagnostics *unheard = arena_new(syntax->arena, sizeof *unheard);
    diagnostics_init(unheard, syntax->arena, syntax->sources);
    syntax_init(context, syntax->arena, syntax->names, syntax->sources, unheard);
    context->reads_draft = true;
    list_append(context->arena, &context->files, rewriting->file);
    syntax_read_includes(context, rewriting->file);
    rewriting->is_whole = unheard->errors == 0;
    builtins_read(context);
}

static bool is_schema(const struct syntax_file *file)
{
    for (size_t i = 0; i < file->items.count; i++) {
        if (file->items.items[i]->kind == ITEM_SCHEMA) {
            return true;
        }
    }
    return false;
}

void rewrite_meaning(struct syntax *syntax, struct syntax_file *file)
{
    struct rewriting rewriting = {.syntax = syntax, .file = file};
    read_context(&rewriting);
    rewriting.is_whole &= is_schema(file);
    rewrite_items(&rewriting, &file->items, false);
    rewrite_constants(&rewriting);
    rewrite_targets(&rewriting);
}
