// The arguments with which build fragments run schemac again: those of this run, with --quiet.
#include "artifacts.h"

#include <string.h>

static struct text_list command_words(const struct layout *layout, const char *command)
{
    const char *variant = layout->invocation.variant;
    struct text_list words = {0};
    list_append(layout->arena, &words, command);
    list_append(layout->arena, &words, "--quiet");
    if (variant) {
        list_append(layout->arena, &words, arena_format(layout->arena, "--variant=%s", variant));
    }
    for_each (word, &layout->invocation.kconfig) {
        list_append(layout->arena, &words, word);
    }
    return words;
}

// The same options as in this run, so that a build makes what the user has seen.
struct text_list fragment_compile_words(const struct layout *layout)
{
    struct text_list words = command_words(layout, "compile");
    for (size_t i = 0; i < layout->invocation.options.count; i++) {
        list_append(layout->arena, &words, layout->invocation.options.items[i]);
    }
    list_append(layout->arena, &words, "-o");
    list_append(layout->arena, &words, layout->invocation.output);
    list_append(layout->arena, &words, layout->invocation.schema);
    return words;
}

struct text_list fragment_generate_words(const struct layout *layout,
                                         const struct partition *partition)
{
    struct text_list words = command_words(layout, "generate");
    list_append(layout->arena, &words, layout->invocation.schema);
    list_append(layout->arena, &words, partition->identifier);
    return words;
}

// Of the options of this run, those about warnings. The images are added by the rules.
struct text_list fragment_check_words(const struct layout *layout)
{
    struct text_list words = command_words(layout, "check");
    for_each (option, &layout->invocation.options) {
        if (strncmp(option, "-W", 2) == 0) {
            list_append(layout->arena, &words, option);
        }
    }
    list_append(layout->arena, &words, layout->invocation.schema);
    return words;
}
