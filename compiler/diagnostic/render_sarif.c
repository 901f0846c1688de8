// Diagnostics as SARIF 2.1.0 (OASIS). The numbers in comments are sections of that standard.
#include "diagnostic.h"

#include "json.h"

// 3.30: lines and columns from 1, the end being the place after the last character.
static void append_sarif_region(struct json *json, const char *key,
                                const struct diagnostics *diagnostics, struct span span)
{
    struct place start = sources_place(diagnostics->sources, span.start);
    struct place end = sources_place(diagnostics->sources, span.end);
    json_open_object(json, key);
    json_integer(json, "startLine", start.line);
    json_integer(json, "startColumn", start.column);
    json_integer(json, "endLine", end.line);
    json_integer(json, "endColumn", end.column);
    json_close(json);
}

// 3.4: a path as it was given; what is relative is seen from where schemac ran.
static void append_sarif_file(struct json *json, const struct diagnostics *diagnostics,
                              struct span span)
{
    json_open_object(json, "artifactLocation");
    json_uri(json, "uri", sources_find(diagnostics->sources, span.start)->path);
    json_close(json);
}

// 3.28: a location may have a place, a message, or both.
static void append_sarif_location(struct json *json, const struct diagnostics *diagnostics,
                                  struct span span, const char *message)
{
    json_open_object(json, NULL);
    if (span_is_known(span)) {
        json_open_object(json, "physicalLocation");
        append_sarif_file(json, diagnostics, span);
        append_sarif_region(json, "region", diagnostics, span);
        json_close(json);
    }
    if (message) {
        json_open_object(json, "message");
        json_text(json, "text", message);
        json_close(json);
    }
    json_close(json);
}

// 3.27.22: what has to do with a result, but is not where it is.
static void append_sarif_notes(struct json *json, const struct diagnostic *diagnostic)
{
    json_open_array(json, "relatedLocations");
    for (const struct note *note = diagnostic->notes; note; note = note->next) {
        append_sarif_location(json, diagnostic->owner, note->span, note->message);
    }
    json_close(json);
}

// 3.57: what replaces the text at one place.
static void append_sarif_edit(struct json *json, const struct diagnostic *diagnostic,
                              const struct fix *edit)
{
    json_open_object(json, NULL);
    append_sarif_file(json, diagnostic->owner, edit->span);
    json_open_array(json, "replacements");
    json_open_object(json, NULL);
    append_sarif_region(json, "deletedRegion", diagnostic->owner, edit->span);
    json_open_object(json, "insertedContent");
    json_text(json, "text", edit->replacement);
    json_close(json);
    json_close(json);
    json_close(json);
    json_close(json);
}

// 3.55: each edit of ours is a fix of its own, as tools offer them one by one; a remedy, which has
// a title, is one with all its edits.
static void append_sarif_fixes(struct json *json, const struct diagnostic *diagnostic)
{
    json_open_array(json, "fixes");
    for (const struct fix *fix = diagnostic->fixes; fix; fix = fix->next) {
        json_open_object(json, NULL);
        json_open_array(json, "artifactChanges");
        append_sarif_edit(json, diagnostic, fix);
        json_close(json);
        json_close(json);
    }
    for (const struct remedy *remedy = diagnostic->remedies; remedy; remedy = remedy->next) {
        json_open_object(json, NULL);
        json_open_object(json, "description");
        json_text(json, "text", remedy->title);
        json_close(json);
        json_open_array(json, "artifactChanges");
        for (const struct fix *edit = remedy->edits; edit; edit = edit->next) {
            append_sarif_edit(json, diagnostic, edit);
        }
        json_close(json);
        json_close(json);
    }
    json_close(json);
}

// Code hosts refuse results without a location: what has no place is about the whole file.
static void append_sarif_locations(struct json *json, const struct diagnostic *diagnostic,
                                   const char *subject)
{
    json_open_array(json, "locations");
    if (span_is_known(diagnostic->span)) {
        append_sarif_location(json, diagnostic->owner, diagnostic->span, NULL);
    } else if (subject) {
        json_open_object(json, NULL);
        json_open_object(json, "physicalLocation");
        json_open_object(json, "artifactLocation");
        json_uri(json, "uri", subject);
        json_close(json);
        json_close(json);
        json_close(json);
    }
    json_close(json);
}

static void append_sarif_result(struct json *json, const struct diagnostic *diagnostic,
                                const char *subject)
{
    json_open_object(json, NULL);
    json_text(json, "ruleId", code_get(diagnostic->code)->id);
    json_text(json, "level", severity_name(diagnostic->severity));
    json_open_object(json, "message");
    json_text(json, "text", diagnostic->message);
    json_close(json);
    append_sarif_locations(json, diagnostic, subject);
    if (diagnostic->notes) {
        append_sarif_notes(json, diagnostic);
    }
    if (diagnostic->fixes || diagnostic->remedies) {
        append_sarif_fixes(json, diagnostic);
    }
    json_close(json);
}

// The codes that are used, each once, in the order of their numbers.
static void append_sarif_rules(struct json *json, const struct diagnostics *diagnostics)
{
    bool is_used[CODE_COUNT] = {false};
    for_each (diagnostic, &diagnostics->kept) {
        is_used[diagnostic->code] = true;
    }
    json_open_array(json, "rules");
    for (size_t i = 0; i < CODE_COUNT; i++) {
        if (is_used[i]) {
            const struct code_entry *entry = code_get((enum code)i);
            json_open_object(json, NULL);
            json_text(json, "id", entry->id);
            json_text(json, "name", entry->name);
            json_open_object(json, "shortDescription");
            json_text(json, "text", entry->title);
            json_close(json);
            json_open_object(json, "fullDescription");
            json_text(json, "text", entry->explanation);
            json_close(json);
            json_close(json);
        }
    }
    json_close(json);
}

// One run (3.14) of one tool (3.18), whose list of rules has only those that are used.
void render_sarif(const struct diagnostics *diagnostics, const char *version, struct buffer *out)
{
    struct json json;
    json_init(&json, out);
    json_open_object(&json, NULL);
    json_text(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_text(&json, "version", "2.1.0");
    json_open_array(&json, "runs");
    json_open_object(&json, NULL);
    json_open_object(&json, "tool");
    json_open_object(&json, "driver");
    json_text(&json, "name", "schemac");
    json_text(&json, "version", version);
    append_sarif_rules(&json, diagnostics);
    json_close(&json);
    json_close(&json);
    // 3.14.17: else columns would count UTF-16 units.
    json_text(&json, "columnKind", "unicodeCodePoints");
    json_open_array(&json, "results");
    for_each (diagnostic, &diagnostics->kept) {
        append_sarif_result(&json, diagnostic, diagnostics->subject);
    }
    json_close(&json);
    json_close(&json);
    json_close(&json);
    json_close(&json);
}
