// A schema, checked against its lock.
//
// Two questions, for each variant. If its revision is locked: is it still the same layout? Any
// difference that is not merely lasting (see comparison_rule) is an error, reported at the first
// partition in the flash that changed, since those after it often only follow. If its revision is
// newer: do devices with the last locked one survive the change? Whatever is worse than `needs
// reflash`, and not allowed, is an error. Frozen partitions are checked against every earlier
// revision.
//
// What concerns all variants, such as an `allow` that no variant uses, can only be told after the
// last one: lock_check_all.
#include "compare.h"
#include "lock.h"
#include "lock_settings.h"

#include "text.h"

#include <string.h>

static const struct partition *place_of(const struct change *change)
{
    return change->after ? change->after : change->before;
}

// The change that comes first in the flash: those after it often follow from it.
static const struct change *find_first(const struct comparison *comparison,
                                       struct change_list *others)
{
    const struct change *first = NULL;
    for_each (change, &comparison->changes) {
        const struct partition *place = place_of(change);
        const struct partition *known = first ? place_of(first) : NULL;
        if (change->rule->is_lasting) {
            continue;
        }
        list_append(comparison->arena, others, change);
        if (!first || (known && (!place || place->offset < known->offset))) {
            first = change;
        }
    }
    return first;
}

enum { NAMED = 3 };

static void note_others(struct diagnostic *diagnostic, const struct change *first,
                        const struct change_list *others, struct arena *arena)
{
    struct buffer names;
    const char *known[NAMED + 1] = {first->subject};
    size_t count = 0;
    buffer_init(&names, arena);
    for_each (other, others) {
        const char *subject = other->subject;
        size_t known_count = 1 + (count < NAMED ? count : NAMED);
        if (text_is_one_of(subject, known, known_count)) {
            continue; // what moved and grew has a change for each
        }
        if (count++ < NAMED) {
            buffer_format(&names, "%s`%s`", count > 1 ? ", " : "", subject);
            known[count] = subject;
        }
    }
    if (count) {
        add_note(diagnostic, (struct span){0}, "%s%s changed as well", names.bytes,
                 count > NAMED ? arena_format(arena, " and %zu more", count - NAMED) : "");
    }
}

static struct span span_in(const struct layout *layout, const struct change *change)
{
    return span_is_known(change->after_span) ? change->after_span : layout->span;
}

// What a change's sentence says, without what comes of it.
static const char *what_changed(struct arena *arena, const char *reason)
{
    const char *end = NULL;
    for (const char *at = strstr(reason, ": "); at; at = strstr(at + 1, ": ")) {
        end = at;
    }
    return end ? arena_copy(arena, reason, (size_t)(end - reason)) : reason;
}

// No revision follows the last that there can be.
static void note_advice(struct diagnostic *diagnostic, const struct lock *lock)
{
    uint64_t last = lock_last_revision(lock);
    if (last == UINT64_MAX) {
        add_note(diagnostic, (struct span){0}, "restore the layout");
    } else {
        add_note(diagnostic, (struct span){0}, "raise the revision to %llu, or restore the layout",
                 (unsigned long long)last + 1);
    }
}

// A locked revision is a promise: the same number must give the same layout on every machine, today
// and in years. Only what never changes the layout (is_lasting) may differ.
static void check_same(struct lock_context *context, const struct locked *same,
                       const struct layout *layout)
{
    struct comparison comparison;
    struct change_list others = {0};
    comparison_begin(&comparison, layout->arena, same->layout, layout);
    comparison.is_unordered = true;
    comparison_run(&comparison);
    const struct change *first = find_first(&comparison, &others);
    if (!first) {
        return;
    }
    struct diagnostic *diagnostic =
        report(context->diagnostics, CODE_LOCK_CHANGED, span_in(layout, first),
               "revision %llu is locked, but %s", (unsigned long long)layout->revision,
               what_changed(layout->arena, first->reason));
    add_note(diagnostic,
             span_is_known(first->before_span) ? first->before_span : same->layout->span,
             "the released layout is locked here");
    note_others(diagnostic, first, &others, layout->arena);
    context->has_settings = true;
    if (settings_note(diagnostic, same->layout, layout)) {
        settings_note_advice(diagnostic, context->lock, layout);
    } else {
        note_advice(diagnostic, context->lock);
    }
}

static const char *name_text(struct arena *arena, const char *name)
{
    bool is_plain = strcmp(text_identifier(arena, name), name) == 0;
    return is_plain ? name : arena_format(arena, "\"%s\"", name);
}

// How a schema names what changed: with its table, if another table has a partition of this name.
// It is what the user has to write after `allow KIND`.
static const char *reference_to(const struct layout *layout, const struct change *change)
{
    const struct partition *partition = change->after ? change->after : change->before;
    const char *name = name_text(layout->arena, change->subject);
    size_t count = 0;
    for (size_t i = 0; partition && i < layout->partitions.count; i++) {
        const struct partition *other = layout->partitions.items[i];
        count += strcmp(other->label, partition->label) == 0;
    }
    return count > 1 ? arena_format(layout->arena, "%s.%s",
                                    name_text(layout->arena, partition->table->name), name)
                     : name;
}

static void report_break(struct lock_context *context, const struct locked *before,
                         const struct layout *layout, const struct change *change)
{
    struct diagnostic *diagnostic = report(
        context->diagnostics, change->rule->is_strict ? CODE_LOCK_FROZEN : CODE_LOCK_BREAKS,
        span_in(layout, change), "%s: %s", change_severity_name(change->severity), change->reason);
    add_note(diagnostic,
             span_is_known(change->before_span) ? change->before_span : before->layout->span,
             "revision %llu has this", (unsigned long long)before->revision);
    if (!context->has_settings) {
        settings_note(diagnostic, before->layout, layout);
        context->has_settings = true;
    }
    if (!change->rule->is_strict) {
        add_note(diagnostic, (struct span){0},
                 "if this is intended, add `allow %s %s in revision %llu, \"why\";`",
                 change->rule->name, reference_to(layout, change),
                 (unsigned long long)layout->revision);
    }
}

