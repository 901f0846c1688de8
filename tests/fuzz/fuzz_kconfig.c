// Kconfig's files, in memory. The input has a Kconfig file, an sdkconfig and a rename file, with a
// byte 0xff between them.
#include "driver.h"

#include <stdlib.h>
#include <string.h>

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

static void add(struct compilation *compilation, struct kconfig_source_list *list,
                const unsigned char **data, size_t *size)
{
    const unsigned char *end = memchr(*data, 0xff, *size);
    size_t length = end ? (size_t)(end - *data) : *size;
    list_append(&compilation->arena, list,
                sources_add(&compilation->sources, "input", (const char *)*data, length));
    length += end != NULL;
    *data += length;
    *size -= length;
}

static void convert(struct compilation *compilation, const struct kconfig *kconfig,
                    const char *name)
{
    static const char *const kinds[] = {"bool", "int", "hex", "string", "float"};
    const struct kconfig_symbol *symbol =
        kconfig_find(kconfig, names_intern(&compilation->names, name, strlen(name)));
    for (size_t i = 0; symbol && symbol->value && i < sizeof kinds / sizeof *kinds; i++) {
        if (!kconfig_convert(&compilation->arena, symbol->value, symbol->form, kinds[i])) {
            kconfig_report_type(&compilation->diagnostics, symbol, kinds[i], symbol->span);
        }
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct compilation compilation;
    struct kconfig_sources files = {0};
    compilation_init(&compilation, &host_none, out_of_memory);
    add(&compilation, &files.roots, &data, &size);
    add(&compilation, &files.sdkconfigs, &data, &size);
    add(&compilation, &files.renames, &data, &size);
    const struct kconfig *kconfig =
        kconfig_new(&compilation.sources, &compilation.diagnostics, &compilation.names, &files);
    if (kconfig) {
        struct nearest nearest = nearest_to("A");
        kconfig_offer(kconfig, &nearest);
        convert(&compilation, kconfig, nearest.found ? nearest.found : "A");
        const struct kconfig_symbol_list symbols = kconfig_symbols(kconfig);
        for_each (symbol, &symbols) {
            kconfig_warn(kconfig, symbol->name, symbol->span);
        }
    }
    struct buffer out;
    buffer_init(&out, &compilation.arena);
    diagnostics_sort(&compilation.diagnostics);
    render_text(&compilation.diagnostics, (struct render_options){true, 0}, &out);
    compilation_release(&compilation);
    return 0;
}
