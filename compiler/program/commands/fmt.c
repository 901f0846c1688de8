// `fmt`: formats schemas in place, shows what it would change (--diff), or only names the files
// that would change (--check). A file that is named twice, or by two paths, is formatted once.
//
// What the formatter returns has been parsed again and compared with the source (see format/), so a
// fault of it cannot damage a file: it is reported as a bug, and the file stays.
//
// Secrets are not printed. For --diff, both texts are parsed to know where they are, and their
// bytes are replaced by `***`.
#include "commands.h"
#include "format.h"
#include "output.h"
#include "session.h"
#include "foreign.h"
#include "print.h"

#include <string.h>

struct formatting {
    struct session session;
    struct compilation *compilation;
    struct arena *arena;
    struct LIST(const struct source) met; // all that were read
    bool has_changes;                     // some file is not what it would be
};

// A source as it may be shown: values that are secret are not.
static struct buffer shown(struct formatting *formatting, const struct source *source)
{
    struct buffer text;
    bool *is_hidden = arena_array(formatting->arena, source->length + 1, sizeof *is_hidden);
    buffer_init(&text, formatting->arena);
    for_each (span, &formatting->compilation->sources.hidden) {
        for (uint32_t at = span->start; at < span->end; at++) {
            if (at >= source->start && at - source->start < source->length) {
                is_hidden[at - source->start] = source->bytes[at - source->start] != '\n';
            }
        }
    }
    for (size_t i = 0; i < source->length; i++) {
        if (!is_hidden[i]) {
            buffer_byte(&text, (uint8_t)source->bytes[i]);
        } else if (i == 0 || !is_hidden[i - 1]) {
            buffer_text(&text, "***");
        }
    }
    return text;
}

static void say(struct formatting *formatting, const struct buffer *text)
{
    if (text->length) {
        print_file(&formatting->session, text);
    }
}

// The difference is computed from the real texts, and shown with the secrets masked: lines that
// differ in a secret alone are still shown as changed.
static void show_difference(struct formatting *formatting, const struct source *source,
                            const struct buffer *result)
{
    struct compilation *compilation = formatting->compilation;
    const struct buffer before = {.bytes = source->bytes, .length = source->length};
    struct buffer shown_before = before;
    struct buffer shown_result = *result;
    struct buffer difference;
    if (compilation->sources.hidden.count) {
        const struct source *parsed =
            sources_add(&compilation->sources, source->path, result->length ? result->bytes : "",
                        result->length);
        if (!parsed) {
            report_failure(&compilation->diagnostics, CODE_CANNOT_READ,
                           "`%s` is too large to be shown", source->path);
            return;
        }
        syntax_parse_text(&compilation->syntax, parsed);
        shown_before = shown(formatting, source);
        shown_result = shown(formatting, parsed);
    }
    buffer_init(&difference, formatting->arena);
    format_difference(source->path, &before, result, &shown_before, &shown_result, &difference);
    say(formatting, &difference);
}

static void say_line(struct formatting *formatting, const char *word, const char *path)
{
    struct buffer line;
    buffer_init(&line, formatting->arena);
    buffer_format(&line, "%s%s\n", word, path);
    if (!option_is_given(formatting->session.options, OPTION_QUIET)) {
        say(formatting, &line);
    }
}

// The file keeps its permissions, and is replaced as a whole.
static void write_file(struct formatting *formatting, const char *path, const struct buffer *result)
{
    struct artifact_list artifacts = {0};
    const struct text_list inputs = {0};
    enum written written;
    struct artifact *artifact = artifact_add(formatting->arena, &artifacts, path, result);
    artifact->keeps_rights = true;
    artifact->is_lasting = true;
    if (output_write("", &artifacts, &inputs, &formatting->compilation->diagnostics, &written) &&
        written != WRITTEN_UNCHANGED) {
        say_line(formatting, "formatted  ", path);
    }
}

