// What a chip's platform says, found by compiling a schema without partitions.
#include "importer.h"
#include "project.h"
#include "platform.h"

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

// The tools append a row `md5`, whatever the default of the platform.
static const char *probe_text(struct importer *importer, const char *chip)
{
    struct buffer text;
    buffer_init(&text, importer->arena);
    buffer_text(&text, "schema probe revision 1;\ntarget ");
    schema_append_name(&text, chip);
    buffer_text(&text, ";\n");
    subtypes_write(importer, &text);
    buffer_text(&text, "table main { }\ntable sealed checksum md5 { }\n");
    return text.bytes;
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
    struct compilation *probe = arena_new(importer->arena, sizeof *probe);
    const char *text = probe_text(importer, chip);
    compilation_init(probe, importer->arena->exhausted);
    probe->sources.sealed = true;
    probe->diagnostics.is_mute = true;
    *facts = (struct facts){.chip = chip};
    if (compilation_read_text(probe, "probe", text, strlen(text))) {
        platforms_read(&probe->syntax);
        facts->model = model_new(&probe->syntax, compilation_outline(probe), NULL, NULL);
    }
    if (facts->model && facts->model->platform && probe->diagnostics.errors == 0) {
        struct invocation invocation = {.schema = "probe", .output = "."};
        facts->layout = layout_new(facts->model, &probe->syntax, invocation);
        facts->dialect = find_dialect(facts->model->platform);
    }
    if (facts->dialect) {
        const struct table *main = facts->layout->tables.items[0];
        const struct table *sealed = facts->layout->tables.items[1];
        facts->format = sealed->format;
        facts->has_checksum = main->format && main->format->checksum;
        facts->table_offset = main->offset;
    } else {
        report_chip(importer, &probe->diagnostics);
    }
    arena_adopt(importer->arena, &probe->arena);
    return facts->dialect && facts->format;
}

static bool is_word(struct arena *arena, const char *name, const char *word)
{
    return strcmp(text_lower(arena, word), name) == 0;
}

bool facts_type(const struct facts *facts, struct arena *arena, const char *name, uint64_t *number,
                struct nearest *nearest)
{
    for (size_t i = 0; i < facts->model->types.count; i++) {
        const struct type *type = facts->model->types.items[i];
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
    const struct type *found = facts_type_of(facts, type);
    for (size_t i = 0; found && found->name && i < found->subtypes.count; i++) {
        const struct subtype *subtype = found->subtypes.items[i];
        for (*number = subtype->low; subtype->name && *number <= subtype->high; ++*number) {
            const char *candidate = model_subtype_name(arena, subtype, *number);
            if (is_word(arena, candidate, name)) {
                return true;
            }
            nearest_offer(nearest, candidate);
        }
    }
    return false;
}

const struct type *facts_type_of(const struct facts *facts, uint64_t number)
{
    const struct type *range = NULL;
    for (size_t i = 0; i < facts->model->types.count; i++) {
        const struct type *type = facts->model->types.items[i];
        if (number >= type->low && number <= type->high) {
            range = type->name || !range ? type : range;
        }
    }
    return range;
}

const struct subtype *facts_subtype_of(const struct type *type, uint64_t number)
{
    const struct subtype *range = NULL;
    for (size_t i = 0; i < type->subtypes.count; i++) {
        const struct subtype *subtype = type->subtypes.items[i];
        if (number >= subtype->low && number <= subtype->high) {
            range = subtype->name || !range ? subtype : range;
        }
    }
    return range;
}

bool facts_is_app(const struct facts *facts, uint64_t number)
{
    const struct type *type = facts_type_of(facts, number);
    const struct syntax_clause *kind = type ? type->clauses.slots[CLAUSE_KIND] : NULL;
    return kind && strcmp(kind->name.text, "app") == 0;
}

const char *facts_sdkconfig_value(const struct importer *importer, const char *symbol)
{
    struct compilation *compilation = importer->compilation;
    const char *name =
        compilation->kconfig ? names_find(&compilation->names, symbol, strlen(symbol)) : NULL;
    const struct kconfig_symbol *found = name ? kconfig_find(compilation->kconfig, name) : NULL;
    return found && found->is_set ? found->value : NULL;
}
