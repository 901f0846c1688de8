// A session with a schema that is made in memory, of tables and other files. The schema is parsed
// like any other, under a name that says what it is. If nobody will see it (`check
// partitions.csv`), diagnostics about it are moved to the lines of the file that it was made from.
//
// The Kconfig values of the project are needed to choose the chip and the flash, and are dropped
// then: the schema states both, and must compile without them.
#include "import_session.h"

#include "builtin.h"
#include "output.h"
#include "print.h"
#include "shown.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ; // POSIX has it in no header

struct import_request import_session_request(const struct options *options)
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

bool import_session_read(struct session *session, const struct import_request *request,
                         const char *path)
{
    struct compilation *compilation = &session->compilation;
    struct imported *imported = arena_new(&compilation->arena, sizeof *imported);
    session->imported = imported;
    if (!compilation_read_kconfig(compilation, &session->options->kconfig) ||
        !import_files(compilation, request, imported)) {
        return false;
    }
    compilation->kconfig = NULL; // it chose the chip and its flash; the schema does not use it
    bool is_good =
        compilation_read_text(compilation, path, imported->text.bytes, imported->text.length);
    session->import_text = compilation->file ? compilation->file->source : NULL;
    for_each (source, &compilation->sources.files) {
        source->is_data |= source == session->import_text; // no file of the schema's
    }
    builtins_read(&compilation->syntax);
    return is_good;
}

bool import_session_begin(struct session *session, const struct source *source)
{
    struct arena *arena = &session->compilation.arena;
    struct import_request request = import_session_request(session->options);
    list_append(arena, &request.paths, session->path);
    list_append(arena, &request.sources, source);
    session->is_import_hidden = true;
    return import_session_read(session, &request,
                               arena_format(arena, "%s (as a schema)", source->path));
}

// Whether a file is there that has something else than what is to be written. An empty file is not
// precious: editors and `mktemp` create them.
static bool is_precious(struct session *session, const struct buffer *text, const char *path)
{
    struct stat status;
    const char *error;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0) {
        return false;
    }
    const struct source *there = sources_read_data(&session->compilation.sources, path, &error);
    return !there || there->length != text->length ||
           memcmp(there->bytes, text->bytes, text->length) != 0;
}

bool import_session_write(struct session *session, const struct buffer *text,
                          const struct text_list *inputs, const char *path)
{
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    struct artifact_list artifacts = {0};
    if (!option_is_given(session->options, OPTION_FORCE) && is_precious(session, text, path)) {
        report(diagnostics, CODE_IMPORT_EXISTS, (struct span){0},
               "`%s` already exists with different content; remove it, choose another "
               "name, or use `--force`",
               path);
        return false;
    }
    artifact_add(diagnostics->arena, &artifacts, path, text)->is_lasting = true;
    return output_write("", &artifacts, inputs, diagnostics, NULL);
}

// Not with --quiet, nor where messages are for programs.
void import_session_note(struct session *session, const struct buffer *text)
{
    const struct options *options = session->options;
    if (text->length && !option_is_given(options, OPTION_QUIET) &&
        option_number(options, OPTION_DIAGNOSTICS) == DIAGNOSTICS_TEXT) {
        struct buffer shown;
        buffer_init(&shown, &session->compilation.arena);
        shown_text(&shown, text->bytes, text->length);
        output_text(STDERR_FILENO, shown.bytes, shown.length);
    }
}

void import_session_note_settings(struct session *session, bool are_assumed)
{
    struct buffer text;
    buffer_init(&text, &session->compilation.arena);
    for (size_t i = 0; session->imported && i < session->imported->settings.count; i++) {
        const struct imported_setting *setting = session->imported->settings.items[i];
        if (setting->is_assumed || !are_assumed) {
            buffer_format(&text, "%s\n", setting->text);
        }
    }
    import_session_note(session, &text);
}
