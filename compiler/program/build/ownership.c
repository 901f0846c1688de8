// A file is schemac's own, and of this schema, if
//   - the manifest of the schema has it, with the bytes that it has now; or
//   - its first line says so: `# NAME, revision 3. Made by schemac`, in C with `//`; but for
//     sdkconfig.defaults, which people edit, only if the manifest has these bytes or is not there;
//     or
//   - there is no manifest, as where a version without one wrote last, but another file beside it
//     that says so in its first line, or the log of a build.
// Where it is not, the manifests of other schemas in that directory are searched for its owner.
#include "ownership.h"

#include "build_log.h"
#include "emit.h"
#include "file.h"
#include "manifest.h"
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONTENT_LIMIT = 256 << 20, PATHS_SHOWN = 5 };

static const char made_by[] = "Made by schemac";

struct claim {
    struct outputs *outputs;
    const struct layout *layout;
    const char *directory; // of the part, as it is reached from here
    size_t prefix;         // what of an artifact's path leads to that directory
    struct arena *arena;
    struct manifest before;    // what the schema has written
    struct manifest meanwhile; // that, and what it is about to write
    struct manifest after;
    const struct text_list *inputs;
    bool is_refused; // one of the files is an input, which was reported
    bool is_old;     // a version without manifests wrote here
    struct LIST(struct conflict) conflicts;
};

struct conflict {
    const char *path;  // as it is reached from here
    const char *owner; // the name of a schema; null: not known
    bool is_edited;    // schemac made it, and somebody changed it since
};

static const char *place_of(const struct claim *claim, const char *path)
{
    return outputs_path(claim->outputs, claim->directory, path);
}

static const char *own_path(const struct claim *claim, const char *suffix)
{
    return arena_format(claim->arena, "%s%s", claim->layout->identifier, suffix);
}

// What a file has, up to a limit; empty where it cannot be read.
static struct buffer read_content(const struct claim *claim, const char *path, uint64_t limit)
{
    struct buffer content;
    buffer_init(&content, claim->arena);
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file >= 0) {
        file_read(file, limit, &content);
        close(file);
    }
    return content;
}

// The name of the schema that the first line says the file was made from; null: it says nothing.
// Our own name is looked for first, in full: it may itself contain what ends a name.
static const char *marked_owner(const struct claim *claim, const char *bytes, size_t length)
{
    enum { LINE_LIMIT = 1024 };
    static const char *const ends[] = {", revision ", ", variant "};
    size_t limit = length < LINE_LIMIT ? length : LINE_LIMIT;
    const char *end_of_line = limit ? memchr(bytes, '\n', limit) : NULL;
    size_t line_length = end_of_line ? (size_t)(end_of_line - bytes) : limit;
    const char *line = line_length ? arena_copy(claim->arena, bytes, line_length) : "";
    size_t mark = strncmp(line, "# ", 2) == 0 ? 2 : strncmp(line, "// ", 3) == 0 ? 3 : 0;
    if (mark == 0 || !strstr(line, made_by)) {
        return NULL;
    }
    size_t own = strlen(claim->layout->name);
    const char *found = NULL;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (strncmp(line + mark, claim->layout->name, own) == 0 &&
            strncmp(line + mark + own, ends[i], strlen(ends[i])) == 0) {
            return claim->layout->name;
        }
        const char *end = strstr(line, ends[i]);
        found = end && (!found || end < found) ? end : found;
    }
    return found ? arena_copy(claim->arena, line + mark, (size_t)(found - line) - mark) : NULL;
}

static const char *owner_in(const struct claim *claim, const char *path)
{
    enum { LINE_LIMIT = 1024 };
    struct buffer start = read_content(claim, place_of(claim, path), LINE_LIMIT);
    return marked_owner(claim, start.bytes, start.length);
}

static bool is_own_mark(const struct claim *claim, const char *path)
{
    const char *owner = owner_in(claim, path);
    return owner && strcmp(owner, claim->layout->name) == 0;
}

