// `verify`
#include "commands.h"
#include "contents.h"
#include "file.h"
#include "flash_format.h"
#include "verify.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool is_standard_input(const char *path)
{
    return strcmp(path, "-") == 0;
}

static bool read_dump(struct session *session, struct buffer *bytes)
{
    const char *path = session->options->flash_file;
    size_t length = strlen(path);
    if (length > 8 && strcmp(path + length - 8, ".pschema") == 0) {
        report(&session->compilation.diagnostics, CODE_BAD_IMAGE, (struct span){0},
               "`%s` is a schema, not a flash dump", path);
        return false;
    }
    int file = is_standard_input(path) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    const char *error = file < 0 ? strerror(errno) : file_read_image(file, bytes);
    if (file > STDIN_FILENO) {
        close(file);
    }
    if (error) {
        report_unreadable(&session->compilation.diagnostics, CODE_CANNOT_READ, path, error);
    }
    return !error;
}

// The partition that alone is looked at; a usage error where it is not on this device.
static const struct partition *find_only(struct session *session, const struct layout *layout,
                                         const struct layout_flash *device)
{
    const char *name = session->options->partition;
    const struct partition *partition = session_find_partition(session, layout, name);
    if (partition && partition->table->flash != device) {
        session->usage_error =
            arena_format(layout->arena, "partition `%s` is on another flash; say `--on %s`", name,
                         partition->table->flash->identifier);
    }
    return partition;
}

static void report_nothing(struct session *session, const struct partition *only)
{
    struct arena *arena = &session->compilation.arena;
    report(&session->compilation.diagnostics, CODE_NOTHING_TO_VERIFY,
           only ? only->span : (struct span){0}, "nothing says what %s should hold",
           only ? arena_format(arena, "`%s`", only->label) : "this flash");
}

// Whether a dump of which something differs is a file of some format instead.
static bool check_format(struct session *session, const struct buffer *bytes)
{
    const struct flash_format *format = flash_format_probe(bytes);
    if (format) {
        report(&session->compilation.diagnostics, CODE_DUMP_FORMAT, (struct span){0},
               "`%s` is a file of the format `%s`; `--flash` takes the bytes as they lie in "
               "the flash",
               session->options->flash_file, format->name);
    }
    return !format;
}

// Whether all of it was found to be as it should; if not, or if nothing could be, it is said why.
static bool hold(struct session *session, const struct flash *flash, const struct partition *only,
                 const struct buffer *bytes)
{
    const struct options *options = session->options;
    bool is_alone = only && bytes->length == only->size && only->size != flash->device->size;
    const struct dump dump = {bytes->bytes, is_alone ? only->offset : 0, bytes->length};
    const struct verify_settings settings = {only, options->is_used};
    struct verification verification = verify_flash(flash, &dump, &settings);
    struct buffer text;
    if (verify_count(&verification) == 0) {
        report_nothing(session, only);
        return false;
    }
    if (!verification.is_good && !check_format(session, bytes)) {
        return false;
    }
    buffer_init(&text, flash->arena);
    if (options->is_json) {
        verify_json(&verification, &text);
    } else {
        verify_text(&verification, options->is_quiet, &text);
    }
    session_say(session, &text);
    return verification.is_good;
}

static bool verify(struct session *session)
{
    const struct options *options = session->options;
    struct images *images = contents_images(session);
    const struct layout *layout = images ? images->layout : NULL;
    const struct layout_flash *device = layout ? contents_choose_flash(session, layout) : NULL;
    const struct partition *only =
        device && options->partition ? find_only(session, layout, device) : NULL;
    struct flash flash;
    struct buffer bytes;
    if (!device || session->usage_error) {
        return false;
    }
    buffer_init(&bytes, layout->arena);
    return contents_make(session, images, device, only, &flash) && read_dump(session, &bytes) &&
           hold(session, &flash, only, &bytes);
}

int command_verify(const struct options *options)
{
    struct session session;
    bool is_good = false;
    if (!options->flash_file) {
        fputs("schemac: error: `verify` needs `--flash DUMP`, what was read back\n", stderr);
        return STATUS_WRONG_USAGE;
    }
    if (is_standard_input(options->flash_file) && is_standard_input(options->arguments[0])) {
        fputs("schemac: error: the schema and the dump cannot both be standard input\n", stderr);
        return STATUS_WRONG_USAGE;
    }
    if (session_begin(&session, options, options->arguments[0], true)) { // `compile` warns
        is_good = verify(&session);
    }
    int status = session_end(&session);
    return status == STATUS_DONE && !is_good ? STATUS_WRONG_INPUT : status;
}
