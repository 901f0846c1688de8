// `dump`: shows what an image or a flash dump contains.
//
// The image is read whole, and the decoder for it is chosen by dump_choose.c, from the command
// line, the schema or the bytes themselves. The decoder returns facts, which are printed as text or
// JSON, and a tree of files, which --extract writes. Damage is a fact, too: a dump of a broken
// flash is exactly what people want to see, so everything readable is printed first and the status
// is 1 in the end.
//
// What comes from an image that only its owner may read is written for its owner alone.
#include "commands.h"
#include "dump_choose.h"
#include "dump_decrypt.h"
#include "dump_propose.h"
#include "dump_schema.h"
#include "extract.h"
#include "file.h"
#include "keys.h"
#include "text.h"
#include "partition_name.h"
#include "print.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_LIMIT = 16, ALIKE_LIMIT = 8 };

struct dump {
    struct session session;
    struct dump_schema schema;
    struct diagnostics *diagnostics;
    struct arena *arena;
    const char *path;
    bool is_secret; // only its owner may read the image, and so what comes from it
    uint8_t keys[KEYS_SIZE];
};

// Rights are asked of the open file, not of its path, which could be another one by then.
static const char *read_stream(struct dump *dump, int file, struct buffer *image)
{
    struct stat status;
    dump->is_secret = fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                      !(status.st_mode & (S_IRGRP | S_IROTH));
    return file_read_image(file, image);
}

static bool read_image(struct dump *dump, struct buffer *image)
{
    bool is_standard = strcmp(dump->path, "-") == 0;
    int file = is_standard ? STDIN_FILENO : open(dump->path, O_RDONLY | O_CLOEXEC);
    const char *error = file < 0 ? strerror(errno) : read_stream(dump, file, image);
    if (file > STDIN_FILENO) {
        close(file);
    }
    if (error) {
        report_unreadable(dump->diagnostics, CODE_CANNOT_READ, dump->path, error);
    }
    return !error;
}

static bool read_file(struct dump *dump, const char *path, uint64_t limit, struct buffer *content)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    const char *error = file < 0 ? strerror(errno) : file_read(file, limit, content);
    if (file >= 0) {
        close(file);
    }
    if (error) {
        report_unreadable(dump->diagnostics, CODE_CANNOT_READ, path, error);
    }
    return !error;
}

// Reads the keys from a key partition, or a file of it.
static bool take_keys(struct dump *dump, const char *path)
{
    struct buffer file;
    buffer_init(&file, dump->arena);
    if (!read_file(dump, path, KEYS_FILE_SIZE, &file)) {
        return false;
    }
    const char *error = keys_read(dump->arena, &file, dump->keys);
    if (error) {
        report(dump->diagnostics, CODE_DUMP_KEYS, (struct span){0}, "`%s` %s", path, error);
    }
    return !error;
}

// Derives the keys from an HMAC key, as the chip does with the key in its eFuse. A file with more
// bytes is refused like a shorter one: read_file() stops after one byte more than the limit.
static bool derive_keys(struct dump *dump, const char *path)
{
    struct buffer file;
    buffer_init(&file, dump->arena);
    if (!read_file(dump, path, HMAC_KEY_SIZE, &file)) {
        return false;
    }
    const char *error = file.length == HMAC_KEY_SIZE
                            ? keys_derive(dump->session.options->host, dump->arena,
                                          (const uint8_t *)file.bytes, dump->keys)
                            : "an HMAC key has 32 bytes";
    if (error) {
        report(dump->diagnostics, CODE_DUMP_KEYS, (struct span){0},
               "cannot derive keys from `%s`: %s", path, error);
    }
    return !error;
}

// Whether the keys that were asked for are there; `*keys` is null where none were.
static bool read_keys(struct dump *dump, const uint8_t **keys)
{
    const struct options *options = dump->session.options;
    *keys = option_text(options, OPTION_KEYS) || option_text(options, OPTION_HMAC_KEY) ? dump->keys
                                                                                       : NULL;
    return option_text(options, OPTION_KEYS) ? take_keys(dump, option_text(options, OPTION_KEYS))
           : option_text(options, OPTION_HMAC_KEY)
               ? derive_keys(dump, option_text(options, OPTION_HMAC_KEY))
               : true;
}

