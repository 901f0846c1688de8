// Files that a schema names: where they are, whether they may be read, and that they were.
//
// Each file is noted as an input before it is read, even if that fails: build systems must know
// what to wait for. A schema may read what its paths say, also `../` and absolute ones; but a path
// that looks as if it were inside of the schema's directory and leads out through a symbolic link
// is refused, since whoever reads the schema would not see that.
#include "input.h"

#include "image_limit.h"

#include <stdlib.h>
#include <string.h>

// As seen from where schemac runs, so that messages and build files name files as users can open
// them.
const char *input_path(const struct image_request *request, const char *name)
{
    const char *raw_data = request->layout->raw_data;
    bool is_inner = name[0] != '/' && raw_data && *raw_data;
    const char *inner = is_inner ? arena_format(request->arena, "%s/%s", raw_data, name) : name;
    return path_beside(request->arena, request->layout->invocation.schema, inner);
}

// With a slash in it, so that neither PATH nor an interpreter's own search has a say.
const char *input_program_path(const struct image_request *request, const char *name)
{
    const char *tools = request->layout->tools;
    if (tools && *tools && name[0] != '/') {
        name = arena_format(request->arena, "%s/%s", tools, name);
    }
    const char *path = path_beside(request->arena, request->layout->invocation.schema, name);
    return strchr(path, '/') ? path : arena_format(request->arena, "./%s", path);
}

// True if the path is a new one. Interning is what finds that out in constant time.
static bool note(struct image_notes *notes, const char *path)
{
    size_t known = notes->known.count;
    names_intern(&notes->known, path, strlen(path));
    return notes->known.count > known;
}

// Each path once, in the order of first use. Notes of making an image continue those of its plan
// (`before`) and leave out what is there; other code may have appended to `inputs` directly (the
// walk of a directory), which is caught up with first.
void input_note(const struct image_request *request, const char *path)
{
    struct image_notes *notes = request->notes;
    if (!notes->known.arena) {
        names_init(&notes->known, request->arena);
        for (const struct image_notes *before = notes->before; before; before = before->before) {
            for_each (known, &before->inputs) {
                note(notes, known);
            }
        }
    }
    for (; notes->known_count < notes->inputs.count; notes->known_count++) {
        note(notes, notes->inputs.items[notes->known_count]);
    }
    if (note(notes, path)) {
        list_append(request->arena, &notes->inputs, path);
        notes->known_count++;
    }
}

// Whether a path is written as one that leads out of the directory that it is seen from. It counts
// steps without asking the disk: `a/../..` leads out, `a/..` does not. Steps `.` and empty ones do
// not count.
static bool leaves_folder(const char *path)
{
    size_t depth = 0;
    for (const char *step = path; *step; step += strcspn(step, "/"), step += *step == '/') {
        size_t length = strcspn(step, "/");
        bool is_up = length == 2 && strncmp(step, "..", 2) == 0;
        if (is_up && depth == 0) {
            return true;
        }
        bool is_down = !is_up && length > 0 && strncmp(step, ".", length) != 0;
        depth = is_up ? depth - 1 : depth + is_down;
    }
    return path[0] == '/';
}

// Whether a path that is written inside of the schema's directory leads out of it. Both sides are
// resolved, since the schema's directory may itself be reached through a link, which is nobody's
// trick.
static bool is_led_astray(const struct image_request *request, const char *path)
{
    const char *schema = request->layout->invocation.schema;
    const char *slash = strrchr(schema, '/');
    size_t length = slash ? (size_t)(slash - schema) + 1 : 0;
    const char *folder = slash ? arena_copy(request->arena, schema, length) : ".";
    bool is_below = strncmp(path, schema, length) == 0;
    if (leaves_folder(is_below ? path + length : path)) {
        return false;
    }
    const char *error;
    const struct host *host = request->sources->host;
    const char *real_folder = host_real_path(host, request->arena, folder, &error);
    const char *real_path = host_real_path(host, request->arena, path, &error);
    if (!real_folder || !real_path) {
        return false; // opening the file says why
    }
    length = strlen(real_folder);
    return strncmp(real_path, real_folder, length) != 0 ||
           (real_folder[length - 1] != '/' && real_path[length] && real_path[length] != '/');
}

// In a check, a file that is missing may be one that the build makes later: a warning, and the
// image counts as one that could not be judged.
bool input_is_awaited(const struct image_request *request, const char *path, struct span span)
{
    bool is_awaited = request->settings->is_check && host_is_missing(request->sources->host, path);
    if (is_awaited) {
        report(request->diagnostics, CODE_INPUT_MISSING, span,
               "`%s` does not exist yet; what is made from it is not checked%s", path,
               unreadable_hint(request->diagnostics, path));
        request->notes->lacks_input = true;
    }
    return is_awaited;
}

// Returns false, so that callers can return what it returns.
static bool report_input(const struct image_request *request, const char *path, struct span span,
                         const char *error)
{
    if (!input_is_awaited(request, path, span)) {
        report(request->diagnostics, CODE_INPUT_FAILED, span, "cannot read `%s`: %s%s", path, error,
               unreadable_hint(request->diagnostics, path));
    }
    return false;
}

// Between this and the reading the link could change; whoever can do that can change the file as
// well.
bool input_check(const struct image_request *request, const char *path, struct span span)
{
    bool is_astray = is_led_astray(request, path);
    if (is_astray) {
        report(request->diagnostics, CODE_INPUT_ASTRAY, span,
               "`%s` leads out of the schema's directory through a symbolic link", path);
    }
    return !is_astray;
}

const struct source *input_source(const struct image_request *request, const char *path,
                                  struct span span)
{
    const char *error = NULL;
    if (!input_check(request, path, span)) {
        return NULL;
    }
    const struct source *source = sources_read_data(request->sources, path, &error);
    if (!source) {
        report_input(request, path, span, error);
    }
    return source;
}

// A limit that is not the partition's is schemac's own, the same for all that read the file.
static bool report_too_large(const struct image_request *request, const char *path,
                             struct span span, uint64_t size, uint64_t limit)
{
    struct arena *arena = request->arena;
    if (limit == layout_image_limit(request->partition)) {
        image_report_too_large(request->diagnostics, span, request->partition,
                               arena_format(arena, "`%s`", path), size);
    } else {
        report(request->diagnostics, CODE_IMAGE_TOO_LARGE, span,
               "`%s` has %s bytes; the limit is %s", path, text_number(arena, number_of(size)),
               text_number(arena, number_of(limit)));
    }
    return false;
}

// Reads up to the limit and one byte more, whatever the file says of its size: it may grow, or be
// a pipe. A file that only its owner may read makes the image secret.
bool input_bytes(const struct image_request *request, const char *path, struct span span,
                 uint64_t limit, struct buffer *content)
{
    if (!input_check(request, path, span)) {
        return false;
    }
    size_t before = content->length;
    struct host_status status;
    const char *error = host_read(request->sources->host, path, before + limit, content, &status);
    if (status.is_private) {
        request->notes->is_secret = true; // as keys are; a copy must be no less
    }
    if (error) {
        return report_input(request, path, span, error);
    }
    uint64_t length = content->length - before;
    uint64_t size = status.kind == HOST_FILE ? status.size : length;
    return length <= limit || report_too_large(request, path, span, size, limit);
}