// Versions before the manifest left marks only in files that can have comments; so of all that
// such a directory has, one file that names this schema makes the others its own.
static bool is_written_by_old_version(const struct claim *claim)
{
    static const char *const suffixes[] = {".h", ".mk", ".cmake"};
    bool is_old = is_own_mark(claim, "sdkconfig.defaults") ||
                  build_log_is_one(place_of(claim, own_path(claim, ".build")));
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes && !is_old; i++) {
        is_old = is_own_mark(claim, own_path(claim, suffixes[i]));
    }
    for (size_t i = 0; i < claim->layout->tables.count && !is_old; i++) {
        const struct table *table = claim->layout->tables.items[i];
        is_old = is_own_mark(claim, arena_format(claim->arena, "%s.csv", table->identifier));
    }
    return is_old;
}

// The schema whose manifest in the same directory has a file; null: none has.
static const char *noted_owner(const struct claim *claim, const char *path, const char *digest)
{
    struct text_list names =
        host_list(claim->outputs->session->options->host, claim->arena, claim->directory, NULL);
    for_each (name, &names) {
        size_t length = strlen(name);
        if (length < 5 || strcmp(name + length - 5, ".made") != 0) {
            continue;
        }
        struct manifest manifest = manifest_read(claim->arena, place_of(claim, name));
        if (manifest.schema && manifest_has(&manifest, path, digest)) {
            return manifest.schema;
        }
    }
    return NULL;
}

static void add_conflict(struct claim *claim, const char *path, const char *owner, bool is_edited)
{
    struct conflict *conflict = arena_new(claim->arena, sizeof *conflict);
    *conflict = (struct conflict){path, owner, is_edited};
    list_append(claim->arena, &claim->conflicts, conflict);
}

// The one artifact that people add lines to, as ESP-IDF reads defaults from a file of this name:
// its first line still says that it is ours, and only the digest shows that it was edited.
static bool is_project_file(const char *path)
{
    return strcmp(path, "sdkconfig.defaults") == 0;
}

// Whether a file that is there is the schema's own; a conflict if not. What always says whose it is
// needs to say so in the old version's directory, too.
static bool is_own(struct claim *claim, const struct artifact *artifact, const char *digest,
                   const struct buffer *there)
{
    const char *path = artifact->path + claim->prefix;
    const char *owner = marked_owner(claim, there->bytes, there->length);
    bool is_old = claim->is_old && !marked_owner(claim, artifact->bytes, artifact->length);
    bool is_ours = owner && strcmp(owner, claim->layout->name) == 0;
    bool is_edited = is_ours && is_project_file(path) && claim->before.schema &&
                     !manifest_has(&claim->before, path, digest);
    if (is_edited) {
        add_conflict(claim, place_of(claim, path), NULL, true);
        return false;
    }
    if (owner ? is_ours : is_old || manifest_has(&claim->before, path, digest)) {
        return true;
    }
    owner = owner ? owner : noted_owner(claim, path, digest);
    add_conflict(claim, place_of(claim, path), owner, false);
    return false;
}

static bool is_image(const char *path)
{
    return strncmp(path, "images/", 7) == 0;
}

// Files alone can be lost: directories are refused when it comes to writing, pipes are written to.
static bool holds_something(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
}

// Whether only the manifest can show whose a file is. Most text says so in its first line, and is
// nothing to edit; the one that has the name of a project's own file is edited there, too.
static bool needs_note(const struct claim *claim, const struct artifact *artifact)
{
    return is_project_file(artifact->path + claim->prefix) ||
           !marked_owner(claim, artifact->bytes, artifact->length);
}

