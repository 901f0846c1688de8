// Writes the built-in platforms as C, while the program is built: `write_builtin OUTPUT FILE...`.
//
// What it writes is bytes, the same on every machine. For each platform there are its text, which
// messages quote, and its tree, packed by pack.c, so that the compiler need not parse it each time.
// A platform that has a mistake stops the build.
#include "pack.h"
#include "posix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void exhausted(void *context)
{
    (void)context;
    fputs("write_builtin: no memory is left\n", stderr);
    exit(1);
}

static void write_bytes(FILE *out, const char *name, size_t index, const char *bytes, size_t length)
{
    fprintf(out, "static const uint8_t %s_%zu[] = {", name, index);
    for (size_t i = 0; i < length; i++) {
        fprintf(out, "%s%u,", i % 20 ? "" : "\n", (unsigned)(uint8_t)bytes[i]);
    }
    fputs("\n};\n\n", out);
}

// A warning stops the build, too: it would be shown to every user of the platform.
static bool write_platform(FILE *out, struct syntax *syntax, const char *path, size_t index)
{
    struct buffer tree, messages;
    buffer_init(&tree, syntax->arena);
    buffer_init(&messages, syntax->arena);
    const struct syntax_file *file = syntax_read(syntax, path);
    if (!file || syntax->diagnostics->kept.count) {
        render_text(syntax->diagnostics, (struct render_options){0}, &messages);
        fputs(messages.bytes, stderr);
        return false;
    }
    if (!syntax_pack(file, &tree)) {
        fprintf(stderr, "write_builtin: `%s` holds something that no platform does\n", path);
        return false;
    }
    write_bytes(out, "text", index, file->source->bytes, file->source->length);
    write_bytes(out, "tree", index, tree.bytes, tree.length);
    return true;
}

// The table has the files' names without directories, so that no path of the machine gets into the
// compiler. After a failure the output is incomplete, and main removes it.
static bool write_all(FILE *out, struct syntax *syntax, char **paths, size_t count)
{
    bool is_good = true;
    fputs("#include \"builtin.h\"\n\n", out);
    for (size_t i = 0; is_good && i < count; i++) {
        is_good = write_platform(out, syntax, paths[i], i);
    }
    fputs("const struct builtin builtins[] = {\n", out);
    for (size_t i = 0; i < count; i++) {
        const char *slash = strrchr(paths[i], '/');
        fprintf(out, "    {\"%s\", text_%zu, sizeof text_%zu, tree_%zu},\n",
                slash ? slash + 1 : paths[i], i, i, i);
    }
    fputs("};\n\nconst size_t builtin_count = sizeof builtins / sizeof *builtins;\n", out);
    return is_good;
}

int main(int count, char **words)
{
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct syntax syntax;
    FILE *out = count > 2 ? fopen(words[1], "w") : NULL;
    if (!out) {
        fputs("usage: write_builtin OUTPUT FILE...\n", stderr);
        return 2;
    }
    arena_init(&arena, exhausted);
    names_init(&names, &arena);
    sources_init(&sources, &arena, &host_posix);
    diagnostics_init(&diagnostics, &arena, &sources);
    syntax_init(&syntax, &arena, &names, &sources, &diagnostics);
    bool is_good = write_all(out, &syntax, words + 2, (size_t)count - 2);
    is_good = fclose(out) == 0 && is_good;
    arena_release(&arena);
    if (!is_good) {
        remove(words[1]);
    }
    return is_good ? 0 : 1;
}
