// What it is that `dump` shows: which decoder takes it, and what the schema says about it.
//
// The format is detected, or selected by `--as`. A file that is as large as a flash of the schema
// is a dump of that flash, even where no table is left in it; one that is given with
// `--partition` must be able to be that partition's.
#include "dump_choose.h"

#include "app_image.h"
#include "flash_image.h"
#include "choices.h"
#include "text.h"

#include <string.h>

enum { SMALLEST_FLASH = 256 << 10, USUAL_FLASH = 1 << 20 };

struct dump_choice {
    struct session *session;
    struct dump_schema *schema;
    const char *path;
};

// The one partition whose content a decoder reads; null: there is none, or several, of which the
// user has to choose.
const struct partition *dump_only_of(const struct layout *layout, const struct decoder *decoder)
{
    const struct partition *found = NULL;
    for_each (partition, &layout->partitions) {
        const struct content *content = partition->content;
        bool is_it = content && all_decoders.of_content(content) == decoder;
        if (is_it && found) {
            return NULL; // which one, the user has to say
        }
        found = is_it ? partition : found;
    }
    return found;
}

static const struct decoder *named_decoder(struct dump_choice *choice, const char *name)
{
    const struct choices formats = decoders_choices();
    const struct decoder *decoder = choices_find(&formats, name);
    if (!decoder) {
        choice->session->usage_error =
            option_choice_error(&choice->session->compilation.arena, "as", name, &formats);
    }
    return decoder;
}

// A schema, or what belongs to one, given as an image.
static bool report_text(struct dump_choice *choice, const struct dump_request *request)
{
    const char *path = choice->path;
    size_t length = strlen(path);
    bool is_schema = length > 8 && strcmp(path + length - 8, ".pschema") == 0;
    enum foreign_kind kind = import_foreign(path, (const char *)request->bytes, request->size);
    const char *what = is_schema                   ? "a schema"
                       : kind == FOREIGN_LOCK      ? "the lock file of a schema"
                       : kind == FOREIGN_SDKCONFIG ? "an sdkconfig"
                                                   : NULL;
    if (what) {
        report(&choice->session->compilation.diagnostics, CODE_BAD_IMAGE, (struct span){0},
               "`%s` is %s, not an image%s", path, what,
               is_schema ? "; `schemac map` draws its layout, `--schema` decodes images with it"
                         : "");
    }
    return what != NULL;
}

// The notes are guesses of what most often goes wrong: an encrypted flash, or a dump of a device
// whose table was erased.
static void report_unknown(struct dump_choice *choice, const struct dump_request *request)
{
    if (report_text(choice, request)) {
        return;
    }
    const struct choices formats = decoders_choices();
    bool is_flash_size = request->size >= SMALLEST_FLASH && is_power_of_two(request->size);
    struct diagnostic *diagnostic =
        report(&choice->session->compilation.diagnostics, CODE_BAD_IMAGE, (struct span){0},
               "`%s` is not an image in a known format%s", choice->path,
               is_flash_size ? ", nor a flash with a partition table" : "");
    if (decoder_looks_random(request->bytes, request->size)) {
        add_note(diagnostic, (struct span){0},
                 "nearly all of it looks like random bytes: this may be an encrypted flash; "
                 "`--flash-key KEY` decrypts it");
    }
    if (is_flash_size && !request->layout) {
        add_note(diagnostic, (struct span){0},
                 "with `--schema FILE`, a flash dump is shown with the layout of the schema, with "
                 "or without "
                 "a table");
    } else if (is_flash_size) {
        const struct layout_flash *own = request->layout->flashes.items[0];
        add_note(
            diagnostic, (struct span){0},
            "the schema's flash has %s, this file %s; `--on %s` shows it with the schema's layout",
            text_size(request->arena, own->size), text_size(request->arena, request->size),
            own->identifier);
    }
    add_note(diagnostic, (struct span){0}, "known formats are %s; `--as FORMAT` selects one",
             choices_text(&choice->session->compilation.arena, &formats));
}

// How many flashes of the schema are as large as the file; `*found` is the last of them.
static size_t count_flashes(const struct dump_request *request, const struct layout_flash **found)
{
    size_t count = 0;
    for_each (flash, &request->layout->flashes) {
        *found = flash->size == request->size ? flash : *found;
        count += flash->size == request->size;
    }
    return count;
}

// A file as large as one of the schema's flashes is a dump of it, whether a table is left in it or
// not. Of two that are alike, one that has a table is the chip's own. False, and a usage error, if
// it is not clear which it is; `*device` is null if it is none.
static bool find_flash(struct dump_choice *choice, const struct dump_request *request,
                       const struct layout_flash **flash)
{
    const struct partition *partition = request->partition;
    if (partition) {
        const struct layout_flash *own = partition->table->flash;
        *flash = own->size == request->size ? own : NULL;
        return true;
    }
    const struct layout_flash *found = NULL;
    size_t count =
        option_text(choice->session->options, OPTION_AS) ? 0 : count_flashes(request, &found);
    const struct decoder *decoder = count > 1 ? decoder_find(request) : NULL;
    if (decoder && decoder == all_decoders.flash) {
        *flash = request->layout->flashes.items[0];
    } else if (count > 1) {
        choice->session->usage_error = arena_format(
            &choice->session->compilation.arena,
            "`%s` is as large as %zu flashes of the schema; select one, as with `--on %s`",
            choice->path, count, found->identifier);
        return false;
    } else {
        *flash = found;
    }
    return true;
}

