// The diagnostics of schemac.h. What is handed out as struct schemac_diagnostic is a struct
// diagnostic.
#include "library.h"

#include <assert.h>
#include <string.h>

static const struct diagnostic *inner(const struct schemac_diagnostic *diagnostic)
{
    return (const struct diagnostic *)diagnostic;
}

// A source finds the starts of its lines when a place in it is first asked for, which needs
// memory. This has it done while a call that may fail is under way.
void library_index(const struct sources *sources, struct span span)
{
    if (span_is_known(span)) {
        sources_place(sources, span.start);
        sources_place(sources, span.end);
    }
}

// Needs no memory, and so cannot fail: library_index() was there before. An unknown place has a
// null path.
struct schemac_place library_place(const struct sources *sources, struct span span)
{
    if (!span_is_known(span)) {
        return (struct schemac_place){0};
    }
    assert(sources_find(sources, span.start)->lines); // by library_index()
    struct place start = sources_place(sources, span.start);
    struct place end = sources_place(sources, span.end);
    return (struct schemac_place){
        .path = start.source->path,
        .offset = span.start - start.source->start,
        .length = span.end - span.start,
        .line = start.line,
        .column = start.column,
        .end_line = end.line,
        .end_column = end.column,
    };
}

// At the end of each call that may report. Sorting again moves what is new to its place, so that
// indices are good until the next such call, as schemac.h says. Nothing is handed out with a
// secret in it.
void library_settle_diagnostics(struct schemac *schemac)
{
    struct compilation *compilation = &schemac->compilation;
    struct diagnostics *diagnostics = &compilation->diagnostics;
    diagnostics_sort(diagnostics);
    diagnostics_conceal(diagnostics);
    // Whoever asks for a place then only looks it up.
    for_each (diagnostic, &diagnostics->kept) {
        library_index(&compilation->sources, diagnostic->span);
        for (const struct note *note = diagnostic->notes; note; note = note->next) {
            library_index(&compilation->sources, note->span);
        }
        for (const struct fix *fix = diagnostic->fixes; fix; fix = fix->next) {
            library_index(&compilation->sources, fix->span);
        }
    }
}

// Those that are kept: of each severity up to DIAGNOSTICS_LIMIT.
size_t schemac_diagnostic_count(const struct schemac *schemac)
{
    return schemac->compilation.diagnostics.kept.count;
}

const struct schemac_diagnostic *schemac_diagnostic_at(const struct schemac *schemac, size_t index)
{
    const struct diagnostic *diagnostic = schemac->compilation.diagnostics.kept.items[index];
    return (const struct schemac_diagnostic *)diagnostic;
}

enum schemac_severity schemac_diagnostic_severity(const struct schemac_diagnostic *diagnostic)
{
    switch (inner(diagnostic)->severity) {
    case SEVERITY_ERROR:
        return SCHEMAC_ERROR;
    case SEVERITY_WARNING:
        return SCHEMAC_WARNING;
    case SEVERITY_NOTE:
    case SEVERITY_OFF: // is not kept
        break;
    }
    return SCHEMAC_NOTE;
}

const char *schemac_diagnostic_code(const struct schemac_diagnostic *diagnostic)
{
    return code_get(inner(diagnostic)->code)->id;
}

const char *schemac_diagnostic_name(const struct schemac_diagnostic *diagnostic)
{
    const char *rule = inner(diagnostic)->rule;
    return rule ? rule : code_get(inner(diagnostic)->code)->name;
}

const char *schemac_diagnostic_message(const struct schemac_diagnostic *diagnostic)
{
    return inner(diagnostic)->message;
}

const char *schemac_diagnostic_context(const struct schemac_diagnostic *diagnostic)
{
    return inner(diagnostic)->context;
}

const char *schemac_diagnostic_explanation(const struct schemac_diagnostic *diagnostic)
{
    return code_get(inner(diagnostic)->code)->explanation;
}

struct schemac_place schemac_diagnostic_place(const struct schemac_diagnostic *diagnostic)
{
    return library_place(inner(diagnostic)->owner->sources, inner(diagnostic)->span);
}

// Notes and fixes are chains, and short: counting through them is as good as an index.
size_t schemac_note_count(const struct schemac_diagnostic *diagnostic)
{
    size_t count = 0;
    for (const struct note *note = inner(diagnostic)->notes; note; note = note->next) {
        count++;
    }
    return count;
}

