// `platforms` and `explain`: what is built in.
#include "commands.h"
#include "driver.h"
#include "model.h"
#include "builtin.h"
#include "text.h"
#include "posix.h"

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
        const struct syntax_file *file = builtin_read(&compilation->syntax, i);
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
            nearest.found ? nearest_hint(&compilation->arena, &nearest)
                          : "; `schemac platforms` lists them");
    return STATUS_WRONG_USAGE;
}

int command_platforms(const struct options *options)
{
    struct compilation compilation;
    compilation_init(&compilation, &host_posix, options->exhausted);
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

static void list_rules(struct compilation *compilation)
{
    for (size_t i = 0; i < builtin_count; i++) {
        builtin_read(&compilation->syntax, i);
    }
    struct list rules = model_rules(&compilation->syntax);
    printf("\nrules of the built-in platforms (%s):\n", code_get(CODE_PLATFORM_RULE)->id);
    for (size_t i = 0; i < rules.count; i++) {
        const struct syntax_item *rule = rules.items[i];
        const char *name = model_rule_name(&compilation->arena, rule);
        if (model_find_rule(&compilation->syntax, name) == rule) { // the first of its name
            printf("        %-8s %-22s %s\n", rule->rule.is_warning ? "warning" : "error", name,
                   rule->rule.message.text);
        }
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

// A rule of a platform is explained by its message, and by what such rules are.
static void explain_rule(struct compilation *compilation, const struct syntax_item *rule)
{
    const struct code_entry *entry = code_get(CODE_PLATFORM_RULE);
    const char *name = model_rule_name(&compilation->arena, rule);
    printf("%s (%s, %s): a rule of a platform\n\n%s\n\n", name, entry->id,
           rule->rule.is_warning ? "warning" : "error", rule->rule.message.text);
    if (rule->rule.is_warning) {
        printf("-Wno-%s switches it off.\n\n", name);
    }
    puts(entry->explanation);
}

static int explain_unknown(struct compilation *compilation, const char *name)
{
    struct list rules = model_rules(&compilation->syntax);
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < CODE_COUNT; i++) {
        nearest_offer(&nearest, code_get((enum code)i)->name);
    }
    for (size_t i = 0; i < rules.count; i++) {
        nearest_offer(&nearest, model_rule_name(&compilation->arena, rules.items[i]));
    }
    fprintf(stderr, "schemac: error: there is no code `%s`%s\n", name,
            nearest.found ? nearest_hint(&compilation->arena, &nearest)
                          : "; `schemac explain` lists them all");
    return STATUS_WRONG_USAGE;
}

static int explain_name(struct compilation *compilation, const char *name)
{
    bool is_number = *name && strspn(name, "0123456789") == strlen(name);
    const struct code_entry *entry =
        code_find(is_number ? arena_format(&compilation->arena, "PS%s", name) : name);
    if (entry) {
        explain(entry);
        return STATUS_DONE;
    }
    for (size_t i = 0; i < builtin_count; i++) {
        builtin_read(&compilation->syntax, i);
    }
    const struct syntax_item *rule = model_find_rule(&compilation->syntax, name);
    if (!rule) {
        return explain_unknown(compilation, name);
    }
    explain_rule(compilation, rule);
    return STATUS_DONE;
}

int command_explain(const struct options *options)
{
    struct compilation compilation;
    int status = STATUS_DONE;
    compilation_init(&compilation, &host_posix, options->exhausted);
    if (options->argument_count == 0) {
        list_codes();
        list_rules(&compilation);
    } else {
        status = explain_name(&compilation, options->arguments[0]);
    }
    compilation_release(&compilation);
    return status;
}
