// What a project's sdkconfig files say of its build: the chip, its flash, where the table is, and
// which table that is, by the rules of ESP-IDF's Kconfig. Of a choice, the member counts that was
// set to `y` last; what follows from a choice by itself, as CONFIG_ESPTOOLPY_FLASHSIZE does, counts
// only where no member is set.
#include "project.h"

#include "importer.h"
#include "python.h"

#include <inttypes.h>
#include <string.h>

void project_note(struct importer *importer, bool is_assumed, const char *format, ...)
{
    struct imported_setting *setting = arena_new(importer->arena, sizeof *setting);
    va_list arguments;
    va_start(arguments, format);
    setting->text = arena_format_list(importer->arena, format, arguments);
    va_end(arguments);
    setting->is_assumed = is_assumed;
    list_append(importer->arena, &importer->imported->settings, setting);
}

const struct kconfig_symbol *project_symbol(const struct importer *importer, const char *name)
{
    struct compilation *compilation = importer->compilation;
    const char *key =
        compilation->kconfig ? names_find(&compilation->names, name, strlen(name)) : NULL;
    const struct kconfig_symbol *symbol = key ? kconfig_find(compilation->kconfig, key) : NULL;
    return symbol && symbol->is_set && symbol->value ? symbol : NULL;
}

const char *project_value(const struct importer *importer, const char *name)
{
    const struct kconfig_symbol *symbol = project_symbol(importer, name);
    return symbol ? symbol->value : NULL;
}

bool project_is_on(const struct importer *importer, const char *name)
{
    const struct kconfig_symbol *symbol = project_symbol(importer, name);
    return symbol && kconfig_truth(symbol->value) > 0;
}

// `sdkconfig.defaults:3`
const char *project_place(const struct importer *importer, const struct kconfig_symbol *symbol)
{
    struct place place = sources_place(importer->sources, symbol->value_span.start);
    return arena_format(importer->arena, "%s:%zu", place.source->path, place.line);
}

// The member of a choice that is chosen; null if none is set.
const struct kconfig_symbol *project_chosen(const struct importer *importer,
                                            const char *const *members)
{
    const struct kconfig_symbol *chosen = NULL;
    for (; *members; members++) {
        const struct kconfig_symbol *symbol = project_symbol(importer, *members);
        bool is_later = symbol && kconfig_truth(symbol->value) > 0 &&
                        (!chosen || symbol->value_span.start > chosen->value_span.start);
        chosen = is_later ? symbol : chosen;
    }
    return chosen;
}

bool project_has_sdkconfig(const struct importer *importer)
{
    const struct kconfig *kconfig = importer->compilation->kconfig;
    return kconfig && kconfig_has_sdkconfig(kconfig);
}

// CONFIG_IDF_TARGET, or what follows from it.
static const struct kconfig_symbol *find_target(const struct importer *importer)
{
    const struct kconfig_symbol *target = project_symbol(importer, "IDF_TARGET");
    target = target ? target : project_symbol(importer, "TARGET_PLATFORM");
    struct kconfig_symbol_list symbols = {0};
    if (!target && project_has_sdkconfig(importer)) {
        symbols = kconfig_symbols(importer->compilation->kconfig);
    }
    for (size_t i = 0; i < symbols.count && !target; i++) {
        const struct kconfig_symbol *symbol = symbols.items[i];
        bool is_it = strncmp(symbol->name, "IDF_TARGET_ESP", 14) == 0 && symbol->is_set &&
                     symbol->value && kconfig_truth(symbol->value) > 0;
        target = is_it ? symbol : NULL;
    }
    return target;
}

static const char *target_name(const struct importer *importer, const struct kconfig_symbol *target)
{
    bool is_member = strncmp(target->name, "IDF_TARGET_", 11) == 0;
    return is_member ? text_lower(importer->arena, target->name + 11) : target->value;
}

