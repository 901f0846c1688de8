// `from nvs { ... }`: keys and values for ESP-IDF's NVS library.
//
// There are two passes. The check reads the lines once, when the layout is planned: it judges
// names, marks and the values that are in the schema, notes input files, and leaves a list of
// steps. Making the image copies that state, starts again with no names known, and runs the steps,
// which read the files. So one plan can make many images, also at the same time.
#include "nvs.h"

#include "gatts.h"
#include "values.h"
#include "keys.h"

#include <string.h>

// Sets back all that grows while keys are taken. Both passes begin here: the check with an empty
// state, and each image with a copy of what the check left, whose names and counters would
// otherwise report every key as a duplicate. What the check decided (form, steps, key file) stays.
static void begin(struct nvs *nvs, const struct image_request *request)
{
    nvs->request = request;
    nvs->items = (struct nvs_item_list){0};
    nvs->device_keys = (struct nvs_key_list){0};
    nvs->space = NULL;
    nvs->spaces = nvs->keys = (struct map){0};
    nvs->space_count = 0;
    nvs->total = 0;
    nvs->is_overfull = false;
    nvs->wifi = (struct nvs_wifi){0};
    names_init(&nvs->names, request->arena);
}

// Forms are what lock files and generated headers record of an image: an update over the air must
// not bring firmware that cannot read what older devices have. The plan lives longer than this
// call, so the form is copied into the arena.
static void note_form(struct nvs *nvs, struct content_form form)
{
    struct arena *arena = nvs->request->arena;
    struct content_form *copy = arena_new(arena, sizeof *copy);
    *copy = form;
    list_append(arena, &nvs->plan->forms, copy);
}

// Firmware reads the first version, too, and none that is encrypted in another way than its own.
// So a device may have a version at most as new as the firmware's, and must have keys exactly if
// the firmware does. The value of the keys is never noted, only whether there are any.
static void note_forms(struct nvs *nvs)
{
    uint64_t version = nvs->form.version;
    const char *digits = text_number(nvs->request->arena, number_of(version));
    bool has_keys = nvs->is_encrypted;
    note_form(nvs, (struct content_form){"version", digits, version, FORM_AT_MOST});
    note_form(nvs,
              (struct content_form){"keys", has_keys ? "given" : "none", has_keys, FORM_EQUAL});
}

// The size is judged before the lines are read, but a wrong one does not end the check: the
// mistakes in the lines are independent of it, and one run reports every mistake. Only a plan
// without errors ever reaches nvs_generate (image_make asserts that).
static void nvs_check(const struct image_request *request, struct image_plan *plan)
{
    const struct partition *partition = request->partition;
    const struct content *content = partition->content;
    struct nvs *nvs = arena_new(request->arena, sizeof *nvs);
    begin(nvs, request);
    nvs->plan = plan;
    nvs->form.version = 2;
    nvs->form.size = partition->size;
    nvs->form.has_full_tail = platform_parameter(request->layout->platform, "nvs_spare_full") != 0;
    if (content->arguments.count) {
        const struct word *word = content->arguments.items[0];
        struct diagnostic *diagnostic =
            report(request->diagnostics, CODE_BAD_CONTENT, word->span,
                   "`from nvs` takes a block of lines and no arguments");
        if (word->type == WORD_IS_STRING) {
            add_note(diagnostic, (struct span){0},
                     "this takes the keys from a CSV: `from nvs { import \"%s\"; }`", word->text);
        }
    }
    if (partition->size % NVS_PAGE_SIZE) {
        report(request->diagnostics, CODE_NVS_SIZE, partition->size_span,
               "`%s` has %s bytes; NVS needs whole pages of 4K", partition->label,
               text_number(request->arena, number_of(partition->size)));
    }
    nvs_read(nvs, &plan->lines);
    note_forms(nvs);
    plan->parsed = nvs;
}

static bool is_of_device(const struct nvs_key *key)
{
    return key->origin == NVS_FROM_DEVICE || key->origin == NVS_FROM_DEVICE_FILE;
}

// Marks come after the type and the name, that is, from the third word on. The plain lines of the
// schema are looked at here, since other partitions may be disabled and have no parsed plan.
static bool has_mark(const struct content_line *line, const char *mark)
{
    for (size_t i = 2; i < line->words.count; i++) {
        if (word_is(word_at(line, i), mark)) {
            return true;
        }
    }
    return false;
}

// Only the first block level can have keys: lines of namespaces. The column of a key is its name,
// so the second word of its line is the column to hide.
static void add_secret_columns(const struct image_request *request, const struct content *content,
                               struct text_list *names)
{
    for_each (space, &content->lines) {
        for_each (line, &space->lines) {
            if (has_mark(line, "secret") && has_mark(line, "per")) {
                list_append(request->arena, names, word_at(line, 1)->text);
            }
        }
    }
}

// The columns that are secret, also those of other partitions, even of disabled ones: a message
// quotes the whole row, in which the secrets of all partitions of a device are next to each other.
static struct text_list secret_columns(const struct image_request *request)
{
    struct text_list names = {0};
    for_each (partition, &request->layout->partitions) {
        if (generator_makes("nvs", partition)) {
            add_secret_columns(request, partition->content, &names);
        }
    }
    return names;
}

