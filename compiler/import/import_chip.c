// What a chip's platform says, and what the tools do that make its tables.
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
               first ? first->message : "tables of this chip are not known");
    if (importer->chip_from && strcmp(importer->chip_from, "--chip") != 0) {
        add_note(diagnostic, (struct span){0}, "%s names it; `--chip` says another",
                 importer->chip_from);
    }
    add_note(diagnostic, (struct span){0}, "`schemac platforms` lists all chips");
}

bool facts_find(struct importer *importer, const char *chip, struct facts *facts)
{
    struct compilation *compilation = arena_new(importer->arena, sizeof *compilation);
    compilation_init(compilation, importer->sources->host, importer->arena->exhausted);
    compilation->diagnostics.is_mute = true;
    struct list types = subtypes_items(importer, &compilation->names);
    const struct platform *platform = layout_platform(&compilation->syntax, chip, &types);
    bool is_good = platform && compilation->diagnostics.errors == 0;
    *facts = (struct facts){.chip = chip, .platform = platform};
    facts->dialect = is_good ? find_dialect(platform->name) : NULL;
    if (facts->dialect && platform->format) {
        struct table_format *format = arena_new(importer->arena, sizeof *format);
        *format = *platform->format;
        format->checksum = platform_find_record(platform, "md5"); // whatever the default is
        facts->format = format;
        facts->has_checksum = platform->format->checksum;
    } else {
        report_chip(importer, &compilation->diagnostics);
    }
    arena_adopt(importer->arena, &compilation->arena);
    return facts->format && facts->format->checksum;
}

static bool is_word(struct arena *arena, const char *name, const char *word)
{
    return strcmp(text_lower(arena, word), name) == 0;
}

bool facts_type(const struct facts *facts, struct arena *arena, const char *name, uint64_t *number,
                struct nearest *nearest)
{
    for_each (type, &facts->platform->types) {
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

bool facts_subtype(const struct facts *facts, struct arena *arena, uint64_t type, const char *name,
                   uint64_t *number, struct nearest *nearest)
{
    const struct platform_type *found = platform_find_type(facts->platform, type);
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

bool facts_is_app(const struct facts *facts, uint64_t number)
{
    const struct platform_type *type = platform_find_type(facts->platform, number);
    return type && type->kind && strcmp(type->kind, "app") == 0;
}

const char *facts_sdkconfig_value(const struct importer *importer, const char *symbol)
{
    struct compilation *compilation = importer->compilation;
    const char *name =
        compilation->kconfig ? names_find(&compilation->names, symbol, strlen(symbol)) : NULL;
    const struct kconfig_symbol *found = name ? kconfig_find(compilation->kconfig, name) : NULL;
    return found && found->is_set ? found->value : NULL;
}
