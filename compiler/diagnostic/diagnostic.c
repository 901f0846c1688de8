// Reporting: what is said of a place is kept once, up to a limit of each severity, and counted in
// any case, so that a status never depends on how much is shown.
//
// A reporter always gets a diagnostic to add notes and fixes to. If it is not kept it has no owner:
// notes and fixes to it cost nothing and go nowhere.
#include "diagnostic.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void diagnostics_init(struct diagnostics *diagnostics, struct arena *arena,
                      const struct sources *sources)
{
    *diagnostics = (struct diagnostics){.arena = arena, .sources = sources};
}

const char *severity_name(enum severity severity)
{
    return severity == SEVERITY_ERROR ? "error" : severity == SEVERITY_WARNING ? "warning" : "note";
}

// The words of compilers (-Werror, -Werror=NAME, -Wno-NAME), so that nobody has to learn others.
// The name is not checked: it may be that of a rule that is not read yet; see api/settings.c.
const struct rule_setting *rule_setting_read(struct arena *arena, const char *word,
                                             const char **text)
{
    struct rule_setting *setting = arena_new(arena, sizeof *setting);
    char *name = arena_copy(arena, word, strlen(word));
    for (char *at = name; *at; at++) {
        *at = *at == '_' ? '-' : *at; // as rules of platforms are written
    }
    *text = name;
    if (strcmp(name, "error") == 0) {
        *setting = (struct rule_setting){NULL, SEVERITY_ERROR};
    } else if (strncmp(name, "error=", 6) == 0) {
        *setting = (struct rule_setting){name + 6, SEVERITY_ERROR};
    } else if (strncmp(name, "no-", 3) == 0) {
        *setting = (struct rule_setting){name + 3, SEVERITY_OFF};
    } else {
        *setting = (struct rule_setting){name, SEVERITY_WARNING};
    }
    return setting;
}

// What the command line makes of a warning; its last word counts.
static enum severity effective(const struct diagnostics *diagnostics, const char *rule,
                               enum severity severity)
{
    if (severity == SEVERITY_ERROR) {
        return severity;
    }
    for_each (setting, &diagnostics->settings) {
        bool all = !setting->name && severity == SEVERITY_WARNING;
        if (all || (setting->name && strcmp(setting->name, rule) == 0)) {
            severity = setting->severity;
        }
    }
    return severity;
}

// Whether the same was said of the same place before: several variants share a mistake, and so do
// copies of a file of data. A search through all that is kept, which the limits bound; notes and
// fixes are not compared, as they follow from the message.
static bool is_known(const struct diagnostics *diagnostics, const struct diagnostic *candidate)
{
    for_each (kept, &diagnostics->kept) {
        if (kept->code == candidate->code &&
            sources_is_same_place(diagnostics->sources, kept->span.start, candidate->span.start) &&
            strcmp(kept->message, candidate->message) == 0) {
            return true;
        }
    }
    return false;
}

// A hint is a search through all names. A file of garbage has thousands of unknown ones, of which
// nobody reads the hints.
bool wants_hints(const struct diagnostics *diagnostics)
{
    return diagnostics->errors < HINTS_LIMIT;
}

void diagnostics_clear(struct diagnostics *diagnostics)
{
    diagnostics->kept.count = 0;
    diagnostics->errors = diagnostics->warnings = diagnostics->notes = 0;
    diagnostics->system_failed = false;
}

// After a mistake that makes all that follows uncertain: what is reported from then on is neither
// kept nor counted, but for `all_errors`, by which phases know that they failed.
void diagnostics_close(struct diagnostics *diagnostics)
{
    diagnostics->is_closed = true;
}

// The counter of a severity. What is off has none, and its caller does not count it.
static size_t *count_of(struct diagnostics *diagnostics, enum severity severity)
{
    return severity == SEVERITY_ERROR     ? &diagnostics->errors
           : severity == SEVERITY_WARNING ? &diagnostics->warnings
                                          : &diagnostics->notes;
}

void diagnostics_uncount(struct diagnostics *diagnostics, enum severity severity)
{
    --*count_of(diagnostics, severity);
}

enum { MESSAGE_LIMIT = 1000 }; // bytes; what is quoted may be a line of a megabyte