// Reads the row of the device when the first key asks for it, so that an image without keys `per
// device` needs no `--values`. The secret columns must be known before that: a mistake in the file
// is reported while it is read.
static void begin_values(struct nvs *nvs, struct values *values, struct span span)
{
    if (!values->was_read) {
        values->secrets = secret_columns(nvs->request);
        values_read(nvs->request, span, values);
    }
}

// A key whose value comes from a row of the device's values. An empty cell is a legal string; as a
// secret it is most likely an export that failed, and a whole batch of devices would share it.
static bool set_from_device(struct nvs *nvs, struct nvs_key *key, struct values *values)
{
    const struct image_request *request = nvs->request;
    begin_values(nvs, values, key->item.span);
    const struct csv_cell *cell =
        values->row ? values_find(request, values, key->item.name, key->item.span) : NULL;
    if (!cell) {
        return false;
    }
    if (key->is_secret && cell->length == 0) {
        report(request->diagnostics, CODE_NVS_VALUE, cell->span,
               "the secret `%s` of this device is empty", key->item.name);
        return false;
    }
    if (key->origin == NVS_FROM_DEVICE) {
        return nvs_set_text(nvs, key, cell->text, cell->length, cell->span);
    }
    key->path = input_path(request, cell->text);
    key->path_span = cell->span;
    input_note(request, key->path);
    return nvs_set_file(nvs, key);
}

// One step of the schema. The key is copied, because the step belongs to the plan, which is const
// and may be in use by another thread. A key whose name is taken still has its file read, so that
// the mistakes of both are reported in one run; but it is not added.
static void take_key(struct nvs *nvs, const struct nvs_key *from, struct values *values)
{
    struct nvs_key *key = arena_new(nvs->request->arena, sizeof *key);
    *key = *from;
    if (key->item.type == NVS_SPACE) {
        nvs_enter_space(nvs, key->item.name, key->item.span);
        return;
    }
    if (nvs->is_space_lost) {
        return;
    }
    bool is_good = nvs_claim_key(nvs, &key->item);
    if (key->origin == NVS_FROM_FILE) {
        is_good &= nvs_set_file(nvs, key);
    } else if (is_of_device(key)) {
        is_good &= set_from_device(nvs, key, values);
        list_append(nvs->request->arena, &nvs->device_keys, key);
    }
    if (is_good) {
        nvs_add(nvs, key);
    }
}

// ESP-AT looks for its attributes as `cfg0`, `cfg1`, ... one string each. After the first name
// that is too long all others would be, too: the loop ends there, so that one mistake gives one
// message.
static void take_gatts(struct nvs *nvs, const struct nvs_step *step)
{
    struct arena *arena = nvs->request->arena;
    struct gatts_attribute_list attributes = {0};
    bool is_good = !nvs->is_space_lost &&
                   gatts_read(nvs->request, &step->paths, step->paths_span, &attributes);
    for (size_t i = 0; i < attributes.count && is_good; i++) {
        const struct gatts_attribute *attribute = attributes.items[i];
        struct nvs_key *key = arena_new(arena, sizeof *key);
        *key = *step->key;
        key->encoding = NVS_TEXT;
        key->item.name = arena_format(arena, "%s%zu", step->key->item.name, i);
        is_good = nvs_claim_key(nvs, &key->item); // else those after it have too long a name, too
        if (nvs_set_text(nvs, key, attribute->cells, strlen(attribute->cells), attribute->span) &&
            is_good) {
            nvs_add(nvs, key);
        }
    }
}

// Runs the steps in the order of the schema, which is the order of the entries in flash. It ends
// early when there is far more than could ever fit (see nvs_add), which bounds time and memory.
static void collect(struct nvs *nvs, struct values *values)
{
    for (size_t i = 0; i < nvs->steps.count && !nvs->is_overfull; i++) {
        const struct nvs_step *step = nvs->steps.items[i];
        switch (step->kind) {
        case NVS_STEP_IMPORT:
            nvs_import(nvs, step);
            break;
        case NVS_STEP_GATTS:
            take_gatts(nvs, step);
            break;
        case NVS_STEP_KEY:
            take_key(nvs, step->key, values);
            break;
        }
    }
}

// Whether the pages fit. `row` is that of the device, to be shown in a note; null where it does
// not matter. ESP-IDF keeps one page free to move entries to, except where there are less than
// three pages, which it can only read: therefore the size that is asked for is one page more than
// is used.
static bool is_within_partition(const struct nvs *nvs, uint64_t pages, const struct csv_row *row)
{
    const struct image_request *request = nvs->request;
    const struct partition *partition = request->partition;
    struct arena *arena = request->arena;
    uint64_t usable = nvs_usable_pages(nvs->form.size);
    if (pages <= usable) {
        return true;
    }
    uint64_t needed = (pages < 3 ? pages : pages + 1) * NVS_PAGE_SIZE;
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_IMAGE_TOO_LARGE, partition->content->span,
               "the keys of `%s` need %s pages of 4K; it has room for %s", partition->label,
               text_number(arena, number_of(pages)), text_number(arena, number_of(usable)));
    add_note(diagnostic, partition->size_span, "it is %s too small: it needs %s%s",
             text_size(arena, needed - nvs->form.size), text_size(arena, needed),
             pages < 3 ? "" : "; one page stays free, since firmware needs it to write");
    if (row) {
        add_note(diagnostic, row->span, "with the values of this device");
    }
    return false;
}

