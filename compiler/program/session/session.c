// Reads a schema as the command line says, and reports at the end what was found.
//
// The order of reading matters. A schema is parsed first, then the Kconfig files of the command
// line, then all built-in platforms; only then is it known which warnings exist, so that -W can be
// checked. If a file has syntax errors, names in it may be missing, and -W is not checked at all:
// no error may be caused by another error.
//
// A mistake of the command line that is found this late (a variant that does not exist, for
// example) is kept in `usage_error`. It replaces all diagnostics: they would only distract from it.
#include "session.h"

#include "foreign.h"
#include "import_session.h"
#include "repair.h"
#include "report.h"

#include "command.h"
#include "output.h"
#include "builtin.h"
#include "shown.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

bool session_check_settings(struct session *session)
{
    if (!session->usage_error) {
        session->usage_error = compilation_check_settings(&session->compilation);
    }
    return !session->usage_error;
}

// Reads files of Kconfig and platforms, where the schema is read.
static bool complete(struct session *session, bool is_good)
{
    struct compilation *compilation = &session->compilation;
    is_good &= compilation_read_kconfig(compilation, &session->options->kconfig);
    builtins_read(&compilation->syntax);
    if (is_good && !damage_is_any(&compilation->syntax.damage)) {
        session_check_settings(session);
    }
    return is_good && !session->usage_error;
}

// No file is read yet. With `is_mute`, warnings and notes are neither kept nor counted: another
// command has reported them, such as `compile` before `generate`.
void session_init(struct session *session, const struct options *options, const char *path,
                  bool is_mute)
{
    *session = (struct session){.options = options, .path = path};
    struct compilation *compilation = &session->compilation;
    compilation_init(compilation, options->host, options->exhausted);
    compilation->diagnostics.settings = options->settings;
    compilation->diagnostics.is_mute = is_mute;
    compilation->diagnostics.subject = path;
}

// Tables are turned into a schema if the command takes them; everything else that is known not to
// be a schema is refused with a hint.
static bool read_file(struct session *session, bool takes_tables)
{
    struct compilation *compilation = &session->compilation;
    const char *path = session->path;
    const char *error;
    struct source *source = sources_read(&compilation->sources, path, &error);
    if (!source) {
        return complete(session, compilation_read(compilation, path)); // which says so
    }
    enum import_kind kind = import_recognise(path, source->bytes, source->length);
    if (takes_tables && (kind == IMPORT_PARTITIONS || kind == IMPORT_TABLE)) {
        source->is_data = true;
        return import_session_begin(session, source) && session_check_settings(session);
    }
    return !foreign_refuse(compilation, path, source, kind) &&
           complete(session, compilation_parse(compilation, source));
}

bool session_begin(struct session *session, const struct options *options, const char *path,
                   bool is_mute)
{
    session_init(session, options, path, is_mute);
    return read_file(session, false);
}

bool session_begin_any(struct session *session, const struct options *options, const char *path,
                       bool is_mute)
{
    session_init(session, options, path, is_mute);
    return read_file(session, true);
}

bool session_read_any(struct session *session)
{
    return read_file(session, true);
}

// A schema that was made of a table is in no file, so that no lock can be beside it.
bool session_read_lock(struct session *session)
{
    return session->imported || compilation_read_lock(&session->compilation, session->path);
}

// Only what the user wrote can be changed.
static void offer_repairs(struct session *session)
{
    if (!session->imported && session->compilation.diagnostics.errors) {
        const struct repair_request request = {
            .compilation = &session->compilation,
            .invocation = {.schema = session->path,
                           .output = ".",
                           .variant = option_text(session->options, OPTION_VARIANT)},
            .kconfig = &session->options->kconfig,
        };
        repair_offer(&request);
    }
}

// The most severe status wins: the command line, then the system, then the input.
int session_end(struct session *session)
{
    const struct diagnostics *diagnostics = &session->compilation.diagnostics;
    int status = STATUS_DONE;
    struct buffer out;
    buffer_init(&out, &session->compilation.arena);
    if (session->usage_error) {
        buffer_text(&out, "schemac: error: ");
        shown_line(&out, session->usage_error, strlen(session->usage_error));
        buffer_byte(&out, '\n');
        status = STATUS_WRONG_USAGE;
    } else {
        if (session->imported) {
            import_move_reports(session->imported, session->import_text, session->is_import_hidden,
                                &session->compilation.diagnostics);
        }
        offer_repairs(session);
        report_render(session->options, &session->compilation.diagnostics, &out);
        status = diagnostics->system_failed ? STATUS_SYSTEM_FAILED
                 : diagnostics->errors      ? STATUS_WRONG_INPUT
                                            : STATUS_DONE;
    }
    assert(status != STATUS_DONE || !session->usage_error);
    output_text(STDERR_FILENO, out.bytes, out.length);
    compilation_release(&session->compilation);
    return status;
}

struct invocation session_invocation(struct session *session, const char *output,
                                     const char *variant)
{
    return (struct invocation){
        .schema = session->path,
        .output = output,
        .variant = variant,
        .inputs = session->imported ? session->imported->inputs
                                    : compilation_inputs(&session->compilation),
        .options = session->options->kept,
        .kconfig = session->options->kconfig_words,
    };
}

static void append_all(struct arena *arena, struct text_list *list, const struct text_list *items)
{
    for (size_t i = 0; i < items->count; i++) {
        list_append(arena, list, items->items[i]);
    }
}

// Everything that a layout and its images are made of: the files that were read for the schema,
// then those of each image. A file may be in the list several times.
void session_add_inputs(struct session *session, const struct images *images,
                        struct text_list *inputs)
{
    const struct layout *layout = images->layout;
    struct arena *arena = &session->compilation.arena;
    append_all(arena, inputs, &layout->invocation.inputs);
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct image_plan *plan = image_plan_of(images, layout->partitions.items[i]);
        for (size_t j = 0; plan && j < plan->notes.inputs.count; j++) {
            list_append(arena, inputs, plan->notes.inputs.items[j]);
        }
    }
}
