// `platforms`: lists the chips that schemac knows, each with its parameters as its platform
// declares them, or prints the schema of one platform. Both are read from the text that is compiled
// in, by the same parser as any schema, so the list cannot differ from what the compiler uses.
#include "commands.h"
#include "driver.h"
#include "model.h"
#include "builtin.h"
#include "text.h"

#include <string.h>

static const struct syntax_item *find_item(const struct syntax_file *file, const char *name)
{
    for_each (item, &file->items) {
        bool is_shown = item->kind == ITEM_CHIP || item->kind == ITEM_PLATFORM;
        if (is_shown && strcmp(item->name.text, name) == 0) {
            return item;
        }
    }
    return NULL;
}

static void list_chips(struct compilation *compilation, const struct syntax_file *file)
{
    for_each (item, &file->items) {
        if (item->kind == ITEM_PLATFORM) {
            printf("%s\n", item->name.text);
        }
        if (item->kind != ITEM_CHIP) {
            continue;
        }
        printf("  %-10s", item->name.text);
        for (size_t j = 0; j < item->target.settings.count; j++) {
            const struct syntax_setting *setting = item->target.settings.items[j];
            printf("%s%s %s", j ? ", " : " ", setting->name.text,
                   sources_text(&compilation->sources, setting->value->span));
        }
        puts("");
    }
}

// With a name, the first platform that declares a chip or platform of that name is printed; the
// names of all are candidates for the hint.
static int show_platforms(struct compilation *compilation, const char *name)
{
    struct nearest nearest = nearest_to(name ? name : "");
    for (size_t i = 0; i < builtin_count; i++) {
        const struct syntax_file *file = builtin_read(&compilation->syntax, i);
        if (!name) {
            list_chips(compilation, file);
        } else if (find_item(file, name)) {
            fwrite(builtins[i].text, 1, builtins[i].length, stdout);
            return STATUS_DONE;
        }
        for (size_t j = 0; j < file->items.count; j++) {
            nearest_offer(&nearest, file->items.items[j]->name.text);
        }
    }
    if (!name) {
        return STATUS_DONE;
    }
    return usage_fail(&compilation->arena,
                      arena_format(&compilation->arena, "there is no platform or chip `%s`%s", name,
                                   nearest.found ? nearest_hint(&compilation->arena, &nearest)
                                                 : "; `schemac platforms` lists them"));
}

static int run(const struct options *options)
{
    struct compilation compilation;
    compilation_init(&compilation, options->host, options->exhausted);
    int status =
        show_platforms(&compilation, options->argument_count ? options->arguments[0] : NULL);
    compilation_release(&compilation);
    return status;
}

const struct command command_platforms = {
    .name = "platforms",
    .arguments = "[CHIP]",
    .summary = "list the built-in platforms, or show one",
    .description =
        "Lists the chips that can be the target of a schema. With CHIP, prints the platform\n"
        "that it belongs to, as the schema that defines it.",
    .most = 1,
    .run = run,
};
