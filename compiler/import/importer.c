// What an import has read so far, and what a file that is added to it is.
//
// Nothing is interpreted here: whether files belong together, and for which chip they are, is only
// known once all of them were added. The same file may come twice, by its own name and in a
// directory that was named, and counts once.
#include "app_chip.h"
#include "esp_at.h"
#include "importer.h"

#include <string.h>

// The path of a table in a dump says where it is in it, so that messages tell several of one file
// apart.
struct source_table *import_add_table(struct importer *importer, const struct source *source,
                                      size_t start)
{
    struct source_table *table = arena_new(importer->arena, sizeof *table);
    table->source = source;
    table->start = start;
    table->is_dump = start > 0;
    table->is_binary = true;
    table->imported = arena_new(importer->arena, sizeof *table->imported);
    table->imported->path = start ? arena_format(importer->arena, "%s at %s", source->path,
                                                 text_offset(importer->arena, start))
                                  : source->path;
    list_append(importer->arena, &importer->tables, table);
    list_append(importer->arena, &importer->imported->tables, table->imported);
    return table;
}

// Where a table is in a file: at its start, or somewhere in a flash dump, which `--offset` tells
// when it is not the first one that is found. False, and reported, if it is not there.
static bool find_table(struct importer *importer, const struct source *source, size_t *start)
{
    const struct import_request *request = importer->request;
    size_t found = 1;
    import_find_table(source->bytes, source->length, start);
    if (*start == 0 || !request->has_table_offset) {
        return true;
    }
    *start = (size_t)request->table_offset;
    if (*start < source->length) {
        import_find_table(source->bytes + *start, source->length - *start, &found);
    }
    if (found) {
        report(importer->diagnostics, CODE_IMPORT_TABLE, (struct span){0},
               "`%s` has no partition table at %s, the address given by `--offset`", source->path,
               text_offset(importer->arena, *start));
    }
    return found == 0;
}

// Bootloaders are at one of these places, by the chip.
static void find_dump_chip(struct importer *importer, const struct source *source)
{
    static const uint16_t places[] = {0, 0x1000, 0x2000};
    for (size_t i = 0; i < sizeof places / sizeof *places && !importer->dump_chip; i++) {
        uint16_t place = places[i];
        if (place < source->length) {
            importer->dump_chip = image_boot_chip((const uint8_t *)source->bytes + place,
                                                  source->length - place, place);
            importer->dump_chip_from =
                arena_format(importer->arena, "the bootloader at %s of %s",
                             text_offset(importer->arena, place), source->path);
        }
    }
}

// A binary table that does not start its file is part of a flash dump; then the size of the file is
// that of the flash, and the bootloader tells the chip.
static bool add_binary(struct importer *importer, const struct source *source)
{
    size_t start = 0;
    if (!find_table(importer, source, &start)) {
        return false;
    }
    import_add_table(importer, source, start);
    if (start) {
        importer->dump_table = start;
        importer->dump_size = source->length;
        find_dump_chip(importer, source);
    }
    return true;
}

// The same file by another path is the same (device and inode), unless it is not a file at all.
static bool is_known(const struct importer *importer, const struct source *source)
{
    for_each (table, &importer->tables) {
        const struct source *other = table->source;
        bool is_file = source->file && !source->is_input;
        if (other == source ||
            (is_file && other->file == source->file && other->device == source->device)) {
            return true;
        }
    }
    return false;
}

// Says what a file is, where it is known, since that tells what to do with it.
static void report_unknown_file(const struct importer *importer, const char *path,
                                const struct source *source)
{
    size_t length = strlen(path);
    bool is_schema = length > 8 && strcmp(path + length - 8, ".pschema") == 0;
    enum foreign_kind kind = import_foreign(path, source->bytes, source->length);
    const char *cure =
        is_schema ? "is already a schema: check it with `schemac check`"
        : kind == FOREIGN_SDKCONFIG
            ? "is an sdkconfig: name the directory it is in, or a table and `--sdkconfig`"
        : kind == FOREIGN_LOCK ? "is the lock file of a schema"
                               : "is not a file that can be imported";
    struct diagnostic *diagnostic =
        report(importer->diagnostics, CODE_IMPORT_UNKNOWN, (struct span){0}, "`%s` %s", path, cure);
    if (!is_schema && kind != FOREIGN_SDKCONFIG) {
        add_note(diagnostic, (struct span){0},
                 "you can import a partitions.csv, a binary table, a flash dump, a CSV of NVS "
                 "keys, or the directory of a project");
    }
}

// Of two lists, none is taken for the one that counts.
static bool add_dependencies(struct importer *importer, const struct source *source)
{
    const struct source *other = importer->at.dependencies;
    importer->at.dependencies = source;
    if (other && (other->file != source->file || other->device != source->device)) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "`%s` and `%s` both list what partitions depend on; name only one of them",
               other->path, source->path);
        return false;
    }
    return true;
}

// One switch over what a file can be; a new kind of file goes here, into recognise.c, and into the
// stages.
bool import_add(struct importer *importer, const char *path, const struct source *source)
{
    if (is_known(importer, source)) {
        return true;
    }
    switch (import_recognise(path, source->bytes, source->length)) {
    case IMPORT_PARTITIONS:
        import_add_table(importer, source, 0)->is_binary = false;
        at_note_module(importer, path);
        return true;
    case IMPORT_TABLE:
        return add_binary(importer, source);
    case IMPORT_KEYS:
        importer->keys = source;
        return true;
    case IMPORT_DEVICE_KEYS:
        if (importer->device_keys) {
            report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
                   "`%s` and `%s` both list keys without values; name one of them, and the CSV "
                   "with the values for each device",
                   importer->device_keys->path, path);
            return false;
        }
        importer->device_keys = source;
        return true;
    case IMPORT_DEPENDENCIES:
        return add_dependencies(importer, source);
    case IMPORT_SCHEMA:
        break;
    }
    report_unknown_file(importer, path, source);
    return false;
}
