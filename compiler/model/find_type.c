// Looking types and subtypes up, by name and by number.
//
// A schema and its platform may give one name or number to different things (which was reported).
// In the schema its own declarations come first, in the rules of the platform those of the
// platform.
#include "builder.h"

#include <inttypes.h>
#include <string.h>

// A number means the type that has it, or the range that it is in.
static bool is_type(const struct type *type, const struct syntax_word *word)
{
    if (word->kind == WORD_INTEGER) {
        return word->integer >= type->low && word->integer <= type->high;
    }
    return type->name && type->name == word->text;
}

// By its place in the text, as every platform's items are in one span.
static bool is_in_platform(const struct model *model, struct span span)
{
    struct span platform = model->platform_span;
    return span.start >= platform.start && span.start < platform.end;
}

// A named type says more than a range of types that it is in.
static const struct type *find_type(const struct model *model, const struct syntax_word *word)
{
    bool is_platforms = is_in_platform(model, word->span);
    const struct type *range = NULL;
    const struct type *named = NULL;
    for_each (type, &model->types) {
        if (is_type(type, word) && type->name) {
            named = !named || type_is_of_platform(type) == is_platforms ? type : named;
        } else {
            range = is_type(type, word) ? type : range;
        }
    }
    return named ? named : range;
}

static bool is_subtype(const struct subtype *subtype, const struct syntax_word *word)
{
    uint64_t number;
    return word->kind == WORD_INTEGER
               ? word->integer >= subtype->low && word->integer <= subtype->high
               : subtype_has_name(subtype, word->text, &number);
}

// A named subtype says more than an open range.
static const struct subtype *find_subtype(const struct model *model, const struct type *type,
                                          const struct syntax_word *word, uint64_t *number)
{
    bool is_platforms = is_in_platform(model, word->span);
    const struct subtype *found[2] = {NULL}; // an open one, one with a name
    for_each (subtype, &type->subtypes) {
        const struct subtype **slot = &found[subtype->name != NULL];
        if (is_subtype(subtype, word) && (!*slot || subtype->is_native == is_platforms)) {
            *slot = subtype;
        }
    }
    const struct subtype *subtype = found[1] ? found[1] : found[0];
    if (word->kind == WORD_INTEGER) {
        *number = word->integer;
    } else if (subtype) {
        subtype_has_name(subtype, word->text, number);
    }
    return subtype;
}

// Ranges have no name, and are shown by their numbers.
static void append_choice(struct buffer *text, const char *name, uint64_t low, uint64_t high)
{
    buffer_text(text, text->length ? ", " : "");
    if (name) {
        buffer_format(text, "`%s`", name);
    } else {
        buffer_format(text, "0x%" PRIx64 " to 0x%" PRIx64, low, high);
    }
}

// The type that has a subtype of this name; null: none.
static const char *owner_of(const struct model *model, const struct syntax_word *subtype)
{
    uint64_t number;
    for (size_t i = 0; i < model->types.count && subtype->kind != WORD_INTEGER; i++) {
        const struct type *type = model->types.items[i];
        if (type->name && find_subtype(model, type, subtype, &number)) {
            return type->name;
        }
    }
    return NULL;
}

// A subtype that is written as a type is recognized.
static void report_type(struct diagnostics *diagnostics, const struct model *model,
                        const struct syntax_type *syntax)
{
    const struct syntax_word *word = &syntax->type;
    const struct syntax_word *subtype = &syntax->subtype;
    struct buffer choices;
    buffer_init(&choices, diagnostics->arena);
    struct nearest nearest = nearest_to(word->text);
    for_each (type, &model->types) {
        if (type->name) {
            nearest_offer(&nearest, type->name);
        }
        append_choice(&choices, type->name, type->low, type->high);
    }
    struct syntax_name name = {word->text, word->span, false};
    struct diagnostic *diagnostic =
        model_report_unknown(diagnostics, CODE_UNKNOWN_TYPE, name, "partition type", &nearest);
    const char *owner = syntax->has_subtype ? owner_of(model, subtype) : NULL;
    if (owner && !nearest.found) {
        add_note(diagnostic, (struct span){0}, "`%s` is a subtype of `%s`: write `%s.%s`",
                 subtype->text, owner, owner, subtype->text);
    } else if (!nearest.found) {
        add_note(diagnostic, (struct span){0}, "platform `%s` has the types %s", model->platform,
                 choices.length ? choices.bytes : "");
    }
}