// What the files of an extraction are called: the image's name, as a schema may have it.
static const char *name_of(struct dump *dump)
{
    const char *slash = strrchr(dump->path, '/');
    const char *base = slash ? slash + 1 : dump->path;
    size_t length = strcspn(base, ".");
    length = length < NAME_LIMIT ? length : NAME_LIMIT - 1;
    const char *name = text_identifier(dump->arena, arena_copy(dump->arena, base, length));
    bool is_name = *name && strcmp(name, "_") != 0;
    return is_name ? arena_copy(dump->arena, name, strnlen(name, NAME_LIMIT)) : "image";
}

// JSON is printed even if nothing could be decoded, so that a program always gets a value.
static void print(struct dump *dump, const struct dump_result *result)
{
    struct buffer text;
    buffer_init(&text, dump->arena);
    if (option_is_given(dump->session.options, OPTION_JSON)) {
        fact_render_json(result->fact, &text);
    } else if (!result->error) {
        fact_render_text(result->fact,
                         option_is_given(dump->session.options, OPTION_ALL) ? 0 : ALIKE_LIMIT,
                         &text);
    }
    if (text.length) {
        print_text(&dump->session, &text);
    }
}

// One diagnostic for all damaged places: the places themselves are in the output.
static void report_damage(struct dump *dump, const struct decoder *decoder,
                          const struct dump_result *result)
{
    const struct remark *first = NULL;
    size_t count = fact_damages(result->fact, &first);
    const char *description = decoder->description;
    if (result->error) {
        report(dump->diagnostics, CODE_BAD_IMAGE, (struct span){0}, "`%s`, %s, is damaged: %s",
               dump->path, description, result->error);
    } else if (count == 1) {
        report(dump->diagnostics, CODE_DAMAGED_IMAGE, (struct span){0},
               "`%s`, %s, is damaged at 0x%" PRIx64, dump->path, description, first->offset);
    } else if (count) {
        report(dump->diagnostics, CODE_DAMAGED_IMAGE, (struct span){0},
               "`%s`, %s, is damaged in %zu places, first at 0x%" PRIx64, dump->path, description,
               count, first->offset);
    }
}

static void report_not_found(struct dump *dump, const char *name)
{
    report(dump->diagnostics, CODE_NOT_IN_IMAGE, (struct span){0},
           "neither a table in `%s` nor a schema has a partition `%s`", dump->path, name);
}

// Decodes the image once it is known what it is, and prints, reports and extracts the result.
static void decode(struct dump *dump, struct dump_request *request)
{
    const struct options *options = dump->session.options;
    struct dump_result result = {0};
    const struct decoder *decoder = dump_choose(&dump->session, &dump->schema, dump->path, request);
    if (!decoder) {
        return;
    }
    bool is_flash = decoder == all_decoders.flash;
    if (!is_flash && option_text(options, OPTION_PARTITION) && !request->partition) {
        report_not_found(dump, option_text(options, OPTION_PARTITION));
        return;
    }
    if (!is_flash && !request->partition && request->layout) {
        request->partition = dump_only_of(request->layout, decoder);
    }
    const char *label =
        request->partition ? request->partition->label : option_text(options, OPTION_PARTITION);
    request->only = is_flash ? label : NULL;
    decoder->decode(request, &result);
    if (request->only && !result.has_found) {
        report_not_found(dump, request->only);
        return;
    }
    print(dump, &result);
    report_damage(dump, decoder, &result);
    if (option_text(options, OPTION_EXTRACT) && result.files) {
        extract(result.files, option_text(options, OPTION_EXTRACT), dump->path,
                dump->is_secret || result.is_secret, dump->diagnostics);
    }
    if (option_text(options, OPTION_PROPOSE)) {
        dump_propose(&dump->session, result.proposal, dump->path,
                     option_text(options, OPTION_PROPOSE));
    }
}

