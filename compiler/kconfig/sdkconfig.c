// sdkconfig: a line a symbol, `CONFIG_NAME=value` or `# CONFIG_NAME is not set`.
//
// esp-idf-kconfig marks what nobody chose with `# default:` on the line before, and puts the old
// names of symbols into a block of their own at the end; both count only where nothing else is
// said. What can't be read is reported, and the other lines are read all the same.
#include "reader.h"

#include <ctype.h>
#include <string.h>

struct sdkconfig_line {
    struct kconfig *kconfig;
    const struct source *source;
    const char *text; // without spaces at its end
    size_t length;
    bool is_deprecated; // in the block of old names
    bool is_default;    // the line before says so: esp-idf-kconfig writes that since 3
};

static struct span span_of(const struct sdkconfig_line *line, size_t start, size_t length)
{
    uint32_t base = line->source->start + (uint32_t)(line->text - line->source->bytes);
    return (struct span){base + (uint32_t)start, base + (uint32_t)(start + length)};
}

static bool begins(const struct sdkconfig_line *line, size_t at, const char *text)
{
    size_t length = strlen(text);
    return line->length - at >= length && memcmp(line->text + at, text, length) == 0;
}

static size_t name_length(const struct sdkconfig_line *line, size_t at)
{
    size_t length = 0;
    while (at + length < line->length &&
           (isalnum((unsigned char)line->text[at + length]) || line->text[at + length] == '_')) {
        length++;
    }
    return length;
}

static void set(const struct sdkconfig_line *line, size_t name, size_t length, const char *value,
                enum kconfig_form form)
{
    struct setting setting = {
        .source = line->source,
        .name = names_intern(line->kconfig->names, line->text + name, length),
        .value = value,
        .form = form,
        .span = span_of(line, 0, line->length),
        .is_deprecated = line->is_deprecated,
        .is_default = line->is_default && !line->is_deprecated,
    };
    option_set(line->kconfig, &setting);
}

// Whether there is nothing but spaces and a comment left of the line.
static bool is_comment(const struct sdkconfig_line *line, size_t at)
{
    while (at < line->length && isspace((unsigned char)line->text[at])) {
        at++;
    }
    return at == line->length || line->text[at] == '#';
}

// A text in quotes, in which quotes and backslashes have a backslash before them
// (sym_escape_string_value() of the kernel's confdata.c); null, and reported, if it is not one.
static const char *read_text(const struct sdkconfig_line *line, size_t at)
{
    struct buffer text;
    buffer_init(&text, line->kconfig->arena);
    size_t start = at++;
    while (at < line->length && line->text[at] != '"') {
        at += line->text[at] == '\\' && at + 1 < line->length;
        buffer_byte(&text, (uint8_t)line->text[at++]);
    }
    if (at == line->length || !is_comment(line, at + 1)) {
        bool is_closed = at < line->length;
        report(line->kconfig->diagnostics, CODE_SDKCONFIG_TEXT,
               is_closed ? span_of(line, at + 1, line->length - at - 1)
                         : span_of(line, start, line->length - start),
               is_closed ? "expected the end of the line after the closing quote; a quote in a "
                           "string needs a backslash"
                         : "this string has no closing quote");
        return NULL;
    }
    return text.length ? text.bytes : "";
}

// Without quotes a value ends at a space, if only a comment follows: what people write by hand.
// Anything else is kept whole, so that a message about its kind shows it.
static void read_value(const struct sdkconfig_line *line, size_t name, size_t length)
{
    size_t at = name + length + 1;
    while (at < line->length && (line->text[at] == ' ' || line->text[at] == '\t')) {
        at++;
    }
    if (begins(line, at, "\"")) {
        const char *text = read_text(line, at);
        if (text) {
            set(line, name, length, text, KCONFIG_TEXT);
        }
        return;
    }
    bool is_empty = at > name + length + 1 && is_comment(line, at);
    size_t end = at;
    while (!is_empty && end < line->length && !isspace((unsigned char)line->text[end])) {
        end++;
    }
    end = is_comment(line, end) ? end : line->length;
    set(line, name, length, arena_copy(line->kconfig->arena, line->text + at, end - at),
        KCONFIG_WORD);
}

// The sentences are those that esp-idf-kconfig writes, byte by byte; other comments mean nothing.
static void read_comment(struct sdkconfig_line *line)
{
    static const char prefix[] = "# CONFIG_", suffix[] = " is not set";
    if (begins(line, 0, "# Deprecated options for backward compatibility")) {
        line->is_deprecated = true;
    } else if (begins(line, 0, "# End of deprecated options")) {
        line->is_deprecated = false;
    } else if (begins(line, 0, prefix)) {
        size_t name = sizeof prefix - 1;
        size_t length = name_length(line, name);
        bool is_off = begins(line, name + length, suffix);
        if (length && is_off) {
            set(line, name, length, "n", KCONFIG_WORD);
        }
    }
}

static bool is_default_mark(const struct sdkconfig_line *line)
{
    return line->length == strlen("# default:") && begins(line, 0, "# default:");
}

static void read_line(struct sdkconfig_line *line)
{
    size_t name = strlen("CONFIG_");
    size_t length = begins(line, 0, "CONFIG_") ? name_length(line, name) : 0;
    if (line->length == 0) {
        return;
    }
    if (line->text[0] == '#') {
        read_comment(line);
    } else if (length && begins(line, name + length, "=")) {
        read_value(line, name, length);
    } else {
        struct diagnostic *diagnostic =
            report(line->kconfig->diagnostics, CODE_SDKCONFIG_LINE, span_of(line, 0, line->length),
                   "this line sets nothing: it is neither `CONFIG_NAME=value` nor a comment");
        add_note(diagnostic, (struct span){0}, "the line is ignored, as Kconfig's own tools do");
    }
}

// A file's name says little (`sdkconfig.defaults.json`, a pipe), its first character everything: no
// line of an sdkconfig can begin with a brace.
static bool is_json(const struct source *source, size_t at)
{
    while (at < source->length && isspace((unsigned char)source->bytes[at])) {
        at++;
    }
    return at < source->length && source->bytes[at] == '{';
}

// Values that must not be shown are hidden first, before anything can be reported. `# default:` is
// about the next line with something in it.
void sdkconfig_read(struct kconfig *kconfig, const struct source *source)
{
    struct sdkconfig_line line = {.kconfig = kconfig, .source = source};
    bool has_mark = source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0;
    size_t at = has_mark ? 3 : 0;
    secrets_hide(kconfig->sources, source);
    if (is_json(source, at)) {
        json_read(kconfig, source);
        return;
    }
    while (at < source->length) {
        line.text = source->bytes + at;
        const char *end = memchr(line.text, '\n', source->length - at);
        line.length = end ? (size_t)(end - line.text) : source->length - at;
        at += line.length + 1;
        while (line.length && isspace((unsigned char)line.text[line.length - 1])) {
            line.length--;
        }
        if (is_default_mark(&line)) {
            line.is_default = true;
            continue;
        }
        read_line(&line);
        line.is_default &= line.length == 0;
    }
}
