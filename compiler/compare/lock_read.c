// From the text of a lock to lines of words, and finding a locked layout.
//
// Reading goes on after a mistake, so that one run reports the whole remains of a bad merge. Two
// things are only true of a whole file: each thing (a table, a partition) has one line for each
// revision and variant, and `<<<<<<<` at the start of a line is what git left there. The lines
// become layouts in lock_build.c, and are sorted by revision and variant, for bisection.
#include "lock_line.h"

#include "map.h"
#include "names.h"
#include "text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char header[] = "schemac lock ";

struct lock_reader {
    struct arena *arena;
    struct diagnostics *diagnostics;
    const struct source *source;
    struct names names;
    struct map layouts; // from revision and variant to its struct lock_draft
    struct map things;  // from revision, variant and thing to its struct lock_line
    struct lock *lock;
    size_t at; // in the source
};

static struct span span_of(const struct lock_reader *reader, size_t start, size_t end)
{
    return (struct span){reader->source->start + (uint32_t)start,
                         reader->source->start + (uint32_t)end};
}

static size_t line_end(const struct source *source, size_t at)
{
    const char *end = memchr(source->bytes + at, '\n', source->length - at);
    return end ? (size_t)(end - source->bytes) : source->length;
}

static bool is_comment(const char *text, size_t length)
{
    return length == 0 || text[0] == '#' || text[0] == '\r';
}

