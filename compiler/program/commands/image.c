// `image`: builds one file of the whole flash and writes it as binary, Intel HEX or UF2. The format
// is that of --format, or of the suffix; a suffix that promises a format schemac cannot write (an
// ELF, for example) is refused rather than filled with binary data.
//
// The contents are those of build/flash_image.c. This command adds the checks that make sense only
// for a complete image: that a flash with app partitions contains an app at all.
#include "commands.h"
#include "boot.h"
#include "flash_image.h"
#include "flash_format.h"
#include "flash_key.h"
#include "choices.h"
#include "output_file.h"
#include "print.h"
#include "signing.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

// An OTA slot counts: a device may start from it.
static bool holds_app(const struct flash *flash)
{
    for (size_t i = 0; i < flash->pieces.count; i++) {
        const struct partition *partition = flash->pieces.items[i]->partition;
        if (partition && (partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT)) {
            return true;
        }
    }
    return false;
}

// A flash of the chip's own without anything to start is seldom what was meant.
static void check_app(struct session *session, const struct flash *flash)
{
    const struct partition_list *partitions = &flash->layout->partitions;
    bool is_needed = !holds_app(flash);
    for (size_t i = 0; i < partitions->count && is_needed; i++) {
        const struct partition *partition = partitions->items[i];
        bool is_app = partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT;
        if (is_app && !partition->is_absent && partition->table->flash == flash->device) {
            struct diagnostic *diagnostic =
                report(&session->compilation.diagnostics, CODE_IMAGE_WITHOUT_APP, partition->span,
                       "the image contains no app to start");
            add_note(diagnostic, (struct span){0},
                     "give `%s` a `from file`, or use `--add %s=FILE`", partition->label,
                     partition->label);
            return;
        }
    }
}

// Devices with Secure Boot start nothing else, and schemac signs nothing.
static void check_signatures(struct session *session, const struct flash *flash)
{
    for_each (piece, &flash->pieces) {
        const struct placed_image placed = {
            .partition = piece->partition,
            .offset = piece->offset,
            .bytes = (const uint8_t *)piece->bytes,
            .size = (size_t)piece->length, // they are in memory
        };
        if (flash->device->index == 0 && !piece->table &&
            device_lacks_signature(flash->layout, &placed)) {
            struct diagnostic *diagnostic =
                report(&session->compilation.diagnostics, CODE_APP_NOT_SIGNED, piece->span,
                       "%s is not signed, but the target has Secure Boot", piece->name);
            add_note(diagnostic, (struct span){0}, "sign it with `espsecure sign-data` first");
        }
    }
}

// Partitions that stay erased are listed, since a forgotten `from` would look the same.
static void say_empty(const struct flash *flash, struct buffer *text)
{
    bool is_first = true;
    for_each (partition, &flash->layout->partitions) {
        if (flash_is_erased(flash, partition)) {
            buffer_format(text, "%s%s", is_first ? "empty: " : ", ", partition->label);
            is_first = false;
        }
    }
    buffer_text(text, is_first ? "" : "\n");
}

// A table of what is in the image, as `esptool` prints what it flashes.
static void say(struct session *session, const struct flash *flash, enum written written)
{
    static const char *const words[] = {
        [WRITTEN_NEW] = "new",
        [WRITTEN_CHANGED] = "changed",
        [WRITTEN_UNCHANGED] = "unchanged",
    };
    struct buffer text;
    buffer_init(&text, flash->arena);
    for_each (piece, &flash->pieces) {
        buffer_format(&text, "%10s  %10" PRIu64 "  %s%s\n",
                      text_offset(flash->arena, piece->offset), piece->length, piece->name,
                      piece->is_encrypted ? ", encrypted" : "");
    }
    say_empty(flash, &text);
    buffer_format(&text, "\n%-9s  %s\n", words[written],
                  option_text(session->options, OPTION_OUTPUT));
    print_text(session, &text);
}

// The inputs of all images and the added files are protected: `-o build/app.bin` next to `--add
// ota_0=build/app.bin` is a slip that would cost the app.
static void write_image(struct session *session, const struct images *images,
                        const struct flash *flash, const struct buffer *image)
{
    struct text_list inputs = {0};
    enum written written;
    session_add_inputs(session, images, &inputs);
    for_each (word, option_words(session->options, OPTION_ADD)) {
        list_append(flash->arena, &inputs, strchr(word, '=') + 1);
    }
    if (option_text(session->options, OPTION_ENCRYPT)) {
        list_append(flash->arena, &inputs, option_text(session->options, OPTION_ENCRYPT));
    }
    bool is_secret = flash_is_secret(flash) || option_text(session->options, OPTION_ENCRYPT);
    const struct output_file file = {image, &inputs, &inputs, is_secret};
    if (output_file_write(session, &file, &written) &&
        !option_is_given(session->options, OPTION_QUIET)) {
        say(session, flash, written);
    }
}

