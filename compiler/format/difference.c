// Unified differences, by Myers's algorithm ("An O(ND) Difference Algorithm and Its Variations",
// Algorithmica 1, 1986).
//
// Lines are interned, so that two are compared by their pointers. Time and memory are quadratic in
// the number of differences, not in that of lines: EDIT_LIMIT bounds them (32 MB, two million
// steps), after which all lines between the first and the last difference are replaced.
#include "format.h"
#include "names.h"

#include <string.h>

enum {
    CONTEXT = 3,
    JOINED = 2 * CONTEXT, // lines between changes that are one hunk
    EDIT_LIMIT = 2000,    // differences that are looked for; with more, all is taken out and put in
};

struct text_line {
    const char *text;
    size_t length;    // with its line end
    const char *name; // equal for equal lines
};

struct lines {
    struct text_line *items;
    size_t count;
};

struct text_comparison {
    struct arena *arena;
    struct lines old_lines, new_lines; // as they are compared
    struct lines shown_old, shown_new;
    size_t start, old_end, new_end; // of what differs: lines before and after are the same
    bool *taken;                    // of each old line: it is not in the new text
    bool *added;                    // of each new line: it is not in the old one
};

// The last line may have no line end; it then differs from one that has.
static struct lines split(struct arena *arena, const struct buffer *text, struct names *names)
{
    struct lines lines = {0};
    size_t capacity = 0;
    lines.items = arena_grow(arena, NULL, &capacity, sizeof *lines.items);
    for (size_t at = 0; at < text->length;) {
        const char *start = text->bytes + at;
        const char *end = memchr(start, '\n', text->length - at);
        size_t length = end ? (size_t)(end - start) + 1 : text->length - at;
        if (lines.count == capacity) {
            lines.items = arena_grow(arena, lines.items, &capacity, sizeof *lines.items);
        }
        lines.items[lines.count++] =
            (struct text_line){start, length, names ? names_intern(names, start, length) : NULL};
        at += length;
    }
    return lines;
}

// Whether a step to diagonal k = x - y with `edits` edits is a line that is added. `before` says
// how far each diagonal came with one edit less, that of k at k + edits - 1. At the edges there is
// only one diagonal to come from.
static bool is_added(const ptrdiff_t *before, ptrdiff_t k, ptrdiff_t edits)
{
    return k == -edits || (k != edits && before[k + edits - 2] < before[k + edits]);
}

// Goes back along the path that was found, and marks each line that was added or removed.
static void mark_path(struct text_comparison *comparison, ptrdiff_t *const *reached,
                      ptrdiff_t edits, ptrdiff_t k)
{
    for (; edits > 0; edits--) {
        const ptrdiff_t *before = reached[edits - 1];
        bool is_down = is_added(before, k, edits);
        ptrdiff_t x = before[k + edits - 1 + (is_down ? 1 : -1)];
        if (is_down) {
            comparison->added[(ptrdiff_t)comparison->start + x - (k + 1)] = true;
        } else {
            comparison->taken[(ptrdiff_t)comparison->start + x] = true;
        }
        k += is_down ? 1 : -1;
    }
}

// How far a diagonal comes from x, along lines that are the same: Myers calls this a snake.
static ptrdiff_t follow(const struct text_comparison *comparison, ptrdiff_t k, ptrdiff_t x)
{
    const struct text_line *old_lines = comparison->old_lines.items + comparison->start;
    const struct text_line *new_lines = comparison->new_lines.items + comparison->start;
    ptrdiff_t width = (ptrdiff_t)(comparison->old_end - comparison->start);
    ptrdiff_t height = (ptrdiff_t)(comparison->new_end - comparison->start);
    while (x < width && x - k < height && old_lines[x].name == new_lines[x - k].name) {
        x++;
    }
    return x;
}

// Looks for the fewest edits between what differs; false if they are too many.
static bool find_path(struct text_comparison *comparison)
{
    ptrdiff_t *reached[EDIT_LIMIT + 1];
    ptrdiff_t width = (ptrdiff_t)(comparison->old_end - comparison->start);
    ptrdiff_t height = (ptrdiff_t)(comparison->new_end - comparison->start);
    for (ptrdiff_t edits = 0; edits <= EDIT_LIMIT; edits++) {
        reached[edits] =
            arena_array(comparison->arena, 2 * (size_t)edits + 1, sizeof *reached[edits]);
        for (ptrdiff_t k = -edits; k <= edits; k += 2) {
            const ptrdiff_t *before = edits ? reached[edits - 1] : NULL;
            bool is_down = before && is_added(before, k, edits);
            ptrdiff_t x = !before ? 0 : is_down ? before[k + edits] : before[k + edits - 2] + 1;
            x = follow(comparison, k, x);
            reached[edits][k + edits] = x;
            if (x >= width && x - k >= height) {
                mark_path(comparison, reached, edits, k);
                return true;
            }
        }
    }
    return false;
}

