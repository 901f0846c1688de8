// The Kconfig values that a layout was locked with, beside those that it has now.
//
// Places can follow Kconfig values. If such a place differs from the lock, the reason may be
// another sdkconfig than the one used for locking, or none, and then the schema is not to blame:
// notes say which values differ, and what to do.
#include "lock_settings.h"

#include <string.h>

static bool has_sdkconfig(const struct layout *layout)
{
    static const char option[] = "--sdkconfig=";
    for (size_t i = 0; i < layout->invocation.kconfig.count; i++) {
        if (strncmp(layout->invocation.kconfig.items[i], option, sizeof option - 1) == 0) {
            return true;
        }
    }
    return false;
}

// The names of what the places follow; null: nothing.
static const char *place_settings(const struct layout *layout)
{
    enum { NAMED = 3 };
    struct buffer names;
    size_t count = 0;
    buffer_init(&names, layout->arena);
    for_each (setting, &layout->settings) {
        if (!setting->is_condition && count++ < NAMED) {
            buffer_format(&names, "%s`%s`", count > 1 ? ", " : "", setting->symbol);
        }
    }
    if (count > NAMED) {
        buffer_format(&names, " and %zu more", count - NAMED);
    }
    return names.length ? names.bytes : NULL;
}

static const char *value_of(const struct layout_setting *setting)
{
    return setting->value ? setting->value : "without a value";
}

static const char *other_text(struct arena *arena, const struct layout_setting *was,
                              const struct layout_setting *is)
{
    return strcmp(is->kind, "string") == 0
               ? arena_format(arena, "`%s` had another value when this was locked", was->symbol)
               : arena_format(arena, "`%s` was %s when this was locked, but is %s now", was->symbol,
                              value_of(was), value_of(is));
}

struct text_list settings_others(struct arena *arena, const struct layout *before,
                                 const struct layout *after)
{
    struct text_list texts = {0};
    for_each (was, &before->settings) {
        const struct layout_setting *is = layout_find_setting(after, was->symbol);
        if (setting_is_other(was, is)) {
            list_append(arena, &texts, other_text(arena, was, is));
        }
    }
    return texts;
}

// The first few are named; with hundreds of options that differ, the list itself would say nothing.
static size_t note_others(struct diagnostic *diagnostic, const struct layout *before,
                          const struct layout *after)
{
    enum { NAMED = 4 };
    size_t count = 0;
    for_each (was, &before->settings) {
        const struct layout_setting *is = layout_find_setting(after, was->symbol);
        if (setting_is_other(was, is) && !is->is_condition && count++ < NAMED) {
            add_note(diagnostic, was->span, "%s", other_text(after->arena, was, is));
        }
    }
    if (count > NAMED) {
        add_note(diagnostic, (struct span){0}, "%zu more Kconfig values differ as well",
                 count - NAMED);
    }
    return count;
}

bool settings_note(struct diagnostic *diagnostic, const struct layout *before,
                   const struct layout *after)
{
    size_t count = note_others(diagnostic, before, after);
    const char *names =
        before->settings.count || has_sdkconfig(after) ? NULL : place_settings(after);
    if (count && !has_sdkconfig(after)) {
        add_note(diagnostic, (struct span){0},
                 "there is no `--sdkconfig`: pass the one that was used for locking");
    }
    if (names) {
        add_note(diagnostic, (struct span){0},
                 "places depend on %s from Kconfig, and there is no `--sdkconfig`: the lock may "
                 "have been made with one",
                 names);
    }
    return count;
}

void settings_note_advice(struct diagnostic *diagnostic, const struct lock *lock,
                          const struct layout *layout)
{
    uint64_t last = lock_last_revision(lock);
    if (has_sdkconfig(layout)) {
        add_note(diagnostic, (struct span){0}, "pass the `--sdkconfig` that was used for locking");
    }
    if (last < UINT64_MAX) {
        add_note(diagnostic, (struct span){0},
                 "to give devices these values from now on, raise the revision to %llu",
                 (unsigned long long)last + 1);
    }
}
