// Partition types and subtypes, and the flags of partitions.
//
// Those of the platform are taken first, then those of the schema, which may add to them.
#include "builder.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { TYPE_LIMIT = 0xff }; // a table's entry has one byte for each

// A flag that is given by its bit, and that the platform has no name for: it is called by the
// number.
static uint32_t find_bit(struct model_builder *builder, const struct syntax_clause *clause)
{
    struct model *model = builder->model;
    if (clause->bit >= FLAG_LIMIT) {
        report(builder->diagnostics, CODE_BAD_FLAG_BIT, clause->name.span,
               "a flag must be one of the bits 0 to %d", FLAG_LIMIT - 1);
        return 0;
    }
    bool is_known = false;
    bool is_named = false;
    for_each (flag, &model->flags) {
        is_known |= flag->bit == clause->bit;
        is_named |= flag->bit == clause->bit && flag->syntax;
    }
    if (!is_known) {
        struct flag *flag = arena_new(builder->arena, sizeof *flag);
        *flag =
            (struct flag){arena_format(builder->arena, "%" PRIu64, clause->bit), clause->bit, NULL};
        list_append(builder->arena, &model->flags, flag);
    }
    if (!is_named && clause->kind == CLAUSE_FLAG && !clause->is_withdrawn) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_NAMELESS_FLAG, clause->span,
                   "platform `%s` has no name for flag %" PRIu64, model->platform, clause->bit);
        add_note(
            diagnostic, (struct span){0},
            "it is written to the binary table, but not to the CSV, which can only contain names");
    }
    return UINT32_C(1) << clause->bit;
}

// A flag by its name, or by the number of its bit.
uint32_t flag_find(struct model_builder *builder, const struct syntax_clause *clause)
{
    const struct flag_list *flags = &builder->model->flags;
    const struct syntax_name name = clause->name;
    if (clause->form == FORM_BIT) {
        return find_bit(builder, clause);
    }
    struct nearest nearest = nearest_to(name.text);
    for_each (flag, flags) {
        if (flag->name == name.text) {
            return UINT32_C(1) << flag->bit;
        }
        nearest_offer(&nearest, flag->name);
    }
    struct diagnostic *diagnostic =
        model_report_unknown(builder->diagnostics, CODE_UNKNOWN_FLAG, name, "flag", &nearest);
    if (!nearest.found && flags->count && wants_hints(builder->diagnostics)) {
        struct buffer names;
        buffer_init(&names, builder->arena);
        for (size_t i = 0; i < flags->count; i++) {
            const struct flag *flag = flags->items[i];
            buffer_format(&names, "%s`%s`", i ? ", " : "", flag->name);
        }
        add_note(diagnostic, (struct span){0}, "platform `%s` has %s %s", builder->model->platform,
                 flags->count == 1 ? "only the flag" : "the flags", names.bytes);
    }
    return 0;
}

// `not FLAG` in a type: its partitions must not have the flag.
static uint32_t forbidden_flags(struct model_builder *builder, const struct syntax_clauses *clauses)
{
    uint32_t forbidden = 0;
    for (size_t i = 0; i < clauses->count; i++) {
        const struct syntax_clause *clause = clauses->items[i];
        if (clause->kind == CLAUSE_NOT) {
            forbidden |= flag_find(builder, clause);
        }
    }
    return forbidden;
}

static bool says_encrypted(const struct syntax_clause *clause)
{
    return clause->kind == CLAUSE_FLAG && clause->form == FORM_PLAIN && !clause->is_withdrawn &&
           strcmp(clause->name.text, "encrypted") == 0;
}

// `encrypted` in a type: the chip encrypts its partitions, whether or not they have the flag.
static bool are_encrypted(const struct syntax_clauses *clauses)
{
    for (size_t i = 0; i < clauses->count; i++) {
        if (says_encrypted(clauses->items[i])) {
            return true;
        }
    }
    return false;
}

// A type may fix a place or size, but only as one value: what depends on neighbours is the
// partition's.
static bool is_of_types(const struct syntax_clause *clause)
{
    static const bool allowed[CLAUSE_COPIES + 1] = {
        [CLAUSE_AT] = true,       [CLAUSE_SIZE] = true,     [CLAUSE_ALIGN] = true,
        [CLAUSE_PREFER] = true,   [CLAUSE_MULTIPLE] = true, [CLAUSE_BOUNDARY] = true,
        [CLAUSE_OUTSIDE] = true,  [CLAUSE_UNIQUE] = true,   [CLAUSE_KIND] = true,
        [CLAUSE_RESERVED] = true, [CLAUSE_NOT] = true,
    };
    bool is_place = clause->kind == CLAUSE_AT || clause->kind == CLAUSE_SIZE;
    return !clause->is_withdrawn && allowed[clause->kind] &&
           (!is_place || clause->form == FORM_PLAIN);
}

