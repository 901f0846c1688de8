// `verify`: compares a flash dump with what `image` would write, partition by partition, and
// reports where they differ. A dump may be shorter than the flash; what it does not contain is not
// judged. If nothing at all could be compared, that is an error, since success would be misleading.
//
// A dump in another format (Intel HEX, UF2) differs everywhere. It is recognized only then, so that
// a binary dump that happens to look like one is still compared.
#include "commands.h"
#include "flash_image.h"
#include "file.h"
#include "flash_format.h"
#include "flash_key.h"
#include "verify.h"
#include "partition_name.h"
#include "print.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool is_standard_input(const char *path)
{
    return strcmp(path, "-") == 0;
}

// Reads the whole dump. A schema given in its place is the likeliest mistake, and named as such.
static bool read_dump(struct session *session, struct buffer *bytes)
{
    const char *path = option_text(session->options, OPTION_FLASH);
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
    const char *name = option_text(session->options, OPTION_PARTITION);
    const struct partition *partition = partition_by_name(session, layout, name);
    if (partition && partition->table->flash != device) {
        session->usage_error =
            arena_format(layout->arena, "partition `%s` is on another flash; use `--on %s`", name,
                         partition->table->flash->identifier);
    }
    return partition;
}

// Success without a comparison would be misleading.
static void report_nothing(struct session *session, const struct partition *only)
{
    struct arena *arena = &session->compilation.arena;
    report(&session->compilation.diagnostics, CODE_NOTHING_TO_VERIFY,
           only ? only->span : (struct span){0}, "nothing defines what %s should contain",
           only ? arena_format(arena, "`%s`", only->label) : "this flash");
}

// Whether a dump of which something differs is a file of some format instead.
static bool check_format(struct session *session, const struct buffer *bytes)
{
    const struct flash_format *format = flash_format_probe(bytes);
    if (format) {
        report(&session->compilation.diagnostics, CODE_DUMP_FORMAT, (struct span){0},
               "`%s` is a file in `%s` format; `--flash` must be the bytes as they are in "
               "the flash",
               option_text(session->options, OPTION_FLASH), format->name);
    }
    return !format;
}

// Compares, and prints and reports the result. A dump that has exactly the size of the one
// partition asked for is that partition; any other dump begins at the start of the flash. False,
// and reported, if something differs or nothing could be compared.
static bool hold(struct session *session, const struct flash *flash, const struct partition *only,
                 const struct buffer *bytes)
{
    const struct options *options = session->options;
    bool is_alone = only && bytes->length == only->size && only->size != flash->device->size;
    struct flash_dump dump = {
        .bytes = bytes->bytes,
        .offset = is_alone ? only->offset : 0,
        .length = bytes->length,
    };
    const struct verify_settings settings = {only, option_is_given(options, OPTION_USED)};
    const char *key = option_text(options, OPTION_FLASH_KEY);
    if (key && !flash_key_decrypt(session, key, flash, &dump)) {
        return false;
    }
    struct flash_verification verification = verify_flash(flash, &dump, &settings);
    struct buffer text;
    if (verify_count(&verification) == 0) {
        report_nothing(session, only);
        return false;
    }
    if (!verification.is_good && !check_format(session, bytes)) {
        return false;
    }
    buffer_init(&text, flash->arena);
    if (option_is_given(options, OPTION_JSON)) {
        verify_json(&verification, &text);
    } else {
        verify_text(&verification, option_is_given(options, OPTION_QUIET), &text);
    }
    print_text(session, &text);
    return verification.is_good;
}

static bool verify(struct session *session)
{
    const struct options *options = session->options;
    struct images *images = flash_image_plan(session);
    const struct layout *layout = images ? images->layout : NULL;
    const struct layout_flash *device = layout ? flash_image_choose_flash(session, layout) : NULL;
    const struct partition *only = device && option_text(options, OPTION_PARTITION)
                                       ? find_only(session, layout, device)
                                       : NULL;
    struct flash flash;
    struct buffer bytes;
    if (!device || session->usage_error) {
        return false;
    }
    buffer_init(&bytes, layout->arena);
    return flash_image_fill(session, images, device, only, &flash) && read_dump(session, &bytes) &&
           hold(session, &flash, only, &bytes);
}

static const char *check_usage(struct arena *arena, const struct options *options)
{
    (void)arena;
    return is_standard_input(option_text(options, OPTION_FLASH)) &&
                   is_standard_input(options->arguments[0])
               ? "the schema and the flash dump cannot both be standard input"
               : NULL;
}

static int run(const struct options *options)
{
    struct session session;
    bool is_good = false;
    if (session_begin(&session, options, options->arguments[0], true)) { // `compile` warns
        is_good = verify(&session);
    }
    int status = session_end(&session);
    return status == STATUS_DONE && !is_good ? STATUS_WRONG_INPUT : status;
}

static const enum option_id taken[] = {
    OPTION_VARIANT,   OPTION_VALUES,       OPTION_DEVICE,    OPTION_FLASH, OPTION_PARTIAL,
    OPTION_ADD,       OPTION_ON,           OPTION_PARTITION, OPTION_USED,  KCONFIG_OPTIONS,
    OPTION_FLASH_KEY, OPTION_CRYPT_CONFIG, OPTION_JSON,      OPTION_QUIET, OPTION_NO_EXEC,
    OPTION_WARNING,   DIAGNOSTIC_OPTIONS,
};

static const struct option_rule rules[] = {
    {OPTION_IS_REQUIRED, OPTION_FLASH, 0, "`--flash DUMP`, a dump of the flash"},
    {OPTION_NEEDS, OPTION_CRYPT_CONFIG, OPTION_FLASH_KEY,
     "--flash-crypt-config is for a key of an ESP32: it needs `--flash-key KEY`"},
};

const struct command command_verify = {
    .name = "verify",
    .arguments = "FILE --flash DUMP",
    .summary = "compare a flash dump with a schema",
    .description =
        "Reports for each table and partition whether the flash contains what `image` would\n"
        "write there, and if not, what differs; the exit status is then 1. DUMP is the whole\n"
        "flash, the beginning of it, or with `--partition` that partition alone.\n"
        "\n"
        "On a device that has run its firmware, some partitions are expected to differ:\n"
        "`--used` skips NVS, otadata, file systems that are not `readonly`, and partitions that\n"
        "are `preserve` or `scratch`.\n"
        "\n"
        "Of a chip that encrypts its flash, it reports what is cipher text, as it should be, and\n"
        "what is not. With `--flash-key`, cipher text is decrypted and compared.",
    TAKES(taken),
    RULES(rules),
    .fewest = 1,
    .most = 1,
    .begins_with_file = true,
    .check = check_usage,
    .run = run,
};