// Equal lines at both ends are left out first: mostly little has changed.
static void compare(struct text_comparison *comparison)
{
    const struct lines *old_lines = &comparison->old_lines;
    const struct lines *new_lines = &comparison->new_lines;
    size_t old_end = old_lines->count;
    size_t new_end = new_lines->count;
    size_t start = 0;
    while (start < old_end && start < new_end &&
           old_lines->items[start].name == new_lines->items[start].name) {
        start++;
    }
    while (old_end > start && new_end > start &&
           old_lines->items[old_end - 1].name == new_lines->items[new_end - 1].name) {
        old_end--;
        new_end--;
    }
    comparison->start = start;
    comparison->old_end = old_end;
    comparison->new_end = new_end;
    if (!find_path(comparison)) {
        for (size_t i = start; i < old_end; i++) {
            comparison->taken[i] = true;
        }
        for (size_t i = start; i < new_end; i++) {
            comparison->added[i] = true;
        }
    }
}

// The note on a missing line end is that of GNU diff and POSIX, and patch reads it.
static void append_line(struct buffer *out, char mark, const struct text_line *line)
{
    buffer_byte(out, (uint8_t)mark);
    buffer_bytes(out, line->text, line->length);
    if (line->text[line->length - 1] != '\n') {
        buffer_text(out, "\n\\ No newline at end of file\n");
    }
}

// The place of a hunk: an empty one has the line before it.
static void append_place(struct buffer *out, char mark, size_t start, size_t count)
{
    buffer_format(out, " %c%zu", mark, start + (count != 0));
    if (count != 1) {
        buffer_format(out, ",%zu", count);
    }
}

// A place in both texts, at which they go on with the same lines.
struct cursor {
    size_t x, y;
};

static bool is_changed(const struct text_comparison *comparison, struct cursor at)
{
    return (at.x < comparison->old_lines.count && comparison->taken[at.x]) ||
           (at.y < comparison->new_lines.count && comparison->added[at.y]);
}

static bool is_end(const struct text_comparison *comparison, struct cursor at)
{
    return at.x == comparison->old_lines.count && at.y == comparison->new_lines.count;
}

static struct cursor skip_change(const struct text_comparison *comparison, struct cursor at)
{
    while (at.x < comparison->old_lines.count && comparison->taken[at.x]) {
        at.x++;
    }
    while (at.y < comparison->new_lines.count && comparison->added[at.y]) {
        at.y++;
    }
    return at;
}

// The end of a hunk that begins at a change: changes with few lines between them are one hunk. At
// most CONTEXT lines that are the same follow the last.
static struct cursor find_end(const struct text_comparison *comparison, struct cursor at)
{
    size_t same = 0;
    while (!is_end(comparison, at) && same <= JOINED) {
        if (is_changed(comparison, at)) {
            at = skip_change(comparison, at);
            same = 0;
        } else {
            at = (struct cursor){at.x + 1, at.y + 1};
            same++;
        }
    }
    size_t surplus = same > CONTEXT ? same - CONTEXT : 0;
    return (struct cursor){at.x - surplus, at.y - surplus};
}

static void append_hunk(const struct text_comparison *comparison, struct cursor at,
                        struct cursor end, struct buffer *out)
{
    buffer_text(out, "@@");
    append_place(out, '-', at.x, end.x - at.x);
    append_place(out, '+', at.y, end.y - at.y);
    buffer_text(out, " @@\n");
    while (at.x < end.x || at.y < end.y) {
        if (!is_changed(comparison, at)) {
            append_line(out, ' ', &comparison->shown_old.items[at.x]);
            at = (struct cursor){at.x + 1, at.y + 1};
            continue;
        }
        struct cursor next = skip_change(comparison, at);
        for (; at.x < next.x; at.x++) {
            append_line(out, '-', &comparison->shown_old.items[at.x]);
        }
        for (; at.y < next.y; at.y++) {
            append_line(out, '+', &comparison->shown_new.items[at.y]);
        }
    }
}

// The lines that are compared and those that are shown have the same numbers: secrets are hidden
// within lines, never with their line ends. No difference means no output, not even a header.
void format_difference(const char *path, const struct buffer *old_text,
                       const struct buffer *new_text, const struct buffer *shown_old,
                       const struct buffer *shown_new, struct buffer *out)
{
    struct names names;
    struct arena *arena = out->arena;
    names_init(&names, arena);
    struct text_comparison comparison = {
        .arena = arena,
        .old_lines = split(arena, old_text, &names),
        .new_lines = split(arena, new_text, &names),
        .shown_old = split(arena, shown_old, NULL),
        .shown_new = split(arena, shown_new, NULL),
    };
    comparison.taken = arena_array(arena, comparison.old_lines.count, sizeof(bool));
    comparison.added = arena_array(arena, comparison.new_lines.count, sizeof(bool));
    compare(&comparison);
    struct cursor at = {0, 0};
    for (bool is_first = true; !is_end(&comparison, at);) {
        if (!is_changed(&comparison, at)) {
            at = (struct cursor){at.x + 1, at.y + 1};
            continue;
        }
        size_t before = at.x < at.y ? at.x : at.y;
        before = before < CONTEXT ? before : CONTEXT;
        struct cursor start = {at.x - before, at.y - before};
        if (is_first) {
            buffer_format(out, "--- %s\n+++ %s\n", path, path);
            is_first = false;
        }
        at = find_end(&comparison, at);
        append_hunk(&comparison, start, at, out);
    }
}