// Which flash it is. False if that is not in the schema, or not clear.
static bool choose_flash(struct dump_choice *choice, struct dump_request *request, bool *is_flash)
{
    const struct options *options = choice->session->options;
    const struct layout_flash *flash = NULL;
    *is_flash = option_is_given(options, OPTION_OFFSET) || option_text(options, OPTION_ON);
    if (!request->layout) {
        return true;
    }
    if (option_text(options, OPTION_ON)) {
        flash = flash_image_choose_flash(choice->session, request->layout);
    } else if (!find_flash(choice, request, &flash)) {
        return false;
    }
    if (option_text(options, OPTION_ON) && !flash) {
        return false;
    }
    *is_flash |= flash != NULL;
    request->flash = request->layout->flashes.items[0];
    if (flash) {
        dump_schema_take_flash(choice->schema, flash, request);
    }
    return true;
}

// Whether the image can be that of the partition that was asked for; if not, that is reported.
// Firmware may keep another file system in a partition than its subtype says, not than its `from`.
static bool can_be(struct dump_choice *choice, const struct decoder *decoder,
                   const struct dump_request *request)
{
    const struct partition *partition = request->partition;
    const struct decoder *meant = decoder_of(&all_decoders, request->arena, partition);
    bool is_other = decoder && meant && decoder != meant && decoder != all_decoders.raw;
    bool is_free =
        is_other && !partition->content && decoder->is_filesystem && meant->is_filesystem;
    if (request->size > partition->size) {
        report(&choice->session->compilation.diagnostics, CODE_NOT_IN_IMAGE, (struct span){0},
               "`%s` has %s, but partition `%s` has %s: it is not the image of this partition",
               choice->path, text_size(&choice->session->compilation.arena, request->size),
               partition->label, text_size(&choice->session->compilation.arena, partition->size));
        return false;
    }
    // What cannot be told as an app or OTA data is not one that is damaged: nothing of it is there.
    if (decoder && decoder->is_recognised && !decoder->probe(request)) {
        report(&choice->session->compilation.diagnostics, CODE_NOT_IN_IMAGE, (struct span){0},
               "`%s` is not %s, which partition `%s` contains", choice->path, decoder->description,
               partition->label);
        return false;
    }
    if (is_other && !is_free) {
        report(&choice->session->compilation.diagnostics, CODE_NOT_IN_IMAGE, (struct span){0},
               "`%s` is %s, but partition `%s` contains %s: it is not the image of this partition",
               choice->path, decoder->description, partition->label, meant->description);
    }
    return !is_other || is_free;
}

// The one partition of the schema that an image may be of which nothing but the schema can say so.
static const struct partition *find_by_schema(const struct layout *layout)
{
    for (size_t i = 0; i < all_decoders.count; i++) {
        if (all_decoders.items[i]->is_by_schema) {
            return dump_only_of(layout, all_decoders.items[i]);
        }
    }
    return NULL;
}

// What begins with a bootloader has something else after that: a flash, if that is a table, or if
// the file is as large as flashes are. Of such a size is nothing else, even if nobody can read what
// it holds.
static bool is_whole_flash(const struct dump_request *request, const struct decoder *decoder)
{
    struct app_image image;
    bool is_size = request->size >= USUAL_FLASH && is_power_of_two(request->size);
    bool is_boot = decoder && strcmp(decoder->name, "app") == 0 &&
                   app_image_read(request->bytes, request->size, &image) && image.is_whole &&
                   image.image_length <= request->tables->at;
    bool has_table = is_boot && all_decoders.flash->probe_last(request);
    return !request->partition && request->tables->format &&
           (has_table || (is_size && (!decoder || is_boot)));
}

// What the image is of. What the schema says of the partition helps where it is the image of one.
static const struct decoder *find_decoder(struct dump_choice *choice, struct dump_request *request)
{
    const struct options *options = choice->session->options;
    const struct decoder *decoder = decoder_find(request);
    if (!option_text(options, OPTION_PARTITION) && is_whole_flash(request, decoder)) {
        return all_decoders.flash;
    }
    if (!decoder && request->layout && !option_text(options, OPTION_PARTITION)) {
        request->partition = find_by_schema(request->layout);
    }
    const struct content *content = request->partition ? request->partition->content : NULL;
    bool is_flash = decoder && decoder == all_decoders.flash;
    const struct decoder *made_by = content ? all_decoders.of_content(content) : NULL;
    if (!is_flash && made_by && made_by->is_by_schema) {
        decoder = made_by;
    } else if (!decoder && request->partition) {
        decoder = decoder_of(&all_decoders, request->arena, request->partition);
    }
    if (!decoder && request->partition && option_text(options, OPTION_PARTITION)) {
        decoder = all_decoders.raw; // nothing says what it holds
    }
    if (!decoder) {
        report_unknown(choice, request);
    }
    bool is_one =
        decoder && !is_flash && option_text(options, OPTION_PARTITION) && request->partition;
    return is_one && !can_be(choice, decoder, request) ? NULL : decoder;
}

const struct decoder *dump_choose(struct session *session, struct dump_schema *schema,
                                  const char *path, struct dump_request *request)
{
    struct dump_choice choice = {session, schema, path};
    bool is_flash;
    if (!choose_flash(&choice, request, &is_flash)) {
        return NULL;
    }
    if (option_text(session->options, OPTION_AS)) {
        return named_decoder(&choice, option_text(session->options, OPTION_AS));
    }
    return is_flash ? all_decoders.flash : find_decoder(&choice, request);
}
