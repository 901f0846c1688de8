// The way in: from the files that a command names to the text of a schema.
//
// An import runs in stages, which at_modules.c repeats for each module of ESP-AT: files are added
// (importer.c says what each of them is), everything is read and placed (stages.c), and the schema
// is written, compiled and put into its canonical form (schema/). Mistakes are reported on the
// files that were read, never on the text that is made of them.
#include "esp_at.h"

#include <string.h>

static bool add_path(struct importer *importer, const char *path, const struct source *known)
{
    if (!known && host_is_directory(importer->sources->host, path)) {
        return at_add_directory(importer, path);
    }
    const struct source *source = known ? known : files_add(importer, path);
    if (known) {
        list_append(importer->arena, &importer->imported->inputs, path);
    }
    return source && import_add(importer, path, source);
}

static bool add_paths(struct importer *importer)
{
    const struct import_request *request = importer->request;
    bool is_good = true;
    for (size_t i = 0; i < request->paths.count; i++) {
        const struct source *known = i < request->sources.count ? request->sources.items[i] : NULL;
        is_good &= add_path(importer, request->paths.items[i], known);
    }
    return is_good;
}

// The importer, and all that is read, lives in the arena of the compilation; nothing is kept
// elsewhere.
bool import_files(struct compilation *compilation, const struct import_request *request,
                  struct imported *imported)
{
    struct importer importer = {
        .compilation = compilation,
        .arena = &compilation->arena,
        .diagnostics = &compilation->diagnostics,
        .sources = &compilation->sources,
        .request = request,
        .imported = imported,
        .at = {.module = request->module},
    };
    *imported = (struct imported){0};
    for (size_t i = 0; request->project && i < request->project->sdkconfigs.count; i++) {
        list_append(importer.arena, &imported->inputs, request->project->sdkconfigs.items[i]);
    }
    if (at_wants_modules(&importer)) {
        return at_import_modules(&importer);
    }
    return add_paths(&importer) && import_read(&importer) && import_finish(&importer);
}
