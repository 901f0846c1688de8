// Diagnostics for programs, as JSON: the members of an object are permanent, and new ones may come.
// Lines and columns count from 1, and `end_column` is that of the character after the range.
#include "diagnostic.h"

#include "json.h"

// A range, as `file`, `line` and so on among the members of who has it; nothing if it is unknown.
static void append_place(struct json *json, const struct diagnostics *diagnostics, struct span span)
{
    if (!span_is_known(span)) {
        return;
    }
    struct place start = sources_place(diagnostics->sources, span.start);
    struct place end = sources_place(diagnostics->sources, span.end);
    json_text(json, "file", start.source->path);
    json_integer(json, "line", start.line);
    json_integer(json, "column", start.column);
    json_integer(json, "end_line", end.line);
    json_integer(json, "end_column", end.column);
}

static void append_edits(struct json *json, const struct diagnostics *all, const char *name,
                         const struct fix *edits)
{
    json_open_array(json, name);
    for (const struct fix *fix = edits; fix; fix = fix->next) {
        json_open_object(json, NULL);
        json_text(json, "replacement", fix->replacement);
        append_place(json, all, fix->span);
        json_close(json);
    }
    json_close(json);
}

// Left out where there are none, as with most.
static void append_remedies(struct json *json, const struct diagnostics *all,
                            const struct remedy *remedies)
{
    if (!remedies) {
        return;
    }
    json_open_array(json, "alternatives");
    for (const struct remedy *remedy = remedies; remedy; remedy = remedy->next) {
        json_open_object(json, NULL);
        json_text(json, "title", remedy->title);
        append_edits(json, all, "edits", remedy->edits);
        json_close(json);
    }
    json_close(json);
}

static void append_diagnostic(struct json *json, const struct diagnostic *diagnostic)
{
    const struct diagnostics *all = diagnostic->owner;
    json_open_object(json, NULL);
    json_text(json, "code", code_get(diagnostic->code)->id);
    json_text(json, "name", diagnostic->rule ? diagnostic->rule : code_get(diagnostic->code)->name);
    json_text(json, "severity", severity_name(diagnostic->severity));
    json_text(json, "message", diagnostic->message);
    append_place(json, all, diagnostic->span);
    if (diagnostic->context) {
        json_text(json, "context", diagnostic->context);
    }
    json_open_array(json, "notes");
    for (const struct note *note = diagnostic->notes; note; note = note->next) {
        json_open_object(json, NULL);
        json_text(json, "message", note->message);
        append_place(json, all, note->span);
        json_close(json);
    }
    json_close(json);
    append_edits(json, all, "fixes", diagnostic->fixes);
    append_remedies(json, all, diagnostic->remedies);
    json_close(json);
}

// The counts are those of everything that was found, also beyond what is kept. Strings are escaped
// by json.c, with what is not UTF-8 replaced.
void render_json(const struct diagnostics *diagnostics, struct buffer *out)
{
    struct json json;
    json_init(&json, out);
    json_open_object(&json, NULL);
    json_integer(&json, "errors", diagnostics->errors);
    json_integer(&json, "warnings", diagnostics->warnings);
    json_open_array(&json, "diagnostics");
    for_each (diagnostic, &diagnostics->kept) {
        append_diagnostic(&json, diagnostic);
    }
    json_close(&json);
    json_close(&json);
}