static const struct note *note_at(const struct schemac_diagnostic *diagnostic, size_t index)
{
    const struct note *note = inner(diagnostic)->notes;
    while (index-- > 0) {
        note = note->next;
    }
    return note;
}

const char *schemac_note_message(const struct schemac_diagnostic *diagnostic, size_t index)
{
    return note_at(diagnostic, index)->message;
}

struct schemac_place schemac_note_place(const struct schemac_diagnostic *diagnostic, size_t index)
{
    return library_place(inner(diagnostic)->owner->sources, note_at(diagnostic, index)->span);
}

size_t schemac_fix_count(const struct schemac_diagnostic *diagnostic)
{
    size_t count = 0;
    for (const struct fix *fix = inner(diagnostic)->fixes; fix; fix = fix->next) {
        count++;
    }
    return count;
}

static const struct fix *fix_at(const struct schemac_diagnostic *diagnostic, size_t index)
{
    const struct fix *fix = inner(diagnostic)->fixes;
    while (index-- > 0) {
        fix = fix->next;
    }
    return fix;
}

const char *schemac_fix_replacement(const struct schemac_diagnostic *diagnostic, size_t index)
{
    return fix_at(diagnostic, index)->replacement;
}

struct schemac_place schemac_fix_place(const struct schemac_diagnostic *diagnostic, size_t index)
{
    return library_place(inner(diagnostic)->owner->sources, fix_at(diagnostic, index)->span);
}

// A diagnostic may have fixes in several files; each is applied by a call of its own.
static bool is_in(const struct sources *sources, const struct fix *fix, const struct source *source)
{
    return sources_find(sources, fix->span.start) == source;
}

// The source that a path means: the one that a fix is in, as there may be others of that name.
static const struct source *find_fixed(const struct sources *sources,
                                       const struct diagnostic *diagnostic, const char *path)
{
    for (const struct fix *fix = diagnostic->fixes; fix; fix = fix->next) {
        const struct source *source = sources_find(sources, fix->span.start);
        if (strcmp(source->path, path) == 0) {
            return source;
        }
    }
    return NULL;
}

// The first fix that starts at an offset or after it, and is not `before` (null: any), the last one
// that was applied. Fixes do not overlap, but one may insert where the next one starts.
static const struct fix *next_fix(const struct sources *sources,
                                  const struct diagnostic *diagnostic, const struct source *source,
                                  const struct fix *before)
{
    const struct fix *next = NULL;
    bool is_after = !before; // in the list, which decides between fixes at one place
    for (const struct fix *fix = diagnostic->fixes; fix; fix = fix->next) {
        bool follows = !before || fix->span.start > before->span.start ||
                       (fix->span.start == before->span.start && is_after);
        if (is_in(sources, fix, source) && follows && fix != before &&
            (!next || fix->span.start < next->span.start)) {
            next = fix;
        }
        is_after |= fix == before;
    }
    return next;
}

// Copies the text from fix to fix. That takes quadratic time in the number of fixes of one
// diagnostic, which are a handful.
static enum schemac_status apply(struct schemac *schemac, struct library_call *call)
{
    const struct sources *sources = &schemac->compilation.sources;
    const struct diagnostic *diagnostic = call->diagnostic;
    const struct source *source = find_fixed(sources, diagnostic, call->name);
    if (!source) {
        return library_misused(schemac, "the diagnostic has no fix in `%s`", call->name);
    }
    struct buffer text;
    buffer_init(&text, &schemac->compilation.arena);
    size_t done = 0; // bytes of the source
    const struct fix *fix = next_fix(sources, diagnostic, source, NULL);
    for (; fix; fix = next_fix(sources, diagnostic, source, fix)) {
        size_t start = fix->span.start - source->start;
        assert(start >= done);
        buffer_bytes(&text, source->bytes + done, start - done);
        buffer_text(&text, fix->replacement);
        done = fix->span.end - source->start;
    }
    buffer_bytes(&text, source->bytes + done, source->length - done);
    *call->text = text.length ? text.bytes : "";
    *call->length = text.length;
    return SCHEMAC_DONE;
}

enum schemac_status schemac_fix_apply(struct schemac *schemac,
                                      const struct schemac_diagnostic *diagnostic, const char *path,
                                      const char **text, size_t *length)
{
    return library_guard(
        schemac, apply,
        &(struct library_call){
            .diagnostic = inner(diagnostic), .name = path, .text = text, .length = length});
}