// A name that promises what is not made.
static bool is_of_other_format(const char *path)
{
    static const char *const suffixes[] = {".elf", ".axf", ".srec", ".s19", ".mot",
                                           ".dfu", ".zip", ".gz",   ".txt"};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t count = strlen(suffixes[i]);
        if (length > count && strcasecmp(path + length - count, suffixes[i]) == 0) {
            return true;
        }
    }
    return false;
}

// The format of --format, else of the suffix, else bytes as they are; null, and a usage error, if
// that cannot be meant.
static const struct flash_format *format_of(struct session *session)
{
    const struct choices choices = {flash_formats, flash_format_count, sizeof *flash_formats};
    const char *name = option_text(session->options, OPTION_FORMAT);
    const char *output = option_text(session->options, OPTION_OUTPUT);
    if (!name && is_of_other_format(output)) {
        session->usage_error = arena_format(&session->compilation.arena,
                                            "`image` writes bin, ihex and uf2, none of which has "
                                            "the suffix of `%s`; use `--format bin` to write "
                                            "bytes to a file of any name",
                                            output);
        return NULL;
    }
    const struct flash_format *format = name ? flash_format_find(name) : flash_format_of(output);
    if (!format) {
        session->usage_error =
            option_choice_error(&session->compilation.arena, "format", name, &choices);
    }
    return format;
}

// Usage errors come before the images are built, which may take long and start programs.
static void make(struct session *session)
{
    const struct options *options = session->options;
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    const struct flash_format *format = format_of(session);
    struct images *images = format ? flash_image_plan(session) : NULL;
    const struct layout *layout = images ? images->layout : NULL;
    const struct layout_flash *device = layout ? flash_image_choose_flash(session, layout) : NULL;
    struct flash flash;
    struct buffer image;
    if (!device) {
        return;
    }
    if (format->has_chip && device->index != 0) {
        session->usage_error = arena_format(
            layout->arena, "format `%s` is only for the chip's own flash, not for `%s`",
            format->name, device->name);
        return;
    }
    if (option_text(options, OPTION_ENCRYPT) && device->index != 0) {
        session->usage_error = arena_format(
            layout->arena, "--encrypt is only for the chip's own flash: nothing encrypts `%s`",
            device->name);
        return;
    }
    buffer_init(&image, layout->arena);
    if (!flash_image_fill(session, images, device, NULL, &flash)) {
        return;
    }
    if (!option_is_given(options, OPTION_PARTIAL)) {
        check_app(session, &flash);
    }
    check_signatures(session, &flash);
    flash_check_bootloader(&flash, diagnostics);
    if (option_text(options, OPTION_ENCRYPT)) {
        flash_key_encrypt(session, option_text(options, OPTION_ENCRYPT), &flash);
    }
    if (diagnostics->errors == 0 &&
        flash_write(&flash, format, option_is_given(options, OPTION_SPARSE), diagnostics, &image)) {
        write_image(session, images, &flash, &image);
    }
}

static int run(const struct options *options)
{
    struct session session;
    if (session_begin(&session, options, options->arguments[0], true) && // `compile` warns
        session_read_lock(&session)) {
        make(&session);
    }
    return session_end(&session);
}

static const enum option_id taken[] = {
    OPTION_OUTPUT,  OPTION_VARIANT,      OPTION_VALUES,   OPTION_DEVICE, OPTION_FORMAT,
    OPTION_SPARSE,  OPTION_PARTIAL,      OPTION_ADD,      OPTION_ON,     OPTION_DEPFILE,
    OPTION_ENCRYPT, OPTION_CRYPT_CONFIG, KCONFIG_OPTIONS, OPTION_QUIET,  OPTION_NO_EXEC,
    OPTION_WARNING, DIAGNOSTIC_OPTIONS,
};

static const struct option_rule rules[] = {
    {OPTION_IS_REQUIRED, OPTION_OUTPUT, 0, "`-o FILE`, the output file"},
    {OPTION_NEEDS, OPTION_CRYPT_CONFIG, OPTION_ENCRYPT,
     "--flash-crypt-config is for a key of an ESP32: it needs `--encrypt KEY`"},
};

const struct command command_image = {
    .name = "image",
    .arguments = "FILE -o FLASH",
    .summary = "build one image of the whole flash",
    .description =
        "Builds an image of the whole flash: the tables, and the image of each partition that\n"
        "has a `from`; everything else is erased. `--add` adds files that the schema does not\n"
        "name: `--add 0x1000=boot.bin --add ota_0=app.bin`. A missing image is an error, unless\n"
        "`--partial` leaves it out.\n"
        "\n"
        "With `--sparse`, an ihex or uf2 file contains only what is not erased, so that\n"
        "flashing it leaves the rest of the flash as it is, and a bin file ends after the last\n"
        "byte that is not erased. `-o -` writes to standard output.\n"
        "\n"
        "With `--encrypt`, the image is what a chip with flash encryption has in its flash:\n"
        "bootloader, tables, apps and what is flagged are cipher text, made with the key in a\n"
        "file, as `schemac keys --flash-encryption` makes it.",
    TAKES(taken),
    RULES(rules),
    .fewest = 1,
    .most = 1,
    .begins_with_file = true,
    .check = output_file_check_usage,
    .run = run,
};