static void check_clauses(struct model_builder *builder, const struct syntax_clauses *clauses)
{
    for (size_t i = 0; i < clauses->count; i++) {
        const struct syntax_clause *clause = clauses->items[i];
        if (!is_of_types(clause) && !says_encrypted(clause)) {
            report(builder->diagnostics, CODE_MISPLACED_CLAUSE, clause->span,
                   "only partitions can have the clause `%s%s`, not types",
                   clause->is_withdrawn ? "no " : "", clause_name(clause));
        }
    }
}

// `ota_0 .. ota_15`
static bool set_family(struct model_builder *builder, struct subtype *subtype,
                       const struct syntax_subtype *syntax)
{
    size_t first_prefix, last_prefix;
    uint64_t first, last;
    const char *name = syntax->first.text;
    bool is_numbered = type_split_number(name, &first_prefix, &first) &&
                       type_split_number(syntax->last.text, &last_prefix, &last);
    if (!is_numbered || first_prefix != last_prefix || last < first ||
        strncmp(name, syntax->last.text, first_prefix) != 0) {
        report(builder->diagnostics, CODE_BAD_FAMILY,
               span_join(syntax->first.span, syntax->last.span),
               "`%s .. %s` is not a numbered family; write it as `slot_0 .. slot_7`", name,
               syntax->last.text);
        return false;
    }
    assert(last >= first);
    subtype->is_family = true;
    subtype->name = names_intern(builder->syntax->names, name, first_prefix);
    subtype->first = first;
    subtype->high = subtype->low + (last - first);
    return true;
}

// A subtype that the platform has, too, is merged with that.
static bool is_new_subtype(struct model_builder *builder, struct type *type,
                           const struct subtype *subtype)
{
    for (size_t i = 0; i < type->subtypes.count; i++) {
        const struct subtype *other = type->subtypes.items[i];
        bool is_platforms = other->is_native && !subtype->is_native;
        if (is_platforms && subtype_take_native(builder, type, subtype, i)) {
            return false;
        }
        if (is_platforms) {
            continue;
        }
        bool has_same_name = subtype->name && other->name == subtype->name;
        bool has_same_number = !subtype->name == !other->name && subtype->low <= other->high &&
                               other->low <= subtype->high;
        if (has_same_name || has_same_number) {
            struct diagnostic *diagnostic = report(
                builder->diagnostics, CODE_DUPLICATE_NAME, subtype->syntax->span,
                "the %s of this subtype is already taken", has_same_name ? "name" : "number");
            add_note(diagnostic, other->syntax->span, "it is taken by this one");
            return false;
        }
    }
    return true;
}

// A single subtype, a family or an open range.
static void subtype_declare(struct model_builder *builder, struct type *type,
                            const struct syntax_subtype *syntax, bool is_native)
{
    struct subtype *subtype = arena_new(builder->arena, sizeof *subtype);
    *subtype = (struct subtype){
        .name = syntax->first.text,
        .low = syntax->number.integer,
        .high = syntax->number.integer,
        .is_native = is_native,
        .syntax = syntax,
    };
    if (syntax->first.kind == WORD_INTEGER) {
        subtype->name = NULL;
        subtype->low = syntax->first.integer;
        subtype->high = syntax->last.integer;
    } else if (span_is_known(syntax->last.span) && !set_family(builder, subtype, syntax)) {
        type->is_incomplete = true;
        return;
    }
    if (subtype->high > TYPE_LIMIT || subtype->low > subtype->high) {
        report(builder->diagnostics, CODE_BAD_TYPE_NUMBER, syntax->span,
               "the number of a subtype must be 0 to 0x%x, and a range must go upwards",
               TYPE_LIMIT);
        type->is_incomplete = true;
        return;
    }
    check_clauses(builder, &syntax->clauses);
    clauses_merge(builder, &syntax->clauses, &subtype->clauses, true);
    subtype->forbidden = type->forbidden | forbidden_flags(builder, &syntax->clauses);
    subtype->is_encrypted = are_encrypted(&syntax->clauses);
    if (is_new_subtype(builder, type, subtype)) {
        list_append(builder->arena, &type->subtypes, subtype);
    }
}

// Of a schema and a platform that have it, the schema's.
static struct type *find_type_named(const struct model *model, const char *name)
{
    struct type *found = NULL;
    for_each (type, &model->types) {
        if (type->name && type->name == name && (!found || !type_is_of_platform(type))) {
            found = type;
        }
    }
    return found;
}

// A named type may be in a range without names; it is then one of the range, and has its clauses
// and subtypes.
static void inherit_range(struct type *type, const struct type *range)
{
    type->clauses = range->clauses;
    type->forbidden = range->forbidden;
    type->is_encrypted = range->is_encrypted;
    type->subtypes = range->subtypes;
    type->subtypes.capacity = type->subtypes.count; // what is added goes into a copy
    type->gives_way = type->is_native && range->clauses.slots[CLAUSE_RESERVED];
    type->is_native &= !type->gives_way;
}

