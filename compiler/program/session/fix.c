// Applies fixes that are certain: what was meant is beyond doubt, as a semicolon that is missing or
// a spelling of before edition 1. A name that is nearly another is a guess, and ways out of a
// layout without room are choices; both are for people.
//
// Several variants report one mistake several times, with the same edits; those that overlap others
// are left for the next run.
#include "fix.h"

#include "output.h"
#include "print.h"

#include <stdlib.h>
#include <string.h>

struct fixing {
    struct session *session;
    const struct source *source; // the schema
    struct LIST(const struct fix) edits;
};

static int compare(const void *a, const void *b)
{
    const struct fix *first = *(const struct fix *const *)a;
    const struct fix *second = *(const struct fix *const *)b;
    return (first->span.start > second->span.start) - (first->span.start < second->span.start);
}

static bool is_same(const struct fix *a, const struct fix *b)
{
    return a->span.start == b->span.start && a->span.end == b->span.end &&
           strcmp(a->replacement, b->replacement) == 0;
}

// Also where one ends and the other begins: their order would be a guess.
static bool meets(const struct fix *a, const struct fix *b)
{
    return a->span.start <= b->span.end && b->span.start <= a->span.end && !is_same(a, b);
}

static bool is_applicable(const struct fixing *fixing, const struct diagnostic *diagnostic)
{
    const struct sources *sources = &fixing->session->compilation.sources;
    if (!diagnostic->fixes || diagnostic->is_guess || diagnostic->severity == SEVERITY_NOTE) {
        return false;
    }
    for (const struct fix *fix = diagnostic->fixes; fix; fix = fix->next) {
        if (sources_find(sources, fix->span.start) != fixing->source) {
            return false;
        }
        for_each (other, &fixing->edits) {
            if (meets(fix, other)) {
                return false;
            }
        }
    }
    return true;
}

static void take(struct fixing *fixing, const struct diagnostic *diagnostic)
{
    for (const struct fix *fix = diagnostic->fixes; fix; fix = fix->next) {
        bool is_new = true;
        for_each (other, &fixing->edits) {
            is_new &= !is_same(fix, other);
        }
        if (is_new) {
            list_append(&fixing->session->compilation.arena, &fixing->edits, fix);
        }
    }
}

static void take_all(struct fixing *fixing)
{
    for_each (diagnostic, &fixing->session->compilation.diagnostics.kept) {
        if (is_applicable(fixing, diagnostic)) {
            take(fixing, diagnostic);
        }
    }
}

static struct buffer edited(struct fixing *fixing)
{
    struct buffer text;
    uint32_t done = 0;
    buffer_init(&text, &fixing->session->compilation.arena);
    qsort(fixing->edits.items, fixing->edits.count, sizeof *fixing->edits.items, compare);
    for_each (edit, &fixing->edits) {
        uint32_t start = edit->span.start - fixing->source->start;
        buffer_bytes(&text, fixing->source->bytes + done, start - done);
        buffer_text(&text, edit->replacement);
        done = edit->span.end - fixing->source->start;
    }
    buffer_bytes(&text, fixing->source->bytes + done, fixing->source->length - done);
    return text;
}

// An editor may have saved the file since it was read.
static bool is_unchanged(struct fixing *fixing)
{
    struct compilation *compilation = &fixing->session->compilation;
    struct buffer now;
    struct host_status status;
    buffer_init(&now, &compilation->arena);
    const char *error = host_read(compilation->sources.host, fixing->session->path,
                                  fixing->source->length + 1, &now, &status);
    bool is_same_text = !error && now.length == fixing->source->length &&
                        memcmp(now.bytes, fixing->source->bytes, now.length) == 0;
    if (!is_same_text) {
        report_failure(&compilation->diagnostics, CODE_CANNOT_WRITE,
                       "`%s` has changed since it was read; nothing is fixed",
                       fixing->session->path);
    }
    return is_same_text;
}

static bool write_fixed(struct fixing *fixing)
{
    struct session *session = fixing->session;
    struct compilation *compilation = &session->compilation;
    struct artifact_list artifacts = {0};
    const struct text_list inputs = {0};
    enum written written;
    struct buffer text = edited(fixing);
    struct artifact *artifact = artifact_add(&compilation->arena, &artifacts, session->path, &text);
    artifact->keeps_rights = true;
    artifact->is_lasting = true;
    return output_write("", &artifacts, &inputs, &compilation->diagnostics, &written);
}

bool fix_schema(struct session *session)
{
    struct fixing fixing = {.session = session};
    struct buffer line;
    if (!session->compilation.file || session->imported || session->usage_error) {
        return false;
    }
    fixing.source = session->compilation.file->source;
    take_all(&fixing);
    if (fixing.edits.count == 0 || !is_unchanged(&fixing) || !write_fixed(&fixing)) {
        return false;
    }
    if (!option_is_given(session->options, OPTION_QUIET)) {
        buffer_init(&line, &session->compilation.arena);
        buffer_format(&line, "fixed      %s: %zu place%s\n", session->path, fixing.edits.count,
                      fixing.edits.count == 1 ? "" : "s");
        print_text(session, &line);
    }
    return true;
}
