// Noting a change, and the words for what changed.
#include "judge.h"

#include "text.h"

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

static struct change *add(struct comparison *comparison, enum change_class class,
                          const char *subject, const char *reason)
{
    struct change *change = arena_new(comparison->arena, sizeof *change);
    *change = (struct change){
        .class = class,
        .rule = comparison->rule,
        .subject = subject,
        .reason = reason,
    };
    list_append(comparison->arena, &comparison->changes, change);
    return change;
}

static void add_partition(struct comparison *comparison, enum change_class class,
                          const struct partition *old, const struct partition *new,
                          const char *reason)
{
    struct change *change = add(comparison, class, new ? new->label : old->label, reason);
    change->old = old;
    change->new = new;
    change->old_span = old ? old->span : (struct span){0};
    change->new_span = new ? new->span : (struct span){0};
}

void change_pair(struct comparison *comparison, enum change_class class, const struct pair *pair,
                 const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_partition(comparison, class, pair->old, pair->new,
                  arena_format_list(comparison->arena, format, arguments));
    va_end(arguments);
}

void change_partition(struct comparison *comparison, enum change_class class,
                      const struct partition *old, const struct partition *new, const char *format,
                      ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_partition(comparison, class, old, new,
                  arena_format_list(comparison->arena, format, arguments));
    va_end(arguments);
}

struct change *change_other(struct comparison *comparison, enum change_class class,
                            const char *subject, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct change *change =
        add(comparison, class, subject, arena_format_list(comparison->arena, format, arguments));
    va_end(arguments);
    return change;
}