// A message for people, whatever it quotes.
__attribute__((format(printf, 2, 0))) static const char *
message(struct arena *arena, const char *format, va_list arguments)
{
    char *text = arena_format_list(arena, format, arguments);
    if (strlen(text) > MESSAGE_LIMIT) {
        size_t length = MESSAGE_LIMIT;
        while (((unsigned char)text[length] & 0xc0) == 0x80) { // not within a character
            length--;
        }
        text = arena_format(arena, "%.*s...", (int)length, text);
    }
    return text;
}

__attribute__((format(printf, 3, 0))) static struct diagnostic *
make(struct diagnostics *diagnostics, struct diagnostic content, const char *format,
     va_list arguments)
{
    bool is_error = content.severity == SEVERITY_ERROR;
    bool counts = is_error || (content.severity != SEVERITY_OFF && !diagnostics->is_mute);
    size_t *count = count_of(diagnostics, content.severity);
    diagnostics->all_errors += is_error;
    if (diagnostics->is_closed) {
        return &diagnostics->spare;
    }
    if (!counts || *count >= DIAGNOSTICS_LIMIT) {
        *count += counts;
        return &diagnostics->spare;
    }
    struct diagnostic *diagnostic = arena_new(diagnostics->arena, sizeof *diagnostic);
    *diagnostic = content;
    diagnostic->owner = diagnostics;
    diagnostic->message = message(diagnostics->arena, format, arguments);
    diagnostic->context = diagnostics->context;
    if (!is_known(diagnostics, diagnostic)) {
        ++*count;
        diagnostic->order = diagnostics->kept.count;
        list_append(diagnostics->arena, &diagnostics->kept, diagnostic);
    }
    return diagnostic;
}

// Errors have no rule: they cannot be switched, and messages then show no -W.
struct diagnostic *report(struct diagnostics *diagnostics, enum code code, struct span span,
                          const char *format, ...)
{
    const struct code_entry *entry = code_get(code);
    struct diagnostic content = {
        .code = code,
        .severity = effective(diagnostics, entry->name, entry->severity),
        .span = span,
        .rule = entry->severity == SEVERITY_ERROR ? NULL : entry->name,
    };
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *diagnostic = make(diagnostics, content, format, arguments);
    va_end(arguments);
    return diagnostic;
}

// The name of a rule may be in memory that is given up with its variant; so it is copied.
struct diagnostic *report_rule(struct diagnostics *diagnostics, enum code code, const char *rule,
                               enum severity severity, struct span span, const char *format, ...)
{
    struct diagnostic content = {
        .code = code,
        .severity = effective(diagnostics, rule, severity),
        .span = span,
        .rule = severity == SEVERITY_WARNING ? arena_copy(diagnostics->arena, rule, strlen(rule))
                                             : NULL,
    };
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *diagnostic = make(diagnostics, content, format, arguments);
    va_end(arguments);
    return diagnostic;
}

// No place, as it is not about the text of a schema; and the exit status becomes 3 rather than 1.
struct diagnostic *report_failure(struct diagnostics *diagnostics, enum code code,
                                  const char *format, ...)
{
    diagnostics->system_failed |= !diagnostics->is_closed;
    struct diagnostic content = {.code = code, .severity = SEVERITY_ERROR};
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *diagnostic = make(diagnostics, content, format, arguments);
    va_end(arguments);
    return diagnostic;
}

// A diagnostic without an owner is the spare one, or one that was reported before: nobody will
// read it.
void add_note(struct diagnostic *diagnostic, struct span span, const char *format, ...)
{
    if (!diagnostic->owner) {
        return; // the spare one
    }
    struct arena *arena = diagnostic->owner->arena;
    struct note *note = arena_new(arena, sizeof *note);
    note->span = span;
    va_list arguments;
    va_start(arguments, format);
    note->message = message(arena, format, arguments);
    va_end(arguments);
    struct note **end = &diagnostic->notes; // notes are read in the order in which they were added
    while (*end) {
        end = &(*end)->next;
    }
    *end = note;
}

// Their order does not matter: they are applied together.
static void put_edit(struct arena *arena, struct fix **edits, struct span span,
                     const char *replacement)
{
    struct fix *fix = arena_new(arena, sizeof *fix);
    *fix = (struct fix){span, replacement, *edits};
    *edits = fix;
}

