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
    const char *escaped = escape_make(arena, path, " #:;|*?[="); // a `]` is none without its `[`
    return *path == '~' ? arena_format(arena, "./%s", escaped) : escaped;
}

static bool is_plain(const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./+,:@=";
    return *text && *text != '=' && strspn(text, plain) == strlen(text);
}

// A word.
static const char *quote_shell(struct arena *arena, const char *text)
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

// What Make takes for a member of an archive: `lib.a(member)`.
static bool is_archive(const char *path)
{
    const char *open = strchr(path, '(');
    return open && open != path && path[strlen(path) - 1] == ')';
}

const char *quote_make_problem(const char *path, bool is_output)
{
    if (is_output && strpbrk(path, "%|\\")) { // no quoting helps in a target or through a variable
        return strchr(path, '%') ? "a `%`" : strchr(path, '|') ? "a `|`" : "a backslash";
    }
    size_t length = strlen(path);
    if (text_has_control(path)) {
        return "a control character";
    }
    if (strpbrk(path, ";=")) {
        return strchr(path, ';') ? "a `;`" : "a `=`";
    }
    if (length && strchr(" \\", path[length - 1])) {
        return path[length - 1] == ' ' ? "a space at the end" : "a backslash at the end";
    }
    return is_archive(path) ? "parentheses at the end" : NULL;
}

// What its generators for Make and Ninja, or CMake itself, cannot hold.
const char *quote_cmake_problem(const char *path, bool is_output)
{
    static const struct {
        const char *text;
        const char *problem;
        bool is_of_outputs; // and no problem in inputs
    } problems[] = {
        {";", "a `;`", false},        {":", "a `:`", false},  {"|", "a `|`", false},
        {"$<", "`$<`", false},        {"$(", "`$(`", false},  {"${", "`${`", false},
        {"#", "a `#`", true},         {"\"", "a `\"`", true}, {"<", "a `<`", true},
        {">", "a `>`", true},         {"[", "a `[`", true},   {"]", "a `]`", true},
        {"\\", "a backslash", false},
    };
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
        if (strstr(path, problems[i].text) && (is_output || !problems[i].is_of_outputs)) {
            return problems[i].problem;
        }
    }
    size_t length = strlen(path);
    return text_has_control(path)                  ? "a control character"
           : length > 0 && path[length - 1] == ' ' ? "a space at the end"
           : is_archive(path)                      ? "parentheses at the end"
                                                   : NULL;
}

// Question marks take a backslash too, so that no trigraph comes about.
const char *quote_c(struct arena *arena, const char *text)
{
    struct buffer out;
    buffer_init(&out, arena);
    buffer_byte(&out, '"');
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (strchr("\"\\?", byte)) {
            buffer_format(&out, "\\%c", byte);
        } else if (byte < ' ' || byte > '~') {
            buffer_format(&out, "\\%03o", byte);
        } else {
            buffer_byte(&out, byte);
        }
    }
    buffer_byte(&out, '"');
    return out.bytes;
}