// Some editors put a byte order mark before the text.
static size_t text_start(const struct source *source)
{
    return source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

bool lock_is(const struct source *source)
{
    size_t at = text_start(source);
    while (at < source->length) {
        size_t end = line_end(source, at);
        if (!is_comment(source->bytes + at, end - at)) {
            return strncmp(source->bytes + at, header, sizeof header - 1) == 0;
        }
        at = end + 1;
    }
    return false;
}

// A name in quotes, at its first one; false if it is not closed on the line.
static bool read_quoted(struct lock_reader *reader, size_t end, const char **text)
{
    struct buffer name;
    buffer_init(&name, reader->arena);
    const char *bytes = reader->source->bytes;
    for (size_t at = reader->at + 1; at < end; at++) {
        if (bytes[at] == '"') {
            reader->at = at + 1;
            *text = name.length ? name.bytes : "";
            return true;
        }
        at += bytes[at] == '\\' && at + 1 < end;
        buffer_byte(&name, (uint8_t)bytes[at]);
    }
    return false;
}

static bool read_word(struct lock_reader *reader, size_t end, struct lock_word_list *words)
{
    struct lock_word *word = arena_new(reader->arena, sizeof *word);
    const char *bytes = reader->source->bytes;
    size_t start = reader->at;
    word->is_quoted = bytes[start] == '"';
    if (word->is_quoted) {
        if (!read_quoted(reader, end, &word->text)) {
            report(reader->diagnostics, CODE_LOCK_LINE, span_of(reader, start, end),
                   "this name has no closing quote");
            return false;
        }
    } else {
        while (reader->at < end && bytes[reader->at] != ' ') {
            reader->at++;
        }
        word->text = arena_copy(reader->arena, bytes + start, reader->at - start);
    }
    word->span = span_of(reader, start, reader->at);
    list_append(reader->arena, words, word);
    return true;
}

static bool read_words(struct lock_reader *reader, size_t end, struct lock_word_list *words)
{
    while (reader->at < end) {
        if (reader->source->bytes[reader->at] == ' ') {
            reader->at++;
        } else if (!read_word(reader, end, words)) {
            return false;
        }
    }
    return true;
}

static bool is_conflict_mark(const char *text)
{
    return strncmp(text, "<<<<<<<", 7) == 0 || strncmp(text, "=======", 7) == 0 ||
           strncmp(text, ">>>>>>>", 7) == 0 || strncmp(text, "|||||||", 7) == 0;
}

static bool report_line(struct lock_reader *reader, struct span span, const char *text)
{
    if (is_conflict_mark(text)) {
        report(reader->diagnostics, CODE_LOCK_LINE, span,
               "unresolved merge conflict: two branches locked different layouts under one "
               "revision, or changed the same line");
    } else {
        report(reader->diagnostics, CODE_LOCK_LINE, span,
               "expected `REVISION VARIANT target|flash|table|partition|config ...`");
    }
    return false;
}

// Decimal and nothing else, as it was written: a sign or a space, which strtoull accepts, is a
// mistake.
static bool read_revision(const char *text, uint64_t *revision)
{
    char *end;
    errno = 0;
    *revision = strtoull(text, &end, 10);
    return isdigit((unsigned char)*text) && !*end && errno == 0;
}

static const char *word_text(const struct lock_word_list *words, size_t index)
{
    return index < words->count ? words->items[index]->text : "";
}

// The one that a line belongs to.
static struct lock_draft *find_draft(struct lock_reader *reader, const struct lock_line *line,
                                     const char *key)
{
    struct lock_draft *draft = map_find(&reader->layouts, key);
    if (!draft) {
        struct locked *locked = arena_new(reader->arena, sizeof *locked);
        draft = arena_new(reader->arena, sizeof *draft);
        draft->platform = (struct platform){.name = "", .chip = ""};
        draft->layout = (struct layout){
            .name = "",
            .identifier = "",
            .revision = line->revision,
            .platform = &draft->platform,
            .span = line->span,
            .invocation = {.schema = reader->source->path, .output = ".", .variant = line->variant},
            .arena = reader->arena,
        };
        *locked = (struct locked){line->revision, line->variant, &draft->layout};
        map_set(reader->arena, &reader->layouts, key, draft);
        list_append(reader->arena, &reader->lock->locked, locked);
    }
    return draft;
}

static const char *intern(struct lock_reader *reader, const char *text)
{
    return names_intern(&reader->names, text, strlen(text));
}

// Line feeds separate the parts, as no name in a lock can have one: a line ends there.
static const char *thing_key(struct lock_reader *reader, const struct lock_line *line,
                             const char *layout_key)
{
    size_t names = line->item == LOCK_TARGET ? 0 : line->item == LOCK_PARTITION ? 2 : 1;
    struct buffer key;
    buffer_init(&key, reader->arena);
    buffer_format(&key, "%s\n%s", layout_key, lock_item_name(line->item, LOCK_NUMBER));
    for (size_t i = 0; i < names; i++) {
        buffer_format(&key, "\n%s", word_text(&line->words, i));
    }
    return intern(reader, key.bytes);
}

// Two lines about one thing are refused, not merged: nobody can know which of the two devices have.
static bool add_line(struct lock_reader *reader, struct lock_line *line)
{
    const char *key =
        intern(reader, arena_format(reader->arena, "%llu\n%s%s", (unsigned long long)line->revision,
                                    line->variant ? "v" : "", line->variant ? line->variant : ""));
    const char *thing = thing_key(reader, line, key);
    const struct lock_line *known = map_find(&reader->things, thing);
    if (known) {
        struct diagnostic *diagnostic =
            report(reader->diagnostics, CODE_LOCK_LINE, line->span,
                   "this %s is listed twice in revision %llu",
                   lock_item_name(line->item, LOCK_NUMBER), (unsigned long long)line->revision);
        add_note(diagnostic, known->span, "the first one is here");
        return false;
    }
    map_set(reader->arena, &reader->things, thing, line);
    struct lock_draft *draft = find_draft(reader, line, key);
    line->draft = draft;
    line->order = reader->lock->lines.count;
    list_append(reader->arena, &reader->lock->lines, line);
    return true;
}

static bool read_line(struct lock_reader *reader, size_t end)
{
    struct lock_word_list words = {0};
    struct span span = span_of(reader, reader->at, end);
    struct lock_line *line = arena_new(reader->arena, sizeof *line);
    if (!read_words(reader, end, &words)) {
        return false;
    }
    if (words.count < 3 || !read_revision(word_text(&words, 0), &line->revision) ||
        !lock_item_find(word_text(&words, 2), &line->item)) {
        return report_line(reader, span, word_text(&words, 0));
    }
    const struct lock_word *variant = words.items[1];
    bool has_none = !variant->is_quoted && strcmp(variant->text, "-") == 0;
    line->variant = has_none ? NULL : variant->text;
    line->span = span;
    line->words = (struct lock_word_list){words.items + 3, words.count - 3, 0};
    return add_line(reader, line);
}

static bool read_number(struct lock_reader *reader, const char *text, struct span span)
{
    size_t digits = strspn(text, "0123456789");
    if (*text == '0' || digits == 0 || text[digits]) {
        report(reader->diagnostics, CODE_LOCK_LINE, span,
               "the number of a lock must be from 1 to %d, not `%s`", LOCK_NUMBER, text);
        return false;
    }
    unsigned long long number = strtoull(text, NULL, 10);
    if (number > LOCK_NUMBER) {
        struct diagnostic *diagnostic =
            report(reader->diagnostics, CODE_LOCK_NEWER, span,
                   "this lock has number %s, but this schemac only reads locks up to number %d",
                   text, LOCK_NUMBER);
        add_note(
            diagnostic, (struct span){0},
            "a newer schemac wrote it: use that one, or restore the earlier version of the lock");
        return false;
    }
    reader->lock->number = (unsigned)number;
    return true;
}

static bool read_header(struct lock_reader *reader, size_t end)
{
    size_t start = reader->at;
    size_t length = sizeof header - 1;
    const char *text = arena_copy(reader->arena, reader->source->bytes + start, end - start);
    if (strncmp(text, header, length) != 0) {
        report(reader->diagnostics, CODE_LOCK_LINE, span_of(reader, start, end),
               "a lock begins with `%s%d`", header, LOCK_NUMBER);
        return false;
    }
    return read_number(reader, text + length, span_of(reader, start + length, end));
}

static bool read_lines(struct lock_reader *reader)
{
    const struct source *source = reader->source;
    bool is_good = true, has_header = false;
    reader->at = text_start(source);
    while (reader->at < source->length) {
        size_t next = line_end(source, reader->at), end = next;
        if (!is_comment(source->bytes + reader->at, end - reader->at)) {
            end -= source->bytes[end - 1] == '\r';
            if (!has_header && !read_header(reader, end)) {
                return false;
            }
            is_good &= !has_header || read_line(reader, end);
            has_header = true;
        }
        reader->at = next + 1;
    }
    if (!has_header) {
        report(reader->diagnostics, CODE_LOCK_LINE, span_of(reader, 0, 0),
               "a lock begins with `%s%d`", header, LOCK_NUMBER);
    }
    return is_good && has_header;
}

// The order of what is locked: by revision, then by variant, that of the schema itself first.
static int compare_to(const struct locked *locked, uint64_t revision, const char *variant)
{
    if (locked->revision != revision) {
        return locked->revision < revision ? -1 : 1;
    }
    if (!locked->variant || !variant) {
        return (locked->variant != NULL) - (variant != NULL);
    }
    return strcmp(locked->variant, variant);
}

static int compare_locked(const void *a, const void *b)
{
    const struct locked *second = *(const struct locked *const *)b;
    return compare_to(*(const struct locked *const *)a, second->revision, second->variant);
}

const struct lock *lock_read(struct arena *arena, struct diagnostics *diagnostics,
                             const struct source *source)
{
    struct lock *lock = arena_new(arena, sizeof *lock);
    struct lock_reader reader = {
        .arena = arena, .diagnostics = diagnostics, .source = source, .lock = lock};
    lock->source = source;
    names_init(&reader.names, arena);
    bool is_good = read_lines(&reader);
    is_good = is_good && lock_build(arena, diagnostics, lock);
    if (is_good && lock->locked.count > 1) {
        qsort(lock->locked.items, lock->locked.count, sizeof(void *), compare_locked);
    }
    return is_good ? lock : NULL;
}

// Bisection: a lock of years has thousands of layouts. How many come before a variant of a
// revision.
static size_t count_before(const struct lock *lock, uint64_t revision, const char *variant)
{
    size_t low = 0;
    size_t high = lock->locked.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_to(lock->locked.items[middle], revision, variant) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct locked *lock_find(const struct lock *lock, uint64_t revision, const char *variant)
{
    size_t index = count_before(lock, revision, variant);
    const struct locked *locked = index < lock->locked.count ? lock->locked.items[index] : NULL;
    return locked && compare_to(locked, revision, variant) == 0 ? locked : NULL;
}

// A revision may lack this variant, because it did not exist or its author did not lock it; then
// the one before counts.
const struct locked *lock_find_before(const struct lock *lock, uint64_t revision,
                                      const char *variant)
{
    const struct locked *found = NULL;
    size_t count = count_before(lock, revision, NULL);
    while (!found && count) { // revision by revision
        revision = lock->locked.items[count - 1]->revision;
        found = lock_find(lock, revision, variant);
        count = count_before(lock, revision, NULL);
    }
    return found;
}

uint64_t lock_last_revision(const struct lock *lock)
{
    size_t count = lock->locked.count;
    return count ? lock->locked.items[count - 1]->revision : 0;
}