static bool has_name(const struct text_list *names, const char *name)
{
    for_each (other, names) {
        if (strcmp(other, name) == 0) {
            return true;
        }
    }
    return false;
}

// What was ever frozen stays so: all earlier revisions count. Gives the names of what did not.
static struct text_list check_frozen(struct lock_context *context, const struct locked *before,
                                     const struct layout *layout)
{
    struct text_list names = {0};
    for (const struct locked *earlier = before; earlier;
         earlier = lock_find_before(context->lock, earlier->revision, before->variant)) {
        struct comparison comparison;
        comparison_begin(&comparison, layout->arena, earlier->layout, layout);
        comparison_run_frozen(&comparison);
        for_each (change, &comparison.changes) {
            if (!has_name(&names, change->subject)) {
                report_break(context, earlier, layout, change);
                list_append(layout->arena, &names, change->subject);
            }
        }
    }
    return names;
}

// By their place: each variant has them of its own.
static bool is_used(const struct lock_context *context, const struct allowance *allowance)
{
    for_each (used, &context->used) {
        if (used->span.start == allowance->span.start) {
            return true;
        }
    }
    return false;
}

// Layouts of variants live in an arena that is cleared for the next one; what is reported after the
// last of them is copied.
static const struct allowance *keep_allowance(struct lock_context *context,
                                              const struct allowance *allowance)
{
    struct allowance *kept = arena_new(context->arena, sizeof *kept);
    *kept = *allowance;
    return kept;
}

static void use_allowance(struct lock_context *context, const struct allowance *allowance)
{
    if (!is_used(context, allowance)) {
        list_append(context->arena, &context->used, keep_allowance(context, allowance));
    }
}

// A partition that was ever frozen is reported once, by check_frozen, and not again by the rules.
static void check_next(struct lock_context *context, const struct locked *before,
                       const struct layout *layout)
{
    struct comparison comparison;
    const struct text_list frozen = check_frozen(context, before, layout);
    comparison_begin(&comparison, layout->arena, before->layout, layout);
    comparison.is_unordered = true;
    comparison_run(&comparison);
    for_each (change, &comparison.changes) {
        if (change->allowance) {
            use_allowance(context, change->allowance);
        } else if (change->severity > change_severity_allowed &&
                   !has_name(&frozen, change->subject)) {
            report_break(context, before, layout, change);
        }
    }
}

static void begin_check(struct lock_context *context, const struct layout *layout)
{
    if (context->has_any) {
        return;
    }
    context->has_any = true;
    context->revision = layout->revision;
    context->span = layout->span;
    for_each (allowance, &layout->allowances) {
        list_append(context->arena, &context->allowances, keep_allowance(context, allowance));
    }
}

void lock_check(struct lock_context *context, const struct layout *layout)
{
    const struct lock *lock = context->lock;
    const char *variant = layout->invocation.variant;
    const struct locked *same = lock_find(lock, layout->revision, variant);
    const struct locked *before = lock_find_before(lock, layout->revision, variant);
    uint64_t last = lock_last_revision(lock);
    begin_check(context, layout);
    context->has_settings = false;
    context->has_before |= before != NULL;
    if (same) {
        map_set_const(context->arena, &context->held, same, same);
        check_same(context, same, layout);
    } else if (last > layout->revision) {
        report(context->diagnostics, CODE_LOCK_LATER, layout->span,
               "the schema is at revision %llu, which is not locked, but revision %llu is%s",
               (unsigned long long)layout->revision, (unsigned long long)last,
               last == UINT64_MAX ? ""
                                  : arena_format(layout->arena, "; the next one is %llu",
                                                 (unsigned long long)last + 1));
        return;
    }
    if (before) {
        check_next(context, before, layout);
    }
}

static void check_allowances(struct lock_context *context)
{
    for_each (allowance, &context->allowances) {
        const struct comparison_rule *rule = comparison_rule_find(allowance->kind);
        bool is_told = rule && !rule->is_inner; // else only `diff` of two schemas can tell
        if (is_told && allowance->revision == context->revision && !is_used(context, allowance)) {
            report(context->diagnostics, CODE_UNUSED_ALLOW, allowance->span,
                   "this has no effect: there is no change `%s` of `%s%s%s` in revision %llu",
                   allowance->kind, allowance->table ? allowance->table : "",
                   allowance->table ? "." : "", allowance->partition,
                   (unsigned long long)allowance->revision);
        }
    }
}

void lock_check_all(struct lock_context *context)
{
    if (!context->has_any) {
        return;
    }
    for_each (locked, &context->lock->locked) {
        if (locked->revision == context->revision && !map_find(&context->held, locked)) {
            struct diagnostic *diagnostic = report(
                context->diagnostics, CODE_LOCK_CHANGED, context->span,
                "revision %llu is locked with %s%s%s, which the schema no longer has",
                (unsigned long long)context->revision, locked->variant ? "variant `" : "a layout",
                locked->variant ? locked->variant : " of its own", locked->variant ? "`" : "");
            add_note(diagnostic, locked->layout->span, "the released layout is locked here");
            note_advice(diagnostic, context->lock);
        }
    }
    if (context->has_before) {
        check_allowances(context);
    }
}
