// The chip that an import is for: its platform, and the tool whose CSVs it takes.
//
// The platform is the compiler's own value, with the subtypes that the project adds. What
// gen_esp32part.py does beyond it (the alignment of empty offsets, the size of a table, which rules
// it enforces) is a dialect, a row in the table below; a platform without a row cannot be imported
// for.
#include "importer.h"
#include "project.h"

#include <string.h>

// components/partition_table/gen_esp32part.py of ESP-IDF 5.5 (version 1.5) and of the
// ESP8266_RTOS_SDK 3.4 (1.2).
static const struct dialect dialects[] = {
    {"esp_idf", 64 << 10, 4 << 10, "undefined", 4 << 10, "boot_at", "recovery_at", true},
    {"esp8266_rtos", 4 << 10, 4, "ota", 4 << 10, NULL, NULL, false},
};

static const struct dialect *find_dialect(const char *platform)
{
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
        if (strcmp(dialects[i].platform, platform) == 0) {
            return &dialects[i];
        }
    }
    return NULL;
}

// The first thing that was reported elsewhere, of the command line.
static void report_chip(struct importer *importer, const struct diagnostics *others)
{
    const struct diagnostic *first = others->kept.count ? others->kept.items[0] : NULL;
    struct diagnostic *diagnostic =
        report(importer->diagnostics, CODE_IMPORT_CHIP, (struct span){0}, "%s",
               first ? first->message : "the tables of this chip are unknown");
    if (importer->chip_from && strcmp(importer->chip_from, "--chip") != 0) {
        add_note(diagnostic, (struct span){0}, "%s names it; `--chip` selects another one",
                 importer->chip_from);
    }
    add_note(diagnostic, (struct span){0}, "`schemac platforms` lists all chips");
}

// The format always has a checksum here, because a table in a file may have one whatever the
// default is; has_checksum keeps the default, from which the schema says what differs.
bool import_chip_find(struct importer *importer, const char *name, struct import_chip *chip)
{
    struct compilation *compilation = arena_new(importer->arena, sizeof *compilation);
    compilation_init(compilation, importer->sources->host, importer->arena->exhausted);
    compilation->diagnostics.is_mute = true;
    struct syntax_items types = subtypes_items(importer, &compilation->names);
    const struct platform *platform = layout_platform(&compilation->syntax, name, &types);
    bool is_good = platform && compilation->diagnostics.errors == 0;
    *chip = (struct import_chip){.name = name, .platform = platform};
    chip->dialect = is_good ? find_dialect(platform->name) : NULL;
    if (chip->dialect && platform->format) {
        struct table_format *format = arena_new(importer->arena, sizeof *format);
        *format = *platform->format;
        format->checksum = platform_find_record(platform, "md5"); // whatever the default is
        chip->format = format;
        chip->has_checksum = platform->format->checksum;
    } else {
        report_chip(importer, &compilation->diagnostics);
    }
    arena_adopt(importer->arena, &compilation->arena);
    return chip->format && chip->format->checksum;
}

static bool is_word(struct arena *arena, const char *name, const char *word)
{
    return strcmp(text_lower(arena, word), name) == 0;
}

// Native names alone: a CSV cannot use the names that only schemas have. The tool ignores case.
bool import_chip_type(const struct import_chip *chip, struct arena *arena, const char *name,
                      uint64_t *number, struct nearest *nearest)
{
    for_each (type, &chip->platform->types) {
        if (type->name && type->is_native) {
            *number = type->low;
            if (is_word(arena, type->name, name)) {
                return true;
            }
            nearest_offer(nearest, type->name);
        }
    }
    return false;
}

// Names of numbered subtypes, such as ota_3, are made one by one.
bool import_chip_subtype(const struct import_chip *chip, struct arena *arena, uint64_t type,
                         const char *name, uint64_t *number, struct nearest *nearest)
{
    const struct platform_type *found = platform_find_type(chip->platform, type);
    if (!found || !found->name) {
        return false;
    }
    for_each (subtype, &found->subtypes) {
        for (*number = subtype->low; subtype->name && *number <= subtype->high; ++*number) {
            const char *candidate = platform_subtype_name(arena, subtype, *number);
            if (is_word(arena, candidate, name)) {
                return true;
            }
            nearest_offer(nearest, candidate);
        }
    }
    return false;
}

bool import_chip_is_app(const struct import_chip *chip, uint64_t number)
{
    const struct platform_type *type = platform_find_type(chip->platform, number);
    return type && type->kind && strcmp(type->kind, "app") == 0;
}