// The surest first: what the command line says, what a bootloader in a dump was built for, what
// CMake sets, and then the sdkconfig. Null if nothing says it.
const char *project_chip(struct importer *importer, const char **from)
{
    const struct import_request *request = importer->request;
    const struct kconfig_symbol *target = find_target(importer);
    if (request->chip) {
        *from = "--chip";
        return request->chip;
    }
    if (importer->dump_chip) {
        *from = importer->dump_chip_from;
        return importer->dump_chip;
    }
    if (request->project && request->project->chip) {
        *from = request->project->chip_from;
        return request->project->chip;
    }
    if (target && (!request->project || request->project->is_told)) { // else it was looked for
        *from = project_place(importer, target);
        return target_name(importer, target);
    }
    *from = NULL;
    return NULL;
}

void project_note_missing(struct importer *importer)
{
    const struct project_files *project = importer->request->project;
    for (size_t i = 0; project && i < project->missing.count; i++) {
        project_note(importer, false, "%s", project->missing.items[i]);
    }
}

static bool read_size(const char *text, uint64_t *value)
{
    struct number number;
    size_t suffixes;
    bool is_good = text && python_size(text, strlen(text), &number, &suffixes) == PYTHON_NUMBER &&
                   !number.negative;
    *value = is_good ? number.magnitude : *value;
    return is_good;
}

// A `hex` of Kconfig has 16 for its base, with 0x or without.
bool project_read_hex(struct arena *arena, const char *text, uint64_t *value)
{
    bool has_prefix = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    return read_size(has_prefix ? text : arena_format(arena, "0x%s", text), value);
}

static const char *const sizes[] = {"ESPTOOLPY_FLASHSIZE_512KB", "ESPTOOLPY_FLASHSIZE_1MB",
                                    "ESPTOOLPY_FLASHSIZE_2MB",   "ESPTOOLPY_FLASHSIZE_4MB",
                                    "ESPTOOLPY_FLASHSIZE_8MB",   "ESPTOOLPY_FLASHSIZE_16MB",
                                    "ESPTOOLPY_FLASHSIZE_32MB",  "ESPTOOLPY_FLASHSIZE_64MB",
                                    "ESPTOOLPY_FLASHSIZE_128MB", NULL};

// An option that says nothing that can be used: what is assumed instead is not for want of one.
static void note_unread(struct importer *importer, const struct kconfig_symbol *symbol,
                        const char *what)
{
    project_note(importer, true, "%s: not used, because `%s` is not %s",
                 project_place(importer, symbol), symbol->value, what);
}

// The size is in the name of the chosen member, as in ESPTOOLPY_FLASHSIZE_4MB.
void project_find_flash(struct importer *importer)
{
    struct arena *arena = importer->arena;
    const struct kconfig_symbol *symbol = project_chosen(importer, sizes);
    symbol = symbol ? symbol : project_symbol(importer, "ESPTOOLPY_FLASHSIZE");
    if (!symbol) {
        return;
    }
    const char *word = strrchr(symbol->name, '_') + 1;
    word = strcmp(word, "FLASHSIZE") == 0 ? symbol->value : word;
    if (read_size(arena_copy(arena, word, strcspn(word, "B")), &importer->flash)) {
        project_note(importer, false, "flash %s: %s", text_size(arena, importer->flash),
                     project_place(importer, symbol));
    } else {
        note_unread(importer, symbol, "the size of a flash");
    }
}

static uint64_t end_of_tables(const struct importer *importer)
{
    uint64_t end = importer->table_offset + importer->chip.dialect->table_size;
    for_each (table, &importer->tables) {
        for_each (row, &table->imported->rows) {
            end = row->offset + row->size > end ? row->offset + row->size : end;
        }
    }
    return end;
}

