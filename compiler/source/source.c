// All files of a compilation share one row of offsets, in the order in which they were read, each a
// byte apart from the next: an offset alone is a place, and sorting by offsets sorts by places. 0
// is not a place.
//
// Where lines begin is found when the first place in a file is asked for, as most files have
// nothing to report.
#include "source.h"

#include "text.h"

#include <assert.h>
#include <string.h>

void sources_init(struct sources *sources, struct arena *arena, const struct host *host)
{
    *sources = (struct sources){.arena = arena, .host = host, .end = 1};
}

struct source *sources_add(struct sources *sources, const char *path, const char *bytes,
                           size_t length)
{
    if (length > SOURCE_SIZE_LIMIT || length > SOURCES_SIZE_LIMIT - sources->end) {
        return NULL;
    }
    struct source *source = arena_new(sources->arena, sizeof *source);
    source->path = arena_copy(sources->arena, path, strlen(path)); // whose own may go before it
    source->bytes = arena_new(sources->arena, length + 2); // flex wants two NUL bytes at its end
    if (length) {
        memcpy(source->bytes, bytes, length);
    }
    source->length = length;
    source->start = sources->end;
    sources->end += (uint32_t)length + 1; // the end of one is not the start of the next
    list_append(sources->arena, &sources->files, source);
    return source;
}

// The bytes are shared; what the fork adds has offsets that other forks use, too, until one of them
// is adopted.
struct sources sources_fork(const struct sources *sources, struct arena *arena)
{
    struct sources fork = *sources;
    fork.arena = arena;
    fork.files = (struct source_list){0};
    fork.hidden = (struct span_list){0};
    for_each (source, &sources->files) {
        list_append(arena, &fork.files, source);
    }
    return fork;
}

// Forks that ran at once have all begun at `end`; they are adopted one after the other, each after
// those before it.
uint32_t sources_adopt(struct sources *sources, const struct sources *fork, size_t before,
                       uint32_t end)
{
    uint32_t shift = sources->end - end;
    for (size_t i = before; i < fork->files.count; i++) {
        struct source *source = fork->files.items[i];
        source->start += shift;
        list_append(sources->arena, &sources->files, source);
    }
    for_each (hidden, &fork->hidden) {
        uint32_t move = hidden->start >= end ? shift : 0;
        sources_hide(sources, (struct span){hidden->start + move, hidden->end + move});
    }
    sources->end += fork->end - end;
    return shift;
}

struct source *sources_find(const struct sources *sources, uint32_t offset)
{
    assert(sources->files.count && offset < sources->end);
    size_t low = 0;
    size_t high = sources->files.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        const struct source *source = sources->files.items[middle];
        if (source->start <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return sources->files.items[low];
}

// Two passes, so that the lines take no more than they need.
static void index_lines(struct arena *arena, struct source *source)
{
    size_t count = 1;
    for (size_t i = 0; i < source->length; i++) {
        count += source->bytes[i] == '\n';
    }
    source->lines = arena_array(arena, count, sizeof *source->lines);
    source->line_count = 1;
    for (size_t i = 0; i < source->length; i++) {
        if (source->bytes[i] == '\n') {
            source->lines[source->line_count++] = (uint32_t)i + 1;
        }
    }
}

// The index of the last line that starts at or before an offset.
static size_t line_at(const struct source *source, size_t offset)
{
    size_t low = 0;
    size_t high = source->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

struct place sources_place(const struct sources *sources, uint32_t offset)
{
    struct source *source = sources_find(sources, offset);
    if (!source->lines) {
        index_lines(sources->arena, source);
    }
    size_t at = offset - source->start;
    size_t line = line_at(source, at);
    size_t start = source->lines[line];
    size_t end = line + 1 < source->line_count ? source->lines[line + 1] - 1 : source->length;
    end -= end > start && source->bytes[end - 1] == '\r';
    // A byte order mark is not part of the first line, but a place may be in it.
    if (line == 0 && end >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0) {
        start = at >= 3 ? 3 : at;
    }
    const char *text = source->bytes + start;
    return (struct place){source, line + 1,    text_characters(text, at - start) + 1,
                          text,   end - start, at - start};
}

// A file of data is read once for each image that is made of it: its copies have the same path.
bool sources_is_same_place(const struct sources *sources, uint32_t first, uint32_t second)
{
    if (first == second || first == 0 || second == 0) {
        return first == second;
    }
    const struct source *one = sources_find(sources, first);
    const struct source *other = sources_find(sources, second);
    return one->is_data && first - one->start == second - other->start &&
           strcmp(one->path, other->path) == 0;
}

void sources_hide(struct sources *sources, struct span span)
{
    struct span *hidden = arena_new(sources->arena, sizeof *hidden);
    *hidden = span;
    list_append(sources->arena, &sources->hidden, hidden);
}

bool sources_is_hidden(const struct sources *sources, uint32_t offset)
{
    for_each (hidden, &sources->hidden) {
        if (hidden->start <= offset && offset < hidden->end) {
            return true;
        }
    }
    return false;
}

const char *sources_text(const struct sources *sources, struct span span)
{
    const struct source *source = sources_find(sources, span.start);
    return arena_copy(sources->arena, source->bytes + (span.start - source->start),
                      span.end - span.start);
}

const char *path_beside(struct arena *arena, const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    if (!slash || name[0] == '/') {
        return name;
    }
    return arena_format(arena, "%.*s%s", (int)(slash - path + 1), path, name);
}
