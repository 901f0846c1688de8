// Quotes texts for Make, CMake, the shell and C, and says what none of them can express.
//
// Sources: GNU make manual, "Rule Syntax" and "Types of Prerequisites", and its source, since the
// manual does not say how backslashes before special characters are read; cmake-language(7),
// "Quoted Argument"; POSIX.1-2017, XCU 2.2, "Quoting". tests/generated/paths.py tries them with the
// programs.
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

// For GNU Make: `$` is doubled; special characters get a backslash, and each backslash directly
// before one of them is doubled.
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

// A `%` stays as it is: a prerequisite may contain one, and for a target it is refused.
const char *quote_make(struct arena *arena, const char *path)
{
    const char *escaped = escape_make(arena, path, " #:;|*?[="); // `]` is only special after `[`
    return *path == '~' ? arena_format(arena, "./%s", escaped) : escaped;
}

// What no shell reads as anything else, wherever it is in the word; a `=` only after something.
static bool is_plain(const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./+,:@=";
    return *text && *text != '=' && strspn(text, plain) == strlen(text);
}

// A word for the shell, in single quotes unless it needs none.
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

// For a word in a variable: a `#` would begin a comment there.
const char *quote_variable(struct arena *arena, const char *text)
{
    return escape_make(arena, quote_shell(arena, text), "#");
}

// A `;` would split a list, and `$` expand a variable, even within quotes.
const char *quote_cmake(struct arena *arena, const char *text)
{
    return arena_format(arena, "\"%s\"", escape(arena, text, "\\\"$;", '\\'));
}

// Make takes `lib.a(member)` for a member of an archive. There is no escape for the parentheses.
static bool is_archive(const char *path)
{
    const char *open = strchr(path, '(');
    return open && open != path && path[strlen(path) - 1] == ')';
}

// Control characters end a line or a word in one of the languages on the way.
const char *quote_make_problem(const char *path, bool is_output)
{
    if (is_output && strpbrk(path, "%|\\")) { // cannot be quoted in a target, nor in a variable
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

// What CMake itself, or its generators for Make and Ninja, cannot express.
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

// A string literal. Bytes beyond ASCII become octal escapes, which end after three digits, unlike
// those in hexadecimal; question marks are escaped, so that no trigraph arises.
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