// The smallest flash that there is in which everything fits; that of a project is what its SDK has
// by default, where that is enough.
void project_choose_flash(struct importer *importer)
{
    enum { SMALLEST = 1 << 20, SDK_DEFAULT = 2 << 20 };
    const struct project_files *project = importer->request->project;
    bool is_project = project && project->is_project && !importer->dump_size;
    uint64_t end = end_of_tables(importer);
    uint64_t flash = is_project ? SDK_DEFAULT : SMALLEST;
    end = importer->dump_size > end ? importer->dump_size : end;
    if (importer->flash) {
        return;
    }
    while (flash < end && flash <= UINT64_MAX / 2) {
        flash *= 2;
    }
    importer->flash = flash;
    const char *size = text_size(importer->arena, flash);
    if (importer->dump_size) {
        project_note(importer, importer->dump_size != flash, "flash %s: %s", size,
                     importer->dump_size == flash ? "the size of the flash dump"
                                                  : "assumed, the smallest that fits the dump");
    } else if (is_project && flash == SDK_DEFAULT) {
        project_note(importer, false, "flash %s: the SDK's default, because nothing sets another",
                     size);
    } else {
        project_note(importer, true, "flash %s: assumed, the smallest that fits everything%s", size,
                     is_project ? "; the SDK's default, 2M, is too small" : "");
    }
}

// Of the platform, the sdkconfig, the dump and the command line, each is heard after the one before
// it. Only what differs from the platform is written into the schema.
void project_find_offset(struct importer *importer)
{
    struct arena *arena = importer->arena;
    const struct import_request *request = importer->request;
    const struct kconfig_symbol *symbol = project_symbol(importer, "PARTITION_TABLE_OFFSET");
    const char *from = NULL;
    if (symbol && project_read_hex(arena, symbol->value, &importer->table_offset)) {
        from = project_place(importer, symbol);
    } else if (symbol) {
        note_unread(importer, symbol, "an offset");
    }
    if (importer->dump_table) {
        importer->table_offset = importer->dump_table;
        from = "where it is in the flash dump";
    }
    if (request->has_table_offset) {
        importer->table_offset = request->table_offset;
        from = "--offset";
    }
    importer->sets_table_offset = importer->table_offset != importer->chip.platform->table_at;
    if (from && importer->sets_table_offset) {
        project_note(importer, false, "table at %s: %s", text_offset(arena, importer->table_offset),
                     from);
    }
}

// SECURE_BOOT_ENABLED is the name of old ESP-IDF releases, which had version 1 alone; on chips
// other than the ESP32, version 2 is the default. Only version 1 asks for whole 64K of an app's
// partition, unless an option takes short ones.
void project_find_secure_boot(struct importer *importer)
{
    bool is_old = project_is_on(importer, "SECURE_BOOT_ENABLED");
    bool is_secure = is_old || project_is_on(importer, "SECURE_BOOT");
    bool is_esp32 = strcmp(importer->chip.name, "esp32") == 0;
    bool is_second = project_is_on(importer, "SECURE_BOOT_V2_ENABLED") ||
                     (!is_old && !is_esp32 && !project_is_on(importer, "SECURE_BOOT_V1_ENABLED"));
    if (is_secure) {
        importer->secure_boot = is_second ? 2 : 1;
        importer->has_short_apps = importer->secure_boot == 1 &&
                                   project_is_on(importer, "SECURE_BOOT_ALLOW_SHORT_APP_PARTITION");
    }
}

// gen_esp32part makes one unless the sdkconfig says that it is not wanted; the ESP8266's build,
// never.
bool project_wants_checksum(const struct importer *importer)
{
    const struct kconfig_symbol *symbol = project_symbol(importer, "PARTITION_TABLE_MD5");
    const struct project_files *project = importer->request->project;
    bool is_host = project && project->chip && strcmp(project->chip, "linux") == 0;
    bool is_old = project_is_on(importer, "APP_COMPATIBLE_PRE_V3_1_BOOTLOADERS") ||
                  project_is_on(importer, "ESP32_COMPATIBLE_PRE_V3_1_BOOTLOADERS");
    return importer->chip.has_checksum && !is_host && !is_old &&
           (!symbol || kconfig_truth(symbol->value) > 0);
}
