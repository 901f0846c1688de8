// The options that partitions and namespaces of an ESP-AT project depend on: a list in
// components/customized_partitions/at_customized_config_dependency.txt says which, and the
// sdkconfig which are on.
#include "esp_at.h"
#include "project.h"

#include <string.h>

static struct at_option *find_option(struct importer *importer, const char *symbol)
{
    for_each (option, &importer->at.options) {
        if (strcmp(option->symbol, symbol) == 0) {
            return option;
        }
    }
    return NULL;
}

// What the project's Kconfig makes of it, where that was read; else as the sdkconfig has it. What
// neither of them knows of is on without an sdkconfig, or where it has some values alone.
static bool is_on(const struct importer *importer, const char *symbol)
{
    const struct kconfig *kconfig = importer->compilation->kconfig;
    const struct kconfig_symbol *known = at_kconfig_symbol(importer, symbol);
    const char *value = project_value(importer, symbol);
    if (known) {
        return known->value && kconfig_truth(known->value) > 0;
    }
    return !kconfig || !kconfig_has_sdkconfig(kconfig) ||
           (value ? kconfig_truth(value) > 0 : importer->at.kconfig != NULL);
}

static void add_dependency(struct importer *importer, const char *symbol, const char *name)
{
    struct at_option *option = find_option(importer, symbol);
    if (!option) {
        option = arena_new(importer->arena, sizeof *option);
        option->symbol = symbol;
        option->is_on = is_on(importer, symbol);
        list_append(importer->arena, &importer->at.options, option);
    }
    list_append(importer->arena, &option->names, name);
    list_append(importer->arena, &importer->at.names, name);
}

struct at_option *at_find_legacy(struct importer *importer)
{
    static const char symbol[] = "AT_EAP_LEGACY_NAMESPACE_SUPPORT";
    struct at_option *option = find_option(importer, symbol);
    if (!option && (project_value(importer, symbol) || at_kconfig_symbol(importer, symbol))) {
        option = arena_new(importer->arena, sizeof *option);
        option->symbol = symbol;
        option->is_on = is_on(importer, symbol);
        list_append(importer->arena, &importer->at.options, option);
    }
    return option;
}

static bool is_symbol(const char *text)
{
    static const char characters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    return *text && text[strspn(text, characters)] == 0;
}

// `AT_BLE_COMMAND_SUPPORT=y ble_data`
static bool read_line(struct importer *importer, const struct source *source, size_t at,
                      size_t length)
{
    struct arena *arena = importer->arena;
    const char *text = text_trimmed(arena, arena_copy(arena, source->bytes + at, length));
    const char *equal = strchr(text, '=');
    const char *space = equal ? strpbrk(equal, " \t") : NULL;
    if (!*text || *text == '#') {
        return true;
    }
    bool is_good = space && space == equal + 2 && equal[1] == 'y';
    if (is_good) {
        const char *start = strncmp(text, "CONFIG_", 7) == 0 ? text + 7 : text;
        const char *symbol = arena_copy(arena, start, (size_t)(equal - start));
        const char *name = text_trimmed(arena, space);
        is_good =
            is_symbol(symbol) && *name && !strpbrk(name, " \t\"\\") && !text_has_control(name);
        add_dependency(importer, symbol, name);
    }
    if (!is_good) {
        uint32_t start = source->start + (uint32_t)at;
        report(importer->diagnostics, CODE_IMPORT_DEPENDENCY,
               (struct span){start, start + (uint32_t)length},
               "expected `OPTION=y PARTITION`, such as `AT_BLE_COMMAND_SUPPORT=y ble_data`");
    }
    return is_good;
}

bool at_read_dependencies(struct importer *importer)
{
    size_t at;
    const struct source *text = decode_text(importer, importer->at.dependencies, &at);
    bool is_good = text != NULL;
    while (text && at < text->length) {
        size_t length = strcspn(text->bytes + at, "\r\n");
        is_good &= read_line(importer, text, at, length);
        at += length + 1;
    }
    return is_good;
}

struct at_option *at_find_option(const struct importer *importer, const char *name)
{
    for_each (option, &importer->at.options) {
        for (size_t j = 0; j < option->names.count; j++) {
            if (strcmp(option->names.items[j], name) == 0) {
                return option;
            }
        }
    }
    return NULL;
}

static bool is_used(const struct importer *importer, const struct at_option *option)
{
    for_each (name, &option->names) {
        if (at_find_row(importer, name)) {
            return true;
        }
    }
    return option->is_used;
}

// An option that nothing depends on is ESP-AT's own business and stays out of the schema.
static bool uses_any(const struct importer *importer)
{
    for_each (option, &importer->at.options) {
        if (is_used(importer, option)) {
            return true;
        }
    }
    return false;
}

// Whether all modules that are imported have a partition.
static bool is_in_all(const struct importer *importer, const char *name)
{
    bool is_missing = !at_find_row(importer, name);
    for_each (text, &importer->at.missing) {
        is_missing |= strcmp(text, name) == 0;
    }
    return !is_missing;
}

// The option that says where the second table is follows from the layout, if there is one such
// partition.
static void append_offset(struct importer *importer)
{
    static const char symbol[] = "AT_CUSTOMIZED_PARTITION_TABLE_OFFSET";
    const struct import_row *host = at_second_host(importer);
    bool is_known = project_value(importer, symbol) || at_kconfig_symbol(importer, symbol);
    if (is_known && host && is_in_all(importer, host->label) &&
        at_find_row(importer, host->label) == host &&
        text_identifier(importer->arena, host->label) == host->label) {
        buffer_format(&importer->imported->text, "set %s hex = %s.offset;\n", symbol, host->label);
    }
}

void at_write_options(struct importer *importer)
{
    struct buffer *out = &importer->imported->text;
    buffer_text(out, uses_any(importer) ? "\n" : "");
    for_each (option, &importer->at.options) {
        if (is_used(importer, option)) {
            buffer_format(out, "config %s bool default %s;\n", option->symbol,
                          option->is_on ? "y" : "n");
        }
    }
    append_offset(importer);
}

// `require NAME depends on OPTION` keeps partition and option together in later edits of the
// schema.
void at_write_requires(struct importer *importer)
{
    struct buffer *out = &importer->imported->text;
    bool is_first = true;
    for_each (option, &importer->at.options) {
        bool has_any = false;
        for_each (name, &option->names) {
            if (!is_in_all(importer, name)) {
                continue;
            }
            if (has_any) {
                buffer_text(out, ", ");
            } else {
                buffer_text(out, is_first ? "\nrequire " : "require ");
            }
            schema_append_name(out, name);
            has_any = true;
            is_first = false;
        }
        if (has_any) {
            buffer_format(out, " depends on %s;\n", option->symbol);
        }
    }
}
