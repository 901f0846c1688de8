#include "session.h"
#include "posix.h"

#include "commands.h"
#include "emit.h"
#include "model.h"
#include "output.h"
#include "builtin.h"
#include "shown.h"
#include "text.h"
#include "version.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ; // POSIX has it in no header

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

const char *depfile_check_usage(struct arena *arena, const struct options *options)
{
    (void)arena;
    const char *depfile = option_text(options, OPTION_DEPFILE);
    return depfile && strcmp(depfile, option_text(options, OPTION_OUTPUT)) == 0
               ? "--depfile cannot be the image itself"
               : NULL;
}

void session_init(struct session *session, const struct options *options, const char *path,
                  bool is_mute)
{
    *session = (struct session){.options = options, .path = path};
    struct compilation *compilation = &session->compilation;
    compilation_init(compilation, &host_posix, options->exhausted);
    compilation->diagnostics.settings = options->settings;
    compilation->diagnostics.is_mute = is_mute;
    compilation->diagnostics.subject = path;
}

struct import_request session_request(const struct options *options)
{
    return (struct import_request){
        .chip = option_text(options, OPTION_CHIP),
        .all_modules = option_is_given(options, OPTION_ALL_MODULES),
        .module = option_text(options, OPTION_MODULE),
        .name = option_text(options, OPTION_NAME),
        .has_table_offset = option_is_given(options, OPTION_OFFSET),
        .table_offset = option_number(options, OPTION_OFFSET),
        .subtypes = *option_words(options, OPTION_SUBTYPE),
        .defines = option_words(options, OPTION_DEFINE),
        .environment = (const char *const *)environ,
    };
}

bool session_import(struct session *session, const struct import_request *request, const char *path)
{
    struct compilation *compilation = &session->compilation;
    struct imported *imported = arena_new(&compilation->arena, sizeof *imported);
    session->imported = imported;
    if (!compilation_read_kconfig(compilation, &session->options->kconfig) ||
        !import_files(compilation, request, imported)) {
        return false;
    }
    compilation->kconfig = NULL; // it chose the chip and its flash; all else is not said here
    bool is_good =
        compilation_read_text(compilation, path, imported->text.bytes, imported->text.length);
    session->import_text = compilation->file ? compilation->file->source : NULL;
    if (session->import_text) {
        ((struct source *)session->import_text)->is_data = true; // no file of the schema's
    }
    builtins_read(&compilation->syntax);
    if (is_good) {
        session_check_settings(session);
    }
    return is_good && !session->usage_error;
}

static bool begin_import(struct session *session, const struct source *source)
{
    struct arena *arena = &session->compilation.arena;
    struct import_request request = session_request(session->options);
    list_append(arena, &request.paths, session->path);
    list_append(arena, &request.sources, source);
    session->is_import_hidden = true;
    return session_import(session, &request, arena_format(arena, "%s (as a schema)", source->path));
}

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
        return begin_import(session, source);
    }
    return !session_refuse_import(compilation, path, source, kind) &&
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

bool session_read_lock(struct session *session)
{
    return session->imported || compilation_read_lock(&session->compilation, session->path);
}

bool session_has_terminal(int stream)
{
    const char *terminal = getenv("TERM");
    return isatty(stream) && !(terminal && strcmp(terminal, "dumb") == 0);
}

bool session_wants_color(const struct options *options, int stream)
{
    const char *no_color = getenv("NO_COLOR");
    if (option_number(options, OPTION_COLOR) != COLOR_AUTO) {
        return option_number(options, OPTION_COLOR) == COLOR_ALWAYS;
    }
    return session_has_terminal(stream) && !(no_color && *no_color);
}

static void render(struct session *session, struct buffer *out)
{
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    const struct options *options = session->options;
    diagnostics_sort(diagnostics);
    diagnostics_conceal(diagnostics);
    switch (option_number(options, OPTION_DIAGNOSTICS)) {
    case DIAGNOSTICS_JSON:
        render_json(diagnostics, out);
        break;
    case DIAGNOSTICS_SARIF:
        render_sarif(diagnostics, SCHEMAC_VERSION, out);
        break;
    default:
        render_text(diagnostics,
                    (struct render_options){session_wants_color(options, STDERR_FILENO),
                                            option_number(options, OPTION_MAX_ERRORS)},
                    out);
        break;
    }
}

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
        render(session, &out);
        status = diagnostics->system_failed ? STATUS_SYSTEM_FAILED
                 : diagnostics->errors      ? STATUS_WRONG_INPUT
                                            : STATUS_DONE;
    }
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

// Where the image's path is absolute, those of its inputs are: whoever reads the file then need not
// know where schemac ran.
static struct text_list depfile_inputs(struct session *session, const struct text_list *inputs)
{
    struct arena *arena = &session->compilation.arena;
    char folder[PATH_MAX];
    bool is_absolute =
        option_text(session->options, OPTION_OUTPUT)[0] == '/' && getcwd(folder, sizeof folder);
    struct text_list paths = {0};
    for_each (path, inputs) {
        bool is_local = is_absolute && path[0] != '/';
        list_append(arena, &paths, is_local ? arena_format(arena, "%s/%s", folder, path) : path);
    }
    return paths;
}

void session_add_depfile(struct session *session, const struct text_list *inputs,
                         struct artifact_list *artifacts)
{
    struct arena *arena = &session->compilation.arena;
    struct text_list paths = depfile_inputs(session, inputs);
    struct buffer text;
    buffer_init(&text, arena);
    depfile_text(arena, option_text(session->options, OPTION_OUTPUT), &paths, &text);
    artifact_add(arena, artifacts, option_text(session->options, OPTION_DEPFILE), &text);
}

void session_put(struct session *session, const struct buffer *data)
{
    if (!output_text(STDOUT_FILENO, data->bytes, data->length)) {
        report_failure(&session->compilation.diagnostics, CODE_CANNOT_WRITE,
                       "cannot write to standard output");
    }
}

void session_put_text(struct session *session, const struct buffer *text)
{
    if (isatty(STDOUT_FILENO)) {
        session_say(session, text);
    } else {
        session_put(session, text);
    }
}

void session_say_settings(struct session *session, bool are_assumed)
{
    const struct options *options = session->options;
    struct buffer text;
    buffer_init(&text, &session->compilation.arena);
    for (size_t i = 0; session->imported && i < session->imported->settings.count; i++) {
        const struct imported_setting *setting = session->imported->settings.items[i];
        if (setting->is_assumed || !are_assumed) {
            buffer_format(&text, "%s\n", setting->text);
        }
    }
    if (text.length && !option_is_given(options, OPTION_QUIET) &&
        option_number(options, OPTION_DIAGNOSTICS) == DIAGNOSTICS_TEXT) {
        struct buffer shown;
        buffer_init(&shown, &session->compilation.arena);
        shown_text(&shown, text.bytes, text.length);
        output_text(STDERR_FILENO, shown.bytes, shown.length);
    }
}

void session_say(struct session *session, const struct buffer *text)
{
    struct buffer shown;
    buffer_init(&shown, &session->compilation.arena);
    shown_text(&shown, text->bytes, text->length);
    session_put(session, &shown);
}