static void dump_image(struct dump *dump)
{
    const struct options *options = dump->session.options;
    struct buffer image;
    buffer_init(&image, dump->arena);
    const struct image_request schema = {
        .images = dump->schema.images,
        .layout = dump->schema.layout,
        .settings = &options->images,
        .diagnostics = dump->diagnostics,
        .sources = &dump->session.compilation.sources,
        .arena = dump->arena,
    };
    struct dump_request request = {
        .host = options->host,
        .arena = dump->arena,
        .decoders = &all_decoders,
        .tables = &dump->schema.tables,
        .layout = dump->schema.layout,
        .images = dump->schema.images,
        .schema = dump->schema.images ? &schema : NULL,
        .name = name_of(dump),
        .shows_secrets = option_is_given(options, OPTION_SHOW_SECRETS),
        .wants_proposal = option_text(options, OPTION_PROPOSE) != NULL,
        .wants_files = option_text(options, OPTION_EXTRACT) != NULL,
        .has_table_at = option_is_given(options, OPTION_OFFSET),
    };
    if (option_is_given(options, OPTION_OFFSET)) {
        dump->schema.tables.at = option_number(options, OPTION_OFFSET);
    }
    if (request.layout && option_text(options, OPTION_PARTITION)) {
        const struct partition_list named =
            layout_named(request.layout, option_text(options, OPTION_PARTITION));
        request.partition = named.count ? named.items[0] : NULL;
        if (named.count > 1) {
            partition_by_name(&dump->session, request.layout,
                              option_text(options, OPTION_PARTITION));
            return; // which is a usage error
        }
    }
    if (read_keys(dump, &request.keys) && read_image(dump, &image)) {
        request.bytes = image.length ? (const uint8_t *)image.bytes : (const uint8_t *)"";
        request.size = image.length;
        request.is_decrypted = option_text(options, OPTION_FLASH_KEY) != NULL;
        dump->is_secret |= request.is_decrypted;
        if (dump_decrypt(&dump->session, dump->path, &request, &image)) {
            decode(dump, &request);
        }
    }
}

static int run(const struct options *options)
{
    struct dump dump = {.path = options->arguments[0]};
    bool is_good = dump_schema_read(&dump.session, options, &dump.schema);
    dump.diagnostics = &dump.session.compilation.diagnostics;
    dump.arena = dump.diagnostics->arena;
    if (is_good) {
        dump_image(&dump);
    }
    dump_schema_release(&dump.schema);
    return session_end(&dump.session);
}

static const enum option_id taken[] = {
    OPTION_VARIANT,      OPTION_HMAC_KEY, OPTION_KEYS,        OPTION_SCHEMA,    OPTION_AS,
    OPTION_SHOW_SECRETS, OPTION_ALL,      OPTION_EXTRACT,     OPTION_ON,        OPTION_PARTITION,
    OPTION_OFFSET,       OPTION_PROPOSE,  OPTION_FORCE,       OPTION_FLASH_KEY, OPTION_CRYPT_CONFIG,
    KCONFIG_OPTIONS,     OPTION_JSON,     OPTION_DIAGNOSTICS, OPTION_COLOR,
};

static const struct option_rule rules[] = {
    {OPTION_EXCLUDES, OPTION_KEYS, OPTION_HMAC_KEY, NULL},
    {OPTION_NEEDS, OPTION_ON, OPTION_SCHEMA,
     "--on selects a flash of a schema: it needs `--schema FILE`"},
    {OPTION_NEEDS, OPTION_CRYPT_CONFIG, OPTION_FLASH_KEY,
     "--flash-crypt-config is for a key of an ESP32: it needs `--flash-key KEY`"},
    {OPTION_EXCLUDES, OPTION_PROPOSE, OPTION_PARTITION, NULL},
};

const struct command command_dump = {
    .name = "dump",
    .arguments = "IMAGE [--extract DIR]",
    .summary = "show what an image or a flash dump contains",
    .description =
        "Shows what is in an image or a flash dump (`-`: standard input): partition tables,\n"
        "NVS, OTA data, apps, file systems and the containers of ESP-AT. The format is\n"
        "detected. Damaged parts are marked as such, and the exit status is then 1.\n"
        "\n"
        "With --extract, the files that it contains are written to DIR, together with schemas\n"
        "that build the same image again: all of them or none, never outside DIR, and never\n"
        "over an existing file.\n"
        "\n"
        "With --schema, a file that has the size of one of the schema's flashes is shown with\n"
        "the schema's layout, even if it contains no partition table. --on FLASH selects the\n"
        "flash if there are several. FILE may be the schema's lock file, too.\n"
        "\n"
        "If a flash has no table, or a damaged one, everything that can be recognised in it is\n"
        "listed, and the table that fits. --propose OUT.pschema writes that as a schema, with\n"
        "comments that say what of it is only a guess.\n"
        "\n"
        "With --flash-key, the dump of a flash that its chip encrypts is decrypted first. What is\n"
        "encrypted, the table says that is found in it.\n"
        "\n"
        "Exit status: 0 if the image is sound, 1 if it is damaged, has no partition table, or\n"
        "nothing can be proposed.",
    TAKES(taken),
    RULES(rules),
    .fewest = 1,
    .most = 1,
    .run = run,
};