__attribute__((format(printf, 3, 0))) static void
put_fix(struct diagnostic *diagnostic, struct span span, const char *format, va_list arguments)
{
    if (diagnostic->owner) {
        struct arena *arena = diagnostic->owner->arena;
        put_edit(arena, &diagnostic->fixes, span, arena_format_list(arena, format, arguments));
    }
}

void add_fix(struct diagnostic *diagnostic, struct span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_fix(diagnostic, span, format, arguments);
    va_end(arguments);
}

void add_guess(struct diagnostic *diagnostic, struct span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_fix(diagnostic, span, format, arguments);
    va_end(arguments);
    diagnostic->is_guess = diagnostic->owner != NULL;
}

void add_remedy(struct diagnostic *diagnostic, const char *title)
{
    if (diagnostic->owner) {
        struct remedy **end = &diagnostic->remedies;
        while (*end) {
            end = &(*end)->next;
        }
        *end = arena_new(diagnostic->owner->arena, sizeof **end);
        **end = (struct remedy){.title = title};
    }
}

void add_edit(struct diagnostic *diagnostic, struct span span, const char *replacement)
{
    struct remedy *last = diagnostic->remedies;
    while (last && last->next) {
        last = last->next;
    }
    if (last) {
        put_edit(diagnostic->owner->arena, &last->edits, span, replacement);
    }
}

// Places before `end` are in files that both sides have; those after it moved with their files.
// Unknown places are 0, and stay so.
static struct span moved(struct span span, uint32_t end, uint32_t shift)
{
    return span.start < end ? span : (struct span){span.start + shift, span.end + shift};
}

static void move(struct diagnostic *diagnostic, uint32_t end, uint32_t shift)
{
    diagnostic->span = moved(diagnostic->span, end, shift);
    for (struct note *note = diagnostic->notes; note; note = note->next) {
        note->span = moved(note->span, end, shift);
    }
    for (struct fix *fix = diagnostic->fixes; fix; fix = fix->next) {
        fix->span = moved(fix->span, end, shift);
    }
    for (struct remedy *remedy = diagnostic->remedies; remedy; remedy = remedy->next) {
        for (struct fix *edit = remedy->edits; edit; edit = edit->next) {
            edit->span = moved(edit->span, end, shift);
        }
    }
}

// Two images may fail for one reason, which is reported once. It was counted with the others by
// then, so that it is taken off again.
static void adopt(struct diagnostics *diagnostics, struct diagnostic *diagnostic)
{
    if (is_known(diagnostics, diagnostic)) {
        --*count_of(diagnostics, diagnostic->severity);
    } else if (diagnostics->kept.count < (size_t)3 * DIAGNOSTICS_LIMIT) {
        diagnostic->owner = diagnostics;
        diagnostic->order = diagnostics->kept.count;
        list_append(diagnostics->arena, &diagnostics->kept, diagnostic);
    }
}

// What the others counted is taken over with what they kept, so that more than a limit's worth of
// messages is still counted right.
void diagnostics_adopt(struct diagnostics *diagnostics, const struct diagnostics *others,
                       uint32_t end, uint32_t shift)
{
    if (diagnostics->is_closed) {
        return;
    }
    diagnostics->errors += others->errors;
    diagnostics->warnings += others->warnings;
    diagnostics->notes += others->notes;
    for_each (diagnostic, &others->kept) {
        move(diagnostic, end, shift);
        adopt(diagnostics, diagnostic);
    }
    diagnostics->system_failed |= others->system_failed;
}

// By place, then in the order in which they were reported: the same on every run. No two have the
// same order, so that qsort(), which is not stable, has no choice.
static int compare(const void *a, const void *b)
{
    const struct diagnostic *first = *(const struct diagnostic *const *)a;
    const struct diagnostic *second = *(const struct diagnostic *const *)b;
    uint32_t first_place = first->span.start - 1; // an unknown place, 0, wraps to the end
    uint32_t second_place = second->span.start - 1;
    if (first_place != second_place) {
        return first_place < second_place ? -1 : 1;
    }
    return first->order < second->order ? -1 : 1;
}

void diagnostics_sort(struct diagnostics *diagnostics)
{
    if (diagnostics->kept.count > 1) {
        qsort(diagnostics->kept.items, diagnostics->kept.count, sizeof(void *), compare);
    }
}
