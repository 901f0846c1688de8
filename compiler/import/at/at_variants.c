// One schema of many modules: the one that is nearest to all others is the schema as it is, and
// each other is a variant that says what it has otherwise. The nearest pair comes first: a module
// begins with the one, among those that are written, that it differs least from (Prim's algorithm;
// how far two are from each other is how much is to be written). Modules that are the same share a
// line. What was written is compiled, and a variant that does not give its module's tables, as can
// be where rows are moved to and fro, is written again in the plainest form.
#include "at_variants.h"

#include <assert.h>
#include <string.h>

// What is added to the distance of a module that has no directory of its own: those that have come
// first.
enum { LATER = 200 };

struct at_family {
    struct importer *importer; // of the whole
    struct at_variant_list *variants;
    size_t *distances;            // from each to each
    struct at_variant_list order; // in which they are written
};

static struct at_variant *variant_at(const struct at_family *family, size_t index)
{
    return family->variants->items[index];
}

// How much has to be written, in bytes, to make one module of the other.
static size_t distance(struct arena *arena, const struct at_variant *from,
                       const struct at_variant *to)
{
    struct buffer text;
    buffer_init(&text, arena);
    at_append_changes(from, to, &text);
    size_t later = (from->importer->at.choice ? 1U : 0U) + (to->importer->at.choice ? 1U : 0U);
    return text.length ? text.length + later * LATER : 0;
}

static void measure(struct at_family *family)
{
    size_t count = family->variants->count;
    family->distances = arena_array(family->importer->arena, count * count, sizeof(size_t));
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            family->distances[i * count + j] =
                i == j ? 0
                       : distance(family->importer->arena, variant_at(family, i),
                                  variant_at(family, j));
        }
    }
}

// The nearest to all others comes first.
static void choose_base(struct at_family *family)
{
    size_t count = family->variants->count;
    size_t best = 0;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t sum = 0;
        for (size_t j = 0; j < count; j++) {
            sum += family->distances[i * count + j];
        }
        best = sum < least ? i : best;
        least = sum < least ? sum : least;
    }
    list_append(family->importer->arena, &family->order, variant_at(family, best));
}

static size_t index_of(const struct at_family *family, const struct at_variant *variant)
{
    size_t i = 0;
    while (family->variants->items[i] != variant) {
        i++;
        assert(i < family->variants->count);
    }
    return i;
}

static bool is_placed(const struct at_family *family, const struct at_variant *variant)
{
    for_each (one, &family->order) {
        if (one == variant) {
            return true;
        }
    }
    return false;
}

// Prim's algorithm in its simplest form: cubic, for at most a few hundred modules.
static void place_next(struct at_family *family)
{
    size_t count = family->variants->count;
    size_t least = SIZE_MAX;
    struct at_variant *next = NULL;
    const struct at_variant *parent = NULL;
    for_each (from, &family->order) {
        const size_t *distances = family->distances + index_of(family, from) * count;
        for (size_t j = 0; j < count; j++) {
            if (distances[j] < least && !is_placed(family, variant_at(family, j))) {
                least = distances[j];
                next = variant_at(family, j);
                parent = from;
            }
        }
    }
    if (least == 0) {
        next->twin = parent->twin ? parent->twin : parent;
    } else {
        next->parent = parent->twin ? parent->twin : parent;
    }
    list_append(family->importer->arena, &family->order, next);
}

static void append_names(const struct at_family *family, const struct at_variant *variant,
                         struct buffer *out)
{
    buffer_text(out, "variant ");
    schema_append_name(out, variant->name);
    for_each (other, &family->order) {
        if (other->twin == variant) {
            buffer_text(out, ", ");
            schema_append_name(out, other->name);
        }
    }
}

static void append_variant(const struct at_family *family, const struct at_variant *variant,
                           struct buffer *out)
{
    append_names(family, variant, out);
    if (!variant->parent) {
        buffer_text(out, ";\n");
        return;
    }
    if (variant->parent != family->order.items[0]) {
        buffer_text(out, " extends ");
        schema_append_name(out, variant->parent->name);
    }
    buffer_text(out, " {\n");
    at_append_changes(variant->parent, variant, out);
    buffer_text(out, "}\n");
}

static void write_all(struct at_family *family)
{
    const struct at_variant *base = family->order.items[0];
    struct imported *imported = family->importer->imported;
    struct buffer *out = &imported->text;
    schema_write(base->importer);
    if (family->order.count == 1) {
        *out = base->importer->imported->text;
        return;
    }
    buffer_init(out, family->importer->arena);
    buffer_format(out, "// The modules of ESP-AT, one variant each. All of them start from %s.\n",
                  base->name);
    buffer_bytes(out, base->importer->imported->text.bytes, base->importer->imported->text.length);
    buffer_text(out, "\n");
    for_each (variant, &family->order) {
        if (!variant->twin) {
            append_variant(family, variant, out);
        }
    }
}

static bool gives_tables(const struct at_family *family, const struct at_variant *variant)
{
    struct importer *importer = family->importer;
    struct compilation check;
    struct buffer said;
    compilation_init(&check, &host_none, importer->arena->exhausted);
    check.diagnostics.is_mute = true;
    buffer_init(&said, &check.arena);
    const struct imported_variant own = {variant->name, variant->importer->imported->tables};
    bool is_same = import_compare_variant(
        &own, compile_check_layout(&importer->imported->text, variant->name, &check), &said);
    is_same &= check.diagnostics.errors == 0; // such as two rows in one place
    compilation_release(&check);
    return is_same;
}

// Lets those that do not give their tables begin with the schema itself, and then in the plainest
// form. False if there are none, or none that can be helped.
static bool correct(struct at_family *family)
{
    const struct at_variant *base = family->order.items[0];
    bool is_changed = false;
    for_each (variant, &family->order) {
        if (!variant->parent || variant->is_plain || gives_tables(family, variant)) {
            continue;
        }
        variant->is_plain = variant->parent == base;
        variant->parent = base;
        is_changed = true;
    }
    return is_changed;
}

static void note_variants(const struct at_family *family)
{
    struct arena *arena = family->importer->arena;
    for_each (variant, &family->order) {
        struct imported_variant *noted = arena_new(arena, sizeof *noted);
        *noted = (struct imported_variant){variant->name, variant->importer->imported->tables};
        list_append(arena, &family->importer->imported->variants, noted);
    }
}

void at_write_variants(struct importer *importer, struct at_variant_list *variants)
{
    struct at_family family = {.importer = importer, .variants = variants};
    struct imported *imported = importer->imported;
    measure(&family);
    choose_base(&family);
    while (family.order.count < variants->count) {
        place_next(&family);
    }
    const struct importer *base = family.order.items[0]->importer;
    imported->name = base->imported->name;
    imported->tables = base->imported->tables;
    imported->layout = base->imported->layout;
    write_all(&family);
    if (variants->count > 1) {
        while (correct(&family)) {
            write_all(&family);
        }
        note_variants(&family);
    }
    schema_format(importer);
}
