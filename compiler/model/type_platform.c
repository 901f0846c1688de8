// What both a schema and its platform declare.
//
// A schema that was right stays right when its platform learns more: one name with one number is
// one and the same, and otherwise the schema's declaration counts, with a warning. Nothing is
// hidden for that: both stay in the model, and find_type.c knows whose come first.
#include "builder.h"

#include <inttypes.h>
#include <string.h>

// A platform may learn a name or a number that a schema has already: the schema means what it did.
void type_report_differs(struct model_builder *builder, const char *what, struct span own,
                         struct span theirs, struct number_names names)
{
    const char *platform = builder->model->platform;
    struct diagnostic *diagnostic =
        names.their_name ? report(builder->diagnostics, CODE_PLATFORM_DIFFERS, own,
                                  "%s is 0x%" PRIx64
                                  ", which platform `%s` calls `%s`; the schema's name is used",
                                  what, names.own, platform, names.their_name)
                         : report(builder->diagnostics, CODE_PLATFORM_DIFFERS, own,
                                  "%s is 0x%" PRIx64 " here and 0x%" PRIx64
                                  " on platform `%s`; the schema's number is used",
                                  what, names.own, names.theirs, platform);
    add_note(diagnostic, theirs, "the platform declares it here");
}

// The same name and number as the platform: it is one and the same, and what both say of it holds.
static bool is_same_subtype(const struct subtype *a, const struct subtype *b)
{
    return a->name && a->name == b->name && a->is_family == b->is_family && a->low == b->low &&
           a->high == b->high && a->first == b->first;
}

// The first name or number of a schema's subtype that means something else to the platform.
static void compare(struct model_builder *builder, const struct type *type,
                    const struct subtype *subtype, const struct subtype *native)
{
    for (uint64_t number = subtype->low; subtype->name && number <= subtype->high; number++) {
        const char *text = model_subtype_name(builder->arena, subtype, number);
        const char *name = names_intern(builder->syntax->names, text, strlen(text));
        bool has_number = native->name && number >= native->low && number <= native->high;
        uint64_t other = number;
        bool has_name = subtype_has_name(native, name, &other);
        if (has_name ? other == number : !has_number) {
            continue;
        }
        const char *what = arena_format(builder->arena, "subtype `%s.%s`", type->name, name);
        const char *theirs = model_subtype_name(builder->arena, native, other);
        type_report_differs(builder, what, subtype->syntax->span, native->syntax->span,
                            (struct number_names){number, other, has_name ? NULL : theirs});
        return;
    }
}

// Takes what a schema says of a subtype that its platform has, too, into a copy: the list, or the
// subtypes in it, may be those of several types.
static void subtype_amend(struct model_builder *builder, struct type *type, size_t index,
                          const struct subtype *subtype)
{
    struct subtype *amended = arena_new(builder->arena, sizeof *amended);
    struct subtype_list all = {0};
    *amended = *type->subtypes.items[index];
    amended->syntax = subtype->syntax;
    amended->forbidden |= subtype->forbidden;
    amended->is_encrypted |= subtype->is_encrypted;
    for (size_t i = 0; i < CLAUSE_SLOT_COUNT; i++) {
        const struct syntax_clause *own = subtype->clauses.slots[i];
        amended->clauses.slots[i] = own ? own : amended->clauses.slots[i];
    }
    for (size_t i = 0; i < type->subtypes.count; i++) {
        list_append(builder->arena, &all, i == index ? amended : type->subtypes.items[i]);
    }
    type->subtypes = all;
}

bool subtype_take_native(struct model_builder *builder, struct type *type,
                         const struct subtype *subtype, size_t index)
{
    const struct subtype *native = type->subtypes.items[index];
    if (is_same_subtype(subtype, native)) {
        subtype_amend(builder, type, index, subtype);
        return true;
    }
    compare(builder, type, subtype, native);
    return false;
}
