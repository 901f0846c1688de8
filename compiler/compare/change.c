// Noting a change, and the words for what changed.
//
// A change keeps the rule that found it (comparison->rule, set by comparison_run), the partitions,
// and their places in both sources, so that diagnostics, JSON and pictures can show it. Its reason
// is one sentence: what happened, a colon, and what that does to a device; lock_check.c takes what
// comes before the last colon for a message of its own.
#include "rules.h"

#include "text.h"

#include <assert.h>
#include <stdarg.h>

const char *comparison_type(struct arena *arena, const struct partition *partition)
{
    const char *type = partition->type_name;
    const char *subtype = type ? partition->subtype_name : NULL;
    return arena_format(arena, "%s.%s", type ? type : text_offset(arena, partition->type),
                        subtype ? subtype : text_offset(arena, partition->subtype));
}

const char *partition_name(struct comparison *comparison, const struct layout *layout,
                           const struct partition *partition)
{
    return is_shared_label(comparison, layout, partition)
               ? arena_format(comparison->arena, "`%s.%s`", partition->table->name,
                              partition->label)
               : arena_format(comparison->arena, "`%s`", partition->label);
}

static struct change *add(struct comparison *comparison, enum change_severity severity,
                          const char *subject, const char *reason)
{
    assert(comparison->rule && severity < CHANGE_SEVERITY_COUNT);
    struct change *change = arena_new(comparison->arena, sizeof *change);
    *change = (struct change){
        .severity = severity,
        .rule = comparison->rule,
        .subject = subject,
        .reason = reason,
    };
    list_append(comparison->arena, &comparison->changes, change);
    return change;
}

static void add_partition(struct comparison *comparison, enum change_severity severity,
                          const struct partition *before, const struct partition *after,
                          const char *reason)
{
    struct change *change = add(comparison, severity, after ? after->label : before->label, reason);
    change->before = before;
    change->after = after;
    change->before_span = before ? before->span : (struct span){0};
    change->after_span = after ? after->span : (struct span){0};
}

void change_pair(struct comparison *comparison, enum change_severity severity,
                 const struct pair *pair, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_partition(comparison, severity, pair->before, pair->after,
                  arena_format_list(comparison->arena, format, arguments));
    va_end(arguments);
}

void change_partition(struct comparison *comparison, enum change_severity severity,
                      const struct partition *before, const struct partition *after,
                      const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_partition(comparison, severity, before, after,
                  arena_format_list(comparison->arena, format, arguments));
    va_end(arguments);
}

struct change *change_other(struct comparison *comparison, enum change_severity severity,
                            const char *subject, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct change *change =
        add(comparison, severity, subject, arena_format_list(comparison->arena, format, arguments));
    va_end(arguments);
    return change;
}
