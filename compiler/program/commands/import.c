// `import`: creates a schema from the files of a project and proves that it is right: the schema is
// compiled, and the tables that come out are compared byte by byte with those that went in.
//
// What was found out (the chip, the size of the flash, where the table is) is printed with the file
// and line that it came from, or marked as assumed, because a wrong guess would otherwise go
// unnoticed. Of an existing schema that people may have edited, nothing is overwritten without
// --force.
#include "commands.h"
#include "emit.h"
#include "output.h"
#include "session.h"
#include "import_session.h"
#include "print.h"

#include <string.h>
#include <sys/stat.h>

// To a file if `-o` names one. False, and reported, if that is not possible.
static bool write_schema(struct session *session)
{
    const struct imported *imported = session->imported;
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    const char *path = option_text(session->options, OPTION_OUTPUT);
    if (!path || strcmp(path, "-") == 0) {
        print_file(session, &imported->text);
        return diagnostics->system_failed == false;
    }
    return import_session_write(session, &imported->text, &imported->inputs, path);
}

// Reports what `compile` would report about names, so that the user sees it now. Without a layout
// there is nothing to check, and its mistakes were reported.
static void check_artifacts(struct session *session, const struct images *images)
{
    for (size_t i = 0; images && i < emitter_count; i++) {
        if (emitters[i].check) {
            emitters[i].check(images->layout, images, &session->compilation.diagnostics);
        }
    }
}

// Compares each variant with what it was made of: a line for all, or for those that are not the
// same.
static bool prove_variants(struct session *session, struct buffer *text)
{
    struct compilation *compilation = &session->compilation;
    size_t variants = session->imported->variants.count;
    size_t tables = 0;
    bool is_same = true;
    bool is_compared = true;
    for_each (variant, &session->imported->variants) {
        const struct images *images =
            compilation_images(compilation, session_invocation(session, ".", variant->name));
        tables += variant->tables.count;
        check_artifacts(session, images);
        is_compared &= images != NULL; // else it has mistakes, which are told
        is_same &= !images || import_compare_variant(variant, images->layout, text);
    }
    if (is_same && is_compared) {
        buffer_format(text, "%zu variants: identical, %zu tables\n", variants, tables);
    }
    return is_same;
}

// Compiles what was made, and compares it with what it was made of. A difference is a fault of
// schemac, but whoever uses the schema must know of it.
static void prove(struct session *session, struct buffer *text)
{
    struct compilation *compilation = &session->compilation;
    static const struct rule_setting no_app = {"has-app", SEVERITY_OFF};
    if (session->imported->keys) { // there is nothing but the one partition
        list_append(&compilation->arena, &compilation->diagnostics.settings, &no_app);
    }
    const struct images *images =
        compilation_images(compilation, session_invocation(session, ".", NULL));
    check_artifacts(session, images);
    bool is_same = session->imported->variants.count
                       ? prove_variants(session, text)
                       : import_compare(&compilation->sources, session->imported, images, text);
    if (!is_same) {
        report(&compilation->diagnostics, CODE_IMPORT_DIFFERS, (struct span){0},
               "the schema does not compile to the bytes that were imported");
    }
}

// What messages call the schema; on standard output it has no name.
static const char *schema_path(const struct options *options)
{
    bool is_file = option_text(options, OPTION_OUTPUT) &&
                   strcmp(option_text(options, OPTION_OUTPUT), "-") != 0;
    return is_file ? option_text(options, OPTION_OUTPUT) : "<schema>";
}

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

// Of several directories, the first with sdkconfig files counts; that the others are ignored is
// printed.
static struct project_files *choose_project(struct arena *arena, struct project_files *found,
                                            struct project_files *other)
{
    if (!found || (found->sdkconfigs.count == 0 && other->sdkconfigs.count)) {
        return other;
    }
    for (size_t i = 0; i < other->sdkconfigs.count; i++) {
        list_append(arena, &found->missing,
                    arena_format(arena, "%s: ignored, because %s has the options of the project",
                                 other->sdkconfigs.items[i], found->sdkconfigs.items[0]));
    }
    return found;
}