static bool is_new_type(struct model_builder *builder, struct type *type)
{
    for_each (other, &builder->model->types) {
        bool meets = type->low <= other->high && other->low <= type->high;
        bool has_name = type->name && type->name == other->name;
        bool is_platforms = type->name && type_is_of_platform(other) && !type->is_native;
        if (meets && type->name && !other->name) {
            inherit_range(type, other);
        } else if (is_platforms && (meets || has_name)) {
            const char *what = arena_format(builder->arena, "type `%s`", type->name);
            type_report_differs(
                builder, what, type->syntax->span, other->syntax->span,
                (struct number_names){type->low, other->low, has_name ? NULL : other->name});
        } else if (meets) {
            struct diagnostic *diagnostic =
                report(builder->diagnostics, CODE_DUPLICATE_NAME, type->syntax->span,
                       "the number of this type is already taken");
            add_note(diagnostic, other->syntax->span, "it is taken by this one");
            return false;
        }
    }
    return true;
}

// A type of the platform with a number that it only reserves: the schema may declare it itself.
static struct type *find_giving_way(const struct model *model, const struct type *type)
{
    for_each (other, &model->types) {
        if (other->gives_way && other->low == type->low && other->high == type->high) {
            return other;
        }
    }
    return NULL;
}

// A platform's types are not declarations of the schema's, which may have the same.
static bool is_first(struct model_builder *builder, const struct syntax_item *item, bool is_native)
{
    const struct type *other = is_native ? find_type_named(builder->model, item->name.text) : NULL;
    if (!is_native) {
        return declare_name(builder, ITEM_TYPE, item->name, "type");
    }
    declare_check(builder, item->name, "type");
    if (other) {
        declare_report_twice(builder, item->name, "type", other->syntax->name.span);
    }
    return !other;
}

// Gives back the platform's type where the schema declares the same one.
static struct type *type_declare(struct model_builder *builder, const struct syntax_item *item,
                                 bool is_native)
{
    struct type *type = arena_new(builder->arena, sizeof *type);
    bool is_range = span_is_known(item->type.high.span);
    *type = (struct type){
        .name = item->name.text,
        .low = item->type.low.integer,
        .high = is_range ? item->type.high.integer : item->type.low.integer,
        .is_native = is_native,
        .syntax = item,
    };
    if (type->high > TYPE_LIMIT || type->low > type->high) {
        report(
            builder->diagnostics, CODE_BAD_TYPE_NUMBER,
            span_join(item->type.low.span, is_range ? item->type.high.span : item->type.low.span),
            "the number of a type must be 0 to 0x%x, and a range must go upwards", TYPE_LIMIT);
        return NULL;
    }
    if (type->name && !is_first(builder, item, is_native)) {
        return NULL;
    }
    struct type *same = find_type_named(builder->model, type->name);
    if (same && type_is_of_platform(same) && same->low == type->low && same->high == type->high) {
        return same;
    }
    struct type *other = type->name && !is_native ? find_giving_way(builder->model, type) : NULL;
    if (other) {
        other->name = type->name;
        other->syntax = item;
        other->gives_way = false;
        return other;
    }
    if (!is_new_type(builder, type)) {
        return NULL;
    }
    list_append(builder->arena, &builder->model->types, type);
    return type;
}

// A `type` without a number adds to one that exists.
static void type_take(struct model_builder *builder, const struct syntax_item *item, bool is_native)
{
    struct type *type = NULL;
    if (span_is_known(item->type.low.span)) {
        type = type_declare(builder, item, is_native);
    } else {
        type = find_type_named(builder->model, item->name.text);
        if (!type) {
            struct nearest nearest = nearest_to(item->name.text);
            for_each (other, &builder->model->types) {
                if (other->name) {
                    nearest_offer(&nearest, other->name);
                }
            }
            model_report_unknown(builder->diagnostics, CODE_UNKNOWN_TYPE, item->name, "type",
                                 &nearest);
        }
    }
    if (!type) {
        return;
    }
    check_clauses(builder, &item->type.clauses);
    clauses_merge(builder, &item->type.clauses, &type->clauses, true);
    type->forbidden |= forbidden_flags(builder, &item->type.clauses);
    type->is_encrypted |= are_encrypted(&item->type.clauses);
    for (size_t i = 0; i < item->type.subtypes.count; i++) {
        subtype_declare(builder, type, item->type.subtypes.items[i], is_native);
    }
}

// The platform's types are complete before the schema's are taken.
void types_resolve(struct model_builder *builder)
{
    struct model *model = builder->model;
    for (size_t i = 0; i < builder->platforms.count; i++) {
        const struct syntax_item *platform = builder->platforms.items[i];
        for (size_t j = 0;
             platform->name.text == model->platform && j < platform->platform.items.count; j++) {
            const struct syntax_item *item = platform->platform.items.items[j];
            if (item->kind == ITEM_TYPE) {
                type_take(builder, item, true);
            }
        }
    }
    for_each (effective, &builder->effective) {
        builder->level = effective->level;
        if (effective->item->kind == ITEM_TYPE) {
            type_take(builder, effective->item, false);
        }
    }
}
