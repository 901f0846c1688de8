// Content that a variant amends line by line: `from { lines }`, without a generator.
//
// A line has a name: an option its first word, a block what comes before its brace, a key in a
// block the word after its type. A line takes the place of all lines of its name. It keeps their
// documentation, the limits of the first (`max N`), their secrecy if one of them is secret, and the
// condition of a single one: of several, each with its own, none holds for the line that replaces
// them all. Blocks of a name become one, in the same way; `remove NAME;` takes lines away; what is
// left is added at the end. The tree is never changed: what differs is copied. Blocks are nested as
// deep as the parser lets them, so that those still to do are kept in a list.
#include "amend.h"

#include <string.h>

// `row board = "A"` and `board = "A"` are two lines, and so are a block and an option of one name.
// Null: it is like no other line. Words are interned, so that their addresses tell them apart.
static const char *group_key(struct model_builder *builder, const struct syntax_line *line,
                             bool is_inner)
{
    const char *name = amended_name(line, is_inner);
    const char *first = line->has_block || !is_inner ? amended_head_text(line, 0) : NULL;
    const char *key = arena_format(builder->arena, "%d %p %p", line->has_block, (const void *)first,
                                   (const void *)name);
    return name ? names_intern(builder->syntax->names, key, strlen(key)) : NULL;
}

// Lines that are gone stay gone, so that `first` only goes up: asking again costs nothing.
static struct amended_line *first_left(struct line_group *group)
{
    for (; group && group->first < group->entries.count; group->first++) {
        struct amended_line *entry = group->entries.items[group->first];
        if (!entry->is_gone) {
            return entry;
        }
    }
    return NULL;
}

// The line as it is in the place of others.
static const struct syntax_line *succeed(struct model_builder *builder,
                                         const struct syntax_line *line, struct line_group *group)
{
    struct syntax_line *copy = line_copy(builder, line);
    const struct amended_line *first = first_left(group);
    if (first) {
        copy->depends = line->depends || !group->is_alone ? line->depends : first->line->depends;
        copy->amends = first->line;
        line_keep_limits(builder, copy, first->line);
    }
    if (group && group->is_secret && !line_is_secret(line)) {
        line_keep_secret(builder, copy);
    }
    return copy;
}

// A list, since several lines may have a name, and `remove` takes them all.
static void enter_as(struct amending *amending, struct map *map, const char *name,
                     struct amended_line *entry)
{
    struct amended_line_list *known = amended_find(map, name);
    if (name && !known) {
        known = arena_new(amending->builder->arena, sizeof *known);
        map_set(amending->builder->arena, map, name, known);
    }
    if (known) {
        list_append(amending->builder->arena, known, entry);
    }
}

// Enters a line of the content as it was under all names by which it can be amended.
static void enter(struct amending *amending, const struct amended_block *block,
                  const struct syntax_line *line)
{
    struct arena *arena = amending->builder->arena;
    struct amended_line *entry = arena_new(arena, sizeof *entry);
    const char *key = group_key(amending->builder, line, block->is_inner);
    struct line_group *group = key ? map_find(&amending->groups, key) : NULL;
    entry->line = line;
    list_append(arena, &amending->entries, entry);
    enter_as(amending, &amending->by_name, amended_name(line, block->is_inner), entry);
    if (!line->has_block && !block->is_inner) {
        enter_as(amending, &amending->by_first, amended_head_text(line, 0), entry);
    }
    if (key && !group) {
        group = arena_new(arena, sizeof *group);
        map_set(arena, &amending->groups, key, group);
    }
    if (group) {
        list_append(arena, &group->entries, entry);
        group->is_secret |= line_is_secret(line);
    }
}

// Of the content itself (`is_inner` false) the lines are options, of a block within it keys.
static struct amended_block *open_block(struct amending *amending, struct syntax_lines *after,
                                        bool is_inner)
{
    struct amended_block *block = arena_new(amending->builder->arena, sizeof *block);
    *block = (struct amended_block){.after = after, .is_inner = is_inner};
    list_append(amending->builder->arena, &amending->open, block);
    return block;
}

// Blocks of a name, of which there may be several, become one, which the new ones amend. Several
// keep their conditions: each line has that of its block.
static void join_blocks(struct amending *amending, const struct line_group *group,
                        struct amended_line *first)
{
    struct model_builder *builder = amending->builder;
    struct syntax_line *joined = line_copy(builder, first->line);
    struct syntax_lines parts = {0};
    for (size_t i = group->first; i < group->entries.count; i++) {
        struct amended_line *entry = group->entries.items[i];
        if (!entry->is_gone) {
            list_append(builder->arena, &parts, entry->line);
            entry->is_gone = entry != first;
        }
    }
    joined->depends = parts.count == 1 ? joined->depends : NULL;
    joined->lines = (struct syntax_lines){0};
    first->joined = open_block(amending, &joined->lines, true);
    first->joined_line = joined;
    for (size_t i = 0; i < parts.count; i++) {
        const struct syntax_line *part = parts.items[i];
        if (parts.count > 1 && part->depends) {
            lines_append_of(builder, &first->joined->before, part);
        } else {
            lines_append(builder->arena, &first->joined->before, &part->lines);
        }
    }
    list_append(builder->arena, &first->instead, joined);
}

// All lines that are left but the first go, since the new ones replace them all.
static void replace(struct line_group *group)
{
    group->is_replaced = group->is_alone = true;
    for (size_t i = group->first + 1; i < group->entries.count; i++) {
        struct amended_line *entry = group->entries.items[i];
        group->is_alone &= entry->is_gone;
        entry->is_gone = true;
    }
}

enum { COMPARED_LIMIT = 200 }; // lines whose names are compared with those of new ones