// The members of numbered families are offered one by one.
static void report_subtype(struct diagnostics *diagnostics, const struct type *type,
                           const struct syntax_word *type_word, const struct syntax_word *word)
{
    struct buffer choices;
    buffer_init(&choices, diagnostics->arena);
    struct nearest nearest = nearest_to(word->text);
    for_each (subtype, &type->subtypes) {
        const char *name = subtype->name;
        if (subtype->is_family) {
            for (uint64_t number = subtype->low; number <= subtype->high; number++) {
                nearest_offer(&nearest, model_subtype_name(diagnostics->arena, subtype, number));
            }
            name = arena_format(diagnostics->arena, "%s` to `%s",
                                model_subtype_name(diagnostics->arena, subtype, subtype->low),
                                model_subtype_name(diagnostics->arena, subtype, subtype->high));
        } else if (name) {
            nearest_offer(&nearest, name);
        }
        append_choice(&choices, name, subtype->low, subtype->high);
    }
    struct syntax_name name = {word->text, word->span, false};
    const char *what = arena_format(diagnostics->arena, "subtype of `%s`:", type_word->text);
    struct diagnostic *diagnostic =
        model_report_unknown(diagnostics, CODE_UNKNOWN_SUBTYPE, name, what, &nearest);
    if (!nearest.found) {
        add_note(diagnostic, (struct span){0}, "`%s` has %s%s", type_word->text,
                 choices.length ? "the subtypes " : "no subtypes",
                 choices.length ? choices.bytes : "");
    }
}

// Both numbers are found, or nothing is set and the mistake was reported.
bool type_of_partition(struct model_builder *builder, struct model_partition *partition)
{
    const struct syntax_type *syntax = &partition->syntax->type;
    const struct type *type = find_type(builder->model, &syntax->type);
    if (!type) {
        report_type(builder->diagnostics, builder->model, syntax);
        return false;
    }
    uint64_t number;
    const struct subtype *subtype = find_subtype(builder->model, type, &syntax->subtype, &number);
    if (!subtype && type->is_incomplete) { // it may be the one that was wrong
        return false;
    }
    if (!subtype) {
        report_subtype(builder->diagnostics, type, &syntax->type, &syntax->subtype);
        return false;
    }
    partition->type = type;
    partition->subtype = subtype;
    partition->type_number = syntax->type.kind == WORD_INTEGER ? syntax->type.integer : type->low;
    partition->subtype_number = number;
    return true;
}

// Subtypes that are not numbered are the same for all members.
bool type_of_member(struct model_builder *builder, const struct syntax_type *first, uint64_t step,
                    struct syntax_type *member)
{
    uint64_t number;
    const struct type *type = find_type(builder->model, &first->type);
    const struct subtype *subtype =
        type ? find_subtype(builder->model, type, &first->subtype, &number) : NULL;
    *member = *first;
    if (!subtype) {
        return true; // which is reported where the partition is declared
    }
    struct syntax_word *word = &member->subtype;
    if (word->kind == WORD_INTEGER) {
        word->integer += step;
        word->text = arena_format(builder->arena, "0x%" PRIx64, word->integer);
        return find_subtype(builder->model, type, word, &number) != NULL;
    }
    if (subtype->is_family) {
        word->text = model_subtype_name(builder->arena, subtype, number + step);
        return number + step <= subtype->high;
    }
    return true;
}

// A type alone stands for all of its subtypes.
bool model_find_scope(const struct model *model, const struct syntax_type *syntax,
                      struct diagnostics *diagnostics, struct type_scope *scope)
{
    const struct type *type = find_type(model, &syntax->type);
    if (!type) {
        if (diagnostics) {
            report_type(diagnostics, model, syntax);
        }
        return false;
    }
    bool is_number = syntax->type.kind == WORD_INTEGER;
    *scope = (struct type_scope){
        .type_low = is_number ? syntax->type.integer : type->low,
        .type_high = is_number ? syntax->type.integer : type->high,
        .subtype_high = UINT64_MAX,
    };
    if (!syntax->has_subtype) {
        return true;
    }
    uint64_t number;
    const struct subtype *subtype = find_subtype(model, type, &syntax->subtype, &number);
    if (!subtype) {
        if (diagnostics) {
            report_subtype(diagnostics, type, &syntax->type, &syntax->subtype);
        }
        return false;
    }
    scope->subtype_low = scope->subtype_high = number;
    return true;
}

bool model_is_in_scope(const struct model_partition *partition, const struct type_scope *scope)
{
    return partition->type && partition->type_number >= scope->type_low &&
           partition->type_number <= scope->type_high &&
           partition->subtype_number >= scope->subtype_low &&
           partition->subtype_number <= scope->subtype_high;
}
