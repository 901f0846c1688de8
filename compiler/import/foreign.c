// What a file is that is given as a schema and is none, nor anything that an import reads.
//
// Told by its first line that says something, or by its first bytes; only what cannot be mistaken
// is told. The message can then say what to do with the file, instead of listing syntax errors in
// something that was never a schema.
#include "import.h"

#include <string.h>
#include <strings.h>

enum { HEAD = 1024 }; // bytes that are looked at for what is not text

static bool begins(const char *bytes, size_t length, const char *with)
{
    size_t count = strlen(with);
    return length >= count && memcmp(bytes, with, count) == 0;
}

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) {
        at++;
    }
    return at;
}

// The first line that is neither blank nor, unless it says that a symbol is not set, a comment.
static const char *find_line(const char *bytes, const char *end, size_t *length)
{
    const char *at = skip_spaces(bytes, end);
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        *length = (size_t)((stop ? stop : end) - at);
        if (*at != '#' || begins(at, *length, "# CONFIG_")) {
            return at;
        }
        at = skip_spaces(at + *length, end);
    }
    *length = 0;
    return end;
}

// Whether the file's own name says so, or no item of a schema ends in it.
static bool may_be_kconfig(const char *path, const char *bytes, size_t length)
{
    const char *slash = strrchr(path, '/');
    return strncmp(slash ? slash + 1 : path, "Kconfig", strlen("Kconfig")) == 0 ||
           !memchr(bytes, ';', length);
}

// `config NAME` and the like, which in a schema usually go on in the same line.
static bool is_kconfig(const char *line, size_t length)
{
    static const char *const words[] = {"mainmenu ", "menu ",   "config ",  "menuconfig ",
                                        "choice",    "source ", "rsource ", "orsource ",
                                        "comment ",  "if "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (begins(line, length, words[i])) {
            return !memchr(line, ';', length) && !memchr(line, '{', length);
        }
    }
    return false;
}

static bool is_binary(const char *bytes, size_t length)
{
    return begins(bytes, length,
                  "\x7f"
                  "ELF") ||
           begins(bytes, length, "\xe9") || begins(bytes, length, "PK\x03\x04") ||
           (length > 2 && memchr(bytes, 0, length < HEAD ? length : HEAD) &&
            memchr(bytes, 0xff, length < HEAD ? length : HEAD));
}

enum foreign_kind import_foreign(const char *path, const char *bytes, size_t length)
{
    size_t dot = strlen(path);
    dot = dot > 8 ? dot - 8 : 0;
    if (strcasecmp(path + dot, ".pschema") == 0) {
        return FOREIGN_NONE;
    }
    size_t count;
    const char *line = find_line(bytes, bytes + length, &count);
    return begins(line, count, "schemac lock ")                                 ? FOREIGN_LOCK
           : begins(line, count, "CONFIG_") || begins(line, count, "# CONFIG_") ? FOREIGN_SDKCONFIG
           : is_kconfig(line, count) && may_be_kconfig(path, bytes, length)     ? FOREIGN_KCONFIG
           : is_binary(bytes, length)                                           ? FOREIGN_BINARY
                                                                                : FOREIGN_NONE;
}