static void claim_artifact(struct claim *claim, const struct artifact *artifact)
{
    const char *path = artifact->path + claim->prefix;
    const char *place = place_of(claim, path);
    bool is_noted = needs_note(claim, artifact);
    if (is_noted) {
        const char *made =
            is_image(path) ? "-" : manifest_digest(claim->arena, artifact->bytes, artifact->length);
        manifest_add(claim->arena, &claim->after, path, made);
        manifest_add(claim->arena, &claim->meanwhile, path, made);
    }
    bool is_known = is_image(path) && manifest_has(&claim->before, path, NULL);
    if (option_is_given(claim->outputs->session->options, OPTION_FORCE) || is_known ||
        !holds_something(place)) {
        return;
    }
    struct buffer there = read_content(claim, place, CONTENT_LIMIT);
    if (there.length == artifact->length &&
        (there.length == 0 || memcmp(there.bytes, artifact->bytes, there.length) == 0)) {
        return;
    }
    if (output_refuse_input(place, claim->inputs,
                            &claim->outputs->session->compilation.diagnostics)) {
        claim->is_refused = true;
        return;
    }
    const char *text = there.length ? there.bytes : "";
    const char *digest = manifest_digest(claim->arena, text, there.length);
    if (is_own(claim, artifact, digest, &there) && is_noted && !is_image(path)) {
        manifest_add(claim->arena, &claim->meanwhile, path, digest);
    }
}

// The images that a later build, or a build fragment, will write, but where somebody else's are.
static void claim_images(struct claim *claim)
{
    for_each (partition, &claim->layout->partitions) {
        if (!partition->content || partition->is_absent) {
            continue;
        }
        const char *path = image_path(claim->layout, partition);
        if (claim->is_old || manifest_has(&claim->before, path, NULL) ||
            !holds_something(place_of(claim, path))) {
            manifest_add(claim->arena, &claim->after, path, "-");
            manifest_add(claim->arena, &claim->meanwhile, path, "-");
        }
    }
}

// What was written before and is not written this time stays the schema's own.
static void keep_others(struct claim *claim)
{
    struct manifest kept = {0};
    for_each (file, &claim->before.files) {
        if (!manifest_has(&claim->after, file->path, NULL) &&
            holds_something(place_of(claim, file->path))) {
            manifest_add(claim->arena, &kept, file->path, file->digest);
        }
    }
    for_each (file, &kept.files) {
        manifest_add(claim->arena, &claim->after, file->path, file->digest);
        manifest_add(claim->arena, &claim->meanwhile, file->path, file->digest);
    }
}

// The manifest and the log of a build have names of the schema's own, but somebody else may have
// made a file of such a name.
static void claim_notes(struct claim *claim, const char *manifest)
{
    const char *name = own_path(claim, ".build");
    const char *log = place_of(claim, name);
    bool is_forced = option_is_given(claim->outputs->session->options, OPTION_FORCE);
    const char *owner = manifest_read(claim->arena, manifest).schema;
    bool is_other = owner ? strcmp(owner, claim->layout->name) != 0 : holds_something(manifest);
    if (is_other && !is_forced) {
        add_conflict(claim, manifest, owner, false);
    }
    if (!claim->outputs->makes_images) {
        return;
    }
    manifest_add(claim->arena, &claim->meanwhile, name, "-");
    manifest_add(claim->arena, &claim->after, name, "-");
    if (!holds_something(log)) {
        return;
    }
    bool is_input =
        output_refuse_input(log, claim->inputs, &claim->outputs->session->compilation.diagnostics);
    claim->is_refused |= is_input;
    if (!is_input && !is_forced && !build_log_is_one(log) &&
        !manifest_has(&claim->before, name, NULL)) {
        add_conflict(claim, log, NULL, false);
    }
}

// Conflicts are reported together if the same advice goes for them: those that were edited, those
// of one schema, and those of nobody known.
static bool is_same_owner(const struct conflict *a, const struct conflict *b)
{
    if (a->is_edited || b->is_edited) {
        return a->is_edited == b->is_edited;
    }
    return a->owner && b->owner ? strcmp(a->owner, b->owner) == 0 : a->owner == b->owner;
}

