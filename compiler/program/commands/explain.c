// `explain`: explains a diagnostic by its code, its number or its name, and rules of platforms by
// their name. The texts are those of diagnostic/codes.def, whose examples are compiled by
// tests/system/codes.py. Rules are explained by their own message, and by what rules of platforms
// are in general.
#include "commands.h"
#include "driver.h"
#include "model.h"
#include "builtin.h"
#include "text.h"

#include <string.h>

static void print_example(struct arena *arena, const char *title, const char *example)
{
    struct buffer schema;
    buffer_init(&schema, arena);
    code_example(example, &schema);
    printf("\n%s:\n\n", title);
    for (const char *text = schema.bytes; *text;) {
        size_t length = strcspn(text, "\n");
        printf("%s%.*s\n", length ? "    " : "", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void explain(struct arena *arena, const struct code_entry *entry)
{
    printf("%s (%s, %s): %s\n\n%s\n", entry->id, entry->name, severity_name(entry->severity),
           entry->title, entry->explanation);
    if (entry->fault) {
        print_example(arena, "For example", entry->fault);
    }
    if (entry->cure) {
        print_example(arena, "Correct is", entry->cure);
    }
}

// A rule that several platforms share is listed once.
static void list_rules(struct compilation *compilation)
{
    for (size_t i = 0; i < builtin_count; i++) {
        builtin_read(&compilation->syntax, i);
    }
    struct syntax_items rules = model_rules(&compilation->syntax);
    printf("\nRules of the built-in platforms (%s):\n", code_get(CODE_PLATFORM_RULE)->id);
    for_each (rule, &rules) {
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
        printf("-Wno-%s turns it off.\n\n", name);
    }
    puts(entry->explanation);
}

static int explain_unknown(struct compilation *compilation, const char *name)
{
    struct syntax_items rules = model_rules(&compilation->syntax);
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < CODE_COUNT; i++) {
        nearest_offer(&nearest, code_get((enum code)i)->name);
    }
    for (size_t i = 0; i < rules.count; i++) {
        nearest_offer(&nearest, model_rule_name(&compilation->arena, rules.items[i]));
    }
    return usage_fail(&compilation->arena,
                      arena_format(&compilation->arena, "there is no diagnostic `%s`%s", name,
                                   nearest.found ? nearest_hint(&compilation->arena, &nearest)
                                                 : "; `schemac explain` lists all of them"));
}

// `explain 3004` and `explain PS3004` are the same.
static int explain_name(struct compilation *compilation, const char *name)
{
    bool is_number = *name && strspn(name, "0123456789") == strlen(name);
    const struct code_entry *entry =
        code_find(is_number ? arena_format(&compilation->arena, "PS%s", name) : name);
    if (entry) {
        explain(&compilation->arena, entry);
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

static int run(const struct options *options)
{
    struct compilation compilation;
    int status = STATUS_DONE;
    compilation_init(&compilation, options->host, options->exhausted);
    if (options->argument_count == 0) {
        list_codes();
        list_rules(&compilation);
    } else {
        status = explain_name(&compilation, options->arguments[0]);
    }
    compilation_release(&compilation);
    return status;
}

const struct command command_explain = {
    .name = "explain",
    .arguments = "[CODE]",
    .summary = "explain an error or warning",
    .description =
        "Explains a diagnostic by its code (PS3004) or its name (overlap), with an example and\n"
        "how to fix it. Without an argument, lists all of them.",
    .most = 1,
    .run = run,
};
