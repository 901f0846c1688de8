// Which of the built-in platforms a schema needs. What messages show of them is their text; what is
// read is the tree that was made of it when the program was built.
#include "builtin.h"

#include "pack.h"
#include "syntax.h"

#include <string.h>

// Names are interned, so that they are compared by their pointers. A platform has some tens of
// items, and each name is looked up a few times in a run.
static const struct syntax_item *find_item(const struct syntax *syntax, enum item_kind kind,
                                           const char *name)
{
    for (size_t i = 0; i < syntax->files.count; i++) {
        const struct syntax_file *file = syntax->files.items[i];
        for (size_t j = 0; j < file->items.count; j++) {
            const struct syntax_item *item = file->items.items[j];
            if (item->kind == kind && item->name.text == name) {
                return item;
            }
        }
    }
    return NULL;
}

// A chip alone is not enough: the platform that it names may be in another file.
static bool has_chip(const struct syntax *syntax, const char *name)
{
    const struct syntax_item *chip = find_item(syntax, ITEM_CHIP, name);
    return chip && find_item(syntax, ITEM_PLATFORM, chip->target.platform.text);
}

// Null only if the sources are full. The source is added before the tree is unpacked, since its
// places are offsets into that text.
const struct syntax_file *builtin_read(struct syntax *syntax, size_t index)
{
    const struct builtin *builtin = &builtins[index];
    const char *path = arena_format(syntax->arena, "<built in>/%s", builtin->name);
    struct source *source =
        sources_add(syntax->sources, path, (const char *)builtin->text, builtin->length);
    if (!source) {
        return NULL;
    }
    source->built_in = true;
    return syntax_unpack(syntax, source, builtin->tree);
}

// Platforms are read in order until the chip is there, so that a schema for the first one never
// pays for the others. A chip that none has makes it read all of them, for the hints of the
// message.
void builtins_read_chip(struct syntax *syntax, const char *name)
{
    while (syntax->builtins < builtin_count && !has_chip(syntax, name)) {
        builtin_read(syntax, syntax->builtins++);
    }
}

// All chips of a schema are checked, not the target's alone.
static void need_platform(struct syntax *syntax, const char *name)
{
    while (syntax->builtins < builtin_count && !find_item(syntax, ITEM_PLATFORM, name)) {
        builtin_read(syntax, syntax->builtins++);
    }
}

// Variants cannot be nested, so that this is at most two deep.
static void need_chips(struct syntax *syntax, const struct syntax_items *items)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_TARGET) {
            builtins_read_chip(syntax, item->name.text);
        } else if (item->kind == ITEM_CHIP) {
            need_platform(syntax, item->target.platform.text);
        } else if (item->kind == ITEM_VARIANT) {
            need_chips(syntax, &item->variant.items);
        }
    }
}

// A file that was searched is not searched again: this is called for each variant. After damage
// all are read: a hint may name what the lost line would have named.
void builtins_read(struct syntax *syntax)
{
    size_t count = syntax->files.count; // those that follow are the platforms themselves
    for (; syntax->searched < count; syntax->searched++) {
        const struct syntax_file *file = syntax->files.items[syntax->searched];
        need_chips(syntax, &file->items);
    }
    while (damage_is_any(&syntax->damage) && syntax->builtins < builtin_count) {
        builtin_read(syntax, syntax->builtins++); // any chip may have been named
    }
    syntax->searched = syntax->files.count;
}