// The row of a device names the file of its keys in the column `keys`. The file is noted as an
// input, so that build systems make the image again when it changes; its path comes from the row
// and is checked against symbolic links like any other.
static bool read_device_keys(struct nvs *nvs, struct values *values, uint8_t keys[KEYS_SIZE])
{
    const struct image_request *request = nvs->request;
    begin_values(nvs, values, nvs->key_span);
    const struct csv_cell *cell =
        values->row ? values_find(request, values, "keys", nvs->key_span) : NULL;
    if (!cell) {
        return false;
    }
    if (cell->length == 0) {
        report(request->diagnostics, CODE_NVS_KEYS, cell->span,
               "no key file is given for this device");
        return false;
    }
    const char *path = input_path(request, cell->text);
    input_note(request, path);
    return nvs_read_key_file(nvs, path, cell->span, keys);
}

// Errors are counted by the caller, together with those of the keys: an image with a mistake is
// never encrypted. Where nothing is encrypted, the keys stay zero and nobody looks at them.
static void read_keys(struct nvs *nvs, struct values *values, uint8_t keys[KEYS_SIZE])
{
    if (nvs->key_file) {
        nvs_read_key_file(nvs, nvs->key_file, nvs->key_span, keys);
    } else if (nvs->has_device_keys) {
        read_device_keys(nvs, values, keys);
    }
}

// The keys of the row's file are read only to see whether they can be; the image of a check is
// thrown away. The items in `device_keys` are those that `items` points to, so that giving them
// new values changes what nvs_write writes next.
static bool is_row_good(struct nvs *nvs, struct values *values)
{
    bool is_good = values->row;
    uint8_t keys[KEYS_SIZE];
    if (nvs->has_device_keys && values->row) {
        is_good &= read_device_keys(nvs, values, keys);
    }
    for (size_t i = 0; i < nvs->device_keys.count && values->row; i++) {
        is_good &= set_from_device(nvs, nvs->device_keys.items[i], values);
    }
    return is_good;
}

// Judges the rows of the other devices. Their keys take the place of the first one's; all else is
// the same. Only where that fits is it asked whether the others fit, and that is reported of one
// device only: a thousand rows that are too long are one mistake.
static void check_other_devices(struct nvs *nvs, struct values *values, bool is_measured)
{
    const struct diagnostics *diagnostics = nvs->request->diagnostics;
    struct buffer image;
    buffer_init(&image, nvs->request->arena);
    for (size_t known = diagnostics->kept.count; values_next(nvs->request, values);
         known = diagnostics->kept.count) {
        if (is_row_good(nvs, values) && is_measured) {
            image.length = 0;
            uint64_t pages = nvs_write(&nvs->form, &nvs->items, &image);
            is_measured = is_within_partition(nvs, pages, values->row); // said of one
        }
        if (diagnostics->kept.count > known) {
            values_hide(nvs->request, values);
        }
    }
}

// A copy of the plan's state, so that the plan stays as it is. Errors are counted over the whole
// run, not step by step: every file is read and every value judged before it is decided that
// nothing is made. A check may lack inputs, which is not an error, but leaves no image either.
static bool nvs_generate(const struct image_request *request, struct buffer *image)
{
    struct nvs nvs = *(const struct nvs *)request->plan->parsed;
    size_t errors = request->diagnostics->errors;
    uint8_t keys[KEYS_SIZE] = {0};
    begin(&nvs, request);
    nvs.plan = NULL;
    struct values values = {0};
    read_keys(&nvs, &values, keys);
    collect(&nvs, &values);
    bool is_good = request->diagnostics->errors == errors && !request->notes->lacks_input;
    if (is_good) {
        uint64_t pages = nvs_write(&nvs.form, &nvs.items, image);
        is_good = is_within_partition(&nvs, pages, NULL) &&
                  (!nvs.is_encrypted || nvs_encrypt(&nvs, keys, image));
    }
    if (values.device) {
        check_other_devices(&nvs, &values, is_good);
    }
    return is_good;
}

// Whole entries: that is the unit in which NVS fills up, and the last one that is not erased tells
// how far the image reaches.
static uint64_t used(const struct buffer *image)
{
    return used_units(image, NVS_ENTRY_SIZE);
}

const struct generator nvs_generator = {
    .name = "nvs",
    .description = "keys and values for ESP-IDF's NVS",
    .words = nvs_words,
    .check = nvs_check,
    .generate = nvs_generate,
    .used = used,
    .decoder = &nvs_decoder,
};
