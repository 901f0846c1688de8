// Texts as Make, CMake and the shell read them.
#include "artifacts.h"

#include <string.h>

static const char *escape(struct arena *arena, const char *text, const char *special, char with)
{
    struct buffer out;
    buffer_init(&out, arena);
    for (; *text; text++) {
        if (strchr(special, *text)) {
            buffer_byte(&out, (uint8_t)with);
        }
        buffer_byte(&out, (uint8_t)*text);
    }
    return out.length ? out.bytes : "";
}

// As GNU Make reads it: `$` is doubled; special signs take a backslash, and backslashes right
// before them another one.
static const char *escape_make(struct arena *arena, const char *text, const char *special)
{
    struct buffer out;
    buffer_init(&out, arena);
    for (size_t backslashes = 0; *text; text++) {
        bool is_special = strchr(special, *text) != NULL;
        if (is_special) {
            buffer_fill(&out, '\\', backslashes + 1);
        } else if (*text == '$') {
            buffer_byte(&out, '$');
        }
        buffer_byte(&out, (uint8_t)*text);
        backslashes = *text == '\\' ? backslashes + 1 : 0;
    }
    return out.length ? out.bytes : "";
}

// A `%` is left alone: prerequisites may have it, targets may not.
const char *quote_make(struct arena *arena, const char *path)
{
    const char *escaped = escape_make(arena, path, " #:;|*?[]=");
    return *path == '~' ? arena_format(arena, "./%s", escaped) : escaped;
}

static bool is_plain(const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./+,:@=";
    return *text && *text != '-' && *text != '=' && strspn(text, plain) == strlen(text);
}

const char *quote_shell(struct arena *arena, const char *text)
{
    if (is_plain(text)) {
        return text;
    }
    struct buffer out;
    buffer_init(&out, arena);
    buffer_text(&out, "'");
    for (; *text; text++) {
        if (*text == '\'') {
            buffer_text(&out, "'\\''");
        } else {
            buffer_byte(&out, (uint8_t)*text);
        }
    }
    buffer_text(&out, "'");
    return out.bytes;
}

const char *quote_recipe(struct arena *arena, const char *text)
{
    return escape(arena, quote_shell(arena, text), "$", '$');
}

const char *quote_variable(struct arena *arena, const char *text)
{
    return escape_make(arena, quote_shell(arena, text), "#");
}

const char *quote_cmake(struct arena *arena, const char *text)
{
    return arena_format(arena, "\"%s\"", escape(arena, text, "\\\"$;", '\\'));
}

static bool has_line_end(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f) {
            return true;
        }
    }
    return false;
}

static void check_path(const struct layout *layout, struct diagnostics *diagnostics,
                       const char *path, struct span span)
{
    (void)layout;
    if (has_line_end(path)) {
        report(diagnostics, CODE_PATH_NOT_QUOTABLE, span,
               "a path with a control character cannot stand in a build file");
    }
}

void paths_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    struct span nowhere = {0};
    check_path(layout, diagnostics, layout->project.output, nowhere);
    for (size_t i = 0; i < layout->project.inputs.count; i++) {
        check_path(layout, diagnostics, layout->project.inputs.items[i], nowhere);
    }
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        if (partition->content) {
            struct list inputs = image_inputs(layout, partition);
            for (size_t j = 0; j < inputs.count; j++) {
                check_path(layout, diagnostics, inputs.items[j], partition->content->span);
            }
        }
    }
}