// The files of options in a project's directory, unless the command line names any; null: no
// argument is a directory.
static const struct project_files *find_project(struct arena *arena, struct options *options)
{
    struct project_files *found = NULL;
    for (size_t i = 0; i < options->argument_count; i++) {
        if (is_directory(options->arguments[i])) {
            struct project_files *files = arena_new(arena, sizeof *files);
            import_find_project(options->host, arena, options->arguments[i],
                                option_text(options, OPTION_CHIP), files);
            found = choose_project(arena, found, files);
        }
    }
    if (found && options->kconfig.sdkconfigs.count) { // what is named is all that counts
        found->sdkconfigs = options->kconfig.sdkconfigs;
        found->missing = (struct text_list){0};
        found->chip = NULL;
        found->is_told = true;
    }
    if (found) {
        options->kconfig.sdkconfigs = found->sdkconfigs;
    }
    return found;
}

// A file is taken by itself: what is beside it may belong to another project.
static void say_sdkconfig(const struct options *options, struct buffer *text)
{
    static const char *const names[] = {"sdkconfig", "sdkconfig.defaults"};
    const char *path = options->arguments[0];
    const char *slash = strrchr(path, '/');
    int length = slash ? (int)(slash + 1 - path) : 0;
    bool is_told = option_text(options, OPTION_CHIP) || options->kconfig.sdkconfigs.count ||
                   is_directory(path);
    for (size_t i = 0; i < sizeof names / sizeof *names && !is_told; i++) {
        const char *beside = arena_format(text->arena, "%.*s%s", length, path, names[i]);
        is_told = is_file(beside);
        if (is_told) {
            buffer_format(text, "%s: ignored; `schemac import %s` imports the whole project\n",
                          beside, length ? arena_format(text->arena, "%.*s", length, path) : ".");
        }
    }
}

static int run(const struct options *options)
{
    struct session session;
    struct options own = *options;
    options = &own;
    struct import_request request = import_session_request(options);
    session_init(&session, options, schema_path(options), false);
    struct arena *arena = &session.compilation.arena;
    struct buffer proof;
    buffer_init(&proof, arena);
    request.project = find_project(arena, &own);
    for (size_t i = 0; i < options->argument_count; i++) {
        list_append(arena, &request.paths, options->arguments[i]);
    }
    request.output = option_text(options, OPTION_OUTPUT);
    request.size = option_number(options, OPTION_SIZE);
    bool is_readable =
        import_session_read(&session, &request, session.path) && session_check_settings(&session);
    bool is_made = session.import_text && !session.usage_error;
    if (is_made || request.project) {
        import_session_note_settings(&session, false);
    }
    if (is_made && write_schema(&session) && is_readable) {
        prove(&session, &proof);
        say_sdkconfig(options, &proof);
    }
    import_session_note(&session, &proof);
    return session_end(&session);
}

static const enum option_id taken[] = {
    OPTION_OUTPUT,    OPTION_CHIP,    OPTION_OFFSET,  OPTION_NAME,        OPTION_ALL_MODULES,
    OPTION_MODULE,    OPTION_SUBTYPE, OPTION_SIZE,    OPTION_DEFINE,      OPTION_FORCE,
    OPTION_SDKCONFIG, OPTION_QUIET,   OPTION_WARNING, DIAGNOSTIC_OPTIONS,
};

const struct command command_import = {
    .name = "import",
    .arguments = "FILE... [-o OUT.pschema]",
    .summary = "create a schema from an existing project",
    .description =
        "Creates a schema from what a project has: a partitions.csv, a binary table, a flash\n"
        "dump, both tables of ESP-AT with its list of dependencies, a CSV of NVS keys, the two\n"
        "CSVs of mass_mfg (keys and values), or a project directory with the sdkconfig files\n"
        "that its build uses.\n"
        "\n"
        "The schema is written to OUT.pschema or standard output, then compiled, and the result\n"
        "is compared byte by byte with the input: `identical`, or a list of differences. It\n"
        "also prints where the chip, the flash size and the table offset came from, or that\n"
        "they are assumed. Input that gen_esp32part.py rejects is rejected, and nothing is\n"
        "written. An existing schema is not replaced unless it would be the same.\n"
        "\n"
        "From an ESP-AT directory, all modules become variants of one schema, unless an\n"
        "sdkconfig selects one of them.",
    TAKES(taken),
    .fewest = 1,
    .most = SIZE_MAX,
    .begins_with_file = true,
    .run = run,
};
