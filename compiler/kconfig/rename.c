// sdkconfig.rename: a line a name that was given up, `CONFIG_OLD CONFIG_NEW`; with a `!` before the
// new one, the two are opposites.
#include "reader.h"

#include <ctype.h>
#include <string.h>

struct rename_word {
    const char *text;
    size_t length;
};

static struct rename_word next_word(const char **at, const char *end)
{
    while (*at < end && isspace((unsigned char)**at)) {
        ++*at;
    }
    struct rename_word word = {*at, 0};
    while (*at < end && !isspace((unsigned char)**at)) {
        ++*at;
        word.length++;
    }
    return word;
}

// Takes CONFIG_ off; null if it is not there.
static const char *symbol_name(struct kconfig *kconfig, struct rename_word word)
{
    static const char prefix[] = "CONFIG_";
    size_t length = sizeof prefix - 1;
    bool is_symbol = word.length > length && memcmp(word.text, prefix, length) == 0;
    return is_symbol ? names_intern(kconfig->names, word.text + length, word.length - length)
                     : NULL;
}

// Exactly two names: a third word is a mistake, such as two lines joined.
static void read_line(struct kconfig *kconfig, const struct source *source, const char *at,
                      const char *end)
{
    uint32_t start = source->start + (uint32_t)(at - source->bytes);
    struct span span = {start, start + (uint32_t)(end - at)};
    struct rename_word first = next_word(&at, end);
    struct rename_word second = next_word(&at, end);
    bool is_inverse = second.length && second.text[0] == '!';
    if (first.length == 0 || first.text[0] == '#') {
        return;
    }
    second.text += is_inverse;
    second.length -= is_inverse;
    const char *old_name = symbol_name(kconfig, first);
    const char *new_name = symbol_name(kconfig, second);
    if (!old_name || !new_name || next_word(&at, end).length) {
        report(kconfig->diagnostics, CODE_RENAME_LINE, span,
               "a line of a rename file is `CONFIG_OLD CONFIG_NEW` or `CONFIG_OLD !CONFIG_NEW`");
        return;
    }
    struct rename *rename = arena_new(kconfig->arena, sizeof *rename);
    *rename = (struct rename){new_name, is_inverse};
    map_set(kconfig->arena, &kconfig->renames, old_name, rename);
    list_append(kconfig->arena, &kconfig->renamed, old_name);
}

void rename_read(struct kconfig *kconfig, const struct source *source)
{
    bool has_mark = source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0;
    const char *at = source->bytes + (has_mark ? 3 : 0);
    const char *end = source->bytes + source->length;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        line_end = line_end ? line_end : end;
        read_line(kconfig, source, at, line_end - (line_end > at && line_end[-1] == '\r'));
        at = line_end + 1;
    }
}
