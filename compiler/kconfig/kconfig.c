// Kconfig as a whole: reads its files in the order in which they count (what defines symbols, what
// renames them, what sets them), finds all values, and answers what others ask.
#include "reader.h"

#include <ctype.h>
#include <string.h>

static bool is_known(const struct option *option)
{
    return span_is_known(option->symbol.span) || option->given.value;
}

// The kind that the form of a value shows, if no Kconfig file gives one: without Kconfig files an
// sdkconfig is all there is.
static const char *guess_kind(const struct given *given)
{
    const char *value = given->value;
    if (!value || given->form == KCONFIG_TEXT) {
        return value ? "string" : "bool";
    }
    if (kconfig_truth(value) || strcmp(value, "n") == 0) {
        return "bool";
    }
    bool is_hex = value[0] == '0' && (value[1] == 'x' || value[1] == 'X');
    bool is_number = isdigit((unsigned char)value[*value == '-']);
    return is_hex ? "hex" : is_number ? "int" : "string";
}

// Without Kconfig files, and for old names, a value counts as an sdkconfig has it. With Kconfig
// files, what they do not define does not exist for the build.
static void option_take(const struct kconfig *kconfig, struct option *option)
{
    struct kconfig_symbol *symbol = &option->symbol;
    const struct given *given = &option->given;
    bool counts = !kconfig_has_definitions(kconfig) || given->is_deprecated;
    if (span_is_known(symbol->span) || !given->value || !counts) {
        return;
    }
    symbol->value = given->value;
    symbol->form = given->form;
    symbol->value_span = given->span;
    symbol->is_set = true;
    symbol->kind = guess_kind(given);
}

static void option_finish(struct option *option)
{
    if (!option->symbol.kind && is_known(option)) {
        option->symbol.kind = guess_kind(&option->given);
    }
}

// A schema may still use an old name: it gets a copy of the new option. A name that Kconfig files
// define again is not an old name.
static void rename_finish(struct kconfig *kconfig, const char *name)
{
    const struct rename *rename = map_find(&kconfig->renames, name);
    const struct option *option = map_find(&kconfig->option_names, rename->name);
    struct option *old = option_get(kconfig, name);
    if (!option || !is_known(option) || span_is_known(old->symbol.span)) {
        return;
    }
    old->symbol = option->symbol;
    old->symbol.name = name;
    old->given = option->given;
    if (rename->is_inverse && old->symbol.value) {
        old->symbol.value = value_inverse(old->symbol.value);
    }
}

// The order matters: options get their kinds from definitions before sdkconfigs give them values,
// which are converted at once; renames come in between, since values under old names go to both.
// After an error in any of the files no value could be trusted, and null is returned.
const struct kconfig *kconfig_new(struct sources *sources, struct diagnostics *diagnostics,
                                  struct names *names, const struct kconfig_sources *files)
{
    struct kconfig *kconfig = arena_new(sources->arena, sizeof *kconfig);
    *kconfig = (struct kconfig){.arena = sources->arena,
                                .sources = sources,
                                .diagnostics = diagnostics,
                                .names = names,
                                .files = files};
    size_t errors = diagnostics->errors;
    for (size_t i = 0; i < files->roots.count; i++) {
        definitions_read(kconfig, files->roots.items[i]);
    }
    choices_fill(kconfig);
    for (size_t i = 0; i < files->renames.count; i++) {
        rename_read(kconfig, files->renames.items[i]);
    }
    for (size_t i = 0; i < files->sdkconfigs.count; i++) {
        sdkconfig_read(kconfig, files->sdkconfigs.items[i]);
    }
    if (diagnostics->errors > errors) {
        return NULL;
    }
    for (size_t i = 0; i < kconfig->options.count; i++) {
        option_take(kconfig, kconfig->options.items[i]);
    }
    options_evaluate(kconfig);
    for (size_t i = 0; i < kconfig->options.count; i++) {
        option_finish(kconfig->options.items[i]);
    }
    for (size_t i = 0; i < kconfig->renamed.count; i++) {
        rename_finish(kconfig, kconfig->renamed.items[i]);
    }
    return kconfig;
}

static bool read_all(struct sources *sources, struct diagnostics *diagnostics,
                     const struct text_list *paths, struct kconfig_source_list *read)
{
    for (size_t i = 0; i < paths->count; i++) {
        const char *error = NULL;
        const struct source *source = sources_read(sources, paths->items[i], &error);
        if (!source) {
            report_unreadable(diagnostics, CODE_KCONFIG_UNREADABLE, paths->items[i], error);
            continue;
        }
        list_append(sources->arena, read, source);
    }
    return read->count == paths->count;
}

// If a file cannot be read, the others are read all the same, for their own mistakes.
const struct kconfig *kconfig_read(struct sources *sources, struct diagnostics *diagnostics,
                                   struct names *names, const struct kconfig_files *files)
{
    struct kconfig_sources *read = arena_new(sources->arena, sizeof *read);
    bool is_good = read_all(sources, diagnostics, &files->roots, &read->roots);
    is_good &= read_all(sources, diagnostics, &files->renames, &read->renames);
    is_good &= read_all(sources, diagnostics, &files->sdkconfigs, &read->sdkconfigs);
    const struct kconfig *kconfig = kconfig_new(sources, diagnostics, names, read);
    return is_good ? kconfig : NULL;
}

const struct kconfig_symbol *kconfig_find(const struct kconfig *kconfig, const char *name)
{
    const struct option *option = map_find(&kconfig->option_names, name);
    return option && is_known(option) ? &option->symbol : NULL;
}

bool kconfig_has_sdkconfig(const struct kconfig *kconfig)
{
    return kconfig->files->sdkconfigs.count > 0;
}

bool kconfig_has_definitions(const struct kconfig *kconfig)
{
    return kconfig->files->roots.count > 0;
}

struct kconfig_symbol_list kconfig_symbols(const struct kconfig *kconfig)
{
    struct kconfig_symbol_list symbols = {0};
    for (size_t i = 0; i < kconfig->options.count; i++) {
        const struct option *option = kconfig->options.items[i];
        if (is_known(option)) {
            list_append(kconfig->arena, &symbols, &option->symbol);
        }
    }
    return symbols;
}

void kconfig_offer(const struct kconfig *kconfig, struct nearest *nearest)
{
    const struct kconfig_symbol_list symbols = kconfig_symbols(kconfig);
    for_each (symbol, &symbols) {
        nearest_offer(nearest, symbol->name);
    }
}

// `read` has the roots, too, and files that were sourced twice count twice.
void kconfig_note_files(const struct kconfig *kconfig, struct diagnostic *diagnostic)
{
    const struct kconfig_source_list *lists[] = {&kconfig->files->roots,
                                                 &kconfig->files->sdkconfigs};
    struct buffer text;
    buffer_init(&text, kconfig->arena);
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < lists[i]->count; j++) {
            const struct source *source = lists[i]->items[j];
            buffer_format(&text, "%s`%s`", text.length ? ", " : "", source->path);
        }
        size_t more = i == 0 ? kconfig->read.count - lists[i]->count : 0;
        if (more) {
            buffer_format(&text, " (with %zu file%s that it sources)", more, more == 1 ? "" : "s");
        }
    }
    add_note(diagnostic, (struct span){0}, "looked in %s", text.bytes);
}
