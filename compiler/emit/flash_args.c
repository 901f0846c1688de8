// The files to flash, for other programs: as arguments of esptool (`esptool write-flash
// @flash_args`), and as flasher_args.json for idf.py and editors.
//
// The options have their short names, which versions 4 and 5 of esptool have in common; of their
// long names (`--flash_mode`, `--flash-mode`) each version refuses or warns about the other's.
//
// Source: ESP-IDF, components/esptool_py/flasher_args.json.in and project_include.cmake, which make
// both files in a build of ESP-IDF. Mode and frequency are `keep`: they are in the header of the
// bootloader's image, which the project makes.
#include "artifacts.h"
#include "encryption.h"

#include "json.h"
#include "stored_tables.h"

#include <inttypes.h>
#include <string.h>

// Preserved partitions are left out: these files are for devices in use as well.
void flash_args_emit(const struct layout *layout, const struct images *images,
                     struct artifact_list *artifacts)
{
    struct flash_file_list files = flash_files(images);
    struct buffer out;
    buffer_init(&out, layout->arena);
    buffer_format(&out, "-fm keep -ff keep -fs %s\n", flash_files_size(layout));
    for_each (file, &files) {
        if (!file->is_preserved) {
            buffer_format(&out, "0x%" PRIx64 " %s\n", file->offset, file->path);
        }
    }
    artifact_add(layout->arena, artifacts, "flash_args", &out);
}

static void append_settings(struct json *json, const struct layout *layout)
{
    const char *size = flash_files_size(layout);
    const char *const arguments[] = {"-fm", "keep", "-ff", "keep", "-fs", size};
    json_open_array(json, "write_flash_args");
    for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++) {
        json_text(json, NULL, arguments[i]);
    }
    json_close(json);
    json_open_object(json, "flash_settings");
    json_text(json, "flash_mode", "keep");
    json_text(json, "flash_size", size);
    json_text(json, "flash_freq", "keep");
    json_close(json);
}

// idf.py flashes single files by these entries: `idf.py partition-table-flash` needs that name.
static void append_entry(struct json *json, const struct layout *layout,
                         const struct flash_file *file)
{
    bool is_main = file->table && file->table == layout_chip_table(layout);
    const char *name = is_main       ? "partition-table"
                       : file->table ? arena_format(layout->arena, "%s-table", file->name)
                                     : file->partition->identifier;
    json_open_object(json, name);
    json_text(json, "offset", text_offset(layout->arena, file->offset));
    json_text(json, "file", file->path);
    bool is_encrypted =
        file->is_encrypted && device_flash_encryption(layout) == DEVICE_ENCRYPTION_ON;
    json_text(json, "encrypted", is_encrypted ? "true" : "false");
    json_close(json);
}

// Whether a partition has the name of a key with another meaning. It then has no entry of its own,
// but is still one of the `flash_files`.
static bool is_key(const char *name)
{
    static const char *const keys[] = {"write_flash_args",   "flash_settings", "flash_files",
                                       "extra_esptool_args", "layout_digest",  "replaced",
                                       "preserved"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(name, keys[i]) == 0) {
            return true;
        }
    }
    return false;
}

// schemac's own keys, which idf.py ignores; an empty list is left out.
static void append_names(struct json *json, const char *key, struct text_list names)
{
    if (names.count) {
        json_open_array(json, key);
        for_each (name, &names) {
            json_text(json, NULL, name);
        }
        json_close(json);
    }
}

void flasher_args_emit(const struct layout *layout, const struct images *images,
                       struct artifact_list *artifacts)
{
    struct flash_file_list files = flash_files(images);
    struct buffer out;
    struct json json;
    buffer_init(&out, layout->arena);
    json_init(&json, &out);
    json_open_object(&json, NULL);
    append_settings(&json, layout);
    json_open_object(&json, "flash_files");
    for_each (file, &files) {
        if (!file->is_preserved) {
            json_text(&json, text_offset(layout->arena, file->offset), file->path);
        }
    }
    json_close(&json);
    for_each (file, &files) {
        bool has_entry = file->table || !is_key(file->partition->identifier);
        if (has_entry && !file->is_preserved) {
            append_entry(&json, layout, file);
        }
    }
    json_text(&json, "layout_digest", layout_digest_text(layout->arena, layout_digest(layout)));
    append_names(&json, "replaced", flash_files_replaced(images));
    append_names(&json, "preserved", flash_files_preserved(layout));
    json_open_object(&json, "extra_esptool_args");
    json_text(&json, "after", "hard_reset");
    json_text(&json, "before", "default_reset");
    json_bool(&json, "stub", true);
    json_text(&json, "chip", layout->platform->chip);
    json_close(&json);
    json_close(&json);
    artifact_add(layout->arena, artifacts, "flasher_args.json", &out);
}