// A new key or block may be right as it is; one whose name is nearly that of another is misspelled,
// most likely. What options there are, generators know.
static void check_new(struct amending *amending, const struct amended_block *block,
                      const struct syntax_line *line)
{
    struct model_builder *builder = amending->builder;
    const char *name = amended_name(line, block->is_inner);
    if (!name || !(block->is_inner || line->has_block) || !wants_hints(builder->diagnostics) ||
        amending->entries.count + amending->added.count > COMPARED_LIMIT) {
        return;
    }
    size_t limit = strlen(name) < 6 ? 1 : 2;
    struct nearest nearest = {.name = name, .limit = limit, .score = 2 * limit + 1};
    for (size_t i = 0; i < amending->entries.count; i++) {
        const struct syntax_line *known =
            ((const struct amended_line *)amending->entries.items[i])->line;
        const char *other = amended_name(known, block->is_inner);
        if (other && known->has_block == line->has_block) {
            nearest_offer(&nearest, other);
        }
    }
    if (nearest.found && nearest.found != name && !text_differs_in_digits(name, nearest.found)) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_CLOSE_NAME, line->span,
                   "`%s` is new here and amends nothing; did you mean `%s`?", name, nearest.found);
        add_note(diagnostic, (struct span){0},
                 "if this is what you mean, turn the warning off with `-Wno-close-name`");
    }
}

// A block amends the block of its name; any other line takes the place of all lines of its name.
static void take_line(struct amending *amending, const struct amended_block *block,
                      const struct syntax_line *line)
{
    struct arena *arena = amending->builder->arena;
    const char *key = group_key(amending->builder, line, block->is_inner);
    struct line_group *group = key ? map_find(&amending->groups, key) : NULL;
    struct amended_line *first = first_left(group);
    if (first && line->has_block) {
        if (!first->joined) {
            join_blocks(amending, group, first);
        }
        lines_append(arena, &first->joined->amending, &line->lines);
        first->joined_line->depends = line->depends ? line->depends : first->joined_line->depends;
    } else {
        if (first && !group->is_replaced) {
            replace(group);
        } else if (!first && !group) {
            check_new(amending, block, line);
        }
        list_append(arena, first ? &first->instead : &amending->added,
                    succeed(amending->builder, line, group));
    }
}

// The maps are of one block at a time: inner blocks are opened while it is amended, and are
// amended after it.
static void amend_block(struct amending *amending, const struct amended_block *block)
{
    struct arena *arena = amending->builder->arena;
    amending->groups = amending->by_name = amending->by_first = (struct map){0};
    amending->entries = (struct amended_line_list){0};
    amending->added = (struct syntax_lines){0};
    for (size_t i = 0; i < block->before.count; i++) {
        enter(amending, block, block->before.items[i]);
    }
    for (size_t i = 0; i < block->amending.count; i++) {
        const struct syntax_line *line = block->amending.items[i];
        if (amended_is_removal(line)) {
            amended_remove(amending, block, line);
        } else {
            take_line(amending, block, line);
        }
    }
    for (size_t i = 0; i < amending->entries.count; i++) {
        const struct amended_line *entry = amending->entries.items[i];
        for (size_t j = 0; !entry->is_gone && j < entry->instead.count; j++) {
            list_append(arena, block->after, entry->instead.items[j]);
        }
        if (!entry->is_gone && !entry->instead.count) {
            list_append(arena, block->after, entry->line);
        }
    }
    for (size_t i = 0; i < amending->added.count; i++) {
        list_append(arena, block->after, amending->added.items[i]);
    }
}

// Whether there are lines, or may be, that others can amend.
static bool check_amended(struct model_builder *builder, const struct syntax_clause *clause,
                          const struct syntax_clause *old)
{
    static const char *const plain[] = {"file", "build", "erased", "pattern"};
    const char *generator = old && old->content ? old->content->generator.text : NULL;
    bool is_plain = generator && text_is_one_of(generator, plain, sizeof plain / sizeof *plain);
    if (generator && !is_plain && clause->content->lines.count) {
        return true;
    }
    struct diagnostic *diagnostic =
        !generator ? report(builder->diagnostics, CODE_BAD_AMENDMENT, clause->span,
                            "`from { ... }` amends content, but there is none here")
        : is_plain ? report(builder->diagnostics, CODE_BAD_AMENDMENT, clause->span,
                            "content `from %s` has no lines to amend", generator)
                   : report(builder->diagnostics, CODE_NOTHING_AMENDED, clause->span,
                            "this changes nothing in the content");
    if (old) {
        add_note(diagnostic, old->span, "it is %s here", generator ? "given" : "withdrawn");
    }
    if (!generator || is_plain) {
        add_note(diagnostic, (struct span){0}, "with a generator, as in `from %s`, it %s",
                 is_plain ? "file \"other.bin\"" : "nvs { ... }",
                 is_plain ? "replaces the content" : "says what the content is");
    }
    return false;
}

// The first block is the content itself, whose lines are options.
const struct syntax_clause *content_amend(struct model_builder *builder,
                                          const struct syntax_clause *clause,
                                          const struct syntax_clause *old)
{
    if (!check_amended(builder, clause, old)) {
        return old;
    }
    struct syntax_content *content = arena_new(builder->arena, sizeof *content);
    struct syntax_clause *amended = arena_new(builder->arena, sizeof *amended);
    struct amending amending = {.builder = builder};
    *content = *old->content;
    *amended = *old;
    amended->content = content;
    content->lines = (struct syntax_lines){0};
    struct amended_block *all = open_block(&amending, &content->lines, false);
    all->before = old->content->lines;
    all->amending = clause->content->lines;
    while (amending.open.count) {
        amend_block(&amending, amending.open.items[--amending.open.count]);
    }
    return amended;
}
