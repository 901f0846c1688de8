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

const char *make_problem(const char *path, bool is_output)
{
    if (is_output && strchr(path, '%')) {
        return "a `%`, which Make takes for a pattern,";
    }
    size_t length = strlen(path);
    const char *open = strchr(path, '(');
    if (text_has_control(path)) {
        return "a control character";
    }
    if (strpbrk(path, ";=")) {
        return strchr(path, ';') ? "a `;`" : "a `=`";
    }
    if (length && strchr(" \\", path[length - 1])) {
        return path[length - 1] == ' ' ? "a blank at its end" : "a backslash at its end";
    }
    return open && open != path && path[length - 1] == ')' ? "parentheses at its end" : NULL;
}

const char *cmake_problem(const char *path, bool is_output)
{
    if (is_output && strpbrk(path, "<>[]")) {
        return "one of `< > [ ]`";
    }
    if (text_has_control(path)) {
        return "a control character";
    }
    if (strstr(path, "$<")) {
        return "`$<`";
    }
    const char *found = strpbrk(path, ";|\\");
    return !found ? NULL : *found == ';' ? "a `;`" : *found == '|' ? "a `|`" : "a backslash";
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