// All conflicts of the owner that the one at an index has, unless an earlier one has it.
static void report_owner(const struct claim *claim, size_t index)
{
    struct diagnostics *diagnostics = &claim->outputs->session->compilation.diagnostics;
    const struct conflict *first = claim->conflicts.items[index];
    struct buffer others;
    size_t count = 0;
    buffer_init(&others, claim->arena);
    for (size_t i = 0; i < claim->conflicts.count; i++) {
        const struct conflict *conflict = claim->conflicts.items[i];
        if (i == index || !is_same_owner(first, conflict)) {
            continue;
        }
        if (i < index) {
            return;
        }
        if (++count <= PATHS_SHOWN) {
            buffer_format(&others, "%s`%s`", count > 1 ? ", " : "", conflict->path);
        }
    }
    struct diagnostic *diagnostic =
        first->owner
            ? report(diagnostics, CODE_OTHER_SCHEMA, (struct span){0},
                     "`%s` was generated from schema `%s`; compiling `%s` would overwrite it",
                     first->path, first->owner, claim->layout->name)
            : report(diagnostics, CODE_FOREIGN_OUTPUT, (struct span){0}, "`%s` %s", first->path,
                     first->is_edited ? "has been changed since schemac wrote it"
                                      : "already exists, and was not written by schemac");
    if (count > PATHS_SHOWN) {
        add_note(diagnostic, (struct span){0}, "so are %s and %zu more", others.bytes,
                 count - PATHS_SHOWN);
    } else if (count) {
        add_note(diagnostic, (struct span){0}, "the same goes for %s", others.bytes);
    }
    add_note(diagnostic, (struct span){0}, "%s; `--force` overwrites what is there",
             first->owner       ? "give each schema its own output directory"
             : first->is_edited ? "keep your lines in another file of `SDKCONFIG_DEFAULTS`"
                                : "choose another output directory, or move the file away");
}

// The order matters: what is in the way is looked for before anything is added to the manifests,
// and what was written before is kept only if this run does not write it again. Both manifests are
// sorted last, as they are searched and written in that order.
bool ownership_claim(struct outputs *outputs, struct outputs_part *part,
                     const struct text_list *inputs, struct artifact_list *noted)
{
    const char *directory = outputs_path(outputs, outputs->directory, part->directory);
    struct claim claim = {
        .outputs = outputs,
        .layout = part->layout,
        .directory = *part->directory ? directory : outputs->directory,
        .prefix = *part->directory ? strlen(part->directory) + 1 : 0,
        .arena = outputs->arena,
        .inputs = inputs,
        .meanwhile.schema = part->layout->name,
        .after.schema = part->layout->name,
    };
    const char *name = own_path(&claim, ".made");
    claim.before = manifest_read(outputs->arena, place_of(&claim, name));
    claim.is_old = !claim.before.schema && is_written_by_old_version(&claim);
    claim_notes(&claim, place_of(&claim, name));
    for (size_t i = 0; i < part->artifacts.count; i++) {
        claim_artifact(&claim, part->artifacts.items[i]);
    }
    for (size_t i = 0; i < claim.conflicts.count; i++) {
        report_owner(&claim, i);
    }
    if (claim.conflicts.count || claim.is_refused) {
        return false;
    }
    claim_images(&claim);
    manifest_sort(&claim.after);
    keep_others(&claim);
    manifest_sort(&claim.after);
    manifest_sort(&claim.meanwhile);
    struct buffer text;
    buffer_init(&text, outputs->arena);
    buffer_init(&part->manifest, outputs->arena);
    manifest_text(&claim.meanwhile, &text);
    manifest_text(&claim.after, &part->manifest);
    const char *path = *part->directory ? outputs_path(outputs, part->directory, name) : name;
    artifact_add(outputs->arena, noted, path, &text);
    return true;
}
