// Values of an sdkconfig that messages must not show: passwords, keys and the like, which projects
// keep in options of their own. They are recognized by their names, line by line and without the
// readers of the files, so that lines with mistakes are covered, too. It is a guess in both
// directions; better too much is hidden than too little.
#include "reader.h"

#include <string.h>
#include <strings.h>

static bool has_word(const char *line, size_t length, const char *word)
{
    size_t count = strlen(word);
    for (size_t i = 0; i + count <= length; i++) {
        if (strncasecmp(line + i, word, count) == 0) {
            return true;
        }
    }
    return false;
}

// Whether a name says that its value is a secret. Parts of words, in any case of letters; `KEY`
// alone would hide things like CONFIG_KEYBOARD.
static bool is_telling(const char *line, size_t length)
{
    static const char *const words[] = {"PASSW",   "PASSPHRASE",  "PASSKEY",    "_PASS",
                                        "_PWD",    "SECRET",      "PSK",        "TOKEN",
                                        "API_KEY", "AUTH_KEY",    "DEVICE_KEY", "HMAC_KEY",
                                        "AES_KEY", "PRIVATE_KEY", "CREDENTIAL"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (has_word(line, length, words[i])) {
            return true;
        }
    }
    return false;
}

// `y`, `16`, `0x10`, or nothing: a switch or a size, which messages are to show. A PIN of digits
// alone is shown as well, unless the schema says `secret`.
static bool is_plain(const char *value, size_t length)
{
    static const char characters[] = "0123456789abcdefABCDEFxXyYnNmM \t\r,";
    size_t count = 0;
    while (count < length && value[count] && strchr(characters, value[count])) {
        count++;
    }
    bool is_empty = length >= 2 && memcmp(value, "\"\"", 2) == 0;
    return count == length || is_empty;
}

static void hide(struct sources *sources, const struct source *source, const char *value,
                 size_t length)
{
    if (!is_plain(value, length)) {
        uint32_t start = source->start + (uint32_t)(value - source->bytes);
        sources_hide(sources, (struct span){start, start + (uint32_t)length});
    }
}

// How much of a line of JSON is a value: a text to its second quote, else all up to a comma.
static size_t value_length(const char *value, size_t length)
{
    size_t at = 0;
    bool is_text = false;
    while (at < length && (is_text || value[at] != ',')) {
        is_text ^= value[at] == '"';
        at += is_text && value[at] == '\\' && at + 1 < length ? 2 : 1;
    }
    return at;
}

// A line of `NAME=value`, or of members of JSON, `"NAME": value`, of which it may have several.
static void hide_values(struct sources *sources, const struct source *source, const char *line,
                        size_t length)
{
    const char *end = line + length;
    for (const char *name = line; name < end;) {
        const char *equals = name;
        while (equals < end && *equals != '=' && *equals != ':') {
            equals++;
        }
        if (equals == end) {
            return;
        }
        size_t rest = (size_t)(end - equals) - 1;
        size_t value = *equals == ':' ? value_length(equals + 1, rest) : rest;
        if (is_telling(name, (size_t)(equals - name))) {
            hide(sources, source, equals + 1, value);
        }
        name = equals + 1 + value;
    }
}

// A line whose `=` was forgotten, `NAME value`, sets nothing, but has the value all the same. False
// if it is another line.
static bool hide_unsigned(struct sources *sources, const struct source *source, const char *line,
                          size_t length)
{
    size_t name = 0;
    while (name < length && (line[name] == ' ' || line[name] == '\t')) {
        name++;
    }
    size_t end = name;
    while (end < length && !strchr(" \t=:", line[end])) {
        end++;
    }
    size_t value = end;
    while (value < length && (line[value] == ' ' || line[value] == '\t')) {
        value++;
    }
    bool is_it = value > end && value < length && !strchr("=:", line[value]) && line[name] != '#' &&
                 is_telling(line + name, end - name);
    if (is_it) {
        hide(sources, source, line + value, length - value);
    }
    return is_it;
}

void secrets_hide(struct sources *sources, const struct source *source)
{
    for (size_t at = 0; at < source->length;) {
        const char *line = source->bytes + at;
        const char *end = memchr(line, '\n', source->length - at);
        size_t length = end ? (size_t)(end - line) : source->length - at;
        if (!hide_unsigned(sources, source, line, length)) {
            hide_values(sources, source, line, length);
        }
        at += length + 1;
    }
}
