// The commands of a CMakeLists.txt, as cmake-language(7) has them: words in parentheses, quoted or
// not, brackets and comments. Variables are expanded by whoever runs them.
#include "cmake_read.h"

#include "buffer.h"
#include "text.h"

#include <ctype.h>
#include <string.h>

struct cmake_reader {
    struct arena *arena;
    const char *text;
    size_t length, at;
    size_t line;
};

static bool is_over(const struct cmake_reader *reader)
{
    return reader->at >= reader->length;
}

static char peek(const struct cmake_reader *reader)
{
    return is_over(reader) ? 0 : reader->text[reader->at];
}

static char next(struct cmake_reader *reader)
{
    char c = peek(reader);
    reader->at += !is_over(reader);
    reader->line += c == '\n';
    return c;
}

// `[[`, `[=[` and so on open a bracket, which only the same number of `=` closes
// (cmake-language(7), "Bracket Argument"). The number of `=` in the bracket that begins here; -1:
// none does.
static int bracket_level(const struct cmake_reader *reader, size_t at)
{
    int level = 0;
    if (at >= reader->length || reader->text[at] != '[') {
        return -1;
    }
    for (at++; at < reader->length && reader->text[at] == '='; at++) {
        level++;
    }
    return at < reader->length && reader->text[at] == '[' ? level : -1;
}

static const char *read_bracket(struct cmake_reader *reader, int level)
{
    reader->at += (size_t)level + 2;
    size_t start = reader->at;
    while (!is_over(reader)) {
        size_t end = reader->at;
        if (next(reader) != ']') {
            continue;
        }
        int count = 0;
        while (peek(reader) == '=') {
            next(reader);
            count++;
        }
        if (count == level && peek(reader) == ']') {
            next(reader);
            return arena_copy(reader->arena, reader->text + start, end - start);
        }
    }
    return "";
}

static void skip_space(struct cmake_reader *reader)
{
    while (!is_over(reader)) {
        if (peek(reader) == '#') {
            int level = bracket_level(reader, reader->at + 1);
            reader->at++;
            if (level >= 0) {
                read_bracket(reader, level);
            }
            while (level < 0 && !is_over(reader) && peek(reader) != '\n') {
                next(reader);
            }
        } else if (isspace((unsigned char)peek(reader))) {
            next(reader);
        } else {
            return;
        }
    }
}

static void add_word(struct cmake_reader *reader, struct cmake_command *command, const char *text,
                     bool is_quoted)
{
    struct cmake_word *word = arena_new(reader->arena, sizeof *word);
    *word = (struct cmake_word){text, is_quoted};
    list_append(reader->arena, &command->words, word);
}

static const char *read_quoted(struct cmake_reader *reader)
{
    struct buffer text;
    buffer_init(&text, reader->arena);
    buffer_text(&text, "");
    next(reader);
    while (!is_over(reader) && peek(reader) != '"') {
        char c = next(reader);
        if (c == '\\' && !is_over(reader)) {
            c = next(reader);
            if (c == '\n') {
                continue;
            }
        }
        buffer_byte(&text, (uint8_t)c);
    }
    next(reader);
    return text.bytes ? text.bytes : "";
}

static const char *read_bare(struct cmake_reader *reader)
{
    size_t start = reader->at;
    while (!is_over(reader) && !isspace((unsigned char)peek(reader)) &&
           !strchr("()\"#", peek(reader))) {
        next(reader);
    }
    reader->at += reader->at == start; // a NUL
    return arena_copy(reader->arena, reader->text + start, reader->at - start);
}

// False if the parentheses do not close.
static bool read_words(struct cmake_reader *reader, struct cmake_command *command)
{
    size_t depth = 1;
    while (skip_space(reader), !is_over(reader)) {
        char c = peek(reader);
        int level = bracket_level(reader, reader->at);
        depth += c == '(';
        depth -= c == ')';
        if (depth == 0) {
            next(reader);
            return true;
        }
        if (c == '(' || c == ')') {
            next(reader);
            add_word(reader, command, c == '(' ? "(" : ")", false);
        } else if (c == '"') {
            add_word(reader, command, read_quoted(reader), true);
        } else if (level >= 0) {
            add_word(reader, command, read_bracket(reader, level), true);
        } else {
            add_word(reader, command, read_bare(reader), false);
        }
    }
    return false;
}

static const char *read_name(struct cmake_reader *reader)
{
    size_t start = reader->at;
    while (isalnum((unsigned char)peek(reader)) || peek(reader) == '_') {
        next(reader);
    }
    const char *name = arena_copy(reader->arena, reader->text + start, reader->at - start);
    skip_space(reader);
    return *name && next(reader) == '(' ? text_lower(reader->arena, name) : NULL;
}

struct cmake_command_list cmake_commands(struct arena *arena, const char *text, size_t length)
{
    struct cmake_reader reader = {.arena = arena, .text = text, .length = length, .line = 1};
    struct cmake_command_list commands = {0};
    while (skip_space(&reader), !is_over(&reader)) {
        struct cmake_command *command = arena_new(arena, sizeof *command);
        command->line = reader.line;
        command->name = read_name(&reader);
        if (!command->name || !read_words(&reader, command)) {
            break;
        }
        list_append(arena, &commands, command);
    }
    return commands;
}
