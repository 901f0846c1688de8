// `platforms` and `explain`: what is built in.
#include "commands.h"
#include "driver.h"
#include "platform.h"
#include "text.h"

#include <string.h>

static const struct syntax_item *find_item(const struct syntax_file *file, const char *name)
{
    for (size_t i = 0; i < file->items.count; i++) {
        const struct syntax_item *item = file->items.items[i];
        bool is_shown = item->kind == ITEM_CHIP || item->kind == ITEM_PLATFORM;
        if (is_shown && strcmp(item->name.text, name) == 0) {
            return item;
        }
    }
    return NULL;
}

static void list_chips(struct compilation *compilation, const struct syntax_file *file)
{
    for (size_t i = 0; i < file->items.count; i++) {
        const struct syntax_item *item = file->items.items[i];
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

static int show_platforms(struct compilation *compilation, const char *name)
{
    struct nearest nearest = nearest_to(name ? name : "");
    for (size_t i = 0; i < builtin_count; i++) {
        const struct syntax_file *file = platform_read(&compilation->syntax, i);
        if (!name) {
            list_chips(compilation, file);
        } else if (find_item(file, name)) {
            fwrite(builtins[i].text, 1, builtins[i].length, stdout);
            return STATUS_DONE;
        }
        for (size_t j = 0; j < file->items.count; j++) {
            nearest_offer(&nearest, ((const struct syntax_item *)file->items.items[j])->name.text);
        }
    }
    if (!name) {
        return STATUS_DONE;
    }
    fprintf(stderr, "schemac: error: there is no platform or chip `%s`%s\n", name,
            nearest_hint(&compilation->arena, &nearest));
    return STATUS_WRONG_USAGE;
}

int command_platforms(const struct options *options)
{
    struct compilation compilation;
    compilation_init(&compilation, out_of_memory);
    int status =
        show_platforms(&compilation, options->argument_count ? options->arguments[0] : NULL);
    compilation_release(&compilation);
    return status;
}

static void print_indented(const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        printf("%s%.*s\n", length ? "    " : "", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void explain(const struct code_entry *entry)
{
    printf("%s (%s, %s): %s\n\n%s\n", entry->id, entry->name, severity_name(entry->severity),
           entry->title, entry->explanation);
    if (entry->fault) {
        printf("\nfor example\n\n");
        print_indented(entry->fault);
    }
    if (entry->cure) {
        printf("\nbut right is\n\n");
        print_indented(entry->cure);
    }
}

static void list_codes(void)
{
    for (size_t i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_get((enum code)i);
        printf("%s  %-8s %-22s %s\n", entry->id, severity_name(entry->severity), entry->name,
               entry->title);
    }
}

int command_explain(const struct options *options)
{
    if (options->argument_count == 0) {
        list_codes();
        return STATUS_DONE;
    }
    const char *name = options->arguments[0];
    const struct code_entry *entry = code_find(name);
    if (!entry) {
        struct nearest nearest = nearest_to(name);
        for (size_t i = 0; i < CODE_COUNT; i++) {
            nearest_offer(&nearest, code_get((enum code)i)->name);
        }
        fprintf(stderr, "schemac: error: there is no code `%s`%s%s%s\n", name,
                nearest.found ? "; did you mean `"
                              : "; `schemac explain` lists them all, and PS4011 tells of rules of "
                                "platforms",
                nearest.found ? nearest.found : "", nearest.found ? "`?" : "");
        return STATUS_WRONG_USAGE;
    }
    explain(entry);
    return STATUS_DONE;
}
