#include "session.h"

#include "commands.h"
#include "model.h"
#include "output.h"
#include "text.h"
#include "version.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *warning_hint(struct arena *arena, const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_get((enum code)i);
        if (entry->severity == SEVERITY_WARNING) {
            nearest_offer(&nearest, entry->name);
        }
    }
    return nearest_hint(arena, &nearest);
}

// -W names a warning of ours or a rule of the platform.
static void check_settings(struct session *session)
{
    const struct list *settings = &session->options->settings;
    struct arena *arena = &session->compilation.arena;
    for (size_t i = 0; i < settings->count && !session->usage_error; i++) {
        const struct rule_setting *setting = settings->items[i];
        const struct code_entry *entry = setting->name ? code_find(setting->name) : NULL;
        if (!setting->name || model_has_warning(&session->compilation.syntax, setting->name) ||
            (entry && entry->severity == SEVERITY_WARNING)) {
            continue;
        }
        session->usage_error =
            entry ? arena_format(arena, "`%s` is an error, and stays one", setting->name)
                  : arena_format(arena, "there is no warning `%s`%s", setting->name,
                                 warning_hint(arena, setting->name));
    }
}

bool session_begin(struct session *session, const struct options *options, const char *path,
                   bool is_mute)
{
    *session = (struct session){.options = options, .path = path};
    struct compilation *compilation = &session->compilation;
    compilation_init(compilation, out_of_memory);
    compilation->diagnostics.settings = options->settings;
    compilation->diagnostics.is_mute = is_mute;
    bool is_good = compilation_read(compilation, path);
    is_good &= compilation_read_kconfig(compilation, &options->kconfig);
    syntax_read_platforms(&compilation->syntax);
    if (is_good) {
        check_settings(session);
    }
    return is_good && !session->usage_error;
}

static bool wants_color(const struct options *options)
{
    const char *terminal = getenv("TERM");
    const char *no_color = getenv("NO_COLOR");
    if (options->color != COLOR_AUTO) {
        return options->color == COLOR_ALWAYS;
    }
    return isatty(STDERR_FILENO) && !(no_color && *no_color) &&
           !(terminal && strcmp(terminal, "dumb") == 0);
}

static void render(struct session *session, struct buffer *out)
{
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    const struct options *options = session->options;
    diagnostics_sort(diagnostics);
    diagnostics_conceal(diagnostics);
    switch (options->format) {
    case DIAGNOSTICS_JSON:
        render_json(diagnostics, out);
        break;
    case DIAGNOSTICS_SARIF:
        render_sarif(diagnostics, SCHEMAC_VERSION, out);
        break;
    default:
        render_text(diagnostics,
                    (struct render_options){wants_color(options), options->shown_limit}, out);
        break;
    }
}

int session_end(struct session *session)
{
    const struct diagnostics *diagnostics = &session->compilation.diagnostics;
    int status = STATUS_DONE;
    if (session->usage_error) {
        fprintf(stderr, "schemac: error: %s\n", session->usage_error);
        status = STATUS_WRONG_USAGE;
    } else {
        struct buffer out;
        buffer_init(&out, &session->compilation.arena);
        render(session, &out);
        output_text(STDERR_FILENO, out.bytes, out.length);
        status = diagnostics->system_failed ? STATUS_SYSTEM_FAILED
                 : diagnostics->errors      ? STATUS_WRONG_INPUT
                                            : STATUS_DONE;
    }
    compilation_release(&session->compilation);
    return status;
}

struct project session_project(struct session *session, const char *output, const char *variant)
{
    return (struct project){
        .schema = session->path,
        .output = output,
        .variant = variant,
        .inputs = compilation_inputs(&session->compilation),
        .options = session->options->kept,
        .kconfig = session->options->kconfig_words,
    };
}

static void append_all(struct arena *arena, struct list *list, const struct list *items)
{
    for (size_t i = 0; i < items->count; i++) {
        list_append(arena, list, items->items[i]);
    }
}

void session_add_inputs(struct session *session, const struct layout *layout, struct list *inputs)
{
    struct arena *arena = &session->compilation.arena;
    append_all(arena, inputs, &layout->project.inputs);
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct content *content =
            ((const struct partition *)layout->partitions.items[i])->content;
        if (content) {
            append_all(arena, inputs, &content->inputs);
        }
    }
}

struct list session_variants(struct session *session)
{
    return model_variants(&session->compilation.syntax, session->compilation.file);
}

bool session_has_variant(struct session *session, const char *variant)
{
    struct list variants = session_variants(session);
    struct nearest nearest = nearest_to(variant);
    for (size_t i = 0; i < variants.count; i++) {
        const struct syntax_name *name = variants.items[i];
        if (strcmp(name->text, variant) == 0) {
            return true;
        }
        nearest_offer(&nearest, name->text);
    }
    struct arena *arena = &session->compilation.arena;
    session->usage_error = arena_format(arena, "the schema has no variant `%s`%s", variant,
                                        nearest_hint(arena, &nearest));
    return false;
}

void session_say(struct session *session, const struct buffer *text)
{
    if (!output_text(STDOUT_FILENO, text->bytes, text->length)) {
        report_failure(&session->compilation.diagnostics, CODE_CANNOT_WRITE,
                       "cannot write to standard output");
    }
}