static void take_result(struct formatting *formatting, const char *path,
                        const struct source *source, const struct buffer *result)
{
    const struct options *options = formatting->session.options;
    bool is_standard = strcmp(path, "-") == 0;
    bool is_same =
        source->length == result->length &&
        (result->length == 0 || memcmp(source->bytes, result->bytes, result->length) == 0);
    bool writes = !option_is_given(options, OPTION_CHECK) && !option_is_given(options, OPTION_DIFF);
    formatting->has_changes |= !is_same;
    if (writes && is_standard) {
        say(formatting, result);
    } else if (is_same) {
        return;
    } else if (writes) {
        write_file(formatting, path, result);
    } else if (option_is_given(options, OPTION_DIFF)) {
        show_difference(formatting, source, result);
    } else {
        say_line(formatting, "", source->path);
    }
}

// Whether a source is met for the first time: a file may be named twice, and by several names.
static bool is_new(struct formatting *formatting, const struct source *source)
{
    for (size_t i = 0; i < formatting->met.count; i++) {
        if (formatting->met.items[i] == source) {
            return false;
        }
    }
    list_append(formatting->arena, &formatting->met, source);
    return true;
}

// Something that is not a schema, such as a CSV, is refused by name instead of reporting a syntax
// error in it.
static void format_file(struct formatting *formatting, const char *path)
{
    struct compilation *compilation = formatting->compilation;
    const char *error = NULL;
    const struct source *source = sources_read(&compilation->sources, path, &error);
    if (!source) {
        report_unreadable(&compilation->diagnostics, CODE_CANNOT_READ, path, error);
        return;
    }
    enum import_kind kind = import_recognise(path, source->bytes, source->length);
    if (!is_new(formatting, source) || foreign_refuse(compilation, path, source, kind)) {
        return;
    }
    struct buffer result;
    buffer_init(&result, formatting->arena);
    enum format_result (*format)(struct syntax *, const struct source *, struct buffer *) =
        option_is_given(formatting->session.options, OPTION_FROM_DRAFT) ? format_from_draft
                                                                        : format_source;
    switch (format(&compilation->syntax, source, &result)) {
    case FORMAT_DONE:
        take_result(formatting, path, source, &result);
        break;
    case FORMAT_OUR_FAULT:
        report(
            &compilation->diagnostics, CODE_FORMAT_FAULT, (struct span){0},
            "formatting `%s` would change its meaning or lose a comment; this is a bug in schemac, "
            "and the file was left unchanged",
            source->path);
        break;
    case FORMAT_WRONG_INPUT: // which was reported
        break;
    }
}

static int run(const struct options *options)
{
    struct formatting formatting = {0};
    session_init(&formatting.session, options, NULL, false);
    formatting.compilation = &formatting.session.compilation;
    formatting.arena = &formatting.compilation->arena;
    bool is_good = session_check_settings(&formatting.session);
    for (size_t i = 0; is_good && i < options->argument_count; i++) {
        format_file(&formatting, options->arguments[i]);
    }
    int status = session_end(&formatting.session);
    return status == STATUS_DONE && option_is_given(options, OPTION_CHECK) && formatting.has_changes
               ? STATUS_WRONG_INPUT
               : status;
}

static const enum option_id taken[] = {
    OPTION_CHECK, OPTION_DIFF,    OPTION_EDITION,     OPTION_FROM_DRAFT,
    OPTION_QUIET, OPTION_WARNING, DIAGNOSTIC_OPTIONS,
};

static const struct option_rule rules[] = {
    {OPTION_NEEDS, OPTION_FROM_DRAFT, OPTION_EDITION,
     "--from-draft needs `--edition 1`, the edition to rewrite to"},
};

const struct command command_fmt = {
    .name = "fmt",
    .arguments = "FILE...",
    .summary = "format schemas",
    .description =
        "Formats schemas in place: aligned columns, clauses in one order, one element per line.\n"
        "The meaning and the comments stay the same. `-` reads standard input and writes\n"
        "standard output. A file with errors is left unchanged, and a file that is already\n"
        "formatted is not written. Included files are formatted only if they are named, too.\n"
        "\n"
        "`--edition 1` only formats: nothing has changed since that edition, and a file without\n"
        "`edition` uses edition 1. With `--from-draft`, it rewrites syntax from before edition\n"
        "1, and warns about lines that mean something else now and that it cannot rewrite.\n"
        "Warnings do not change the exit status; with -Werror, the file is left unchanged.",
    TAKES(taken),
    RULES(rules),
    .fewest = 1,
    .most = SIZE_MAX,
    .begins_with_file = true,
    .run = run,
};
